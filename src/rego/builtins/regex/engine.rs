//! Searching: one pattern, compiled for the texts it meets.
//!
//! Most texts are ASCII alone. For these a pattern is compiled over bytes: the same answers from a fraction of the states,
//! since a class such as `[^/]` is one step there and some thirty over the encodings of all characters. Most runs meet
//! few texts of many patterns, so compiling is most of what patterns cost.

use std::sync::OnceLock;

use regex_automata::{meta, util::syntax};

use crate::rego::fail::{Fail, Outcome};

/// What a compiled pattern may take, as the `regex` crate has it.
const MOST_STATES: usize = 10 << 20;
const CACHE: usize = 2 << 20;

/// Up to this size a pattern that can be compiled over bytes can be over characters, too: all characters outside ASCII
/// are some forty states at most.
const SMALL: u64 = 1000;

/// A pattern, compiled for ASCII and for all text when the first such text comes.
#[derive(Debug)]
pub(super) struct Engine {
    /// In the syntax of the `regex` crate.
    pattern: String,
    /// Whether it can be compiled over bytes.
    is_ascii: bool,
    ascii: OnceLock<Option<meta::Regex>>,
    any: OnceLock<Option<meta::Regex>>,
}

impl Engine {
    /// Compiles what can tell whether the pattern is one.
    pub(super) fn new(pattern: String, size: u64) -> Result<Self, String> {
        let is_ascii = size <= SMALL && is_ascii(&pattern);
        let engine = Self { pattern, is_ascii, ascii: OnceLock::new(), any: OnceLock::new() };
        engine.for_text("").map_err(|_| "expression too large".to_string())?;
        Ok(engine)
    }

    /// What searches a text.
    pub(super) fn for_text(&self, text: &str) -> Outcome<&meta::Regex> {
        let over_bytes = self.is_ascii && text.is_ascii();
        let compiled = if over_bytes { &self.ascii } else { &self.any };
        compiled.get_or_init(|| compile(&self.pattern, !over_bytes)).as_ref().ok_or(Fail::Undefined)
    }
}

fn compile(pattern: &str, over_characters: bool) -> Option<meta::Regex> {
    let limits = meta::Regex::config().nfa_size_limit(Some(MOST_STATES)).hybrid_cache_capacity(CACHE);
    let syntax = syntax::Config::new().nest_limit(1000).unicode(over_characters).utf8(over_characters);
    meta::Regex::builder().configure(limits.utf8_empty(over_characters)).syntax(syntax).build(pattern).ok()
}

/// Whether a written pattern names ASCII characters alone. Those it does not name, as in `[^/]` and `.`, may be any.
fn is_ascii(written: &str) -> bool {
    let mut numbers = written.split(r"\x{").skip(1);
    let is_small =
        |number: &str| number.find('}').is_some_and(|end| end < 2 || end == 2 && number.as_bytes()[0] < b'8');
    written.is_ascii() && !written.contains(r"\p") && !written.contains(r"\P") && numbers.all(is_small)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rego::builtins::regex::parse::translate;

    #[test]
    fn patterns_that_name_other_characters_are_known() {
        for (pattern, expected) in [
            ("^[^/]+(:[0-9]+)?$", true),
            (r"(?i)key|\w\b\x7f", true),
            (r"\x80", false),
            ("é", false),
            ("[a-é]", false),
            (r"\pL", false),
            (r"\x{10FFFF}", false),
            (r"[^\x00-\x{10FFFF}]", false),
        ] {
            assert_eq!(is_ascii(&translate(pattern).unwrap().text), expected, "{pattern}");
        }
    }

    /// Both ways find the same in ASCII.
    #[test]
    fn bytes_and_characters_agree() {
        let pieces = [
            "a",
            "K",
            "[^a]",
            ".",
            r"\b",
            r"\B",
            r"\W",
            "(?i:k)",
            "(?i:[^ks])",
            "x*",
            "(a|b?)",
            "^",
            "$",
            "(?s:.)",
            r"\n",
            "{",
            "[[:^alpha:]]",
        ];
        let texts = ["", "a", "ak", "Kb\nxxa", "k s", "\u{7f}\0a", "aab{"];
        let pairs = pieces.iter().flat_map(|first| pieces.map(|second| format!("{first}{second}a?")));
        for pattern in pairs {
            let written = translate(&pattern).unwrap();
            let (bytes, characters) = (compile(&written.text, false), compile(&written.text, true));
            for text in texts {
                let found = |regex: &Option<meta::Regex>| -> Vec<Vec<_>> {
                    let regex = regex.as_ref().unwrap();
                    regex.captures_iter(text).map(|found| found.iter().collect()).collect()
                };
                assert_eq!(found(&bytes), found(&characters), "{} in {text:?}", written.text);
            }
        }
    }
}
