//! One edit at a time: the text before, the edit, the text after.

use std::sync::Arc;

use waylint::{
    document::{self, Limits, Tree},
    finding::Edit,
    fix::{self, Mended, Refusal},
    kind::Format,
    source::Source,
};

pub(super) fn read(format: Format, text: &str) -> Tree {
    document::parse(Arc::new(Source::new("case", text.to_owned())), format, &Limits::default())
}

pub(super) fn mend(format: Format, before: &str, edit: &str) -> Result<Mended, Refusal> {
    let edits = if edit.starts_with('[') { edit.to_owned() } else { format!("[{edit}]") };
    let edits: Vec<Edit> = serde_json::from_str(&edits).unwrap_or_else(|error| panic!("{edit}: {error}"));
    fix::mend(&read(format, before), 0, &edits)
}

/// Cases are separated by lines of `=====`, and their three parts by lines of `-----`.
fn cases(text: &str) -> impl Iterator<Item = [&str; 3]> {
    text.split("=====\n").skip(1).map(|case| {
        let parts: Vec<&str> = case.split("-----\n").collect();
        let [before, edit, after] = parts[..] else { panic!("a case has three parts:\n{case}") };
        [before, edit.trim(), after]
    })
}

fn hold(format: Format, text: &str) {
    let mut wrong = Vec::new();
    for [before, edit, after] in cases(text) {
        // As on another system, and as an editor that cuts the last line break leaves it.
        let ways: [fn(&str) -> String; 3] =
            [str::to_owned, |text| text.replace('\n', "\r\n"), |text| format!("\u{feff}{text}")];
        for way in ways {
            let found = match mend(format, &way(before), edit) {
                Ok(mended) => mended.text,
                Err(refusal) => format!("refused: {refusal}\n"),
            };
            let after = if after.starts_with("refused: ") { after.to_owned() } else { way(after) };
            if found != after {
                wrong.push(format!("{before}{edit}\nshould be\n{after}but is\n{found}"));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n=====\n"));
}

#[test]
fn yaml_blocks() {
    hold(Format::Yaml, include_str!("yaml_blocks.txt"));
}

#[test]
fn yaml_brackets() {
    hold(Format::Yaml, include_str!("yaml_brackets.txt"));
}

#[test]
fn yaml_scalars() {
    hold(Format::Yaml, include_str!("yaml_scalars.txt"));
}

#[test]
fn yaml_refused() {
    hold(Format::Yaml, include_str!("yaml_refused.txt"));
}

#[test]
fn json() {
    hold(Format::Json, include_str!("json.txt"));
}

#[test]
fn dockerfiles() {
    hold(Format::Dockerfile, include_str!("dockerfile.txt"));
}

#[test]
fn a_file_without_a_last_line_break_stays_without() {
    let cases = [
        ("a: 1\nb: 2", r#"{"op": "add", "at": ["c"], "value": 3}"#, "a: 1\nb: 2\nc: 3"),
        ("a: 1\nb: 2", r#"{"op": "remove", "at": ["b"]}"#, "a: 1"),
        ("a: 1\nb: 2", r#"{"op": "remove", "at": ["a"]}"#, "b: 2"),
        ("a:\n  - 1\n  - 2", r#"{"op": "remove", "at": ["a", 1]}"#, "a:\n  - 1"),
        ("a:", r#"{"op": "add", "at": ["a", "b"], "value": [1]}"#, "a:\n  b:\n    - 1"),
        ("a:\n  b: 1", r#"{"op": "remove", "at": ["a", "b"]}"#, "a: {}"),
        ("a: 1\n# b\nb: |\n  x", r#"{"op": "add", "at": ["c"], "value": 3}"#, "a: 1\nc: 3\n# b\nb: |\n  x"),
        ("- a: |\n    x", r#"{"op": "add", "at": [0, "c"], "value": 3}"#, "- c: 3\n  a: |\n    x"),
        ("a: 1\nb:\n  - |\n    x", r#"{"op": "add", "at": ["c"], "value": 3}"#, "a: 1\nc: 3\nb:\n  - |\n    x"),
    ];
    for (before, edit, after) in cases {
        assert_eq!(mend(Format::Yaml, before, edit).unwrap().text, after, "{before} {edit}");
    }
}

#[test]
fn only_the_document_that_is_named_changes() {
    let before = "a: 1\n---\na: 1\n...\n# between\n--- # third\na: 1\n";
    let edits: Vec<Edit> = serde_json::from_str(r#"[{"op": "replace", "at": ["a"], "value": 2}]"#).unwrap();
    let mended = fix::mend(&read(Format::Yaml, before), 1, &edits).unwrap();
    assert_eq!(mended.text, "a: 1\n---\na: 2\n...\n# between\n--- # third\na: 1\n");
    let mended = fix::mend(&read(Format::Yaml, before), 2, &edits).unwrap();
    assert_eq!(mended.text, "a: 1\n---\na: 1\n...\n# between\n--- # third\na: 2\n");
}

#[test]
fn comments_that_go_with_a_key_are_told() {
    let before = "a: 1 # one\nb: 2\n";
    assert!(mend(Format::Yaml, before, r#"{"op": "remove", "at": ["a"]}"#).unwrap().loses_comments);
    assert!(!mend(Format::Yaml, before, r#"{"op": "remove", "at": ["b"]}"#).unwrap().loses_comments);
}
