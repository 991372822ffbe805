//! Rego, the language of rules.

pub mod builtins;
pub mod fail;
pub mod memory;
mod number;
pub mod syntax;
pub mod value;

pub use value::Value;
