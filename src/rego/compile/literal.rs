//! Literals as steps.

use super::{
    coder::{Coded, Coder, Draft},
    error::{CompileErrorKind, Fault},
    names::written,
};
use crate::{
    rego::{
        program::{Block, Each, Every, Expression, Slot, Step},
        syntax::ast::{Body, Literal, LiteralKind, Operator, Term, TermKind},
    },
    source::Span,
};

impl Coder<'_, '_> {
    pub(super) fn literal(&mut self, literal: &Literal, draft: &mut Draft) -> Coded<()> {
        if literal.with.is_empty() {
            return self.kind(&literal.kind, literal.span, draft);
        }
        let replacements = self.replacements(&literal.with, draft)?;
        let mut inner = Draft::default();
        self.kind(&literal.kind, literal.span, &mut inner)?;
        let block = self.finish(inner);
        draft.push(Step::With(Box::new((replacements, block))), literal.span);
        Ok(())
    }

    fn kind(&mut self, kind: &LiteralKind, span: Span, draft: &mut Draft) -> Coded<()> {
        match kind {
            LiteralKind::Some(_) => Ok(()),
            LiteralKind::Term(term) => self.test(term, span, draft),
            LiteralKind::Assign(a, b) | LiteralKind::Unify(a, b) => match (walked(a), walked(b)) {
                (_, Some(value)) => self.walk(value, Some(a), span, draft).map(drop),
                (Some(value), _) => self.walk(value, Some(b), span, draft).map(drop),
                _ => self.unify(a, b, span, draft),
            },
            LiteralKind::Not(negated) => {
                let mut inner = Draft::default();
                self.negated(negated, span, draft, &mut inner)?;
                let block = self.finish(inner);
                draft.push(Step::Not(block), span);
                Ok(())
            }
            LiteralKind::NotBody(body) => {
                let (block, _) = self.closure(body, &[])?;
                draft.push(Step::Not(block), span);
                Ok(())
            }
            LiteralKind::SomeIn { key, value, collection } => {
                let collection = self.value(collection, draft)?;
                let key = match key {
                    Some(key) => self.pattern(key, draft)?,
                    None => crate::rego::program::Pattern::Any,
                };
                let value = self.pattern(value, draft)?;
                draft.push(Step::Each(Box::new(Each { collection, key, value, is_judged: true })), span);
                Ok(())
            }
            LiteralKind::Every { key, value, domain, body } => {
                self.every(key.as_ref(), value, domain, body, span, draft)
            }
            LiteralKind::And(operands) => {
                for body in operands {
                    let (block, _) = self.closure(body, &[])?;
                    draft.push(Step::Or(Box::new([block])), span);
                }
                Ok(())
            }
            LiteralKind::Or(operands) => {
                let blocks = operands.iter().map(|body| self.closure(body, &[]).map(|(block, _)| block));
                let blocks: Coded<Box<[Block]>> = blocks.collect();
                draft.push(Step::Or(blocks?), span);
                Ok(())
            }
        }
    }

    /// A term that must be defined and not false.
    fn test(&mut self, term: &Term, span: Span, draft: &mut Draft) -> Coded<()> {
        let value = self.value(term, draft)?;
        draft.push(Step::Test(value), span);
        Ok(())
    }

    fn every(
        &mut self,
        key: Option<&Term>,
        value: &Term,
        domain: &Term,
        body: &Body,
        span: Span,
        draft: &mut Draft,
    ) -> Coded<()> {
        let domain = self.value(domain, draft)?;
        let key = key.map(|key| self.every_variable(key)).transpose()?.flatten();
        let value = self.every_variable(value)?;
        let (block, _) = self.closure(body, &[])?;
        draft.push(Step::Every(Box::new(Every { domain, key, value, body: block })), span);
        Ok(())
    }

    fn every_variable(&mut self, term: &Term) -> Coded<Option<Slot>> {
        match &term.kind {
            TermKind::Var(name) if written(name) == "_" => Ok(None),
            TermKind::Var(name) => {
                self.bound.insert(name.clone());
                Ok(Some(self.slot(name)))
            }
            _ => Err(Fault::new(
                CompileErrorKind::Name,
                term.span,
                "`every` takes variables here",
                "name the element and compare it in the body",
            )),
        }
    }

    /// What `not` denies. Only a bare reference and the two sides of an equation are part of it; what stands in brackets or
    /// is an argument must be defined for the whole literal to hold, so it is computed before.
    fn negated(&mut self, kind: &LiteralKind, span: Span, draft: &mut Draft, inner: &mut Draft) -> Coded<()> {
        match kind {
            LiteralKind::Term(Term { kind: TermKind::Binary(Operator::Equal, terms), .. }) => {
                let a = self.side(&terms.0, draft, inner)?;
                let b = self.side(&terms.1, draft, inner)?;
                inner.push(Step::Test(Expression::Compare(Operator::Equal, Box::new((a, b)))), span);
                Ok(())
            }
            LiteralKind::Unify(a, b) => {
                let a = self.side(a, draft, inner)?;
                let b = self.side(b, draft, inner)?;
                inner.push(Step::Test(Expression::Compare(Operator::Equal, Box::new((a, b)))), span);
                Ok(())
            }
            LiteralKind::Term(term) => {
                let value = self.side(term, draft, inner)?;
                inner.push(Step::Test(value), span);
                Ok(())
            }
            LiteralKind::Not(negated) => {
                let mut innermost = Draft::default();
                self.negated(negated, span, draft, &mut innermost)?;
                let block = self.finish(innermost);
                inner.push(Step::Not(block), span);
                Ok(())
            }
            other => self.kind(other, span, inner),
        }
    }

    /// A term below `not`: itself inside, what it is made of outside.
    fn side(&mut self, term: &Term, draft: &mut Draft, inner: &mut Draft) -> Coded<Expression> {
        let simple = self.with_parts_outside(term, draft)?;
        self.value(&simple, inner)
    }

    /// A term whose parts that could be undefined are computed before.
    fn with_parts_outside(&mut self, term: &Term, draft: &mut Draft) -> Coded<Term> {
        let mut term = term.clone();
        match &mut term.kind {
            TermKind::Ref(head, path) => {
                if !matches!(head.kind, TermKind::Var(_)) {
                    self.outside(head, draft)?;
                }
                path.iter_mut().try_for_each(|key| self.outside(key, draft))?;
            }
            TermKind::Call(_, terms) | TermKind::Array(terms) | TermKind::Set(terms) => {
                terms.iter_mut().try_for_each(|term| self.outside(term, draft))?;
            }
            TermKind::Object(pairs) => {
                for (key, value) in pairs {
                    self.outside(key, draft)?;
                    self.outside(value, draft)?;
                }
            }
            TermKind::Binary(_, terms) => {
                self.outside(&mut terms.0, draft)?;
                self.outside(&mut terms.1, draft)?;
            }
            TermKind::In { key, value, collection } => {
                for term in key.iter_mut().chain([value, collection]) {
                    self.outside(term, draft)?;
                }
            }
            _ => {}
        }
        Ok(term)
    }

    /// Computes a term before the literal, unless it is always defined, and leaves a variable in its place.
    fn outside(&mut self, term: &mut Term, draft: &mut Draft) -> Coded<()> {
        match &term.kind {
            TermKind::Ref(..) | TermKind::Call(..) | TermKind::Binary(..) | TermKind::In { .. } => {}
            TermKind::Var(name) if matches!(&**name, "input" | "data") => {}
            TermKind::Array(_) | TermKind::Set(_) | TermKind::Object(_) => {
                *term = self.with_parts_outside(term, draft)?;
                return Ok(());
            }
            _ => return Ok(()),
        }
        let value = self.value(term, draft)?;
        let (name, slot) = self.unnamed();
        draft.push(Step::Let(slot, value), term.span);
        term.kind = TermKind::Var(name);
        Ok(())
    }
}

/// The value of `walk(value)`.
fn walked(term: &Term) -> Option<&Term> {
    match &term.kind {
        TermKind::Call(function, arguments) if matches!(&function.kind, TermKind::Var(name) if &**name == "walk") => {
            arguments.first()
        }
        _ => None,
    }
}
