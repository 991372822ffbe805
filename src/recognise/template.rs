//! Text that becomes YAML or JSON only once somebody has filled it in: Go templates, Jinja, ERB, Groovy, ytt, Backstage.
//!
//! Such files lie about outside charts under the names of manifests. Reported as broken YAML they would drown what is
//! broken, and what parses by accident (`image: {{ image }}` is a mapping with a mapping for a key) would be judged as
//! something it is not.

use memchr::memmem;

use crate::{
    document::{Style, Tree},
    source::Source,
};

/// How template languages open; none of these can begin a YAML value that somebody means.
const SIGNS: [&str; 3] = ["{{", "{%", "<%"];

/// Groovy's: `\${` where `${` is to stay, which no string in double quotes takes, and at the margin a variable that stands for
/// whole lines.
const GROOVY: [&str; 2] = ["\\${", "\n$"];

/// ytt keeps its code in comments: <https://carvel.dev/ytt/docs/latest/syntax/>.
const YTT: [&str; 4] = ["#@ ", "#@data/", "#@overlay/", "#@schema/"];

/// What Backstage fills in: <https://backstage.io/docs/features/software-templates/builtin-actions>. Expressions of pipelines
/// know no such context.
const BACKSTAGE: [&str; 2] = ["${{ values.", "${{values."];

/// Whether a tree was read from a template.
pub(super) fn is_template(tree: &Tree) -> bool {
    let text = tree.source().text();
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    (has("#@") && has_ytt_comment(tree))
        || BACKSTAGE.iter().any(|sign| has(sign))
        || (has("{{") && has_braces_as_key(tree))
        || (SIGNS.iter().chain(&GROOVY).any(|sign| has(sign)) && fails_at_sign(tree))
}

fn has_ytt_comment(tree: &Tree) -> bool {
    tree.comments().iter().any(|comment| {
        let text = tree.source().slice(comment.span);
        YTT.iter().any(|sign| text.starts_with(sign))
    })
}

/// `{{ x }}` where YAML takes it for a mapping whose key is a mapping.
fn has_braces_as_key(tree: &Tree) -> bool {
    let arena = tree.arena();
    let is_flow = |id: u32| arena.node(id).style() == Style::FlowMapping;
    (1..arena.len() as u32)
        .any(|id| is_flow(id) && is_flow(id - 1) && arena.node(id).start() == arena.node(id - 1).start() + 1)
}

/// Whether reading ended at a template's sign or just behind it, or a line at the margin begins with one. Signs alone
/// say little: alert texts in block scalars are full of them.
fn fails_at_sign(tree: &Tree) -> bool {
    let source = tree.source();
    let near = |offset: u32| {
        let line = source.line_of(offset);
        (line.saturating_sub(2).max(1)..=line).any(|line| line_has_sign(source, line))
    };
    let Some(error) = tree.errors().first() else { return false };
    let at = error.span.start;
    let of_groovy = source.line_span(source.line_of(at)).is_some_and(|span| source.slice(span).contains(GROOVY[0]));
    of_groovy || near(at) || SIGNS.iter().any(|sign| begins_a_line(source.text(), sign))
}

fn line_has_sign(source: &Source, line: u32) -> bool {
    let text = source.line_span(line).map_or("", |span| source.slice(span));
    text.strip_prefix('$').is_some_and(|name| name.starts_with(char::is_alphabetic))
        || SIGNS.iter().any(|sign| text.match_indices(sign).any(|(at, _)| breaks_yaml(&text[..at], &text[at..])))
}

/// Whether a sign stands where YAML reads it as its own: outside quotes, or with the same quotes inside its braces, which
/// end the string too early.
fn breaks_yaml(before: &str, from: &str) -> bool {
    let mut open = None;
    for sign in before.chars().filter(|sign| matches!(sign, '"' | '\'')) {
        match open {
            None => open = Some(sign),
            Some(quote) if quote == sign => open = None,
            Some(_) => {}
        }
    }
    open.is_none_or(|quote| from.split("}}").next().is_some_and(|inside| inside.contains(quote)) && from.contains("}}"))
}

fn begins_a_line(text: &str, sign: &str) -> bool {
    memmem::find_iter(text.as_bytes(), sign.as_bytes()).any(|at| at == 0 || text.as_bytes()[at - 1] == b'\n')
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{breaks_yaml, is_template};
    use crate::{
        document::{Limits, parse},
        kind::Format,
        source::Source,
    };

    #[test]
    fn groovy_has_lines_and_dollars_of_its_own() {
        let is_filled_in = |text: &str| {
            is_template(&parse(Arc::new(Source::new("a.yml", text.to_owned())), Format::Yaml, &Limits::default()))
        };
        assert!(is_filled_in("on:\n  push:\n    paths:\n$paths\n  pull_request:\n"));
        assert!(is_filled_in("image: \"shop:\\${VERSION}\"\n"));
        assert!(!is_filled_in("image: \"shop:\\d\"\n"));
        assert!(!is_filled_in("image: 'shop:\\${VERSION}'\nports: [\n"));
    }

    #[test]
    fn quoted_braces_are_text() {
        assert!(breaks_yaml("image: ", "{{ image }}"));
        assert!(breaks_yaml("name: 'a' ", "{{ b }}"));
        assert!(!breaks_yaml("text: '", "{{ template \"slack.text\" . }}"));
        assert!(!breaks_yaml("text: \"see ", "{{ $value }}\""));
        assert!(breaks_yaml("- \"key:$", "{{ env \"KEY\" }}\""));
    }
}
