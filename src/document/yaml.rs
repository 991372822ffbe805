//! YAML, through granit-parser: its events written to the tape.

use std::{borrow::Cow, collections::HashMap};

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Span as ParserSpan, StructureStyle};

use super::{Builder, Limits, NodeId, Properties, Style, SyntaxError, Tag, arena::Mark, keys::note_keys};
use crate::source::Span;

/// Reads a stream of documents. A document with an error is dropped, and reading goes on at the next `---`.
pub(super) fn parse(text: &str, limits: &Limits, builder: &mut Builder<'_>, errors: &mut Vec<SyntaxError>) {
    let mut reader =
        Reader { text, limits, builder, stack: Vec::new(), anchors: HashMap::new(), weights: HashMap::new(), total: 0 };
    let mut parser = Parser::new_from_str_with_options(text, options(limits));
    let mut start = reader.builder.mark();
    loop {
        let error = match parser.next_event() {
            None | Some(Ok((Event::StreamEnd, _))) => return,
            Some(Ok((Event::DocumentStart(..), _))) => {
                start = reader.builder.mark();
                reader.forget();
                reader.builder.document();
                continue;
            }
            Some(Ok((event, span))) => match reader.event(event, &span) {
                Ok(()) => continue,
                Err(error) => error,
            },
            Some(Err(error)) => reader.explain(&error),
        };
        errors.push(error);
        reader.abandon(start);
        if !matches!(parser.proceed_next_document(), Ok(true)) {
            return;
        }
    }
}

fn options(limits: &Limits) -> Options {
    granit_parser::options! {
        emit_anchor_events: true,
        // By default legal files with more than 96 comment lines between a key and its value are refused.
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: limits.depth + 1,
    }
}

/// A collection that is being read.
struct Open {
    node: NodeId,
    /// Nodes of the document before it, once aliases are followed.
    before: u64,
}

struct Reader<'t, 'b, 'a> {
    text: &'t str,
    limits: &'t Limits,
    builder: &'b mut Builder<'a>,
    stack: Vec<Open>,
    /// Anchor id → node.
    anchors: HashMap<usize, NodeId>,
    /// Anchored, finished node → nodes it has once aliases are followed.
    weights: HashMap<NodeId, u64>,
    /// Nodes of the document so far, once aliases are followed.
    total: u64,
}

impl Reader<'_, '_, '_> {
    fn forget(&mut self) {
        self.stack.clear();
        self.anchors.clear();
        self.weights.clear();
        self.total = 0;
    }

    fn abandon(&mut self, start: Mark) {
        self.builder.rewind(start);
        self.forget();
    }

    fn event(&mut self, event: Event<'_>, span: &ParserSpan) -> Result<(), SyntaxError> {
        match event {
            Event::Comment(..) => self.builder.comment(range(span)),
            Event::Anchor(id, _) => {
                let node = self.builder.next_id() - 1;
                self.anchors.insert(id, node);
                self.builder.properties(Properties { node, anchor: range(span), ..Properties::default() });
            }
            Event::Alias(id) => return self.alias(id, range(span)),
            Event::Scalar(text, style, _, tag) => {
                let node = self.scalar(text, style, range(span));
                self.tag(node, tag.as_deref(), span);
                self.weigh(1, range(span))?;
            }
            Event::SequenceStart(style, _, tag) => self.start(false, style, tag.as_deref(), span)?,
            Event::MappingStart(style, _, tag) => self.start(true, style, tag.as_deref(), span)?,
            Event::SequenceEnd | Event::MappingEnd => self.end(range(span)),
            _ => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: Cow<'_, str>, style: ScalarStyle, span: Span) -> NodeId {
        let style = match style {
            ScalarStyle::Plain if span.is_empty() => return self.builder.scalar(Style::Absent, span),
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        let written = match style {
            Style::Plain => self.text.get(span.range()),
            Style::Single | Style::Double => self.text.get(span.range()).and_then(|text| text.get(1..text.len() - 1)),
            _ => None,
        };
        if written == Some(&*text) {
            self.builder.scalar(style, span)
        } else {
            self.builder.owned(style, self.without_trailing_lines(style, span), text.into_owned())
        }
    }

    /// granit's span of a block scalar includes the blank lines after it.
    fn without_trailing_lines(&self, style: Style, span: Span) -> Span {
        if !matches!(style, Style::Literal | Style::Folded) {
            return span;
        }
        let text = self.text.get(span.range()).unwrap_or_default();
        Span::new(span.start, span.start + text.trim_end().len() as u32)
    }

    fn tag(&mut self, node: NodeId, tag: Option<&granit_parser::Tag>, span: &ParserSpan) {
        let Some(tag) = tag else { return };
        let meaning = match tag.core_suffix() {
            Some("str") => Tag::String,
            Some("int") => Tag::Integer,
            Some("float") => Tag::Float,
            Some("bool") => Tag::Boolean,
            Some("null") => Tag::Null,
            // Whatever carries a tag of its own is no plain scalar any more: `!Ref 7` is text, in every dialect.
            _ => Tag::String,
        };
        let tag = span.tag_span().map(|span| range(&span)).unwrap_or_default();
        self.builder.properties(Properties { node, tag, meaning, ..Properties::default() });
    }

    fn start(
        &mut self,
        mapping: bool,
        style: StructureStyle,
        tag: Option<&granit_parser::Tag>,
        span: &ParserSpan,
    ) -> Result<(), SyntaxError> {
        let style = match (mapping, style) {
            (false, StructureStyle::Block) => Style::Sequence,
            (false, StructureStyle::Flow) => Style::FlowSequence,
            (true, StructureStyle::Block) => Style::Mapping,
            (true, StructureStyle::Flow) => Style::FlowMapping,
        };
        if self.builder.depth() >= self.limits.depth {
            return Err(SyntaxError::too_deep(self.limits.depth, range(span)));
        }
        let node = self.builder.start(style, range(span));
        self.tag(node, tag, span);
        self.stack.push(Open { node, before: self.total });
        self.weigh(1, range(span))
    }

    fn end(&mut self, span: Span) {
        let Some(open) = self.stack.pop() else { return };
        let flow = matches!(self.builder.arena().node(open.node).style(), Style::FlowSequence | Style::FlowMapping);
        // A block collection ends where its last child does; granit says where the next token begins.
        self.builder.end(flow.then_some(span.end));
        note_keys(self.builder, self.text, open.node);
        if self.builder.arena().properties(open.node).is_some() {
            self.weights.insert(open.node, self.total - open.before);
        }
    }

    fn alias(&mut self, id: usize, span: Span) -> Result<(), SyntaxError> {
        let target = self.anchors.get(&id).copied().unwrap_or_default();
        if self.stack.iter().any(|open| open.node == target) {
            return Err(SyntaxError {
                rule: "recursive-alias",
                span,
                message: "alias stands inside the value it stands for".to_owned(),
                help: "repeat the value, or move the anchor to a value that does not hold this alias".to_owned(),
            });
        }
        self.builder.alias(span, target);
        let weight = self.weights.get(&target).copied().unwrap_or(1);
        self.weigh(weight, span)
    }

    /// Counts nodes of the document; refuses aliases that would multiply beyond the limit.
    fn weigh(&mut self, nodes: u64, span: Span) -> Result<(), SyntaxError> {
        self.total = self.total.saturating_add(nodes);
        if self.total <= self.limits.expanded_nodes {
            return Ok(());
        }
        Err(SyntaxError {
            rule: "too-many-nodes",
            span,
            message: format!("aliases expand the document to more than {} values", self.limits.expanded_nodes),
            help: "write the repeated values out, or split the document".to_owned(),
        })
    }

    fn explain(&self, error: &ScanError) -> SyntaxError {
        let at = error.marker().byte_offset().unwrap_or_default().min(self.text.len());
        let rest = self.text.get(at..).unwrap_or_default();
        let width = rest.chars().next().filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
        SyntaxError {
            rule: "yaml",
            span: Span::new(at as u32, (at + width) as u32),
            message: error.info(),
            help: "mend the YAML here; everything before this place was read".to_owned(),
        }
    }
}

fn range(span: &ParserSpan) -> Span {
    let range = span.byte_range().unwrap_or_default();
    Span::new(range.start as u32, range.end as u32)
}
