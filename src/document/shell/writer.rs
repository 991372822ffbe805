//! Writing trees that are not in the source as they stand: keys, texts and numbers with the place they are about.

use std::collections::VecDeque;

use super::command::Piece;
use crate::{
    document::{Builder, Limits, Style},
    source::Span,
};

/// A [`Builder`] for trees made by waylint: every value under a fixed key, comments put before the node they precede.
pub(in crate::document) struct Writer<'b, 'a> {
    builder: &'b mut Builder<'a>,
    comments: VecDeque<Span>,
    /// Bytes of all texts written.
    written: usize,
    limits: &'b Limits,
}

/// What holds at a place is repeated at every instruction, so texts may come to more than the file, but not to more than
/// this many times the largest.
const MOST_REPEATED: usize = 8;

impl<'b, 'a> Writer<'b, 'a> {
    /// Writes through a builder; `comments` in order.
    pub(in crate::document) fn new(builder: &'b mut Builder<'a>, comments: Vec<Span>, limits: &'b Limits) -> Self {
        Self { builder, comments: comments.into(), written: 0, limits }
    }

    /// Whether the tree has come to its limit: what is open may be closed, and nothing else begun.
    pub(in crate::document) fn is_full(&self) -> bool {
        let nodes = u64::from(self.builder.next_id());
        nodes > self.limits.expanded_nodes || self.written > self.limits.bytes.saturating_mul(MOST_REPEATED)
    }

    /// Starts a document.
    pub(in crate::document) fn document(&mut self) {
        self.builder.document();
    }

    /// Comments not known before; all after those already written.
    pub(in crate::document) fn add_comments(&mut self, comments: &[Span]) {
        for &comment in comments {
            let at = self.comments.partition_point(|other| other.start < comment.start);
            self.comments.insert(at, comment);
        }
    }

    /// Writes the comments that stand before an offset.
    pub(in crate::document) fn comments_before(&mut self, offset: u32) {
        while self.comments.front().is_some_and(|comment| comment.end <= offset) {
            self.comments.pop_front().into_iter().for_each(|comment| self.builder.comment(comment));
        }
    }

    /// A mapping.
    pub(in crate::document) fn map(&mut self, span: Span, fill: impl FnOnce(&mut Self)) {
        self.collection(Style::Mapping, span, fill);
    }

    /// A sequence.
    pub(in crate::document) fn list(&mut self, span: Span, fill: impl FnOnce(&mut Self)) {
        self.collection(Style::Sequence, span, fill);
    }

    fn collection(&mut self, style: Style, span: Span, fill: impl FnOnce(&mut Self)) {
        self.comments_before(span.start);
        self.builder.start(style, span);
        fill(self);
        self.builder.end(Some(span.end));
    }

    /// A key. Its span is what is shown for a collection under it.
    pub(in crate::document) fn key(&mut self, span: Span, name: &str) {
        self.written += name.len();
        self.builder.string(span, name);
    }

    /// A string.
    pub(in crate::document) fn text(&mut self, span: Span, text: &str) {
        self.comments_before(span.start);
        self.written += text.len();
        self.builder.string(span, text);
    }

    /// A string, as a word with its quotes.
    pub(in crate::document) fn piece(&mut self, piece: &Piece) {
        self.text(piece.span, piece.text());
    }

    /// A string under a key.
    pub(in crate::document) fn text_at(&mut self, key: &str, span: Span, text: &str) {
        self.key(span, key);
        self.text(span, text);
    }

    /// A string or null under a key; the null is about `otherwise`.
    pub(in crate::document) fn piece_at(&mut self, key: &str, piece: Option<&Piece>, otherwise: Span) {
        match piece {
            Some(piece) => self.text_at(key, piece.span, piece.text()),
            None => self.literal_at(key, otherwise, "null"),
        }
    }

    /// A number, boolean or null under a key, in JSON's spelling.
    pub(in crate::document) fn literal_at(&mut self, key: &str, span: Span, literal: &str) {
        self.key(span, key);
        self.builder.literal(span, literal);
    }

    /// A number.
    pub(in crate::document) fn number(&mut self, span: Span, number: usize) {
        self.builder.literal(span, number.to_string());
    }

    /// A number under a key.
    pub(in crate::document) fn number_at(&mut self, key: &str, span: Span, number: usize) {
        self.literal_at(key, span, &number.to_string());
    }

    /// A boolean under a key.
    pub(in crate::document) fn boolean_at(&mut self, key: &str, span: Span, value: bool) {
        self.literal_at(key, span, if value { "true" } else { "false" });
    }

    /// A list of strings under a key.
    pub(in crate::document) fn pieces_at<'p>(
        &mut self,
        key: &str,
        shown: Span,
        pieces: impl Iterator<Item = &'p Piece> + Clone,
    ) {
        let ends = pieces.clone().map(|piece| piece.span.end).max();
        let start = pieces.clone().map(|piece| piece.span.start).min().unwrap_or(shown.start);
        self.key(shown, key);
        self.list(Span::new(start, ends.unwrap_or(shown.end)), |w| pieces.for_each(|piece| w.piece(piece)));
    }

    /// A string under a key that is written in the source.
    pub(in crate::document) fn text_at_key(&mut self, key: &Piece, value: &Piece) {
        self.comments_before(key.span.start);
        self.key(key.span, key.text());
        self.piece(value);
    }
}
