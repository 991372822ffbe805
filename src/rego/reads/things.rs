//! What values may be, and what of it is read.

use rustc_hash::FxHashMap;

use crate::document::Parts;

/// Further down everything counts as read: without a limit, a function that is called with what it gave would go on for ever.
const DEEPEST: u32 = 24;

/// Number of something that a value may be.
pub(super) type ThingId = u32;

/// Everything that a value may be, sorted; nothing for what has nothing to do with documents.
#[derive(Clone, Debug, Default)]
pub(super) struct Things(pub(super) Vec<ThingId>);

impl Things {
    /// Adds others; whether there was a new one.
    pub(super) fn add(&mut self, others: &Self) -> bool {
        let before = self.0.len();
        for &other in &others.0 {
            if let Err(at) = self.0.binary_search(&other) {
                self.0.insert(at, other);
            }
        }
        self.0.len() > before
    }
}

/// A node of the documents, those of all documents at the same place being one, or a collection that the program makes.
#[derive(Debug, Default)]
pub(super) struct Thing {
    /// Of nodes: how far down they are. None for what is made.
    pub(super) depth: Option<u32>,
    pub(super) whole: bool,
    pub(super) every: Things,
    pub(super) keys: FxHashMap<Box<str>, Things>,
}

/// Everything that values may be, and how it hangs together.
#[derive(Debug, Default)]
pub(super) struct Graph {
    things: Vec<Thing>,
    /// What is made, by who makes it and what part of it this is.
    made: FxHashMap<(usize, u8), ThingId>,
    /// Whether something new came up.
    pub(super) changed: bool,
}

impl Graph {
    pub(super) fn thing(&mut self, thing: Thing) -> ThingId {
        self.changed = true;
        self.things.push(thing);
        self.things.len() as ThingId - 1
    }

    /// What was found to be read below a node.
    pub(super) fn parts(&self, node: ThingId) -> Parts {
        let thing = &self.things[node as usize];
        if thing.whole {
            return Parts::WHOLE;
        }
        let mut parts = Parts::default();
        thing.every.0.iter().for_each(|&below| parts.want_every(self.parts(below)));
        for (key, below) in &thing.keys {
            below.0.iter().for_each(|&below| parts.want_key(key, self.parts(below)));
        }
        parts
    }

    /// What is below things under a key.
    pub(super) fn key(&mut self, things: &Things, key: &str) -> Things {
        let mut found = Things::default();
        for &id in &things.0 {
            if self.things[id as usize].depth.is_some() && !self.things[id as usize].keys.contains_key(key) {
                let below = self.below(id);
                self.things[id as usize].keys.insert(key.into(), below);
            }
            let thing = &self.things[id as usize];
            if let Some(below) = thing.keys.get(key) {
                found.add(below);
            }
            if thing.depth.is_none() {
                found.add(&thing.every);
            }
        }
        found
    }

    /// What is below things under some keys.
    pub(super) fn keys(&mut self, things: &Things, keys: &[&str]) -> Things {
        let mut found = Things::default();
        for key in keys {
            let below = self.key(things, key);
            found.add(&below);
        }
        found
    }

    /// What is below things, whatever the key.
    pub(super) fn every(&mut self, things: &Things) -> Things {
        let mut found = Things::default();
        for &id in &things.0 {
            if self.things[id as usize].depth.is_some() && self.things[id as usize].every.0.is_empty() {
                self.things[id as usize].every = self.below(id);
            }
            let thing = &self.things[id as usize];
            found.add(&thing.every);
            if thing.depth.is_none() {
                thing.keys.values().for_each(|below| {
                    found.add(below);
                });
            }
        }
        found
    }

    /// A new node below another; none if everything there counts as read.
    fn below(&mut self, id: ThingId) -> Things {
        let above = &mut self.things[id as usize];
        let depth = above.depth.unwrap_or_default() + 1;
        if above.whole || depth > DEEPEST {
            self.changed |= !std::mem::replace(&mut above.whole, true);
            return Things::default();
        }
        Things(vec![self.thing(Thing { depth: Some(depth), ..Thing::default() })])
    }

    /// Counts everything below things as read.
    pub(super) fn whole(&mut self, things: &Things) {
        let mut waiting = things.0.clone();
        let mut seen = Things::default();
        while let Some(id) = waiting.pop() {
            let thing = &mut self.things[id as usize];
            if thing.depth.is_some() {
                self.changed |= !std::mem::replace(&mut thing.whole, true);
            } else if seen.add(&Things(vec![id])) {
                waiting.extend(thing.keys.values().chain([&thing.every]).flat_map(|below| &below.0));
            }
        }
    }

    /// The collection that an expression makes, by where it stands, or a part of it.
    pub(super) fn make(&mut self, by: usize, part: u8) -> ThingId {
        let by = (by, part);
        if let Some(&known) = self.made.get(&by) {
            return known;
        }
        let made = self.thing(Thing::default());
        self.made.insert(by, made);
        made
    }

    pub(super) fn put_every(&mut self, made: ThingId, values: &Things) {
        self.changed |= self.things[made as usize].every.add(values);
    }

    pub(super) fn put_key(&mut self, made: ThingId, key: &str, values: &Things) {
        match self.things[made as usize].keys.get_mut(key) {
            Some(known) => self.changed |= known.add(values),
            None => {
                self.things[made as usize].keys.insert(key.into(), values.clone());
                self.changed = true;
            }
        }
    }
}
