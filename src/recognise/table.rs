//! The table as written, and how it becomes a [`KindTable`].

use std::{collections::BTreeMap, sync::Arc};

use serde::Deserialize;
use serde_json::Value;

use super::{
    KindTable,
    glob::PathPattern,
    marked::{Marked, Marker},
    objects::System,
    one_or_more::OneOrMore,
    probe::{Probe, When},
    views::{ViewRow, Views},
};
use crate::{
    document::{Document, Pointer, Step},
    embedded::POLICIES,
    kind::{Dialect, Format, Kind},
};

/// The files of waylint's own table.
const BUILT_IN: [&str; 2] = ["policies/kinds.yaml", "policies/views.yaml"];

/// Stands for the kind of a row whose documents name it themselves.
const BY_OBJECT: &str = "{prefix}/{kind}";

/// Why a table cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KindTableError {
    /// The text is not a table.
    #[error("{name}: {message}")]
    Syntax {
        /// The file, as shown.
        name: String,
        /// What is wrong.
        message: String,
    },
    /// A row refers to something that does not exist.
    #[error("{0}")]
    Reference(String),
}

/// One file of the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    kinds: Vec<WrittenRow>,
    #[serde(default)]
    objects: Vec<System>,
    #[serde(default)]
    groups: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    views: Vec<ViewRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenRow {
    kind: String,
    title: String,
    #[serde(default = "yaml")]
    format: Format,
    #[serde(default)]
    dialect: Dialect,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    marker: Option<OneOrMore>,
    #[serde(default)]
    listed: Vec<String>,
    when: Option<When>,
    root: Option<String>,
}

fn yaml() -> Format {
    Format::Yaml
}

/// What a row says that a document is.
#[derive(Debug)]
pub(super) enum Means {
    Kind(Kind),
    /// Its `apiVersion` and `kind` say.
    Object,
}

/// One row of the table, ready to be asked.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) means: Means,
    pub(super) title: String,
    pub(super) format: Format,
    pub(super) when: Option<Probe>,
    dialect: Dialect,
    except: Vec<PathPattern>,
    marker: Vec<String>,
    /// With a marker: the names again, to be counted from the marker's folder.
    below_marker: Vec<PathPattern>,
    /// Where the marker must name the file, as dotted paths.
    listed: Vec<String>,
    root: Option<String>,
}

impl Row {
    /// Whether a path that one of the names covers is really meant.
    pub(super) fn takes(&self, number: u16, path: &str, above: &dyn Fn(&Marker<'_>) -> Option<Arc<Marked>>) -> bool {
        if self.except.iter().any(|pattern| pattern.covers(path)) {
            return false;
        }
        if self.marker.is_empty() {
            return true;
        }
        let marker = Marker { row: number, files: &self.marker, read: !self.listed.is_empty() };
        let Some(marked) = above(&marker) else { return false };
        let below = marked.below(path);
        // What a marker lists is looked up sooner than names are compared.
        (self.listed.is_empty() || marked.lists(below, &self.listed))
            && self.below_marker.iter().any(|pattern| pattern.covers_whole(below))
    }

    /// The document as this row sees it, with its place; none if it is not of the row's kind.
    pub(super) fn document<'t>(&self, document: Document<'t>) -> Option<(Document<'t>, Pointer)> {
        let root = document.root();
        if self.when.as_ref().is_some_and(|when| !when.holds(root)) {
            return None;
        }
        let document = document.in_dialect(self.dialect);
        match &self.root {
            None => Some((document, Pointer::root())),
            Some(key) => Some((document.at(root.get(key)?), Pointer(vec![Step::Key(key.clone())]))),
        }
    }
}

impl KindTable {
    /// waylint's own table and more: rows of `extra` (name and content of each file) are tried before the built-in ones,
    /// their groups and views add to those of the same name.
    pub fn with(extra: &[(String, Value)]) -> Result<Self, KindTableError> {
        let syntax = |name: &str, error: &serde_json::Error| KindTableError::Syntax {
            name: name.to_owned(),
            message: error.to_string(),
        };
        let mut files = Vec::new();
        for (name, content) in extra {
            files.push(File::deserialize(content).map_err(|error| syntax(name, &error))?);
        }
        for file in POLICIES.iter().filter(|file| BUILT_IN.contains(&file.name)) {
            files.push(serde_json::from_str(file.data).map_err(|error| syntax(file.name, &error))?);
        }
        let mut table = Self::default();
        let mut views = Vec::new();
        for file in files {
            file.kinds.into_iter().for_each(|row| table.add(row));
            file.objects.into_iter().for_each(|system| table.systems.push(system));
            file.groups.into_iter().for_each(|(group, members)| table.groups.add(&group, members));
            views.extend(file.views);
        }
        table.views = Views::new(&views).map_err(KindTableError::Reference)?;
        // waylint's own table alone is checked by its tests.
        if !extra.is_empty() {
            table.check()?;
        }
        Ok(table)
    }

    fn add(&mut self, written: WrittenRow) {
        let number = self.rows.len() as u16;
        let patterns = |names: &[String]| names.iter().flat_map(|name| PathPattern::all(name)).collect();
        let marker = written.marker.as_ref().map_or(&[][..], OneOrMore::as_slice).to_vec();
        let below_marker = if marker.is_empty() { Vec::new() } else { patterns(&written.names) };
        if written.names.is_empty() {
            self.content.push(number);
        }
        let names: Vec<PathPattern> = patterns(&written.names);
        names.into_iter().for_each(|pattern| self.names.add(number, pattern));
        self.rows.push(Row {
            means: if written.kind == BY_OBJECT { Means::Object } else { Means::Kind(Kind::new(written.kind)) },
            title: written.title,
            format: written.format,
            when: written.when.map(Probe::new),
            dialect: written.dialect,
            except: patterns(&written.except),
            marker,
            below_marker,
            listed: written.listed,
            root: written.root,
        });
    }

    /// Every kind named in a group or a view exists, and no name means two things.
    fn check(&self) -> Result<(), KindTableError> {
        let in_groups = self.groups.iter().flat_map(|(name, members)| members.iter().map(move |kind| (name, kind)));
        let in_views = self.views.iter().flat_map(|(name, _)| {
            self.views.paths(name).iter().flat_map(|path| &path.kinds).map(move |kind| (name, kind))
        });
        if let Some((name, kind)) = in_groups.chain(in_views).find(|(_, kind)| !self.is_known(kind)) {
            return Err(KindTableError::Reference(format!("{name} names {kind}, which is no kind")));
        }
        match self.groups.iter().find(|(name, _)| self.views.has(name)) {
            Some((name, _)) => Err(KindTableError::Reference(format!("{name} is a group and a view"))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waylints_own_table_names_nothing_that_does_not_exist() {
        KindTable::with(&[]).unwrap().check().unwrap();
    }
}
