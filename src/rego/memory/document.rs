//! Nodes of documents as values.

use std::borrow::Cow;

use super::{Elements, Memory, Space, Tag, Value};
use crate::{
    document::{Document, NodeId, NodeRef, Number, Style, Symbol, Value as NodeValue},
    kind::Dialect,
    rego::{number, value::DocumentId},
    source::Span,
};

impl Memory<'_> {
    /// A document as a value.
    pub fn document(&mut self, id: DocumentId) -> Value {
        let root = self.documents[id as usize - 1].root();
        self.load(id, root)
    }

    /// The document whose root a value is.
    pub(in crate::rego) fn root_of(&self, value: Value) -> Option<DocumentId> {
        let (id, node) = value.origin()?;
        (self.document_of(id).root().id() == node).then_some(id)
    }

    /// Whether values may come from more than one document.
    pub(in crate::rego) fn has_several_documents(&self) -> bool {
        self.documents.len() > 1
    }

    /// A document.
    pub(in crate::rego) fn document_of(&self, id: DocumentId) -> Document<'_> {
        self.documents[id as usize - 1]
    }

    /// The node of a collection.
    pub(super) fn node(&self, value: Value) -> NodeRef<'_> {
        self.documents[value.document() as usize - 1].node(value.node())
    }

    /// Lists the children of a collection in a heap, unless they are there.
    #[inline]
    pub(super) fn open(&mut self, value: Value) -> Elements {
        if value.space() == Space::Document {
            return self.open_node(value);
        }
        Elements { space: value.space(), start: value.start(), len: value.stored_len() }
    }

    fn open_node(&mut self, value: Value) -> Elements {
        let (id, node) = (value.document(), value.node());
        if let Some(list) = self.scratch.nodes.get(id, node) {
            return Elements { space: Space::Scratch, start: list.start(), len: list.stored_len() };
        }
        let documents: &[Document<'_>] = self.documents;
        let document = documents[id as usize - 1];
        let children = document.node(node);
        let (start, len) =
            if value.tag() == Tag::Array { self.load_items(id, children) } else { self.sort(id, children) };
        let list = Value::stored(value.tag(), Space::Scratch, start, len).at_node(id, node);
        self.keep(id, node, list);
        Elements { space: Space::Scratch, start, len }
    }

    fn load_items(&mut self, id: DocumentId, sequence: NodeRef<'_>) -> (usize, usize) {
        let start = self.scratch.heap.values.len();
        self.scratch.heap.values.reserve(sequence.len());
        for item in sequence.items() {
            // A loaded node is no list, so the items stand one behind the other.
            let item = self.load(id, item);
            self.scratch.heap.values.push(item);
        }
        (start, self.scratch.heap.values.len() - start)
    }

    /// Keys are text, as in JSON, and stand in Rego's order.
    fn sort(&mut self, id: DocumentId, mapping: NodeRef<'_>) -> (usize, usize) {
        let entries = mapping.entries();
        let mut pairs = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            pairs.push((self.text_of(id, key), self.load(id, value)));
        }
        pairs.sort_by(|a: &(Value, Value), b| self.bytes(a.0).cmp(self.bytes(b.0)));
        let values = &mut self.scratch.heap.values;
        let start = values.len();
        values.reserve(2 * pairs.len());
        for &(key, value) in &pairs {
            values.push(key);
            values.push(value);
        }
        (start, pairs.len())
    }

    pub(super) fn look_up_node(&mut self, object: Value, key: Value) -> Option<Value> {
        let documents: &[Document<'_>] = self.documents;
        let id = object.document();
        let found = documents[id as usize - 1].node(object.node()).get(self.as_str(key)?)?;
        Some(self.load(id, found))
    }

    /// The value under a key, which becomes no value itself unless it has to.
    pub fn named(&mut self, object: Value, key: &str) -> Option<Value> {
        if object.tag() != Tag::Object || object.space() != Space::Document {
            let key = self.string(key);
            return self.get(object, key);
        }
        let documents: &[Document<'_>] = self.documents;
        let id = object.document();
        let found = documents[id as usize - 1].node(object.node()).get(key)?;
        Some(self.load(id, found))
    }

    /// The text under a key, if there is one; nothing is made to find it.
    pub fn text_under(&self, object: Value, key: &str) -> Option<Cow<'_, str>> {
        match (object.tag(), object.space()) {
            (Tag::Object, Space::Document) => self.node(object).get(key)?.as_str(),
            (Tag::Object, space) => {
                let pairs = Elements { space, start: object.start(), len: object.stored_len() };
                let (_, value) = self.pair(pairs, self.search_text(pairs, 2, key)?);
                self.as_str(value).map(Cow::Borrowed)
            }
            _ => None,
        }
    }

    /// The value under a constant key.
    pub(in crate::rego) fn field(&mut self, value: Value, key: Value, symbol: Symbol) -> Option<Value> {
        if !value.is_mapping() {
            return self.get(value, key);
        }
        if let Some(known) = self.scratch.fields.get(value, key) {
            return known;
        }
        let documents: &[Document<'_>] = self.documents;
        let id = value.document();
        let found = documents[id as usize - 1].node(value.node()).get_known(self.constant_text(key), symbol);
        let found = found.map(|found| self.load(id, found));
        self.scratch.fields.keep(value, key, found);
        found
    }

    /// A node as a value: scalars with their text, collections as their place.
    pub(super) fn load(&mut self, id: DocumentId, node: NodeRef<'_>) -> Value {
        let collection = match node.style() {
            Style::Sequence | Style::FlowSequence => Tag::Array,
            Style::Mapping | Style::FlowMapping => Tag::Object,
            _ => return self.scratch.nodes.get(id, node.id()).unwrap_or_else(|| self.load_scalar(id, node)),
        };
        Value::stored(collection, Space::Document, 0, 0).at_node(id, node.id())
    }

    fn load_scalar(&mut self, id: DocumentId, node: NodeRef<'_>) -> Value {
        if let Some(span) = node.string_span() {
            let value = slice(span).at_node(id, node.id());
            self.keep(id, node.id(), value);
            return value;
        }
        let value = match node.value() {
            NodeValue::Null => Value::NULL,
            NodeValue::Bool(value) => Value::bool(value),
            NodeValue::Number(number) => self.loaded_number(id, node, number),
            NodeValue::String(text) => self.loaded_text(node, &text),
            NodeValue::Sequence => Value::stored(Tag::Array, Space::Document, 0, 0),
            NodeValue::Mapping => Value::stored(Tag::Object, Space::Document, 0, 0),
        };
        let value = value.at_node(id, node.id());
        self.keep(id, node.id(), value);
        value
    }

    fn keep(&mut self, id: DocumentId, node: NodeId, value: Value) {
        match self.documents {
            [document] => self.scratch.nodes.keep(*document, id, node, value),
            _ => self.scratch.nodes.keep_of_several(id, node, value),
        }
    }

    fn text_of(&mut self, id: DocumentId, key: NodeRef<'_>) -> Value {
        let text = match key.text_span() {
            Some(span) => slice(span),
            None => self.loaded_text(key, &key.text()),
        };
        text.at_node(id, key.id())
    }

    /// Text that is the source's own slice stays there; other text is copied to the heap.
    fn loaded_text(&mut self, node: NodeRef<'_>, text: &str) -> Value {
        let source = node.tree().source().text();
        let offset = (text.as_ptr() as usize).wrapping_sub(source.as_ptr() as usize);
        if offset.checked_add(text.len()).is_some_and(|end| end <= source.len()) {
            return Value::stored(Tag::String, Space::Document, offset, text.len());
        }
        self.string(text)
    }

    /// Numbers of JSON keep their text. Those of YAML have the text that converting them to JSON gives.
    fn loaded_number(&mut self, id: DocumentId, node: NodeRef<'_>, number: Number) -> Value {
        if self.documents[id as usize - 1].dialect() == Dialect::Json {
            let text = node.text();
            return match number::plain_integer(&text) {
                Some(value) => Value::integer(value),
                None => {
                    let value = self.loaded_text(node, &text);
                    Value::stored(Tag::Number, value.space(), value.start(), value.stored_len())
                }
            };
        }
        match number {
            Number::Int(value) => Value::integer(value),
            Number::UInt(value) => self.number(&value.to_string()),
            // Neither infinities nor NaN are numbers to JSON.
            Number::Float(value) if !value.is_finite() => match node.text() {
                Cow::Borrowed(text) => self.loaded_text(node, text),
                Cow::Owned(text) => self.loaded_text(node, &text),
            },
            Number::Float(value) => self.number(&number::of_float(value)),
        }
    }
}

/// Text that is a slice of its document's source.
fn slice(span: Span) -> Value {
    Value::stored(Tag::String, Space::Document, span.start as usize, span.len() as usize)
}
