//! Runs tables of calls: `name(argument, …) => result`, with values as Rego writes them. What they say was asked of OPA 1.22.2.

mod hostile;
mod literal;

use std::fmt::Write;

use self::literal::Literals;
use super::{all, find};
use crate::rego::{
    fail::Fail,
    memory::{Facts, Heap, Memory, Scratch},
};

/// Evaluates one call and writes its result as Rego does.
fn call(text: &str) -> String {
    let (heap, mut scratch, facts) = (Heap::default(), Scratch::default(), Facts::default());
    let mut memory = Memory::new(&heap, &[], &mut scratch, &facts);
    let (name, rest) = text.split_once('(').expect("a call");
    let builtin = find(name).unwrap_or_else(|| panic!("no builtin is called {name}"));
    let arguments = Literals::new(&mut memory, rest).arguments();
    assert_eq!(arguments.len(), usize::from(builtin.arity), "{text}");
    let mut out = String::new();
    match (builtin.run)(&mut memory, &arguments) {
        Ok(value) => memory.write_rego(value, &mut out).expect("a value that can be written"),
        Err(Fail::Undefined) => out.push_str("undefined"),
        Err(Fail::Error(error)) => write!(out, "error: {error}").expect("room"),
    }
    out
}

/// Runs a table; lines that begin with `#` are comments.
fn check(table: &str) -> usize {
    let (mut wrong, mut count) = (String::new(), 0);
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (text, expected) = line.rsplit_once(" => ").expect("a result");
        let found = call(text);
        count += 1;
        if found != expected {
            writeln!(wrong, "{text}\n  expected {expected}\n  found    {found}").expect("room");
        }
    }
    assert!(wrong.is_empty(), "{} of {count} calls:\n{wrong}", wrong.lines().count() / 3);
    count
}

#[test]
fn tables_agree_with_opa() {
    check(include_str!("tests/collections.txt"));
    check(include_str!("tests/compare.txt"));
    check(include_str!("tests/json.txt"));
    check(include_str!("tests/numbers.txt"));
    check(include_str!("tests/sprintf.txt"));
    check(include_str!("tests/strings.txt"));
    check(include_str!("tests/template.txt"));
}

/// More tables than are kept here: `GOLDEN=file cargo test golden -- --nocapture`.
#[test]
fn golden() {
    if let Some(path) = std::env::var_os("GOLDEN") {
        let count = check(&std::fs::read_to_string(path).expect("a table"));
        println!("{count} calls agree");
    }
}

#[test]
fn names_are_unique_and_found() {
    let names: std::collections::HashSet<_> = all().map(|builtin| builtin.name).collect();
    assert_eq!(names.len(), all().count());
    assert!(all().all(|builtin| find(builtin.name).is_some_and(|found| found.arity == builtin.arity)));
    assert!(find("no.such").is_none());
}
