//! Builtins of the bits of whole numbers, which have as many as they need; negative ones are two's complements.

use num_bigint::{BigInt, Sign};

use super::{Builtin, builtin, take};
use crate::rego::{
    fail::{ErrorKind, Fail, Outcome},
    memory::Memory,
    number::{MOST_BITS, big},
    value::Value,
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("bits.and", 2, |memory, arguments| of_two(memory, arguments, |a, b| Ok(a & b))),
    builtin("bits.lsh", 2, |memory, arguments| of_two(memory, arguments, shift_left)),
    builtin("bits.negate", 1, |memory, arguments| {
        let [value] = take(arguments)?;
        let value = memory.exact(value).ok_or(Fail::Undefined)?;
        big(memory, &!value)
    }),
    builtin("bits.or", 2, |memory, arguments| of_two(memory, arguments, |a, b| Ok(a | b))),
    builtin("bits.rsh", 2, |memory, arguments| of_two(memory, arguments, shift_right)),
    builtin("bits.xor", 2, |memory, arguments| of_two(memory, arguments, |a, b| Ok(a ^ b))),
];

fn of_two(memory: &mut Memory<'_>, arguments: &[Value], function: fn(BigInt, BigInt) -> Outcome<BigInt>) -> Outcome {
    let [a, b] = take(arguments)?;
    let (a, b) = (memory.exact(a).ok_or(Fail::Undefined)?, memory.exact(b).ok_or(Fail::Undefined)?);
    big(memory, &function(a, b)?)
}

fn shift_left(a: BigInt, b: BigInt) -> Outcome<BigInt> {
    if b.sign() == Sign::Minus {
        return Err(Fail::Undefined);
    }
    match u64::try_from(b) {
        _ if a.sign() == Sign::NoSign => Ok(a),
        Ok(shift) if shift <= MOST_BITS => Ok(a << shift),
        _ => Err(Fail::error(ErrorKind::Limit, format!("a number has more than {MOST_BITS} bits"))),
    }
}

fn shift_right(a: BigInt, b: BigInt) -> Outcome<BigInt> {
    if b.sign() == Sign::Minus {
        return Err(Fail::Undefined);
    }
    // As far as anything goes.
    let shift = u64::try_from(b).unwrap_or(u64::MAX).min(4 * MOST_BITS);
    Ok(a >> shift)
}
