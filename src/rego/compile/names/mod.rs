//! Names: every variable gets a name of its own, every other name its full path.
//!
//! Rego has no declarations that a reader could rely on: a name is a local variable from its `:=` or `some` on, an
//! argument, a rule of the package, an import, or else a variable of the body that uses it first. This pass decides
//! which, in the order of the text, and writes the answer into the tree: `x` becomes `x#3`, `_` becomes `_#4`, and
//! `helper` becomes `data.lib.helper`. What comes after it knows no scopes.

mod called;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    error::{CompileErrorKind, Fault},
    mentions::{declared_names, direct_names, direct_names_of_term, pattern_names},
    unused,
};
use crate::{
    rego::syntax::ast::{Body, Literal, LiteralKind, Name, Part, Rule, Term, TermKind},
    source::Span,
};

/// What stands between a variable's name and its number.
const MARK: char = '#';

/// A variable's name as written.
pub(super) fn written(name: &str) -> &str {
    name.split(MARK).next().unwrap_or(name)
}

/// Whether a name is one that this pass gave to a variable.
pub(super) fn is_local(name: &str) -> bool {
    name.contains(MARK)
}

/// A new variable's name.
pub(super) fn fresh(next: &mut u32, name: &str) -> Name {
    *next += 1;
    Arc::from(format!("{name}{MARK}{next}"))
}

/// What a module sees from outside its rules.
#[derive(Debug)]
pub(super) struct Globals {
    /// Names of rules of its package, in any module, and of imports: their paths from `data` or `input`.
    pub(super) paths: FxHashMap<Name, Vec<Name>>,
}

/// How many arguments a function takes, by its full name.
pub(super) type Arity<'a> = &'a dyn Fn(&Term) -> Option<usize>;

#[derive(Debug, Default)]
struct Scope {
    /// Declared so far: the name given.
    declared: FxHashMap<Name, Name>,
    /// Declared anywhere in this body.
    declares: FxHashSet<Name>,
    /// Variables that are used here first.
    used: FxHashMap<Name, Name>,
    /// Of a function's arguments: they cannot be declared again.
    arguments: bool,
}

pub(super) struct Namer<'g> {
    globals: &'g Globals,
    arity: Arity<'g>,
    scopes: Vec<Scope>,
    next: &'g mut u32,
    faults: Vec<Fault>,
    /// Names with a fault: the first says enough.
    told: FxHashSet<Name>,
}

/// Names everything in a rule.
pub(super) fn name(rule: &mut Rule, globals: &Globals, arity: Arity<'_>, next: &mut u32) -> Vec<Fault> {
    let mut namer = Namer { globals, arity, scopes: Vec::new(), next, faults: Vec::new(), told: FxHashSet::default() };
    namer.rule(rule);
    namer.faults
}

impl Namer<'_> {
    fn rule(&mut self, rule: &mut Rule) {
        let mut arguments = Scope { arguments: true, ..Scope::default() };
        for term in rule.head.arguments.iter().flatten() {
            pattern_names(term, &mut |name, _| {
                let own = fresh(self.next, name);
                arguments.declared.entry(name.clone()).or_insert(own);
            });
        }
        self.scopes.push(arguments);
        for term in rule.head.arguments.iter_mut().flatten() {
            self.term(term);
        }
        // Heads of further bodies have values of their own; the name and keys belong to the first.
        let head = &mut rule.head;
        let heads: Vec<&mut Term> =
            head.path.iter_mut().skip(1).chain(&mut head.element).chain(&mut head.value).collect();
        self.clause(&mut rule.body, heads);
        for alternative in &mut rule.alternatives {
            self.clause(&mut alternative.body, alternative.value.iter_mut().collect());
        }
        self.scopes.pop();
    }

    fn clause(&mut self, body: &mut Body, mut heads: Vec<&mut Term>) {
        for literal in &mut *body {
            self.with_operators(&mut literal.kind);
        }
        let terms: Vec<&Term> = heads.iter().map(|term| &**term).collect();
        self.enter(body, &terms);
        self.literals(body);
        for term in &mut heads {
            self.term(term);
        }
        self.scopes.pop();
        // A variable that is used too early is not unused on top of that.
        if self.faults.is_empty() {
            self.faults.extend(unused::in_body(body, &heads));
        }
    }

    /// A closure: what its body declares is unknown outside.
    fn closure(&mut self, body: &mut Body, heads: Vec<&mut Term>) {
        self.clause(body, heads);
    }

    /// Opens a scope and finds what is declared in it or used there first.
    fn enter(&mut self, body: &[Literal], heads: &[&Term]) {
        let mut scope = Scope::default();
        for literal in body {
            declared_names(&literal.kind, &mut |name, _| {
                scope.declares.insert(name.clone());
            });
        }
        self.scopes.push(scope);
        let mut used: Vec<Name> = Vec::new();
        let mut add = |name: &Name| used.push(name.clone());
        for literal in body {
            direct_names(&literal.kind, &mut add);
            let values = literal.with.iter().map(|with| &with.value);
            values.filter(|value| !self.is_function(value)).for_each(|value| direct_names_of_term(value, &mut add));
        }
        heads.iter().for_each(|term| direct_names_of_term(term, &mut add));
        for name in used {
            let here = self.scopes.last().is_some_and(|scope| scope.declares.contains(&name));
            if !here && self.look_up(&name).is_none() {
                let own = fresh(self.next, &name);
                if let Some(scope) = self.scopes.last_mut() {
                    scope.used.insert(name, own);
                }
            }
        }
    }

    fn literals(&mut self, body: &mut Body) {
        for literal in body {
            self.literal(literal);
        }
    }

    fn literal(&mut self, literal: &mut Literal) {
        for with in &mut literal.with {
            self.function(&mut with.target);
            self.substitute(&mut with.value);
        }
        self.kind(&mut literal.kind);
    }

    fn kind(&mut self, kind: &mut LiteralKind) {
        match kind {
            LiteralKind::Term(term) => {
                self.term(term);
                if let Some(unified) = self.with_output(term) {
                    *kind = unified;
                }
            }
            LiteralKind::Unify(a, b) => {
                self.term(a);
                self.term(b);
            }
            LiteralKind::Assign(pattern, term) => {
                self.term(term);
                self.declare(pattern);
                self.term(pattern);
            }
            LiteralKind::Not(negated) => {
                if let LiteralKind::Assign(pattern, _) = &**negated {
                    self.faults.push(Fault::new(
                        CompileErrorKind::Name,
                        pattern.span,
                        "what `not` denies cannot give a variable its value",
                        "compare with `==`, or give the variable its value on a line before",
                    ));
                }
                self.kind(negated);
            }
            LiteralKind::NotBody(body) => self.closure(body, Vec::new()),
            LiteralKind::Some(names) => {
                for name in names {
                    self.declare(name);
                    self.term(name);
                }
            }
            LiteralKind::SomeIn { key, value, collection } => {
                self.term(collection);
                for pattern in key.iter_mut().chain([value]) {
                    self.declare(pattern);
                    self.term(pattern);
                }
            }
            LiteralKind::Every { key, value, domain, body } => {
                self.term(domain);
                self.scopes.push(Scope::default());
                for pattern in key.iter_mut().chain([&mut *value]) {
                    self.declare(pattern);
                    self.term(pattern);
                }
                self.closure(body, Vec::new());
                self.scopes.pop();
                self.faults.extend(unused::in_every(key.as_ref(), value, body));
            }
            LiteralKind::And(operands) | LiteralKind::Or(operands) => {
                operands.iter_mut().for_each(|body| self.closure(body, Vec::new()));
            }
        }
    }

    fn declare(&mut self, pattern: &Term) {
        let mut found = Vec::new();
        pattern_names(pattern, &mut |name, span| found.push((name.clone(), span)));
        let mut here = FxHashSet::default();
        for (name, span) in found {
            if !here.insert(name.clone()) {
                continue;
            }
            if matches!(&*name, "input" | "data") {
                self.fault(&name, span, "cannot be a variable", "choose another name");
            }
            let depth = self.scopes.len();
            let arguments =
                depth >= 2 && self.scopes[depth - 2].arguments && self.scopes[depth - 2].declared.contains_key(&name);
            let own = fresh(self.next, &name);
            if arguments || self.scopes.last().is_some_and(|scope| scope.declared.contains_key(&name)) {
                let help = "choose another name, or compare with `==`: a variable is given its value once";
                self.fault(&name, span, "is already declared", help);
                continue;
            }
            let Some(scope) = self.scopes.last_mut() else { continue };
            scope.declared.insert(name, own);
        }
    }

    fn fault(&mut self, name: &Name, span: Span, what: &str, help: &str) {
        if self.told.insert(name.clone()) {
            self.faults.push(Fault::new(CompileErrorKind::Name, span, format!("`{name}` {what}"), help));
        }
    }

    fn term(&mut self, term: &mut Term) {
        let span = term.span;
        match &mut term.kind {
            TermKind::Null | TermKind::Bool(_) | TermKind::Number(_) | TermKind::String(_) => {}
            TermKind::Wildcard => term.kind = TermKind::Var(fresh(self.next, "_")),
            TermKind::Var(name) => term.kind = self.variable(&name.clone(), span),
            TermKind::Ref(head, path) => {
                path.iter_mut().for_each(|term| self.term(term));
                self.term(head);
                flatten(term);
            }
            TermKind::Call(function, arguments) => {
                arguments.iter_mut().for_each(|term| self.term(term));
                self.callee(function);
            }
            TermKind::Array(terms) | TermKind::Set(terms) => terms.iter_mut().for_each(|term| self.term(term)),
            TermKind::Object(pairs) => {
                for (key, value) in pairs {
                    self.term(key);
                    self.term(value);
                }
            }
            TermKind::ArrayComprehension(head, body) | TermKind::SetComprehension(head, body) => {
                self.closure(body, vec![&mut **head]);
            }
            TermKind::ObjectComprehension(head, body) => {
                let (key, value) = &mut **head;
                self.closure(body, vec![key, value]);
            }
            TermKind::Binary(_, terms) => {
                self.term(&mut terms.0);
                self.term(&mut terms.1);
            }
            TermKind::In { key, value, collection } => {
                key.iter_mut().for_each(|term| self.term(term));
                self.term(value);
                self.term(collection);
            }
            TermKind::Template(parts) => {
                for part in parts {
                    if let Part::Value(literal) = part {
                        self.enter(std::slice::from_ref(literal), &[]);
                        self.literal(literal);
                        self.scopes.pop();
                    }
                }
            }
        }
    }

    fn variable(&mut self, name: &Name, span: Span) -> TermKind {
        let innermost = self.scopes.last();
        if innermost.is_some_and(|scope| scope.declares.contains(name) && !scope.declared.contains_key(name)) {
            let help = "move the declaration up, or choose another name";
            self.fault(name, span, "is used before it is declared", help);
        }
        match self.look_up(name) {
            Some(kind) => kind.term(span),
            None => {
                let own = fresh(self.next, name);
                if let Some(scope) = self.scopes.last_mut() {
                    scope.used.insert(name.clone(), own.clone());
                }
                TermKind::Var(own)
            }
        }
    }

    fn look_up(&self, name: &Name) -> Option<Meaning> {
        let mut declared_later = false;
        for scope in self.scopes.iter().rev() {
            if let Some(own) = scope.declared.get(name).or_else(|| scope.used.get(name)) {
                return Some(Meaning::Variable(own.clone()));
            }
            declared_later |= scope.declares.contains(name);
        }
        if declared_later {
            return None;
        }
        match &**name {
            "input" | "data" => Some(Meaning::Variable(name.clone())),
            _ => self.globals.paths.get(name).cloned().map(Meaning::Path),
        }
    }
}

/// What a name means.
enum Meaning {
    Variable(Name),
    Path(Vec<Name>),
}

impl Meaning {
    fn term(self, span: Span) -> TermKind {
        match self {
            Self::Variable(name) => TermKind::Var(name),
            Self::Path(path) => {
                let mut parts = path.into_iter();
                let head = Term { span, kind: TermKind::Var(parts.next().unwrap_or_else(|| Arc::from("data"))) };
                let rest: Vec<Term> =
                    parts.map(|part| Term { span, kind: TermKind::String(Box::from(&*part)) }).collect();
                if rest.is_empty() { head.kind } else { TermKind::Ref(Box::new(head), rest) }
            }
        }
    }
}

/// A reference into a reference is one reference.
fn flatten(term: &mut Term) {
    let TermKind::Ref(head, path) = &mut term.kind else { return };
    if let TermKind::Ref(inner, before) = &mut head.kind {
        let mut whole = std::mem::take(before);
        whole.append(path);
        let inner = std::mem::replace(&mut **inner, Term { span: term.span, kind: TermKind::Null });
        (**head, *path) = (inner, whole);
    }
}
