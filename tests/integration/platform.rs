//! An organisation's facts about containers and about workflows, end to end: a configuration as a platform team writes it, what is found by it, and
//! what `--fix` makes of it.

use crate::command::{TODAY, repository, waylint_in};

const CONFIG: &str = r#"
platform:
  registries:
    allow: [registry.example.org, "*.pkg.dev"]
    mirrors: {docker.io: registry.example.org/hub}
  base-images:
    approved: [registry.example.org/hub/library/golang, registry.example.org/base/*]
    replace: {node: registry.example.org/base/node:22.4}
    end-of-life: {"registry.example.org/base/debian:11": 2026-08-31}
  image-pin: minor
  required-labels:
    image:
      org.opencontainers.image.source: "^https://git\\.example\\.org/"
      team: {pattern: "^team-", default: team-shop, description: who is called at night}
rules:
  dockerfile/undeclared-label: {level: warning, options: {strict: true}}
  dockerfile/user-missing: off
"#;

const FILES: [(&str, &str); 4] = [
    (".waylint.yaml", CONFIG),
    (
        "shop/Dockerfile",
        "# The shop.\nFROM golang:1.24-alpine AS build\nRUN go build -o /shop .\n\n\
         FROM registry.example.org/base/debian:11\n\
         LABEL team=shop colour=\"green\" \\\n      org.opencontainers.image.source=https://git.example.org/shop\n\
         COPY --from=build /shop /shop\nCMD [\"/shop\"]\n",
    ),
    ("web/Dockerfile", "FROM node:20\nCMD [\"node\"]\n"),
    (
        "compose.yaml",
        "services:\n  db:\n    image: postgres:17 # as in production\n  cache:\n    image: eu.pkg.dev/shop/cache:1.2\n",
    ),
];

const ACTIONS: &str = r#"
platform:
  actions:
    allow: [actions/*, acme/*, docker/*]
    pin: {"acme/*": tag, "*/*": commit}
    commits:
      actions/checkout@v5: 08c6903cd8c0fde910a37f88322edcfb5dd907a8
      docker/login-action@v3: 5e57cd118135c172c3672efd75eb46360885c0ef
      acme/platform@v2: 11bd71901bbe5b1630ceea73d27597364c9af683
    replace: {old/upload: acme/upload@v3}
  workflows:
    required: [acme/platform/.github/workflows/scan.yaml@v2]
    first-steps: [acme/guard@v1]
    timeout-minutes: 30
    permissions: {contents: read}
  runners:
    allow: [acme-*]
    replace: {ubuntu-latest: acme-linux}
"#;

const WORKFLOWS: [(&str, &str); 2] = [
    (".waylint.yaml", ACTIONS),
    (
        ".github/workflows/ci.yaml",
        "on: [push, pull_request]\npermissions: {contents: write}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      \
         - uses: actions/checkout@v5\n      - uses: docker/login-action@v3 # the registry\n      - uses: old/upload@v1\n      \
         - uses: acme/deploy@main\n      - run: make\n",
    ),
];

#[test]
fn facts_about_containers_are_judged_and_mended() {
    insta::assert_snapshot!(judged_and_mended(&FILES));
}

#[test]
fn facts_about_workflows_are_judged_and_mended() {
    insta::assert_snapshot!(judged_and_mended(&WORKFLOWS));
}

/// What is found in a repository, what `--fix` changes, and what it leaves.
fn judged_and_mended(files: &[(&str, &str)]) -> String {
    let folder = repository(files);
    let run = |args: &[&str]| waylint_in(folder.path(), &[&["check", "--as-of", TODAY], args].concat());
    let found = run(&["--format", "concise"]);
    let diff = run(&["--diff", "--unsafe"]);
    assert_eq!(run(&["--fix", "--unsafe"]).err, "");
    let left = run(&["--format", "concise"]);
    assert!(run(&["--fix", "--unsafe"]).out.contains("nothing to fix"));
    format!("{}\n{}\n{}", found.out, diff.out, left.out)
}
