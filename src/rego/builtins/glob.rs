//! Globs: `*` stops at delimiters, `**` does not, `?`, `[abc]`, `[!a-z]`, `{a,b}`.

use std::fmt::Write as _;

use super::{Builtin, builtin};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] =
    &[builtin("glob.match", 3, glob_match), builtin("glob.quote_meta", 1, quote_meta)];

/// Bytes of a glob, at most.
const MOST_BYTES: usize = 1 << 16;
/// Braces inside braces, at most.
const MOST_DEPTH: usize = 100;

/// A compiled glob, or nothing if the text is none.
type Compiled = Option<regex::Regex>;

fn glob_match(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[glob, delimiters, text] = arguments else { return Err(Fail::Undefined) };
    let mut key = memory.buffer();
    let found = delimiters_of(memory, delimiters, &mut key).and_then(|()| compiled(memory, glob, &mut key));
    memory.give_back(key);
    let compiled = found?;
    let text = memory.as_str(text).ok_or(Fail::Undefined)?;
    Ok(Value::bool(compiled.as_ref().as_ref().ok_or(Fail::Undefined)?.is_match(text)))
}

/// Writes the delimiters: none for null, a dot for none at all.
fn delimiters_of(memory: &mut Memory<'_>, delimiters: Value, out: &mut String) -> Outcome<()> {
    if delimiters.tag() == Tag::Null {
        return Ok(());
    }
    if delimiters.tag() != Tag::Array {
        return Err(Fail::Undefined);
    }
    let elements = memory.elements(delimiters);
    for index in 0..elements.len {
        let element = memory.element(elements, index);
        let mut chars = memory.as_str(element).ok_or(Fail::Undefined)?.chars();
        match (chars.next(), chars.next()) {
            (Some(delimiter), None) => out.push(delimiter),
            _ => return Err(Fail::Undefined),
        }
    }
    if elements.len == 0 {
        out.push('.');
    }
    Ok(())
}

/// The compiled glob for delimiters that stand in `key`, which becomes the key it is kept under.
fn compiled(memory: &mut Memory<'_>, glob: Value, key: &mut String) -> Outcome<std::sync::Arc<Compiled>> {
    let delimiters = key.len();
    key.push_str(memory.as_str(glob).ok_or(Fail::Undefined)?);
    // Says where delimiters end and the glob begins.
    _ = write!(key, "/{delimiters}");
    if let Some(compiled) = memory.scratch.prepared.get("glob", key) {
        return Ok(compiled);
    }
    let made = compile(memory.text(glob), &key[..delimiters]);
    Ok(memory.scratch.prepared.keep("glob", key, made))
}

fn compile(glob: &str, delimiters: &str) -> Compiled {
    if glob.len() > MOST_BYTES {
        return None;
    }
    let written = translate(glob, delimiters)?;
    regex::RegexBuilder::new(&written).nest_limit(1000).build().ok()
}

/// A glob as a regular expression.
fn translate(glob: &str, delimiters: &str) -> Option<String> {
    let mut one = String::from("(?s:.)");
    if !delimiters.is_empty() {
        one = String::from("[^");
        delimiters.chars().for_each(|delimiter| number(delimiter, &mut one));
        one.push(']');
    }
    let mut out = String::from(r"\A(?:");
    let mut depth = 0;
    let mut rest = glob.chars();
    while let Some(c) = rest.next() {
        match c {
            '*' if rest.as_str().starts_with('*') => {
                rest.next();
                out.push_str("(?s:.)*");
            }
            '*' => {
                out.push_str(&one);
                out.push('*');
            }
            '?' => out.push_str(&one),
            '[' => class(&mut rest, &mut out)?,
            '{' => {
                depth += 1;
                out.push_str("(?:");
            }
            '}' if depth > 0 => {
                depth -= 1;
                out.push(')');
            }
            ',' if depth > 0 => out.push('|'),
            '\\' => number(rest.next()?, &mut out),
            c => number(c, &mut out),
        }
        if depth > MOST_DEPTH {
            return None;
        }
    }
    out.push_str(r")\z");
    (depth == 0).then_some(out)
}

/// What follows a bracket: one range, or characters up to the closing one.
fn class(rest: &mut std::str::Chars<'_>, out: &mut String) -> Option<()> {
    out.push('[');
    let mut c = rest.next()?;
    if c == '!' {
        out.push('^');
        c = rest.next()?;
    }
    if let Some(after) = rest.as_str().strip_prefix('-') {
        *rest = after.chars();
        let high = rest.next()?;
        if high < c || rest.next()? != ']' {
            return None;
        }
        number(c, out);
        out.push('-');
        number(high, out);
        out.push(']');
        return Some(());
    }
    if c == ']' {
        return None;
    }
    while c != ']' {
        number(if c == '\\' { rest.next()? } else { c }, out);
        c = rest.next()?;
    }
    out.push(']');
    Some(())
}

/// A character by its number, which means nothing else in a regular expression.
fn number(c: char, out: &mut String) {
    if c.is_ascii_alphanumeric() {
        out.push(c);
    } else {
        out.push_str(&format!(r"\x{{{:X}}}", c as u32));
    }
}

fn quote_meta(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[text] = arguments else { return Err(Fail::Undefined) };
    let source = memory.as_str(text).ok_or(Fail::Undefined)?;
    let mut out = String::with_capacity(source.len());
    for c in source.chars() {
        if r"*?\[]{}".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    memory.reserve(0, out.len())?;
    Ok(memory.string(&out).placed_as(text))
}

#[cfg(test)]
mod tests {
    use super::super::check::table;

    #[test]
    fn a_star_stops_at_delimiters() {
        table(
            "glob.match",
            &[
                (r#"["*.example.com", [], "api.example.com"]"#, "true"),
                (r#"["*.example.com", [], "v1.api.example.com"]"#, "false"),
                (r#"["*.example.com", null, "v1.api.example.com"]"#, "true"),
                (r#"["**.example.com", ["."], "v1.api.example.com"]"#, "true"),
                (r#"["a:*:c", [":"], "a:b:c"]"#, "true"),
                (r#"["a:*:c", [":", "/"], "a:b/b:c"]"#, "false"),
                (r#"["a?c", ["."], "a.c"]"#, "false"),
                (r#"["a?c", null, "aéc"]"#, "true"),
                (r#"["a*", ["::"], "a"]"#, "undefined"),
                (r#"["a*", ".", "a"]"#, "undefined"),
            ],
        );
    }

    #[test]
    fn classes_and_alternatives() {
        table(
            "glob.match",
            &[
                (r#"["[a-c]at", null, "bat"]"#, "true"),
                (r#"["[!a-c]at", null, "bat"]"#, "false"),
                (r#"["[cb]at", null, "bat"]"#, "true"),
                (r#"["[a-cx]at", null, "bat"]"#, "undefined"),
                (r#"["[]at", null, "bat"]"#, "undefined"),
                (r#"["{cat,b{at,ird},}", null, "bird"]"#, "true"),
                (r#"["{cat,bat,}", null, ""]"#, "true"),
                (r#"["{cat", null, "cat"]"#, "undefined"),
                (r#"["cat}", null, "cat}"]"#, "true"),
                (r#"["\\*{\\,,a}", null, "*,"]"#, "true"),
                (r#"["a\\", null, "a"]"#, "undefined"),
            ],
        );
    }

    #[test]
    fn signs_are_quoted() {
        table("glob.quote_meta", &[(r#"["*.a{b,c}"]"#, r#""\\*.a\\{b,c\\}""#), ("[1]", "undefined")]);
    }
}
