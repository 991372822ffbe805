//! UUIDs: what they say, and ones that follow from a key.

use super::{Builtin, builtin};
use crate::{
    digest::{SHA256, hexadecimal},
    rego::{
        fail::{Fail, Outcome},
        memory::Memory,
        value::Value,
    },
};

pub(super) const BUILTINS: &[Builtin] = &[builtin("uuid.parse", 1, parse), builtin("uuid.rfc4122", 1, of_key)];

/// A random-looking UUID that is the same for a key in every run: a linter says the same twice.
fn of_key(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[key] = arguments else { return Err(Fail::Undefined) };
    let source = memory.as_str(key).ok_or(Fail::Undefined)?;
    let mut bytes = (SHA256.digest)(source.as_bytes());
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = hexadecimal(&bytes[..16]);
    let uuid = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-");
    Ok(memory.string(&uuid).placed_as(key))
}

/// Hundreds of nanoseconds from the beginning of the Gregorian calendar to 1970.
const GREGORIAN: i64 = 122_192_928_000_000_000;

fn parse(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[text] = arguments else { return Err(Fail::Undefined) };
    let bytes = memory.as_str(text).and_then(bytes).ok_or(Fail::Undefined)?;
    let variant = match bytes[8] >> 5 {
        4 | 5 => "RFC4122",
        6 => "Microsoft",
        7 => "Future",
        _ => "Reserved",
    };
    let version = bytes[6] >> 4;
    let mut fields = vec![("variant", memory.string(variant)), ("version", Value::integer(version.into()))];
    if version == 1 || version == 2 {
        let clock = i64::from(u16::from_be_bytes([bytes[8], bytes[9]]) & 0x3fff);
        let node: Vec<String> = bytes[10..].iter().map(|byte| format!("{byte:02x}")).collect();
        fields.push(("clocksequence", Value::integer(clock)));
        fields.push(("nodeid", memory.string(&node.join("-"))));
        fields.push(("macvariables", memory.string(address_kind(bytes[10]))));
        fields.push(("time", Value::integer(nanoseconds(bytes))));
    }
    if version == 2 {
        let id = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        let domain = match bytes[9] {
            0 => "Person".to_string(),
            1 => "Group".to_string(),
            2 => "Org".to_string(),
            other => format!("Domain{other}"),
        };
        fields.push(("id", Value::integer(id.into())));
        fields.push(("domain", memory.string(&domain)));
    }
    let mut pairs: Vec<(Value, Value)> = fields.iter().map(|&(key, value)| (memory.string(key), value)).collect();
    Ok(memory.object(&mut pairs)?.placed_as(text))
}

/// Nanoseconds since 1970 of a UUID that holds a time.
fn nanoseconds(bytes: [u8; 16]) -> i64 {
    let low = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    let middle = u16::from_be_bytes([bytes[4], bytes[5]]);
    let high = u16::from_be_bytes([bytes[6], bytes[7]]) & 0xfff;
    let ticks = i64::from(low) | i64::from(middle) << 32 | i64::from(high) << 48;
    (ticks - GREGORIAN).wrapping_mul(100)
}

fn address_kind(first: u8) -> &'static str {
    match first & 3 {
        3 => "local:multicast",
        1 => "global:multicast",
        2 => "local:unicast",
        _ => "global:unicast",
    }
}

/// The bytes of a UUID: with hyphens, in braces, as a URN, or 32 digits.
fn bytes(text: &str) -> Option<[u8; 16]> {
    let text = text.as_bytes();
    let text = match text.len() {
        32 | 36 => text,
        45 if text[..9].eq_ignore_ascii_case(b"urn:uuid:") => &text[9..],
        // Whatever stands for the braces.
        38 => &text[1..37],
        _ => return None,
    };
    let mut digits = Vec::with_capacity(32);
    for (index, &byte) in text.iter().enumerate() {
        if text.len() == 36 && matches!(index, 8 | 13 | 18 | 23) {
            if byte != b'-' {
                return None;
            }
        } else {
            digits.push((byte as char).to_digit(16)? as u8);
        }
    }
    Some(std::array::from_fn(|index| digits[2 * index] << 4 | digits[2 * index + 1]))
}

#[cfg(test)]
mod tests {
    use super::super::check::{call, table};

    #[test]
    fn uuids_say_what_they_hold() {
        table(
            "uuid.parse",
            &[
                (r#"["{00000000-0000-4000-8000-000000000000}"]"#, r#"{"variant":"RFC4122","version":4}"#),
                (
                    r#"["urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8"]"#,
                    r#"{"clocksequence":180,"macvariables":"global:unicast","nodeid":"00-c0-4f-d4-30-c8","time":886630433151182400,"variant":"RFC4122","version":1}"#,
                ),
                (r#"["6ba7b810-9dad-11d1-80b4-00c04fd430c"]"#, "undefined"),
                (r#"["6ba7b810-9dad-11d1-80b4-00c04fd430cx"]"#, "undefined"),
            ],
        );
    }

    #[test]
    fn a_key_has_one_uuid() {
        assert_eq!(call("uuid.rfc4122", r#"["a"]"#), call("uuid.rfc4122", r#"["a"]"#));
        assert_ne!(call("uuid.rfc4122", r#"["a"]"#), call("uuid.rfc4122", r#"["b"]"#));
        assert_eq!(&call("uuid.rfc4122", r#"["a"]"#)[15..16], "4");
    }
}
