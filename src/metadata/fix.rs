//! The fix of a schema rule, as its metadata says it.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::rule::Promise;

/// Edits that mend a finding of a schema rule, each made in what the ones before it left.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "what is read here only has to have the shape")]
pub(super) struct SchemaFix {
    /// What it does, in the imperative; `{field}` is filled from the judged node.
    title: String,
    /// Whether it may be applied without a look.
    #[serde(default)]
    safe: bool,
    edits: Vec<SchemaEdit>,
}

impl SchemaFix {
    /// What it promises.
    pub(super) fn promise(&self) -> Promise {
        if self.safe { Promise::Safe } else { Promise::Unsafe }
    }
}

/// One change. `at` counts from the judged node; where it is missing, the place that does not fit is meant.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "op", rename_all = "lowercase", deny_unknown_fields)]
#[allow(dead_code, reason = "what is read here only has to have the shape")]
enum SchemaEdit {
    /// A new key or item; parents that are missing are made, and a key that is there gets the value.
    Add {
        #[serde(default)]
        at: Option<Vec<Step>>,
        value: Value,
    },
    /// Another value.
    Replace {
        #[serde(default)]
        at: Option<Vec<Step>>,
        value: Value,
        /// The words that are replaced, if they are only a part of the value.
        #[serde(default)]
        text: Option<String>,
    },
    /// The key or item taken out.
    Remove {
        #[serde(default)]
        at: Option<Vec<Step>>,
    },
    /// Another name for a key.
    Rename {
        #[serde(default)]
        at: Option<Vec<Step>>,
        value: String,
    },
}

/// A key, or an index from 0.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "what is read here only has to have the shape")]
enum Step {
    Index(usize),
    Key(String),
}
