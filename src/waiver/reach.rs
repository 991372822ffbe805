//! How far a comment reaches: the line it is about, the block that begins there, the part of the file around it.

use std::collections::{BTreeMap, HashMap};

use crate::{
    document::{Arena, NodeId, NodeRef, Tree},
    kind::{Dialect, Format},
    source::{Source, Span},
};

/// What a comment is about: a comment behind something is about its line, a comment on a line of its own about the next
/// line that holds more than comments and space, and the block that begins there.
#[derive(Clone, Copy)]
pub(super) struct Meant {
    pub(super) line: u32,
    pub(super) block_at: Option<u32>,
}

/// What each comment of a file is about. Backwards, so that a comment above a comment knows what that one is about.
pub(super) fn lines_meant(tree: &Tree) -> Vec<Meant> {
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

pub(super) fn stands_alone(source: &Source, comment: Span, line: u32) -> bool {
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
pub(super) fn blocks(tree: &Tree, lines: impl Iterator<Item = u32>) -> HashMap<u32, Span> {
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
            let (from, to) = (arena.span(child), arena.span(value));
            see(Span::new(from.start, to.end.max(from.end)));
            let parts = if child == value { &[child][..] } else { &[child, value] };
            nodes.extend(parts.iter().filter(|&&id| arena.node(id).is_collection()));
            child = arena.next(value);
        }
        nodes[first..].reverse();
    }
}

/// Where a file's text begins, behind comments, blank lines and the mark of a document.
pub(super) fn head(tree: &Tree) -> u32 {
    let mut lines = (1..).map_while(|line| tree.source().line_span(line));
    let aside = |text: &str| {
        let text = text.trim_start_matches('\u{feff}').trim();
        text.is_empty() || text == "---" || text.starts_with(['#', '%']) || text.starts_with("//")
    };
    lines.find(|span| !aside(tree.source().slice(*span))).map_or(u32::MAX, |span| span.start)
}

/// The Kubernetes object whose first key is at a byte.
pub(super) fn object_at(tree: &Tree, start: u32) -> Option<Span> {
    objects(tree).map(NodeRef::raw_span).find(|span| span.start == start)
}

/// The documents of a file that are Kubernetes objects.
pub(super) fn objects(tree: &Tree) -> impl Iterator<Item = NodeRef<'_>> {
    let roots = tree.documents(Dialect::Go).map(|document| document.root());
    roots.filter(|root| root.get("apiVersion").is_some() && root.get("kind").is_some())
}

/// What stands around each of some comments: the object of Kubernetes, or else the innermost mapping. A comment outside
/// of documents belongs to the next one, and the last comments to the last.
pub(super) fn around(tree: &Tree, comments: &[Span]) -> Vec<Option<Span>> {
    let roots: Vec<Span> = tree.arena().roots().iter().map(|&root| tree.arena().span(root)).collect();
    let mut anchors: Vec<(u32, usize)> =
        comments.iter().enumerate().map(|(at, comment)| (anchor(tree.source(), *comment), at)).collect();
    anchors.sort_unstable();
    let own = |anchor: u32| roots.iter().find(|root| anchor < root.end).or(roots.last()).copied();
    let mut spans = vec![None; comments.len()];
    anchors.iter().for_each(|&(anchor, at)| spans[at] = own(anchor));
    let mut set = |span: Span| {
        let first = anchors.partition_point(|&(anchor, _)| anchor < span.start);
        let inside = anchors[first..].iter().take_while(|&&(anchor, _)| anchor < span.end);
        inside.for_each(|&(_, at)| spans[at] = Some(span));
    };
    // A tape is in pre-order: what is inside comes later.
    let nodes = 0..tree.arena().len() as NodeId;
    nodes.filter(|&id| tree.arena().node(id).is_mapping()).for_each(|id| set(tree.arena().span(id)));
    objects(tree).for_each(|object| set(object.raw_span()));
    spans
}

/// A byte that lies where a comment belongs: the text it stands behind, or that of the line above if both begin in one
/// column, for a mapping ends with its last value.
fn anchor(source: &Source, comment: Span) -> u32 {
    let line = source.line_of(comment.start);
    let text_at = |line: u32| {
        let span = source.line_span(line)?;
        let text = source.slice(span);
        let indent = (text.len() - text.trim_start().len()) as u32;
        (!text.trim().is_empty()).then_some((span.start + indent, indent))
    };
    match (text_at(line), text_at(line.saturating_sub(1))) {
        (Some((own, _)), _) if own < comment.start => own,
        (Some((_, own)), Some((above, indent))) if own == indent => above,
        _ => comment.start,
    }
}
