//! The place of a finding that names none: the one its evaluation came from.

use super::{Answer, Input};
use crate::{
    document::{Document, NodeId, NodeRef, Pointer, Step},
    finding::Origin,
    rego::{
        eval::{Found, Machine},
        value::DocumentId,
    },
};

/// Fills in the place, and the document if the rule sees several.
pub(super) fn infer(machine: &mut Machine<'_>, found: &Found, input: &Input<'_>, answer: &mut Answer) {
    let Some((number, pointer)) = place_of(machine, found, &input.documents()) else { return };
    if let Input::Collection { members, .. } = input {
        let member = members[number as usize - 1];
        let same = |file: &String| **file == *member.file;
        if answer.file.as_ref().is_some_and(|file| !same(file)) || answer.document.is_some_and(|n| n != member.document)
        {
            return;
        }
        answer.file = Some(member.file.to_string());
        answer.document = Some(member.document);
    }
    answer.at = Some(pointer);
    answer.origin = Origin::Inferred;
}

/// The document that a finding came from, by number, and the place there; nothing if it read none.
pub fn place_of(machine: &Machine<'_>, found: &Found, documents: &[Document<'_>]) -> Option<(DocumentId, Pointer)> {
    let touch = found.lead.place()?;
    let mut pointer = way_to(documents.get(touch.document as usize - 1)?.root(), touch.node)?;
    if let Some(key) = touch.missing
        && let Some(key) = machine.memory.as_str(key)
    {
        pointer.0.push(Step::Key(key.to_owned()));
    }
    Some((touch.document, pointer))
}

/// The way from a node down to another.
fn way_to(root: NodeRef<'_>, wanted: NodeId) -> Option<Pointer> {
    let mut steps = Vec::new();
    let mut at = root;
    while at.id() != wanted {
        let (step, below) = at.child_holding(wanted)?;
        steps.push(step);
        at = below;
    }
    Some(Pointer(steps))
}
