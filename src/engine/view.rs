//! `waylint.view(name, document)`: the parts of a document that rules talk about, with their places.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use super::reading;
use crate::{
    recognise::{KindTable, ViewPath, ViewStep},
    rego::{
        extension::Extension,
        fail::{Fail, Outcome},
        memory::Memory,
        value::{Tag, Value},
    },
};

/// Its name in Rego.
pub(super) const NAME: &str = "waylint.view";

/// The places of a view in documents of a kind, by view, version and kind: finding them anew for every document would
/// take longer than walking there.
type Places = RwLock<HashMap<String, Arc<[ViewPath]>>>;

/// A node and the way to it.
pub(super) type Found = (Vec<Value>, Value);

/// The function `waylint.view`, over the views that kinds have.
pub fn extension(kinds: Arc<KindTable>) -> Extension {
    let places = Places::default();
    let run = move |memory: &mut Memory<'_>, arguments: &[Value]| {
        let &[view, document] = arguments else { return Err(Fail::Undefined) };
        nodes(&kinds, &places, memory, view, document)
    };
    Extension { name: NAME, arity: 2, run: Arc::new(run) }
}

/// The nodes of a view as an array of `{"at": […], "node": …}`.
///
/// A Kubernetes object says its own kind, and only that kind's places count. Other documents do not, so every place of
/// the view is tried: a part is where its kind keeps it, and nowhere else by that name.
fn nodes(kinds: &KindTable, places: &Places, memory: &mut Memory<'_>, view: Value, document: Value) -> Outcome {
    let paths = paths(kinds, places, memory, view, document)?;
    let mut found = Vec::new();
    for path in &*paths {
        let mut nodes = Vec::new();
        walk(memory, document, &path.at, &mut Vec::new(), &mut nodes);
        match path.reads {
            Some(reads) => reading::parts(reads, memory, &nodes, &mut found)?,
            None => found.extend(nodes.into_iter().map(|(at, node)| part(memory, &at, node))),
        }
    }
    Ok(memory.array(&found))
}

fn paths(
    kinds: &KindTable,
    places: &Places,
    memory: &mut Memory<'_>,
    view: Value,
    document: Value,
) -> Outcome<Arc<[ViewPath]>> {
    let mut key = memory.as_str(view).ok_or(Fail::Undefined)?.to_owned();
    let version = field(memory, document, "apiVersion");
    let kind = field(memory, document, "kind");
    if let (Some(version), Some(kind)) = (version, kind)
        && let (Some(version), Some(kind)) = (memory.as_str(version), memory.as_str(kind))
    {
        key.push('\n');
        key.push_str(version);
        key.push('\n');
        key.push_str(kind);
    }
    let known = places.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    if let Some(known) = known {
        return Ok(known);
    }
    let mut parts = key.splitn(3, '\n');
    let view = parts.next().unwrap_or_default();
    let kind = parts.next().zip(parts.next()).and_then(|(version, kind)| kinds.kind_of_object(version, kind));
    let found: Arc<[ViewPath]> = kinds.view_paths(view, kind.as_ref()).into_iter().cloned().collect();
    places.write().unwrap_or_else(PoisonError::into_inner).insert(key, found.clone());
    Ok(found)
}

fn field(memory: &mut Memory<'_>, value: Value, key: &str) -> Option<Value> {
    let key = memory.string(key);
    memory.get(value, key)
}

/// A part as rules see it.
pub(super) fn part(memory: &mut Memory<'_>, at: &[Value], node: Value) -> Value {
    let at = memory.array(at);
    let keys = ["at", "node"].map(|key| memory.string(key));
    memory.sorted_object(&[(keys[0], at), (keys[1], node)])
}

fn walk(memory: &mut Memory<'_>, value: Value, way: &[ViewStep], taken: &mut Vec<Value>, found: &mut Vec<Found>) {
    let Some((step, rest)) = way.split_first() else {
        found.push((taken.clone(), value));
        return;
    };
    match (step, value.tag()) {
        (ViewStep::Key(key), Tag::Object) => {
            let key = memory.string(key);
            if let Some(below) = memory.get(value, key) {
                taken.push(key);
                walk(memory, below, rest, taken, found);
                taken.pop();
            }
        }
        (ViewStep::Every { .. }, Tag::Array) => {
            let elements = memory.elements(value);
            for index in 0..elements.len {
                taken.push(Value::integer(index as i64));
                let below = memory.element(elements, index);
                walk(memory, below, rest, taken, found);
                taken.pop();
            }
        }
        (ViewStep::Every { .. }, Tag::Object) => {
            let pairs = memory.pairs(value);
            for index in 0..pairs.len {
                let (key, below) = memory.pair(pairs, index);
                if memory.as_str(key).is_some_and(|name| step.takes(name)) {
                    taken.push(key);
                    walk(memory, below, rest, taken, found);
                    taken.pop();
                }
            }
        }
        _ => {}
    }
}
