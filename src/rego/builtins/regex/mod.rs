//! Regular expressions as Go has them: RE2's syntax, ASCII classes, leftmost-first.

mod class;
mod engine;
mod globs;
mod parse;
mod replace;
mod template;
mod unicode;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use regex_automata::meta;

use engine::Engine;

use super::{Builtin, builtin};
use crate::rego::{
    fail::{ErrorKind, Fail, Outcome},
    memory::Memory,
    value::Value,
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("regex.match", 2, matches),
    builtin("re_match", 2, matches),
    builtin("regex.is_valid", 1, is_valid),
    builtin("regex.find_n", 3, find_n),
    builtin("regex.find_all_string_submatch_n", 3, find_all_submatches),
    builtin("regex.split", 2, split),
    builtin("regex.replace", 3, replace::replace),
    builtin("regex.template_match", 4, template::template_match),
    builtin("regex.globs_match", 2, globs::globs_match),
];

/// Bytes of a pattern, at most.
const MOST_BYTES: usize = 1 << 18;
/// Steps that a search may take by the product of pattern and text: minutes, for the slowest of engines.
const MOST_STEPS: u64 = 20_000_000_000;

/// A compiled pattern.
#[derive(Debug)]
pub(in crate::rego) struct Regex {
    engine: Engine,
    /// Names of the groups from 0 on; empty for those without one.
    names: Vec<Box<str>>,
    /// About how many steps one character of text may cost.
    size: u64,
    /// Whether the pattern is the empty text.
    is_empty: bool,
}

/// Compiles a pattern, or says what is wrong with it.
pub(in crate::rego) fn compile(pattern: &str) -> Result<Regex, String> {
    if pattern.len() > MOST_BYTES {
        return Err("expression too large".to_string());
    }
    let written = parse::translate(pattern)?;
    let engine = Engine::new(written.text, written.size)?;
    Ok(Regex { engine, names: written.names, size: written.size, is_empty: pattern.is_empty() })
}

impl Regex {
    /// Whether it matches somewhere in a text.
    pub(in crate::rego) fn is_match(&self, text: &str) -> Outcome<bool> {
        Ok(self.search(text)?.is_match(text))
    }

    /// What searches a text. A search whose product of pattern and text is absurd ends the query.
    fn search(&self, text: &str) -> Outcome<&meta::Regex> {
        if self.size.saturating_mul(text.len() as u64) > MOST_STEPS {
            return Err(Fail::error(ErrorKind::Limit, "a regular expression and its text are too large together"));
        }
        self.engine.for_text(text)
    }
}

/// What is kept of a pattern: itself, or that it is wrong.
type Compiled = Result<Regex, String>;

/// The compiled pattern of a text, made once.
fn prepare(memory: &mut Memory<'_>, pattern: &str) -> Arc<Compiled> {
    match memory.scratch.prepared.get("regex", pattern) {
        Some(compiled) => compiled,
        None => memory.scratch.prepared.keep("regex", pattern, compile(pattern)),
    }
}

fn prepared(memory: &mut Memory<'_>, pattern: Value) -> Outcome<Arc<Compiled>> {
    let text = memory.as_str(pattern).ok_or(Fail::Undefined)?;
    if let Some(compiled) = memory.scratch.prepared.get("regex", text) {
        return Ok(compiled);
    }
    let text = text.to_string();
    Ok(prepare(memory, &text))
}

/// The pattern, unless it is wrong.
fn valid(compiled: &Compiled) -> Outcome<&Regex> {
    compiled.as_ref().map_err(|_| Fail::Undefined)
}

fn matches(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[pattern, text] = arguments else { return Err(Fail::Undefined) };
    let compiled = prepared(memory, pattern)?;
    let text = memory.as_str(text).ok_or(Fail::Undefined)?;
    Ok(Value::bool(valid(&compiled)?.is_match(text)?))
}

fn is_valid(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[pattern] = arguments else { return Err(Fail::Undefined) };
    Ok(Value::bool(prepared(memory, pattern).is_ok_and(|compiled| compiled.is_ok())))
}

/// How many matches a number asks for: all, if it is negative.
fn limit(number: Value) -> Outcome<usize> {
    let number = number.as_integer().ok_or(Fail::Undefined)?;
    Ok(usize::try_from(number).unwrap_or(usize::MAX))
}

fn find_n(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[pattern, text, number] = arguments else { return Err(Fail::Undefined) };
    let compiled = prepared(memory, pattern)?;
    let source = memory.as_str(text).ok_or(Fail::Undefined)?.to_string();
    let most = limit(number)?;
    let regex = valid(&compiled)?.search(&source)?;
    let found: Vec<&str> = regex.find_iter(&source).take(most).map(|found| &source[found.range()]).collect();
    pieces(memory, &found, text)
}

/// An array of pieces of a text, placed as the text.
fn pieces(memory: &mut Memory<'_>, pieces: &[&str], text: Value) -> Outcome {
    memory.reserve(pieces.len(), pieces.iter().map(|piece| piece.len()).sum())?;
    let values: Vec<Value> = pieces.iter().map(|piece| memory.string(piece).placed_as(text)).collect();
    Ok(memory.array(&values).placed_as(text))
}

fn find_all_submatches(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[pattern, text, number] = arguments else { return Err(Fail::Undefined) };
    let compiled = prepared(memory, pattern)?;
    let source = memory.as_str(text).ok_or(Fail::Undefined)?.to_string();
    let most = limit(number)?;
    let regex = valid(&compiled)?.search(&source)?;
    let mut all = Vec::new();
    for captures in regex.captures_iter(&source).take(most) {
        let groups: Vec<&str> = captures.iter().map(|group| group.map_or("", |group| &source[group.range()])).collect();
        all.push(pieces(memory, &groups, text)?);
    }
    Ok(memory.array(&all).placed_as(text))
}

fn split(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[pattern, text] = arguments else { return Err(Fail::Undefined) };
    let compiled = prepared(memory, pattern)?;
    let source = memory.as_str(text).ok_or(Fail::Undefined)?.to_string();
    let parts = valid(&compiled)?.split(&source)?;
    pieces(memory, &parts, text)
}

impl Regex {
    /// What stands between the matches; a match of nothing at the beginning divides nothing.
    fn split<'t>(&self, text: &'t str) -> Outcome<Vec<&'t str>> {
        let search = self.search(text)?;
        if text.is_empty() && !self.is_empty {
            return Ok(vec![""]);
        }
        let mut parts = Vec::new();
        let (mut start, mut end) = (0, 0);
        for found in search.find_iter(text) {
            end = found.start();
            if found.end() != 0 {
                parts.push(&text[start..end]);
            }
            start = found.end();
        }
        if end != text.len() {
            parts.push(&text[start..]);
        }
        Ok(parts)
    }
}
