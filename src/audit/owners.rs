//! Who owns a repository: its catalogue entity, else CODEOWNERS, else the manifest, else nobody.
//!
//! Teams are meant, not people: addresses of mail are left out.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use super::{
    dataset::{OwnerSource, UNOWNED},
    manifest::Facts,
};
use crate::{
    config::FilePatterns,
    document::{self, Limits},
    finding::Artifact,
    kind::Format,
    recognise::KindTable,
    source::Source,
};

/// What a repository says of itself besides its standards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Described {
    /// Owners by folder; the first is that of the whole repository, whose folder is empty.
    pub(super) owners: Vec<Owner>,
    /// Its lifecycle, if its catalogue entity says it.
    pub(super) lifecycle: Option<String>,
}

/// Who owns a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    /// The folder, empty for all of the repository.
    pub(super) path: String,
    /// The team.
    pub(super) name: String,
    /// What it belongs to.
    pub(super) domain: Option<String>,
    /// Who says so.
    pub(super) source: OwnerSource,
}

/// Where CODEOWNERS may lie, in the order in which hosts look.
pub(super) const CODEOWNERS: [&str; 4] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

/// The group of kinds that catalogue entities are of.
const ENTITIES: &str = "backstage/any-entity";

/// How many files with entities are read: a repository with more is a catalogue of others.
const MOST: usize = 100;

/// Finds the owners of a repository. `artifacts` are its files, `folder` its root.
pub(super) fn describe(folder: &Path, artifacts: &[Artifact], kinds: &KindTable, facts: &Facts) -> Described {
    let entities = entities(folder, artifacts, kinds);
    let lifecycle = entities.iter().find_map(|entity| entity.lifecycle.clone());
    let whole = of_entities(&entities)
        .or_else(|| codeowners(folder, artifacts))
        .or_else(|| {
            let name = facts.owner.clone()?;
            Some(Owner { path: String::new(), name, domain: None, source: OwnerSource::Manifest })
        })
        .unwrap_or(Owner { path: String::new(), name: UNOWNED.to_owned(), domain: None, source: OwnerSource::None });
    let whole = Owner { domain: facts.domain.clone().or(whole.domain), ..whole };
    let mut parts: BTreeMap<String, Owner> = BTreeMap::new();
    for entity in entities.into_iter().filter(|entity| !entity.folder.is_empty()) {
        let Some(name) = entity.owner.filter(|name| *name != whole.name) else { continue };
        let path = entity.folder;
        parts.entry(path.clone()).or_insert(Owner { path, name, domain: entity.domain, source: OwnerSource::Catalog });
    }
    Described { owners: std::iter::once(whole).chain(parts.into_values()).collect(), lifecycle }
}

/// What a catalogue entity says.
#[derive(Debug)]
struct Entity {
    /// The folder that its file lies in.
    folder: String,
    owner: Option<String>,
    domain: Option<String>,
    lifecycle: Option<String>,
}

/// The repository's entities, the one nearest to the root first.
fn entities(folder: &Path, artifacts: &[Artifact], kinds: &KindTable) -> Vec<Entity> {
    let is_entity = |artifact: &&Artifact| {
        artifact.documents > 0 && artifact.kinds.iter().any(|kind| kinds.matches(ENTITIES, kind))
    };
    let mut files: Vec<&str> = artifacts.iter().filter(is_entity).map(|artifact| &*artifact.file).collect();
    files.sort_by_key(|file| (file.matches('/').count(), !file.starts_with("catalog-info."), *file));
    files.truncate(MOST);
    files.into_iter().flat_map(|file| read(folder, file, kinds)).collect()
}

fn read(folder: &Path, file: &str, kinds: &KindTable) -> Vec<Entity> {
    let Ok(text) = fs::read_to_string(folder.join(file)) else { return Vec::new() };
    let format = if file.ends_with(".json") { Format::Json } else { Format::Yaml };
    let tree = document::parse(Arc::new(Source::new(file, text)), format, &Limits::default());
    let guess = kinds.by_path(file, &|_| None);
    let entity = |part: crate::recognise::Recognised<'_>| {
        let kind = part.kind.as_str();
        // Groups, users and locations describe others; a template describes what is yet to be.
        let is_own = ["Component", "API", "Resource", "System"].iter().any(|own| kind.ends_with(own));
        let root = part.document.root();
        let word = |keys: &[&str]| {
            let text = root.at(keys)?.as_str()?.trim().to_owned();
            (!text.is_empty() && !text.contains(['{', '$'])).then_some(text)
        };
        is_own.then(|| Entity {
            folder: file.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default(),
            owner: word(&["spec", "owner"]).map(|owner| plain(&owner)),
            domain: word(&["spec", "domain"]).or_else(|| word(&["spec", "system"])).map(|name| plain(&name)),
            lifecycle: word(&["spec", "lifecycle"]),
        })
    };
    kinds.documents(&tree, &guess).into_iter().filter_map(entity).collect()
}

/// `group:default/team-a` is `team-a`.
fn plain(reference: &str) -> String {
    reference.rsplit(['/', ':']).next().unwrap_or(reference).to_owned()
}

/// The owner that an entity at the root names, else the one that most entities do.
fn of_entities(entities: &[Entity]) -> Option<Owner> {
    let owner = |name: &str, domain: &Option<String>| Owner {
        path: String::new(),
        name: name.to_owned(),
        domain: domain.clone(),
        source: OwnerSource::Catalog,
    };
    let at_root = entities.iter().find(|entity| entity.folder.is_empty() && entity.owner.is_some());
    if let Some(Entity { owner: Some(name), domain, .. }) = at_root {
        return Some(owner(name, domain));
    }
    let named = entities.iter().filter_map(|entity| entity.owner.as_deref());
    most(named).map(|name| owner(name, &None))
}

/// The name that comes most often; of equals the first in the alphabet.
fn most<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(name, _)| name)
}

/// The owner of everything, by the last line for `*`, else the owner of most files.
fn codeowners(folder: &Path, artifacts: &[Artifact]) -> Option<Owner> {
    let text = CODEOWNERS.iter().find_map(|file| fs::read_to_string(folder.join(file)).ok())?;
    let lines: Vec<(&str, Option<String>)> = text.lines().filter_map(line).collect();
    let of_all =
        lines.iter().rev().find(|(pattern, owner)| ["*", "**", "/", "/**"].contains(pattern) && owner.is_some());
    let name = match of_all {
        Some((_, owner)) => owner.clone(),
        None => {
            let patterns: Vec<_> = lines
                .iter()
                .filter_map(|(pattern, owner)| {
                    let pattern = FilePatterns::new(Path::new("/"), &[(*pattern).to_owned()]).ok()?;
                    Some((pattern, owner.as_deref()?))
                })
                .collect();
            let owner = |file: &str| {
                let path = Path::new("/").join(file);
                patterns.iter().rev().find(|(pattern, _)| pattern.name(&path)).map(|(_, owner)| *owner)
            };
            most(artifacts.iter().filter_map(|artifact| owner(&artifact.file))).map(str::to_owned)
        }
    };
    name.map(|name| Owner { path: String::new(), name, domain: None, source: OwnerSource::Codeowners })
}

/// A line's pattern and its owner: a team before anybody else.
fn line(line: &str) -> Option<(&str, Option<String>)> {
    let line = line.split(" #").next().unwrap_or_default().trim();
    if line.is_empty() || line.starts_with(['#', '[', '^']) {
        return None;
    }
    let mut words = line.split_whitespace();
    let pattern = words.next()?;
    let handles: Vec<&str> = words.filter_map(|word| word.strip_prefix('@')).collect();
    let owner = handles.iter().find(|handle| handle.contains('/')).or(handles.first());
    Some((pattern, owner.map(|owner| plain(owner))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_codeowners_names_a_team_before_a_person_and_nobody_by_mail() {
        let owner = |text| line(text).map(|(pattern, owner)| (pattern, owner.unwrap_or_default()));
        assert_eq!(owner("*  @ann @shop/payments # all"), Some(("*", "payments".to_owned())));
        assert_eq!(owner("/deploy/ @ann"), Some(("/deploy/", "ann".to_owned())));
        assert_eq!(owner("docs/ ann@example.com"), Some(("docs/", String::new())));
        assert_eq!((owner("# all"), owner("[Section] @x"), owner("")), (None, None, None));
    }

    #[test]
    fn of_equals_the_first_in_the_alphabet_is_taken() {
        assert_eq!(most(["b", "a", "c", "b", "a"].into_iter()), Some("a"));
        assert_eq!(most(["b", "a", "b"].into_iter()), Some("b"));
    }
}
