//! What a rule says about itself: the `# METADATA` block of a Rego module, the `x-waylint` object of a schema.

use std::{collections::BTreeMap, sync::Arc};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    document::{self, Limits},
    kind::{Dialect, Format},
    rule::{Form, Level, Rule, RuleId, Scope},
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

/// The standard annotations of OPA that waylint reads; its own stand under `custom`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Annotations {
    title: String,
    description: String,
    #[serde(default)]
    scope: Option<String>,
    #[serde(default)]
    related_resources: Vec<Resource>,
    #[serde(default)]
    authors: Vec<Value>,
    #[serde(default)]
    organizations: Vec<String>,
    custom: Custom,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Resource {
    Address(String),
    Described {
        #[serde(rename = "ref")]
        address: String,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Custom {
    kinds: Vec<String>,
    level: Level,
    help: String,
    #[serde(default)]
    equivalents: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    options: Option<Value>,
    #[serde(default)]
    scope: Scope,
    #[serde(default)]
    platform: Vec<String>,
}

/// `x-waylint`: the same facts in one flat object.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Extension {
    title: String,
    description: String,
    message: String,
    #[serde(default)]
    references: Vec<String>,
    kinds: Vec<String>,
    level: Level,
    help: String,
    #[serde(default)]
    equivalents: BTreeMap<String, Vec<String>>,
}

/// The rule that a Rego module holds.
pub fn of_rego(id: RuleId, origin: &str, text: &str) -> Result<Rule, MetadataError> {
    let (block, first_line) = metadata_block(text).ok_or(MetadataError::Missing)?;
    let value = yaml(&block).map_err(|(line, message)| MetadataError::Syntax { line: line + first_line, message })?;
    let annotations: Annotations = serde_json::from_value(value).map_err(shape)?;
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
pub fn of_schema(id: RuleId, origin: &str, text: &str) -> Result<(Rule, Value), MetadataError> {
    let mut schema = yaml(text).map_err(|(line, message)| MetadataError::Syntax { line, message })?;
    let extension = schema
        .as_object_mut()
        .and_then(|schema| schema.shift_remove("x-waylint"))
        .ok_or_else(|| MetadataError::Shape("the schema has no `x-waylint` object".to_owned()))?;
    let extension: Extension = serde_json::from_value(extension).map_err(shape)?;
    let rule = Rule {
        id,
        title: extension.title,
        description: extension.description.trim_end().to_owned(),
        kinds: extension.kinds,
        level: extension.level,
        help: extension.help,
        message: Some(extension.message),
        references: extension.references,
        equivalents: extension.equivalents,
        options: None,
        scope: Scope::Document,
        platform: Vec::new(),
        form: Form::Schema,
        origin: origin.to_owned(),
    };
    Ok((rule, schema))
}

/// The rules that are part of waylint, from their table: id → title, description, level, help, references.
pub fn of_native(text: &str) -> Result<Vec<Rule>, MetadataError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Native {
        title: String,
        description: String,
        level: Level,
        help: String,
        #[serde(default)]
        references: Vec<String>,
        #[serde(default)]
        equivalents: BTreeMap<String, Vec<String>>,
    }
    let value = yaml(text).map_err(|(line, message)| MetadataError::Syntax { line, message })?;
    let table: BTreeMap<String, Native> = serde_json::from_value(value).map_err(shape)?;
    let rule = |(id, native): (String, Native)| Rule {
        id: RuleId::new(id),
        title: native.title,
        description: native.description.trim_end().to_owned(),
        kinds: Vec::new(),
        level: native.level,
        help: native.help,
        message: None,
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

/// The metadata block above the package line, comment signs removed, and the line before its first.
fn metadata_block(text: &str) -> Option<(String, u32)> {
    let mut block = None;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_end();
        if line == "# METADATA" {
            block = Some((String::new(), number as u32 + 1));
        } else if line.starts_with("package ") {
            return block;
        } else if let Some((block, _)) = &mut block {
            let content = line.strip_prefix('#')?;
            block.push_str(content.strip_prefix(' ').unwrap_or(content));
            block.push('\n');
        }
    }
    None
}

/// The one document of a YAML text as plain JSON; errors carry their line, from 1.
pub fn yaml(text: &str) -> Result<Value, (u32, String)> {
    let source = Arc::new(Source::new("", text.to_owned()));
    let tree = document::parse(source.clone(), Format::Yaml, &Limits::default());
    if let Some(error) = tree.errors().first() {
        return Err((source.line_of(error.span.start), error.message.clone()));
    }
    if let Some((_, later)) = tree.arena().duplicates().first() {
        let span = tree.arena().node(*later).span();
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
