//! Holds `removals.yaml`, which is written by hand, against the versions that the types know.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::Kind;
use super::ranges::Range;

/// An API that is on its way out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Removal {
    /// `group/version`, or the version alone for the core.
    api: String,
    /// Its kind, or `*` for all of the version.
    kind: String,
    /// The release that deprecated it, like 1.16 (or of the system's own).
    #[serde(default)]
    #[allow(dead_code)]
    deprecated: Option<String>,
    /// The first release without it.
    #[serde(default)]
    removed: Option<String>,
    /// What stands for it, as `group/version`.
    #[serde(default)]
    replacement: Option<String>,
    /// Its kind there, if it has another name.
    #[serde(default)]
    replacement_kind: Option<String>,
    /// Whether another `apiVersion` is all it takes.
    #[serde(default)]
    mechanical: bool,
}

/// The file: Kubernetes' own rows, and those of other systems by their name.
#[derive(Deserialize)]
struct Removals {
    /// Rows by system.
    systems: Vec<System>,
}

/// Rows whose releases are those of one system.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct System {
    name: String,
    #[allow(dead_code)]
    source: yaml_serde::Value,
    apis: Vec<Removal>,
}

/// Refuses rows that the versions contradict. Without the file there is nothing to check.
pub fn check(path: &Path, kinds: &[(Kind, Range)]) -> Result<()> {
    let Ok(text) = std::fs::read_to_string(path) else { return Ok(()) };
    let removals: Removals = yaml_serde::from_str(&text).with_context(|| path.display().to_string())?;
    let oldest = kinds.iter().map(|(_, range)| range[0]).min().unwrap_or_default();
    let newest = kinds.iter().map(|(_, range)| range[1]).max().unwrap_or_default();
    let mut faults = Vec::new();
    for system in &removals.systems {
        for row in &system.apis {
            if row.mechanical && (row.replacement.is_none() || row.replacement_kind.is_some()) {
                faults.push(format!("{} {}: mechanical, but into what?", row.api, row.kind));
            }
        }
        if system.name == "kubernetes" {
            system.apis.iter().for_each(|row| faults.extend(faults_of(row, kinds, oldest, newest)));
            faults.extend(forgotten(&system.apis, kinds, newest));
        }
    }
    if faults.is_empty() { Ok(()) } else { bail!("{}:\n{}", path.display(), faults.join("\n")) }
}

/// What the types say against one row.
fn faults_of(row: &Removal, kinds: &[(Kind, Range)], oldest: u32, newest: u32) -> Vec<String> {
    let mut faults = Vec::new();
    let last = kinds.iter().filter(|(kind, _)| row.is(kind)).map(|(_, range)| range[1]).max();
    let removed = row.removed.as_deref().map(minor);
    match (last, removed) {
        (Some(last), Some(removed)) if last + 1 != removed && !(last == newest && removed > newest) => {
            faults.push(format!("{} {}: the types have it until 1.{last}, not 1.{}", row.api, row.kind, removed - 1));
        }
        (Some(last), None) if last < newest => {
            faults.push(format!("{} {}: the types lose it in 1.{}", row.api, row.kind, last + 1));
        }
        (None, Some(removed)) if removed > oldest => {
            faults.push(format!("{} {}: the types never had it", row.api, row.kind));
        }
        _ => {}
    }
    if let Some(replacement) = &row.replacement {
        let there = row.replacement_kind.as_ref().unwrap_or(&row.kind);
        let native = |kind: &Kind| api(kind) == *replacement;
        let served = kinds.iter().any(|(kind, _)| native(kind) && kind.kind == *there);
        if !served && kinds.iter().any(|(kind, _)| native(kind)) {
            faults.push(format!("{} {}: {replacement} has no {there}", row.api, row.kind));
        }
    }
    faults
}

/// Kinds that went away, of which the file says nothing. Alpha versions come and go.
fn forgotten(rows: &[Removal], kinds: &[(Kind, Range)], newest: u32) -> Vec<String> {
    let last = |wanted: &Kind| kinds.iter().filter(|(kind, _)| kind == wanted).map(|(_, range)| range[1]).max();
    let mut faults: Vec<String> = kinds
        .iter()
        .filter(|(kind, _)| last(kind).is_some_and(|last| last < newest) && !rows.iter().any(|row| row.is(kind)))
        .map(|(kind, range)| format!("{} {}: removed in 1.{}, and there is no row", api(kind), kind.kind, range[1] + 1))
        .collect();
    faults.dedup();
    faults
}

impl Removal {
    /// Whether the row is about a kind.
    fn is(&self, kind: &Kind) -> bool {
        self.api == api(kind) && (self.kind == "*" || self.kind == kind.kind)
    }
}

/// The `apiVersion` of a kind.
fn api(kind: &Kind) -> String {
    if kind.group.is_empty() { kind.version.clone() } else { format!("{}/{}", kind.group, kind.version) }
}

/// 16 of `1.16`.
fn minor(release: &str) -> u32 {
    release.split('.').nth(1).and_then(|number| number.parse().ok()).unwrap_or_default()
}
