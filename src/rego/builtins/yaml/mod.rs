//! Builtins of YAML. It is read by the linter's own reader, as YAML 1.2 has it, and written as go-yaml writes it.

mod write;

use std::sync::Arc;

use super::{Builtin, builtin, take, text};
use crate::{
    document::{self, Limits, NodeRef, Number, Style, Tag, Tree, Value as Node},
    kind::{Dialect, Format},
    rego::{
        fail::{Fail, Outcome},
        memory::Memory,
        number,
        value::Value,
    },
    source::Source,
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("yaml.is_valid", 1, |memory, arguments| {
        let [value] = take(arguments)?;
        match unmarshal(memory, value) {
            Ok(_) => Ok(Value::TRUE),
            Err(Fail::Undefined) => Ok(Value::FALSE),
            Err(error) => Err(error),
        }
    }),
    builtin("yaml.marshal", 1, |memory, arguments| {
        let [value] = take(arguments)?;
        let mut out = String::new();
        write::write(memory, value, &mut out)?;
        Ok(memory.string(&out))
    }),
    builtin("yaml.unmarshal", 1, |memory, arguments| {
        let [value] = take(arguments)?;
        unmarshal(memory, value)
    }),
];

/// Of several documents the first counts, though all must be good; of none there is nothing.
fn unmarshal(memory: &mut Memory<'_>, value: Value) -> Outcome {
    let tree = parse(text(memory, value)?);
    if !tree.errors().is_empty() {
        return Err(Fail::Undefined);
    }
    match tree.documents(Dialect::Core).next() {
        Some(document) => read(memory, document.root()),
        None => Ok(Value::NULL),
    }
}

fn parse(text: &str) -> Tree {
    document::parse(Arc::new(Source::new("yaml", text.to_owned())), Format::Yaml, &Limits::default())
}

/// Aliases are followed, so a small text may stand for a large value: every level asks for room.
fn read(memory: &mut Memory<'_>, node: NodeRef<'_>) -> Outcome {
    memory.work(1)?;
    let is_bare = node.style() == Style::Plain && node.properties().is_none_or(|more| more.meaning == Tag::Absent);
    if is_bare && let Some(number) = old_integer(&node.text()) {
        return Ok(memory.number(&number.to_string()));
    }
    Ok(match node.value() {
        Node::Null => Value::NULL,
        Node::Bool(value) => Value::bool(value),
        Node::Number(Number::Int(value)) => Value::integer(value),
        Node::Number(Number::UInt(value)) => memory.number(&value.to_string()),
        // JSON, which OPA goes through, has no infinities.
        Node::Number(Number::Float(value)) if !value.is_finite() => return Err(Fail::Undefined),
        Node::Number(Number::Float(value)) => memory.number(&number::of_float(value)),
        Node::String(text) => {
            memory.reserve(0, text.len())?;
            memory.string(&text)
        }
        Node::Sequence => {
            let elements: Vec<Value> = node.items().map(|item| read(memory, item)).collect::<Outcome<_>>()?;
            memory.reserve(elements.len(), 0)?;
            memory.array(&elements)
        }
        Node::Mapping => {
            let mut pairs = Vec::new();
            for (key, value) in node.entries() {
                if key.is_collection() {
                    return Err(Fail::Undefined);
                }
                let key = key.text();
                memory.reserve(2 * pairs.len(), key.len())?;
                pairs.push((memory.string(&key), read(memory, value)?));
            }
            pairs.sort_by(|a, b| memory.compare(a.0, b.0));
            memory.sorted_object(&pairs)
        }
    })
}

/// What go-yaml still takes for a whole number though YAML 1.2 does not: `0b11`, `017`, `1_000`.
fn old_integer(text: &str) -> Option<i128> {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+')).then_some(())?;
    write::integer(&text.replace('_', ""))
}
