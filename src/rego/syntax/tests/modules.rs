use super::{super::ast::Version, check, module};

const MODULES: &[(&str, &str)] = &[
    ("package a", "package a"),
    (r#"package a.b["c-d"].e"#, "package a/b/c-d/e"),
    ("package if.contains.package", "package if/contains/package"),
    ("# c\npackage a # d\n# e", "package a"),
    ("package a\nimport data.b", "package a\nimport data/b as b"),
    ("package a\nimport data.b.c as d\nimport input", "package a\nimport data/b/c as d\nimport input as input"),
    ("package a\nimport input.x[\"y z\"] as w\np := w", "package a\nimport input/x/y z as w\np := w"),
    ("package a\nimport rego.v1\nimport data.b\np if b", "package a\nimport data/b as b\np = true if b"),
    ("package a\nimport future.keywords.if\np if b", "package a\np = true if b"),
    ("package a p := 1 q := 2", "package a\np := 1\nq := 2"),
    ("\u{feff}package a", "package a"),
    ("package a\r\np := 1\r\n", "package a\np := 1"),
    ("package a\nimport data.not.x", "package a\nimport data/not/x as x"),
    ("package\n\na", "package a"),
    (
        "package a\nimport data.x\nimport future.keywords\np { x and y }",
        "package a\nimport data/x as x\np = true if (and {x} {y})",
    ),
];

#[test]
fn modules() {
    check(MODULES, |text| module(Version::V0, text));
}
