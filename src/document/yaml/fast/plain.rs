//! Plain scalars.

use super::{Declined, Reader, Result, Style, is_blank_or_end};
use crate::document::bytes::equal;

/// Bytes with which a plain scalar may begin, whatever follows.
static BEGINS: [bool; 256] = {
    let mut table = [true; 256];
    let indicators = b"-?:,[]{}#&*!|>'\"%@` \t\r\n\0";
    let mut at = 0;
    while at < indicators.len() {
        table[indicators[at] as usize] = false;
        at += 1;
    }
    table
};

/// Whether a byte separates things inside a flow collection.
#[inline(always)]
pub(super) fn is_flow_indicator(byte: u8) -> bool {
    matches!(byte, b',' | b'[' | b']' | b'{' | b'}')
}

impl Reader<'_, '_, '_> {
    #[inline(always)]
    pub(super) fn starts_plain(&self, at: usize) -> bool {
        let first = self.bytes.at(at);
        BEGINS[first as usize] || matches!(first, b'-' | b'?' | b':') && !is_blank_or_end(self.bytes.at(at + 1))
    }

    /// In a flow collection `?` and `:` are left alone: older readers disagree about them.
    #[inline(always)]
    pub(super) fn starts_plain_in_flow(&self, at: usize) -> bool {
        let (first, next) = (self.bytes.at(at), self.bytes.at(at + 1));
        BEGINS[first as usize]
            || first == b'-' && !is_blank_or_end(next) && !matches!(next, b':' | b'#') && !is_flow_indicator(next)
    }

    /// How far a plain scalar reaches on its line: its end without blanks, and what stops it, which is a line break, the
    /// end of the text, a `:`, a `#`, or in a flow collection an indicator; older readers count `?` among those.
    #[inline(always)]
    pub(super) fn plain_line<const FLOW: bool>(&self, start: usize) -> (usize, usize) {
        let mut stop = start;
        loop {
            stop = self.bytes.find(stop, |word| {
                let one_of = |bytes: &[u8]| bytes.iter().fold(0, |marks, &byte| marks | equal(word, byte));
                one_of(b":#\n\r") | if FLOW { one_of(b",[]{}?") } else { 0 }
            });
            let goes_on = match self.bytes.at(stop) {
                b':' => {
                    let next = self.bytes.at(stop + 1);
                    !(is_blank_or_end(next) || FLOW && is_flow_indicator(next))
                }
                b'#' => stop > start && !matches!(self.bytes.at(stop - 1), b' ' | b'\t'),
                _ => false,
            };
            if !goes_on {
                break;
            }
            stop += 1;
        }
        let mut end = stop;
        while end > start && matches!(self.bytes.at(end - 1), b' ' | b'\t') {
            end -= 1;
        }
        (end, stop)
    }

    /// Reads a plain scalar whose first line reaches to `end` and is stopped at `stop`. Returns where the next line begins.
    #[inline(always)]
    pub(super) fn plain(&mut self, at: usize, end: usize, stop: usize, parent: i32) -> Result<usize> {
        if self.bytes.at(stop) == b'\n' {
            // Nearly always the next line is not deeper, and that ends it.
            let next = self.bytes.after_spaces(stop + 1);
            if (next - stop - 1) as i32 <= parent && self.bytes.at(next) > b'\r' {
                self.scalar(Style::Plain, at, end);
                return Ok(stop + 1);
            }
        }
        let (last, stop) = self.plain_lines(end, stop, parent)?;
        if last == end {
            self.scalar(Style::Plain, at, end)
        } else {
            self.raw(Style::Plain, at, last)
        }
        Ok(if self.bytes.at(stop) == b'#' { self.comment(stop) } else { self.bytes.after_break(stop) })
    }

    /// Follows a plain scalar over the lines that are deeper than its parent. Returns its end, and the line break, comment
    /// or end of the text behind it.
    fn plain_lines(&self, mut end: usize, mut stop: usize, parent: i32) -> Result<(usize, usize)> {
        loop {
            match self.bytes.at(stop) {
                b'\n' | b'\r' => {}
                b'#' | 0 => return Ok((end, stop)),
                _ => return Err(Declined::InlineCollection),
            }
            let (line, at) = self.next_filled(self.bytes.after_break(stop));
            let column = (at - line) as i32;
            match self.bytes.at(at) {
                b'\t' => return Err(Declined::Tab),
                b'#' | 0 => return Ok((end, stop)),
                _ if column <= parent => return Ok((end, stop)),
                b'-' | b'.' if column == 0 && self.is_marker(at) => return Ok((end, stop)),
                b'-' | b'.' | b'%' if column == 0 => return Err(Declined::Plain),
                _ => {}
            }
            (end, stop) = self.plain_line::<false>(at);
            if end == at {
                return Err(Declined::Plain);
            }
        }
    }

    /// The next line that holds more than spaces: where it begins, and its first byte that is no space.
    pub(super) fn next_filled(&self, mut line: usize) -> (usize, usize) {
        loop {
            let at = self.bytes.after_spaces(line);
            match self.bytes.at(at) {
                b'\n' | b'\r' => line = self.bytes.after_break(at),
                _ => return (line, at),
            }
        }
    }
}
