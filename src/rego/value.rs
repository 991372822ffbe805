//! A value of Rego: 16 bytes that are copied, never counted.
//!
//! Scalars stand in the value itself; text and collections stand in one of three places: among the program's constants,
//! in a document's arena, or in the scratch heap of the evaluation that made them (`memory/`). A value that came from a
//! document carries its node, so a finding knows its place without anybody having asked for it.

use std::{num::NonZeroU64, ops::Range};

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

/// By number; as long as four bits can tell, so that no index is out of bounds.
const TAGS: [Tag; 16] = {
    let mut tags = [Tag::Null; 16];
    let known =
        [Tag::Null, Tag::False, Tag::True, Tag::Integer, Tag::Number, Tag::String, Tag::Array, Tag::Object, Tag::Set];
    let mut at = 0;
    while at < known.len() {
        tags[at] = known[at];
        at += 1;
    }
    tags
};

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

/// One value: two words, so that it is passed and returned in registers.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(from = "Parts", into = "Parts")]
pub struct Value {
    /// Tag (bits 0–3), space (4–5), always set (6), document (8–31), and the node it came from (32–63), which is
    /// meaningless without a document.
    head: NonZeroU64,
    /// Integers: the number. Others: where text or elements start (bits 0–31), and bytes of text or number of elements or
    /// pairs (32–63).
    content: u64,
}

/// A value as it is written: halves, since most are small numbers.
type Parts = (u32, NodeId, u32, u32);

const _: () = assert!(size_of::<Option<Value>>() == 16);

const ALWAYS: u32 = 1 << 6;
const DOCUMENT_SHIFT: u32 = 8;
/// The part of the head that says what a value is, without where it came from.
const KIND: u64 = 0xff;

/// A head whose one bit is always set.
const fn head(bits: u64) -> NonZeroU64 {
    match NonZeroU64::new(bits | ALWAYS as u64) {
        Some(head) => head,
        None => NonZeroU64::MIN,
    }
}

impl From<Parts> for Value {
    fn from((head_bits, node, start, len): Parts) -> Self {
        Self { head: head((node as u64) << 32 | head_bits as u64), content: (len as u64) << 32 | start as u64 }
    }
}

impl From<Value> for Parts {
    fn from(value: Value) -> Self {
        (value.head.get() as u32, value.node(), value.content as u32, (value.content >> 32) as u32)
    }
}

impl Value {
    /// `null`
    pub const NULL: Self = Self::bare(Tag::Null);
    /// `true`
    pub const TRUE: Self = Self::bare(Tag::True);
    /// `false`
    pub const FALSE: Self = Self::bare(Tag::False);

    const fn bare(tag: Tag) -> Self {
        Self { head: head(tag as u64), content: 0 }
    }

    /// A boolean.
    pub const fn bool(value: bool) -> Self {
        if value { Self::TRUE } else { Self::FALSE }
    }

    /// A whole number.
    pub const fn integer(value: i64) -> Self {
        Self { head: head(Tag::Integer as u64), content: value as u64 }
    }

    /// Text or elements that stand in a space.
    pub(super) const fn stored(tag: Tag, space: Space, start: usize, len: usize) -> Self {
        let content = (len as u32 as u64) << 32 | start as u32 as u64;
        Self { head: head(tag as u64 | (space as u64) << 4), content }
    }

    /// The same value, known to come from a node.
    #[must_use]
    pub(super) const fn at_node(self, document: DocumentId, node: NodeId) -> Self {
        let origin = (node as u64) << 32 | (document << DOCUMENT_SHIFT) as u64;
        Self { head: head(self.head.get() & KIND | origin), ..self }
    }

    /// The same value with the place of another: for builtins whose result is a form of an argument.
    #[must_use]
    pub const fn placed_as(self, other: Self) -> Self {
        Self { head: head(self.head.get() & KIND | other.head.get() & !KIND), ..self }
    }

    /// A part of text.
    pub(super) fn part(self, range: Range<usize>) -> Self {
        let content = (range.len() as u32 as u64) << 32 | (self.start() + range.start) as u32 as u64;
        Self { content, ..self }
    }

    /// What it is.
    pub const fn tag(self) -> Tag {
        TAGS[(self.head.get() & 15) as usize]
    }

    const fn is(self, tag: Tag) -> bool {
        self.head.get() & 15 == tag as u64
    }

    /// Whether it is a mapping of a document.
    pub(super) const fn is_mapping(self) -> bool {
        self.head.get() & 0x3f == Tag::Object as u64 | (Space::Document as u64) << 4
    }

    /// Where its text or elements stand.
    pub(super) const fn space(self) -> Space {
        match self.head.get() >> 4 & 3 {
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
            _ => Self { head: head(self.head.get() & !0x30 | (space as u64) << 4), ..self },
        }
    }

    /// The document and node it came from.
    pub const fn origin(self) -> Option<(DocumentId, NodeId)> {
        match self.document() {
            0 => None,
            document => Some((document, self.node())),
        }
    }

    /// The document it came from, 0 for none.
    pub(super) const fn document(self) -> DocumentId {
        self.head.get() as u32 >> DOCUMENT_SHIFT
    }

    /// The node it came from; meaningless without a document.
    pub(super) const fn node(self) -> NodeId {
        (self.head.get() >> 32) as u32
    }

    pub(super) const fn start(self) -> usize {
        self.content as u32 as usize
    }

    /// Bytes of text; elements or pairs of collections outside documents.
    pub(super) const fn stored_len(self) -> usize {
        (self.content >> 32) as usize
    }

    /// The bytes of text, in its space.
    pub(super) const fn stored_range(self) -> Range<usize> {
        self.start()..self.start() + self.stored_len()
    }

    /// The whole number, if it is one of 64 bits in its plainest form.
    pub const fn as_integer(self) -> Option<i64> {
        match self.tag() {
            Tag::Integer => Some(self.content as i64),
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
        !self.is(Tag::False)
    }

    /// Whether it is text.
    pub const fn is_string(self) -> bool {
        self.is(Tag::String)
    }

    /// Whether it is a number.
    pub const fn is_number(self) -> bool {
        self.is(Tag::Integer) || self.is(Tag::Number)
    }

    /// Whether it is an array, object or set.
    pub const fn is_collection(self) -> bool {
        self.head.get() & 15 >= Tag::Array as u64
    }

    /// All that it is made of.
    pub(super) const fn words(self) -> [u64; 2] {
        [self.head.get(), self.content]
    }

    /// Whether two values are one: the same, from the same place.
    pub(super) fn is_identical(self, other: Self) -> bool {
        self.words() == other.words()
    }

    /// Whether two values are the same for certain, without looking into memory.
    pub(super) const fn is_same(self, other: Self) -> bool {
        let (head, other_head) = (self.head.get(), other.head.get());
        self.content == other.content
            && (head == other_head || head & KIND == other_head & KIND && !matches!(self.space(), Space::Document))
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
