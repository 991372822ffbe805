//! What led to the values of rules, and to the elements of what rules made.
//!
//! A helper is worked out once, and whoever asks for it later goes on from its value. A value that a rule made has no node;
//! and of one that has, the node does not say why it was chosen. So while findings are asked for, each rule's value and each
//! element of a collection that is made keeps its lead. Walking through such an element puts the lead on the trail.

use super::{Lead, Machine, Touch, Yield};
use crate::rego::{
    program::{Block, DefinitionId, Expression, Pattern, Step},
    value::{Space, Value},
};

/// Leads that are kept for one input: what is made later has only its own places.
const MOST: usize = 1 << 16;
/// Elements of one collection that keep theirs.
const MOST_OF_ONE: usize = 1 << 12;

/// Leads of one worker.
#[derive(Debug, Default)]
pub(super) struct Leads {
    kept: Vec<Lead>,
    /// Collections with leads for their elements, in the order of the heap.
    lists: Vec<List>,
}

/// A collection of the heap.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    /// Where its elements start in the heap.
    start: usize,
    /// Where their leads start.
    first: usize,
    len: usize,
}

impl Leads {
    /// Forgets all of them: nothing of what they led to is left.
    pub(super) fn clear(&mut self) {
        self.kept.clear();
        self.lists.clear();
    }

    /// The leads of a collection's elements. Most collections are of a document, or empty.
    #[inline]
    pub(super) fn of(&self, collection: Value) -> Option<List> {
        let is_made = collection.space() == Space::Scratch && collection.is_collection();
        if is_made && collection.stored_len() > 0 { self.of_made(collection) } else { None }
    }

    fn of_made(&self, collection: Value) -> Option<List> {
        // Most have just been made.
        let last = self.lists.last()?;
        if last.start <= collection.start() {
            return Some(*last).filter(|last| last.start == collection.start());
        }
        let at = self.lists.binary_search_by_key(&collection.start(), |list| list.start).ok()?;
        Some(self.lists[at])
    }

    /// One of [`Leads::of`].
    pub(super) fn get(&self, list: List, index: usize) -> Lead {
        if index < list.len { self.kept[list.first + index] } else { Lead::default() }
    }

    /// Keeps one; 0 if there is none.
    fn keep(&mut self, lead: Lead) -> u32 {
        if lead.place().is_none() || self.kept.len() >= MOST {
            return 0;
        }
        self.kept.push(lead);
        self.kept.len() as u32
    }

    /// Keeps those of the elements of a collection that has just been made.
    fn keep_list(&mut self, collection: Value, leads: impl ExactSizeIterator<Item = Lead>) {
        let (start, first, len) = (collection.start(), self.kept.len(), leads.len());
        let is_last = self.lists.last().is_none_or(|last| last.start < start);
        if first + len <= MOST && collection.space() == Space::Scratch && is_last {
            self.kept.extend(leads);
            self.lists.push(List { start, first, len });
        }
    }
}

/// A collection that is being made, with what led to its elements as long as these are few.
#[derive(Debug, Default)]
pub(super) struct Made {
    found: Vec<(Value, Lead)>,
    /// Those behind them.
    more: Vec<Value>,
    /// What it came from as a whole.
    pub(super) whole: Option<Touch>,
}

impl Made {
    /// Whether nothing has been added.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    fn values(&self) -> Vec<Value> {
        self.found.iter().map(|(value, _)| *value).chain(self.more.iter().copied()).collect()
    }
}

impl FromIterator<(Value, Lead)> for Made {
    fn from_iter<T: IntoIterator<Item = (Value, Lead)>>(pairs: T) -> Self {
        Self { found: pairs.into_iter().collect(), ..Self::default() }
    }
}

/// What was read while something was worked out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    tracing: bool,
    trail: usize,
    lapse: Option<Touch>,
}

impl Machine<'_> {
    /// Starts a trail of its own, for what is worked out once whoever asks first.
    pub(super) fn start_trail(&mut self) -> Before {
        let before = Before { tracing: self.tracing, trail: self.trail.len(), lapse: self.lapse.take() };
        self.tracing = self.noting;
        before
    }

    /// Ends it and keeps its lead.
    pub(super) fn end_trail(&mut self, before: Before) -> u32 {
        let lead = if self.trail.len() > before.trail { self.leads.keep(self.lead_since(before.trail)) } else { 0 };
        self.trail.truncate(before.trail);
        (self.tracing, self.lapse) = (before.tracing, before.lapse);
        lead
    }

    /// What led to a rule's value.
    #[inline]
    pub(super) fn lead_of_rule(&self, id: DefinitionId) -> Lead {
        let memo = &self.memo[id as usize];
        match memo.lead.checked_sub(1) {
            Some(at) if memo.stamp == self.stamp => self.leads.kept[at as usize],
            _ => Lead::default(),
        }
    }

    /// Notes that the evaluation goes on from a rule's value.
    #[inline]
    pub(super) fn follow_rule(&mut self, id: DefinitionId, value: Value) {
        if self.tracing {
            self.follow(self.lead_of_rule(id));
            self.touch(value);
        }
    }

    /// Adds an element to a collection that a body makes; the trail since some point led to it.
    pub(super) fn add(&mut self, made: &mut Made, element: Value, start: usize, body: &Block) -> Yield<()> {
        if made.found.len() == MOST_OF_ONE {
            made.more.push(element);
            return self.make_room(made.more.len(), 1);
        }
        let lead = self.lead_to(element, start);
        if made.is_empty() {
            made.whole = self.whole(start, lead, body);
        }
        made.found.push((element, lead));
        Ok(())
    }

    /// The elements as an array.
    pub(super) fn array_of(&mut self, made: &Made) -> Value {
        let array = self.memory.array(&made.values());
        if made.more.is_empty() {
            self.keep_leads(array, made.found.iter().map(|(value, lead)| (*value, lead)));
        }
        array
    }

    /// The elements as a set. Of equal ones the first is kept, with its lead.
    pub(super) fn set_of(&mut self, mut made: Made) -> Value {
        if !made.more.is_empty() {
            return self.memory.set(&mut made.values());
        }
        if made.found.len() > 1 {
            made.found.sort_by(|a, b| self.memory.compare(a.0, b.0));
            made.found.dedup_by(|later, earlier| self.memory.equal(later.0, earlier.0));
        }
        let set = self.memory.sorted_set(&made.values());
        self.keep_leads(set, made.found.iter().map(|(value, lead)| (*value, lead)));
        set
    }

    /// Keeps what led to the elements of a collection that has just been made.
    pub(super) fn keep_leads<'l>(
        &mut self,
        collection: Value,
        found: impl ExactSizeIterator<Item = (Value, &'l Lead)> + Clone,
    ) {
        // An element that came from nothing but its own place has that without a lead.
        if self.tracing && found.clone().any(|(element, lead)| !lead.is_place_of(element)) {
            self.leads.keep_list(collection, found.map(|(_, lead)| *lead));
        }
    }

    /// Notes a key that was looked up in a collection that was made.
    pub(super) fn follow_key(&mut self, collection: Value, key: Value) {
        if self.tracing
            && let Some(list) = self.leads.of(collection)
            && let Some(index) = self.memory.position(collection, key)
        {
            self.follow(self.leads.get(list, index));
        }
    }

    /// What a collection as a whole came from, when the first of its elements has been found: that element, if not all were
    /// taken; else what they were taken from.
    fn whole(&self, start: usize, first: Lead, body: &Block) -> Option<Touch> {
        let trail = self.trail.get(start..).unwrap_or_default();
        let walked = trail.iter().position(|touch| touch.is_element).and_then(|at| trail.get(at.checked_sub(1)?));
        let walked = if body.steps.iter().any(chooses) { None } else { walked.copied() };
        walked.or(first.place()).map(|touch| Touch { is_element: false, ..touch })
    }
}

/// Whether a step lets some elements through and others not.
fn chooses(step: &Step) -> bool {
    match step {
        Step::Test(value) => !matches!(value, Expression::Slot(_)),
        Step::Not(_) | Step::Every(_) | Step::Or(_) => true,
        Step::Match(parts) => is_choosy(&parts.0),
        Step::Each(each) => is_choosy(&each.key) || is_choosy(&each.value),
        Step::Walk(walk) => is_choosy(&walk.found),
        Step::Let(..) | Step::Say(..) | Step::With(_) => false,
    }
}

fn is_choosy(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Any | Pattern::Bind(_) => false,
        Pattern::Equal(_) => true,
        Pattern::Array(patterns) => patterns.iter().any(is_choosy),
        Pattern::Object(patterns) => patterns.iter().any(|(_, pattern)| is_choosy(pattern)),
    }
}
