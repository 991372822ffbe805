//! Arrays, sets, objects and their comprehensions.
//!
//! `[x | …` and its kin are comprehensions if what follows reads as a body. If it stops at a comma it was a list after
//! all, whose first element is a union.

use super::{
    super::{
        ast::{Body, Term, TermKind},
        fault::Read,
        token::{Kind, Token},
    },
    Attempt, Parser,
};

/// The first term of a collection: where it starts, and whether it may head a comprehension.
struct First {
    term: Term,
    start: u32,
    plain: bool,
}

impl Parser<'_> {
    /// `[…]`.
    pub(super) fn array(&mut self) -> Read<Term> {
        let opening = self.advance();
        let kind = self.nested(opening, |parser| {
            if parser.take(Kind::RightBracket) {
                return Ok(TermKind::Array(Vec::new()));
            }
            let first = parser.first()?;
            let head = match parser.comprehension(first, Kind::RightBracket)? {
                Ok((head, body)) => return Ok(TermKind::ArrayComprehension(Box::new(head), body)),
                Err(first) => parser.item_from(first.term, first.start)?,
            };
            Ok(TermKind::Array(parser.list_from(head, Kind::RightBracket)?))
        })?;
        Ok(Term { span: self.span_from(opening.start), kind })
    }

    /// `{…}`: a set or an object.
    pub(super) fn braces(&mut self) -> Read<Term> {
        let opening = self.advance();
        let kind = self.nested(opening, |parser| {
            if parser.take(Kind::RightBrace) {
                return Ok(TermKind::Object(Vec::new()));
            }
            let first = parser.first()?;
            let plain = first.plain;
            let head = match parser.comprehension(first, Kind::RightBrace)? {
                Ok((head, body)) => return Ok(TermKind::SetComprehension(Box::new(head), body)),
                Err(first) if parser.is(Kind::Colon) => first.term,
                Err(first) => parser.item_from(first.term, first.start)?,
            };
            if parser.is(Kind::Colon) {
                return parser.object(head, plain);
            }
            Ok(TermKind::Set(parser.list_from(head, Kind::RightBrace)?))
        })?;
        Ok(Term { span: self.span_from(opening.start), kind })
    }

    /// A comma in front is passed over, as in OPA; a comprehension has none.
    fn first(&mut self) -> Read<First> {
        let plain = !self.take(Kind::Comma);
        let start = self.token().start;
        Ok(First { term: self.term()?, start, plain })
    }

    /// A comprehension's head and body, or the first term back.
    fn comprehension(&mut self, first: First, end: Kind) -> Read<Result<(Term, Body), First>> {
        if !first.plain || !self.is(Kind::Or) || self.has_failed(self.at, Attempt::Comprehension) {
            return Ok(Err(first));
        }
        let mark = self.mark();
        let bar = self.advance();
        match self.body(end) {
            Ok(body) => Ok(Ok((first.term, body))),
            Err(_) if self.is(Kind::Comma) && !self.over => {
                self.reset(mark);
                self.failed.insert((mark.at, Attempt::Comprehension));
                Ok(Err(first))
            }
            Err(fault) => Err(self.empty_comprehension(bar).unwrap_or(fault)),
        }
    }

    /// Says what a body is for where there is none.
    fn empty_comprehension(&self, bar: Token) -> Option<Box<super::Fault>> {
        let closed = matches!(self.kind(), Kind::RightBracket | Kind::RightBrace);
        let empty = closed && self.tokens[self.at - 1] == bar;
        empty.then(|| self.unexpected("write what must hold after `|`"))
    }

    /// An object whose first key has been read, from the colon on.
    fn object(&mut self, key: Term, plain: bool) -> Read<TermKind> {
        self.advance();
        let start = self.token().start;
        let first = self.term()?;
        if plain && self.is(Kind::Or) && !self.has_failed(self.at, Attempt::Comprehension) {
            let mark = self.mark();
            self.advance();
            match self.body(Kind::RightBrace) {
                Ok(body) => return Ok(TermKind::ObjectComprehension(Box::new((key, first)), body)),
                Err(fault) if self.over => return Err(fault),
                Err(fault) => {
                    self.reset(mark);
                    self.failed.insert((mark.at, Attempt::Comprehension));
                    return self.object_from(key, first, start).map_err(|other| later(fault, other));
                }
            }
        }
        self.object_from(key, first, start)
    }

    /// An object without a body, whose first value has been begun.
    fn object_from(&mut self, key: Term, first: Term, start: u32) -> Read<TermKind> {
        let value = self.item_from(first, start)?;
        let mut pairs = vec![(key, value)];
        loop {
            if self.take(Kind::RightBrace) {
                return Ok(TermKind::Object(pairs));
            }
            if !self.take(Kind::Comma) {
                return Err(self.unclosed("`,`"));
            }
            if self.take(Kind::RightBrace) {
                return Ok(TermKind::Object(pairs));
            }
            let key = self.item()?;
            if !self.take(Kind::Colon) {
                return Err(self.unclosed("`:` and a value"));
            }
            pairs.push((key, self.item()?));
        }
    }

    /// The rest of a list whose first element has been read.
    fn list_from(&mut self, first: Term, end: Kind) -> Read<Vec<Term>> {
        let mut items = vec![first];
        if self.take(end) {
            return Ok(items);
        }
        if !self.take(Kind::Comma) {
            return Err(self.unclosed("`,`"));
        }
        items = self.list(items, end)?;
        Ok(items)
    }

    /// Elements up to the closing bracket; a comma may stand before it.
    pub(super) fn list(&mut self, mut items: Vec<Term>, end: Kind) -> Read<Vec<Term>> {
        while !self.take(end) {
            items.push(self.item()?);
            if !self.is(end) && !self.take(Kind::Comma) {
                return Err(self.unclosed("`,`"));
            }
        }
        Ok(items)
    }
}

/// Of two readings that failed, what the one that came further says.
pub(super) fn later(first: Box<super::Fault>, second: Box<super::Fault>) -> Box<super::Fault> {
    if second.span.start > first.span.start { second } else { first }
}
