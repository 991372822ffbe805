//! Waivers written as comments in the scanned file, and how far each reaches.

use std::sync::Arc;

use memchr::memmem;

use crate::{
    document::{Arena, Comment, NodeId, Pointer, Tree},
    finding::Place,
    kind::Format,
    source::{Source, Span},
};

use super::{
    Extent, Waived, Waiver,
    comment::{Allow, CommentError, SIGN, parse_comment},
};

/// A way in which a comment may ask for a waiver: none if the comment does not.
type Syntax = fn(&str) -> Option<Result<Allow, CommentError>>;

/// The ways there are. Peers' comments will be further entries here.
const SYNTAXES: [Syntax; 1] = [parse_comment];

/// What a comment must hold to be worth reading.
const SIGNS: [&str; 1] = [SIGN];

/// The waivers in a file's comments, and the comments that try to be one and are not.
pub fn inline(tree: &Tree) -> Vec<Waiver> {
    let source = tree.source();
    if !SIGNS.iter().any(|sign| memmem::find(source.text().as_bytes(), sign.as_bytes()).is_some()) {
        return Vec::new();
    }
    tree.comments().iter().filter_map(|comment| read(tree, comment)).collect()
}

fn read(tree: &Tree, comment: &Comment) -> Option<Waiver> {
    let source = tree.source();
    let text = source.slice(comment.span);
    let allow = SYNTAXES.iter().find_map(|syntax| syntax(text))?;
    let place = place(source, comment.span);
    Some(match allow {
        Err(error) => Waiver::malformed(place, error.to_string(), error.help()),
        Ok(allow) => {
            let extent = match allow.file {
                true => Extent::File,
                false => extent(tree, comment),
            };
            let rules = allow.rules.into_iter().map(|pattern| Waived { pattern, place: place.clone() }).collect();
            Waiver {
                rules,
                extent,
                inline: true,
                reason: allow.reason,
                owner: allow.owner,
                until: allow.until,
                place: Some(place),
                malformed: None,
            }
        }
    })
}

/// A comment behind something holds for that line. A comment on a line of its own holds for the next line that is no
/// comment, and for the whole of what begins there.
fn extent(tree: &Tree, comment: &Comment) -> Extent {
    let source = tree.source();
    let line = source.line_of(comment.span.start);
    if !stands_alone(source, comment.span, line) {
        return Extent::Lines { line, block: None };
    }
    let Some(next) = next_line(tree, comment, line) else { return Extent::Lines { line, block: None } };
    let block = source.line_span(next).and_then(|span| block(tree, comment, span));
    Extent::Lines { line: next, block }
}

fn stands_alone(source: &Source, comment: Span, line: u32) -> bool {
    let start = source.line_span(line).map_or(comment.start, |span| span.start);
    source.slice(Span::new(start, comment.start)).chars().all(|c| c.is_whitespace() || c == '\u{feff}')
}

/// The next line that holds more than comments and space.
fn next_line(tree: &Tree, comment: &Comment, line: u32) -> Option<u32> {
    let source = tree.source();
    let comments = tree.comments();
    let mut after = comments.partition_point(|other| other.span.start <= comment.span.start);
    // A comment may span lines where a format has such comments.
    let mut next = source.line_of(comment.span.end.max(comment.span.start)).max(line) + 1;
    while let Some(span) = source.line_span(next) {
        let text = source.slice(span);
        let start = span.start + (text.len() - text.trim_start().len()) as u32;
        while comments.get(after).is_some_and(|other| other.span.start < start) {
            after += 1;
        }
        match comments.get(after) {
            Some(other) if other.span.start == start => next = source.line_of(other.span.end.max(start)) + 1,
            _ if text.trim().is_empty() => next += 1,
            _ => return Some(next),
        }
    }
    None
}

/// What begins on a line: a key with its value, an item of a sequence, an instruction of a Dockerfile.
fn block(tree: &Tree, comment: &Comment, line: Span) -> Option<Span> {
    let arena = tree.arena();
    let mut first = comment.node;
    while first > 0 && arena.node(first - 1).start >= line.start {
        first -= 1;
    }
    let first = (first..arena.len() as NodeId).find(|&id| arena.node(id).start >= line.start)?;
    if arena.node(first).start > line.end {
        return None;
    }
    if tree.format() == Format::Dockerfile {
        return instruction(arena, first);
    }
    let root = arena.roots().iter().copied().take_while(|&root| root <= first).last()?;
    thing(arena, root, first)
}

/// Stages, their instructions and an instruction may all begin at one byte; the innermost is the instruction.
fn instruction(arena: &Arena, first: NodeId) -> Option<Span> {
    let start = arena.node(first).start;
    let beginning = (first..arena.len() as NodeId).map(|id| arena.node(id)).take_while(|node| node.start == start);
    beginning.filter(|node| node.is_mapping()).last().or(Some(arena.node(first))).map(|node| node.span())
}

/// The pair or item that begins with the node `first`, below `root`.
fn thing(arena: &Arena, root: NodeId, first: NodeId) -> Option<Span> {
    let mut node = root;
    loop {
        let (child, value) = match child_towards(arena, node, first) {
            Some(found) => found,
            None => return Some(arena.node(node).span()),
        };
        // A collection begins with its first child, and who writes above that means the child.
        if first == node || first == child {
            return Some(span(arena, child, value.unwrap_or(child)));
        }
        node = value.filter(|&value| value <= first).unwrap_or(child);
    }
}

/// The child of a collection that is `wanted` or holds it, for mappings the key and its value; the first child if `wanted`
/// is the collection itself; none if there is no child.
fn child_towards(arena: &Arena, node: NodeId, wanted: NodeId) -> Option<(NodeId, Option<NodeId>)> {
    if !arena.node(node).is_collection() {
        return None;
    }
    let end = arena.next(node);
    let pairs = arena.node(node).is_mapping();
    let mut child = node + 1;
    while child < end {
        let value = if pairs { arena.next(child) } else { child };
        let next = arena.next(value);
        if wanted < next {
            return Some((child, pairs.then_some(value)));
        }
        child = next;
    }
    None
}

fn span(arena: &Arena, from: NodeId, to: NodeId) -> Span {
    let (from, to) = (arena.node(from), arena.node(to));
    Span::new(from.start, to.end.max(from.end))
}

fn place(source: &Source, span: Span) -> Place {
    Place {
        file: Arc::clone(source.path()),
        document: 0,
        pointer: Pointer::root(),
        span,
        location: source.locate(span),
        excerpt: source.excerpt(span, 1),
    }
}
