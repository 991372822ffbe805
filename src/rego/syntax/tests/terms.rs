use super::{check, query};

const LITERALS: &[(&str, &str)] = &[
    ("null", "null"),
    ("true", "true"),
    ("false", "false"),
    ("0", "0"),
    ("-1", "-1"),
    ("- 1", "-1"),
    ("1.50", "1.50"),
    ("1e3", "1e3"),
    ("0E-3", "0E-3"),
    (".5", ".5"),
    ("-.5", "-.5"),
    (r#""a""#, r#""a""#),
    (r#""""#, r#""""#),
    (r#""\"\\\/\b\f\n\r\t""#, r#""\"\\/\u{8}\u{c}\n\r\t""#),
    (r#""\u00e9\ud83d\ude00""#, r#""é😀""#),
    (r#""\ud83d \ude00\ud83d\u0041""#, r#""� ��A""#),
    ("`a\\n\"\nb`", r#""a\\n\"\nb""#),
    ("_", "_"),
    ("x", "x"),
    ("input", "input"),
    ("data", "data"),
    ("[_, _]", "[_ _]"),
];

#[test]
fn literals() {
    check(LITERALS, query);
}

const REFERENCES: &[(&str, &str)] = &[
    ("input.a.b", r#"(ref input "a" "b")"#),
    (r#"input["a b"].c"#, r#"(ref input "a b" "c")"#),
    ("x[_][y].z", r#"(ref x _ y "z")"#),
    ("input.if.contains.in.not.null", r#"(ref input "if" "contains" "in" "not" "null")"#),
    ("if.x", r#"(ref if "x")"#),
    ("not.x", r#"(ref not "x")"#),
    ("not.x.y == 1", r#"(== (ref not "x" "y") 1)"#),
    ("true[0]", "(ref true 0)"),
    (r#"some["x"]"#, r#"(ref some "x")"#),
    ("contains.x", r#"(ref contains "x")"#),
    ("data.foo[input.x][1 + 2]", r#"(ref data "foo" (ref input "x") (+ 1 2))"#),
    ("x[a in b]", "(ref x (in a b))"),
    ("x[a, b in c]", "(ref x (in a b c))"),
    ("[1, 2][i]", "(ref [1 2] i)"),
    (r#"{"a": 1}.a"#, r#"(ref {"a": 1} "a")"#),
    ("{1, 2}[x]", "(ref #{1 2} x)"),
    ("[x | x := 1][0]", "(ref [x | (:= x 1)] 0)"),
    ("f(x).y", r#"(ref (call f x) "y")"#),
    (r#"f(x)["y"].z"#, r#"(ref (call f x) "y" "z")"#),
    ("(f(x)).y", r#"(ref (call f x) "y")"#),
    ("(x).y", r#"(ref x "y")"#),
    ("(1 + x).y", r#"(ref (+ 1 x) "y")"#),
];

#[test]
fn references() {
    check(REFERENCES, query);
}

const CALLS: &[(&str, &str)] = &[
    ("f(x)", "(call f x)"),
    ("f()", "(call f)"),
    ("data.lib.f(x, 1)", r#"(call (ref data "lib" "f") x 1)"#),
    ("f(x,)", "(call f x)"),
    ("f(g(h(1)))", "(call f (call g (call h 1)))"),
    ("set()", "#{}"),
    ("set(1)", "(call set 1)"),
    ("contains(a, b)", "(call contains a b)"),
    ("f.if(x)", r#"(call (ref f "if") x)"#),
    ("f(x in y)", "(call f (in x y))"),
    ("f(x, y in z)", "(call f x (in y z))"),
    ("f((x, y in z))", "(call f (in x y z))"),
    ("f(a.b[c], [1], {2})", r#"(call f (ref a "b" c) [1] #{2})"#),
    ("(f)(x)", "(call f x)"),
];

#[test]
fn calls() {
    check(CALLS, query);
}

const COLLECTIONS: &[(&str, &str)] = &[
    ("[]", "[]"),
    ("[1]", "[1]"),
    ("[1, 2,]", "[1 2]"),
    ("[, 1]", "[1]"),
    ("{}", "{}"),
    ("{1}", "#{1}"),
    ("{1, 2,}", "#{1 2}"),
    ("{, 1}", "#{1}"),
    (r#"{"a": 1}"#, r#"{"a": 1}"#),
    (r#"{"a": 1, b: 2,}"#, r#"{"a": 1, b: 2}"#),
    (r#"{, "a": 1}"#, r#"{"a": 1}"#),
    ("{a + 1: b + 2, c: {d}}", "{(+ a 1): (+ b 2), c: #{d}}"),
    ("{{}}", "#{{}}"),
    ("[{1: [2]}]", "[{1: [2]}]"),
    ("{x.y}", r#"#{(ref x "y")}"#),
    ("{x.y: z}", r#"{(ref x "y"): z}"#),
    ("{f(x)}", "#{(call f x)}"),
];

#[test]
fn collections() {
    check(COLLECTIONS, query);
}

const COMPREHENSIONS: &[(&str, &str)] = &[
    ("[x | x = 1]", "[x | (= x 1)]"),
    ("{x | x = 1; y}", "#{x | (= x 1); y}"),
    ("{x: y | x = 1\ny = 2}", "{x: y | (= x 1); (= y 2)}"),
    ("{x + 1: y | z}", "{(+ x 1): y | z}"),
    ("[x.y[z] | some x in xs]", r#"[(ref x "y" z) | (some-in x xs)]"#),
    ("[[x] | y]", "[[x] | y]"),
    ("{{x} | y}", "#{#{x} | y}"),
    ("{x | every y in z { y }}", "#{x | (every y z | y)}"),
    ("[x | not y with input as 1]", "[x | (with (not y) input 1)]"),
    ("[x | a, b in c]", "[x | (in a b c)]"),
    ("[f(x) | {y | z}]", "[(call f x) | #{y | z}]"),
];

#[test]
fn comprehensions() {
    check(COMPREHENSIONS, query);
}

const UNIONS: &[(&str, &str)] = &[
    ("[(x | y)]", "[(| x y)]"),
    ("[a + 1 | b]", "[(| (+ a 1) b)]"),
    ("{a | b, c}", "#{(| a b) c}"),
    ("[a | b, c]", "[(| a b) c]"),
    ("{a | b == c, d}", "#{(== (| a b) c) d}"),
    (r#"{"a": x + y | z}"#, r#"{"a": (| (+ x y) z)}"#),
    (r#"{"a": b | c, "d": e}"#, r#"{"a": (| b c), "d": e}"#),
    ("[, a | b]", "[(| a b)]"),
    ("{, a | b}", "#{(| a b)}"),
    (r#"{, "a": b | c}"#, r#"{"a": (| b c)}"#),
    ("{a | b | c}", "#{a | (| b c)}"),
    ("[a | {b | c, d}, e]", "[(| a #{(| b c) d}) e]"),
];

#[test]
fn unions() {
    check(UNIONS, query);
}

const OPERATORS: &[(&str, &str)] = &[
    ("1 + 2 * 3 - 4", "(- (+ 1 (* 2 3)) 4)"),
    ("a - b - c", "(- (- a b) c)"),
    ("a / b % c * d", "(* (% (/ a b) c) d)"),
    ("a & b | c & d", "(| (& a b) (& c d))"),
    ("a | b & c + d * e == f", "(== (| a (& b (+ c (* d e)))) f)"),
    ("a == b != c", "(!= (== a b) c)"),
    ("a < b == c <= d", "(<= (== (< a b) c) d)"),
    ("(a + b) * c", "(* (+ a b) c)"),
    ("a + (b - c)", "(+ a (- b c))"),
    ("x in y", "(in x y)"),
    ("x in y in z", "(in (in x y) z)"),
    ("x == 1 in y", "(in (== x 1) y)"),
    ("a | b in c", "(in (| a b) c)"),
    ("k, v in x", "(in k v x)"),
    ("k, v in x in y", "(in (in k v x) y)"),
    ("(k, v in x)", "(in k v x)"),
    ("1 in [1, 2]", "(in 1 [1 2])"),
    ("-x", "(- 0 x)"),
    ("-x.y", r#"(- 0 (ref x "y"))"#),
    ("-f(x)", "(- 0 (call f x))"),
    ("-x * y", "(* (- 0 x) y)"),
    ("a - -1", "(- a -1)"),
    ("a -1", "(- a 1)"),
    ("a-b", "(- a b)"),
    ("a - -b", "(- a (- 0 b))"),
    ("-contains(x)", "(- 0 (call contains x))"),
    ("1 + x in y", "(in (+ 1 x) y)"),
    ("a\n+ b", "(+ a b)"),
];

#[test]
fn operators() {
    check(OPERATORS, query);
}

const TEMPLATES: &[(&str, &str)] = &[
    (r#"$"a""#, r#"(template "a")"#),
    (r#"$"""#, "(template)"),
    ("$`a`", r#"(template "a")"#),
    (r#"$"{x}""#, "(template {x})"),
    (r#"$"a{x}b{y + 1}c""#, r#"(template "a" {x} "b" {(+ y 1)} "c")"#),
    (r#"$"\{x} {x}""#, r#"(template "{x} " {x})"#),
    (r#"$"\{x\} \n{x}""#, r#"error at 5: unknown escape"#),
    (r"$`\n\{x}{y}`", r#"(template "\\n{x}" {y})"#),
    (r#"$"{$"{x}"}{`}`}{"}"}""#, r#"(template {(template {x})} {"}"} {"}"})"#),
    (r#"$"{{1}}{{"a": 1}}{[x | x]}""#, r#"(template {#{1}} {{"a": 1}} {[x | x]})"#),
    (r#"$"{x with input as 1}""#, "(template {(with x input 1)})"),
    ("$\"{\n# }\"\nx}\"", "(template {x})"),
    ("$`a\n{x}\nb`", r#"(template "a\n" {x} "\nb")"#),
    (r#"$"{x in y}""#, "(template {(in x y)})"),
];

#[test]
fn templates() {
    check(TEMPLATES, query);
}
