//! Text that was cut out of a file, and where each byte of it came from.

use std::ops::Range;

use crate::source::Span;

/// Text joined from pieces of a file: continuations, comments, quotes and escapes are gone, the places are not.
#[derive(Clone, Debug, Default)]
pub(in crate::document) struct Mapped {
    text: String,
    segments: Vec<Segment>,
}

/// A run of the text and the bytes of the file it stands for.
#[derive(Clone, Copy, Debug)]
struct Segment {
    at: u32,
    len: u32,
    source: Span,
    /// Whether the text is those bytes, rather than something made from them.
    verbatim: bool,
}

impl Mapped {
    /// The file's own bytes.
    pub(in crate::document) fn verbatim(file: &str, span: Span) -> Self {
        let mut mapped = Self::default();
        mapped.push(file.get(span.range()).unwrap_or_default(), span);
        mapped
    }

    /// The joined text.
    pub(in crate::document) fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is no text.
    pub(in crate::document) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds text that stands for `span` of the file. Text of the span's length must be the span's own.
    pub(in crate::document) fn push(&mut self, text: &str, span: Span) {
        if text.is_empty() {
            return;
        }
        let verbatim = text.len() == span.len() as usize;
        let piece = Segment { at: self.text.len() as u32, len: text.len() as u32, source: span, verbatim };
        self.text.push_str(text);
        match self.segments.last_mut() {
            Some(last) if last.verbatim && piece.verbatim && last.source.end == span.start => {
                last.len += piece.len;
                last.source.end = span.end;
            }
            _ => self.segments.push(piece),
        }
    }

    /// Adds text that stands for `span` without being what is written there.
    pub(in crate::document) fn push_replaced(&mut self, text: &str, span: Span) {
        let piece = Segment { at: self.text.len() as u32, len: text.len() as u32, source: span, verbatim: false };
        self.text.push_str(text);
        self.segments.push(piece);
    }

    /// Adds a range of another text, with its places.
    pub(in crate::document) fn extend(&mut self, other: &Mapped, range: Range<usize>) {
        let mut at = range.start;
        let mut index = other.segment_at(at);
        while at < range.end {
            let Some(&segment) = other.segments.get(index) else { return };
            let end = range.end.min((segment.at + segment.len) as usize);
            let Some(piece) = other.text.get(at..end) else { return };
            let span = Span::new(other.start_of(at), other.end_of(end));
            if segment.verbatim {
                self.push(piece, span)
            } else {
                self.push_replaced(piece, span)
            }
            at = end;
            index += 1;
        }
    }

    /// A range of the text, with its places.
    pub(in crate::document) fn slice(&self, range: Range<usize>) -> Mapped {
        let mut mapped = Mapped::default();
        mapped.extend(self, range);
        mapped
    }

    /// The text without space at both ends.
    pub(in crate::document) fn trimmed(&self) -> Mapped {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len();
        if start >= end { Mapped::default() } else { self.slice(start..end) }
    }

    /// The bytes of the file that a range of the text stands for, with what was left out between them.
    pub(in crate::document) fn span(&self, range: Range<usize>) -> Span {
        let start = self.start_of(range.start);
        if range.is_empty() { Span::new(start, start) } else { Span::new(start, self.end_of(range.end)) }
    }

    /// The bytes of the file that the whole text stands for.
    pub(in crate::document) fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// Index of the segment that holds an offset.
    fn segment_at(&self, at: usize) -> usize {
        if self.segments.len() == 1 {
            return 0;
        }
        self.segments.partition_point(|segment| segment.at as usize <= at).saturating_sub(1)
    }

    fn start_of(&self, at: usize) -> u32 {
        let Some(segment) = self.segments.get(self.segment_at(at)) else { return 0 };
        if at >= self.text.len() {
            segment.source.end
        } else if segment.verbatim {
            segment.source.start + (at as u32 - segment.at)
        } else {
            segment.source.start
        }
    }

    /// Where the byte before an offset ends in the file.
    fn end_of(&self, at: usize) -> u32 {
        let Some(segment) = self.segments.get(self.segment_at(at.saturating_sub(1))) else { return 0 };
        if segment.verbatim { segment.source.start + (at as u32 - segment.at) } else { segment.source.end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_map_back_across_what_was_left_out() {
        let file = "RUN apt\\\n  -get";
        let mut joined = Mapped::verbatim(file, Span::new(4, 7));
        joined.push("-get", Span::new(11, 15));
        assert_eq!(joined.text(), "apt-get");
        assert_eq!(joined.whole(), Span::new(4, 15));
        assert_eq!(joined.span(0..3), Span::new(4, 7));
        assert_eq!(joined.span(3..5), Span::new(11, 13));
        assert_eq!(joined.slice(2..4).whole(), Span::new(6, 12));
    }

    #[test]
    fn an_escape_maps_to_all_its_bytes() {
        let mut text = Mapped::default();
        text.push("a", Span::new(1, 2));
        text.push("é", Span::new(2, 8));
        text.push("b", Span::new(8, 9));
        assert_eq!(text.span(1..3), Span::new(2, 8));
        assert_eq!(text.span(3..4), Span::new(8, 9));
    }
}
