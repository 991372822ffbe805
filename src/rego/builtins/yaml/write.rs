//! YAML as go-yaml writes it: blocks indented by two, text plain wherever it reads as text.

use std::{cmp::Ordering, collections::BTreeMap};

use crate::rego::{
    builtins::sprintf,
    fail::{Fail, Outcome},
    memory::{Memory, compare::MOST_DEPTH},
    value::{Tag, Value},
};

/// Where text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Key,
    /// With the column that more lines of it begin at.
    Block(usize),
}

/// Characters of a key that may stand on one line with its value.
const LONGEST_KEY: usize = 128;

/// A document, with a line break at its end.
pub(super) fn write(memory: &mut Memory<'_>, value: Value, out: &mut String) -> Outcome<()> {
    write_node(memory, value, out, 0, 0)?;
    Ok(())
}

/// A node whose first line is begun; collections start at a column.
fn write_node(memory: &mut Memory<'_>, value: Value, out: &mut String, column: usize, depth: usize) -> Outcome<()> {
    memory.work(1)?;
    memory.reserve(0, out.len())?;
    if depth == MOST_DEPTH {
        return Err(Fail::Undefined);
    }
    match value.tag() {
        Tag::Array | Tag::Set if memory.len(value) == 0 => out.push_str("[]\n"),
        Tag::Object if memory.len(value) == 0 => out.push_str("{}\n"),
        Tag::Array | Tag::Set => {
            for (index, element) in memory.list(value).into_iter().enumerate() {
                if index > 0 {
                    indent(out, column);
                }
                out.push_str("- ");
                write_node(memory, element, out, column + 2, depth + 1)?;
            }
        }
        Tag::Object => {
            for (index, (key, value)) in entries(memory, value)?.into_iter().enumerate() {
                if index > 0 {
                    indent(out, column);
                }
                check(&key)?;
                write_key(&key, column, out);
                if value.is_collection() && memory.len(value) > 0 {
                    out.push('\n');
                    indent(out, column + 2);
                } else {
                    out.push(' ');
                }
                write_node(memory, value, out, column + 2, depth + 1)?;
            }
        }
        Tag::String => {
            check(memory.text(value))?;
            // A root's text starts at the margin, and so do its lines.
            let lines = if depth == 0 { 2 } else { column };
            write_text(memory.text(value), Place::Block(lines), out);
            out.push('\n');
        }
        Tag::Integer | Tag::Number => {
            write_number(memory, value, out);
            out.push('\n');
        }
        _ => {
            memory.write_json(value, out)?;
            out.push('\n');
        }
    }
    Ok(())
}

fn indent(out: &mut String, column: usize) {
    out.extend(std::iter::repeat_n(' ', column));
}

/// OPA reads the JSON of a value as YAML first, and YAML has no such characters.
fn check(text: &str) -> Outcome<()> {
    let is_refused = |c| matches!(c, '\x7f'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(is_refused) { Err(Fail::Undefined) } else { Ok(()) }
}

/// Keys are text: of others their JSON. They stand in an order where numbers within them count.
fn entries(memory: &mut Memory<'_>, object: Value) -> Outcome<Vec<(String, Value)>> {
    let pairs = memory.pairs(object);
    let mut named = BTreeMap::new();
    for index in 0..pairs.len {
        let (key, value) = memory.pair(pairs, index);
        let mut name = String::new();
        match memory.as_str(key) {
            Some(text) => name.push_str(text),
            None => memory.write_json(key, &mut name)?,
        }
        named.insert(name, value);
    }
    let mut entries: Vec<(String, Value)> = named.into_iter().collect();
    entries.sort_by(|a, b| compare_keys(&a.0, &b.0));
    Ok(entries)
}

/// Letters after other characters, digits by the numbers they make.
fn compare_keys(a: &str, b: &str) -> Ordering {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let Some(at) = a.iter().zip(&b).position(|(x, y)| x != y) else { return a.len().cmp(&b.len()) };
    let (x, y) = (a[at], b[at]);
    let after_digit = at > 0 && a[at - 1].is_numeric();
    match (x.is_alphabetic(), y.is_alphabetic()) {
        (true, true) => return x.cmp(&y),
        (true, false) => return if after_digit { Ordering::Less } else { Ordering::Greater },
        (false, true) => return if after_digit { Ordering::Greater } else { Ordering::Less },
        (false, false) => {}
    }
    let digits = |text: &[char]| text[at..].iter().take_while(|c| c.is_ascii_digit()).count();
    let before = || a[..at].iter().rev().take_while(|c| c.is_ascii_digit()).any(|&c| c != '0');
    let start = i64::from((x == '0' || y == '0') && before());
    let number = |text: &[char], len: usize| {
        let digits = text[at..at + len].iter().filter_map(|c| c.to_digit(10));
        digits.fold(start, |number, digit| number.wrapping_mul(10).wrapping_add(i64::from(digit)))
    };
    let (m, n) = (digits(&a), digits(&b));
    number(&a, m).cmp(&number(&b, n)).then(m.cmp(&n)).then(x.cmp(&y))
}

fn write_key(key: &str, column: usize, out: &mut String) {
    if key.contains(is_break) || key.len() > LONGEST_KEY {
        out.push_str("? ");
        write_text(key, Place::Block(column + 2), out);
        out.push('\n');
        indent(out, column);
    } else {
        write_text(key, Place::Key, out);
    }
    out.push(':');
}

/// OPA goes through the integers and floats of a machine.
fn write_number(memory: &Memory<'_>, value: Value, out: &mut String) {
    let text = memory.text(value);
    match (value.as_integer(), text.parse::<u64>(), text.parse::<f64>()) {
        (Some(whole), ..) => out.push_str(&whole.to_string()),
        (_, Ok(whole), _) => out.push_str(&whole.to_string()),
        _ if text == "-0" => out.push('0'),
        (.., Ok(float)) if float.is_finite() => out.push_str(&sprintf::shortest(float)),
        _ => out.push_str(text),
    }
}

fn write_text(text: &str, place: Place, out: &mut String) {
    let facts = Facts::of(text);
    match place {
        Place::Block(column) if text.contains('\n') && facts.block => write_literal(text, column, out),
        _ if text.contains('\n') || !reads_as_text(text) => write_double(text, out),
        _ if facts.plain && !(text.is_empty() && place == Place::Key) => out.push_str(text),
        _ if facts.single => out.extend(["'", &text.replace('\'', "''"), "'"]),
        _ => write_double(text, out),
    }
}

/// Which styles show a text as it is.
struct Facts {
    plain: bool,
    single: bool,
    block: bool,
}

impl Facts {
    fn of(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let blank = |c: Option<&char>| c.is_none_or(|&c| matches!(c, ' ' | '\t') || is_break(c));
        let mut indicator = text.starts_with("---") || text.starts_with("...");
        let (mut special, mut tabs, mut breaks, mut space_break, mut break_space) = (false, false, false, false, false);
        for (index, &c) in characters.iter().enumerate() {
            let followed = matches!(characters.get(index + 1), None | Some(' ' | '\t'));
            let before = index.checked_sub(1).map(|before| characters[before]);
            indicator |= match c {
                '#' if index > 0 => blank(before.as_ref()),
                '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' => {
                    index == 0
                }
                ':' => followed,
                '?' | '-' => index == 0 && followed,
                _ => false,
            };
            tabs |= c == '\t';
            special |= c != '\t' && !is_printable(c);
            breaks |= is_break(c);
            space_break |= is_break(c) && before == Some(' ');
            break_space |= c == ' ' && before.is_some_and(is_break);
        }
        let is_edge = |c: Option<&char>| c.is_some_and(|&c| c == ' ' || is_break(c));
        let edges = is_edge(characters.first()) || is_edge(characters.last());
        let quoted = break_space || space_break || tabs || special;
        Self {
            plain: !(indicator || quoted || breaks || edges),
            single: !quoted,
            block: characters.last() != Some(&' ') && !space_break && !special,
        }
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What go-yaml writes without escaping it: nothing beyond the first plane.
fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{feff}' | '\u{ff00}'..='\u{fffd}') && c != '\u{feff}'
}

fn write_literal(text: &str, column: usize, out: &mut String) {
    out.push('|');
    if text.starts_with(|c| c == ' ' || is_break(c)) {
        out.push('2');
    }
    let mut ends = text.chars().rev().map(is_break);
    match (ends.next(), ends.next()) {
        (Some(true), Some(false)) => {}
        (Some(true), _) => out.push('+'),
        _ => out.push('-'),
    }
    out.push('\n');
    let mut is_start = true;
    for c in text.chars() {
        if is_start && !is_break(c) {
            indent(out, column);
        }
        is_start = is_break(c);
        out.push(c);
    }
    if is_start {
        out.pop();
    }
}

fn write_double(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        let escape = match c {
            '"' | '\\' => c,
            _ if is_printable(c) && !is_break(c) => {
                out.push(c);
                continue;
            }
            '\0' => '0',
            '\x07' => 'a',
            '\x08' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\x0b' => 'v',
            '\x0c' => 'f',
            '\r' => 'r',
            '\x1b' => 'e',
            '\u{85}' => 'N',
            '\u{2028}' => 'L',
            '\u{2029}' => 'P',
            _ => {
                let code = c as u32;
                out.push_str(&match code {
                    0..=0xff => format!("\\x{code:02X}"),
                    0x100..=0xffff => format!("\\u{code:04X}"),
                    _ => format!("\\U{code:08X}"),
                });
                continue;
            }
        };
        out.extend(['\\', escape]);
    }
    out.push('"');
}

/// Whether text without quotes would be read as text, by old readers too.
fn reads_as_text(text: &str) -> bool {
    const WORDS: &[&str] = &["", "~", "null", "true", "false", ".nan", ".inf", "+.inf", "-.inf"];
    const OLD_WORDS: &[&str] = &["y", "yes", "on", "n", "no", "off"];
    let is_word = |words: &[&str]| {
        let name = text.to_lowercase();
        let mut letters = text.chars().filter(char::is_ascii_alphabetic);
        let first = letters.next();
        let rest: Vec<char> = letters.collect();
        let same_case = rest.iter().all(char::is_ascii_lowercase)
            || first.is_some_and(|c| c.is_ascii_uppercase()) && rest.iter().all(char::is_ascii_uppercase);
        let is_nan = text == ".NaN" && words.contains(&".nan");
        words.contains(&name.as_str()) && same_case || is_nan
    };
    if is_word(WORDS) || is_word(OLD_WORDS) {
        return false;
    }
    match text.as_bytes().first() {
        Some(b'.') => !is_float(text),
        Some(b'+' | b'-' | b'0'..=b'9') => {
            !(is_date(text) || is_sexagesimal(text) || is_number(&text.replace('_', "")))
        }
        _ => true,
    }
}

fn is_float(text: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    text.chars().all(is_digit) && text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    integer(text).is_some() || unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') && is_float(text)
}

/// A whole number as go-yaml reads it: `0x1f`, `0b11`, `0o17` and `017` too; without the underscores it may have.
pub(super) fn integer(text: &str) -> Option<i128> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (base, skipped) = match unsigned.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, 2),
        [b'0', b'o' | b'O', ..] => (8, 2),
        [b'0', b'b' | b'B', ..] => (2, 2),
        [b'0', b'0'..=b'9', ..] => (8, 1),
        _ => (10, 0),
    };
    let digits = &unsigned[skipped..];
    if digits.starts_with(['-', '+']) {
        return None;
    }
    let magnitude = i128::from(u64::from_str_radix(digits, base).ok()?);
    // Only without a sign there are 64 bits.
    match text.as_bytes().first() {
        Some(b'-') => Some(-magnitude).filter(|&number| number >= i128::from(i64::MIN)),
        Some(b'+') => Some(magnitude).filter(|&number| number <= i128::from(i64::MAX)),
        _ => Some(magnitude),
    }
}

/// `1:30`, which old readers take for ninety.
fn is_sexagesimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut parts = whole.split(':');
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let first = parts.next().is_some_and(|part| part.starts_with(|c: char| c.is_ascii_digit()) && digits(part));
    let rest: Vec<&str> = parts.collect();
    let below_sixty =
        |part: &&str| part.len() <= 2 && part.parse::<u8>().is_ok_and(|number| number < 60) && !part.starts_with('+');
    first && !rest.is_empty() && rest.iter().all(below_sixty) && digits(fraction)
}

/// A date, maybe with a time: `2020-01-31`, `2020-1-31T1:2:3Z`, `2020-01-31 10:00:00.5`.
fn is_date(text: &str) -> bool {
    let number = |part: &str, most: u32| {
        (1..=2).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse::<u32>().is_ok_and(|n| n <= most)
    };
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some((text.as_bytes()[at], &text[at + 1..]))),
        None => (text, None),
    };
    let [year, month, day] = *date.split('-').collect::<Vec<_>>() else { return false };
    if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) || !number(month, 12) || !number(day, 31) {
        return false;
    }
    let (year, month, day): (u32, u32, u32) = match (year.parse(), month.parse(), day.parse()) {
        (Ok(year), Ok(month), Ok(day)) => (year, month, day),
        _ => return false,
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = [31, 28 + u32::from(leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if month == 0 || day == 0 || day > days[month as usize - 1] {
        return false;
    }
    let Some((between, time)) = time else { return true };
    let (time, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let zone_fits = match zone.as_bytes() {
        [] => between == b' ',
        [b'Z'] => between != b' ',
        [b'+' | b'-', _, _, b':', _, _] => between != b' ' && number(&zone[1..3], 24) && number(&zone[4..6], 59),
        _ => false,
    };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let [hour, minute, second] = *clock.split(':').collect::<Vec<_>>() else { return false };
    zone_fits
        && number(hour, 23)
        && number(minute, 59)
        && number(second, 59)
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}
