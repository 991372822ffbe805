//! URIs taken apart as Go does.

use std::net::Ipv6Addr;

use super::{Builtin, builtin};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    value::Value,
};

pub(super) const BUILTINS: &[Builtin] = &[builtin("uri.parse", 1, parse), builtin("uri.is_valid", 1, is_valid)];

/// A URI's parts; what it does not have is empty.
#[derive(Debug, Default)]
struct Uri {
    scheme: String,
    hostname: String,
    port: String,
    path: String,
    raw_path: String,
    raw_query: String,
    fragment: String,
}

fn parse(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[text] = arguments else { return Err(Fail::Undefined) };
    let uri = memory.as_str(text).and_then(Uri::parse).ok_or(Fail::Undefined)?;
    let fields = [
        ("fragment", uri.fragment),
        ("hostname", uri.hostname),
        ("path", uri.path),
        ("port", uri.port),
        ("raw_path", uri.raw_path),
        ("raw_query", uri.raw_query),
        ("scheme", uri.scheme),
    ];
    let mut pairs = Vec::new();
    for (key, part) in fields.iter().filter(|(_, part)| !part.is_empty()) {
        memory.reserve(2, part.len())?;
        pairs.push((memory.string(key), memory.string(part).placed_as(text)));
    }
    Ok(memory.object(&mut pairs)?.placed_as(text))
}

fn is_valid(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[text] = arguments else { return Err(Fail::Undefined) };
    Ok(Value::bool(memory.as_str(text).is_some_and(|text| !text.is_empty() && Uri::parse(text).is_some())))
}

impl Uri {
    fn parse(text: &str) -> Option<Self> {
        let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
        if before.bytes().any(|byte| byte.is_ascii_control()) {
            return None;
        }
        let mut uri = Self { fragment: unescape(fragment, Place::Other)?, ..Self::default() };
        if before == "*" {
            uri.path = before.to_string();
            uri.raw_path = before.to_string();
            return Some(uri);
        }
        let (scheme, rest) = scheme(before)?;
        uri.scheme = scheme.to_ascii_lowercase();
        let (mut rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        uri.raw_query = query.to_string();
        if !rest.starts_with('/') {
            if !scheme.is_empty() {
                return Some(uri);
            }
            if rest.split('/').next().is_some_and(|segment| segment.contains(':')) {
                return None;
            }
        }
        if rest.starts_with("//") && (!scheme.is_empty() || !rest.starts_with("///")) {
            let end = rest[2..].find('/').map_or(rest.len(), |at| at + 2);
            let host = authority(&uri.scheme, &rest[2..end])?;
            (uri.hostname, uri.port) = host_and_port(&host);
            rest = &rest[end..];
        }
        uri.path = unescape(rest, Place::Other)?;
        uri.raw_path = if is_plainly_escaped(rest) { uri.path.clone() } else { rest.to_string() };
        Some(uri)
    }
}

/// The scheme, if there is one, and what follows it.
fn scheme(text: &str) -> Option<(&str, &str)> {
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if at > 0 => {}
            b':' if at == 0 => return None,
            b':' => return Some((&text[..at], &text[at + 1..])),
            _ => break,
        }
    }
    Some(("", text))
}

/// The host with its port, if what stands before the path is right.
fn authority(scheme: &str, text: &str) -> Option<String> {
    let Some((user, host)) = text.rsplit_once('@') else { return self::host(scheme, text) };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
    if !user.bytes().all(allowed) {
        return None;
    }
    let host = self::host(scheme, host)?;
    let (name, password) = user.split_once(':').unwrap_or((user, ""));
    unescape(name, Place::Other)?;
    unescape(password, Place::Other)?;
    Some(host)
}

fn host(scheme: &str, text: &str) -> Option<String> {
    if let Some(open) = text.rfind('[') {
        return if open == 0 { bracketed_host(text) } else { None };
    }
    if let Some(first) = text.find(':') {
        // Lists of hosts have several colons, and some programs take them.
        let lists = scheme != "http" && scheme != "https";
        let colon = if lists { text.rfind(':').unwrap_or(first) } else { first };
        if !is_port(&text[colon..]) {
            return None;
        }
    }
    unescape(text, Place::Host)
}

/// `[::1%25eth0]:80`
fn bracketed_host(text: &str) -> Option<String> {
    let (name, port) = text[1..].rsplit_once(']')?;
    if !is_port(port) {
        return None;
    }
    let host = match name.find("%25") {
        Some(at) => unescape(&name[..at], Place::Host)? + &unescape(&name[at..], Place::Zone)?,
        None => unescape(name, Place::Host)?,
    };
    let (address, zone) = host.split_once('%').unwrap_or((&host, "zone"));
    address.parse::<Ipv6Addr>().ok()?;
    (!zone.is_empty()).then(|| format!("[{host}]{port}"))
}

/// Nothing, or a colon and digits, which may be none.
fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

fn host_and_port(text: &str) -> (String, String) {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, port),
        _ => (text, ""),
    };
    let inside = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    (inside.unwrap_or(host).to_string(), port.to_string())
}

/// Where escapes stand; hosts allow few of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Host,
    Zone,
    Other,
}

/// Whether a byte may stand in a host as it is.
fn fits_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!\"$&'()*+,-.:;<=>[]_~".contains(&byte)
}

/// Text without its escapes, if they are right.
fn unescape(text: &str, place: Place) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let mut digit = || bytes.next().and_then(|digit| (digit as char).to_digit(16));
            let byte = (digit()? << 4 | digit()?) as u8;
            let fits = match place {
                Place::Other => true,
                Place::Host => byte >= 0x80 || byte == b'%',
                Place::Zone => byte == b'%' || byte == b' ' || fits_host(byte),
            };
            if !fits {
                return None;
            }
            out.push(byte);
        } else if place != Place::Other && byte.is_ascii() && !fits_host(byte) {
            return None;
        } else {
            out.push(byte);
        }
    }
    Some(text_of(&out))
}

/// Bytes as text; each byte that is none becomes a replacement character, as where Go writes JSON.
fn text_of(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(std::iter::repeat_n('\u{fffd}', chunk.invalid().len()));
    }
    out
}

/// Whether a path is escaped just where it must be, with capital digits.
fn is_plainly_escaped(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"$&+,-./:;=@_~".contains(&byte);
    let bytes = path.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            let digits = &path[at + 1..at + 3];
            let byte = u8::from_str_radix(digits, 16).unwrap_or_default();
            if plain(byte) || digits.bytes().any(|digit| digit.is_ascii_lowercase()) {
                return false;
            }
            at += 3;
        } else if plain(bytes[at]) {
            at += 1;
        } else {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::check::table;

    #[test]
    fn uris_are_taken_apart() {
        table(
            "uri.parse",
            &[
                (
                    r#"["HTTPS://me:pw@example.com:8443/a%2fb?x=1#top"]"#,
                    r#"{"fragment":"top","hostname":"example.com","path":"/a/b","port":"8443","raw_path":"/a%2fb","raw_query":"x=1","scheme":"https"}"#,
                ),
                (r#"["mailto:a@b.c"]"#, r#"{"scheme":"mailto"}"#),
                (r#"["//[::1%25eth0]:80"]"#, r#"{"hostname":"::1%eth0","port":"80"}"#),
                (r#"["/a%20b"]"#, r#"{"path":"/a b","raw_path":"/a b"}"#),
                (r#"[""]"#, "{}"),
                (r#"["http://a:b:1/"]"#, "undefined"),
                (r#"["a:b/c"]"#, r#"{"scheme":"a"}"#),
                (r#"["1a:b"]"#, "undefined"),
                (r#"["http://[1.2.3.4]/"]"#, "undefined"),
                (r#"["/%zz"]"#, "undefined"),
            ],
        );
        table(
            "uri.is_valid",
            &[(r#"["/a"]"#, "true"), (r#"[""]"#, "false"), ("[1]", "false"), (r#"["a b\n"]"#, "false")],
        );
    }
}
