//! Input that wants to cost too much: each is refused with a clear error, in bounded time and on a small stack.

use std::{sync::Arc, thread, time::Duration};

use waylint::{
    document::{Limits, parse},
    kind::Format,
    source::Source,
};

use super::{first_error, read};

/// Reads on a stack that deep recursion would overflow, and tells the first error.
fn refused(format: Format, text: String) -> (&'static str, String) {
    let reading = move || {
        let (rule, message, _) = first_error(&read(format, &text));
        (rule, message)
    };
    thread::Builder::new().stack_size(256 << 10).spawn(reading).unwrap().join().unwrap()
}

#[test]
fn depth_is_bounded_in_every_format() {
    const DEEP: usize = 20_000;
    let nested = |open: &str, close: &str| open.repeat(DEEP) + &close.repeat(DEEP);
    let blocks = (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>();
    let cases = [
        (Format::Yaml, nested("[", "]")),
        (Format::Yaml, nested("{a: ", "}")),
        (Format::Yaml, "- ".repeat(DEEP)),
        (Format::Yaml, "? ".repeat(DEEP)),
        (Format::Yaml, blocks),
        (Format::Json, nested("[", "]")),
        (Format::Json, nested("{\"a\":", "}")),
        (Format::Json, "[".repeat(DEEP)),
        (Format::Toml, format!("a = {}", nested("[", "]"))),
        (Format::Toml, format!("a = {}", nested("{b = ", "}"))),
        (Format::Toml, format!("a{} = 1", ".b".repeat(DEEP))),
        (Format::Toml, format!("[a{}]\nb = 1", ".b".repeat(DEEP))),
    ];
    for (format, text) in cases {
        let start: String = text.chars().take(20).collect();
        let (rule, message) = refused(format, text);
        assert_eq!(rule, "too-deep", "{start}");
        assert!(message.starts_with("values are nested more than "), "{start}: {message}");
    }
}

#[test]
fn aliases_are_counted_with_what_they_stand_for() {
    let bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned()
        + &(1..12).map(|n| format!("a{n}: &a{n} [{}]\n", format!("*a{},", n - 1).repeat(9))).collect::<String>();
    assert_eq!(refused(Format::Yaml, bomb).0, "too-many-nodes");
    let chain =
        "a0: &a0 [x]\n".to_owned() + &(1..300).map(|n| format!("a{n}: &a{n} [*a{}]\n", n - 1)).collect::<String>();
    assert_eq!(refused(Format::Yaml, chain).0, "too-deep");
    assert_eq!(refused(Format::Yaml, "a: &a\n  b: [*a]\n".to_owned()).0, "recursive-alias");
}

#[test]
fn values_are_bounded_in_every_format() {
    let limits = Limits { expanded_nodes: 1_000, ..Limits::default() };
    let cases = [(Format::Yaml, "[1,", "]"), (Format::Json, "[1,", "]"), (Format::Toml, "a = [1,", "]")];
    for (format, open, close) in cases {
        let read = |count: usize| {
            let text = format!("{open}{}{close}", "1,".repeat(count));
            let tree = parse(Arc::new(Source::new("many", text)), format, &limits);
            tree.errors().iter().map(|error| error.rule).collect::<Vec<_>>()
        };
        assert_eq!((read(900), read(1_100)), (vec![], vec!["too-many-nodes"]));
    }
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let text = "a".repeat(Limits::default().bytes + 1);
    for format in [Format::Yaml, Format::Json, Format::Toml, Format::Dockerfile] {
        assert_eq!(refused(format, text.clone()).0, "too-large");
    }
}

#[test]
fn a_file_of_errors_is_given_up() {
    let tree = read(Format::Yaml, &"---\n]\n".repeat(5_000));
    assert_eq!(tree.errors().len(), 100);
    assert!(tree.errors()[99].message.contains("the rest is not read"));
}

/// Four times the input may cost a good deal more than four times as long, but not sixteen times.
#[test]
#[ignore = "measures time"]
fn time_grows_with_the_input_and_not_with_its_square() {
    type Make = fn(usize) -> String;
    let shapes: [(&str, Format, Make); 8] = [
        ("wide mapping", Format::Yaml, |n| (0..n).map(|n| format!("key{n}: 1\n")).collect()),
        ("repeated key", Format::Yaml, |n| "a: 1\n".repeat(n)),
        ("repeated keys in many mappings", Format::Yaml, |n| "- {a: 1, a: 2}\n".repeat(n)),
        ("many anchors", Format::Yaml, |n| (0..n).map(|n| format!("- &a{n} x\n- *a{n}\n")).collect()),
        ("comments", Format::Yaml, |n| "# c\n".repeat(n) + "a: 1\n"),
        ("broken documents", Format::Yaml, |n| "# c\n".repeat(n) + &"---\n\ta: ]\n".repeat(200)),
        ("wide object", Format::Json, |n| (0..n).map(|n| format!("\"key{n}\": 1,")).collect::<String>() + "\"z\": 1}"),
        ("many tables", Format::Toml, |n| (0..n).map(|n| format!("[a.b{n}] # c\nc = 1\n")).collect()),
    ];
    for (name, format, make) in shapes {
        let time = |n: usize| -> Duration {
            let text = if format == Format::Json { "{".to_owned() + &make(n) } else { make(n) };
            (0..3).map(|_| cost(format, &text)).min().unwrap()
        };
        let (small, large) = (time(10_000), time(40_000));
        println!("{name}: {small:?}, {large:?}");
        assert!(large < small * 10, "{name}: {small:?}, then {large:?}");
    }
}

/// Time to read a file and to look at every mapping in it.
fn cost(format: Format, text: &str) -> Duration {
    let started = std::time::Instant::now();
    let tree = read(format, text);
    for document in tree.documents(Default::default()) {
        let root = document.root();
        let looked_up = root.items().filter(|item| item.get("a").is_some()).map(|item| item.len()).sum::<usize>();
        assert!(looked_up <= tree.arena().len() + root.entries().len());
    }
    started.elapsed()
}
