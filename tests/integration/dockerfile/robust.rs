//! Places are right and nothing breaks, whatever the text.

use proptest::prelude::*;
use waylint::{
    document::{NodeRef, Tree},
    kind::Dialect,
};

use super::{parse, root};

/// Words that are written without quotes and escapes are what stands where they point.
fn check_words(node: NodeRef<'_>) {
    for (key, value) in node.entries() {
        if matches!(&*key.text(), "words" | "arguments") {
            for word in value.items().filter(|word| !word.is_collection()) {
                let slice = word.tree().source().slice(word.raw_span());
                assert!(
                    slice == word.text() || slice.contains(['"', '\'', '\\', '`', '\t']),
                    "{slice:?} {:?}",
                    word.text()
                );
            }
        }
        check_words(value);
    }
    node.items().for_each(check_words);
}

/// Spans are in bounds and on characters.
fn check_places(tree: &Tree) {
    let text = tree.source().text();
    for document in tree.documents(Dialect::Json) {
        check_words(document.root());
        for id in 0..tree.arena().len() as u32 {
            let span = document.node(id).raw_span();
            assert!(span.start <= span.end && text.get(span.range()).is_some(), "{span:?} in {text:?}");
        }
    }
    for error in tree.errors() {
        assert!(text.get(error.span.range()).is_some(), "{error:?}");
    }
    assert!(tree.comments().is_sorted_by_key(|comment| comment.span));
    assert!(tree.comments().iter().all(|comment| tree.source().slice(comment.span).starts_with('#')));
}

const LIFELIKE: &str = concat!(
    "# syntax=docker/dockerfile:1\n# café\nARG V=1 W\nFROM --platform=$BUILDPLATFORM r.io/a/é:${V} AS build\r\n",
    "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nENV A=\"b $V\" C='d' \\\n # in\n\n D=\\ e\n",
    "RUN --mount=type=cache,target=/c apt-get update && \\\n  apt-get in\\\nstall -y \"cu\\\nrl\" 2>/dev/null | sh -c 'a \"$(b)\"'\n",
    "RUN <<EOF cat >f <<-'X'\nfor x in 1; do sudo \\\n y; done\nEOF\n\tz\n\tX\n",
    "COPY --from=build [\"a\\u00e9\", \"b\"]\nEXPOSE 80/tcp\nUSER $V:g\nONBUILD ADD a b\nHEALTHCHECK CMD x || exit 1\nCMD [\"sh\", \"-c\", \"é $(x)\"]\n"
);

#[test]
fn words_point_at_their_bytes() {
    let tree = parse(LIFELIKE);
    assert_eq!(tree.errors(), []);
    check_places(&tree);
    let run = root(&tree).at(&["stages"]).and_then(|stages| stages.items().next()).unwrap();
    let run = run.get("instructions").unwrap().items().nth(3).unwrap();
    let mut places = Vec::new();
    for command in run.get("commands").unwrap().items() {
        for word in command.get("words").unwrap().items() {
            places.push(tree.source().slice(word.raw_span()));
        }
    }
    assert_eq!(
        places,
        [
            "apt-get",
            "update",
            "apt-get",
            "in\\\nstall",
            "-y",
            "\"cu\\\nrl\"",
            "sh",
            "-c",
            "'a \"$(b)\"'",
            "a",
            "\"$(b)\"",
            "b",
        ]
    );
    let target = run.get("mounts").unwrap().items().next().unwrap().get("target").unwrap();
    assert_eq!(tree.source().slice(target.raw_span()), "/c");
}

#[test]
fn no_cut_of_a_file_breaks_the_reader() {
    for at in (0..LIFELIKE.len()).filter(|&at| LIFELIKE.is_char_boundary(at)) {
        check_places(&parse(&LIFELIKE[..at]));
        check_places(&parse(&LIFELIKE[at..]));
    }
}

#[test]
fn nesting_and_doubling_are_bounded() {
    for deep in ["( ", "$(", "if a; then ", "{ ", "${x:-", "\"$(", "sudo ", "`", "((", "a && (", "sh -c '$("] {
        check_places(&parse(&format!("FROM x\nRUN {}", deep.repeat(20_000))));
    }
    check_places(&parse(&format!("FROM {}", "${x:-".repeat(20_000))));
    let doubling = "ENV A=$A$A\n".repeat(2_000);
    assert!(parse(&format!("FROM x\nENV A=aaaaaaaa\n{doubling}")).arena().bytes() < 64 << 20);
    let repeated = format!("FROM x\nUSER {}\n{}", "u".repeat(100_000), "WORKDIR a\n".repeat(20_000));
    let tree = parse(&repeated);
    assert_eq!(tree.errors()[0].rule, "too-many-nodes");
    assert!(tree.arena().bytes() < 400 << 20);
    let unterminated: String = (0..2_000).map(|n| format!("RUN <<E{n}\n")).collect();
    assert!(parse(&format!("FROM x\n{unterminated}")).errors().len() < 20);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_mixture_breaks_the_reader(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        check_places(&parse(&pieces.concat()));
    }

    #[test]
    fn no_text_breaks_the_reader(at in 0..LIFELIKE.len(), junk in "[\\PC\n\t\\\\\"'$(){}<>|&;#`]{0,6}") {
        let at = (at..=LIFELIKE.len()).find(|&at| LIFELIKE.is_char_boundary(at)).unwrap_or(0);
        check_places(&parse(&format!("{}{junk}{}", &LIFELIKE[..at], &LIFELIKE[at..])));
    }
}

const PIECES: &[&str] = &[
    "FROM x",
    "RUN ",
    "COPY ",
    "ENV A=",
    "ARG ",
    "ONBUILD ",
    "CMD ",
    "\n",
    "\n",
    " ",
    "\\\n",
    "# c\n",
    "\r\n",
    "<<EOF",
    "<<-'é'",
    "\nEOF\n",
    "\té\n",
    "\"",
    "'",
    "$(",
    ")",
    "${A:-",
    "}",
    "`",
    "\\",
    "é",
    "a=b",
    "--from=",
    "[\"",
    "\", \"",
    "\"]",
    "\\u00e9",
    "if ",
    "; then ",
    "case x in ",
    ";; ",
    "esac",
    "[[ ",
    " ]]",
    "((",
    "))",
    "&&",
    "||",
    "|",
    "&",
    ";",
    ">",
    "2>&1",
    "<<<",
    "sh -c ",
    "sudo ",
    "$'",
    "$A",
    "for i in ",
    "#",
    "\u{feff}",
    "!(",
    "x=(",
    "<(",
];
