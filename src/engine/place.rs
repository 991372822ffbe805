//! The place of a finding that names none: the one its evaluation came from.

use super::{Answer, Input};
use crate::{
    document::{Document, NodeId, NodeRef, Pointer, Step},
    finding::Origin,
    rego::{
        eval::{Found, Machine, Touch},
        value::DocumentId,
    },
};

/// Keys that say what a document is: that a rule looked at them says nothing about its finding.
const IDENTITY: [&str; 2] = ["kind", "apiVersion"];

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
    let (touch, mut pointer) = pick(&found.trail, documents)?;
    if let Some(key) = touch.missing
        && let Some(key) = machine.memory.as_str(key)
    {
        pointer.0.push(Step::Key(key.to_owned()));
    }
    Some((touch.document, pointer))
}

/// The innermost element that was walked through, then the last thing that was looked at below it; without one, the last
/// thing that was looked at at all.
fn pick(trail: &[Touch], documents: &[Document<'_>]) -> Option<(Touch, Pointer)> {
    let way = |touch: &Touch| {
        let document = documents.get(touch.document as usize - 1)?;
        way_to(document.root(), touch.node)
    };
    let element = trail.iter().rev().find(|touch| touch.is_element);
    let Some(element) = element else {
        let told = trail.iter().rev().find_map(|touch| {
            let pointer = way(touch)?;
            let is_identity = matches!(pointer.steps(), [Step::Key(key)] if IDENTITY.contains(&key.as_str()));
            let is_root = pointer.steps().is_empty() && touch.missing.is_none();
            (!is_identity && !is_root).then_some((*touch, pointer))
        });
        return told.or_else(|| trail.last().and_then(|touch| Some((*touch, way(touch)?))));
    };
    let end = documents.get(element.document as usize - 1)?.node(element.node).end();
    let below = trail.iter().rev().find(|touch| {
        !touch.is_element && touch.document == element.document && (element.node..end).contains(&touch.node)
    });
    let touch = below.unwrap_or(element);
    Some((*touch, way(touch)?))
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
