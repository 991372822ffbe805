//! Slips, and what is said about them: the snapshot shows each with `⟦…⟧` around its place.

use super::super::{ast::Version, parse};

/// What is said about a text: its line, the message, the help.
fn told(version: Version, text: &str) -> String {
    let Err(error) = parse(text, version) else { panic!("no error in {text}") };
    let (start, end) = (error.span.start as usize, error.span.end as usize);
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let last = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let place = format!("{}⟦{}⟧{}", &text[first..start], &text[start..end], &text[end..last]);
    // What cannot be seen is escaped.
    let place: String = place
        .chars()
        .map(|c| if c.is_control() || c == '\u{a0}' { c.escape_unicode().to_string() } else { c.into() })
        .collect();
    format!("{place}\n    {}\n    {}\n", error.message, error.help)
}

fn all(version: Version, preamble: &str, texts: &[&str]) -> String {
    texts.iter().map(|text| told(version, &format!("package a\n{preamble}{text}"))).collect()
}

const VERSION_1: &[&str] = &[
    "p {\n  x\n}",
    "deny[msg] {\n  msg := 1\n}",
    "deny[msg]",
    "deny[msg] if { x } else := 1",
    "p = 1 { x }",
    "p := 1 if x else := 2 { y }",
    "p",
    "p.q",
    "p x",
    "p := ",
    "p := if x",
    "p := 1 = 2",
    "p == 1",
    "p := 1, 2",
    "p if",
    "p if {",
    "p if { x",
    "p if { x; }",
    "p if { x y }",
    "p if { x := [1, 2 }",
    "p if { f(x }",
    "p := {\"a\": 1, \"b\" 2}",
    "p := {\"a\": 1 \"b\": 2}",
    "p := [1 2]",
    "p := {\"a\": }",
    "p if {x, y}",
    "else := 1",
    "p := 1\nelse := 2",
    "p contains x if y else := 1",
    "p[x] := 1 if y else := 2",
    "p if x else { y }",
    "p if x else 2",
    "if := 1",
    "in := 1",
    "package := 1",
    "not p if x",
    "some x",
    "p if x; y",
    "p if { x = = y }",
    "p if { := 1 }",
    "p if { x := y := z }",
    "p if { input.x. }",
    "p if { input. x }",
    "p if { input.1 }",
    "p if { x[] }",
    "p if { x[1 }",
    "p if { not not x }",
    "p if { x := not y }",
    "p if { x := some y in z }",
    "p if { not some x in y }",
    "p if { not every x in y { x } }",
    "p if { some x := 1 }",
    "p if { some x == 1 }",
    "p if { some f(x) }",
    "p if { some x in }",
    "p if { some 1 }",
    "p if { every x { y } }",
    "p if { every x in y }",
    "p if { every [x] in y { x } }",
    "p if { every input in y { x } }",
    "p if { x with }",
    "p if { x with input }",
    "p if { x with input = 1 }",
    "p if { x with f(x) as 1 }",
    "p if { x with 1 as 1 }",
    "p := 01",
    "p := 1.",
    "p := 1e",
    "p := 1x",
    "p := 1e999999",
    "p := .x",
    "p := -",
    "p := -(1)",
    "p := \"a",
    "p := \"a\\q\"",
    "p := \"\\u12\"",
    "p := `a",
    "p := $\"a",
    "p := $\"{}\"",
    "p := $\"{x\"",
    "p := $\"{x := 1}\"",
    "p := $\"{not x}\"",
    "p := $\"{some x in y}\"",
    "p := $\"{x y}\"",
    "p := 'a'",
    "p if !x",
    "p := x ? 1",
    "p := a && b",
    "p := a || b",
    "p := \"a\tb\\n\"",
    "p := “a”",
    "p := a\u{a0}+ b",
    "p := \"\0\"",
    "p := x.y(z)(w)",
    "p := x[y](z)",
    "p := \"a\".b",
    "p := 1(2)",
    "p := (a.b).c",
    "p := [1](x)",
    "f(x) contains y",
    "f(x).y := 1",
    "default p := x",
    "default p := f(1)",
    "default p.q",
    "default f(x, x) := 1",
    "default f(1) := 1",
    "default p contains 1",
    "_ := 1",
    "f (x) := 1",
    "import data.a as input",
    "import data.a as if",
    "import data.if",
    "import foo.bar",
    "import data[x]",
    "import rego.v3",
    "import rego.v1 as x",
    "import future.keywords.foo",
    "import data.a-b",
    "import data/a",
    "import",
    "package b",
    "p if { x } }",
    "}",
    "p := 1;",
    "p if x if y",
    "p if x and y",
    "p := x in y in",
    "p := [x | ]",
    "p := [x | y",
    "p := {x: y | z z}",
    "p := (1",
    "p := (1, 2)",
    "p if { a b\n}",
    "p if {\n  x == {\"a\": 1\n}",
    "p := f(1,, 2)",
    "p if { x } else := 1 { y }",
    "import data.b\np if { some x in xs; x { }",
    "@",
    "p if { (x }",
    "p if x else := 1 if y else z",
    "set() := 1",
    "x := y z",
    "p if if x",
    "p contains if x",
    "p[x if y",
    "\"p\" := 1",
    "p := null.x",
    "p := \"\\ud800\\u00\"",
];

#[test]
fn version_1() {
    insta::assert_snapshot!(all(Version::V1, "", VERSION_1));
}

const VERSION_0: &[&str] = &[
    "p if { x }",
    "p contains x { y }",
    "p { x in y }",
    "p { some x in y }",
    "p { every x in y { x } }",
    "p = $\"{x}\"",
    "p { x } else = 1 { y } { z }",
    "p[x] { y } else = 1",
    "p.q[x] = 1 { y } else = 2",
    "p",
    "p { x",
    "p = 1 { x",
    "p = x y",
    "import rego.v1\np { x }",
    "p[x] { y }\nimport rego.v1",
    "if { x }\nimport rego.v1",
    "p { x and y }",
    "p { every x }",
    "not { x }",
    "f(x) = ",
];

#[test]
fn version_0() {
    insta::assert_snapshot!(all(Version::V0, "", VERSION_0));
}

const IMPORTED: &[&str] = &[
    "p if { not {} }",
    "p if { not {1, 2} }",
    "p if { not { a | b } }",
    "p if { a and }",
    "p if { {1, 2} and b }",
    "p if { a and {1, 2} }",
    "p if { {a | b} and c }",
    "p if { a with input as 1 and b }",
    "p if { (a with input as 1 and b) }",
    "p if { print(\"x\") and b }",
    "p if { ({a; b}) }",
    "p if { a and () }",
    "p if { (a and b }",
    "p if { a and {} }",
    "p := a and b",
    "p if { (a or b) == c }",
    "p if { or }",
];

#[test]
fn imported() {
    insta::assert_snapshot!(all(Version::V1, "import future.keywords\n", IMPORTED));
}
