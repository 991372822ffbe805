//! `waylint.view(name, document)`: the parts of a document that rules talk about, with their places.

use std::{
    hash::BuildHasher,
    sync::{Arc, PoisonError, RwLock},
};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{given::VIEW, reading};
use crate::{
    recognise::{KindTable, ViewPath, ViewStep},
    rego::{
        extension::{End, Extension, Way},
        fail::{Fail, Outcome},
        memory::Memory,
        value::{Tag, Value},
    },
};

/// The places of a view in documents of a kind: finding them anew for every document would take longer than walking there.
#[derive(Default)]
struct Places {
    /// By the hash of view, version and kind, so that nothing is made to look one up.
    known: RwLock<FxHashMap<u64, Vec<Known>>>,
}

/// A view and where its places are.
type Known = (Key, Arc<[ViewPath]>);

/// View, and what an object says it is.
type Key = (Box<str>, Option<(Box<str>, Box<str>)>);

impl Places {
    fn of(&self, kinds: &KindTable, view: &str, object: Option<(&str, &str)>) -> Arc<[ViewPath]> {
        let hash = FxBuildHasher.hash_one((view, object));
        let is_it = |key: &Key| *key.0 == *view && key.1.as_ref().map(|(a, b)| (&**a, &**b)) == object;
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = known.get(&hash).and_then(|same| same.iter().find(|(key, _)| is_it(key))) {
            return found.clone();
        }
        drop(known);
        let kind = object.and_then(|(version, kind)| kinds.kind_of_object(version, kind));
        let found: Arc<[ViewPath]> = kinds.view_paths(view, kind.as_ref()).into_iter().cloned().collect();
        let key = (view.into(), object.map(|(version, kind)| (version.into(), kind.into())));
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(hash).or_default().push((key, found.clone()));
        found
    }
}

/// A node and the way to it.
pub(super) type Found = (Vec<Value>, Value);

/// The function `waylint.view`, over the views that kinds have.
pub fn extension(kinds: Arc<KindTable>) -> Extension {
    let places = Places::default();
    let known = kinds.clone();
    let ways = move |view: &str| ways(&known, view);
    let run = move |memory: &mut Memory<'_>, arguments: &[Value]| {
        let &[view, document] = arguments else { return Err(Fail::Undefined) };
        nodes(&kinds, &places, memory, view, document)
    };
    Extension { name: VIEW.0, arity: VIEW.1, run: Arc::new(run), ways: Some(Arc::new(ways)) }
}

/// Where a view looks, whatever the kind of the document: also at what says which kind it is.
fn ways(kinds: &KindTable, view: &str) -> Vec<Way> {
    let identity = ["apiVersion", "kind"].map(|key| Way { steps: vec![Some(key.into())], end: End::Inside });
    let step = |step: &ViewStep| match step {
        ViewStep::Key(key) => Some(key.as_str().into()),
        ViewStep::Every { .. } => None,
    };
    let way = |path: &ViewPath| Way {
        steps: path.at.iter().map(step).collect(),
        end: if path.reads.is_some() { End::Inside } else { End::Node },
    };
    identity.into_iter().chain(kinds.view_paths(view, None).into_iter().map(way)).collect()
}

/// The nodes of a view as an array of `{"at": […], "node": …}`.
///
/// A Kubernetes object says its own kind, and only that kind's places count. Other documents do not, so every place of
/// the view is tried: a part is where its kind keeps it, and nowhere else by that name.
fn nodes(kinds: &KindTable, places: &Places, memory: &mut Memory<'_>, view: Value, document: Value) -> Outcome {
    let paths = paths(kinds, places, memory, view, document)?;
    let keys = Keys::new(memory);
    let (mut found, mut taken) = (Vec::new(), Vec::new());
    for path in &*paths {
        match path.reads {
            Some(reads) => {
                let mut nodes: Vec<Found> = Vec::new();
                walk(memory, document, &path.at, &mut taken, &mut |_, at, node| nodes.push((at.to_vec(), node)));
                reading::parts(reads, memory, keys, &nodes, &mut found)?;
            }
            None => walk(memory, document, &path.at, &mut taken, &mut |memory, at, node| {
                found.push(keys.part(memory, at, node));
            }),
        }
    }
    Ok(memory.array(&found))
}

fn paths(
    kinds: &KindTable,
    places: &Places,
    memory: &Memory<'_>,
    view: Value,
    document: Value,
) -> Outcome<Arc<[ViewPath]>> {
    let view = memory.as_str(view).ok_or(Fail::Undefined)?;
    let (version, kind) = (memory.text_under(document, "apiVersion"), memory.text_under(document, "kind"));
    Ok(places.of(kinds, view, version.as_deref().zip(kind.as_deref())))
}

/// The keys of parts as rules see them.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    at: Value,
    node: Value,
}

impl Keys {
    fn new(memory: &mut Memory<'_>) -> Self {
        Self { at: memory.string("at"), node: memory.string("node") }
    }

    /// A part as rules see it.
    pub(super) fn part(self, memory: &mut Memory<'_>, at: &[Value], node: Value) -> Value {
        let at = memory.array(at);
        memory.sorted_object(&[(self.at, at), (self.node, node)])
    }
}

/// What happens at the end of a way: the way, and what is there.
type Arrive<'e> = &'e mut dyn FnMut(&mut Memory<'_>, &[Value], Value);

fn walk(memory: &mut Memory<'_>, value: Value, way: &[ViewStep], taken: &mut Vec<Value>, end: Arrive<'_>) {
    let Some((step, rest)) = way.split_first() else {
        end(memory, taken, value);
        return;
    };
    match (step, value.tag()) {
        (ViewStep::Key(key), Tag::Object) => {
            if let Some(below) = memory.named(value, key) {
                taken.push(memory.string(key));
                walk(memory, below, rest, taken, end);
                taken.pop();
            }
        }
        (ViewStep::Every { .. }, Tag::Array) => {
            let elements = memory.elements(value);
            for index in 0..elements.len {
                taken.push(Value::integer(index as i64));
                let below = memory.element(elements, index);
                walk(memory, below, rest, taken, end);
                taken.pop();
            }
        }
        (ViewStep::Every { .. }, Tag::Object) => {
            let pairs = memory.pairs(value);
            for index in 0..pairs.len {
                let (key, below) = memory.pair(pairs, index);
                if memory.as_str(key).is_some_and(|name| step.takes(name)) {
                    taken.push(key);
                    walk(memory, below, rest, taken, end);
                    taken.pop();
                }
            }
        }
        _ => {}
    }
}
