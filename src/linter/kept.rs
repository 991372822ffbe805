//! What is kept of documents until the rules over the whole repository are asked.
//!
//! Such rules look at all documents of their kinds at once, and at little of each. While files are judged, the parts that
//! these rules may read are copied into a few trees that all files share, and the files are forgotten. A file in which one
//! of them finds something is read again, so that the finding can say where.

use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    file::{Context, read_at_most},
    plan::Layer,
};
use crate::{
    discover::Found,
    document::{self, Kept, Tree},
    engine::{Member, Part},
    finding::Failure,
    recognise::Guess,
    source::Source,
};

/// Collects what is kept of the files of a run.
#[derive(Debug, Default)]
pub(super) struct Keeper(Mutex<Vec<Kept>>);

impl Keeper {
    /// Has the members of a file keep no more than the rules of a layer may read; those of which that cannot be told stay
    /// as they are.
    pub(super) fn reduce(&self, members: &mut [Member], tree: &Tree, layer: &Layer) {
        if members.is_empty() {
            return;
        }
        let text = number_of(tree);
        for member in members {
            let parts = layer.parts(&member.kind);
            let Some(recognised) = member.recognised() else { continue };
            let mut trees = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if trees.last().is_none_or(Kept::is_full) {
                trees.push(Kept::default());
            }
            let number = trees.len() as u32 - 1;
            if let Some(root) = trees.last_mut().and_then(|kept| kept.add(recognised.document, &parts)) {
                member.reduce(Part { tree: number, root, text });
            }
        }
    }

    /// The trees that members look into.
    pub(super) fn into_trees(self) -> Vec<Tree> {
        let trees = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        trees.into_iter().map(Kept::into_tree).collect()
    }
}

/// A number by which a text is known again.
pub(super) fn number_of(tree: &Tree) -> u64 {
    xxh3_64(tree.source().text().as_bytes())
}

/// The whole of a file of which parts are kept, and what its path says of it; none if it is no longer what it was.
pub(super) fn read_again(found: &Found, text: u64, context: &Context<'_>) -> Option<(Tree, Guess)> {
    let guess = context.kinds.by_path(found.relative(), &context.folders.above(found));
    let bytes = read_at_most(found.path(), context.limits.bytes, Vec::new()).ok()?;
    let source = Source::new(found.shown.clone(), String::from_utf8(bytes).ok()?);
    let tree = document::parse(source.into(), guess.format()?, &context.limits);
    (number_of(&tree) == text).then_some((tree, guess))
}

/// What is said of a file that is no longer what it was.
pub(super) fn changed(file: &Arc<str>) -> Failure {
    Failure {
        file: Some(file.clone()),
        rule: None,
        message: "the file changed while the repository was judged".to_owned(),
        help: "run waylint again".to_owned(),
    }
}
