//! Reading `.waylint.yaml`: text → types, with every fault placed.
//!
//! The file goes through the same reader as scanned files, which gives spans, repeated keys and good syntax errors, and
//! then through serde, which gives types. serde's faults name a line and column; the node that starts there is underlined.

use std::sync::Arc;

use crate::{
    document::{Limits, Tree, Value, parse},
    kind::{Dialect, Format},
    source::{Source, Span},
};

use super::{
    error::{ConfigError, Fault},
    file::ConfigFile,
};

/// Reads a configuration's text.
pub(super) fn read(source: &Arc<Source>) -> Result<(ConfigFile, Arc<Tree>), ConfigError> {
    let tree = tree(source)?;
    let empty = tree.documents(Dialect::Core).next().is_none_or(|document| document.root().value() == Value::Null);
    if empty {
        return Ok((ConfigFile::default(), Arc::new(tree)));
    }
    match yaml_serde::from_str(source.text()) {
        Ok(file) => Ok((file, Arc::new(tree))),
        Err(error) => Err(explain(source, &tree, &error)),
    }
}

/// The one document of a configuration, without repeated keys.
pub(super) fn tree(source: &Arc<Source>) -> Result<Tree, ConfigError> {
    let tree = parse(Arc::clone(source), Format::Yaml, &Limits::default());
    if let Some(error) = tree.errors().first() {
        return Err(Fault::at(source, error.span, error.message.clone(), error.help.clone()));
    }
    if let Some(&second) = tree.arena().roots().get(1) {
        let span = tree.arena().span(second);
        let message = "a configuration is one document, and a second one starts here";
        return Err(Fault::at(source, span, message, "remove the `---` and what follows it"));
    }
    no_repeats(source, &tree)?;
    Ok(tree)
}

fn no_repeats(source: &Arc<Source>, tree: &Tree) -> Result<(), ConfigError> {
    let Some(&(earlier, later)) = tree.arena().duplicates().first() else { return Ok(()) };
    let (first, second) = (tree.arena().span(earlier), tree.arena().span(later));
    let message = format!("key `{}` occurs twice", source.slice(second));
    let help = format!("remove one of the two; the other stands on line {}", source.line_of(first.start));
    Err(Fault::at(source, second, message, help))
}

fn explain(source: &Arc<Source>, tree: &Tree, error: &yaml_serde::Error) -> ConfigError {
    let span = error.location().map_or_else(Span::default, |at| node_at(source, tree, at.line(), at.column()));
    let (message, help) = reword(&without_place(&error.to_string()));
    Fault::at(source, span, message, help)
}

/// The first line of the innermost node that starts at a line and column.
fn node_at(source: &Source, tree: &Tree, line: usize, column: usize) -> Span {
    let Some(whole) = source.line_span(line as u32) else { return Span::default() };
    let text = source.slice(whole);
    let before: usize = text.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    let start = whole.start + before as u32;
    let arena = tree.arena();
    let found = (0..arena.len() as u32).map(|id| arena.span(id)).rfind(|span| span.start == start);
    let end = found.map_or(whole.end, |span| span.end).min(whole.end);
    Span::new(start, end.max(start))
}

/// serde's message without the path before it and the place behind it, which are shown otherwise.
fn without_place(message: &str) -> String {
    const STARTS: [&str; 6] = ["unknown ", "invalid ", "missing ", "duplicate ", "expected ", "data "];
    let message = message.rsplit_once(" at line ").map_or(message, |(before, _)| before);
    let start = STARTS.iter().filter_map(|start| message.find(&format!(": {start}")).map(|at| at + 2)).min();
    message[start.unwrap_or_default()..].to_owned()
}

/// serde's words in ours, with what to do.
fn reword(message: &str) -> (String, String) {
    let names = |list: &str| -> Vec<String> { list.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let quoted = |text: &str, prefix: &str| {
        let (name, rest) = text.strip_prefix(prefix)?.split_once('`')?;
        Some((name.to_owned(), names(rest)))
    };
    if let Some((name, known)) = quoted(message, "unknown field `") {
        return match closest(&name, &known) {
            Some(near) => (format!("unknown key `{name}`; did you mean `{near}`?"), format!("write `{near}`")),
            None => (format!("unknown key `{name}`"), one_of(&known)),
        };
    }
    if let Some((name, known)) = quoted(message, "unknown variant `") {
        return match closest(&name, &known) {
            Some(near) => (format!("unknown value `{name}`; did you mean `{near}`?"), one_of(&known)),
            None => (format!("unknown value `{name}`"), one_of(&known)),
        };
    }
    if let Some((name, _)) = quoted(message, "missing field `") {
        return (format!("key `{name}` is missing"), format!("add `{name}`"));
    }
    match message.split_once(", expected ") {
        Some((got, expected)) => (got.replacen("invalid type: ", "unexpected ", 1), format!("write {expected}")),
        None => (message.to_owned(), "see docs/configuration.md for what may stand here".to_owned()),
    }
}

fn one_of(known: &[String]) -> String {
    let list: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    format!("write one of {}", list.join(", "))
}

/// The known name that is most likely meant.
pub(super) fn closest<'a>(name: &str, known: &'a [String]) -> Option<&'a String> {
    let near = known.iter().map(|other| (strsim::damerau_levenshtein(name, other), other)).min()?;
    let tolerated = (name.chars().count() / 3).max(1);
    (near.0 <= tolerated).then_some(near.1)
}
