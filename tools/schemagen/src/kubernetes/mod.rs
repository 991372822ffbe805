//! Kubernetes' own kinds: `schemas/kubernetes/`.

mod dump;
mod overlay;
mod ranges;
mod removals;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::paths::Paths;
use crate::provenance::{self, Source};
use crate::sources::Sources;
use crate::{packages, schema};

/// What one minor version of Kubernetes has.
pub struct Version {
    /// Group, version, kind and the name of the definition.
    pub kinds: Vec<Kind>,
    /// Bodies by name.
    pub definitions: BTreeMap<String, Value>,
}

/// One kind of object.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
pub struct Kind {
    /// API group; the core's is empty.
    pub group: String,
    /// Version of the API.
    pub version: String,
    /// Its name.
    pub kind: String,
    /// The definition that describes it.
    pub definition: String,
}

/// Reads all versions, applies the overlay and writes `definitions.jsonl` and `kinds.jsonl`.
pub fn write(paths: &Paths, sources: &Sources) -> Result<()> {
    let folder = paths.schemas.join("kubernetes");
    let overlay = overlay::Overlay::read(&folder.join("overlay.yaml"))?;
    let mut versions = BTreeMap::new();
    let mut origins = Vec::new();
    let files = ["definitions", "kinds"].map(|file| format!("kubernetes/{file}.jsonl"));
    for source in &sources.kubernetes {
        for &minor in &source.minors {
            let dump = dump::of(paths, source, minor).with_context(|| format!("Kubernetes 1.{minor}"))?;
            versions.insert(minor, reachable(dump));
        }
        let package = packages::one(paths, "k8s-openapi", &source.version, source.minors[0])?;
        origins.push(Source::of_crate(&package, &source.taken, &files));
    }
    overlay.apply(&mut versions)?;
    let definitions = ranges::of_definitions(&versions);
    let kinds = ranges::of_kinds(&versions);
    removals::check(&folder.join("removals.yaml"), &kinds)?;
    write_lines(
        &folder.join("definitions.jsonl"),
        definitions.iter().map(|(name, range, body)| json!({"name": name, "versions": range, "schema": body})),
    )?;
    write_lines(&folder.join("kinds.jsonl"), kinds.iter().map(|(kind, range)| {
        json!({"group": kind.group, "version": kind.version, "kind": kind.kind, "definition": kind.definition, "versions": range})
    }))?;
    provenance::replace(&paths.schemas.join("SOURCES.toml"), "kubernetes/", origins)
}

/// A dump without what no manifest holds, its bodies in waylint's own form.
fn reachable(dump: dump::Dump) -> Version {
    let kinds: Vec<Kind> = dump.kinds.into_iter().filter(|kind| !DISCOVERY.contains(&kind.kind.as_str())).collect();
    let bodies: BTreeMap<String, Value> =
        dump.definitions.into_iter().map(|(name, body)| (name.clone(), schema::of_kubernetes(&name, body))).collect();
    let mut definitions = BTreeMap::new();
    let mut wanted: BTreeSet<String> = kinds.iter().map(|kind| kind.definition.clone()).collect();
    while let Some(name) = wanted.pop_first() {
        let Some(body) = bodies.get(&name) else { continue };
        wanted.extend(
            schema::references(body).into_iter().filter(|each| !definitions.contains_key(each) && *each != name),
        );
        definitions.insert(name, body.clone());
    }
    Version { kinds, definitions }
}

/// What the server says of itself: nobody writes these.
const DISCOVERY: [&str; 5] = ["APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Status"];

/// Writes one JSON value a line.
pub fn write_lines(path: &std::path::Path, lines: impl Iterator<Item = Value>) -> Result<()> {
    let mut text = String::new();
    for line in lines {
        text.push_str(&schema::line(&line));
        text.push('\n');
    }
    std::fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
