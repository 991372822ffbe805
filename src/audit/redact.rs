//! What looks like a secret does not leave the repository: records are kept for years and shown to many.

use std::sync::LazyLock;

use regex::Regex;

/// What stands in its place.
pub(super) const REDACTED: &str = "[redacted]";

/// How long a line of a file may be to be shown.
const MOST: usize = 160;

/// What a secret looks like by itself: keys of well-known services, tokens, private keys, long random words.
static TOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[0-9A-Za-z]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}",
        r"|\bxox[abposr]-[\w-]{10,}|\bsk_(?:live|test)_\w{10,}|\bAIza[\w-]{30,}|\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?",
        r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*|\b[0-9a-f]{40,}\b",
    ))
    .ok()
});

/// What a value's name says of it: `password: x`, `--token=x`, `API_KEY x`.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?i)((?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|auth)"#,
        r#"[\w.-]*["']?\s*(?:[:=]|=>|\s)\s*["']?(?:(?:bearer|basic)\s+)?)([^\s"',;{}\[\]$<>]{4,})"#,
    ))
    .ok()
});

/// A user and password in an address.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(://[^\s/:@]+:)[^\s/@]+@").ok());

/// Words that follow a name of something secret and are none: what kind of thing it is, where it comes from.
const HARMLESS: [&str; 14] = [
    "true", "false", "null", "none", "required", "optional", "read", "write", "env", "inherit", "from", "secret",
    "bearer", "basic",
];

/// A message with what looks like a secret replaced.
pub(super) fn message(text: &str) -> String {
    let Some((token, address)) = TOKEN.as_ref().zip(ADDRESS.as_ref()) else { return REDACTED.to_owned() };
    let text = token.replace_all(text, REDACTED);
    address.replace_all(&text, format!("${{1}}{REDACTED}@")).into_owned()
}

/// A line of a file with what looks like a secret replaced; none if it is too long to be of use.
pub(super) fn snippet(line: &str) -> Option<String> {
    let line = line.trim();
    if line.is_empty() || line.len() > MOST {
        return None;
    }
    let text = message(line);
    let named = NAMED.as_ref()?;
    let replaced = named.replace_all(&text, |found: &regex::Captures<'_>| {
        let value = found.get(2).map_or("", |value| value.as_str());
        let harmless = value == REDACTED || HARMLESS.iter().any(|word| value.eq_ignore_ascii_case(word));
        let name = found.get(1).map_or("", |name| name.as_str());
        format!("{name}{}", if harmless { value } else { REDACTED })
    });
    Some(replaced.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_secret_is_replaced() {
        for (line, kept) in [
            ("  password: hunter22", "password: [redacted]"),
            ("ENV DB_PASSWORD=s3cr3t PORT=80", "ENV DB_PASSWORD=[redacted] PORT=80"),
            ("ENV API_KEY abcd1234", "ENV API_KEY [redacted]"),
            (r#""clientSecret": "abc-def-ghi","#, r#""clientSecret": "[redacted]","#),
            (
                "RUN curl -H 'Authorization: Bearer eyJhbGciOiJI.eyJzdWIiOiIx.abc'",
                "RUN curl -H 'Authorization: Bearer [redacted]'",
            ),
            ("auth: Basic dXNlcjpwYXNz", "auth: Basic [redacted]"),
            ("url: https://ann:hunter22@example.com/x", "url: https://ann:[redacted]@example.com/x"),
            ("key: AKIAABCDEFGHIJKLMNOP", "key: [redacted]"),
        ] {
            assert_eq!(snippet(line).unwrap(), kept, "{line}");
        }
        for line in [
            "image: nginx:1.27",
            "secretKeyRef: {name: shop, key: password}",
            "password: ${{ secrets.DB }}",
            "token: none",
        ] {
            assert_eq!(snippet(line).unwrap(), line, "{line}");
        }
        assert_eq!(snippet(&"x".repeat(161)), None);
    }
}
