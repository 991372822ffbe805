//! Edits of Dockerfiles: whole instructions, and what stands within one.
//!
//! The tree of a Dockerfile says more than is written, so an edit can name only what stands in the file as it is: an
//! instruction, whose value is its text, a word, a command of a script (`script.rs`), or a flag, a pair and the empty lines of
//! an instruction (`parts.rs`). What an edit must not touch is compared as it is written.

mod parts;
mod script;

use std::ops::Range;

use serde_json::Value;

use super::{Refusal, Splice, expect::edited};
use crate::{
    document::{Document, NodeRef, Pointer, Step, Tree},
    finding::Edit,
    kind::Dialect,
    source::Span,
};

/// The changes to its text that an edit of a Dockerfile comes to.
pub(super) fn splices(tree: &Tree, edit: &Edit) -> Result<Vec<Splice>, Refusal> {
    let file = File::new(tree)?;
    if let Some(splices) = parts::splices(&file, edit)? {
        return Ok(splices);
    }
    match edit {
        Edit::Add { at, value } => file.add(at, text_of(value)?),
        Edit::Replace { at, value, text, .. } => file.replace(at, text_of(value)?, text.as_deref()),
        Edit::Remove { at } => file.remove(at),
        Edit::Rename { .. } => Err(Refusal::new("a Dockerfile has no keys to rename")),
    }
}

fn text_of(value: &Value) -> Result<&str, Refusal> {
    value.as_str().ok_or_else(|| Refusal::new("what is written in a Dockerfile is text"))
}

struct File<'t> {
    text: &'t str,
    document: Document<'t>,
}

impl<'t> File<'t> {
    fn new(tree: &'t Tree) -> Result<Self, Refusal> {
        let document = tree.documents(Dialect::Json).next().ok_or_else(|| Refusal::new("the file is empty"))?;
        Ok(Self { text: tree.source().text(), document })
    }

    fn node(&self, at: &Pointer) -> Result<NodeRef<'t>, Refusal> {
        let (node, taken) = self.document.nearest(at);
        if taken == at.steps().len() { Ok(node) } else { Err(Refusal::new("the place does not exist")) }
    }

    fn add(&self, at: &Pointer, new: &str) -> Result<Vec<Splice>, Refusal> {
        if let Some((instruction, index)) = script::command_of(at) {
            return script::add(self, &instruction, index, new);
        }
        let Some((Step::Index(index), list)) = at.steps().split_last() else {
            return Err(Refusal::new("only instructions and words can be added to a Dockerfile"));
        };
        let count = self.node(&Pointer(list.to_vec()))?.len();
        let neighbour = |index: usize| Pointer(list.iter().cloned().chain([Step::Index(index)]).collect());
        if *index > count || count == 0 {
            return Err(Refusal::new("the place does not exist"));
        }
        let (instruction, word) = (is_instruction(at), !is_instruction(at));
        Ok(vec![match index.checked_sub(1) {
            Some(before) if instruction => {
                let end = self.line_end(self.node(&neighbour(before))?.raw_span().end as usize);
                Splice::insert(end, format!("{}{new}", self.line_break()))
            }
            None if instruction => {
                let start = self.node(&neighbour(0))?.raw_span().start as usize;
                Splice::insert(self.line_start(start), format!("{new}{}", self.line_break()))
            }
            Some(before) if word => Splice::insert(self.written(&neighbour(before))?.end as usize, format!(" {new}")),
            _ => Splice::insert(self.written(&neighbour(0))?.start as usize, format!("{new} ")),
        }])
    }

    fn replace(&self, at: &Pointer, new: &str, words: Option<&str>) -> Result<Vec<Splice>, Refusal> {
        let span = if is_instruction(at) { self.node(at)?.raw_span() } else { self.span_of_words(at, words)? };
        if let Some(words) = words {
            let found = self.text[span.range()].find(words).filter(|_| !words.is_empty());
            let start =
                span.start as usize + found.ok_or_else(|| Refusal::new(format!("`{words}` is not written there")))?;
            return Ok(vec![Splice::new(start..start + words.len(), new)]);
        }
        // Quotes stay.
        let written = &self.text[span.range()];
        let quote = written.chars().next().filter(|quote| matches!(quote, '"' | '\'') && !is_instruction(at));
        Ok(vec![Splice::new(
            span.range(),
            quote.map_or_else(|| new.to_owned(), |quote| format!("{quote}{new}{quote}")),
        )])
    }

    fn span_of_words(&self, at: &Pointer, words: Option<&str>) -> Result<Span, Refusal> {
        if words.is_some() { Ok(self.node(at)?.raw_span()) } else { self.written(at) }
    }

    fn remove(&self, at: &Pointer) -> Result<Vec<Splice>, Refusal> {
        if let Some((instruction, index)) = script::command_of(at) {
            return script::remove(self, &instruction, index);
        }
        if is_instruction(at) {
            let span = self.node(at)?.raw_span();
            let (start, end) = (self.line_start(span.start as usize), self.line_end(span.end as usize));
            let next = end + self.text[end..].find('\n').map_or(0, |at| at + 1);
            if next == end {
                return Ok(vec![Splice::delete(self.text[..start].trim_end_matches(['\n', '\r']).len()..end)]);
            }
            return Ok(vec![Splice::delete(start..next)]);
        }
        Ok(vec![Splice::delete(self.with_blanks(self.written(at)?))])
    }

    /// A word with the blanks before it, or with its line if it stands alone on one.
    fn with_blanks(&self, word: Span) -> Range<usize> {
        let (start, end) = (word.start as usize, word.end as usize);
        let before = self.text[..start].trim_end_matches([' ', '\t']).len();
        if !self.text[..before].ends_with('\n') {
            return before..end;
        }
        let rest = &self.text[end..];
        let goes_on = rest.trim_start_matches([' ', '\t']).starts_with(self.escape());
        if goes_on {
            return before..end + rest.find('\n').map_or(rest.len(), |at| at + 1);
        }
        // The last word of the instruction: the line before it is then the last.
        let line = self.text[..before].trim_end_matches(['\r', '\n']).trim_end_matches([' ', '\t']);
        let line = line.strip_suffix(self.escape()).map_or(line.len(), |line| line.trim_end_matches([' ', '\t']).len());
        line..end
    }

    /// What continues a line.
    fn escape(&self) -> char {
        let directive = self.document.root().at(&["directives", "escape"]).map(|escape| escape.text().starts_with('`'));
        if directive == Some(true) { '`' } else { '\\' }
    }

    /// The bytes of a word that stands in the file as it is, its quotes included.
    fn written(&self, at: &Pointer) -> Result<Span, Refusal> {
        let node = self.node(at)?;
        let span = node.raw_span();
        let written = self.text.get(span.range()).unwrap_or_default();
        let text = node.text();
        let unquoted = |quote: char| written.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        let is_written = written == text || unquoted('"') == Some(&*text) || unquoted('\'') == Some(&*text);
        if node.is_collection() || text.is_empty() || !is_written {
            return Err(Refusal::new("the value is not written in the file as it stands"));
        }
        Ok(span)
    }

    fn line_start(&self, at: usize) -> usize {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        if start == 0 && self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8().min(at) } else { start }
    }

    /// The end of the line of a byte, before its break.
    fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
        at + self.text[at..end].trim_end_matches('\r').len()
    }

    fn line_break(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }
}

/// Whether a pointer names an instruction: of a stage, or before the first.
fn is_instruction(at: &Pointer) -> bool {
    // What FROM names is a part of it.
    !matches!(at.steps(), [_, _, Step::Key(base)] if base == "base") && instruction_of(at) == Some(at.steps().len())
}

/// The number of steps that lead to an instruction, of a pointer to it or into it.
fn instruction_of(at: &Pointer) -> Option<usize> {
    match at.steps() {
        [Step::Key(stages), Step::Index(_), Step::Key(instructions), Step::Index(_), ..]
            if stages == "stages" && instructions == "instructions" =>
        {
            Some(4)
        }
        [Step::Key(stages), Step::Index(_), Step::Key(base), ..] if stages == "stages" && base == "base" => Some(3),
        [Step::Key(arguments), Step::Index(_), ..] if arguments == "arguments" => Some(2),
        _ => None,
    }
}

/// Instructions in order, each as it is written, with the start of its bytes.
fn instructions<'t>(tree: &'t Tree) -> Vec<(u32, &'t str)> {
    let Some(document) = tree.documents(Dialect::Json).next() else { return Vec::new() };
    let root = document.root();
    let stages = root.get("stages").into_iter().flat_map(NodeRef::items);
    let of_stages = stages.filter_map(|stage| stage.get("instructions")).flat_map(NodeRef::items);
    let globals = root.get("arguments").into_iter().flat_map(NodeRef::items);
    let shown = |node: NodeRef<'t>| (node.raw_span().start, tree.source().slice(node.raw_span()));
    globals.chain(of_stages).map(shown).collect()
}

/// Every instruction is as it was but those that edits name, and these hold what the edits say.
pub(super) fn verify(before: &Tree, after: &Tree, edits: &[(usize, &Edit)]) -> Result<(), Refusal> {
    let file = File::new(before)?;
    let mut expected: Vec<(u32, Option<String>)> =
        instructions(before).into_iter().map(|(start, text)| (start, Some(text.to_owned()))).collect();
    for (_, edit) in edits {
        let (Edit::Add { at, .. } | Edit::Replace { at, .. } | Edit::Remove { at } | Edit::Rename { at, .. }) = edit;
        let target = Pointer(at.steps()[..instruction_of(at).ok_or_else(Refusal::other_values)?].to_vec());
        let position = |at: &Pointer| -> Result<usize, Refusal> {
            let start = file.node(at)?.raw_span().start;
            // What FROM names stands within it.
            Ok(expected.partition_point(|(other, _)| *other <= start).saturating_sub(1))
        };
        match edit {
            Edit::Add { value, .. } if is_instruction(at) => {
                let index = match at.steps().split_last() {
                    Some((Step::Index(0), _)) => position(at)?,
                    Some((Step::Index(index), list)) => {
                        position(&Pointer(list.iter().cloned().chain([Step::Index(index - 1)]).collect()))? + 1
                    }
                    _ => return Err(Refusal::other_values()),
                };
                let start = expected.get(index).map_or(u32::MAX, |(start, _)| *start);
                expected.insert(index, (start, Some(text_of(value)?.trim().to_owned())));
            }
            Edit::Remove { .. } if is_instruction(at) => drop(expected.remove(position(&target)?)),
            Edit::Replace { value, text: None, .. } if is_instruction(at) => {
                let index = position(&target)?;
                expected[index].1 = Some(text_of(value)?.trim().to_owned());
            }
            _ => {
                let index = position(&target)?;
                expected[index].1 = None;
                words(edit, at, &file, after)?;
            }
        }
    }
    let found = instructions(after);
    let fits = |((_, expected), (_, found)): (&(u32, Option<String>), &(u32, &str))| {
        expected.as_ref().is_none_or(|expected| expected.trim() == found.trim())
    };
    if expected.len() == found.len() && expected.iter().zip(&found).all(fits) {
        Ok(())
    } else {
        Err(Refusal::other_values())
    }
}

/// The list or value that an edit of words names holds what the edit makes of it.
fn words(edit: &Edit, at: &Pointer, before: &File<'_>, after: &Tree) -> Result<(), Refusal> {
    let after = File::new(after)?;
    if let Some(fits) = parts::hold(before, &after, edit)? {
        return if fits { Ok(()) } else { Err(Refusal::other_values()) };
    }
    let (last, list) = at.steps().split_last().ok_or_else(Refusal::other_values)?;
    let (own, list) = (Pointer(vec![last.clone()]), Pointer(list.to_vec()));
    let list_becomes = |edit: &Edit| -> Result<bool, Refusal> {
        Ok(edited(before.node(&list)?.to_json(), edit) == Some(after.node(&list)?.to_json()))
    };
    let fits = match edit {
        Edit::Add { value, .. } => list_becomes(&Edit::Add { at: own, value: value.clone() })?,
        Edit::Remove { .. } => list_becomes(&Edit::Remove { at: own })?,
        // Beside a value in a mapping stands what follows from it.
        Edit::Replace { value, text: None, .. } => after.node(at)?.to_json() == *value,
        Edit::Replace { .. } => true,
        Edit::Rename { .. } => false,
    };
    if fits { Ok(()) } else { Err(Refusal::other_values()) }
}
