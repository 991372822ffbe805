//! New values, in the heap of the evaluation.

use std::{cmp::Ordering, fmt::Write};

use super::{Memory, Space, Tag, Value};
use crate::rego::{
    fail::{ErrorKind, Fail, Outcome},
    number,
};

impl Memory<'_> {
    /// A string.
    pub fn string(&mut self, text: &str) -> Value {
        self.stored_text(Tag::String, text)
    }

    /// A number from its text, which must be JSON's: a whole one of 64 bits in its plainest form is [`Tag::Integer`].
    pub fn number(&mut self, text: &str) -> Value {
        match number::plain_integer(text) {
            Some(value) => Value::integer(value),
            None => self.stored_text(Tag::Number, text),
        }
    }

    /// A string's text, which must be a number's, as that number.
    pub(in crate::rego) fn number_part(&self, text: Value) -> Value {
        Value::stored(Tag::Number, text.space(), text.start(), text.stored_len()).placed_as(text)
    }

    fn stored_text(&mut self, tag: Tag, text: &str) -> Value {
        let start = self.scratch.heap.text.len();
        self.scratch.heap.text.push_str(text);
        Value::stored(tag, Space::Scratch, start, text.len())
    }

    /// A string that is put together where it will stand: a constant, then values, which must be texts or whole numbers,
    /// each with a constant behind it.
    pub(in crate::rego) fn joined(&mut self, first: Value, rest: impl Iterator<Item = (Value, Value)>) -> Value {
        let (constants, documents, made) = (&*self.constants.text, self.documents, &mut self.scratch.heap.text);
        let start = made.len();
        made.push_str(&constants[first.stored_range()]);
        for (value, behind) in rest {
            match (value.as_integer(), value.space()) {
                // Writing to a string does not fail.
                (Some(number), _) => drop(write!(made, "{number}")),
                (_, Space::Scratch) => made.extend_from_within(value.stored_range()),
                (_, Space::Constant) => made.push_str(&constants[value.stored_range()]),
                (_, Space::Document) => {
                    let source = documents[value.document() as usize - 1].tree().source().text();
                    made.push_str(&source[value.stored_range()]);
                }
            }
            made.push_str(&constants[behind.stored_range()]);
        }
        Value::stored(Tag::String, Space::Scratch, start, self.scratch.heap.text.len() - start)
    }

    /// An array of some elements.
    pub fn array(&mut self, elements: &[Value]) -> Value {
        let start = self.scratch.heap.values.len();
        self.scratch.heap.values.extend_from_slice(elements);
        Value::stored(Tag::Array, Space::Scratch, start, elements.len())
    }

    /// A set: sorted, each element once. Of equal elements the first is kept.
    pub fn set(&mut self, elements: &mut Vec<Value>) -> Value {
        if elements.len() > 1 {
            elements.sort_by(|&a, &b| self.compare(a, b));
            elements.dedup_by(|later, earlier| self.equal(*later, *earlier));
        }
        self.sorted_set(elements)
    }

    /// An object: sorted by key. Of equal keys the first is kept, with the last of its equal values.
    ///
    /// # Errors
    /// A key with two different values is a conflict, which ends the query.
    pub fn object(&mut self, pairs: &mut Vec<(Value, Value)>) -> Outcome {
        pairs.sort_by(|a, b| self.compare(a.0, b.0));
        for index in 1..pairs.len() {
            let (before, after) = (pairs[index - 1], pairs[index]);
            if self.compare(before.0, after.0) == Ordering::Equal && !self.equal(before.1, after.1) {
                return Err(Fail::error(ErrorKind::Conflict, "object keys must be unique"));
            }
        }
        pairs.dedup_by(|later, earlier| {
            let is_same = self.equal(later.0, earlier.0);
            if is_same {
                earlier.1 = later.1;
            }
            is_same
        });
        Ok(self.sorted_object(pairs))
    }

    /// An object of which each key has the last of its values.
    pub(crate) fn object_of_last(&mut self, pairs: &mut Vec<(Value, Value)>) -> Value {
        pairs.reverse();
        pairs.sort_by(|a, b| self.compare(a.0, b.0));
        pairs.dedup_by(|later, earlier| self.equal(later.0, earlier.0));
        self.sorted_object(pairs)
    }

    /// An object of pairs that are sorted by key and have no key twice.
    pub(crate) fn sorted_object(&mut self, pairs: &[(Value, Value)]) -> Value {
        let start = self.scratch.heap.values.len();
        self.scratch.heap.values.extend(pairs.iter().flat_map(|&(key, value)| [key, value]));
        Value::stored(Tag::Object, Space::Scratch, start, pairs.len())
    }

    /// A part of a string, without copying; it keeps the place of the whole.
    #[must_use]
    pub fn part(&self, text: Value, range: std::ops::Range<usize>) -> Value {
        debug_assert!(self.text(text).get(range.clone()).is_some());
        text.part(range)
    }

    /// The text in a buffer as a string; the buffer goes back.
    pub fn built(&mut self, buffer: String) -> Value {
        let value = self.string(&buffer);
        self.give_back(buffer);
        value
    }

    /// A value from JSON. Of repeated keys the last counts.
    pub fn json(&mut self, json: &serde_json::Value) -> Value {
        use serde_json::Value as Json;
        match json {
            Json::Null => Value::NULL,
            Json::Bool(value) => Value::bool(*value),
            Json::Number(number) => self.number(&number.to_string()),
            Json::String(text) => self.string(text),
            Json::Array(items) => {
                let items: Vec<Value> = items.iter().map(|item| self.json(item)).collect();
                self.array(&items)
            }
            Json::Object(fields) => {
                let mut pairs: Vec<(Value, Value)> =
                    fields.iter().map(|(key, value)| (self.string(key), self.json(value))).collect();
                pairs.sort_by(|a, b| self.compare(a.0, b.0));
                self.sorted_object(&pairs)
            }
        }
    }
}
