//! `json.patch`: the operations of RFC 6902, on sets too. Only collections on the way to a change are taken apart.
//!
//! OPA looks up an element of an array that has grown or shrunk under its old index (`copy` from `/1` after an `add` at
//! `/0`); here it is the element that stands there now.

use super::{
    super::{array, expect, take},
    paths::steps,
};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::{Memory, compare::MOST_DEPTH},
    value::{Tag, Value},
};

/// A value, or a collection that is taken apart. Elements of sets stand under themselves.
#[derive(Debug)]
enum Node {
    Whole(Value),
    Array(Vec<Node>),
    /// Sorted by key.
    Object(Vec<(Value, Node)>),
    /// Sorted.
    Set(Vec<(Value, Node)>),
}

/// Applies every operation in turn; undefined if any cannot be applied.
pub(super) fn patch(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value, operations] = take(arguments)?;
    let operations = array(memory, operations)?;
    let mut root = Some(Node::Whole(value));
    for index in 0..operations.len {
        let operation = memory.element(operations, index);
        expect(operation, Tag::Object)?;
        apply(memory, &mut root, operation)?;
    }
    match root {
        // What is whole keeps its own place.
        Some(Node::Whole(whole)) => Ok(whole),
        Some(root) => Ok(root.built(memory, 0)?.placed_as(value)),
        None => Err(Fail::Undefined),
    }
}

fn apply(memory: &mut Memory<'_>, root: &mut Option<Node>, operation: Value) -> Outcome<()> {
    let path = field(memory, operation, "path")?;
    let name = field(memory, operation, "op")?;
    let name = memory.as_str(name).ok_or(Fail::Undefined)?.to_owned();
    let path = steps(memory, path)?;
    match name.as_str() {
        "add" => {
            let value = field(memory, operation, "value")?;
            insert(memory, root, &path, value)
        }
        "remove" => delete(memory, root, &path),
        "replace" => {
            delete(memory, root, &path)?;
            let value = field(memory, operation, "value")?;
            insert(memory, root, &path, value)
        }
        "move" | "copy" => {
            let from = field(memory, operation, "from")?;
            let from = steps(memory, from)?;
            let value = find(memory, root, &from)?.built(memory, 0)?;
            if name == "move" {
                delete(memory, root, &from)?;
            }
            insert(memory, root, &path, value)
        }
        "test" => {
            let found = find(memory, root, &path)?.built(memory, 0)?;
            let value = field(memory, operation, "value")?;
            if memory.equal(found, value) { Ok(()) } else { Err(Fail::Undefined) }
        }
        _ => Err(Fail::Undefined),
    }
}

fn field(memory: &mut Memory<'_>, operation: Value, name: &str) -> Outcome {
    let name = memory.string(name);
    memory.get(operation, name).ok_or(Fail::Undefined)
}

fn insert(memory: &mut Memory<'_>, root: &mut Option<Node>, path: &[Value], value: Value) -> Outcome<()> {
    match path.split_last() {
        None => *root = Some(Node::Whole(value)),
        Some((&last, before)) => find(memory, root, before)?.insert(memory, last, value)?,
    }
    Ok(())
}

fn delete(memory: &mut Memory<'_>, root: &mut Option<Node>, path: &[Value]) -> Outcome<()> {
    match path.split_last() {
        None => root.take().map(drop).ok_or(Fail::Undefined),
        Some((&last, before)) => find(memory, root, before)?.delete(memory, last),
    }
}

/// The node at the end of a path; everything above it is taken apart.
fn find<'n>(memory: &mut Memory<'_>, root: &'n mut Option<Node>, path: &[Value]) -> Outcome<&'n mut Node> {
    let mut node = root.as_mut().ok_or(Fail::Undefined)?;
    for &step in path {
        node.open(memory)?;
        node = match node {
            Node::Array(elements) => {
                let index = index(memory, step, elements.len())?;
                elements.get_mut(index).ok_or(Fail::Undefined)?
            }
            Node::Object(pairs) | Node::Set(pairs) => {
                let at = position(memory, pairs, step).map_err(|_| Fail::Undefined)?;
                &mut pairs[at].1
            }
            Node::Whole(_) => return Err(Fail::Undefined),
        };
    }
    Ok(node)
}

fn position(memory: &mut Memory<'_>, pairs: &[(Value, Node)], key: Value) -> Result<usize, usize> {
    pairs.binary_search_by(|(other, _)| memory.compare(*other, key))
}

/// An index as a number or as text without leading zeros; `-` is the one after the last.
fn index(memory: &Memory<'_>, step: Value, len: usize) -> Outcome<usize> {
    let index = match memory.as_str(step) {
        Some("-") => return Ok(len),
        Some(text) if text != "0" && text.starts_with('0') => None,
        Some(text) => crate::rego::number::whole(text),
        None => memory.whole(step),
    };
    index.and_then(|index| usize::try_from(index).ok()).ok_or(Fail::Undefined)
}

impl Node {
    /// Takes a collection apart.
    fn open(&mut self, memory: &mut Memory<'_>) -> Outcome<()> {
        let Self::Whole(value) = *self else { return Ok(()) };
        let entries = memory.list(value);
        memory.work(entries.len() as u64)?;
        memory.reserve(2 * entries.len(), 0)?;
        *self = match value.tag() {
            Tag::Array => Self::Array(entries.into_iter().map(Self::Whole).collect()),
            Tag::Object => Self::Object(entries.chunks(2).map(|pair| (pair[0], Self::Whole(pair[1]))).collect()),
            Tag::Set => Self::Set(entries.into_iter().map(|element| (element, Self::Whole(element))).collect()),
            _ => return Err(Fail::Undefined),
        };
        Ok(())
    }

    fn insert(&mut self, memory: &mut Memory<'_>, key: Value, value: Value) -> Outcome<()> {
        self.open(memory)?;
        match self {
            Self::Array(elements) => {
                let index = index(memory, key, elements.len())?;
                if index > elements.len() {
                    return Err(Fail::Undefined);
                }
                memory.work((elements.len() - index) as u64 / 16)?;
                elements.insert(index, Self::Whole(value));
            }
            Self::Set(_) if !memory.equal(key, value) => return Err(Fail::Undefined),
            Self::Object(pairs) | Self::Set(pairs) => match position(memory, pairs, key) {
                Ok(at) => pairs[at].1 = Self::Whole(value),
                Err(at) => pairs.insert(at, (key, Self::Whole(value))),
            },
            Self::Whole(_) => return Err(Fail::Undefined),
        }
        Ok(())
    }

    fn delete(&mut self, memory: &mut Memory<'_>, key: Value) -> Outcome<()> {
        self.open(memory)?;
        match self {
            Self::Array(elements) => {
                let index = index(memory, key, elements.len())?;
                if index >= elements.len() {
                    return Err(Fail::Undefined);
                }
                memory.work((elements.len() - index) as u64 / 16)?;
                elements.remove(index);
            }
            Self::Object(pairs) | Self::Set(pairs) => {
                let at = position(memory, pairs, key).map_err(|_| Fail::Undefined)?;
                pairs.remove(at);
            }
            Self::Whole(_) => return Err(Fail::Undefined),
        }
        Ok(())
    }

    /// The value of it all.
    fn built(&self, memory: &mut Memory<'_>, depth: usize) -> Outcome {
        let room = match self {
            Self::Whole(value) => return Ok(*value),
            _ if depth == MOST_DEPTH => return Err(Fail::Undefined),
            Self::Array(elements) => elements.len(),
            Self::Object(pairs) | Self::Set(pairs) => 2 * pairs.len(),
        };
        memory.work(room as u64)?;
        memory.reserve(room, 0)?;
        Ok(match self {
            Self::Whole(value) => *value,
            Self::Array(elements) => {
                let elements: Vec<Value> =
                    elements.iter().map(|element| element.built(memory, depth + 1)).collect::<Outcome<_>>()?;
                memory.array(&elements)
            }
            Self::Object(pairs) => {
                let pairs: Vec<(Value, Value)> = pairs
                    .iter()
                    .map(|(key, value)| Ok((*key, value.built(memory, depth + 1)?)))
                    .collect::<Outcome<_>>()?;
                memory.sorted_object(&pairs)
            }
            Self::Set(elements) => {
                let mut elements: Vec<Value> =
                    elements.iter().map(|(_, element)| element.built(memory, depth + 1)).collect::<Outcome<_>>()?;
                memory.set(&mut elements)
            }
        })
    }
}
