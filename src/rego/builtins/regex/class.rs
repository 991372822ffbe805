//! Character classes and escapes of Go's syntax, written as classes of the `regex` crate.

use super::{parse::NEVER, unicode};

/// One character as itself, by number unless it can mean nothing else.
pub(super) fn write_char(c: char, out: &mut String) {
    if c.is_ascii_alphanumeric() {
        out.push(c);
    } else {
        out.push_str(&format!(r"\x{{{:X}}}", c as u32));
    }
}

/// `[…]` at the beginning of a text, and what follows it.
pub(super) fn bracketed(text: &str, fold: bool) -> Result<(String, &str), String> {
    let (negated, mut rest) = match text.strip_prefix("[^") {
        Some(rest) => (true, rest),
        None => (false, &text[1..]),
    };
    let mut items = String::new();
    let mut first = true;
    loop {
        if !first && let Some(after) = rest.strip_prefix(']') {
            rest = after;
            break;
        }
        first = false;
        if let Some((item, after)) = posix(rest)? {
            items.push_str(&item);
            rest = after;
        } else if let Some((item, after)) = escaped(rest)? {
            items.push_str(&item);
            rest = after;
        } else {
            rest = range(rest, &mut items)?;
        }
    }
    let class = match (items.is_empty(), negated) {
        (true, false) => NEVER.to_string(),
        (true, true) => "(?s:.)".to_string(),
        (false, false) => format!("[{items}]"),
        (false, true) => format!("[^{items}]"),
    };
    Ok((if fold { format!("(?i:{class})") } else { class }, rest))
}

/// `a` or `a-z` inside brackets.
fn range<'a>(text: &'a str, items: &mut String) -> Result<&'a str, String> {
    let (low, mut rest) = class_char(text)?;
    let mut high = low;
    if let Some(after) = rest.strip_prefix('-')
        && !after.is_empty()
        && !after.starts_with(']')
    {
        (high, rest) = class_char(after)?;
        if high < low {
            return Err(format!("invalid character class range: `{}`", &text[..text.len() - rest.len()]));
        }
    }
    write_range(low, high, items);
    Ok(rest)
}

/// Halves of pairs are numbers for Go and no characters: they are left out.
fn write_range(low: u32, high: u32, items: &mut String) {
    let low = if (0xd800..0xe000).contains(&low) { 0xe000 } else { low };
    let high = if (0xd800..0xe000).contains(&high) { 0xd7ff } else { high };
    if let (Some(low), Some(high)) = (char::from_u32(low), char::from_u32(high))
        && low <= high
    {
        write_char(low, items);
        if low != high {
            items.push('-');
            write_char(high, items);
        }
    }
}

fn class_char(text: &str) -> Result<(u32, &str), String> {
    match text.chars().next() {
        None => Err("missing closing ]".to_string()),
        Some('\\') => escaped_char(text),
        Some(c) => Ok((c as u32, &text[c.len_utf8()..])),
    }
}

/// Names of classes in brackets and colons, with what stands in them.
const POSIX: [(&str, &str); 14] = [
    ("alnum", r"0-9A-Za-z"),
    ("alpha", r"A-Za-z"),
    ("ascii", r"\x{0}-\x{7F}"),
    ("blank", r"\x{9}\x{20}"),
    ("cntrl", r"\x{0}-\x{1F}\x{7F}"),
    ("digit", r"0-9"),
    ("graph", r"\x{21}-\x{7E}"),
    ("lower", r"a-z"),
    ("print", r"\x{20}-\x{7E}"),
    ("punct", r"\x{21}-\x{2F}\x{3A}-\x{40}\x{5B}-\x{60}\x{7B}-\x{7E}"),
    ("space", r"\x{9}-\x{D}\x{20}"),
    ("upper", r"A-Z"),
    ("word", r"0-9A-Z\x{5F}a-z"),
    ("xdigit", r"0-9A-Fa-f"),
];

/// An item of a class and what follows it, if there is one.
type Found<'a> = Result<Option<(String, &'a str)>, String>;

/// `[:alpha:]` or `[:^alpha:]` inside brackets.
fn posix(text: &str) -> Found<'_> {
    let Some((name, rest)) = text.strip_prefix("[:").and_then(|after| after.split_once(":]")) else { return Ok(None) };
    let (negated, plain) = name.strip_prefix('^').map_or((false, name), |plain| (true, plain));
    match POSIX.iter().find(|(known, _)| *known == plain) {
        Some((_, items)) => Ok(Some((negate(items, negated), rest))),
        None => Err(format!("invalid character class range: `[:{name}:]`")),
    }
}

/// An item for a class: as it is, or everything else as a class of its own.
fn negate(items: &str, negated: bool) -> String {
    if negated { format!("[^{items}]") } else { items.to_string() }
}

/// `\d`, `\pL`, `\p{Greek}` and their opposites, as an item for a class.
pub(super) fn escaped(text: &str) -> Found<'_> {
    let Some(after) = text.strip_prefix('\\') else { return Ok(None) };
    let Some(sign) = after.chars().next() else { return Ok(None) };
    let items = match sign.to_ascii_lowercase() {
        'd' => "0-9",
        's' => r"\x{9}\x{A}\x{C}\x{D}\x{20}",
        'w' => r"0-9A-Z\x{5F}a-z",
        'p' => return unicode_class(&after[1..], sign == 'P').map(Some),
        _ => return Ok(None),
    };
    Ok(Some((negate(items, sign.is_ascii_uppercase()), &after[1..])))
}

/// What follows `\p`: a letter, or a name in braces.
fn unicode_class(text: &str, mut negated: bool) -> Result<(String, &str), String> {
    let invalid = || "invalid character class range: `\\p`".to_string();
    let c = text.chars().next().ok_or_else(invalid)?;
    let (mut name, rest) = match text.strip_prefix('{') {
        Some(after) => after.split_once('}').ok_or_else(invalid)?,
        None => text.split_at(c.len_utf8()),
    };
    if let Some(plain) = name.strip_prefix('^') {
        (name, negated) = (plain, !negated);
    }
    let items = unicode::class(name).ok_or_else(|| format!("invalid character class range: `\\p{{{name}}}`"))?;
    Ok((negate(&items, negated), rest))
}

/// An escape that stands for one character: its number and what follows.
pub(super) fn escaped_char(text: &str) -> Result<(u32, &str), String> {
    let after = &text[1..];
    let c = after.chars().next().ok_or("trailing backslash at end of expression")?;
    let rest = &after[c.len_utf8()..];
    let number = match c {
        '0' => return Ok(octal(after)),
        '1'..='7' if rest.starts_with(|c| ('0'..='7').contains(&c)) => return Ok(octal(after)),
        'x' => return hexadecimal(rest),
        'a' => 7,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        c if c.is_ascii() && !c.is_ascii_alphanumeric() => c as u32,
        c => return Err(format!("invalid escape sequence: `\\{c}`")),
    };
    Ok((number, rest))
}

/// Up to three digits.
fn octal(text: &str) -> (u32, &str) {
    let len = text.bytes().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
    (u32::from_str_radix(&text[..len], 8).unwrap_or_default(), &text[len..])
}

/// Two digits, or any number of them in braces.
fn hexadecimal(text: &str) -> Result<(u32, &str), String> {
    let invalid = || "invalid escape sequence: `\\x`".to_string();
    let (digits, rest) = match text.strip_prefix('{') {
        Some(after) => after.split_once('}').ok_or_else(invalid)?,
        None => text.split_at_checked(2).ok_or_else(invalid)?,
    };
    // `from_str_radix` takes a sign.
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(invalid());
    }
    let significant = digits.trim_start_matches('0');
    let number = if significant.is_empty() { Ok(0) } else { u32::from_str_radix(significant, 16) };
    match number {
        Ok(number) if number <= 0x10_ffff => Ok((number, rest)),
        _ => Err(invalid()),
    }
}
