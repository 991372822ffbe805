//! Replacing parts of text. What it grows to is not bounded by the arguments, so room is asked for on the way.

use super::super::{expect, object, take, text};
use crate::rego::{
    fail::Outcome,
    memory::Memory,
    value::{Tag, Value},
};

/// Bytes written between two looks at the room that is left.
const STEP: usize = 1 << 20;

/// Every occurrence of a part; of the empty part, before every character and at the end.
pub(super) fn replace(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value, old, new] = take(arguments)?;
    expect(new, Tag::String)?;
    if !text(memory, value)?.contains(text(memory, old)?) {
        return Ok(value);
    }
    Ok(run(memory, value, &[(old, new)])?.placed_as(value))
}

/// Every occurrence of an object's keys by their values; where several begin, the first in order wins.
pub(super) fn replace_n(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [patterns, value] = take(arguments)?;
    let pairs = object(memory, patterns)?;
    expect(value, Tag::String)?;
    let pairs: Vec<(Value, Value)> = (0..pairs.len).map(|index| memory.pair(pairs, index)).collect();
    for &(old, new) in &pairs {
        expect(old, Tag::String)?;
        expect(new, Tag::String)?;
    }
    Ok(run(memory, value, &pairs)?.placed_as(value))
}

/// After an empty match no empty match follows until a character has been passed.
fn run(memory: &mut Memory<'_>, value: Value, pairs: &[(Value, Value)]) -> Outcome {
    let mut out = memory.buffer();
    let (mut at, mut checked, mut was_empty) = (0, 0, false);
    loop {
        if out.len() >= checked + STEP {
            checked = out.len();
            memory.reserve(0, 2 * checked)?;
            memory.work((STEP * pairs.len()) as u64 / 64)?;
        }
        let rest = &memory.text(value)[at..];
        // One part is looked for at once.
        if let [(old, _)] = *pairs
            && !memory.text(old).is_empty()
            && let skipped @ 1.. = rest.find(memory.text(old)).unwrap_or(rest.len())
        {
            out.push_str(&rest[..skipped]);
            at += skipped;
            continue;
        }
        let matched = pairs.iter().find(|&&(old, _)| {
            let old = memory.text(old);
            rest.starts_with(old) && !(was_empty && old.is_empty())
        });
        match (matched, rest.chars().next()) {
            (Some(&(old, new)), _) => {
                out.push_str(memory.text(new));
                at += memory.text(old).len();
                was_empty = memory.text(old).is_empty();
            }
            (None, Some(c)) => {
                out.push(c);
                at += c.len_utf8();
                was_empty = false;
            }
            (None, None) => break,
        }
    }
    memory.reserve(0, out.len())?;
    Ok(memory.built(out))
}
