//! Functions that whoever embeds Rego adds to it.

use std::{fmt, sync::Arc};

use super::{fail::Outcome, memory::Memory, value::Value};

/// What an added function does; as with builtins, undefined is how it fails.
pub type Run = dyn Fn(&mut Memory<'_>, &[Value]) -> Outcome + Send + Sync;

/// The ways that a function of a name and a document goes in the document, by the name.
pub type Ways = dyn Fn(&str) -> Vec<Way> + Send + Sync;

/// One way down in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Keys; none for every item and every key.
    pub steps: Vec<Option<Box<str>>>,
    /// What becomes of what is there.
    pub end: End,
}

/// What becomes of a node at the end of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is the `node` of an object in the array that the function gives.
    Node,
    /// Everything in it is read, and nothing of it is given back.
    Inside,
}

/// One added function.
#[derive(Clone)]
pub struct Extension {
    /// Its name in Rego.
    pub name: &'static str,
    /// How many arguments it takes.
    pub arity: u8,
    /// What it does.
    pub run: Arc<Run>,
    /// Where it looks; none if that is not known.
    pub ways: Option<Arc<Ways>>,
}

impl fmt::Debug for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extension").field("name", &self.name).field("arity", &self.arity).finish_non_exhaustive()
    }
}
