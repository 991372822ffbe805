//! Block scalars: `|` and `>`.

use super::{Declined, Reader, Result, Style, span};
use crate::document::scalar::{BlockHeader, Chomping};

/// Deeper indentation is no lifelike file.
const DEEPEST: usize = 4_000;

impl Reader<'_, '_, '_> {
    /// Reads a block scalar. Returns where the next line begins.
    pub(super) fn block_scalar(&mut self, at: usize, parent: i32) -> Result<usize> {
        if parent < 0 {
            return Err(Declined::BlockScalar);
        }
        let style = if self.bytes.at(at) == b'|' { Style::Literal } else { Style::Folded };
        let (chomping, indent, header_end) = self.header(at + 1);
        let comments = self.builder.comments();
        let text = self.rest_of_line(header_end).map_err(|_| Declined::BlockScalar)?;
        let found = match indent {
            Some(indent) => Some(parent as usize + indent),
            None => self.indent(text, parent)?,
        };
        let scalar = match found {
            Some(indent) => self.lines(text, indent, parent)?,
            None => Lines { end: None, next: text },
        };
        let at_end = scalar.end.is_some_and(|end| end == self.bytes.len());
        if chomping == Chomping::Keep && (scalar.end.is_none() || at_end) {
            // The empty lines that are kept need counting.
            return Err(Declined::BlockScalar);
        }
        let header = BlockHeader { indent: found.unwrap_or_default() as u32, chomping };
        let end = scalar.end.unwrap_or_else(|| self.bytes.line_end(at));
        let node = self.builder.block_scalar(style, span(at, end), header);
        self.builder.comments_behind(comments);
        self.give_properties(node);
        Ok(scalar.next)
    }

    /// Reads the indicators behind `|` or `>`, and where they end.
    fn header(&self, mut at: usize) -> (Chomping, Option<usize>, usize) {
        let (mut chomping, mut indent) = (None, None);
        loop {
            match self.bytes.at(at) {
                b'-' if chomping.is_none() => chomping = Some(Chomping::Strip),
                b'+' if chomping.is_none() => chomping = Some(Chomping::Keep),
                digit @ b'1'..=b'9' if indent.is_none() => indent = Some(usize::from(digit - b'0')),
                _ => return (chomping.unwrap_or(Chomping::Clip), indent, at),
            }
            at += 1;
        }
    }

    /// The indentation of the first line that is not blank; none if there is no such line in the scalar.
    fn indent(&self, mut line: usize, parent: i32) -> Result<Option<usize>> {
        let mut widest_blank = 0;
        loop {
            let at = self.bytes.after_spaces(line);
            let width = at - line;
            match self.bytes.at(at) {
                b'\n' | b'\r' => widest_blank = widest_blank.max(width),
                b'\t' => return Err(Declined::Tab),
                0 if width > 0 => return Err(Declined::BlockScalar),
                0 => return Ok(None),
                _ if width as i32 <= parent => return Ok(None),
                _ if widest_blank > width || width > DEEPEST => return Err(Declined::BlockScalar),
                _ => return Ok(Some(width)),
            }
            line = self.bytes.after_break(at);
        }
    }

    /// Reads lines as long as they are blank or indented enough.
    fn lines(&self, mut line: usize, indent: usize, parent: i32) -> Result<Lines> {
        let (mut end, mut begun, mut blank_text) = (None, false, false);
        while line < self.bytes.len() {
            let at = self.bytes.after_spaces(line);
            let (width, byte) = (at - line, self.bytes.at(at));
            match byte {
                0 => return Err(Declined::BlockScalar),
                b'\n' | b'\r' if width <= indent => {
                    line = self.bytes.after_break(at);
                    continue;
                }
                b'\t' if width < indent || width == indent && !begun => return Err(Declined::Tab),
                _ if width < indent && !begun && width as i32 > parent => return Err(Declined::BlockScalar),
                _ if width < indent => break,
                _ => {}
            }
            let line_end = self.bytes.line_end(at);
            begun = true;
            blank_text = matches!(byte, b'\n' | b'\r' | b'\t' | 0x80..) && self.is_blank(at, line_end);
            if !blank_text {
                end = Some(line_end);
            }
            line = self.bytes.after_break(line_end);
        }
        // Such a line is text and yet stands behind the end.
        if blank_text { Err(Declined::BlockScalar) } else { Ok(Lines { end, next: line }) }
    }

    fn is_blank(&self, at: usize, end: usize) -> bool {
        self.text.get(at..end).is_some_and(|text| text.trim().is_empty())
    }
}

/// The lines of a block scalar.
struct Lines {
    /// End of the last one that holds text.
    end: Option<usize>,
    /// Where the line behind them begins.
    next: usize,
}
