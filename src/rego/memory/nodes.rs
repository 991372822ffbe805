//! What was read of the nodes of documents: the values of scalars, and where the children of collections are listed.
//!
//! Rules look at the same nodes of a document again and again. A table answers without reading the text again; it is as
//! long as the document and is found by the node's number. It says where a value is, and not the value: most nodes are
//! never looked at. Of several documents, which may be those of a whole repository, much less is looked at, and less often:
//! only what took memory to make is known, by document and node.

use rustc_hash::FxHashMap;

use super::{Space, Value};
use crate::{
    document::{Document, NodeId},
    rego::value::DocumentId,
};

/// What is known of nodes.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    /// The root of the one document.
    first: NodeId,
    /// Where the value of each of its nodes is among those known, counted from 1; 0 for none. Empty until something is known.
    places: Vec<u32>,
    /// The values that are known.
    known: Vec<Value>,
    /// Nodes of several documents, and those that aliases lead to, outside of the one.
    elsewhere: FxHashMap<(DocumentId, NodeId), Value>,
}

impl Nodes {
    /// Forgets everything and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.known.clear();
        self.elsewhere.clear();
    }

    /// Bytes in use.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.places) + size_of_val(&*self.known) + self.elsewhere.len() * 24
    }

    /// What is known of a node.
    #[inline]
    pub(super) fn get(&self, id: DocumentId, node: NodeId) -> Option<Value> {
        match self.places.get(node.wrapping_sub(self.first) as usize) {
            Some(&place) => self.known.get((place as usize).checked_sub(1)?).copied(),
            None if self.elsewhere.is_empty() => None,
            None => self.elsewhere.get(&(id, node)).copied(),
        }
    }

    /// Keeps what is known of a node of the one document.
    pub(super) fn keep(&mut self, document: Document<'_>, id: DocumentId, node: NodeId, value: Value) {
        if self.places.is_empty() {
            let root = document.root();
            self.first = root.id();
            self.places.resize((root.end() - root.id()) as usize, 0);
        }
        match self.places.get_mut(node.wrapping_sub(self.first) as usize) {
            Some(place) => {
                self.known.push(value);
                *place = self.known.len() as u32;
            }
            None => drop(self.elsewhere.insert((id, node), value)),
        }
    }

    /// Keeps what is known of a node of one of several documents.
    pub(super) fn keep_of_several(&mut self, id: DocumentId, node: NodeId, value: Value) {
        if value.space() == Space::Scratch {
            self.elsewhere.insert((id, node), value);
        }
    }
}
