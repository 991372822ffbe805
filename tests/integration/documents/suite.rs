//! The YAML test suite (github.com/yaml/yaml-test-suite), read from a copy outside this repository:
//!
//! ```sh
//! WAYLINT_YAML_SUITE=…/yaml-test-suite/src cargo test --test integration yaml_test_suite -- --ignored --nocapture
//! ```

use std::{collections::BTreeSet, env, fs};

use serde_json::{Deserializer, Value as Json};
use waylint::{
    document::{NodeRef, Tree},
    kind::{Dialect, Format},
};

use super::{read, to_json};

/// Refused by the specification and read all the same, as libyaml and PyYAML do: flow collections and quoted text that
/// go on at the indentation of their parent or behind a tab.
const LENIENT: [&str; 3] = ["9C9N", "DK95/1", "QB6E"];

struct Case {
    id: String,
    yaml: String,
    json: Option<String>,
    fails: bool,
}

#[test]
#[ignore = "needs a copy of the YAML test suite"]
fn the_yaml_test_suite_is_read_as_it_demands() {
    let folder = env::var("WAYLINT_YAML_SUITE").expect("WAYLINT_YAML_SUITE names the folder `src` of the suite");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let cases: Vec<Case> = files
        .iter()
        .flat_map(|file| {
            let id = file.file_stem().unwrap().to_string_lossy().into_owned();
            cases(&id, &read(Format::Yaml, &fs::read_to_string(file).unwrap()))
        })
        .collect();
    let (mut refused, mut lenient, mut other, mut equal) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new(), 0);
    for case in &cases {
        let tree = read(Format::Yaml, &case.yaml);
        assert!(!case.fails || tree.declined().is_some(), "{}: the fast way accepts what is wrong", case.id);
        match (case.fails, tree.errors().is_empty()) {
            (true, true) => lenient.insert(&*case.id),
            (false, false) => refused.insert(&*case.id),
            _ => true,
        };
        if let (Some(json), false) = (&case.json, case.fails) {
            if values_equal(&tree, json) {
                equal += 1;
            } else {
                other.insert(&*case.id);
            }
        }
    }
    let valid = cases.iter().filter(|case| !case.fails).count();
    println!("{} cases, {valid} valid: refused {refused:?}", cases.len());
    println!("{} invalid: read {lenient:?}", cases.len() - valid);
    println!("values: {equal} equal, others {other:?}");
    assert_eq!(refused, BTreeSet::new());
    assert_eq!(lenient, BTreeSet::from(LENIENT));
    assert_eq!(other, BTreeSet::new());
}

fn cases(id: &str, tree: &Tree) -> Vec<Case> {
    assert_eq!(tree.errors(), [], "{id}");
    let root = tree.documents(Dialect::Core).next().unwrap().root();
    let text = |node: NodeRef<'_>, key: &str| node.get(key).and_then(NodeRef::as_str).map(|text| visible(&text));
    if root.items().any(|case| case.get("skip").is_some()) {
        return Vec::new();
    }
    let case = |(at, case): (usize, NodeRef<'_>)| Case {
        id: if root.len() > 1 { format!("{id}/{at}") } else { id.to_owned() },
        yaml: text(case, "yaml").unwrap_or_default(),
        json: text(case, "json"),
        fails: case.get("fail").is_some(),
    };
    root.items().enumerate().map(case).collect()
}

/// The suite shows white space by signs.
fn visible(text: &str) -> String {
    let text = text.replace('␣', " ").replace('—', "").replace('»', "\t").replace('↵', "");
    text.replace("∎\n", "").replace('←', "\r").replace('⇔', "\u{feff}")
}

fn values_equal(tree: &Tree, json: &str) -> bool {
    let wanted: Vec<Json> =
        Deserializer::from_str(json).into_iter().collect::<Result<_, _>>().expect("JSON of the suite");
    let found: Vec<Json> = tree.documents(Dialect::Core).map(|document| to_json(document.root())).collect();
    found.len() == wanted.len() && found.iter().zip(&wanted).all(|(found, wanted)| same(found, wanted))
}

/// In JSON 450 and 450.00 are one number.
fn same(found: &Json, wanted: &Json) -> bool {
    match (found, wanted) {
        (Json::Number(found), Json::Number(wanted)) => found.as_f64() == wanted.as_f64(),
        (Json::Array(found), Json::Array(wanted)) => {
            found.len() == wanted.len() && found.iter().zip(wanted).all(|(found, wanted)| same(found, wanted))
        }
        (Json::Object(found), Json::Object(wanted)) => {
            found.len() == wanted.len()
                && wanted.iter().all(|(key, wanted)| found.get(key).is_some_and(|found| same(found, wanted)))
        }
        _ => found == wanted,
    }
}
