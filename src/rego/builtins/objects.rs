//! Builtins of objects.

use super::{Builtin, array, builtin, expect, object, take};
use crate::rego::{
    fail::{ErrorKind, Fail, Outcome},
    memory::{Memory, compare::MOST_DEPTH},
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("object.filter", 2, |memory, arguments| choose(memory, arguments, true)),
    builtin("object.get", 3, get),
    builtin("object.keys", 1, keys),
    builtin("object.remove", 2, |memory, arguments| choose(memory, arguments, false)),
    builtin("object.subset", 2, subset),
    builtin("object.union", 2, union),
    builtin("object.union_n", 1, union_n),
];

/// The value of a key, or at the end of an array of keys; else the last argument.
fn get(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [object, path, default] = take(arguments)?;
    expect(object, Tag::Object)?;
    if path.tag() != Tag::Array {
        return Ok(memory.get(object, path).unwrap_or(default));
    }
    let steps = memory.elements(path);
    let mut at = object;
    for index in 0..steps.len {
        let step = memory.element(steps, index);
        match memory.get(at, step) {
            Some(next) => at = next,
            None => return Ok(default),
        }
    }
    Ok(at)
}

fn keys(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value] = take(arguments)?;
    let pairs = object(memory, value)?;
    memory.reserve(pairs.len, 0)?;
    let keys: Vec<Value> = (0..pairs.len).map(|index| memory.pair(pairs, index).0).collect();
    Ok(memory.sorted_set(&keys))
}

/// The pairs whose key is among an array, a set or the keys of an object, or those whose key is not.
fn choose(memory: &mut Memory<'_>, arguments: &[Value], wanted: bool) -> Outcome {
    let [value, among] = take(arguments)?;
    let pairs = object(memory, value)?;
    let chosen = match among.tag() {
        Tag::Set | Tag::Object => among,
        Tag::Array => {
            let mut elements = memory.list(among);
            memory.reserve(elements.len(), 0)?;
            memory.set(&mut elements)
        }
        _ => return Err(Fail::Undefined),
    };
    memory.reserve(2 * pairs.len, 0)?;
    let mut kept = Vec::new();
    for index in 0..pairs.len {
        let (key, value) = memory.pair(pairs, index);
        if memory.get(chosen, key).is_some() == wanted {
            kept.push((key, value));
        }
    }
    Ok(memory.sorted_object(&kept).placed_as(value))
}

fn union(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [a, b] = take(arguments)?;
    expect(a, Tag::Object)?;
    expect(b, Tag::Object)?;
    let place = if a.origin().is_some() { a } else { b };
    let merged = merge(memory, a, b, 0)?;
    Ok(if merged.origin().is_some() { merged } else { merged.placed_as(place) })
}

/// Both objects' pairs; of a key in both the second's value, unless both values are objects: they are merged in turn.
fn merge(memory: &mut Memory<'_>, a: Value, b: Value, depth: usize) -> Outcome {
    let (x, y) = (memory.pairs(a), memory.pairs(b));
    if x.len == 0 {
        return Ok(b);
    }
    if y.len == 0 {
        return Ok(a);
    }
    check_depth(depth)?;
    memory.work((x.len + y.len) as u64)?;
    memory.reserve(2 * (x.len + y.len), 0)?;
    let mut pairs: Vec<(Value, Value)> = Vec::with_capacity(x.len + y.len);
    let (mut i, mut j) = (0, 0);
    while i < x.len && j < y.len {
        let ((key, old), (other, new)) = (memory.pair(x, i), memory.pair(y, j));
        let order = memory.compare(key, other);
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
        pairs.push(match order {
            std::cmp::Ordering::Less => (key, old),
            std::cmp::Ordering::Greater => (other, new),
            std::cmp::Ordering::Equal if old.tag() == Tag::Object && new.tag() == Tag::Object => {
                (key, merge(memory, old, new, depth + 1)?)
            }
            std::cmp::Ordering::Equal => (key, new),
        });
    }
    pairs.extend((i..x.len).map(|index| memory.pair(x, index)));
    pairs.extend((j..y.len).map(|index| memory.pair(y, index)));
    Ok(memory.sorted_object(&pairs))
}

fn check_depth(depth: usize) -> Outcome<()> {
    if depth < MOST_DEPTH {
        return Ok(());
    }
    let message = format!("values nested more than {MOST_DEPTH} levels deep cannot be taken together");
    Err(Fail::error(ErrorKind::Limit, message))
}

fn union_n(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [objects] = take(arguments)?;
    array(memory, objects)?;
    let objects = memory.list(objects);
    objects.iter().try_for_each(|&value| expect(value, Tag::Object))?;
    merge_all(memory, &objects, 0)
}

/// As if merged one after the other, but each key is looked at once: the last of its values counts, with the objects right
/// before it if it is one.
fn merge_all(memory: &mut Memory<'_>, objects: &[Value], depth: usize) -> Outcome {
    if let [only] = objects {
        return Ok(*only);
    }
    check_depth(depth)?;
    let mut pairs = Vec::new();
    for &value in objects {
        let own = memory.pairs(value);
        memory.work(own.len as u64)?;
        memory.reserve(2 * (pairs.len() + own.len), 0)?;
        pairs.extend((0..own.len).map(|index| memory.pair(own, index)));
    }
    pairs.sort_by(|a, b| memory.compare(a.0, b.0));
    let (mut merged, mut start) = (Vec::new(), 0);
    while let Some(&(key, first)) = pairs.get(start) {
        let mut values = vec![first];
        while pairs.get(start + values.len()).is_some_and(|&(other, _)| memory.equal(key, other)) {
            values.push(pairs[start + values.len()].1);
        }
        start += values.len();
        // Equal keys may be written differently.
        let key = pairs[start - 1].0;
        let objects = values.iter().rev().take_while(|value| value.tag() == Tag::Object).count();
        let last = values[values.len() - 1];
        let value = if objects < 2 { last } else { merge_all(memory, &values[values.len() - objects..], depth + 1)? };
        merged.push((key, value));
    }
    Ok(memory.sorted_object(&merged))
}

/// Whether the first holds the second: objects their pairs, however deep; sets their elements; arrays theirs in a row; an
/// array those of a set in any order.
fn subset(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [outer, inner] = take(arguments)?;
    let holds = match (outer.tag(), inner.tag()) {
        (Tag::Array, Tag::Set) => {
            let (elements, wanted) = (memory.elements(outer), memory.len(inner));
            let mut found = 0;
            for index in 0..elements.len {
                let element = memory.element(elements, index);
                found += usize::from(memory.contains(inner, element));
                if found == wanted {
                    break;
                }
            }
            elements.len > 0 && found == wanted
        }
        (Tag::Object, Tag::Object) | (Tag::Set, Tag::Set) | (Tag::Array, Tag::Array) => holds(memory, outer, inner, 0)?,
        _ => return Err(Fail::Undefined),
    };
    Ok(Value::bool(holds))
}

fn holds(memory: &mut Memory<'_>, outer: Value, inner: Value, depth: usize) -> Outcome<bool> {
    match (outer.tag(), inner.tag()) {
        (Tag::Object, Tag::Object) => {
            check_depth(depth)?;
            let pairs = memory.pairs(inner);
            for index in 0..pairs.len {
                memory.work(1)?;
                let (key, wanted) = memory.pair(pairs, index);
                let Some(value) = memory.get(outer, key) else { return Ok(false) };
                if !memory.equal(value, wanted) && !holds(memory, value, wanted, depth + 1)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        (Tag::Set, Tag::Set) => {
            let elements = memory.elements(inner);
            Ok((0..elements.len).all(|index| {
                let element = memory.element(elements, index);
                memory.contains(outer, element)
            }))
        }
        (Tag::Array, Tag::Array) => has_run(memory, outer, inner),
        _ => Ok(false),
    }
}

/// Whether an array has the elements of another in a row.
fn has_run(memory: &mut Memory<'_>, outer: Value, inner: Value) -> Outcome<bool> {
    let (elements, wanted) = (memory.elements(outer), memory.elements(inner));
    for start in 0..=elements.len.saturating_sub(wanted.len) {
        memory.work(1)?;
        let mut matched = 0;
        while matched < wanted.len && start + matched < elements.len {
            let (a, b) = (memory.element(elements, start + matched), memory.element(wanted, matched));
            memory.work(1)?;
            if !memory.equal(a, b) {
                break;
            }
            matched += 1;
        }
        if matched == wanted.len {
            return Ok(true);
        }
    }
    Ok(false)
}
