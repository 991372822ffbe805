//! Documents made at random: spans must slice back to what was written, and values agree with an independent reader.

use proptest::prelude::*;
use serde::Deserialize as _;
use serde_json::Value as Json;
use waylint::{
    document::{Style, Tree},
    kind::{Dialect, Format},
};

use super::{outline, read, to_json};

/// A piece of a document. Scalars are written as they are; a block scalar is its lines.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Scalar(String),
    Block(char, Vec<String>),
    List { indented: bool, items: Vec<Piece> },
    Map(Vec<(String, Piece)>),
    FlowList(Vec<Piece>),
    FlowMap(Vec<(String, Piece)>),
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zé日𝄞][a-z0-9é日./_-]{0,10}",
        "[a-zé]{1,4} [a-z][a-z#é]{0,3}",
        "-?(0|[1-9][0-9]{0,5})",
        "[0-9]\\.[0-9]{1,3}",
        Just("true".to_owned()),
        Just("null".to_owned()),
        "'[ a-zé日\"#:,]{0,8}'",
        "'it''s [a-z𝄞]{0,3}'",
        "\"[ a-zé日'#:,]{0,8}\"",
        "\"[a-z日]{0,3}\\\\n\\\\u00e9\\\\\"[a-z]{0,3}\"",
    ]
}

fn piece() -> impl Strategy<Value = Piece> {
    let line = "[a-z#é日'\"][a-z #:é日-]{0,12}[a-z]";
    let leaf = prop_oneof![
        4 => scalar().prop_map(Piece::Scalar),
        1 => ("[|>]", prop::collection::vec(line, 1..4))
            .prop_map(|(sign, lines)| Piece::Block(if sign == "|" { '|' } else { '>' }, lines)),
        1 => prop::collection::vec(scalar().prop_map(Piece::Scalar), 0..4).prop_map(Piece::FlowList),
        1 => prop::collection::vec((scalar_key(), scalar().prop_map(Piece::Scalar)), 0..4).prop_map(Piece::FlowMap),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            2 => prop::collection::vec((scalar_key(), inner.clone()), 1..5).prop_map(Piece::Map),
            1 => (any::<bool>(), prop::collection::vec(inner, 1..5)).prop_map(|(indented, items)| Piece::List { indented, items }),
        ]
    })
}

fn scalar_key() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zé][a-z/.é-]{0,8}", "'[a-z日 ]{1,6}'", "\"[a-z: ]{1,6}\""]
}

/// The text of a document, and its scalars as they stand there.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) text: String,
    scalars: Vec<String>,
}

impl Written {
    fn put(&mut self, scalar: &str) {
        self.text.push_str(scalar);
        self.scalars.push(scalar.to_owned());
    }

    /// Writes what follows a `:` or `-` on the line, and the lines below it.
    fn below(&mut self, piece: &Piece, indent: usize) {
        match piece {
            Piece::Map(_) => self.text.push('\n'),
            Piece::List { .. } => self.text.push_str(" # items\n"),
            _ => self.text.push(' '),
        }
        self.piece(piece, indent);
    }

    fn piece(&mut self, piece: &Piece, indent: usize) {
        let pad = " ".repeat(indent);
        match piece {
            Piece::Scalar(scalar) => {
                self.put(scalar);
                self.text.push_str(" # c\n");
            }
            Piece::Block(sign, lines) => {
                let lines = lines.iter().map(|line| format!("\n{pad}  {line}")).collect::<String>();
                self.put(&format!("{sign}{lines}"));
                self.text.push_str("\n\n");
            }
            Piece::List { items, .. } => {
                for item in items {
                    self.text.push_str(&format!("{pad}-"));
                    self.below(item, indent + 2);
                }
            }
            Piece::Map(pairs) => {
                for (number, (key, value)) in pairs.iter().enumerate() {
                    self.text.push_str(&pad);
                    self.put(&unique(key, number));
                    self.text.push(':');
                    let indentless = matches!(value, Piece::List { indented: false, .. });
                    self.below(value, if indentless { indent } else { indent + 2 });
                }
            }
            Piece::FlowList(_) | Piece::FlowMap(_) => {
                self.flow(piece);
                self.text.push('\n');
            }
        }
    }

    fn flow(&mut self, piece: &Piece) {
        match piece {
            Piece::FlowList(items) => {
                self.text.push('[');
                for item in items {
                    self.flow(item);
                    self.text.push_str(", ");
                }
                self.text.push(']');
            }
            Piece::FlowMap(pairs) => {
                self.text.push('{');
                for (number, (key, value)) in pairs.iter().enumerate() {
                    self.put(&unique(key, number));
                    self.text.push_str(": ");
                    self.flow(value);
                    self.text.push_str(" , ");
                }
                self.text.push('}');
            }
            Piece::Scalar(scalar) => self.put(scalar),
            _ => {}
        }
    }
}

/// Keys of one mapping must differ, whatever their quotes.
fn unique(key: &str, number: usize) -> String {
    let quote = if key.starts_with(['\'', '"']) { &key[..1] } else { "" };
    format!("{quote}k{number}{}{quote}", key.trim_matches(['\'', '"']))
}

pub(crate) fn written(root: &[(String, Piece)]) -> Written {
    let mut written = Written::default();
    written.piece(&Piece::Map(root.to_vec()), 0);
    written
}

pub(crate) fn roots() -> impl Strategy<Value = Vec<(String, Piece)>> {
    prop::collection::vec((scalar_key(), piece()), 1..5)
}

fn scalars_of(tree: &Tree) -> Vec<&str> {
    let nodes = (0..tree.arena().len() as u32).map(|id| tree.arena().node(id));
    nodes.filter(|node| !node.is_collection()).map(|node| tree.source().slice(node.scalar_span())).collect()
}

fn check_nesting(tree: &Tree) {
    let arena = tree.arena();
    for id in 0..arena.len() as u32 {
        let node = arena.node(id);
        let mut child = id + 1;
        while node.is_collection() && child < arena.next(id) {
            let (inner, outer) = (arena.span(child), arena.span(id));
            assert!(outer.start <= inner.start && inner.end <= outer.end, "{}", tree.source().text());
            child = arena.next(child);
        }
        let first = tree.source().slice(arena.span(id)).chars().next();
        match node.style() {
            Style::Sequence => assert_eq!(first, Some('-')),
            Style::FlowSequence => assert_eq!(first, Some('[')),
            Style::FlowMapping => assert_eq!(first, Some('{')),
            Style::Literal => assert_eq!(first, Some('|')),
            Style::Folded => assert_eq!(first, Some('>')),
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_slice_back_to_what_was_written(root in roots()) {
        let document = written(&root);
        let variants = [
            (document.text.clone(), "\n"),
            (document.text.replace('\n', "\r\n"), "\r\n"),
            (document.text.replace('\n', "\r"), "\r"),
            (format!("\u{feff}{}", document.text), "\n"),
            (format!("# é\n---\n{}...\n", document.text), "\n"),
        ];
        let mut outlines = Vec::new();
        for (text, line_end) in variants {
            let tree = read(Format::Yaml, &text);
            prop_assert_eq!(tree.errors(), &[], "{}", text);
            let wanted: Vec<String> = document.scalars.iter().map(|scalar| scalar.replace('\n', line_end)).collect();
            prop_assert_eq!(scalars_of(&tree), wanted);
            check_nesting(&tree);
            outlines.push(outline(&tree));
        }
        outlines.dedup();
        prop_assert_eq!(outlines.len(), 1);
    }

    #[test]
    fn values_agree_with_an_independent_reader(root in roots()) {
        let text = written(&root).text;
        prop_assert_eq!(ours(&text), theirs(&text).unwrap(), "{}", text);
    }
}

fn ours(text: &str) -> Vec<Json> {
    read(Format::Yaml, text).documents(Dialect::Core).map(|document| to_json(document.root())).collect()
}

fn theirs(text: &str) -> Result<Vec<Json>, yaml_serde::Error> {
    yaml_serde::Deserializer::from_str(text).map(Json::deserialize).collect()
}

#[test]
fn lifelike_files_agree_with_an_independent_reader() {
    let workflow = "\
name: build
on:
  push: {branches: [main, 'release/**']}
jobs:
  test:
    runs-on: ubuntu-24.04
    strategy: {matrix: {os: [linux, macos], rust: [1.90, \"stable\"]}}
    steps:
    - uses: actions/checkout@v5 # pinned below
    - run: |
        set -e
        cargo test

      env: {RUST_BACKTRACE: 1, EMPTY: , TILDE: ~}
    - if: ${{ github.ref == 'refs/heads/main' }}
      run: >-
        echo one
        two

        three
";
    let manifests = "\
apiVersion: v1
kind: ConfigMap
metadata: {name: web, annotations: {note: 'it''s', unit: \"\\u00b5s\\t\"}}
data:
  nginx.conf: |2
      indented
    less
  keep: |+
    two

  count: \"3\"
---
apiVersion: v1
kind: Service
spec:
  ports: [{port: 80, targetPort: http, nodePort: 30080}]
  ? explicit
  : - nested
    -   deep: [a, [b, {c: d}]]
  text: plain over
    two lines
...
---
groups:
- name: alerts
  rules:
  - {alert: Down, expr: 'up == 0', for: 5m, labels: {severity: page}}
";
    for text in [workflow, manifests] {
        assert_eq!(ours(text), theirs(text).unwrap(), "{text}");
    }
}

/// What is known to differ, and why ours is meant.
#[test]
fn known_differences_from_yaml_serde() {
    let cases = [
        // YAML 1.2 core reads decimal digits, zeros in front or not.
        ("a: 0644", r#"{"a":644}"#, r#"{"a":"0644"}"#),
        // `0b` is no number in YAML 1.2.
        ("a: 0b11", r#"{"a":"0b11"}"#, r#"{"a":3}"#),
        // The specification and the test suite add the final line break; libyaml does not.
        ("a: |\n  b", r#"{"a":"b\n"}"#, r#"{"a":"b"}"#),
        // Merge keys are followed.
        ("a: &a {b: 1}\nc: {<<: *a}", r#"{"a":{"b":1},"c":{"b":1}}"#, r#"{"a":{"b":1},"c":{"<<":{"b":1}}}"#),
        // A scalar with a tag of its own is text.
        ("a: !Ref 7", r#"{"a":"7"}"#, "an error"),
        // No document is no document.
        ("# only a comment", "", "null"),
    ];
    let show = |documents: Vec<Json>| documents.iter().map(Json::to_string).collect::<Vec<_>>().join("\n");
    for (text, mine, other) in cases {
        assert_eq!(show(ours(text)), mine, "{text}");
        assert_eq!(theirs(text).map_or_else(|_| "an error".to_owned(), show), other, "{text}");
    }
}
