//! Input made to hurt: it is read or refused, in little time and on a small stack.

use super::super::{ast::Version, parse, parse_query};

/// Says what became of a module.
fn fate(text: &str) -> &'static str {
    match parse(text, Version::V1) {
        Ok(_) => "read",
        Err(error) if error.message.contains("brackets inside one another") => "too deep",
        Err(error) if error.message == "too many operators in one expression" => "too long",
        Err(error) if error.message == "too many bodies for such a long head" => "too many",
        Err(_) => "wrong",
    }
}

#[test]
fn long_chains_are_read_or_refused() {
    const MANY: usize = 100_000;
    for (start, piece, wanted) in [
        ("p if x", ".a", "read"),
        ("p if x", "[0]", "read"),
        ("p := 1", "+1", "too long"),
        ("p := x", "|x", "too long"),
        ("p := x", " in x", "too long"),
        ("p := x", " == x", "too long"),
        ("p if x", "{x}", "read"),
        ("p if x", " else := 1 if x", "read"),
        ("p if x", " with input as x", "read"),
        ("p if some x", ", x", "read"),
        ("import future.keywords\np if x", " and x", "read"),
        ("import future.keywords\np if x", " and x or x", "read"),
        ("p if ", "not ", "wrong"),
        ("p := ", "-", "wrong"),
        ("p := ", "(", "too deep"),
        ("p := ", "[", "too deep"),
        ("p := ", "{", "too deep"),
        ("p if ", "{", "too deep"),
        ("p := ", "[x|", "too deep"),
        ("p := ", "{x:y|", "too deep"),
        ("p := ", "[x|y,", "too deep"),
        ("p := ", "f(", "too deep"),
        ("p := ", "x[", "too deep"),
        ("p := ", "$\"{", "too deep"),
        ("p if ", "every x in y {", "too deep"),
        ("import future.keywords\np if ", "not {", "too deep"),
        ("import future.keywords\np if ", "(a and ", "too deep"),
        ("import future.keywords\np if ", "{a} and {", "too deep"),
    ] {
        let text = format!("package a\n{start}{}", piece.repeat(MANY));
        assert_eq!(fate(&text), wanted, "{start}{piece}…");
    }
}

#[test]
fn what_fits_the_limits_is_read() {
    let nested =
        |open: &str, close: &str, depth| format!("package a\np := {}1{}", open.repeat(depth), close.repeat(depth));
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("x[", "]"), ("[x | ", "]"), ("$\"{", "}\"")]
    {
        assert_eq!(fate(&nested(open, close, 100)), "read", "{open}");
        assert_eq!(fate(&nested(open, close, 101)), "too deep", "{open}");
    }
    assert_eq!(fate(&format!("package a\np := 1{}", " + 1".repeat(1_000))), "read");
    assert_eq!(fate(&format!("package a\np := 1{}", " + 1".repeat(1_001))), "too long");
    // Elements stand beside one another, so that their heights do not add up.
    let long = format!("1{}", " + 1".repeat(900));
    assert_eq!(fate(&format!("package a\np := [{long}, {long}, {long}, (({long}))]")), "read");
    assert_eq!(fate(&format!("package a\np := ({long}){}", " * 2".repeat(200))), "too long");
}

/// Each level could be read in two ways, and only the whole tells which is right.
#[test]
fn second_readings_do_not_multiply() {
    for (open, close) in [
        ("[a | b, ", "]"),
        ("{a | b, ", "}"),
        ("{a: b | ", "}"),
        ("{a: b | [c | ", ", d]}"),
        ("{x | {y: z | [a | b, ", "]}}"),
    ] {
        for tail in ["", ",", "}", " x", ":"] {
            let depth = 100 / open.matches(['[', '{']).count();
            let term = format!("{}1{}{tail}", open.repeat(depth), close.repeat(depth));
            parse(&format!("package a\np if {{ x := {term}\n}}"), Version::V1).ok();
        }
    }
    for (open, close) in [
        ("not {", "}"),
        ("not ({x | ", "})"),
        ("(not {[x | ", "]})"),
        ("{x and {[y | ", "]}}"),
        ("({", "})"),
        ("((", "))"),
        ("{ x | ", " }"),
    ] {
        for tail in ["", ",", "}", " x", " and"] {
            let depth = 100 / open.matches(['[', '{', '(']).count();
            let literal = format!("{}a{}{tail}", open.repeat(depth), close.repeat(depth));
            parse(&format!("package a\nimport future.keywords\np if {{ {literal}\n}}"), Version::V1).ok();
        }
    }
}

/// A head is copied for each further body, so the two may not both be long.
#[test]
fn further_bodies_of_a_long_head_are_limited() {
    let head = format!("p := [{}]", "1,".repeat(50_000));
    assert_eq!(fate(&format!("package a\n{head} if x{}", "{x}".repeat(5))), "read");
    assert_eq!(fate(&format!("package a\n{head} if x{}", "{x}".repeat(50_000))), "too many");
}

#[test]
fn any_piece_of_a_text_is_survived() {
    let text = "\u{feff}package a\nimport future.keywords\np[x] := $\"é{-x.y}\\{\" if { not { every k, v in {1: [a | b, c]} { \
                (k and `r`) or \"\\u00e9\\ud83d\" } } with input as set() } else = .5e-3 # ä\ndefault q(_) := {\"a\": 01}";
    let places: Vec<_> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
    for (index, &start) in places.iter().enumerate() {
        for &end in &places[index..] {
            parse_query(&text[start..end]).ok();
            parse(&format!("package a\n{}", &text[start..end]), Version::V0).ok();
        }
    }
}
