use super::{super::ast::Version, check, query, rules};

const LINES: &[(&str, &str)] = &[
    ("x", "x"),
    ("x; y", "x; y"),
    ("x\ny", "x; y"),
    ("x; y\nz", "x; y; z"),
    ("x := 1", "(:= x 1)"),
    ("x = 1", "(= x 1)"),
    ("[a, b] := c", "(:= [a b] c)"),
    (r#"{"a": x} = input"#, r#"(= {"a": x} input)"#),
    ("x == 1", "(== x 1)"),
    ("f(x)", "(call f x)"),
    ("x # c\ny", "x; y"),
    ("x.y\n[1, 2][x]", r#"(ref x "y"); (ref [1 2] x)"#),
    ("f\n(x)", "f; x"),
    ("x := {\n1,\n2,\n}", "(:= x #{1 2})"),
];

#[test]
fn lines() {
    check(LINES, query);
}

const NEGATIONS: &[(&str, &str)] = &[
    ("not x", "(not x)"),
    ("not x == 1", "(not (== x 1))"),
    ("not x = 1", "(not (= x 1))"),
    ("not f(x)", "(not (call f x))"),
    ("not [1, 2][x]", "(not (ref [1 2] x))"),
    ("not(x)", "(not x)"),
    ("not x in y", "(not (in x y))"),
    ("not x with input as 1", "(with (not x) input 1)"),
    ("not {1}", "(not #{1})"),
    ("not x := 1", "(not (:= x 1))"),
];

#[test]
fn negations() {
    check(NEGATIONS, query);
}

const DECLARATIONS: &[(&str, &str)] = &[
    ("some x", "(some x)"),
    ("some x, y", "(some x y)"),
    ("some x, y; z", "(some x y); z"),
    ("some _", "(some _)"),
    ("some x in xs", "(some-in x xs)"),
    ("some k, v in xs", "(some-in k v xs)"),
    (r#"some [a, {"b": c}] in xs"#, r#"(some-in [a {"b": c}] xs)"#),
    (r#"some "a", v in xs"#, r#"(some-in "a" v xs)"#),
    ("some x in xs with input as 1", "(with (some-in x xs) input 1)"),
    ("some x in f(y)", "(some-in x (call f y))"),
    ("some x in [1, 2]", "(some-in x [1 2])"),
    ("some k, _ in xs", "(some-in k _ xs)"),
];

#[test]
fn declarations() {
    check(DECLARATIONS, query);
}

const EVERY: &[(&str, &str)] = &[
    ("every x in xs { x }", "(every x xs | x)"),
    ("every k, v in xs { k; v }", "(every k v xs | k; v)"),
    ("every _, v in [1] { v\nv }", "(every _ v [1] | v; v)"),
    ("every x in {1, 2} { x } with input as 1", "(with (every x #{1 2} | x) input 1)"),
    ("every x in xs { every y in x { y } }", "(every x xs | (every y x | y))"),
    ("every x in f(y) { not x }", "(every x (call f y) | (not x))"),
];

#[test]
fn every() {
    check(EVERY, query);
}

const WITH: &[(&str, &str)] = &[
    ("x with input as 1", "(with x input 1)"),
    (
        r#"x with input.a.b as {"a": 1} with data.c as 2"#,
        r#"(with (with x (ref input "a" "b") {"a": 1}) (ref data "c") 2)"#,
    ),
    ("x with f as g", "(with x f g)"),
    ("x with data.f as {1 | 2}", r#"(with x (ref data "f") #{1 | 2})"#),
    ("x == 1 with input as y in z", "(with (== x 1) input (in y z))"),
];

#[test]
fn with() {
    check(WITH, query);
}

const NOT_BODIES: &[(&str, &str)] = &[
    ("not x", "p = true if (not {x})"),
    ("not x with input as 1", "p = true if (with (not {x}) input 1)"),
    ("not { x }", "p = true if (not {x})"),
    ("not { x; y } with input as 1", "p = true if (with (not {x; y}) input 1)"),
    ("not {\nx\nnot y\n}", "p = true if (not {x; (not {y})})"),
    ("not ({1})", "p = true if (not {#{1}})"),
    ("not (x)", "p = true if (not {x})"),
    ("not x == 1", "p = true if (not {(== x 1)})"),
    ("not {x} == y", "error at 52: unexpected `==`"),
];

#[test]
fn not_bodies() {
    check(NOT_BODIES, |text| rules(Version::V1, "import future.keywords.not", &format!("p if {{\n{text}\n}}")));
}

const LOGIC: &[(&str, &str)] = &[
    ("a and b", "p = true if (and {a} {b})"),
    ("a or b", "p = true if (or {a} {b})"),
    ("a or b and c or d", "p = true if (or {a} {(and {b} {c})} {d})"),
    ("a and b and c", "p = true if (and {a} {b} {c})"),
    ("(a or b) and c", "p = true if (and {(or {a} {b})} {c})"),
    ("a and (b or c)", "p = true if (and {a} {(or {b} {c})})"),
    ("(a and b) and c", "p = true if (and {(and {a} {b})} {c})"),
    ("((a or b))", "p = true if (or {a} {b})"),
    ("{ a; b } and { c }", "p = true if (and {a; b} {c})"),
    ("{ a } or b", "p = true if (or {a} {b})"),
    ("a and { b; c }", "p = true if (and {a} {b; c})"),
    ("not a and b", "p = true if (and {(not {a})} {b})"),
    ("a or not b", "p = true if (or {a} {(not {b})})"),
    ("not (a or b)", "p = true if (not {(or {a} {b})})"),
    ("not { a } and b", "p = true if (and {(not {a})} {b})"),
    ("(not a) and b", "p = true if (and {(not {a})} {b})"),
    ("a and b with input as 1", "p = true if (with (and {a} {b}) input 1)"),
    ("(a with input as 1) and b", "p = true if (and {(with a input 1)} {b})"),
    ("(a and b with input as 1)", "p = true if (with (and {a} {b}) input 1)"),
    ("(a and b with input as 1) with input as 2", "p = true if (with (with (and {a} {b}) input 1) input 2)"),
    ("x == 1 and y := 2", "p = true if (and {(== x 1)} {(:= y 2)})"),
    ("(x + 1) == 2 and y", "p = true if (and {(== (+ x 1) 2)} {y})"),
    ("({1}) and x", "p = true if (and {#{1}} {x})"),
    ("({}) == x", "p = true if (== {} x)"),
    ("{x | y} == z", "p = true if (== #{x | y} z)"),
    ("{ x | y }", "p = true if #{x | y}"),
    ("{ (x | y) } and z", "p = true if (and {(| x y)} {z})"),
    ("[x | a and b]", "p = true if [x | (and {a} {b})]"),
    ("and(x, y)", "p = true if (call and x y)"),
    ("or(x, y) and z", "p = true if (and {(call or x y)} {z})"),
    ("x.and.or", r#"p = true if (ref x "and" "or")"#),
    ("f(x) and g(y) == 2", "p = true if (and {(call f x)} {(== (call g y) 2)})"),
    ("a and\nb", "p = true if (and {a} {b})"),
    ("a\nor b", "p = true if (or {a} {b})"),
    ("some x in xs", "p = true if (some-in x xs)"),
    ("{ a and b } or c", "p = true if (or {(and {a} {b})} {c})"),
    ("{ a } and { b } or { c }", "p = true if (or {(and {a} {b})} {c})"),
];

#[test]
fn logic() {
    check(LOGIC, |text| rules(Version::V1, "import future.keywords", &format!("p if {{\n{text}\n}}")));
}
