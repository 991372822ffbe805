//! Builtins that make one value of a collection.

use super::{Builtin, builtin};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] = &[builtin("count", 1, count)];

fn count(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value] = arguments else { return Err(Fail::Undefined) };
    let count = match value.tag() {
        Tag::String => memory.text(*value).chars().count(),
        Tag::Array | Tag::Object | Tag::Set => memory.len(*value),
        _ => return Err(Fail::Undefined),
    };
    Ok(Value::integer(count as i64))
}
