//! What people read of a fault.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{
    fault::{Fault, Hint, Wrong},
    node::Types,
};
use crate::document::{Document, NodeRef, Pointer, Step, Style, Value};

/// How many known values are listed; more would hide the rest.
const MOST_LISTED: usize = 12;

/// A change that mends a fault and changes nothing else.
#[derive(Clone, Debug, PartialEq)]
pub enum Mend {
    /// Another name for the field.
    Rename(String),
    /// Another value.
    Replace(Json),
    /// Another spelling of the value.
    Spell(String),
}

impl Fault {
    /// The name of the rule that it breaks, in the pack `schema`.
    pub fn rule(&self) -> &'static str {
        match &self.wrong {
            Wrong::Unknown { .. } => "unknown-field",
            Wrong::Type { .. } => "wrong-type",
            Wrong::Missing { .. } | Wrong::MissingOneOf { .. } => "missing-field",
            Wrong::Value { .. } => "unknown-value",
            Wrong::Form { .. } | Wrong::Bounds { .. } | Wrong::Exclusive { .. } | Wrong::Nothing { .. } => {
                "invalid-value"
            }
            Wrong::Duplicate { .. } => "duplicate-entry",
            Wrong::Deprecated { .. } => "deprecated-field",
        }
    }

    /// What is wrong: lower case, one phrase.
    pub fn message(&self, document: Document<'_>) -> String {
        let node = document.node(self.node);
        let here = || owner(document, &self.at);
        match &self.wrong {
            Wrong::Unknown { .. } => {
                let (name, parent) = name_and_parent(&self.at);
                format!("unknown field `{name}` in {}", owner(document, &parent))
            }
            Wrong::Type { wanted, form, .. } => {
                let text = if node.as_str().is_some_and(|text| !text.is_empty()) { "the text " } else { "" };
                format!("{} takes {}, not {text}{}", here(), wanted_words(*wanted, *form), found_words(node))
            }
            Wrong::Missing { name } => format!("{} lacks `{name}`", here()),
            Wrong::MissingOneOf { groups } => format!("{} needs {}", here(), groups_words(groups)),
            Wrong::Exclusive { names } => format!("{} has {}, which exclude each other", here(), list(names, "and")),
            Wrong::Value { .. } => format!("{} cannot be {}", here(), found_words(node)),
            Wrong::Form { wanted } => format!("{} takes {wanted}, not {}", here(), found_words(node)),
            Wrong::Bounds { phrase } if node.is_collection() || self.on_key => format!("{} {phrase}", here()),
            Wrong::Bounds { phrase } => format!("{} {phrase}: {}", here(), brief(&node.text())),
            Wrong::Duplicate { keys, .. } if keys.is_empty() => format!("{} occurs twice", here()),
            Wrong::Duplicate { keys, .. } => {
                let keys: Vec<String> = keys.iter().map(|(name, value)| format!("{name} `{value}`")).collect();
                let (_, list) = name_and_parent(&self.at);
                format!("{} has a second entry with {}", owner(document, &list), keys.join(" and "))
            }
            Wrong::Nothing { tried } => format!("{} fits none of {tried} shapes", here()),
            Wrong::Deprecated { .. } => format!("{} is deprecated", here()),
        }
    }

    /// What to do here, where that is more telling than in general.
    pub fn help(&self, document: Document<'_>) -> Option<String> {
        let node = document.node(self.node);
        Some(match &self.wrong {
            Wrong::Unknown { hint: Some(Hint::Spelling(name)) } => format!("Write `{name}`."),
            Wrong::Unknown { hint: Some(Hint::Place(place)) } if place.steps().is_empty() => {
                "It belongs at the top of the document: indent it less.".to_owned()
            }
            Wrong::Unknown { hint: Some(Hint::Place(place)) } => {
                let how = if place.steps().len() < self.at.steps().len() { "less" } else { "further" };
                format!("It belongs under `{place}`: indent it {how}.")
            }
            Wrong::Type { .. } => return self.type_help(node),
            Wrong::MissingOneOf { groups } => format!("Add {}.", groups_words(groups)),
            Wrong::Missing { name } => format!("Add `{name}`."),
            Wrong::Exclusive { names } => format!("Keep one of {}.", list(names, "and")),
            Wrong::Value { near: Some(near), .. } => format!("Write `{near}`."),
            Wrong::Value { known, .. } if known.len() == 1 => format!("Write `{}`.", known[0]),
            Wrong::Value { known, .. } => {
                let listed: Vec<String> = known.iter().take(MOST_LISTED).map(|value| format!("`{value}`")).collect();
                let more = known.len().saturating_sub(MOST_LISTED);
                let more = if more > 0 { format!(" and {more} others") } else { String::new() };
                format!("Use one of {}{more}.", listed.join(", "))
            }
            Wrong::Duplicate { first, .. } => format!("Merge it with `{first}`, or rename one of the two."),
            Wrong::Deprecated { instead } => format!("{}.", capital(instead)),
            _ => return None,
        })
    }

    fn type_help(&self, node: NodeRef<'_>) -> Option<String> {
        let Wrong::Type { wanted, found, .. } = &self.wrong else { return None };
        if let Some(Mend::Replace(value)) = self.mend(node) {
            return Some(match value {
                Json::String(text) => format!("Put it into quotes: `\"{}\"`.", brief_text(&text)),
                other => format!("Write `{other}` without quotes."),
            });
        }
        match (*wanted, *found) {
            (wanted, _) if wanted == Types::ARRAY => {
                Some("Write it as a list: one `-` in front of each entry.".to_owned())
            }
            (_, found) if found == Types::NULL => Some("Give it a value, or remove it.".to_owned()),
            (wanted, found) if wanted == Types::OBJECT && found == Types::ARRAY => {
                Some("Write it as a mapping, without `-` in front.".to_owned())
            }
            _ => None,
        }
    }

    /// The change that mends it, if there is one that nobody needs to think about.
    pub fn mend(&self, node: NodeRef<'_>) -> Option<Mend> {
        match &self.wrong {
            Wrong::Unknown { hint: Some(Hint::Spelling(name)) } => Some(Mend::Rename(name.to_string())),
            Wrong::Value { near: Some(near), .. } => Some(Mend::Spell(near.clone())),
            Wrong::Type { wanted, found, .. } => match *found {
                Types::STRING if wanted.has(Types::INTEGER) && !node.is_collection() => {
                    node.text().parse().ok().map(|number: i64| Mend::Replace(number.into()))
                }
                Types::STRING if wanted.has(Types::BOOLEAN) && matches!(&*node.text(), "true" | "false") => {
                    Some(Mend::Replace(Json::Bool(node.text() == "true")))
                }
                Types::INTEGER | Types::FRACTION | Types::BOOLEAN
                    if wanted.has(Types::STRING) && node.style() == Style::Plain =>
                {
                    // As it is written: `1.10` is not 1.1.
                    Some(Mend::Replace(Json::String(node.text().into_owned())))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

fn name_and_parent(at: &Pointer) -> (String, Pointer) {
    match at.steps().split_last() {
        Some((Step::Key(name), above)) => (name.clone(), Pointer(above.to_vec())),
        Some((Step::Index(index), above)) => (index.to_string(), Pointer(above.to_vec())),
        None => (String::new(), Pointer::root()),
    }
}

/// What stands at a place, as people call it: by its key, entries of lists by their names.
fn owner(document: Document<'_>, at: &Pointer) -> String {
    let (node, _) = document.nearest(at);
    match at.steps() {
        [] => match node.get("kind").and_then(NodeRef::as_str) {
            Some(kind) if !kind.is_empty() => format!("the {kind}"),
            _ => "the document".to_owned(),
        },
        [.., Step::Key(name)] => format!("`{name}`"),
        [.., Step::Key(list), Step::Index(index)] => {
            let name = ["name", "id", "key"].iter().find_map(|key| node.get(key)).filter(|name| !name.is_collection());
            match name.map(NodeRef::text).filter(|name| !name.is_empty() && name.len() <= 40) {
                Some(name) => format!("`{list}[{name}]`"),
                None => format!("`{list}[{index}]`"),
            }
        }
        [.., Step::Index(index)] => format!("entry {index}"),
    }
}

fn list(names: &[Arc<str>], last: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn groups_words(groups: &[Vec<Arc<str>>]) -> String {
    let groups: Vec<String> = groups.iter().map(|group| list(group, "and")).collect();
    let mut told: Vec<String> = Vec::new();
    for group in groups {
        if !told.contains(&group) {
            told.push(group);
        }
    }
    match told.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} or {end}", rest.join(", ")),
        _ => told.concat(),
    }
}

fn wanted_words(wanted: Types, form: Option<&'static str>) -> String {
    let mut words: Vec<String> = Vec::new();
    let number = Types::INTEGER.or(Types::FRACTION);
    let named = [
        (number, "a number"),
        (Types::INTEGER, "an integer"),
        (Types::BOOLEAN, "`true` or `false`"),
        (Types::OBJECT, "a mapping"),
        (Types::ARRAY, "a list"),
    ];
    let mut left = wanted.without(Types::NULL);
    if left.has(Types::STRING) && form.is_none() {
        words.push("text".to_owned());
    }
    for (types, name) in named {
        if left.has(types) {
            words.push(name.to_owned());
            left = left.without(types);
        }
    }
    words.extend(form.map(str::to_owned));
    match words.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} or {end}", rest.join(", ")),
        Some((only, _)) => only.clone(),
        None => "nothing".to_owned(),
    }
}

fn found_words(node: NodeRef<'_>) -> String {
    match node.value() {
        Value::Null => "nothing".to_owned(),
        Value::Bool(value) => format!("the boolean `{value}`"),
        Value::Number(_) => format!("the number {}", brief(&node.text())),
        Value::String(text) if text.is_empty() => "empty text".to_owned(),
        Value::String(text) => brief(&text),
        Value::Sequence => "a list".to_owned(),
        Value::Mapping => "a mapping".to_owned(),
    }
}

/// A value as it is quoted in a phrase: its beginning, on one line.
fn brief(text: &str) -> String {
    format!("`{}`", brief_text(text))
}

fn brief_text(text: &str) -> String {
    const MOST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST && line.len() == text.trim_end().len() {
        return line.to_owned();
    }
    line.chars().take(MOST).chain(['…']).collect()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
