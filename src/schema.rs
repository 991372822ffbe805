//! Judging by JSON Schema, on the arena itself. Besides the builtins for schemas in rules, the only file that names
//! `jsonschema`.

use std::{borrow::Cow, sync::OnceLock};

use jsonschema::{
    Validator,
    error::ValidationErrorKind,
    json::{Array, Json, JsonNumber, Node, NodeIdentity, Object, cmp},
    types::JsonType,
};
use serde_json::Value as Schema;

use crate::document::{NodeRef, Number, Pointer, Step, Style, Value};

/// A schema that is compiled when the first node is judged by it.
#[derive(Debug)]
pub struct SchemaRule {
    written: Written,
    validator: OnceLock<Result<Validator<Tape>, String>>,
}

/// A schema as it came.
#[derive(Debug)]
enum Written {
    /// A team's own, in whatever version of JSON Schema it says.
    Value(Schema),
    /// One that waylint carries, as JSON.
    Embedded(&'static str),
}

impl SchemaRule {
    /// A rule from its schema.
    pub fn new(schema: Schema) -> Self {
        Self { written: Written::Value(schema), validator: OnceLock::new() }
    }

    /// A rule from the JSON of a schema that waylint carries. It is read when it is first needed, as draft 7, whose own
    /// schema is compiled in a fraction of the time; a test sees to it that later words are not used.
    pub fn embedded(schema: &'static str) -> Self {
        Self { written: Written::Embedded(schema), validator: OnceLock::new() }
    }

    /// The schema.
    ///
    /// # Errors
    /// If what waylint carries is no JSON, which its tests rule out.
    pub fn schema(&self) -> Result<Cow<'_, Schema>, String> {
        match &self.written {
            Written::Value(schema) => Ok(Cow::Borrowed(schema)),
            Written::Embedded(text) => serde_json::from_str(text).map(Cow::Owned).map_err(|error| error.to_string()),
        }
    }

    /// Compiles the schema. The error is a sentence about the schema.
    pub fn compile(&self) -> Result<(), &str> {
        self.validator().map(|_| ())
    }

    /// The places below `node` that do not fit, each once, in the order of the schema.
    ///
    /// Fails if the schema itself does not compile.
    pub fn judge(&self, node: NodeRef<'_>) -> Result<Vec<Pointer>, &str> {
        let validator = self.validator()?;
        let mut places: Vec<Pointer> = Vec::new();
        for error in validator.iter_errors(Instance::Node(node)) {
            for place in places_of(&error, node) {
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        Ok(places)
    }

    fn validator(&self) -> Result<&Validator<Tape>, &str> {
        let build = || {
            // Patterns of untrusted schemas run in linear time.
            let options = jsonschema::options_for::<Tape>();
            let options = options.offline().with_pattern_options(jsonschema::PatternOptions::regex());
            let options = match &self.written {
                // Draft 7 holds patterns against JavaScript, which has no flags inside them.
                Written::Embedded(text) if !text.contains("(?") => options.with_draft(jsonschema::Draft::Draft7),
                _ => options,
            };
            options
                .build(&*self.schema()?)
                .map_err(|error| format!("the schema cannot be used: {error} (at {})", error.instance_path()))
        };
        self.validator.get_or_init(build).as_ref().map_err(String::as_str)
    }
}

/// Where an error stands: the node that does not fit, or each key that may not be there.
fn places_of(error: &jsonschema::ValidationError<'_>, root: NodeRef<'_>) -> Vec<Pointer> {
    let place = pointer(error.instance_path().as_str(), root);
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            unexpected.iter().map(|key| place.join(&[Step::Key(key.clone())])).collect()
        }
        _ => vec![place],
    }
}

/// A JSON pointer as steps from `root`, which knows whether `9090` is an index or a key.
fn pointer(path: &str, root: NodeRef<'_>) -> Pointer {
    let mut node = Some(root);
    let step = |segment: &str| {
        let key = segment.replace("~1", "/").replace("~0", "~");
        let step = match key.parse() {
            Ok(index) if node.is_none_or(NodeRef::is_sequence) => Step::Index(index),
            _ => Step::Key(key),
        };
        node = node.and_then(|node| node.step(&step));
        step
    };
    Pointer(path.split('/').skip(1).map(step).collect())
}

/// The arena as a representation of JSON.
#[derive(Debug)]
struct Tape;

/// A node of a document, or a key that is judged as a value (`propertyNames`).
#[derive(Clone, Debug)]
enum Instance<'a> {
    Node(NodeRef<'a>),
    Name(Cow<'a, str>),
}

impl Json for Tape {
    type Node<'a> = Instance<'a>;
    type PreparedKey = String;
    type StringBuffer = ();
    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>((): &mut (), string: &str, see: impl FnOnce(Instance<'_>) -> T) -> T {
        see(Instance::Name(Cow::Borrowed(string)))
    }
}

impl<'a> Instance<'a> {
    fn value(&self) -> Value<'a> {
        match self {
            Self::Node(node) => node.value(),
            Self::Name(name) => Value::String(name.clone()),
        }
    }

    fn node(&self, fits: impl Fn(NodeRef<'a>) -> bool) -> Option<NodeRef<'a>> {
        match self {
            Self::Node(node) if fits(*node) => Some(*node),
            _ => None,
        }
    }
}

impl<'a> Node<'a, Tape> for Instance<'a> {
    type Object = Members<'a>;
    type Array = Items<'a>;
    type Number = Numeric;

    fn as_object(&self) -> Option<Members<'a>> {
        self.node(NodeRef::is_mapping).map(Members)
    }

    fn as_array(&self) -> Option<Items<'a>> {
        self.node(NodeRef::is_sequence).map(Items)
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match self.value() {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    fn as_number(&self) -> Option<Numeric> {
        match self.value() {
            Value::Number(number) => Some(Numeric(number)),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match self.value() {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        match self {
            Self::Node(node) if matches!(node.style(), Style::Absent | Style::Plain | Style::Double) => {
                node.value() == Value::Null
            }
            _ => false,
        }
    }

    fn json_type(&self) -> JsonType {
        match self.value() {
            Value::Null => JsonType::Null,
            Value::Bool(_) => JsonType::Boolean,
            Value::Number(_) => JsonType::Number,
            Value::String(_) => JsonType::String,
            Value::Sequence => JsonType::Array,
            Value::Mapping => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &Schema) -> bool {
        match (self.value(), expected) {
            (Value::String(text), expected) => expected.as_str() == Some(&*text),
            (Value::Bool(value), expected) => expected.as_bool() == Some(value),
            (Value::Null, expected) => expected.is_null(),
            _ => cmp::equal(&self.to_value(), expected),
        }
    }

    fn to_value(&self) -> Cow<'a, Schema> {
        Cow::Owned(match self {
            Self::Node(node) => node.to_json(),
            Self::Name(name) => Schema::String(name.to_string()),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match self {
            Self::Node(node) => Some(NodeIdentity::tagged(std::ptr::from_ref(node.tree()).addr(), node.id())),
            Self::Name(_) => None,
        }
    }
}

struct Members<'a>(NodeRef<'a>);

impl<'a> Object<'a, Tape> for Members<'a> {
    type Node = Instance<'a>;
    type MemberName = Cow<'a, str>;
    type MembersIter = std::vec::IntoIter<(Cow<'a, str>, Instance<'a>)>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, key: &String) -> Option<Instance<'a>> {
        self.0.get(key).map(Instance::Node)
    }

    fn members(&self) -> Self::MembersIter {
        let member = |(key, value): (NodeRef<'a>, NodeRef<'a>)| (key.text(), Instance::Node(value));
        self.0.entries().into_iter().map(member).collect::<Vec<_>>().into_iter()
    }
}

struct Items<'a>(NodeRef<'a>);

impl<'a> Array<'a, Tape> for Items<'a> {
    type Node = Instance<'a>;
    type ElementsIter = std::vec::IntoIter<Instance<'a>>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn elements(&self) -> Self::ElementsIter {
        self.0.items().map(Instance::Node).collect::<Vec<_>>().into_iter()
    }
}

struct Numeric(Number);

impl JsonNumber for Numeric {
    fn as_u64(&self) -> Option<u64> {
        match self.0 {
            Number::Int(value) => u64::try_from(value).ok(),
            Number::UInt(value) => Some(value),
            Number::Float(_) => None,
        }
    }

    fn as_i64(&self) -> Option<i64> {
        match self.0 {
            Number::Int(value) => Some(value),
            Number::UInt(value) => i64::try_from(value).ok(),
            Number::Float(_) => None,
        }
    }

    fn as_f64(&self) -> Option<f64> {
        Some(self.0.as_float())
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Owned(match self.0 {
            Number::Int(value) => value.to_string(),
            Number::UInt(value) => value.to_string(),
            Number::Float(value) => value.to_string(),
        })
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        let number = match self.0 {
            Number::Int(value) => value.into(),
            Number::UInt(value) => value.into(),
            // JSON has neither infinities nor NaN; zero passes or fails where a number is asked for, which is all that is left.
            Number::Float(value) => serde_json::Number::from_f64(value).unwrap_or_else(|| 0.into()),
        };
        Cow::Owned(number)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        document::{self, Limits},
        kind::{Dialect, Format},
        source::Source,
    };

    fn judge(schema: Schema, yaml: &str) -> Vec<String> {
        let tree = document::parse(Arc::new(Source::new("a.yaml", yaml.to_owned())), Format::Yaml, &Limits::default());
        let root = tree.documents(Dialect::Core).next().unwrap().root();
        let rule = SchemaRule::new(schema);
        rule.judge(root).unwrap().iter().map(Pointer::to_string).collect()
    }

    #[test]
    fn the_tape_is_a_representation_of_json() {
        // The document and its members are those that the crate's conformance check asks for.
        let json = jsonschema::json::conformance::document().to_string();
        let block = "string: \"h\\u00e9llo\"\ninteger: 0x2a\nfloat: 15e-1\nboolean: True\n\"null\": ~\narray:\n- 10\n- 20\n- 30\n\
                     duplicates: [1, &same {a: 1}, *same]\nobject:\n  ? nested\n  : >-\n    value\n";
        for (text, format, dialect) in [
            (&*json, Format::Yaml, Dialect::Core),
            (&json, Format::Yaml, Dialect::Go),
            (&json, Format::Json, Dialect::Json),
            (block, Format::Yaml, Dialect::Core),
        ] {
            let name = format!("{format:?} in {dialect:?}");
            let source = Arc::new(Source::new(&*name, text.to_owned()));
            let tree = document::parse(source, format, &Limits::default());
            assert!(tree.errors().is_empty(), "{name}");
            let root = tree.documents(dialect).next().unwrap().root();
            assert_eq!(root.to_json(), jsonschema::json::conformance::document(), "{name}");
            jsonschema::json::conformance::assert_conformance::<Tape>(&Instance::Node(root));
        }
    }

    #[test]
    fn places_are_nodes_and_unexpected_keys() {
        let schema = serde_json::json!({
            "properties": {"a": {"type": "integer"}, "b": {"required": ["c"]}},
            "additionalProperties": false,
        });
        assert_eq!(judge(schema, "a: x\nb: {}\nd: 1\n"), ["a", "b", "d"]);
    }

    #[test]
    fn keys_that_look_like_indices_are_keys() {
        let schema = serde_json::json!({
            "properties": {"ports": {"additionalProperties": {"items": {"const": 1}}}},
        });
        assert_eq!(judge(schema, "ports: {9090: [1, 2], a/b~c: [0]}\n"), ["ports.9090[1]", r#"ports["a/b~c"][0]"#]);
    }

    #[test]
    fn merge_keys_and_aliases_are_followed() {
        let schema = serde_json::json!({"properties": {"b": {"required": ["x", "y"]}}});
        assert_eq!(judge(schema, "a: &a {x: 1}\nb: {<<: *a, y: 2}\n"), [""; 0]);
    }

    #[test]
    fn a_broken_schema_is_an_error_not_a_panic() {
        let rule = SchemaRule::new(serde_json::json!({"type": "no-such-type"}));
        assert!(rule.compile().unwrap_err().contains("no-such-type"));
    }
}
