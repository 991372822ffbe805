//! What `sources.toml` knows better than the types of a package.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Corrections of one package. Each names a `Type.property`; `*Type.property` is that of all types whose names end so.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Corrections {
    /// Properties that take more than the types say.
    open: Vec<String>,
    /// Properties that the types require, and that have a default or are not asked for.
    optional: Vec<String>,
    /// Properties of other releases.
    extra: Vec<String>,
    /// Values that are missing from an enum.
    values: BTreeMap<String, Vec<String>>,
    /// Definitions of Kubernetes that are meant where the types say no more than that there is an object.
    refers: BTreeMap<String, String>,
    /// Kinds that are nothing without their `spec`. The types do not say.
    whole: Vec<String>,
    /// Which of them were of use.
    #[serde(skip)]
    used: RefCell<BTreeSet<String>>,
}

impl Corrections {
    /// Puts a property into an object that is being read.
    pub fn property(&self, object: &mut Map<String, Value>, owner: &str, name: &str, mut body: Value) {
        let label = format!("{owner}.{name}");
        if self.finds(&self.open, &label) {
            body = json!({});
        }
        for (pattern, values) in &self.values {
            let there = body.get_mut("enum").and_then(Value::as_array_mut);
            if let Some(there) = there.filter(|_| self.fits(pattern, &label)) {
                there.extend(values.iter().map(|value| json!(value)));
            }
        }
        for (pattern, definition) in &self.refers {
            if self.fits(pattern, &label) {
                body = json!({"$ref": format!("#/definitions/{definition}")});
            }
        }
        object.insert(name.to_owned(), body);
    }

    /// Whether a property that the types require may be left out.
    pub fn is_optional(&self, owner: &str, name: &str) -> bool {
        let label = format!("{owner}.{name}");
        self.finds(&self.optional, &label) || self.finds(&self.open, &label)
    }

    /// Whether objects of a kind must have a `spec`.
    pub fn is_whole(&self, kind: &str) -> bool {
        self.finds(&self.whole, kind)
    }

    /// Adds what other releases have.
    pub fn extend(&self, object: &mut Map<String, Value>, owner: &str) {
        for pattern in &self.extra {
            let Some((_, name)) = pattern.rsplit_once('.') else { continue };
            if self.fits(pattern, &format!("{owner}.{name}")) {
                object.entry(name).or_insert_with(|| json!({}));
            }
        }
    }

    /// Refuses corrections that correct nothing: they are misspelt, or the package has caught up.
    pub fn check(&self) -> Result<()> {
        let used = self.used.borrow();
        let all = self.open.iter().chain(&self.optional).chain(&self.extra).chain(&self.whole).chain(self.values.keys()).chain(self.refers.keys());
        let idle: Vec<&String> = all.filter(|pattern| !used.contains(*pattern)).collect();
        ensure!(idle.is_empty(), "these correct nothing: {idle:?}");
        Ok(())
    }

    /// Whether one of the patterns fits.
    fn finds(&self, patterns: &[String], label: &str) -> bool {
        patterns.iter().any(|pattern| self.fits(pattern, label))
    }

    /// Whether a pattern fits.
    fn fits(&self, pattern: &str, label: &str) -> bool {
        let fits = pattern.strip_prefix('*').map_or(pattern == label, |end| label.ends_with(end));
        if fits {
            self.used.borrow_mut().insert(pattern.to_owned());
        }
        fits
    }
}
