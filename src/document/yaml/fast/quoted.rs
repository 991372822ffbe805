//! Quoted scalars.

use super::{Declined, Reader, Result};
use crate::document::bytes::equal;

/// A quoted scalar.
pub(super) struct Quoted {
    /// Behind the closing quote.
    pub(super) end: usize,
    /// Whether its text differs from what stands between the quotes.
    pub(super) raw: bool,
    /// Whether it goes over several lines.
    pub(super) lines: bool,
}

impl Reader<'_, '_, '_> {
    /// Reads the quoted scalar that begins here. Its further lines may begin in any column, as readers have it.
    #[inline(always)]
    pub(super) fn quoted(&self, start: usize) -> Result<Quoted> {
        let quote = self.bytes.at(start);
        let mut quoted = Quoted { end: start + 1, raw: false, lines: false };
        loop {
            let stops = [quote, b'\\', b'\n', b'\r'];
            let at = self.bytes.find(quoted.end, |word| stops.iter().fold(0, |marks, &stop| marks | equal(word, stop)));
            quoted.end = at + 1;
            match self.bytes.at(at) {
                0 => return Err(Declined::Quote),
                b'\\' if quote == b'\'' => {}
                b'\\' => self.escape(&mut quoted)?,
                b'\n' | b'\r' => self.line_break(&mut quoted, at)?,
                _ if quote == b'\'' && self.bytes.at(at + 1) == b'\'' => {
                    quoted.raw = true;
                    quoted.end = at + 2;
                }
                _ => return Ok(quoted),
            }
        }
    }

    /// Reads what follows a backslash.
    fn escape(&self, quoted: &mut Quoted) -> Result<()> {
        quoted.raw = true;
        let at = quoted.end;
        let digits = match self.bytes.at(at) {
            b'0' | b'a' | b'b' | b't' | b'\t' | b'n' | b'v' | b'f' | b'r' | b'e' | b' ' | b'"' | b'\\' | b'N'
            | b'_' | b'L' | b'P' => 0,
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            b'\n' | b'\r' => return self.line_break(quoted, at),
            _ => return Err(Declined::Escape),
        };
        let code = (at + 1..=at + digits)
            .try_fold(0_u32, |code, at| Some(code << 4 | char::from(self.bytes.at(at)).to_digit(16)?));
        code.and_then(char::from_u32).ok_or(Declined::Escape)?;
        quoted.end = at + 1 + digits;
        Ok(())
    }

    /// Goes on at the first byte of the next line that is not blank.
    #[cold]
    fn line_break(&self, quoted: &mut Quoted, at: usize) -> Result<()> {
        quoted.raw = true;
        quoted.lines = true;
        let (line, next) = self.next_filled(self.bytes.after_break(at));
        if self.bytes.at(next) == b'\t' {
            return Err(Declined::Tab);
        }
        // At the first column stand document markers.
        let marker = next == line && (self.bytes.starts_with(next, b"---") || self.bytes.starts_with(next, b"..."));
        if marker || self.bytes.at(next) == 0 {
            return Err(Declined::Quote);
        }
        quoted.end = next;
        Ok(())
    }
}
