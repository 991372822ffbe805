//! Builtin functions: one family a file, each a table of names, numbers of arguments and functions.

mod aggregates;
#[cfg(test)]
mod check;
mod crypto;
mod digest;
mod glob;
mod jwt;
mod net;
mod refused;
pub(in crate::rego) mod regex;
mod render;
mod schema;
mod time;
mod trace;
mod uri;
mod uuid;

use super::{fail::Outcome, memory::Memory, value::Value};

pub use refused::refused;

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

const FAMILIES: &[&[Builtin]] = &[
    aggregates::BUILTINS,
    crypto::BUILTINS,
    glob::BUILTINS,
    jwt::BUILTINS,
    net::BUILTINS,
    regex::BUILTINS,
    render::BUILTINS,
    schema::BUILTINS,
    time::BUILTINS,
    trace::BUILTINS,
    uri::BUILTINS,
    uuid::BUILTINS,
];

/// The builtin of a name.
pub fn find(name: &str) -> Option<&'static Builtin> {
    FAMILIES.iter().flat_map(|family| family.iter()).find(|builtin| builtin.name == name)
}

/// Every builtin, family by family.
pub fn all() -> impl Iterator<Item = &'static Builtin> {
    FAMILIES.iter().flat_map(|family| family.iter())
}
