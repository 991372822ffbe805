//! Rego, the language of rules.

pub mod builtins;
mod children;
pub mod compile;
mod dispatch;
pub mod eval;
pub mod extension;
pub mod fail;
mod image;
pub mod memory;
mod number;
mod program;
pub mod reads;
pub mod syntax;
pub mod value;

pub use program::{Place, Program, Rule, Written};
pub use value::Value;
