//! Anchors, tags and aliases.

use super::{super::meaning, Bytes, Declined, Reader, Result, span};
use crate::{
    document::{Arena, NodeId, Properties, Style, Tag},
    source::Span,
};
use std::collections::HashMap;

/// Anchor and tag of a node to come; empty where there is none.
#[derive(Default)]
pub(super) struct Pending {
    anchor: Span,
    tag: Span,
}

impl Pending {
    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.anchor.end == 0 && self.tag.end == 0
    }
}

/// What following an alias costs.
#[derive(Clone, Copy)]
pub(super) struct Weight {
    /// Nodes, once aliases are followed.
    nodes: u64,
    /// Collections inside each other, once aliases are followed.
    height: usize,
}

const SCALAR: Weight = Weight { nodes: 1, height: 0 };

impl Reader<'_, '_, '_> {
    /// Reads anchor and tag and returns where they end.
    pub(super) fn properties(&mut self, mut at: usize) -> Result<usize> {
        if !self.pending.is_empty() {
            return Err(Declined::Property);
        }
        loop {
            let (slot, end) = if self.bytes.at(at) == b'&' {
                (&mut self.pending.anchor, name_end(self.bytes, at + 1))
            } else {
                (&mut self.pending.tag, tag_end(self.bytes, at))
            };
            let nameless = matches!(self.text.get(at..end), Some("&" | "!!"));
            if !slot.is_empty() || nameless {
                return Err(Declined::Property);
            }
            *slot = span(at, end);
            if !matches!(self.bytes.at(end), b' ' | b'\n' | b'\r' | 0) {
                return Err(Declined::Property);
            }
            at = self.bytes.after_spaces(end);
            if !matches!(self.bytes.at(at), b'&' | b'!') {
                return Ok(end);
            }
        }
    }

    /// Writes down anchor and tag of a node just written.
    #[inline(always)]
    pub(super) fn give_properties(&mut self, node: NodeId) {
        if !self.pending.is_empty() {
            self.give_pending(node);
        }
    }

    #[cold]
    fn give_pending(&mut self, node: NodeId) {
        let Pending { anchor, tag } = std::mem::take(&mut self.pending);
        let written = self.text.get(tag.range()).unwrap_or_default();
        let meaning = if tag.is_empty() { Tag::Absent } else { meaning(written.strip_prefix("!!")) };
        self.builder.properties(Properties { node, anchor, tag, meaning });
        if let Some(name) = self.text.get(anchor.range()).and_then(|anchor| anchor.strip_prefix('&')) {
            self.anchors.insert(name, node);
        }
    }

    /// Reads an alias and returns where it ends.
    pub(super) fn alias(&mut self, at: usize) -> Result<usize> {
        let end = name_end(self.bytes, at + 1);
        let name = self.text.get(at + 1..end).unwrap_or_default();
        let target = *self.anchors.get(name).filter(|_| self.pending.is_empty()).ok_or(Declined::Alias)?;
        let node = self.builder.arena().node(target);
        if node.is_collection() && node.link == 0 {
            // Still open: the alias stands inside what it means.
            return Err(Declined::Alias);
        }
        let weight = weigh(self.builder.arena(), &mut self.weights, target);
        if self.builder.depth() + weight.height > self.limits.depth {
            return Err(Declined::Limit);
        }
        self.extra = self.extra.saturating_add(weight.nodes - 1);
        self.check_size()?;
        self.builder.alias(span(at, end), target);
        Ok(end)
    }
}

/// Where the name of an anchor ends. Of other names older readers know a part only.
fn name_end(bytes: Bytes<'_>, mut at: usize) -> usize {
    while bytes.at(at).is_ascii_alphanumeric() || matches!(bytes.at(at), b'_' | b'-') {
        at += 1;
    }
    at
}

/// Where a tag ends: `!`, `!name` or `!!name`. Of any other form the rest stands behind it, and is declined there.
fn tag_end(bytes: Bytes<'_>, at: usize) -> usize {
    let mut end = if bytes.starts_with(at, b"!!") { at + 2 } else { at + 1 };
    while bytes.at(end).is_ascii_alphanumeric() || matches!(bytes.at(end), b'_' | b'-' | b'.' | b'/') {
        end += 1;
    }
    end
}

/// What following an alias of a node costs. Each node is looked at once for each anchor around it.
fn weigh(arena: &Arena, weights: &mut HashMap<NodeId, Weight>, node: NodeId) -> Weight {
    if !arena.node(node).is_collection() {
        return SCALAR;
    }
    if let Some(&weight) = weights.get(&node) {
        return weight;
    }
    let end = arena.next(node);
    let mut weight = Weight { nodes: 0, height: 0 };
    let mut open = Vec::new();
    for id in node..end {
        while open.last().is_some_and(|&end| end <= id) {
            open.pop();
        }
        let below = match arena.node(id).style() {
            Style::Alias => weigh(arena, weights, arena.node(id).link),
            _ => SCALAR,
        };
        if arena.node(id).is_collection() {
            open.push(arena.next(id));
        }
        weight.nodes = weight.nodes.saturating_add(below.nodes);
        weight.height = weight.height.max(open.len() + below.height);
    }
    weights.insert(node, weight);
    weight
}
