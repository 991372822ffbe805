//! What is known of a script once it is read.

use super::Mapped;
use crate::source::Span;

/// A text with the place it is about: quotes, for example, belong to the place but not to the text.
#[derive(Clone, Debug, Default)]
pub(in crate::document) struct Piece {
    pub(in crate::document) value: Mapped,
    pub(in crate::document) span: Span,
}

impl Piece {
    pub(in crate::document) fn text(&self) -> &str {
        self.value.text()
    }
}

/// `NAME=value` before a command.
#[derive(Debug)]
pub(in crate::document) struct Assignment {
    pub(super) name: Piece,
    pub(super) value: Piece,
}

/// `2>&1`, `> file`, `<<EOF`.
#[derive(Debug)]
pub(in crate::document) struct Redirect {
    pub(super) descriptor: Option<Piece>,
    pub(super) operator: Piece,
    pub(super) target: Piece,
}

/// One simple command.
#[derive(Debug, Default)]
pub(in crate::document) struct Command {
    pub(super) span: Span,
    pub(super) words: Vec<Piece>,
    pub(super) assignments: Vec<Assignment>,
    pub(super) redirects: Vec<Redirect>,
    /// How it is joined to the one before.
    pub(super) operator: Option<&'static str>,
    /// Commands joined by `|` share the number.
    pub(super) pipeline: u32,
    pub(super) subshell: bool,
    /// The command, or `substitution`, through which it runs.
    pub(super) via: Option<Box<str>>,
}

/// The commands of a script, in order.
#[derive(Debug, Default)]
pub(in crate::document) struct Script {
    /// Empty where the script as a whole could not be read.
    pub(in crate::document) commands: Vec<Command>,
    /// Comments, each to the end of its line.
    pub(in crate::document) comments: Vec<Span>,
    /// Whether it, or a script inside it, could not be read.
    pub(in crate::document) unparsed: bool,
    pub(super) pipelines: u32,
}

impl Script {
    /// A script in another language.
    pub(in crate::document) fn unparsed() -> Self {
        Self { unparsed: true, ..Self::default() }
    }
}

impl Command {
    /// The first word without the folder.
    pub(super) fn name(&self) -> Option<&str> {
        let first = self.words.first()?.text();
        Some(first.rsplit('/').next().unwrap_or(first))
    }
}
