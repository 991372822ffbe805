//! Paths as URI references (RFC 3986).

use std::fmt::Write;

/// A path as a URI: relative paths as relative references, absolute ones with the scheme `file`.
pub(super) fn from_path(path: &str) -> String {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.starts_with(|c: char| c.is_ascii_alphabetic());
    let prefix = match path {
        _ if drive => "file:///",
        _ if path.starts_with('/') => "file://",
        _ => "",
    };
    format!("{prefix}{}", encode(path.strip_prefix("./").unwrap_or(path)))
}

/// Whether a path needs a base to be found.
pub(super) fn is_relative(path: &str) -> bool {
    !from_path(path).starts_with("file://")
}

/// Percent-encodes all but unreserved characters (RFC 3986, 2.3) and `/`. The colon too: in the first segment of a
/// relative reference it would end a scheme (4.2).
pub(super) fn encode(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte as char),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(from_path("./a b/100%:é.yaml"), "a%20b/100%25%3A%C3%A9.yaml");
        assert_eq!(from_path("/srv/a#b"), "file:///srv/a%23b");
        assert_eq!(from_path("C:/a"), "file:///C%3A/a");
        assert!(is_relative("../x") && !is_relative("/x"));
    }
}
