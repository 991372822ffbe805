//! Image references: `registry:5000/team/app:1.2@sha256:…`.

use std::ops::Range;

/// The parts of a reference, as ranges of its text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// Without tag and digest.
    pub(super) image: Range<usize>,
    pub(super) registry: Option<Range<usize>>,
    pub(super) repository: Range<usize>,
    pub(super) tag: Option<Range<usize>>,
    pub(super) digest: Option<Range<usize>>,
}

/// Cuts a reference, valid or not.
pub(super) fn parse(text: &str) -> Reference {
    let name_end = text.find('@').unwrap_or(text.len());
    let digest = (name_end < text.len()).then_some(name_end + 1..text.len());
    let last = text[..name_end].rfind('/').map_or(0, |slash| slash + 1);
    let image_end = text[last..name_end].find(':').map_or(name_end, |colon| last + colon);
    let tag = (image_end < name_end).then_some(image_end + 1..name_end);
    let host = text[..image_end].find('/').filter(|&slash| is_host(&text[..slash]));
    let mut repository = host.map_or(0, |slash| slash + 1)..image_end;
    let official = host.is_none_or(|slash| registry(&text[..slash]) == DEFAULT_REGISTRY);
    if official && text[repository.clone()].starts_with("library/") {
        repository.start += "library/".len();
    }
    Reference { image: 0..image_end, registry: host.map(|slash| 0..slash), repository, tag, digest }
}

/// Where an image comes from that names no registry.
pub(super) const DEFAULT_REGISTRY: &str = "docker.io";

/// A registry's name, Docker Hub's other name told as its first.
pub(super) fn registry(host: &str) -> &str {
    if host == "index.docker.io" { DEFAULT_REGISTRY } else { host }
}

/// The first part of a reference is a host if it cannot be a folder of Docker Hub.
fn is_host(part: &str) -> bool {
    part.contains(['.', ':']) || part == "localhost" || part.contains(|c: char| c.is_ascii_uppercase())
}

/// Whether a builder accepts a reference, so far as one can tell from its letters.
pub(super) fn is_valid(text: &str, reference: &Reference) -> bool {
    let repository = &text[reference.repository.clone()];
    let component = |part: &str| {
        let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
        let edge = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        part.bytes().all(inner) && edge(part.as_bytes().first()) && edge(part.as_bytes().last())
    };
    let tag = reference.tag.clone().is_none_or(|tag| {
        let tag = &text[tag];
        let inner = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        !tag.is_empty() && tag.len() <= 128 && tag.bytes().all(inner) && !tag.starts_with(['.', '-'])
    });
    let digest = reference.digest.clone().is_none_or(|digest| {
        text[digest].split_once(':').is_some_and(|(algorithm, hex)| {
            !algorithm.is_empty() && hex.len() >= 32 && hex.bytes().all(|b| b.is_ascii_hexdigit())
        })
    });
    repository.split('/').all(component) && tag && digest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<&str>, &str, Option<&str>, Option<&str>) {
        let reference = parse(text);
        let part = |range: Option<Range<usize>>| range.map(|range| &text[range]);
        (part(reference.registry), &text[reference.repository], part(reference.tag), part(reference.digest))
    }

    #[test]
    fn references_are_cut_as_the_builder_cuts_them() {
        assert_eq!(parts("node"), (None, "node", None, None));
        assert_eq!(parts("library/node:18"), (None, "node", Some("18"), None));
        assert_eq!(parts("docker.io/library/node:18"), (Some("docker.io"), "node", Some("18"), None));
        assert_eq!(parts("localhost:5000/a/b"), (Some("localhost:5000"), "a/b", None, None));
        assert_eq!(parts("ghcr.io/o/a:1@sha256:ab"), (Some("ghcr.io"), "o/a", Some("1"), Some("sha256:ab")));
        assert_eq!(parts("team/app@sha256:ab"), (None, "team/app", None, Some("sha256:ab")));
        assert_eq!(parts(":1"), (None, "", Some("1"), None));
    }

    #[test]
    fn what_no_builder_accepts_is_seen() {
        let valid = |text: &str| is_valid(text, &parse(text));
        assert!(valid("gcr.io/distroless/static-debian12:nonroot"));
        assert!(!valid(""));
        assert!(!valid("node:"));
        assert!(!valid("Node:18"));
        assert!(!valid("a//b"));
    }
}
