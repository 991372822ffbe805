//! Where in the configuration something was set, so that a message can point at the line that allowed or denied.

use std::{fmt, sync::Arc};

use crate::{
    document::{Pointer, Tree},
    finding::Place,
    kind::Dialect,
    source::{Source, Span},
};

use super::error::{ConfigError, Fault};

/// Where a setting comes from: a place in a configuration file, or the command line.
#[derive(Clone, Debug)]
pub struct Written(Option<(Arc<Tree>, Pointer)>);

impl Written {
    /// At a place of a configuration file.
    pub(super) fn at(tree: &Arc<Tree>, pointer: Pointer) -> Self {
        Self(Some((Arc::clone(tree), pointer)))
    }

    /// On the command line.
    pub const fn flag() -> Self {
        Self(None)
    }

    /// The place in the file; none for the command line.
    pub fn place(&self) -> Option<Place> {
        let (tree, pointer) = self.0.as_ref()?;
        Some(Place { pointer: Arc::new(pointer.clone()), ..place(tree.source(), span(tree, pointer)) })
    }

    /// An error about what stands here.
    pub(super) fn fault(&self, message: impl Into<String>, help: impl Into<String>) -> ConfigError {
        match &self.0 {
            Some((tree, pointer)) => Fault::at(tree.source(), span(tree, pointer), message, help),
            None => ConfigError::File { file: self.to_string(), message: message.into(), help: help.into() },
        }
    }
}

/// `.waylint.yaml:3:5`, or `the command line`.
impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((tree, pointer)) = &self.0 else { return f.write_str("the command line") };
        let start = tree.source().position(span(tree, pointer).start);
        write!(f, "{}:{}:{}", tree.source().path(), start.line, start.column)
    }
}

/// What to underline for a pointer into the first document of a tree.
pub(super) fn span(tree: &Tree, pointer: &Pointer) -> Span {
    tree.documents(Dialect::Core).next().map(|document| document.span(pointer)).unwrap_or_default()
}

/// A span of a configuration file as a place.
pub(super) fn place(source: &Source, span: Span) -> Place {
    Place::new(source, 0, Arc::default(), span, 1)
}
