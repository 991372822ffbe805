//! Writing an arena, whatever the format.

use rustc_hash::FxHashMap;

use super::{
    Arena, CLOSED, Comment, DUPLICATES, MERGES, Node, NodeId, OWNED, PROPERTIES, Properties, RAW, SIZE_SHIFT, Style,
    Text,
};
use crate::{
    document::{
        Symbol,
        keys::{Key, repeats},
        scalar::{self, BlockHeader},
    },
    source::Span,
};

/// A position on the tape that building can return to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    nodes: usize,
    ends: usize,
    roots: usize,
    comments: usize,
    properties: usize,
    duplicates: usize,
    texts: usize,
    symbols: usize,
}

/// A collection that is being written.
#[derive(Debug)]
struct Open {
    node: NodeId,
    mapping: bool,
    children: u32,
    /// Where its keys begin among those of all open collections.
    keys: usize,
}

/// Fills an [`Arena`], whatever the format: the only way to write one.
///
/// Every node is announced in document order; a mapping gets key, value, key, value. [`Builder::document`] starts each
/// root. Collections are closed by [`Builder::end`], which notes repeated keys.
#[derive(Debug)]
pub struct Builder<'a> {
    arena: &'a mut Arena,
    text: &'a str,
    open: Vec<Open>,
    /// Keys of the open mappings, outermost first. What is closed has none, so those of a mapping stand together.
    keys: Vec<Key>,
    /// End of the scalar or collection written last: where a block collection that closes now ends.
    last_end: u32,
    /// The texts of keys that are not the source's own.
    known: FxHashMap<Symbol, u32>,
}

impl<'a> Builder<'a> {
    /// Writes behind whatever the arena holds. `text` is what the spans are of.
    pub fn new(arena: &'a mut Arena, text: &'a str) -> Self {
        // Small manifests have a node for every thirteen bytes, and what has fewer leaves the rest untouched.
        arena.nodes.reserve(text.len() / 12);
        Self {
            arena,
            text,
            open: Vec::with_capacity(16),
            keys: Vec::with_capacity(32),
            last_end: 0,
            known: FxHashMap::default(),
        }
    }

    /// The next node starts a document.
    pub fn document(&mut self) {
        self.arena.roots.push(self.next_id());
    }

    /// The id the next node will get.
    #[inline]
    pub fn next_id(&self) -> NodeId {
        self.arena.nodes.len() as NodeId
    }

    /// How many collections are open.
    #[inline]
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Where the tape stands, for [`Builder::rewind`].
    pub fn mark(&self) -> Mark {
        Mark {
            nodes: self.arena.nodes.len(),
            ends: self.arena.ends.len(),
            roots: self.arena.roots.len(),
            comments: self.arena.comments.len(),
            properties: self.arena.properties.len(),
            duplicates: self.arena.duplicates.len(),
            texts: self.arena.texts.len(),
            symbols: self.arena.symbols.len(),
        }
    }

    /// Drops everything written since `mark`, as if it had never been read.
    pub fn reset(&mut self, mark: Mark) {
        self.rewind(mark);
        self.arena.comments.truncate(mark.comments);
    }

    /// Drops everything written since `mark` and closes what is open. Comments stay: they are true of the text.
    pub fn rewind(&mut self, mark: Mark) {
        let arena = &mut *self.arena;
        arena.nodes.truncate(mark.nodes);
        arena.ends.truncate(mark.ends);
        arena.roots.truncate(mark.roots);
        arena.properties.truncate(mark.properties);
        arena.duplicates.truncate(mark.duplicates);
        arena.texts.truncate(mark.texts);
        arena.symbols.truncate(mark.symbols);
        for comment in &mut arena.comments[mark.comments..] {
            comment.node = mark.nodes as NodeId;
        }
        self.open.clear();
        self.keys.clear();
    }

    /// A scalar whose text is the source's own slice, quotes aside.
    #[inline]
    pub fn scalar(&mut self, style: Style, span: Span) -> NodeId {
        self.slice(style, span, 0)
    }

    /// A plain or quoted scalar with escapes or of several lines: its text is made from its slice when somebody asks.
    pub fn raw(&mut self, style: Style, span: Span) -> NodeId {
        self.slice(style, span, RAW)
    }

    /// A block scalar whose text is made from its slice when somebody asks. It cannot be a key.
    pub(in crate::document) fn block_scalar(&mut self, style: Style, span: Span, header: BlockHeader) -> NodeId {
        self.push(style, span, header.to_bits(), 0)
    }

    #[inline(always)]
    fn slice(&mut self, style: Style, span: Span, flags: u32) -> NodeId {
        let id = self.push(style, span, 0, flags);
        if self.awaits_value() {
            let (symbol, merges) = if style == Style::Plain && flags == 0 {
                let text = self.text.get(span.range()).unwrap_or_default();
                (Symbol::of(text), text == "<<")
            } else {
                let text = scalar::text(self.arena, self.text, self.arena.node(id));
                (Symbol::of(&text), style == Style::Plain && text == "<<")
            };
            self.arena.nodes[id as usize].link = symbol.0;
            self.key(id, symbol, merges);
        }
        id
    }

    /// A scalar whose text differs from the source's slice, or has none there.
    pub fn owned(&mut self, style: Style, span: Span, text: impl Into<Box<str>> + AsRef<str>) -> NodeId {
        let id = self.push(style, span, self.arena.texts.len() as u32, OWNED);
        if !self.awaits_value() {
            self.arena.texts.push(Text { text: text.into(), symbol: Symbol::default() });
            return id;
        }
        let written = text.as_ref();
        let (symbol, merges) = (Symbol::of(written), style == Style::Plain && written == "<<");
        // The keys of a tree that is made from another format are few words again and again.
        let known = self.known.get(&symbol).filter(|&&at| {
            self.arena.texts.get(at as usize).is_some_and(|known| known.symbol == symbol && &*known.text == written)
        });
        match known {
            Some(&at) => self.arena.nodes[id as usize].link = at,
            None => {
                self.known.insert(symbol, self.arena.texts.len() as u32);
                self.arena.texts.push(Text { text: text.into(), symbol });
            }
        }
        self.key(id, symbol, merges);
        id
    }

    /// A string that is not written in the source this way; `span` is what it is about.
    pub fn string(&mut self, span: Span, text: impl Into<Box<str>> + AsRef<str>) -> NodeId {
        self.owned(Style::Double, span, text)
    }

    /// A boolean, number or null in JSON's spelling, not written in the source this way.
    pub fn literal(&mut self, span: Span, text: impl Into<Box<str>> + AsRef<str>) -> NodeId {
        self.owned(Style::Plain, span, text)
    }

    /// An alias of an earlier node.
    pub fn alias(&mut self, span: Span, target: NodeId) -> NodeId {
        let id = self.push(Style::Alias, span, target, 0);
        let meant = self.arena.node(target);
        if self.awaits_value() && !meant.is_collection() {
            let symbol = Symbol::of(&scalar::text(self.arena, self.text, meant));
            self.arena.symbols.push((id, symbol));
            self.key(id, symbol, false);
        }
        id
    }

    /// Opens a collection. `span` may be widened when it ends.
    #[inline]
    pub fn start(&mut self, style: Style, span: Span) -> NodeId {
        let node = self.push(style, span, 0, 0);
        let mapping = self.arena.node(node).is_mapping();
        self.open.push(Open { node, mapping, children: 0, keys: self.keys.len() });
        node
    }

    /// Closes the innermost collection. Without `end` it ends where its last child does.
    pub fn end(&mut self, end: Option<u32>) {
        let Some(open) = self.open.pop() else { return };
        let next = self.next_id();
        let node = &mut self.arena.nodes[open.node as usize];
        node.link = next;
        node.meta |= if open.mapping { open.children / 2 } else { open.children } << SIZE_SHIFT;
        let end = end.unwrap_or(self.last_end).max(node.start());
        self.last_end = end;
        if self.arena.end(open.node) != end {
            self.arena.nodes[open.node as usize].head |= CLOSED;
            self.arena.ends.push((open.node, end));
        }
        if open.mapping {
            let repeats = repeats(self.arena, self.text, &self.keys[open.keys..]);
            if !repeats.is_empty() {
                self.arena.nodes[open.node as usize].head |= DUPLICATES;
                self.arena.duplicates.extend(repeats);
            }
            self.keys.truncate(open.keys);
        }
    }

    /// Anchor or tag of a node already written.
    pub fn properties(&mut self, properties: Properties) {
        self.arena.nodes[properties.node as usize].head |= PROPERTIES;
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

    /// Number of comments written.
    #[inline]
    pub fn comments(&self) -> usize {
        self.arena.comments.len()
    }

    /// Says that comments from the one of number `first` on stand behind the node written last.
    pub fn comments_behind(&mut self, first: usize) {
        let next = self.next_id();
        for comment in self.arena.comments.iter_mut().skip(first) {
            comment.node = next;
        }
    }

    /// A comment that comes before a node written earlier: for formats whose data is not in the order of the text.
    pub fn comment_before(&mut self, span: Span, node: NodeId) {
        self.arena.comments.push(Comment { span, node });
    }

    /// What has been written so far.
    pub fn arena(&self) -> &Arena {
        self.arena
    }

    /// Whether the innermost open collection is a mapping.
    #[inline]
    pub fn in_mapping(&self) -> bool {
        self.open.last().is_some_and(|open| open.mapping)
    }

    /// Whether the node written last is a key.
    #[inline]
    pub fn awaits_value(&self) -> bool {
        self.open.last().is_some_and(|open| open.mapping && open.children % 2 == 1)
    }

    /// Notes a key. A merge key may stand in a mapping several times.
    #[inline]
    fn key(&mut self, node: NodeId, symbol: Symbol, merges: bool) {
        if !merges {
            self.keys.push(Key { node, symbol });
        } else if let Some(open) = self.open.last() {
            self.arena.nodes[open.node as usize].head |= MERGES;
        }
    }

    #[inline]
    fn push(&mut self, style: Style, span: Span, link: u32, flags: u32) -> NodeId {
        let id = self.next_id();
        if let Some(open) = self.open.last_mut() {
            open.children += 1;
        }
        self.last_end = span.end;
        let length = if style.is_collection() { 0 } else { span.len() };
        self.arena.nodes.push(Node { head: span.start | flags, link, meta: style as u32 | length << SIZE_SHIFT });
        id
    }
}
