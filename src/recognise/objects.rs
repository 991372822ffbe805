//! Objects of Kubernetes and of everything that speaks its language: `apiVersion` and `kind` say what a document is.

use std::borrow::Cow;

use serde::Deserialize;

use super::glob;
use crate::{
    document::{Document, NodeRef, Pointer, Step, Value},
    kind::Dialect,
};

/// A system's objects, as written: groups of an `apiVersion` and the name they get in a kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct System {
    /// The part before the slash.
    pub(super) prefix: String,
    /// What people call it.
    pub(super) title: String,
    /// Groups of `apiVersion`, globs allowed. The empty one is that of every version without a group, which may also be
    /// named themselves: `v1`.
    pub(super) groups: Vec<String>,
    /// The kinds known, for documentation and to catch misspelt rules.
    #[serde(default)]
    pub(super) kinds: Vec<String>,
    /// Whether the groups mean this system only for these kinds.
    #[serde(default)]
    pub(super) only: bool,
    /// How its plain scalars are read.
    #[serde(default = "go")]
    pub(super) dialect: Dialect,
}

/// Whatever speaks this language was almost always written in Go and reads YAML by way of `sigs.k8s.io/yaml`.
fn go() -> Dialect {
    Dialect::Go
}

/// All systems, the first that fits wins.
#[derive(Debug, Default)]
pub(super) struct Systems(Vec<System>);

impl Systems {
    pub(super) fn push(&mut self, system: System) {
        self.0.push(system);
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, System> {
        self.0.iter()
    }

    /// The name of a kind of object and the dialect it is read in; none if it cannot be an object.
    pub(super) fn name(&self, api_version: &str, kind: &str) -> Option<(String, Dialect)> {
        let group = api_version.split_once('/').map_or("", |(group, _)| group);
        // A few custom kinds are written small (`postgresql`); their group is a domain and leaves no doubt.
        let is_kind = is_object_kind(kind) || (group.contains('.') && kind.bytes().all(|c| c.is_ascii_alphanumeric()));
        if !is_kind || kind.is_empty() || !is_api_version(api_version) {
            return None;
        }
        let fits = |system: &&System| {
            let is_listed = || system.kinds.iter().any(|known| known == kind);
            let is_meant = |known: &String| glob::covers(known, group) || (group.is_empty() && known == api_version);
            system.groups.iter().any(is_meant) && (!system.only || is_listed())
        };
        match self.0.iter().find(fits) {
            Some(system) => Some((format!("{}/{kind}", system.prefix), system.dialect)),
            // What has no group and is not Kubernetes' own is something else that happens to use the words.
            None if group.is_empty() => None,
            None => Some((format!("{group}/{kind}"), Dialect::Go)),
        }
    }

    /// Whether there may be a kind that a pattern covers: of systems whose kinds are listed, only those.
    pub(super) fn have(&self, pattern: &str) -> bool {
        let Some((prefix, kind)) = pattern.rsplit_once('/') else { return false };
        let is_kind = is_object_kind(kind) || kind.contains('*');
        let mut systems = self.0.iter().filter(|system| glob::covers(prefix, &system.prefix)).peekable();
        if systems.peek().is_none() {
            // The group of an unlisted system.
            return prefix.contains('.') && is_kind;
        }
        let mut listed = systems.flat_map(|system| &system.kinds).peekable();
        if listed.peek().is_none() { is_kind } else { listed.any(|known| glob::covers(kind, known)) }
    }
}

/// One object, and where it stands in its document.
pub(super) struct Object<'t> {
    pub(super) name: String,
    pub(super) document: Document<'t>,
    pub(super) pointer: Pointer,
}

/// The objects of a document: itself, or the items if it is a list.
pub(super) fn objects<'t>(systems: &Systems, document: Document<'t>) -> Vec<Object<'t>> {
    let mut found = Vec::new();
    collect(systems, document, &Pointer::root(), None, &mut found);
    found
}

/// Items of a typed list (`DeploymentList`) may leave out what the list's own kind says of them.
fn collect<'t>(
    systems: &Systems,
    document: Document<'t>,
    pointer: &Pointer,
    inherited: Option<(&str, &str)>,
    found: &mut Vec<Object<'t>>,
) {
    let root = document.root();
    let own = |key| root.get(key).filter(|node| !node.is_collection()).map(NodeRef::text);
    let (api_version, kind) = match (own("apiVersion"), own("kind"), inherited) {
        (Some(api_version), Some(kind), _) => (api_version, kind),
        (None, None, Some((api_version, kind))) => (Cow::Borrowed(api_version), Cow::Borrowed(kind)),
        _ => return,
    };
    let items = root.get("items").filter(|items| items.is_sequence() || items.value() == Value::Null);
    if let (Some(item_kind), Some(items)) = (kind.strip_suffix("List"), items) {
        let inherited = Some((&*api_version, item_kind)).filter(|(_, kind)| !kind.is_empty());
        for (index, item) in items.items().enumerate() {
            let pointer = pointer.join(&[Step::from("items"), Step::Index(index)]);
            collect(systems, document.at(item), &pointer, inherited, found);
        }
    } else if let Some((name, dialect)) = systems.name(&api_version, &kind) {
        found.push(Object { name, document: document.in_dialect(dialect), pointer: pointer.clone() });
    }
}

fn is_object_kind(kind: &str) -> bool {
    kind.starts_with(|c: char| c.is_ascii_uppercase()) && kind.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `version` or `group/version`, both as DNS names: neither a placeholder nor prose.
fn is_api_version(text: &str) -> bool {
    let is_name = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
    };
    text.split('/').count() <= 2 && text.split('/').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_placeholders_are_no_objects() {
        for (api_version, kind) in
            [("v1", "service"), ("{{ x }}", "Pod"), ("a/b/c", "Pod"), ("v1", "Some Thing"), ("", "Pod")]
        {
            assert_eq!(Systems::default().name(api_version, kind), None, "{api_version} {kind}");
        }
        assert_eq!(Systems::default().name("example.com/v1", "Pod"), Some(("example.com/Pod".to_owned(), Dialect::Go)));
    }
}
