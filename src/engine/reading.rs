//! Views whose parts are inside texts: expressions, and commands of scripts.

use super::view::{Found, Keys};
use crate::{
    document::{commands, expression},
    recognise::Reading,
    rego::{
        fail::Outcome,
        memory::Memory,
        value::{Tag, Value},
    },
};

/// Adds the parts of what was found, in a language. Values of other types have none.
pub(super) fn parts(
    reads: Reading,
    memory: &mut Memory<'_>,
    keys: Keys,
    values: &[Found],
    found: &mut Vec<Value>,
) -> Outcome<()> {
    for (at, value) in values {
        match reads {
            Reading::GithubExpressions => below(memory, keys, &mut at.clone(), *value, found)?,
            Reading::GithubCondition | Reading::GithubCommands => read(reads, memory, keys, at, *value, found)?,
        }
    }
    Ok(())
}

/// Reads all texts below a value.
fn below(
    memory: &mut Memory<'_>,
    keys: Keys,
    at: &mut Vec<Value>,
    value: Value,
    found: &mut Vec<Value>,
) -> Outcome<()> {
    match value.tag() {
        Tag::String => read(Reading::GithubExpressions, memory, keys, at, value, found)?,
        Tag::Array => {
            let elements = memory.elements(value);
            for index in 0..elements.len {
                at.push(Value::integer(index as i64));
                let element = memory.element(elements, index);
                below(memory, keys, at, element, found)?;
                at.pop();
            }
        }
        Tag::Object => {
            let pairs = memory.pairs(value);
            for index in 0..pairs.len {
                let (key, element) = memory.pair(pairs, index);
                at.push(key);
                below(memory, keys, at, element, found)?;
                at.pop();
            }
        }
        _ => {}
    }
    Ok(())
}

fn read(
    reads: Reading,
    memory: &mut Memory<'_>,
    keys: Keys,
    at: &[Value],
    value: Value,
    found: &mut Vec<Value>,
) -> Outcome<()> {
    let Some(text) = memory.as_str(value) else { return Ok(()) };
    if reads == Reading::GithubExpressions && !text.contains("${{") {
        return Ok(());
    }
    let read: Vec<serde_json::Value> = match reads {
        Reading::GithubExpressions => expression::expressions(text).iter().map(|it| it.to_json(text)).collect(),
        Reading::GithubCondition => expression::condition(text).iter().map(|it| it.to_json(text)).collect(),
        Reading::GithubCommands => {
            let filled: Vec<_> = expression::expressions(text).into_iter().map(|it| it.range).collect();
            commands(text, &filled)
        }
    };
    // What is read repeats the text a few times, with a dozen values for each part.
    let size = text.len().saturating_mul(8);
    memory.work(size as u64 / 16)?;
    memory.reserve(size / 16, size)?;
    for json in &read {
        let node = memory.json(json);
        found.push(keys.part(memory, at, node));
    }
    Ok(())
}
