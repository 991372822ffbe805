//! Rego as text: lexer, parser, and the tree they give.

pub mod ast;

/// Why a module cannot be read: one error, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub span: crate::source::Span,
    /// What is wrong: lower case, one phrase.
    pub message: String,
    /// What to write instead.
    pub help: String,
}
