//! Comments for other linters, as the program heeds them: which findings they waive, how far they reach, and that nothing is
//! said of those that waive nothing.

use std::{fs, path::Path};

use serde_json::Value;

use crate::command::{TODAY, waylint_in};

/// What is said of a file with this text: for each finding of the rules, the line and, where it is waived, by what.
fn said(file: &str, text: &str, rules: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(file);
    fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).unwrap();
    fs::write(&path, text).unwrap();
    let mut args = vec!["check", file, "--format", "json", "--as-of", TODAY];
    rules.split(' ').for_each(|rule| args.extend(["--select", rule]));
    let said = waylint_in(folder.path(), &args);
    assert_eq!(said.err, "");
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let line = |finding: &Value| {
        let (rule, at) = (finding["rule"].as_str().unwrap(), &finding["location"]["start"]["line"]);
        let name = if rules.contains(' ') || !rules.contains(rule) { format!("{rule} ") } else { String::new() };
        format!("{name}{at}: {}", finding["suppression"]["reason"].as_str().unwrap_or("counts"))
    };
    report["findings"].as_array().unwrap().iter().map(line).collect()
}

fn dockerfile(text: &str, rules: &str) -> Vec<String> {
    said("Dockerfile", text, rules)
}

const WORKFLOW: &str = ".github/workflows/ci.yml";

#[test]
fn hadolint_is_told_for_the_next_instruction_or_the_file() {
    let rule = "dockerfile/recommended-packages";
    let run = "RUN apt-get update && \\\n  apt-get install -y curl\n";
    let text =
        format!("FROM debian:12\n# hadolint ignore=SC2086, DL3015 why\n{run}{run}# hadolint ignore=DL3008\n{run}");
    assert_eq!(dockerfile(&text, rule), ["4: hadolint ignore=SC2086, DL3015 why", "6: counts", "9: counts"]);
    let text = format!("# hadolint global ignore=DL3015\nFROM debian:12\n{run}{run}");
    assert_eq!(dockerfile(&text, rule), ["4: hadolint global ignore=DL3015", "6: hadolint global ignore=DL3015"]);
    let text = format!("FROM debian:12\n# hadolint ignore=\n{run}# hadolint shell=/bin/bash\n{run}");
    assert_eq!(dockerfile(&text, rule), ["4: counts", "7: counts"], "nothing is named");
}

#[test]
fn buildkit_is_told_by_its_directive() {
    let rule = "dockerfile/shell-form-entrypoint";
    let rest = "FROM debian:12\nCMD npm start\n";
    for skip in ["check=skip=StageNameCasing,JSONArgsRecommended;error=true", "check=skip=all"] {
        assert_eq!(
            dockerfile(&format!("# syntax=docker/dockerfile:1\n# {skip}\n{rest}"), rule),
            [format!("4: {skip}")]
        );
    }
    assert_eq!(dockerfile(&format!("# check=skip=StageNameCasing\n{rest}"), rule), ["3: counts"]);
    assert_eq!(dockerfile(&format!("# no directive\n# check=skip=all\n{rest}"), rule), ["4: counts"]);
}

#[test]
fn checkov_is_told_for_what_is_around() {
    let rule = "dockerfile/root-user dockerfile/add-for-local-files";
    let text = "FROM debian:12\nUSER root\n#checkov:skip=CKV_DOCKER_8:why\nADD a b\n";
    let expected =
        ["dockerfile/root-user 2: checkov:skip=CKV_DOCKER_8:why", "dockerfile/add-for-local-files 4: counts"];
    assert_eq!(dockerfile(text, rule), expected);
    let step = "      - name: t\n        run: echo ${{ github.event.issue.title }}\n";
    let head = "on: issues\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n";
    let text = format!("{head}{step}        # checkov:skip=CKV_GHA_2:why\n{step}");
    let expected = ["7: checkov:skip=CKV_GHA_2:why", "10: counts"];
    assert_eq!(said(WORKFLOW, &text, "github/expression-injection"), expected);
}

#[test]
fn zizmor_is_told_on_the_line() {
    let head = "on: issues\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n";
    let text = format!(
        "{head}      - uses: actions/checkout@v4 # v4 # zizmor: ignore[unpinned-uses, artipacked] why\n      - uses: actions/checkout@v4\n      \
         # zizmor: ignore[artipacked]\n      - uses: actions/checkout@v4 # zizmor: ignore[artipacked\n"
    );
    let expected = ["6: zizmor: ignore[unpinned-uses, artipacked] why", "7: counts", "9: counts"];
    assert_eq!(said(WORKFLOW, &text, "github/checkout-keeps-token"), expected);
    let text = format!(
        "{head}      - run: | # zizmor: ignore[template-injection]\n          echo ${{{{ github.event.issue.title }}}}\n"
    );
    let expected = ["7: zizmor: ignore[template-injection]"];
    assert_eq!(said(WORKFLOW, &text, "github/expression-injection"), expected);
}

#[test]
fn trivy_is_told_by_any_of_its_names_and_until_a_day() {
    let text = |comment: &str| format!("FROM debian:12\n#trivy:ignore:{comment}\nUSER root\n");
    for comment in ["AVD-DS-0002", "DS-0002", "ds002", "*", "DS-0001 trivy:ignore:DS-0002", "DS-0002:exp:2030-01-01"] {
        assert_eq!(dockerfile(&text(comment), "dockerfile/root-user"), [format!("3: trivy:ignore:{comment}")]);
    }
    for comment in ["DS-0003", "DS-0002:exp:2020-01-01", "DS-0002:exp:soon", "DS-0002[user=root]"] {
        assert_eq!(dockerfile(&text(comment), "dockerfile/root-user"), ["3: counts"], "{comment}");
    }
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: nginx\n      \
               securityContext: {privileged: true}\n";
    let text = format!("# trivy:ignore:KSV-0017\n{pod}---\n{pod}");
    let expected = ["9: trivy:ignore:KSV-0017", "18: counts"];
    assert_eq!(said("pod.yaml", &text, "kubernetes/privileged-container"), expected, "above an object, it is meant");
}

#[test]
fn semgrep_is_told_on_the_line_or_the_one_before() {
    let text = |comment: &str| format!("FROM debian:12\n# {comment}\nUSER root\n");
    for comment in [
        "nosemgrep",
        "nosem",
        "nosemgrep: dockerfile.security.last-user-is-root.last-user-is-root",
        "nosemgrep: a, last-user-is-root",
    ] {
        assert_eq!(dockerfile(&text(comment), "dockerfile/root-user"), [format!("3: {comment}")]);
    }
    for comment in ["nosemgrep: user-is-root", "nosemgreps", "nosemgrep:"] {
        assert_eq!(dockerfile(&text(comment), "dockerfile/root-user"), ["3: counts"], "{comment}");
    }
}

#[test]
fn dclint_and_kics_are_told_by_line_block_and_file() {
    let rule = "compose/image-unversioned";
    let service = |name: &str| format!("  {name}:\n    image: nginx");
    let text = format!(
        "services:\n{} # dclint disable-line\n  b:\n    # dclint disable-next-line service-image-require-explicit-tag\n    image: nginx\n{} \
         # dclint disable-line no-version-field\n",
        service("a"),
        service("c")
    );
    let next = "6: dclint disable-next-line service-image-require-explicit-tag";
    assert_eq!(said("compose.yaml", &text, rule), ["3: dclint disable-line", next, "8: counts"]);
    for (head, expected) in
        [("# a\n# dclint disable\nservices:\n", "5: dclint disable"), ("services:\n\n# dclint disable\n", "5: counts")]
    {
        assert_eq!(said("compose.yaml", &format!("{head}{}\n", service("a")), rule), [expected]);
    }
    let rule = "compose/privileged-service";
    let services = "  a:\n    privileged: true\n  b:\n    # kics-scan ignore-line\n    privileged: true\n";
    let text = format!("services:\n  # kics-scan ignore-block\n{services}");
    assert_eq!(said("compose.yaml", &text, rule), ["4: kics-scan ignore-block", "7: kics-scan ignore-line"]);
    let named = "kics-scan disable=dockerCompose/Privileged Containers Enabled";
    let text = format!("# {named}\nservices:\n  a:\n    privileged: true\n");
    assert_eq!(said("compose.yaml", &text, rule), [format!("4: {named}")]);
}

#[test]
fn annotations_hold_for_their_object() {
    let pod = |annotation: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    {annotation}\nspec:\n  containers:\n    - name: a\n      \
             image: nginx\n      securityContext: {{privileged: true}}\n"
        )
    };
    let rules = "kubernetes/image-unversioned kubernetes/privileged-container";
    let text = format!(
        "{}---\n{}",
        pod("checkov.io/skip1: CKV_K8S_14=why"),
        pod("ignore-check.kube-linter.io/privileged-container: why")
    );
    let expected = [
        "kubernetes/image-unversioned 10: checkov.io/skip1: CKV_K8S_14=why",
        "kubernetes/privileged-container 11: counts",
        "kubernetes/image-unversioned 22: counts",
        "kubernetes/privileged-container 23: ignore-check.kube-linter.io/privileged-container",
    ];
    assert_eq!(said("pod.yaml", &text, rules), expected);
}

#[test]
fn a_comment_may_speak_to_several_and_ones_own_waiver_is_named_first() {
    let text = |comment: &str| format!("FROM debian:12\n# hadolint ignore=DL3002 {comment}\nUSER root\n");
    let own = text("# waylint: allow dockerfile/root-user -- the script needs it");
    assert_eq!(dockerfile(&own, "dockerfile/root-user"), ["3: the script needs it"]);
    let unused = text("# waylint: allow dockerfile/root-user -- the script needs it").replace("root\n", "app\n");
    assert_eq!(
        dockerfile(&unused, "dockerfile/root-user"),
        ["waiver/unused 2: counts"],
        "the peer's is never at fault"
    );
}

#[test]
fn very_many_comments_are_refused_once() {
    let text = format!("FROM debian:12\n{}USER root\n", "# hadolint ignore=DL3002\n".repeat(20_000));
    let found = dockerfile(&text, "dockerfile/root-user");
    assert_eq!(found, ["waiver/malformed 1002: counts", "20002: hadolint ignore=DL3002"]);
}
