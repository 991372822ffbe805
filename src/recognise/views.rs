//! The parts of documents that rules talk about, by name: the same containers stand at six places in ten kinds.

use std::{borrow::Cow, collections::BTreeMap};

use serde::Deserialize;

use super::{glob, one_or_more::OneOrMore, patterns::Groups};
use crate::document::{NodeRef, Pointer, Step};

/// A view, as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ViewRow {
    pub(super) view: String,
    pub(super) title: String,
    pub(super) entries: Vec<Entry>,
}

/// Where the parts stand, as written: in documents of some kinds, or in the parts of another view.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Entry {
    #[serde(default)]
    kinds: Vec<String>,
    r#in: Option<String>,
    at: OneOrMore,
    /// Keys that the last `*` passes by, globs allowed.
    #[serde(default)]
    except: Vec<String>,
    /// The only keys that the last `*` takes, globs allowed.
    #[serde(default)]
    only: Vec<String>,
    /// How the values there are read, where the parts are inside their texts.
    reads: Option<Reading>,
}

/// A language inside the texts of a document, whose parts are the nodes of a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// Each `${{ … }}` in all texts below.
    GithubExpressions,
    /// A text that is an expression without `${{ }}`.
    GithubCondition,
    /// Each command of a shell script in which `${{ … }}` may stand.
    GithubCommands,
}

/// One place of a view in documents of some kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewPath {
    /// Kinds, groups of kinds or globs over kinds that have the place.
    pub kinds: Vec<String>,
    /// The way there from the document's root.
    pub at: Vec<ViewStep>,
    /// How the values there are read, where the parts are inside their texts.
    pub reads: Option<Reading>,
}

/// One step of a [`ViewPath`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewStep {
    /// Into a mapping.
    Key(String),
    /// Into every item of a sequence, or every value of a mapping whose key is allowed.
    Every {
        /// Keys passed by, globs.
        except: Vec<String>,
        /// If there are any, the only keys taken, globs.
        only: Vec<String>,
    },
}

impl ViewStep {
    /// Whether it goes through a mapping's key.
    pub fn takes(&self, key: &str) -> bool {
        let is_in = |globs: &[String]| globs.iter().any(|glob| glob::covers(glob, key));
        match self {
            Self::Key(name) => name == key,
            Self::Every { except, only } => !is_in(except) && (only.is_empty() || is_in(only)),
        }
    }
}

/// All views, entries in terms of other views resolved.
#[derive(Debug, Default)]
pub(super) struct Views(BTreeMap<String, View>);

#[derive(Debug)]
struct View {
    title: String,
    paths: Vec<ViewPath>,
}

/// Views inside views; more is a circle.
const DEEPEST: u8 = 8;

impl Views {
    /// Resolves views. Rows of the same name are one view, and a place that is named twice is one place.
    pub(super) fn new(rows: &[ViewRow]) -> Result<Self, String> {
        let mut views: BTreeMap<String, View> = BTreeMap::new();
        for row in rows {
            let paths = resolve(rows, row, DEEPEST)?;
            let view = || View { title: row.title.clone(), paths: Vec::new() };
            let known = &mut views.entry(row.view.clone()).or_insert_with(view).paths;
            for path in paths {
                if !known.contains(&path) {
                    known.push(path);
                }
            }
        }
        Ok(Self(views))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, view)| (name.as_str(), view.title.as_str()))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn paths(&self, view: &str) -> &[ViewPath] {
        self.0.get(view).map_or(&[], |view| &view.paths)
    }

    /// Whether documents of a kind have places of a view.
    pub(super) fn matches(&self, view: &str, groups: &Groups, kind: &str) -> bool {
        self.paths(view).iter().any(|path| path.means(groups, kind))
    }
}

impl ViewPath {
    /// Whether documents of a kind have the place.
    pub(super) fn means(&self, groups: &Groups, kind: &str) -> bool {
        self.kinds.iter().any(|pattern| groups.matches(pattern, kind))
    }

    /// Adds all nodes at this place below `root`.
    pub(super) fn nodes<'t>(&self, root: NodeRef<'t>, found: &mut Vec<(Pointer, NodeRef<'t>)>) {
        walk(root, &self.at, &mut Vec::new(), found);
    }
}

/// One step that was taken; it becomes one of a pointer where the way leads somewhere.
enum Taken<'w, 't> {
    Key(&'w str),
    Text(Cow<'t, str>),
    Index(usize),
}

impl Taken<'_, '_> {
    fn step(&self) -> Step {
        match self {
            Self::Key(key) => Step::Key((*key).to_owned()),
            Self::Text(key) => Step::Key(key.clone().into_owned()),
            Self::Index(index) => Step::Index(*index),
        }
    }
}

fn walk<'w, 't>(
    node: NodeRef<'t>,
    way: &'w [ViewStep],
    taken: &mut Vec<Taken<'w, 't>>,
    found: &mut Vec<(Pointer, NodeRef<'t>)>,
) {
    let Some((step, rest)) = way.split_first() else {
        found.push((Pointer(taken.iter().map(Taken::step).collect()), node));
        return;
    };
    let mut enter = |step: Taken<'w, 't>, below: NodeRef<'t>| {
        taken.push(step);
        walk(below, rest, taken, found);
        taken.pop();
    };
    match step {
        ViewStep::Key(key) => {
            if let Some(below) = node.get(key) {
                enter(Taken::Key(key), below);
            }
        }
        ViewStep::Every { .. } => {
            for (index, item) in node.items().enumerate() {
                enter(Taken::Index(index), item);
            }
            for (key, value) in node.entries() {
                let key = key.text();
                if step.takes(&key) {
                    enter(Taken::Text(key), value);
                }
            }
        }
    }
}

fn resolve(rows: &[ViewRow], row: &ViewRow, depth: u8) -> Result<Vec<ViewPath>, String> {
    let mut paths = Vec::new();
    if depth == 0 {
        return Err(format!("view {} stands in itself", row.view));
    }
    for entry in &row.entries {
        let mut bases = Vec::new();
        if !entry.kinds.is_empty() {
            bases.push(ViewPath { kinds: entry.kinds.clone(), at: Vec::new(), reads: None });
        }
        if let Some(other) = &entry.r#in {
            let before = bases.len();
            for row in rows.iter().filter(|row| row.view == *other) {
                bases.extend(resolve(rows, row, depth - 1)?);
            }
            if bases.len() == before {
                return Err(format!("view {} stands in a view {other} that does not exist", row.view));
            }
        }
        for base in &bases {
            paths.extend(entry.ways().map(|way| ViewPath {
                kinds: base.kinds.clone(),
                at: base.at.iter().cloned().chain(way).collect(),
                reads: entry.reads,
            }));
        }
    }
    Ok(paths)
}

impl Entry {
    fn ways(&self) -> impl Iterator<Item = Vec<ViewStep>> {
        self.at.as_slice().iter().map(|at| {
            let step = |part: &str| match part {
                "*" => ViewStep::Every { except: Vec::new(), only: Vec::new() },
                key => ViewStep::Key(key.to_owned()),
            };
            let mut way: Vec<ViewStep> = at.split('.').filter(|part| !part.is_empty()).map(step).collect();
            let last = way.iter_mut().rev().find_map(|step| match step {
                ViewStep::Every { except, only } => Some((except, only)),
                ViewStep::Key(_) => None,
            });
            if let Some((except, only)) = last {
                (*except, *only) = (self.except.clone(), self.only.clone());
            }
            way
        })
    }
}
