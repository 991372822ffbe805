//! The fast way: one pass over the bytes, line by line, straight to the tape.
//!
//! It is exact on what it accepts, and gives everything else back with the reason; so it does with what YAML allows and Go
//! reads otherwise, for then somebody has to look closer (`go_yaml.rs`). What it keeps is small: the columns of the
//! open block collections, whether a value is awaited, and the anchor and tag that the next node will have.
//! Whether a line begins a mapping is seen by looking for the `:` on it, so nothing is ever taken back.
//!
//! Reading starts at [`Reader::stream`]; `line.rs` finds where a line belongs and reads the nodes along it, and the other
//! files read one kind of node each.

mod block_scalar;
mod flow;
mod line;
mod plain;
mod prescan;
mod properties;
mod quoted;

use std::collections::HashMap;

use super::super::{
    Builder, Declined, Limits, NodeId, Style,
    bytes::{Bytes, is_blank_or_end},
};
use crate::source::Span;
use properties::{Pending, Weight};

type Result<T> = std::result::Result<T, Declined>;

/// A key that is written on one line may have 1024 characters; this many bytes are fewer, whatever the characters.
const LONGEST_KEY: usize = 1_000;

/// Reads a whole stream, or says why not. What was written before declining must be taken back.
pub(super) fn read(text: &str, limits: &Limits, builder: &mut Builder<'_>) -> Result<()> {
    prescan::prescan(text.as_bytes())?;
    let start = builder.next_id();
    let bytes = Bytes::new(text);
    let mut reader = Reader {
        text,
        bytes,
        limits,
        builder,
        blocks: Vec::with_capacity(16),
        awaited: None,
        pending: Pending::default(),
        anchors: HashMap::new(),
        weights: HashMap::new(),
        document: start,
        in_document: false,
        ended: false,
        extra: 0,
    };
    reader.stream()
}

/// What an open block collection is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    Mapping,
    Sequence,
    /// A sequence whose dashes stand at the column of the key that holds it.
    LevelSequence,
}

/// An open block collection and the column at which its keys or dashes stand.
#[derive(Clone, Copy)]
struct Frame {
    column: i32,
    block: Block,
}

/// A value that may still come on a later line.
#[derive(Clone, Copy)]
struct Awaited {
    /// Where it is said to be if it does not come.
    absent_at: usize,
    /// Comments from this one on stand behind it if it does not come.
    comments: usize,
}

/// A line that holds more than blanks and a comment.
#[derive(Clone, Copy)]
struct Line {
    /// First byte that is no space.
    at: usize,
    /// How many spaces stand before it.
    column: i32,
}

struct Reader<'t, 'b, 'a> {
    text: &'t str,
    bytes: Bytes<'t>,
    limits: &'t Limits,
    builder: &'b mut Builder<'a>,
    /// Open block collections, outermost first.
    blocks: Vec<Frame>,
    awaited: Option<Awaited>,
    /// Anchor and tag of the next node.
    pending: Pending,
    /// Anchors of the document by name.
    anchors: HashMap<&'t str, NodeId>,
    /// What following an alias of these costs.
    weights: HashMap<NodeId, Weight>,
    /// First node of the document.
    document: NodeId,
    in_document: bool,
    /// Whether `...` has ended the last document, so that `---` must follow.
    ended: bool,
    /// Nodes of the document that aliases add.
    extra: u64,
}

impl Reader<'_, '_, '_> {
    /// Reads all lines.
    fn stream(&mut self) -> Result<()> {
        const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
        let mut at = if self.bytes.starts_with(0, BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        while let Some(line) = self.next_line(at)? {
            self.check_size()?;
            at = match self.bytes.at(line.at) {
                b'-' | b'.' if line.column == 0 && self.is_marker(line.at) => self.marker(line.at)?,
                b'%' if line.column == 0 => return Err(Declined::Directive),
                _ => {
                    if self.ended {
                        return Err(Declined::DocumentEnd);
                    }
                    if !self.in_document {
                        self.start_document(line.at);
                    }
                    self.line(line)?
                }
            };
        }
        self.end_document()
    }

    /// The next line from `at` on that holds a node or marker. Comments on the way are written down.
    #[inline(always)]
    fn next_line(&mut self, mut at: usize) -> Result<Option<Line>> {
        loop {
            let start = at;
            at = self.bytes.after_spaces(start);
            match self.bytes.at(at) {
                b'\n' => at += 1,
                b'\r' => at += 2,
                b'#' => at = self.comment(at),
                b'\t' => return Err(Declined::Tab),
                0 => return Ok(None),
                _ => return Ok(Some(Line { at, column: (at - start) as i32 })),
            }
        }
    }

    /// Whether `---` or `...` stands here.
    #[inline(always)]
    fn is_marker(&self, at: usize) -> bool {
        (self.bytes.starts_with(at, b"---") || self.bytes.starts_with(at, b"..."))
            && is_blank_or_end(self.bytes.at(at + 3))
    }

    /// Reads `---` or `...` and what follows it on the line.
    fn marker(&mut self, at: usize) -> Result<usize> {
        let ends = self.bytes.at(at) == b'.';
        if ends && !self.in_document {
            return Err(Declined::DocumentEnd);
        }
        self.end_document()?;
        let behind = at + 3;
        self.ended = ends;
        if ends {
            return self.rest_of_line(behind).map_err(|_| Declined::DocumentEnd);
        }
        self.start_document(behind);
        let next = self.bytes.after_spaces(behind);
        match self.bytes.at(next) {
            b'\n' | b'\r' | b'#' | b'\t' | 0 => self.rest_of_line(behind),
            _ => {
                self.awaited = None;
                self.value(next, -1)
            }
        }
    }

    fn start_document(&mut self, at: usize) {
        self.builder.document();
        self.document = self.builder.next_id();
        self.in_document = true;
        self.awaited = Some(Awaited { absent_at: at, comments: usize::MAX });
    }

    fn end_document(&mut self) -> Result<()> {
        if !self.in_document {
            return Ok(());
        }
        self.absent();
        while self.blocks.pop().is_some() {
            self.builder.end(None);
        }
        self.check_size()?;
        self.in_document = false;
        self.anchors.clear();
        self.weights.clear();
        self.extra = 0;
        Ok(())
    }

    /// Writes that the value awaited has not come.
    #[inline(always)]
    fn absent(&mut self) {
        if let Some(awaited) = self.awaited.take() {
            let comments = if self.pending.is_empty() { awaited.comments } else { usize::MAX };
            let at = awaited.absent_at;
            self.scalar(Style::Absent, at, at);
            self.builder.comments_behind(comments);
        }
    }

    /// Writes a comment and returns where the next line begins.
    fn comment(&mut self, at: usize) -> usize {
        let end = self.bytes.line_end(at);
        self.builder.comment(span(at, end));
        self.bytes.after_break(end)
    }

    /// Reads what may follow a value: blanks, a comment, the end of the line. Returns where the next line begins.
    #[inline(always)]
    fn rest_of_line(&mut self, at: usize) -> Result<usize> {
        if self.bytes.at(at) == b'\n' { Ok(at + 1) } else { self.blanks_and_comment(at) }
    }

    fn blanks_and_comment(&mut self, at: usize) -> Result<usize> {
        let next = self.bytes.after_blanks(at);
        match self.bytes.at(next) {
            b'#' if next > at => Ok(self.comment(next)),
            b'\n' | b'\r' | 0 => Ok(self.bytes.after_break(next)),
            _ => Err(Declined::AfterValue),
        }
    }

    /// Writes a scalar whose text is the source's own slice, quotes aside.
    #[inline(always)]
    fn scalar(&mut self, style: Style, start: usize, end: usize) {
        let node = self.builder.scalar(style, span(start, end));
        self.give_properties(node);
    }

    /// Writes a scalar whose text must be made from its slice.
    fn raw(&mut self, style: Style, start: usize, end: usize) {
        let node = self.builder.raw(style, span(start, end));
        self.give_properties(node);
    }

    /// Opens a collection.
    fn open(&mut self, style: Style, at: usize) -> Result<()> {
        if self.builder.depth() >= self.limits.depth {
            return Err(Declined::Limit);
        }
        let node = self.builder.start(style, span(at, at));
        self.give_properties(node);
        Ok(())
    }

    /// Opens a block collection.
    fn open_block(&mut self, block: Block, column: i32, at: usize) -> Result<()> {
        let style = if block == Block::Mapping { Style::Mapping } else { Style::Sequence };
        self.open(style, at)?;
        self.blocks.push(Frame { column, block });
        Ok(())
    }

    /// Declines a document that has more values than it may, aliases followed.
    #[inline(always)]
    fn check_size(&self) -> Result<()> {
        let nodes = u64::from(self.builder.next_id() - self.document).saturating_add(self.extra);
        if nodes > self.limits.expanded_nodes { Err(Declined::Limit) } else { Ok(()) }
    }
}

fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}
