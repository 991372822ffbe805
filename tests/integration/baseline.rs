//! The baseline: names that hold while files change, and debt that neither grows nor hides anything new.

use std::fs;

use proptest::prelude::*;
use waylint::{
    baseline::{Baseline, BaselineError, Entry, distinguish, fingerprint},
    document::{Document, Pointer, Step, Tree},
    finding::{Finding, Fingerprint, Suppression},
    kind::Dialect,
    rule::RuleId,
};

use crate::waivers::{finding, places, yaml};

fn document(tree: &Tree, index: usize) -> Document<'_> {
    tree.documents(Dialect::Core).nth(index).unwrap()
}

/// A finding's name at a place that is written as JSON.
fn name(text: &str, index: usize, pointer: &str) -> Fingerprint {
    let tree = yaml("f.yaml", text);
    let pointer: Pointer = serde_json::from_str(pointer).unwrap();
    assert_eq!(document(&tree, index).nearest(&pointer).1, pointer.steps().len(), "{pointer} is in the text");
    fingerprint(&RuleId::new("a/b"), "f.yaml", Some((document(&tree, index), &pointer)), "message")
}

#[test]
fn a_name_holds_while_lines_and_lists_move() {
    let before =
        name("spec:\n  containers:\n    - name: app\n      image: x:1\n", 0, r#"["spec", "containers", 0, "image"]"#);
    let text =
        "# new\nspec:\n  other: 1\n  containers:\n    - {name: sidecar, image: y}\n    - image: x:2\n      name: app\n";
    assert_eq!(before, name(text, 0, r#"["spec", "containers", 1, "image"]"#));
    assert_ne!(before, name(text, 0, r#"["spec", "containers", 0, "image"]"#));
    assert_eq!(before.0.len(), 32);
}

#[test]
fn items_are_named_by_what_they_use_without_its_version() {
    let steps = |text: &str, index: usize| name(text, 0, &format!(r#"["steps", {index}]"#));
    let checkout = steps("steps: [{uses: actions/checkout@v4}]", 0);
    assert_eq!(checkout, steps("steps: [{run: make}, {uses: actions/checkout@v5}]", 1));
    assert_ne!(checkout, steps("steps: [{uses: actions/cache@v4}]", 0));
    let image = steps("steps: [{image: 'registry:5000/app:1'}]", 0);
    assert_eq!(image, steps("steps: [1, {image: 'registry:5000/app@sha256:00'}]", 1));
    assert_ne!(image, steps("steps: [{image: 'registry:5000/other:1'}]", 0));
    assert_eq!(steps("steps: [--a, --b]", 1), steps("steps: [--b]", 0), "scalars name themselves");
    assert_ne!(steps("steps: [{run: a}, {run: b}]", 0), steps("steps: [{run: a}, {run: b}]", 1), "else the index does");
}

#[test]
fn kubernetes_objects_are_named_by_themselves_and_other_documents_by_number() {
    let object =
        |kind: &str, name: &str| format!("apiVersion: v1\nkind: {kind}\nmetadata: {{name: {name}, namespace: n}}\n");
    let (a, b) = (object("Service", "a"), object("Service", "b"));
    let place = r#"["kind"]"#;
    assert_eq!(name(&format!("{a}---\n{b}"), 0, place), name(&format!("{b}---\n{a}"), 1, place));
    assert_ne!(name(&a, 0, place), name(&b, 0, place));
    assert_ne!(name(&a, 0, place), name(&object("Pod", "a"), 0, place));
    assert_ne!(name("kind: x\n---\nkind: x\n", 0, place), name("kind: x\n---\nkind: x\n", 1, place));
    let list = yaml("f.yaml", &format!("items:\n  - {}", a.replace('\n', "\n    ").trim_end()));
    let item = document(&list, 0).at(document(&list, 0).root().at(&["items"]).unwrap().items().next().unwrap());
    let named = fingerprint(&RuleId::new("a/b"), "f.yaml", Some((item, &Pointer(vec!["kind".into()]))), "message");
    assert_eq!(named, name(&a, 0, place), "an item of a list is the object it is");
}

#[test]
fn rule_file_message_and_occurrence_tell_findings_apart() {
    let tree = yaml("f.yaml", "a: 1\n");
    let at = Pointer(vec!["a".into()]);
    let named = |rule: &str, file: &str, message: &str| {
        fingerprint(&RuleId::new(rule), file, Some((document(&tree, 0), &at)), message)
    };
    let all = [named("a/b", "f", "m"), named("a/c", "f", "m"), named("a/b", "g", "m"), named("a/b", "f", "n")];
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(distinct.len(), all.len());
    let mut alike = [0, 1, 2].map(|_| Finding { fingerprint: all[0].clone(), ..finding(&tree, "a/b", &at) });
    distinguish(&mut alike);
    let names: std::collections::BTreeSet<_> = alike.iter().map(|finding| finding.fingerprint.clone()).collect();
    assert_eq!(names.len(), alike.len());
    assert_eq!(alike[0].fingerprint, all[0]);
}

proptest! {
    #[test]
    fn names_hold_whatever_the_order_of_named_items(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(), lines in 0_usize..4) {
        let list = |order: &[usize]| -> String {
            order.iter().map(|n| format!("  - name: n{n}\n    items: [{{id: {n}, v: 1}}]\n")).collect()
        };
        let plain = yaml("f.yaml", &format!("l:\n{}", list(&[0, 1, 2, 3, 4, 5])));
        let moved = yaml("f.yaml", &format!("{}l:\n{}", "# line\n".repeat(lines), list(&order)));
        let names = |tree: &Tree| {
            let name = |at: &Pointer| fingerprint(&RuleId::new("a/b"), "f", Some((document(tree, 0), at)), "m");
            let mut names: Vec<_> = places(tree).iter().map(name).collect();
            names.sort();
            names
        };
        prop_assert_eq!(names(&plain), names(&moved));
    }

    #[test]
    fn a_pointer_to_anywhere_has_a_name(steps in prop::collection::vec(prop_oneof![(0_usize..3).prop_map(Step::Index), "[a-z]{0,3}".prop_map(Step::Key)], 0..5)) {
        let tree = yaml("f.yaml", "a: [b, {name: c}]\nb: {a: null}\n");
        let name = fingerprint(&RuleId::new("a/b"), "f", Some((document(&tree, 0), &Pointer(steps))), "m");
        prop_assert_eq!(name.0.len(), 32);
    }
}

/// Findings at the keys of a file, named.
fn findings(file: &str, keys: &[&str]) -> Vec<Finding> {
    let text: String = keys.iter().map(|key| format!("{key}: 1\n")).collect();
    let tree = yaml(file, &text);
    let named = |key: &&str| {
        let at = Pointer(vec![(*key).into()]);
        let found = finding(&tree, "a/b", &at);
        let fingerprint = fingerprint(&found.rule.id, file, Some((document(&tree, 0), &at)), &found.message);
        Finding { fingerprint, ..found }
    };
    let mut findings: Vec<Finding> = keys.iter().map(named).collect();
    distinguish(&mut findings);
    findings
}

fn active(findings: &[Finding]) -> Vec<String> {
    let active = findings.iter().filter(|finding| finding.suppression.is_none());
    active.map(|finding| format!("{} {}", finding.place.file, finding.place.pointer)).collect()
}

#[test]
fn known_debt_is_marked_and_what_is_new_is_not() {
    let baseline = Baseline::from(&findings("f.yaml", &["a", "b"]));
    let mut now = findings("f.yaml", &["c", "b", "a"]);
    assert_eq!(baseline.mark(&mut now, &|_| true), Vec::<&Entry>::new());
    assert_eq!(active(&now), ["f.yaml c"]);
    let mut fewer = findings("f.yaml", &["b"]);
    let paid = baseline.mark(&mut fewer, &|_| true);
    assert_eq!(paid.iter().map(|entry| entry.message.as_str()).collect::<Vec<_>>(), ["a/b at a"]);
}

#[test]
fn debt_moves_with_its_file_but_hides_nothing_new_elsewhere() {
    let baseline = Baseline::from(&findings("old.yaml", &["a", "b"]));
    let mut moved = findings("new.yaml", &["a", "b", "c"]);
    baseline.mark(&mut moved, &|entry| entry.file == "old.yaml");
    assert_eq!(active(&moved), ["new.yaml c"]);
    let mut copied = [findings("new.yaml", &["a"]), findings("old.yaml", &["a", "b"])].concat();
    baseline.mark(&mut copied, &|_| true);
    assert_eq!(active(&copied), ["new.yaml a"], "the old file still has it");
    let mut partial = findings("new.yaml", &["a"]);
    assert!(
        baseline.mark(&mut partial, &|entry| entry.file == "new.yaml").is_empty(),
        "the old file was not looked at"
    );
    assert_eq!(active(&partial), ["new.yaml a"]);
    let mut twice = [findings("y.yaml", &["a"]), findings("x.yaml", &["a"])].concat();
    baseline.mark(&mut twice, &|_| true);
    assert_eq!(active(&twice), ["y.yaml a"], "one entry covers one finding, and always the same");
}

#[test]
fn waived_findings_are_no_debt() {
    let mut found = findings("f.yaml", &["a", "b"]);
    let baseline = Baseline::from(&found);
    let waiver = Suppression::Waiver { inline: true, reason: "why".to_owned(), owner: None, until: None };
    found[0].suppression = Some(waiver.clone().into());
    baseline.mark(&mut found, &|_| true);
    assert_eq!(found[0].suppression.as_deref(), Some(&waiver));
    assert_eq!(found[1].suppression.as_deref(), Some(&Suppression::Baseline));
    assert_eq!(Baseline::from(&found).entries().len(), 1);
}

#[test]
fn a_renewed_baseline_drops_what_is_fixed_and_keeps_what_was_not_judged() {
    let baseline = Baseline::from(&[findings("f.yaml", &["a", "b"]), findings("other.yaml", &["x"])].concat());
    let mut now = findings("f.yaml", &["b", "c"]);
    baseline.mark(&mut now, &|entry| entry.file == "f.yaml");
    let renewed = baseline.renewed(&now, &|entry| entry.file == "f.yaml", &str::to_owned);
    let messages: Vec<&str> = renewed.entries().iter().map(|entry| entry.message.as_str()).collect();
    let mut expected = Baseline::from(&[findings("f.yaml", &["b", "c"]), findings("other.yaml", &["x"])].concat());
    assert_eq!(messages.len(), 3);
    assert_eq!(renewed, expected);
    expected = Baseline::new(expected.entries().iter().rev().cloned().collect());
    assert_eq!(renewed, expected, "entries are sorted");
}

#[test]
fn the_file_reads_back_and_holds_one_entry_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".waylint-baseline.json");
    for baseline in [Baseline::default(), Baseline::from(&findings("f.yaml", &["a", "b"]))] {
        baseline.save(&path).unwrap();
        assert_eq!(Baseline::load(&path).unwrap(), baseline);
    }
    insta::assert_snapshot!(fs::read_to_string(&path).unwrap(), @r#"
    {"version":1,"findings":[
    {"file":"f.yaml","rule":"a/b","fingerprint":"8f2b11f4e1242a6b9c3ee8143054e89f","message":"a/b at b"},
    {"file":"f.yaml","rule":"a/b","fingerprint":"8f2b11f4e1242a6bf6cc06a56bfe92de","message":"a/b at a"}
    ]}
    "#);
}

#[test]
fn a_file_that_is_no_baseline_is_refused_with_help() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.json");
    let refused = |text: Option<&str>| -> String {
        match text {
            Some(text) => fs::write(&path, text).unwrap(),
            None => drop(fs::remove_file(&path)),
        }
        let error: BaselineError = Baseline::load(&path).unwrap_err();
        format!("{error}\nhelp: {}", error.help()).replace(&format!("{}/", folder.path().display()), "")
    };
    insta::assert_snapshot!(refused(Some("{\"version\": 2, \"findings\": [], \"more\": 1}")), @r"
    b.json: the baseline has version 2, and version 1 is read
    help: use the waylint that wrote it, or make it anew
    ");
    insta::assert_snapshot!(refused(Some("{\"version\":1,\"findings\":[\n<<<<<<< ours\n]}")), @r"
    b.json:2:1: expected value
    help: mend the file (a merge may have left marks in it), or make it anew
    ");
    insta::assert_snapshot!(refused(Some("[]")), @r"
    b.json:1:2: invalid length 0, expected an object with `version` and `findings`
    help: mend the file (a merge may have left marks in it), or make it anew
    ");
    insta::assert_snapshot!(refused(None), @r"
    b.json: No such file or directory (os error 2)
    help: make one with `waylint baseline`, or name one that exists
    ");
}

#[test]
fn the_file_is_what_its_schema_says() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/baseline.schema.json");
    let schema: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let written = serde_json::from_str(&Baseline::from(&findings("f.yaml", &["a", "b"])).to_json()).unwrap();
    assert!(jsonschema::is_valid(&schema, &written));
}
