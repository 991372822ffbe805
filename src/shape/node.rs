//! What shapes are made of.

use std::sync::Arc;

use regex::Regex;
use serde_json::Value as Json;

use super::format::Format;
use crate::document::{NodeRef, Number, Style, Symbol, Value};

/// Number of a node.
pub(super) type Id = u32;

/// Patterns of names, each with what the properties that it fits have to fit.
pub(super) type Patterns = Box<[(Arc<Regex>, Id)]>;

/// A set of types of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    /// Nothing there, or `null`.
    pub const NULL: Self = Self(1);
    /// True or false.
    pub const BOOLEAN: Self = Self(2);
    /// A whole number.
    pub const INTEGER: Self = Self(4);
    /// A number that is not whole.
    pub const FRACTION: Self = Self(8);
    /// Text.
    pub const STRING: Self = Self(16);
    /// A list.
    pub const ARRAY: Self = Self(32);
    /// A mapping.
    pub const OBJECT: Self = Self(64);
    /// Any value.
    pub const ANY: Self = Self(127);
    /// None at all.
    pub const NONE: Self = Self(0);

    /// The type that JSON Schema calls so.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::INTEGER.or(Self::FRACTION),
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }

    /// The type of a value.
    pub fn of(node: NodeRef<'_>) -> Self {
        if node.is_mapping() {
            return Self::OBJECT;
        }
        let is_written = matches!(node.style(), Style::Single | Style::Double | Style::Literal | Style::Folded);
        if is_written && node.properties().is_none() {
            return Self::STRING;
        }
        match node.value() {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(Number::Float(value)) if value.fract() != 0.0 || !value.is_finite() => Self::FRACTION,
            Value::Number(_) => Self::INTEGER,
            Value::String(_) => Self::STRING,
            Value::Sequence => Self::ARRAY,
            Value::Mapping => Self::OBJECT,
        }
    }

    /// Both sets together.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// This set without another.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether it holds all of another set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether it holds nothing.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A key of an object.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) symbol: Symbol,
    pub(super) text: Arc<str>,
}

impl Name {
    pub(super) fn new(text: &str) -> Self {
        Self { symbol: Symbol::of(text), text: text.into() }
    }
}

/// What properties have that no other word speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Others {
    /// Anything.
    #[default]
    Open,
    /// There are none.
    Closed,
    /// Each fits this.
    Each(Id),
}

/// One schema: all of it must hold.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) types: Types,
    /// Another schema that must hold too.
    pub(super) reference: Option<Id>,
    /// Whether there is nothing else.
    pub(super) is_reference: bool,
    /// Ordered by symbol.
    pub(super) properties: Box<[(Name, Id)]>,
    pub(super) required: Box<[Name]>,
    /// Of each property its place among those that are required, if it is one of the first. Empty if none is.
    pub(super) needed: Box<[Option<u8>]>,
    pub(super) others: Others,
    pub(super) items: Option<Id>,
    pub(super) values: Option<Box<[Json]>>,
    pub(super) format: Option<Format>,
    pub(super) pattern: Option<Arc<Regex>>,
    /// What few schemas say.
    pub(super) rest: Option<Box<Rest>>,
}

impl Node {
    /// A schema that everything fits.
    pub(super) fn open() -> Self {
        Self {
            types: Types::ANY,
            reference: None,
            is_reference: false,
            properties: Box::default(),
            required: Box::default(),
            needed: Box::default(),
            others: Others::Open,
            items: None,
            values: None,
            format: None,
            pattern: None,
            rest: None,
        }
    }

    pub(super) fn property(&self, symbol: Symbol, text: &str) -> Option<Id> {
        self.place(symbol, text).map(|place| self.properties[place].1)
    }

    /// The place of a property among those of its schema.
    pub(super) fn place(&self, symbol: Symbol, text: &str) -> Option<usize> {
        let first = self.properties.partition_point(|(name, _)| name.symbol < symbol);
        let same = self.properties[first..].iter().take_while(|(name, _)| name.symbol == symbol);
        same.into_iter().position(|(name, _)| *name.text == *text).map(|place| first + place)
    }
}

/// Words that few schemas use.
#[derive(Debug, Default)]
pub(super) struct Rest {
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    pub(super) above: Option<f64>,
    pub(super) below: Option<f64>,
    pub(super) multiple_of: Option<f64>,
    /// Of text, in characters.
    pub(super) lengths: Bounds,
    /// Of lists.
    pub(super) counts: Bounds,
    /// Of mappings.
    pub(super) sizes: Bounds,
    pub(super) unique: bool,
    /// Items by position, before those that `items` speaks of.
    pub(super) first_items: Box<[Id]>,
    pub(super) contains: Option<Id>,
    /// What tells the entries of a list apart.
    pub(super) keys: Box<[Name]>,
    pub(super) patterns: Patterns,
    pub(super) names: Option<Id>,
    /// With this property, these are required.
    pub(super) dependent: Box<[(Name, Box<[Name]>)]>,
    /// With this property, this holds.
    pub(super) dependent_shapes: Box<[(Name, Id)]>,
    pub(super) all_of: Box<[Id]>,
    pub(super) any_of: Box<[Id]>,
    pub(super) one_of: Box<[Id]>,
    pub(super) not: Option<Id>,
    pub(super) condition: Option<Condition>,
    /// What to use instead.
    pub(super) deprecated: Option<Arc<str>>,
}

/// Least and most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) least: Option<u64>,
    pub(super) most: Option<u64>,
}

impl Bounds {
    pub(super) fn allow(self, count: usize) -> bool {
        let count = count as u64;
        self.least.is_none_or(|least| count >= least) && self.most.is_none_or(|most| count <= most)
    }
}

/// `if`, `then`, `else`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition {
    pub(super) holds: Id,
    pub(super) then: Option<Id>,
    pub(super) otherwise: Option<Id>,
}
