//! Where a finding came from: what its evaluation read on the way.
//!
//! While a rule is asked for findings, every value that was read from a document leaves its node on a trail, which is cut
//! when the evaluation goes back. At a finding, the trail holds what led to it: the elements that were walked through, the
//! values that were looked at, and, below `not`, the keys that were missing. The lead is the short of it.

use std::{ops::Range, sync::LazyLock};

use super::{Machine, Yield};
use crate::{
    document::{Document, NodeId, Symbol},
    rego::{
        fail::{Fail, Outcome},
        program::{Expression, Form, Rule},
        value::{DocumentId, Tag, Value},
    },
};

/// Keys that say what an object is: that a rule looked at them says nothing about its finding.
static IDENTITY: LazyLock<[(&str, Symbol); 2]> =
    LazyLock::new(|| ["kind", "apiVersion"].map(|key| (key, Symbol::of(key))));

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
    /// How much its place says about a finding.
    pub weight: Weight,
}

/// What led to a value: as much of a trail as says where it came from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lead {
    /// The innermost element that was walked through.
    pub element: Option<Touch>,
    /// The last thing that was looked at below it; without one, the last that tells anything.
    pub last: Option<Touch>,
}

/// One element of a rule's set, with what led to it.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// The element.
    pub value: Value,
    /// What led to it.
    pub lead: Lead,
}

/// How much the place of something that was read says about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nothing: it was read for what the finding says, and not for whether there is one.
    Said,
    /// Where a function or a body that is denied went no further.
    Lapsed,
    /// What a rule looked at.
    Judged,
}

impl Touch {
    /// A value that was looked at, if it came from a document.
    pub(super) fn of(value: Value) -> Option<Self> {
        let (document, node) = value.origin()?;
        Some(Self { document, node, missing: None, is_element: false, weight: Weight::Judged })
    }

    /// Whether another value may be a part of it.
    fn holds(&self, other: &Self) -> bool {
        self.missing.is_none() && self.document == other.document && self.node < other.node
    }
}

impl Lead {
    /// The place it leads to.
    pub fn place(&self) -> Option<Touch> {
        self.last.or(self.element)
    }

    /// Whether it says no more than where a value stands.
    pub(super) fn is_place_of(&self, value: Value) -> bool {
        match (&self.element, &self.last) {
            (None, None) => true,
            (Some(element), None) => value.origin() == Some((element.document, element.node)),
            _ => false,
        }
    }
}

impl<'r> Machine<'r> {
    /// The elements of a rule that is a set, in Rego's order; of equal ones the first that was found.
    ///
    /// # Errors
    /// Undefined, or what ended the query.
    pub fn findings(&mut self, rule: Rule) -> Outcome<Vec<Found>> {
        self.clear_for_next();
        if self.with_leads && std::mem::take(&mut self.is_asked_without_leads) {
            self.forget();
        }
        self.noting = self.with_leads;
        let found = self.elements_with_leads(rule);
        let found = self.outcome(found);
        (self.noting, self.tracing, self.asked) = (false, false, 0);
        self.trail.clear();
        if let Err(Fail::Error(_)) = found {
            self.recover();
        }
        found
    }

    fn elements_with_leads(&mut self, rule: Rule) -> Yield<Vec<Found>> {
        let program = self.program;
        let definition = &program.definitions[rule.0];
        if definition.form != Form::Set || !self.replaced.is_empty() {
            let value = self.rule(rule.0)?;
            let lead = self.lead_of_rule(rule.0);
            return self.elements_of(value, lead);
        }
        self.enter()?;
        self.tracing = self.noting;
        self.asked = self.depth;
        let mut found = std::mem::take(self.found);
        found.clear();
        self.each_element(definition, |machine, _, value| {
            let mut lead = if machine.tracing { machine.lead_since(0) } else { Lead::default() };
            if lead.place().is_none() {
                lead.last = machine.trail.last().copied();
            }
            found.push(Found { value, lead });
            machine.make_room(found.len(), FOUND_VALUES)
        })?;
        self.tracing = false;
        self.leave();
        if found.len() > 1 {
            found.sort_by(|a, b| self.memory.compare(a.value, b.value));
            found.dedup_by(|later, earlier| self.memory.equal(later.value, earlier.value));
            self.reserve(0, 0)?;
        }
        Ok(found)
    }

    /// Returns what [`Machine::findings`] gave, whose memory can be used for the next.
    pub fn give_back(&mut self, found: Vec<Found>) {
        *self.found = found;
    }

    fn elements_of(&mut self, value: Value, lead: Lead) -> Yield<Vec<Found>> {
        if !matches!(value.tag(), Tag::Array | Tag::Set) {
            return Ok(vec![Found { value, lead }]);
        }
        let leads = self.leads.of(value);
        let elements = self.memory.elements(value);
        let found = |index| Found {
            value: self.memory.element(elements, index),
            lead: leads.map_or(lead, |leads| self.leads.get(leads, index)),
        };
        Ok((0..elements.len).map(found).collect())
    }

    /// Evaluates without noting what is read.
    pub(super) fn unseen<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let tracing = std::mem::replace(&mut self.tracing, false);
        let value = run(self);
        self.tracing = tracing;
        value
    }

    /// Evaluates what only the message needs. Where an element was walked through, what is read for it says nothing more.
    pub(super) fn say(&mut self, value: &'r Expression) -> Yield {
        let is_element = |touch: &Touch| touch.is_element && touch.weight != Weight::Said;
        if self.asked == self.depth && self.trail.iter().any(is_element) {
            return self.unseen(|machine| machine.eval(value));
        }
        self.said(|machine| machine.eval(value))
    }

    /// Evaluates what a finding says of itself: it came from what was read there only if nothing else is known.
    pub(super) fn said<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let from = self.trail.len();
        let value = run(self);
        if let Some(read) = self.trail.get_mut(from..) {
            read.iter_mut().for_each(|touch| touch.weight = Weight::Said);
        }
        value
    }

    pub(super) fn touch(&mut self, value: Value) {
        if self.tracing {
            self.push(Touch::of(value));
        }
    }

    pub(super) fn touch_missing(&mut self, value: Value, key: Value) {
        if self.tracing {
            self.push(Touch::of(value).map(|touch| Touch { missing: Some(key), ..touch }));
        }
    }

    pub(super) fn touch_element(&mut self, value: Value) {
        if self.tracing {
            self.push(Touch::of(value).map(|touch| Touch { is_element: true, ..touch }));
        }
    }

    #[inline]
    fn push(&mut self, touch: Option<Touch>) {
        if let Some(touch) = touch {
            self.trail.push(touch);
        }
    }

    /// What the trail since some point comes to.
    pub(super) fn lead_since(&self, from: usize) -> Lead {
        let trail = self.trail.get(from..).unwrap_or_default();
        let element = trail.iter().rev().find(|touch| touch.is_element && touch.weight != Weight::Said);
        let within = element.map(|element| (element.document, self.inside(element)));
        // Below an element what was only said counts for nothing.
        let counts = |touch: &Touch| match &within {
            Some((document, within)) => {
                let is_within = !touch.is_element && touch.document == *document && within.contains(&touch.node);
                is_within && touch.weight != Weight::Said
            }
            None => true,
        };
        let (mut lapsed, mut said): (Option<&Touch>, Option<&Touch>) = (None, None);
        for touch in trail.iter().rev() {
            if !counts(touch) || !self.tells(touch) {
                continue;
            }
            match touch.weight {
                Weight::Judged => {
                    // What was missed in it says more than the whole of it.
                    let is_in_it = |lapsed: &&Touch| {
                        touch.missing.is_none()
                            && touch.document == lapsed.document
                            && self.inside(touch).contains(&lapsed.node)
                    };
                    let last = lapsed.filter(is_in_it).unwrap_or(touch);
                    return Lead { element: element.copied(), last: Some(*last) };
                }
                Weight::Lapsed => lapsed = lapsed.or(Some(touch)),
                Weight::Said => said = said.or(Some(touch)),
            }
        }
        // Which document it was says something where there are several.
        let any = || trail.last().filter(|_| self.memory.has_several_documents());
        let last = if element.is_some() { lapsed } else { lapsed.or(said).or_else(any) };
        Lead { element: element.copied(), last: last.copied() }
    }

    /// The nodes of what was looked at.
    fn inside(&self, touch: &Touch) -> Range<NodeId> {
        touch.node..self.memory.document_of(touch.document).node(touch.node).end()
    }

    /// Whether something that was looked at is more than a whole document or what that is.
    fn tells(&self, touch: &Touch) -> bool {
        let document = self.memory.document_of(touch.document);
        touch.missing.is_some() || touch.node != document.root().id() && !is_identity(document, touch.node)
    }

    /// Notes that the evaluation goes on from what a lead led to.
    pub(super) fn follow(&mut self, lead: Lead) {
        if self.tracing {
            self.push(lead.element);
            self.push(lead.last);
        }
    }

    /// What led to an element of what is made: the short of the trail since some point, and the element's own place where
    /// that says more.
    pub(super) fn lead_to(&self, element: Value, from: usize) -> Lead {
        let lead = self.lead_since(from);
        let Some(own) = Touch::of(element) else { return lead };
        match lead.place() {
            None => Lead { element: Some(Touch { is_element: true, ..own }), last: None },
            Some(place)
                if place.weight == Weight::Said || place.holds(&own) && self.inside(&place).contains(&own.node) =>
            {
                Lead { last: Some(own), ..lead }
            }
            Some(_) => lead,
        }
    }
}

/// Whether a node is the kind or version of an object.
fn is_identity(document: Document<'_>, node: NodeId) -> bool {
    let Some(before) = node.checked_sub(1) else { return false };
    let arena = document.tree().arena();
    if arena.node(before).is_collection() {
        return false;
    }
    let symbol = arena.symbol(before);
    let is_value_of = |key: &str| document.root().get(key).is_some_and(|value| value.id() == node);
    IDENTITY.iter().any(|(key, known)| *known == symbol && is_value_of(key))
}

/// Room that one finding takes, in values.
const FOUND_VALUES: usize = 1 + size_of::<Found>() / size_of::<Value>();
