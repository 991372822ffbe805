//! Files that say of the folders below them what lies there: a chart, a Kustomization, a test.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

use super::probe;
use crate::{
    document::{Limits, parse},
    kind::{Dialect, Format},
    source::Source,
};

/// What a row of the table looks for in the folders above a file.
#[derive(Clone, Copy, Debug)]
pub struct Marker<'r> {
    /// The row, by number.
    pub row: u16,
    /// The names, of which one will do.
    pub files: &'r [String],
    /// Whether what stands in the file matters.
    pub read: bool,
}

/// The nearest folder above a file that holds a marker.
#[derive(Debug)]
pub struct Marked {
    /// How many names of the file's path lead to it.
    depth: usize,
    /// What the marker says, if that matters.
    text: String,
    listed: OnceLock<FxHashSet<String>>,
}

impl Marked {
    /// Looks for a marker above a file. `open` is asked for files by their paths from the root: for the text of one that is
    /// there, or for any text where what stands in it does not matter.
    pub fn above(path: &str, marker: &Marker<'_>, open: &dyn Fn(&str, bool) -> Option<String>) -> Option<Self> {
        let mut folder = path;
        loop {
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            let join = |file: &String| if folder.is_empty() { file.clone() } else { format!("{folder}/{file}") };
            if let Some(text) = marker.files.iter().find_map(|file| open(&join(file), marker.read)) {
                let depth = folder.split('/').filter(|name| !name.is_empty()).count();
                return Some(Self { depth, text, listed: OnceLock::new() });
            }
            if folder.is_empty() {
                return None;
            }
        }
    }

    /// A marker right beside a file, of which nobody knows what it says.
    pub fn beside(path: &str) -> Arc<Self> {
        Arc::new(Self { depth: path.matches('/').count(), text: String::new(), listed: OnceLock::new() })
    }

    /// A path from the marker's folder.
    pub(super) fn below<'p>(&self, path: &'p str) -> &'p str {
        (0..self.depth).fold(path, |path, _| path.split_once('/').map_or(path, |(_, below)| below))
    }

    /// Whether the marker names a file, given from its folder, at one of some dotted paths.
    pub(super) fn lists(&self, below: &str, paths: &[String]) -> bool {
        // One row's paths are the same whenever it asks.
        self.listed.get_or_init(|| self.listed(paths)).contains(below)
    }

    fn listed(&self, paths: &[String]) -> FxHashSet<String> {
        let mut found = FxHashSet::default();
        let source = Arc::new(Source::new("", self.text.clone()));
        let tree = parse(source, Format::Yaml, &Limits::default());
        for document in tree.documents(Dialect::Go) {
            for path in paths {
                probe::seek(document.root(), path, &mut |node| {
                    let text = node.text();
                    found.insert(text.strip_prefix("./").unwrap_or(&text).to_owned());
                    false
                });
            }
        }
        found
    }
}
