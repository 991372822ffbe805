//! Builtins of numbers.

use num_bigint::{BigInt, Sign};
use xxhash_rust::xxh3::xxh3_64;

use super::{Builtin, builtin, take, text, whole};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    number::{Unary, big, unary},
    value::Value,
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("abs", 1, |memory, arguments| of_one(memory, arguments, Unary::Absolute)),
    builtin("ceil", 1, |memory, arguments| of_one(memory, arguments, Unary::Ceil)),
    builtin("floor", 1, |memory, arguments| of_one(memory, arguments, Unary::Floor)),
    builtin("numbers.range", 2, |memory, arguments| {
        let [from, to] = take(arguments)?;
        range(memory, from, to, Value::integer(1))
    }),
    builtin("numbers.range_step", 3, |memory, arguments| {
        let [from, to, step] = take(arguments)?;
        range(memory, from, to, step)
    }),
    builtin("rand.intn", 2, random),
    builtin("round", 1, |memory, arguments| of_one(memory, arguments, Unary::Round)),
];

fn of_one(memory: &mut Memory<'_>, arguments: &[Value], function: Unary) -> Outcome {
    let [value] = take(arguments)?;
    unary(memory, function, value)
}

/// All numbers from one to another, both included, up or down.
fn range(memory: &mut Memory<'_>, from: Value, to: Value, step: Value) -> Outcome {
    let exact = |value| memory.exact(value).ok_or(Fail::Undefined);
    let (from, to, step) = (exact(from)?, exact(to)?, exact(step)?);
    if step.sign() != Sign::Plus {
        return Err(Fail::Undefined);
    }
    let distance: BigInt = &to - &from;
    let last = usize::try_from(BigInt::from(distance.magnitude() / step.magnitude())).unwrap_or(usize::MAX / 64);
    let digits = from.bits().max(to.bits()) / 3;
    let text = if digits > 20 { usize::try_from(digits).unwrap_or(usize::MAX) } else { 0 };
    memory.reserve(last + 1, last.saturating_mul(text))?;
    memory.work(last as u64)?;
    let step = if distance.sign() == Sign::Minus { -step } else { step };
    let mut numbers = Vec::with_capacity(last + 1);
    let mut next = from;
    for _ in 0..=last {
        numbers.push(big(memory, &next)?);
        next += &step;
    }
    Ok(memory.array(&numbers))
}

/// A number below another, or between it and 0 if it is below 0. OPA draws one for each key and limit of an evaluation;
/// here it follows from them, so that a run can be repeated.
fn random(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [key, below] = take(arguments)?;
    let limit = whole(memory, below)?.unsigned_abs();
    let hash = xxh3_64(format!("{}-{limit}", text(memory, key)?).as_bytes());
    Ok(Value::integer(hash.checked_rem(limit).unwrap_or(0) as i64))
}
