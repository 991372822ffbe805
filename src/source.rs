//! The text of one file, and places in it.
//!
//! Everything inside the program speaks in byte [`Span`]s; lines and columns are computed only for what is shown.

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

/// A byte range of a file, `start..end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte `start` to one before byte `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span covers no byte.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The span as a range for slicing.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place as people read it: both numbers count from 1, columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1. A byte order mark is not counted.
    pub column: u32,
}

/// What is shown of a [`Span`]: from `start` up to, not including, `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Location {
    /// The first character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

/// Lines of a file around a place, cut out so that reports need not keep whole files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// Number of the first line in `text`, from 1.
    pub first_line: u32,
    /// Byte offset of `text` in its file.
    pub offset: u32,
    /// Whole lines, with their line ends.
    pub text: String,
}

/// One file's text with its path.
#[derive(Debug)]
pub struct Source {
    path: Arc<str>,
    text: String,
    lines: OnceLock<Vec<u32>>,
}

const BYTE_ORDER_MARK: char = '\u{feff}';

impl Source {
    /// Takes a file's text. `path` is what is shown: relative where possible, with `/` between names.
    pub fn new(path: impl Into<Arc<str>>, text: String) -> Self {
        Self { path: path.into(), text, lines: OnceLock::new() }
    }

    /// The path as shown.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The text alone.
    pub fn into_text(self) -> String {
        self.text
    }

    /// The whole text, a byte order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text under a span; empty where the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Offsets at which lines start. `\n`, `\r\n` and a lone `\r` end a line, as in YAML.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
                .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
                .map(|at| at as u32 + 1);
            std::iter::once(0).chain(ends).collect()
        })
    }

    /// Number of the line that holds a byte offset, from 1.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.lines().partition_point(|&start| start <= offset) as u32
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_of(offset);
        let start = self.lines()[line as usize - 1] as usize;
        let before = self.text.get(start..offset as usize).unwrap_or_default();
        let column = before.chars().filter(|&c| c != BYTE_ORDER_MARK).count() as u32 + 1;
        Position { line, column }
    }

    /// Lines and columns of a span.
    pub fn locate(&self, span: Span) -> Location {
        Location { start: self.position(span.start), end: self.position(span.end.max(span.start)) }
    }

    /// Byte range of a line without its end; `line` counts from 1.
    pub fn line_span(&self, line: u32) -> Option<Span> {
        let lines = self.lines();
        let start = *lines.get((line as usize).checked_sub(1)?)?;
        let end = lines.get(line as usize).copied().unwrap_or(self.text.len() as u32);
        let text = self.slice(Span::new(start, end));
        Some(Span::new(start, start + text.trim_end_matches(['\n', '\r']).len() as u32))
    }

    /// The lines of a span and up to `context` lines around it. Long spans are cut after ten lines.
    pub fn excerpt(&self, span: Span, context: u32) -> Excerpt {
        const LONGEST: u32 = 10;
        let lines = self.lines();
        let first = self.line_of(span.start);
        let last = self.line_of(span.end.max(span.start)).min(first + LONGEST);
        let from = first.saturating_sub(context).max(1);
        let until = (last + context).min(lines.len() as u32);
        let start = lines[from as usize - 1];
        let end = lines.get(until as usize).copied().unwrap_or(self.text.len() as u32);
        Excerpt { first_line: from, offset: start, text: self.slice(Span::new(start, end)).to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_every_kind_of_line_end() {
        let source = Source::new("a.yaml", "\u{feff}a: é\r\nb: x\rc: y\nd".to_owned());
        let at = |needle: &str| source.position(source.text().find(needle).unwrap() as u32);
        assert_eq!(at("a:"), Position { line: 1, column: 1 });
        assert_eq!(at("é"), Position { line: 1, column: 4 });
        assert_eq!(at("b:"), Position { line: 2, column: 1 });
        assert_eq!(at("y"), Position { line: 3, column: 4 });
        assert_eq!(at("d"), Position { line: 4, column: 1 });
        assert_eq!(source.line_span(1).map(|s| source.slice(s)), Some("\u{feff}a: é"));
    }

    #[test]
    fn an_excerpt_is_whole_lines_with_their_offset() {
        let source = Source::new("a.yaml", "1\n2\n3\n4\n5\n".to_owned());
        let excerpt = source.excerpt(Span::new(4, 5), 1);
        assert_eq!(excerpt, Excerpt { first_line: 2, offset: 2, text: "2\n3\n4\n".to_owned() });
    }
}
