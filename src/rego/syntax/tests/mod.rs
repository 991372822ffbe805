//! Sources and the trees they give.

mod bodies;
mod errors;
mod heads;
mod hostile;
mod modules;
mod print;
mod spans;
mod terms;

use super::{
    SyntaxError,
    ast::{Module, Version},
    parse, parse_query,
};

/// A module as it is shown, or why it cannot be read.
fn module(version: Version, text: &str) -> String {
    parse(text, version).map_or_else(wrong, |module| print::module(&module))
}

/// A query as a tree.
fn query(text: &str) -> String {
    parse_query(text).map_or_else(wrong, |body| print::body(&body))
}

/// The rules after a preamble as trees, one a line.
fn rules(version: Version, preamble: &str, text: &str) -> String {
    let show = |module: Module| module.rules.iter().map(print::rule).collect::<Vec<_>>().join("\n");
    parse(&format!("package p\n{preamble}\n{text}"), version).map_or_else(wrong, show)
}

fn wrong(error: SyntaxError) -> String {
    format!("error at {}: {}", error.span.start, error.message)
}

/// Compares a table of sources with their trees, and shows all that differ.
fn check(table: &[(&str, &str)], read: impl Fn(&str) -> String) {
    let wrong: Vec<_> = table
        .iter()
        .filter_map(|(source, wanted)| {
            let found = read(source);
            (found != *wanted).then(|| format!("({source:?}, {found:?}),\n  not {wanted:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
