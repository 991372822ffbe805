//! Many versions in one table: what is the same in versions that follow each other is written once.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Kind, Version};

/// First and last minor version.
pub type Range = [u32; 2];

/// Definitions by name and first version; a body that changed has several rows.
pub fn of_definitions(versions: &BTreeMap<u32, Version>) -> Vec<(String, Range, Value)> {
    let names: BTreeSet<&String> = versions.values().flat_map(|version| version.definitions.keys()).collect();
    let mut rows = Vec::new();
    for name in names {
        let bodies = versions.iter().map(|(&minor, version)| (minor, version.definitions.get(name)));
        rows.extend(runs(bodies).into_iter().map(|(range, body)| (name.clone(), range, body.clone())));
    }
    rows
}

/// Kinds, sorted, with the versions that serve them.
pub fn of_kinds(versions: &BTreeMap<u32, Version>) -> Vec<(Kind, Range)> {
    let kinds: BTreeSet<&Kind> = versions.values().flat_map(|version| &version.kinds).collect();
    let mut rows = Vec::new();
    for kind in kinds {
        let served = versions.iter().map(|(&minor, version)| (minor, version.kinds.contains(kind).then_some(())));
        rows.extend(runs(served).into_iter().map(|(range, ())| (kind.clone(), range)));
    }
    rows
}

/// Equal values of neighbours as ranges.
fn runs<T: PartialEq>(values: impl Iterator<Item = (u32, Option<T>)>) -> Vec<(Range, T)> {
    let mut runs: Vec<(Range, T)> = Vec::new();
    for (minor, value) in values {
        let Some(value) = value else { continue };
        match runs.last_mut() {
            Some((range, last)) if range[1] + 1 == minor && *last == value => range[1] = minor,
            _ => runs.push(([minor, minor], value)),
        }
    }
    runs
}
