//! Keys and items of block collections: whole lines.

use serde_json::Value;

use super::{Editor, Refusal, Splice, layout::Slot, render};
use crate::document::{NodeId, Style};

impl Editor<'_> {
    /// A key behind the last one of a mapping, or before it where that must end the file.
    pub(super) fn add_block_key(&self, parent: NodeId, key: &str, value: &Value) -> Result<Vec<Splice>, Refusal> {
        let first = self.layout.start(Slot { parent, index: 0 })?;
        let column = self.column(first)?;
        let entry = render::entry(key, value, &self.habit, column);
        let last = Slot { parent, index: (self.layout.node(parent).count() as usize).saturating_sub(1) };
        if !self.ends_in_open_text(last)? {
            return self.line_behind(last, column, &entry);
        }
        match last.index.checked_sub(1) {
            Some(index) => self.line_behind(Slot { parent, index }, column, &entry),
            None => Ok(vec![Splice::insert(first, format!("{entry}{}{}", self.habit.line_end, " ".repeat(column)))]),
        }
    }

    /// Whether an entry ends with a block scalar and the file, without a line break: a line below would give it one.
    fn ends_in_open_text(&self, slot: Slot) -> Result<bool, Refusal> {
        let mut last = self.layout.value_of(slot)?;
        while let Some((_, below)) = self.layout.children(last).pop() {
            last = below;
        }
        let is_text = matches!(self.layout.style(last), Style::Literal | Style::Folded);
        Ok(is_text
            && self.layout.span(last).end as usize == self.layout.text.len()
            && !self.is_line_start(self.layout.text.len()))
    }

    /// An item of a sequence that gets a number; those from it on move down.
    pub(super) fn add_block_item(&self, parent: NodeId, index: usize, value: &Value) -> Result<Vec<Splice>, Refusal> {
        let first = self.layout.start(Slot { parent, index: 0 })?;
        let column = self.column(first)?;
        let item = format!("- {}", render::block(value, &self.habit, column + 2));
        match index.checked_sub(1) {
            Some(before) => self.line_behind(Slot { parent, index: before }, column, &item),
            None => Ok(vec![Splice::insert(first, format!("{item}{}{}", self.habit.line_end, " ".repeat(column)))]),
        }
    }

    fn column(&self, at: usize) -> Result<usize, Refusal> {
        let before = &self.layout.text[self.layout.line_start(at)..at];
        if before.contains('\t') { Err(Refusal::layout()) } else { Ok(self.layout.column(at)) }
    }

    /// Lines behind an entry and the comment in its line.
    fn line_behind(&self, slot: Slot, column: usize, lines: &str) -> Result<Vec<Splice>, Refusal> {
        let end = self.layout.end(slot)?;
        let indent = " ".repeat(column);
        if self.is_line_start(end) {
            return Ok(vec![Splice::insert(end, format!("{indent}{lines}{}", self.habit.line_end))]);
        }
        if !self.layout.is_last(end) {
            return Err(Refusal::layout());
        }
        Ok(vec![Splice::insert(self.layout.line_end(end), format!("{}{indent}{lines}", self.habit.line_end))])
    }

    /// Whether a byte is the first of a line: a block scalar that keeps its empty lines ends there.
    pub(super) fn is_line_start(&self, at: usize) -> bool {
        self.layout.text[..at].ends_with('\n')
    }

    /// Takes an entry out with its lines; others are left.
    pub(super) fn remove_block(&self, slot: Slot) -> Result<Vec<Splice>, Refusal> {
        let (start, end) = (self.layout.start(slot)?, self.layout.end(slot)?);
        if !self.is_line_start(end) && !self.layout.is_last(end) {
            return Err(Refusal::layout());
        }
        if !self.layout.is_first(start) {
            return self.remove_first(slot, start, end);
        }
        let from = self.layout.line_start(start);
        let until = if self.is_line_start(end) { end } else { self.layout.next_line(end) };
        if until == self.layout.text.len() && !self.is_line_start(until) {
            // The last line has no end, and the one above it will have none.
            let above = self.layout.text[..from].trim_end_matches(['\n', '\r']).len();
            return Ok(vec![Splice::delete(above..until)]);
        }
        Ok(vec![Splice::delete(from..until)])
    }

    /// Takes an entry out that shares its line with the dash or key above: the next one moves up.
    fn remove_first(&self, slot: Slot, start: usize, end: usize) -> Result<Vec<Splice>, Refusal> {
        let next = self.layout.start(Slot { index: slot.index + 1, ..slot })?;
        if !self.layout.has_comment(end..next) {
            return Ok(vec![Splice::delete(start..next)]);
        }
        let text = self.layout.text;
        // A comment stays where it is, and so does what follows it.
        let end = end + text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
        let start = match self.layout.comment_at(end) {
            Some(_) => start,
            None => text[..start].trim_end_matches([' ', '\t']).len(),
        };
        Ok(vec![Splice::delete(start..end)])
    }
}
