//! How a file is written, so that what is added looks like the rest.

use std::collections::BTreeMap;

use super::layout::{Layout, Slot};
use crate::document::{NodeId, Style};

/// What a file's own text says of indentation, quotes and line ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Habit {
    /// `\n` or `\r\n`.
    pub(super) line_end: &'static str,
    /// One step of indentation.
    pub(super) step: String,
    /// Columns by which a sequence is indented below its key.
    pub(super) sequence: usize,
    /// `'` or `"`.
    pub(super) quote: char,
    pub(super) json: bool,
    /// Whether text of several lines may be written as such: not where a comment that follows would become a part of it.
    pub(super) literals: bool,
}

impl Habit {
    pub(super) fn of(layout: &Layout<'_>, literals: bool) -> Self {
        let mut counted = Counted::default();
        for id in 0..layout.arena.len() as NodeId {
            counted.count(layout, id);
        }
        let json = layout.is_json();
        let broken = layout.text.matches('\n').count();
        Self {
            line_end: if layout.text.matches("\r\n").count() * 2 > broken { "\r\n" } else { "\n" },
            step: most(counted.steps).unwrap_or_else(|| "  ".to_owned()),
            sequence: most(counted.sequences).unwrap_or(2),
            quote: if json { '"' } else { most(counted.quotes).unwrap_or('"') },
            json,
            literals,
        }
    }

    /// Columns of one step.
    pub(super) fn width(&self) -> usize {
        self.step.chars().count().max(1)
    }
}

#[derive(Default)]
struct Counted {
    steps: BTreeMap<String, usize>,
    sequences: BTreeMap<usize, usize>,
    quotes: BTreeMap<char, usize>,
}

impl Counted {
    fn count(&mut self, layout: &Layout<'_>, id: NodeId) {
        match layout.style(id) {
            Style::Single => *self.quotes.entry('\'').or_default() += 1,
            Style::Double => *self.quotes.entry('"').or_default() += 1,
            Style::Mapping => self.below_keys(layout, id),
            Style::FlowMapping | Style::FlowSequence if layout.is_json() => self.inside(layout, id),
            _ => {}
        }
    }

    /// Collections below the keys of a block mapping.
    fn below_keys(&mut self, layout: &Layout<'_>, id: NodeId) {
        for (key, value) in layout.children(id) {
            let Some(key) = key.map(|key| layout.column(layout.node(key).start() as usize)) else { continue };
            let column = layout.column(layout.node(value).start() as usize);
            match layout.style(value) {
                Style::Mapping if column > key => *self.steps.entry(" ".repeat(column - key)).or_default() += 1,
                Style::Sequence if column >= key => *self.sequences.entry(column - key).or_default() += 1,
                _ => {}
            }
        }
    }

    /// Lines inside the brackets of JSON.
    fn inside(&mut self, layout: &Layout<'_>, id: NodeId) {
        let Ok(first) = layout.start(Slot { parent: id, index: 0 }) else { return };
        let (outer, inner) = (layout.indent(layout.node(id).start() as usize), layout.indent(first));
        if let Some(step) = inner.strip_prefix(outer).filter(|step| !step.is_empty() && layout.is_first(first)) {
            *self.steps.entry(step.to_owned()).or_default() += 1;
        }
    }
}

/// What there is most of.
fn most<T: Ord>(counts: BTreeMap<T, usize>) -> Option<T> {
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(value, _)| value)
}
