//! JSON as it is defined, and nothing more.

use super::super::{
    Builder, Declined, Limits, Style,
    bytes::{Bytes, below, equal},
};
use crate::source::Span;

type Result<T> = std::result::Result<T, Declined>;

/// Reads the one value of a text, or says why not. What was written before declining must be taken back.
pub(super) fn read(text: &str, limits: &Limits, builder: &mut Builder<'_>) -> Result<()> {
    let start = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    builder.document();
    let most = u64::from(builder.next_id()) + limits.expanded_nodes;
    Reader { bytes: Bytes::new(text), limits, builder, most }.values(start)
}

struct Reader<'t, 'b, 'a> {
    bytes: Bytes<'t>,
    limits: &'t Limits,
    builder: &'b mut Builder<'a>,
    /// The id that no node may reach.
    most: u64,
}

impl Reader<'_, '_, '_> {
    /// Reads a value and everything in it, up to the end of the text.
    fn values(&mut self, start: usize) -> Result<()> {
        let mut at = self.space(start);
        loop {
            at = match self.bytes.at(at) {
                b'{' | b'[' => {
                    self.open(at)?;
                    let inside = self.space(at + 1);
                    if !self.closes(inside) {
                        at = self.entry(inside)?;
                        continue;
                    }
                    self.close(inside)
                }
                b'"' => self.string(at)?,
                b'-' | b'0'..=b'9' => self.number(at)?,
                _ => self.word(at)?,
            };
            at = self.space(at);
            while self.builder.depth() > 0 && self.closes(at) {
                at = self.close(at);
                at = self.space(at);
            }
            if self.builder.depth() == 0 {
                return if at == self.bytes.len() { Ok(()) } else { Err(Declined::Json) };
            }
            if self.bytes.at(at) != b',' {
                return Err(Declined::Json);
            }
            at = self.space(at + 1);
            at = self.entry(at)?;
        }
    }

    fn open(&mut self, at: usize) -> Result<()> {
        if self.builder.depth() >= self.limits.depth || u64::from(self.builder.next_id()) >= self.most {
            return Err(Declined::Limit);
        }
        let style = if self.bytes.at(at) == b'{' { Style::FlowMapping } else { Style::FlowSequence };
        self.builder.start(style, span(at, at + 1));
        Ok(())
    }

    /// Whether the innermost collection closes here.
    fn closes(&self, at: usize) -> bool {
        self.bytes.at(at) == if self.builder.in_mapping() { b'}' } else { b']' }
    }

    fn close(&mut self, at: usize) -> usize {
        self.builder.end(Some(at as u32 + 1));
        at + 1
    }

    /// Where the value of the entry that begins here begins: in an object behind its key.
    fn entry(&mut self, at: usize) -> Result<usize> {
        if !self.builder.in_mapping() {
            return Ok(at);
        }
        if self.bytes.at(at) != b'"' {
            return Err(Declined::Json);
        }
        let end = self.string(at)?;
        let colon = self.space(end);
        if self.bytes.at(colon) == b':' { Ok(self.space(colon + 1)) } else { Err(Declined::Json) }
    }

    /// Writes a string and returns where it ends.
    fn string(&mut self, start: usize) -> Result<usize> {
        let (mut at, mut raw) = (start + 1, false);
        loop {
            at = self.bytes.find(at, |word| equal(word, b'"') | equal(word, b'\\') | below(word, b' '));
            match self.bytes.at(at) {
                b'"' => break,
                b'\\' => at = self.escape(at + 1)?,
                _ => return Err(Declined::Quote),
            }
            raw = true;
        }
        let place = span(start, at + 1);
        if raw {
            self.builder.raw(Style::Double, place)
        } else {
            self.builder.scalar(Style::Double, place)
        };
        self.check_size()?;
        Ok(at + 1)
    }

    /// Where the escape whose sign stands here ends.
    fn escape(&self, at: usize) -> Result<usize> {
        match self.bytes.at(at) {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(at + 1),
            b'u' => {
                let digits = (at + 1..=at + 4).map(|at| char::from(self.bytes.at(at)).to_digit(16));
                let code = digits.into_iter().try_fold(0, |code, digit| Some(code << 4 | digit?));
                // Halves of a pair are left to the other reader.
                code.and_then(char::from_u32).map(|_| at + 5).ok_or(Declined::Escape)
            }
            _ => Err(Declined::Escape),
        }
    }

    /// Writes a number and returns where it ends.
    fn number(&mut self, start: usize) -> Result<usize> {
        let integer = start + usize::from(self.bytes.at(start) == b'-');
        let mut end = self.digits(integer)?;
        if self.bytes.at(integer) == b'0' && end > integer + 1 {
            return Err(Declined::Json);
        }
        if self.bytes.at(end) == b'.' {
            end = self.digits(end + 1)?;
        }
        if matches!(self.bytes.at(end), b'e' | b'E') {
            end += 1;
            end = self.digits(end + usize::from(matches!(self.bytes.at(end), b'+' | b'-')))?;
        }
        self.plain(start, end)
    }

    /// Where a row of at least one digit ends.
    fn digits(&self, start: usize) -> Result<usize> {
        let mut end = start;
        while self.bytes.at(end).is_ascii_digit() {
            end += 1;
        }
        if end > start { Ok(end) } else { Err(Declined::Json) }
    }

    /// Writes `true`, `false` or `null` and returns where it ends.
    fn word(&mut self, start: usize) -> Result<usize> {
        let words: [&[u8]; 3] = [b"true", b"false", b"null"];
        let word = words.into_iter().find(|word| self.bytes.starts_with(start, word)).ok_or(Declined::Json)?;
        self.plain(start, start + word.len())
    }

    fn plain(&mut self, start: usize, end: usize) -> Result<usize> {
        let next = self.bytes.at(end);
        if !matches!(next, b' ' | b'\t' | b'\n' | b'\r' | b',' | b']' | b'}') && end != self.bytes.len() {
            return Err(Declined::Json);
        }
        self.builder.scalar(Style::Plain, span(start, end));
        self.check_size()?;
        Ok(end)
    }

    fn check_size(&self) -> Result<()> {
        if u64::from(self.builder.next_id()) >= self.most { Err(Declined::Limit) } else { Ok(()) }
    }

    #[inline(always)]
    fn space(&self, at: usize) -> usize {
        let mut at = self.bytes.after_spaces(at);
        while matches!(self.bytes.at(at), b'\n' | b'\r' | b'\t') {
            at = self.bytes.after_spaces(at + 1);
        }
        at
    }
}

fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}
