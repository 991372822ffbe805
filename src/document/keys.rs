//! Keys that occur twice in a mapping.

use std::{borrow::Cow, collections::HashMap};

use super::{Arena, NodeId, Style, Symbol, scalar};

/// Up to so many keys, comparing each with each is faster than sorting or hashing.
const FEW: usize = 24;

/// A scalar key of a mapping.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) node: NodeId,
    pub(super) symbol: Symbol,
}

/// Each repeated key with the one of the same text before it.
///
/// Nearly all mappings have none, and most are told by the symbols alone.
pub(super) fn repeats(arena: &Arena, text: &str, keys: &[Key]) -> Vec<(NodeId, NodeId)> {
    if !symbols_repeat(keys) {
        return Vec::new();
    }
    let names: Vec<_> = keys.iter().map(|key| (key.node, name(arena, text, key.node))).collect();
    if names.len() <= FEW {
        let before = |at: usize| names[..at].iter().rev().find(|(_, name)| *name == names[at].1);
        return (1..names.len()).filter_map(|at| Some((before(at)?.0, names[at].0))).collect();
    }
    let mut last = HashMap::with_capacity(names.len());
    names.iter().filter_map(|(id, name)| Some((last.insert(name, *id)?, *id))).collect()
}

fn symbols_repeat(keys: &[Key]) -> bool {
    if keys.len() <= FEW {
        return keys.iter().enumerate().any(|(at, key)| keys[..at].iter().any(|other| other.symbol == key.symbol));
    }
    let mut symbols: Vec<_> = keys.iter().map(|key| key.symbol).collect();
    symbols.sort_unstable();
    symbols.windows(2).any(|pair| pair[0] == pair[1])
}

fn name<'a>(arena: &'a Arena, text: &'a str, key: NodeId) -> Cow<'a, str> {
    let node = arena.node(key);
    scalar::text(arena, text, if node.style() == Style::Alias { arena.node(node.link) } else { node })
}
