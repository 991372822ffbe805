//! A file as waylint sees it: kind, documents, the input of rules, and the way between places in the data and the text.

use std::{fmt::Write, path::Path, sync::Arc};

use crate::{
    document::{self, Document, Limits, NodeRef, Pointer, Step},
    engine,
    linter::{Session, SetupError},
};

/// Describes a file; with `at`, only the node at that pointer or line.
pub fn file(session: &Session, path: &Path, at: Option<&str>) -> Result<String, SetupError> {
    let (found, source) = session.open(path)?;
    let guess = session.guess(&found);
    let mut out = format!("file      {}\n", found.shown);
    let Some(format) = guess.format() else {
        out.push_str("kind      not recognised by its name; rules do not look at it\n");
        return Ok(out);
    };
    let source = Arc::new(source);
    let tree = document::parse(source.clone(), format, &Limits::default());
    // Writing to a string cannot fail.
    let _ = writeln!(out, "format    {}", format!("{format:?}").to_lowercase());
    for error in tree.errors() {
        let start = source.position(error.span.start);
        let _ = writeln!(out, "error     {}:{} {}", start.line, start.column, error.message);
    }
    let parts = session.kinds().documents(&tree, &guess);
    if parts.is_empty() {
        let kind = session.kinds().kind(&guess).map_or("not recognised", |kind| kind.as_str());
        let _ = writeln!(out, "kind      {kind}, no documents");
    }
    for (number, part) in parts.iter().enumerate() {
        let place = source.position(part.document.root().raw_span().start);
        let _ = writeln!(out, "\ndocument  {number}, from line {}", place.line);
        let _ = writeln!(out, "kind      {}", part.kind);
        let rules = session.rules_for(&part.kind);
        let _ = writeln!(out, "rules     {}", if rules.is_empty() { "none".to_owned() } else { rules.join(", ") });
        match at {
            Some(at) => one(&mut out, part.document, at),
            None => whole(&mut out, part.document),
        }
    }
    Ok(out)
}

fn whole(out: &mut String, document: Document<'_>) {
    let json = engine::shown(document);
    let pretty = serde_json::from_str::<serde_json::Value>(&json)
        .ok()
        .and_then(|value| serde_json::to_string_pretty(&value).ok());
    let _ = writeln!(out, "input     as a rule sees it\n{}", pretty.unwrap_or(json));
    out.push_str("\nplaces\n");
    let mut seen = Vec::new();
    visit(document.root(), &mut Vec::new(), &mut |pointer, node| seen.push((pointer, node)));
    for (pointer, _) in seen {
        place(out, document, &pointer);
    }
}

/// One place, named by pointer or by line.
fn one(out: &mut String, document: Document<'_>, at: &str) {
    let mut matched = Vec::new();
    visit(document.root(), &mut Vec::new(), &mut |pointer, node| {
        let line = document.tree().source().line_of(document.span(&pointer).start);
        if pointer.to_string() == at || !node.is_collection() && at.parse() == Ok(line) {
            matched.push(pointer);
        }
    });
    if matched.is_empty() {
        let _ = writeln!(out, "nothing at {at}");
    }
    for pointer in matched {
        place(out, document, &pointer);
        let (node, _) = document.nearest(&pointer);
        let _ = writeln!(out, "{}", node.to_json());
    }
}

fn place(out: &mut String, document: Document<'_>, pointer: &Pointer) {
    let source = document.tree().source();
    let span = document.span(pointer);
    let location = source.locate(span);
    let text = source.slice(span).lines().next().unwrap_or_default();
    let start = location.start;
    let _ = writeln!(out, "{:>5}:{:<4} {:>6}..{:<6} {pointer}  {text}", start.line, start.column, span.start, span.end);
}

fn visit<'t>(node: NodeRef<'t>, way: &mut Vec<Step>, see: &mut dyn FnMut(Pointer, NodeRef<'t>)) {
    if !way.is_empty() {
        see(Pointer(way.clone()), node);
    }
    for (index, item) in node.items().enumerate() {
        way.push(Step::Index(index));
        visit(item, way, see);
        way.pop();
    }
    for (key, value) in node.entries() {
        way.push(Step::Key(key.text().into_owned()));
        visit(value, way, see);
        way.pop();
    }
}
