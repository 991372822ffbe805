//! What edits make of a value, said without any text: what a mended file is held against.

use serde_json::{Map, Value};

use crate::{document::Step, finding::Edit};

/// The value with an edit made; `None` if it cannot be made.
pub(super) fn edited(mut value: Value, edit: &Edit) -> Option<Value> {
    match edit {
        Edit::Add { at, value: new } => add(&mut value, at.steps(), new)?,
        Edit::Replace { at, value: new, text, .. } => {
            let old = find(&mut value, at.steps())?;
            *old = match text {
                Some(words) => old.as_str()?.replacen(words, new.as_str()?, 1).into(),
                None => new.clone(),
            };
        }
        Edit::Remove { at } => {
            let (last, way) = at.steps().split_last()?;
            match (find(&mut value, way)?, last) {
                (Value::Object(entries), Step::Key(key)) => drop(entries.shift_remove(key)?),
                (Value::Array(items), Step::Index(index)) if *index < items.len() => drop(items.remove(*index)),
                _ => return None,
            }
        }
        Edit::Rename { at, value: new } => {
            let (last, way) = at.steps().split_last()?;
            let (Value::Object(entries), Step::Key(old)) = (find(&mut value, way)?, last) else { return None };
            if entries.contains_key(new) {
                return None;
            }
            let value = entries.shift_remove(old)?;
            entries.insert(new.clone(), value);
        }
    }
    Some(value)
}

/// Adds a key or item; parents that are missing or null are made.
fn add(value: &mut Value, steps: &[Step], new: &Value) -> Option<()> {
    let (step, rest) = steps.split_first()?;
    if value.is_null() {
        *value = match step {
            Step::Key(_) => Value::Object(Map::new()),
            Step::Index(_) => Value::Array(Vec::new()),
        };
    }
    match (value, step) {
        (Value::Object(entries), Step::Key(key)) if rest.is_empty() => {
            entries.insert(key.clone(), new.clone());
        }
        (Value::Object(entries), Step::Key(key)) => add(entries.entry(key).or_insert(Value::Null), rest, new)?,
        (Value::Array(items), Step::Index(index)) if rest.is_empty() && *index <= items.len() => {
            items.insert(*index, new.clone());
        }
        (Value::Array(items), Step::Index(index)) => {
            if *index == items.len() {
                items.push(Value::Null);
            }
            add(items.get_mut(*index)?, rest, new)?;
        }
        _ => return None,
    }
    Some(())
}

fn find<'v>(value: &'v mut Value, steps: &[Step]) -> Option<&'v mut Value> {
    steps.iter().try_fold(value, |value, step| match (value, step) {
        (Value::Object(entries), Step::Key(key)) => entries.get_mut(key),
        (Value::Array(items), Step::Index(index)) => items.get_mut(*index),
        _ => None,
    })
}

/// A value under the steps that lead to it.
pub(super) fn nested(steps: &[Step], value: Value) -> Option<Value> {
    steps.iter().rev().try_fold(value, |value, step| match step {
        Step::Key(key) => Some(Value::Object(Map::from_iter([(key.clone(), value)]))),
        Step::Index(0) => Some(Value::Array(vec![value])),
        Step::Index(_) => None,
    })
}
