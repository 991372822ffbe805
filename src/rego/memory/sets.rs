//! What sets make together, and objects of several: both operands are sorted, so one walk does.

use std::cmp::Ordering;

use super::{Memory, Outcome, Space, Tag, Value};

impl Memory<'_> {
    /// Elements of one set that are not in the other.
    ///
    /// # Errors
    /// If there is no room.
    pub fn difference(&mut self, a: Value, b: Value) -> Outcome {
        self.walk_sets(a, b, |order| order == Ordering::Less)
    }

    /// Elements of both sets, as they stand in the smaller one.
    ///
    /// # Errors
    /// If there is no room.
    pub fn intersection(&mut self, a: Value, b: Value) -> Outcome {
        let (a, b) = if self.len(b) < self.len(a) { (b, a) } else { (a, b) };
        self.walk_sets(a, b, |order| order == Ordering::Equal)
    }

    /// Elements of either set.
    ///
    /// # Errors
    /// If there is no room.
    pub fn union(&mut self, a: Value, b: Value) -> Outcome {
        match (self.len(a), self.len(b)) {
            (0, _) => Ok(b),
            (_, 0) => Ok(a),
            _ => self.walk_sets(a, b, |_| true),
        }
    }

    /// Goes through both sets in order and keeps what is wanted: `Less` is only in the first, `Greater` only in the second.
    fn walk_sets(&mut self, a: Value, b: Value, wanted: fn(Ordering) -> bool) -> Outcome {
        let (x, y) = (self.elements(a), self.elements(b));
        self.reserve(x.len + y.len, 0)?;
        let (mut i, mut j) = (0, 0);
        let mut kept = Vec::new();
        while i < x.len || j < y.len {
            let (left, right) = ((i < x.len).then(|| self.element(x, i)), (j < y.len).then(|| self.element(y, j)));
            let (order, element) = match (left, right) {
                (Some(left), Some(right)) => {
                    let order = self.compare(left, right);
                    (order, if order == Ordering::Greater { right } else { left })
                }
                (Some(left), None) => (Ordering::Less, left),
                (None, Some(right)) => (Ordering::Greater, right),
                (None, None) => break,
            };
            i += usize::from(order != Ordering::Greater);
            j += usize::from(order != Ordering::Less);
            if wanted(order) {
                kept.push(element);
            }
        }
        Ok(self.sorted_set(&kept))
    }

    /// A set of elements that are sorted and differ.
    pub(crate) fn sorted_set(&mut self, elements: &[Value]) -> Value {
        let start = self.scratch.heap.values.len();
        self.scratch.heap.values.extend_from_slice(elements);
        Value::stored(Tag::Set, Space::Scratch, start, elements.len())
    }
}
