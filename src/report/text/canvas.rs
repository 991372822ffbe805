//! An excerpt made fit to show: control characters become visible, long lines are cut around the place, long spans after
//! a few lines. Knows where each byte of the file ended up.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::{
    report::printable::{printable_source, shown},
    source::{Excerpt, Span},
};

/// Columns of a tab stop.
pub(super) const TAB: usize = 4;
/// Spans of more lines than this are cut.
const LONGEST: usize = 6;
/// Lines that a cut span shows.
const SHOWN_OF_LONG: usize = 4;
/// Lines shown before and after a place.
const CONTEXT: usize = 1;
/// Columns beside a line's text: its number of up to four digits, the rule beside it, the gutter of a span of several lines.
const BESIDE: usize = 12;
/// The least of a line that is shown, however narrow the terminal.
const NARROWEST: usize = 20;

/// One line of the file and where it stands in the text to draw.
pub(super) struct Line<'a> {
    /// The line without its end.
    source: &'a str,
    /// Its first byte in the file.
    offset: usize,
    /// The part of `source` that is shown.
    window: Range<usize>,
    /// Where the shown part begins in the text to draw.
    shown: usize,
}

impl Line<'_> {
    const fn end(&self) -> usize {
        self.offset + self.source.len()
    }

    fn is_blank(&self) -> bool {
        self.source.trim().is_empty()
    }

    /// A byte of the file as a byte of the text to draw.
    fn place(&self, offset: usize) -> usize {
        let inside = offset.saturating_sub(self.offset).clamp(self.window.start, self.window.end);
        let before = &self.source[self.window.start..floor(self.source, inside)];
        self.shown + printable_source(before).len()
    }
}

/// The text to draw, and how it came from the file.
pub(super) struct Canvas<'a> {
    /// Lines, each ended by a line feed.
    pub(super) text: String,
    /// The number of the first line in the file.
    pub(super) first_line: usize,
    /// The lines.
    pub(super) lines: Vec<Line<'a>>,
    /// Whether the span goes on below.
    pub(super) cut: bool,
}

impl<'a> Canvas<'a> {
    /// The lines of a span with a little context, for a terminal of some width. `None` where the excerpt is empty.
    pub(super) fn new(excerpt: &'a Excerpt, span: Span, width: usize) -> Option<Self> {
        let mut lines = split(excerpt);
        let span = kept(excerpt, span);
        let first = lines.iter().rposition(|line| line.offset <= span.start)?;
        let last = lines.iter().rposition(|line| line.offset <= span.end)?.max(first);
        let cut = last - first >= LONGEST || span.end > excerpt.offset as usize + excerpt.text.len();
        let below = if cut { (first + SHOWN_OF_LONG).min(last + 1) } else { last + 1 + CONTEXT };
        lines.truncate(below);
        while lines.len() > last + 1 && lines.last().is_some_and(Line::is_blank) {
            lines.pop();
        }
        let above = (first.saturating_sub(CONTEXT)..first).find(|&at| !lines[at].is_blank()).unwrap_or(first);
        lines.drain(..above);
        let first_line = excerpt.first_line.max(1) as usize + above;
        let mut canvas = Self { text: String::new(), first_line, lines, cut };
        canvas.lay(span.start, width.saturating_sub(BESIDE).max(NARROWEST));
        Some(canvas)
    }

    /// Writes the lines into the text, each cut to some columns around the place.
    fn lay(&mut self, focus: usize, columns: usize) {
        for line in &mut self.lines {
            let inside = if (line.offset..=line.end()).contains(&focus) { focus - line.offset } else { 0 };
            line.window = window(line.source, inside, columns);
            if line.window.start > 0 {
                self.text.push('…');
            }
            line.shown = self.text.len();
            self.text.push_str(&printable_source(&line.source[line.window.clone()]));
            if line.window.end < line.source.len() {
                self.text.push('…');
            }
            self.text.push('\n');
        }
    }

    /// Whether a span lies on the lines shown.
    pub(super) fn shows(&self, span: Span) -> bool {
        let (first, last) = (self.lines.first(), self.lines.last());
        first.is_some_and(|line| line.offset <= span.start as usize)
            && last.is_some_and(|line| span.end as usize <= line.end())
    }

    /// A span of the file as a range of the text to draw; the range of a span that goes on below ends beyond the text.
    pub(super) fn mark(&self, excerpt: &Excerpt, span: Span) -> Range<usize> {
        let span = kept(excerpt, span);
        let line = |offset: usize| self.lines.iter().rfind(|line| line.offset <= offset).or(self.lines.first());
        let place = |offset: usize| line(offset).map_or(0, |line| line.place(offset));
        let below = self.cut && self.lines.last().is_some_and(|line| span.end > line.end());
        let start = place(span.start);
        let end = if below { self.text.len() + 1 } else { place(span.end) };
        start..end.max(start)
    }
}

/// A span in bytes of the file, inside its excerpt and without white space at its end, of which there is nothing to show.
/// A span that is longer than its excerpt ends one byte after it.
fn kept(excerpt: &Excerpt, span: Span) -> Range<usize> {
    let offset = excerpt.offset as usize;
    let inside = |at: u32| floor(&excerpt.text, (at as usize).saturating_sub(offset));
    let (start, end) = (inside(span.start), inside(span.end.max(span.start)));
    if span.end as usize > offset + excerpt.text.len() {
        return offset + start..offset + excerpt.text.len() + 1;
    }
    offset + start..offset + start + excerpt.text[start..end].trim_end().len()
}

/// The lines of an excerpt; `\n`, `\r\n` and a lone `\r` end a line, as in [`crate::source::Source`].
fn split(excerpt: &Excerpt) -> Vec<Line<'_>> {
    let (text, bytes) = (&*excerpt.text, excerpt.text.as_bytes());
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(text.len(), |at| start + at);
        let source = &text[start..end];
        lines.push(Line { source, offset: excerpt.offset as usize + start, window: 0..0, shown: 0 });
        start = end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
    }
    lines
}

/// The part of a line that fits into some columns and holds a place: all of it, its beginning, or a cut around the place.
fn window(line: &str, focus: usize, columns: usize) -> Range<usize> {
    if reach(line, columns) == line.len() {
        return 0..line.len();
    }
    let columns = columns - 2;
    let focus = floor(line, focus);
    let start = if focus < reach(line, columns * 2 / 3) { 0 } else { reach_back(&line[..focus], columns / 3) };
    start..start + reach(&line[start..], columns)
}

/// How many bytes of a text fit into some columns.
fn reach(text: &str, columns: usize) -> usize {
    let mut left = columns;
    for (at, c) in text.char_indices() {
        match left.checked_sub(columns_of(c)) {
            Some(rest) => left = rest,
            None => return at,
        }
    }
    text.len()
}

/// Where the end of a text begins that fits into some columns.
fn reach_back(text: &str, columns: usize) -> usize {
    let mut left = columns;
    for (at, c) in text.char_indices().rev() {
        match left.checked_sub(columns_of(c)) {
            Some(rest) => left = rest,
            None => return at + c.len_utf8(),
        }
    }
    0
}

fn columns_of(c: char) -> usize {
    match c {
        '\t' => TAB,
        other => shown(other).width().unwrap_or(1),
    }
}

/// The nearest character boundary at or before an offset, inside the text.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str) -> Excerpt {
        Excerpt { first_line: 7, offset: 100, text: text.into() }
    }

    fn marked(text: &str, (start, end): (u32, u32), width: usize) -> (String, usize, String) {
        let (excerpt, span) = (excerpt(text), Span::new(start, end));
        let canvas = Canvas::new(&excerpt, span, width).unwrap();
        let marked = canvas.text.get(canvas.mark(&excerpt, span)).unwrap_or("…").to_owned();
        (canvas.text, canvas.first_line, marked)
    }

    #[test]
    fn a_line_of_context_on_each_side_but_no_blank_ones() {
        let (text, first, marked) = marked("z\r\na: é\r\nb: x\r\n\r\n", (113, 114), 80);
        assert_eq!((text.as_str(), first, marked.as_str()), ("a: é\nb: x\n", 8, "x"));
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}needle{}\n", "x".repeat(5000), "y".repeat(5000));
        let (text, _, marked) = marked(&line, (5100, 5106), 80);
        assert_eq!(marked, "needle");
        assert!(text.starts_with("…x") && text.ends_with("y…\n") && text.chars().count() <= 70, "{text}");
    }

    #[test]
    fn a_long_span_shows_its_first_lines() {
        let (text, first, marked) = marked("a:\n  b\n  c\n  d\n  e\n  f\n  g\n  h\n", (100, 131), 80);
        assert_eq!((text.lines().count(), first, marked.as_str()), (4, 7, "…"));
    }

    #[test]
    fn white_space_at_the_end_of_a_span_is_not_marked() {
        assert_eq!(marked("a:\n  b: c\n\nd: e\n", (100, 111), 80).2, "a:\n  b: c");
    }

    #[test]
    fn places_at_and_beyond_the_end_are_no_danger() {
        for span in [(0, 0), (100, 100), (103, 104), (106, 106), (103, 200), (500, 600), (600, 500)] {
            marked("ab\r\ncd", span, 0);
        }
        assert!(Canvas::new(&excerpt(""), Span::new(0, 1), 80).is_none());
    }
}
