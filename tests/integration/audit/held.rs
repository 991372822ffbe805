//! Standards that are not ready: held back whatever their days say, with the reason; and drafts, which count in nothing.

use std::path::Path;

use serde_json::Value;

use crate::command::{Said, waylint_in, write};

const DOCS: &str = "docs: https://platform.example.com/owned";

/// A platform with one standard that is enforced from December on, and what else is said of it.
fn platform(said: &str) -> String {
    format!(
        "standards:\n  owned:\n    evidence: {{present: [codeowners]}}\n    stages: {{audit: 2026-01-01, warn: 2026-10-01, enforce: 2026-12-01}}\n    \
         {said}\ngolden-path: {{title: Path, steps: [owned]}}\ntiers: [{{name: bronze, standards: [owned]}}]\n"
    )
}

/// Three repositories, of which two are owned.
fn fleet(said: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            ("platform.yaml", &platform(said)),
            ("clones/shop/.git/HEAD", ""),
            ("clones/shop/CODEOWNERS", "* @org/team-shop\n"),
            ("clones/cart/.git/HEAD", ""),
            ("clones/cart/CODEOWNERS", "* @org/team-cart\n"),
            ("clones/lost/.git/HEAD", ""),
            ("clones/lost/README.md", "# Lost\n"),
        ],
    );
    folder
}

fn audit(folder: &Path, day: &str, more: &[&str]) -> Said {
    waylint_in(folder, &[&["audit", "--config", "platform.yaml", "clones", "--as-of", day][..], more].concat())
}

fn standard(folder: &Path, day: &str, more: &[&str]) -> Value {
    let said = audit(folder, day, &[&["--format", "json"][..], more].concat());
    let figures: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {}", said.err));
    figures["standards"][0].clone()
}

#[test]
fn what_is_not_ready_is_not_enforced_and_says_why() {
    for (said, code, why) in [
        (DOCS, 1, None),
        ("title: Somebody owns it", 0, Some("it has no docs")),
        (
            "docs: https://platform.example.com/owned\n    target: 90",
            0,
            Some("2 of 3 repositories meet it, and the target is 90 %"),
        ),
        ("docs: https://platform.example.com/owned\n    target: 60", 1, None),
        ("may-be-held: false", 1, None),
    ] {
        let folder = fleet(said);
        let said_then = audit(folder.path(), "2026-12-02", &[]);
        assert_eq!(said_then.code, code, "{said}: {}{}", said_then.out, said_then.err);
        let line = said_then.out.lines().find(|line| line.starts_with("held back"));
        let expected = why.map(|why| format!("held back  owned at warn instead of enforce, since {why}"));
        assert_eq!(line.map(str::to_owned), expected, "{said}");
        let own = standard(folder.path(), "2026-12-02", &[]);
        assert_eq!(own["stage"], if why.is_some() { "warn" } else { "enforce" });
        assert_eq!(own["planned"], "enforce");
    }
}

#[test]
fn a_day_to_come_says_beforehand_that_it_will_be_held() {
    let folder = fleet("title: Somebody owns it");
    let said = audit(folder.path(), "2026-11-22", &["--history", "fleet.db"]);
    insta::assert_snapshot!(said.out.lines().find(|line| line.starts_with("soon")).unwrap(), @"soon       owned would go to enforce on 2026-12-01 (in 9 days): held back, since it has no docs");
    let impact = waylint_in(folder.path(), &["impact", "--history", "fleet.db", "--as-of", "2026-12-02"]);
    insta::assert_snapshot!(impact.out, @r"
    as of 2026-12-02 (10 days after 2026-11-22): 0 of 3 repositories newly blocked, 0 fixable by safe fixes alone

    owned  warn, held back from enforce on 2026-12-01  0 repositories
      held back: it has no docs
      1 repository would be held up otherwise
    ");
}

#[test]
fn what_is_enforced_stays_so_and_what_is_mended_goes_on() {
    let folder = fleet("title: Somebody owns it");
    let stage = |day: &str| standard(folder.path(), day, &["--history", "fleet.db"])["stage"].clone();
    assert_eq!(stage("2026-12-02"), "warn");
    write(folder.path(), &[("platform.yaml", &platform(DOCS))]);
    assert_eq!(stage("2026-12-09"), "enforce", "it has docs now");
    write(folder.path(), &[("platform.yaml", &platform(&format!("{DOCS}\n    target: 90")))]);
    assert_eq!(stage("2026-12-16"), "enforce", "teams have met it: it is not taken back");
    // Everything that reads the history says the same.
    let blocked = "SELECT run, stage FROM standard ORDER BY run";
    let rows = rusqlite_rows(&folder.path().join("fleet.db"), blocked);
    assert_eq!(rows, ["2026-12-02 warn", "2026-12-09 enforce", "2026-12-16 enforce"]);
}

/// Rows of a query, as whoever reads the file with their own tools gets them.
fn rusqlite_rows(file: &Path, query: &str) -> Vec<String> {
    let connection = rusqlite::Connection::open(file).unwrap();
    let mut select = connection.prepare(query).unwrap();
    let row = |row: &rusqlite::Row<'_>| Ok(format!("{} {}", row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    select.query_map([], row).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_draft_is_shown_and_counts_in_nothing() {
    let folder = fleet(DOCS);
    let figures =
        |day: &str| -> Value { serde_json::from_str(&audit(folder.path(), day, &["--format", "json"]).out).unwrap() };
    let (draft, audited) = (figures("2025-12-31"), figures("2026-01-01"));
    assert_eq!(
        (&draft["standards"][0]["stage"], &draft["standards"][0]["outcomes"]["fail"]),
        (&"draft".into(), &1.into())
    );
    assert_eq!((&draft["overall"]["pass"], &audited["overall"]["pass"]), (&0.into(), &2.into()));
    assert_eq!((&draft["path"]["steps"], &draft["tiers"][1]["repositories"]), (&Value::Array(Vec::new()), &3.into()));
    assert_eq!(audited["tiers"][1]["repositories"], 2);
}

#[test]
fn known_debt_holds_up_once_everything_is_enforced() {
    let folder = tempfile::tempdir().unwrap();
    let stages = "{audit: 2026-01-01, enforce-new: 2026-06-01, enforce: 2027-01-01}";
    write(
        folder.path(),
        &[
            (
                "platform.yaml",
                &format!(
                    "standards:\n  unprivileged:\n    evidence: {{all: [dockerfile/root-user]}}\n    stages: {stages}\n    docs: https://platform.example.com\ngolden-path: {{steps: [unprivileged]}}\ntiers: []\n"
                ),
            ),
            ("clones/shop/.git/HEAD", ""),
            ("clones/shop/Dockerfile", "FROM registry.example.com/base:1.27\nUSER root\nCMD [\"/app\"]\n"),
        ],
    );
    assert_eq!(audit(folder.path(), "2026-07-01", &[]).code, 1, "what is new counts");
    waylint_in(&folder.path().join("clones/shop"), &["baseline"]);
    assert!(folder.path().join("clones/shop/.waylint-baseline.json").exists());
    assert_eq!(audit(folder.path(), "2026-07-01", &[]).code, 0, "known debt does not");
    assert_eq!(audit(folder.path(), "2027-01-01", &[]).code, 1, "and then it does");
}

#[test]
fn test_data_is_evidence_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let standard = "standards:\n  unprivileged:\n    when: {kinds: [dockerfile]}\n    evidence: {all: [dockerfile/root-user]}\ngolden-path: {steps: [unprivileged]}\ntiers: []\n";
    let (sound, as_root) = ("FROM base:1\nUSER app\nCMD [\"/app\"]\n", "FROM base:1\nUSER root\nCMD [\"/app\"]\n");
    write(
        folder.path(),
        &[
            ("platform.yaml", standard),
            ("clones/shop/.git/HEAD", ""),
            ("clones/shop/Dockerfile", sound),
            ("clones/shop/tests/Dockerfile", as_root),
            ("clones/tool/.git/HEAD", ""),
            ("clones/tool/testdata/Dockerfile", as_root),
        ],
    );
    let args = ["audit", "--config", "platform.yaml", "--format", "json", "--as-of", "2026-11-22", "clones"];
    let figures: Value = serde_json::from_str(&waylint_in(folder.path(), &args).out).unwrap();
    let overall = &figures["overall"];
    assert_eq!((&overall["pass"], &overall["fail"], &overall["not-applicable"]), (&1.into(), &0.into(), &1.into()));
}

#[test]
fn what_a_repository_leaves_out_is_counted_folders_and_all() {
    let folder = fleet(DOCS);
    write(
        folder.path(),
        &[
            ("clones/shop/.waylint.yaml", "exclude: [legacy/]\n"),
            ("clones/shop/legacy/Dockerfile", "FROM scratch\n"),
            ("clones/shop/legacy/deep/down/Dockerfile", "FROM scratch\n"),
            ("clones/cart/tests/app/Dockerfile", "FROM scratch\n"),
        ],
    );
    audit(folder.path(), "2026-11-22", &["--history", "fleet.db"]);
    let rows = rusqlite_rows(
        &folder.path().join("fleet.db"),
        "SELECT repository, CAST(excluded AS TEXT) FROM result ORDER BY repository",
    );
    assert_eq!(rows, ["cart 1", "lost 0", "shop 2"]);
}
