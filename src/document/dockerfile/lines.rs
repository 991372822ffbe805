//! Physical lines to logical ones: directives, comments, continuations, here-documents, as BuildKit cuts them.

use crate::{
    document::{
        SyntaxError,
        shell::{Mapped, Piece},
    },
    source::Span,
};

use super::{error, words};

/// After so many here-documents without an end, the rest of the file is not read: each costs a look at all of it.
const MOST_UNTERMINATED: usize = 8;

/// `# name=value` at the head of the file.
pub(super) struct Directive {
    pub(super) name: Piece,
    pub(super) value: Piece,
}

/// `<<EOF` and its body.
pub(super) struct Heredoc {
    pub(super) delimiter: Piece,
    /// Without leading tabs after `<<-`.
    pub(super) content: Mapped,
    /// Whether variables in it are expanded.
    pub(super) expand: bool,
    /// Body and closing line, as written.
    pub(super) body: Span,
}

/// One instruction with its continuations.
pub(super) struct Line {
    /// Without the line end, continuations, comments.
    pub(super) text: Mapped,
    /// From the keyword to the end, here-documents included.
    pub(super) span: Span,
    /// Empty lines among the continuations.
    pub(super) blanks: Vec<Span>,
    /// The comment lines directly above.
    pub(super) comment: Vec<Span>,
    pub(super) heredocs: Vec<Heredoc>,
}

/// What a file consists of.
pub(super) struct Lines {
    pub(super) directives: Vec<Directive>,
    pub(super) escape: u8,
    pub(super) lines: Vec<Line>,
    /// Full-line comments, those among continuations included.
    pub(super) comments: Vec<Span>,
}

/// Cuts a file.
pub(super) fn read(text: &str, errors: &mut Vec<SyntaxError>) -> Lines {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader {
        text,
        at: start,
        errors,
        unterminated: 0,
        lines: Lines { directives: Vec::new(), escape: b'\\', lines: Vec::new(), comments: Vec::new() },
    };
    reader.directives();
    reader.instructions();
    reader.lines
}

struct Reader<'t, 'e> {
    text: &'t str,
    at: usize,
    errors: &'e mut Vec<SyntaxError>,
    unterminated: usize,
    lines: Lines,
}

impl<'t> Reader<'t, '_> {
    /// The next line without its end, and what follows it.
    fn peek(&self) -> Option<(&'t str, usize)> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest.as_bytes());
        let line = &rest[..length.unwrap_or(rest.len())];
        let next = self.at + length.map_or(rest.len(), |length| length + 1);
        Some((line.trim_end_matches('\r'), next))
    }

    /// The span of a part of the file.
    fn span_of(&self, part: &str) -> Span {
        let start = part.as_ptr() as usize - self.text.as_ptr() as usize;
        Span::new(start as u32, (start + part.len()) as u32)
    }

    fn piece(&self, part: &str) -> Piece {
        let span = self.span_of(part);
        Piece { value: Mapped::verbatim(self.text, span), span }
    }

    /// Directives end at the first line that does not look like one.
    fn directives(&mut self) {
        while let Some((line, next)) = self.peek() {
            let Some((name, value)) = directive(line) else { return };
            self.at = next;
            let lower = name.to_ascii_lowercase();
            if !matches!(lower.as_str(), "syntax" | "escape" | "check") {
                self.lines.comments.push(self.span_of(line.trim()));
                continue;
            }
            if self.lines.directives.iter().any(|known| known.name.text().eq_ignore_ascii_case(&lower)) {
                let message = format!("parser directive {lower} is given twice");
                self.errors.push(error(self.span_of(name), message, "keep one of the two"));
                continue;
            }
            if lower == "escape" {
                match value {
                    "\\" | "`" => self.lines.escape = value.as_bytes()[0],
                    _ => self.errors.push(error(
                        self.span_of(value),
                        "escape character is neither \\ nor `",
                        "write `# escape=\\` or `# escape=` with a backtick",
                    )),
                }
            }
            let directive = Directive { name: self.piece(name), value: self.piece(value) };
            self.lines.directives.push(directive);
        }
    }

    fn instructions(&mut self) {
        let mut above = Vec::new();
        while let Some((line, next)) = self.peek() {
            let trimmed = line.trim();
            if trimmed.starts_with('#') {
                let span = self.span_of(trimmed);
                above.push(span);
                self.lines.comments.push(span);
                self.at = next;
            } else if trimmed.is_empty() {
                above.clear();
                self.at = next;
            } else {
                self.instruction(std::mem::take(&mut above));
                if self.unterminated > MOST_UNTERMINATED {
                    return;
                }
            }
        }
    }

    fn instruction(&mut self, comment: Vec<Span>) {
        let mut text = Mapped::default();
        let mut blanks = Vec::new();
        let mut first = true;
        while let Some((line, next)) = self.peek() {
            self.at = next;
            let trimmed = line.trim();
            if !first && trimmed.starts_with('#') {
                self.lines.comments.push(self.span_of(trimmed));
                continue;
            }
            if !first && trimmed.is_empty() {
                let start = self.span_of(line).start;
                blanks.push(Span::new(start, start));
                continue;
            }
            let line = if first { line.trim_start() } else { line };
            let (kept, continues) = continuation(line, self.lines.escape);
            text.push(kept, self.span_of(kept));
            first = false;
            if !continues {
                break;
            }
        }
        let text = text.trimmed();
        if text.is_empty() {
            return;
        }
        let Some(heredocs) = self.heredocs(&text) else { return };
        let end = heredocs.last().map_or(text.whole().end, |heredoc| heredoc.body.end);
        let span = Span::new(text.whole().start, end);
        self.lines.lines.push(Line { text, span, blanks, comment, heredocs });
    }

    /// The here-documents of a line; `None` where one has no end.
    fn heredocs(&mut self, text: &Mapped) -> Option<Vec<Heredoc>> {
        let mut heredocs = Vec::new();
        if !words::may_have_heredocs(text, self.lines.escape) {
            return Some(heredocs);
        }
        for range in words::split(text.text(), b'\\') {
            let Some(found) = words::heredoc(text, range) else { continue };
            match self.body(&found) {
                Some(heredoc) => heredocs.push(heredoc),
                None => {
                    self.unterminated += 1;
                    let message = format!("here-document {} has no end", found.delimiter.text());
                    let help = "write the delimiter alone on a line after the text";
                    self.errors.push(error(found.delimiter.span, message, help));
                    self.resume();
                    return None;
                }
            }
        }
        Some(heredocs)
    }

    /// The lines up to the delimiter; `None`, and nothing taken, where it does not come.
    fn body(&mut self, found: &words::HeredocWord) -> Option<Heredoc> {
        let before = self.at;
        let mut content = Mapped::default();
        while let Some((line, next)) = self.peek() {
            let from = if found.strip_tabs { line.trim_start_matches('\t') } else { line };
            let end = self.span_of(line).end;
            let start = self.span_of(from).start;
            self.at = next;
            if from == found.delimiter.text() {
                return Some(Heredoc {
                    delimiter: found.delimiter.clone(),
                    content,
                    expand: found.expand,
                    body: Span::new(before as u32, end),
                });
            }
            content.push(&self.text[start as usize..next], Span::new(start, next as u32));
        }
        self.at = before;
        None
    }

    /// After a here-document without an end: goes on at the next line that surely is an instruction.
    fn resume(&mut self) {
        while let Some((line, next)) = self.peek() {
            let word = line.split([' ', '\t']).next().unwrap_or_default();
            if super::instruction::KEYWORDS.contains(&word) {
                return;
            }
            self.at = next;
        }
    }
}

/// `# name = value`.
fn directive(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix('#')?.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let valid = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
    (valid && !value.is_empty()).then_some((name, value))
}

/// The line without a continuation sign, and whether it had one. A doubled sign is not one.
fn continuation(line: &str, escape: u8) -> (&str, bool) {
    let trimmed = line.trim_end_matches([' ', '\t']);
    let Some(kept) = trimmed.strip_suffix(escape as char) else { return (line, false) };
    if kept.ends_with(escape as char) { (line, false) } else { (kept, true) }
}
