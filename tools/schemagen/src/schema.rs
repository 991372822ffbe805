//! JSON Schemas in waylint's own form: facts without prose, closed kinds of words, typed special values.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Words that say nothing about what is allowed, or that the loader does not know.
const DROPPED: [&str; 8] =
    ["$comment", "$schema", "default", "description", "example", "examples", "nullable", "title"];

/// Formats of numbers. The type says integer already; the ranges are checked by nobody's API server in words.
const NUMBERS: [&str; 4] = ["double", "float", "int32", "int64"];

/// A definition of Kubernetes as `schemars` writes it, in waylint's form.
pub fn of_kubernetes(name: &str, body: Value) -> Value {
    match name {
        "io.k8s.apimachinery.pkg.api.resource.Quantity" => quantity(),
        "io.k8s.apimachinery.pkg.util.intstr.IntOrString" => int_or_string(),
        // The types say that it is an object; it stands for defaults and values of enums, which are anything.
        _ if name.ends_with(".apiextensions.v1.JSON") => json!({}),
        _ => clean(body),
    }
}

/// `1.5`, `500m`, `2Gi`.
pub fn quantity() -> Value {
    json!({"type": ["number", "string"], "format": "quantity"})
}

/// A port or its name, a count or a share.
pub fn int_or_string() -> Value {
    json!({"type": ["integer", "string"]})
}

/// A schema without prose and wrappers.
fn clean(body: Value) -> Value {
    match body {
        Value::Object(map) => object(map),
        Value::Array(items) => Value::Array(items.into_iter().map(clean).collect()),
        other => other,
    }
}

/// One schema object. Names below `properties` are names, not words.
fn object(map: Map<String, Value>) -> Value {
    let mut out = Map::new();
    for (word, value) in map {
        if DROPPED.contains(&word.as_str()) || word.starts_with("x-kubernetes-") {
            continue;
        }
        let value = match (word.as_str(), value) {
            ("format", Value::String(format)) if NUMBERS.contains(&format.as_str()) => continue,
            ("properties", Value::Object(names)) => {
                Value::Object(names.into_iter().map(|(name, body)| (name, clean(body))).collect())
            }
            ("required", Value::Array(names)) => sorted(names),
            (_, value) => clean(value),
        };
        out.insert(word, value);
    }
    match out.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
        Some([only]) if out.len() == 1 => only.clone(),
        _ => Value::Object(out),
    }
}

/// Names in one order, whatever the source's.
fn sorted(mut names: Vec<Value>) -> Value {
    names.sort_by(|one, other| one.as_str().cmp(&other.as_str()));
    Value::Array(names)
}

/// Names of the definitions that a schema refers to.
pub fn references(body: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    match body {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str).and_then(referenced));
            found.extend(map.values().flat_map(references));
        }
        Value::Array(items) => found.extend(items.iter().flat_map(references)),
        _ => {}
    }
    found
}

/// The name in `#/definitions/name`.
pub fn referenced(reference: &str) -> Option<String> {
    reference.strip_prefix("#/definitions/").map(str::to_owned)
}

/// A reference to a definition.
pub fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/definitions/{name}")})
}

/// A value as one line; what names it comes first.
pub fn line(value: &Value) -> String {
    const FIRST: [&str; 4] = ["name", "group", "version", "kind"];
    let Value::Object(map) = value else { return value.to_string() };
    let first = FIRST.iter().filter_map(|key| map.get_key_value(*key));
    let rest = map.iter().filter(|(key, _)| !FIRST.contains(&key.as_str()));
    // `versions` sorts behind `schema` and `definition`, but is read before a long body.
    let (ranges, bodies): (Vec<_>, Vec<_>) = rest.partition(|(key, _)| *key == "versions");
    let (names, bodies): (Vec<_>, Vec<_>) = bodies.into_iter().partition(|(key, _)| *key == "definition");
    let members = first
        .chain(names)
        .chain(ranges)
        .chain(bodies)
        .map(|(key, value)| format!("{}:{value}", Value::from(key.as_str())));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}
