//! YAML: spans, documents, aliases and merge keys.

use waylint::{
    document::{Pointer, Style, Tag, Tree},
    kind::{Dialect, Format},
};

use super::{first_error, outline, outline_in, read, slices};

const LIFELIKE: &str = "\
# owner: platform
apiVersion: apps/v1 # stable
metadata:
  name: \"wéb\"
  labels: &labels {app: web, 'tier': front}
spec:
  containers:
  - image: nginx:1.27
    args:
    - --quiet
    -

  command: |-
    set -e

    run # not a comment


  note: >
    folded
    text
  selector: *labels
---
second: true
";

fn yaml(text: &str) -> Tree {
    let tree = read(Format::Yaml, text);
    assert_eq!(tree.errors(), [], "{text}");
    tree
}

fn slice<'t>(tree: &'t Tree, keys: &[&str]) -> &'t str {
    let root = tree.documents(Dialect::Core).next().unwrap().root();
    tree.source().slice(root.at(keys).unwrap().raw_span())
}

#[test]
fn a_file_reads_the_same_whatever_its_line_ends() {
    let wanted = concat!(
        r#"{"apiVersion":"apps/v1","metadata":{"name":"wéb","labels":{"app":"web","tier":"front"}},"#,
        r#""spec":{"containers":[{"image":"nginx:1.27","args":["--quiet",null]}],"#,
        r#""command":"set -e\n\nrun # not a comment","note":"folded text\n","#,
        r#""selector":{"app":"web","tier":"front"}}}"#,
        "\n{\"second\":true}"
    );
    for text in [
        LIFELIKE.to_owned(),
        LIFELIKE.replace('\n', "\r\n"),
        LIFELIKE.replace('\n', "\r"),
        format!("\u{feff}{LIFELIKE}"),
    ] {
        let tree = yaml(&text);
        assert_eq!(outline(&tree), wanted);
        let comments = tree.comments().iter().map(|comment| tree.source().slice(comment.span));
        assert_eq!(comments.collect::<Vec<_>>(), ["# owner: platform", "# stable"]);
        for wanted in ["apps/v1", "\"wéb\"", "'tier'", "--quiet", "*labels"] {
            assert!(slices(&tree).contains(&wanted), "{wanted} in {text:?}");
        }
    }
}

#[test]
fn spans_reach_from_the_first_byte_to_the_last_that_is_not_blank() {
    let tree = yaml(LIFELIKE);
    assert_eq!(slice(&tree, &["spec", "command"]), "|-\n    set -e\n\n    run # not a comment");
    assert_eq!(slice(&tree, &["spec", "note"]), ">\n    folded\n    text");
    assert_eq!(slice(&tree, &["metadata", "labels"]), "{app: web, 'tier': front}");
    let containers = "- image: nginx:1.27\n    args:\n    - --quiet\n    -";
    assert_eq!(slice(&tree, &["spec", "containers"]), containers);
    assert!(slice(&tree, &["spec"]).ends_with("selector: *labels"));
    let sequences = |text: &str| {
        let tree = yaml(text);
        let nodes = (0..tree.arena().len() as u32).filter(|&id| tree.arena().node(id).is_sequence());
        nodes.map(|id| tree.source().slice(tree.arena().span(id)).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(sequences("a:\n- - b\n  - c\n- d"), ["- - b\n  - c\n- d", "- b\n  - c"]);
    assert_eq!(sequences("a:\n- # c\n  - b\n"), ["- # c\n  - b", "- b"]);
    assert_eq!(sequences("a:\n  - ? - b\n    : - c\n"), ["- ? - b\n    : - c", "- b", "- c"]);
}

#[test]
fn empty_files_hold_no_document_and_empty_documents_hold_null() {
    for text in ["", "\n", "# only a comment\n", "\u{feff}", "\u{feff}# c\r\n"] {
        assert_eq!(yaml(text).arena().roots(), [0; 0], "{text:?}");
    }
    assert_eq!(outline(&yaml("---\n---")), "null\nnull");
    assert_eq!(outline(&yaml("---\n# c\n...\n")), "null");
    assert_eq!(outline(&yaml("a\n---\nb\n...\n# c\n---\nd")), "\"a\"\n\"b\"\n\"d\"");
}

#[test]
fn a_document_with_an_error_leaves_the_others_standing() {
    let cases = [
        ("a: [1\n---\nb: 2\n---\nc: }\n---\nd: 4 # x\n", "{\"b\":2}\n{\"d\":4}", 2),
        ("a: 1\n---\nb: \"x\n---\nc: \"y\"\n", "{\"a\":1}\n{\"c\":\"y\"}", 1),
        ("a: 1\n---\nb: c: d\n---\ne: 2\n", "{\"a\":1}\n{\"e\":2}", 1),
        ("a: 1\n---\n%oops\n---\ne: 2\n", "{\"a\":1}\n{\"e\":2}", 1),
        ("a: 1\n---\nb: *nope\n---\n# kept\nc: 3\n", "{\"a\":1}\n{\"c\":3}", 1),
        ("a: &a [*a]\n---\nb: 1\n", "{\"b\":1}", 1),
        ("a: 1\n...\n%YAML 3.0\n---\nb: 1\n---\nc: 2\n", "{\"a\":1}\n{\"c\":2}", 1),
    ];
    for (text, wanted, errors) in cases {
        let tree = read(Format::Yaml, text);
        assert_eq!(outline(&tree), wanted, "{text}");
        assert_eq!(tree.errors().len(), errors, "{text}: {:?}", tree.errors());
    }
    let tree = read(Format::Yaml, "a: {\n---\n# kept\nb: 1");
    let [comment] = tree.comments() else { panic!("one comment") };
    assert_eq!((tree.source().slice(comment.span), comment.node), ("# kept", 0));
}

#[test]
fn merge_keys_are_followed_and_own_keys_win() {
    let text = "\
base: &base {a: 1, b: 2}
more: &more {b: 3, c: 4, <<: *base}
one: {<<: *base, a: 9}
list: {<<: [*more, *base], d: 5}
quoted: {'<<': 1}
";
    let tree = yaml(text);
    let root = tree.documents(Dialect::Core).next().unwrap().root();
    let names = |key: &str| {
        let entries = root.get(key).unwrap().entries();
        entries.iter().map(|(key, value)| format!("{}={}", key.text(), value.text())).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names("one"), "a=9 b=2");
    assert_eq!(names("list"), "d=5 b=3 c=4 a=1");
    assert_eq!(names("quoted"), "<<=1");
    assert_eq!(root.at(&["list", "b"]).unwrap().text(), "3");
    assert_eq!(root.at(&["one", "b"]).unwrap().text(), "2");
    assert_eq!(root.get("list").unwrap().len(), 4);
    assert!(root.at(&["one", "<<"]).is_none());
}

#[test]
fn repeated_keys_are_noted_and_the_last_one_counts() {
    let many = (0..40).map(|n| format!("k{n}: {n}\n")).collect::<String>();
    for text in ["a: 1\nb: 2\na: 3\n\"a\": 4\n".to_owned(), format!("a: 1\n{many}a: 3\na: 4\n")] {
        let tree = yaml(&text);
        let root = tree.documents(Dialect::Core).next().unwrap().root();
        let slice = |id| tree.source().slice(tree.arena().span(id));
        let lines = |id: u32| tree.source().line_of(tree.arena().node(id).start());
        assert_eq!(tree.arena().duplicates().len(), 2);
        for &(earlier, later) in tree.arena().duplicates() {
            assert_eq!((slice(earlier), slice(later).trim_matches('"')), ("a", "a"));
            assert!(lines(earlier) < lines(later));
        }
        assert_eq!(root.get("a").unwrap().text(), "4");
        assert_eq!(root.len(), tree.arena().node(root.id()).count() as usize - 2);
    }
    assert_eq!(yaml("x: [{a: 1}, &k a, {*k : 1, b: 2}]").arena().duplicates(), []);
}

#[test]
fn anchors_and_tags_stand_outside_the_span() {
    let tree = yaml("a: !!str &x 7\nb: &y\n  c: 1\nd: !Ref |\n  8\ne: !!set {}\n");
    let root = tree.documents(Dialect::Core).next().unwrap().root();
    let found = ["a", "b", "d", "e"].map(|key| {
        let node = root.get(key).unwrap();
        let properties = node.properties().unwrap();
        let slice = |span| tree.source().slice(span);
        (slice(node.raw_span()), slice(properties.anchor), slice(properties.tag), properties.meaning)
    });
    let wanted = [
        ("7", "&x", "!!str", Tag::String),
        ("c: 1", "&y", "", Tag::Absent),
        ("|\n  8", "", "!Ref", Tag::String),
        ("{}", "", "!!set", Tag::String),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn keys_keep_their_text_in_every_dialect() {
    let tree = yaml("on: push\n0x10: a\nyes: no\n");
    assert_eq!(outline_in(&tree, Dialect::Go), r#"{"on":"push","0x10":"a","yes":false}"#);
    assert_eq!(outline_in(&tree, Dialect::Core), r#"{"on":"push","0x10":"a","yes":"no"}"#);
    let root = tree.documents(Dialect::Go).next().unwrap();
    let span = root.span(&Pointer(vec!["on".into(), "missing".into()]));
    assert_eq!(tree.source().slice(span), "push");
    assert_eq!(root.root().get("on").unwrap().style(), Style::Plain);
}

#[test]
fn slips_are_named_where_they_are() {
    let table = include_str!("../../data/slips.txt");
    for case in table.split("\n\n").filter(|case| !case.starts_with('#')) {
        let (text, told) = case.split_once("\n=> ").expect("text, then what is told");
        let text = text.replace('→', "\t");
        let tree = read(Format::Yaml, &text);
        let (rule, message, place) = first_error(&tree);
        let found = format!("`{}`: {message}; {}", place.replace('\t', "→"), tree.errors()[0].help);
        assert_eq!((rule, found.trim_end()), ("yaml", told.trim_end()), "{text}");
    }
}
