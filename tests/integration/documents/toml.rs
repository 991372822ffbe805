//! TOML.

use waylint::{document::Style, kind::Format};

use super::{first_error, outline, read, slices};

const LIFELIKE: &str = r#"# top
title = "Überblick" # trailing
'literal key' = 'C:\path'
size = 1_000
hex = 0x1F
ratio = 1e3
when = 2026-11-22T07:32:00Z
never = inf

[tool.ruff]  # header
line-length = 120
lint.select = ["E", "F"]
lint.ignore = [
  "E501", # long # lines
]

[[servers]]
name = "a#b"
text = """
# not a comment
"""

[[servers]]
name = "b\tc"
limits = { cpu = "1", memory.max = "2Gi" }

[tool.black]
"line length" = true
"#;

#[test]
fn tables_keep_their_spans() {
    for text in [LIFELIKE.to_owned(), LIFELIKE.replace('\n', "\r\n"), format!("\u{feff}{LIFELIKE}")] {
        let tree = read(Format::Toml, &text);
        assert_eq!(tree.errors(), []);
        assert_eq!(
            // A line end inside a string stays as it is written.
            outline(&tree).replace("\\r\\n", "\\n"),
            r##"{"title":"Überblick","literal key":"C:\\path","size":1000,"hex":31,"ratio":1000.0,"##.to_owned()
                + r##""when":"2026-11-22T07:32:00Z","never":"inf","tool":{"ruff":{"line-length":120,"##
                + r##""lint":{"select":["E","F"],"ignore":["E501"]}},"black":{"line length":true}},"##
                + r##""servers":[{"name":"a#b","text":"# not a comment\n"},"##
                + r##"{"name":"b\tc","limits":{"cpu":"1","memory":{"max":"2Gi"}}}]}"##
        );
        assert!(slices(&tree).contains(&r#""Überblick""#));
        assert!(slices(&tree).contains(&"'literal key'"));
        assert!(slices(&tree).contains(&"0x1F"));
        assert!(slices(&tree).contains(&"2026-11-22T07:32:00Z"));
    }
}

#[test]
fn a_table_reaches_from_its_header_to_its_last_own_value() {
    let tree = read(Format::Toml, LIFELIKE);
    let root = tree.documents(Default::default()).next().unwrap().root();
    let span = |keys: &[&str]| tree.source().slice(root.at(keys).unwrap().raw_span());
    assert!(span(&["tool", "ruff"]).starts_with("[tool.ruff]  # header"));
    assert!(span(&["tool", "ruff"]).ends_with("# long # lines\n]"));
    assert_eq!(span(&["tool", "black"]), "[tool.black]\n\"line length\" = true");
    assert!(span(&["servers"]).starts_with("[[servers]]\nname = \"a#b\""));
    assert!(span(&["servers"]).ends_with("memory.max = \"2Gi\" }"));
    assert_eq!(root.get("servers").unwrap().style(), Style::Sequence);
}

#[test]
fn comments_come_before_the_next_scalar_of_the_text() {
    let tree = read(Format::Toml, LIFELIKE);
    let slice = |span| tree.source().slice(span);
    let comments = tree.comments().iter();
    let found = comments.map(|comment| (slice(comment.span), slice(tree.arena().span(comment.node))));
    let wanted = [
        ("# top", "title"),
        ("# trailing", "'literal key'"),
        ("# header", "line-length"),
        ("# long # lines", "servers"),
    ];
    assert_eq!(found.collect::<Vec<_>>(), wanted);
}

#[test]
fn slips_are_named_where_they_are() {
    let cases = [
        ("a = 1\na = 2\n", "a", "duplicate key", "keep one of the two, or put them under different tables"),
        ("a = yes\n", "yes", "string values must be quoted", "put the text in double quotes"),
        ("[a\nb = 1\n", "", "unclosed table", "write `]` here"),
        ("a = \"b\n", "", "invalid basic string", "write `\"` here"),
        ("a = [\"b\" \"c\"]\n", "\"", "missing comma between array elements", "write `,` here"),
    ];
    for (text, place, message, help) in cases {
        let tree = read(Format::Toml, text);
        let (rule, found, at) = first_error(&tree);
        assert_eq!(
            (rule, found.as_str(), at.as_str(), tree.errors()[0].help.as_str()),
            ("toml", message, place, help),
            "{text}"
        );
    }
}

#[test]
fn an_empty_file_is_an_empty_table() {
    assert_eq!(outline(&read(Format::Toml, "")), "{}");
    assert_eq!(outline(&read(Format::Toml, "\u{feff}# nothing\r\n")), "{}");
}
