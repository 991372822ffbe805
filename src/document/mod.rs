//! Documents: one shape for every format.
//!
//! [`parse`] reads a file into a [`Tree`]; a [`Document`] is one root of it, a [`NodeRef`] one node with everything
//! needed to ask for its value. Schemas, rules, waivers and fixes speak this language only; which parser reads a format
//! is known in this folder and nowhere above it.

mod arena;
mod bytes;
mod declined;
mod dockerfile;
pub mod expression;
mod go_yaml;
mod json;
mod keys;
mod parts;
mod pointer;
mod resolve;
mod scalar;
mod shell;
mod slips;
mod symbol;
mod toml;
mod tree;
mod yaml;

pub use arena::{Arena, Builder, Comment, Node, NodeId, Properties, Style, Tag};
pub use declined::Declined;
pub use go_yaml::go_slips;
pub use parts::{Kept, Parts};
pub use pointer::{Pointer, Step};
pub use resolve::{Number, Scalar, resolve};
pub use shell::commands;
pub use symbol::Symbol;
pub use tree::{Document, NodeRef, Tree, Value};

use std::sync::Arc;

use crate::{
    kind::Format,
    source::{Source, Span},
};

/// Why a file, or a document of it, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Which native rule reports it: the part after `syntax/`.
    pub rule: &'static str,
    /// Where.
    pub span: Span,
    /// What is wrong: lower case, one phrase.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl SyntaxError {
    fn too_deep(limit: usize, span: Span) -> Self {
        Self {
            rule: "too-deep",
            span,
            message: format!("values are nested more than {limit} deep"),
            help: "flatten the document".to_owned(),
        }
    }

    fn too_many_nodes(limit: u64, span: Span) -> Self {
        Self {
            rule: "too-many-nodes",
            span,
            message: format!("the document has more than {limit} values, aliases followed"),
            help: "split the document, or use fewer aliases of aliases".to_owned(),
        }
    }
}

/// What one document may cost. Exceeding one is a [`SyntaxError`], never a crash.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a file; of more than 64 MiB the arena cannot be.
    pub bytes: usize,
    /// Collections inside collections.
    pub depth: usize,
    /// Nodes a document may have once its aliases are followed.
    pub expanded_nodes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 32 << 20, depth: 128, expanded_nodes: 4_000_000 }
    }
}

/// Which reader reads YAML and JSON. The tree is the same either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// The fast reader, and the maintained one where that declines.
    #[default]
    Fast,
    /// The fast reader only: a tree without documents where that declines. For tests and measurements.
    FastOnly,
    /// The maintained reader only: a second opinion, for tests and measurements.
    Maintained,
}

/// Reads a file. Documents that cannot be read leave an error in the tree, and the others stand.
pub fn parse(source: Arc<Source>, format: Format, limits: &Limits) -> Tree {
    parse_by(Way::Fast, source, format, limits)
}

/// Reads a file in one of the ways there are.
pub fn parse_by(way: Way, source: Arc<Source>, format: Format, limits: &Limits) -> Tree {
    parse_into(Arena::default(), way, source, format, limits)
}

/// Reads a file into an arena whose memory is used again; what it held is forgotten.
pub fn parse_into(mut arena: Arena, way: Way, source: Arc<Source>, format: Format, limits: &Limits) -> Tree {
    arena.clear();
    let mut errors = Vec::new();
    let mut declined = None;
    let text = source.text();
    let most = limits.bytes.min(arena::LARGEST - 1);
    if text.len() > most {
        errors.push(SyntaxError {
            rule: "too-large",
            span: Span::new(0, 0),
            message: format!("the file is larger than the {} MiB that are read", most.div_ceil(1 << 20)),
            help: "split the file, or leave it out with `exclude` in .waylint.yaml".to_owned(),
        });
    } else {
        let mut builder = Builder::new(&mut arena, text);
        match format {
            Format::Yaml => declined = yaml::parse(text, limits, way, &mut builder, &mut errors),
            Format::Json => declined = json::parse(text, limits, way, &mut builder, &mut errors),
            Format::Toml => toml::parse(text, limits, &mut builder, &mut errors),
            Format::Dockerfile => dockerfile::parse(text, limits, &mut builder, &mut errors),
            Format::Opaque => {}
        }
    }
    Tree::new(source, format, arena, errors, declined)
}
