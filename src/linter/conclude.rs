//! Answers of rules and errors of parsers as findings, their places found in the text.

use std::{ops::Range, sync::Arc};

use super::plan::Active;
use crate::{
    baseline,
    document::{self, Document, NodeRef, Pointer, Step},
    engine::Answer,
    finding::{Finding, Fingerprint, Fix, Origin, Place, Related},
    recognise::Recognised,
    rule::{Level, Rule},
    source::{Source, Span},
};

/// Lines shown before and after a place.
const CONTEXT: u32 = 1;

/// An answer as a finding, its place found in the document.
pub(super) fn conclude(active: &Active, relative: &str, part: &Recognised<'_>, answer: Answer) -> Finding {
    let origin = if answer.at.is_some() { answer.origin } else { Origin::Document };
    let at = answer.at.clone().unwrap_or_default();
    let place = match answer.on_key {
        true => key_in(active, part, &at),
        false => place_in(active, part, &at, Words::of(&answer)),
    };
    let mut finding = finding(active, place, &answer.message, origin);
    finding.owner = answer.owner;
    // Who has given the rule a level has decided for the doubtful places, too.
    if answer.note && !active.is_configured {
        finding.level = Level::Note;
    }
    finding.note_in_samples = answer.note_in_samples && !active.is_configured;
    finding.related = answer
        .related
        .into_iter()
        .map(|related| {
            let place = place_in(active, part, related.at.as_ref().unwrap_or(&Pointer::root()), Words::of(&related));
            Related { place, message: related.message }
        })
        .collect();
    finding.fix = answer
        .fix
        .map(|fix| Fix { edits: fix.edits.into_iter().map(|edit| edit.below(&part.pointer)).collect(), ..fix })
        .map(Box::new);
    finding.fingerprint =
        baseline::fingerprint(&active.rule.id, relative, Some((part.document, &at)), &finding.message);
    finding
}

/// The words at fault, where they are only a part of a value.
#[derive(Clone, Copy)]
enum Words<'a> {
    All,
    /// Where they first stand.
    First(&'a str),
    /// Bytes of the value's text.
    Within(&'a Range<usize>),
}

impl<'a> Words<'a> {
    fn of(answer: &'a Answer) -> Self {
        match (&answer.within, &answer.text) {
            (Some(range), _) => Self::Within(range),
            (None, Some(text)) => Self::First(text),
            (None, None) => Self::All,
        }
    }
}

fn place_in(active: &Active, part: &Recognised<'_>, at: &Pointer, words: Words<'_>) -> Place {
    let document: Document<'_> = part.document;
    let source = document.tree().source();
    let pointer = active.shared.pointer(&part.pointer.join(at.steps()));
    let span = match words {
        Words::All => document.span(at),
        Words::First(words) => narrow(source.text(), document.span(at), words),
        Words::Within(range) => match document.nearest(at) {
            (node, taken) if taken == at.steps().len() => node.span_of(range.clone()),
            _ => document.span(at),
        },
    };
    place_of(source, part.index as u32, pointer, span)
}

/// The key at a place.
fn key_in(active: &Active, part: &Recognised<'_>, at: &Pointer) -> Place {
    let document = part.document;
    let key = at.steps().split_last().and_then(|(last, above)| match last {
        Step::Key(name) => document.nearest(&Pointer(above.to_vec())).0.key(name),
        Step::Index(_) => None,
    });
    let span = key.map_or_else(|| document.span(at), NodeRef::raw_span);
    let pointer = active.shared.pointer(&part.pointer.join(at.steps()));
    place_of(document.tree().source(), part.index as u32, pointer, span)
}

/// Where words first stand within a span, as they are written; the span itself if they do not, or are written otherwise.
fn narrow(source: &str, span: Span, words: &str) -> Span {
    let found = source.get(span.range()).filter(|_| !words.is_empty()).and_then(|text| text.find(words));
    found.map_or(span, |offset| {
        let start = span.start + offset as u32;
        Span::new(start, start + words.len() as u32)
    })
}

/// A span as a place.
pub(super) fn place_of(source: &Source, document: u32, pointer: Arc<Pointer>, span: Span) -> Place {
    Place::new(source, document, pointer, span, CONTEXT)
}

/// A finding that has nothing but the necessary.
pub(super) fn finding(active: &Active, place: Place, message: &str, origin: Origin) -> Finding {
    Finding {
        rule: active.rule.clone(),
        level: active.level,
        lowered_from: None,
        owner: None,
        note_in_samples: false,
        message: active.shared.text(message),
        help: None,
        place,
        origin,
        related: Vec::new(),
        fix: None,
        fingerprint: Fingerprint(String::new()),
        suppression: None,
    }
}

/// The fix of a schema rule, for a place below a judged node: its edits count from the node or stand for the place.
pub(super) fn fix_of(rule: &Rule, node: document::NodeRef<'_>, at: &Pointer, place: &Pointer) -> Option<Fix> {
    let mut fix = rule.fix.clone()?;
    for edit in fix.get_mut("edits").and_then(serde_json::Value::as_array_mut).into_iter().flatten() {
        let below = edit.get("at").map_or(Ok(place.clone()), |at| serde_json::from_value(at.clone())).ok()?;
        edit["at"] = serde_json::to_value(at.join(below.steps())).ok()?;
    }
    // Its shape was looked at when the rule was loaded.
    let fix: Fix = serde_json::from_value(fix).ok()?;
    Some(Fix { title: fill(&fix.title, node), ..fix })
}

/// A schema rule's message with `{field}` filled from the judged node; what is missing leaves nothing behind.
pub(super) fn fill(template: &str, node: document::NodeRef<'_>) -> String {
    let mut message = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((field, after)) = after.split_once('}') else { break };
        message.push_str(before);
        let keys: Vec<&str> = field.split('.').collect();
        match node.at(&keys) {
            Some(value) if !value.is_collection() => message.push_str(&value.text()),
            _ => message.truncate(message.trim_end().len()),
        }
        rest = after;
    }
    message.push_str(rest);
    message
}
