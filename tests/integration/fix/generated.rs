//! Documents and edits made at random.

use proptest::prelude::*;
use waylint::kind::{Dialect, Format};

use super::{edits::read, hold};
use crate::documents::generated::{roots, written};

/// A die whose throws follow from a seed.
fn dice(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed | 1;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) as usize % below.max(1)
    }
}

fn try_edits(format: Format, text: &str, seed: u64) {
    let tree = read(format, text);
    assert_eq!(tree.errors(), &[], "{text}");
    let mut dice = dice(seed);
    let document = tree.documents(Dialect::Core).next().unwrap().root().to_json();
    for _ in 0..8 {
        let edit = hold::edit(&document, &mut dice);
        if let Err(refusal) = hold::hold(&tree, 0, &edit) {
            // What is written in an ordinary way is understood.
            let reason = refusal.to_string();
            let fine = ["is there already", "has no name", "does not exist", "cannot be removed", "changes nothing"];
            assert!(fine.iter().any(|fine| reason.contains(fine)), "{reason}: {edit:?}\n{text}");
        }
    }
}

/// The same document with comments on lines of their own. In block scalars they would be text.
fn commented(text: &str, seed: u64) -> String {
    let mut dice = dice(seed);
    let comment = |line: &str| match dice(3) {
        0 if !text.contains(['|', '>']) => format!("{}# {}\n\n{line}", " ".repeat(dice(6)), dice(100)),
        _ => line.to_owned(),
    };
    text.split_inclusive('\n').map(comment).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn only_what_is_meant_changes(root in roots(), seed in any::<u64>()) {
        let text = written(&root).text;
        let bare = text.replace(" # c\n", "\n").replace(" # items\n", "\n");
        let between = commented(&bare, seed);
        let windows = text.replace('\n', "\r\n");
        for text in [&text, &bare, &between, &windows, &format!("# é\n---\n{text}...\n---\n{bare}")] {
            try_edits(Format::Yaml, text, seed);
        }
        let value = read(Format::Yaml, &text).documents(Dialect::Core).next().unwrap().root().to_json();
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            try_edits(Format::Json, &text, seed);
        }
    }
}
