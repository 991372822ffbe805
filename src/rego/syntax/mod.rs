//! Rego as text: lexer, parser, and the tree they give.

pub mod ast;
mod fault;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;
mod text;
mod token;

use ast::{Body, Module, Version};

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

/// Reads a module. `import rego.v1` in it makes it one of version 1, whatever `version` says.
pub fn parse(text: &str, version: Version) -> Result<Module, SyntaxError> {
    readable(text)?;
    parser::module(text, version).map_err(|fault| fault.finish(text))
}

/// Reads a query: literals, as they stand in the body of a rule of version 1.
pub fn parse_query(text: &str) -> Result<Body, SyntaxError> {
    readable(text)?;
    parser::query(text).map_err(|fault| fault.finish(text))
}

/// Places are counted in 32 bits.
fn readable(text: &str) -> Result<(), SyntaxError> {
    if u32::try_from(text.len()).is_ok() {
        return Ok(());
    }
    Err(SyntaxError {
        span: crate::source::Span::new(0, 0),
        message: "a text of more than 4 GB".to_owned(),
        help: "split it into several modules".to_owned(),
    })
}
