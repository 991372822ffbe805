//! What a rule defines.

use rustc_hash::FxHashSet;

use super::{
    super::{
        ast::{Head, Literal, LiteralKind, Part, Term, TermKind},
        fault::{Fault, Read},
        token::{Keyword, Kind, Token},
    },
    Parser,
};

/// A head as written, before it is known whether conditions follow.
pub(super) struct Written {
    pub(super) head: Head,
    /// Whether `contains` was written.
    pub(super) contains: bool,
    /// Whether a value was written.
    pub(super) valued: bool,
    /// Whether its name and what follows do not touch.
    pub(super) apart: bool,
    /// Its first token, if it stands on the line of the rule before.
    pub(super) unseparated: Option<Token>,
}

impl Parser<'_> {
    /// The name, parameters, and element or value.
    pub(super) fn head(&mut self) -> Read<Written> {
        let name = self.token();
        let first = self.variable();
        if matches!(first.kind, TermKind::Wildcard) {
            return Err(Fault::new(name.span(), "a rule without a name", "write a name instead of `_`"));
        }
        let bracket = matches!(self.kind(), Kind::Dot | Kind::LeftBracket | Kind::LeftParenthesis);
        let apart = bracket && self.token().apart;
        let path = self.head_path(first, apart)?;
        let arguments = self.parameters(&path, apart)?;
        let mut head =
            Head { span: self.span_from(name.start), path, arguments, element: None, value: None, assigned: false };
        let contains = self.is_keyword(Keyword::Contains);
        let operator = self.kind();
        if contains {
            if head.arguments.is_some() {
                let help = "write `:=` and a set as the value, or define a set without parameters";
                return Err(Fault::new(self.token().span(), "`contains` on a function", help));
            }
            self.advance();
            head.element = Some(self.expression()?);
        } else if matches!(operator, Kind::Unify | Kind::Assign) {
            head.assigned = operator == Kind::Assign;
            self.advance();
            head.value = Some(self.expression()?);
        }
        let valued = head.value.is_some();
        let unseparated = (!name.new_line).then_some(name);
        head.span = self.span_from(name.start);
        Ok(Written { head, contains, valued, apart, unseparated })
    }

    fn head_path(&mut self, first: Term, apart: bool) -> Read<Vec<Term>> {
        let mut path = vec![first];
        if apart && !self.is(Kind::LeftParenthesis) {
            path.push(self.path_part()?);
        }
        path.extend(self.path()?);
        Ok(path)
    }

    /// `(x, y)` after the name; a gap is let pass as OPA does.
    fn parameters(&mut self, path: &[Term], apart: bool) -> Read<Option<Vec<Term>>> {
        let touches = !self.token().apart || apart && path.len() == 1;
        if !self.is(Kind::LeftParenthesis) || !touches {
            return Ok(None);
        }
        let arguments = self.arguments()?;
        let next = self.token();
        if !next.apart && matches!(next.kind, Kind::Dot | Kind::LeftBracket | Kind::LeftParenthesis) {
            return Err(self.unexpected("write the whole name in front of the parameters"));
        }
        let set = matches!(&path[0].kind, TermKind::Var(name) if &**name == "set");
        if set && path.len() == 1 && arguments.is_empty() {
            return Err(Fault::new(path[0].span, "a definition of the empty set", "write another name"));
        }
        Ok(Some(arguments))
    }

    /// What a default may be.
    pub(super) fn check_default(&self, head: &Head) -> Read<()> {
        let Some(value) = &head.value else {
            let help = "write `default name := value`";
            return Err(Fault::new(head.span, "a default without a value", help));
        };
        if let Some(term) = not_constant(value) {
            let help = "write a constant, and a rule with conditions for anything else";
            return Err(Fault::new(term.span, "a default that is not constant", help));
        }
        let mut seen = FxHashSet::default();
        for argument in head.arguments.iter().flatten() {
            let help = "write `_` for each parameter: `default f(_) := value`";
            match &argument.kind {
                TermKind::Wildcard => {}
                TermKind::Var(name) if matches!(&**name, "input" | "data") => {
                    return Err(Fault::new(argument.span, "a default for special arguments", help));
                }
                TermKind::Var(name) if seen.insert(name) => {}
                TermKind::Var(_) => return Err(Fault::new(argument.span, "a repeated parameter in a default", help)),
                _ => return Err(Fault::new(argument.span, "a default for special arguments", help)),
            }
        }
        Ok(())
    }
}

/// The first part of a value that has to be computed outside a comprehension.
fn not_constant(term: &Term) -> Option<&Term> {
    match &term.kind {
        TermKind::Var(_) | TermKind::Wildcard | TermKind::Ref(..) | TermKind::Call(..) => Some(term),
        TermKind::Binary(..) | TermKind::In { .. } => Some(term),
        TermKind::Array(items) | TermKind::Set(items) => items.iter().find_map(not_constant),
        TermKind::Object(pairs) => {
            pairs.iter().find_map(|(key, value)| not_constant(key).or_else(|| not_constant(value)))
        }
        TermKind::Template(parts) => parts.iter().find_map(|part| match part {
            Part::Value(Literal { kind: LiteralKind::Term(value), with, .. }) if with.is_empty() => not_constant(value),
            Part::Value(_) => Some(term),
            Part::Text(_) => None,
        }),
        _ => None,
    }
}
