//! Values compared with those that a schema names.

use serde_json::Value as Json;

use crate::document::{NodeRef, Value};

/// Whether a node has one of some values.
pub(super) fn is_one_of(node: NodeRef<'_>, wanted: &[Json]) -> bool {
    let value = node.value();
    wanted.iter().any(|wanted| equal(node, &value, wanted))
}

fn equal(node: NodeRef<'_>, value: &Value<'_>, wanted: &Json) -> bool {
    match (value, wanted) {
        (Value::String(text), Json::String(wanted)) => *text == *wanted,
        (Value::Bool(value), Json::Bool(wanted)) => value == wanted,
        (Value::Null, Json::Null) => true,
        (Value::Number(number), Json::Number(wanted)) => wanted.as_f64() == Some(number.as_float()),
        (Value::Sequence, Json::Array(_)) | (Value::Mapping, Json::Object(_)) => node.to_json() == *wanted,
        _ => false,
    }
}

/// A value as people write it.
pub(super) fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
