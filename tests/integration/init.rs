//! `waylint init --from`: what other linters' configurations become, and that waylint then judges by it.

use std::fs;

use crate::command::{TODAY, waylint_in};

const HADOLINT: &str = r#"# Of the build team.
failure-threshold: warning
no-fail: true
ignored:
  - DL3059
  - DL3008
  - SC2086
override:
  error: [DL3015, DL3018]
  style: [DL3006]
trustedRegistries: [docker.io, "*.gcr.io", registry.example.com:5000]
label-schema:
  team: text
  version: semver
strict-labels: true
colour: green
"#;

const DCLINT: &str = r#"{
  "rules": {
    "no-version-field": 0,
    "service-image-require-explicit-tag": [2, {"prohibitedTags": ["edge"]}],
    "require-quotes-in-ports": [1, {"quoteType": "single"}]
  },
  "exclude": ["demo"]
}
"#;

const ZIZMOR: &str = r#"rules:
  unpinned-uses:
    config:
      policies:
        acme/*: ref-pin
        "*": hash-pin
  secrets-inherit:
    disable: true
  template-injection:
    ignore:
      - release.yml:31:9
      - nightly.yml
  dependabot-cooldown:
    config: {days: 3}
  forbidden-uses:
    config: {deny: [old/upload]}
  cache-poisoning:
    severity: low
"#;

const ACTIONLINT: &str = r#"self-hosted-runner:
  labels: [acme-linux-*, gpu]
config-variables: [REGISTRY]
paths:
  .github/workflows/release.yml:
    ignore: ['SC2086:.+']
"#;

/// What `init --from` writes for files, and how it ends.
fn written(files: &[(&str, &str)], from: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut args = vec!["init", "--stdout"];
    from.iter().for_each(|peer| args.extend(["--from", peer]));
    let said = waylint_in(folder.path(), &args);
    if said.code != 0 {
        return said.err.replace(&folder.path().display().to_string(), "FOLDER");
    }
    fs::write(folder.path().join(".waylint.yaml"), &said.out).unwrap();
    let judged = waylint_in(folder.path(), &["check", "--as-of", TODAY]);
    assert_eq!((judged.code, &*judged.err), (0, ""), "the configuration holds: {}", judged.out);
    said.out
}

#[test]
fn settings_of_several_linters_are_taken_over() {
    let files = [(".hadolint.yaml", HADOLINT), (".dclintrc", DCLINT)];
    insta::assert_snapshot!(written(&files, &["hadolint", "dclint"]));
}

#[test]
fn settings_for_workflows_are_taken_over() {
    let files = [("zizmor.yml", ZIZMOR), (".github/actionlint.yaml", ACTIONLINT)];
    insta::assert_snapshot!(written(&files, &["zizmor", "actionlint"]));
}

#[test]
fn a_configuration_without_settings_says_what_the_linter_asks_for_by_itself() {
    let config = written(&[("zizmor.yml", "# As it comes.\n{}\n")], &["zizmor"]);
    assert!(config.contains("pin:\n      '*/*': commit"), "{config}");
}

#[test]
fn what_lies_here_is_told_and_what_is_wrong_refused() {
    let config = [(".hadolint.yml", "ignored: [DL3008]\n")];
    assert!(written(&config, &[]).contains("# .hadolint.yml lies here: `waylint init --from hadolint` takes over"));
    insta::assert_snapshot!(
        [
            written(&[], &["hadolint"]),
            written(&[], &["tslint"]),
            written(&config, &["hadolint=missing.yaml"]),
            written(&[(".hadolint.yaml", "ignored: {DL3008: true}\n")], &["hadolint"]),
            written(&[(".hadolint.yaml", "- DL3008\n")], &["hadolint"]),
            written(&[(".hadolint.yaml", "override:\n  fatal: [DL3008]\n")], &["hadolint"]),
            written(&[(".hadolint.yaml", "ignored: [DL3008\n")], &["hadolint"]),
            written(&[(".dclintrc.yaml", "rules:\n  no-version-field: never\n")], &["dclint"]),
            written(&[(".dclintrc", "")], &["dclint"]).lines().last().unwrap_or_default().to_owned(),
        ]
        .join("\n")
    );
}

#[test]
fn what_was_silenced_stays_silent_and_the_rest_is_judged() {
    let folder = tempfile::tempdir().unwrap();
    let dockerfile = "FROM eu.gcr.io/team/base:1\nLABEL team=a version=1.0.0\nRUN apk add --no-cache curl\nRUN apt-get install -y git\n";
    for (name, text) in [("Dockerfile", dockerfile), (".hadolint.yaml", HADOLINT)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let rules = |from: &[&str]| {
        let _ = fs::remove_file(folder.path().join(".waylint.yaml"));
        assert_eq!(waylint_in(folder.path(), &[&["init"], from].concat()).code, 0);
        let said =
            waylint_in(folder.path(), &["check", "--format", "json", "--select", "dockerfile", "--as-of", TODAY]);
        let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        let line = |finding: &serde_json::Value| {
            let text = |key: &str| finding[key].as_str().unwrap().to_owned();
            format!("{} {} {}", finding["location"]["start"]["line"], text("level"), text("rule"))
        };
        report["findings"].as_array().unwrap().iter().map(line).collect::<Vec<_>>()
    };
    let before = rules(&[]);
    let after = rules(&["--from", "hadolint"]);
    assert!(before.contains(&"4 note dockerfile/consecutive-runs".to_owned()), "{before:?}");
    assert!(!after.iter().any(|line| line.ends_with("consecutive-runs")), "DL3059 is ignored: {after:?}");
    assert!(after.contains(&"3 error dockerfile/package-unpinned".to_owned()), "DL3018 is an error: {after:?}");
    assert!(!after.contains(&"4 error dockerfile/package-unpinned".to_owned()), "DL3008 is ignored: {after:?}");
    assert!(!after.iter().any(|line| line.ends_with("registry-not-allowed")), "*.gcr.io is trusted: {after:?}");
}
