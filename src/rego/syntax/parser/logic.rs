//! `and`, `or`, groups in parentheses, and bodies as operands.
//!
//! Only where the keywords are imported: parentheses and braces at the start of an operand may then hold literals.

use super::{
    super::{
        ast::{Body, Literal, LiteralKind, Operator, TermKind},
        fault::{Fault, Read},
        token::{Keyword, Kind, Token},
    },
    Attempt, Parser,
};

/// An operand of `and`, `or` or `not`.
pub(super) struct Operand {
    pub(super) body: Body,
    /// Whether braces stand around it.
    braced: bool,
    /// What is wrong with it if it is an operand at all.
    doubt: Option<Box<Fault>>,
}

impl Parser<'_> {
    pub(super) fn has_logic(&self) -> bool {
        self.keywords.has(Keyword::And) || self.keywords.has(Keyword::Or)
    }

    /// Whether an operator stands here.
    pub(super) fn is_logic(&self) -> bool {
        matches!(self.keyword(), Some(Keyword::And | Keyword::Or))
    }

    pub(super) fn operand_of(&self, literal: Literal) -> Operand {
        Operand { body: vec![literal], braced: false, doubt: None }
    }

    /// `not` of a body, as an operand.
    pub(super) fn negate(&self, body: Body, start: u32) -> Operand {
        let span = self.span_from(start);
        self.operand_of(Literal { span, kind: LiteralKind::NotBody(body), with: Vec::new() })
    }

    /// A literal that starts with a body or a group.
    pub(super) fn leading_group(&mut self, start: u32) -> Read<Option<Literal>> {
        if self.is(Kind::LeftBrace) {
            return self.leading_braces(start);
        }
        if self.is(Kind::LeftParenthesis)
            && let Some(operand) = self.group(false)?
        {
            return self.logic_after(operand, start).map(Some);
        }
        Ok(None)
    }

    /// `{ body } and …`. Without an operator the braces are a value.
    fn leading_braces(&mut self, start: u32) -> Read<Option<Literal>> {
        if self.has_failed(self.at, Attempt::OperandBraces) {
            return Ok(None);
        }
        let mark = self.mark();
        match self.braced_body() {
            Ok(body) if self.is_logic() => {
                let doubt = self.doubt(&body, start);
                return self.logic_after(Operand { body, braced: true, doubt }, start).map(Some);
            }
            Err(fault) if self.over => return Err(fault),
            _ => {}
        }
        self.reset(mark);
        self.failed.insert((mark.at, Attempt::OperandBraces));
        Ok(None)
    }

    /// `not { body }` as an operand, from the brace on.
    pub(super) fn not_body(&mut self, start: u32) -> Read<Operand> {
        let opening = self.token();
        let empty = self.next_token().kind == Kind::RightBrace;
        let mark = self.mark();
        let body = match self.braced_body() {
            Ok(body) => body,
            Err(fault) if empty || !self.is_value(mark) => return Err(fault),
            Err(_) => {
                let help = "write parentheses around the value, as in `not ({…})`, or conditions in the braces";
                return Err(Fault::new(opening.span(), "braces after `not` that hold a value", help));
            }
        };
        match self.doubt(&body, opening.start) {
            Some(doubt) => Err(doubt),
            None => Ok(self.negate(body, start)),
        }
    }

    /// `{ a | b }` reads as a comprehension and as a body.
    fn doubt(&self, body: &Body, start: u32) -> Option<Box<Fault>> {
        let first = body.first()?;
        let kind = match &first.kind {
            LiteralKind::Not(kind) => kind,
            kind => kind,
        };
        let LiteralKind::Term(term) = kind else { return None };
        let union = matches!(term.kind, TermKind::Binary(Operator::Or, _));
        let bare = !self.text[first.span.range()].starts_with('(');
        let help = "write `({ … | … })` for a comprehension, or `{ ( … | … ) }` for a union of sets";
        (union && bare).then(|| {
            Fault::new(crate::source::Span::new(start, start + 1), "braces that could be a comprehension", help)
        })
    }

    /// The whole literal, whose first operand has been read.
    pub(super) fn logic_after(&mut self, first: Operand, start: u32) -> Read<Literal> {
        let mut literal = if self.is_logic() {
            self.chain(first, start)?
        } else {
            // An operand without an operator is one literal, never a body.
            let mut body = first.body;
            body.swap_remove(0)
        };
        literal.with.extend(self.with()?);
        literal.span = self.span_from(start);
        Ok(literal)
    }

    /// Operators and operands; `and` binds tighter than `or`.
    fn chain(&mut self, first: Operand, start: u32) -> Read<Literal> {
        let mut operands = vec![self.conjunction(first, start)?];
        while self.is_keyword(Keyword::Or) {
            let operator = self.advance();
            let start = self.token().start;
            let operand = self.operand(Some(operator))?;
            operands.push(self.conjunction(operand, start)?);
        }
        if operands.len() == 1 {
            let mut body = operands.swap_remove(0).body;
            return Ok(body.swap_remove(0));
        }
        let bodies = self.bodies(operands, Keyword::Or)?;
        Ok(Literal { span: self.span_from(start), kind: LiteralKind::Or(bodies), with: Vec::new() })
    }

    /// Operands joined by `and`, or the first alone.
    fn conjunction(&mut self, first: Operand, start: u32) -> Read<Operand> {
        if !self.is_keyword(Keyword::And) {
            return Ok(first);
        }
        let mut operands = vec![first];
        while self.is_keyword(Keyword::And) {
            let operator = self.advance();
            operands.push(self.operand(Some(operator))?);
        }
        let bodies = self.bodies(operands, Keyword::And)?;
        let kind = LiteralKind::And(bodies);
        Ok(self.operand_of(Literal { span: self.span_from(start), kind, with: Vec::new() }))
    }

    fn bodies(&self, operands: Vec<Operand>, operator: Keyword) -> Read<Vec<Body>> {
        let mut bodies = Vec::with_capacity(operands.len());
        for operand in operands {
            if let Some(doubt) = operand.doubt {
                return Err(doubt);
            }
            if operand.body.iter().all(is_print) {
                let span = operand.body[0].span;
                let message = format!("an operand of `{}` that only prints", operator.text());
                return Err(Fault::new(span, message, "write `print` on a line of its own"));
            }
            bodies.push(operand.body);
        }
        Ok(bodies)
    }

    /// Whether braces that fail as a body are a value. Each is looked at once.
    fn is_value(&mut self, mark: super::Mark) -> bool {
        if self.over {
            return false;
        }
        if let Some(&known) = self.values.get(&mark.at) {
            return known;
        }
        self.values.insert(mark.at, false);
        let failed = self.mark();
        self.reset(mark);
        let value = self.expression().is_ok();
        self.reset(failed);
        self.values.insert(mark.at, value);
        value
    }

    /// One operand, after an operator or, where none is given, at the start of what may be a group.
    fn operand(&mut self, operator: Option<Token>) -> Read<Operand> {
        let start = self.token().start;
        if self.is(Kind::LeftBrace) {
            return self.braced_operand(operator);
        }
        let not = self.is_keyword(Keyword::Not) && !self.is_keyword_in_reference();
        if not {
            self.advance();
        }
        if not && self.not_bodies && self.is(Kind::LeftBrace) {
            return self.not_body(start);
        }
        if self.is(Kind::LeftParenthesis)
            && self.has_logic()
            && (!not || self.not_bodies)
            && let Some(operand) = self.group(true)?
        {
            return Ok(if not { self.negate(operand.body, start) } else { operand });
        }
        let first = self.token().start;
        let kind = self.statement()?;
        let kind = if not { self.negated(kind, first) } else { kind };
        Ok(self.operand_of(Literal { span: self.span_from(start), kind, with: Vec::new() }))
    }

    fn braced_operand(&mut self, operator: Option<Token>) -> Read<Operand> {
        let opening = self.token();
        let empty = self.next_token().kind == Kind::RightBrace;
        let mark = self.mark();
        match self.braced_body() {
            Ok(body) => {
                let doubt = self.doubt(&body, opening.start);
                Ok(Operand { body, braced: true, doubt })
            }
            Err(fault) if empty || operator.is_none() || !self.is_value(mark) => Err(fault),
            Err(_) => Err(self.braces_in_operand(opening)),
        }
    }

    /// A group in parentheses: `(a or b)`, `(not a)`; none if the parentheses hold a term.
    ///
    /// After an operator or `not`, `operand` is set, and `(a with input as b)` is a group too.
    pub(super) fn group(&mut self, operand: bool) -> Read<Option<Operand>> {
        let attempt = if operand { Attempt::OperandGroup } else { Attempt::Group };
        if self.has_failed(self.at, attempt) {
            return Ok(None);
        }
        let mark = self.mark();
        let opening = self.advance();
        if self.is(Kind::RightParenthesis) && operand {
            let help = "write a condition between the parentheses";
            return Err(Fault::new(opening.span(), "empty parentheses", help));
        }
        let group = self.nested(opening, |parser| parser.group_content(operand, mark))?;
        if group.is_none() {
            self.reset(mark);
            self.failed.insert((mark.at, attempt));
        }
        Ok(group)
    }

    /// The content of a group and its closing parenthesis.
    fn group_content(&mut self, operand: bool, mark: super::Mark) -> Read<Option<Operand>> {
        let start = self.token().start;
        let mut first = match self.operand(None) {
            Ok(first) => first,
            Err(fault) if self.over => return Err(fault),
            Err(_) => return Ok(None),
        };
        if self.is_logic() {
            let mut literal = self.chain(first, start)?;
            literal.with.extend(self.with()?);
            literal.span = self.span_from(start);
            self.close(Kind::RightParenthesis, "`and` or `or`")?;
            return Ok(Some(self.operand_of(literal)));
        }
        if self.is_keyword(Keyword::With) && !first.braced && first.body.len() == 1 {
            let with = self.token();
            first.body[0].with = self.with()?;
            first.body[0].span = self.span_from(start);
            if self.is_logic() {
                return Err(self.with_in_operand(with));
            }
            self.close(Kind::RightParenthesis, "an operator")?;
            return Ok((operand || self.is_logic()).then_some(first));
        }
        if first.braced {
            return self.braces_in_group(mark);
        }
        let logic = matches!(
            first.body[0].kind,
            LiteralKind::And(_) | LiteralKind::Or(_) | LiteralKind::Not(_) | LiteralKind::NotBody(_)
        );
        if !logic {
            return Ok(None);
        }
        self.close(Kind::RightParenthesis, "`and` or `or`")?;
        Ok(Some(first))
    }

    /// Braces alone in parentheses have to be a value.
    fn braces_in_group(&mut self, mark: super::Mark) -> Read<Option<Operand>> {
        self.at = mark.at;
        let opening = self.advance();
        match self.term() {
            Err(fault) if self.over => Err(fault),
            Err(_) => {
                Err(Fault::new(opening.span(), "a body in parentheses", "remove the parentheses around the braces"))
            }
            Ok(_) => Ok(None),
        }
    }

    pub(super) fn with_in_operand(&self, with: Token) -> Box<Fault> {
        let help =
            "write parentheses around the operand and its `with`, or `with` after the last operand for all of them";
        Fault::new(with.span(), "`with` on one operand", help)
    }

    pub(super) fn braces_in_operand(&self, opening: Token) -> Box<Fault> {
        let help = "write parentheses around the value, as in `({…})`, or conditions in the braces";
        Fault::new(opening.span(), "an operand that starts with braces around a value", help)
    }
}

/// Whether a literal is a call of `print`, which always holds.
fn is_print(literal: &Literal) -> bool {
    let LiteralKind::Term(term) = &literal.kind else { return false };
    let TermKind::Call(function, _) = &term.kind else { return false };
    matches!(&function.kind, TermKind::Var(name) if &**name == "print")
}
