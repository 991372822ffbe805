//! What a plain scalar means in each dialect.

use crate::kind::Dialect;

use super::Tag;

/// A number as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// Fits 64 signed bits.
    Int(i64),
    /// Needs the 64th bit.
    UInt(u64),
    /// Everything else, infinities and NaN included.
    Float(f64),
}

/// What a scalar is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string: its text.
    String,
}

/// Resolves a scalar's text. `plain` says that it is written without quotes.
pub fn resolve(text: &str, plain: bool, tag: Tag, dialect: Dialect) -> Scalar {
    if !plain && tag == Tag::Other || tag == Tag::String {
        return Scalar::String;
    }
    core(text)
}

fn core(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "true" | "True" | "TRUE" => Scalar::Bool(true),
        "false" | "False" | "FALSE" => Scalar::Bool(false),
        _ => text.parse::<i64>().map(|n| Scalar::Number(Number::Int(n))).unwrap_or(Scalar::String),
    }
}
