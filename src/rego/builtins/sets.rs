//! Builtins of sets.

use super::{Builtin, builtin, expect, take};
use crate::rego::{
    fail::Outcome,
    memory::Memory,
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] =
    &[builtin("intersection", 1, intersection), builtin("set_diff", 2, difference), builtin("union", 1, union)];

fn difference(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [a, b] = take(arguments)?;
    expect(a, Tag::Set)?;
    expect(b, Tag::Set)?;
    memory.difference(a, b)
}

/// What all sets of a set have.
fn intersection(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let sets = sets(memory, arguments)?;
    let Some((&first, rest)) = sets.split_first() else { return Ok(memory.sorted_set(&[])) };
    rest.iter().try_fold(first, |common, &set| memory.intersection(common, set))
}

/// What any set of a set has.
fn union(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let mut elements = Vec::new();
    for set in sets(memory, arguments)? {
        let more = memory.len(set);
        memory.reserve(elements.len() + more, 0)?;
        elements.extend(memory.list(set));
    }
    Ok(memory.set(&mut elements))
}

fn sets(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome<Vec<Value>> {
    let [outer] = take(arguments)?;
    expect(outer, Tag::Set)?;
    let sets = memory.list(outer);
    sets.iter().try_for_each(|&set| expect(set, Tag::Set))?;
    Ok(sets)
}
