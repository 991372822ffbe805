//! What a rule says about itself: the `# METADATA` block of a Rego module, the `x-waylint` object of a schema.

mod block;
mod fix;

use std::{collections::BTreeMap, sync::Arc};

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use fix::SchemaFix;

use crate::{
    document::{self, Limits},
    kind::{Dialect, Format},
    rule::{Form, Level, Promise, Rule, RuleId, Scope},
    source::Source,
};

/// Why a rule's metadata cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MetadataError {
    /// A Rego module without a block.
    #[error("the module has no `# METADATA` block above its package")]
    Missing,
    /// The block or file is not YAML.
    #[error("line {line}: {message}")]
    Syntax {
        /// Line of the file, from 1.
        line: u32,
        /// What is wrong.
        message: String,
    },
    /// The wrong shape: unknown, missing or mistyped fields.
    #[error("{0}")]
    Shape(String),
}

/// The `# METADATA` of a Rego module: the standard annotations of OPA that waylint reads, its own under `custom`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Annotations {
    /// The fault as a short sentence.
    title: String,
    /// Why it matters.
    description: String,
    /// OPA's own scope of annotations: `rule`, `document`, `package` or `subpackages`.
    #[serde(default)]
    scope: Option<String>,
    /// Pages to read, the most telling first.
    #[serde(default)]
    related_resources: Vec<Resource>,
    #[serde(default)]
    authors: Vec<Value>,
    #[serde(default)]
    organizations: Vec<String>,
    custom: Custom,
}

/// A page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Resource {
    /// Its address.
    Address(String),
    /// Its address under `ref`, as in OPA.
    Described {
        /// The address.
        #[serde(rename = "ref")]
        address: String,
    },
}

/// What waylint needs to know.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Custom {
    /// Kinds, groups, views or globs over kinds.
    kinds: Vec<String>,
    /// The level of its findings unless configured otherwise.
    level: Level,
    /// What to do, in the imperative.
    help: String,
    /// Peers' ids for the same fault, by peer.
    #[serde(default)]
    equivalents: BTreeMap<String, Vec<String>>,
    /// A JSON Schema, with defaults, of the rule's options.
    #[serde(default)]
    options: Option<Value>,
    /// How much the rule sees at once.
    #[serde(default)]
    scope: Scope,
    /// Keys under `platform` without which the rule is not applicable.
    #[serde(default)]
    platform: Vec<String>,
    /// What the fixes promise that its findings may come with.
    #[serde(default)]
    fix: Option<Promise>,
}

/// The `x-waylint` object of a schema: the same facts in one flat object.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Extension {
    /// The fault as a short sentence.
    title: String,
    /// Why it matters.
    description: String,
    /// What is wrong: lower case, one phrase; `{field}` is filled from the judged node.
    message: String,
    /// Pages to read, the most telling first.
    #[serde(default)]
    references: Vec<String>,
    /// Kinds, groups, views or globs over kinds.
    kinds: Vec<String>,
    /// The level of its findings unless configured otherwise.
    level: Level,
    /// What to do, in the imperative.
    help: String,
    /// The edits that mend a finding.
    #[serde(default)]
    #[schemars(with = "Option<SchemaFix>")]
    fix: Option<Value>,
    /// Peers' ids for the same fault, by peer.
    #[serde(default)]
    equivalents: BTreeMap<String, Vec<String>>,
}

/// The JSON Schema of a rule's metadata, in either form: what is read here and nothing else.
pub fn schema() -> Value {
    #[derive(JsonSchema)]
    #[serde(untagged)]
    #[allow(dead_code, reason = "only its schema is used")]
    enum Metadata {
        Rego(Annotations),
        Schema(Extension),
    }
    let mut schema = schemars::schema_for!(Metadata).to_value();
    schema["title"] = "Metadata of a waylint rule".into();
    schema
}

/// The annotations of a Rego module as they are written.
pub fn annotations(text: &str) -> Result<Value, MetadataError> {
    let (block, first_line) = block::metadata_block(text).ok_or(MetadataError::Missing)?;
    read(&block).map_err(|(line, message)| MetadataError::Syntax { line: line + first_line, message })
}

/// The annotations of a module as they were read.
#[derive(Debug)]
pub enum Annotated<'a> {
    /// From its text; null if it has none.
    Value(Value),
    /// By the build script, as JSON.
    Json(&'a str),
}

/// The rule that a Rego module with these annotations holds.
pub fn of_rego(id: RuleId, origin: &str, annotations: Annotated<'_>) -> Result<Rule, MetadataError> {
    let annotations: Option<Annotations> = match annotations {
        Annotated::Value(value) => serde_json::from_value(value).map_err(shape)?,
        Annotated::Json(json) => serde_json::from_str(json).map_err(shape)?,
    };
    let annotations = annotations.ok_or(MetadataError::Missing)?;
    // Read so that they may stand in the block, and so that a misspelt one is refused.
    let _ = (&annotations.scope, &annotations.authors, &annotations.organizations);
    let custom = annotations.custom;
    Ok(Rule {
        id,
        title: annotations.title,
        description: annotations.description.trim_end().to_owned(),
        kinds: custom.kinds,
        level: custom.level,
        help: custom.help,
        message: None,
        fix: None,
        fixes: custom.fix,
        references: annotations.related_resources.into_iter().map(Resource::address).collect(),
        equivalents: custom.equivalents,
        options: custom.options,
        scope: custom.scope,
        platform: custom.platform,
        form: Form::Rego,
        origin: origin.to_owned(),
    })
}

/// The rule that a schema file holds, and its schema without the extension.
pub fn of_schema(id: RuleId, origin: &str, mut schema: Value) -> Result<(Rule, Value), MetadataError> {
    let extension = schema
        .as_object_mut()
        .and_then(|schema| schema.shift_remove("x-waylint"))
        .ok_or_else(|| MetadataError::Shape("the schema has no `x-waylint` object".to_owned()))?;
    let extension = serde_json::from_value(extension).map_err(shape)?;
    Ok((schema_rule(id, origin, extension)?, schema))
}

/// The rule that an embedded schema holds, from the JSON of its `x-waylint` object.
pub fn of_embedded_schema(id: RuleId, origin: &str, extension: &str) -> Result<Rule, MetadataError> {
    schema_rule(id, origin, serde_json::from_str(extension).map_err(shape)?)
}

fn schema_rule(id: RuleId, origin: &str, extension: Extension) -> Result<Rule, MetadataError> {
    let fixes = match &extension.fix {
        Some(fix) => Some(SchemaFix::deserialize(fix).map_err(shape)?.promise()),
        None => None,
    };
    Ok(Rule {
        id,
        title: extension.title,
        description: extension.description.trim_end().to_owned(),
        kinds: extension.kinds,
        level: extension.level,
        help: extension.help,
        message: Some(extension.message),
        fix: extension.fix,
        fixes,
        references: extension.references,
        equivalents: extension.equivalents,
        options: None,
        scope: Scope::Document,
        platform: Vec::new(),
        form: Form::Schema,
        origin: origin.to_owned(),
    })
}

/// The rules that are part of waylint, from their table as JSON: id → title, description, level, help, references.
pub fn of_native(table: &str) -> Result<Vec<Rule>, MetadataError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Native {
        title: String,
        description: String,
        level: Level,
        help: String,
        #[serde(default)]
        fix: Option<Promise>,
        #[serde(default)]
        references: Vec<String>,
        #[serde(default)]
        equivalents: BTreeMap<String, Vec<String>>,
    }
    let table: BTreeMap<String, Native> = serde_json::from_str(table).map_err(shape)?;
    let rule = |(id, native): (String, Native)| Rule {
        id: RuleId::new(id),
        title: native.title,
        description: native.description.trim_end().to_owned(),
        kinds: Vec::new(),
        level: native.level,
        help: native.help,
        message: None,
        fix: None,
        fixes: native.fix,
        references: native.references,
        equivalents: native.equivalents,
        options: None,
        scope: Scope::Artifact,
        platform: Vec::new(),
        form: Form::Native,
        origin: String::new(),
    };
    Ok(table.into_iter().map(rule).collect())
}

/// The one document of a YAML text as plain JSON.
pub fn yaml(text: &str) -> Result<Value, MetadataError> {
    read(text).map_err(|(line, message)| MetadataError::Syntax { line, message })
}

fn read(text: &str) -> Result<Value, (u32, String)> {
    let source = Arc::new(Source::new("", text.to_owned()));
    let tree = document::parse(source.clone(), Format::Yaml, &Limits::default());
    if let Some(error) = tree.errors().first() {
        return Err((source.line_of(error.span.start), error.message.clone()));
    }
    if let Some((_, later)) = tree.arena().duplicates().first() {
        let span = tree.arena().span(*later);
        return Err((source.line_of(span.start), format!("key `{}` occurs twice", source.slice(span))));
    }
    let root = tree.documents(Dialect::Core).next();
    Ok(root.map_or(Value::Object(Map::new()), |document| document.root().to_json()))
}

fn shape(error: serde_json::Error) -> MetadataError {
    MetadataError::Shape(error.to_string())
}

impl Resource {
    fn address(self) -> String {
        match self {
            Self::Address(address) | Self::Described { address } => address,
        }
    }
}
