//! TOML, through toml_edit: its tables written to the tape, each with the place where it is first named.
//!
//! A table may be continued anywhere in a file, so nodes stand in the order of the data, and only nearly in that of the
//! text. The span of a table reaches from its header to its last own value, and leaves out tables with their own headers.

mod scan;

use std::ops::Range;

use toml_edit::{Array, Document, Item, Key, TableLike, TomlError, Value};

use super::{Builder, Limits, NodeId, Scalar, Style, SyntaxError, Tag, resolve};
use crate::{kind::Dialect, source::Span};

/// The parser itself goes no deeper.
const DEEPEST: usize = 80;

/// A tree of so many values takes some hundred megabytes; real files stay far below.
const MOST_VALUES: u64 = 500_000;

/// Reads the one table of a file.
pub(super) fn parse(text: &str, limits: &Limits, builder: &mut Builder<'_>, errors: &mut Vec<SyntaxError>) {
    let comments = match scan::scan(text, limits.depth.min(DEEPEST), limits.expanded_nodes.min(MOST_VALUES)) {
        Ok(comments) => comments,
        Err(error) => return errors.push(error),
    };
    match Document::parse(text) {
        Ok(document) => {
            let first = builder.next_id();
            Writer { text, builder }.document(document.as_table());
            place_comments(builder, first, &comments);
        }
        Err(error) => {
            comments.iter().for_each(|&span| builder.comment(span));
            errors.push(explain(text, &error));
        }
    }
}

/// Comments belong to the next scalar of the text, which need not be the next one of the tape.
fn place_comments(builder: &mut Builder<'_>, first: NodeId, comments: &[Span]) {
    let arena = builder.arena();
    let mut scalars: Vec<_> = (first..builder.next_id())
        .filter(|&id| !arena.node(id).is_collection())
        .map(|id| (arena.node(id).start(), id))
        .collect();
    scalars.sort_unstable();
    for &comment in comments {
        let next = scalars.partition_point(|&(start, _)| start < comment.start);
        let node = scalars.get(next).map_or(builder.next_id(), |&(_, id)| id);
        builder.comment_before(comment, node);
    }
}

struct Writer<'t, 'b, 'a> {
    text: &'t str,
    builder: &'b mut Builder<'a>,
}

impl Writer<'_, '_, '_> {
    fn document(&mut self, root: &dyn TableLike) {
        let start = self.text.len() - self.text.trim_start_matches('\u{feff}').len();
        self.builder.document();
        self.table(Style::Mapping, Span::new(start as u32, self.text.trim_end().len() as u32), root);
    }

    /// Writes a table and returns where it ends.
    fn table(&mut self, style: Style, span: Span, table: &dyn TableLike) -> u32 {
        self.builder.start(style, span);
        let mut end = span.end;
        for (name, item) in table.iter() {
            let key = self.key(name, table.key(name));
            end = end.max(self.item(item, key));
        }
        self.builder.end(Some(end));
        end
    }

    fn key(&mut self, name: &str, key: Option<&Key>) -> Span {
        let span = as_span(key.and_then(Key::span));
        let written = self.slice(span);
        if written == name {
            self.builder.scalar(Style::Plain, span);
        } else {
            self.quoted(span, name);
        }
        span
    }

    /// Writes a value and returns the end of what it adds to the table that holds it.
    fn item(&mut self, item: &Item, key: Span) -> u32 {
        match item {
            Item::None => {
                self.builder.scalar(Style::Absent, Span::new(key.end, key.end));
                0
            }
            Item::Value(value) => self.value(value, key),
            Item::Table(table) => {
                let end = self.table(Style::Mapping, table.span().map_or(key, to_span), table);
                if table.is_dotted() { end } else { 0 }
            }
            Item::ArrayOfTables(tables) => {
                self.builder.start(Style::Sequence, tables.span().map_or(key, to_span));
                let ends = tables.iter().map(|table| self.table(Style::Mapping, as_span(table.span()), table));
                let end = ends.max();
                self.builder.end(end);
                0
            }
        }
    }

    fn value(&mut self, value: &Value, key: Span) -> u32 {
        let span = value.span().map_or(key, to_span);
        match value {
            Value::String(string) => self.quoted(span, string.value()),
            Value::Integer(integer) => self.number(span, || integer.value().to_string()),
            Value::Float(float) if float.value().is_finite() => self.number(span, || format!("{:?}", float.value())),
            Value::Float(_) => {
                self.builder.string(span, self.text.get(span.range()).unwrap_or_default());
            }
            Value::Boolean(_) | Value::Datetime(_) => {
                self.builder.scalar(Style::Plain, span);
            }
            Value::Array(array) => self.array(span, array),
            Value::InlineTable(table) => return self.table(Style::FlowMapping, span, table),
        }
        span.end
    }

    fn array(&mut self, span: Span, array: &Array) {
        self.builder.start(Style::FlowSequence, span);
        for value in array.iter() {
            self.value(value, span);
        }
        self.builder.end(Some(span.end));
    }

    /// A string or quoted key.
    fn quoted(&mut self, span: Span, text: &str) {
        let written = self.slice(span);
        let style = if written.starts_with('\'') { Style::Single } else { Style::Double };
        if written.get(1..written.len().saturating_sub(1)) == Some(text) {
            self.builder.scalar(style, span);
        } else {
            self.builder.owned(style, span, text);
        }
    }

    /// `0x1F`, `1_000` and `+1` are no numbers in JSON, so they are kept in its spelling.
    fn number(&mut self, span: Span, spelling: impl Fn() -> String) {
        match resolve(self.slice(span), true, Tag::Absent, Dialect::Json) {
            Scalar::Number(_) => self.builder.scalar(Style::Plain, span),
            _ => self.builder.literal(span, spelling()),
        };
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

/// toml_edit says what is wrong, and behind a comma what it expected.
fn explain(text: &str, error: &TomlError) -> SyntaxError {
    let mut span = as_span(error.span());
    if span.is_empty() {
        // Something is missing here: show the character that stands in its place.
        let next = text.get(span.range().start..).and_then(|rest| rest.chars().next());
        span.end += next.filter(|c| !c.is_control()).map_or(0, char::len_utf8) as u32;
    }
    let (message, expected) = match error.message().split_once(", expected ") {
        Some((message, expected)) if expected != "nothing" => (message, Some(expected)),
        Some((message, _)) => (message, None),
        None => (error.message(), None),
    };
    SyntaxError { rule: "toml", span, message: message.to_owned(), help: help(message, expected) }
}

fn help(message: &str, expected: Option<&str>) -> String {
    match (message, expected) {
        ("duplicate key", _) => "keep one of the two, or put them under different tables".to_owned(),
        ("string values must be quoted", _) => "put the text in double quotes".to_owned(),
        (_, Some(expected)) => format!("write {expected} here"),
        _ => "write it as TOML demands, or remove it".to_owned(),
    }
}

fn as_span(range: Option<Range<usize>>) -> Span {
    range.map(to_span).unwrap_or_default()
}

fn to_span(range: Range<usize>) -> Span {
    Span::new(range.start as u32, range.end as u32)
}
