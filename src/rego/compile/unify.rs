//! `=` and `:=`: which side is the pattern, piece by piece.

use super::{
    coder::{Coded, Coder, Draft},
    names::{is_local, written},
};
use crate::{
    rego::{
        program::{Expression, Pattern, Step},
        syntax::ast::{Operator, Term, TermKind},
    },
    source::Span,
};

/// The pieces of two terms that must be equal each: elements of arrays of one length, values of objects with the same
/// constant keys.
pub(super) fn pairs<'t>(a: &'t Term, b: &'t Term) -> Vec<(&'t Term, &'t Term)> {
    match (&a.kind, &b.kind) {
        (TermKind::Array(xs), TermKind::Array(ys)) if xs.len() == ys.len() => {
            xs.iter().zip(ys).flat_map(|(x, y)| pairs(x, y)).collect()
        }
        (TermKind::Object(xs), TermKind::Object(ys)) if xs.len() == ys.len() => {
            let same = |key: &Term| ys.iter().find(|(other, _)| is_same_constant(key, other));
            let matched: Option<Vec<_>> = xs.iter().map(|(key, x)| same(key).map(|(_, y)| (x, y))).collect();
            match matched {
                Some(matched) => matched.into_iter().flat_map(|(x, y)| pairs(x, y)).collect(),
                None => vec![(a, b)],
            }
        }
        _ => vec![(a, b)],
    }
}

fn is_same_constant(a: &Term, b: &Term) -> bool {
    match (&a.kind, &b.kind) {
        (TermKind::String(a), TermKind::String(b)) | (TermKind::Number(a), TermKind::Number(b)) => a == b,
        (TermKind::Bool(a), TermKind::Bool(b)) => a == b,
        (TermKind::Null, TermKind::Null) => true,
        _ => false,
    }
}

impl Coder<'_, '_> {
    pub(super) fn unify(&mut self, a: &Term, b: &Term, span: Span, draft: &mut Draft) -> Coded<()> {
        let mut waiting = pairs(a, b);
        // Two empty arrays have no pieces, and are equal.
        while !waiting.is_empty() {
            let strict = |coder: &Self, (a, b): &(&Term, &Term)| {
                coder.has_value(b) && coder.can_match(a) || coder.has_value(a) && coder.can_match(b)
            };
            let ready = waiting.iter().position(|pair| strict(self, pair));
            // A reference may bind in its brackets what the other side needs: `input[i] = i`.
            let at = ready.unwrap_or_default();
            let (a, b) = waiting.remove(at);
            self.unify_pair(a, b, span, draft)?;
        }
        Ok(())
    }

    fn unify_pair(&mut self, a: &Term, b: &Term, span: Span, draft: &mut Draft) -> Coded<()> {
        let (open_a, open_b) = (self.is_open(a), self.is_open(b));
        match (open_a, open_b) {
            (false, false) => {
                let mut values = self.values(&[a, b], draft)?.into_iter();
                if let (Some(a), Some(b)) = (values.next(), values.next()) {
                    draft.push(Step::Test(Expression::Compare(Operator::Equal, Box::new((a, b)))), span);
                }
                Ok(())
            }
            (true, _) if self.has_value(b) => self.match_against(a, b, span, draft),
            (_, true) if self.has_value(a) => self.match_against(b, a, span, draft),
            (true, _) => self.match_against(a, b, span, draft),
            _ => self.match_against(b, a, span, draft),
        }
    }

    /// A value against a pattern.
    fn match_against(&mut self, pattern: &Term, value: &Term, span: Span, draft: &mut Draft) -> Coded<()> {
        if !self.has_value(value) {
            return Err(self.no_value(value));
        }
        let value = self.value(value, draft)?;
        self.matched(pattern, value, span, draft)
    }

    /// An expression against a pattern.
    pub(super) fn matched(&mut self, pattern: &Term, value: Expression, span: Span, draft: &mut Draft) -> Coded<()> {
        let step = match self.pattern(pattern, draft)? {
            Pattern::Bind(slot) => Step::Let(slot, value),
            pattern => Step::Match(Box::new((pattern, value))),
        };
        draft.push(step, span);
        Ok(())
    }

    /// Whether a term, read as a pattern, would bind a variable.
    fn is_open(&self, term: &Term) -> bool {
        match &term.kind {
            TermKind::Var(name) => is_local(name) && !self.bound.contains(name),
            TermKind::Array(terms) => terms.iter().any(|term| self.is_open(term)),
            TermKind::Object(pairs) => pairs.iter().any(|(_, value)| self.is_open(value)),
            _ => false,
        }
    }

    /// A term as a pattern: variables without value are bound, everything else must be equal.
    pub(super) fn pattern(&mut self, term: &Term, draft: &mut Draft) -> Coded<Pattern> {
        if !self.is_open(term) {
            return match &term.kind {
                TermKind::Wildcard => Ok(Pattern::Any),
                _ if self.has_value(term) => Ok(Pattern::Equal(self.value(term, draft)?)),
                _ => Err(self.no_value(term)),
            };
        }
        match &term.kind {
            TermKind::Var(name) if written(name) == "_" => Ok(Pattern::Any),
            TermKind::Var(name) => {
                self.bound.insert(name.clone());
                Ok(Pattern::Bind(self.slot(name)))
            }
            TermKind::Array(terms) => {
                Ok(Pattern::Array(terms.iter().map(|term| self.pattern(term, draft)).collect::<Coded<_>>()?))
            }
            TermKind::Object(pairs) => {
                let pairs = pairs.iter().map(|(key, value)| {
                    let key = self.value(key, draft)?;
                    Ok((key, self.pattern(value, draft)?))
                });
                Ok(Pattern::Object(pairs.collect::<Coded<_>>()?))
            }
            _ => Ok(Pattern::Equal(self.value(term, draft)?)),
        }
    }
}
