//! Recognising what files are: kinds, groups of kinds and views, all of them data.
//!
//! `policies/kinds.yaml` says by which path, or by which keys, a file is of a kind; `policies/views.yaml` names the
//! parts of documents that rules talk about. Packs may bring more of both, so a new system needs no line of Rust.
//!
//! A file is recognised in two steps. [`KindTable::by_path`] looks at the path alone, before the file is opened, and
//! rules most files out; [`KindTable::documents`] looks at what was read. Rows are tried in the order of the table and
//! the first that fits wins.

mod glob;
mod marked;
mod objects;
mod one_or_more;
mod patterns;
mod placeholder;
mod probe;
mod table;
mod template;
mod views;

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use crate::{
    document::{Document, NodeRef, Pointer, Style, Tree},
    kind::{Dialect, Format, Kind},
};

pub use marked::{Marked, Marker};
pub use table::KindTableError;
pub use views::{Reading, ViewPath, ViewStep};

use table::{Means, Row};

/// All kinds, groups and views that this run knows.
#[derive(Debug, Default)]
pub struct KindTable {
    rows: Vec<Row>,
    /// Rows that name no file, in order: any YAML or JSON file may be theirs.
    content: Vec<u16>,
    names: glob::PathIndex,
    systems: objects::Systems,
    groups: patterns::Groups,
    views: views::Views,
    /// Kinds of objects that were met.
    of_objects: RwLock<FxHashMap<Box<str>, Kind>>,
}

/// What a path says about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guess {
    /// Its path alone says what it is.
    Kind {
        /// The row of the table.
        row: u16,
        /// How to read it.
        format: Format,
    },
    /// What it holds must say.
    ByContent {
        /// How to read it.
        format: Format,
        /// Rows that its path suggests.
        named: Named,
        /// Whether others may fit too, since its ending is that of data: `a.rules` is rules of Prometheus or nothing.
        is_data: bool,
    },
    /// Nothing waylint reads.
    Unknown,
}

impl Guess {
    /// How to read the file; none if there is no use in it.
    pub fn format(&self) -> Option<Format> {
        match self {
            Self::Kind { format, .. } | Self::ByContent { format, .. } => Some(*format),
            Self::Unknown => None,
        }
    }
}

/// A few rows in the order of the table. More than fit are too vague to matter, so the rest is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Named {
    rows: [u16; 6],
    len: u8,
}

impl Named {
    fn as_slice(&self) -> &[u16] {
        &self.rows[..self.len as usize]
    }

    fn insert(&mut self, row: u16) {
        let at = self.as_slice().partition_point(|&other| other < row);
        if self.as_slice().get(at) == Some(&row) || at == self.rows.len() {
            return;
        }
        let last = usize::from(self.len).min(self.rows.len() - 1);
        self.rows.copy_within(at..last, at + 1);
        self.rows[at] = row;
        self.len = last as u8 + 1;
    }
}

/// One document of a known kind.
#[derive(Clone, Debug)]
pub struct Recognised<'t> {
    /// What it is.
    pub kind: Kind,
    /// Its nodes, read in the kind's dialect. For an item of a list this is the item.
    pub document: Document<'t>,
    /// Which document of the file it is, from 0.
    pub index: usize,
    /// Where in that document it stands: `items[3]` of a list, otherwise the root.
    pub pointer: Pointer,
}

/// A kind, for documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownKind<'a> {
    /// Its name.
    pub kind: Kind,
    /// What people call it.
    pub title: &'a str,
    /// How it is read.
    pub format: Format,
}

/// The kind of files that are filled in by something else before anybody reads them.
pub const TEMPLATE: &str = "template";

impl KindTable {
    /// waylint's own table.
    pub fn built_in() -> &'static Self {
        static TABLE: OnceLock<KindTable> = OnceLock::new();
        // A test reads the embedded text, so it cannot fail here.
        TABLE.get_or_init(|| Self::with(&[]).unwrap_or_default())
    }

    /// What is known of a file before it is opened. `path` is relative to the scanned root, with `/` between names;
    /// `above` finds markers in the folders above it.
    pub fn by_path(&self, path: &str, above: &dyn Fn(&Marker<'_>) -> Option<Arc<Marked>>) -> Guess {
        let mut named = Named::default();
        self.names.matches(path, &mut |row| named.insert(row));
        let mut kept = Named::default();
        named
            .as_slice()
            .iter()
            .filter(|&&row| self.rows[row as usize].takes(row, path, above))
            .for_each(|&row| kept.insert(row));
        let by_name = glob::extension(glob::file_name(path)).and_then(structured);
        match kept.as_slice().first().map(|&row| (row, &self.rows[row as usize])) {
            None => by_name.map_or(Guess::Unknown, |format| Guess::ByContent { format, named: kept, is_data: true }),
            Some((row, first)) => {
                let format = if first.format == Format::Yaml { by_name.unwrap_or(Format::Yaml) } else { first.format };
                let is_sure = first.when.is_none() && self.content.first().is_none_or(|&content| row < content);
                let is_data = by_name.is_some();
                if is_sure { Guess::Kind { row, format } } else { Guess::ByContent { format, named: kept, is_data } }
            }
        }
    }

    /// The kind a path alone gives.
    pub fn kind(&self, guess: &Guess) -> Option<&Kind> {
        let Guess::Kind { row, .. } = guess else { return None };
        self.rows.get(*row as usize).and_then(|row| match &row.means {
            Means::Kind(kind) => Some(kind),
            Means::Object => None,
        })
    }

    /// Whether a file could hold a document that some row fits: false is certain and costs a few searches.
    pub fn worth_parsing(&self, guess: &Guess, bytes: &[u8]) -> bool {
        matches!(guess, Guess::Kind { .. })
            || self.candidates(guess).any(|row| row.when.as_ref().is_none_or(|when| when.may_hold(bytes)))
    }

    /// Whether what was read is a template of something: then its kind is [`TEMPLATE`], whatever its documents or
    /// errors look like. Where the path is sure, braces are a mistake in the file and not a template; but `Dockerfile` is
    /// also what people call those that another tool fills in.
    pub fn is_template(&self, tree: &Tree, guess: &Guess) -> bool {
        match tree.format() {
            Format::Dockerfile => placeholder::is_in(tree),
            _ => matches!(guess, Guess::ByContent { .. }) && template::is_template(tree),
        }
    }

    /// The documents of a file that are of a known kind. A list gives its items instead of itself.
    pub fn documents<'t>(&self, tree: &'t Tree, guess: &Guess) -> Vec<Recognised<'t>> {
        let mut found = Vec::new();
        for (index, document) in tree.documents(Dialect::Core).enumerate() {
            // Nothing at all between two `---` is no document to anybody.
            if document.root().style() != Style::Absent {
                self.recognise(document, index, guess, &mut found);
            }
        }
        if !matches!(tree.format(), Format::Yaml) {
            found.iter_mut().for_each(|found| found.document = found.document.in_dialect(Dialect::Json));
        }
        found
    }

    fn recognise<'t>(&self, document: Document<'t>, index: usize, guess: &Guess, found: &mut Vec<Recognised<'t>>) {
        let before = found.len();
        for row in self.candidates(guess) {
            match &row.means {
                Means::Kind(kind) => {
                    let Some((document, pointer)) = row.document(document) else { continue };
                    found.push(Recognised { kind: kind.clone(), document, index, pointer });
                }
                Means::Object => {
                    found.extend(objects::objects(&self.systems, document).into_iter().map(|object| Recognised {
                        kind: self.object_kind(&object.name),
                        document: object.document,
                        index,
                        pointer: object.pointer,
                    }));
                }
            }
            if found.len() > before {
                return;
            }
        }
    }

    /// The kind of an object: one name for all documents that are of it.
    fn object_kind(&self, name: &str) -> Kind {
        let known = self.of_objects.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        known.unwrap_or_else(|| {
            let kind = Kind::new(name);
            let mut known = self.of_objects.write().unwrap_or_else(PoisonError::into_inner);
            known.entry(name.into()).or_insert(kind).clone()
        })
    }

    /// Rows that may fit, in the order of the table.
    fn candidates<'a>(&'a self, guess: &'a Guess) -> impl Iterator<Item = &'a Row> {
        let (mut named, mut content): (&[u16], &[u16]) = match guess {
            Guess::Kind { row, .. } => (std::slice::from_ref(row), &[]),
            Guess::ByContent { named, is_data: true, .. } => (named.as_slice(), &self.content),
            Guess::ByContent { named, is_data: false, .. } => (named.as_slice(), &[]),
            Guess::Unknown => (&[], &[]),
        };
        std::iter::from_fn(move || {
            let next = match (named.first(), content.first()) {
                (Some(a), Some(b)) if a < b => &mut named,
                (Some(_), None) => &mut named,
                _ => &mut content,
            };
            let (&row, rest) = next.split_first()?;
            *next = rest;
            self.rows.get(row as usize)
        })
    }

    /// The kind of an object; none if the words are not an object's.
    pub fn kind_of_object(&self, api_version: &str, kind: &str) -> Option<Kind> {
        self.systems.name(api_version, kind).map(|(name, _)| Kind::new(name))
    }

    /// Whether a pattern can mean anything: a kind, a group, a view, or a glob that covers at least one kind.
    pub fn is_known(&self, pattern: &str) -> bool {
        if self.groups.has(pattern) || self.views.has(pattern) {
            return true;
        }
        let is_row = |row: &Row| matches!(&row.means, Means::Kind(kind) if glob::covers(pattern, kind.as_str()));
        self.rows.iter().any(is_row) || self.systems.have(pattern)
    }

    /// Whether a pattern means a kind: its name, a group that holds it, a view of it, or a glob.
    pub fn matches(&self, pattern: &str, kind: &Kind) -> bool {
        if self.views.has(pattern) {
            return self.views.matches(pattern, &self.groups, kind.as_str());
        }
        self.groups.matches(pattern, kind.as_str())
    }

    /// Every kind there is a name for, sorted. Objects of further kinds are recognised too.
    pub fn kinds(&self) -> Vec<KnownKind<'_>> {
        let files = self.rows.iter().filter_map(|row| match &row.means {
            Means::Kind(kind) => Some(KnownKind { kind: kind.clone(), title: &row.title, format: row.format }),
            Means::Object => None,
        });
        let objects = self.systems.iter().flat_map(|system| {
            system.kinds.iter().map(|kind| KnownKind {
                kind: Kind::new(format!("{}/{kind}", system.prefix)),
                title: &system.title,
                format: Format::Yaml,
            })
        });
        let mut kinds: Vec<_> = files.chain(objects).collect();
        kinds.sort_by(|a, b| a.kind.cmp(&b.kind));
        kinds.dedup_by(|a, b| a.kind == b.kind);
        kinds
    }

    /// Every group with its members.
    pub fn groups(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.groups.iter()
    }

    /// Every view with its title.
    pub fn views(&self) -> impl Iterator<Item = (&str, &str)> {
        self.views.iter()
    }

    /// Whether a name is a view's.
    pub fn is_view(&self, name: &str) -> bool {
        self.views.has(name)
    }

    /// Where the parts of a view stand: in documents of a kind, or of all kinds.
    pub fn view_paths(&self, view: &str, kind: Option<&Kind>) -> Vec<&ViewPath> {
        let means = |path: &&ViewPath| kind.is_none_or(|kind| path.means(&self.groups, kind.as_str()));
        self.views.paths(view).iter().filter(means).collect()
    }

    /// The parts of a document that a view names, with their places in it.
    pub fn view_nodes<'t>(&self, view: &str, kind: &Kind, document: Document<'t>) -> Vec<(Pointer, NodeRef<'t>)> {
        let mut found = Vec::new();
        for path in self.views.paths(view).iter().filter(|path| path.means(&self.groups, kind.as_str())) {
            path.nodes(document.root(), &mut found);
        }
        found
    }
}

/// Formats whose files may be recognised by what they hold.
fn structured(extension: &str) -> Option<Format> {
    match extension {
        "yaml" | "yml" => Some(Format::Yaml),
        "json" => Some(Format::Json),
        _ => None,
    }
}
