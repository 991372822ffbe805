//! Another value in the place of one.

use serde_json::Value;

use super::{Editor, Refusal, Splice, layout::Slot, render};
use crate::document::{NodeId, Style};

impl Editor<'_> {
    /// Puts a value where another stands; `holder` is the entry it is of, none for a root.
    pub(super) fn set(&self, holder: Option<Slot>, old: NodeId, new: &Value) -> Result<Vec<Splice>, Refusal> {
        let tagged = self.layout.arena.properties(old).is_some_and(|properties| !properties.tag.is_empty());
        if tagged {
            return Err(Refusal::new("the value has a tag"));
        }
        let holder = match holder {
            Some(holder) if self.in_block(Some(holder)) => holder,
            Some(holder) => return self.set_flow(Some(holder), old, new),
            None if self.is_block(old) => return self.set_root(old, new),
            None => return self.set_flow(None, old, new),
        };
        match (self.is_block(old), is_inline(new)) {
            (false, true) => self.set_scalar(holder, old, new),
            (false, false) => self.scalar_to_block(holder, old, new),
            (true, true) => self.block_to_scalar(holder, old, new),
            (true, false) => self.block_to_block(Some(holder), old, new),
        }
    }

    fn is_block(&self, id: NodeId) -> bool {
        matches!(self.layout.style(id), Style::Sequence | Style::Mapping)
    }

    fn set_root(&self, old: NodeId, new: &Value) -> Result<Vec<Splice>, Refusal> {
        if !is_inline(new) {
            return self.block_to_block(None, old, new);
        }
        let end = self.layout.node_end(old)?.ok_or_else(Refusal::layout)?;
        Ok(vec![Splice::new(self.layout.node(old).start() as usize..end, render::scalar(new, &self.habit, false))])
    }

    /// Inside brackets, and everywhere in JSON.
    fn set_flow(&self, holder: Option<Slot>, old: NodeId, new: &Value) -> Result<Vec<Splice>, Refusal> {
        let node = self.layout.node(old);
        let text = match new {
            Value::String(text) => self.like(old, text, true),
            _ if self.habit.json && self.is_spread(self.layout.span(old).range()) => {
                render::expanded(new, &self.habit, self.layout.indent(node.start() as usize))
            }
            _ => render::flow(new, &self.habit),
        };
        match holder {
            Some(slot) if node.style() == Style::Absent => {
                let sign = if self.layout.has_colon(slot)? { " " } else { ": " };
                Ok(vec![Splice::insert(self.layout.behind_sign(slot)?, format!("{sign}{text}"))])
            }
            None if node.style() == Style::Absent => Err(Refusal::new("the document is empty")),
            _ => Ok(vec![Splice::new(self.layout.span(old).range(), text)]),
        }
    }

    /// Whether a text goes over several lines.
    pub(super) fn is_spread(&self, range: std::ops::Range<usize>) -> bool {
        self.layout.text[range].contains('\n')
    }

    /// A scalar for a scalar, or for nothing.
    fn set_scalar(&self, holder: Slot, old: NodeId, new: &Value) -> Result<Vec<Splice>, Refusal> {
        let text = match new {
            Value::String(text) => self.like(old, text, false),
            other => render::flow(other, &self.habit),
        };
        match self.layout.node_end(old)? {
            Some(end) => Ok(vec![Splice::new(self.layout.node(old).start() as usize..end, text)]),
            None => Ok(vec![Splice::insert(self.layout.behind_sign(holder)?, format!(" {text}"))]),
        }
    }

    /// A collection for a scalar, for nothing or for empty brackets: below the key, or behind the dash.
    fn scalar_to_block(&self, holder: Slot, old: NodeId, new: &Value) -> Result<Vec<Splice>, Refusal> {
        let behind = self.layout.behind_sign(holder)?;
        let end = self.layout.node_end(old)?.unwrap_or(behind);
        let line_end = self.layout.line_end(end);
        if !self.layout.is_last(end) {
            return Err(Refusal::layout());
        }
        let column = self.layout.column(self.layout.start(holder)?);
        if self.layout.style(holder.parent) == Style::Sequence {
            let is_bare = self.layout.arena.properties(old).is_none() && !self.layout.has_comment(end..line_end);
            let text = match is_bare {
                true => render::block(new, &self.habit, column + 2),
                false => render::flow(new, &self.habit),
            };
            return Ok(vec![Splice::new(behind..end, format!(" {text}"))]);
        }
        let below = column + if new.is_array() { self.habit.sequence } else { self.habit.width() };
        let lines = render::block(new, &self.habit, below);
        let lines = format!("{}{}{lines}", self.habit.line_end, " ".repeat(below));
        let mut splices = vec![Splice::delete(behind..end), Splice::insert(line_end, lines)];
        splices.retain(|splice| !splice.span.is_empty() || !splice.text.is_empty());
        Ok(splices)
    }

    /// A scalar or empty brackets for a block: behind the key or the dash.
    fn block_to_scalar(&self, holder: Slot, old: NodeId, new: &Value) -> Result<Vec<Splice>, Refusal> {
        let end = self.layout.node_end(old)?.ok_or_else(Refusal::layout)?;
        let text = render::scalar(new, &self.habit, false);
        let behind = self.layout.behind_sign(holder)?;
        if self.layout.style(holder.parent) == Style::Sequence {
            return Ok(vec![Splice::new(self.layout.node(old).start() as usize..end, text)]);
        }
        if !self.layout.is_last(behind) {
            return Err(Refusal::layout());
        }
        let lines = self.layout.line_end(behind)..if self.is_line_start(end) { end } else { self.layout.line_end(end) };
        Ok(vec![Splice::insert(behind, format!(" {text}")), Splice::delete(lines)])
    }

    /// A block for a block, at the same column where it may stand there.
    fn block_to_block(&self, holder: Option<Slot>, old: NodeId, new: &Value) -> Result<Vec<Splice>, Refusal> {
        let start = self.layout.node(old).start() as usize;
        let end = self.layout.node_end(old)?.ok_or_else(Refusal::layout)?;
        let column = self.layout.column(start);
        let key = holder.filter(|slot| self.layout.style(slot.parent) == Style::Mapping);
        let key = key.map(|slot| self.layout.start(slot)).transpose()?.map(|key| self.layout.column(key));
        if let Some(key) = key.filter(|&key| key >= column && new.is_object()) {
            let below = key + self.habit.width();
            let text = format!("{}{}", " ".repeat(below), render::block(new, &self.habit, below));
            return Ok(vec![Splice::new(self.layout.line_start(start)..end, text)]);
        }
        Ok(vec![Splice::new(start..end, render::block(new, &self.habit, column))])
    }

    /// A string in the quotes that a scalar has; what has none stays without where it can.
    pub(super) fn like(&self, old: NodeId, text: &str, in_flow: bool) -> String {
        match self.layout.style(old) {
            Style::Single => render::quoted(text, '\''),
            Style::Double => render::quoted(text, '"'),
            Style::Literal | Style::Folded => self.like_block(old, text),
            _ => render::string(text, &self.habit, in_flow),
        }
    }

    fn like_block(&self, old: NodeId, text: &str) -> String {
        let second = self.layout.next_line(self.layout.node(old).start() as usize);
        let column = self.layout.indent(second).len();
        render::literal(text, &self.habit, column).unwrap_or_else(|| render::string(text, &self.habit, false))
    }
}

/// Whether a value is written on the line of its key.
fn is_inline(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => true,
    }
}
