//! YAML, through granit-parser: its events written to the tape.

use std::{borrow::Cow, collections::HashMap};

use granit_parser::{BorrowedInput, Event, Options, Parser, ScalarStyle, Span as ParserSpan, StructureStyle};

use super::{
    super::{Builder, Limits, Node, NodeId, Properties, Style, SyntaxError, arena::Mark, slips::explain},
    meaning,
};
use crate::source::Span;

/// A file with more errors than this is no YAML, and telling them all helps nobody.
const MOST_ERRORS: usize = 100;

/// Reads a stream of documents. A document with an error is dropped, and reading goes on at the next `---`.
pub(super) fn parse(text: &str, limits: &Limits, builder: &mut Builder<'_>, errors: &mut Vec<SyntaxError>) {
    let mut parser = Parser::new_from_str_with_options(text, options(limits));
    let mut reader = Reader::new(text, limits, builder);
    while let Err(error) = reader.stream(&mut parser) {
        reader.abandon();
        let last = errors.len() + 1 == MOST_ERRORS;
        errors.push(if last { too_many_errors(error.span) } else { error });
        if last || parser.proceed_next_document().is_err() {
            return;
        }
    }
}

fn options(limits: &Limits) -> Options {
    granit_parser::options! {
        emit_anchor_events: true,
        // By default legal files with more than 96 comment lines between a key and its value are refused.
        max_buffered_comment_events: usize::MAX,
        // One more than ours, so that ours is told.
        flow_nesting_limit: limits.depth + 1,
        block_nesting_limit: limits.depth + 1,
    }
}

fn too_many_errors(span: Span) -> SyntaxError {
    SyntaxError {
        rule: "yaml",
        span,
        message: format!("this is the {MOST_ERRORS}th document with an error, and the rest is not read"),
        help: "leave the file out with `exclude` in .waylint.yaml if it is not YAML".to_owned(),
    }
}

/// What following an alias costs.
#[derive(Clone, Copy)]
struct Weight {
    /// Nodes, once aliases are followed.
    nodes: u64,
    /// Collections inside each other, once aliases are followed.
    height: usize,
}

const SCALAR: Weight = Weight { nodes: 1, height: 0 };

/// A collection that is being read.
struct Open {
    node: NodeId,
    /// Nodes of the document before it.
    before: u64,
    /// Of its highest child.
    height: usize,
}

struct Reader<'t, 'b, 'a> {
    text: &'t str,
    limits: &'t Limits,
    builder: &'b mut Builder<'a>,
    /// Where the document being read began on the tape.
    start: Mark,
    /// End of the node or document marker before the next node.
    previous: u32,
    open: Vec<Open>,
    /// Anchor id → node.
    anchors: HashMap<usize, NodeId>,
    /// Anchored, finished collection → its weight.
    weights: HashMap<NodeId, Weight>,
    /// Nodes of the document so far, once aliases are followed.
    total: u64,
}

impl<'t, 'b, 'a> Reader<'t, 'b, 'a> {
    fn new(text: &'t str, limits: &'t Limits, builder: &'b mut Builder<'a>) -> Self {
        let start = builder.mark();
        let (anchors, weights) = (HashMap::new(), HashMap::new());
        Self { text, limits, builder, start, previous: 0, open: Vec::new(), anchors, weights, total: 0 }
    }

    /// Reads up to the end of the stream, or to the first error.
    fn stream<'i>(&mut self, parser: &mut Parser<'i, impl BorrowedInput<'i>>) -> Result<(), SyntaxError> {
        while let Some(next) = parser.next_event() {
            let (event, span) = next.map_err(|error| {
                let open: Vec<Node> = self.open.iter().map(|open| *self.builder.arena().node(open.node)).collect();
                explain(self.text, &error, self.limits, &open)
            })?;
            self.event(event, &span)?;
        }
        Ok(())
    }

    /// Drops what was read of a document.
    fn abandon(&mut self) {
        self.builder.rewind(self.start);
        self.forget();
    }

    fn forget(&mut self) {
        self.start = self.builder.mark();
        self.open.clear();
        self.anchors.clear();
        self.weights.clear();
        self.total = 0;
    }

    fn event(&mut self, event: Event<'_>, span: &ParserSpan) -> Result<(), SyntaxError> {
        let place = range(span);
        match event {
            Event::DocumentStart(explicit, _) => {
                self.forget();
                // One without `---` is said to begin with its text, behind the `|` or `>` that it may have.
                if explicit {
                    self.previous = place.end;
                }
                self.builder.document();
            }
            Event::DocumentEnd => self.forget(),
            Event::Comment(..) => self.builder.comment(place),
            Event::Anchor(id, _) => self.anchor(id, place),
            Event::Alias(id) => return self.alias(id, place),
            Event::Scalar(text, style, _, tag) => {
                let node = self.scalar(text, style, place);
                self.tag(node, tag.as_deref(), span);
                return self.weigh(SCALAR, place);
            }
            Event::SequenceStart(style, _, tag) => return self.start(sequence(style), tag.as_deref(), span),
            Event::MappingStart(style, _, tag) => return self.start(mapping(style), tag.as_deref(), span),
            Event::SequenceEnd | Event::MappingEnd => self.end(place),
            _ => {}
        }
        Ok(())
    }

    fn anchor(&mut self, id: usize, anchor: Span) {
        let node = self.builder.next_id() - 1;
        self.anchors.insert(id, node);
        self.builder.properties(Properties { node, anchor, ..Properties::default() });
    }

    fn scalar(&mut self, text: Cow<'_, str>, style: ScalarStyle, span: Span) -> NodeId {
        let (style, span) = match style {
            ScalarStyle::Plain if span.is_empty() => (Style::Absent, span),
            ScalarStyle::Plain => (Style::Plain, span),
            ScalarStyle::SingleQuoted => (Style::Single, span),
            ScalarStyle::DoubleQuoted => (Style::Double, span),
            ScalarStyle::Literal => (Style::Literal, self.block_scalar(span)),
            ScalarStyle::Folded => (Style::Folded, self.block_scalar(span)),
        };
        self.previous = span.end;
        let written = self.text.get(span.range()).unwrap_or_default();
        let same = match style {
            Style::Absent => true,
            Style::Plain => written == text,
            Style::Single | Style::Double => written.get(1..written.len().saturating_sub(1)) == Some(&*text),
            _ => false,
        };
        if same { self.builder.scalar(style, span) } else { self.builder.owned(style, span, text) }
    }

    /// granit's span of a block scalar begins with the text and includes the blank lines after it.
    fn block_scalar(&self, span: Span) -> Span {
        let start = self.header(span.start).unwrap_or(span.start);
        let text = self.text.get(start as usize..span.end as usize).unwrap_or_default();
        let filled = text.trim_end().len();
        let rest_of_line = text[filled..].find(['\n', '\r']).unwrap_or(text.len() - filled);
        Span::new(start, start + (filled + rest_of_line) as u32)
    }

    /// Where the `|` or `>` of a block scalar stands: the first after white space that is no comment. Only indicators, a tag
    /// and an anchor can stand before it.
    fn header(&self, text_start: u32) -> Option<u32> {
        let between = self.text.get(self.previous as usize..text_start as usize)?;
        let (mut before, mut comment) = (' ', false);
        for (at, c) in between.char_indices() {
            match c {
                '\n' | '\r' => comment = false,
                '#' if before.is_whitespace() => comment = true,
                '|' | '>' if before.is_whitespace() && !comment => return Some(self.previous + at as u32),
                _ => {}
            }
            before = c;
        }
        None
    }

    fn tag(&mut self, node: NodeId, tag: Option<&granit_parser::Tag>, span: &ParserSpan) {
        let Some(tag) = tag else { return };
        let meaning = meaning(tag.core_suffix());
        let tag = span.tag_span().map(|span| range(&span)).unwrap_or_default();
        self.builder.properties(Properties { node, tag, meaning, ..Properties::default() });
    }

    fn start(&mut self, style: Style, tag: Option<&granit_parser::Tag>, span: &ParserSpan) -> Result<(), SyntaxError> {
        let mut place = range(span);
        if self.open.len() >= self.limits.depth {
            return Err(SyntaxError::too_deep(self.limits.depth, place));
        }
        if style == Style::Sequence {
            place.start = self.first_dash(place.start);
        }
        let node = self.builder.start(style, place);
        // Comments behind the first dash came before the event.
        let comments = self.builder.arena().comments().partition_point(|comment| comment.span.start < place.start);
        self.builder.comments_behind(comments);
        self.tag(node, tag, span);
        self.open.push(Open { node, before: self.total, height: 0 });
        self.weigh(SCALAR, place)
    }

    /// Where a block sequence begins. granit starts one at its key's indentation after the dash, and then the dash is the
    /// first thing on a line since the node before.
    fn first_dash(&self, start: u32) -> u32 {
        let is_dash =
            |rest: &str| rest.strip_prefix('-').is_some_and(|rest| !rest.starts_with(|c: char| !c.is_whitespace()));
        let parent = self.open.last().map(|open| self.builder.arena().node(open.node)).filter(|node| node.is_mapping());
        let Some(parent) = parent else { return start };
        let from = self.previous.max(parent.start()) as usize;
        let between = self.text.get(from..start as usize).unwrap_or_default();
        let breaks = between.match_indices(['\n', '\r']).map(|(at, _)| at + 1);
        let mut lines = breaks.map(|at| between.len() - between[at..].trim_start_matches(' ').len());
        lines.find(|&at| is_dash(&between[at..])).map_or(start, |at| (from + at) as u32)
    }

    fn end(&mut self, span: Span) {
        let Some(open) = self.open.pop() else { return };
        let flow = matches!(self.builder.arena().node(open.node).style(), Style::FlowSequence | Style::FlowMapping);
        // A block collection ends where its last child does; granit says where the next token begins.
        self.builder.end(flow.then_some(span.end));
        self.previous = self.builder.arena().span(open.node).end;
        let weight = Weight { nodes: self.total - open.before, height: open.height + 1 };
        if self.builder.arena().properties(open.node).is_some() {
            self.weights.insert(open.node, weight);
        }
        self.raise(weight.height);
    }

    fn alias(&mut self, id: usize, span: Span) -> Result<(), SyntaxError> {
        let target = self.anchors.get(&id).copied().unwrap_or_default();
        if self.open.iter().any(|open| open.node == target) {
            return Err(SyntaxError {
                rule: "recursive-alias",
                span,
                message: "alias stands inside the value it stands for".to_owned(),
                help: "repeat the value, or move the anchor to a value that does not hold this alias".to_owned(),
            });
        }
        self.builder.alias(span, target);
        self.previous = span.end;
        let weight = self.weights.get(&target).copied().unwrap_or(SCALAR);
        if self.open.len() + weight.height > self.limits.depth {
            return Err(SyntaxError::too_deep(self.limits.depth, span));
        }
        self.raise(weight.height);
        self.weigh(weight, span)
    }

    fn raise(&mut self, height: usize) {
        if let Some(parent) = self.open.last_mut() {
            parent.height = parent.height.max(height);
        }
    }

    /// Counts nodes of the document; refuses aliases that would multiply beyond the limit.
    fn weigh(&mut self, weight: Weight, span: Span) -> Result<(), SyntaxError> {
        self.total = self.total.saturating_add(weight.nodes);
        if self.total > self.limits.expanded_nodes {
            return Err(SyntaxError::too_many_nodes(self.limits.expanded_nodes, span));
        }
        Ok(())
    }
}

fn sequence(style: StructureStyle) -> Style {
    match style {
        StructureStyle::Block => Style::Sequence,
        StructureStyle::Flow => Style::FlowSequence,
    }
}

fn mapping(style: StructureStyle) -> Style {
    match style {
        StructureStyle::Block => Style::Mapping,
        StructureStyle::Flow => Style::FlowMapping,
    }
}

fn range(span: &ParserSpan) -> Span {
    let range = span.byte_range().unwrap_or_default();
    Span::new(range.start as u32, range.end as u32)
}
