//! From JSON Schema to a shape.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use regex::Regex;
use serde_json::{Map, Value as Json};

use super::{
    Shape,
    format::Format,
    node::{Bounds, Condition, Id, Name, Node, Others, Patterns, Rest, Types},
};

/// How a schema is meant where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// An object that names its properties has no others, unless it speaks of them. Schemas without `type: object`, which
    /// are conditions, stay open.
    pub closed: bool,
    /// A property that is null is as if it were not there, as Kubernetes has it.
    pub null_is_absent: bool,
}

/// Why a schema cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} (at {at})")]
pub struct ReadError {
    /// A JSON Pointer into the schema, behind the reference that led there.
    pub at: String,
    /// What is wrong.
    pub message: String,
}

/// Where references lead: the schema that `#/definitions/name` or another reference stands for.
pub type Lookup<'d> = dyn Fn(&str) -> Option<Cow<'d, Json>> + 'd;

/// Words that say nothing about values.
const REMARKS: &str = "title description default examples example $comment $schema $id id readOnly writeOnly deprecated \
    externalDocs discriminator xml contentEncoding contentMediaType contentSchema definitions $defs markdownDescription \
    $anchor enumNames optionsNames";

/// Words that a shape cannot say.
const BEYOND: &str =
    "unevaluatedProperties unevaluatedItems $dynamicRef $dynamicAnchor $recursiveRef minContains maxContains";

impl Shape {
    /// The shape of a schema.
    ///
    /// # Errors
    /// The first word that is unknown to JSON Schema's own rules, cannot be said by a shape, or leads nowhere.
    pub fn read(schema: &Json, rules: Rules, lookup: &Lookup<'_>) -> Result<Self, ReadError> {
        let mut reader = Reader {
            rules,
            nodes: Vec::new(),
            known: HashMap::new(),
            compiled: HashMap::new(),
            waiting: Vec::new(),
            at: String::new(),
        };
        let root = reader.schema(schema)?;
        while let Some((id, reference)) = reader.waiting.pop() {
            reader.at.clone_from(&reference);
            let Some(target) = lookup(&reference) else {
                return Err(reader.error(format!("the reference `{reference}` leads nowhere")));
            };
            let node = reader.node(&target)?;
            reader.nodes[id as usize] = node;
        }
        Ok(Self { nodes: reader.nodes, root, rules })
    }
}

struct Reader {
    rules: Rules,
    nodes: Vec<Node>,
    /// References by what they say.
    known: HashMap<String, Id>,
    /// Patterns by what they say: a schema has the same one again and again, and compiled it is large.
    compiled: HashMap<String, Arc<Regex>>,
    /// References that nobody has followed yet.
    waiting: Vec<(Id, String)>,
    at: String,
}

type Read<T> = Result<T, ReadError>;

impl Reader {
    fn error(&self, message: impl Into<String>) -> ReadError {
        let at = if self.at.is_empty() { "the root".to_owned() } else { self.at.clone() };
        ReadError { at, message: message.into() }
    }

    /// Reads something below the place at hand.
    fn below<T>(&mut self, step: &str, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        self.below_all([step], read)
    }

    fn below_all<T, const N: usize>(&mut self, steps: [&str; N], read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        let length = self.at.len();
        for step in steps {
            self.at.push('/');
            self.at.push_str(step);
        }
        let value = read(self)?;
        self.at.truncate(length);
        Ok(value)
    }

    fn schema(&mut self, schema: &Json) -> Read<Id> {
        let node = self.node(schema)?;
        Ok(self.add(node))
    }

    fn add(&mut self, node: Node) -> Id {
        self.nodes.push(node);
        self.nodes.len() as Id - 1
    }

    fn node(&mut self, schema: &Json) -> Read<Node> {
        let mut node = Node::open();
        match schema {
            Json::Bool(true) => Ok(node),
            Json::Bool(false) => {
                node.types = Types::NONE;
                Ok(node)
            }
            Json::Object(words) => {
                let mut rest = Rest::default();
                let mut has_rest = false;
                for (word, value) in words {
                    if !self.word(&mut node, word, value)? && !self.remark(word)? {
                        has_rest |= self.below(word, |reader| reader.rare(&mut rest, word, value, words))?;
                    }
                }
                self.settle(&mut node, &mut rest, words);
                has_rest |= !rest.keys.is_empty();
                node.rest = has_rest.then(|| Box::new(rest));
                node.is_reference = words.len() == 1 && node.reference.is_some();
                Ok(node)
            }
            _ => Err(self.error("a schema is an object, `true` or `false`")),
        }
    }

    /// Words that most schemas use; false for any other.
    fn word(&mut self, node: &mut Node, word: &str, value: &Json) -> Read<bool> {
        match word {
            "type" => node.types = self.below(word, |reader| reader.types(value))?,
            "$ref" => node.reference = Some(self.reference(value)?),
            "properties" => node.properties = self.properties(value)?,
            "required" => node.required = self.below(word, |reader| reader.required(value))?,
            "additionalProperties" => {
                node.others = match value {
                    Json::Bool(true) => Others::Open,
                    Json::Bool(false) => Others::Closed,
                    schema => Others::Each(self.below(word, |reader| reader.schema(schema))?),
                }
            }
            "items" if !value.is_array() => node.items = Some(self.below(word, |reader| reader.schema(value))?),
            "enum" => {
                let values = value.as_array().ok_or_else(|| self.error("`enum` is a list"))?;
                node.values = Some(values.clone().into());
            }
            "const" => node.values = Some(Box::new([value.clone()])),
            "format" => node.format = value.as_str().and_then(Format::named),
            "pattern" => node.pattern = Some(self.regex(value)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Words that say nothing about values are passed over; those that a shape cannot say are errors.
    fn remark(&self, word: &str) -> Read<bool> {
        if BEYOND.split(' ').any(|beyond| beyond == word) {
            return Err(self.error(format!("`{word}` cannot be used in schemas of files")));
        }
        let is_extension = word.starts_with("x-") && !matches!(word, "x-list-keys" | "x-deprecated");
        Ok(is_extension || REMARKS.split(' ').any(|remark| remark == word) || word == "nullable")
    }

    fn types(&self, value: &Json) -> Read<Types> {
        let one = |value: &Json| {
            let named = value.as_str().and_then(Types::named);
            named.ok_or_else(|| self.error(format!("{value} is no type of JSON Schema")))
        };
        match value {
            Json::Array(names) => names.iter().try_fold(Types::NONE, |types, name| Ok(types.or(one(name)?))),
            name => one(name),
        }
    }

    fn reference(&mut self, value: &Json) -> Read<Id> {
        let reference = value.as_str().ok_or_else(|| self.error("`$ref` is text"))?;
        if let Some(&id) = self.known.get(reference) {
            return Ok(id);
        }
        let id = self.add(Node::open());
        self.known.insert(reference.to_owned(), id);
        self.waiting.push((id, reference.to_owned()));
        Ok(id)
    }

    fn object<'v>(&self, word: &str, value: &'v Json) -> Read<&'v Map<String, Json>> {
        value.as_object().ok_or_else(|| self.error(format!("`{word}` is an object")))
    }

    fn properties(&mut self, value: &Json) -> Read<Box<[(Name, Id)]>> {
        let members = self.object("properties", value)?;
        let mut properties = Vec::with_capacity(members.len());
        for (name, schema) in members {
            let id = self.below_all(["properties", name], |reader| reader.schema(schema))?;
            properties.push((Name::new(name), id));
        }
        properties.sort_by_key(|(name, _)| name.symbol);
        Ok(properties.into())
    }

    fn required(&self, value: &Json) -> Read<Box<[Name]>> {
        match value {
            Json::Array(names) => names
                .iter()
                .map(|name| name.as_str().map(Name::new).ok_or_else(|| self.error("a name is text")))
                .collect(),
            // Draft 3, still met in the wild, where it says nothing of the object.
            Json::Bool(_) => Ok(Box::default()),
            _ => Err(self.error("`required` is a list of names")),
        }
    }

    fn regex(&mut self, value: &Json) -> Read<Arc<Regex>> {
        let pattern = value.as_str().ok_or_else(|| self.error("a pattern is text"))?;
        if let Some(known) = self.compiled.get(pattern) {
            return Ok(known.clone());
        }
        let built = regex::RegexBuilder::new(&literal_brackets(pattern)).size_limit(1 << 20).build();
        let built = built.map_err(|_| {
            self.error(format!("`{pattern}` is no pattern that can be used: it has to run in linear time"))
        })?;
        Ok(self.compiled.entry(pattern.to_owned()).or_insert(Arc::new(built)).clone())
    }

    fn number(&self, word: &str, value: &Json) -> Read<f64> {
        value.as_f64().ok_or_else(|| self.error(format!("`{word}` is a number")))
    }

    fn count(&self, word: &str, value: &Json) -> Read<u64> {
        let count = value.as_u64().or_else(|| value.as_f64().filter(|count| *count >= 0.0).map(|count| count as u64));
        count.ok_or_else(|| self.error(format!("`{word}` is a whole number")))
    }

    fn schemas(&mut self, word: &str, value: &Json) -> Read<Box<[Id]>> {
        let schemas = value.as_array().ok_or_else(|| self.error(format!("`{word}` is a list of schemas")))?;
        schemas.iter().map(|schema| self.schema(schema)).collect()
    }

    /// Words that few schemas use. True if something of the rest is needed.
    fn rare(&mut self, rest: &mut Rest, word: &str, value: &Json, words: &Map<String, Json>) -> Read<bool> {
        match word {
            "minimum" if words.get("exclusiveMinimum") == Some(&Json::Bool(true)) => {
                rest.above = Some(self.number(word, value)?);
            }
            "maximum" if words.get("exclusiveMaximum") == Some(&Json::Bool(true)) => {
                rest.below = Some(self.number(word, value)?);
            }
            "minimum" => rest.minimum = Some(self.number(word, value)?),
            "maximum" => rest.maximum = Some(self.number(word, value)?),
            "exclusiveMinimum" | "exclusiveMaximum" if value.is_boolean() => return Ok(false),
            "exclusiveMinimum" => rest.above = Some(self.number(word, value)?),
            "exclusiveMaximum" => rest.below = Some(self.number(word, value)?),
            "multipleOf" => rest.multiple_of = Some(self.number(word, value)?),
            "minLength" | "maxLength" => self.bound(&mut rest.lengths, word, value)?,
            "minItems" | "maxItems" => self.bound(&mut rest.counts, word, value)?,
            "minProperties" | "maxProperties" => self.bound(&mut rest.sizes, word, value)?,
            "uniqueItems" => rest.unique = value == &Json::Bool(true),
            "items" | "prefixItems" => rest.first_items = self.schemas(word, value)?,
            // Of no use where `items` speaks of all.
            "additionalItems" => return Ok(false),
            "contains" => rest.contains = Some(self.schema(value)?),
            "x-list-keys" => rest.keys = self.required(value)?,
            "x-deprecated" => rest.deprecated = value.as_str().map(Arc::from),
            "patternProperties" => rest.patterns = self.patterns(value)?,
            "propertyNames" => rest.names = Some(self.schema(value)?),
            "dependentRequired" | "dependentSchemas" | "dependencies" => self.dependencies(rest, word, value)?,
            "allOf" => rest.all_of = self.schemas(word, value)?,
            "anyOf" => rest.any_of = self.schemas(word, value)?,
            "oneOf" => rest.one_of = self.schemas(word, value)?,
            "not" => rest.not = Some(self.schema(value)?),
            "if" => rest.condition = Some(self.condition(value, words)?),
            "then" | "else" => return Ok(false),
            _ => return Err(self.error(format!("`{word}` is no word of JSON Schema"))),
        }
        Ok(true)
    }

    fn bound(&self, bounds: &mut Bounds, word: &str, value: &Json) -> Read<()> {
        let count = Some(self.count(word, value)?);
        if word.starts_with("min") {
            bounds.least = count;
        } else {
            bounds.most = count;
        }
        Ok(())
    }

    fn patterns(&mut self, value: &Json) -> Read<Patterns> {
        let members = self.object("patternProperties", value)?;
        let pattern = |(pattern, schema): (&String, &Json)| {
            let regex = self.regex(&Json::String(pattern.clone()))?;
            Ok((regex, self.schema(schema)?))
        };
        members.iter().map(pattern).collect()
    }

    fn dependencies(&mut self, rest: &mut Rest, word: &str, value: &Json) -> Read<()> {
        let (mut names, mut shapes) = (Vec::new(), Vec::new());
        for (name, needed) in self.object(word, value)? {
            if needed.is_array() {
                names.push((Name::new(name), self.required(needed)?));
            } else {
                shapes.push((Name::new(name), self.schema(needed)?));
            }
        }
        rest.dependent = std::mem::take(&mut rest.dependent).into_iter().chain(names).collect();
        rest.dependent_shapes = std::mem::take(&mut rest.dependent_shapes).into_iter().chain(shapes).collect();
        Ok(())
    }

    fn condition(&mut self, value: &Json, words: &Map<String, Json>) -> Read<Condition> {
        let mut branch = |word: &str| words.get(word).map(|schema| self.schema(schema)).transpose();
        let (then, otherwise) = (branch("then")?, branch("else")?);
        Ok(Condition { holds: self.schema(value)?, then, otherwise })
    }

    /// What words mean together: Kubernetes' extensions of OpenAPI, and what is closed.
    fn settle(&mut self, node: &mut Node, rest: &mut Rest, words: &Map<String, Json>) {
        let said = Said::by(words);
        if said.nullable {
            node.types = node.types.or(Types::NULL);
            if let Some(values) = node.values.take() {
                node.values = Some(values.into_iter().chain([Json::Null]).collect());
            }
        }
        if said.int_or_string && !said.has_type {
            node.types = Types::INTEGER.or(Types::STRING);
        }
        if said.is_keyed
            && let Some(keys) = said.keys
        {
            rest.keys = keys.iter().filter_map(Json::as_str).map(Name::new).collect();
        }
        if self.rules.null_is_absent
            && !node.required.is_empty()
            && let Some(properties) = said.properties
        {
            // The API server fills defaults in before it looks at what is required.
            let has_default = |name: &Name| !properties[&*name.text]["default"].is_null();
            node.required = std::mem::take(&mut node.required).into_iter().filter(|name| !has_default(name)).collect();
        }
        if !node.required.is_empty() {
            let needed = |(name, _): &(Name, Id)| {
                let place = node.required.iter().position(|needed| needed.text == name.text)?;
                u8::try_from(place).ok().filter(|place| u32::from(*place) < u64::BITS)
            };
            node.needed = node.properties.iter().map(needed).collect();
        }
        let is_object = said.has_type && node.types.has(Types::OBJECT);
        if self.rules.closed && is_object && said.properties.is_some() && !said.speaks_of_others && !said.open {
            node.others = Others::Closed;
        }
        // `additionalProperties: false` beside patterns speaks of what no pattern fits.
        if said.open && node.others == Others::Closed {
            node.others = Others::Open;
        }
    }
}

/// What a schema says that means something only together, found in one pass: looking each word up was measured to cost as
/// much as the rest of reading.
#[derive(Default)]
struct Said<'w> {
    has_type: bool,
    nullable: bool,
    int_or_string: bool,
    /// Whether entries of the list are told apart by keys, and by which.
    is_keyed: bool,
    keys: Option<&'w [Json]>,
    properties: Option<&'w Json>,
    speaks_of_others: bool,
    open: bool,
}

impl<'w> Said<'w> {
    fn by(words: &'w Map<String, Json>) -> Self {
        let mut said = Self::default();
        for (word, value) in words {
            let yes = value == &Json::Bool(true);
            match word.as_str() {
                "type" => said.has_type = true,
                "nullable" => said.nullable = yes,
                "properties" => said.properties = Some(value),
                "additionalProperties" | "patternProperties" => said.speaks_of_others = true,
                "x-kubernetes-int-or-string" => said.int_or_string = yes,
                "x-kubernetes-list-type" => said.is_keyed = value == "map",
                "x-kubernetes-list-map-keys" => said.keys = value.as_array().map(Vec::as_slice),
                "x-kubernetes-preserve-unknown-fields" | "x-kubernetes-embedded-resource" => said.open |= yes,
                _ => {}
            }
        }
        said
    }
}

/// A pattern in which `[` and doubled signs inside a class stand for themselves, as they do to everybody else; here they would
/// begin a class of their own or join two.
fn literal_brackets(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut chars = pattern.chars().peekable();
    // How many characters the class at hand has, counted while it matters: a `]` in front stands for itself.
    let mut class: Option<usize> = None;
    while let Some(char) = chars.next() {
        match (char, class) {
            ('\\', _) => {
                out.push(char);
                out.extend(chars.next());
                class = class.map(|count| count + 1);
                continue;
            }
            ('[', None) => {
                class = Some(0);
                out.push(char);
                out.extend(chars.next_if_eq(&'^'));
                continue;
            }
            (']', Some(1..)) => class = None,
            ('[', Some(_)) if chars.peek() != Some(&':') => out.push('\\'),
            ('&' | '~' | '-', Some(_)) if chars.peek() == Some(&char) => out.push('\\'),
            _ => {}
        }
        out.push(char);
        class = class.map(|count| count + 1);
    }
    out
}
