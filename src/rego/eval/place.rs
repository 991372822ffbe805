//! Where a finding came from: what its evaluation read on the way.
//!
//! While a rule is asked for findings, every value that was read from a document leaves its node on a trail, which is cut
//! when the evaluation goes back. At a finding, the trail holds what led to it: the elements that were walked through, the
//! values that were looked at, and, below `not`, the keys that were missing.

use super::Machine;
use crate::{
    document::NodeId,
    rego::{
        fail::{Fail, Outcome},
        program::{Form, Rule},
        value::{DocumentId, Tag, Value},
    },
};

/// One value that was looked at.
#[derive(Clone, Copy, Debug)]
pub struct Touch {
    /// Its document.
    pub document: DocumentId,
    /// Its node; if a key was missing, the node that lacks it.
    pub node: NodeId,
    /// The key that was missing.
    pub missing: Option<Value>,
    /// Whether it is an element that was walked through.
    pub is_element: bool,
}

/// One element of a rule's set, with what its evaluation read.
#[derive(Clone, Debug)]
pub struct Found {
    /// The element.
    pub value: Value,
    /// What was looked at, in order.
    pub trail: Vec<Touch>,
}

impl Machine<'_> {
    /// The elements of a rule that is a set, in Rego's order; of equal ones the first that was found.
    ///
    /// # Errors
    /// Undefined, or what ended the query.
    pub fn findings(&mut self, rule: Rule) -> Outcome<Vec<Found>> {
        self.clear_for_next();
        let found = self.elements_with_trails(rule);
        self.tracing = false;
        self.trail.clear();
        if let Err(Fail::Error(_)) = found {
            self.recover();
        }
        found
    }

    fn elements_with_trails(&mut self, rule: Rule) -> Outcome<Vec<Found>> {
        let program = self.program;
        let definition = &program.definitions[rule.0 as usize];
        if definition.form != Form::Set || !self.replaced.is_empty() {
            let value = self.rule(rule.0)?;
            return self.elements_without_trails(value);
        }
        self.enter()?;
        self.tracing = true;
        let mut found: Vec<Found> = Vec::new();
        let mut kept = 0;
        self.each_element(definition, &mut |machine, value| {
            found.push(Found { value, trail: machine.trail.clone() });
            kept += 4 + 2 * machine.trail.len();
            machine.memory.reserve(kept, 0)
        })?;
        self.tracing = false;
        self.leave();
        found.sort_by(|a, b| self.memory.compare(a.value, b.value));
        found.dedup_by(|later, earlier| self.memory.equal(later.value, earlier.value));
        self.memory.reserve(0, 0)?;
        Ok(found)
    }

    fn elements_without_trails(&mut self, value: Value) -> Outcome<Vec<Found>> {
        if !matches!(value.tag(), Tag::Array | Tag::Set) {
            return Ok(vec![Found { value, trail: Vec::new() }]);
        }
        let elements = self.memory.elements(value);
        let found = |index| Found { value: self.memory.element(elements, index), trail: Vec::new() };
        Ok((0..elements.len).map(found).collect())
    }

    /// Evaluates without noting what is read.
    pub(super) fn unseen<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let tracing = std::mem::replace(&mut self.tracing, false);
        let value = run(self);
        self.tracing = tracing;
        value
    }

    pub(super) fn touch(&mut self, value: Value) {
        if self.tracing
            && let Some((document, node)) = value.origin()
        {
            self.trail.push(Touch { document, node, missing: None, is_element: false });
        }
    }

    pub(super) fn touch_missing(&mut self, value: Value, key: Value) {
        if self.tracing
            && let Some((document, node)) = value.origin()
        {
            self.trail.push(Touch { document, node, missing: Some(key), is_element: false });
        }
    }

    pub(super) fn touch_element(&mut self, value: Value) {
        if self.tracing
            && let Some((document, node)) = value.origin()
        {
            self.trail.push(Touch { document, node, missing: None, is_element: true });
        }
    }
}
