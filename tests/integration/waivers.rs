//! Waivers: how comments are read, how far they reach, what they do to findings and what is said of bad ones.

use std::{collections::BTreeMap, sync::Arc};

use proptest::prelude::*;
use waylint::{
    config::{Choice, Configs, RulePattern},
    date::Date,
    document::{Limits, Pointer, Tree, parse},
    finding::{Finding, Fingerprint, Origin, Place, Suppression},
    kind::{Dialect, Format},
    rule::{Form, Level, Rule, RuleId, Scope},
    source::Source,
    waiver::{CommentError, Run, Waiver, WaiverProblem, configured, inline, parse_comment, settle},
};

/// A tree of a YAML text.
pub(crate) fn yaml(file: &str, text: &str) -> Tree {
    let tree = parse(Arc::new(Source::new(file, text.to_owned())), Format::Yaml, &Limits::default());
    assert_eq!(tree.errors(), []);
    tree
}

/// A finding of a rule at a place of a tree's first document.
pub(crate) fn finding(tree: &Tree, rule: &str, pointer: &Pointer) -> Finding {
    let source = tree.source();
    let span = tree.documents(Dialect::Core).next().unwrap().span(pointer);
    Finding {
        rule: Arc::new(Rule {
            id: RuleId::new(rule),
            title: String::new(),
            description: String::new(),
            kinds: Vec::new(),
            level: Level::Error,
            help: String::new(),
            message: None,
            fix: None,
            fixes: None,
            references: Vec::new(),
            equivalents: BTreeMap::new(),
            options: None,
            scope: Scope::Document,
            platform: Vec::new(),
            form: Form::Native,
            origin: String::new(),
        }),
        level: Level::Error,
        message: format!("{rule} at {pointer}").into(),
        help: None,
        place: Place {
            file: Arc::clone(source.path()),
            document: 0,
            pointer: Arc::new(pointer.clone()),
            span,
            location: source.locate(span),
            excerpt: source.excerpt(span, 0),
        },
        origin: Origin::Given,
        related: Vec::new(),
        fix: None,
        fingerprint: Fingerprint(String::new()),
        lowered_from: None,
        owner: None,
        note_in_samples: false,
        suppression: None,
    }
}

/// Every place of a tree's first document.
pub(crate) fn places(tree: &Tree) -> Vec<Pointer> {
    fn below(node: waylint::document::NodeRef<'_>, at: &Pointer, places: &mut Vec<Pointer>) {
        places.push(at.clone());
        for (key, value) in node.entries() {
            below(value, &at.join(&[key.text().as_ref().into()]), places);
        }
        for (index, item) in node.items().enumerate() {
            below(item, &at.join(&[index.into()]), places);
        }
    }
    let mut all = Vec::new();
    below(tree.documents(Dialect::Core).next().unwrap().root(), &Pointer::root(), &mut all);
    all
}

fn on(day: &str) -> Date {
    day.parse().unwrap()
}

fn judge(findings: &mut [Finding], waivers: &[Waiver], day: &str) -> Vec<WaiverProblem> {
    let known = |pattern: &RulePattern| !pattern.as_str().starts_with("nonsense");
    settle(findings, waivers, &Run { as_of: on(day), known: &known, judged: &|_, _| true }).problems
}

/// The places below which the comments of a text waive `a/b`, as they are shown.
fn waived(text: &str) -> Vec<String> {
    let tree = yaml("f.yaml", text);
    let mut findings: Vec<Finding> = places(&tree).iter().map(|place| finding(&tree, "a/b", place)).collect();
    judge(&mut findings, &inline(&tree), "2026-01-01");
    let waived = findings.iter().filter(|finding| finding.suppression.is_some());
    waived.map(|finding| finding.place.pointer.to_string()).collect()
}

fn problems(text: &str, day: &str) -> Vec<String> {
    let tree = yaml("f.yaml", text);
    let problems = judge(&mut [finding(&tree, "a/b", &Pointer(vec!["k".into()]))], &inline(&tree), day);
    problems.iter().map(|p| format!("{} {}: {}", p.place.location.start.line, p.rule, p.message)).collect()
}

#[test]
fn a_comment_is_read_in_any_formats_dress() {
    for comment in [
        "# waylint: allow a/b -- why",
        "## waylint:allow a/b -- why ",
        "// waylint: allow a/b -- why",
        "/* waylint: allow a/b -- why */",
        "# hadolint ignore=DL3006 # waylint: allow a/b -- why",
        "waylint: allow a/b -- why",
    ] {
        let allow = parse_comment(comment).unwrap().unwrap();
        assert_eq!(
            (allow.rules[0].as_str(), allow.reason.as_deref(), allow.file),
            ("a/b", Some("why"), false),
            "{comment}"
        );
    }
    let comment = "# waylint: allow-file a/b, c,d/{e,f}-* until=2027-01-31 owner=team-x -- two -- reasons";
    let allow = parse_comment(comment).unwrap().unwrap();
    let rules: Vec<&str> = allow.rules.iter().map(RulePattern::as_str).collect();
    assert_eq!(rules, ["a/b", "c", "d/{e,f}-*"]);
    assert!(allow.file);
    assert_eq!((allow.owner.as_deref(), allow.until), (Some("team-x"), Some(on("2027-01-31"))));
    assert_eq!(allow.reason.as_deref(), Some("two -- reasons"));
    let bare = parse_comment("# waylint: allow a/b--c --").unwrap().unwrap();
    assert_eq!((bare.rules[0].as_str(), bare.reason), ("a/b--c", None));
}

#[test]
fn a_comment_that_cannot_be_followed_says_why() {
    let error = |text: &str| parse_comment(text).unwrap().unwrap_err();
    assert_eq!(error("# waylint: ignore a/b"), CommentError::Verb("ignore".to_owned()));
    assert_eq!(error("# waylint:"), CommentError::Verb(String::new()));
    assert_eq!(error("# waylint: allow -- why"), CommentError::NoRule);
    assert_eq!(error("# waylint: allow a/b until=soon -- why"), CommentError::Date("soon".to_owned()));
    assert_eq!(error("# waylint: allow a/b reason=x"), CommentError::Setting("reason=x".to_owned()));
    assert!(matches!(error("# waylint: allow a/[ -- why"), CommentError::Rule(_)));
    for silent in ["# see the waylint: allow comments", "# a waylint", "#", ""] {
        assert!(parse_comment(silent).is_none(), "{silent}");
    }
}

proptest! {
    #[test]
    fn no_comment_makes_it_panic(text in any::<String>(), head in "#? ?waylint: ?allow(-file)?[ ,a-z/*{}=\\[\\]é-]*", tail in any::<String>()) {
        let _ = parse_comment(&text);
        let _ = parse_comment(&format!("{head}{tail}"));
    }

    #[test]
    fn what_is_written_is_read(rules in prop::collection::vec("[a-z]{1,8}/[a-z-]{1,8}[a-z]", 1..4), reason in "[a-z]{1,9}( [a-z]{1,9}){0,3}") {
        let allow = parse_comment(&format!("# waylint: allow {} -- {reason}", rules.join(", "))).unwrap().unwrap();
        prop_assert_eq!(allow.rules.iter().map(|rule| rule.as_str().to_owned()).collect::<Vec<_>>(), rules);
        prop_assert_eq!(allow.reason, Some(reason));
    }
}

#[test]
fn a_comment_behind_something_holds_for_its_line() {
    assert_eq!(waived("a: 1 # waylint: allow a/b -- why\nb: 2\n"), ["", "a"], "the document begins on that line");
    assert_eq!(waived("x: 0\na:\n  - b # waylint: allow a/b -- why\n  - c\n"), ["a[0]"]);
    assert_eq!(waived("x: 0\na: # waylint: allow a/b -- why\n  b: 1\nc: 2\n"), ["a"]);
}

#[test]
fn a_comment_of_its_own_holds_for_what_begins_below() {
    let deep = "x: 0\n# waylint: allow a/b -- why\na:\n  b: [1, {c: 2}]\nd: 3\n";
    assert_eq!(waived(deep), ["a", "a.b", "a.b[0]", "a.b[1]", "a.b[1].c"]);
    let first = "x:\n  # waylint: allow a/b -- why\n  a: {b: 1}\n  c: 2\n";
    assert_eq!(waived(first), ["x.a", "x.a.b"], "above the first key of a block, it is the key that is meant");
    let item = "l:\n  # waylint: allow a/b -- why\n  - n: 1\n    m: 2\n  - n: 3\n";
    assert_eq!(waived(item), ["l[0]", "l[0].n", "l[0].m"]);
    let later = "l:\n  - n: 1\n  # other\n  # waylint: allow a/b -- why\n\n  # more\n  - n: 3\n    o: [4]\np: 1\n";
    assert_eq!(waived(later), ["l[1]", "l[1].n", "l[1].o", "l[1].o[0]"]);
    let inside = "l:\n  - n: 1\n    # waylint: allow a/b -- why\n    m: 2\n    o: 3\n";
    assert_eq!(waived(inside), ["l[0].m"]);
    assert_eq!(waived("x: 1\n# waylint: allow a/b -- why\n"), [""; 0]);
    let scalar = "x: 1\n# waylint: allow a/b -- why\ns: |\n  text\n  # waylint: no comment\nt: 1\n";
    assert_eq!(waived(scalar), ["s"]);
}

#[test]
fn a_comment_at_the_top_holds_for_the_first_key_and_allow_file_for_all() {
    assert_eq!(waived("# waylint: allow a/b -- why\nx: 1\ny: 2\n"), ["", "x"]);
    assert_eq!(waived("x: 1\ny: [2]\n# waylint: allow-file a/* -- why\n"), ["", "x", "y", "y[0]"]);
    assert_eq!(waived("x: 1\n---\n# waylint: allow a/b -- why\ny: 2\n"), [""; 0], "the next document is another");
}

#[test]
fn several_comments_over_one_block_all_hold() {
    let tree = yaml("f.yaml", "# waylint: allow a/b -- one\n# waylint: allow c -- two\nx: 1\ny: 2\n");
    let x = Pointer(vec!["x".into()]);
    let mut findings = ["a/b", "c/d", "e/f"].map(|rule| finding(&tree, rule, &x));
    assert_eq!(judge(&mut findings, &inline(&tree), "2026-01-01"), []);
    let reasons = findings.map(|finding| match finding.suppression.map(|suppression| *suppression) {
        Some(Suppression::Waiver { reason, inline: true, .. }) => reason,
        _ => String::new(),
    });
    assert_eq!(reasons, ["one", "two", ""]);
}

#[test]
fn a_waiver_at_fault_is_reported_and_waives_nothing() {
    assert_eq!(problems("k: 1 # waylint: allow a/b -- why\n", "2026-01-01"), [""; 0]);
    assert_eq!(
        problems("k: 1 # waylint: allow a/b\n", "2026-01-01"),
        ["1 waiver/without-reason: waiver gives no reason"]
    );
    assert_eq!(
        problems("k: 1 # waylint: allow nonsense/x, a/b -- why\n", "2026-01-01"),
        ["1 waiver/unknown-rule: waiver names `nonsense/x`, and there is no such rule"]
    );
    assert_eq!(
        problems("k: 1 # waylint: allow a/c, a -- why\n", "2026-01-01"),
        ["1 waiver/unused: waiver of `a/c` waives nothing"]
    );
    assert_eq!(
        problems("k: 1 # waylint: disable a/c\n", "2026-01-01"),
        ["1 waiver/malformed: `disable` is nothing a comment can ask of waylint"]
    );
    let tree = yaml("f.yaml", "k: 1 # waylint: allow a/b\n");
    let mut findings = [finding(&tree, "a/b", &Pointer(vec!["k".into()]))];
    judge(&mut findings, &inline(&tree), "2026-01-01");
    assert_eq!(findings[0].suppression, None);
}

#[test]
fn a_waiver_holds_through_its_last_day_as_the_run_counts_days() {
    let text = "k: 1 # waylint: allow a/b until=2027-01-31 -- why\n";
    assert_eq!(problems(text, "2027-01-31"), [""; 0]);
    assert_eq!(problems(text, "2027-02-01"), ["1 waiver/expired: waiver held until 2027-01-31"]);
}

#[test]
fn a_rule_that_was_not_judged_leaves_its_waiver_in_peace() {
    let tree = yaml("f.yaml", "k: 1 # waylint: allow a/b, c/d -- why\n");
    let judged = |pattern: &RulePattern, file: Option<&str>| pattern.as_str() == "a/b" && file == Some("f.yaml");
    let run = Run { as_of: on("2026-01-01"), known: &|_| true, judged: &judged };
    let problems = settle(&mut [], &inline(&tree), &run).problems;
    assert_eq!(
        problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>(),
        ["waiver of `a/b` waives nothing"]
    );
}

#[test]
fn configured_waivers_name_files_and_places() {
    let folder = tempfile::tempdir().unwrap();
    let text = "waivers:\n\
                - {rule: [a/b, nonsense/x], files: 'legacy/', at: 'l[*].n', reason: old, owner: team-a, until: 2027-01-31}\n\
                - {rule: c/d}\n\
                - {rule: e, files: 'else/**', reason: never}\n";
    std::fs::write(folder.path().join(".waylint.yaml"), text).unwrap();
    let configs = Configs::load(folder.path(), Choice::Find).unwrap();
    let waivers = configured(&configs.waivers(), folder.path());
    let content = "l: [{n: 1, m: 2}]\n";
    let trees = [yaml("legacy/f.yaml", content), yaml("new/f.yaml", content)];
    let mut findings: Vec<Finding> = trees
        .iter()
        .flat_map(|tree| places(tree).into_iter().map(|place| finding(tree, "a/b", &place)).collect::<Vec<_>>())
        .collect();
    let problems = judge(&mut findings, &waivers, "2026-01-01");
    let waived: Vec<String> = findings
        .iter()
        .filter(|finding| finding.suppression.is_some())
        .map(|finding| format!("{} {}", finding.place.file, finding.place.pointer))
        .collect();
    assert_eq!(waived, ["legacy/f.yaml l[0].n"]);
    let said: Vec<String> = problems
        .iter()
        .map(|p| format!("{}:{} {}", p.place.location.start.line, p.place.location.start.column, p.rule))
        .collect();
    assert_eq!(said, ["2:16 waiver/unknown-rule", "3:3 waiver/without-reason", "4:10 waiver/unused"]);
}

proptest! {
    #[test]
    fn the_order_of_findings_and_waivers_does_not_matter(seed in prop::collection::vec(any::<u32>(), 24), day in 26_u8..30) {
        let text = "# waylint: allow-file a -- file\n# waylint: allow a/b -- first\nx:\n  # waylint: allow a/* until=2026-01-27 -- block\n  \
                    y: 1 # waylint: allow a/b, a/c owner=o -- line\n  z: 2 # waylint: allow a/c\nw: 3 # waylint: allow a/b -- last\n";
        let tree = yaml("f.yaml", text);
        let mut findings: Vec<Finding> = places(&tree)
            .iter()
            .flat_map(|place| ["a/b", "a/c", "d/e"].map(|rule| finding(&tree, rule, place)))
            .collect();
        let mut waivers = inline(&tree);
        let day = format!("2026-01-{day}");
        let mut expected = findings.clone();
        let problems = judge(&mut expected, &waivers, &day);
        for (at, seed) in seed.iter().enumerate() {
            let (other, last) = (*seed as usize, findings.len());
            findings.swap(at % last, other % last);
            let last = waivers.len();
            waivers.swap(at % last, other % last);
        }
        prop_assert_eq!(judge(&mut findings, &waivers, &day), problems);
        for finding in &findings {
            prop_assert!(expected.contains(finding));
        }
    }
}

#[test]
fn a_file_that_does_not_speak_to_waylint_is_passed_over() {
    assert_eq!(inline(&yaml("f.yaml", "# a comment\nx: 1\n")).len(), 0);
    assert_eq!(inline(&yaml("f.yaml", "x: 'waylint: allow a/b -- why'\n")).len(), 0, "a string is no comment");
}

#[test]
fn a_waiver_of_a_subfolder_holds_there_and_one_that_is_extended_twice_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("org/.waylint.yaml", "waivers: [{rule: c/d, reason: all}]\n");
    write(".waylint.yaml", "extends: [org]\n");
    write("sub/.waylint.yaml", "extends: [../org]\nwaivers: [{rule: a/b, reason: here}]\n");
    let configs = Configs::load(folder.path(), Choice::Find).unwrap();
    let trees = ["sub/f.yaml", "f.yaml"].map(|name| yaml(name, "k: 1\n"));
    let at = Pointer(vec!["k".into()]);
    let mut findings = trees.each_ref().map(|tree| finding(tree, "a/b", &at)).to_vec();
    findings.push(finding(&trees[1], "c/d", &at));
    for file in ["sub/f.yaml", "f.yaml"] {
        configs.for_file(&folder.path().join(file)).unwrap();
    }
    let waivers = configured(&configs.waivers(), folder.path());
    assert_eq!((waivers.len(), judge(&mut findings, &waivers, "2026-01-01")), (3, vec![]));
    let waived: Vec<bool> = findings.iter().map(|finding| finding.suppression.is_some()).collect();
    assert_eq!(waived, [true, false, true]);
}

#[test]
fn many_comments_cost_no_more_than_their_number() {
    let stacked = "# waylint: allow a/b -- why\n".repeat(20_000);
    let spread: String = (0..20_000).map(|n| format!("# waylint: allow a/b -- why\n- [[[{n}]]]\n")).collect();
    for text in [format!("{stacked}x: 1\n"), spread] {
        let waivers = inline(&yaml("f.yaml", &text));
        assert_eq!(waivers.len(), 20_000);
        let problems = judge(&mut [], &waivers, "2026-01-01");
        assert_eq!(problems.iter().filter(|problem| problem.rule == "waiver/malformed").count(), 19_000);
    }
}

#[test]
fn nested_lists_are_walked_once() {
    let text = format!("# waylint: allow a/b -- why\nx: {}1{}\n", "[".repeat(100), "]".repeat(100));
    assert_eq!(inline(&yaml("f.yaml", &text)).len(), 1);
}

#[test]
fn an_instruction_is_waived_by_the_comment_above_it() {
    let text = "# waylint: allow a/b -- why\nFROM a\nUSER b\n";
    let source = Arc::new(Source::new("Dockerfile", text.to_owned()));
    let tree = parse(source, Format::Dockerfile, &Limits::default());
    let Some(document) = tree.documents(Dialect::Json).next() else { return };
    let instruction = |index: usize| Pointer(["stages".into(), 0.into(), "instructions".into(), index.into()].to_vec());
    assert_eq!(document.nearest(&instruction(1)).1, 4);
    let mut findings = [0, 1].map(|index| finding(&tree, "a/b", &instruction(index)));
    judge(&mut findings, &inline(&tree), "2026-01-01");
    assert_eq!(findings.map(|finding| finding.suppression.is_some()), [true, false]);
}
