//! Names of functions: in calls, in place of others by `with`, and operators that are written as calls.

use super::{Meaning, Namer, Scope, flatten};
use crate::rego::syntax::ast::{LiteralKind, Term, TermKind};

impl Namer<'_> {
    /// Whether a term is the name of a builtin.
    pub(super) fn is_function(&self, term: &Term) -> bool {
        matches!(term.kind, TermKind::Var(_) | TermKind::Ref(..)) && (self.arity)(term).is_some()
    }

    /// What `with` puts in place of something: a value, or a function's name.
    pub(super) fn substitute(&mut self, value: &mut Term) {
        let mut function = value.clone();
        self.function(&mut function);
        let is_variable =
            matches!(&value.kind, TermKind::Var(name) if matches!(self.look_up(name), Some(Meaning::Variable(_))));
        if !is_variable
            && matches!(value.kind, TermKind::Var(_) | TermKind::Ref(..))
            && (self.arity)(&function).is_some()
        {
            *value = function;
        } else {
            self.term(value);
        }
    }

    /// `assign(x, y)` and `eq(x, y)` as a literal: `x := y` and `x = y`.
    pub(super) fn with_operators(&self, kind: &mut LiteralKind) {
        let LiteralKind::Term(Term { kind: TermKind::Call(function, arguments), .. }) = kind else { return };
        let TermKind::Var(name) = &function.kind else { return };
        let is_assignment = &**name == "assign";
        if !is_assignment && &**name != "eq" || arguments.len() != 2 || self.globals.paths.contains_key(name) {
            return;
        }
        if let (Some(b), Some(a)) = (arguments.pop(), arguments.pop()) {
            *kind = if is_assignment { LiteralKind::Assign(a, b) } else { LiteralKind::Unify(a, b) };
        }
    }

    /// `f(x, y)` with one argument more than the function has: `y = f(x)`.
    pub(super) fn with_output(&self, term: &mut Term) -> Option<LiteralKind> {
        let TermKind::Call(function, arguments) = &mut term.kind else { return None };
        let arity = (self.arity)(function)?;
        // A rule takes no argument and gives none, unlike a builtin without arguments: `time.now_ns(now)`.
        let is_rule = arity == 0
            && matches!(&function.kind, TermKind::Ref(head, _) if matches!(&head.kind, TermKind::Var(name) if &**name == "data"));
        if is_rule || arity + 1 != arguments.len() {
            return None;
        }
        let output = arguments.pop()?;
        Some(LiteralKind::Unify(output, term.clone()))
    }

    /// The function of a call, whose name no variable may have here.
    pub(super) fn callee(&mut self, function: &mut Term) {
        let head = match &function.kind {
            TermKind::Ref(head, _) => &head.kind,
            kind => kind,
        };
        if let TermKind::Var(name) = head {
            let (name, span) = (name.clone(), function.span);
            let is_of_a_module = self.globals.paths.contains_key(&name);
            let is_later = |scope: &Scope| scope.declares.contains(&name) && !scope.declared.contains_key(&name);
            let (inner, outer) = self.scopes.split_last().map_or((None, &[][..]), |(last, rest)| (Some(last), rest));
            if inner.is_some_and(is_later) || is_of_a_module && outer.iter().any(is_later) {
                let help = "choose another name for the variable: here it is a function";
                self.fault(&name, span, "is called before a variable of this name is declared", help);
            } else if self.scopes.iter().any(|scope| scope.declared.contains_key(&name)) {
                let help = "choose another name for the variable";
                self.fault(&name, span, "is a variable here, and cannot be called", help);
            }
        }
        self.function(function);
    }

    /// A function's path: of the package, of an import, or a builtin's name, which stays as it is.
    pub(super) fn function(&mut self, function: &mut Term) {
        let span = function.span;
        if let TermKind::Ref(_, path) = &mut function.kind {
            path.iter_mut().for_each(|term| self.term(term));
        }
        let first = match &mut function.kind {
            TermKind::Ref(head, _) => &mut head.kind,
            kind => kind,
        };
        if let TermKind::Var(name) = first
            && let Some(path) = self.globals.paths.get(name)
        {
            *first = Meaning::Path(path.clone()).term(span);
        }
        flatten(function);
    }
}
