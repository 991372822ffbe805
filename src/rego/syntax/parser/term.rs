//! Single terms: literals, names, references and calls.

use super::{
    super::{
        ast::{Operator, Term, TermKind},
        fault::{Fault, Read},
        text::{check_number, unescape},
        token::{Keyword, Kind, Token},
    },
    Parser,
};
use crate::source::Span;

impl Parser<'_> {
    /// One term without operators around it.
    pub(super) fn term(&mut self) -> Read<Term> {
        let token = self.token();
        match token.kind {
            Kind::Minus => return self.minus(),
            Kind::Number | Kind::Dot => self.number(""),
            Kind::String | Kind::RawString => self.string(),
            Kind::TemplatePart(quotes) | Kind::TemplateEnd(quotes) if !self.goes_on() => self.template(quotes),
            Kind::LeftBracket => self.array(),
            Kind::LeftBrace => self.braces(),
            Kind::LeftParenthesis => self.parenthesis(),
            Kind::Word => Ok(self.variable()),
            Kind::Keyword(keyword) if self.keyword().is_some() => self.keyword_term(keyword),
            Kind::Keyword(_) => Ok(self.variable()),
            _ => Err(self.no_term()),
        }
        .and_then(|term| self.reference(term, token.start))
    }

    fn keyword_term(&mut self, keyword: Keyword) -> Read<Term> {
        let kind = match keyword {
            Keyword::Null => TermKind::Null,
            Keyword::True => TermKind::Bool(true),
            Keyword::False => TermKind::Bool(false),
            // It means something in heads only.
            Keyword::Contains => return Ok(self.variable()),
            // The builtins behind `&` and `|` have these names.
            Keyword::And | Keyword::Or if self.is_call_next() => return Ok(self.variable()),
            _ => return Err(self.no_term()),
        };
        Ok(Term { span: self.advance().span(), kind })
    }

    fn is_call_next(&self) -> bool {
        let next = self.next_token();
        next.kind == Kind::LeftParenthesis && !next.apart
    }

    /// Says that a term should stand here.
    fn no_term(&self) -> Box<Fault> {
        match self.kind() {
            Kind::Assign | Kind::Unify | Kind::Equal => {
                self.unexpected("write a name or a value on the left of it, and only one of `:=`, `=`, `==`")
            }
            kind @ (Kind::And | Kind::Or) if self.at > 0 && self.tokens[self.at - 1].kind == kind => self.unexpected(
                "write conditions that must all hold on lines of their own, and other cases as other rules",
            ),
            Kind::Keyword(Keyword::Not | Keyword::Some | Keyword::Every) => {
                self.unexpected("write it at the start of a line of a body, not inside an expression")
            }
            Kind::Keyword(keyword) => self.unexpected(format!(
                "write a value here; the keyword `{0}` cannot be a name, only a part of one: `input.{0}`",
                keyword.text()
            )),
            Kind::End if self.opened.is_some() => self.unclosed("a value"),
            Kind::RightBrace | Kind::RightBracket | Kind::RightParenthesis => {
                self.unexpected("write a value in front of it")
            }
            _ => self.unexpected("write a value here"),
        }
    }

    /// A name, whatever word stands here.
    pub(super) fn variable(&mut self) -> Term {
        let token = self.advance();
        let name = self.name(token);
        let kind = if &*name == "_" { TermKind::Wildcard } else { TermKind::Var(name) };
        Term { span: token.span(), kind }
    }

    /// `-1` is a number, `-x` is `0 - x`.
    fn minus(&mut self) -> Read<Term> {
        let minus = self.advance();
        if !self.is_name() && !self.is_keyword(Keyword::Contains) {
            let number = self.number("-")?;
            return self.reference(Term { span: self.span_from(minus.start), ..number }, minus.start);
        }
        let start = self.token().start;
        let variable = self.variable();
        let value = self.reference(variable, start)?;
        self.grow(minus)?;
        let zero = Term { span: minus.span(), kind: TermKind::Number("0".into()) };
        let kind = TermKind::Binary(Operator::Minus, Box::new((zero, value)));
        Ok(Term { span: self.span_from(minus.start), kind })
    }

    fn number(&mut self, sign: &str) -> Read<Term> {
        let start = self.token();
        let point = if self.take(Kind::Dot) { "." } else { "" };
        let token = self.token();
        if token.kind != Kind::Number {
            let help = "write a number or a name after `-`, or put the expression first: `0 - (…)`";
            return Err(match (point, sign) {
                ("", _) => self.unexpected(help),
                _ => {
                    Fault::new(start.span(), "unexpected `.`", "write the name in front of `.` without a space between")
                }
            });
        }
        let text = self.text_of(token);
        let checked = match point {
            "" => check_number(text),
            _ if text.contains('.') => Err(("a number with two points", "write one")),
            _ => check_number(&format!("0.{text}")),
        };
        checked.map_err(|(message, help)| Fault::new(token.span(), message, help))?;
        self.advance();
        let kind = TermKind::Number(format!("{sign}{point}{text}").into());
        Ok(Term { span: self.span_from(start.start), kind })
    }

    fn string(&mut self) -> Read<Term> {
        let token = self.advance();
        Ok(Term { span: token.span(), kind: TermKind::String(self.string_value(token)?) })
    }

    pub(super) fn string_value(&self, token: Token) -> Read<Box<str>> {
        let text = self.text_of(token);
        let inner = &text[1..text.len() - 1];
        if token.kind == Kind::RawString {
            return Ok(inner.into());
        }
        unescape(inner).map_err(|(message, help)| Fault::new(token.span(), message, help))
    }

    fn parenthesis(&mut self) -> Read<Term> {
        let opening = self.advance();
        self.nested(opening, |parser| {
            let term = parser.expression()?;
            parser.close(Kind::RightParenthesis, "an operator")?;
            Ok(term)
        })
    }

    /// What follows a term without a gap: `.name`, `[key]`, `(arguments)`.
    pub(super) fn reference(&mut self, head: Term, start: u32) -> Read<Term> {
        let next = self.token();
        if next.apart || !matches!(next.kind, Kind::Dot | Kind::LeftBracket | Kind::LeftParenthesis) {
            return Ok(head);
        }
        self.check_reference_head(&head)?;
        let path = self.path()?;
        let head = self.with_path(head, path, start);
        if self.token().apart || !self.is(Kind::LeftParenthesis) {
            return Ok(head);
        }
        let arguments = self.arguments()?;
        let call = self.call(head, arguments, start)?;
        let path = self.path()?;
        let term = self.with_path(call, path, start);
        let next = self.token();
        if next.kind == Kind::LeftParenthesis && !next.apart {
            return Err(self.not_callable(term.span));
        }
        Ok(term)
    }

    fn with_path(&self, head: Term, path: Vec<Term>, start: u32) -> Term {
        if path.is_empty() {
            return head;
        }
        Term { span: self.span_from(start), kind: TermKind::Ref(Box::new(head), path) }
    }

    /// A function must be named, with `set()` the empty set.
    fn call(&mut self, function: Term, arguments: Vec<Term>, start: u32) -> Read<Term> {
        let span = self.span_from(start);
        let named = match &function.kind {
            TermKind::Var(name) if &**name == "set" && arguments.is_empty() => {
                return Ok(Term { span, kind: TermKind::Set(arguments) });
            }
            TermKind::Var(_) => true,
            TermKind::Ref(head, path) => {
                let strings = path.iter().all(|part| matches!(part.kind, TermKind::String(_)));
                strings && matches!(head.kind, TermKind::Var(_))
            }
            _ => false,
        };
        if !named {
            return Err(self.not_callable(function.span));
        }
        Ok(Term { span, kind: TermKind::Call(Box::new(function), arguments) })
    }

    fn not_callable(&self, span: Span) -> Box<Fault> {
        let help = "call functions by their name, as in `f(x)` or `data.lib.f(x)`";
        Fault::new(span, "a call of something that is no name", help)
    }

    fn check_reference_head(&self, head: &Term) -> Read<()> {
        let (kind, help) = match &head.kind {
            TermKind::Null => ("null", "it has no parts"),
            TermKind::Bool(_) => ("a truth value", "it has no parts"),
            TermKind::Number(_) => ("a number", "it has no parts"),
            TermKind::String(_) | TermKind::Template(_) => ("a string", "it has no parts; use `substring` or `split`"),
            TermKind::Ref(..) => ("a reference in parentheses", "remove the parentheses"),
            TermKind::Var(name) if self.is_parenthesised(head) && matches!(&**name, "input" | "data") => {
                ("a reference in parentheses", "remove the parentheses")
            }
            _ => return Ok(()),
        };
        let what = if self.is(Kind::LeftParenthesis) { "call of" } else { "reference into" };
        Err(Fault::new(head.span, format!("a {what} {kind}"), help))
    }

    /// Whether a bracket was closed between a term and this token.
    fn is_parenthesised(&self, term: &Term) -> bool {
        self.at.checked_sub(1).is_some_and(|before| self.tokens[before].end > term.span.end)
    }

    /// Parts that touch: `.a["b"][c]`.
    pub(super) fn path(&mut self) -> Read<Vec<Term>> {
        let mut path = Vec::new();
        while !self.token().apart && matches!(self.kind(), Kind::Dot | Kind::LeftBracket) {
            path.push(self.path_part()?);
        }
        Ok(path)
    }

    /// The part that starts here.
    pub(super) fn path_part(&mut self) -> Read<Term> {
        if self.is(Kind::Dot) { self.part() } else { self.key() }
    }

    fn part(&mut self) -> Read<Term> {
        let dot = self.advance();
        if !self.is_word() || self.token().apart {
            let help = "write a name right after `.`, or `[\"…\"]` for any other key";
            return Err(Fault::new(dot.span(), "no name after `.`", help));
        }
        let token = self.advance();
        Ok(Term { span: token.span(), kind: TermKind::String(self.text_of(token).into()) })
    }

    fn key(&mut self) -> Read<Term> {
        let opening = self.advance();
        self.nested(opening, |parser| {
            if parser.is(Kind::RightBracket) {
                return Err(parser.unexpected("write a key, or `[_]` for every element"));
            }
            let key = parser.expression()?;
            parser.close(Kind::RightBracket, "an operator")?;
            Ok(key)
        })
    }

    /// `(a, b)`.
    pub(super) fn arguments(&mut self) -> Read<Vec<Term>> {
        let opening = self.advance();
        self.nested(opening, |parser| parser.list(Vec::new(), Kind::RightParenthesis))
    }
}
