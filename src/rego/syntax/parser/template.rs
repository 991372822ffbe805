//! Template strings.

use super::{
    super::{
        ast::{Literal, LiteralKind, Part, Term, TermKind},
        fault::{Fault, Read},
        text::{unescape, unescape_raw},
        token::{Kind, Quotes, Token},
    },
    Parser,
};
use crate::source::Span;

impl Parser<'_> {
    /// `$"…{expression}…"`; what is in braces is read like a line of a body that gives a value.
    pub(super) fn template(&mut self, quotes: Quotes) -> Read<Term> {
        let start = self.token().start;
        if !self.modern {
            let help = "write `import rego.v1` at the top, or use `sprintf`";
            return Err(Fault::new(self.token().span(), "a template string in a module of version 0", help));
        }
        let mut parts = Vec::new();
        loop {
            let token = self.advance();
            let text = self.template_text(token, quotes)?;
            if !text.is_empty() {
                parts.push(Part::Text(text));
            }
            if token.kind == Kind::TemplateEnd(quotes) {
                return Ok(Term { span: self.span_from(start), kind: TermKind::Template(parts) });
            }
            parts.push(Part::Value(self.nested(token, |parser| parser.template_value())?));
        }
    }

    fn template_text(&self, token: Token, quotes: Quotes) -> Read<Box<str>> {
        let text = self.text_of(token);
        let inner = &text[if text.starts_with('$') { 2 } else { 1 }..text.len() - 1];
        match quotes {
            Quotes::Backtick => Ok(unescape_raw(inner)),
            Quotes::Double => unescape(inner).map_err(|(message, help)| Fault::new(token.span(), message, help)),
        }
    }

    fn template_value(&mut self) -> Read<Literal> {
        if self.goes_on() {
            let help = "write an expression between the braces, or `\\{` for a brace";
            let brace = self.token().start;
            return Err(Fault::new(Span::new(brace, brace + 1), "no expression between braces", help));
        }
        let literal = self.literal()?;
        let what = match literal.kind {
            LiteralKind::Not(_) => "a negation",
            LiteralKind::Assign(..) => "an assignment",
            LiteralKind::Unify(..) => "a unification",
            LiteralKind::Some(_) | LiteralKind::SomeIn { .. } => "`some`",
            LiteralKind::Every { .. } => "`every`",
            _ => {
                return if self.goes_on() { Ok(literal) } else { Err(self.unclosed("an operator")) };
            }
        };
        let help = "write it on a line of its own and use the variable between the braces";
        Err(Fault::new(literal.span, format!("{what} in a template string"), help))
    }

    /// Whether the text of a template string goes on here, after an expression.
    pub(super) fn goes_on(&self) -> bool {
        let token = self.token();
        matches!(token.kind, Kind::TemplatePart(_) | Kind::TemplateEnd(_)) && self.text_of(token).starts_with('}')
    }
}
