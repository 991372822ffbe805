//! Writing an arena, whatever the format.

use super::{Arena, COUNT_SHIFT, Comment, DUPLICATES, MERGES, Node, NodeId, OWNED, PROPERTIES, Properties, Style};
use crate::source::Span;

/// A position on the tape that building can return to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    nodes: usize,
    roots: usize,
    comments: usize,
    properties: usize,
    duplicates: usize,
    texts: usize,
}

/// Fills an [`Arena`], whatever the format: the only way to write one.
///
/// Every node is announced in document order; a mapping gets key, value, key, value. [`Builder::document`] starts each
/// root. Collections are closed by [`Builder::end`].
#[derive(Debug)]
pub struct Builder<'a> {
    arena: &'a mut Arena,
    open: Vec<NodeId>,
    /// End of the scalar or collection written last: where a block collection that closes now ends.
    last_end: u32,
}

impl<'a> Builder<'a> {
    /// Writes behind whatever the arena holds.
    pub fn new(arena: &'a mut Arena) -> Self {
        Self { arena, open: Vec::new(), last_end: 0 }
    }

    /// The next node starts a document.
    pub fn document(&mut self) {
        self.arena.roots.push(self.next_id());
    }

    /// The id the next node will get.
    pub fn next_id(&self) -> NodeId {
        self.arena.nodes.len() as NodeId
    }

    /// How many collections are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Where the tape stands, for [`Builder::rewind`].
    pub fn mark(&self) -> Mark {
        Mark {
            nodes: self.arena.nodes.len(),
            roots: self.arena.roots.len(),
            comments: self.arena.comments.len(),
            properties: self.arena.properties.len(),
            duplicates: self.arena.duplicates.len(),
            texts: self.arena.texts.len(),
        }
    }

    /// Drops everything written since `mark` and closes what is open. Comments stay: they are true of the text.
    pub fn rewind(&mut self, mark: Mark) {
        let arena = &mut *self.arena;
        arena.nodes.truncate(mark.nodes);
        arena.roots.truncate(mark.roots);
        arena.properties.truncate(mark.properties);
        arena.duplicates.truncate(mark.duplicates);
        arena.texts.truncate(mark.texts);
        for comment in &mut arena.comments[mark.comments..] {
            comment.node = mark.nodes as NodeId;
        }
        self.open.clear();
    }

    /// A node whose text is the source's own slice (quotes aside), or can be made from it.
    pub fn scalar(&mut self, style: Style, span: Span) -> NodeId {
        self.push(style, span, 0, 0)
    }

    /// A scalar whose text differs from the source's slice, or has none there.
    pub fn owned(&mut self, style: Style, span: Span, text: impl Into<Box<str>>) -> NodeId {
        let link = self.arena.texts.len() as u32;
        self.arena.texts.push(text.into());
        self.push(style, span, link, OWNED)
    }

    /// A string that is not written in the source this way; `span` is what it is about.
    pub fn string(&mut self, span: Span, text: impl Into<Box<str>>) -> NodeId {
        self.owned(Style::Double, span, text)
    }

    /// A boolean, number or null in JSON's spelling, not written in the source this way.
    pub fn literal(&mut self, span: Span, text: impl Into<Box<str>>) -> NodeId {
        self.owned(Style::Plain, span, text)
    }

    /// An alias of an earlier node.
    pub fn alias(&mut self, span: Span, target: NodeId) -> NodeId {
        self.push(Style::Alias, span, target, 0)
    }

    /// Opens a collection. `span` may be widened when it ends.
    pub fn start(&mut self, style: Style, span: Span) -> NodeId {
        let id = self.push(style, span, 0, 0);
        self.open.push(id);
        id
    }

    /// Closes the innermost collection. Without `end` it ends where its last child does.
    pub fn end(&mut self, end: Option<u32>) {
        let Some(id) = self.open.pop() else { return };
        let next = self.next_id();
        let node = &mut self.arena.nodes[id as usize];
        node.link = next;
        node.end = end.unwrap_or(self.last_end).max(node.start);
        self.last_end = node.end;
        if node.is_mapping() {
            let pairs = node.count() / 2;
            node.meta = node.meta & ((1 << COUNT_SHIFT) - 1) | pairs << COUNT_SHIFT;
        }
    }

    /// Anchor or tag of a node already written.
    pub fn properties(&mut self, properties: Properties) {
        self.arena.nodes[properties.node as usize].meta |= PROPERTIES;
        match self.arena.properties.last_mut() {
            Some(last) if last.node == properties.node => {
                if !properties.anchor.is_empty() {
                    last.anchor = properties.anchor;
                }
                if !properties.tag.is_empty() {
                    last.tag = properties.tag;
                    last.meaning = properties.meaning;
                }
            }
            _ => self.arena.properties.push(properties),
        }
    }

    /// A comment; the next node written comes after it.
    pub fn comment(&mut self, span: Span) {
        let node = self.next_id();
        self.arena.comments.push(Comment { span, node });
    }

    /// A comment that comes before a node written earlier: for formats whose data is not in the order of the text.
    pub fn comment_before(&mut self, span: Span, node: NodeId) {
        self.arena.comments.push(Comment { span, node });
    }

    /// Records that `later` repeats the key `earlier` of `mapping`.
    pub fn duplicate(&mut self, mapping: NodeId, earlier: NodeId, later: NodeId) {
        self.arena.nodes[mapping as usize].meta |= DUPLICATES;
        self.arena.duplicates.push((earlier, later));
    }

    /// Records that a mapping holds a `<<` key.
    pub fn merges(&mut self, mapping: NodeId) {
        self.arena.nodes[mapping as usize].meta |= MERGES;
    }

    /// What has been written so far.
    pub fn arena(&self) -> &Arena {
        self.arena
    }

    fn push(&mut self, style: Style, span: Span, link: u32, flags: u32) -> NodeId {
        let id = self.next_id();
        if let Some(&parent) = self.open.last() {
            let meta = &mut self.arena.nodes[parent as usize].meta;
            *meta = meta.checked_add(1 << COUNT_SHIFT).unwrap_or(*meta);
        }
        self.last_end = span.end;
        self.arena.nodes.push(Node { start: span.start, end: span.end, link, meta: style as u32 | flags });
        id
    }
}
