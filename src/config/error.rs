//! What can be wrong with a configuration file, where, and what to write instead.

use std::{fmt, sync::Arc};

use crate::{
    finding::Place,
    source::{Source, Span},
};

use super::written::place;

/// Why a configuration cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file itself is the matter.
    #[error("{file}: {message}")]
    File {
        /// The file as shown.
        file: String,
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// Something in the file is the matter.
    #[error("{0}")]
    Invalid(Box<Fault>),
}

impl ConfigError {
    /// What to do about it, in the imperative.
    pub fn help(&self) -> &str {
        match self {
            Self::File { help, .. } => help,
            Self::Invalid(fault) => &fault.help,
        }
    }

    /// What is wrong, without the place.
    pub fn message(&self) -> &str {
        match self {
            Self::File { message, .. } => message,
            Self::Invalid(fault) => &fault.message,
        }
    }

    /// The place in the file, with the lines around it.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::File { .. } => None,
            Self::Invalid(fault) => Some(place(&fault.source, fault.span)),
        }
    }

    /// The file's text, for reports that underline the fault.
    pub fn source(&self) -> Option<(&Arc<Source>, Span)> {
        match self {
            Self::File { .. } => None,
            Self::Invalid(fault) => Some((&fault.source, fault.span)),
        }
    }
}

/// Something wrong at a place of a configuration file.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The file.
    pub source: Arc<Source>,
    /// Where in it.
    pub span: Span,
    /// What is wrong: lower case, one phrase.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl Fault {
    /// The fault as an error of the module.
    pub(super) fn at(
        source: &Arc<Source>,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> ConfigError {
        ConfigError::Invalid(Box::new(Self {
            source: Arc::clone(source),
            span,
            message: message.into(),
            help: help.into(),
        }))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.source.position(self.span.start);
        write!(f, "{}:{}:{}: {}", self.source.path(), start.line, start.column, self.message)
    }
}
