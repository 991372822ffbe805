//! Which kinds a rule means: exact names, groups of kinds, views, globs.

use std::collections::BTreeMap;

use super::glob;

/// Named sets of kinds.
#[derive(Debug, Default)]
pub(super) struct Groups(BTreeMap<String, Vec<String>>);

impl Groups {
    /// Adds members to a group; one that exists grows.
    pub(super) fn add(&mut self, name: &str, members: Vec<String>) {
        self.0.entry(name.to_owned()).or_default().extend(members);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(name, members)| (name.as_str(), members.as_slice()))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether a pattern, which may be a group, means a kind.
    pub(super) fn matches(&self, pattern: &str, kind: &str) -> bool {
        self.matches_within(pattern, kind, MOST_GROUPS)
    }

    /// Groups may hold groups; `depth` ends those that hold themselves.
    fn matches_within(&self, pattern: &str, kind: &str, depth: u8) -> bool {
        match self.0.get(pattern) {
            Some(members) if depth > 0 => members.iter().any(|member| self.matches_within(member, kind, depth - 1)),
            Some(_) => false,
            None => glob::covers(pattern, kind),
        }
    }
}

/// Groups inside groups.
const MOST_GROUPS: u8 = 8;
