//! What is known of the keys of the document that is asked about (`dispatch`).

use super::Machine;
use crate::{
    document::Symbol,
    rego::{
        dispatch::Present,
        program::Clause,
        value::{DocumentId, Value},
    },
};

/// What is known of the keys of `input`.
#[derive(Clone, Debug)]
pub(super) enum Filter {
    /// Nothing: it is no document.
    Off,
    /// Nothing yet.
    Unknown(DocumentId),
    Known(DocumentId, Present),
}

impl Machine<'_> {
    /// Whether the document has all keys that a clause needs.
    #[inline]
    pub(super) fn may_hold(&mut self, clause: &Clause) -> bool {
        clause.needs.is_empty() || self.has_all(&clause.needs)
    }

    fn has_all(&mut self, keys: &[Symbol]) -> bool {
        if let Filter::Unknown(id) = self.filter {
            let present = Present::of(self.memory.document_of(id));
            self.filter = present.map_or(Filter::Off, |present| Filter::Known(id, present));
        }
        match &self.filter {
            Filter::Known(_, present) => present.has_all(keys),
            _ => true,
        }
    }

    /// Whether nothing in the document of a value has a key, as far as that is known.
    #[inline]
    pub(super) fn is_absent(&self, value: Value, key: Symbol) -> bool {
        match &self.filter {
            Filter::Known(id, present) => value.is_mapping() && value.document() == *id && !present.has(key),
            _ => false,
        }
    }
}
