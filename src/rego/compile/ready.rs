//! Which variables a literal needs before it can be evaluated, and which it gives.
//!
//! A variable in the brackets of a reference gets its value there; so does one in a pattern, once the other side of the
//! `=` has a value. Everywhere else a variable must have one before. A closure needs those of its variables that belong
//! to the bodies around it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{coder::Coder, names::is_local, unify::pairs};
use crate::{
    rego::syntax::ast::{Body, Literal, LiteralKind, Name, Part, Term, TermKind},
    source::Span,
};

impl Coder<'_, '_> {
    pub(super) fn is_kind_ready(&self, kind: &LiteralKind) -> bool {
        match kind {
            LiteralKind::Term(term) => self.has_value_by_itself(term),
            LiteralKind::Assign(pattern, term) | LiteralKind::Unify(pattern, term) => self.can_unify(pattern, term),
            LiteralKind::Not(negated) => {
                let mut names = Vec::new();
                direct_variables_of(negated, &mut names);
                names.iter().all(|name| self.bound.contains(name)) && self.is_kind_ready(negated)
            }
            LiteralKind::NotBody(body) => self.is_closure_ready(body, &[]),
            LiteralKind::Some(_) => true,
            LiteralKind::SomeIn { key, value, collection } => {
                self.has_value(collection) && key.iter().chain([value]).all(|pattern| self.can_match(pattern))
            }
            LiteralKind::Every { domain, body, .. } => self.has_value(domain) && self.is_closure_ready(body, &[]),
            LiteralKind::And(operands) | LiteralKind::Or(operands) => {
                operands.iter().all(|body| self.is_closure_ready(body, &[]))
            }
        }
    }

    /// Whether a term can be evaluated, variables that it binds itself included: `f(input[i], i)`.
    fn has_value_by_itself(&self, term: &Term) -> bool {
        let mut given = Vec::new();
        brackets(term, &mut given);
        self.has_value_with(term, &given.into_iter().collect())
    }

    /// Whether a term can be evaluated.
    pub(super) fn has_value(&self, term: &Term) -> bool {
        self.has_value_with(term, &FxHashSet::default())
    }

    fn has_value_with(&self, term: &Term, given: &FxHashSet<Name>) -> bool {
        let has = |term: &Term| self.has_value_with(term, given);
        match &term.kind {
            TermKind::Null | TermKind::Bool(_) | TermKind::Number(_) | TermKind::String(_) => true,
            TermKind::Wildcard => false,
            TermKind::Var(name) => !is_local(name) || self.bound.contains(name) || given.contains(name),
            TermKind::Ref(head, path) => has(head) && path.iter().all(|key| self.has_key(key, given)),
            TermKind::Call(_, terms) | TermKind::Array(terms) | TermKind::Set(terms) => terms.iter().all(has),
            TermKind::Object(pairs) => pairs.iter().all(|(key, value)| has(key) && has(value)),
            TermKind::Binary(_, terms) => has(&terms.0) && has(&terms.1),
            TermKind::In { key, value, collection } => key.iter().chain([value, collection]).all(|term| has(term)),
            TermKind::ArrayComprehension(head, body) | TermKind::SetComprehension(head, body) => {
                self.is_closure_ready(body, &[&**head])
            }
            TermKind::ObjectComprehension(head, body) => self.is_closure_ready(body, &[&head.0, &head.1]),
            TermKind::Template(parts) => parts.iter().all(|part| match part {
                Part::Text(_) => true,
                Part::Value(literal) => self.is_closure_ready(std::slice::from_ref(literal), &[]),
            }),
        }
    }

    /// Brackets give variables their values.
    fn has_key(&self, key: &Term, given: &FxHashSet<Name>) -> bool {
        match &key.kind {
            TermKind::Var(_) => true,
            TermKind::Array(terms) => terms.iter().all(|term| self.has_key(term, given)),
            TermKind::Object(pairs) => {
                pairs.iter().all(|(key, value)| self.has_value_with(key, given) && self.has_key(value, given))
            }
            _ => self.has_value_with(key, given),
        }
    }

    /// Whether a pattern can be matched against a value: its variables need none.
    pub(super) fn can_match(&self, pattern: &Term) -> bool {
        match &pattern.kind {
            TermKind::Var(_) => true,
            TermKind::Array(terms) => terms.iter().all(|term| self.can_match(term)),
            TermKind::Object(pairs) => pairs.iter().all(|(key, value)| self.has_value(key) && self.can_match(value)),
            _ => self.has_value(pattern),
        }
    }

    /// Whether one side can be matched against the other, piece by piece.
    fn can_unify(&self, a: &Term, b: &Term) -> bool {
        let mut waiting = pairs(a, b);
        let mut given: FxHashSet<Name> = FxHashSet::default();
        loop {
            let before = waiting.len();
            waiting.retain(|(a, b)| {
                let side = |value: &Term, pattern: &Term| {
                    let mut own = Vec::new();
                    brackets(value, &mut own);
                    let with_own = given.iter().cloned().chain(own).collect();
                    self.has_value_with(value, &with_own) && self.can_match_with(pattern, &with_own)
                };
                let done = side(b, a) || side(a, b);
                if done {
                    for term in [a, b] {
                        brackets(term, &mut Vec::new());
                        let mut names = Vec::new();
                        direct_variables(term, &mut names);
                        given.extend(names);
                    }
                }
                !done
            });
            if waiting.is_empty() || waiting.len() == before {
                return waiting.is_empty();
            }
        }
    }

    fn can_match_with(&self, pattern: &Term, given: &FxHashSet<Name>) -> bool {
        match &pattern.kind {
            TermKind::Var(_) => true,
            TermKind::Array(terms) => terms.iter().all(|term| self.can_match_with(term, given)),
            TermKind::Object(pairs) => {
                pairs.iter().all(|(key, value)| self.has_value_with(key, given) && self.can_match_with(value, given))
            }
            _ => self.has_value_with(pattern, given),
        }
    }

    /// Whether what a closure needs from outside has a value.
    fn is_closure_ready(&self, body: &[Literal], heads: &[&Term]) -> bool {
        let mut names = Vec::new();
        body.iter().for_each(|literal| all_variables(literal, &mut names));
        heads.iter().for_each(|term| all_variables_of_term(term, &mut names));
        names.iter().all(|(name, _)| self.bound.contains(name) || !self.known.contains(name))
    }
}

/// Variables that references of a term bind in their brackets, closures excepted.
pub(super) fn brackets(term: &Term, found: &mut Vec<Name>) {
    match &term.kind {
        TermKind::Ref(head, path) => {
            brackets(head, found);
            for key in path {
                bracket(key, found);
            }
        }
        _ => children(term, &mut |term| brackets(term, found)),
    }
}

fn bracket(key: &Term, found: &mut Vec<Name>) {
    match &key.kind {
        TermKind::Var(name) if is_local(name) => found.push(name.clone()),
        TermKind::Array(terms) => terms.iter().for_each(|term| bracket(term, found)),
        TermKind::Object(pairs) => pairs.iter().for_each(|(_, value)| bracket(value, found)),
        _ => brackets(key, found),
    }
}

/// Terms directly inside a term, closures excepted.
pub(super) fn children(term: &Term, visit: &mut dyn FnMut(&Term)) {
    match &term.kind {
        TermKind::Ref(head, path) => {
            visit(head);
            path.iter().for_each(visit);
        }
        TermKind::Call(_, terms) | TermKind::Array(terms) | TermKind::Set(terms) => terms.iter().for_each(visit),
        TermKind::Object(pairs) => {
            for (key, value) in pairs {
                visit(key);
                visit(value);
            }
        }
        TermKind::Binary(_, terms) => {
            visit(&terms.0);
            visit(&terms.1);
        }
        TermKind::In { key, value, collection } => {
            key.iter().for_each(|key| visit(key));
            visit(value);
            visit(collection);
        }
        _ => {}
    }
}

/// What in a function's argument is no pattern.
pub(super) fn computed(argument: &Term) -> Option<&Term> {
    match &argument.kind {
        TermKind::Null | TermKind::Bool(_) | TermKind::Number(_) | TermKind::String(_) => None,
        TermKind::Wildcard | TermKind::Var(_) => None,
        TermKind::Array(terms) => terms.iter().find_map(computed),
        TermKind::Object(pairs) => pairs.iter().find_map(|(key, value)| computed(key).or_else(|| computed(value))),
        _ => Some(argument),
    }
}

/// Functions that a literal calls, closures excepted.
pub(super) fn calls(literal: &Literal, found: &mut dyn FnMut(&Term)) {
    fn of_kind(kind: &LiteralKind, found: &mut dyn FnMut(&Term)) {
        match kind {
            LiteralKind::Term(term) => of_term(term, found),
            LiteralKind::Assign(a, b) | LiteralKind::Unify(a, b) => {
                of_term(a, found);
                of_term(b, found);
            }
            LiteralKind::Not(negated) => of_kind(negated, found),
            LiteralKind::SomeIn { collection: term, .. } | LiteralKind::Every { domain: term, .. } => {
                of_term(term, found);
            }
            _ => {}
        }
    }
    fn of_term(term: &Term, found: &mut dyn FnMut(&Term)) {
        if let TermKind::Call(function, _) = &term.kind {
            found(function);
        }
        children(term, &mut |term| of_term(term, found));
    }
    of_kind(&literal.kind, found);
}

/// Variables of a term, closures excepted.
pub(super) fn direct_variables(term: &Term, found: &mut Vec<Name>) {
    if let TermKind::Var(name) = &term.kind
        && is_local(name)
    {
        found.push(name.clone());
    }
    children(term, &mut |term| direct_variables(term, found));
}

fn direct_variables_of(kind: &LiteralKind, found: &mut Vec<Name>) {
    match kind {
        LiteralKind::Term(term) => direct_variables(term, found),
        LiteralKind::Assign(a, b) | LiteralKind::Unify(a, b) => {
            direct_variables(a, found);
            direct_variables(b, found);
        }
        LiteralKind::Not(negated) => direct_variables_of(negated, found),
        // A declaration says of whom a variable is, not where it has its value.
        LiteralKind::Some(_) => {}
        LiteralKind::SomeIn { key, value, collection } => {
            key.iter().chain([value, collection]).for_each(|term| direct_variables(term, found));
        }
        LiteralKind::Every { domain, .. } => direct_variables(domain, found),
        LiteralKind::NotBody(_) | LiteralKind::And(_) | LiteralKind::Or(_) => {}
    }
}

/// Variables that belong to the body a literal stands in.
pub(super) fn own_variables(literal: &Literal, found: &mut Vec<Name>) {
    direct_variables_of(&literal.kind, found);
    literal.with.iter().for_each(|with| direct_variables(&with.value, found));
}

/// The variables of a literal that it cannot give a value itself.
pub(super) fn needed_variables(literal: &Literal, found: &mut Vec<(Name, Span)>) {
    match &literal.kind {
        LiteralKind::Assign(_, term) => all_variables_of_term(term, found),
        LiteralKind::SomeIn { collection: term, .. } | LiteralKind::Every { domain: term, .. } => {
            all_variables_of_term(term, found);
        }
        _ => {}
    }
}

/// Which literals of a body mention a variable.
pub(super) fn users(body: &Body) -> FxHashMap<Name, Vec<usize>> {
    let mut users: FxHashMap<Name, Vec<usize>> = FxHashMap::default();
    let mut names = Vec::new();
    for (at, literal) in body.iter().enumerate() {
        all_variables(literal, &mut names);
        for (name, _) in names.drain(..) {
            users.entry(name).or_default().push(at);
        }
    }
    users
}

/// Every variable of a literal, closures included.
pub(super) fn all_variables(literal: &Literal, found: &mut Vec<(Name, Span)>) {
    literal.with.iter().for_each(|with| all_variables_of_term(&with.value, found));
    all_variables_of(&literal.kind, found);
}

fn all_variables_of(kind: &LiteralKind, found: &mut Vec<(Name, Span)>) {
    let in_body = |body: &Body, found: &mut Vec<(Name, Span)>| {
        body.iter().for_each(|literal| all_variables(literal, found));
    };
    match kind {
        LiteralKind::Term(term) => all_variables_of_term(term, found),
        LiteralKind::Assign(a, b) | LiteralKind::Unify(a, b) => {
            all_variables_of_term(a, found);
            all_variables_of_term(b, found);
        }
        LiteralKind::Not(negated) => all_variables_of(negated, found),
        LiteralKind::NotBody(body) => in_body(body, found),
        LiteralKind::Some(terms) => terms.iter().for_each(|term| all_variables_of_term(term, found)),
        LiteralKind::SomeIn { key, value, collection } => {
            key.iter().chain([value, collection]).for_each(|term| all_variables_of_term(term, found));
        }
        LiteralKind::Every { key, value, domain, body } => {
            key.iter().chain([value, domain]).for_each(|term| all_variables_of_term(term, found));
            in_body(body, found);
        }
        LiteralKind::And(operands) | LiteralKind::Or(operands) => {
            operands.iter().for_each(|body| in_body(body, found));
        }
    }
}

pub(super) fn all_variables_of_term(term: &Term, found: &mut Vec<(Name, Span)>) {
    match &term.kind {
        TermKind::Var(name) if is_local(name) => found.push((name.clone(), term.span)),
        TermKind::ArrayComprehension(head, body) | TermKind::SetComprehension(head, body) => {
            all_variables_of_term(head, found);
            body.iter().for_each(|literal| all_variables(literal, found));
        }
        TermKind::ObjectComprehension(head, body) => {
            all_variables_of_term(&head.0, found);
            all_variables_of_term(&head.1, found);
            body.iter().for_each(|literal| all_variables(literal, found));
        }
        TermKind::Template(parts) => {
            for part in parts {
                if let Part::Value(literal) = part {
                    all_variables(literal, found);
                }
            }
        }
        _ => children(term, &mut |term| all_variables_of_term(term, found)),
    }
}
