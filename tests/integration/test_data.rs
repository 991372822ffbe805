//! Inputs of tests: judged like any file, and what is found is a note at most.

use serde_json::Value;

use crate::command::{TODAY, repository, waylint_in, waylint_with};

const LATEST: &str = "FROM alpine:latest\nADD notes.txt /notes.txt\nUSER app\nCMD [\"/app\"]\n";
const WORKFLOW: &str = "on: push\npermissions: {}\njobs:\n  web:\n    needs: apis\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n";

/// Levels of findings by file, `warning (of …)` for one that was lowered.
fn levels(json: &str) -> Vec<String> {
    let report: Value = serde_json::from_str(json).unwrap();
    let level = |finding: &Value| {
        let from = finding["lowered-from"].as_str().map(|level| format!(" (of {level})")).unwrap_or_default();
        format!("{}: {}{from}", finding["file"].as_str().unwrap(), finding["level"].as_str().unwrap())
    };
    report["findings"].as_array().unwrap().iter().map(level).collect()
}

fn check(folder: &std::path::Path, args: &[&str]) -> Vec<String> {
    let rules = "dockerfile/base-image-unversioned,github/unknown-needs,syntax";
    let args = [&["check", "--format", "json", "--as-of", TODAY, "--select", rules], args].concat();
    levels(&waylint_in(folder, &args).out)
}

#[test]
fn what_is_found_in_test_data_is_a_note_and_says_so() {
    let folder =
        repository(&[("tests/images/app/Dockerfile", LATEST), ("tests/images/cut/Dockerfile", "FRM alpine\n")]);
    let select = "dockerfile/base-image-unversioned,dockerfile/add-for-local-files,syntax";
    let said = waylint_in(folder.path(), &["check", "--select", select, "--as-of", TODAY]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    insta::assert_snapshot!(said.out);
    let said = waylint_in(folder.path(), &["check", "--select", select, "--as-of", TODAY, "--format", "json"]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&report["summary"]["lowered"], &report["summary"]["errors"]), (&3.into(), &0.into()));
    assert_eq!(waylint_in(folder.path(), &["check", "--select", select, "--fail-on", "note"]).code, 1);
}

#[test]
fn a_file_is_test_data_wherever_the_run_starts() {
    let folder = repository(&[
        ("Dockerfile", LATEST),
        ("test/e2e/Dockerfile", LATEST),
        (".github/workflows/e2e.yml", WORKFLOW),
        ("sample/.github/workflows/ci.yml", WORKFLOW),
        ("test/sample/.github/workflows/ci.yml", WORKFLOW),
    ]);
    let (at, inside) = (|path: &str| check(folder.path(), &[path]), folder.path().join("test/e2e"));
    let all = [
        ".github/workflows/e2e.yml: error",
        "Dockerfile: warning",
        "sample/.github/workflows/ci.yml: note (of error)",
        "test/e2e/Dockerfile: note (of warning)",
        "test/sample/.github/workflows/ci.yml: note (of error)",
    ];
    assert_eq!(at("."), all);
    assert_eq!(at("test/e2e"), all[3..4]);
    assert_eq!(at("test/e2e/Dockerfile"), all[3..4]);
    assert_eq!(check(&inside, &[]), ["Dockerfile: note (of warning)"]);
    let args = ["check", "--select", "dockerfile/base-image-unversioned", "--format", "json"];
    let given = |name: &str| {
        levels(&waylint_with(folder.path(), &[&args[..], &["--stdin-filename", name, "-"]].concat(), LATEST).out)
    };
    assert_eq!(given("test/Dockerfile"), ["test/Dockerfile: note (of warning)"]);
    assert_eq!(given("new/Dockerfile"), ["new/Dockerfile: warning"]);
}

#[test]
fn a_repository_below_a_folder_of_tests_delivers_what_it_holds() {
    let folder = repository(&[("tests/app/.git/HEAD", ""), ("tests/app/Dockerfile", LATEST)]);
    assert_eq!(check(&folder.path().join("tests/app"), &[]), ["Dockerfile: warning"]);
    assert_eq!(check(folder.path(), &[]), ["tests/app/Dockerfile: warning"]);
    let bare = tempfile::tempdir().unwrap();
    crate::command::write(bare.path(), &[("tests/Dockerfile", LATEST)]);
    assert_eq!(check(&bare.path().join("tests"), &[]), ["Dockerfile: warning"]);
}

/// Of some rules: others may be right about samples as well.
#[test]
fn what_a_rule_says_of_samples_is_a_note() {
    let folder = repository(&[("Dockerfile", LATEST), ("examples/web/Dockerfile", LATEST)]);
    assert_eq!(check(folder.path(), &[]), ["Dockerfile: warning", "examples/web/Dockerfile: note"]);
    assert_eq!(check(&folder.path().join("examples/web"), &[]), ["Dockerfile: note"]);
}

#[test]
fn configuration_says_what_test_data_is() {
    let files = [("tests/Dockerfile", LATEST), ("stock/a/Dockerfile", LATEST), ("stock/real/Dockerfile", LATEST)];
    let levels = |config: &str, more: &[(&str, &str)]| {
        let folder = repository(&[&[(".waylint.yaml", config)], &files[..], more].concat());
        check(folder.path(), &[])
    };
    let [real, sample] = ["stock/real/Dockerfile: warning", "stock/a/Dockerfile: note (of warning)"];
    let (usual, delivered) = ("tests/Dockerfile: note (of warning)", "tests/Dockerfile: warning");
    assert_eq!(levels("test-data: [stock/, '!stock/real/']\n", &[]), [sample, real, delivered]);
    assert_eq!(levels("test-data: []\n", &[]), ["stock/a/Dockerfile: warning", real, delivered]);
    // Whatever level the configuration gives the rule, it is that of what is delivered.
    let error = "rules: {dockerfile/base-image-unversioned: error}\n";
    assert_eq!(levels(error, &[])[2], "tests/Dockerfile: note (of error)");
    // The nearest file that says anything decides.
    let nearer = [("tests/.waylint.yaml", "test-data: []\n"), ("stock/.waylint.yaml", "test-data: [a/]\n")];
    assert_eq!(levels("", &nearer), [sample, real, delivered]);
    assert_eq!(levels("", &[])[2], usual);

    let folder = repository(&[(".waylint.yaml", "test-data:\n  - ../elsewhere\n")]);
    let said = waylint_in(folder.path(), &["check"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("`../elsewhere` names no file") && said.err.contains(".waylint.yaml:2:5"),
        "{}",
        said.err
    );
}

#[test]
fn nothing_is_fixed_in_test_data_without_a_look() {
    let folder = repository(&[("Dockerfile", LATEST), ("testdata/Dockerfile", LATEST)]);
    let read = |file: &str| std::fs::read_to_string(folder.path().join(file)).unwrap();
    let args = ["check", "--select", "dockerfile/add-for-local-files", "--fix"];
    let said = waylint_in(folder.path(), &args);
    assert!(said.out.contains("fixed 1 finding in 1 file (1 more with --unsafe)"), "{}", said.out);
    assert!(read("Dockerfile").contains("COPY notes.txt") && read("testdata/Dockerfile") == LATEST);
    waylint_in(folder.path(), &[&args[..], &["--unsafe"]].concat());
    assert!(read("testdata/Dockerfile").contains("COPY notes.txt"));
}
