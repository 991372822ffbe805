//! `io.jwt.decode`: what a token says, whoever signed it.

use super::{Builtin, builtin};
use crate::{
    digest::hexadecimal,
    rego::{
        fail::{Fail, Outcome},
        memory::Memory,
        value::Value,
    },
};

pub(super) const BUILTINS: &[Builtin] = &[builtin("io.jwt.decode", 1, decode)];

/// Tokens inside tokens, at most.
const MOST_DEPTH: usize = 16;

fn decode(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[token] = arguments else { return Err(Fail::Undefined) };
    let source = memory.as_str(token).ok_or(Fail::Undefined)?.to_string();
    let (header, payload, signature) = parts(&source, MOST_DEPTH).ok_or(Fail::Undefined)?;
    memory.reserve(source.len(), source.len())?;
    let parts = [memory.json(&header), memory.json(&payload), memory.string(&hexadecimal(&signature))];
    Ok(memory.array(&parts).placed_as(token))
}

type Parts = (serde_json::Value, serde_json::Value, Vec<u8>);

/// Header, payload and signature; of a token that holds a token those of the inner one.
fn parts(token: &str, depth: usize) -> Option<Parts> {
    let mut sections = token.split('.');
    let (header, payload, signature) = (sections.next()?, sections.next()?, sections.next()?);
    if sections.next().is_some() {
        return None;
    }
    let header = object(&base64(header)?)?;
    if header.get("enc").is_some() {
        return None;
    }
    let payload = base64(payload)?;
    if let Some(kind) = header.get("cty")
        && kind.as_str()? == "JWT"
    {
        let inner = std::str::from_utf8(&payload).ok()?;
        return parts(inner.trim_matches(['"', '\'']), depth.checked_sub(1)?);
    }
    Some((header, object(&payload)?, base64(signature)?))
}

fn object(json: &[u8]) -> Option<serde_json::Value> {
    serde_json::from_slice(json).ok().filter(serde_json::Value::is_object)
}

/// Bytes of base64 for URLs, with or without the signs that fill it up.
fn base64(text: &str) -> Option<Vec<u8>> {
    let fill = match text.len() % 4 {
        _ if text.ends_with('=') => "",
        0 => "",
        2 => "==",
        3 => "=",
        _ => return None,
    };
    // Go skips line breaks.
    let text: Vec<u8> = text.bytes().chain(fill.bytes()).filter(|byte| !b"\r\n".contains(byte)).collect();
    let digits = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(&text);
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let mut out = Vec::with_capacity(digits.len() * 3 / 4);
    for group in digits.chunks(4) {
        let mut bits = 0_u32;
        for index in 0..4 {
            let value = match group.get(index) {
                None => 0,
                Some(&byte) => match byte {
                    b'A'..=b'Z' => byte - b'A',
                    b'a'..=b'z' => byte - b'a' + 26,
                    b'0'..=b'9' => byte - b'0' + 52,
                    b'-' => 62,
                    b'_' => 63,
                    _ => return None,
                },
            };
            bits = bits << 6 | u32::from(value);
        }
        out.extend_from_slice(&bits.to_be_bytes()[1..group.len()]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::super::check::table;

    #[test]
    fn tokens_are_read_without_keys() {
        table(
            "io.jwt.decode",
            &[
                (r#"["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.AAEC"]"#, r#"[{"alg":"HS256"},{"sub":"me"},"000102"]"#),
                (r#"["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9"]"#, "undefined"),
                (r#"["eyJhbGciOiJIUzI1NiJ9.W10.AAEC"]"#, "undefined"),
                (r#"["eyJlbmMiOjF9.e30.AAEC"]"#, "undefined"),
                (r#"["a.b.c"]"#, "undefined"),
                ("[1]", "undefined"),
            ],
        );
    }
}
