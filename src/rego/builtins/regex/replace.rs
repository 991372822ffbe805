//! `regex.replace`: replacements name groups as `$1`, `${name}`.

use std::sync::LazyLock;

use super::{Regex, prepared, valid};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    value::Value,
};

/// A piece of a replacement.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    /// Groups of that name or number: of several, the first that took part.
    Groups(Vec<usize>),
}

/// What a name after `$` consists of.
static NAME: LazyLock<Option<regex::Regex>> = LazyLock::new(|| regex::Regex::new(r"\A[\p{L}\p{Nd}_]+").ok());

pub(super) fn replace(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[text, pattern, replacement] = arguments else { return Err(Fail::Undefined) };
    let compiled = prepared(memory, pattern)?;
    let most = memory.facts.most_bytes;
    let (source, replacement) = (memory.as_str(text).ok_or(Fail::Undefined)?, memory.as_str(replacement));
    let replacement = replacement.ok_or(Fail::Undefined)?;
    let regex = valid(&compiled)?;
    let search = regex.search(source)?;
    let pieces = regex.pieces(replacement);
    let mut out = String::new();
    let mut copied = 0;
    for captures in search.captures_iter(source) {
        let Some(whole) = captures.get_match() else { continue };
        out.push_str(&source[copied..whole.start()]);
        copied = whole.end();
        for piece in &pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Groups(groups) => {
                    let group = groups.iter().find_map(|&group| captures.get_group(group));
                    out.push_str(group.map_or("", |group| &source[group.range()]));
                }
            }
        }
        if out.len() > most {
            break;
        }
    }
    if copied == 0 && out.is_empty() {
        return Ok(text);
    }
    out.push_str(&source[copied..]);
    memory.reserve(0, out.len())?;
    Ok(memory.string(&out).placed_as(text))
}

impl Regex {
    /// Takes a replacement apart.
    fn pieces<'a>(&self, replacement: &'a str) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut rest = replacement;
        while let Some((before, after)) = rest.split_once('$') {
            pieces.push(Piece::Text(before));
            if let Some(after) = after.strip_prefix('$') {
                pieces.push(Piece::Text("$"));
                rest = after;
            } else if let Some((name, after)) = reference(after) {
                pieces.push(Piece::Groups(self.groups(name)));
                rest = after;
            } else {
                pieces.push(Piece::Text("$"));
                rest = after;
            }
        }
        pieces.push(Piece::Text(rest));
        pieces
    }

    fn groups(&self, name: &str) -> Vec<usize> {
        let leading_zero = name.len() > 1 && name.starts_with('0');
        match name.parse::<usize>() {
            Ok(number) if !leading_zero && name.len() <= 9 => vec![number],
            _ => (0..self.names.len()).filter(|&group| &*self.names[group] == name).collect(),
        }
    }
}

/// The name after a `$`, and what follows it.
fn reference(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('{');
    let start = inside.unwrap_or(text);
    let len = NAME.as_ref()?.find(start)?.end();
    let (name, rest) = start.split_at(len);
    match inside {
        Some(_) => Some((name, rest.strip_prefix('}')?)),
        None => Some((name, rest)),
    }
}
