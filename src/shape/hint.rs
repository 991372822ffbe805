//! What was probably meant by a name that nobody knows.

use std::sync::Arc;

use super::{
    Shape,
    fault::Hint,
    judge::{Down, Floor, Judge, pointer},
    node::{Id, Others},
};
use crate::document::{NodeRef, Pointer, Step, Symbol};

/// How far below an object a field is looked for that was written too far up.
const REACH: usize = 3;

/// The known value that is most like a text, if one is near and no other as near.
pub(super) fn near_value(text: &str, known: &[String]) -> Option<String> {
    nearest(text, known.iter().map(String::as_str)).map(str::to_owned)
}

/// The name that was probably meant by another, if one is near and no other as near.
pub fn nearest<'n>(text: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    nearest_and_distance(text, known).map(|(near, _)| near)
}

/// The name most like another, with the number of letters between them.
fn nearest_and_distance<'n>(text: &str, known: impl Iterator<Item = &'n str>) -> Option<(&'n str, usize)> {
    if text.is_empty() || text.len() > 64 {
        return None;
    }
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let (own, most) = (plain(text), (text.chars().count() / 3).max(1));
    let mut best: Option<(&str, usize)> = None;
    let mut alone = true;
    for name in known {
        let distance = if plain(name) == own { 0 } else { strsim::osa_distance(text, name) };
        match best {
            Some((_, least)) if distance > least => {}
            Some((_, least)) if distance == least => alone = false,
            _ => (best, alone) = (Some((name, distance)), true),
        }
    }
    best.filter(|(name, distance)| alone && *distance <= most && *distance < name.chars().count())
}

/// What was meant by a field that an object's schema does not know.
pub(super) fn unknown<'t>(judge: &Judge<'_, 't>, schema: Id, node: NodeRef<'t>, name: &str) -> Option<Hint> {
    let shape = judge.shape;
    let names = properties(shape, schema);
    let absent = names.iter().filter(|(known, _)| node.get(known).is_none());
    let near = nearest_and_distance(name, absent.map(|(known, _)| &**known));
    let spelling = |(near, _): (&str, usize)| {
        names.iter().find(|(known, _)| **known == *near).map(|(known, _)| Hint::Spelling(known.clone()))
    };
    if let Some(near) = near.filter(|(_, distance)| *distance <= 1) {
        return spelling(near);
    }
    let place = above(judge, name).or_else(|| below(judge, schema, node, name));
    place.map(Hint::Place).or_else(|| near.and_then(spelling))
}

/// The fields of a schema and of those that must hold with it.
fn properties(shape: &Shape, schema: Id) -> Vec<(Arc<str>, Id)> {
    let mut found: Vec<(Arc<str>, Id)> = Vec::new();
    let mut waiting = vec![schema];
    let mut seen = Vec::new();
    while let Some(id) = waiting.pop() {
        if seen.contains(&id) || seen.len() > 16 {
            continue;
        }
        seen.push(id);
        let node = shape.node(id);
        found.extend(node.properties.iter().map(|(name, id)| (name.text.clone(), *id)));
        waiting.extend(node.reference);
        waiting.extend(node.rest.iter().flat_map(|rest| rest.all_of.iter().copied()));
    }
    found
}

fn has(shape: &Shape, schema: Id, name: &str) -> bool {
    let symbol = Symbol::of(name);
    let node = shape.node(schema);
    node.property(symbol, name).is_some()
        || node.reference.is_some_and(|id| shape.node(id).property(symbol, name).is_some())
}

/// The nearest object above that lacks a field of this name: it was written too deep.
fn above(judge: &Judge<'_, '_>, name: &str) -> Option<Pointer> {
    let lacks = |floor: &Floor<'_>| {
        matches!(floor.down, Down::Key(_)) && floor.node.get(name).is_none() && has(judge.shape, floor.schema, name)
    };
    let at = judge.way.iter().rposition(lacks)?;
    Some(pointer(&judge.way[..at]))
}

/// The one object below that has a field of this name: it was not written deep enough.
fn below<'t>(judge: &Judge<'_, 't>, schema: Id, node: NodeRef<'t>, name: &str) -> Option<Pointer> {
    let mut floor: Vec<(Id, Vec<Step>, Option<NodeRef<'t>>)> = vec![(schema, Vec::new(), Some(node))];
    for _ in 0..REACH {
        let mut next = Vec::new();
        let mut found: Vec<(Vec<Step>, bool)> = Vec::new();
        for (id, way, node) in &floor {
            for (property, child) in properties(judge.shape, *id) {
                let value = node.and_then(|node| node.get(&property));
                let mut way = way.clone();
                way.push(Step::Key(property.to_string()));
                let (child, value) = match judge.shape.node(child).items {
                    // Of a list that is there the last entry is the one before.
                    Some(items) => {
                        let Some((last, item)) = value.and_then(|value| value.items().enumerate().last()) else {
                            continue;
                        };
                        way.push(Step::Index(last));
                        (items, Some(item))
                    }
                    None => (child, value),
                };
                if has(judge.shape, child, name) && value.is_none_or(|value| value.get(name).is_none()) {
                    found.push((way.clone(), value.is_some()));
                }
                if judge.shape.node(child).others != Others::Open || judge.shape.node(child).reference.is_some() {
                    next.push((child, way, value));
                }
            }
        }
        // Where several objects have such a field, only one that is there can have been meant.
        let there: Vec<_> = found.iter().filter(|(_, there)| *there).collect();
        match (found.as_slice(), there.as_slice()) {
            ([(way, _)], _) | (_, [(way, _)]) => return Some(judge.pointer().join(way)),
            ([], _) => floor = next,
            _ => return None,
        }
    }
    None
}
