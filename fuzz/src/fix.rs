//! What must hold of every edit of every document: no panic, and nothing but what is meant changes.

use std::cell::RefCell;

use waylint::{
    document::{Limits, Pointer, Step, Tree, parse},
    finding::Edit,
    fix,
    kind::{Dialect, Format},
    source::Source,
};

use crate::hold;

/// Edits of one mutant.
const EDITS: usize = 4;
/// Larger values, aliases followed, are not worth the time.
const MOST_NODES: u64 = 5_000;

pub(crate) fn read(format: Format, text: &str) -> Tree {
    let limits = Limits { expanded_nodes: MOST_NODES, ..Limits::default() };
    parse(std::sync::Arc::new(Source::new("mutant", text.to_owned())), format, &limits)
}

/// Edits made up at random.
pub(crate) struct Edits {
    state: RefCell<u64>,
}

impl Edits {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: RefCell::new(seed | 1) }
    }

    fn below(&self, below: usize) -> usize {
        let mut state = self.state.borrow_mut();
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        (*state >> 16) as usize % below.max(1)
    }

    /// Edits a mutant; says whether any edit was made.
    pub(crate) fn make(&self, format: Format, text: &str) -> bool {
        let tree = read(format, text);
        if !tree.errors().is_empty() {
            return false;
        }
        let documents: Vec<_> = tree.documents(Dialect::Core).map(|document| document.root().to_json()).collect();
        if documents.is_empty() {
            return false;
        }
        let mut made = false;
        for _ in 0..EDITS {
            let number = self.below(documents.len());
            let edit = hold::edit(&documents[number], &mut |below| self.below(below));
            made |= match format {
                Format::Dockerfile => instructions(&tree, &edit),
                _ => hold::hold(&tree, number, &edit).is_ok(),
            };
        }
        made
    }
}

/// Of a Dockerfile the instructions that an edit does not name stay as they are written.
fn instructions(tree: &Tree, edit: &Edit) -> bool {
    let Ok(mended) = fix::mend(tree, 0, std::slice::from_ref(edit)) else { return false };
    let after = read(Format::Dockerfile, &mended.text);
    assert_eq!(after.errors(), &[]);
    let (old, new) = (written(tree), written(&after));
    let (Edit::Add { at, .. } | Edit::Replace { at, .. } | Edit::Remove { at } | Edit::Rename { at, .. }) = edit;
    let whole = is_instruction(at);
    let count = match edit {
        Edit::Add { .. } if whole => old.len() + 1,
        Edit::Remove { .. } if whole => old.len() - 1,
        _ => old.len(),
    };
    assert_eq!(new.len(), count, "{edit:?}\n{:?}\n{:?}", tree.source().text(), mended.text);
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    assert!(same + rest + 1 >= old.len(), "{edit:?}\n{:?}\n{:?}", tree.source().text(), mended.text);
    true
}

fn is_instruction(at: &Pointer) -> bool {
    match at.steps() {
        [Step::Key(stages), _, Step::Key(instructions), _] => stages == "stages" && instructions == "instructions",
        [Step::Key(arguments), _] => arguments == "arguments",
        _ => false,
    }
}

fn written(tree: &Tree) -> Vec<&str> {
    let Some(document) = tree.documents(Dialect::Json).next() else { return Vec::new() };
    let root = document.root();
    let globals = root.get("arguments").into_iter().flat_map(|list| list.items());
    let stages = root.get("stages").into_iter().flat_map(|list| list.items());
    let instructions = stages.filter_map(|stage| stage.get("instructions")).flat_map(|list| list.items());
    globals.chain(instructions).map(|node| tree.source().slice(node.raw_span()).trim()).collect()
}
