//! Values as text.

use serde_json::Value;

use super::habit::Habit;
use crate::{
    document::{Scalar, Tag, resolve},
    kind::Dialect,
};

/// A value on one line, as it stands inside brackets.
pub(super) fn flow(value: &Value, habit: &Habit) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| flow(item, habit)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(entries) => {
            let entry =
                |(key, value): (&String, &Value)| format!("{}: {}", string(key, habit, true), flow(value, habit));
            let entries: Vec<_> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
        scalar => self::scalar(scalar, habit, true),
    }
}

/// A value of JSON over several lines, the first of them not indented.
pub(super) fn expanded(value: &Value, habit: &Habit, indent: &str) -> String {
    let (end, inner) = (habit.line_end, format!("{indent}{}", habit.step));
    let lines = |lines: Vec<String>| lines.join(&format!(",{end}{inner}"));
    match value {
        Value::Array(items) if !items.is_empty() => {
            let items = items.iter().map(|item| expanded(item, habit, &inner)).collect();
            format!("[{end}{inner}{}{end}{indent}]", lines(items))
        }
        Value::Object(entries) if !entries.is_empty() => {
            let entry = |(key, value): (&String, &Value)| {
                format!("{}: {}", string(key, habit, true), expanded(value, habit, &inner))
            };
            format!("{{{end}{inner}{}{end}{indent}}}", lines(entries.iter().map(entry).collect()))
        }
        other => flow(other, habit),
    }
}

/// A value as a block whose first line starts at a column, which its other lines are indented to.
pub(super) fn block(value: &Value, habit: &Habit, column: usize) -> String {
    let next = format!("{}{}", habit.line_end, " ".repeat(column));
    match value {
        Value::Array(items) if !items.is_empty() => {
            let item = |item: &Value| format!("- {}", block(item, habit, column + 2));
            items.iter().map(item).collect::<Vec<_>>().join(&next)
        }
        Value::Object(entries) if !entries.is_empty() => {
            let entry = |(key, value): (&String, &Value)| self::entry(key, value, habit, column);
            entries.iter().map(entry).collect::<Vec<_>>().join(&next)
        }
        Value::String(text) => literal(text, habit, column).unwrap_or_else(|| string(text, habit, false)),
        other => flow(other, habit),
    }
}

/// A key at a column with its value behind or below it.
pub(super) fn entry(key: &str, value: &Value, habit: &Habit, column: usize) -> String {
    let key = string(key, habit, false);
    let below = match value {
        Value::Object(entries) if !entries.is_empty() => column + habit.width(),
        Value::Array(items) if !items.is_empty() => column + habit.sequence,
        Value::String(text) => {
            let literal = literal(text, habit, column + habit.width());
            return format!("{key}: {}", literal.unwrap_or_else(|| string(text, habit, false)));
        }
        other => return format!("{key}: {}", flow(other, habit)),
    };
    format!("{key}:{}{}{}", habit.line_end, " ".repeat(below), block(value, habit, below))
}

/// Text of several lines as `|`, where that can hold it.
pub(super) fn literal(text: &str, habit: &Habit, column: usize) -> Option<String> {
    let (body, chomp) = text.strip_suffix('\n').map_or((text, "-"), |body| (body, ""));
    let holds = habit.literals
        && body.contains('\n')
        && !body.starts_with([' ', '\t', '\n'])
        && !body.ends_with(['\n', ' '])
        && body.chars().all(|c| c == '\n' || c == '\t' || is_printable(c));
    if !holds {
        return None;
    }
    let indent = " ".repeat(column);
    let line = |line: &str| match line {
        "" => habit.line_end.to_owned(),
        line => format!("{}{indent}{line}", habit.line_end),
    };
    Some(format!("|{chomp}{}", body.split('\n').map(line).collect::<String>()))
}

/// A scalar on one line.
pub(super) fn scalar(value: &Value, habit: &Habit, in_flow: bool) -> String {
    match value {
        Value::String(text) => string(text, habit, in_flow),
        other => other.to_string(),
    }
}

/// A string, plain where every reader takes it for that string.
pub(super) fn string(text: &str, habit: &Habit, in_flow: bool) -> String {
    if !habit.json && is_plain(text, in_flow) { text.to_owned() } else { quoted(text, habit.quote) }
}

/// A string in quotes, double ones where single ones cannot hold it.
pub(super) fn quoted(text: &str, quote: char) -> String {
    if quote == '\'' && text.chars().all(is_printable) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    // JSON's strings are strings of YAML, but for what is not printable there.
    let mut quoted = String::with_capacity(text.len() + 2);
    for c in Value::from(text).to_string().chars() {
        match c {
            '\u{feff}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => {
                quoted.push_str(&format!("\\u{:04x}", c as u32))
            }
            c => quoted.push(c),
        }
    }
    quoted
}

fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}')
}

/// Whether a string without quotes is that string in YAML 1.1, as Go and others read it, and in YAML 1.2.
pub(super) fn is_plain(text: &str, in_flow: bool) -> bool {
    let is_string = |dialect| resolve(text, true, Tag::Absent, dialect) == Scalar::String;
    let starts = |c: char| !"-?:,[]{}#&*!|>'\"%@`=<~ \t".contains(c);
    let first_is_fine = match text.as_bytes() {
        [] => false,
        // A sign in front of a word: `-x`, `:x`.
        [b'-' | b':' | b'?', second, ..] => {
            !(matches!(second, b' ' | b'-' | b'\t') || in_flow && b",[]{}".contains(second))
        }
        _ => text.starts_with(starts),
    };
    first_is_fine
        && is_string(Dialect::Core)
        && is_string(Dialect::Go)
        && !reads_as_number_elsewhere(text)
        && !text.ends_with([' ', '\t', ':'])
        && !text.contains(": ")
        && !text.contains(":\t")
        && !text.contains(" #")
        && !text.contains("\t#")
        && !text.starts_with("...")
        && !(in_flow && text.contains([',', '[', ']', '{', '}']))
        && text.chars().all(is_printable)
}

/// What some reader takes for a date, a time or a number: digits and signs only, or a date in front.
fn reads_as_number_elsewhere(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_date = digits == 4 && text[4..].starts_with('-') && text[5..].starts_with(|c: char| c.is_ascii_digit());
    let is_counted = |c: char| c.is_ascii_digit() || matches!(c, ':' | '_' | '.' | '+' | '-' | ',');
    is_date
        || text.contains(|c: char| c.is_ascii_digit()) && text.contains([':', '_', ',']) && text.chars().all(is_counted)
}
