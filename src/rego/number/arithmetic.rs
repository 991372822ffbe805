//! `+ - * / % & |` and what else computes numbers.

use num_bigint::{BigInt, Sign};

use super::{Float, MOST_BITS, exact};
use crate::rego::{
    fail::{ErrorKind, Fail, Outcome},
    memory::Memory,
    syntax::ast::Operator,
    value::{Tag, Value},
};

/// A function of one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rego) enum Unary {
    Absolute,
    Round,
    Ceil,
    Floor,
}

/// What an operator makes of two values; undefined for values it is not for, and for a divisor of 0.
pub(in crate::rego) fn arithmetic(memory: &mut Memory<'_>, operator: Operator, a: Value, b: Value) -> Outcome {
    match (operator, a.tag(), b.tag()) {
        (Operator::Minus, Tag::Set, Tag::Set) => memory.difference(a, b),
        (Operator::And, Tag::Set, Tag::Set) => memory.intersection(a, b),
        (Operator::Or, Tag::Set, Tag::Set) => memory.union(a, b),
        (Operator::And | Operator::Or, ..) => Err(Fail::Undefined),
        (_, Tag::Integer | Tag::Number, Tag::Integer | Tag::Number) => match (memory.whole(a), memory.whole(b)) {
            // The quotient of zero may be -0, which is no whole number's text.
            (Some(x), Some(y)) if operator != Operator::Divide || x != 0 => of_whole(memory, operator, x, y),
            _ => of_any(memory, operator, a, b),
        },
        _ => Err(Fail::Undefined),
    }
}

fn of_whole(memory: &mut Memory<'_>, operator: Operator, a: i64, b: i64) -> Outcome {
    let (x, y) = (i128::from(a), i128::from(b));
    let result = match operator {
        Operator::Plus => x + y,
        Operator::Minus => x - y,
        Operator::Times => x * y,
        Operator::Divide | Operator::Remainder if b == 0 => return Err(Fail::Undefined),
        Operator::Remainder => x % y,
        _ if x % y == 0 => x / y,
        _ => return quotient(memory, Float::of_integer(a), Float::of_integer(b)),
    };
    Ok(whole(memory, result))
}

fn whole(memory: &mut Memory<'_>, value: i128) -> Value {
    match i64::try_from(value) {
        Ok(value) => Value::integer(value),
        Err(_) => memory.number(&value.to_string()),
    }
}

fn of_any(memory: &mut Memory<'_>, operator: Operator, a: Value, b: Value) -> Outcome {
    if operator != Operator::Divide
        && let (Some(x), Some(y)) = (memory.exact(a), memory.exact(b))
    {
        let result = match operator {
            Operator::Plus => x + y,
            Operator::Minus => x - y,
            Operator::Times => {
                let bits = x.bits() + y.bits();
                check_bits(bits)?;
                memory.work(bits / 64)?;
                x * y
            }
            _ if y.sign() == Sign::NoSign => return Err(Fail::Undefined),
            _ => x % y,
        };
        return big(memory, &result);
    }
    let (x, y) = (memory.float(a)?, memory.float(b)?);
    let result = match operator {
        Operator::Plus => x.plus(y),
        Operator::Minus => x.plus(y.negated()),
        Operator::Times => x.times(y),
        Operator::Divide => return quotient(memory, x, y),
        _ => return Err(Fail::Undefined),
    };
    float(memory, result)
}

fn quotient(memory: &mut Memory<'_>, a: Float, b: Float) -> Outcome {
    if b.is_zero() {
        return Err(Fail::Undefined);
    }
    float(memory, a.divided_by(b))
}

/// What a function makes of a number.
pub(in crate::rego) fn unary(memory: &mut Memory<'_>, function: Unary, value: Value) -> Outcome {
    if !value.is_number() {
        return Err(Fail::Undefined);
    }
    if let Some(plain) = memory.whole(value) {
        let result = if function == Unary::Absolute { i128::from(plain).abs() } else { i128::from(plain) };
        let result = whole(memory, result);
        return Ok(result.placed_as(value));
    }
    let operand = memory.float(value)?;
    let result = match function {
        Unary::Absolute => return Ok(float(memory, operand.absolute())?.placed_as(value)),
        Unary::Round => operand.round(),
        Unary::Ceil => operand.ceil(),
        Unary::Floor => operand.floor(),
    };
    Ok(big(memory, &result)?.placed_as(value))
}

/// The sum of an array or set: exact if all are whole numbers, else of floats.
pub(in crate::rego) fn sum(memory: &mut Memory<'_>, collection: Value) -> Outcome {
    let elements = memory.elements(collection);
    let mut plain = Some(0_i64);
    for index in 0..elements.len {
        let element = memory.element(elements, index);
        plain = plain.and_then(|sum| sum.checked_add(memory.whole(element)?));
    }
    if let Some(sum) = plain {
        return Ok(Value::integer(sum));
    }
    fold(memory, collection, BigInt::ZERO, |a, b| a + b, Float::ZERO, Float::plus)
}

/// The product of an array or set: exact if all are whole numbers, else of floats, with 53 bits as in OPA.
pub(in crate::rego) fn product(memory: &mut Memory<'_>, collection: Value) -> Outcome {
    fold(memory, collection, BigInt::from(1), |a, b| a * b, Float::ONE_OF_53_BITS, Float::times)
}

fn fold(
    memory: &mut Memory<'_>,
    collection: Value,
    whole: BigInt,
    exactly: fn(BigInt, BigInt) -> BigInt,
    one: Float,
    roughly: fn(Float, Float) -> Float,
) -> Outcome {
    let elements = memory.elements(collection);
    let mut result = Some(whole);
    for index in 0..elements.len {
        let element = memory.element(elements, index);
        if !element.is_number() {
            return Err(Fail::Undefined);
        }
        if let (Some(before), Some(value)) = (result.take(), memory.exact(element)) {
            memory.work(before.bits() / 64)?;
            check_bits(before.bits() + value.bits())?;
            result = Some(exactly(before, value));
        }
    }
    if let Some(result) = result {
        return big(memory, &result);
    }
    let mut result = one;
    for index in 0..elements.len {
        let element = memory.element(elements, index);
        result = roughly(result, memory.float(element)?);
        check_bits(result.exponent.unsigned_abs())?;
    }
    float(memory, result)
}

fn check_bits(bits: u64) -> Outcome<()> {
    if bits > MOST_BITS {
        return Err(Fail::error(ErrorKind::Limit, format!("a number has more than {MOST_BITS} bits")));
    }
    Ok(())
}

/// A whole number of any size as a value.
pub(in crate::rego) fn big(memory: &mut Memory<'_>, value: &BigInt) -> Outcome {
    if let Ok(value) = i64::try_from(value) {
        return Ok(Value::integer(value));
    }
    check_bits(value.bits())?;
    memory.work(value.bits())?;
    Ok(memory.number(&value.to_string()))
}

fn float(memory: &mut Memory<'_>, value: Float) -> Outcome {
    check_bits(value.exponent.unsigned_abs())?;
    memory.work(value.exponent.unsigned_abs())?;
    Ok(memory.number(&value.text()))
}

impl Float {
    /// A whole number, exactly.
    fn of_integer(value: i64) -> Self {
        let magnitude = value.unsigned_abs();
        let shift = magnitude.leading_zeros();
        let mantissa = magnitude.checked_shl(shift).unwrap_or(0);
        Self { negative: value < 0, mantissa, exponent: -i64::from(shift), ..Self::ZERO }
    }
}

impl Memory<'_> {
    /// The exact value of a number that is whole, of any size.
    pub(in crate::rego) fn exact(&self, value: Value) -> Option<BigInt> {
        match value.tag() {
            Tag::Integer => value.as_integer().map(BigInt::from),
            Tag::Number => exact(self.text(value)),
            _ => None,
        }
    }

    /// A number as a float; undefined if it is none or too far for OPA.
    pub(in crate::rego) fn float(&self, value: Value) -> Outcome<Float> {
        match value.tag() {
            Tag::Integer => Ok(Float::of_integer(value.as_integer().unwrap_or_default())),
            Tag::Number => Float::parse(self.text(value)).ok_or(Fail::Undefined),
            _ => Err(Fail::Undefined),
        }
    }
}
