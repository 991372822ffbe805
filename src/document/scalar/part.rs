//! Where a part of a scalar's text stands in what is written.
//!
//! Text is made from what is written by leaving out (quotes, indentation, blanks at folds) and by replacing (escapes, line
//! breaks). So both are walked along together, and what differs is passed by.

use std::ops::Range;

use super::folded::lines;
use crate::document::Style;

/// The bytes of `written`, a scalar as it stands in the source, from which a range of its text was made. `indent` are the
/// spaces that belong to no line of a block scalar.
pub(in crate::document) fn part(
    style: Style,
    written: &str,
    text: &str,
    indent: usize,
    range: Range<usize>,
) -> Range<usize> {
    let place: fn(&str, &str, usize, usize) -> Option<usize> = match style {
        Style::Literal | Style::Folded => in_block,
        _ => in_flow,
    };
    let Some(start) = place(written, text, indent, range.start) else { return 0..written.len() };
    // The end is one behind the last byte, which may stand on an earlier line than the next.
    let last = text.get(range.clone()).and_then(|part| part.char_indices().next_back());
    let end = last.and_then(|(offset, sign)| {
        let end = place(written, text, indent, range.start + offset)?;
        let same = written.get(end..)?.starts_with(sign);
        Some(end + if same { sign.len_utf8() } else { 1 })
    });
    start..end.unwrap_or(start).min(written.len()).max(start)
}

/// In a block scalar, each line of text is a part of a line.
fn in_block(written: &str, text: &str, indent: usize, wanted: usize) -> Option<usize> {
    let (mut line_start, mut at) = (lines(written).next()?.len() + 1, 0);
    for line in written.get(line_start..)?.split('\n') {
        let content = line.strip_suffix('\r').unwrap_or(line).get(indent..).unwrap_or_default();
        if !content.is_empty() {
            at += text.get(at..)?.find(content)?;
            if wanted <= at + content.len() {
                return Some(line_start + indent + wanted.saturating_sub(at));
            }
            at += content.len();
        }
        line_start += line.len() + 1;
    }
    None
}

/// In plain and quoted scalars, signs are passed by that made no text of their own.
fn in_flow(written: &str, text: &str, _: usize, wanted: usize) -> Option<usize> {
    let mut at = usize::from(written.starts_with(['\'', '"']));
    for (offset, sign) in text.char_indices() {
        at += joined(written.get(at..)?);
        let rest = written.get(at..)?;
        let passed = if rest.starts_with('\\') { 0 } else { rest.find(sign)? };
        let blank = rest[..passed].chars().all(char::is_whitespace);
        let start = at + if blank { passed } else { 0 };
        if offset >= wanted {
            return Some(start);
        }
        at = start + length(written.get(start..)?, sign);
    }
    Some(at)
}

/// How many bytes of an escaped line break, which stands for nothing, and of the blanks behind it.
fn joined(rest: &str) -> usize {
    let behind = rest.strip_prefix("\\\n").or_else(|| rest.strip_prefix("\\\r\n"));
    behind.map_or(0, |behind| rest.len() - behind.trim_start_matches([' ', '\t']).len())
}

/// How many bytes stand for a sign.
fn length(rest: &str, sign: char) -> usize {
    match rest.as_bytes() {
        [b'\\', b'x', ..] => 4,
        [b'\\', b'u', ..] => 6,
        [b'\\', b'U', ..] => 10,
        [b'\\', _, ..] | [b'\'', b'\'', ..] => 2,
        // A space for a line break: the blanks behind it are passed by with the next sign.
        _ if !rest.starts_with(sign) => 1,
        _ => sign.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{
        document::{Limits, parse},
        kind::{Dialect, Format},
        source::Source,
    };

    /// What is written where the text has `needle`.
    fn found(yaml: &str) -> String {
        let source = Arc::new(Source::new("a.yaml", yaml.to_owned()));
        let tree = parse(source, Format::Yaml, &Limits::default());
        let value = tree.documents(Dialect::Core).next().unwrap().root().get("a").unwrap();
        let text = value.text();
        let at = text.find("needle").unwrap();
        let span = value.span_of(at..at + 6);
        assert!(tree.source().text()[..span.range().start].ends_with(|before: char| "> '\"\n\t.é".contains(before)));
        tree.source().slice(span).to_owned()
    }

    #[test]
    fn a_part_is_found_in_every_style() {
        for yaml in [
            "a: x needle\n",
            "a: needle x\n",
            "a: 'it''s a needle'\n",
            "a: \"\\t\\\"é\\u00e9\\n needle\"\n",
            "a: x\n  y\n\n  needle z\n",
            "a: \"x \\\n  y\n\n  needle z\"\n",
            "a: |\n  x\n    y\n\n  .needle\n",
            "a: >-\n  x\n  needle\n\n  y\n",
            "a: |\r\n  x\r\n  needle\r\n",
        ] {
            assert_eq!(found(yaml), "needle", "{yaml}");
        }
    }

    #[test]
    fn a_part_over_several_lines_reaches_from_the_first_to_the_last() {
        let yaml = "a: |\n  one\n  two\n";
        let source = Arc::new(Source::new("a.yaml", yaml.to_owned()));
        let tree = parse(source, Format::Yaml, &Limits::default());
        let value = tree.documents(Dialect::Core).next().unwrap().root().get("a").unwrap();
        assert_eq!(tree.source().slice(value.span_of(1..6)), "ne\n  tw");
        assert_eq!(tree.source().slice(value.span_of(50..60)), tree.source().slice(value.raw_span()));
    }
}
