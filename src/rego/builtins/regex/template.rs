//! `regex.template_match`: text with regular expressions between two delimiters.

use super::{compile, prepare, valid};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    value::Value,
};

pub(super) fn template_match(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[template, text, open, close] = arguments else { return Err(Fail::Undefined) };
    let template = memory.as_str(template).ok_or(Fail::Undefined)?;
    let (open, close) = (delimiter(memory, open)?, delimiter(memory, close)?);
    let pattern = pattern(template, open, close).ok_or(Fail::Undefined)?;
    let compiled = prepare(memory, &pattern);
    let text = memory.as_str(text).ok_or(Fail::Undefined)?;
    Ok(Value::bool(valid(&compiled)?.is_match(text)?))
}

/// One byte, so one character of ASCII.
fn delimiter(memory: &Memory<'_>, value: Value) -> Outcome<char> {
    match memory.as_str(value).ok_or(Fail::Undefined)?.as_bytes() {
        &[byte] => Ok(byte as char),
        _ => Err(Fail::Undefined),
    }
}

/// The regular expression that a template stands for. Every expression in it must be one by itself.
fn pattern(template: &str, open: char, close: char) -> Option<String> {
    let mut out = String::from("^");
    let (mut level, mut start, mut end) = (0, 0, 0);
    for (at, c) in template.char_indices() {
        if c == open {
            level += 1;
            if level == 1 {
                start = at;
            }
        } else if c == close {
            level -= 1;
            if level < 0 {
                return None;
            }
            if level == 0 {
                let inside = &template[start + 1..at];
                compile(&format!("^{inside}$")).ok()?;
                quote(&template[end..start], &mut out);
                out.push('(');
                out.push_str(inside);
                out.push(')');
                end = at + 1;
            }
        }
    }
    quote(&template[end..], &mut out);
    out.push('$');
    (level == 0).then_some(out)
}

/// Text that stands for itself.
fn quote(text: &str, out: &mut String) {
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
}
