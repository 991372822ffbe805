//! Fields of documents that were read last.
//!
//! The rules of a pack read the same few fields of the same objects again and again. Finding one means going over the
//! keys of its object; here a field is found by its object and the constant that is its key.

use super::Value;
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
    /// What the object is (`Value::words`).
    object: u64,
    /// Where the key stands among the constants, of which each is there once, and the stamp.
    key: u64,
    /// None if there is no such field.
    value: Option<Value>,
}

const NONE: Field = Field { object: 0, key: 0, value: None };

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
        let is_it = field.object == object.words()[0] && field.key == self.stamped(key);
        is_it.then_some(field.value)
    }

    /// Keeps what a field is. The empty key stands where another begins.
    #[inline]
    pub(super) fn keep(&mut self, object: Value, key: Value, value: Option<Value>) {
        let stamped = self.stamped(key);
        if let Some(field) = self.table.get_mut(place(object, key))
            && key.stored_len() > 0
        {
            *field = Field { object: object.words()[0], key: stamped, value };
        }
    }

    fn stamped(&self, key: Value) -> u64 {
        (key.start() as u64) << 32 | u64::from(self.stamp)
    }
}

fn place(object: Value, key: Value) -> usize {
    (object.node() as usize).wrapping_mul(31).wrapping_add(key.start()) & (PLACES - 1)
}
