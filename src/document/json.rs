//! Not written yet.

use super::{Builder, Limits, SyntaxError};

/// Reads a file.
pub(super) fn parse(_text: &str, _limits: &Limits, _builder: &mut Builder<'_>, _errors: &mut Vec<SyntaxError>) {}
