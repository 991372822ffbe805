//! A rule as data: what it is called, what it applies to and what it tells people.

use std::{collections::BTreeMap, fmt, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `pack/rule-name`, derived from where the rule lies, so that it cannot disagree with its file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleId(Arc<str>);

impl RuleId {
    /// An id from its text, `pack/rule-name`.
    pub fn new(id: impl Into<Arc<str>>) -> Self {
        Self(id.into())
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the slash.
    pub fn pack(&self) -> &str {
        self.0.split_once('/').map_or(&self.0, |(pack, _)| pack)
    }

    /// Whether it is about the run itself, whether a file can be read and a waiver holds, so that it is judged whichever rules
    /// are selected.
    pub fn is_of_the_run(&self) -> bool {
        matches!(self.pack(), "syntax" | "waiver")
    }

    /// The part after the slash.
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or(&self.0, |(_, name)| name)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How much a finding matters: SARIF's own three, so that no format needs a mapping. Ordered by weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Worth mending.
    Warning,
    /// Must be mended.
    Error,
}

impl Level {
    /// The name, as configuration and reports spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How much a rule sees at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// One document.
    #[default]
    Document,
    /// All documents of one file.
    Artifact,
    /// All documents of its kinds in the repository, once.
    Repository,
}

/// What a rule is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A Rego module.
    Rego,
    /// A JSON Schema with an `x-waylint` object.
    Schema,
    /// Part of waylint: `syntax/*`, `waiver/*`.
    Native,
}

/// What the fixes promise that a rule's findings may come with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Promise {
    /// Some of them need no look: `--fix` makes these.
    Safe,
    /// All of them want a look: `--fix --unsafe` makes them.
    Unsafe,
}

/// Everything known about a rule without running it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rule {
    /// `pack/rule-name`.
    pub id: RuleId,
    /// A short name of the fault.
    pub title: String,
    /// Why it matters: one or a few sentences.
    pub description: String,
    /// Kinds, groups of kinds, views or globs over kinds that it applies to.
    pub kinds: Vec<String>,
    /// The level of its findings unless configured otherwise.
    pub level: Level,
    /// What to do, in the imperative.
    pub help: String,
    /// The message of a schema rule's findings; `{name}` is filled from the judged node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The fix of a schema rule's findings as it is written: edits whose `at` counts from the judged node, or, where it
    /// is missing, stands for the place that does not fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Value>,
    /// What its fixes promise; none if it offers no fix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixes: Option<Promise>,
    /// Pages to read, the most telling first.
    pub references: Vec<String>,
    /// Peers' ids for the same fault, by peer.
    pub equivalents: BTreeMap<String, Vec<String>>,
    /// A JSON Schema, with defaults, of the rule's options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<Value>,
    /// How much the rule sees at once.
    pub scope: Scope,
    /// Platform facts it needs (keys under `platform`); without them it is not applicable.
    pub platform: Vec<String>,
    /// What it is written in.
    pub form: Form,
    /// The file that holds it, as shown; empty for native rules.
    pub origin: String,
}

impl Rule {
    /// The values of its options: the defaults of its schema under what is configured.
    pub fn options(&self, configured: Value) -> Value {
        let mut options = serde_json::Map::new();
        let properties = self.options.as_ref().and_then(|schema| schema.get("properties")).and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            if let Some(default) = schema.get("default") {
                options.insert(name.clone(), default.clone());
            }
        }
        if let Value::Object(configured) = configured {
            options.extend(configured);
        }
        Value::Object(options)
    }

    /// The page that documents the rule, for links in reports: its first reference, if it has one.
    pub fn url(&self) -> Option<&str> {
        self.references.first().map(String::as_str)
    }
}
