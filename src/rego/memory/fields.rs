//! Fields of documents that were read last.
//!
//! The rules of a pack read the same few fields of the same objects again and again. Finding one means going over the
//! keys of its object; here a field is found by its object and the constant that is its key.

use super::Value;
use crate::document::NodeId;

/// Fields that are kept: a power of two.
const PLACES: usize = 1 << 8;

/// The last fields, each in the one place where it may be.
#[derive(Debug, Default)]
pub(super) struct Fields {
    table: Vec<Field>,
    /// Of what is kept now; what has another one is of another evaluation.
    stamp: u32,
}

#[derive(Clone, Copy, Debug)]
struct Field {
    stamp: u32,
    /// Where the key stands among the constants, of which each is there once.
    key: u32,
    node: NodeId,
    /// With a mark where there is such a field.
    document: u32,
    value: Value,
}

const NONE: Field = Field { stamp: 0, key: 0, node: 0, document: 0, value: Value::NULL };

/// Documents have numbers of 24 bits.
const FOUND: u32 = 1 << 31;

impl Fields {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.stamp = self.stamp.wrapping_add(1);
        if self.stamp <= 1 {
            (self.stamp, self.table) = (1, vec![NONE; PLACES]);
        }
    }

    /// What is kept of a field: that there is none, or its value.
    #[inline]
    pub(super) fn get(&self, object: Value, key: Value) -> Option<Option<Value>> {
        let field = self.table.get(place(object, key))?;
        let is_it = field.stamp == self.stamp
            && field.node == object.node()
            && field.key == key.start() as u32
            && field.document & !FOUND == object.document();
        is_it.then(|| (field.document & FOUND != 0).then_some(field.value))
    }

    /// Keeps what a field is. The empty key stands where another begins.
    pub(super) fn keep(&mut self, object: Value, key: Value, value: Option<Value>) {
        if let Some(field) = self.table.get_mut(place(object, key))
            && key.stored_len() > 0
        {
            let found = if value.is_some() { FOUND } else { 0 };
            *field = Field {
                stamp: self.stamp,
                key: key.start() as u32,
                node: object.node(),
                document: object.document() | found,
                value: value.unwrap_or(Value::NULL),
            };
        }
    }
}

fn place(object: Value, key: Value) -> usize {
    (object.node() as usize).wrapping_mul(31).wrapping_add(key.start()) & (PLACES - 1)
}
