//! Which parts of its documents a program may read, told without running it.
//!
//! Everything a value may be is followed through the program until nothing new comes up: nodes of documents, and the arrays
//! and objects that the program makes of them. The order of steps and what conditions say are not looked at, and all calls of
//! a function are one, so the answer may be too much and never too little. Where a value leaves to what is not followed (a
//! builtin, a comparison, a set, a key) everything below it counts as read.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    builtins::Builtin,
    dispatch::has_several,
    extension::End,
    program::{Block, Clause, Definition, DefinitionId, Expression, Form, Pattern, Program, Rule, Slot, Step, TemplatePart},
    value::{Tag, Value},
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
        things: Vec::new(),
        document: None,
        input: Things::default(),
        slots: vec![Things::default(); program.slots],
        words: FxHashMap::default(),
        others: FxHashSet::default(),
        values: vec![Things::default(); program.definitions.len()],
        arguments: FxHashMap::default(),
        made: FxHashMap::default(),
        needed: Vec::new(),
        changed: true,
    };
    follow.input = follow.given(input);
    rules.into_iter().for_each(|rule| follow.need(rule.0));
    while std::mem::take(&mut follow.changed) {
        let mut at = 0;
        while let Some(&id) = follow.needed.get(at) {
            follow.definition(id, &program.definitions[id as usize]);
            at += 1;
        }
    }
    follow.document.map(|document| follow.parts(document).settled()).unwrap_or_default()
}

/// Further down everything counts as read: without a limit, a function that is called with what it gave would go on for ever.
const DEEPEST: u32 = 24;

/// Number of something that a value may be.
type ThingId = u32;

/// Everything that a value may be, sorted; nothing for what has nothing to do with documents.
#[derive(Clone, Debug, Default)]
struct Things(Vec<ThingId>);

impl Things {
    /// Adds others; whether there was a new one.
    fn add(&mut self, others: &Self) -> bool {
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
struct Thing {
    /// Of nodes: how far down they are. None for what is made.
    depth: Option<u32>,
    whole: bool,
    every: Things,
    keys: FxHashMap<Box<str>, Things>,
}

struct Follow<'p> {
    program: &'p Program,
    things: Vec<Thing>,
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
    /// What is made, by the address of the expression that makes it and what part of it this is.
    made: FxHashMap<(usize, u8), ThingId>,
    /// Rules and functions that are asked.
    needed: Vec<DefinitionId>,
    changed: bool,
}

impl<'p> Follow<'p> {
    fn thing(&mut self, thing: Thing) -> ThingId {
        self.changed = true;
        self.things.push(thing);
        self.things.len() as ThingId - 1
    }

    fn given(&mut self, shape: Shape<'_>) -> Things {
        let mut thing = Thing::default();
        match shape {
            Shape::Plain => return Things::default(),
            Shape::Document => {
                let root = self.document;
                let root = root.unwrap_or_else(|| self.thing(Thing { depth: Some(0), ..Thing::default() }));
                self.document = Some(root);
                return Things(vec![root]);
            }
            Shape::Array(items) => thing.every = self.given(*items),
            Shape::Object(fields) => {
                thing.keys = fields.iter().map(|(key, shape)| ((*key).into(), self.given(*shape))).collect();
            }
        }
        Things(vec![self.thing(thing)])
    }

    fn need(&mut self, id: DefinitionId) {
        if !self.needed.contains(&id) {
            self.needed.push(id);
            self.changed = true;
        }
    }

    /// What was found to be read below a node.
    fn parts(&self, node: ThingId) -> Parts {
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
    fn key(&mut self, things: &Things, key: &str) -> Things {
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
    fn keys(&mut self, things: &Things, keys: &[&str]) -> Things {
        let mut found = Things::default();
        for key in keys {
            let below = self.key(things, key);
            found.add(&below);
        }
        found
    }

    /// What is below things, whatever the key.
    fn every(&mut self, things: &Things) -> Things {
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
    fn whole(&mut self, things: &Things) {
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

    /// The collection that an expression makes, or a part of it.
    fn make(&mut self, by: &Expression, part: u8) -> ThingId {
        let by = (std::ptr::from_ref(by).addr(), part);
        if let Some(&known) = self.made.get(&by) {
            return known;
        }
        let made = self.thing(Thing::default());
        self.made.insert(by, made);
        made
    }

    fn put_every(&mut self, made: ThingId, values: &Things) {
        self.changed |= self.things[made as usize].every.add(values);
    }

    fn put_key(&mut self, made: ThingId, key: &str, values: &Things) {
        match self.things[made as usize].keys.get_mut(key) {
            Some(known) => self.changed |= known.add(values),
            None => {
                self.things[made as usize].keys.insert(key.into(), values.clone());
                self.changed = true;
            }
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
            self.changed |= self.values[id as usize].add(&value);
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
                self.whole(&value);
            }
            // Of what is read already nobody has to know where it goes.
            self.changed |= !compared && self.values[id as usize].add(&value);
        }
    }

    fn block(&mut self, block: &'p Block) {
        block.steps.iter().for_each(|step| self.step(step));
    }

    fn step(&mut self, step: &'p Step) {
        match step {
            Step::Test(value) => drop(self.expression(value)),
            Step::Let(slot, value) => {
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
                let below = self.every(&collection);
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
                let values = self.every(&domain);
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
        self.whole(&self.input.clone());
    }

    fn keep(&mut self, slot: Slot, values: &Things) {
        self.changed |= self.slots[slot as usize].add(values);
        self.changed |= self.others.insert(slot);
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
                        self.changed = true;
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
                self.whole(values);
            }
            Pattern::Array(patterns) => {
                let below = self.every(values);
                patterns.iter().for_each(|pattern| self.bind(pattern, &below));
            }
            Pattern::Object(pairs) => {
                let any = self.every(values);
                for (key, pattern) in pairs {
                    match self.constant(key) {
                        Some(key) => {
                            let below = self.key(values, key);
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

    /// The text of an expression that is one.
    fn constant(&self, expression: &Expression) -> Option<&'p str> {
        match expression {
            Expression::Constant(value) if value.is_string() => self.program.text(*value),
            _ => None,
        }
    }

    /// The texts that an expression may be, if it can be nothing else.
    fn possible(&self, expression: &Expression) -> Option<Vec<&'p str>> {
        match expression {
            Expression::Slot(slot) if !self.others.contains(slot) => self.words.get(slot).cloned(),
            _ => self.constant(expression).map(|key| vec![key]),
        }
    }

    /// An expression of whose value everything counts as read.
    fn used_up(&mut self, expression: &'p Expression) {
        let value = self.expression(expression);
        self.whole(&value);
    }

    fn all_used_up(&mut self, expressions: &'p [Expression]) -> Things {
        expressions.iter().for_each(|expression| self.used_up(expression));
        Things::default()
    }

    /// What the value of an expression may be.
    fn expression(&mut self, expression: &'p Expression) -> Things {
        match expression {
            Expression::Constant(_) | Expression::Data => Things::default(),
            Expression::Slot(slot) => self.slots[*slot as usize].clone(),
            Expression::Input => self.input.clone(),
            Expression::Path(parts) => {
                let base = self.expression(&parts.0);
                let text = |key: Value| self.program.text(key).unwrap_or_default();
                let keys: Vec<&str> = parts.1.iter().map(|key| text(key.text)).collect();
                keys.into_iter().fold(base, |at, key| self.key(&at, key))
            }
            Expression::Index(parts) => {
                let base = self.expression(&parts.0);
                self.used_up(&parts.1);
                match self.possible(&parts.1) {
                    Some(keys) => self.keys(&base, &keys),
                    None => self.every(&base),
                }
            }
            Expression::Rule(id) => {
                self.need(*id);
                self.values[*id as usize].clone()
            }
            Expression::Package(..) => {
                self.everything();
                Things::default()
            }
            Expression::Call(id, arguments) => {
                self.need(*id);
                for (number, argument) in arguments.iter().enumerate() {
                    let value = self.expression(argument);
                    self.changed |= self.arguments.entry((*id, number)).or_default().add(&value);
                }
                self.values[*id as usize].clone()
            }
            Expression::Builtin(builtin, arguments) => self.builtin(expression, builtin, arguments),
            Expression::Extension(id, arguments) => self.extension(expression, *id, arguments),
            Expression::Regex(parts) => self.all_used_up(std::slice::from_ref(&parts.1)),
            Expression::Compare(_, parts) | Expression::Arithmetic(_, parts) | Expression::Member(parts) => {
                self.used_up(&parts.0);
                self.used_up(&parts.1);
                Things::default()
            }
            Expression::MemberWithKey(parts) => self.all_used_up(&parts[..]),
            Expression::Set(items) => self.all_used_up(items),
            _ => self.collection(expression),
        }
    }

    fn collection(&mut self, expression: &'p Expression) -> Things {
        match expression {
            Expression::Array(items) => {
                let made = self.make(expression, 0);
                for item in items {
                    let value = self.expression(item);
                    self.put_every(made, &value);
                }
                Things(vec![made])
            }
            Expression::Object(pairs) => {
                let made = self.make(expression, 0);
                for (key, value) in pairs {
                    let value = self.expression(value);
                    match self.constant(key) {
                        Some(key) => self.put_key(made, key, &value),
                        None => {
                            self.used_up(key);
                            self.put_every(made, &value);
                        }
                    }
                }
                Things(vec![made])
            }
            Expression::ArrayComprehension(parts) => {
                self.block(&parts.0);
                let made = self.make(expression, 0);
                let value = self.expression(&parts.1);
                self.put_every(made, &value);
                Things(vec![made])
            }
            Expression::SetComprehension(parts) => {
                self.block(&parts.0);
                self.all_used_up(std::slice::from_ref(&parts.1))
            }
            // Values of one key are compared.
            Expression::ObjectComprehension(parts) => {
                self.block(&parts.0);
                self.used_up(&parts.1);
                self.all_used_up(std::slice::from_ref(&parts.2))
            }
            Expression::Template(parts) | Expression::Print(parts) => {
                for part in parts {
                    if let TemplatePart::Value(block, value) = part {
                        self.block(block);
                        self.used_up(value);
                    }
                }
                Things::default()
            }
            // All others were told apart before.
            _ => Things::default(),
        }
    }

    /// Few builtins give back what they were given, or look at less than all of it.
    fn builtin(&mut self, expression: &'p Expression, builtin: &Builtin, arguments: &'p [Expression]) -> Things {
        match (builtin.name, arguments) {
            ("is_array" | "is_boolean" | "is_null" | "is_number" | "is_object" | "is_string", [value]) => {
                self.expression(value);
                Things::default()
            }
            ("count" | "object.keys", [value]) => {
                let value = self.expression(value);
                self.every(&value);
                Things::default()
            }
            ("object.get", [object, key, default]) => {
                let (Some(keys), object) = (self.possible(key), self.expression(object)) else {
                    return self.all_used_up(arguments);
                };
                let mut found = self.keys(&object, &keys);
                let default = self.expression(default);
                found.add(&default);
                found
            }
            ("array.concat", [a, b]) => {
                let made = self.make(expression, 0);
                for operand in [a, b] {
                    let operand = self.expression(operand);
                    let elements = self.every(&operand);
                    self.put_every(made, &elements);
                }
                Things(vec![made])
            }
            _ => self.all_used_up(arguments),
        }
    }

    /// A function that goes known ways in a document, if it says so; what is at their ends is in the objects it gives.
    fn extension(&mut self, expression: &'p Expression, id: u32, arguments: &'p [Expression]) -> Things {
        let ways = self.program.extensions[id as usize].ways.clone();
        let (Some(ways), [name, document]) = (ways, arguments) else { return self.all_used_up(arguments) };
        let Some(name) = self.constant(name) else { return self.all_used_up(arguments) };
        let document = self.expression(document);
        let (all, part) = (self.make(expression, 0), self.make(expression, 1));
        self.put_every(all, &Things(vec![part]));
        for way in ways(name) {
            let step = |at: Things, step: &Option<Box<str>>| match step {
                Some(key) => self.key(&at, key),
                None => self.every(&at),
            };
            let end = way.steps.iter().fold(document.clone(), step);
            match way.end {
                End::Node => self.put_key(part, "node", &end),
                End::Inside => self.whole(&end),
            }
        }
        Things(vec![all])
    }
}

impl Program {
    /// The text of a constant that is a string.
    fn text(&self, constant: Value) -> Option<&str> {
        let range = constant.start()..constant.start() + constant.stored_len();
        if constant.tag() == Tag::String { self.constants.text.get(range) } else { None }
    }
}

#[cfg(test)]
mod tests;
