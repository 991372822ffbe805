//! Builtins of arrays.

use super::{Builtin, array, builtin, expect, take, whole};
use crate::rego::{
    fail::Outcome,
    memory::Memory,
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("array.concat", 2, concat),
    builtin("array.flatten", 1, flatten),
    builtin("array.reverse", 1, reverse),
    builtin("array.slice", 3, slice),
];

fn concat(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [a, b] = take(arguments)?;
    expect(a, Tag::Array)?;
    expect(b, Tag::Array)?;
    match (memory.len(a), memory.len(b)) {
        (0, _) => return Ok(b),
        (_, 0) => return Ok(a),
        (a, b) => memory.reserve(a + b, 0)?,
    }
    let mut elements = memory.list(a);
    elements.extend(memory.list(b));
    Ok(memory.array(&elements))
}

/// Arrays among the elements give way to their own elements, one level deep.
fn flatten(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [nested] = take(arguments)?;
    let elements = array(memory, nested)?;
    let mut flat = Vec::with_capacity(elements.len);
    for index in 0..elements.len {
        let element = memory.element(elements, index);
        if element.tag() == Tag::Array {
            let inner = memory.len(element);
            memory.reserve(flat.len() + inner, 0)?;
            flat.extend(memory.list(element));
        } else {
            flat.push(element);
        }
    }
    memory.reserve(flat.len(), 0)?;
    Ok(memory.array(&flat))
}

fn reverse(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [values] = take(arguments)?;
    expect(values, Tag::Array)?;
    let mut elements = memory.list(values);
    memory.reserve(elements.len(), 0)?;
    elements.reverse();
    Ok(memory.array(&elements))
}

/// From one index up to another; both are brought within the array.
fn slice(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [values, from, to] = take(arguments)?;
    let elements = array(memory, values)?;
    let within = |index: i64, most: usize| usize::try_from(index.max(0)).unwrap_or(most).min(most);
    let (from, to) = (whole(memory, from)?, whole(memory, to)?);
    let to = within(to, elements.len);
    let from = within(from, to);
    if from == 0 && to == elements.len {
        return Ok(values);
    }
    memory.reserve(to - from, 0)?;
    let kept: Vec<Value> = (from..to).map(|index| memory.element(elements, index)).collect();
    Ok(memory.array(&kept))
}
