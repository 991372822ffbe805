//! The keys of a finished mapping: which are repeated, and whether it merges others.

use std::{borrow::Cow, collections::HashMap};

use super::{Builder, NodeId, Style, scalar};

/// Up to so many keys, comparing each with each is faster than hashing.
const FEW: usize = 24;

/// Records repeated keys and merge keys of a mapping that has just been closed.
pub(super) fn note_keys(builder: &mut Builder<'_>, text: &str, mapping: NodeId) {
    let arena = builder.arena();
    let node = arena.node(mapping);
    if !node.is_mapping() {
        return;
    }
    let mut keys = Vec::with_capacity(node.count() as usize);
    let mut merges = false;
    let (mut key, end) = (mapping + 1, arena.next(mapping));
    while key < end {
        let node = arena.node(key);
        let meant = if node.style() == Style::Alias { arena.node(node.link) } else { node };
        if !meant.is_collection() {
            let name = scalar::text(arena, text, meant);
            if node.style() == Style::Plain && name == "<<" { merges = true } else { keys.push((key, name)) }
        }
        key = arena.next(arena.next(key));
    }
    for (earlier, later) in repeats(&keys) {
        builder.duplicate(mapping, earlier, later);
    }
    if merges {
        builder.merges(mapping);
    }
}

/// Each repeated key with the one of the same name before it.
fn repeats(keys: &[(NodeId, Cow<'_, str>)]) -> Vec<(NodeId, NodeId)> {
    if keys.len() <= FEW {
        let before = |at: usize| keys[..at].iter().rev().find(|(_, name)| *name == keys[at].1);
        return (1..keys.len()).filter_map(|at| Some((before(at)?.0, keys[at].0))).collect();
    }
    let mut last = HashMap::with_capacity(keys.len());
    keys.iter().filter_map(|(id, name)| Some((last.insert(name, *id)?, *id))).collect()
}
