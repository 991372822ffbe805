//! Bodies and their lines.

use super::{
    super::{
        ast::{Body, Literal, LiteralKind, Term, TermKind, With},
        fault::{Fault, Read},
        token::{Keyword, Kind, Token},
    },
    Parser,
    collection::later,
};

impl Parser<'_> {
    /// Literals up to a closing bracket, which is passed.
    pub(super) fn body(&mut self, end: Kind) -> Read<Body> {
        if self.is(end) {
            return Err(Fault::new(self.token().span(), "an empty body", "write a condition, or `true`"));
        }
        let mut body = Vec::new();
        loop {
            body.push(self.literal()?);
            if self.take(end) {
                return Ok(body);
            }
            if self.take(Kind::Semicolon) {
                if self.is(end) || self.is(Kind::Semicolon) {
                    return Err(self.unexpected("write a condition after `;`, or remove it"));
                }
            } else if self.is(Kind::Comma) {
                return Err(self.unexpected("write `;` or a new line between conditions"));
            } else if !self.token().new_line {
                return Err(self.unclosed("an operator, `;` or a new line"));
            }
        }
    }

    /// `{ body }`.
    pub(super) fn braced_body(&mut self) -> Read<Body> {
        let opening = self.advance();
        self.nested(opening, |parser| parser.body(Kind::RightBrace))
    }

    /// One line of a body.
    pub(super) fn literal(&mut self) -> Read<Literal> {
        let start = self.token().start;
        if self.has_logic()
            && let Some(literal) = self.leading_group(start)?
        {
            return Ok(literal);
        }
        if self.is_keyword_in_reference() {
            self.plain = self.at;
            return self.plain_literal(start, None);
        }
        let not = if self.is_keyword(Keyword::Not) { Some(self.advance()) } else { None };
        if not.is_some() && self.not_bodies && self.is(Kind::LeftBrace) {
            let operand = self.not_body(start)?;
            return self.logic_after(operand, start);
        }
        match (self.keyword(), not) {
            (Some(keyword @ (Keyword::Some | Keyword::Every)), Some(not)) => {
                let message = format!("`not` in front of `{}`", keyword.text());
                let help = "write it as a rule of its own, and `not` in front of that rule's name";
                Err(Fault::new(not.span(), message, help))
            }
            (Some(Keyword::Some), None) => self.some(start),
            (Some(Keyword::Every), None) => self.every(start),
            _ => self.plain_literal(start, not),
        }
    }

    /// A term, an assignment or a unification, perhaps negated, perhaps the first operand of `and` or `or`.
    fn plain_literal(&mut self, start: u32, not: Option<Token>) -> Read<Literal> {
        if not.is_some()
            && self.not_bodies
            && self.is(Kind::LeftParenthesis)
            && let Some(operand) = self.group(true)?
        {
            let operand = self.negate(operand.body, start);
            return self.logic_after(operand, start);
        }
        let first = self.token();
        let kind = self.statement()?;
        let with_at = self.token();
        let with = self.with()?;
        let kind = if not.is_some() { self.negated(kind, first.start) } else { kind };
        if !self.is_logic() {
            return Ok(Literal { span: self.span_from(start), kind, with });
        }
        if !with.is_empty() {
            return Err(self.with_in_operand(with_at));
        }
        if not.is_none() && first.kind == Kind::LeftBrace {
            return Err(self.braces_in_operand(first));
        }
        let operand = self.operand_of(Literal { span: self.span_from(start), kind, with });
        self.logic_after(operand, start)
    }

    /// `not`, with a body of its own where that is imported.
    pub(super) fn negated(&self, kind: LiteralKind, start: u32) -> LiteralKind {
        if !self.not_bodies {
            return LiteralKind::Not(Box::new(kind));
        }
        LiteralKind::NotBody(vec![Literal { span: self.span_from(start), kind, with: Vec::new() }])
    }

    /// `term`, `pattern := term` or `a = b`.
    pub(super) fn statement(&mut self) -> Read<LiteralKind> {
        let left = self.expression()?;
        let operator = self.kind();
        if !matches!(operator, Kind::Assign | Kind::Unify) {
            return Ok(LiteralKind::Term(left));
        }
        self.advance();
        let right = self.expression()?;
        if matches!(self.kind(), Kind::Assign | Kind::Unify) {
            return Err(self.unexpected("write each assignment on a line of its own, and `==` to compare"));
        }
        Ok(if operator == Kind::Assign { LiteralKind::Assign(left, right) } else { LiteralKind::Unify(left, right) })
    }

    /// `with target as value`, any number of times.
    pub(super) fn with(&mut self) -> Read<Vec<With>> {
        let mut all = Vec::new();
        while self.is_keyword(Keyword::With) {
            let start = self.advance().start;
            if !self.is_name() {
                return Err(
                    self.unexpected("write what to replace after `with`: `input`, `data.…` or a function's name")
                );
            }
            let target = self.term()?;
            if !matches!(target.kind, TermKind::Var(_) | TermKind::Wildcard | TermKind::Ref(..)) {
                let help = "write `input`, `data.…` or a function's name";
                return Err(Fault::new(target.span, "`with` cannot replace this", help));
            }
            if !self.is_keyword(Keyword::As) {
                return Err(self.unexpected("write `as` and the value after the target of `with`"));
            }
            self.advance();
            let value = self.expression()?;
            all.push(With { span: self.span_from(start), target, value });
        }
        Ok(all)
    }

    /// `some x in xs`, `some k, v in xs`, `some x, y`.
    fn some(&mut self, start: u32) -> Read<Literal> {
        self.advance();
        let mark = self.mark();
        let read = self.expression();
        let kind = match read {
            Ok(Term { kind: TermKind::In { key, value, collection }, .. }) => {
                let (key, value, collection) = (key.map(|key| *key), *value, *collection);
                LiteralKind::SomeIn { key, value, collection }
            }
            Ok(Term { kind: TermKind::Call(..) | TermKind::Binary(..), span }) => {
                let help = "write `some x, y` or `some x in xs`, and conditions on lines of their own";
                return Err(Fault::new(span, "`some` in front of an expression", help));
            }
            Err(fault) if self.over => return Err(fault),
            read => {
                self.reset(mark);
                let names = self.names().map_err(|fault| match &read {
                    Err(first) => later(first.clone(), fault),
                    Ok(_) => fault,
                })?;
                if let (Err(fault), true) = (read, self.is_keyword(Keyword::In)) {
                    return Err(fault);
                }
                return Ok(Literal { span: self.span_from(start), kind: LiteralKind::Some(names), with: Vec::new() });
            }
        };
        let with = self.with()?;
        Ok(Literal { span: self.span_from(start), kind, with })
    }

    fn names(&mut self) -> Read<Vec<Term>> {
        let mut names = Vec::new();
        loop {
            if !self.is_name() {
                return Err(self.unexpected("write names after `some`: `some x, y` or `some x in xs`"));
            }
            names.push(self.variable());
            if !self.take(Kind::Comma) {
                return Ok(names);
            }
        }
    }

    /// `every x in xs { … }`, `every k, v in xs { … }`.
    fn every(&mut self, start: u32) -> Read<Literal> {
        let keyword = self.advance();
        let help = "write `every x in xs { … }` or `every k, v in xs { … }`";
        let Term { kind: TermKind::In { key, value, collection }, .. } = self.expression()? else {
            return Err(Fault::new(keyword.span(), "`every` without `in`", help));
        };
        let (key, value, domain) = (key.map(|key| *key), *value, *collection);
        for name in key.iter().chain([&value]) {
            if !is_variable(name) {
                return Err(Fault::new(name.span, "`every` takes variables", help));
            }
        }
        if !self.is(Kind::LeftBrace) {
            return Err(self.unexpected("write what must hold for each, in braces, after what `every` walks through"));
        }
        let body = self.braced_body()?;
        let with = self.with()?;
        let kind = LiteralKind::Every { key, value, domain, body };
        Ok(Literal { span: self.span_from(start), kind, with })
    }
}

/// Whether a term is a variable that may be given a value.
pub(super) fn is_variable(term: &Term) -> bool {
    match &term.kind {
        TermKind::Var(name) => !matches!(&**name, "input" | "data"),
        kind => matches!(kind, TermKind::Wildcard),
    }
}
