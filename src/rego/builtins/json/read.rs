//! Reads JSON into values: numbers keep their text, text without escapes is a part of what is read.

use std::ops::Range;

use crate::rego::{
    fail::{Fail, Outcome},
    memory::{Memory, compare::MOST_DEPTH},
    number,
    value::Value,
};

/// One piece of JSON.
enum Token {
    Literal(Value),
    Number(Range<usize>),
    /// Between the quotes; without escapes or not.
    Text(Range<usize>, bool),
    Punctuation(u8),
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

/// Whether a text is one value of JSON, however deep.
pub(in crate::rego::builtins) fn is_valid(text: &str) -> bool {
    let mut reader = Reader { text, at: 0 };
    let mut open: Vec<u8> = Vec::new();
    loop {
        match reader.token() {
            Some(Token::Punctuation(b'[')) if reader.take(b']') => {}
            Some(Token::Punctuation(b'{')) if reader.take(b'}') => {}
            Some(Token::Punctuation(b'[')) => {
                open.push(b']');
                continue;
            }
            Some(Token::Punctuation(b'{')) if reader.key().is_some() => {
                open.push(b'}');
                continue;
            }
            Some(Token::Literal(_) | Token::Number(_) | Token::Text(..)) => {}
            _ => return false,
        }
        loop {
            let Some(&close) = open.last() else { return reader.is_at_end() };
            if reader.take(close) {
                open.pop();
            } else if reader.take(b',') && (close == b']' || reader.key().is_some()) {
                break;
            } else {
                return false;
            }
        }
    }
}

/// Reads a text, which stands in a value; undefined if it is no JSON or nested too deeply.
pub(super) fn read(memory: &mut Memory<'_>, place: Value, text: &str) -> Outcome {
    // Values take more room than text at its densest: `[0,0,…`.
    memory.reserve(text.len(), text.len())?;
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(memory, place, 0).ok_or(Fail::Undefined)?;
    if reader.is_at_end() { Ok(value) } else { Err(Fail::Undefined) }
}

impl Reader<'_> {
    fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    fn skip_spaces(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.bytes().get(self.at) {
            self.at += 1;
        }
    }

    fn is_at_end(&mut self) -> bool {
        self.skip_spaces();
        self.at == self.text.len()
    }

    fn take(&mut self, wanted: u8) -> bool {
        self.skip_spaces();
        let found = self.bytes().get(self.at) == Some(&wanted);
        self.at += usize::from(found);
        found
    }

    /// A key and its colon.
    fn key(&mut self) -> Option<(Range<usize>, bool)> {
        match self.token()? {
            Token::Text(range, plain) if self.take(b':') => Some((range, plain)),
            _ => None,
        }
    }

    fn token(&mut self) -> Option<Token> {
        self.skip_spaces();
        let start = self.at;
        let first = *self.bytes().get(start)?;
        self.at += 1;
        Some(match first {
            b'[' | b'{' => Token::Punctuation(first),
            b'"' => {
                let plain = self.skip_text()?;
                Token::Text(start + 1..self.at - 1, plain)
            }
            b'-' | b'0'..=b'9' => {
                let rest = &self.text[start..];
                let is_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
                let len = rest.find(|c| !is_number(c)).unwrap_or(rest.len());
                self.at = start + len;
                number::is_json(&rest[..len]).then_some(Token::Number(start..self.at))?
            }
            _ => {
                let names = [("null", Value::NULL), ("true", Value::TRUE), ("false", Value::FALSE)];
                let &(name, value) = names.iter().find(|(name, _)| self.text[start..].starts_with(name))?;
                self.at = start + name.len();
                Token::Literal(value)
            }
        })
    }

    /// Goes to the end of text; whether it has no escapes.
    fn skip_text(&mut self) -> Option<bool> {
        let mut plain = true;
        loop {
            let byte = *self.bytes().get(self.at)?;
            self.at += 1;
            match byte {
                b'"' => return Some(plain),
                b'\\' => {
                    plain = false;
                    let escape = *self.bytes().get(self.at)?;
                    self.at += 1;
                    if escape == b'u' {
                        self.bytes().get(self.at..self.at + 4)?.iter().all(u8::is_ascii_hexdigit).then_some(())?;
                        self.at += 4;
                    } else if !matches!(escape, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') {
                        return None;
                    }
                }
                0..=0x1f => return None,
                _ => {}
            }
        }
    }

    fn value(&mut self, memory: &mut Memory<'_>, place: Value, depth: usize) -> Option<Value> {
        match self.token()? {
            Token::Literal(value) => Some(value.placed_as(place)),
            Token::Number(range) => {
                let text = &self.text[range.clone()];
                match number::plain_integer(text) {
                    Some(value) => Some(Value::integer(value).placed_as(place)),
                    None if number::is_acceptable(text) => Some(memory.number_part(memory.part(place, range))),
                    None => None,
                }
            }
            Token::Text(range, plain) => Some(self.text(memory, place, range, plain)),
            Token::Punctuation(_) if depth == MOST_DEPTH => None,
            Token::Punctuation(b'[') => {
                let mut elements = Vec::new();
                while !self.take(b']') {
                    if !elements.is_empty() && !self.take(b',') {
                        return None;
                    }
                    elements.push(self.value(memory, place, depth + 1)?);
                }
                Some(memory.array(&elements))
            }
            Token::Punctuation(_) => {
                let mut pairs = Vec::new();
                while !self.take(b'}') {
                    if !pairs.is_empty() && !self.take(b',') {
                        return None;
                    }
                    let (range, plain) = self.key()?;
                    let key = self.text(memory, place, range, plain);
                    pairs.push((key, self.value(memory, place, depth + 1)?));
                }
                // Of repeated keys the last counts.
                pairs.reverse();
                pairs.sort_by(|a, b| memory.compare(a.0, b.0));
                pairs.dedup_by(|later, earlier| memory.equal(later.0, earlier.0));
                Some(memory.sorted_object(&pairs))
            }
        }
    }

    fn text(&self, memory: &mut Memory<'_>, place: Value, range: Range<usize>, plain: bool) -> Value {
        if plain {
            return memory.part(place, range);
        }
        let mut out = String::with_capacity(range.len());
        let mut rest = &self.text[range];
        while let Some(at) = rest.find('\\') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let (c, len) = match rest.as_bytes().first() {
                Some(b'u') => unicode(rest),
                Some(b'b') => ('\x08', 1),
                Some(b'f') => ('\x0c', 1),
                Some(b'n') => ('\n', 1),
                Some(b'r') => ('\r', 1),
                Some(b't') => ('\t', 1),
                Some(&other) => (other as char, 1),
                None => break,
            };
            out.push(c);
            rest = &rest[len..];
        }
        out.push_str(rest);
        memory.string(&out).placed_as(place)
    }
}

/// The character of `u` and four digits, or of two such escapes; halves of pairs become U+FFFD.
fn unicode(text: &str) -> (char, usize) {
    let unit = |text: &str| text.get(1..5).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let Some(first) = unit(text) else { return (char::REPLACEMENT_CHARACTER, text.len().min(5)) };
    if let 0xd800..=0xdbff = first
        && let Some(second @ 0xdc00..=0xdfff) =
            text.get(5..).filter(|rest| rest.starts_with("\\u")).and_then(|rest| unit(&rest[1..]))
        && let Some(c) = char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    {
        return (c, 11);
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 5)
}
