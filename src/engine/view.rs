//! `waylint.view(name, document)`: the parts of a document that rules talk about, with their places.

use std::collections::BTreeMap;

use regorus::Value;

use crate::recognise::{KindTable, ViewStep};

/// The nodes of a view as an array of `{"at": […], "node": …}`.
///
/// A Kubernetes object says its own kind, and only that kind's places count. Other documents do not, so every place of
/// the view is tried: a part is where its kind keeps it, and nowhere else by that name.
pub(super) fn nodes(kinds: &KindTable, view: &str, document: &Value) -> Value {
    let text = |key: &str| match &document[key] {
        Value::String(text) => Some(text.clone()),
        _ => None,
    };
    let kind = text("apiVersion").zip(text("kind")).and_then(|(version, kind)| kinds.kind_of_object(&version, &kind));
    let mut found = Vec::new();
    for path in kinds.view_paths(view, kind.as_ref()) {
        walk(document, &path.at, &mut Vec::new(), &mut found);
    }
    Value::from(found)
}

fn walk(value: &Value, way: &[ViewStep], taken: &mut Vec<Value>, found: &mut Vec<Value>) {
    let Some((step, rest)) = way.split_first() else {
        let part = [("at", Value::from(taken.clone())), ("node", value.clone())];
        found.push(Value::from(
            part.into_iter().map(|(key, value)| (Value::from(key), value)).collect::<BTreeMap<_, _>>(),
        ));
        return;
    };
    let mut enter = |step: Value, below: &Value| {
        taken.push(step);
        walk(below, rest, taken, found);
        taken.pop();
    };
    match (step, value) {
        (ViewStep::Key(key), Value::Object(_)) => match &value[key.as_str()] {
            Value::Undefined => {}
            below => enter(Value::from(key.as_str()), below),
        },
        (ViewStep::Every { .. }, Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                enter(Value::from(index as u64), item);
            }
        }
        (ViewStep::Every { .. }, Value::Object(entries)) => {
            for (key, below) in entries.iter() {
                if matches!(key, Value::String(name) if step.takes(name)) {
                    enter(key.clone(), below);
                }
            }
        }
        _ => {}
    }
}
