//! Waivers written as comments in the scanned file, and how far each reaches.

use std::collections::{BTreeMap, HashMap};

use memchr::memmem;

use crate::{
    document::{Arena, Comment, NodeId, NodeRef, Pointer, Tree},
    finding::Place,
    kind::{Dialect, Format},
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

/// More waivers than this in one file are refused: each is held against each finding.
const MOST: usize = 1_000;

/// The waivers in a file's comments, and the comments that try to be one and are not.
pub fn inline(tree: &Tree) -> Vec<Waiver> {
    let source = tree.source();
    if !SIGNS.iter().any(|sign| memmem::find(source.text().as_bytes(), sign.as_bytes()).is_some()) {
        return Vec::new();
    }
    let read = |(at, comment): (usize, &Comment)| {
        let text = source.slice(comment.span);
        Some((at, SYNTAXES.iter().find_map(|syntax| syntax(text))?))
    };
    let found: Vec<_> = tree.comments().iter().enumerate().filter_map(read).collect();
    let lines = if found.is_empty() { Vec::new() } else { lines_meant(tree) };
    let blocks = blocks(tree, found.iter().filter_map(|(at, _)| lines[*at].block_at));
    let waiver = |(number, (at, allow)): (usize, (usize, Result<Allow, CommentError>))| {
        let place = place(source, tree.comments()[at].span);
        if number >= MOST {
            let message = format!("the file holds more than {MOST} waivers, and this one is not heeded");
            return Waiver::malformed(
                place,
                message,
                "waive for the whole file with `allow-file`, or in configuration",
            );
        }
        match allow {
            Ok(allow) => waiver(allow, place, &lines[at], &blocks),
            Err(error) => Waiver::malformed(place, error.to_string(), error.help()),
        }
    };
    found.into_iter().enumerate().map(waiver).collect()
}

fn waiver(allow: Allow, place: Place, meant: &Meant, blocks: &HashMap<u32, Span>) -> Waiver {
    let extent = match allow.file {
        true => Extent::File,
        false => {
            let block = meant.block_at.and_then(|line| blocks.get(&line)).copied();
            Extent::Lines { line: meant.line, block }
        }
    };
    Waiver {
        rules: allow.rules.into_iter().map(|pattern| Waived { pattern, place: place.clone() }).collect(),
        extent,
        inline: true,
        reason: allow.reason,
        owner: allow.owner,
        until: allow.until,
        place: Some(place),
        malformed: None,
    }
}

/// What a comment is about: a comment behind something is about its line, a comment on a line of its own about the next
/// line that holds more than comments and space, and the block that begins there.
#[derive(Clone, Copy)]
struct Meant {
    line: u32,
    block_at: Option<u32>,
}

/// What each comment of a file is about. Backwards, so that a comment above a comment knows what that one is about.
fn lines_meant(tree: &Tree) -> Vec<Meant> {
    let (source, comments) = (tree.source(), tree.comments());
    let mut meant = vec![Meant { line: 0, block_at: None }; comments.len()];
    for (at, comment) in comments.iter().enumerate().rev() {
        let line = source.line_of(comment.span.start);
        meant[at] = Meant { line, block_at: None };
        if !stands_alone(source, comment.span, line) {
            continue;
        }
        let below = next_filled(source, source.line_of(comment.span.end.max(comment.span.start)) + 1);
        let Some((line, start)) = below else { continue };
        meant[at] = match comments.get(at + 1) {
            Some(next) if next.span.start == start => meant[at + 1],
            _ => Meant { line, block_at: Some(line) },
        };
    }
    meant
}

fn stands_alone(source: &Source, comment: Span, line: u32) -> bool {
    let start = source.line_span(line).map_or(comment.start, |span| span.start);
    source.slice(Span::new(start, comment.start)).chars().all(|c| c.is_whitespace() || c == '\u{feff}')
}

/// The first line from `line` on that is not blank, and where its text begins.
fn next_filled(source: &Source, line: u32) -> Option<(u32, u32)> {
    let mut lines = (line..).map_while(|line| Some((line, source.line_span(line)?)));
    lines.find_map(|(line, span)| {
        let text = source.slice(span);
        let filled = text.trim_start();
        (!filled.is_empty()).then(|| (line, span.start + (text.len() - filled.len()) as u32))
    })
}

/// What begins on some lines: a key with its value, an item of a sequence, an instruction of a Dockerfile; of several that
/// begin on one line the first, and of those that begin together the outermost. A document is not among them, for it begins with its first key, and that is meant.
fn blocks(tree: &Tree, lines: impl Iterator<Item = u32>) -> HashMap<u32, Span> {
    let source = tree.source();
    let wanted: BTreeMap<u32, (u32, u32)> =
        lines.filter_map(|line| source.line_span(line).map(|span| (span.start, (span.end, line)))).collect();
    let mut blocks = HashMap::new();
    let mut see = |span: Span| {
        if let Some((_, &(end, line))) = wanted.range(..=span.start).next_back()
            && span.start <= end
        {
            let first = blocks.entry(line).or_insert(span);
            if span.start < first.start {
                *first = span;
            }
        }
    };
    match tree.format() {
        _ if wanted.is_empty() => {}
        Format::Dockerfile => instructions(tree, &mut see),
        _ => pairs_and_items(tree.arena(), &mut see),
    }
    blocks
}

/// A Dockerfile's tree holds more than is written, and stage, instruction and keyword begin at one byte: what is meant is
/// the instruction.
fn instructions(tree: &Tree, see: &mut dyn FnMut(Span)) {
    for root in tree.documents(Dialect::Json).map(|document| document.root()) {
        let stages = root.get("stages").into_iter().flat_map(NodeRef::items);
        let instructions = stages.filter_map(|stage| stage.get("instructions")).flat_map(NodeRef::items);
        let arguments = root.get("arguments").into_iter().flat_map(NodeRef::items);
        arguments.chain(instructions).for_each(|instruction| see(instruction.raw_span()));
    }
}

/// All pairs and items of a tape, outer ones first.
fn pairs_and_items(arena: &Arena, see: &mut dyn FnMut(Span)) {
    let mut nodes: Vec<NodeId> = arena.roots().iter().rev().copied().collect();
    while let Some(node) = nodes.pop() {
        let end = arena.next(node);
        let first = nodes.len();
        let mut child = node + 1;
        while child < end {
            let value = if arena.node(node).is_mapping() { arena.next(child) } else { child };
            let (from, to) = (arena.node(child), arena.node(value));
            see(Span::new(from.start, to.end.max(from.end)));
            let parts = if child == value { &[child][..] } else { &[child, value] };
            nodes.extend(parts.iter().filter(|&&id| arena.node(id).is_collection()));
            child = arena.next(value);
        }
        nodes[first..].reverse();
    }
}

fn place(source: &Source, span: Span) -> Place {
    Place::new(source, 0, Pointer::root(), span, 1)
}
