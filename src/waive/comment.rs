//! A waiver as a comment, in the syntax of the file it stands in.

use super::{Text, Wish};
use crate::{
    document::{Limits, Pointer, Step, Tree, parse},
    finding::Finding,
    kind::{Dialect, Format},
    linter::{Request, Session, SetupError},
    source::Source,
};

/// The file with the comment, at each place where it may hold, the nearest to the findings first.
pub(super) fn texts(wish: &Wish, open: &[&Finding], request: &Request) -> Result<Vec<Text>, SetupError> {
    let session = Session::new(request)?;
    let (found, source) = session.open(&wish.file)?;
    let format = session.guess(&found).format();
    let source = std::sync::Arc::new(source);
    let tree = parse(source.clone(), format.unwrap_or(Format::Yaml), &Limits::default());
    let sign = sign(wish, &tree)?;
    let verb = if wish.line.is_some() { "allow" } else { "allow-file" };
    let until = wish.until.map(|until| format!(" until={until}")).unwrap_or_default();
    let owner = wish.owner.as_ref().map(|owner| format!(" owner={owner}")).unwrap_or_default();
    // A comment ends with its line.
    let reason = wish.reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let comment = format!("{sign} waylint: {verb} {}{until}{owner} -- {reason}", wish.rule);
    let lines = match wish.line {
        Some(_) => above(&tree, open),
        None => vec![head(&source, tree.format())],
    };
    let text = |line: u32| {
        let before = source.text();
        let after = inserted(&source, line, &comment);
        (values(&tree) == values(&again(&tree, &after))).then(|| Text {
            file: wish.file.clone(),
            before: Some(before.to_owned()),
            after,
        })
    };
    Ok(lines.into_iter().filter_map(text).collect())
}

/// What comments begin with.
fn sign(wish: &Wish, tree: &Tree) -> Result<&'static str, SetupError> {
    let refused = |why: &str| {
        let help = "leave out `--inline` to waive it in .waylint.yaml";
        Err(SetupError::new(format!("{}: {why}", wish.file.display()), help))
    };
    match tree.format() {
        Format::Yaml | Format::Toml | Format::Dockerfile => Ok("#"),
        Format::Json if !tree.comments().is_empty() || wish.file.extension().is_some_and(|end| end == "jsonc") => {
            Ok("//")
        }
        Format::Json => refused("JSON has no comments"),
        Format::Opaque => refused("the file is not read, so comments in it are not either"),
    }
}

/// The lines above which a comment may hold for the findings: where what they are about begins, from the inside out.
fn above(tree: &Tree, open: &[&Finding]) -> Vec<u32> {
    let source = tree.source();
    let mut lines = Vec::new();
    for finding in open {
        let Some(document) = tree.documents(Dialect::Core).nth(finding.place.document as usize) else { continue };
        let steps = finding.place.pointer.steps();
        let longest = match tree.format() {
            Format::Dockerfile => instruction(steps),
            _ => {
                lines.push(finding.place.location.start.line);
                steps.len()
            }
        };
        for length in (1..=longest).rev() {
            lines.push(source.line_of(document.span(&Pointer(steps[..length].to_vec())).start));
        }
    }
    let mut seen = std::collections::HashSet::new();
    lines.retain(|line| seen.insert(*line));
    lines
}

/// How many steps lead to an instruction: a comment within one would hold for nothing.
fn instruction(steps: &[Step]) -> usize {
    let is_stage = matches!(steps.first(), Some(Step::Key(key)) if key == "stages");
    steps.len().min(if is_stage { 4 } else { 2 })
}

/// The first line that a comment about the whole file may stand on: below what a reader expects at the very top.
fn head(source: &Source, format: Format) -> u32 {
    let is_directive = |text: &str| {
        let body = text.trim_start_matches('#').trim_start();
        let key = body.split('=').next().filter(|key| key.len() < body.len());
        let is_word = |key: &str| !key.trim().is_empty() && key.trim().chars().all(char::is_alphanumeric);
        format == Format::Dockerfile && text.starts_with('#') && key.is_some_and(is_word)
    };
    let stays = |text: &str| text.starts_with("#!") || text.starts_with('%') || is_directive(text);
    let lines = source.text().lines().take_while(|line| stays(line)).count();
    lines as u32 + 1
}

/// A text with a line more, indented as the one that it stands above.
fn inserted(source: &Source, line: u32, comment: &str) -> String {
    let text = source.text();
    let at = source.line_span(line).map_or(text.len(), |span| span.start as usize);
    let indent: String = text[at..].chars().take_while(|c| *c == ' ' || *c == '\t').collect();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if at > 0 && !text[..at].ends_with('\n') { end } else { "" };
    format!("{}{gap}{indent}{comment}{end}{}", &text[..at], &text[at..])
}

fn again(tree: &Tree, text: &str) -> Tree {
    let source = Source::new(tree.source().path().clone(), text.to_owned());
    parse(std::sync::Arc::new(source), tree.format(), &Limits::default())
}

/// What a file says, whatever its comments are. Of a Dockerfile that is its instructions, whose texts hold places too.
fn values(tree: &Tree) -> Option<Vec<serde_json::Value>> {
    let documents = tree.documents(Dialect::Core);
    let values = documents.map(|document| document.root().to_json()).collect();
    (tree.errors().is_empty() && tree.format() != Format::Dockerfile).then_some(values)
}
