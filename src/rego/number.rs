//! Numbers keep their text; what is computed follows OPA: whole numbers exactly, others with 64 bits of mantissa.

use std::cmp::Ordering;

/// The value of a text that is a whole number of 64 signed bits in its plainest form: no sign but `-`, no leading zero, no
/// fraction, no exponent, not `-0`.
pub(super) fn plain_integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = match digits.as_bytes() {
        [b'0'] => digits.len() == text.len(),
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if plain { text.parse().ok() } else { None }
}

/// The value of a number's text if it is whole and has 64 signed bits, however it is written: `1.0`, `1e3`.
pub(super) fn whole(text: &str) -> Option<i64> {
    let value: f64 = text.parse().ok()?;
    (value.fract() == 0.0 && value.abs() < 9e15).then_some(value as i64)
}

/// Which of two numbers is greater.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let value = |text: &str| text.parse::<f64>().unwrap_or_default();
    value(a).total_cmp(&value(b))
}

/// A finite float as Go's JSON writes it.
pub(super) fn of_float(value: f64) -> String {
    format!("{value}")
}
