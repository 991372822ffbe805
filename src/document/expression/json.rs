//! Expressions as rules see them.

use serde_json::{Value, json};

use super::{Access, Expression, Node, Part};

impl Expression {
    /// As rules see it; `text` is the value's.
    pub fn to_json(&self, text: &str) -> Value {
        let mut value = json!({
            "text": text.get(self.range.clone()).unwrap_or_default(),
            "from": self.range.start,
            "to": self.range.end,
        });
        match &self.nodes {
            Ok(nodes) => value["nodes"] = nodes.iter().map(|node| node.to_json(text)).collect(),
            Err(error) => {
                value["nodes"] = json!([]);
                value["error"] = json!({"message": error.message, "from": error.range.start, "to": error.range.end});
            }
        }
        value
    }
}

impl Node {
    fn to_json(&self, text: &str) -> Value {
        let mut value = json!({
            "type": self.part.name(),
            "text": text.get(self.range.clone()).unwrap_or_default(),
            "from": self.range.start,
            "to": self.range.end,
            "parent": self.parent,
            "flows": self.flows,
        });
        match &self.part {
            Part::Literal(literal) => value["value"] = literal.clone(),
            Part::Reference(way) => value["path"] = shown(way),
            Part::Access(base, way) => {
                value["of"] = (*base).into();
                value["path"] = shown(way);
            }
            Part::Call(name, arguments) => {
                value["name"] = name.as_str().into();
                value["arguments"] = arguments.as_slice().into();
            }
            Part::Operator(operator, operands) => {
                value["operator"] = (*operator).into();
                value["operands"] = operands.as_slice().into();
            }
        }
        value
    }
}

impl Part {
    fn name(&self) -> &'static str {
        match self {
            Self::Literal(_) => "literal",
            Self::Reference(_) => "reference",
            Self::Access(..) => "access",
            Self::Call(..) => "call",
            Self::Operator(..) => "operator",
        }
    }
}

fn shown(way: &[Access]) -> Value {
    way.iter().map(Access::shown).collect()
}
