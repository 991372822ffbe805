//! Builtins that make one value of a collection, and membership.

use std::cmp::Ordering;

use super::{Builtin, builtin, collection, length, take};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    number,
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("all", 1, all),
    builtin("any", 1, any),
    builtin("count", 1, count),
    builtin("internal.member_2", 2, member),
    builtin("internal.member_3", 3, member_at),
    builtin("max", 1, max),
    builtin("min", 1, min),
    builtin("product", 1, product),
    builtin("sort", 1, sort),
    builtin("sum", 1, sum),
];

fn count(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value] = take(arguments)?;
    let count = match value.tag() {
        Tag::String => memory.text(value).chars().count(),
        Tag::Array | Tag::Object | Tag::Set => memory.len(value),
        _ => return Err(Fail::Undefined),
    };
    Ok(length(count))
}

fn sum(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [values] = take(arguments)?;
    collection(memory, values)?;
    number::sum(memory, values)
}

fn product(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [values] = take(arguments)?;
    collection(memory, values)?;
    number::product(memory, values)
}

fn max(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    extreme(memory, arguments, Ordering::Less)
}

fn min(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    extreme(memory, arguments, Ordering::Greater)
}

/// The last element of an array that no other passes; undefined of nothing.
fn extreme(memory: &mut Memory<'_>, arguments: &[Value], passed: Ordering) -> Outcome {
    let [values] = take(arguments)?;
    let elements = collection(memory, values)?;
    if elements.len == 0 {
        return Err(Fail::Undefined);
    }
    let mut best = memory.element(elements, 0);
    for index in 1..elements.len {
        let element = memory.element(elements, index);
        let order = memory.compare(best, element);
        if order == passed || order == Ordering::Equal {
            best = element;
        }
    }
    Ok(best)
}

fn sort(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [values] = take(arguments)?;
    collection(memory, values)?;
    let mut elements = memory.list(values);
    memory.reserve(elements.len(), 0)?;
    if values.tag() == Tag::Array {
        elements.sort_by(|&a, &b| memory.compare(a, b));
    }
    Ok(memory.array(&elements))
}

fn all(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [values] = take(arguments)?;
    let elements = collection(memory, values)?;
    Ok(Value::bool((0..elements.len).all(|index| memory.element(elements, index).tag() == Tag::True)))
}

fn any(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [values] = take(arguments)?;
    let elements = collection(memory, values)?;
    Ok(Value::bool((0..elements.len).any(|index| memory.element(elements, index).tag() == Tag::True)))
}

/// `value in collection`: false for what is no collection.
pub(in crate::rego) fn member(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [wanted, among] = take(arguments)?;
    let found = match among.tag() {
        Tag::Set => memory.contains(among, wanted),
        Tag::Array => {
            let elements = memory.elements(among);
            (0..elements.len).any(|index| {
                let element = memory.element(elements, index);
                memory.equal(wanted, element)
            })
        }
        Tag::Object => {
            let pairs = memory.pairs(among);
            (0..pairs.len).any(|index| {
                let (_, value) = memory.pair(pairs, index);
                memory.equal(wanted, value)
            })
        }
        _ => false,
    };
    Ok(Value::bool(found))
}

/// `key, value in collection`: the keys of arrays are their indices, of sets the elements.
pub(in crate::rego) fn member_at(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [key, wanted, among] = take(arguments)?;
    let found = memory.get(among, key).is_some_and(|value| memory.equal(value, wanted));
    Ok(Value::bool(found))
}
