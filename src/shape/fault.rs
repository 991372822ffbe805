//! What does not fit, and what was probably meant.

use std::sync::Arc;

use super::node::Types;
use crate::document::{NodeId, Pointer};

/// One thing about a document that does not fit its schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Where; of a field that is missing, the object that lacks it.
    pub at: Pointer,
    /// Whether the key at that place is at fault rather than its value.
    pub on_key: bool,
    /// The node that `at` leads to.
    pub node: NodeId,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// The object has no such field.
    Unknown {
        /// What was probably meant.
        hint: Option<Hint>,
    },
    /// The value has another type.
    Type {
        /// What is wanted.
        wanted: Types,
        /// What is there.
        found: Types,
        /// What text may be, where text of some form would do.
        form: Option<&'static str>,
    },
    /// The object lacks a field.
    Missing {
        /// The field.
        name: Arc<str>,
    },
    /// The object lacks all of several fields of which it needs one.
    MissingOneOf {
        /// The fields, in groups that belong together.
        groups: Vec<Vec<Arc<str>>>,
    },
    /// Fields that exclude each other.
    Exclusive {
        /// Those that are there.
        names: Vec<Arc<str>>,
    },
    /// The value is none of those that are known.
    Value {
        /// All of them, as text.
        known: Vec<String>,
        /// The one that was probably meant.
        near: Option<String>,
    },
    /// The text has another form.
    Form {
        /// What it should be: `a quantity, such as 500m or 2Gi`.
        wanted: String,
    },
    /// A number, length or count out of bounds, an entry that occurs twice: a phrase says it.
    Bounds {
        /// What is wrong, as a phrase about the value.
        phrase: String,
    },
    /// Another entry of the list has the same key.
    Duplicate {
        /// The fields that tell entries apart, with their values.
        keys: Vec<(Arc<str>, String)>,
        /// The entry before.
        first: Pointer,
    },
    /// Nothing fits here, and no single reason stands out.
    Nothing {
        /// How many shapes were tried.
        tried: usize,
    },
    /// The field still works, and something else should be used.
    Deprecated {
        /// What to use instead.
        instead: Arc<str>,
    },
}

/// What was probably meant by a field that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Another spelling.
    Spelling(Arc<str>),
    /// The same field in another object.
    Place(Pointer),
}
