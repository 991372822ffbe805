//! `json.filter` and `json.remove`: parts of an object chosen by paths.

use super::super::{expect, take};
use crate::rego::{
    fail::{ErrorKind, Fail, Outcome},
    memory::{Memory, compare::MOST_DEPTH},
    value::{Tag, Value},
};

/// The steps of a path: an array of keys, or text with `/` between them.
pub(super) fn steps(memory: &mut Memory<'_>, path: Value) -> Outcome<Vec<Value>> {
    let steps = match path.tag() {
        Tag::Array => memory.list(path),
        Tag::String if memory.text(path).is_empty() => Vec::new(),
        Tag::String => {
            let text = memory.text(path).trim_start_matches('/').to_owned();
            let bytes = text.len();
            memory.reserve(bytes, bytes)?;
            text.split('/').map(|step| memory.string(&step.replace("~1", "/").replace("~0", "~"))).collect()
        }
        _ => return Err(Fail::Undefined),
    };
    if steps.len() > MOST_DEPTH {
        let message = format!("a path has more than {MOST_DEPTH} steps");
        return Err(Fail::error(ErrorKind::Limit, message));
    }
    Ok(steps)
}

/// Paths as a tree, sorted by step. One that ends has nothing below it.
#[derive(Debug, Default)]
struct Paths {
    below: Vec<(Value, Option<Paths>)>,
}

impl Paths {
    fn read(memory: &mut Memory<'_>, paths: Value) -> Outcome<Self> {
        if !matches!(paths.tag(), Tag::Array | Tag::Set) {
            return Err(Fail::Undefined);
        }
        let mut tree = Self::default();
        for path in memory.list(paths) {
            let steps = steps(memory, path)?;
            memory.work(steps.len() as u64)?;
            if let Some((&last, before)) = steps.split_last() {
                tree.insert(memory, before, last);
            }
        }
        Ok(tree)
    }

    fn find(&self, memory: &mut Memory<'_>, step: Value) -> Result<usize, usize> {
        self.below.binary_search_by(|&(other, _)| memory.compare(other, step))
    }

    /// A path that ends on the way to another makes the longer one void.
    fn insert(&mut self, memory: &mut Memory<'_>, before: &[Value], last: Value) {
        let mut node = self;
        for &step in before {
            let at = node.find(memory, step).unwrap_or_else(|at| {
                node.below.insert(at, (step, Some(Self::default())));
                at
            });
            match &mut node.below[at].1 {
                Some(below) => node = below,
                None => return,
            }
        }
        match node.find(memory, last) {
            Ok(at) => node.below[at].1 = None,
            Err(at) => node.below.insert(at, (last, None)),
        }
    }

    /// What the tree says of a step: nothing, that it ends there, or what is below.
    fn get(&self, memory: &mut Memory<'_>, step: Value) -> Option<Option<&Self>> {
        self.find(memory, step).ok().map(|at| self.below[at].1.as_ref())
    }
}

pub(super) fn filter(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    choose(memory, arguments, true)
}

pub(super) fn remove(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    choose(memory, arguments, false)
}

fn choose(memory: &mut Memory<'_>, arguments: &[Value], kept: bool) -> Outcome {
    let [value, paths] = take(arguments)?;
    expect(value, Tag::Object)?;
    let paths = Paths::read(memory, paths)?;
    walk(memory, value, &paths, kept)
}

/// The value with only what paths lead to, or without it. Steps into arrays are text: `"0"`.
fn walk(memory: &mut Memory<'_>, value: Value, paths: &Paths, kept: bool) -> Outcome {
    if !value.is_collection() {
        return Ok(value);
    }
    let entries = memory.list(value);
    memory.work(entries.len() as u64)?;
    memory.reserve(entries.len(), 0)?;
    let mut chosen = Vec::new();
    let width = if value.tag() == Tag::Object { 2 } else { 1 };
    for (index, entry) in entries.chunks(width).enumerate() {
        let (key, element) = (entry[0], entry[width - 1]);
        let found = if value.tag() == Tag::Array {
            let index = index.to_string();
            paths.below.iter().find(|&&(step, _)| memory.as_str(step) == Some(&index)).map(|(_, below)| below.as_ref())
        } else {
            paths.get(memory, key)
        };
        let element = match (found, kept) {
            (None, true) | (Some(None), false) => continue,
            (None, false) | (Some(None), true) => element,
            (Some(Some(below)), _) => walk(memory, element, below, kept)?,
        };
        chosen.push((key, element));
    }
    let mut elements: Vec<Value> = chosen.iter().map(|&(_, element)| element).collect();
    let result = match value.tag() {
        Tag::Object => memory.sorted_object(&chosen),
        Tag::Array => memory.array(&elements),
        _ => memory.set(&mut elements),
    };
    Ok(result.placed_as(value))
}
