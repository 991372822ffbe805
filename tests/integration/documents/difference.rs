//! What two readings of one text differ in: the tapes must be equal in every respect.
//!
//! The fuzzer includes this file too.

use std::fmt::Debug;

use waylint::{
    document::{Arena, NodeId, Style, Symbol, Tree},
    kind::Dialect,
};

/// The first difference, in words; none if the trees are the same.
pub(crate) fn difference(one: &Tree, other: &Tree) -> Option<String> {
    let (a, b) = (one.arena(), other.arena());
    first_unequal("errors", one.errors(), other.errors())
        .or_else(|| first_unequal("roots", a.roots(), b.roots()))
        .or_else(|| {
            (0..a.len().min(b.len()) as NodeId).find_map(|id| {
                unequal(&format!("node {id}"), shape(a, id), shape(b, id))
                    .or_else(|| unequal(&format!("text of node {id}"), text(one, id), text(other, id)))
            })
        })
        .or_else(|| unequal("number of nodes", a.len(), b.len()))
        .or_else(|| first_unequal("comments", a.comments(), b.comments()))
        .or_else(|| first_unequal("repeated keys", a.duplicates(), b.duplicates()))
        .or_else(|| wrong_symbol(one).or_else(|| wrong_symbol(other)))
}

fn unequal<T: Debug + PartialEq>(what: &str, one: T, other: T) -> Option<String> {
    (one != other).then(|| format!("{what}: {one:?}, other {other:?}"))
}

fn first_unequal<T: Debug + PartialEq>(what: &str, one: &[T], other: &[T]) -> Option<String> {
    let pairs = (0..one.len().max(other.len())).map(|at| (at, one.get(at), other.get(at)));
    pairs.into_iter().find_map(|(at, one, other)| unequal(&format!("{what}, number {at}"), one, other))
}

/// All of a node but its text.
fn shape(arena: &Arena, id: NodeId) -> impl Debug + PartialEq {
    let node = arena.node(id);
    let style = node.style();
    let link = (node.is_collection() || style == Style::Alias).then_some(node.link);
    let count = node.is_collection().then(|| node.count());
    (style, arena.span(id), link, count, node.merges(), node.has_duplicates(), arena.properties(id).copied())
}

fn text(tree: &Tree, id: NodeId) -> String {
    let document = tree.documents(Dialect::Core).next();
    document.map(|document| document.node(id).text().into_owned()).unwrap_or_default()
}

/// A key that does not carry the symbol of its text.
fn wrong_symbol(tree: &Tree) -> Option<String> {
    let arena = tree.arena();
    for id in (0..arena.len() as NodeId).filter(|&id| arena.node(id).is_mapping()) {
        let mut key = id + 1;
        while key < arena.next(id) {
            let node = arena.node(key);
            let meant = if node.style() == Style::Alias { node.link } else { key };
            let text = text(tree, meant);
            if !arena.node(meant).is_collection() && arena.symbol(key) != Symbol::of(&text) {
                return Some(format!("symbol of key {key}: {text:?}"));
            }
            key = arena.next(arena.next(key));
        }
    }
    None
}
