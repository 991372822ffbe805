//! Why an expression has no value.

/// No value: undefined, or an error that ends the query.
#[derive(Clone, Debug)]
pub enum Fail {
    /// The expression is undefined; whoever asked goes on without it.
    Undefined,
    /// The query cannot go on.
    Error(Box<EvaluationError>),
}

/// What every step of an evaluation yields. `?` passes undefined on as Rego does.
pub type Outcome<T = super::Value> = Result<T, Fail>;

/// What ended a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct EvaluationError {
    /// What kind of error.
    pub kind: ErrorKind,
    /// What is wrong: lower case, one phrase.
    pub message: String,
}

/// Kinds of errors that end a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Two values for one rule, function or key.
    Conflict,
    /// A limit of steps, depth or memory was passed.
    Limit,
    /// A builtin that ends the query when it fails (`with` on what cannot be replaced, for example).
    Builtin,
}

impl Fail {
    /// An error that ends the query.
    pub fn error(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::Error(Box::new(EvaluationError { kind, message: message.into() }))
    }
}
