//! What a scalar means in each dialect.
//!
//! The Core rules are the YAML 1.2 core schema. The Go rules follow go-yaml v2 step by step, its oddities included:
//! a manifest must mean to waylint what it means to the cluster. Both are held by one table of examples
//! (`tests/data/scalars.txt`).

use std::borrow::Cow;

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

impl Number {
    /// The number with a fraction that is nearest.
    pub fn as_float(self) -> f64 {
        match self {
            Self::Int(value) => value as f64,
            Self::UInt(value) => value as f64,
            Self::Float(value) => value,
        }
    }
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
///
/// A tag overrules the quotes (`!!int "3"` is 3); one that the text cannot satisfy leaves a string.
pub fn resolve(text: &str, plain: bool, tag: Tag, dialect: Dialect) -> Scalar {
    match tag {
        Tag::Absent if plain => untagged(text, dialect),
        Tag::Absent | Tag::String => Scalar::String,
        _ => tagged(untagged(text, dialect), tag),
    }
}

/// Whether what begins with a byte is a string without quotes too, whatever follows.
#[inline]
pub(super) fn is_word(first: u8, dialect: Dialect) -> bool {
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' | b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' => false,
        b'y' | b'Y' | b'o' | b'O' => dialect != Dialect::Go,
        _ => true,
    }
}

fn untagged(text: &str, dialect: Dialect) -> Scalar {
    match dialect {
        Dialect::Core => core(text),
        Dialect::Go => go(text),
        Dialect::Json => json(text),
    }
}

fn tagged(scalar: Scalar, tag: Tag) -> Scalar {
    match (tag, scalar) {
        (Tag::Float, Scalar::Number(number)) => Scalar::Number(Number::Float(number.as_float())),
        (Tag::Integer, Scalar::Number(Number::Int(_) | Number::UInt(_)))
        | (Tag::Boolean, Scalar::Bool(_))
        | (Tag::Null, Scalar::Null) => scalar,
        _ => Scalar::String,
    }
}

fn core(text: &str) -> Scalar {
    let Some(first) = text.bytes().next() else { return Scalar::Null };
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => core_number(text).map_or(Scalar::String, Scalar::Number),
        b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' => core_word(text),
        _ => Scalar::String,
    }
}

fn core_word(text: &str) -> Scalar {
    match text {
        "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "true" | "True" | "TRUE" => Scalar::Bool(true),
        "false" | "False" | "FALSE" => Scalar::Bool(false),
        _ => Scalar::String,
    }
}

fn core_number(text: &str) -> Option<Number> {
    decimal(text)
        .or_else(|| text.strip_prefix("0o").and_then(|digits| with_radix(digits, 8)))
        .or_else(|| text.strip_prefix("0x").and_then(|digits| with_radix(digits, 16)))
        .or_else(|| special_float(text).map(Number::Float))
        .or_else(|| float(text).map(Number::Float))
}

/// Go first tries the words, then numbers, by the first byte. What it takes for a timestamp becomes a string again.
fn go(text: &str) -> Scalar {
    let Some(first) = text.bytes().next() else { return Scalar::Null };
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => go_number(text).map_or(Scalar::String, Scalar::Number),
        b'~' | b'n' | b'N' | b'y' | b'Y' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => go_word(text),
        _ => Scalar::String,
    }
}

fn go_word(text: &str) -> Scalar {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Scalar::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Scalar::Bool(false),
        _ => core_word(text),
    }
}

fn go_number(text: &str) -> Option<Number> {
    if let Some(value) = special_float(text) {
        return Some(Number::Float(value));
    }
    if text.starts_with('.') {
        return go_fraction(text).map(Number::Float);
    }
    let text = without_underscores(text);
    go_integer(&text)
        .or_else(|| finite(&text).map(Number::Float))
        // `0b` is cut off before Go reads a sign.
        .or_else(|| text.strip_prefix("0b").and_then(|bits| i64::from_str_radix(bits, 2).ok()).map(Number::Int))
}

/// Go's `strconv.ParseInt(text, 0, 64)`, then `ParseUint`, which knows no sign. Too large is not an integer.
fn go_integer(text: &str) -> Option<Number> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (0, text),
    };
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'o' | b'O', ..] => (8, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    let value = magnitude(digits, radix)?;
    match (sign, i64::try_from(value)) {
        (-1, Ok(value)) => Some(Number::Int(-value)),
        (-1, Err(_)) => (value == i64::MIN.unsigned_abs()).then_some(Number::Int(i64::MIN)),
        (_, Ok(value)) => Some(Number::Int(value)),
        (0, Err(_)) => Some(Number::UInt(value)),
        _ => None,
    }
}

/// A number that starts with a point. Here Go allows underscores between digits, and nowhere else in it.
fn go_fraction(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let stray = |at: usize| bytes[at] == b'_' && !(is_digit(at - 1) && is_digit(at + 1));
    if (1..bytes.len()).any(stray) { None } else { finite(&without_underscores(text)) }
}

fn without_underscores(text: &str) -> Cow<'_, str> {
    if text.contains('_') { Cow::Owned(text.replace('_', "")) } else { Cow::Borrowed(text) }
}

fn json(text: &str) -> Scalar {
    match text {
        "null" => Scalar::Null,
        "true" => Scalar::Bool(true),
        "false" => Scalar::Bool(false),
        _ if is_json_number(text.as_bytes()) => {
            decimal(text).or_else(|| float(text).map(Number::Float)).map_or(Scalar::String, Scalar::Number)
        }
        _ => Scalar::String,
    }
}

/// What JSON demands beyond the shape of a float: no plus, no leading zeros, digits on both sides of the point.
fn is_json_number(bytes: &[u8]) -> bool {
    let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let point = digits.iter().position(|&byte| byte == b'.');
    let is_digit = |at: usize| digits.get(at).is_some_and(u8::is_ascii_digit);
    is_digit(0)
        && !(digits[0] == b'0' && is_digit(1))
        && point.is_none_or(|point| is_digit(point + 1))
        && is_float(digits)
}

/// Decimal digits with an optional sign; beyond 64 bits a float.
fn decimal(text: &str) -> Option<Number> {
    if let Ok(value) = text.parse() {
        return Some(Number::Int(value));
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().map(Number::UInt).or_else(|_| text.parse().map(Number::Float)).ok()
}

/// Digits of a radix without a sign; beyond 64 bits a float.
fn with_radix(digits: &str, radix: u32) -> Option<Number> {
    if let Some(value) = magnitude(digits, radix) {
        return Some(i64::try_from(value).map_or(Number::UInt(value), Number::Int));
    }
    let add = |sum: f64, digit: char| Some(sum * f64::from(radix) + f64::from(digit.to_digit(radix)?));
    if digits.is_empty() { None } else { digits.chars().try_fold(0.0, add).map(Number::Float) }
}

/// Digits of a radix, as long as they fit; the standard library alone would take a plus.
fn magnitude(digits: &str, radix: u32) -> Option<u64> {
    if digits.starts_with('+') { None } else { u64::from_str_radix(digits, radix).ok() }
}

fn special_float(text: &str) -> Option<f64> {
    match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Some(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
        _ => None,
    }
}

fn float(text: &str) -> Option<f64> {
    if is_float(text.as_bytes()) { text.parse().ok() } else { None }
}

fn finite(text: &str) -> Option<f64> {
    float(text).filter(|value| value.is_finite())
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`: the shape of a float in both dialects.
fn is_float(bytes: &[u8]) -> bool {
    let (before, rest) = digits(unsigned(bytes));
    let (after, rest) = match rest {
        [b'.', rest @ ..] => digits(rest),
        _ => (0, rest),
    };
    let exponent = match rest {
        [] => true,
        [b'e' | b'E', rest @ ..] => matches!(digits(unsigned(rest)), (1.., [])),
        _ => false,
    };
    before + after > 0 && exponent
}

fn unsigned(bytes: &[u8]) -> &[u8] {
    match bytes {
        [b'+' | b'-', rest @ ..] => rest,
        _ => bytes,
    }
}

/// Number of digits at the start, and what follows them.
fn digits(bytes: &[u8]) -> (usize, &[u8]) {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count, &bytes[count..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_word_is_a_string() {
        let rests =
            ["", "0", "1e3", "ull", "rue", "alse", "es", "o", "n", "ff", "ULL", "RUE", "inf", "NaN", "x1F", "o7", ".5"];
        for dialect in [Dialect::Core, Dialect::Go, Dialect::Json] {
            let words = (0..0x80).filter(|&byte| is_word(byte, dialect)).map(char::from).chain(['é', '１']);
            for text in words.flat_map(|first| rests.map(|rest| format!("{first}{rest}"))) {
                assert_eq!(resolve(&text, true, Tag::Absent, dialect), Scalar::String, "{text}");
            }
        }
        assert!(is_word(b'y', Dialect::Core) && !is_word(b'y', Dialect::Go));
    }

    #[test]
    fn json_knows_its_own_literals_only() {
        for text in ["01", "+1", "1.", ".5", "1e", "0x1F", "True", "~", "", "NaN", "-", "1_0", "1.e5"] {
            assert_eq!(resolve(text, true, Tag::Absent, Dialect::Json), Scalar::String, "{text}");
        }
        let numbers = [
            ("0", Number::Int(0)),
            ("-10", Number::Int(-10)),
            ("1.5e3", Number::Float(1500.0)),
            ("0e1", Number::Float(0.0)),
        ];
        for (text, number) in numbers {
            assert_eq!(resolve(text, true, Tag::Absent, Dialect::Json), Scalar::Number(number), "{text}");
        }
        assert_eq!(resolve("null", true, Tag::Absent, Dialect::Json), Scalar::Null);
        assert_eq!(resolve("true", false, Tag::Absent, Dialect::Json), Scalar::String);
    }
}
