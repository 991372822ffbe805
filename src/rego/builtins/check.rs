//! For tests: builtins called on JSON.

use super::find;
use crate::rego::{
    fail::Fail,
    memory::{Facts, Heap, Memory, Scratch},
    value::Value,
};

/// What a builtin yields for arguments, a JSON array: JSON, `undefined`, or what ended the query.
pub(super) fn call(name: &str, arguments: &str) -> String {
    let facts = Facts { now_ns: 1_700_000_000_000_000_000, most_bytes: 1 << 20, ..Facts::default() };
    let (constants, mut scratch) = (Heap::default(), Scratch::default());
    let mut memory = Memory::new(&constants, &[], &mut scratch, &facts);
    let json: serde_json::Value = serde_json::from_str(arguments).expect("arguments are JSON");
    let arguments: Vec<Value> = json.as_array().expect("a list").iter().map(|item| memory.json(item)).collect();
    let builtin = find(name).expect("a builtin");
    assert_eq!(usize::from(builtin.arity), arguments.len(), "arguments of {name}");
    match (builtin.run)(&mut memory, &arguments) {
        Ok(value) => {
            let mut out = String::new();
            memory.write_json(value, &mut out).unwrap();
            out
        }
        Err(Fail::Undefined) => "undefined".to_string(),
        Err(Fail::Error(error)) => format!("error: {error}"),
    }
}

/// Checks a builtin against rows of arguments and results.
pub(super) fn table(name: &str, rows: &[(&str, &str)]) {
    for (arguments, expected) in rows {
        assert_eq!(call(name, arguments), *expected, "{name}{arguments}");
    }
}
