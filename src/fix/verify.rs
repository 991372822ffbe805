//! A mended text held against what was meant: read again, only the intended values differ, and comments are there.

use super::{Refusal, dockerfile, expect};
use crate::{
    document::{Tree, go_slips},
    finding::Edit,
    kind::{Dialect, Format},
};

/// Says whether comments went with what was removed.
pub(super) fn verify(before: &Tree, after: &Tree, edits: &[(usize, &Edit)]) -> Result<bool, Refusal> {
    let slips = |tree: &Tree| if tree.format() == Format::Yaml { go_slips(tree).len() } else { 0 };
    let duplicates = |tree: &Tree| tree.arena().duplicates().len();
    if !after.errors().is_empty() || slips(after) > slips(before) || duplicates(after) > duplicates(before) {
        return Err(Refusal::new("the file could not be read afterwards"));
    }
    match before.format() {
        Format::Yaml => {
            values(before, after, edits, Dialect::Core)?;
            values(before, after, edits, Dialect::Go)?;
        }
        Format::Json => values(before, after, edits, Dialect::Json)?,
        _ => dockerfile::verify(before, after, edits)?,
    }
    loses_comments(before, after, edits)
}

/// Every document has the value it had, with its edits made.
fn values(before: &Tree, after: &Tree, edits: &[(usize, &Edit)], dialect: Dialect) -> Result<(), Refusal> {
    let mut found = after.documents(dialect);
    for (index, document) in before.documents(dialect).enumerate() {
        let mut own = edits.iter().filter(|(document, _)| *document == index).map(|(_, edit)| *edit);
        let value = document.root().to_json();
        let expected = own.try_fold(value, expect::edited).ok_or_else(|| Refusal::new("the place does not exist"))?;
        if found.next().is_none_or(|found| found.root().to_json() != expected) {
            return Err(Refusal::other_values());
        }
    }
    if found.next().is_some() { Err(Refusal::other_values()) } else { Ok(()) }
}

/// Comments may be lost, never changed, moved past each other or made, but for those that edits ask for.
fn loses_comments(before: &Tree, after: &Tree, edits: &[(usize, &Edit)]) -> Result<bool, Refusal> {
    let comments = |tree: &Tree| {
        let mut spans: Vec<_> = tree.comments().iter().map(|comment| comment.span).collect();
        spans.sort_unstable();
        spans.into_iter().map(|span| tree.source().slice(span).to_owned()).collect::<Vec<_>>()
    };
    let (old, mut new) = (comments(before), comments(after));
    for made in edits.iter().filter_map(|(_, edit)| made_by(edit)) {
        let count = |comments: &[String]| comments.iter().filter(|comment| **comment == made).count();
        if count(&new) > count(&old) {
            new.iter().position(|comment| *comment == made).map(|at| new.remove(at));
        }
    }
    let mut rest = old.iter();
    if new.iter().all(|comment| rest.any(|known| known == comment)) {
        Ok(new.len() < old.len())
    } else {
        Err(Refusal::new("comments would change"))
    }
}

/// The comment that an edit asks for.
fn made_by(edit: &Edit) -> Option<String> {
    match edit {
        Edit::Replace { comment: Some(words), .. } => Some(format!("# {words}")),
        _ => None,
    }
}
