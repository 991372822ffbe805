//! Builtins that read amounts with units: `10Ki`, `1.5GB`, `250m`.

use num_bigint::BigInt;

use super::{Builtin, builtin, take, text};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    number::{Float, MOST_DIGITS, Parts, big, power_of_ten},
    value::Value,
};

pub(super) const BUILTINS: &[Builtin] =
    &[builtin("units.parse", 1, parse), builtin("units.parse_bytes", 1, parse_bytes)];

/// Digits an exponent may have.
const EXPONENT_DIGITS: usize = 6;
/// Digits after the point of a result that is no whole number.
const FRACTION: u32 = 10;

/// Kubernetes' quantities: `m` is a thousandth, `M` a million; other letters may be small or capital.
fn parse(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value] = take(arguments)?;
    let quantity = text(memory, value)?.replace('"', "");
    let (amount, unit) = split(&quantity)?;
    let mut letters = unit.chars();
    let first = letters.next().map(String::from).unwrap_or_default();
    let unit = first + &letters.as_str().to_lowercase();
    let factor = match unit.as_str() {
        "m" => return finish(memory, value, amount, &thousandth()),
        "M" => factor("m", 1000),
        "mi" | "Mi" => factor("m", 1024),
        unit => match unit.strip_suffix('i') {
            Some(letter) if !letter.is_empty() => factor(&letter.to_lowercase(), 1024),
            _ => factor(&unit.to_lowercase(), 1000),
        },
    };
    finish(memory, value, amount, &(factor.ok_or(Fail::Undefined)?, BigInt::from(1)))
}

/// The float nearest to 0.001 is what OPA multiplies with.
fn thousandth() -> (BigInt, BigInt) {
    (BigInt::from(1_152_921_504_606_847_u64), BigInt::from(1_u64 << 60))
}

fn factor(letter: &str, base: u64) -> Option<BigInt> {
    let power = ["", "k", "m", "g", "t", "p", "e"].iter().position(|&known| known == letter)?;
    Some(BigInt::from(base.pow(power as u32)))
}

/// Amount times factor, exactly; a fraction is rounded to some digits, a half away from 0.
fn finish(memory: &mut Memory<'_>, place: Value, amount: &str, factor: &(BigInt, BigInt)) -> Outcome {
    let parts = Parts::of(amount).ok_or(Fail::Undefined)?;
    if parts.written() > MOST_DIGITS {
        return Err(Fail::Undefined);
    }
    let digits = BigInt::from(parts.mantissa());
    let (mut above, mut below) = (digits * &factor.0, factor.1.clone());
    let power = parts.exponent - parts.fraction.len() as i64;
    let scale = power_of_ten(power.unsigned_abs())?;
    if power >= 0 {
        above *= scale;
    } else {
        below *= scale;
    }
    if parts.negative {
        above = -above;
    }
    memory.work(above.bits() + below.bits())?;
    if (&above % &below).bits() == 0 {
        return Ok(big(memory, &(above / below))?.placed_as(place));
    }
    let ten = BigInt::from(10_u64.pow(FRACTION));
    let doubled: BigInt = above * 2 * ten;
    let magnitude = (doubled.magnitude() / below.magnitude() + 1_u8) / 2_u8;
    let digits = format!("{:0>1$}", magnitude.to_string(), FRACTION as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - FRACTION as usize);
    let sign = if parts.negative { "-" } else { "" };
    Ok(memory.number(&format!("{sign}{whole}.{fraction}")).placed_as(place))
}

/// Bytes: letters may be small or capital and have a `b` after them.
fn parse_bytes(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value] = take(arguments)?;
    let size = text(memory, value)?.to_lowercase().replace('"', "");
    let (amount, unit) = split(&size)?;
    let letters = match unit.strip_suffix('b') {
        Some("") | Some("i") => return Err(Fail::Undefined),
        Some(letters) => letters,
        None => unit,
    };
    let factor = match letters.strip_suffix('i') {
        Some("") => None,
        Some(letter) => factor(letter, 1024),
        None => factor(letters, 1000),
    };
    let factor = Float::parse(&factor.ok_or(Fail::Undefined)?.to_string()).ok_or(Fail::Undefined)?;
    let amount = Float::parse(amount).ok_or(Fail::Undefined)?;
    let total = amount.times(factor);
    Ok(big(memory, &total.truncated())?.placed_as(value))
}

/// Amount and unit. An `e` belongs to the amount if a digit or sign follows.
fn split(text: &str) -> Outcome<(&str, &str)> {
    if text.contains(' ') {
        return Err(Fail::Undefined);
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'0'..=b'9' | b'.' | b'+' | b'-' => {}
            b'e' | b'E' => match bytes.get(at + 1) {
                Some(b'0'..=b'9' | b'+' | b'-') => {
                    at += usize::from(matches!(bytes[at + 1], b'+' | b'-'));
                    let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                    if digits > EXPONENT_DIGITS {
                        return Err(Fail::Undefined);
                    }
                }
                _ => break,
            },
            _ => break,
        }
        at += 1;
    }
    if at == 0 { Err(Fail::Undefined) } else { Ok(text.split_at(at)) }
}
