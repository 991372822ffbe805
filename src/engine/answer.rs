//! What a rule answers, and reading it out of the evaluator's values.

use std::ops::Range;

use super::{Input, place};
use crate::{
    document::{Pointer, Step},
    finding::{Fix, Origin},
    rego::{
        eval::{Found, Machine},
        memory::Memory,
        value::{Tag, Value},
    },
};

/// One element of a rule's `deny` set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Where in the document; `None` if nothing is known of the place.
    pub at: Option<Pointer>,
    /// Whether the key at that place is at fault rather than its value.
    pub on_key: bool,
    /// Who says so.
    pub origin: Origin,
    /// The words at fault, if they are only a part of the value there.
    pub text: Option<String>,
    /// The bytes at fault of the text there, if they are only a part of it.
    pub within: Option<Range<usize>>,
    /// What is wrong.
    pub message: String,
    /// The file, for rules that see the whole repository.
    pub file: Option<String>,
    /// Which document of the file, for rules that see more than one.
    pub document: Option<u32>,
    /// Further places.
    pub related: Vec<Answer>,
    /// The edit that mends it.
    pub fix: Option<Fix>,
    /// Who made what it is about, where it matters that somebody else did.
    pub owner: Option<Box<str>>,
    /// Whether it is a note and no more, as long as nobody gives the rule a level.
    pub note: bool,
    /// The same in samples and setups for developers.
    pub note_in_samples: bool,
}

/// The answers among what was found. Where a rule names no place, the one it came from is taken.
pub(super) fn answers(machine: &mut Machine<'_>, found: &[Found], input: &Input<'_>) -> Result<Vec<Answer>, String> {
    let mut answers = Vec::with_capacity(found.len());
    for found in found {
        let mut answer = answer(&mut machine.memory, found.value)?;
        if answer.at.is_none() {
            place::infer(machine, found, input, &mut answer);
        }
        answers.push(answer);
    }
    Ok(answers)
}

fn answer(memory: &mut Memory<'_>, value: Value) -> Result<Answer, String> {
    if let Some(message) = memory.as_str(value) {
        return Ok(Answer { message: message.to_owned(), ..Answer::default() });
    }
    if value.tag() != Tag::Object {
        let shown = shown(memory, value);
        return Err(format!("an element of `deny` must be an object or a string, not {shown}"));
    }
    let mut answer = Answer::default();
    let pairs = memory.pairs(value);
    for index in 0..pairs.len {
        let (key, field) = memory.pair(pairs, index);
        let key = memory.as_str(key).unwrap_or_default().to_owned();
        if let Err(expected) = fill(memory, &mut answer, &key, field) {
            let shown = shown(memory, field);
            return Err(match expected {
                "" => format!("an element of `deny` has an unknown key `{key}`"),
                expected => format!("`{key}` in an element of `deny` must be {expected}, not {shown}"),
            });
        }
    }
    if answer.message.is_empty() {
        let shown = shown(memory, value);
        return Err(format!("an element of `deny` has no `message`: {shown}"));
    }
    Ok(answer)
}

/// One field of an answer; the error says what is expected, nothing if there is no such field.
fn fill(memory: &mut Memory<'_>, answer: &mut Answer, key: &str, value: Value) -> Result<(), &'static str> {
    let string = |memory: &Memory<'_>| memory.as_str(value).map(str::to_owned).ok_or("a string");
    match key {
        // What other tools call the same thing: packs written for them need no change.
        "message" | "msg" => answer.message = string(memory)?,
        "at" => {
            answer.at = Some(pointer(memory, value).ok_or("an array of keys and indices")?);
            answer.origin = Origin::Given;
        }
        "text" => answer.text = Some(string(memory)?),
        "within" => answer.within = Some(range(memory, value).ok_or("the first byte and the one behind the last")?),
        "in" => answer.file = Some(string(memory)?),
        "document" => {
            let number = memory.whole(value).and_then(|number| u32::try_from(number).ok());
            answer.document = Some(number.ok_or("a number")?);
        }
        "related" => {
            let elements = memory.elements(value);
            for index in 0..elements.len {
                let element = memory.element(elements, index);
                answer.related.push(self::answer(memory, element).map_err(|_| "a list of answers")?);
            }
        }
        "fix" => {
            let mut json = String::new();
            let written = memory.write_json(value, &mut json).ok();
            let fix = written.and_then(|()| serde_json::from_str(&json).ok());
            answer.fix = Some(fix.ok_or("an object with `title` and `edits`")?);
        }
        "owner" => answer.owner = Some(string(memory)?.into()),
        "level" if memory.as_str(value) == Some("note") => answer.note = true,
        "level" if memory.as_str(value) == Some("note in samples") => answer.note_in_samples = true,
        "level" => return Err("`note` or `note in samples`"),
        _ => return Err(""),
    }
    Ok(())
}

fn pointer(memory: &mut Memory<'_>, value: Value) -> Option<Pointer> {
    if value.tag() != Tag::Array {
        return None;
    }
    let steps = memory.elements(value);
    let mut pointer = Vec::with_capacity(steps.len);
    for index in 0..steps.len {
        let step = memory.element(steps, index);
        pointer.push(match memory.as_str(step) {
            Some(key) => Step::Key(key.to_owned()),
            None => Step::Index(usize::try_from(memory.whole(step)?).ok()?),
        });
    }
    Some(Pointer(pointer))
}

fn range(memory: &mut Memory<'_>, value: Value) -> Option<Range<usize>> {
    let bounds = memory.elements(value);
    let bound = |index| memory.whole(memory.element(bounds, index)).and_then(|bound| usize::try_from(bound).ok());
    if bounds.len == 2 { Some(bound(0)?..bound(1)?) } else { None }
}

/// A value in a sentence.
fn shown(memory: &mut Memory<'_>, value: Value) -> String {
    const LONGEST: usize = 200;
    let mut text = String::new();
    if memory.write_rego(value, &mut text).is_err() || text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST).chain(['…']).collect();
    }
    text
}
