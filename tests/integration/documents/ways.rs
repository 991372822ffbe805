//! The fast way of reading against the maintained one: where the first accepts a text, both must read it alike.
//!
//! [`read`] compares every text of these tests. Here are those made for it; `fuzz/` has the long runs.

use proptest::{prelude::*, sample::Index};
use waylint::{
    document::{Declined, Limits, go_slips},
    kind::{Dialect, Format},
};

use super::{outline_in, read, read_within};

/// Pieces of files, each with much that can go wrong when it is changed a little.
const SNIPPETS: [&str; 13] = [
    "a: 1 # c\nb:\n  c: 'it''s'\n  d: \"\\u00e9\\n\"\ne:\n- f\n-  - g\n   - h: i\n-\n",
    "x: &a !t\n  y: |+ # c\n    one\n\n      two\n\n  z: >-\n   fold\n   ed\n\n   text\nw: *a\n",
    "- [a, {b: c, \"d\":e, f: }, [], {}] # c\n- {a: [1,\n  # d\n  2], b}\n",
    "# h\n---\na: b\n...\n---\n- c\n---\n# d\n--- e\n---\n{f: g}\n",
    "k: plain text\n  over lines\n\n  and more # c\nl: \"quoted\n  too \\\n  here\"\nm: 'a\n\n  b'\n",
    "a: 1\r\nb:\r\n- |\r\n  c\r\n\r\n- 'd\r\n  e'\r\n# f\r\n",
    "<<: &m {a: 1}\nb: {<<: *m, a: 2, a: 3}\n\"b\": c\n? d\n: e\n",
    "\u{feff}a: é日\nb: \"𝄞\"\n\"ключ\": |2\n   x\n\u{a0}: y\n",
    "on:\n  push: {branches: [main, 'r/**']}\njobs:\n  t:\n    if: ${{ a == 'b' }}\n    run: |\n      x: y\n\n\n    env: {}\n",
    "- name: a-b\n  args: [\"--x=1\", '-y', -z, http://h:80/p?q#r]\n  url: http://h:80/p?q#r s\n  neg: -1\n  q: ?x\n  c: :y\n",
    "k:\n  l: 'one\n two\nthree'\n  m: [a, {b: c,\nd: \"e\n f\"\n}, # g\n'h\ni'\n]\nn: \"o\n\\\n-\n.p\"\nq: [\n]\n",
    "{\"a\": [1, -2.5e3, true, null, \"b\\\\\\\"\\u0041\"], \"c\": {}, \"a\": []}\n",
    "[\n  {\"id\": 1, \"t\": \"x\\ny\"},\n  \"\",\n  0\n]\n",
];

/// What changes the meaning of what stands around it.
const TOKENS: [&str; 42] = [
    " ", "  ", "\n", "\n ", "\n  ", "\r\n", "\t", "#", " # c", ":", ": ", ":\n", "-", "- ", "-\n", "? ", "'", "\"",
    "\\", "|", ">", "|-\n", ">2\n", "[", "]", "{", "}", ",", "&a ", "*a", "!t ", "!!str ", "<<: *a\n", "---\n",
    "...\n", "%", "~", "a", "é", "\u{feff}", "1", "null",
];

#[derive(Clone, Debug)]
enum Edit {
    Insert(Index, Index),
    Remove(Index, usize),
    Repeat(Index, usize, Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        3 => any::<(Index, Index)>().prop_map(|(at, token)| Edit::Insert(at, token)),
        2 => (any::<Index>(), 1..6_usize).prop_map(|(at, length)| Edit::Remove(at, length)),
        1 => (any::<Index>(), 1..30_usize, any::<Index>()).prop_map(|(at, length, to)| Edit::Repeat(at, length, to)),
    ]
}

fn edited(snippet: &str, edits: &[Edit]) -> String {
    let mut text: Vec<char> = snippet.chars().collect();
    for edit in edits {
        let place = |index: &Index, length: usize| index.index(length + 1);
        match edit {
            Edit::Insert(at, token) => {
                let at = place(at, text.len());
                text.splice(at..at, TOKENS[token.index(TOKENS.len())].chars());
            }
            Edit::Remove(at, length) => {
                let at = place(at, text.len());
                text.drain(at..(at + length).min(text.len()));
            }
            Edit::Repeat(at, length, to) => {
                let at = place(at, text.len());
                let part = text[at..(at + length).min(text.len())].to_vec();
                let to = place(to, text.len());
                text.splice(to..to, part);
            }
        }
    }
    text.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_read_mutants_alike(snippet in any::<Index>(), edits in prop::collection::vec(edit(), 1..5)) {
        let text = edited(SNIPPETS[snippet.index(SNIPPETS.len())], &edits);
        read(Format::Yaml, &text);
        read(Format::Json, &text);
    }
}

#[test]
fn both_ways_read_every_short_string_alike() {
    let alphabets: [(&str, &[&str]); 8] = [
        ("", &["a", " ", "\n", ":", "-", "#", "  "]),
        ("", &["a", "\n", ": ", "[", "]", "{", "}", ",", "\"b\""]),
        ("k: ", &["a", " ", "\n  ", "\"", "'", "\\", "#"]),
        ("- k: |", &["a", " ", "\n", "    ", "+", "-", "2", "\t"]),
        ("&x k:", &["\n", " ", "&x", "*x", "!t", "- ", "a"]),
        ("--- ", &["---", "...", "\n", " ", "a", "#", "{}"]),
        ("k:\n  l: ", &["a", "\n", "[", "]", ",", "'", "-", ": "]),
        ("", &["{", "}", "[", "]", ",", ":", "\"a\"", "1", "-"]),
    ];
    for (prefix, tokens) in alphabets {
        let mut texts = vec![prefix.to_owned()];
        for _ in 0..4 {
            let longer = texts.iter().flat_map(|text| tokens.iter().map(move |token| format!("{text}{token}")));
            texts = longer.collect();
            for text in &texts {
                read(Format::Yaml, text);
                read(Format::Json, text);
            }
        }
    }
}

#[test]
fn lifelike_text_is_read_in_the_fast_way() {
    for snippet in &SNIPPETS[..SNIPPETS.len() - 2] {
        let declined = read(Format::Yaml, snippet).declined();
        let unusual = snippet.contains("? d") || snippet.contains("?q#r, ") || snippet.contains("p?q#r]");
        assert_eq!(declined.is_some(), unusual, "{declined:?} for\n{snippet}");
    }
    for snippet in &SNIPPETS[SNIPPETS.len() - 2..] {
        assert_eq!(read(Format::Json, snippet).declined(), None, "{snippet}");
        assert_eq!(read(Format::Yaml, snippet).declined(), None, "{snippet}");
    }
    assert_eq!(read(Format::Toml, "a = 1").declined(), None);
}

#[test]
fn what_is_declined_has_a_reason() {
    let cases = [
        ("a: \u{7}", "character"),
        ("a: b\rc: d", "character"),
        ("a: b\u{85}", "character"),
        ("a:\n\t- b", "tab"),
        ("%YAML 1.2\n---\na", "directive"),
        ("a\n...\nb", "document-end"),
        ("? a\n: b", "explicit-key"),
        (": a", "key"),
        ("a:\n  b: c\n d: e", "indentation"),
        ("a: b\n- c", "entry"),
        ("a: 'b' c", "after-value"),
        ("a: b: c", "inline-collection"),
        ("a: @b", "plain"),
        ("a: 'b", "quote"),
        ("a: \"\\ud83d\\ude00\"", "escape"),
        ("a: |9x\n", "block-scalar"),
        ("a: !b!c d", "property"),
        ("a: *b", "alias"),
        ("a: [b: c]", "flow"),
    ];
    for (text, reason) in cases {
        assert_eq!(read(Format::Yaml, text).declined().map(Declined::as_str), Some(reason), "{text}");
    }
    assert_eq!(read(Format::Json, "[1, // c\n2]").declined(), Some(Declined::Json));
}

/// The specification wants these lines to be deeper than the key; no reader in use does.
#[test]
fn quoted_text_and_flow_collections_may_go_on_in_any_column() {
    for text in [
        "a:\n  b: [\n  c]\n",
        "a:\n  b: [\nc\n]\nd: e\n",
        "a:\n- {b: c,\nd: e}\n",
        "a:\n  b: \"c\n  d\"\n",
        "a:\n  b: 'c\n\n\n-- d\n'\ne: f\n",
        "a: [\"b\n  c\\\nd\", 'e\nf']\n",
    ] {
        assert_eq!(read(Format::Yaml, text).declined(), None, "{text}");
    }
}

/// Of each the maintained parser says that it is wrong, or reads it more leniently than the specification.
#[test]
fn what_the_specification_refuses_is_declined() {
    let cases = [
        "'a\n  b': c\n",
        "a:\n  \"b\n  c\"\n  : d\n",
        "\"a\n--- b\"\n",
        "'a\n...\n'\n",
        "a: \"\\x4g\"\n",
        "a: \"\\u004\"\n",
        "a: \"\\U00110000\"\n",
        "a: |\n    \n  b\n",
        "a: ['b\n---\nc']\n",
        "a: {'b\n c': d}\n",
        "a: ['b\nc' : d]\n",
        "[a,\n---\n]\n",
        "[a,\n...\n]\n",
        "{a: b,\n%c\n}\n",
        "a: [b,#c\n  d]\n",
        "a: &x 1\n---\nb: *x\n",
        "a: &x &y b\n",
        "a: !x !y b\n",
        "a: &x *x\n",
        "a: b\n c: d\n",
        "- a\n b\n- c: d\n  - e\n",
        "a:\n- b\n c: d\n",
        "a: 'b'\n  c\n",
        "a: [b] c\n",
        "a: *b c\n",
        "a: |x\n  b\n",
        "a: |1-2\n b\n",
        "a: >3\n  b\n",
        "--- a: b\n",
        "--- - a\n",
        "a\n--- |x\n",
        "a: {b: c]\n",
        "a: [b\n",
        "a: {b c: , : d}\n",
        "a: [b, , c]\n",
        "a: ]\n",
    ];
    for text in cases {
        assert!(read(Format::Yaml, text).declined().is_some(), "{text}");
    }
    for text in
        ["[1,]", "{\"a\": 1,}", "[01]", "[1.]", "[.5]", "[-]", "[\"\t\"]", "[1] 2", "{1: 2}", "nul", "[1 2]", "[\"a]"]
    {
        assert!(read(Format::Json, text).declined().is_some(), "{text}");
    }
}

#[test]
fn texts_are_made_from_their_slices() {
    let cases = [
        (r#""b\t ¶  c""#, "b\t c"),
        (r#""b\ ¶¶  c""#, "b \nc"),
        (r#""b \¶  \ c \¶¶¶  d""#, "b  c \n\nd"),
        (r#""\x41\u00e9\U0001F600\N\_\L\P""#, "A\u{e9}\u{1f600}\u{85}\u{a0}\u{2028}\u{2029}"),
        (r#""\0\a\b\v\f\r\e\"\\""#, "\0\x07\x08\x0b\x0c\r\x1b\"\\"),
        ("'it''s ¶¶  ''so'''", "it's\n'so'"),
        ("b ¶  c¶¶¶   d  ", "b c\n\nd"),
        ("|¶  b¶    c¶¶  d¶¶", "b\n  c\n\nd\n"),
        ("|+¶  b¶¶ ¶", "b\n\n\n"),
        ("|2-¶    b¶¶", "  b"),
        (">¶¶  b¶  c¶¶  d¶   e¶  f¶", "\nb c\nd\n e\nf\n"),
    ];
    for (written, text) in cases {
        for line_end in ["\n", "\r\n"] {
            let tree = read(Format::Yaml, &format!("a: {}", written.replace('¶', line_end)));
            assert_eq!(tree.declined(), None, "{written}");
            let node = tree.documents(Dialect::Core).next().unwrap().root().get("a").unwrap();
            assert_eq!(node.text(), text, "{written}");
        }
    }
}

#[test]
fn limits_are_the_same_in_both_ways() {
    let deep = |depth: usize| {
        let blocks = (0..depth).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>();
        [
            "[".repeat(depth) + &"]".repeat(depth),
            "- ".repeat(depth) + "a",
            format!("{blocks}{}b", " ".repeat(depth)),
            format!("a: &a [[b]]\nc: {}*a{}", "[".repeat(depth - 3), "]".repeat(depth - 3)),
        ]
    };
    for depth in 126..131 {
        for text in deep(depth) {
            let tree = read(Format::Yaml, &text);
            assert_eq!(tree.errors().is_empty(), depth <= 128, "{depth}: {text}");
            assert_eq!(tree.declined().is_none(), depth <= 128, "{depth}: {text}");
            read(Format::Json, &text);
        }
    }
    let aliases = "a: &a [x, y, {z: 1}]\nb: &b [*a, *a]\nc: [*b, *b, *a]\n---\nd: 1\n";
    for expanded_nodes in 0..60 {
        let limits = Limits { expanded_nodes, ..Limits::default() };
        let tree = read_within(&limits, Format::Yaml, aliases);
        assert_eq!(tree.errors().is_empty(), tree.declined().is_none(), "{expanded_nodes}");
        read_within(&limits, Format::Yaml, "- a\n- b: c\n- [d, {e: f}]\n");
        read_within(&limits, Format::Json, "[1, {\"a\": [2]}]");
    }
}

/// Each tried with the version of go-yaml that `sigs.k8s.io/yaml` uses.
#[test]
fn what_go_tools_refuse_is_told() {
    let cases = [
        ("a: 1\n...\nb: 2\n", "b: 2"),
        ("a: 1\n...\n# c\n", ""),
        ("a: 1\n...\n---\nb: 2\n", ""),
        ("%YAML 1.2\n---\na: 1\n", "%YAML 1.2"),
        ("%YAML 1.1\n---\na: 1\n", ""),
        ("a: [b?c]\n", "?"),
        ("a: {?b: c}\n", "?"),
        ("a: b?c\n", ""),
        ("a: [:b]\n", ":"),
        ("a: {b:, c: }\n", ":"),
        ("a: {\"b\":, c: }\n", ""),
        (r#"a: "b\/c""#, r"\/"),
        (r#"a: "b\\/c""#, ""),
        (r#"a: "\ud83d\ude00""#, r"\u,\u"),
        (r#"a: "\u00e9""#, ""),
        ("a: &a.b 1\n", "&a.b"),
        ("a: &a-b_1 1\n", ""),
        ("{a: b}: c\n", "{a: b}"),
        ("a:\n\t\nb: c\n", "\t"),
        ("a: 'b'\n \t\nc: d\n", "\t"),
        ("a: b\n  \t# x\nc: d", ""),
        ("a: [b]\n\t# x\nc: d", "\t"),
        ("-\ta\n", "\t"),
        ("- \t\n- a\n", "\t"),
        ("a: [b,\n\tc]\n", ""),
        ("a:\tb \t# c\nd:\t\n", ""),
        ("a: \"b\n\tc\"\n", ""),
        ("&& a: 1\n", "&&"),
        ("!!st# a\n", "!!st#"),
        ("a: {\"b\n  c\": d}\n", "\"b\n  c\""),
        ("a: |\n  \tb\n", "\t"),
        ("a: |\n  b\n\t\nc: d\n", "\t"),
        ("a: |2\n  \tb\n", ""),
        ("a: |\n  b\n  \tc\n", ""),
        ("|\né\n", "é"),
        ("--- >-\n a\n", ""),
        ("...\n---\na: b\n", "..."),
        ("# c\n...\n", "..."),
    ];
    for (text, places) in cases {
        let tree = read(Format::Yaml, text);
        assert_eq!(tree.errors(), [], "{text}");
        let slips = go_slips(&tree);
        let found: Vec<&str> = slips.iter().map(|slip| tree.source().slice(slip.span)).collect();
        assert_eq!(found.join(","), places, "{text}");
    }
}

#[test]
fn a_block_scalar_that_ends_the_file_has_no_final_break_for_go() {
    let cases = [
        ("a: |\n  x", r#"{"a":"x\n"}"#, r#"{"a":"x"}"#),
        ("a: >+\n  x", r#"{"a":"x\n"}"#, r#"{"a":"x"}"#),
        ("a: |-\n  x", r#"{"a":"x"}"#, r#"{"a":"x"}"#),
        ("a: |\n  x\n", r#"{"a":"x\n"}"#, r#"{"a":"x\n"}"#),
        ("a: |\n  x\n  ", r#"{"a":"x\n"}"#, r#"{"a":"x\n"}"#),
        ("a: |+\n  x\n\n", r#"{"a":"x\n\n"}"#, r#"{"a":"x\n\n"}"#),
    ];
    for (text, core, go) in cases {
        let tree = read(Format::Yaml, text);
        assert_eq!(
            (outline_in(&tree, Dialect::Core), outline_in(&tree, Dialect::Go)),
            (core.into(), go.into()),
            "{text}"
        );
    }
}
