//! Reading an arena: documents, nodes, values, and the way between pointers and nodes.

use std::{borrow::Cow, collections::HashSet, ops::Range, sync::Arc};

use super::{
    Arena, Comment, Declined, Node, NodeId, Number, Pointer, Properties, Scalar, Step, Style, Symbol, SyntaxError, Tag,
    resolve,
    scalar::{BlockHeader, part, text},
};
use crate::{
    kind::{Dialect, Format},
    source::{Source, Span},
};

/// One parsed file: its text, its nodes, and what could not be read.
#[derive(Debug)]
pub struct Tree {
    source: Arc<Source>,
    format: Format,
    arena: Arena,
    errors: Vec<SyntaxError>,
    declined: Option<Declined>,
}

impl Tree {
    /// A tree from its parts.
    pub fn new(
        source: Arc<Source>,
        format: Format,
        arena: Arena,
        errors: Vec<SyntaxError>,
        declined: Option<Declined>,
    ) -> Self {
        Self { source, format, arena, errors, declined }
    }

    /// The same in no more memory than it takes, without comments and errors: what rules see of it.
    pub fn kept(&self) -> Self {
        let source = Source::new(self.source.path().clone(), self.source.text().to_owned());
        let arena = self.arena.without_comments();
        Self { source: Arc::new(source), format: self.format, arena, errors: Vec::new(), declined: self.declined }
    }

    /// Its text and nodes, whose memory can be used for another.
    pub fn into_parts(self) -> (Arc<Source>, Arena) {
        (self.source, self.arena)
    }

    /// Why the fast way of reading was not taken; none if it was, or the format has none.
    pub fn declined(&self) -> Option<Declined> {
        self.declined
    }

    /// The text and path.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// How it was read.
    pub fn format(&self) -> Format {
        self.format
    }

    /// What could not be read.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// The nodes.
    pub fn arena(&self) -> &Arena {
        &self.arena
    }

    /// The comments of the whole file, in order.
    pub fn comments(&self) -> &[Comment] {
        self.arena.comments()
    }

    /// The document that starts at a node.
    pub fn document(&self, root: NodeId, dialect: Dialect) -> Document<'_> {
        Document { tree: self, root, dialect }
    }

    /// The documents of the file, in order.
    pub fn documents(&self, dialect: Dialect) -> impl Iterator<Item = Document<'_>> {
        self.arena.roots().iter().map(move |&root| Document { tree: self, root, dialect })
    }
}

/// One root of a tree, read in a dialect.
#[derive(Clone, Copy, Debug)]
pub struct Document<'t> {
    tree: &'t Tree,
    root: NodeId,
    dialect: Dialect,
}

impl<'t> Document<'t> {
    /// The root node.
    pub fn root(self) -> NodeRef<'t> {
        self.node(self.root)
    }

    /// The same nodes, read in another dialect.
    pub fn in_dialect(self, dialect: Dialect) -> Self {
        Self { dialect, ..self }
    }

    /// The document that starts at a node: an item of a `List`.
    pub fn at(self, node: NodeRef<'t>) -> Self {
        Self { root: node.id, ..self }
    }

    /// Any node of the tree.
    pub fn node(self, id: NodeId) -> NodeRef<'t> {
        NodeRef { tree: self.tree, id, dialect: self.dialect }
    }

    /// How its scalars are read.
    pub fn dialect(self) -> Dialect {
        self.dialect
    }

    /// The file it stands in.
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// The node a pointer leads to, as far as it leads: the deepest existing node, and how many steps led there.
    pub fn nearest(self, pointer: &Pointer) -> (NodeRef<'t>, usize) {
        let mut node = self.root();
        for (taken, step) in pointer.steps().iter().enumerate() {
            match node.step(step) {
                Some(below) => node = below,
                None => return (node, taken),
            }
        }
        (node, pointer.steps().len())
    }

    /// What to underline for a pointer: a scalar itself, the key of a collection or of an absent value, the first line of
    /// an item. A pointer to something missing underlines its nearest existing parent.
    pub fn span(self, pointer: &Pointer) -> Span {
        let (node, taken) = self.nearest(pointer);
        if !node.is_collection() && !node.raw_span().is_empty() {
            return node.raw_span();
        }
        match taken.checked_sub(1).map(|last| &pointer.steps()[last]) {
            Some(Step::Key(key)) => {
                let (parent, _) = self.nearest(&Pointer(pointer.steps()[..taken - 1].to_vec()));
                parent.key(key).map_or_else(|| node.first_line(), NodeRef::raw_span)
            }
            _ => node.first_line(),
        }
    }
}

/// The value of a node, one level deep.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'t> {
    /// Nothing, or null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text.
    String(Cow<'t, str>),
    /// A sequence.
    Sequence,
    /// A mapping.
    Mapping,
}

/// One node with all that is needed to read it. Aliases are followed before a `NodeRef` is handed out.
#[derive(Clone, Copy, Debug)]
pub struct NodeRef<'t> {
    tree: &'t Tree,
    id: NodeId,
    dialect: Dialect,
}

impl<'t> NodeRef<'t> {
    /// Its index on the tape: unique among live nodes of a tree.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The file it stands in.
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// Its own bytes: quotes included, anchor and tag excluded.
    pub fn raw_span(self) -> Span {
        self.tree.arena.span(self.id)
    }

    /// Whether it is a sequence or mapping.
    pub fn is_collection(self) -> bool {
        self.node().is_collection()
    }

    /// Whether it is a mapping.
    pub fn is_mapping(self) -> bool {
        self.node().is_mapping()
    }

    /// Whether it is a sequence.
    pub fn is_sequence(self) -> bool {
        self.node().is_sequence()
    }

    /// How it is written.
    pub fn style(self) -> Style {
        self.node().style()
    }

    /// Anchor and tag.
    pub fn properties(self) -> Option<&'t Properties> {
        self.tree.arena.properties(self.id)
    }

    /// Its value, one level deep.
    pub fn value(self) -> Value<'t> {
        let node = self.node();
        match node.style() {
            Style::Sequence | Style::FlowSequence => Value::Sequence,
            Style::Mapping | Style::FlowMapping => Value::Mapping,
            Style::Absent if self.tag() == Tag::String => Value::String(Cow::Borrowed("")),
            Style::Absent => Value::Null,
            style => {
                let text = self.text();
                let plain = style == Style::Plain;
                match resolve(&text, plain, self.tag(), self.dialect) {
                    Scalar::Null => Value::Null,
                    Scalar::Bool(value) => Value::Bool(value),
                    Scalar::Number(value) => Value::Number(value),
                    Scalar::String => Value::String(text),
                }
            }
        }
    }

    /// Where the text of a scalar stands, if it is a slice of the source.
    pub fn text_span(self) -> Option<Span> {
        self.node().text_span()
    }

    /// The same, if it is surely a string.
    pub fn string_span(self) -> Option<Span> {
        let span = self.text_span().filter(|_| self.properties().is_none())?;
        if self.node().style() == Style::Plain {
            let first = *self.tree.source.text().as_bytes().get(span.start as usize)?;
            return (!span.is_empty() && resolve::is_word(first, self.dialect)).then_some(span);
        }
        Some(span)
    }

    /// The text of a scalar as written, quotes and folding undone; empty for collections.
    pub fn text(self) -> Cow<'t, str> {
        let text = text(&self.tree.arena, self.tree.source.text(), self.node());
        if self.dialect == Dialect::Go { self.without_last_break(text) } else { text }
    }

    /// To Go a block scalar that ends with the file has no final line break if the file has none.
    fn without_last_break(self, text: Cow<'t, str>) -> Cow<'t, str> {
        let ends_file = self.node().scalar_span().end as usize == self.tree.source.text().len();
        if !ends_file || !matches!(self.style(), Style::Literal | Style::Folded) {
            return text;
        }
        match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.strip_suffix('\n').unwrap_or(text)),
            Cow::Owned(mut text) => {
                text.truncate(text.strip_suffix('\n').map_or(text.len(), str::len));
                Cow::Owned(text)
            }
        }
    }

    /// The string, if the value is one.
    pub fn as_str(self) -> Option<Cow<'t, str>> {
        match self.value() {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Number of items or of distinct keys.
    pub fn len(self) -> usize {
        let node = self.node();
        if node.merges() || node.has_duplicates() { self.entries().len() } else { node.count() as usize }
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.node().count() == 0
    }

    /// The items of a sequence; none for anything else.
    pub fn items(self) -> impl Iterator<Item = NodeRef<'t>> {
        let children = if self.is_sequence() { self.children() } else { Children::empty(self) };
        children.map(NodeRef::followed)
    }

    /// Key and value nodes of a mapping as consumers see them: merge keys followed, the last of repeated keys.
    pub fn entries(self) -> Vec<(NodeRef<'t>, NodeRef<'t>)> {
        let node = self.node();
        if !node.merges() && !node.has_duplicates() {
            return self.pairs().collect();
        }
        let mut names = HashSet::new();
        let mut entries = Vec::with_capacity(node.count() as usize);
        for layer in self.layers() {
            let mut own: Vec<_> = layer.pairs().collect();
            // From the back: the last of repeated keys wins.
            own.reverse();
            own.retain(|(key, _)| key.is_collection() || names.insert(key.text()));
            entries.extend(own.into_iter().rev());
        }
        entries
    }

    /// Calls `see` with what [`NodeRef::entries`] yields, without keeping it.
    pub fn each_entry(self, mut see: impl FnMut(NodeRef<'t>, NodeRef<'t>)) {
        let node = self.node();
        if node.merges() || node.has_duplicates() {
            self.entries().into_iter().for_each(|(key, value)| see(key, value));
        } else {
            self.pairs().for_each(|(key, value)| see(key, value));
        }
    }

    /// Symbol, key and value of each pair of a mapping as it is written: merge keys and aliases are not followed.
    pub(super) fn written_pairs(self) -> impl Iterator<Item = (Symbol, NodeRef<'t>, NodeRef<'t>)> {
        let arena = &self.tree.arena;
        let (mut at, end) = (self.id + 1, arena.next(self.id));
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let (symbol, value) = arena.pair(at);
                let pair = (symbol, NodeRef { id: at, ..self }, NodeRef { id: value, ..self });
                at = arena.next(value);
                pair
            })
        })
    }

    /// The value under a key.
    pub fn get(self, key: &str) -> Option<NodeRef<'t>> {
        self.get_known(key, Symbol::of(key))
    }

    /// The key node of a key.
    pub fn key(self, key: &str) -> Option<NodeRef<'t>> {
        self.find(key).map(|(key, _)| key)
    }

    /// One step down.
    pub fn step(self, step: &Step) -> Option<NodeRef<'t>> {
        match step {
            Step::Key(key) => self.get(key),
            Step::Index(index) => self.items().nth(*index),
        }
    }

    /// The node at the end of keys, each a mapping's key.
    pub fn at(self, keys: &[&str]) -> Option<NodeRef<'t>> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// One past the last node below it.
    pub fn end(self) -> NodeId {
        self.tree.arena.next(self.id)
    }

    /// The child that is a node or holds it, and the step there. Aliases are not followed.
    pub fn child_holding(self, wanted: NodeId) -> Option<(Step, NodeRef<'t>)> {
        let holds = |node: &NodeRef<'t>| (node.id..node.end()).contains(&wanted);
        if self.is_mapping() {
            let mut children = self.children();
            return std::iter::from_fn(|| Some((children.next()?, children.next()?)))
                .find(|(key, value)| holds(value) || key.id == wanted)
                .map(|(key, value)| (Step::Key(key.followed().text().into_owned()), value));
        }
        self.children().enumerate().find(|(_, child)| holds(child)).map(|(index, child)| (Step::Index(index), child))
    }

    /// The whole value as JSON: aliases and merge keys followed, keys as text. Numbers that JSON lacks become null.
    pub fn to_json(self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self.value() {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(value),
            Value::Number(Number::Int(value)) => value.into(),
            Value::Number(Number::UInt(value)) => value.into(),
            Value::Number(Number::Float(value)) => value.into(),
            Value::String(text) => Json::String(text.into_owned()),
            Value::Sequence => self.items().map(Self::to_json).collect(),
            Value::Mapping => {
                self.entries().into_iter().map(|(key, value)| (key.text().into_owned(), value.to_json())).collect()
            }
        }
    }

    /// Its first line without surrounding space: what to underline where the whole would be too much.
    pub fn first_line(self) -> Span {
        let span = self.raw_span();
        let text = self.tree.source.slice(span);
        let line = text.split(['\n', '\r']).next().unwrap_or_default();
        Span::new(span.start, span.start + line.trim_end().len() as u32)
    }

    /// The bytes that a part of a scalar's text was made from.
    pub fn span_of(self, range: Range<usize>) -> Span {
        let (node, span) = (self.node(), self.raw_span());
        let indent = match node.style() {
            _ if node.is_owned() || node.is_collection() => return span,
            Style::Literal | Style::Folded => BlockHeader::from_bits(node.link).indent as usize,
            _ => 0,
        };
        let part = part(node.style(), self.tree.source.slice(span), &self.text(), indent, range);
        Span::new(span.start + part.start as u32, span.start + part.end as u32)
    }

    /// The value under a key whose symbol is known.
    pub fn get_known(self, key: &str, symbol: Symbol) -> Option<NodeRef<'t>> {
        if self.node().is_plain_mapping() {
            let (_, value) = self.find_plainly(key, symbol)?;
            return Some(NodeRef { id: value, ..self }.followed());
        }
        self.find_known(key, symbol).map(|(_, value)| value)
    }

    fn find(self, wanted: &str) -> Option<(NodeRef<'t>, NodeRef<'t>)> {
        self.find_known(wanted, Symbol::of(wanted))
    }

    fn find_known(self, wanted: &str, symbol: Symbol) -> Option<(NodeRef<'t>, NodeRef<'t>)> {
        if self.node().merges() {
            return self.layers().into_iter().find_map(|layer| layer.find_own(wanted, symbol));
        }
        self.find_own(wanted, symbol)
    }

    fn find_own(self, wanted: &str, symbol: Symbol) -> Option<(NodeRef<'t>, NodeRef<'t>)> {
        if self.node().is_plain_mapping() {
            let (key, value) = self.find_plainly(wanted, symbol)?;
            return Some((NodeRef { id: key, ..self }.followed(), NodeRef { id: value, ..self }.followed()));
        }
        let (arena, merges) = (&self.tree.arena, self.node().merges());
        let is_wanted = |key: NodeRef<'t>| {
            let (meant, merge_key) = (key.followed(), merges && key.is_merge_key());
            !merge_key && !meant.is_collection() && meant.text() == wanted
        };
        let pairs = self.raw_pairs().filter(|&(key, _)| arena.symbol(key.id) == symbol && is_wanted(key));
        let mut found = pairs.map(|(key, value)| (key.followed(), value));
        if self.node().has_duplicates() { found.last() } else { found.next() }
    }

    /// The same in a mapping whose keys all differ and are its own, as nearly all do: key and value, aliases not followed.
    #[inline]
    fn find_plainly(self, wanted: &str, symbol: Symbol) -> Option<(NodeId, NodeId)> {
        self.tree.arena.find_key(self.id, symbol, |key| NodeRef { id: key, ..self }.is_called(wanted))
    }

    /// Whether a key is this text.
    #[inline]
    fn is_called(self, wanted: &str) -> bool {
        if let Some(span) = self.text_span() {
            return self.tree.source.text().as_bytes().get(span.range()) == Some(wanted.as_bytes());
        }
        let key = self.followed();
        !key.is_collection() && key.text() == wanted
    }

    /// Own pairs of a mapping in order, without merge keys.
    fn pairs(self) -> impl Iterator<Item = (NodeRef<'t>, NodeRef<'t>)> {
        let merges = self.node().merges();
        self.raw_pairs()
            .filter(move |(key, _)| !(merges && key.is_merge_key()))
            .map(|(key, value)| (key.followed(), value))
    }

    /// Key and value nodes, the keys' aliases not yet followed.
    fn raw_pairs(self) -> impl Iterator<Item = (NodeRef<'t>, NodeRef<'t>)> {
        let mut children = if self.is_mapping() { self.children() } else { Children::empty(self) };
        std::iter::from_fn(move || Some((children.next()?, children.next()?.followed())))
    }

    /// This mapping, then those it merges, strongest first. Each is named once, however often it is merged: the second
    /// time it has nothing to add.
    fn layers(self) -> Vec<NodeRef<'t>> {
        let mut layers = Vec::new();
        let mut seen = HashSet::new();
        let mut waiting = vec![self];
        while let Some(mapping) = waiting.pop() {
            if !mapping.is_mapping() || !seen.insert(mapping.id) {
                continue;
            }
            layers.push(mapping);
            if mapping.node().merges() {
                let merged = mapping.raw_pairs().filter(|(key, _)| key.is_merge_key()).map(|(_, value)| value);
                let mut merged: Vec<_> = merged.flat_map(|value| std::iter::once(value).chain(value.items())).collect();
                merged.reverse();
                waiting.append(&mut merged);
            }
        }
        layers
    }

    fn is_merge_key(self) -> bool {
        self.style() == Style::Plain && self.text() == "<<"
    }

    fn children(self) -> Children<'t> {
        Children { of: self, next: self.id + 1, end: self.tree.arena.next(self.id) }
    }

    fn followed(self) -> NodeRef<'t> {
        match self.style() {
            Style::Alias => NodeRef { id: self.node().link, ..self },
            _ => self,
        }
    }

    fn tag(self) -> Tag {
        self.properties().map_or(Tag::Absent, |properties| properties.meaning)
    }

    fn node(self) -> &'t Node {
        self.tree.arena.node(self.id)
    }
}

/// Child nodes in order, aliases not yet followed.
struct Children<'t> {
    of: NodeRef<'t>,
    next: NodeId,
    end: NodeId,
}

impl<'t> Children<'t> {
    fn empty(of: NodeRef<'t>) -> Self {
        Self { of, next: 0, end: 0 }
    }
}

impl<'t> Iterator for Children<'t> {
    type Item = NodeRef<'t>;

    fn next(&mut self) -> Option<NodeRef<'t>> {
        if self.next >= self.end {
            return None;
        }
        let id = self.next;
        self.next = self.of.tree.arena.next(id);
        Some(NodeRef { id, ..self.of })
    }
}
