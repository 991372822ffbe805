//! One shell word: quotes undone, substitutions found, every byte with its place.

use std::ops::Range;

use super::Mapped;

/// A word as read.
#[derive(Debug, Default)]
pub(super) struct Word {
    /// Quotes and escapes undone; expansions as written.
    pub(super) value: Mapped,
    /// Its range in the text that was read.
    pub(super) range: Range<usize>,
    /// Whether any of it is quoted or escaped.
    pub(super) quoted: bool,
    /// Bodies of command and process substitutions, as ranges of the text that was read.
    pub(super) substitutions: Vec<Range<usize>>,
    /// In `NAME=value`, where the value starts in `value`.
    pub(super) assigned: Option<usize>,
}

/// Why a script is not read: nothing is guessed about the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unread;

/// Brackets and quotes inside one word are followed this deep.
const DEEPEST: usize = 64;

/// Whether a byte ends an unquoted word.
pub(super) fn is_meta(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')')
}

/// Reads the word that starts at `at`. An empty range says that there is none.
pub(super) fn word(text: &Mapped, at: usize) -> Result<Word, Unread> {
    let mut lexer = Lexer { text, bytes: text.text().as_bytes(), at, word: Word::default() };
    lexer.word.range = at..at;
    while lexer.piece()? {}
    lexer.word.range.end = lexer.at;
    Ok(lexer.word)
}

struct Lexer<'t> {
    text: &'t Mapped,
    bytes: &'t [u8],
    at: usize,
    word: Word,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Takes `count` bytes into the word.
    fn copy(&mut self, count: usize) {
        let end = (self.at + count).min(self.bytes.len());
        self.word.value.extend(self.text, self.at..end);
        self.at = end;
    }

    /// Reads one piece; false at the word's end.
    fn piece(&mut self) -> Result<bool, Unread> {
        let Some(byte) = self.peek(0) else { return Ok(false) };
        match byte {
            b'\\' => self.escape(),
            b'\'' => self.single()?,
            b'"' => self.double()?,
            b'$' => self.dollar(false)?,
            b'`' => self.backtick()?,
            b'(' if self.opens_group() => self.group(0)?,
            b'<' | b'>' if self.peek(1) == Some(b'(') => self.process()?,
            _ if is_meta(byte) => return Ok(false),
            _ => self.plain(),
        }
        Ok(true)
    }

    fn plain(&mut self) {
        let rest = &self.bytes[self.at..];
        let special = |&byte: &u8| is_meta(byte) || matches!(byte, b'\\' | b'\'' | b'"' | b'$' | b'`');
        let count = rest.iter().position(special).unwrap_or(rest.len());
        if self.word.assigned.is_none() && !self.word.quoted {
            self.word.assigned = self.assignment(count);
        }
        self.copy(count);
    }

    /// Where the value starts if `NAME=` or `NAME+=` stands at the head of the word.
    fn assignment(&self, count: usize) -> Option<usize> {
        if !self.word.value.is_empty() {
            return None;
        }
        let head = &self.bytes[self.at..self.at + count];
        let equals = head.iter().position(|&byte| byte == b'=')?;
        let name = head[..equals].strip_suffix(b"+").unwrap_or(&head[..equals]);
        let (first, rest) = name.split_first()?;
        let letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
        let subscript = rest.last() == Some(&b']') && rest.contains(&b'[');
        let plain = rest.iter().all(|&byte| letter(byte) || byte.is_ascii_digit());
        (letter(*first) && (plain || subscript)).then_some(equals + 1)
    }

    /// `NAME=(…)` is an array, `?(…)` and its kin are patterns; any other `(` ends the word.
    fn opens_group(&self) -> bool {
        let value = self.word.value.text();
        match value.as_bytes().last() {
            Some(b'=') => self.word.assigned == Some(value.len()),
            Some(b'?' | b'*' | b'+' | b'@' | b'!') => true,
            _ => false,
        }
    }

    fn group(&mut self, before: usize) -> Result<(), Unread> {
        let end = skip(self.bytes, self.at + before)?;
        self.copy(end - self.at);
        Ok(())
    }

    fn escape(&mut self) {
        self.word.quoted = true;
        self.at += 1;
        match self.peek(0) {
            Some(b'\n') => self.at += 1,
            Some(b'\r') if self.peek(1) == Some(b'\n') => self.at += 2,
            Some(byte) => self.copy(width(byte)),
            None => {}
        }
    }

    fn single(&mut self) -> Result<(), Unread> {
        self.word.quoted = true;
        self.at += 1;
        let close = find(self.bytes, self.at, b'\'')?;
        self.copy(close - self.at);
        self.at += 1;
        Ok(())
    }

    fn double(&mut self) -> Result<(), Unread> {
        self.word.quoted = true;
        self.at += 1;
        loop {
            match self.peek(0).ok_or(Unread)? {
                b'"' => break,
                b'$' => self.dollar(true)?,
                b'`' => self.backtick()?,
                b'\\' => match self.peek(1) {
                    Some(b'\n') => self.at += 2,
                    Some(b'"' | b'\\' | b'$' | b'`') => {
                        self.at += 1;
                        self.copy(1);
                    }
                    _ => self.copy(1),
                },
                _ => {
                    let rest = &self.bytes[self.at..];
                    let special = |byte: &u8| matches!(byte, b'"' | b'$' | b'`' | b'\\');
                    let count = rest.iter().position(special).unwrap_or(rest.len());
                    self.copy(count);
                }
            }
        }
        self.at += 1;
        Ok(())
    }

    fn dollar(&mut self, in_quotes: bool) -> Result<(), Unread> {
        match self.peek(1) {
            Some(b'(') => {
                let end = skip(self.bytes, self.at + 1)?;
                let arithmetic = self.peek(2) == Some(b'(') && self.bytes[..end].ends_with(b"))");
                if !arithmetic {
                    self.word.substitutions.push(self.at + 2..end - 1);
                }
                self.copy(end - self.at);
            }
            Some(b'{') => self.group(1)?,
            Some(b'\'') if !in_quotes => self.ansi()?,
            Some(b'"') if !in_quotes => self.at += 1,
            _ => self.copy(1),
        }
        Ok(())
    }

    /// `$'…'`: escapes stay as written.
    fn ansi(&mut self) -> Result<(), Unread> {
        self.word.quoted = true;
        self.at += 2;
        let start = self.at;
        let close = until(self.bytes, start, b'\'')?;
        self.copy(close - start);
        self.at = close + 1;
        Ok(())
    }

    fn backtick(&mut self) -> Result<(), Unread> {
        let close = until(self.bytes, self.at + 1, b'`')?;
        self.word.substitutions.push(self.at + 1..close);
        self.copy(close + 1 - self.at);
        Ok(())
    }

    fn process(&mut self) -> Result<(), Unread> {
        let end = skip(self.bytes, self.at + 1)?;
        self.word.substitutions.push(self.at + 2..end - 1);
        self.copy(end - self.at);
        Ok(())
    }
}

/// Bytes of the character that starts with `byte`.
fn width(byte: u8) -> usize {
    match byte {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    }
}

fn find(bytes: &[u8], from: usize, wanted: u8) -> Result<usize, Unread> {
    memchr::memchr(wanted, bytes.get(from..).unwrap_or_default()).map(|at| from + at).ok_or(Unread)
}

/// The first `wanted` that no backslash escapes.
fn until(bytes: &[u8], mut at: usize, wanted: u8) -> Result<usize, Unread> {
    loop {
        match bytes.get(at) {
            None => return Err(Unread),
            Some(b'\\') => at += 2,
            Some(&byte) if byte == wanted => return Ok(at),
            Some(_) => at += 1,
        }
    }
}

/// One past the bracket that closes the one at `at`; quotes and nested brackets are passed over without recursion.
pub(super) fn skip(bytes: &[u8], at: usize) -> Result<usize, Unread> {
    let mut skipper = Skipper { bytes, at, open: Vec::new() };
    skipper.open(if bytes.get(at) == Some(&b'{') { b'}' } else { b')' }, 1)?;
    while let Some(&closer) = skipper.open.last() {
        let byte = *bytes.get(skipper.at).ok_or(Unread)?;
        if byte == b'\\' {
            skipper.at += 2;
        } else if byte == closer {
            skipper.open.pop();
            skipper.at += 1;
        } else if byte == b'$' && matches!(skipper.next(), Some(b'(')) && closer != b'`' {
            skipper.open(b')', 2)?;
        } else if byte == b'$' && matches!(skipper.next(), Some(b'{')) && closer != b'`' {
            skipper.open(b'}', 2)?;
        } else {
            skipper.inside(closer, byte)?;
        }
    }
    Ok(skipper.at)
}

struct Skipper<'t> {
    bytes: &'t [u8],
    at: usize,
    /// The bytes that close what is open.
    open: Vec<u8>,
}

impl Skipper<'_> {
    fn next(&self) -> Option<u8> {
        self.bytes.get(self.at + 1).copied()
    }

    fn open(&mut self, closer: u8, width: usize) -> Result<(), Unread> {
        if self.open.len() == DEEPEST {
            return Err(Unread);
        }
        self.open.push(closer);
        self.at += width;
        Ok(())
    }

    fn inside(&mut self, closer: u8, byte: u8) -> Result<(), Unread> {
        let literal_quotes = closer == b'}' && self.open.contains(&b'"');
        match (closer, byte) {
            (b'`', _) => self.at += 1,
            (_, b'`') => return self.open(b'`', 1),
            (b'"', _) => self.at += 1,
            (_, b'"') => return self.open(b'"', 1),
            (_, b'\'') if !literal_quotes => self.at = find(self.bytes, self.at + 1, b'\'')? + 1,
            (b')', b'(') => return self.open(b')', 1),
            (b')', b'#') if self.starts_comment() => {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                self.at += memchr::memchr(b'\n', rest).ok_or(Unread)?;
            }
            _ => self.at += 1,
        }
        Ok(())
    }

    fn starts_comment(&self) -> bool {
        matches!(self.bytes[self.at - 1], b' ' | b'\t' | b'\n' | b';')
    }
}
