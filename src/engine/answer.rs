//! What a rule answers, and reading it out of the interpreter's values.

use regorus::Value;

use crate::{
    document::{Pointer, Step},
    finding::Fix,
};

/// One element of a rule's `deny` set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Where in the document; `None` if the rule names no place.
    pub at: Option<Pointer>,
    /// The words at fault, if they are only a part of the value there.
    pub text: Option<String>,
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
}

/// The answers in a `deny` set. The error says which element has the wrong shape.
pub(super) fn answers(deny: &Value) -> Result<Vec<Answer>, String> {
    match deny {
        Value::Set(set) => set.iter().map(answer).collect(),
        Value::Array(array) => array.iter().map(answer).collect(),
        Value::Undefined => Ok(Vec::new()),
        other => Err(format!("`deny` must be a set, not {other}")),
    }
}

fn answer(value: &Value) -> Result<Answer, String> {
    if let Value::String(message) = value {
        return Ok(Answer { message: message.to_string(), ..Answer::default() });
    }
    let Value::Object(fields) = value else {
        return Err(format!("an element of `deny` must be an object or a string, not {value}"));
    };
    let mut answer = Answer::default();
    for (key, value) in fields.iter() {
        let wrong =
            |expected: &str| Err(format!("`{}` in an element of `deny` must be {expected}, not {value}", text(key)));
        match text(key) {
            "message" => match value {
                Value::String(message) => answer.message = message.to_string(),
                _ => return wrong("a string"),
            },
            "at" => match pointer(value) {
                Some(at) => answer.at = Some(at),
                None => return wrong("an array of keys and indices"),
            },
            "text" => match value {
                Value::String(words) => answer.text = Some(words.to_string()),
                _ => return wrong("a string"),
            },
            "in" => match value {
                Value::String(file) => answer.file = Some(file.to_string()),
                _ => return wrong("a string"),
            },
            "document" => match index(value) {
                Some(document) => answer.document = Some(document as u32),
                None => return wrong("a number"),
            },
            "related" => answer.related = answers(value)?,
            "fix" => match value.to_json_str().ok().and_then(|json| serde_json::from_str(&json).ok()) {
                Some(fix) => answer.fix = Some(fix),
                None => return wrong("an object with `title` and `edits`"),
            },
            unknown => return Err(format!("an element of `deny` has an unknown key `{unknown}`")),
        }
    }
    if answer.message.is_empty() {
        return Err(format!("an element of `deny` has no `message`: {value}"));
    }
    Ok(answer)
}

fn pointer(value: &Value) -> Option<Pointer> {
    let Value::Array(steps) = value else { return None };
    let step = |value: &Value| match value {
        Value::String(key) => Some(Step::Key(key.to_string())),
        value => index(value).map(Step::Index),
    };
    steps.iter().map(step).collect::<Option<Vec<_>>>().map(Pointer)
}

fn index(value: &Value) -> Option<usize> {
    match value {
        Value::Number(number) => number.as_u64().and_then(|index| usize::try_from(index).ok()),
        _ => None,
    }
}

fn text(value: &Value) -> &str {
    match value {
        Value::String(text) => text,
        _ => "",
    }
}
