//! Dockerfiles that another tool fills in before anybody builds them: Jinja, Go templates, ERB, Maven's filters, scripts
//! with sed.
//!
//! What stands around a placeholder is not what is built: a label `@git.build.time@` will be a date, and of
//! `COPY {{ name }} /app` nobody knows how many files it copies.

use memchr::memmem;

use crate::{
    document::{NodeRef, Tree},
    kind::Dialect,
};

/// How template languages open.
const SIGNS: [&str; 3] = ["{{", "{%", "<%"];

/// Commands are full of signs: formats of `docker inspect` and `go list`, addresses of mail.
const COMMANDS: [&str; 6] = ["RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL", "ONBUILD"];

/// Values may hold such text for a program that reads them when the container runs.
const VALUES: [&str; 3] = ["ENV", "LABEL", "MAINTAINER"];

/// Whether a placeholder stands in the Dockerfile that a tree was read from, where Docker would take it for what it is; or it is
/// written for another frontend, and cannot be read.
pub(super) fn is_in(tree: &Tree) -> bool {
    if !tree.errors().is_empty() && is_of_another_language(tree) {
        return true;
    }
    let text = tree.source().text().as_bytes();
    let has = |sign: &str| memmem::find(text, sign.as_bytes()).is_some();
    let signs = SIGNS.iter().any(|sign| has(sign));
    if !signs && !has("%%") && !has("@") && !has_dotted_name(tree.source().text()) {
        return false;
    }
    (signs && has_line_of_code(tree))
        || tree.documents(Dialect::Core).next().is_some_and(|document| {
            let root = document.root();
            let below = |node: NodeRef<'_>, key: &str| {
                node.get(key).is_some_and(|list| list.items().any(|instruction| has_placeholder(instruction)))
            };
            below(root, "arguments")
                || root.get("stages").is_some_and(|stages| stages.items().any(|stage| below(stage, "instructions")))
        })
}

/// Whether the file says that it is for a frontend that is not Docker's, which may have instructions of its own:
/// <https://docs.docker.com/build/buildkit/frontend/>.
fn is_of_another_language(tree: &Tree) -> bool {
    let frontend =
        tree.documents(Dialect::Core).next().and_then(|document| document.root().at(&["directives", "syntax"]));
    frontend.is_some_and(|image| {
        let image = image.text();
        let name = image.rsplit('/').next().unwrap_or_default();
        !matches!(name.split([':', '@']).next(), Some("dockerfile" | "dockerfile-upstream"))
    })
}

/// Whether a sign stands in a line that cannot be read.
fn has_line_of_code(tree: &Tree) -> bool {
    let source = tree.source();
    tree.errors().iter().any(|error| {
        let line =
            source.line_span(source.line_of(error.span.start)).map_or("", |span| source.slice(span)).trim_start();
        let keyword = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        !COMMANDS.contains(&&*keyword) && SIGNS.iter().any(|sign| line.contains(sign))
    })
}

fn has_placeholder(instruction: NodeRef<'_>) -> bool {
    let Some(name) = instruction.get("instruction").map(NodeRef::text) else { return false };
    if COMMANDS.contains(&&*name) {
        return false;
    }
    // The words, not the text: a here-document may be a template for a program in the image.
    let words = instruction.get("arguments").into_iter().flat_map(NodeRef::items).map(NodeRef::text);
    let signs = !VALUES.contains(&&*name);
    words.into_iter().any(|word| {
        (signs && SIGNS.iter().any(|sign| word.contains(sign)))
            || has_name_between(&word, "@")
            || has_name_between(&word, "%%")
            || has_dotted_name(&word)
    })
}

/// Whether a name with dots stands in `${…}`, as in `${project.version}` of Maven. Names of variables have none, and what Docker
/// lets follow one has another sign before it.
fn has_dotted_name(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), b"${").any(|at| {
        let name = text[at + 2..].split('}').next().unwrap_or_default();
        name.contains('.') && is_name(name)
    })
}

/// Whether a name stands between two marks, as in `@project.version@` and `%%VERSION%%`.
fn has_name_between(word: &str, mark: &str) -> bool {
    let mut parts = word.split(mark);
    let mut before = parts.next().unwrap_or_default();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let begins = !before.ends_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '_' | '-' | '/'))
            || mark.len() > 1;
        if parts.peek().is_some() && begins && is_name(part) {
            return true;
        }
        before = part;
    }
    false
}

fn is_name(text: &str) -> bool {
    text.starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '_')
        && text.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_' | '-'))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{has_dotted_name, has_name_between, is_in};
    use crate::{
        document::{Limits, parse},
        kind::Format,
        source::Source,
    };

    #[test]
    fn another_frontend_has_instructions_of_its_own() {
        let is_left_out = |text: &str| {
            is_in(&parse(Arc::new(Source::new("Dockerfile", text.to_owned())), Format::Dockerfile, &Limits::default()))
        };
        assert!(is_left_out("# syntax=acme/dockerfile-plus:1\nINCLUDE base\n"));
        assert!(!is_left_out("# syntax=acme/dockerfile-plus:1\nFROM alpine:3.22\n"));
        assert!(!is_left_out("# syntax=registry.example/docker/dockerfile:1@sha256:aa\nINCLUDE base\n"));
        assert!(!is_left_out("INCLUDE base\n"));
    }

    #[test]
    fn maven_has_dots_in_its_names() {
        assert!(has_dotted_name("FROM ${docker.base.image}"));
        assert!(!has_dotted_name("FROM node:${VERSION:-22.9} AS ${NAME}.${PART}"));
        assert!(!has_dotted_name("${VERSION%.*}"));
        assert!(!has_dotted_name("${open"));
    }

    #[test]
    fn names_stand_between_marks() {
        assert!(has_name_between("version=\"@project.version@\"", "@"));
        assert!(has_name_between("php:8.4-%%VARIANT%%3.21", "%%"));
        assert!(!has_name_between("ops@shop.example", "@"));
        assert!(!has_name_between("ops@shop.example,dev@shop.example", "@"));
        assert!(!has_name_between("@scope/tool@1", "@"));
        assert!(!has_name_between("registry.example/app@sha256:aa@", "@"));
        assert!(!has_name_between("100%%", "%%"));
    }
}
