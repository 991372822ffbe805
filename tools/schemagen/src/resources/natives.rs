//! Kubernetes' own definitions, as custom resources refer to them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::schema;

/// What waylint takes from the name of a definition that is filled in later (`src/catalogue/bundle.rs`).
const PARTIAL: &str = ".partial";

/// The newest body of each definition.
pub struct Natives(BTreeMap<String, Value>);

impl Natives {
    /// Reads what the other half has written.
    pub fn read(path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("write Kubernetes first: {}", path.display()))?;
        let mut bodies = BTreeMap::new();
        for line in text.lines() {
            let mut row: Value = serde_json::from_str(line)?;
            bodies.insert(row["name"].as_str().unwrap_or_default().to_owned(), row["schema"].take());
        }
        Ok(Self(bodies))
    }

    /// The definition that an npm package imports from `kubernetes-models` or its `apimachinery`.
    pub fn imported(from: &str) -> Option<String> {
        if let Some(path) = from.strip_prefix("@kubernetes-models/apimachinery/") {
            return Some(format!("io.k8s.apimachinery.pkg.{}", path.replace('/', ".")));
        }
        let path = from.strip_prefix("kubernetes-models/")?;
        let (group, name) = match path.split('/').collect::<Vec<_>>()[..] {
            [version, name] => ("core", format!("{version}.{name}")),
            [group, version, name] => (group.split('.').next()?, format!("{version}.{name}")),
            _ => return None,
        };
        Some(format!("io.k8s.api.{group}.{name}"))
    }

    /// A definition without what it requires, and without formats, which what is filled in later need not have.
    pub fn relaxed(&self, name: &str) -> Result<Value> {
        let mut body = self.0.get(name).with_context(|| format!("Kubernetes has no {name}"))?.clone();
        if let Some(map) = body.as_object_mut() {
            map.remove("required");
            let properties = map.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten();
            for property in properties.filter_map(|(_, property)| property.as_object_mut()) {
                property.remove("format");
            }
        }
        Ok(body)
    }

    /// Refuses references to what is not there. With [`PARTIAL`] behind it a definition of Kubernetes is meant without what
    /// it requires; waylint makes it when it reads the schema.
    pub fn check<'a>(&self, lines: impl Iterator<Item = &'a Value> + Clone) -> Result<()> {
        let local = lines.clone().filter_map(|line| line["name"].as_str());
        let known: std::collections::BTreeSet<&str> = local.chain(self.0.keys().map(String::as_str)).collect();
        for name in lines.flat_map(schema::references) {
            let whole = name.strip_suffix(PARTIAL);
            let there = whole.map_or_else(|| known.contains(name.as_str()), |whole| self.0.contains_key(whole));
            ensure!(there, "there is no {name}");
        }
        Ok(())
    }
}
