//! What is known of the keys of the document that is asked about (`dispatch`).

use super::Machine;
use crate::{
    document::Symbol,
    rego::{
        program::Clause,
        value::{DocumentId, Value},
    },
};

/// What is known of the keys of `input`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Filter {
    /// Nothing: it is no document.
    Off,
    /// Nothing yet.
    Unknown(DocumentId),
    /// What [`Machine::present`] says.
    Known(DocumentId),
}

impl Machine<'_> {
    /// Whether the document has all keys that a clause needs.
    #[inline]
    pub(super) fn may_hold(&mut self, clause: &Clause) -> bool {
        clause.needs.is_empty() || self.has_all(&clause.needs)
    }

    fn has_all(&mut self, keys: &[Symbol]) -> bool {
        if let Filter::Unknown(id) = self.filter {
            let is_known = self.present.fill(self.memory.document_of(id));
            self.filter = if is_known { Filter::Known(id) } else { Filter::Off };
        }
        !matches!(self.filter, Filter::Known(_)) || self.present.has_all(keys)
    }

    /// Whether nothing in the document of a value has a key, as far as that is known.
    #[inline]
    pub(super) fn is_absent(&self, value: Value, key: Symbol) -> bool {
        matches!(self.filter, Filter::Known(id) if value.is_mapping() && value.document() == id && !self.present.has(key))
    }
}
