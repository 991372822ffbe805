//! The tape: all nodes of one file, in pre-order, 12 bytes each.
//!
//! A node's children are the nodes after it up to its `link`; a mapping's children alternate key and value. Scalars are
//! spans into the source, and the work of unescaping and folding is done when somebody asks (`scalar.rs`). The node's
//! index is its place and its span at once, so nothing else needs to remember where a value came from.

mod builder;

pub use builder::Builder;
pub(super) use builder::Mark;

use std::{cmp::Reverse, ops::Range};

use super::Symbol;
use crate::source::Span;

/// What an arena can be of: the first byte of a node has so many bits.
pub(super) const LARGEST: usize = 1 << START_BITS;

/// Index of a node in its [`Arena`].
pub type NodeId = u32;

/// How a node is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Style {
    /// Nothing at all where a value may stand: `key:`.
    Absent,
    /// A plain scalar; what it means depends on the dialect.
    Plain,
    /// `'single quoted'`.
    Single,
    /// `"double quoted"`.
    Double,
    /// `|` block scalar.
    Literal,
    /// `>` block scalar.
    Folded,
    /// Block sequence.
    Sequence,
    /// Block mapping.
    Mapping,
    /// `[flow, sequence]`.
    FlowSequence,
    /// `{flow: mapping}`.
    FlowMapping,
    /// `*alias`; `link` is the node it stands for.
    Alias,
}

impl Style {
    /// Whether it is a sequence or a mapping.
    #[inline]
    pub fn is_collection(self) -> bool {
        matches!(self, Self::Sequence | Self::Mapping | Self::FlowSequence | Self::FlowMapping)
    }
}

/// By the bits that a node has for it, so that no look at one needs a check.
const STYLES: [Style; 16] = [
    Style::Absent,
    Style::Plain,
    Style::Single,
    Style::Double,
    Style::Literal,
    Style::Folded,
    Style::Sequence,
    Style::Mapping,
    Style::FlowSequence,
    Style::FlowMapping,
    Style::Alias,
    Style::Alias,
    Style::Alias,
    Style::Alias,
    Style::Alias,
    Style::Alias,
];

/// One node of the tape.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// First byte, quotes included, anchor and tag excluded (bits 0–25), and flags (26–31).
    head: u32,
    /// Collections: one past the last node below. Aliases: the node meant. Owned scalars: index of their text. Keys: symbol. Block scalars: header.
    pub link: u32,
    /// Style (bits 0–3); bytes of a scalar or alias, items of a sequence, pairs of a mapping (4–31).
    meta: u32,
}

const _: () = assert!(size_of::<Node>() == 12);

/// Where flags begin.
const START_BITS: u32 = 26;
/// The text is not the slice of the source: `link` says where it is kept.
const OWNED: u32 = 1 << START_BITS;
/// Anchor or tag in the side table.
const PROPERTIES: u32 = 1 << 27;
/// A mapping that holds a `<<` key.
const MERGES: u32 = 1 << 28;
/// A scalar whose text must be made from its slice; of scalars what [`MERGES`] is of mappings.
const RAW: u32 = 1 << 28;
/// A mapping in which a key occurs twice.
const DUPLICATES: u32 = 1 << 29;
/// A collection that ends elsewhere than the last node below it; of collections what [`OWNED`] is of scalars.
const CLOSED: u32 = 1 << START_BITS;
const SIZE_SHIFT: u32 = 4;
/// Where the style stands; telling styles apart by these bits needs no table.
const STYLE: u32 = (1 << SIZE_SHIFT) - 1;
const SEQUENCE: u32 = Style::Sequence as u32;
const MAPPING: u32 = Style::Mapping as u32;
const FLOW_SEQUENCE: u32 = Style::FlowSequence as u32;
const FLOW_MAPPING: u32 = Style::FlowMapping as u32;
const ALIAS: u32 = Style::Alias as u32;

impl Node {
    /// How it is written.
    #[inline]
    pub fn style(&self) -> Style {
        STYLES[(self.meta & STYLE) as usize]
    }

    /// First byte, quotes included, anchor and tag excluded.
    #[inline]
    pub fn start(&self) -> u32 {
        self.head & (OWNED - 1)
    }

    /// The bytes of a scalar or alias. A collection's are known to its [`Arena::span`] alone.
    #[inline]
    pub fn scalar_span(&self) -> Span {
        let start = self.start();
        Span::new(start, if self.is_collection() { start } else { start + (self.meta >> SIZE_SHIFT) })
    }

    /// Whether it is a sequence or a mapping.
    #[inline]
    pub fn is_collection(&self) -> bool {
        matches!(self.meta & STYLE, SEQUENCE | MAPPING | FLOW_SEQUENCE | FLOW_MAPPING)
    }

    /// Whether it is a mapping.
    #[inline]
    pub fn is_mapping(&self) -> bool {
        matches!(self.meta & STYLE, MAPPING | FLOW_MAPPING)
    }

    /// Whether it is a mapping whose keys all differ and are its own, as nearly all are.
    #[inline]
    pub(super) fn is_plain_mapping(&self) -> bool {
        self.head & (MERGES | DUPLICATES) == 0 && self.is_mapping()
    }

    /// Where its text stands, if it is a plain or quoted scalar that is written as it is.
    #[inline]
    pub(super) fn text_span(&self) -> Option<Span> {
        let span = self.scalar_span();
        match self.style() {
            _ if self.head & (OWNED | RAW) != 0 => None,
            Style::Plain => Some(span),
            Style::Single | Style::Double if span.len() > 1 => Some(Span::new(span.start + 1, span.end - 1)),
            _ => None,
        }
    }

    /// Whether it is a sequence.
    #[inline]
    pub fn is_sequence(&self) -> bool {
        matches!(self.meta & STYLE, SEQUENCE | FLOW_SEQUENCE)
    }

    /// Whether it means the same wherever it is copied to: it is no alias, has no properties, and if it is a mapping its keys
    /// are its own and all differ.
    pub(super) fn stands_alone(&self) -> bool {
        self.head & (PROPERTIES | DUPLICATES) == 0 && !self.merges() && self.meta & STYLE != ALIAS
    }

    /// Number of items or pairs; none of scalars.
    pub fn count(&self) -> u32 {
        if self.is_collection() { self.meta >> SIZE_SHIFT } else { 0 }
    }

    /// Whether a mapping holds a `<<` key.
    pub fn merges(&self) -> bool {
        self.head & MERGES != 0 && self.is_mapping()
    }

    /// Whether a mapping holds a key twice.
    pub fn has_duplicates(&self) -> bool {
        self.head & DUPLICATES != 0
    }

    /// Whether it is a scalar whose text is made from its slice: of a key, `link` is the symbol.
    #[inline]
    fn is_written_text(&self) -> bool {
        self.meta & STYLE < SEQUENCE && self.head & OWNED == 0
    }

    /// Whether the scalar's text is kept apart from the source.
    #[inline]
    pub fn is_owned(&self) -> bool {
        self.head & OWNED != 0 && !self.is_collection()
    }
}

/// A comment, with its sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its bytes, from the sign to the end of the line.
    pub span: Span,
    /// The node that comes next on the tape.
    pub node: NodeId,
}

/// Anchor and tag of a node; empty spans where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    /// The node.
    pub node: NodeId,
    /// `&name`.
    pub anchor: Span,
    /// `!tag`, as written.
    pub tag: Span,
    /// What the tag says of a scalar's value.
    pub meaning: Tag,
}

/// What an explicit tag says of a scalar's value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tag {
    /// No tag.
    #[default]
    Absent,
    /// `!!str`, the non-specific `!`, or a tag that an application gives a meaning to (`!Ref`, `!reference`).
    String,
    /// `!!int`.
    Integer,
    /// `!!float`.
    Float,
    /// `!!bool`.
    Boolean,
    /// `!!null`.
    Null,
}

/// A scalar's text that is kept apart from the source.
#[derive(Clone, Debug)]
struct Text {
    text: Box<str>,
    /// Of keys, which share a text if they are the same.
    symbol: Symbol,
}

/// All nodes of one file. Cleared and used again for the next.
#[derive(Debug, Default)]
pub struct Arena {
    nodes: Vec<Node>,
    /// Where collections end that do not end with the last node below them, in the order in which they end.
    ends: Vec<(NodeId, u32)>,
    roots: Vec<NodeId>,
    comments: Vec<Comment>,
    properties: Vec<Properties>,
    duplicates: Vec<(NodeId, NodeId)>,
    texts: Vec<Text>,
    /// Of keys that are aliases.
    symbols: Vec<(NodeId, Symbol)>,
}

impl Arena {
    /// An arena with room for so many nodes.
    pub(super) fn with_capacity(nodes: usize) -> Self {
        Self { nodes: Vec::with_capacity(nodes), ..Self::default() }
    }

    /// Forgets everything and keeps the memory.
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.ends.clear();
        self.roots.clear();
        self.comments.clear();
        self.properties.clear();
        self.duplicates.clear();
        self.texts.clear();
        self.symbols.clear();
    }

    /// A copy without comments.
    pub(super) fn without_comments(&self) -> Self {
        Self {
            nodes: self.nodes.clone(),
            ends: self.ends.clone(),
            roots: self.roots.clone(),
            comments: Vec::new(),
            properties: self.properties.clone(),
            duplicates: self.duplicates.clone(),
            texts: self.texts.clone(),
            symbols: self.symbols.clone(),
        }
    }

    /// Adds a scalar whose text is a slice, quotes aside; of a key with its symbol.
    pub(super) fn push_scalar(&mut self, style: Style, span: Span, symbol: Symbol) {
        self.nodes.push(Node { head: span.start, link: symbol.0, meta: style as u32 | span.len() << SIZE_SHIFT });
    }

    /// Adds a collection, whose children come next.
    pub(super) fn push_collection(&mut self, mapping: bool) -> NodeId {
        let style = if mapping { Style::Mapping } else { Style::Sequence };
        self.nodes.push(Node { head: 0, link: 0, meta: style as u32 });
        self.nodes.len() as NodeId - 1
    }

    /// Ends a collection behind its last child, of so many items or pairs.
    pub(super) fn close(&mut self, id: NodeId, count: u32) {
        let next = self.nodes.len() as NodeId;
        let node = &mut self.nodes[id as usize];
        node.link = next;
        node.meta |= count << SIZE_SHIFT;
    }

    /// Drops all nodes from one on that was added so.
    pub(super) fn truncate(&mut self, len: usize) {
        self.nodes.truncate(len);
    }

    /// For how many nodes there is memory.
    pub fn capacity(&self) -> usize {
        self.nodes.capacity()
    }

    /// A node.
    #[inline]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// One past the last node below `id`.
    #[inline]
    pub fn next(&self, id: NodeId) -> NodeId {
        let node = self.node(id);
        if node.is_collection() { node.link } else { id + 1 }
    }

    /// The bytes of a node: quotes and brackets included, anchor and tag excluded.
    pub fn span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        if node.is_collection() { Span::new(node.start(), self.end(id)) } else { node.scalar_span() }
    }

    /// One past the last byte of a node.
    #[inline]
    fn end(&self, mut id: NodeId) -> u32 {
        loop {
            let node = self.node(id);
            if !node.is_collection() {
                return node.scalar_span().end;
            }
            if node.head & CLOSED != 0 {
                return self.closed_end(id);
            }
            if node.link <= id + 1 {
                return node.start();
            }
            id = node.link - 1;
        }
    }

    fn closed_end(&self, id: NodeId) -> u32 {
        let node = self.node(id);
        // Those that end with the same node do so from the innermost outwards.
        let wanted = (node.link, Reverse(id));
        let at = self.ends.binary_search_by_key(&wanted, |&(other, _)| (self.node(other).link, Reverse(other)));
        at.map_or(node.start(), |at| self.ends[at].1)
    }

    /// The root node of each document.
    pub fn roots(&self) -> &[NodeId] {
        &self.roots
    }

    /// Comments in order.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// Keys that occur twice in one mapping: the earlier and the later key.
    pub fn duplicates(&self) -> &[(NodeId, NodeId)] {
        &self.duplicates
    }

    /// Anchor and tag of a node.
    pub fn properties(&self, id: NodeId) -> Option<&Properties> {
        if self.node(id).head & PROPERTIES == 0 {
            return None;
        }
        let at = self.properties.binary_search_by_key(&id, |properties| properties.node).ok()?;
        Some(&self.properties[at])
    }

    /// The text of an owned scalar.
    #[inline]
    pub fn owned(&self, node: &Node) -> Option<&str> {
        node.is_owned().then(|| &*self.texts[node.link as usize].text)
    }

    /// The first key of a mapping that has a symbol and is the one, and the node of its value.
    #[inline]
    pub(super) fn find_key(
        &self,
        mapping: NodeId,
        symbol: Symbol,
        is_it: impl Fn(NodeId) -> bool,
    ) -> Option<(NodeId, NodeId)> {
        let (mut at, end) = (mapping + 1, self.next(mapping));
        while at < end {
            let (found, value) = self.pair(at);
            if found == symbol && is_it(at) {
                return Some((at, value));
            }
            at = self.next(value);
        }
        None
    }

    /// The symbol of a key, and the node of its value.
    #[inline]
    pub(super) fn pair(&self, key: NodeId) -> (Symbol, NodeId) {
        let node = self.node(key);
        if node.is_written_text() { (Symbol(node.link), key + 1) } else { self.unusual_pair(key) }
    }

    #[cold]
    fn unusual_pair(&self, key: NodeId) -> (Symbol, NodeId) {
        if self.node(key).is_collection() { (Symbol::default(), self.next(key)) } else { (self.symbol(key), key + 1) }
    }

    /// Symbols, those of all keys among some nodes and others. False, and not all of them, if there is an alias.
    pub fn each_symbol(&self, nodes: Range<NodeId>, mut see: impl FnMut(Symbol)) -> bool {
        let nodes = &self.nodes[nodes.start as usize..nodes.end as usize];
        // Without anchors there are no aliases.
        if self.texts.is_empty() && self.properties.is_empty() {
            nodes.iter().for_each(|node| see(Symbol(node.link)));
            return true;
        }
        for node in nodes {
            if node.is_written_text() {
                see(Symbol(node.link));
            } else if node.is_owned() {
                see(self.texts[node.link as usize].symbol);
            } else if node.meta & STYLE == ALIAS {
                return false;
            }
        }
        true
    }

    /// The symbol of a key: of its text, or of the text that its alias stands for.
    ///
    /// Of anything but a scalar key of a mapping the answer means nothing.
    #[inline]
    pub fn symbol(&self, id: NodeId) -> Symbol {
        let node = self.node(id);
        if node.is_owned() {
            return self.texts[node.link as usize].symbol;
        }
        if node.style() == Style::Alias {
            let at = self.symbols.binary_search_by_key(&id, |&(key, _)| key);
            return at.map_or(Symbol::default(), |at| self.symbols[at].1);
        }
        Symbol(node.link)
    }

    /// Bytes of memory in use.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.nodes)
            + size_of_val(&*self.ends)
            + size_of_val(&*self.roots)
            + size_of_val(&*self.comments)
            + size_of_val(&*self.properties)
            + size_of_val(&*self.duplicates)
            + size_of_val(&*self.symbols)
            + self.texts.iter().map(|text| text.text.len() + size_of::<Text>()).sum::<usize>()
    }
}
