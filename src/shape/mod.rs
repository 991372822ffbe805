//! Shapes: JSON Schemas in a form that documents are held against quickly and faults are explained from.
//!
//! A schema is read once into small nodes (`read`), a document is held against them on its own arena (`judge`), and what
//! does not fit becomes a [`Fault`] that knows what was meant: the field that is nearest, the type that was wanted, the one
//! branch of several (`branch`). Words of a fault are made in `words`.
//!
//! JSON Schema's draft 7 is understood, and of later drafts what schemas in use say. What a shape cannot say is refused when
//! it is read, never passed over.

mod branch;
mod fault;
mod format;
mod hint;
mod judge;
mod node;
mod read;
mod values;
mod words;

pub use fault::{Fault, Hint, Wrong};
pub use hint::nearest;
pub use node::Types;
pub use read::{Lookup, ReadError, Rules};
pub use words::Mend;

use crate::document::NodeRef;
use node::{Id, Node};

/// A schema, ready to be held against documents.
#[derive(Debug)]
pub struct Shape {
    nodes: Vec<Node>,
    root: Id,
    rules: Rules,
}

impl Shape {
    /// Everything about a node that does not fit, in the order of the document.
    pub fn judge(&self, node: NodeRef<'_>) -> Vec<Fault> {
        judge::judge(self, node)
    }

    fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }
}

#[cfg(test)]
mod tests;
