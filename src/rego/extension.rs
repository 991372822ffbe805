//! Functions that whoever embeds Rego adds to it.

use std::{fmt, sync::Arc};

use super::{fail::Outcome, memory::Memory, value::Value};

/// What an added function does; as with builtins, undefined is how it fails.
pub type Run = dyn Fn(&mut Memory<'_>, &[Value]) -> Outcome + Send + Sync;

/// One added function.
#[derive(Clone)]
pub struct Extension {
    /// Its name in Rego.
    pub name: &'static str,
    /// How many arguments it takes.
    pub arity: u8,
    /// What it does.
    pub run: Arc<Run>,
}

impl fmt::Debug for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extension").field("name", &self.name).field("arity", &self.arity).finish_non_exhaustive()
    }
}
