//! Builtins of encodings: base64, hexadecimal digits, queries of URLs.
//!
//! Text is UTF-8 here: what decodes to other bytes has U+FFFD in their place, as it has in OPA's own JSON output.

use std::collections::BTreeMap;

use super::{Builtin, builtin, expect, object, take, text};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("base64.decode", 1, |memory, arguments| decode(memory, arguments, |text| from_base64(text, STANDARD))),
    builtin("base64.encode", 1, |memory, arguments| encode(memory, arguments, |text| to_base64(text, STANDARD, true))),
    builtin("base64.is_valid", 1, |memory, arguments| {
        let [value] = take(arguments)?;
        Ok(Value::bool(memory.as_str(value).is_some_and(|text| from_base64(text, STANDARD).is_some())))
    }),
    builtin("base64url.decode", 1, |memory, arguments| {
        decode(memory, arguments, |text| {
            let missing = if text.ends_with('=') { 0 } else { [0, 4, 2, 1][text.len() % 4] };
            from_base64(&(text.to_owned() + &"=".repeat(missing)), FOR_URLS).filter(|_| missing < 4)
        })
    }),
    builtin("base64url.encode", 1, |memory, arguments| {
        encode(memory, arguments, |text| to_base64(text, FOR_URLS, true))
    }),
    builtin("base64url.encode_no_pad", 1, |memory, arguments| {
        encode(memory, arguments, |text| to_base64(text, FOR_URLS, false))
    }),
    builtin("hex.decode", 1, |memory, arguments| decode(memory, arguments, from_hex)),
    builtin("hex.encode", 1, |memory, arguments| {
        encode(memory, arguments, |text| text.bytes().flat_map(|byte| [digit(byte >> 4), digit(byte)]).collect())
    }),
    builtin("urlquery.decode", 1, |memory, arguments| decode(memory, arguments, from_query)),
    builtin("urlquery.decode_object", 1, decode_query),
    builtin("urlquery.encode", 1, |memory, arguments| encode(memory, arguments, to_query)),
    builtin("urlquery.encode_object", 1, encode_query),
];

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const FOR_URLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn encode(memory: &mut Memory<'_>, arguments: &[Value], encoded: fn(&str) -> String) -> Outcome {
    let [value] = take(arguments)?;
    let bytes = text(memory, value)?.len();
    memory.reserve(0, 6 * bytes)?;
    let out = encoded(memory.text(value));
    Ok(memory.string(&out).placed_as(value))
}

fn decode(memory: &mut Memory<'_>, arguments: &[Value], decoded: fn(&str) -> Option<Vec<u8>>) -> Outcome {
    let [value] = take(arguments)?;
    let bytes = text(memory, value)?.len();
    memory.reserve(0, 4 * bytes)?;
    let out = decoded(memory.text(value)).ok_or(Fail::Undefined)?;
    Ok(memory.string(&String::from_utf8_lossy(&out)).placed_as(value))
}

fn to_base64(text: &str, alphabet: &[u8; 64], padded: bool) -> String {
    let mut out = String::with_capacity(text.len().div_ceil(3) * 4);
    for chunk in text.as_bytes().chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        let digits = chunk.len() + 1;
        out.extend((0..digits).map(|index| alphabet[(bits >> (18 - 6 * index) & 63) as usize] as char));
        if padded {
            out.extend(std::iter::repeat_n('=', 4 - digits));
        }
    }
    out
}

/// Strict about padding, but line breaks count for nothing, as in Go.
fn from_base64(text: &str, alphabet: &[u8; 64]) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    if !digits.len().is_multiple_of(4) {
        return None;
    }
    let mut out = Vec::with_capacity(digits.len() / 4 * 3);
    for (index, chunk) in digits.chunks(4).enumerate() {
        let is_last = 4 * (index + 1) == digits.len();
        let padding = if is_last { chunk.iter().rev().take_while(|&&byte| byte == b'=').count() } else { 0 };
        if padding > 2 {
            return None;
        }
        let mut bits = 0_u32;
        for &byte in &chunk[..4 - padding] {
            bits = bits << 6 | alphabet.iter().position(|&letter| letter == byte)? as u32;
        }
        bits <<= 6 * padding;
        out.extend_from_slice(&bits.to_be_bytes()[1..4 - padding]);
    }
    Some(out)
}

fn digit(four_bits: u8) -> char {
    char::from_digit(u32::from(four_bits & 15), 16).unwrap_or('0')
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes().chunks(2).map(|pair| hex_byte(pair[0], pair[1])).collect()
}

fn hex_byte(high: u8, low: u8) -> Option<u8> {
    let value = |byte: u8| (byte as char).to_digit(16);
    u8::try_from(value(high)? << 4 | value(low)?).ok()
}

/// As Go's `url.QueryEscape`.
fn to_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte as char),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn from_query(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => hex_byte(bytes.next()?, bytes.next()?)?,
            b'+' => b' ',
            _ => byte,
        });
    }
    Some(out)
}

/// `a=1&b=2&b=3` as an object of arrays.
fn decode_query(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value] = take(arguments)?;
    let query = text(memory, value)?;
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for field in query.split('&').filter(|field| !field.is_empty()) {
        if field.contains(';') {
            return Err(Fail::Undefined);
        }
        let (key, value) = field.split_once('=').unwrap_or((field, ""));
        let decoded = |text| from_query(text).ok_or(Fail::Undefined);
        let (key, value) = (decoded(key)?, decoded(value)?);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        fields.entry(text(&key)).or_default().push(text(&value));
    }
    let bytes = memory.text(value).len();
    memory.reserve(4 * bytes, 3 * bytes)?;
    let mut pairs = Vec::with_capacity(fields.len());
    for (key, values) in fields {
        let values: Vec<Value> = values.iter().map(|value| memory.string(value)).collect();
        pairs.push((memory.string(&key), memory.array(&values)));
    }
    memory.object(&mut pairs)
}

/// The reverse: values are text, or arrays or sets of it.
fn encode_query(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value] = take(arguments)?;
    let pairs = object(memory, value)?;
    let mut fields = BTreeMap::new();
    for index in 0..pairs.len {
        let (key, value) = memory.pair(pairs, index);
        let mut name = String::new();
        match memory.as_str(key) {
            Some(text) => name.push_str(text),
            None => memory.write_json(key, &mut name)?,
        }
        let values = match value.tag() {
            Tag::String => vec![value],
            Tag::Array | Tag::Set => memory.list(value),
            _ => return Err(Fail::Undefined),
        };
        values.iter().try_for_each(|&value| expect(value, Tag::String))?;
        fields.insert(name, values);
    }
    let mut out = String::new();
    for (name, values) in fields {
        for value in values {
            if !out.is_empty() {
                out.push('&');
            }
            out.push_str(&to_query(&name));
            out.push('=');
            out.push_str(&to_query(memory.text(value)));
            memory.reserve(0, out.len())?;
        }
    }
    Ok(memory.string(&out))
}
