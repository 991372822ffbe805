//! Where things stand in the text of a tree: entries with their signs and ends, lines, comments.
//!
//! The arena knows the bytes of nodes; what stands between them (dashes, colons, commas, line ends) is found here, with
//! the comments of the arena to step over, so that nothing in a comment is ever taken for a sign.

use std::collections::HashSet;

use super::Refusal;
use crate::{
    document::{Arena, Node, NodeId, NodeRef, Step, Style, Tree},
    kind::{Dialect, Format},
    source::Span,
};

/// A child of a collection, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) parent: NodeId,
    pub(super) index: usize,
}

/// How far a pointer leads: the slots on the way, and how many of its steps they are.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) root: NodeId,
    pub(super) slots: Vec<Slot>,
}

/// A tree's text with everything that is needed to find one's way in it.
#[derive(Debug)]
pub(super) struct Layout<'t> {
    pub(super) tree: &'t Tree,
    pub(super) text: &'t str,
    pub(super) arena: &'t Arena,
    comments: Vec<Span>,
    /// Nodes that aliases stand for.
    shared: HashSet<NodeId>,
}

impl<'t> Layout<'t> {
    pub(super) fn new(tree: &'t Tree) -> Self {
        let arena = tree.arena();
        let mut comments: Vec<Span> = arena.comments().iter().map(|comment| comment.span).collect();
        comments.sort_unstable();
        let nodes = (0..arena.len() as NodeId).map(|id| arena.node(id));
        let shared = nodes.filter(|node| node.style() == Style::Alias).map(|alias| alias.link).collect();
        Self { tree, text: tree.source().text(), arena, comments, shared }
    }

    pub(super) fn is_json(&self) -> bool {
        self.tree.format() == Format::Json
    }

    pub(super) fn node(&self, id: NodeId) -> &'t Node {
        self.arena.node(id)
    }

    pub(super) fn span(&self, id: NodeId) -> Span {
        self.arena.span(id)
    }

    pub(super) fn style(&self, id: NodeId) -> Style {
        self.node(id).style()
    }

    pub(super) fn is_flow(&self, id: NodeId) -> bool {
        matches!(self.style(id), Style::FlowMapping | Style::FlowSequence)
    }

    /// A node to be asked for its text or value; an alias is not followed.
    pub(super) fn value(&self, id: NodeId) -> NodeRef<'t> {
        // Dialects differ in what plain scalars are, which nobody asks here.
        self.tree.document(id, Dialect::Core).root()
    }

    /// Keys and values of a mapping, or values of a sequence, as they are written.
    pub(super) fn children(&self, of: NodeId) -> Vec<(Option<NodeId>, NodeId)> {
        let (node, end) = (self.node(of), self.arena.next(of));
        let mut children = Vec::with_capacity(node.count() as usize);
        let mut at = of + 1;
        while node.is_collection() && at < end {
            let key = node.is_mapping().then_some(at);
            let value = if key.is_some() { self.arena.next(at) } else { at };
            children.push((key, value));
            at = self.arena.next(value);
        }
        children
    }

    fn child(&self, slot: Slot) -> Result<(Option<NodeId>, NodeId), Refusal> {
        self.children(slot.parent).get(slot.index).copied().ok_or_else(Refusal::layout)
    }

    pub(super) fn value_of(&self, slot: Slot) -> Result<NodeId, Refusal> {
        self.child(slot).map(|(_, value)| value)
    }

    pub(super) fn key_of(&self, slot: Slot) -> Result<NodeId, Refusal> {
        self.child(slot)?.0.ok_or_else(Refusal::layout)
    }

    /// Follows a pointer as far as it leads. What an alias or a merge key brings is not to be changed from here.
    pub(super) fn way(&self, root: NodeId, steps: &[Step]) -> Result<Way, Refusal> {
        let mut way = Way { root, slots: Vec::new() };
        for step in steps {
            let here = self.last(&way)?;
            if self.style(here) == Style::Alias {
                return Err(Refusal::new("the place is written as an alias"));
            }
            if self.shared.contains(&here) {
                return Err(Refusal::shared());
            }
            match self.down(here, step)? {
                Some(index) => way.slots.push(Slot { parent: here, index }),
                None => return Ok(way),
            }
        }
        Ok(way)
    }

    /// The node that a way leads to.
    pub(super) fn last(&self, way: &Way) -> Result<NodeId, Refusal> {
        way.slots.last().map_or(Ok(way.root), |slot| self.value_of(*slot))
    }

    fn down(&self, from: NodeId, step: &Step) -> Result<Option<usize>, Refusal> {
        let node = self.node(from);
        match step {
            Step::Index(index) if node.is_sequence() => Ok(Some(*index).filter(|&index| index < node.count() as usize)),
            Step::Key(wanted) if node.is_mapping() => {
                let is_wanted = |(key, _): &(Option<NodeId>, NodeId)| {
                    key.is_some_and(|key| !self.node(key).is_collection() && self.key_text(key) == *wanted)
                };
                let children = self.children(from);
                let mut found =
                    children.iter().enumerate().filter(|(_, child)| is_wanted(child)).map(|(index, _)| index);
                let first = found.next();
                if found.next().is_some() {
                    return Err(Refusal::new(format!("the key `{wanted}` is there twice")));
                }
                Ok(first)
            }
            _ if self.value(from).value() == crate::document::Value::Null => Ok(None),
            _ => Err(Refusal::new("the place does not exist")),
        }
    }

    fn key_text(&self, key: NodeId) -> std::borrow::Cow<'t, str> {
        let key = if self.style(key) == Style::Alias { self.node(key).link } else { key };
        self.value(key).text()
    }

    /// Refuses what cannot be changed or taken out alone: something that is an alias, or that aliases elsewhere need.
    pub(super) fn refuse_shared(&self, id: NodeId) -> Result<(), Refusal> {
        if self.style(id) == Style::Alias {
            return Err(Refusal::new("the value is an alias of another"));
        }
        if (id..self.arena.next(id)).any(|below| self.shared.contains(&below)) {
            return Err(Refusal::shared());
        }
        Ok(())
    }

    /// Where an entry starts: at its key or value, anchor and tag included; of a block sequence at the dash.
    pub(super) fn start(&self, slot: Slot) -> Result<usize, Refusal> {
        if self.style(slot.parent) == Style::Sequence {
            return self.dash(slot);
        }
        let (key, value) = self.child(slot)?;
        let first = key.unwrap_or(value);
        let start = self.with_properties(first).start as usize;
        if key.is_some() && self.text[self.line_start(start)..start].trim_end().ends_with('?') {
            return Err(Refusal::new("the key is written with `?`"));
        }
        Ok(start)
    }

    fn with_properties(&self, id: NodeId) -> Span {
        let mut span = self.span(id);
        for part in self.arena.properties(id).into_iter().flat_map(|properties| [properties.anchor, properties.tag]) {
            if !part.is_empty() {
                span = Span::new(span.start.min(part.start), span.end.max(part.end));
            }
        }
        span
    }

    fn dash(&self, slot: Slot) -> Result<usize, Refusal> {
        let at = match slot.index.checked_sub(1) {
            None => self.node(slot.parent).start() as usize,
            Some(before) => self.skip(self.end(Slot { index: before, ..slot })?),
        };
        let is_dash =
            self.text[at..].starts_with('-') && !self.text[at + 1..].starts_with(|c: char| !c.is_whitespace());
        if is_dash { Ok(at) } else { Err(Refusal::layout()) }
    }

    /// Behind the colon or dash of an entry, and behind the anchor and tag of its value.
    pub(super) fn behind_sign(&self, slot: Slot) -> Result<usize, Refusal> {
        let (key, value) = self.child(slot)?;
        let sign = match key {
            Some(key) => {
                let at = self.skip(self.with_properties(key).end as usize);
                if self.text[at..].starts_with(':') { at + 1 } else { self.span(key).end as usize }
            }
            None if self.style(slot.parent) == Style::Sequence => self.dash(slot)? + 1,
            None => self.start(slot)?,
        };
        let properties = self.arena.properties(value);
        let behind = properties.map_or(0, |properties| properties.anchor.end.max(properties.tag.end));
        Ok(sign.max(behind as usize))
    }

    /// Whether an entry has its colon.
    pub(super) fn has_colon(&self, slot: Slot) -> Result<bool, Refusal> {
        let behind = self.skip(self.span(self.key_of(slot)?).end as usize);
        Ok(self.text[behind..].starts_with(':'))
    }

    /// Where an entry ends: behind its value, a comment in the same line left out.
    pub(super) fn end(&self, slot: Slot) -> Result<usize, Refusal> {
        let value = self.value_of(slot)?;
        match self.node_end(value)? {
            Some(end) => Ok(end),
            None => self.behind_sign(slot),
        }
    }

    /// Where a value ends; `None` if there is nothing.
    pub(super) fn node_end(&self, id: NodeId) -> Result<Option<usize>, Refusal> {
        let node = self.node(id);
        Ok(match node.style() {
            Style::Absent => None,
            Style::Literal | Style::Folded => Some(self.block_scalar_end(node.scalar_span())),
            Style::Sequence | Style::Mapping if node.count() > 0 => {
                Some(self.end(Slot { parent: id, index: node.count() as usize - 1 })?)
            }
            _ => Some(self.span(id).end as usize),
        })
    }

    /// With `+` in its header a block scalar owns the empty lines below it.
    fn block_scalar_end(&self, span: Span) -> usize {
        let (start, end) = (span.start as usize, span.end as usize);
        let header = self.text[start..self.line_end(start).min(end)].split(['#', ' ']).next().unwrap_or_default();
        if !header.contains('+') {
            return end;
        }
        let mut at = self.next_line(end);
        while at < self.text.len() && self.text[at..self.line_end(at)].trim().is_empty() {
            at = self.next_line(at);
        }
        at
    }

    /// The first byte from `at` on that is neither space nor comment.
    pub(super) fn skip(&self, mut at: usize) -> usize {
        loop {
            let rest = &self.text[at..];
            at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}']).len();
            match self.comment_at(at) {
                Some(comment) => at = comment.end as usize,
                None => return at,
            }
        }
    }

    pub(super) fn comment_at(&self, at: usize) -> Option<Span> {
        let index = self.comments.binary_search_by_key(&at, |comment| comment.start as usize).ok()?;
        Some(self.comments[index])
    }

    /// Whether a comment starts in a range.
    pub(super) fn has_comment(&self, range: std::ops::Range<usize>) -> bool {
        let first = self.comments.partition_point(|comment| (comment.start as usize) < range.start);
        self.comments.get(first).is_some_and(|comment| (comment.start as usize) < range.end)
    }

    /// The start of the line that holds a byte, a byte order mark left out.
    pub(super) fn line_start(&self, at: usize) -> usize {
        let start = self.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        if start == 0 && self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8().min(at) } else { start }
    }

    /// The end of the line that holds a byte, before the line break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |end| at + end)
    }

    /// The start of the line below, or the end of the text.
    pub(super) fn next_line(&self, at: usize) -> usize {
        let end = self.line_end(at);
        let rest = &self.text[end..];
        end + if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) }
    }

    /// Characters between the start of its line and a byte.
    pub(super) fn column(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().count()
    }

    /// The spaces and tabs that a byte's line starts with.
    pub(super) fn indent(&self, at: usize) -> &'t str {
        let line = &self.text[self.line_start(at)..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Whether nothing but space stands before a byte in its line.
    pub(super) fn is_first(&self, at: usize) -> bool {
        self.text[self.line_start(at)..at].chars().all(|c| matches!(c, ' ' | '\t'))
    }

    /// Whether nothing but space, or a comment, stands between a byte and the end of its line.
    pub(super) fn is_last(&self, at: usize) -> bool {
        let end = self.line_end(at);
        let rest = &self.text[at..end];
        let next = at + rest.len() - rest.trim_start_matches([' ', '\t']).len();
        next == end
            || self
                .comment_at(next)
                .is_some_and(|comment| comment.end as usize >= end || self.is_last(comment.end as usize))
    }
}
