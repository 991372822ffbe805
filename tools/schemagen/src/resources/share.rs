//! Says once what is used several times, and in its place what is used once.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Found;
use crate::schema;

/// Where a body keeps its name until it is written.
const NAME: &str = "x-name";

/// What is shorter than this costs less than a reference to it.
const WORTHWHILE: usize = 150;

/// Gives a body a name, in case it turns out to be worth sharing.
pub fn named(name: String, mut body: Value) -> Value {
    body[NAME] = Value::from(name);
    body
}

/// Bodies that are found several times become definitions.
pub fn hoisted(mut found: Found) -> Found {
    let mut seen: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for body in found.kinds.values() {
        count(body, &mut seen);
    }
    let shared: BTreeMap<String, String> = named_uniquely(seen);
    let mut definitions = BTreeMap::new();
    for body in found.kinds.values_mut() {
        *body = replaced(body, &shared, &mut definitions);
    }
    found.definitions.extend(definitions);
    found
}

/// A body as text, without names.
fn text(body: &Value) -> String {
    plain(body).to_string()
}

/// A body without names.
fn plain(body: &Value) -> Value {
    match body {
        Value::Object(map) => {
            map.iter().filter(|(word, _)| *word != NAME).map(|(word, value)| (word.clone(), plain(value))).collect()
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        other => other.clone(),
    }
}

/// Counts all bodies with names, and keeps the best name of each.
fn count(body: &Value, seen: &mut BTreeMap<String, (usize, String)>) {
    match body {
        Value::Object(map) => {
            if let Some(name) = map.get(NAME).and_then(Value::as_str) {
                let (times, best) = seen.entry(text(body)).or_insert_with(|| (0, name.to_owned()));
                *times += 1;
                if (name.len(), name) < (best.len(), best.as_str()) {
                    *best = name.to_owned();
                }
                // What lies inside of a body that was seen is shared by it.
                if *times > 1 {
                    return;
                }
            }
            map.values().for_each(|value| count(value, seen));
        }
        Value::Array(items) => items.iter().for_each(|item| count(item, seen)),
        _ => {}
    }
}

/// Names of the bodies that are worth sharing. No two have the same.
fn named_uniquely(seen: BTreeMap<String, (usize, String)>) -> BTreeMap<String, String> {
    let mut taken = BTreeSet::new();
    let mut shared = BTreeMap::new();
    for (text, (times, name)) in seen {
        if times < 2 || text.len() < WORTHWHILE {
            continue;
        }
        let mut unique = name.clone();
        let mut number = 2;
        while !taken.insert(unique.clone()) {
            unique = format!("{name}{number}");
            number += 1;
        }
        shared.insert(text, unique);
    }
    shared
}

/// A body with references in place of what is shared.
fn replaced(body: &Value, shared: &BTreeMap<String, String>, definitions: &mut BTreeMap<String, Value>) -> Value {
    match body {
        Value::Object(map) => {
            let name = map.get(NAME).and_then(|_| shared.get(&text(body)));
            if let Some(name) = name.filter(|name| definitions.contains_key(*name)) {
                return schema::reference(name);
            }
            let members = map.iter().filter(|(word, _)| *word != NAME);
            let inside: Value =
                members.map(|(word, value)| (word.clone(), replaced(value, shared, definitions))).collect();
            let Some(name) = name else { return inside };
            definitions.insert(name.clone(), inside);
            schema::reference(name)
        }
        Value::Array(items) => items.iter().map(|item| replaced(item, shared, definitions)).collect(),
        other => other.clone(),
    }
}

/// Definitions that are used once are written where they are used; unused ones are dropped.
pub fn inlined(mut found: Found) -> Found {
    loop {
        let mut uses: BTreeMap<String, usize> = BTreeMap::new();
        found.kinds.values().chain(found.definitions.values()).for_each(|body| count_references(body, &mut uses));
        let recursive = |name: &str, body: &Value| schema::references(body).contains(name);
        let short = |body: &Value| body.to_string().len() < WORTHWHILE && schema::references(body).is_empty();
        let once: BTreeSet<String> = found
            .definitions
            .iter()
            .filter(|(name, body)| {
                let times = uses.get(*name).copied().unwrap_or_default();
                (times < 2 || short(body)) && !recursive(name, body)
            })
            .map(|(name, _)| name.clone())
            .collect();
        let Some(name) = once.first() else { return found };
        let body = found.definitions.remove(name).unwrap_or_else(|| json!({}));
        found.kinds.values_mut().chain(found.definitions.values_mut()).for_each(|place| inline(place, name, &body));
    }
}

/// Counts references to each definition.
fn count_references(body: &Value, uses: &mut BTreeMap<String, usize>) {
    match body {
        Value::Object(map) => {
            if let Some(name) = map.get("$ref").and_then(Value::as_str).and_then(schema::referenced) {
                *uses.entry(name).or_default() += 1;
            }
            map.values().for_each(|value| count_references(value, uses));
        }
        Value::Array(items) => items.iter().for_each(|item| count_references(item, uses)),
        _ => {}
    }
}

/// Puts a body in the place of references to it.
pub fn inline(place: &mut Value, name: &str, body: &Value) {
    if place.get("$ref").and_then(Value::as_str).and_then(schema::referenced).is_some_and(|there| there == name) {
        *place = body.clone();
        return;
    }
    match place {
        Value::Object(map) => map.values_mut().for_each(|value| inline(value, name, body)),
        Value::Array(items) => items.iter_mut().for_each(|item| inline(item, name, body)),
        _ => {}
    }
}
