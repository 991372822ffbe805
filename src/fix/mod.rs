//! Edits to data as changes to the bytes of a file.
//!
//! A fix speaks of places and values; people own the text. So each edit becomes the fewest bytes taken out and put in
//! that make it, in the file's own habits, and everything else stays byte for byte. Then the text is read again and held
//! against the value with the edit made: if anything but the intended differs, the fix is refused. So nothing here has to
//! be trusted to know all of YAML, only to notice when it does not.
//!
//! Nothing here judges, and but for [`save`] nothing reads or writes a file: `linter/` says which fixes are made and
//! whether they mended anything.

mod data;
mod diff;
mod dockerfile;
mod expect;
mod patch;
mod save;
mod verify;

use std::sync::Arc;

pub use diff::unified;
pub use patch::{Patch, Splice};
pub use save::{SaveError, save};

use crate::{
    document::{self, Limits, Tree},
    finding::Edit,
    kind::Format,
    source::Source,
};

/// Why a fix is not made: the end of a sentence that begins with "not fixed:".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(String);

impl Refusal {
    /// A refusal from its reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }

    fn shared() -> Self {
        Self::new("an alias elsewhere shares the value")
    }

    fn layout() -> Self {
        Self::new("the text there is written in a way that edits do not understand")
    }

    fn nothing() -> Self {
        Self::new("it changes nothing")
    }

    fn other_values() -> Self {
        Self::new("other values than the intended would change")
    }
}

/// Edits made in the text of a file.
#[derive(Clone, Debug)]
pub struct Mended {
    /// What changes.
    pub patch: Patch,
    /// The whole text afterwards.
    pub text: String,
    /// Whether comments went with what was removed.
    pub loses_comments: bool,
    /// The edits, with the document each is of.
    edits: Vec<(usize, Edit)>,
}

/// Makes edits in the text of a tree, one after the other, each in what the ones before it left.
///
/// # Errors
/// Why they cannot be made, or not without changing something else.
pub fn mend(tree: &Tree, document: usize, edits: &[Edit]) -> Result<Mended, Refusal> {
    if !tree.errors().is_empty() {
        return Err(Refusal::new("the file has errors of syntax"));
    }
    let text = tree.source().text();
    let (mut patch, mut loses_comments) = (Patch::default(), false);
    let mut current = None;
    for edit in edits {
        let step = Step { before: current.as_ref().unwrap_or(tree), document, edit };
        // Text of several lines takes comments behind it for its own; then it is put in quotes.
        let (splices, after, loses) = step.make(true).or_else(|refusal| step.make(false).map_err(|_| refusal))?;
        patch = patch.then(&splices, step.before.source().text());
        loses_comments |= loses;
        current = Some(after);
    }
    let changed = patch.apply(text);
    if changed == text {
        return Err(Refusal::nothing());
    }
    let edits = edits.iter().map(|edit| (document, edit.clone())).collect();
    Ok(Mended { patch, text: changed, loses_comments, edits })
}

/// One edit of a tree.
struct Step<'t> {
    before: &'t Tree,
    document: usize,
    edit: &'t Edit,
}

impl Step<'_> {
    /// What changes in the text, the tree of that, and whether it loses comments.
    fn make(&self, literals: bool) -> Result<(Vec<Splice>, Tree, bool), Refusal> {
        let splices = match self.before.format() {
            Format::Yaml | Format::Json => data::splices(self.before, self.document, self.edit, literals)?,
            Format::Dockerfile => dockerfile::splices(self.before, self.edit)?,
            Format::Toml | Format::Opaque => return Err(Refusal::new("files of this format are not edited")),
        };
        let text = self.before.source().text();
        let after = read_again(self.before, &Patch::default().then(&splices, text).apply(text));
        let loses_comments = verify::verify(self.before, &after, &[(self.document, self.edit)])?;
        Ok((splices, after, loses_comments))
    }
}

/// Several mended texts of one file as one. They must be [`apart`].
///
/// # Errors
/// If together they change something else than each alone.
pub fn together(tree: &Tree, mended: &[&Mended]) -> Result<Mended, Refusal> {
    if let [one] = mended {
        return Ok((*one).clone());
    }
    let patch = Patch::union(mended.iter().map(|mended| &mended.patch));
    let text = patch.apply(tree.source().text());
    // From the back of the file, so that removing an item does not renumber those that other edits name.
    let mut order: Vec<&&Mended> = mended.iter().collect();
    order.sort_by_key(|mended| std::cmp::Reverse(mended.patch.extent()));
    let edits: Vec<_> = order.iter().flat_map(|mended| &mended.edits).collect();
    let borrowed: Vec<_> = edits.iter().map(|(document, edit)| (*document, edit)).collect();
    let loses_comments = verify::verify(tree, &read_again(tree, &text), &borrowed)?;
    let edits = edits.into_iter().cloned().collect();
    Ok(Mended { patch, text, loses_comments, edits })
}

/// Whether two changes to one text touch no common byte, nor stand one within the other.
pub fn apart(a: &Mended, b: &Mended) -> bool {
    match (a.patch.extent(), b.patch.extent()) {
        (Some(a), Some(b)) => a.end < b.start || b.end < a.start,
        _ => true,
    }
}

fn read_again(tree: &Tree, text: &str) -> Tree {
    let source = Source::new(tree.source().path().clone(), text.to_owned());
    document::parse(Arc::new(source), tree.format(), &Limits::default())
}
