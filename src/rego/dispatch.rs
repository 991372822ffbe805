//! Which bodies cannot hold, known without running them: those that need a key the document does not have.
//!
//! A body that reads `input.spec.volumes` fails on a document in which no key is called `volumes`. For each body of a rule
//! the keys it needs are collected once, when the program is made; for each document a small table of the symbols of its
//! keys is made, and a body whose symbol is missing there is not entered.
//!
//! Two things keep this exact. Only keys below values that are certain to come from the document count: `input`, what is
//! found below it, elements walked through below it. And the collecting ends at the first step that could end the query
//! with an error, since a body that is skipped must not hide one.

use rustc_hash::FxHashSet;

use super::{
    children::{self, Part},
    program::{Alternative, Block, Clause, Definition, DefinitionId, Expression, Form, Pattern, Slot, Step},
};
use crate::document::{Document, Symbol};

/// Places in the table of a document.
const PLACES: usize = 1024;

/// Which symbols the keys of a document have; a symbol may seem to be there and not be, never the other way round.
#[derive(Debug)]
pub(super) struct Present([bool; PLACES]);

impl Default for Present {
    fn default() -> Self {
        Self([false; PLACES])
    }
}

impl Present {
    /// Fills in the symbols of a document. False if it has aliases, which may lead to keys outside it.
    pub(super) fn fill(&mut self, document: Document<'_>) -> bool {
        let (root, arena) = (document.root(), document.tree().arena());
        self.0.fill(false);
        arena.each_symbol(root.id()..root.end(), |symbol| self.0[place(symbol)] = true)
    }

    #[inline]
    pub(super) fn has(&self, symbol: Symbol) -> bool {
        self.0[place(symbol)]
    }

    /// Whether all of some keys may be in the document.
    pub(super) fn has_all(&self, symbols: &[Symbol]) -> bool {
        symbols.iter().all(|&symbol| self.has(symbol))
    }
}

#[inline]
fn place(symbol: Symbol) -> usize {
    symbol.bits() as usize % PLACES
}

/// Fills in what each body of a program's rules needs.
pub(super) fn analyse(definitions: &mut [Definition]) {
    let raising = raising(definitions);
    let derived = derived_rules(definitions);
    let mut needed: Vec<Vec<Vec<Symbol>>> = Vec::with_capacity(definitions.len());
    for definition in &*definitions {
        let of_alternative = |alternative: &Alternative| {
            let mut body =
                Body { raising: &raising, rules: &derived, slots: FxHashSet::default(), symbols: Vec::new() };
            body.block(&alternative.body);
            body.symbols.sort_unstable_by_key(|symbol| symbol.bits());
            body.symbols.dedup();
            body.symbols
        };
        // Functions are called with values that may come from anywhere.
        let is_rule = !matches!(definition.form, Form::Function(_));
        let clauses = definition.clauses.iter().filter(|_| is_rule);
        needed
            .push(clauses.map(|clause| clause.alternatives.first().map(of_alternative).unwrap_or_default()).collect());
    }
    for (definition, needed) in definitions.iter_mut().zip(needed) {
        for (clause, needed) in definition.clauses.iter_mut().zip(needed) {
            // With an `else`, the body that cannot hold is not the last word.
            if clause.alternatives.len() == 1 {
                clause.needs = needed.into();
            }
        }
    }
}

/// Whether asking each rule or function may end the query with an error.
fn raising(definitions: &[Definition]) -> Vec<bool> {
    let mut raising = vec![false; definitions.len()];
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); definitions.len()];
    let mut waiting = Vec::new();
    for (id, definition) in definitions.iter().enumerate() {
        let mut look = Raise::default();
        look.definition(definition);
        look.needs.iter().for_each(|&needed| needed_by[needed as usize].push(id));
        if look.found {
            raising[id] = true;
            waiting.push(id);
        }
    }
    while let Some(id) = waiting.pop() {
        for &above in &needed_by[id] {
            if !std::mem::replace(&mut raising[above], true) {
                waiting.push(above);
            }
        }
    }
    raising
}

/// Looks for what may end a query.
#[derive(Default)]
struct Raise {
    found: bool,
    /// What is asked on the way.
    needs: Vec<DefinitionId>,
}

impl Raise {
    fn definition(&mut self, definition: &Definition) {
        self.found |= match definition.form {
            Form::Complete | Form::Function(_) => has_several(definition) && !definition.constant,
            Form::Object => true,
            Form::Set => false,
        };
        for clause in &definition.clauses {
            let patterns = clause.arguments.iter();
            patterns.for_each(|pattern| children::of_pattern(pattern, &mut |part| self.part(part)));
            for alternative in &clause.alternatives {
                self.block(&alternative.body);
                alternative.keys.iter().chain([&alternative.value]).for_each(|value| self.expression(value));
            }
        }
        if let Some(default) = &definition.default {
            self.block(&default.body);
            self.expression(&default.value);
        }
    }

    fn block(&mut self, block: &Block) {
        block.steps.iter().for_each(|step| self.step(step));
    }

    fn step(&mut self, step: &Step) {
        // Functions may be replaced there by ones that raise.
        if matches!(step, Step::With(_)) {
            self.found = true;
            return;
        }
        children::of_step(step, &mut |part| self.part(part));
    }

    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Expression(value) => self.expression(value),
            Part::Block(block) => self.block(block),
        }
    }

    fn expression(&mut self, expression: &Expression) {
        match expression {
            Expression::Rule(id) | Expression::Call(id, _) => self.needs.push(*id),
            // Everything below it, and that may be much.
            Expression::Package(..) => self.found = true,
            Expression::Object(_) | Expression::ObjectComprehension(_) => self.found = true,
            // Builtins end a query only at its limits, and what is skipped reaches none.
            _ => {}
        }
        children::of_expression(expression, &mut |part| self.part(part));
    }
}

/// Whether a rule or function may come to several values for one input.
pub(super) fn has_several(definition: &Definition) -> bool {
    let alternatives = |clause: &Clause| clause.alternatives.iter().any(|alternative| alternative.body.has_loop());
    definition.clauses.len() > 1 || definition.clauses.iter().any(alternatives)
}

/// Rules whose value is certain to come from the document.
fn derived_rules(definitions: &[Definition]) -> Vec<bool> {
    let mut derived = vec![false; definitions.len()];
    let nothing = vec![true; definitions.len()];
    // Chains of such rules are short; a few rounds find them.
    for _ in 0..3 {
        for (id, definition) in definitions.iter().enumerate() {
            if definition.form != Form::Complete || definition.default.is_some() {
                continue;
            }
            let all = definition.clauses.iter().flat_map(|clause| &clause.alternatives).all(|alternative| {
                let mut body =
                    Body { raising: &nothing, rules: &derived, slots: FxHashSet::default(), symbols: Vec::new() };
                body.follow(&alternative.body);
                body.is_derived(&alternative.value)
            });
            derived[id] = all && !definition.clauses.is_empty();
        }
    }
    derived
}

/// What a body needs, step by step.
struct Body<'a> {
    raising: &'a [bool],
    rules: &'a [bool],
    /// Variables whose values come from the document.
    slots: FxHashSet<Slot>,
    symbols: Vec<Symbol>,
}

impl Body<'_> {
    /// Collects until a step may raise an error.
    fn block(&mut self, block: &Block) {
        for step in &block.steps {
            let mut look = Raise::default();
            look.step(step);
            if look.found || look.needs.iter().any(|&id| self.raising[id as usize]) {
                return;
            }
            self.step(step);
        }
    }

    /// Notes which variables come from the document, and needs nothing.
    fn follow(&mut self, block: &Block) {
        block.steps.iter().for_each(|step| self.step(step));
        self.symbols.clear();
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Test(value) => self.needs(value),
            Step::Let(slot, value) | Step::Say(slot, value) => {
                self.needs(value);
                if self.is_derived(value) {
                    self.slots.insert(*slot);
                }
            }
            Step::Match(parts) => self.needs(&parts.1),
            Step::Each(each) => {
                self.needs(&each.collection);
                if let Pattern::Bind(slot) = &each.value
                    && self.is_derived(&each.collection)
                {
                    self.slots.insert(*slot);
                }
            }
            Step::Every(every) => self.needs(&every.domain),
            Step::Walk(walk) => self.needs(&walk.value),
            Step::Not(_) | Step::Or(_) | Step::With(_) => {}
        }
    }

    /// Notes the keys without which an expression is undefined.
    fn needs(&mut self, expression: &Expression) {
        match expression {
            Expression::Path(parts) if self.is_derived(&parts.0) => {
                self.symbols.extend(parts.1.iter().map(|key| key.symbol));
            }
            Expression::Path(parts) => self.needs(&parts.0),
            Expression::Index(parts) => {
                self.needs(&parts.0);
                self.needs(&parts.1);
            }
            Expression::Compare(_, parts) | Expression::Arithmetic(_, parts) | Expression::Member(parts) => {
                self.needs(&parts.0);
                self.needs(&parts.1);
            }
            Expression::Builtin(_, arguments) | Expression::Extension(_, arguments) | Expression::Array(arguments) => {
                arguments.iter().for_each(|argument| self.needs(argument));
            }
            Expression::Regex(parts) => self.needs(&parts.1),
            Expression::Format(parts) => parts.1.iter().for_each(|argument| self.needs(argument)),
            _ => {}
        }
    }

    fn is_derived(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Input => true,
            Expression::Slot(slot) => self.slots.contains(slot),
            Expression::Path(parts) => self.is_derived(&parts.0),
            Expression::Index(parts) => self.is_derived(&parts.0),
            Expression::Rule(id) => self.rules[*id as usize],
            _ => false,
        }
    }
}
