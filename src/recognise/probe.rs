//! What a document must hold to be of a kind.

use std::collections::BTreeMap;

use memchr::memmem::Finder;
use serde::Deserialize;

use super::{glob, one_or_more::OneOrMore};
use crate::document::NodeRef;

/// `when` of a row, as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct When {
    /// Paths that must all be there.
    #[serde(default)]
    all: Vec<String>,
    /// Paths of which one must be there.
    #[serde(default)]
    any: Vec<String>,
    /// Paths that must not be there.
    #[serde(default)]
    none: Vec<String>,
    /// Scalars that must look like one of the globs.
    #[serde(default)]
    is: BTreeMap<String, OneOrMore>,
}

/// A `when`, ready to be asked.
#[derive(Debug)]
pub(super) struct Probe {
    when: When,
    /// Keys that every matching file must contain.
    needed: Vec<Finder<'static>>,
    /// Sets of keys of which every matching file must contain one.
    alternatives: Vec<Vec<Finder<'static>>>,
}

impl Probe {
    pub(super) fn new(when: When) -> Self {
        let mut needed: Vec<&str> = when.all.iter().chain(when.is.keys()).flat_map(|path| keys(path)).collect();
        // Long keys are rare keys: ask for them first.
        needed.sort_by_key(|key| std::cmp::Reverse(key.len()));
        needed.dedup();
        let needed = needed.into_iter().map(finder).collect();
        let alternatives = when.any.iter().map(|path| keys(path).map(finder).collect()).collect();
        Self { when, needed, alternatives }
    }

    /// Whether a file with these bytes could hold: false is certain, true is not.
    pub(super) fn may_hold(&self, bytes: &[u8]) -> bool {
        let has = |finder: &Finder<'_>| finder.find(bytes).is_some();
        self.needed.iter().all(has)
            && (self.alternatives.is_empty() || self.alternatives.iter().any(|keys| keys.iter().all(has)))
    }

    /// Whether a document with this root is meant.
    pub(super) fn holds(&self, root: NodeRef<'_>) -> bool {
        let there = |path: &String| exists(root, path);
        let When { all, any, none, is } = &self.when;
        all.iter().all(there)
            && is.iter().all(|(path, globs)| looks_like(root, path, globs.as_slice()))
            && (any.is_empty() || any.iter().any(there))
            && !none.iter().any(there)
    }
}

/// Whether there is something at the end of a path.
pub(super) fn exists(root: NodeRef<'_>, path: &str) -> bool {
    seek(root, path, &mut |_| true)
}

fn looks_like(root: NodeRef<'_>, path: &str, globs: &[String]) -> bool {
    seek(root, path, &mut |node| !node.is_collection() && globs.iter().any(|glob| glob::covers(glob, &node.text())))
}

/// Whether a node at the end of a dotted path passes a test. `*` is any item or value. A key may itself hold dots, as in
/// the flat form of Elastic's settings: `filebeat.inputs` is found as one key and as two.
pub(super) fn seek<'t>(node: NodeRef<'t>, path: &str, test: &mut dyn FnMut(NodeRef<'t>) -> bool) -> bool {
    if path == "*" {
        return children(node).any(test);
    }
    if let Some(rest) = path.strip_prefix("*.") {
        return children(node).any(|child| seek(child, rest, test));
    }
    if !node.is_mapping() {
        return false;
    }
    if node.get(path).is_some_and(&mut *test) {
        return true;
    }
    path.match_indices('.').any(|(at, _)| node.get(&path[..at]).is_some_and(|below| seek(below, &path[at + 1..], test)))
}

fn children<'t>(node: NodeRef<'t>) -> impl Iterator<Item = NodeRef<'t>> {
    node.items().chain(node.entries().into_iter().map(|(_, value)| value))
}

/// The keys that a file must contain for a path to be there. A dotted key may be written in either form, so it is cut.
fn keys(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').filter(|key| *key != "*")
}

fn finder(key: &str) -> Finder<'static> {
    Finder::new(key).into_owned()
}
