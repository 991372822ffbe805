//! Operators between terms, by their binding.

use super::{
    super::{
        ast::{Operator, Term, TermKind},
        fault::Read,
        token::{Keyword, Kind},
    },
    Parser,
};

/// An operator between terms, and how tightly it binds.
const fn operator(kind: Kind) -> Option<(Operator, u8)> {
    Some(match kind {
        Kind::Equal => (Operator::Equal, 1),
        Kind::NotEqual => (Operator::NotEqual, 1),
        Kind::Less => (Operator::Less, 1),
        Kind::LessOrEqual => (Operator::LessOrEqual, 1),
        Kind::Greater => (Operator::Greater, 1),
        Kind::GreaterOrEqual => (Operator::GreaterOrEqual, 1),
        Kind::Or => (Operator::Or, 2),
        Kind::And => (Operator::And, 3),
        Kind::Plus => (Operator::Plus, 4),
        Kind::Minus => (Operator::Minus, 4),
        Kind::Times => (Operator::Times, 5),
        Kind::Divide => (Operator::Divide, 5),
        Kind::Remainder => (Operator::Remainder, 5),
        _ => return None,
    })
}

impl Parser<'_> {
    /// A term with all operators, `key, value in collection` among them.
    pub(super) fn expression(&mut self) -> Read<Term> {
        let start = self.token().start;
        let height = std::mem::take(&mut self.height);
        let first = self.relation()?;
        let pair = if self.is(Kind::Comma) { self.pair(first, start)? } else { Err(first) };
        let expression = match pair {
            Ok(pair) if !self.is_keyword(Keyword::In) => pair,
            Ok(first) | Err(first) => self.memberships(first, start)?,
        };
        self.height = self.height.max(height);
        Ok(expression)
    }

    /// A term with all operators, where a comma ends it.
    pub(super) fn item(&mut self) -> Read<Term> {
        let start = self.token().start;
        let height = std::mem::take(&mut self.height);
        let first = self.relation()?;
        let item = self.memberships(first, start)?;
        self.height = self.height.max(height);
        Ok(item)
    }

    /// An item whose first term has been read.
    pub(super) fn item_from(&mut self, first: Term, start: u32) -> Read<Term> {
        let first = self.operators(first, start, 1)?;
        self.memberships(first, start)
    }

    /// `key, value in collection` if that is what follows a key; otherwise the key back.
    fn pair(&mut self, key: Term, start: u32) -> Read<Result<Term, Term>> {
        let mark = self.mark();
        self.advance();
        match self.relation() {
            Ok(value) if self.is_keyword(Keyword::In) => {
                let operator = self.advance();
                let collection = self.relation()?;
                self.grow(operator)?;
                let (key, value, collection) = (Some(key.into()), value.into(), collection.into());
                Ok(Ok(Term { span: self.span_from(start), kind: TermKind::In { key, value, collection } }))
            }
            Err(fault) if self.over => Err(fault),
            _ => {
                self.reset(mark);
                Ok(Err(key))
            }
        }
    }

    /// `value in collection`, any number of times.
    fn memberships(&mut self, first: Term, start: u32) -> Read<Term> {
        let mut term = first;
        loop {
            if self.is_keyword_in_reference() {
                self.plain = self.at;
            }
            if !self.is_keyword(Keyword::In) {
                return Ok(term);
            }
            let operator = self.advance();
            let collection = self.relation()?;
            self.grow(operator)?;
            let (value, collection) = (term.into(), collection.into());
            term = Term { span: self.span_from(start), kind: TermKind::In { key: None, value, collection } };
            if !self.is_keyword(Keyword::In) {
                return Ok(term);
            }
        }
    }

    fn relation(&mut self) -> Read<Term> {
        self.binary(1)
    }

    fn binary(&mut self, loosest: u8) -> Read<Term> {
        let start = self.token().start;
        let height = std::mem::take(&mut self.height);
        let first = self.term()?;
        let term = self.operators(first, start, loosest)?;
        self.height = self.height.max(height);
        Ok(term)
    }

    /// Operators that bind at least so tightly, each to the left.
    fn operators(&mut self, first: Term, start: u32, loosest: u8) -> Read<Term> {
        let mut left = first;
        while let Some((operator, binding)) = operator(self.kind()).filter(|&(_, binding)| binding >= loosest) {
            let token = self.advance();
            let right = self.binary(binding + 1)?;
            self.grow(token)?;
            left = Term { span: self.span_from(start), kind: TermKind::Binary(operator, Box::new((left, right))) };
        }
        Ok(left)
    }
}
