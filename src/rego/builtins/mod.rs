//! Builtin functions: one family a file, each a table of names, numbers of arguments and functions.

mod aggregates;
mod arrays;
mod bits;
mod casts;
#[cfg(test)]
mod check;
mod compare;
mod crypto;
mod encoding;
mod glob;
mod graph;
mod json;
mod jwt;
mod net;
mod numbers;
mod objects;
mod refused;
pub(in crate::rego) mod regex;
mod render;
mod schema;
mod semver;
mod sets;
pub(in crate::rego) mod sprintf;
mod strings;
mod time;
mod trace;
mod types;
mod units;
mod uri;
mod uuid;
mod yaml;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{
    fail::{Fail, Outcome},
    memory::{Elements, Memory},
    value::{Tag, Value},
};

pub use refused::{refused, stand_in};

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
    arrays::BUILTINS,
    bits::BUILTINS,
    casts::BUILTINS,
    compare::BUILTINS,
    crypto::BUILTINS,
    encoding::BUILTINS,
    glob::BUILTINS,
    graph::BUILTINS,
    json::BUILTINS,
    jwt::BUILTINS,
    net::BUILTINS,
    numbers::BUILTINS,
    objects::BUILTINS,
    regex::BUILTINS,
    render::BUILTINS,
    schema::BUILTINS,
    semver::BUILTINS,
    sets::BUILTINS,
    sprintf::BUILTINS,
    strings::BUILTINS,
    time::BUILTINS,
    trace::BUILTINS,
    types::BUILTINS,
    units::BUILTINS,
    uri::BUILTINS,
    uuid::BUILTINS,
    yaml::BUILTINS,
];

static BY_NAME: LazyLock<FxHashMap<&'static str, &'static Builtin>> =
    LazyLock::new(|| all().map(|builtin| (builtin.name, builtin)).collect());

/// The builtin of a name.
pub fn find(name: &str) -> Option<&'static Builtin> {
    BY_NAME.get(name).copied()
}

/// Every builtin, family by family.
pub fn all() -> impl Iterator<Item = &'static Builtin> {
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// The arguments, which the compiler has counted.
fn take<const N: usize>(arguments: &[Value]) -> Outcome<[Value; N]> {
    arguments.try_into().map_err(|_| Fail::Undefined)
}

/// An argument that must be text.
fn text<'m>(memory: &'m Memory<'_>, value: Value) -> Outcome<&'m str> {
    memory.as_str(value).ok_or(Fail::Undefined)
}

/// An argument that must be a whole number of 64 bits.
fn whole(memory: &Memory<'_>, value: Value) -> Outcome<i64> {
    memory.whole(value).ok_or(Fail::Undefined)
}

/// An argument that must be of a type.
fn expect(value: Value, tag: Tag) -> Outcome<()> {
    if value.tag() == tag { Ok(()) } else { Err(Fail::Undefined) }
}

/// An argument that must be an array.
fn array(memory: &mut Memory<'_>, value: Value) -> Outcome<Elements> {
    expect(value, Tag::Array)?;
    Ok(memory.elements(value))
}

/// An argument that must be an object.
fn object(memory: &mut Memory<'_>, value: Value) -> Outcome<Elements> {
    expect(value, Tag::Object)?;
    Ok(memory.pairs(value))
}

/// An argument that must be an array or a set.
fn collection(memory: &mut Memory<'_>, value: Value) -> Outcome<Elements> {
    match value.tag() {
        Tag::Array | Tag::Set => Ok(memory.elements(value)),
        _ => Err(Fail::Undefined),
    }
}

/// A whole number that fits in 64 bits: lengths and positions.
fn length(len: usize) -> Value {
    Value::integer(i64::try_from(len).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests;
