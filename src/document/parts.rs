//! Parts of documents: which are wanted, and documents of which no more than these are kept.

use std::{collections::BTreeMap, fmt, sync::Arc};

use rustc_hash::FxHashMap;

use super::{Arena, Document, NodeId, NodeRef, Style, Symbol, Tree};
use crate::{
    kind::Format,
    source::{Source, Span},
};

/// What is wanted of a node: the node itself, a scalar with its text, and of what is below it what is named here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    whole: bool,
    every: Option<Box<Parts>>,
    keys: BTreeMap<Box<str>, Parts>,
    /// Of the keys, sorted, once they are settled: most keys of a document are passed by without a look at their text.
    symbols: Vec<Symbol>,
}

impl Parts {
    /// The node and everything below it.
    pub const WHOLE: Self = Self { whole: true, every: None, keys: BTreeMap::new(), symbols: Vec::new() };

    /// Wants the value of a key.
    pub fn want_key(&mut self, key: &str, below: Self) {
        self.keys.entry(key.into()).or_default().want(below);
    }

    /// Wants every item, or the value of every key.
    pub fn want_every(&mut self, below: Self) {
        self.every.get_or_insert_default().want(below);
    }

    /// Wants what others want as well.
    pub fn want(&mut self, other: Self) {
        self.whole |= other.whole;
        if self.whole {
            *self = Self::WHOLE;
            return;
        }
        other.keys.into_iter().for_each(|(key, below)| self.want_key(&key, below));
        if let Some(below) = other.every {
            self.want_every(*below);
        }
    }

    /// Has each key want what every key is to have, so that one look says what is wanted of a key: what [`Kept::add`] takes.
    #[must_use]
    pub fn settled(mut self) -> Self {
        let every = self.every.map(|every| every.settled());
        for below in self.keys.values_mut() {
            below.want(every.clone().unwrap_or_default());
            *below = std::mem::take(below).settled();
        }
        self.every = every.map(Box::new);
        self.symbols = self.keys.keys().map(|key| Symbol::of(key)).collect();
        self.symbols.sort_unstable();
        self
    }

    fn below(&self, symbol: Symbol, key: NodeRef<'_>) -> Option<&Self> {
        if self.whole {
            return Some(self);
        }
        // Different names may have one symbol, so the name has the last word.
        let known = self.symbols.binary_search(&symbol).is_ok();
        let named = if known { self.keys.get(&*key.text()) } else { None };
        named.or(self.every.as_deref())
    }

    fn items(&self) -> Option<&Self> {
        if self.whole { Some(self) } else { self.every.as_deref() }
    }

    fn write(&self, way: &mut Vec<String>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.whole {
            let above = if way.is_empty() { String::new() } else { way.join(".") + "." };
            return writeln!(f, "{above}**");
        }
        if self.every.is_none() && self.keys.is_empty() {
            return writeln!(f, "{}", way.join("."));
        }
        let every = self.every.iter().map(|below| ("*", &**below));
        for (key, below) in self.keys.iter().map(|(key, below)| (&**key, below)).chain(every) {
            way.push(key.to_owned());
            below.write(way, f)?;
            way.pop();
        }
        Ok(())
    }
}

/// One way down a line; `*` is every item or key, `**` everything below.
impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(&mut Vec::new(), f)
    }
}

/// Documents of many files with no more than the wanted parts, in one arena.
///
/// They say what the whole ones say, and not where it stands: their spans are of a text that is made of what is kept.
#[derive(Debug)]
pub struct Kept {
    arena: Arena,
    text: String,
    /// Where the names of keys stand in the text: documents have the same again and again.
    names: FxHashMap<Symbol, Span>,
}

impl Default for Kept {
    /// With room for some thousand documents: what is not used costs nothing, and lists that grow with what they hold leave
    /// holes of their former sizes in memory.
    fn default() -> Self {
        Self { arena: Arena::with_capacity(1 << 17), text: String::with_capacity(1 << 19), names: FxHashMap::default() }
    }
}

impl Kept {
    /// More text is left to another one; an arena cannot be of much more.
    const MOST: usize = 32 << 20;

    /// Whether it is time for another one.
    pub fn is_full(&self) -> bool {
        self.text.len() > Self::MOST
    }

    /// Keeps parts of a document, whose root is returned. Nothing is kept of one whose nodes depend on each other: by
    /// aliases, merge keys or tags, or of one whose keys do not all differ or are no scalars.
    pub fn add(&mut self, document: Document<'_>, parts: &Parts) -> Option<NodeId> {
        let (root, from) = (document.root(), document.tree().arena());
        if !(root.id()..root.end()).all(|id| from.node(id).stands_alone()) {
            return None;
        }
        let copy = self.arena.len();
        if self.copy(root, parts).is_none() {
            self.arena.truncate(copy);
            return None;
        }
        Some(copy as NodeId)
    }

    /// What is kept, to be read.
    pub fn into_tree(self) -> Tree {
        Tree::new(Arc::new(Source::new("", self.text)), Format::Yaml, self.arena, Vec::new(), None)
    }

    fn copy(&mut self, node: NodeRef<'_>, parts: &Parts) -> Option<()> {
        if !node.is_collection() {
            let (style, span) = self.scalar(node);
            self.arena.push_scalar(style, span, Symbol::default());
            return Some(());
        }
        let copy = self.arena.push_collection(node.is_mapping());
        let mut count = 0;
        if node.is_mapping() {
            // Nothing here depends on other nodes, so the pairs are what they look like.
            for (symbol, key, value) in node.written_pairs() {
                if key.is_collection() {
                    return None;
                }
                if let Some(below) = parts.below(symbol, key) {
                    count += 1;
                    self.key(symbol, key);
                    self.copy(value, below)?;
                }
            }
        } else if let Some(below) = parts.items() {
            for item in node.items() {
                count += 1;
                self.copy(item, below)?;
            }
        }
        self.arena.close(copy, count);
        Some(())
    }

    fn key(&mut self, symbol: Symbol, key: NodeRef<'_>) {
        let name = key.text();
        let known = self.names.get(&symbol).copied();
        let known = known.filter(|&span| self.text.get(span.range()) == Some(&*name));
        let span = known.unwrap_or_else(|| self.write(&name));
        self.names.entry(symbol).or_insert(span);
        self.arena.push_scalar(Style::Plain, span, symbol);
    }

    /// A scalar's text as it is meant, whatever escapes, folds and indentation it was written with.
    fn scalar(&mut self, node: NodeRef<'_>) -> (Style, Span) {
        match node.style() {
            Style::Absent => (Style::Absent, Span::default()),
            Style::Plain => (Style::Plain, self.write(&node.text())),
            _ => {
                self.text.push('"');
                let span = self.write(&node.text());
                self.text.push('"');
                (Style::Double, Span::new(span.start - 1, span.end + 1))
            }
        }
    }

    fn write(&mut self, text: &str) -> Span {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        Span::new(start, self.text.len() as u32)
    }
}
