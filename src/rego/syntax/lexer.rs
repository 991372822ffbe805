//! Text to tokens, in one pass.

use memchr::{memchr, memchr3, memmem};

use super::{
    fault::Fault,
    token::{Keyword, Kind, Quotes, Token},
};
use crate::source::Span;

/// May open a file, and stand nowhere else.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A text as tokens; the last is `End` or `Illegal`.
pub(super) struct Lexed {
    pub(super) tokens: Vec<Token>,
    pub(super) comments: Vec<Span>,
    /// What is wrong with the illegal token.
    pub(super) fault: Option<Box<Fault>>,
}

/// Reads up to the first thing that is no token.
pub(super) fn lex(text: &str) -> Lexed {
    let at = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let mut lexer = Lexer {
        bytes: readable(text, at).as_bytes(),
        text,
        at,
        templates: Vec::new(),
        lexed: Lexed { tokens: Vec::with_capacity(text.len() / 4), comments: Vec::new(), fault: None },
    };
    lexer.run();
    lexer.lexed
}

/// The text before the first character that may stand nowhere.
fn readable(text: &str, from: usize) -> &str {
    let rest = &text.as_bytes()[from..];
    let null = memchr(0, rest).unwrap_or(rest.len());
    let mark = memmem::find(&rest[..null], BYTE_ORDER_MARK.as_bytes()).unwrap_or(null);
    &text[..from + mark]
}

/// An open template string: its quotes, and the braces open in the expression being read.
type Template = (Quotes, u32);

struct Lexer<'t> {
    /// All of it.
    text: &'t str,
    /// The readable part.
    bytes: &'t [u8],
    at: usize,
    templates: Vec<Template>,
    lexed: Lexed,
}

impl Lexer<'_> {
    fn run(&mut self) {
        loop {
            let before = self.at;
            let new_line = self.skip();
            let start = self.at;
            let kind = match self.token() {
                Ok(kind) => kind,
                Err(fault) => {
                    self.lexed.fault = Some(fault);
                    Kind::Illegal
                }
            };
            let apart = start > before;
            self.lexed.tokens.push(Token { kind, apart, new_line, start: start as u32, end: self.at as u32 });
            if matches!(kind, Kind::End | Kind::Illegal) {
                return;
            }
        }
    }

    /// Passes over spaces and comments; says whether a line ended.
    fn skip(&mut self) -> bool {
        let mut new_line = false;
        loop {
            match self.peek(0) {
                Some(b'\n') => new_line = true,
                Some(b' ' | b'\t' | b'\r') => {}
                Some(b'#') => {
                    self.comment();
                    continue;
                }
                _ => return new_line,
            }
            self.at += 1;
        }
    }

    fn comment(&mut self) {
        let rest = &self.bytes[self.at..];
        let line = &rest[..memchr(b'\n', rest).unwrap_or(rest.len())];
        let length = line.len() - line.iter().rev().take_while(|&&byte| byte == b'\r').count();
        self.lexed.comments.push(Span::new(self.at as u32, (self.at + length) as u32));
        self.at += line.len();
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn token(&mut self) -> Result<Kind, Box<Fault>> {
        let Some(byte) = self.peek(0) else {
            return if self.bytes.len() < self.text.len() { Err(self.unreadable()) } else { Ok(Kind::End) };
        };
        Ok(match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word(),
            b'0'..=b'9' => return self.number(),
            b'"' => {
                self.at += 1;
                self.escaped(b'"')?;
                Kind::String
            }
            b'`' => return self.raw_string(),
            b'$' => return self.template(),
            b'{' | b'}' => return self.brace(byte),
            _ => return self.operator(byte),
        })
    }

    fn word(&mut self) -> Kind {
        let start = self.at;
        while self.peek(0).is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            self.at += 1;
        }
        Keyword::of(&self.text[start..self.at]).map_or(Kind::Word, Kind::Keyword)
    }

    /// Braces count inside template strings: one of them ends the expression.
    fn brace(&mut self, byte: u8) -> Result<Kind, Box<Fault>> {
        self.at += 1;
        match (byte, self.templates.last_mut()) {
            (b'{', open) => {
                open.into_iter().for_each(|(_, depth)| *depth += 1);
                Ok(Kind::LeftBrace)
            }
            (_, Some((quotes, 0))) => {
                let quotes = *quotes;
                self.templates.pop();
                self.template_text(quotes)
            }
            (_, open) => {
                open.into_iter().for_each(|(_, depth)| *depth -= 1);
                Ok(Kind::RightBrace)
            }
        }
    }

    fn operator(&mut self, byte: u8) -> Result<Kind, Box<Fault>> {
        let equals = self.peek(1) == Some(b'=');
        let (kind, length) = match (byte, equals) {
            (b':', true) => (Kind::Assign, 2),
            (b'=', true) => (Kind::Equal, 2),
            (b'!', true) => (Kind::NotEqual, 2),
            (b'<', true) => (Kind::LessOrEqual, 2),
            (b'>', true) => (Kind::GreaterOrEqual, 2),
            (b':', false) => (Kind::Colon, 1),
            (b'=', false) => (Kind::Unify, 1),
            (b'<', false) => (Kind::Less, 1),
            (b'>', false) => (Kind::Greater, 1),
            (b'[', _) => (Kind::LeftBracket, 1),
            (b']', _) => (Kind::RightBracket, 1),
            (b'(', _) => (Kind::LeftParenthesis, 1),
            (b')', _) => (Kind::RightParenthesis, 1),
            (b',', _) => (Kind::Comma, 1),
            (b';', _) => (Kind::Semicolon, 1),
            (b'.', _) => (Kind::Dot, 1),
            (b'+', _) => (Kind::Plus, 1),
            (b'-', _) => (Kind::Minus, 1),
            (b'*', _) => (Kind::Times, 1),
            (b'/', _) => (Kind::Divide, 1),
            (b'%', _) => (Kind::Remainder, 1),
            (b'&', _) => (Kind::And, 1),
            (b'|', _) => (Kind::Or, 1),
            _ => return Err(self.stray()),
        };
        self.at += length;
        Ok(kind)
    }

    fn number(&mut self) -> Result<Kind, Box<Fault>> {
        let start = self.at;
        let mut complete = true;
        self.digits();
        if self.peek(0) == Some(b'.') {
            self.at += 1;
            complete &= self.digits();
        }
        if matches!(self.peek(0), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(0), Some(b'+' | b'-')) {
                self.at += 1;
            }
            complete &= self.digits();
        }
        let digits = self.at;
        while self.peek(0).is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            self.at += 1;
        }
        let span = Span::new(start as u32, self.at as u32);
        if self.at > digits {
            let help = "write names so that they do not start with a digit, and put a space after numbers";
            return Err(Fault::new(span, "a number runs into a name", help));
        }
        if !complete {
            return Err(Fault::new(span, "this number is not complete", "write digits after `.` and after `e`"));
        }
        Ok(Kind::Number)
    }

    /// Passes over digits; says whether there were any.
    fn digits(&mut self) -> bool {
        let start = self.at;
        while self.peek(0).is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at > start
    }

    fn raw_string(&mut self) -> Result<Kind, Box<Fault>> {
        let start = self.at;
        match memchr(b'`', &self.bytes[start + 1..]) {
            Some(length) => {
                self.at = start + length + 2;
                Ok(Kind::RawString)
            }
            None => {
                self.at = self.bytes.len();
                Err(self.unclosed(start, "write a backtick where the text ends"))
            }
        }
    }

    fn template(&mut self) -> Result<Kind, Box<Fault>> {
        let quotes = match self.peek(1) {
            Some(b'"') => Quotes::Double,
            Some(b'`') => Quotes::Backtick,
            _ => return Err(self.stray()),
        };
        self.at += 2;
        self.template_text(quotes)
    }

    /// Text of a template string, up to `{` or its end.
    fn template_text(&mut self, quotes: Quotes) -> Result<Kind, Box<Fault>> {
        let last = match quotes {
            Quotes::Double => self.escaped(b'{')?,
            Quotes::Backtick => self.raw_template_text()?,
        };
        if last == b'{' {
            self.templates.push((quotes, 0));
            return Ok(Kind::TemplatePart(quotes));
        }
        Ok(Kind::TemplateEnd(quotes))
    }

    fn raw_template_text(&mut self) -> Result<u8, Box<Fault>> {
        let start = self.at - 1;
        loop {
            let Some(length) = memchr3(b'`', b'{', b'\\', &self.bytes[self.at..]) else {
                self.at = self.bytes.len();
                return Err(self.unclosed(start, "write a backtick where the text ends"));
            };
            self.at += length + 1;
            match self.bytes[self.at - 1] {
                b'\\' if self.peek(0) == Some(b'{') => self.at += 1,
                b'\\' => {}
                last => return Ok(last),
            }
        }
    }

    /// Passes over text with escapes, up to and with a quote or `stop`, which is told.
    fn escaped(&mut self, stop: u8) -> Result<u8, Box<Fault>> {
        let start = self.at - 1;
        loop {
            let Some(length) =
                self.bytes[self.at..].iter().position(|&byte| matches!(byte, b'"' | b'\\' | b'\n') || byte == stop)
            else {
                self.at = self.bytes.len();
                return Err(self.unclosed(start, "write `\"` where the text ends"));
            };
            self.at += length;
            match self.bytes[self.at] {
                b'\n' => {
                    return Err(
                        self.unclosed(start, "write `\"` where the text ends, or use backticks for several lines")
                    );
                }
                b'\\' => self.escape(stop == b'{')?,
                last => {
                    self.at += 1;
                    return Ok(last);
                }
            }
        }
    }

    fn escape(&mut self, template: bool) -> Result<(), Box<Fault>> {
        let start = self.at;
        let fine = match self.peek(1) {
            Some(b'\\' | b'"' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'{') if template => 2,
            Some(b'u') if (2..6).all(|ahead| self.peek(ahead).is_some_and(|byte| byte.is_ascii_hexdigit())) => 6,
            None | Some(b'\n') => 1,
            Some(other) => {
                // A whole character is shown.
                let width = if other == b'u' { 2 } else { 1 + self.width(start + 1) };
                let span = Span::new(start as u32, (start + width) as u32);
                let help = match other {
                    b'u' => "write four hexadecimal digits after `\\u`",
                    _ => "write `\\\\` for a backslash, or use backticks for text without escapes",
                };
                self.at = start + width;
                return Err(Fault::new(span, "unknown escape", help));
            }
        };
        self.at += fine;
        Ok(())
    }

    /// Bytes of the character at an offset.
    fn width(&self, at: usize) -> usize {
        self.text[at..].chars().next().map_or(0, char::len_utf8)
    }

    /// The quote at `start` is not closed before `at`.
    fn unclosed(&self, start: usize, help: &'static str) -> Box<Fault> {
        if self.at == self.bytes.len() && self.bytes.len() < self.text.len() {
            return self.unreadable();
        }
        Fault::new(Span::new(start as u32, start as u32 + 1), "this string is not closed", help)
    }

    fn unreadable(&self) -> Box<Fault> {
        let at = self.bytes.len();
        let span = Span::new(at as u32, (at + self.width(at)) as u32);
        if self.text[at..].starts_with('\0') {
            return Fault::new(span, "a null character", "remove it, or write `\\u0000` in a string");
        }
        Fault::new(span, "a byte order mark inside the text", "remove it")
    }

    /// A character that starts no token.
    fn stray(&mut self) -> Box<Fault> {
        let start = self.at;
        let character = self.text[start..].chars().next().unwrap_or_default();
        self.at += character.len_utf8();
        let span = Span::new(start as u32, self.at as u32);
        let help = match character {
            '\'' => "write strings in double quotes or in backticks",
            '\u{a0}' => return Fault::new(span, "a non-breaking space", "write a plain space instead"),
            '!' => "write `not` in front of an expression, or `!=` between two values",
            '$' => "write `$\"…\"` for a template string, or remove `$`",
            '“' | '”' | '‘' | '’' => "write plain double quotes",
            _ => "remove it, or write it inside a string",
        };
        let shown = if character.is_control() { character.escape_debug().to_string() } else { character.into() };
        Fault::new(span, format!("unexpected `{shown}`"), help)
    }
}
