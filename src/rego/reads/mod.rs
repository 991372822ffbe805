//! Which parts of its documents a program may read, told without running it.
//!
//! Everything a value may be is followed through the program until nothing new comes up: nodes of documents, and the arrays
//! and objects that the program makes of them. The order of steps and what conditions say are not looked at, and all calls of
//! a function are one, so the answer may be too much and never too little. Where a value leaves to what is not followed (a
//! builtin, a comparison, a set, a key) everything below it counts as read.

mod expression;
mod things;

use rustc_hash::{FxHashMap, FxHashSet};

use things::{Graph, Thing, ThingId, Things};

use super::{
    dispatch::has_several,
    program::{Block, Clause, Definition, DefinitionId, Expression, Form, Pattern, Program, Rule, Slot, Step},
    value::Tag,
};
use crate::document::Parts;

/// What `input` is made of.
#[derive(Clone, Copy, Debug)]
pub enum Shape<'s> {
    /// Values that have nothing to do with documents.
    Plain,
    /// Documents.
    Document,
    /// An array whose elements are alike.
    Array(&'s Shape<'s>),
    /// An object with these keys.
    Object(&'s [(&'s str, Shape<'s>)]),
}

/// What some rules of a program may read of the documents in its input.
pub fn reads(program: &Program, rules: impl IntoIterator<Item = Rule>, input: Shape<'_>) -> Parts {
    let mut follow = Follow {
        program,
        graph: Graph::default(),
        document: None,
        input: Things::default(),
        slots: vec![Things::default(); program.slots],
        words: FxHashMap::default(),
        others: FxHashSet::default(),
        values: vec![Things::default(); program.definitions.len()],
        arguments: FxHashMap::default(),
        needed: Vec::new(),
    };
    follow.input = follow.given(input);
    rules.into_iter().for_each(|rule| follow.need(rule.0));
    while std::mem::take(&mut follow.graph.changed) {
        let mut at = 0;
        while let Some(&id) = follow.needed.get(at) {
            follow.definition(id, &program.definitions[id]);
            at += 1;
        }
    }
    follow.document.map(|document| follow.graph.parts(document).settled()).unwrap_or_default()
}

struct Follow<'p> {
    program: &'p Program,
    graph: Graph,
    /// The root of the documents.
    document: Option<ThingId>,
    input: Things,
    slots: Vec<Things>,
    /// Variables that are elements or keys of a constant: which texts they may be.
    words: FxHashMap<Slot, Vec<&'p str>>,
    /// Variables that may be anything else, too.
    others: FxHashSet<Slot>,
    /// Of rules and functions.
    values: Vec<Things>,
    /// Of functions, by function and number.
    arguments: FxHashMap<(DefinitionId, usize), Things>,
    /// Rules and functions that are asked.
    needed: Vec<DefinitionId>,
}

impl<'p> Follow<'p> {
    fn given(&mut self, shape: Shape<'_>) -> Things {
        let mut thing = Thing::default();
        match shape {
            Shape::Plain => return Things::default(),
            Shape::Document => {
                let root = self.document;
                let root = root.unwrap_or_else(|| self.graph.thing(Thing { depth: Some(0), ..Thing::default() }));
                self.document = Some(root);
                return Things(vec![root]);
            }
            Shape::Array(items) => thing.every = self.given(*items),
            Shape::Object(fields) => {
                thing.keys = fields.iter().map(|(key, shape)| ((*key).into(), self.given(*shape))).collect();
            }
        }
        Things(vec![self.graph.thing(thing)])
    }

    fn need(&mut self, id: DefinitionId) {
        if !self.needed.contains(&id) {
            self.needed.push(id);
            self.graph.changed = true;
        }
    }

    fn definition(&mut self, id: DefinitionId, definition: &'p Definition) {
        // Where there may be several values they are compared, which is the end of a query if they differ.
        let compared = match definition.form {
            Form::Complete | Form::Function(_) => has_several(definition) && !definition.constant,
            Form::Set | Form::Object => true,
        };
        for clause in &definition.clauses {
            self.clause(id, clause, compared);
        }
        for clause in &definition.by_key {
            self.clause(id, clause, true);
        }
        if let Some(default) = &definition.default {
            self.block(&default.body);
            let value = self.expression(&default.value);
            self.graph.changed |= self.values[id as usize].add(&value);
        }
    }

    fn clause(&mut self, id: DefinitionId, clause: &'p Clause, compared: bool) {
        for (number, pattern) in clause.arguments.iter().enumerate() {
            let given = self.arguments.get(&(id, number)).cloned().unwrap_or_default();
            self.bind(pattern, &given);
        }
        for alternative in &clause.alternatives {
            self.block(&alternative.body);
            alternative.keys.iter().for_each(|key| self.used_up(key));
            let value = self.expression(&alternative.value);
            if compared {
                self.graph.whole(&value);
            }
            // Of what is read already nobody has to know where it goes.
            self.graph.changed |= !compared && self.values[id as usize].add(&value);
        }
    }

    fn block(&mut self, block: &'p Block) {
        block.steps.iter().for_each(|step| self.step(step));
    }

    fn step(&mut self, step: &'p Step) {
        match step {
            Step::Test(value) => drop(self.expression(value)),
            Step::Let(slot, value) | Step::Say(slot, value) => {
                let value = self.expression(value);
                self.keep(*slot, &value);
            }
            Step::Match(parts) => {
                let value = self.expression(&parts.1);
                self.bind(&parts.0, &value);
            }
            Step::Each(each) => {
                let [keys, values] = self.words_of(&each.collection);
                let collection = self.expression(&each.collection);
                let below = self.graph.every(&collection);
                self.bind_word(&each.key, keys, &Things::default());
                self.bind_word(&each.value, values, &below);
            }
            Step::Walk(walk) => {
                self.used_up(&walk.value);
                self.bind(&walk.found, &Things::default());
            }
            Step::Not(block) => self.block(block),
            Step::Or(blocks) => blocks.iter().for_each(|block| self.block(block)),
            Step::Every(every) => {
                let domain = self.expression(&every.domain);
                let values = self.graph.every(&domain);
                every.key.iter().for_each(|slot| self.keep(*slot, &Things::default()));
                every.value.iter().for_each(|slot| self.keep(*slot, &values));
                self.block(&every.body);
            }
            // What stands for what is not followed any further.
            Step::With(parts) => {
                self.everything();
                self.block(&parts.1);
            }
        }
    }

    fn everything(&mut self) {
        self.graph.whole(&self.input.clone());
    }

    fn keep(&mut self, slot: Slot, values: &Things) {
        self.graph.changed |= self.slots[slot as usize].add(values);
        self.graph.changed |= self.others.insert(slot);
    }

    /// The texts among the keys and elements of a constant; none if there is anything else.
    fn words_of(&self, collection: &Expression) -> [Option<Vec<&'p str>>; 2] {
        let Expression::Constant(value) = collection else { return [None, None] };
        let (width, keys) = match value.tag() {
            Tag::Array | Tag::Set => (1, None),
            Tag::Object => (2, Some(0)),
            _ => return [None, None],
        };
        let values = value.start()..value.start() + width * value.stored_len();
        let values = self.program.constants.values.get(values).unwrap_or_default();
        let words = |at: usize| values.chunks_exact(width).map(|child| self.program.text(child[at])).collect();
        [keys.and_then(words), words(width - 1)]
    }

    fn bind_word(&mut self, pattern: &'p Pattern, words: Option<Vec<&'p str>>, values: &Things) {
        match (pattern, words) {
            (Pattern::Bind(slot), Some(words)) => {
                let known = self.words.entry(*slot).or_default();
                for word in words {
                    if !known.contains(&word) {
                        known.push(word);
                        self.graph.changed = true;
                    }
                }
            }
            _ => self.bind(pattern, values),
        }
    }

    fn bind(&mut self, pattern: &'p Pattern, values: &Things) {
        match pattern {
            Pattern::Any => {}
            Pattern::Bind(slot) => self.keep(*slot, values),
            Pattern::Equal(other) => {
                self.used_up(other);
                self.graph.whole(values);
            }
            Pattern::Array(patterns) => {
                let below = self.graph.every(values);
                patterns.iter().for_each(|pattern| self.bind(pattern, &below));
            }
            Pattern::Object(pairs) => {
                let any = self.graph.every(values);
                for (key, pattern) in pairs {
                    match self.constant(key) {
                        Some(key) => {
                            let below = self.graph.key(values, key);
                            self.bind(pattern, &below);
                        }
                        None => {
                            self.used_up(key);
                            self.bind(pattern, &any);
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
