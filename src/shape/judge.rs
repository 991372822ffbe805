//! A document held against a shape.

use std::{
    borrow::Cow,
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use super::{
    Shape, branch,
    fault::{Fault, Wrong},
    hint,
    node::{Bounds, Id, Name, Node, Others, Rest, Types},
    values::{is_one_of, shown},
};
use crate::document::{NodeRef, Pointer, Step, Style, Symbol, Value};

/// Recursive schemas on deep documents end here; documents themselves are no deeper.
const DEEPEST: usize = 512;

/// What an entry of a list has under its first key and the others.
type Keys<'t> = (Cow<'t, str>, Vec<Option<Cow<'t, str>>>);

/// Everything about a node that does not fit.
pub(super) fn judge(shape: &Shape, node: NodeRef<'_>) -> Vec<Fault> {
    let mut judge = Judge { shape, way: Vec::new(), faults: Vec::new(), depth: 0 };
    judge.node(shape.root, node);
    judge.faults
}

/// One step on the way to a node.
#[derive(Clone, Copy)]
pub(super) enum Down<'t> {
    Key(NodeRef<'t>),
    Item(usize),
}

/// A place on the way down: the object or list, the schema it is held against, and the step that leads on.
#[derive(Clone, Copy)]
pub(super) struct Floor<'t> {
    pub(super) node: NodeRef<'t>,
    pub(super) schema: Id,
    pub(super) down: Down<'t>,
}

pub(super) struct Judge<'s, 't> {
    pub(super) shape: &'s Shape,
    pub(super) way: Vec<Floor<'t>>,
    pub(super) faults: Vec<Fault>,
    depth: usize,
}

impl<'s, 't> Judge<'s, 't> {
    /// Where the node at hand stands.
    pub(super) fn pointer(&self) -> Pointer {
        pointer(&self.way)
    }

    pub(super) fn fault(&mut self, node: NodeRef<'t>, wrong: Wrong) {
        let at = self.pointer();
        self.faults.push(Fault { at, on_key: false, node: node.id(), wrong });
    }

    /// Judges a child of a node.
    fn below(&mut self, floor: Floor<'t>, schema: Id, node: NodeRef<'t>) {
        self.way.push(floor);
        self.node(schema, node);
        self.way.pop();
    }

    /// The faults of a node by a schema, without keeping them.
    pub(super) fn try_out(&mut self, schema: Id, node: NodeRef<'t>) -> Vec<Fault> {
        let before = std::mem::take(&mut self.faults);
        self.node(schema, node);
        std::mem::replace(&mut self.faults, before)
    }

    fn fits(&mut self, schema: Id, node: NodeRef<'t>) -> bool {
        self.try_out(schema, node).iter().all(is_remark)
    }

    fn node(&mut self, mut id: Id, node: NodeRef<'t>) {
        // A schema that is a reference and nothing else is what it refers to; references in a circle say nothing.
        for _ in 0..DEEPEST {
            match self.shape.node(id) {
                schema if schema.is_reference => id = schema.reference.unwrap_or(id),
                _ => break,
            }
        }
        if self.depth == DEEPEST {
            return;
        }
        self.depth += 1;
        self.schema(id, node);
        self.depth -= 1;
    }

    fn schema(&mut self, id: Id, node: NodeRef<'t>) {
        // `!reset`, `!reference`, `!Ref`: what stands there is known to the tool alone.
        if is_local(node) {
            return;
        }
        let shape = self.shape;
        let schema = shape.node(id);
        if let Some(reference) = schema.reference {
            self.node(reference, node);
        }
        let found = Types::of(node);
        if !schema.types.has(found) {
            let form = schema.format.filter(|_| schema.types.has(Types::STRING)).map(super::format::Format::words);
            return self.fault(node, Wrong::Type { wanted: schema.types, found, form });
        }
        if let Some(values) = &schema.values
            && !is_one_of(node, values)
        {
            let known: Vec<String> = values.iter().map(shown).collect();
            let near = hint::near_value(&node.text(), &known).filter(|_| !node.is_collection());
            return self.fault(node, Wrong::Value { known, near });
        }
        match found {
            Types::STRING if schema.format.is_some() || schema.pattern.is_some() => self.text(schema, node),
            Types::ARRAY => self.list(id, schema, node),
            Types::OBJECT => self.object(id, schema, node),
            _ => {}
        }
        if let Some(rest) = &schema.rest {
            self.rest(rest, node, found);
        }
    }

    fn text(&mut self, schema: &Node, node: NodeRef<'t>) {
        let text = node.text();
        if let Some(format) = schema.format.filter(|format| !format.fits(&text)) {
            let others = schema.types.without(Types::STRING).without(Types::NULL);
            if others.is_empty() || others.and(Types::INTEGER.or(Types::BOOLEAN)).is_empty() {
                self.fault(node, Wrong::Form { wanted: format.words().to_owned() });
            } else {
                // Text is there for the sake of its form alone.
                let wrong = Wrong::Type { wanted: others, found: Types::STRING, form: Some(format.words()) };
                self.fault(node, wrong);
            }
        } else if let Some(pattern) = schema.pattern.as_ref().filter(|pattern| !pattern.is_match(&text)) {
            self.fault(node, Wrong::Form { wanted: format!("text that fits `{}`", pattern.as_str()) });
        }
    }

    fn list(&mut self, id: Id, schema: &'s Node, node: NodeRef<'t>) {
        let first: &[Id] = schema.rest.as_ref().map_or(&[], |rest| &rest.first_items);
        if schema.items.is_none() && first.is_empty() {
            return;
        }
        for (index, item) in node.items().enumerate() {
            if let Some(schema) = first.get(index).copied().or(schema.items) {
                self.below(Floor { node, schema: id, down: Down::Item(index) }, schema, item);
            }
        }
    }

    fn object(&mut self, id: Id, schema: &'s Node, node: NodeRef<'t>) {
        let patterns: &[_] = schema.rest.as_ref().map_or(&[], |rest| &rest.patterns);
        let speaks = !schema.properties.is_empty() || schema.others != Others::Open || !patterns.is_empty();
        // Which of those that are required are there.
        let mut there = 0_u64;
        if speaks {
            node.each_entry(|key, value| {
                if !self.is_absent(value) {
                    let place = self.property(id, schema, patterns, (node, key, value));
                    there |= place.and_then(|place| *schema.needed.get(place)?).map_or(0, |place| 1 << place);
                }
            });
        }
        for (place, name) in schema.required.iter().enumerate() {
            let is_there = place < u64::BITS as usize && there & 1 << place != 0;
            if !is_there && !self.has(node, name) {
                self.fault(node, Wrong::Missing { name: name.text.clone() });
            }
        }
    }

    /// Judges one property. Returns its place among those that the schema names.
    fn property(
        &mut self,
        id: Id,
        schema: &'s Node,
        patterns: &'s [(Arc<regex::Regex>, Id)],
        (node, key, value): (NodeRef<'t>, NodeRef<'t>, NodeRef<'t>),
    ) -> Option<usize> {
        let floor = Floor { node, schema: id, down: Down::Key(key) };
        let name = key.text();
        // The arena's symbol is that of a key; where an alias stands for one it may not be.
        let known_symbol = key.tree().arena().symbol(key.id());
        let place = schema.place(known_symbol, &name).or_else(|| schema.place(Symbol::of(&name), &name));
        let mut known = place.is_some();
        if let Some(place) = place {
            self.below(floor, schema.properties[place].1, value);
        }
        for (_, property) in patterns.iter().filter(|(pattern, _)| pattern.is_match(&name)) {
            known = true;
            self.below(floor, *property, value);
        }
        match schema.others {
            Others::Each(property) if !known => self.below(floor, property, value),
            Others::Closed if !known => {
                let hint = hint::unknown(self, id, node, &name);
                self.way.push(floor);
                let at = self.pointer();
                self.way.pop();
                self.faults.push(Fault { at, on_key: true, node: value.id(), wrong: Wrong::Unknown { hint } });
            }
            _ => {}
        }
        place
    }

    fn is_absent(&self, value: NodeRef<'_>) -> bool {
        // Most values are told by how they begin, so that their type need not be found out twice.
        let may_be_null = || match value.style() {
            Style::Absent => true,
            Style::Plain => value.tree().source().slice(value.raw_span()).starts_with(['n', 'N', '~']),
            _ => value.properties().is_some(),
        };
        self.shape.rules.null_is_absent && may_be_null() && !value.is_collection() && value.value() == Value::Null
    }

    pub(super) fn has(&self, node: NodeRef<'_>, name: &Name) -> bool {
        node.get_known(&name.text, name.symbol).is_some_and(|value| !self.is_absent(value))
    }

    fn rest(&mut self, rest: &'s Rest, node: NodeRef<'t>, found: Types) {
        match found {
            Types::INTEGER | Types::FRACTION => self.number(rest, node),
            Types::STRING if rest.lengths != Bounds::default() => {
                let length = node.text().chars().count();
                self.bounds(rest.lengths, length, node, "characters");
            }
            Types::ARRAY => self.entries(rest, node),
            Types::OBJECT => self.members(rest, node),
            _ => {}
        }
        rest.all_of.iter().for_each(|&schema| self.node(schema, node));
        if !rest.any_of.is_empty() {
            branch::any(self, &rest.any_of, node);
        }
        if !rest.one_of.is_empty() {
            branch::one(self, &rest.one_of, node);
        }
        if let Some(not) = rest.not
            && self.fits(not, node)
        {
            branch::not(self, not, node);
        }
        if let Some(condition) = rest.condition {
            let next = if self.fits(condition.holds, node) { condition.then } else { condition.otherwise };
            next.into_iter().for_each(|schema| self.node(schema, node));
        }
        if let Some(instead) = &rest.deprecated {
            let at = self.pointer();
            let wrong = Wrong::Deprecated { instead: instead.clone() };
            self.faults.push(Fault { at, on_key: true, node: node.id(), wrong });
        }
    }

    fn number(&mut self, rest: &Rest, node: NodeRef<'t>) {
        let Value::Number(number) = node.value() else { return };
        let value = number.as_float();
        let phrase = match rest {
            Rest { minimum: Some(least), .. } if value < *least => format!("is less than {least}"),
            Rest { maximum: Some(most), .. } if value > *most => format!("is more than {most}"),
            Rest { above: Some(bound), .. } if value <= *bound => format!("is not more than {bound}"),
            Rest { below: Some(bound), .. } if value >= *bound => format!("is not less than {bound}"),
            Rest { multiple_of: Some(factor), .. } if value % factor != 0.0 => format!("is no multiple of {factor}"),
            _ => return,
        };
        self.fault(node, Wrong::Bounds { phrase });
    }

    fn bounds(&mut self, bounds: Bounds, count: usize, node: NodeRef<'t>, things: &str) {
        if bounds.allow(count) {
            return;
        }
        let phrase = match bounds {
            Bounds { least: Some(1), .. } if count == 0 => "is empty".to_owned(),
            Bounds { least: Some(least), .. } if (count as u64) < least => {
                format!("has {count} {things}, and at least {least} are needed")
            }
            _ => format!("has {count} {things}, and at most {} are allowed", bounds.most.unwrap_or_default()),
        };
        self.fault(node, Wrong::Bounds { phrase });
    }

    fn entries(&mut self, rest: &'s Rest, node: NodeRef<'t>) {
        self.bounds(rest.counts, node.len(), node, "entries");
        if let Some(contains) = rest.contains
            && !node.items().any(|item| self.fits(contains, item))
        {
            self.fault(node, Wrong::Bounds { phrase: "lacks an entry that is needed".to_owned() });
        }
        if node.len() < 2 {
            return;
        }
        if rest.unique {
            let mut seen = HashMap::new();
            for (index, item) in node.items().enumerate() {
                if let Some(first) = seen.insert(item.to_json().to_string(), index) {
                    let first = self.pointer().join(&[Step::Index(first)]);
                    self.twice(node, index, item, Vec::new(), first);
                }
            }
        }
        if !rest.keys.is_empty() {
            self.keys(rest, node);
        }
    }

    /// Entries that have the same under all keys; one that lacks a key is like no other but those that lack it too.
    fn keys(&mut self, rest: &'s Rest, node: NodeRef<'t>) {
        let of_key = |item: NodeRef<'t>, name: &Name| match item.get_known(&name.text, name.symbol) {
            Some(value) => (!value.is_collection()).then(|| value.text()),
            // Kubernetes' own default, wherever it tells ports apart.
            None => (&*name.text == "protocol").then_some(Cow::Borrowed("TCP")),
        };
        let Some((first, others)) = rest.keys.split_first() else { return };
        // Most lists have one key, and then nothing is allocated for an entry.
        let mut seen: HashMap<Keys<'t>, usize> = HashMap::with_capacity(node.len());
        for (index, item) in node.items().enumerate().filter(|(_, item)| item.is_mapping()) {
            let Some(key) = of_key(item, first) else { continue };
            match seen.entry((key, others.iter().map(|name| of_key(item, name)).collect())) {
                Entry::Occupied(before) => {
                    let (key, others) = before.key();
                    let keys = [Some(key)].into_iter().chain(others.iter().map(Option::as_ref));
                    let told = rest.keys.iter().zip(keys);
                    let told = told.filter_map(|(name, key)| Some((name.text.clone(), key?.clone().into_owned())));
                    let told = told.collect();
                    let before = self.pointer().join(&[Step::Index(*before.get())]);
                    self.twice(node, index, item, told, before);
                }
                Entry::Vacant(place) => drop(place.insert(index)),
            }
        }
    }

    fn twice(
        &mut self,
        node: NodeRef<'t>,
        index: usize,
        item: NodeRef<'t>,
        keys: Vec<(Arc<str>, String)>,
        first: Pointer,
    ) {
        let schema = self.shape.root;
        self.way.push(Floor { node, schema, down: Down::Item(index) });
        self.fault(item, Wrong::Duplicate { keys, first });
        self.way.pop();
    }

    fn members(&mut self, rest: &'s Rest, node: NodeRef<'t>) {
        self.bounds(rest.sizes, node.len(), node, "fields");
        if let Some(names) = rest.names {
            for (key, value) in node.entries() {
                // A key is judged as text, whatever it would be as a value.
                let schema = self.shape.root;
                self.way.push(Floor { node, schema, down: Down::Key(key) });
                let mut found = self.try_out(names, key);
                self.way.pop();
                found.retain(|fault| !matches!(fault.wrong, Wrong::Type { .. }));
                found.iter_mut().for_each(|fault| (fault.on_key, fault.node) = (true, value.id()));
                self.faults.append(&mut found);
            }
        }
        for (name, needed) in &rest.dependent {
            if self.has(node, name) {
                for needed in needed.iter().filter(|needed| !self.has(node, needed)).cloned().collect::<Vec<_>>() {
                    self.fault(node, Wrong::Missing { name: needed.text });
                }
            }
        }
        for (name, schema) in &rest.dependent_shapes {
            if self.has(node, name) {
                self.node(*schema, node);
            }
        }
    }
}

/// Whether a value has a tag of the tool's own.
fn is_local(node: NodeRef<'_>) -> bool {
    node.properties().is_some_and(|properties| {
        let tag = node.tree().source().slice(properties.tag);
        tag.starts_with('!') && !tag.starts_with("!!") && !tag.starts_with("!<tag:yaml.org,")
    })
}

/// Whether a fault leaves the value as good as any other.
pub(super) fn is_remark(fault: &Fault) -> bool {
    matches!(fault.wrong, Wrong::Deprecated { .. })
}

pub(super) fn pointer(way: &[Floor<'_>]) -> Pointer {
    let step = |floor: &Floor<'_>| match floor.down {
        Down::Key(key) => Step::Key(key.text().into_owned()),
        Down::Item(index) => Step::Index(index),
    };
    Pointer(way.iter().map(step).collect())
}
