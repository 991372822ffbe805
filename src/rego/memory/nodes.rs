//! What was read of the nodes of documents: the values of scalars, and where the children of collections are listed.
//!
//! Rules look at the same nodes again and again. A table for each document that was looked at answers without reading the
//! text again; it is as long as the document and is found by the node's number. It says where a value is, and not the value:
//! of a whole repository's documents most nodes are never looked at.

use rustc_hash::FxHashMap;

use super::Value;
use crate::{
    document::{Document, NodeId},
    rego::value::DocumentId,
};

/// What is known of nodes.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    tables: Vec<Table>,
    /// The values that are known.
    known: Vec<Value>,
    /// Nodes that aliases lead to, outside of the documents themselves.
    elsewhere: FxHashMap<(DocumentId, NodeId), Value>,
    bytes: usize,
}

#[derive(Debug, Default)]
struct Table {
    /// The document's root.
    first: NodeId,
    /// Where the value of each node is among those known, counted from 1; 0 for none. Empty until something is known.
    places: Vec<u32>,
}

impl Nodes {
    /// Forgets everything and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.tables.iter_mut().for_each(|table| table.places.clear());
        self.known.clear();
        self.elsewhere.clear();
        self.bytes = 0;
    }

    /// Bytes in use.
    pub(super) fn bytes(&self) -> usize {
        self.bytes + size_of_val(&*self.known) + self.elsewhere.len() * 24
    }

    /// What is known of a node.
    #[inline]
    pub(super) fn get(&self, id: DocumentId, node: NodeId) -> Option<Value> {
        let table = self.tables.get(id as usize - 1)?;
        match table.places.get(node.wrapping_sub(table.first) as usize) {
            Some(&place) => self.known.get((place as usize).checked_sub(1)?).copied(),
            None if self.elsewhere.is_empty() => None,
            None => self.elsewhere.get(&(id, node)).copied(),
        }
    }

    /// Keeps what is known of a node of a document.
    pub(super) fn keep(&mut self, document: Document<'_>, id: DocumentId, node: NodeId, value: Value) {
        let at = id as usize - 1;
        if self.tables.len() <= at {
            self.tables.resize_with(at + 1, Table::default);
        }
        let table = &mut self.tables[at];
        if table.places.is_empty() {
            let root = document.root();
            let len = (root.end() - root.id()) as usize;
            table.first = root.id();
            table.places.resize(len, 0);
            self.bytes += size_of::<u32>() * len;
        }
        match table.places.get_mut(node.wrapping_sub(table.first) as usize) {
            Some(place) => {
                self.known.push(value);
                *place = self.known.len() as u32;
            }
            None => drop(self.elsewhere.insert((id, node), value)),
        }
    }
}
