//! Every string of a few tokens, over alphabets in which much means something.

use std::process::ExitCode;

use waylint::kind::Format;

use crate::agree::Tally;

/// A part of the grammar: what every string begins with, and the tokens it goes on with.
struct Alphabet {
    name: &'static str,
    format: Format,
    prefix: &'static str,
    tokens: &'static [&'static str],
}

const fn yaml(name: &'static str, prefix: &'static str, tokens: &'static [&'static str]) -> Alphabet {
    Alphabet { name, format: Format::Yaml, prefix, tokens }
}

const ALPHABETS: [Alphabet; 26] = [
    yaml("structure", "", &["a", " ", "  ", "\n", ":", "-", "#"]),
    yaml("structure under a key", "a:\n  b:", &["a", " ", "\n", ":", "-", "#", "\t"]),
    yaml("lines", "", &["a: b\n", "a:\n", "- a\n", "-\n", "- ", "  ", "# c\n", "a\n"]),
    yaml("lines in a sequence", "- a:\n", &["a: b\n", "a:\n", "- a\n", "-", "  ", " # c", "\n"]),
    yaml("quotes", "", &["a", " ", "\n", ":", "\"", "'", "\\", "#"]),
    yaml("quotes under a key", "k: ", &["a", " ", "\n ", "\"", "'", "\\", "\t", "\r\n"]),
    yaml("escapes", "k: \"", &["\\", "x", "u", "4", "1", "\"", "\n ", "\r\n ", "U0001"]),
    yaml("flow", "", &["a", " ", "\n", ":", "[", "]", "{", "}", ",", "\""]),
    yaml("flow under a key", "k: ", &["a", "\n ", ": ", "[", "]", "{", "}", ", ", "-", " #"]),
    yaml("flow mapping", "k: {", &["a", " ", "\n", ":", "'b'", "}", ",", "{", "# c\n", "*x", "?"]),
    yaml("flow sequence", "- [", &["a", " ", "\n ", ":", "\"b\"", "]", ",", "[", "# c\n", "-", "&x"]),
    yaml("flow in any column", "a:\n  b: [", &["c", " ", "\n", ": ", "]", ",", "'d'", "- ", "# e\n", "f: g\n"]),
    yaml("flow mapping in any column", "- a:\n  - {", &["c", " ", "\n", ":", "}", ",", "\"d\"", "---", "%", "\t"]),
    yaml("quotes in any column", "a:\n- b: '", &["c", " ", "\n", ":", "'", "\"", "- ", "---", "#", "d: e\n"]),
    yaml("block scalars", "k: ", &["a", " ", "\n", "|", ">", "-", "+", "1", "#"]),
    yaml("literal", "k: |", &["a", " ", "  ", "\n", "\t", "\r\n", "#"]),
    yaml("folded in a sequence", "k:\n- >+\n", &["a", " ", "  ", "\n", "\t", "#", "- "]),
    yaml("folded deeper", "k:\n  j: >-\n", &["a", " ", "   ", "\n", "\t", "b: c\n", "\u{a0}"]),
    yaml("properties", "", &["a", " ", "\n", ":", "&x", "*x", "!t", "- ", "~"]),
    yaml("properties under a key", "k: &x ", &["a", " ", "\n", ": ", "&x ", "*x", "!t ", "- ", "|", "["]),
    yaml("properties on lines", "k: !!str", &["\n", "  ", " &x", "# c\n", "a: b\n", "- ", "x", " #"]),
    yaml("documents", "", &["---", "...", " ", "\n", "a", "#", ": ", "- ", "%"]),
    yaml("documents with values", "--- ", &["---", "...", " ", "\n", "a", "#", ":", "|", "'", "{}"]),
    yaml("keys", "<<: a\n", &["a", "'a'", "\"a\"", ": ", "\n", "<<", "{", "}", ","]),
    yaml("line ends", "a:", &["\r\n", "\n", "\t", " ", "#", "b", "- ", ":", "\u{feff}"]),
    Alphabet {
        name: "json",
        format: Format::Json,
        prefix: "",
        tokens: &["{", "}", "[", "]", ",", ":", "\"a\"", "1", " ", "\n", "-", "null", "\"\\", "0", "."],
    },
];

/// Reads every string of at most `length` tokens in both ways.
pub(crate) fn all(length: usize) -> ExitCode {
    std::panic::set_hook(Box::new(|_| {}));
    let mut code = ExitCode::SUCCESS;
    for alphabet in &ALPHABETS {
        // As many strings of each, more or less, whatever the number of tokens.
        let length = length.saturating_sub(match alphabet.tokens.len() {
            ..=8 => 0,
            9..=11 => 1,
            _ => 2,
        });
        let mut tally = Tally::default();
        extend(alphabet, length, &mut alphabet.prefix.to_owned(), &mut tally);
        if tally.report(alphabet.name) != ExitCode::SUCCESS {
            code = ExitCode::FAILURE;
        }
    }
    code
}

fn extend(alphabet: &Alphabet, left: usize, text: &mut String, tally: &mut Tally) {
    tally.compare(alphabet.format, text);
    if left == 0 {
        return;
    }
    for token in alphabet.tokens {
        let length = text.len();
        text.push_str(token);
        extend(alphabet, left - 1, text, tally);
        text.truncate(length);
    }
}
