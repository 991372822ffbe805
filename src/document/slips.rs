//! The usual slips in YAML, named so that people can act on them.
//!
//! A parser stops where it cannot go on, which is often a line after the mistake, and says what it expected. Here its
//! kind of error and the lines around it become a place, what is wrong, and what to write.

mod lines;

use granit_parser::{ErrorKind as Kind, ScanError};

use lines::{Slip, content};

use super::{Limits, Node, Style, SyntaxError};
use crate::source::Span;

/// Place, what is wrong, what to write.
type Told = (Span, String, String);

/// Says what a parser's error means. `open` are the collections being read, outermost first.
pub(super) fn explain(text: &str, error: &ScanError, limits: &Limits, open: &[Node]) -> SyntaxError {
    let at = error.marker().byte_offset().unwrap_or_default().min(text.len());
    let at = (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
    let slip = Slip { text, at, open };
    if matches!(error.kind(), Kind::RecursionLimitExceeded) {
        return SyntaxError::too_deep(limits.depth, slip.character());
    }
    let (span, message, help) = slip
        .conflict()
        .or_else(|| slip.template())
        .or_else(|| slip.tab(error.kind()))
        .or_else(|| slip.quoted(error.kind()))
        .or_else(|| slip.flow(error.kind()))
        .or_else(|| slip.block(error.kind()))
        .or_else(|| slip.word(error.kind()))
        .unwrap_or_else(|| slip.other(&error.info()));
    SyntaxError { rule: "yaml", span, message, help }
}

/// `key:value` in a line that begins at `start`.
fn glued_colon(start: usize, line: &str) -> Option<Told> {
    let key = content(line);
    let colon = key.find(':').filter(|&at| !key.contains(": ") && at + 1 < key.trim_end().len())?;
    let at = (start + line.len() - key.len() + colon) as u32;
    told(Span::new(at, at + 1), "no space after the colon", "write a space after `:`")
}

fn indent_by(columns: &[usize]) -> String {
    match columns {
        [] => "indent it like the line it belongs to".to_owned(),
        [0] => "do not indent it".to_owned(),
        columns => {
            let columns: Vec<_> = columns.iter().map(ToString::to_string).collect();
            format!("indent it by {} spaces", columns.join(" or "))
        }
    }
}

fn told(span: Span, message: impl Into<String>, help: impl Into<String>) -> Option<Told> {
    Some((span, message.into(), help.into()))
}

impl<'t> Slip<'t> {
    fn conflict(&self) -> Option<Told> {
        let is_marker =
            |line: &str| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") || line.trim_end() == "=======";
        let lines = [Some(self.line(self.at)), self.line_above()];
        let (start, line) = lines.into_iter().flatten().find(|(_, line)| is_marker(line))?;
        told(self.span(start, line.len()), "unresolved merge conflict", "keep one side, and remove the marker lines")
    }

    /// Template languages write `{{` and `{%`, which YAML takes for flow mappings.
    fn template(&self) -> Option<Told> {
        let opens = |line: &str| ["{{", "{%"].iter().filter_map(|brace| line.find(brace)).min();
        let (start, line) = [Some(self.line(self.at)), self.line_above()]
            .into_iter()
            .flatten()
            .find(|(_, line)| opens(line).is_some_and(|at| !line[..at].contains(['"', '\''])))?;
        let from = opens(line)?;
        let end = ["}}", "%}"]
            .iter()
            .filter_map(|brace| line[from..].find(brace))
            .min()
            .map_or(line.len(), |at| from + at + 2);
        told(
            self.span(start + from, end - from),
            "template syntax is not YAML",
            "put the value in quotes, or lint the rendered file and leave the template out with `exclude`",
        )
    }

    fn tab(&self, kind: &Kind) -> Option<Told> {
        let about_tabs = matches!(
            kind,
            Kind::TabInIndentation
                | Kind::TabInBlockIndentation
                | Kind::TabNotAllowed
                | Kind::TabInPlainScalar
                | Kind::TabAtBlockScalarStart
                | Kind::InvalidBlockEntryWhitespace
                | Kind::InvalidMappingValueWhitespace
        );
        let about_indentation = matches!(
            kind,
            Kind::ExpectedBlockMappingKey | Kind::ExpectedBlockSequenceEntry | Kind::MappingValueNotAllowed
        );
        if !about_tabs && !about_indentation {
            return None;
        }
        let here = self.line(self.at);
        let end = here.0 + here.1.len();
        let below = (end + if self.text[end..].starts_with("\r\n") { 2 } else { 1 }).min(self.text.len());
        // A plain scalar that goes on over a tab is told at its own start, a line above.
        let lines = [Some(here), about_tabs.then(|| self.line(below))].into_iter().flatten();
        let indentation = |line: &'t str| &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let indented = lines.into_iter().find_map(|(start, line)| Some(start + indentation(line).find('\t')?));
        if let Some(tab) = indented {
            return told(self.span(tab, 1), "tab in the indentation", "indent with spaces");
        }
        let tab = here.0 + here.1.find('\t').filter(|_| about_tabs)?;
        told(self.span(tab, 1), "tab where only spaces may stand", "write a space instead")
    }

    fn quoted(&self, kind: &Kind) -> Option<Told> {
        let quote = if self.rest().starts_with('\'') { '\'' } else { '"' };
        match kind {
            Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar => {
                told(self.rest_of_line(), "quote is never closed", format!("add the closing `{quote}`"))
            }
            Kind::InvalidTrailingSingleQuotedScalar => told(
                self.rest_of_line(),
                "text after the closing quote",
                "put the whole value in quotes, and write a `'` inside single quotes as `''`",
            ),
            Kind::InvalidTrailingDoubleQuotedScalar => told(
                self.rest_of_line(),
                "text after the closing quote",
                r#"put the whole value in quotes, and write a `"` inside double quotes as `\"`"#,
            ),
            Kind::UnknownQuotedScalarEscape
            | Kind::InvalidQuotedScalarHexEscape
            | Kind::InvalidLowSurrogateHexEscape
            | Kind::InvalidLowSurrogate
            | Kind::MissingLowSurrogate
            | Kind::UnpairedLowSurrogate
            | Kind::InvalidUnicodeEscape => told(
                self.escape(),
                "invalid escape in double quotes",
                r"write `\\` for a backslash, or use single quotes, which know no escapes",
            ),
            _ => None,
        }
    }

    /// The first escape that YAML does not know, in the string that begins here; else its quote.
    fn escape(&self) -> Span {
        let mut chars = self.rest().char_indices();
        while let Some((at, c)) = chars.next() {
            if c != '\\' {
                continue;
            }
            match chars.next() {
                Some((_, next)) if !"0abt\tnvfre \"/\\N_LPxuU\n\r".contains(next) => {
                    return self.span(self.at + at, 1 + next.len_utf8());
                }
                _ => {}
            }
        }
        self.character()
    }

    fn flow(&self, kind: &Kind) -> Option<Told> {
        // The pair in `[a: b]` is a flow mapping too, without brackets of its own.
        let is_bracket = |node: &&Node| {
            matches!(node.style(), Style::FlowMapping | Style::FlowSequence)
                && self.text[node.start() as usize..].starts_with(['[', '{'])
        };
        let open = self.open.iter().rev().find(is_bracket);
        match (kind, open) {
            (Kind::UnclosedFlowCollection { open }, _) => self.unclosed(self.at, *open),
            (Kind::MisplacedFlowCollectionEnd, _) => {
                told(self.character(), "closing bracket that nothing opened", "remove it, or put the text in quotes")
            }
            (Kind::MismatchedFlowCollectionEnd { open, close }, _) => told(
                self.character(),
                format!("`{open}` is closed by `{close}`"),
                "close each bracket with its own kind",
            ),
            (Kind::BlockEntryInFlowCollection, _) => {
                told(self.character(), "list dash inside brackets", "separate the items with `,`")
            }
            (
                Kind::ExpectedFlowMappingSeparator
                | Kind::ExpectedFlowSequenceSeparator
                | Kind::InvalidColonPlacement
                | Kind::InvalidFlowScalarIndent
                | Kind::UnexpectedEofFlowMapping
                | Kind::UnexpectedEofFlowSequence
                | Kind::UnexpectedEofImplicitFlowMapping,
                Some(node),
            ) => {
                let start = node.start() as usize;
                let bracket = self.text[start..].chars().next()?;
                if self.line(start).0 != self.line(self.at).0 {
                    return self.unclosed(start, bracket);
                }
                told(
                    self.character(),
                    "`,` or a closing bracket is missing",
                    "put a `,` between items, or the text in quotes",
                )
            }
            _ => None,
        }
    }

    fn unclosed(&self, at: usize, open: char) -> Option<Told> {
        let close = if open == '[' { ']' } else { '}' };
        told(self.span(at, 1), format!("`{open}` is never closed"), format!("add the missing `{close}`"))
    }

    fn block(&self, kind: &Kind) -> Option<Told> {
        match kind {
            Kind::MappingValueNotAllowed => self.second_colon(),
            Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => self.no_colon(),
            Kind::BlockSequenceEntryNotAllowed => told(
                self.character(),
                "list item on the line of its key",
                "begin the list on the next line, or write it as `[a, b]`",
            ),
            Kind::ExpectedBlockMappingKey | Kind::ExpectedBlockSequenceEntry | Kind::ExpectedDocumentStart
                if !self.begins_line() && !self.in_list_item() =>
            {
                told(self.rest_of_line(), "text after the end of the value", "put the whole value in quotes")
            }
            Kind::ExpectedBlockMappingKey if self.in_list_item() => told(
                self.rest_of_line(),
                "list item where a key is expected",
                "indent the list under its key, and give that key no other value",
            ),
            Kind::ExpectedBlockMappingKey => {
                let above = self.line_above().map(|(start, line)| start + line.len() - content(line).len());
                let help = indent_by(&self.columns(above));
                told(self.rest_of_line(), "line does not line up with the keys above", help)
            }
            Kind::ExpectedBlockSequenceEntry => {
                let help = match &*self.columns(None) {
                    [] => "begin the line with `- `".to_owned(),
                    columns => format!("begin the line with `- `, or {}", indent_by(columns)),
                };
                told(self.rest_of_line(), "line does not line up with the list above", help)
            }
            _ => None,
        }
    }

    /// A line without `: ` where a key must stand.
    fn no_colon(&self) -> Option<Told> {
        let (start, line) = self.line(self.at);
        glued_colon(start, line).or_else(|| {
            told(
                self.rest_of_line(),
                "`:` is missing after the key",
                "write `key: value`, or indent the line if it belongs to the value above",
            )
        })
    }

    /// A `: ` where no value may begin.
    fn second_colon(&self) -> Option<Told> {
        let (start, line) = self.line(self.at);
        let before = &line[..self.at.saturating_sub(start).min(line.len())];
        if before.contains(": ") {
            return told(
                self.character(),
                "second `: ` on the line",
                "put the value in quotes, or begin it on the next line",
            );
        }
        let Some((above, text)) = self.line_above() else {
            return told(self.character(), "`:` where no key stands before it", "put the text in quotes");
        };
        if let Some(slip) = glued_colon(above, text) {
            return Some(slip);
        }
        let key = content(text);
        let key_start = start + line.len() - line.trim_start().len();
        let written = self.span(key_start, line.trim().len());
        if !key.contains(':') {
            let word = self.span(above + text.len() - key.len(), key.trim_end().len());
            return told(
                word,
                "`:` is missing after the key",
                "write `key: value`, or put text of more than one line in quotes",
            );
        }
        let indent = text.len() - key.len();
        told(
            written,
            "key under a key that already has a value",
            format!("remove the value of the line above, or {}", indent_by(&[indent])),
        )
    }

    fn word(&self, kind: &Kind) -> Option<Told> {
        match kind {
            Kind::UnexpectedCharacter { character: '`' } => {
                told(self.rest_of_line(), "a plain value cannot begin with a backtick", "put the value in quotes")
            }
            Kind::UnexpectedCharacter { character } => told(
                self.rest_of_line(),
                format!("a plain value cannot begin with `{}`", character.escape_debug()),
                "put the value in quotes",
            ),
            Kind::UnknownAnchor => {
                let end = self.rest().find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}'));
                let alias = &self.rest()[..end.unwrap_or(self.rest().len())];
                let name = alias.trim_start_matches('*');
                told(
                    self.span(self.at, alias.len()),
                    format!("alias `{alias}` of an anchor that is not defined above it"),
                    if name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
                        format!("define `&{name}` above it, or put the value in quotes if it is text")
                    } else {
                        "put the value in quotes".to_owned()
                    },
                )
            }
            Kind::UndeclaredTagHandle => told(
                self.rest_of_line(),
                "tag with a handle that is not declared",
                "write the tag as `!name`, or the text in quotes",
            ),
            Kind::CommentNotSeparated => told(
                self.character(),
                "no space before the comment",
                "write a space before `#`, or put the text in quotes",
            ),
            Kind::BomInsideDocument => told(self.character(), "byte order mark inside a document", "remove it"),
            _ => None,
        }
    }

    fn other(&self, info: &str) -> Told {
        let message =
            info.rsplit_once(", ").filter(|(start, _)| start.starts_with("while ")).map_or(info, |(_, rest)| rest);
        (self.character(), message.to_owned(), "check the indentation and the quotes of this line".to_owned())
    }
}
