//! Operators under the names they have as functions.

use std::cmp::Ordering;

use super::{Builtin, builtin, take};
use crate::rego::{fail::Outcome, memory::Memory, number::arithmetic, syntax::ast::Operator, value::Value};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("and", 2, |memory, arguments| operate(memory, arguments, Operator::And)),
    builtin("div", 2, |memory, arguments| operate(memory, arguments, Operator::Divide)),
    builtin("equal", 2, |memory, arguments| {
        let [a, b] = take(arguments)?;
        Ok(Value::bool(memory.equal(a, b)))
    }),
    builtin("gt", 2, |memory, arguments| order(memory, arguments, Ordering::is_gt)),
    builtin("gte", 2, |memory, arguments| order(memory, arguments, Ordering::is_ge)),
    builtin("lt", 2, |memory, arguments| order(memory, arguments, Ordering::is_lt)),
    builtin("lte", 2, |memory, arguments| order(memory, arguments, Ordering::is_le)),
    builtin("minus", 2, |memory, arguments| operate(memory, arguments, Operator::Minus)),
    builtin("mul", 2, |memory, arguments| operate(memory, arguments, Operator::Times)),
    builtin("neq", 2, |memory, arguments| {
        let [a, b] = take(arguments)?;
        Ok(Value::bool(!memory.equal(a, b)))
    }),
    builtin("or", 2, |memory, arguments| operate(memory, arguments, Operator::Or)),
    builtin("plus", 2, |memory, arguments| operate(memory, arguments, Operator::Plus)),
    builtin("rem", 2, |memory, arguments| operate(memory, arguments, Operator::Remainder)),
];

fn operate(memory: &mut Memory<'_>, arguments: &[Value], operator: Operator) -> Outcome {
    let [a, b] = take(arguments)?;
    arithmetic(memory, operator, a, b)
}

fn order(memory: &mut Memory<'_>, arguments: &[Value], wanted: fn(Ordering) -> bool) -> Outcome {
    let [a, b] = take(arguments)?;
    Ok(Value::bool(wanted(memory.compare(a, b))))
}
