//! Writing trees that are not in the source as they stand: keys, texts and numbers with the place they are about.

use std::collections::{HashMap, VecDeque};

use super::{Piece, Script, read::Command};
use crate::{
    document::{Builder, Style},
    source::Span,
};

/// A [`Builder`] for trees made by waylint: every value under a fixed key, comments put before the node they precede.
pub(in crate::document) struct Writer<'b, 'a> {
    builder: &'b mut Builder<'a>,
    comments: VecDeque<Span>,
}

impl<'b, 'a> Writer<'b, 'a> {
    /// Writes through a builder; `comments` in order.
    pub(in crate::document) fn new(builder: &'b mut Builder<'a>, comments: Vec<Span>) -> Self {
        Self { builder, comments: comments.into() }
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
        self.builder.string(span, name);
    }

    /// A string.
    pub(in crate::document) fn text(&mut self, span: Span, text: &str) {
        self.comments_before(span.start);
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
}

/// Writes `commands`, and `unparsed` where they could not be read. `shown` is what stands for the whole list.
pub(in crate::document) fn write_commands(w: &mut Writer<'_, '_>, shown: Span, script: &Script) {
    w.key(shown, "commands");
    let start = script.commands.first().map_or(shown.start, |command| command.span.start);
    let end = script.commands.iter().map(|command| command.span.end).max().unwrap_or(shown.end);
    w.list(Span::new(start, end), |w| script.commands.iter().for_each(|command| write_command(w, command)));
    if script.unparsed {
        w.boolean_at("unparsed", shown, true);
    }
}

fn write_command(w: &mut Writer<'_, '_>, command: &Command) {
    let span = command.span;
    w.map(span, |w| {
        let shown = command.words.first().map_or(span, |word| word.span);
        w.piece_at("name", name(command).as_ref(), span);
        w.pieces_at("words", shown, command.words.iter());
        let options_end = command.words.iter().position(|word| word.text() == "--").unwrap_or(command.words.len());
        let is_flag = |index: usize| {
            let text = command.words[index].text();
            index < options_end && text.len() > 1 && text.starts_with('-')
        };
        let rest = (1..command.words.len()).filter(|&index| index != options_end);
        w.pieces_at("arguments", shown, rest.clone().filter(|&i| !is_flag(i)).map(|i| &command.words[i]));
        w.pieces_at("flags", shown, rest.filter(|&i| is_flag(i)).map(|i| &command.words[i]));
        write_assignments(w, command);
        write_redirects(w, command);
        match command.operator {
            Some(operator) => w.text_at("operator", shown, operator),
            None => w.literal_at("operator", shown, "null"),
        }
        w.number_at("pipeline", shown, command.pipeline as usize);
        w.boolean_at("subshell", shown, command.subshell);
        match &command.via {
            Some(via) => w.text_at("via", shown, via),
            None => w.literal_at("via", shown, "null"),
        }
    });
}

/// The first word without its folder.
fn name(command: &Command) -> Option<Piece> {
    let first = command.words.first()?;
    let folder = first.text().rfind('/').map_or(0, |slash| slash + 1);
    if folder == 0 || folder == first.text().len() {
        return Some(first.clone());
    }
    let value = first.value.slice(folder..first.text().len());
    Some(Piece { span: value.whole(), value })
}

fn write_assignments(w: &mut Writer<'_, '_>, command: &Command) {
    // Of a name assigned twice, the last counts.
    let last: HashMap<&str, usize> =
        command.assignments.iter().enumerate().map(|(index, assignment)| (assignment.name.text(), index)).collect();
    let start = command.assignments.first().map_or(command.span.start, |first| first.name.span.start);
    let end = command.assignments.last().map_or(command.span.start, |last| last.value.span.end);
    w.key(command.span, "assignments");
    w.map(Span::new(start, end), |w| {
        for (index, assignment) in command.assignments.iter().enumerate() {
            if last.get(assignment.name.text()) == Some(&index) {
                w.text_at_key(&assignment.name, &assignment.value);
            }
        }
    });
}

fn write_redirects(w: &mut Writer<'_, '_>, command: &Command) {
    let start = command.redirects.first().map_or(command.span.start, |first| first.operator.span.start);
    w.key(command.span, "redirects");
    w.list(Span::new(start, command.span.end.max(start)), |w| {
        for redirect in &command.redirects {
            let from = redirect.descriptor.as_ref().unwrap_or(&redirect.operator).span.start;
            w.map(Span::new(from, redirect.target.span.end), |w| {
                let descriptor = redirect.descriptor.as_ref();
                if let Some((span, number)) = descriptor.and_then(|d| Some((d.span, d.text().parse::<u16>().ok()?))) {
                    w.number_at("descriptor", span, number.into());
                }
                w.piece_at("operator", Some(&redirect.operator), redirect.operator.span);
                w.piece_at("target", Some(&redirect.target), redirect.target.span);
            });
        }
    });
}

impl Writer<'_, '_> {
    /// A string under a key that is written in the source.
    pub(in crate::document) fn text_at_key(&mut self, key: &Piece, value: &Piece) {
        self.comments_before(key.span.start);
        self.key(key.span, key.text());
        self.piece(value);
    }
}
