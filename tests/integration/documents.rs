//! Documents through the public library: what is read, where it stands, and what is refused.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::sync::Arc;

use serde_json::Value as Json;
use waylint::{
    document::{Document, Limits, NodeRef, Number, Tree, Value, Way, parse, parse_by},
    kind::{Dialect, Format},
    source::Source,
};

use difference::difference;

/// Reads a text in both ways, which must agree.
fn read(format: Format, text: &str) -> Tree {
    read_within(&Limits::default(), format, text)
}

fn read_within(limits: &Limits, format: Format, text: &str) -> Tree {
    let source = Arc::new(Source::new("test", text.to_owned()));
    let tree = parse(Arc::clone(&source), format, limits);
    let maintained = parse_by(Way::Maintained, source, format, limits);
    assert_eq!(difference(&tree, &maintained), None, "{text}");
    tree
}

#[test]
fn scalars_mean_what_the_table_says() {
    let table = include_str!("../data/scalars.txt");
    let rows = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut wrong = Vec::new();
    for row in rows {
        let [text, core, go] = row.split(" | ").map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("not three columns: {row}")
        };
        let tree = read(Format::Yaml, &format!("key: {text}\n"));
        assert!(tree.errors().is_empty(), "{text}: {:?}", tree.errors());
        for (dialect, wanted) in [(Dialect::Core, core), (Dialect::Go, go)] {
            let found = show(tree.documents(dialect).next().unwrap());
            if found != wanted {
                wrong.push(format!("{text:30} {dialect:?}: {found}, not {wanted}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn show(document: Document<'_>) -> String {
    match document.root().get("key").unwrap().value() {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(Number::Int(value)) => format!("int {value}"),
        Value::Number(Number::UInt(value)) => format!("int {value}"),
        Value::Number(Number::Float(value)) => format!("float {value:?}").to_lowercase(),
        Value::String(_) => "string".to_owned(),
        Value::Sequence | Value::Mapping => "collection".to_owned(),
    }
}

mod difference;
pub(crate) mod generated;
mod hostile;
mod json;
mod suite;
mod toml;
mod ways;
mod yaml;

/// The documents as JSON, to compare what was read at a glance.
fn outline(tree: &Tree) -> String {
    outline_in(tree, Dialect::Core)
}

fn outline_in(tree: &Tree, dialect: Dialect) -> String {
    tree.documents(dialect).map(|document| to_json(document.root()).to_string()).collect::<Vec<_>>().join("\n")
}

fn to_json(node: NodeRef<'_>) -> Json {
    match node.value() {
        Value::Null => Json::Null,
        Value::Bool(value) => value.into(),
        Value::Number(Number::Int(value)) => value.into(),
        Value::Number(Number::UInt(value)) => value.into(),
        Value::Number(Number::Float(value)) => value.into(),
        Value::String(text) => text.into(),
        Value::Sequence => node.items().map(to_json).collect(),
        Value::Mapping => node.entries().into_iter().map(|(key, value)| (key_text(key), to_json(value))).collect(),
    }
}

fn key_text(key: NodeRef<'_>) -> String {
    if key.is_collection() { to_json(key).to_string() } else { key.text().into_owned() }
}

/// The source under every scalar, in order.
fn slices(tree: &Tree) -> Vec<&str> {
    let nodes = (0..tree.arena().len() as u32).map(|id| tree.arena().node(id));
    nodes.filter(|node| !node.is_collection()).map(|node| tree.source().slice(node.scalar_span())).collect()
}

/// Rule and message of the first error, and the text it points at.
fn first_error(tree: &Tree) -> (&'static str, String, String) {
    let error = tree.errors().first().expect("an error");
    (error.rule, error.message.clone(), tree.source().slice(error.span).to_owned())
}
