//! Documents as the values that the interpreter works on.

use std::collections::{BTreeMap, HashMap};

use regorus::Value;

use crate::document::{NodeId, NodeRef, Number, Value as Node};

/// The value of a node. What an alias stands for is built once and shared, so aliases cost nothing.
pub(super) fn of_node(node: NodeRef<'_>) -> Value {
    Conversion::default().value(node)
}

#[derive(Default)]
struct Conversion {
    anchored: HashMap<NodeId, Value>,
}

impl Conversion {
    fn value(&mut self, node: NodeRef<'_>) -> Value {
        let anchored = node.is_collection() && node.properties().is_some();
        if anchored && let Some(value) = self.anchored.get(&node.id()) {
            return value.clone();
        }
        let value = match node.value() {
            Node::Null => Value::Null,
            Node::Bool(value) => Value::from(value),
            Node::Number(Number::Int(value)) => Value::from(value),
            Node::Number(Number::UInt(value)) => Value::from(value),
            // Neither infinities nor NaN are numbers to Rego.
            Node::Number(Number::Float(value)) if !value.is_finite() => Value::from(node.text().as_ref()),
            Node::Number(Number::Float(value)) => Value::from(value),
            Node::String(text) => Value::from(text.as_ref()),
            Node::Sequence => Value::from(node.items().map(|item| self.value(item)).collect::<Vec<_>>()),
            Node::Mapping => {
                let entry =
                    |(key, value): (NodeRef<'_>, NodeRef<'_>)| (Value::from(key.text().as_ref()), self.value(value));
                Value::from(node.entries().into_iter().map(entry).collect::<BTreeMap<_, _>>())
            }
        };
        if anchored {
            self.anchored.insert(node.id(), value.clone());
        }
        value
    }
}

/// A mapping of fixed keys.
pub(super) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::from(fields.into_iter().map(|(key, value)| (Value::from(key), value)).collect::<BTreeMap<_, _>>())
}

/// A value from JSON.
pub(super) fn of_json(json: &serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::from(*value),
        Json::String(text) => Value::from(text.as_str()),
        Json::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(value), _, _) => Value::from(value),
            (_, Some(value), _) => Value::from(value),
            (_, _, value) => Value::from(value.unwrap_or_default()),
        },
        Json::Array(items) => Value::from(items.iter().map(of_json).collect::<Vec<_>>()),
        Json::Object(fields) => Value::from(
            fields.iter().map(|(key, value)| (Value::from(key.as_str()), of_json(value))).collect::<BTreeMap<_, _>>(),
        ),
    }
}
