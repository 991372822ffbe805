//! One rule at a time: from named text to steps over slots.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    callee::Callees,
    declare::{Declared, Landing, computed_keys},
    error::{CompileErrorKind, Fault},
    names::{fresh, written},
};
use crate::{
    rego::{
        builtins,
        memory::Memory,
        program::{Alternative, Block, Clause, DefinitionId, Expression, Pattern, Place, Slot, Step},
        syntax::ast::{Body, Literal, LiteralKind, Name, Rule, Term, TermKind},
        value::{Space, Value},
    },
    source::Span,
};

/// What yields when a module is at fault: the rule is not compiled.
pub(super) type Coded<T> = Result<T, Fault>;

/// Compiles rules. What is shared by all of them outlives one; what belongs to one rule is cleared.
pub(super) struct Coder<'c, 'm> {
    pub(super) callees: Callees<'c>,
    /// Constants are made here.
    pub(super) memory: Memory<'m>,
    /// Texts among the constants, each of which is there once.
    pub(super) texts: FxHashMap<Box<str>, Value>,
    /// The module at hand.
    pub(super) module: u32,
    pub(super) next_name: u32,
    /// How many slots there are.
    pub(super) next_slot: u32,
    pub(super) places: Vec<Place>,
    /// What the definition at hand needs.
    pub(super) uses: BTreeSet<DefinitionId>,
    /// Refused builtins that `with` replaces somewhere.
    pub(super) replaced: BTreeSet<&'static str>,
    /// Rules of which a key is looked up.
    pub(super) looked_up: BTreeSet<DefinitionId>,
    /// Of the rule at hand: variable → slot.
    pub(super) slots: FxHashMap<Name, Slot>,
    /// Of the rule at hand: variables that have a value.
    pub(super) bound: FxHashSet<Name>,
    /// Of the rule at hand: variables of the bodies around this place.
    pub(super) known: FxHashSet<Name>,
}

/// Steps of a block that is being written, with the text of each.
#[derive(Default)]
pub(super) struct Draft {
    steps: Vec<(Step, Span)>,
}

impl Draft {
    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    pub(super) fn push(&mut self, step: Step, span: Span) {
        self.steps.push((step, span));
    }
}

impl<'c, 'm> Coder<'c, 'm> {
    /// One that has compiled nothing; `memory` gets the constants.
    pub(super) fn new(callees: Callees<'c>, memory: Memory<'m>) -> Self {
        Self {
            callees,
            memory,
            texts: FxHashMap::default(),
            module: 0,
            next_name: 0,
            next_slot: 0,
            places: Vec::new(),
            uses: BTreeSet::new(),
            replaced: BTreeSet::new(),
            looked_up: BTreeSet::new(),
            slots: FxHashMap::default(),
            bound: FxHashSet::default(),
            known: FxHashSet::default(),
        }
    }

    /// A clause; `by_key` with its first key, or the element of its set, as an argument.
    pub(super) fn clause(&mut self, rule: &Rule, declared: &Declared, by_key: bool) -> Coded<Clause> {
        self.slots.clear();
        self.bound.clear();
        self.known.clear();
        let arguments = if by_key { self.key(rule, declared) } else { self.arguments(rule, &mut Draft::default())? };
        let mut alternatives = Vec::with_capacity(1 + rule.alternatives.len());
        alternatives.push(self.first(rule, declared)?);
        for alternative in &rule.alternatives {
            alternatives.push(self.entry(rule, declared, &alternative.body, alternative.value.as_ref())?);
        }
        let place = Place { module: self.module, span: rule.span };
        Ok(Clause { place, arguments, alternatives: alternatives.into(), needs: Box::default() })
    }

    fn arguments(&mut self, rule: &Rule, draft: &mut Draft) -> Coded<Box<[Pattern]>> {
        let arguments = rule.head.arguments.iter().flatten();
        let patterns = arguments.map(|argument| {
            let pattern = self.pattern(argument, draft);
            match super::ready::computed(argument) {
                Some(computed) if pattern.is_err() || !draft.steps.is_empty() => Err(Fault::new(
                    CompileErrorKind::Unsafe,
                    computed.span,
                    "an argument is computed",
                    "take the argument as a variable and compare it in the body",
                )),
                _ => pattern,
            }
        });
        patterns.collect()
    }

    /// The key of a clause as a pattern; anything, if its value is known only at the end of the body.
    fn key(&mut self, rule: &Rule, declared: &Declared) -> Box<[Pattern]> {
        if let Some(name) = declared.keys.first() {
            return Box::new([Pattern::Equal(Expression::Constant(self.text(name)))]);
        }
        let head = &rule.head;
        let keys = &head.path[head.path.len() - computed_keys(rule)..];
        let outside = self.bound.clone();
        let mut draft = Draft::default();
        let pattern = keys.first().or(head.element.as_ref()).and_then(|key| self.pattern(key, &mut draft).ok());
        match pattern {
            Some(pattern) if draft.steps.is_empty() => Box::new([pattern]),
            _ => {
                self.bound = outside;
                Box::new([Pattern::Any])
            }
        }
    }

    fn first(&mut self, rule: &Rule, declared: &Declared) -> Coded<Alternative> {
        let value = rule.head.element.as_ref().or(rule.head.value.as_ref());
        let first = self.entry(rule, declared, &rule.body, value)?;
        Ok(Alternative { is_element: rule.head.element.is_some(), ..first })
    }

    /// What a body gives: under the keys of the rule's head, if it has some.
    fn entry(&mut self, rule: &Rule, declared: &Declared, body: &Body, value: Option<&Term>) -> Coded<Alternative> {
        let keys = &rule.head.path[rule.head.path.len() - computed_keys(rule)..];
        let heads: Vec<&Term> = keys.iter().chain(value).collect();
        let fixed: Vec<Expression> = declared.keys.iter().map(|key| self.text(key)).map(Expression::Constant).collect();
        let (body, mut values) = self.body_with_heads(body, &heads)?;
        let value = match value {
            Some(_) => values.pop().unwrap_or(Expression::Constant(Value::TRUE)),
            None => Expression::Constant(Value::TRUE),
        };
        let keys = fixed.into_iter().chain(values).collect();
        Ok(Alternative { body, keys, value, is_element: false })
    }

    /// The value of a `default`.
    pub(super) fn default(&mut self, rule: &Rule) -> Coded<Alternative> {
        self.slots.clear();
        self.bound.clear();
        self.known.clear();
        let heads: Vec<&Term> = rule.head.value.iter().collect();
        let (body, mut values) = self.body_with_heads(&Body::new(), &heads)?;
        let value = values.pop().unwrap_or(Expression::Constant(Value::TRUE));
        Ok(Alternative { body, keys: Box::default(), value, is_element: false })
    }

    /// A body, then terms that are computed at its end.
    pub(super) fn body_with_heads(&mut self, body: &Body, heads: &[&Term]) -> Coded<(Block, Vec<Expression>)> {
        let mut draft = Draft::default();
        self.enter(body, heads);
        self.literals(body, &mut draft)?;
        let values = self.values(heads, &mut draft)?;
        Ok((self.finish(draft), values))
    }

    /// A body in a place of its own. What it binds need not be forgotten after it: no other variable has its names.
    pub(super) fn closure(&mut self, body: &Body, heads: &[&Term]) -> Coded<(Block, Vec<Expression>)> {
        self.body_with_heads(body, heads)
    }

    /// Notes the variables of a body, so that closures in it know which of theirs come from outside.
    fn enter(&mut self, body: &Body, heads: &[&Term]) {
        let mut names = Vec::new();
        for literal in body {
            super::ready::own_variables(literal, &mut names);
        }
        heads.iter().for_each(|term| super::ready::direct_variables(term, &mut names));
        self.known.extend(names);
    }

    /// Literals in an order in which every variable has a value before it is needed; as written where possible.
    fn literals(&mut self, body: &Body, draft: &mut Draft) -> Coded<()> {
        let mut waiting: BTreeMap<usize, &Literal> = body.iter().enumerate().collect();
        // A literal that is not ready is looked at again when one of its variables may have got a value.
        let mut promising: BTreeSet<usize> = (0..body.len()).collect();
        let mut users: Option<FxHashMap<Name, Vec<usize>>> = None;
        while let Some(at) = promising.pop_first() {
            let literal = &body[at];
            if !self.is_ready(literal) {
                users.get_or_insert_with(|| super::ready::users(body));
                continue;
            }
            self.literal(literal, draft)?;
            waiting.remove(&at);
            let Some(users) = &users else { continue };
            let mut names = Vec::new();
            super::ready::all_variables(literal, &mut names);
            let woken = names.iter().filter_map(|(name, _)| users.get(name)).flatten();
            promising.extend(woken.filter(|at| waiting.contains_key(at)));
        }
        if waiting.is_empty() { Ok(()) } else { Err(self.unsafe_variable(&waiting.into_values().collect::<Vec<_>>())) }
    }

    fn unsafe_variable(&self, waiting: &[&Literal]) -> Fault {
        let literal = waiting[0];
        // A function that does not exist gives nothing: that is what is wrong then.
        if let Some(fault) = waiting.iter().find_map(|literal| self.unknown_callee(literal)) {
            return fault;
        }
        let mut names = Vec::new();
        super::ready::needed_variables(literal, &mut names);
        super::ready::all_variables(literal, &mut names);
        let is_missing =
            |name: &Name| !self.bound.contains(name) && self.known.contains(name) && !written(name).is_empty();
        let (name, span) = match names.iter().find(|(name, _)| is_missing(name)) {
            Some((name, span)) => (written(name), *span),
            None => ("_", literal.span),
        };
        if name == "_" || name.is_empty() {
            return Fault::new(
                CompileErrorKind::Unsafe,
                span,
                "`_` stands where a value is needed",
                "name the value with `some x in …` before this line",
            );
        }
        if builtins::find(name).is_some() {
            let message = format!("function `{name}` is used without arguments");
            return Fault::new(CompileErrorKind::Name, span, message, format!("call it: `{name}(…)`"));
        }
        Fault::new(
            CompileErrorKind::Unsafe,
            span,
            format!("`{name}` has no value here"),
            self.suggestion(name).unwrap_or_else(|| {
                format!("give it one (`{name} := …`, `some {name} in …`), or declare a rule of this name")
            }),
        )
    }

    fn unknown_callee(&self, literal: &Literal) -> Option<Fault> {
        let mut fault = None;
        super::ready::calls(literal, &mut |function| {
            if fault.is_none() {
                fault = self.callees.callee(function).err();
            }
        });
        fault
    }

    fn suggestion(&self, name: &str) -> Option<String> {
        let variables = self.slots.keys().map(|known| written(known)).chain(["input", "data"]);
        let near =
            variables.filter(|known| *known != name && strsim::osa_distance(known, name) <= 1 && known.len() > 2);
        near.min().map(|near| format!("did you mean `{near}`?"))
    }

    pub(super) fn finish(&mut self, draft: Draft) -> Block {
        let first = self.places.len() as u32;
        let mut steps = Vec::with_capacity(draft.steps.len());
        for (step, span) in draft.steps {
            self.places.push(Place { module: self.module, span });
            steps.push(step);
        }
        Block { first, steps: steps.into() }
    }

    /// The slot of a variable.
    pub(super) fn slot(&mut self, name: &Name) -> Slot {
        let next = &mut self.next_slot;
        *self.slots.entry(name.clone()).or_insert_with(|| {
            *next += 1;
            *next - 1
        })
    }

    /// A slot for something that has no name in the text.
    pub(super) fn unnamed(&mut self) -> (Name, Slot) {
        let name = fresh(&mut self.next_name, "");
        let slot = self.slot(&name);
        self.bound.insert(name.clone());
        (name, slot)
    }

    /// A string among the constants.
    pub(super) fn text(&mut self, text: &str) -> Value {
        if let Some(known) = self.texts.get(text) {
            return *known;
        }
        let made = self.memory.string(text).in_space(Space::Constant);
        self.texts.insert(text.into(), made);
        made
    }

    /// Where a path from `data` on leads; what it leads to is needed by the rule at hand.
    pub(super) fn land(&mut self, path: &[Term]) -> Landing {
        let strings = path.iter().map_while(|term| match &term.kind {
            TermKind::String(text) => Some(&**text),
            _ => None,
        });
        let landing = self.callees.world.land(strings);
        match landing {
            Landing::Rule(id, _) => {
                self.uses.insert(id);
            }
            Landing::Package(_) => self.uses.extend(self.callees.world.reach(path)),
            Landing::Nothing(_) => {}
        }
        landing
    }

    /// Whether a literal needs nothing that has no value yet.
    fn is_ready(&self, literal: &Literal) -> bool {
        literal.with.iter().all(|with| self.has_value(&with.value)) && self.is_kind_ready(&literal.kind)
    }

    /// Terms as values, in an order in which each has what it needs.
    pub(super) fn values(&mut self, terms: &[&Term], draft: &mut Draft) -> Coded<Vec<Expression>> {
        let mut values: Vec<Option<Expression>> = terms.iter().map(|_| None).collect();
        let mut first = 0;
        while first < terms.len() {
            let ready = (first..terms.len()).find(|&at| values[at].is_none() && self.has_value(terms[at]));
            let Some(at) = ready else { return Err(self.no_value(terms[first])) };
            values[at] = Some(self.value(terms[at], draft)?);
            while values.get(first).is_some_and(Option::is_some) {
                first += 1;
            }
        }
        Ok(values.into_iter().flatten().collect())
    }

    /// A term that needs a variable without value.
    pub(super) fn no_value(&self, term: &Term) -> Fault {
        let literal = Literal { span: term.span, kind: LiteralKind::Term(term.clone()), with: Vec::new() };
        self.unsafe_variable(&[&literal])
    }
}
