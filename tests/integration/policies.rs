//! What those who write rules see: places that nobody asked for, a rule followed line by line, checks and tests.

use std::{fs, path::Path};

use crate::command::{Said, waylint_in};

const POD: &str = "apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: web
      image: nginx:1.27
      resources: {limits: {memory: 1Gi}}
    - name: cache
      image: redis:7
";

/// A folder with a pod and a pack `house` of one rule; `tests` stand beside it.
fn folder(body: &str, tests: Option<&str>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("rules/house");
    fs::create_dir_all(&pack).unwrap();
    let text = format!(
        "# METADATA\n# title: Test\n# description: Test.\n# custom:\n#   kinds: [kubernetes/Pod]\n#   level: note\n\
         #   help: Test.\npackage waylint.rules.house.test\n\n{body}\n"
    );
    fs::write(pack.join("test.rego"), text).unwrap();
    if let Some(tests) = tests {
        fs::write(pack.join("test_test.rego"), tests).unwrap();
    }
    fs::write(folder.path().join("pod.yaml"), POD).unwrap();
    folder
}

fn check(folder: &Path, format: &str) -> Said {
    let select = ["--select", "house", "--policy", "rules", "--no-config", "--format", format, "pod.yaml"];
    waylint_in(folder, &[&["check"][..], &select].concat())
}

/// Where a rule's only finding stands, and who says so.
fn place(body: &str) -> (String, String) {
    let folder = folder(body, None);
    let said = check(folder.path(), "json");
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{}{}", said.out, said.err);
    let line = check(folder.path(), "concise").out.lines().next().unwrap_or_default().to_owned();
    let place = line.split(": note ").next().unwrap_or_default().to_owned();
    (place, findings[0]["origin"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_finding_without_a_place_stands_where_its_evaluation_came_from() {
    let at = |body: &str, wanted: &str| {
        assert_eq!(place(body), (wanted.to_owned(), "inferred".to_owned()), "{body}");
    };
    // The value that was compared.
    at(
        "deny contains \"x\" if {\n\tsome c in input.spec.containers\n\tstartswith(c.image, \"redis\")\n}",
        "pod.yaml:11:14",
    );
    // The element that lacks a key.
    at("deny contains c.name if {\n\tsome c in input.spec.containers\n\tnot c.resources.limits\n}", "pod.yaml:10:7");
    // What was looked at last, kind and version aside.
    at("deny contains \"x\" if {\n\tinput.metadata.name == \"shop\"\n\tinput.kind == \"Pod\"\n}", "pod.yaml:4:9");
    // As other tools write findings.
    at("deny contains {\"msg\": \"x\"} if input.spec.containers[1].image == \"redis:7\"", "pod.yaml:11:14");
}

#[test]
fn a_place_that_is_given_wins() {
    let body = "deny contains {\"at\": [\"kind\"], \"message\": \"x\"} if {\n\tsome c in input.spec.containers\n\tc.name == \"web\"\n}";
    assert_eq!(place(body), ("pod.yaml:2:7".to_owned(), "given".to_owned()));
}

/// What a rule over a workflow finds: places and messages.
fn found_in_workflow(workflow: &str, body: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("rules/house")).unwrap();
    let text = format!(
        "# METADATA\n# title: Test\n# description: Test.\n# custom:\n#   kinds: [github/workflow]\n#   level: note\n\
         #   help: Test.\npackage waylint.rules.house.test\n\n{body}\n"
    );
    fs::write(folder.path().join("rules/house/test.rego"), text).unwrap();
    fs::create_dir_all(folder.path().join(".github/workflows")).unwrap();
    fs::write(folder.path().join(".github/workflows/ci.yml"), workflow).unwrap();
    let select = [
        "check",
        "--select",
        "house",
        "--policy",
        "rules",
        "--no-config",
        "--format",
        "concise",
        ".github/workflows/ci.yml",
    ];
    let said = waylint_in(folder.path(), &select);
    let place =
        |line: &str| line.strip_prefix(".github/workflows/ci.yml:").map(|rest| rest.replace(" note house/test", ""));
    said.out.lines().filter_map(place).collect()
}

const WORKFLOW: &str = "on: push
jobs:
  build:
    if: github.ref == 'x'
    runs-on: ${{ matrix.os }}
    steps:
      - run: |
          make
            test ${{ env.FLAGS }} | tee log
      - run: \"echo 'a\"
";

#[test]
fn expressions_and_commands_of_workflows_are_views() {
    let references = "deny contains {\"at\": e.at, \"within\": [n.from, n.to], \"message\": n.text} if {\n\
        \tsome e in waylint.view(\"github/expression\", input)\n\tsome n in e.node.nodes\n\tn.type == \"reference\"\n}";
    let found = found_in_workflow(WORKFLOW, references);
    assert_eq!(found, ["4:9: github.ref", "5:18: matrix.os", "9:22: env.FLAGS"]);
    let commands = "deny contains {\"at\": c.at, \"within\": c.node.places[0], \"message\": concat(\" \", c.node.words)} if {\n\
        \tsome c in waylint.view(\"github/command\", input)\n}";
    let found = found_in_workflow(WORKFLOW, commands);
    assert_eq!(found, ["8:11: make", "9:13: test ${{ env.FLAGS }}", "9:37: tee log"]);
}

#[test]
fn a_range_that_is_none_is_a_failure() {
    let body = "deny contains {\"at\": [\"on\"], \"within\": [1], \"message\": \"x\"}";
    let found = found_in_workflow(WORKFLOW, body);
    assert!(
        found.len() == 1 && found[0].contains("must be the first byte and the one behind the last, not [1]"),
        "{found:?}"
    );
}

#[test]
fn a_rule_can_be_followed_line_by_line() {
    let body = "deny contains \"x\" if {\n\tinput.kind == \"Pod\"\n\tsome c in input.spec.containers\n\tc.ports[0].hostPort\n\tcount(c.env) > 1\n}";
    let folder = folder(body, None);
    let said =
        waylint_in(folder.path(), &["explain", "house/test", "--why", "pod.yaml", "--policy", "rules", "--no-config"]);
    let wanted = "pod.yaml, document 0 from line 1: kubernetes/Pod

  rules/house/test.rego:10 does not hold
  ✓ 11 │ input.kind == \"Pod\"
  ✓ 12 │ some c in input.spec.containers   × 2
  ✗ 13 │ c.ports[0].hostPort
       │   `ports` is missing in ";
    assert!(said.out.starts_with(wanted), "{}{}", said.out, said.err);
    assert!(said.out.contains("  · 14 │ count(c.env) > 1"), "{}", said.out);
}

#[test]
fn rules_are_tested_and_their_coverage_told() {
    let body = "deny contains \"x\" if {\n\tinput.kind == \"Pod\"\n\tinput.spec.hostPID\n}\n\ndeny contains \"y\" if input.spec.hostIPC";
    let tests = "package waylint.rules.house.test_test\n\nimport data.waylint.rules.house.test as rule\n\n\
                 test_pid if count(rule.deny) == 1 with input as {\"kind\": \"Pod\", \"spec\": {\"hostPID\": true}}\n\n\
                 test_wrong if count(rule.deny) == 7 with input as {\"kind\": \"Pod\"}\n";
    let folder = folder(body, Some(tests));
    let said = waylint_in(folder.path(), &["policy", "test", "rules", "--coverage"]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(said.out.contains("test_wrong failed"), "{}", said.out);
    assert!(said.out.contains("rules/house/test.rego: 2 of 3 lines reached, not lines 15"), "{}", said.out);
    assert!(said.out.contains("1 of 2 tests hold"), "{}", said.out);
}

#[test]
fn rules_are_checked_without_judging_anything() {
    let folder = folder("deny contains \"x\" if input.kind == oops", None);
    let said = waylint_in(folder.path(), &["policy", "check", "rules"]);
    assert_eq!(said.code, 2, "{}{}", said.out, said.err);
    assert!(said.err.contains("test.rego:10") && said.err.contains("`oops`"), "{}", said.err);
}

/// Levels of the findings of a rule that is a warning, two of whose three are no more than notes; `rules` of the configuration.
fn doubtful(rules: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let jobs = "    container: alpine:latest\n    services: {db: {image: acme/db}}\n    steps:\n      - uses: docker://acme/lint\n";
    let workflow = format!("on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n{jobs}");
    fs::create_dir_all(folder.path().join(".github/workflows")).unwrap();
    fs::write(folder.path().join(".github/workflows/ci.yml"), workflow).unwrap();
    fs::write(folder.path().join(".waylint.yaml"), rules).unwrap();
    let said = waylint_in(folder.path(), &["check", "--select", "github/image-unversioned", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let level = |finding: &serde_json::Value| finding["level"].as_str().unwrap().to_owned();
    report["findings"].as_array().unwrap().iter().map(level).collect()
}

#[test]
fn a_rule_says_where_it_is_no_more_than_a_note() {
    assert_eq!(doubtful("packs: []\n"), ["note", "note", "warning"]);
    // Who gives the rule a level decides for all of it.
    assert_eq!(doubtful("rules: {github/image-unversioned: error}\n"), ["error"; 3]);
    assert_eq!(doubtful("rules: {github/image-unversioned: warning}\n"), ["warning"; 3]);
    let folder = folder("deny contains {\"message\": \"it is wrong\", \"level\": \"error\"}", None);
    let said = check(folder.path(), "concise");
    let told = said.out + &said.err;
    assert!(told.contains("`level` in an element of `deny` must be `note` or `note in samples`, not"), "{told}");
}
