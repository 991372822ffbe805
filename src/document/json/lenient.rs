//! JSON, with comments and trailing commas, through jsonc-parser's scanner.
//!
//! The grammar is small enough to be kept here as a stack: nesting costs no call stack, nodes are written in document
//! order without a tree in between, and each slip can be named.

use std::borrow::Cow;

use jsonc_parser::{ParseStringErrorKind, Scanner, ScannerOptions, errors::ParseErrorKind, tokens::Token};

use super::super::{Builder, Limits, NodeId, Style, SyntaxError};
use crate::source::Span;

/// Reads the one value of a file, or objects on lines of their own.
pub(super) fn parse(text: &str, limits: &Limits, builder: &mut Builder<'_>, errors: &mut Vec<SyntaxError>) {
    let start = builder.mark();
    if let Err(error) = Reader::new(text, limits, builder).document() {
        builder.rewind(start);
        errors.push(error);
    }
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// A value.
    Value,
    /// A value, or the end of the array.
    Item,
    /// A key, or the end of the object.
    Key,
    /// The colon after a key.
    Colon,
    /// A comma, or the end of the collection.
    Comma,
    /// Nothing more.
    End,
}

struct Reader<'t, 'b, 'a> {
    text: &'t str,
    limits: &'t Limits,
    builder: &'b mut Builder<'a>,
    scanner: Scanner<'t>,
    /// The root's place on the tape.
    first: NodeId,
    /// Bytes before what the scanner sees.
    offset: usize,
    /// Collections not yet closed.
    open: Vec<NodeId>,
    /// End of the last token that was no comment.
    last_end: u32,
}

impl<'t, 'b, 'a> Reader<'t, 'b, 'a> {
    fn new(text: &'t str, limits: &'t Limits, builder: &'b mut Builder<'a>) -> Self {
        let options = ScannerOptions {
            allow_single_quoted_strings: false,
            allow_hexadecimal_numbers: false,
            allow_unary_plus_numbers: false,
            allow_bare_decimal_point_numbers: false,
            allow_non_finite_numbers: false,
            allow_extended_string_escapes: false,
        };
        let content = text.strip_prefix('\u{feff}').unwrap_or(text);
        let offset = text.len() - content.len();
        let scanner = Scanner::new(content, &options);
        let first = builder.next_id();
        Self { text, limits, builder, scanner, first, offset, open: Vec::new(), last_end: offset as u32 }
    }

    fn document(&mut self) -> Result<(), SyntaxError> {
        self.builder.document();
        let mut expected = Expected::Value;
        while let Some((token, span)) = self.token()? {
            if matches!(token, Token::CommentLine(_) | Token::CommentBlock(_)) {
                self.builder.comment(span);
                continue;
            }
            if u64::from(self.builder.next_id() - self.first) >= self.limits.expanded_nodes {
                return Err(SyntaxError::too_many_nodes(self.limits.expanded_nodes, span));
            }
            expected = self.accept(expected, token, span)?;
            self.last_end = span.end;
        }
        if expected == Expected::End { Ok(()) } else { Err(self.unfinished()) }
    }

    fn token(&mut self) -> Result<Option<(Token<'t>, Span)>, SyntaxError> {
        match self.scanner.scan() {
            Ok(token) => {
                let span = self.span(self.scanner.token_start(), self.scanner.token_end());
                Ok(token.map(|token| (token, span)))
            }
            Err(error) => Err(self.explain(error.kind(), self.span(error.range().start, error.range().end))),
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new((start + self.offset) as u32, (end + self.offset) as u32)
    }

    /// Writes one token to the tape and says what may follow it.
    fn accept(&mut self, expected: Expected, token: Token<'t>, span: Span) -> Result<Expected, SyntaxError> {
        use Expected::{Colon, Comma, Item, Key, Value};
        match (expected, token) {
            (Key, Token::String(text)) => self.string(text, span).map(|()| Colon),
            (Colon, Token::Colon) => Ok(Value),
            (Key | Comma, Token::CloseBrace) if self.in_object() => Ok(self.close(span)),
            (Item | Comma, Token::CloseBracket) if !self.in_object() => Ok(self.close(span)),
            (Comma, Token::Comma) => Ok(if self.in_object() { Key } else { Item }),
            (Value | Item, Token::OpenBrace) => self.start(Style::FlowMapping, span).map(|()| Key),
            (Value | Item, Token::OpenBracket) => self.start(Style::FlowSequence, span).map(|()| Item),
            (Value | Item, Token::String(text)) => self.string(text, span).map(|()| self.after_value()),
            (Value | Item, Token::Boolean(_) | Token::Null | Token::Number(_)) => {
                self.builder.scalar(Style::Plain, span);
                Ok(self.after_value())
            }
            // Several objects one after the other, as JSON Lines has them and kubectl takes them: a document each.
            (Expected::End, Token::OpenBrace) if self.on_a_new_line(span) => {
                self.builder.document();
                self.start(Style::FlowMapping, span).map(|()| Key)
            }
            (_, token) => Err(self.unexpected(expected, &token, span)),
        }
    }

    fn on_a_new_line(&self, span: Span) -> bool {
        let between = self.text.get(self.last_end as usize..span.start as usize).unwrap_or_default();
        between.contains(['\n', '\r'])
    }

    fn in_object(&self) -> bool {
        self.open.last().is_some_and(|&node| self.builder.arena().node(node).is_mapping())
    }

    fn after_value(&self) -> Expected {
        if self.open.is_empty() { Expected::End } else { Expected::Comma }
    }

    fn start(&mut self, style: Style, span: Span) -> Result<(), SyntaxError> {
        if self.open.len() >= self.limits.depth {
            return Err(SyntaxError::too_deep(self.limits.depth, span));
        }
        self.open.push(self.builder.start(style, span));
        Ok(())
    }

    fn close(&mut self, span: Span) -> Expected {
        self.builder.end(Some(span.end));
        self.open.pop();
        self.after_value()
    }

    fn string(&mut self, text: Cow<'_, str>, span: Span) -> Result<(), SyntaxError> {
        let written = self.text.get(span.range()).unwrap_or_default();
        if let Some(at) = written.bytes().position(|byte| byte < b' ') {
            let at = span.start + at as u32;
            return Err(error(
                Span::new(at, at + 1),
                "line break or control character inside a string",
                r#"close the string with `"` before it, or write it as an escape such as `\n`"#,
            ));
        }
        match text {
            Cow::Borrowed(_) => self.builder.scalar(Style::Double, span),
            Cow::Owned(text) => self.builder.owned(Style::Double, span, text),
        };
        Ok(())
    }

    /// The text ends where something was still to come: shown at what was left open.
    fn unfinished(&self) -> SyntaxError {
        let end = Span::new(self.last_end, self.last_end);
        match self.open.last() {
            Some(&node) => {
                let start = self.builder.arena().node(node).start();
                let (open, close) = if self.in_object() { ('{', '}') } else { ('[', ']') };
                error(
                    Span::new(start, start + 1),
                    format!("`{open}` is never closed"),
                    format!("add the missing `{close}`"),
                )
            }
            None => error(end, "the file holds no value", "write a JSON value, at least `{}`"),
        }
    }

    fn unexpected(&self, expected: Expected, token: &Token<'_>, span: Span) -> SyntaxError {
        let gap = Span::new(self.last_end, self.last_end);
        let shown = show(token);
        let starts_value = !matches!(token, Token::CloseBrace | Token::CloseBracket | Token::Comma | Token::Colon);
        match expected {
            Expected::Comma if starts_value => {
                error(span, format!("`,` is missing before {shown}"), "add a `,` after the value before it")
            }
            Expected::Colon => error(gap, "`:` is missing after the key", r#"write the key as `"key": value`"#),
            Expected::End => error(
                span,
                format!("{shown} after the end of the value"),
                "keep one value in a file, and remove the rest",
            ),
            Expected::Key if starts_value => {
                error(span, format!("{shown} where a key is expected"), "write keys as strings in double quotes")
            }
            _ if matches!(token, Token::Word(_)) => not_a_value(span, token.as_str()),
            Expected::Value | Expected::Item => {
                error(span, format!("{shown} where a value is expected"), "write a value before it, or remove it")
            }
            Expected::Key | Expected::Comma => error(
                span,
                format!("{shown} does not fit here"),
                "remove it, or close what is open with its own bracket",
            ),
        }
    }

    fn explain(&self, kind: &ParseErrorKind, span: Span) -> SyntaxError {
        use ParseErrorKind as Kind;
        match kind {
            Kind::SingleQuotedStringsNotAllowed => error(span, "string in single quotes", "put it in double quotes"),
            Kind::String(ParseStringErrorKind::UnterminatedStringLiteral) => {
                let line = self.text.get(span.range()).unwrap_or_default().lines().next().unwrap_or_default();
                let span = Span::new(span.start, span.start + line.len() as u32);
                error(span, "string is never closed", r#"add the closing `"`"#)
            }
            Kind::String(_) => {
                error(span, "invalid escape in a string", r#"write one of `\" \\ \/ \b \f \n \r \t \u0000`"#)
            }
            Kind::UnterminatedCommentBlock => error(span, "comment is never closed", "add the closing `*/`"),
            Kind::UnexpectedToken => not_a_value(span, self.text.get(span.range()).unwrap_or_default()),
            _ => error(span, "invalid number", "write it in decimal digits, as in `-1.5e3`, or as a string"),
        }
    }
}

fn show(token: &Token<'_>) -> String {
    match token {
        Token::String(_) => "a string".to_owned(),
        token => format!("`{}`", token.as_str()),
    }
}

fn not_a_value(span: Span, text: &str) -> SyntaxError {
    error(span, format!("`{}` is not a JSON value", text.escape_debug()), "put text in double quotes")
}

fn error(span: Span, message: impl Into<String>, help: impl Into<String>) -> SyntaxError {
    SyntaxError { rule: "json", span, message: message.into(), help: help.into() }
}
