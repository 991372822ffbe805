use super::super::check::table;

#[test]
fn classes_of_letters_are_ascii() {
    table(
        "regex.match",
        &[
            (r#"["^\\w+$", "abc_1"]"#, "true"),
            (r#"["^\\w+$", "é"]"#, "false"),
            (r#"["\\d", "٣"]"#, "false"),
            (r#"["\\s", "\u00a0"]"#, "false"),
            (r#"["\\s", "\u000b"]"#, "false"),
            (r#"["[[:space:]]", "\u000b"]"#, "true"),
            (r#"["é\\b", "é"]"#, "false"),
            (r#"["\\B", "é"]"#, "true"),
            (r#"["(?i)k", "\u212a"]"#, "true"),
        ],
    );
}

#[test]
fn what_is_special_in_rust_alone_is_itself() {
    table(
        "regex.match",
        &[
            (r#"["^[a&&b]+$", "a&b"]"#, "true"),
            (r#"["^[a--b]$", "a"]"#, "undefined"),
            (r#"["^[[a]b]$", "[b]"]"#, "true"),
            (r#"["^[~~a]+$", "~a"]"#, "true"),
            (r#"["^a{,2}$", "a{,2}"]"#, "true"),
            (r#"["^\\Qa.b\\E*$", "a.bb"]"#, "true"),
            (r#"["^\\101\\x{42}\\x43$", "ABC"]"#, "true"),
            (r#"["a#b c", "a#b c"]"#, "true"),
        ],
    );
}

#[test]
fn what_go_does_not_know_is_no_pattern() {
    for pattern in [
        r"a**",
        r"a{2}{3}",
        r"*",
        r"(?x)a",
        r"(?=a)",
        r"\C",
        r"\Z",
        r"\h",
        r"a{1001}",
        r"(?:a{100}){11}",
        r"a{2,1}",
        r"[z-a]",
        r"[a-\d]",
        r"\p{Alphabetic}",
        r"\p{sc=Greek}",
        r"\u0041",
        r"(?P<é>a)",
        r"(",
        r")",
        r"[",
        r"\",
        r"(?i",
        r"(?i-)",
        r"[[:foo:]]",
    ] {
        let arguments = serde_json::json!([pattern]).to_string();
        table("regex.is_valid", &[(&arguments, "false")]);
    }
    table("regex.is_valid", &[(r#"["(?<a>b)(?P<a>c)"]"#, "true"), ("[1]", "false")]);
}

#[test]
fn patterns_that_are_too_large_are_refused() {
    let deep = format!("{}a{}", "(".repeat(5000), ")".repeat(5000));
    assert!(super::compile(&deep).is_err());
    assert!(super::compile(r"(?:\pL{10}){100}").is_err());
    assert!(super::compile(&"a".repeat(super::MOST_BYTES + 1)).is_err());
    let costly = super::compile("(?:[a-z]{100}x?){10}").expect("a pattern");
    assert!(costly.is_match(&"a".repeat(30_000_000)).is_err());
}

#[test]
fn matches_are_found_one_after_another() {
    table(
        "regex.find_n",
        &[
            (r#"["a.", "abacad", 2]"#, r#"["ab","ac"]"#),
            (r#"["a.", "abacad", -1]"#, r#"["ab","ac","ad"]"#),
            (r#"["a*", "baac", -1]"#, r#"["","aa",""]"#),
            (r#"["a", "b", -1]"#, "[]"),
            (r#"["a", "a", 0]"#, "[]"),
            (r#"["a", "a", 1.5]"#, "undefined"),
        ],
    );
    table(
        "regex.find_all_string_submatch_n",
        &[
            (r#"["(a)|(b)", "ab", -1]"#, r#"[["a","a",""],["b","","b"]]"#),
            (r#"["(a){0}(b)", "b", -1]"#, r#"[["b","","b"]]"#),
        ],
    );
}

#[test]
fn texts_are_split_at_matches() {
    table(
        "regex.split",
        &[
            (r#"[",\\s*", "a, b,c"]"#, r#"["a","b","c"]"#),
            (r#"["", "abc"]"#, r#"["a","b","c"]"#),
            (r#"["", ""]"#, "[]"),
            (r#"["a", ""]"#, r#"[""]"#),
            (r#"["a", "a"]"#, r#"["",""]"#),
        ],
    );
}

#[test]
fn replacements_name_groups() {
    table(
        "regex.replace",
        &[
            (r#"["foo", "^[a-z]", "F"]"#, r#""Foo""#),
            (r#"["ab", "(?P<x>a)(b)", "${2}$x"]"#, r#""ba""#),
            (r#"["ab", "(a)", "$1x"]"#, r#""b""#),
            (r#"["ab", "(a)", "${1}x$$"]"#, r#""ax$b""#),
            (r#"["ab", "a", "$"]"#, r#""$b""#),
            (r#"["aaa", "b*", "-"]"#, r#""-a-a-a-""#),
            (r#"["a", "(", "b"]"#, "undefined"),
        ],
    );
}

#[test]
fn replacements_that_would_fill_the_memory_end_the_query() {
    let arguments = serde_json::json!(["a".repeat(10_000), "a", "b".repeat(10_000)]).to_string();
    table("regex.replace", &[(&arguments, "error: it needs more than 1 MiB of memory")]);
}

#[test]
fn templates_hold_expressions_between_delimiters() {
    table(
        "regex.template_match",
        &[
            (r#"["urn:{[a-z]+}.x", "urn:abc.x", "{", "}"]"#, "true"),
            (r#"["urn:{[a-z]+}.x", "urn:abcdx", "{", "}"]"#, "false"),
            (r#"["urn:{[a-z]+", "urn:abc", "{", "}"]"#, "undefined"),
            (r#"["urn:<[a-z]{1,2}>", "urn:ab", "<", ">"]"#, "true"),
            (r#"["a", "a", "<<", ">"]"#, "undefined"),
        ],
    );
}

#[test]
fn globs_meet_if_a_text_fits_both() {
    table(
        "regex.globs_match",
        &[
            (r#"["a.a.[0-9]+z", "b.*"]"#, "false"),
            (r#"["[a-z]+", "[0-9]*"]"#, "false"),
            (r#"["a.*", ".*b"]"#, "true"),
            (r#"["[", "a"]"#, "undefined"),
            (r#"["a**", "a"]"#, "undefined"),
        ],
    );
    let stars = "a*b*".repeat(100);
    let arguments = serde_json::json!([stars, format!("{}c", "a*b+".repeat(100))]).to_string();
    table("regex.globs_match", &[(&arguments, "false")]);
}
