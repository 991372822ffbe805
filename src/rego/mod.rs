//! Rego, the language of rules.

pub mod syntax;
