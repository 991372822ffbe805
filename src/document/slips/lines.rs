//! The lines around a slip.

use super::super::{Node, Style};
use crate::source::Span;

/// A place where a parser stopped, and its surroundings.
pub(super) struct Slip<'t> {
    /// The whole file.
    pub(super) text: &'t str,
    /// Where the parser stopped.
    pub(super) at: usize,
    /// Collections being read, outermost first.
    pub(super) open: &'t [Node],
}

impl<'t> Slip<'t> {
    /// Offset and text of the line that holds a byte, without its end.
    pub(super) fn line(&self, at: usize) -> (usize, &'t str) {
        let start = self.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let rest = &self.text[start..];
        (start, &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())])
    }

    /// The nearest line above that is neither blank nor a comment.
    pub(super) fn line_above(&self) -> Option<(usize, &'t str)> {
        let mut start = self.line(self.at).0;
        while start > 0 {
            let (above, line) = self.line(start - 1);
            if !line.trim_start().is_empty() && !line.trim_start().starts_with('#') {
                return Some((above, line));
            }
            start = above;
        }
        None
    }

    pub(super) fn span(&self, start: usize, len: usize) -> Span {
        Span::new(start as u32, (start + len) as u32)
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The character at which the parser stopped; empty at the end of a line.
    pub(super) fn character(&self) -> Span {
        let next = self.rest().chars().next().filter(|c| !matches!(c, '\n' | '\r'));
        self.span(self.at, next.map_or(0, char::len_utf8))
    }

    /// From where the parser stopped to the end of the line or its comment.
    pub(super) fn rest_of_line(&self) -> Span {
        let (start, line) = self.line(self.at);
        let rest = &line[self.at - start..];
        let rest = rest.split_once(" #").map_or(rest, |(value, _)| value);
        self.span(self.at, rest.trim_end().len())
    }

    pub(super) fn begins_line(&self) -> bool {
        let (start, _) = self.line(self.at);
        self.text[start..self.at].trim_start_matches([' ', '\t', '\u{feff}']).is_empty()
    }

    /// Columns at which the open mappings begin, and that of one more place.
    pub(super) fn columns(&self, another: Option<usize>) -> Vec<usize> {
        const NEAREST: usize = 4;
        let mappings = self.open.iter().filter(|node| node.style() == Style::Mapping).map(|node| node.start() as usize);
        let column = |at: usize| self.text[self.line(at).0..at].trim_start_matches('\u{feff}').chars().count();
        let mut columns: Vec<usize> = mappings.chain(another).map(column).collect();
        columns.sort_unstable();
        columns.dedup();
        columns.split_off(columns.len().saturating_sub(NEAREST))
    }

    pub(super) fn in_list_item(&self) -> bool {
        let (start, _) = self.line(self.at);
        self.text[start..self.at].trim() == "-"
    }
}

/// The line without indentation and list dashes.
pub(super) fn content(line: &str) -> &str {
    line.trim_start_matches('\u{feff}').trim_start().trim_start_matches("- ")
}
