//! A value of Rego: 16 bytes that are copied, never counted.
//!
//! Scalars stand in the value itself; text and collections stand in one of three places: among the program's constants,
//! in a document's arena, or in the scratch heap of the evaluation that made them (`memory/`). A value that came from a
//! document carries its node, so a finding knows its place without anybody having asked for it.

use serde::{Deserialize, Serialize};

use crate::document::NodeId;

/// What a value is, in the order in which OPA sorts types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Tag {
    /// `null`
    Null,
    /// `false`
    False,
    /// `true`
    True,
    /// A whole number of 64 signed bits whose text is its decimal form.
    Integer,
    /// Any other number, as its text: `1.0`, `1e3`, a hundred digits.
    Number,
    /// Text.
    String,
    /// `[…]`
    Array,
    /// `{k: v}`
    Object,
    /// `{v}`
    Set,
}

const TAGS: [Tag; 9] =
    [Tag::Null, Tag::False, Tag::True, Tag::Integer, Tag::Number, Tag::String, Tag::Array, Tag::Object, Tag::Set];

/// Where text and collections of a value stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Space {
    /// Among the constants of the program.
    Constant,
    /// In a document: text in its source, collections in its arena.
    Document,
    /// In the heap of this evaluation.
    Scratch,
}

/// A document among those an evaluation may look at, from 1; 0 for none.
pub type DocumentId = u32;

/// One value.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Value {
    /// Tag (bits 0–3), space (4–5), document (8–31).
    head: u32,
    /// The node it came from; meaningless without a document.
    node: NodeId,
    /// Integers: the lower half. Others: where text or elements start.
    start: u32,
    /// Integers: the upper half. Others: bytes of text, or number of elements or pairs.
    len: u32,
}

const _: () = assert!(size_of::<Value>() == 16);

const DOCUMENT_SHIFT: u32 = 8;

impl Value {
    /// `null`
    pub const NULL: Self = Self::bare(Tag::Null);
    /// `true`
    pub const TRUE: Self = Self::bare(Tag::True);
    /// `false`
    pub const FALSE: Self = Self::bare(Tag::False);

    const fn bare(tag: Tag) -> Self {
        Self { head: tag as u32, node: 0, start: 0, len: 0 }
    }

    /// A boolean.
    pub const fn bool(value: bool) -> Self {
        if value { Self::TRUE } else { Self::FALSE }
    }

    /// A whole number.
    pub const fn integer(value: i64) -> Self {
        Self { head: Tag::Integer as u32, node: 0, start: value as u32, len: (value >> 32) as u32 }
    }

    /// Text or elements that stand in a space.
    pub(super) const fn stored(tag: Tag, space: Space, start: usize, len: usize) -> Self {
        Self { head: tag as u32 | (space as u32) << 4, node: 0, start: start as u32, len: len as u32 }
    }

    /// The same value, known to come from a node.
    #[must_use]
    pub(super) const fn at_node(self, document: DocumentId, node: NodeId) -> Self {
        Self { head: self.head & 0xff | document << DOCUMENT_SHIFT, node, ..self }
    }

    /// The same value with the place of another: for builtins whose result is a form of an argument.
    #[must_use]
    pub const fn placed_as(self, other: Self) -> Self {
        Self { head: self.head & 0xff | other.head & !0xff, node: other.node, ..self }
    }

    /// A part of text.
    pub(super) fn part(self, range: std::ops::Range<usize>) -> Self {
        Self { start: self.start + range.start as u32, len: range.len() as u32, ..self }
    }

    /// What it is.
    pub const fn tag(self) -> Tag {
        TAGS[(self.head & 15) as usize]
    }

    /// Where its text or elements stand.
    pub(super) const fn space(self) -> Space {
        match self.head >> 4 & 3 {
            0 => Space::Constant,
            1 => Space::Document,
            _ => Space::Scratch,
        }
    }

    /// The same value in another space: constants are made in a scratch heap that becomes the program's.
    #[must_use]
    pub(super) const fn in_space(self, space: Space) -> Self {
        match self.tag() {
            Tag::Null | Tag::False | Tag::True | Tag::Integer => self,
            _ => Self { head: self.head & !0x30 | (space as u32) << 4, ..self },
        }
    }

    /// The document and node it came from.
    pub const fn origin(self) -> Option<(DocumentId, NodeId)> {
        match self.head >> DOCUMENT_SHIFT {
            0 => None,
            document => Some((document, self.node)),
        }
    }

    /// The document it came from, 0 for none.
    pub(super) const fn document(self) -> DocumentId {
        self.head >> DOCUMENT_SHIFT
    }

    /// The node it came from; meaningless without a document.
    pub(super) const fn node(self) -> NodeId {
        self.node
    }

    pub(super) const fn start(self) -> usize {
        self.start as usize
    }

    /// Bytes of text; elements or pairs of collections outside documents.
    pub(super) const fn stored_len(self) -> usize {
        self.len as usize
    }

    /// The whole number, if it is one of 64 bits in its plainest form.
    pub const fn as_integer(self) -> Option<i64> {
        match self.tag() {
            Tag::Integer => Some((self.len as i64) << 32 | self.start as i64),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    pub const fn as_bool(self) -> Option<bool> {
        match self.tag() {
            Tag::True => Some(true),
            Tag::False => Some(false),
            _ => None,
        }
    }

    /// Whether a literal that yields it holds: everything but `false`.
    pub const fn holds(self) -> bool {
        !matches!(self.tag(), Tag::False)
    }

    /// Whether it is text.
    pub const fn is_string(self) -> bool {
        matches!(self.tag(), Tag::String)
    }

    /// Whether it is a number.
    pub const fn is_number(self) -> bool {
        matches!(self.tag(), Tag::Integer | Tag::Number)
    }

    /// Whether it is an array, object or set.
    pub const fn is_collection(self) -> bool {
        matches!(self.tag(), Tag::Array | Tag::Object | Tag::Set)
    }

    /// All that it is made of.
    pub(super) const fn words(self) -> [u64; 2] {
        [(self.head as u64) << 32 | self.node as u64, (self.start as u64) << 32 | self.len as u64]
    }

    /// Whether two values are one: the same, from the same place.
    pub(super) fn is_identical(self, other: Self) -> bool {
        self.words() == other.words()
    }

    /// Whether two values are the same for certain, without looking into memory.
    pub(super) const fn is_same(self, other: Self) -> bool {
        self.head & 0x3f == other.head & 0x3f
            && self.start == other.start
            && self.len == other.len
            && (!matches!(self.space(), Space::Document)
                || self.document() == other.document() && self.node == other.node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_survive_their_halves() {
        for value in [0, 1, -1, i64::MAX, i64::MIN, 1 << 32, -(1 << 32), 0xffff_ffff] {
            assert_eq!(Value::integer(value).as_integer(), Some(value));
        }
    }
}
