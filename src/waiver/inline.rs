//! Waivers written as comments in the scanned file, and how far each reaches.

use std::{collections::HashMap, sync::Arc};

use memchr::memmem;

use crate::{
    document::{Comment, Tree},
    finding::Place,
    kind::{Dialect, Format},
    source::{Source, Span},
};

use super::{
    Extent, Waived, Waiver,
    comment::{Allow, CommentError, SIGN, parse_comment},
    peer::{ANNOTATIONS, Ignore, Reach, parse_annotation, parse_directive, parse_ignores},
    reach::{Meant, around, blocks, head, lines_meant, object_at, objects},
};

/// More waivers than this in one file are refused: each is held against each finding.
const MOST: usize = 1_000;

/// The waivers in a file's comments, waylint's own and other linters', and the comments that try to be one and are not.
pub fn inline(tree: &Tree) -> Vec<Waiver> {
    let mut waivers = own(tree);
    waivers.extend(peers(tree));
    for waiver in waivers.iter_mut().skip(MOST) {
        let message = format!("the file holds more than {MOST} waivers, and this one is not heeded");
        let help = "waive for the whole file with `allow-file`, or in configuration";
        if let Some(place) = waiver.place.take() {
            *waiver = Waiver::malformed(place, message, help);
        }
    }
    waivers
}

fn own(tree: &Tree) -> Vec<Waiver> {
    let source = tree.source();
    if memmem::find(source.text().as_bytes(), SIGN.as_bytes()).is_none() {
        return Vec::new();
    }
    let read = |(at, comment): (usize, &Comment)| Some((at, parse_comment(source.slice(comment.span))?));
    let found: Vec<_> = tree.comments().iter().enumerate().filter_map(read).collect();
    let lines = if found.is_empty() { Vec::new() } else { lines_meant(tree) };
    let blocks = blocks(tree, found.iter().filter_map(|(at, _)| lines[*at].block_at));
    let waiver = |(at, allow): (usize, Result<Allow, CommentError>)| {
        let place = place(source, tree.comments()[at].span);
        match allow {
            Ok(allow) => waiver(allow, place, &lines[at], &blocks),
            Err(error) => Waiver::malformed(place, error.to_string(), error.help()),
        }
    };
    found.into_iter().map(waiver).collect()
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
        peer: None,
        malformed: None,
    }
}

/// What other linters are told by comments, by a Dockerfile's directive and by annotations.
fn peers(tree: &Tree) -> Vec<Waiver> {
    let source = tree.source();
    let comments = tree.comments().iter().map(|comment| comment.span).enumerate();
    let found: Vec<(usize, Span, Ignore)> = comments
        .flat_map(|(at, span)| parse_ignores(source.slice(span)).into_iter().map(move |ignore| (at, span, ignore)))
        .take(MOST + 1)
        .collect();
    let mut waivers = if found.is_empty() { Vec::new() } else { of_comments(tree, found) };
    if tree.format() == Format::Dockerfile {
        let roots = tree.documents(Dialect::Json).map(|document| document.root());
        let directive = roots.filter_map(|root| root.at(&["directives", "check"])).find_map(|value| {
            Some(of_peer(parse_directive(&value.text())?, place(source, value.raw_span()), Extent::File))
        });
        waivers.extend(directive);
    } else if ANNOTATIONS.iter().any(|sign| memmem::find(source.text().as_bytes(), sign.as_bytes()).is_some()) {
        waivers.extend(objects(tree).flat_map(|object| {
            let annotations = object.at(&["metadata", "annotations"]).map(|node| node.entries()).unwrap_or_default();
            annotations.into_iter().filter_map(move |(key, value)| {
                let place = place(source, key.raw_span());
                let extent = Extent::Lines { line: place.location.start.line, block: Some(object.raw_span()) };
                Some(of_peer(parse_annotation(&key.text(), &value.text())?, place, extent))
            })
        }));
    }
    waivers
}

fn of_comments(tree: &Tree, found: Vec<(usize, Span, Ignore)>) -> Vec<Waiver> {
    let source = tree.source();
    let meant = lines_meant(tree);
    let line_of = |span: &Span| source.line_of(span.start);
    let begun = |(at, span, ignore): &(usize, Span, Ignore)| match ignore.reach {
        Reach::Line => heads_text(source, *span).then(|| line_of(span)),
        Reach::NextBlock => meant[*at].block_at,
        _ => None,
    };
    let blocks = blocks(tree, found.iter().filter_map(begun));
    let inside = found.iter().filter(|(_, _, ignore)| ignore.reach == Reach::Around).map(|(_, span, _)| *span);
    let inside: Vec<Span> = inside.collect();
    let mut around = around(tree, &inside).into_iter();
    let head = head(tree);
    let extent = |found: &(usize, Span, Ignore), around: &mut dyn Iterator<Item = Option<Span>>| {
        let (at, span, ignore) = found;
        let block = begun(found).and_then(|line| blocks.get(&line)).copied();
        Some(match ignore.reach {
            Reach::File => Extent::File,
            Reach::Head if span.start < head => Extent::File,
            Reach::Head => return None,
            Reach::Line => Extent::Lines { line: line_of(span), block },
            Reach::NextLine | Reach::NextBlock => {
                let object = block.and_then(|block| object_at(tree, block.start));
                Extent::Lines { line: meant[*at].line, block: object.or(block) }
            }
            Reach::Around => match (tree.format(), around.next().flatten()) {
                (Format::Dockerfile, _) => Extent::File,
                (_, block) => Extent::Lines { line: line_of(span), block },
            },
        })
    };
    let waiver = |found: (usize, Span, Ignore)| {
        let extent = extent(&found, &mut around)?;
        Some(of_peer(found.2, place(source, found.1), extent))
    };
    found.into_iter().filter_map(waiver).collect()
}

/// Whether a comment stands behind the sign of a text that goes on below: `run: | # …`.
fn heads_text(source: &Source, comment: Span) -> bool {
    let start = source.line_span(source.line_of(comment.start)).map_or(comment.start, |line| line.start);
    let before = source.slice(Span::new(start, comment.start)).split_whitespace().next_back();
    before.is_some_and(|word| word.starts_with(['|', '>']))
}

fn of_peer(ignore: Ignore, place: Place, extent: Extent) -> Waiver {
    Waiver {
        rules: Vec::new(),
        extent,
        inline: true,
        reason: Some(ignore.text),
        owner: None,
        until: ignore.until,
        place: Some(place),
        peer: Some(ignore.checks),
        malformed: None,
    }
}

fn place(source: &Source, span: Span) -> Place {
    Place::new(source, 0, Arc::default(), span, 1)
}
