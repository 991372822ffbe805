//! What is wrong with a module.

use crate::source::Span;

/// Why a module cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    /// Which module, in the order in which they were given.
    pub module: usize,
    /// Where.
    pub span: Span,
    /// What kind of error.
    pub kind: CompileErrorKind,
    /// What is wrong: lower case, one phrase.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// Kinds of errors in modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompileErrorKind {
    /// It cannot be parsed.
    Syntax,
    /// A name means nothing, or means the wrong thing.
    Name,
    /// A variable can have no value.
    Unsafe,
    /// Rules contradict each other.
    Conflict,
    /// A rule or function needs itself.
    Recursion,
    /// Something it needs cannot be used.
    Broken,
}

/// An error in the module at hand.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) kind: CompileErrorKind,
    pub(super) message: String,
    pub(super) help: String,
}

impl Fault {
    pub(super) fn new(kind: CompileErrorKind, span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, kind, message: message.into(), help: help.into() }
    }

    pub(super) fn at(self, module: usize) -> CompileError {
        CompileError { module, span: self.span, kind: self.kind, message: self.message, help: self.help }
    }
}
