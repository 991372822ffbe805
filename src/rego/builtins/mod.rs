//! Builtin functions: one family a file, each a table of names, numbers of arguments and functions.

mod aggregates;

use super::{fail::Outcome, memory::Memory, value::Value};

/// What a builtin does. An argument of a wrong type makes it undefined, as any other failure does.
pub type Run = fn(&mut Memory<'_>, &[Value]) -> Outcome;

/// One builtin.
#[derive(Clone, Copy, Debug)]
pub struct Builtin {
    /// Its name in Rego: `count`, `array.concat`.
    pub name: &'static str,
    /// How many arguments it takes.
    pub arity: u8,
    /// What it does.
    pub run: Run,
}

const fn builtin(name: &'static str, arity: u8, run: Run) -> Builtin {
    Builtin { name, arity, run }
}

const FAMILIES: [&[Builtin]; 1] = [aggregates::BUILTINS];

/// The builtin of a name.
pub fn find(name: &str) -> Option<&'static Builtin> {
    FAMILIES.iter().flat_map(|family| family.iter()).find(|builtin| builtin.name == name)
}

/// Every builtin, family by family.
pub fn all() -> impl Iterator<Item = &'static Builtin> {
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// Why a builtin of OPA is not to be had here, and what to do about it.
pub fn refused(name: &str) -> Option<&'static str> {
    match name {
        "http.send" | "net.lookup_ip_addr" => Some("give what it would fetch as data: a policy here reaches no network"),
        _ => None,
    }
}

/// placeholder
pub(in crate::rego) fn arithmetic(_: &mut Memory<'_>, _: super::syntax::ast::Operator, _: Value, _: Value) -> Outcome {
    Err(super::fail::Fail::Undefined)
}
