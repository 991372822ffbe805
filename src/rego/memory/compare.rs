//! Rego's one order over all values: null, booleans, numbers, strings, arrays, objects, sets.
//!
//! Rules can nest a value more deeply than any document (by patching it into itself) and share its parts, so that comparing
//! would take for ever. Every element compared is therefore counted as work, and below [`MOST_DEPTH`] levels, or once the
//! work is used up, values count as equal and the next [`Memory::work`] or [`Memory::reserve`] ends the query.

use std::cmp::Ordering;

use super::{Elements, Memory, Tag, Value};
use crate::rego::number;

/// Collections inside collections that are compared, written and read.
pub(in crate::rego) const MOST_DEPTH: usize = 1_000;

impl Memory<'_> {
    /// Whether two values are equal: `1` and `1.0` are, a set and an array never.
    pub fn equal(&mut self, a: Value, b: Value) -> bool {
        if a.is_same(b) {
            return true;
        }
        match (a.tag(), b.tag()) {
            (Tag::String, Tag::String) => a.stored_len() == b.stored_len() && self.bytes(a) == self.bytes(b),
            (Tag::Integer, Tag::Integer) => false,
            (Tag::Array, Tag::Array) | (Tag::Object, Tag::Object) | (Tag::Set, Tag::Set) => {
                self.len(a) == self.len(b) && self.compare(a, b) == Ordering::Equal
            }
            (Tag::Integer | Tag::Number, Tag::Integer | Tag::Number) => self.compare_numbers(a, b) == Ordering::Equal,
            (a, b) => a == b && a < Tag::Integer,
        }
    }

    /// How two values are sorted.
    pub fn compare(&mut self, a: Value, b: Value) -> Ordering {
        self.compare_below(a, b, MOST_DEPTH)
    }

    fn compare_below(&mut self, a: Value, b: Value, levels: usize) -> Ordering {
        if a.is_same(b) {
            return Ordering::Equal;
        }
        let rank = |tag: Tag| if tag == Tag::Number { Tag::Integer } else { tag };
        match (rank(a.tag()), rank(b.tag())) {
            (Tag::Integer, Tag::Integer) => self.compare_numbers(a, b),
            (Tag::String, Tag::String) => self.bytes(a).cmp(self.bytes(b)),
            (x, y) if x != y || !a.is_collection() => x.cmp(&y),
            _ if levels == 0 || self.scratch.work > self.facts.most_work => {
                self.scratch.work = u64::MAX;
                Ordering::Equal
            }
            (Tag::Object, _) => {
                let (a, b) = (self.pairs(a), self.pairs(b));
                self.compare_objects(a, b, levels - 1)
            }
            _ => {
                let (a, b) = (self.elements(a), self.elements(b));
                self.compare_lists(a, b, levels - 1)
            }
        }
    }

    fn compare_numbers(&self, a: Value, b: Value) -> Ordering {
        match (a.as_integer(), b.as_integer()) {
            (Some(a), Some(b)) => a.cmp(&b),
            (Some(a), None) => number::compare(&a.to_string(), self.text(b)),
            (None, Some(b)) => number::compare(self.text(a), &b.to_string()),
            (None, None) => number::compare(self.text(a), self.text(b)),
        }
    }

    /// Element by element; the shorter of two equal beginnings comes first.
    fn compare_lists(&mut self, a: Elements, b: Elements, levels: usize) -> Ordering {
        for index in 0..a.len.min(b.len) {
            self.scratch.work = self.scratch.work.saturating_add(1);
            let (x, y) = (self.element(a, index), self.element(b, index));
            match self.compare_below(x, y, levels) {
                Ordering::Equal => {}
                different => return different,
            }
        }
        a.len.cmp(&b.len)
    }

    /// Key and value in turn, in the order of the keys.
    fn compare_objects(&mut self, a: Elements, b: Elements, levels: usize) -> Ordering {
        for index in 0..a.len.min(b.len) {
            self.scratch.work = self.scratch.work.saturating_add(1);
            let ((key, value), (other_key, other)) = (self.pair(a, index), self.pair(b, index));
            let order = self.compare_below(key, other_key, levels);
            match order.then_with(|| self.compare_below(value, other, levels)) {
                Ordering::Equal => {}
                different => return different,
            }
        }
        a.len.cmp(&b.len)
    }

    /// Binary search among sorted elements (`stride` 1) or pairs (`stride` 2).
    pub(super) fn search(&mut self, among: Elements, stride: usize, wanted: Value) -> Option<usize> {
        if wanted.is_string() {
            return self.search_text(among, stride, self.text(wanted));
        }
        let (mut low, mut high) = (0, among.len);
        while low < high {
            let middle = low.midpoint(high);
            let value = self.heap(among.space).values[among.start + middle * stride];
            match self.compare(value, wanted) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(middle),
            }
        }
        None
    }
    /// The same for a string, as nearly all keys are.
    pub(super) fn search_text(&self, among: Elements, stride: usize, wanted: &str) -> Option<usize> {
        /// So few are told apart by their lengths.
        const FEW: usize = 8;
        let values = &self.heap(among.space).values;
        if among.len <= FEW {
            let is_wanted = |&value: &Value| {
                value.is_string() && value.stored_len() == wanted.len() && self.bytes(value) == wanted.as_bytes()
            };
            return values[among.start..among.start + among.len * stride].iter().step_by(stride).position(is_wanted);
        }
        let (mut low, mut high) = (0, among.len);
        while low < high {
            let middle = low.midpoint(high);
            let value = values[among.start + middle * stride];
            let order = if value.is_string() {
                self.bytes(value).cmp(wanted.as_bytes())
            } else {
                value.tag().cmp(&Tag::String)
            };
            match order {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}
