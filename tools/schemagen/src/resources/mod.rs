//! Custom resources: `schemas/resources/`.
//!
//! Crates (`kcr`) and npm packages (`dts`) yield the same: kinds, and definitions that they share. A group's file is made
//! of all sources that know kinds of the group.

mod corrections;
mod dts;
mod kcr;
mod natives;
mod share;
mod typescript;

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

pub use self::corrections::Corrections;
use crate::paths::Paths;
use crate::provenance::{self, Source};
use crate::sources::Sources;
use crate::{packages, schema};

/// What one source says.
#[derive(Default)]
pub struct Found {
    /// Schemas by group, version and kind.
    pub kinds: BTreeMap<(String, String, String), Value>,
    /// Schemas by name, which begins with the group.
    pub definitions: BTreeMap<String, Value>,
}

/// Reads all packages and writes one file for each API group.
pub fn write(paths: &Paths, sources: &Sources) -> Result<()> {
    let natives = natives::Natives::read(&paths.schemas.join("kubernetes/definitions.jsonl"))?;
    let mut groups: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut origins = Vec::new();
    for (package, source) in packages::crates(paths, &sources.crates)? {
        let found = kcr::read(&package, source).with_context(|| source.name.clone())?;
        source.corrections.check().with_context(|| source.name.clone())?;
        let files = add(&mut groups, share::hoisted(found))?;
        origins.push(Source::of_crate(&package, &source.taken, &files));
    }
    for source in &sources.npm {
        let package = packages::npm(paths, &source.name, &source.version)?;
        let found = dts::read(&package, source, &natives).with_context(|| source.name.clone())?;
        source.corrections.check().with_context(|| source.name.clone())?;
        let files = add(&mut groups, share::inlined(found))?;
        origins.push(Source::of_npm(&package, &source.taken, &files));
    }
    natives.check(groups.values().flatten())?;
    for (group, lines) in &mut groups {
        let file = paths.schemas.join(format!("resources/{group}.jsonl"));
        lines.sort_by_key(schema::line);
        crate::kubernetes::write_lines(&file, lines.iter().cloned())?;
    }
    provenance::replace(&paths.schemas.join("SOURCES.toml"), "resources/", origins)
}

/// Adds what was found to the groups' lines and names the files that it goes into.
fn add(groups: &mut BTreeMap<String, Vec<Value>>, found: Found) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for ((group, version, kind), body) in found.kinds {
        files.push(format!("resources/{group}.jsonl"));
        let line = json!({"group": group, "version": version, "kind": kind, "schema": body});
        groups.entry(group).or_default().push(line);
    }
    for (name, body) in found.definitions {
        let group = name.split('/').next().unwrap_or_default().to_owned();
        ensure!(groups.contains_key(&group), "{name} lies in no group");
        groups.entry(group).or_default().push(json!({"name": name, "schema": body}));
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// An object around a spec. Its status is the controller's, and nobody's to judge.
pub fn resource(mut properties: Map<String, Value>, mut required: Vec<String>) -> Value {
    let metadata = schema::reference("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
    properties.insert("apiVersion".to_owned(), json!({"type": "string"}));
    properties.insert("kind".to_owned(), json!({"type": "string"}));
    properties.insert("metadata".to_owned(), metadata);
    properties.insert("status".to_owned(), json!({}));
    required.retain(|name| !["apiVersion", "kind", "status"].contains(&name.as_str()));
    required.push("metadata".to_owned());
    object(properties, required)
}

/// An object with properties.
pub fn object(properties: Map<String, Value>, mut required: Vec<String>) -> Value {
    required.sort();
    required.dedup();
    let mut body = json!({"type": "object"});
    // An object without known properties is open, as one that takes anything.
    if !properties.is_empty() {
        body["properties"] = Value::Object(properties);
    }
    if !required.is_empty() {
        body["required"] = json!(required);
    }
    body
}

/// An object with any keys. One whose values may be anything says no more than that it is an object.
pub fn map_of(values: Value) -> Value {
    match values {
        Value::Object(body) if body.is_empty() => json!({"type": "object"}),
        values => json!({"type": "object", "additionalProperties": values}),
    }
}
