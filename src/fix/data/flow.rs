//! Entries between brackets: commas, and lines where each entry has its own. All of JSON is written so.

use serde_json::Value;

use super::{Editor, Refusal, Splice, layout::Slot, render};
use crate::document::NodeId;

impl Editor<'_> {
    /// An entry between brackets that gets a number; those from it on move back.
    pub(super) fn add_flow(
        &self,
        parent: NodeId,
        index: usize,
        key: Option<&str>,
        value: &Value,
    ) -> Result<Vec<Splice>, Refusal> {
        let count = self.layout.node(parent).count() as usize;
        if count == 0 {
            return self.fill(parent, key, value);
        }
        let near = Slot { parent, index: index.min(count - 1) };
        let start = self.layout.start(near)?;
        let own_line = self.layout.is_first(start);
        let entry = self.entry(parent, key, value, own_line.then(|| self.layout.indent(start)));
        if index < count {
            let between = if own_line { self.new_line(start) } else { " ".to_owned() };
            return Ok(vec![Splice::insert(start, format!("{entry},{between}"))]);
        }
        let end = self.layout.end(near)?;
        let comma = self.comma(end);
        // With the comma behind it, if there is one.
        let whole = comma.map_or(end, |comma| comma + 1);
        if own_line && self.layout.is_last(whole) {
            let line = format!("{}{entry}{}", self.new_line(start), if comma.is_some() { "," } else { "" });
            let mut splices = vec![Splice::insert(self.layout.line_end(whole), line)];
            if comma.is_none() {
                splices.insert(0, Splice::insert(end, ","));
            }
            return Ok(splices);
        }
        let gap = if self.is_dense(near)? { "" } else { " " };
        Ok(vec![match comma {
            Some(comma) => Splice::insert(comma + 1, format!("{gap}{entry},")),
            None => Splice::insert(end, format!(",{gap}{entry}")),
        }])
    }

    /// The first entry between two brackets.
    fn fill(&self, parent: NodeId, key: Option<&str>, value: &Value) -> Result<Vec<Splice>, Refusal> {
        let span = self.layout.span(parent);
        let (open, close) = (span.start as usize + 1, (span.end as usize).saturating_sub(1));
        if self.layout.has_comment(open..close) {
            let entry = self.entry(parent, key, value, None);
            return Ok(vec![Splice::insert(close, entry)]);
        }
        let indent = self.layout.indent(open);
        if !self.habit.json || !self.is_spread(0..self.layout.text.trim_end().len()) {
            return Ok(vec![Splice::new(open..close, self.entry(parent, key, value, None))]);
        }
        let (end, inner) = (self.habit.line_end, format!("{indent}{}", self.habit.step));
        let entry = self.entry(parent, key, value, Some(&inner));
        Ok(vec![Splice::new(open..close, format!("{end}{inner}{entry}{end}{indent}"))])
    }

    /// Key and value; over several lines where an indentation is given and the format is JSON.
    fn entry(&self, parent: NodeId, key: Option<&str>, value: &Value, indent: Option<&str>) -> String {
        let value = match indent {
            Some(indent) if self.habit.json => render::expanded(value, &self.habit, indent),
            _ => render::flow(value, &self.habit),
        };
        let first = self.layout.children(parent).first().and_then(|(key, _)| *key);
        match (key, first) {
            (Some(key), Some(first)) => {
                let quoted = self.like(first, key, true);
                let quoted = if quoted.starts_with('|') { render::quoted(key, '"') } else { quoted };
                format!("{quoted}: {value}")
            }
            (Some(key), None) => format!("{}: {value}", render::string(key, &self.habit, true)),
            (None, _) => value,
        }
    }

    fn new_line(&self, like: usize) -> String {
        format!("{}{}", self.habit.line_end, self.layout.indent(like))
    }

    /// The comma behind an entry.
    fn comma(&self, end: usize) -> Option<usize> {
        let at = self.layout.skip(end);
        self.layout.text[at..].starts_with(',').then_some(at)
    }

    /// Whether entries follow their commas without a space.
    fn is_dense(&self, near: Slot) -> Result<bool, Refusal> {
        let Some(before) = near.index.checked_sub(1) else { return Ok(false) };
        let comma = self.comma(self.layout.end(Slot { index: before, ..near })?);
        Ok(comma.is_some_and(|comma| !self.layout.text[comma + 1..].starts_with(char::is_whitespace)))
    }

    /// Takes an entry out, with one comma.
    pub(super) fn remove_flow(&self, slot: Slot) -> Result<Vec<Splice>, Refusal> {
        let (start, end) = (self.layout.start(slot)?, self.layout.end(slot)?);
        let (node, span) = (self.layout.node(slot.parent), self.layout.span(slot.parent));
        let (open, close) = (span.start as usize + 1, (span.end as usize).saturating_sub(1));
        let comma = self.comma(end);
        let whole = comma.map_or(end, |comma| comma + 1);
        if node.count() == 1 {
            let bare = !self.layout.has_comment(open..close);
            return Ok(vec![Splice::delete(if bare { open..close } else { start..whole })]);
        }
        let own_lines = self.layout.is_first(start) && self.layout.is_last(whole);
        let lines = self.layout.line_start(start)..self.layout.next_line(whole);
        let before = slot.index.checked_sub(1).map(|index| self.layout.end(Slot { index, ..slot })).transpose()?;
        if slot.index + 1 < node.count() as usize {
            let next = self.layout.start(Slot { index: slot.index + 1, ..slot })?;
            return Ok(vec![Splice::delete(match own_lines {
                true => lines,
                false if self.layout.has_comment(end..next) => start..whole,
                false => start..next,
            })]);
        }
        let before = before.ok_or_else(Refusal::layout)?;
        let has_comment = self.layout.has_comment(before..start);
        let comma_before = || {
            let comma = self.comma(before).ok_or_else(Refusal::layout)?;
            Ok(Splice::delete(comma..comma + 1))
        };
        Ok(match (own_lines, comma) {
            (true, Some(_)) => vec![Splice::delete(lines)],
            (true, None) => vec![comma_before()?, Splice::delete(lines)],
            (false, Some(comma)) if has_comment => vec![Splice::delete(start..comma + 1)],
            // The comma behind it becomes that of what is left.
            (false, Some(comma)) => vec![Splice::delete(before..comma)],
            (false, None) if has_comment => vec![comma_before()?, Splice::delete(start..end)],
            (false, None) => vec![Splice::delete(before..end)],
        })
    }
}
