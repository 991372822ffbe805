//! Rego as waylint evaluates it, through the public library.

mod bounds;
mod errors;
mod generated;
mod invent;
mod meaning;
mod places;

use std::{sync::Arc, time::Duration};

use serde_json::{Value as Json, json};
use waylint::{
    document::{Limits as ReadLimits, Tree, parse},
    kind::{Dialect, Format},
    rego::{
        Rule,
        compile::{Compiled, Input, Source, compile},
        eval::{Limits, Machine, Worker},
        extension::Extension,
        fail::Fail,
        memory::Facts,
        syntax::ast::Version,
    },
    source::Source as Text,
};

/// Compiles modules, each under its name; below `data` anything may be given.
fn compiled(modules: &[(&str, &str)], version: Version, data: &Json) -> Compiled {
    let modules: Vec<Source> = modules.iter().map(|(name, text)| Source::new(*name, *text, version)).collect();
    compile(&Input::all(&modules, data))
}

/// Compiles one module that must be sound.
fn sound(text: &str) -> Compiled {
    let compiled = compiled(&[("test.rego", text)], Version::V1, &json!({}));
    assert!(compiled.errors.is_empty(), "{:?}\n{text}", compiled.errors);
    compiled
}

/// Reads a document.
fn read(text: &str, format: Format) -> Tree {
    let tree = parse(Arc::new(Text::new("input", text.to_owned())), format, &ReadLimits::default());
    assert!(tree.errors().is_empty(), "{:?}\n{text}", tree.errors());
    tree
}

/// The value of what stands at a path below `data`, as Rego writes it: `undefined`, or `error: …`.
fn value(machine: &mut Machine<'_>, path: &str) -> String {
    let mut out = String::new();
    let asked = machine.ask(&path.split('.').collect::<Vec<_>>());
    match asked.and_then(|value| machine.memory.write_rego(value, &mut out)) {
        Ok(()) => out,
        Err(Fail::Undefined) => "undefined".to_owned(),
        Err(Fail::Error(error)) => format!("error: {error}"),
    }
}

/// Asks for several paths about a document, by one worker.
fn values<'p>(
    worker: &mut Worker,
    compiled: &Compiled,
    tree: Option<&Tree>,
    paths: impl IntoIterator<Item = &'p str>,
    limits: Limits,
) -> Vec<String> {
    let dialect = |tree: &Tree| if tree.format() == Format::Json { Dialect::Json } else { Dialect::Go };
    let documents: Vec<_> = tree.iter().flat_map(|tree| tree.documents(dialect(tree)).next()).collect();
    let facts = Facts { now_ns: 1_700_000_000_000_000_000, most_work: 1 << 22, most_bytes: 128 << 20 };
    let mut machine = worker.machine(&compiled.program, &documents, &facts, limits);
    let input = (!documents.is_empty()).then(|| machine.document(1));
    machine.set_input(input);
    let ask = |path| {
        machine.reset_limits(Duration::MAX);
        value(&mut machine, path)
    };
    paths.into_iter().map(ask).collect()
}
