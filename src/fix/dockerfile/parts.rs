//! What belongs to an instruction as a whole: its flags, the pairs of ENV and LABEL, the empty lines among its continuations.

use serde_json::{Value, json};

use super::{File, Refusal, Splice, script, text_of};
use crate::{
    document::{NodeRef, Pointer, Step},
    finding::Edit,
};

/// A part of an instruction, with the steps to the instruction.
enum Part<'a> {
    /// All flags of a name.
    Flag(Pointer, &'a str),
    /// `NAME=value`.
    Pair(Pointer, usize),
    /// All empty lines among the continuations.
    BlankLines(Pointer),
}

impl Part<'_> {
    fn of(at: &Pointer) -> Option<Part<'_>> {
        match at.steps() {
            [way @ .., Step::Key(flags), Step::Key(name)] if flags == "flags" => {
                Some(Part::Flag(Pointer(way.to_vec()), name))
            }
            [way @ .., Step::Key(pairs), Step::Index(index)] if pairs == "pairs" => {
                Some(Part::Pair(Pointer(way.to_vec()), *index))
            }
            [way @ .., Step::Key(lines)] if lines == "blank_lines" => Some(Part::BlankLines(Pointer(way.to_vec()))),
            _ => None,
        }
    }
}

/// The changes that an edit of such a part comes to; `None` if it names something else.
pub(super) fn splices(file: &File<'_>, edit: &Edit) -> Result<Option<Vec<Splice>>, Refusal> {
    let (Edit::Add { at, .. } | Edit::Replace { at, .. } | Edit::Remove { at } | Edit::Rename { at, .. }) = edit;
    let Some(part) = Part::of(at) else { return Ok(None) };
    let splices = match (&part, edit) {
        (Part::Flag(instruction, name), Edit::Add { value, .. }) => {
            let instruction = file.node(instruction)?;
            let keyword = instruction.get("keyword").ok_or_else(Refusal::layout)?;
            vec![Splice::insert(keyword.raw_span().end as usize, format!(" --{name}={}", text_of(value)?))]
        }
        (Part::Flag(instruction, name), Edit::Remove { .. }) => {
            let flags = file.node(instruction)?.get("flags").ok_or_else(Refusal::layout)?;
            match flags.get(name) {
                Some(values) if values.len() == 1 => vec![Splice::delete(file.with_blanks(values.raw_span()))],
                _ => return Err(Refusal::new("there is no one flag of that name")),
            }
        }
        (Part::Pair(instruction, index), Edit::Remove { .. }) => {
            // Each pair is one word, quotes and all.
            let words = Pointer(instruction.steps().iter().cloned().chain([Step::Key("arguments".into())]).collect());
            if file.node(&words)?.len() < 2 {
                return Err(Refusal::new("it is all that the instruction says"));
            }
            vec![Splice::delete(file.with_blanks(file.written(&words.join(&[Step::Index(*index)]))?))]
        }
        (Part::BlankLines(instruction), Edit::Remove { .. }) => {
            let lines = file.node(instruction)?.get("blank_lines").ok_or_else(Refusal::layout)?;
            let whole = |line: NodeRef<'_>| {
                let start = file.line_start(line.raw_span().start as usize);
                Splice::delete(
                    start..start + file.text[start..].find('\n').map_or(file.text.len() - start, |at| at + 1),
                )
            };
            lines.items().map(whole).collect()
        }
        _ => return Ok(None),
    };
    Ok(Some(splices))
}

/// Whether a part, or a command, is what an edit makes of it, and the rest of the instruction as it was; `None` if the edit names
/// something else.
pub(super) fn hold(before: &File<'_>, after: &File<'_>, edit: &Edit) -> Result<Option<bool>, Refusal> {
    let (at, new) = match edit {
        Edit::Add { at, value } => (at, Some(value)),
        Edit::Remove { at } => (at, None),
        _ => return Ok(None),
    };
    if script::command_of(at).is_some() {
        return script::holds(before, after, at, new.map(text_of).transpose()?).map(Some);
    }
    let Some(part) = Part::of(at) else { return Ok(None) };
    let (Part::Flag(instruction, _) | Part::Pair(instruction, _) | Part::BlankLines(instruction)) = &part;
    let value = |file: &File<'_>, key: &str| -> Result<Value, Refusal> {
        Ok(file.node(instruction)?.get(key).map_or(Value::Null, NodeRef::to_json))
    };
    let (key, mut expected) = match &part {
        Part::Flag(..) => ("flags", value(before, "flags")?),
        Part::Pair(..) => ("pairs", value(before, "pairs")?),
        Part::BlankLines(_) => ("blank_lines", Value::Null),
    };
    match (&part, &mut expected) {
        (Part::Flag(_, name), Value::Object(flags)) => match new {
            Some(new) => drop(flags.insert((*name).to_owned(), json!([new]))),
            None => drop(flags.shift_remove(*name)),
        },
        (Part::Pair(_, index), Value::Array(pairs)) if *index < pairs.len() => drop(pairs.remove(*index)),
        _ => {}
    }
    // What is written beside it stays.
    let rest = match key {
        "pairs" => "flags",
        _ => "arguments",
    };
    let fits = value(after, key)? == expected && value(before, rest)? == value(after, rest)?;
    let script = matches!(key, "pairs") || value(before, "commands")? == value(after, "commands")?;
    Ok(Some(fits && script))
}
