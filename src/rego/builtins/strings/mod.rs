//! Builtins of text. Positions and lengths are counted in characters; parts of a text are not copied.

mod replace;

use num_bigint::BigInt;

use super::{Builtin, builtin, collection, expect, length, take, text, whole};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("concat", 2, concat),
    builtin("contains", 2, |memory, arguments| test(memory, arguments, |text, part| text.contains(part))),
    builtin("endswith", 2, |memory, arguments| test(memory, arguments, |text, part| text.ends_with(part))),
    builtin("format_int", 2, format_int),
    builtin("indexof", 2, |memory, arguments| {
        let found = positions(memory, arguments, 1)?;
        Ok(found.first().copied().unwrap_or(Value::integer(-1)))
    }),
    builtin("indexof_n", 2, |memory, arguments| {
        let found = positions(memory, arguments, usize::MAX)?;
        Ok(memory.array(&found))
    }),
    builtin("lower", 1, |memory, arguments| each_character(memory, arguments, lower, u8::to_ascii_lowercase)),
    builtin("replace", 3, replace::replace),
    builtin("split", 2, split),
    builtin("startswith", 2, |memory, arguments| test(memory, arguments, |text, part| text.starts_with(part))),
    builtin("strings.any_prefix_match", 2, |memory, arguments| {
        any(memory, arguments, |text, part| text.starts_with(part))
    }),
    builtin("strings.any_suffix_match", 2, |memory, arguments| {
        any(memory, arguments, |text, part| text.ends_with(part))
    }),
    builtin("strings.count", 2, |memory, arguments| {
        let [within, part] = take(arguments)?;
        Ok(length(text(memory, within)?.matches(text(memory, part)?).count()))
    }),
    builtin("strings.replace_n", 2, replace::replace_n),
    builtin("strings.reverse", 1, reverse),
    builtin("strings.split_n", 3, split_n),
    builtin("substring", 3, substring),
    builtin("trim", 2, |memory, arguments| trim_characters(memory, arguments, true, true)),
    builtin("trim_left", 2, |memory, arguments| trim_characters(memory, arguments, true, false)),
    builtin("trim_prefix", 2, |memory, arguments| {
        cut(memory, arguments, |text, part| text.strip_prefix(part).unwrap_or(text))
    }),
    builtin("trim_right", 2, |memory, arguments| trim_characters(memory, arguments, false, true)),
    builtin("trim_space", 1, |memory, arguments| {
        let [value] = take(arguments)?;
        let kept = text(memory, value)?.trim();
        Ok(part_of(memory, value, kept))
    }),
    builtin("trim_suffix", 2, |memory, arguments| {
        cut(memory, arguments, |text, part| text.strip_suffix(part).unwrap_or(text))
    }),
    builtin("upper", 1, |memory, arguments| each_character(memory, arguments, upper, u8::to_ascii_uppercase)),
];

fn test(memory: &mut Memory<'_>, arguments: &[Value], matches: fn(&str, &str) -> bool) -> Outcome {
    let [within, part] = take(arguments)?;
    Ok(Value::bool(matches(text(memory, within)?, text(memory, part)?)))
}

/// Whether any of some texts matches any of some others; either may be one text.
fn any(memory: &mut Memory<'_>, arguments: &[Value], matches: fn(&str, &str) -> bool) -> Outcome {
    let [texts, parts] = take(arguments)?;
    let (texts, parts) = (one_or_more(memory, texts)?, one_or_more(memory, parts)?);
    memory.work((texts.len() * parts.len()) as u64)?;
    let memory = &*memory;
    let found = texts.iter().any(|&one| parts.iter().any(|&part| matches(memory.text(one), memory.text(part))));
    Ok(Value::bool(found))
}

fn one_or_more(memory: &mut Memory<'_>, value: Value) -> Outcome<Vec<Value>> {
    if value.is_string() {
        return Ok(vec![value]);
    }
    collection(memory, value)?;
    let texts = memory.list(value);
    texts.iter().try_for_each(|&one| expect(one, Tag::String))?;
    Ok(texts)
}

fn concat(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [between, parts] = take(arguments)?;
    expect(between, Tag::String)?;
    collection(memory, parts)?;
    let parts = memory.list(parts);
    parts.iter().try_for_each(|&part| expect(part, Tag::String))?;
    if let [only] = *parts {
        return Ok(only);
    }
    let between_bytes = memory.text(between).len() * parts.len().saturating_sub(1);
    let bytes = parts.iter().map(|&part| memory.text(part).len()).sum::<usize>() + between_bytes;
    memory.reserve(0, 2 * bytes)?;
    let mut out = memory.buffer();
    for (index, &part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(memory.text(between));
        }
        out.push_str(memory.text(part));
    }
    Ok(memory.built(out))
}

/// In base 2, 8, 10 or 16, named by exactly these numbers. Fractions are cut off.
fn format_int(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value, base] = take(arguments)?;
    let base = match base.as_integer() {
        Some(base @ (2 | 8 | 10 | 16)) => base as u32,
        _ => return Err(Fail::Undefined),
    };
    if let (Some(plain), 10) = (value.as_integer(), base) {
        return Ok(memory.string(&plain.to_string()).placed_as(value));
    }
    let is_integer =
        memory.text(value).strip_prefix(['-', '+']).unwrap_or(memory.text(value)).parse::<BigInt>().is_ok();
    let whole = match memory.exact(value) {
        Some(whole) if is_integer || value.as_integer().is_some() => whole,
        _ => memory.float(value)?.truncated(),
    };
    memory.work(whole.bits())?;
    Ok(memory.string(&whole.to_str_radix(base)).placed_as(value))
}

/// Where a part begins, counted in characters; occurrences may overlap.
fn positions(memory: &mut Memory<'_>, arguments: &[Value], most: usize) -> Outcome<Vec<Value>> {
    let [within, part] = take(arguments)?;
    let (within, part) = (text(memory, within)?, text(memory, part)?);
    let Some(first) = part.chars().next() else { return Err(Fail::Undefined) };
    let (mut found, mut counted, mut characters, mut from) = (Vec::new(), 0, 0, 0);
    while found.len() < most
        && let Some(at) = within[from..].find(part)
    {
        characters += within[counted..from + at].chars().count();
        counted = from + at;
        found.push(length(characters));
        from = counted + first.len_utf8();
    }
    let values = found.len();
    memory.reserve(values, 0)?;
    Ok(found)
}

/// From a position on, some characters or all if the length is below 0.
fn substring(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value, start, len] = take(arguments)?;
    let all = text(memory, value)?;
    let (start, len) = (whole(memory, start)?, whole(memory, len)?);
    let Ok(start) = usize::try_from(start) else { return Err(Fail::Undefined) };
    let byte = |text: &str, characters: usize| {
        if text.is_ascii() {
            characters.min(text.len())
        } else {
            text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)
        }
    };
    let from = byte(all, start);
    let to = match usize::try_from(len) {
        Ok(len) => from + byte(&all[from..], len),
        Err(_) => all.len(),
    };
    Ok(memory.part(value, from..to))
}

fn split(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value, separator] = take(arguments)?;
    let parts = parts(memory, value, separator, usize::MAX)?;
    Ok(memory.array(&parts))
}

/// The first parts, without what is left; of a number below 0 the last ones.
fn split_n(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value, separator, count] = take(arguments)?;
    let count = whole(memory, count)?;
    let most = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
    if count >= 0 {
        let mut parts = parts(memory, value, separator, most.saturating_add(1))?;
        parts.truncate(most);
        return Ok(memory.array(&parts));
    }
    let parts = parts(memory, value, separator, usize::MAX)?;
    Ok(memory.array(&parts[parts.len().saturating_sub(most)..]))
}

/// A text's parts, the last of them with all that is left; without a separator its characters.
fn parts(memory: &mut Memory<'_>, value: Value, separator: Value, most: usize) -> Outcome<Vec<Value>> {
    let (all, separator) = (text(memory, value)?, text(memory, separator)?);
    let mut parts = Vec::new();
    if let &[byte @ ..=0x7f] = separator.as_bytes() {
        // Preparing a search would take longer than looking at each byte.
        let mut start = 0;
        for (at, _) in all.bytes().enumerate().filter(|&(_, other)| other == byte).take(most.saturating_sub(1)) {
            parts.push(memory.part(value, start..at));
            start = at + 1;
        }
        if most > 0 {
            parts.push(memory.part(value, start..all.len()));
        }
    } else if separator.is_empty() {
        let starts = all.char_indices().map(|(at, _)| at);
        let ends = all.char_indices().skip(1).map(|(at, _)| at).chain([all.len()]);
        for (index, (start, end)) in starts.zip(ends).enumerate().take_while(|&(index, _)| index < most) {
            let end = if index + 1 == most { all.len() } else { end };
            parts.push(memory.part(value, start..end));
        }
    } else {
        parts.extend(all.splitn(most, separator).map(|part| part_of(memory, value, part)));
    }
    memory.reserve(parts.len(), 0)?;
    Ok(parts)
}

/// A part of a text, found by where it stands in memory.
fn part_of(memory: &Memory<'_>, whole: Value, part: &str) -> Value {
    let start = (part.as_ptr() as usize).wrapping_sub(memory.text(whole).as_ptr() as usize);
    memory.part(whole, start..start + part.len())
}

fn cut(memory: &mut Memory<'_>, arguments: &[Value], kept: for<'t> fn(&'t str, &str) -> &'t str) -> Outcome {
    let [value, part] = take(arguments)?;
    let kept = kept(text(memory, value)?, text(memory, part)?);
    Ok(part_of(memory, value, kept))
}

fn trim_characters(memory: &mut Memory<'_>, arguments: &[Value], start: bool, end: bool) -> Outcome {
    let [value, characters] = take(arguments)?;
    let (mut kept, characters) = (text(memory, value)?, text(memory, characters)?);
    if start {
        kept = kept.trim_start_matches(|c| characters.contains(c));
    }
    if end {
        kept = kept.trim_end_matches(|c| characters.contains(c));
    }
    Ok(part_of(memory, value, kept))
}

fn reverse(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value] = take(arguments)?;
    expect(value, Tag::String)?;
    let mut out = memory.buffer();
    out.extend(memory.text(value).chars().rev());
    memory.reserve(0, out.len())?;
    Ok(memory.built(out).placed_as(value))
}

/// A text with another form of each character; `ascii` is the same for these.
fn each_character(
    memory: &mut Memory<'_>,
    arguments: &[Value],
    form: fn(char) -> char,
    ascii: fn(&u8) -> u8,
) -> Outcome {
    let [value] = take(arguments)?;
    let text = text(memory, value)?;
    let is_ascii = text.is_ascii();
    let is_same = if is_ascii { text.bytes().all(|c| ascii(&c) == c) } else { text.chars().all(|c| form(c) == c) };
    if is_same {
        return Ok(value);
    }
    let mut out = memory.buffer();
    match is_ascii {
        true => out.extend(memory.text(value).bytes().map(|c| ascii(&c) as char)),
        false => out.extend(memory.text(value).chars().map(form)),
    }
    memory.reserve(0, out.len())?;
    Ok(memory.built(out).placed_as(value))
}

/// One character for one, as Go has it.
fn lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower,
        _ if c == '\u{130}' => 'i',
        _ => c,
    }
}

/// One character for one, as Go has it: `ß` stays, `ᾀ` becomes `ᾈ`.
fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    let single = match (upper.next(), upper.next()) {
        (Some(upper), None) => Some(upper),
        _ => match c {
            '\u{1f80}'..='\u{1faf}' if c as u32 & 8 == 0 => char::from_u32(c as u32 + 8),
            '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => char::from_u32(c as u32 + 9),
            _ => None,
        },
    };
    single.unwrap_or(c)
}
