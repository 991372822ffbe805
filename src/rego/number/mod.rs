//! Numbers keep their text; what is computed follows OPA: whole numbers exactly, others with 64 bits of mantissa.
//!
//! A number's text is `[+-] digits [. digits] [e [+-] digits]`. Texts may come from hostile documents, so nothing here takes
//! time or room by the size of an exponent: numbers are compared digit by digit, and a text outside [`MOST_DIGITS`] and
//! [`MOST_BITS`] is kept and compared, but not computed with.

mod arithmetic;
mod decimal;
mod float;

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};

use super::fail::{Fail, Outcome};

pub(in crate::rego) use arithmetic::{Unary, arithmetic, big, product, sum, unary};
pub(in crate::rego) use float::Float;

/// Digits of a number that can be computed with.
pub(in crate::rego) const MOST_DIGITS: usize = 60_000;
/// Bits of a number that can be computed with.
pub(in crate::rego) const MOST_BITS: u64 = 200_000;
/// The greatest binary exponent OPA takes a number with.
const MOST_EXPONENT: i64 = 100_000;

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

/// The value of a number's text if OPA takes it for a machine's integer: digits, and no fraction but zeros. `1.0` is one,
/// `1e0` is not, nor is anything of more than 19 characters.
pub(super) fn whole(text: &str) -> Option<i64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if unsigned.is_empty() || unsigned.len() > 19 {
        return None;
    }
    let (digits, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let all = |text: &str, test: fn(u8) -> bool| text.bytes().all(test);
    if !all(digits, |byte| byte.is_ascii_digit()) || !all(fraction, |byte| byte == b'0') {
        return None;
    }
    let magnitude: i128 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    i64::try_from(if text.starts_with('-') { -magnitude } else { magnitude }).ok()
}

/// A number's text, taken apart.
#[derive(Clone, Copy, Debug)]
pub(in crate::rego) struct Parts<'t> {
    pub(in crate::rego) negative: bool,
    /// Digits before the point.
    pub(in crate::rego) whole: &'t str,
    /// Digits after it.
    pub(in crate::rego) fraction: &'t str,
    /// The exponent of ten, at most [`Parts::FAR`] either way.
    pub(in crate::rego) exponent: i64,
    /// Whether there is an exponent, be it 0.
    pub(in crate::rego) has_exponent: bool,
}

impl<'t> Parts<'t> {
    /// Exponents beyond it are all the same: no text has so many digits.
    const FAR: i64 = 1 << 50;

    /// Takes a text apart; none if it is no number.
    pub(in crate::rego) fn of(text: &'t str) -> Option<Self> {
        let negative = text.starts_with('-');
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
            Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
            None => (unsigned, None),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || whole.len() + fraction.len() == 0 {
            return None;
        }
        let value = exponent.map_or(Some(0), Self::read_exponent)?;
        Some(Self { negative, whole, fraction, exponent: value, has_exponent: exponent.is_some() })
    }

    fn read_exponent(text: &str) -> Option<i64> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let value = digits.bytes().fold(0_i64, |value, byte| (value * 10 + i64::from(byte - b'0')).min(Self::FAR));
        Some(if text.starts_with('-') { -value } else { value })
    }

    fn digits(&self) -> impl Iterator<Item = u8> + use<'t> {
        self.whole.bytes().chain(self.fraction.bytes())
    }

    fn significant(&self) -> impl Iterator<Item = u8> + use<'t> {
        self.digits().skip_while(|&digit| digit == b'0')
    }

    /// How many digits are written.
    pub(in crate::rego) fn written(&self) -> usize {
        self.whole.len() + self.fraction.len()
    }

    /// Whether all digits are 0.
    pub(in crate::rego) fn is_zero(&self) -> bool {
        self.digits().all(|digit| digit == b'0')
    }

    /// Where the point stands, counted from the first digit that is not 0.
    fn position(&self) -> i64 {
        let zeros = self.digits().take_while(|&digit| digit == b'0').count();
        self.whole.len() as i64 - zeros as i64 + self.exponent
    }

    /// All digits as one number.
    pub(in crate::rego) fn mantissa(&self) -> BigUint {
        if self.written() <= 19 {
            return BigUint::from(self.digits().fold(0_u64, |value, digit| value * 10 + u64::from(digit - b'0')));
        }
        let digits: Vec<u8> = self.digits().map(|digit| digit - b'0').collect();
        BigUint::from_radix_be(&digits, 10).unwrap_or_default()
    }
}

/// The exact value of a text that is a whole number however it is written: `1.0`, `1e3`, a hundred digits.
pub(in crate::rego) fn exact(text: &str) -> Option<BigInt> {
    let parts = Parts::of(text)?;
    if parts.is_zero() {
        return Some(BigInt::ZERO);
    }
    if parts.written() > MOST_DIGITS {
        return None;
    }
    let zeros =
        parts.fraction.bytes().rev().chain(parts.whole.bytes().rev()).take_while(|&digit| digit == b'0').count();
    let scale = parts.exponent - parts.fraction.len() as i64 + zeros as i64;
    if scale < 0 || parts.position() > MOST_DIGITS as i64 {
        return None;
    }
    let mut value = parts.mantissa();
    let power = scale - zeros as i64;
    match u32::try_from(power.unsigned_abs()) {
        Ok(power) if scale >= zeros as i64 => value *= BigUint::from(10_u8).pow(power),
        Ok(power) => value /= BigUint::from(10_u8).pow(power),
        Err(_) => return None,
    }
    Some(BigInt::from_biguint(if parts.negative { Sign::Minus } else { Sign::Plus }, value))
}

/// A power of ten; undefined if it is more than can be computed with.
pub(in crate::rego) fn power_of_ten(power: u64) -> Outcome<BigInt> {
    match u32::try_from(power) {
        Ok(small) if power <= MOST_DIGITS as u64 => Ok(BigInt::from(10_u8).pow(small)),
        _ => Err(Fail::Undefined),
    }
}

/// Whether OPA would take a text for a number: within 2^±100,000 if it has an exponent.
pub(in crate::rego) fn is_acceptable(text: &str) -> bool {
    Parts::of(text).is_some_and(|parts| !parts.has_exponent || Float::of_parts(&parts).is_some())
}

/// Whether a text is a number of JSON. Texts that `to_number` took may not be: `+1`, `.5`, `007`.
pub(in crate::rego) fn is_json(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let Some(parts) = Parts::of(unsigned) else { return false };
    let point = unsigned.as_bytes().get(parts.whole.len()) == Some(&b'.');
    !unsigned.starts_with(['-', '+'])
        && (parts.whole == "0" || parts.whole.starts_with(|first: char| first != '0'))
        && point != parts.fraction.is_empty()
}

/// Which of two numbers is greater, exactly and in time by the length of their texts.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let (Some(a), Some(b)) = (Parts::of(a), Parts::of(b)) else { return a.cmp(b) };
    let sign = |parts: &Parts<'_>| if parts.is_zero() { 0 } else { 1 - 2 * i8::from(parts.negative) };
    let (sign_a, sign_b) = (sign(&a), sign(&b));
    if sign_a != sign_b || sign_a == 0 {
        return sign_a.cmp(&sign_b);
    }
    let magnitudes = a.position().cmp(&b.position()).then_with(|| {
        let (mut a, mut b) = (a.significant(), b.significant());
        loop {
            match (a.next(), b.next()) {
                (None, None) => return Ordering::Equal,
                (x, y) => match x.unwrap_or(b'0').cmp(&y.unwrap_or(b'0')) {
                    Ordering::Equal => {}
                    different => return different,
                },
            }
        }
    });
    if sign_a < 0 { magnitudes.reverse() } else { magnitudes }
}

/// The fewest digits that read as a float, as `d.ddde±x`. Of two such that are equally near the even one, as in Go; Rust's
/// own formatting takes the greater.
pub(in crate::rego) fn shortest(value: f64) -> String {
    let text = format!("{value:e}");
    let digits = text.split('e').next().map_or(0, |mantissa| mantissa.bytes().filter(u8::is_ascii_digit).count());
    let nearest = format!("{value:.*e}", digits.saturating_sub(1));
    if nearest.parse() == Ok(value) { nearest } else { text }
}

/// A finite float as Go's JSON writes it: with an exponent below 1e-6 and from 1e21 on.
pub(super) fn of_float(value: f64) -> String {
    let text = shortest(value);
    if value != 0.0 && !(1e-6..1e21).contains(&value.abs()) {
        return if value.abs() < 1.0 { text } else { text.replace('e', "e+") };
    }
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = mantissa.trim_start_matches('-').replace('.', "");
    let exponent: i64 = exponent.parse().unwrap_or_default();
    let sign = if mantissa.starts_with('-') { "-" } else { "" };
    match usize::try_from(exponent + 1) {
        Ok(whole) if whole >= digits.len() => format!("{sign}{digits}{}", "0".repeat(whole - digits.len())),
        Ok(whole) if whole > 0 => format!("{sign}{}.{}", &digits[..whole], &digits[whole..]),
        _ => format!("{sign}0.{}{digits}", "0".repeat(exponent.unsigned_abs() as usize - 1)),
    }
}

#[cfg(test)]
mod tests;
