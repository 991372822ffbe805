use super::{Shape, reads};
use crate::rego::{
    compile::{Input, Source, compile},
    extension::{End, Extension, Way},
    fail::Fail,
    syntax::ast::Version,
};

const INPUT: Shape<'_> =
    Shape::Object(&[("documents", Shape::Array(&Shape::Object(&[("file", Shape::Plain), ("node", Shape::Document)])))]);

/// What the rule `deny` of a module may read, one way a line.
fn read(rules: &str) -> String {
    let sources = [Source::new("a.rego", format!("package a\n\n{rules}"), Version::V1)];
    let data = serde_json::json!({});
    let parts = Extension {
        name: "parts.of",
        arity: 2,
        run: std::sync::Arc::new(|_, _| Err(Fail::Undefined)),
        ways: Some(std::sync::Arc::new(|name| {
            let way = |end| Way { steps: vec![Some(name.into()), None], end };
            vec![way(if name == "text" { End::Inside } else { End::Node })]
        })),
    };
    let compiled = compile(&Input { extensions: vec![parts], ..Input::all(&sources, &data) });
    assert!(compiled.errors.is_empty(), "{:?}", compiled.errors);
    let deny = compiled.program.rule(&["a", "deny"]);
    reads(&compiled.program, deny, INPUT).to_string().trim_end().to_owned()
}

#[test]
fn fields_are_read_by_their_names() {
    let rules = "deny contains d.file if { some d in input.documents; d.node.a.b; not d.node.c }";
    assert_eq!(read(rules), "a.b\nc");
}

#[test]
fn what_is_walked_through_is_read_one_level_deep() {
    let rules = "deny contains d.file if { some d in input.documents; some c in d.node.containers; c.probe }";
    assert_eq!(read(rules), "containers.*.probe");
    let rules = "deny contains d.file if { some d in input.documents; every c in d.node.containers { c.image } }";
    assert_eq!(read(rules), "containers.*.image");
    let rules = "deny contains name if { some d in input.documents; some name, _ in d.node.jobs }";
    assert_eq!(read(rules), "jobs.*");
    let rules = "deny contains d.file if { d := input.documents[_]; d.node.list[0].a; d.node[d.file].b }";
    assert_eq!(read(rules), "list.b.a\nlist.*.a\n*.b");
}

#[test]
fn keys_that_are_elements_of_a_constant_are_known() {
    let rules = "deny contains d.file if { some d in input.documents; some key in [\"a\", \"b\"]; d.node[key].c }";
    assert_eq!(read(rules), "a.c\nb.c");
    let rules = "deny contains d.file if { some d in input.documents; some key, _ in {\"a\": 1}; d.node[key] }";
    assert_eq!(read(rules), "a");
    let rules = "deny contains d.file if { some d in input.documents; some key in [\"a\", 1]; d.node[key].c }";
    assert_eq!(read(rules), "*.c");
    let rules = "deny contains d.file if { some d in input.documents; some key in [\"a\", d.file]; d.node[key].c }";
    assert_eq!(read(rules), "*.c");
}

#[test]
fn what_leaves_is_read_as_a_whole() {
    for leaves in [
        "json.marshal(d.node.a) == x",
        "d.node.a == x",
        "d.node.a in x",
        "x in d.node.a",
        "{d.node.a}",
        "{v | v := d.node.a}",
        "{d.file: v | v := d.node.a}",
        "walk(d.node.a, [p, v]); v == 1",
        "f with input as d.node.a",
        "y := $\"{d.node.a}\"",
        "x[d.node.a]",
    ] {
        let rules = format!("x := [1]\n\nf := 1\n\ndeny contains d.file if {{ some d in input.documents; {leaves} }}");
        let whole = if leaves.contains("with") { "**" } else { "a.**" };
        assert_eq!(read(&rules), whole, "{leaves}");
    }
}

#[test]
fn values_are_followed_through_what_the_program_makes() {
    let rules = "pods := [pod | some d in input.documents; pod := {\"in\": d, \"spec\": d.node.spec}]

deny contains pod[\"in\"].file if { some pod in pods; not pod.spec.a; pod[\"in\"].node.b; x := [pod]; x[_].spec.c }";
    assert_eq!(read(rules), "b\nspec.a\nspec.c");
    let rules =
        "deny contains d.file if { some d in input.documents; x := array.concat([d.node.a], [d.node.b]); x[_].c }";
    assert_eq!(read(rules), "a.c\nb.c");
    let rules = "deny contains d.file if { some d in input.documents; object.get(d.node.a, \"b\", d.node.c).d }";
    assert_eq!(read(rules), "a.b.d\nc.d");
    let rules = "deny contains d.file if { some d in input.documents; [[x, _]] := [[d.node.a, d.node.b]]; x.c }";
    assert!(read(rules).contains("a.c"), "{}", read(rules));
}

#[test]
fn functions_read_what_they_are_given() {
    let rules = "name(of) := of.metadata.name

deny contains name(d.node) if some d in input.documents";
    assert_eq!(read(rules), "metadata.name.**");
    let rules = "first(x) := x.a

deny contains d.file if { some d in input.documents; first(first(d.node)).b }";
    assert!(read(rules).lines().any(|line| line == "a.a.b"), "{}", read(rules));
}

#[test]
fn values_that_are_compared_with_each_other_are_read_as_a_whole() {
    let rules = "one := d.node.a if some d in input.documents

deny contains 1 if one.b";
    assert_eq!(read(rules), "a.**");
    let rules = "by[d.file] := d.node.a if some d in input.documents

deny contains 1 if by[\"x\"].b";
    assert_eq!(read(rules), "a.**");
}

#[test]
fn ways_that_are_known_are_gone() {
    let rules = "deny contains d.file if { some d in input.documents; some p in parts.of(\"list\", d.node); p.node.a }";
    assert_eq!(read(rules), "list.*.a");
    let rules = "deny contains d.file if { some d in input.documents; some p in parts.of(\"text\", d.node); p.node.a }";
    assert_eq!(read(rules), "text.*.**");
    let rules = "deny contains d.file if { some d in input.documents; some p in parts.of(d.file, d.node); p.node.a }";
    assert_eq!(read(rules), "**");
}

#[test]
fn what_is_only_told_apart_or_counted_is_not_read_further() {
    let rules = "deny contains d.file if { some d in input.documents; is_object(d.node.a); count(d.node.b) > 1 }";
    assert_eq!(read(rules), "a\nb.*");
}
