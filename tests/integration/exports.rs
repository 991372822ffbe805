//! What audits say, in the forms of other tools: written by the binary, read by others.

#![allow(clippy::print_stderr, reason = "what is skipped is said aloud")]

mod impact;
mod published;
mod tables;

use std::{fs, path::Path};

use crate::command::{Said, waylint_in, write};

/// The platform: three standards, two of them about to be enforced.
const PLATFORM: &str = "
standards:
  owned:
    title: Somebody owns it
    description: What nobody owns is mended by nobody.
    evidence: {present: [[codeowners, backstage/any-entity]]}
    stages: {audit: 2026-01-01, warn: 2026-06-01, enforce: 2026-12-01}
    target: 90
    docs: https://platform.example.com/owned
  unprivileged:
    title: The image has no rights it does not need
    evidence: {all: [dockerfile/root-user, dockerfile/base-image-unversioned]}
    when: {kinds: dockerfile}
    stages: {audit: 2026-01-01, enforce-new: 2026-09-01, enforce: 2027-03-01}
    docs: https://platform.example.com/unprivileged
  pipeline:
    title: Built by a <pipeline> & nothing else
    evidence: {present: [github/workflow]}
    when: {kinds: dockerfile}
    stages: {warn: 2026-02-01, enforce: 2027-01-01}
golden-path: {title: Short way, steps: [owned, unprivileged, pipeline]}
tiers: [{name: bronze, standards: [owned]}, {name: gold, standards: [unprivileged, pipeline]}]
";

const GOOD: &str = "FROM registry.example.com/base:1.27\nUSER 1000\nCMD [\"/app\"]\n";
const BAD: &str = "FROM registry.example.com/base\nUSER root\nCMD [\"/app\"]\n";
const WAIVED: &str = "FROM registry.example.com/base:1.27\n# waylint: allow dockerfile/root-user until=2026-12-10 owner=team-cart -- drops its rights\nUSER root\nCMD [\"/app\"]\n";
const WORKFLOW: &str = "name: build\non: [push]\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n";

/// Five repositories of two teams and nobody, audited on two days; `fleet.db` is the history.
fn fleet() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let files = [
        ("platform.yaml", PLATFORM),
        ("clones/shop/.git/HEAD", ""),
        ("clones/shop/CODEOWNERS", "* @org/team-shop\n"),
        ("clones/shop/Dockerfile", GOOD),
        ("clones/till/.git/HEAD", ""),
        ("clones/till/CODEOWNERS", "* @org/team-shop\n"),
        ("clones/till/Dockerfile", BAD),
        ("clones/cart/.git/HEAD", ""),
        ("clones/cart/CODEOWNERS", "* @org/team-cart\n"),
        ("clones/cart/Dockerfile", WAIVED),
        ("clones/cart/.github/workflows/build.yaml", WORKFLOW),
        ("clones/lost/.git/HEAD", ""),
        ("clones/lost/README.md", "# Lost\n"),
        ("clones/docs/.git/HEAD", ""),
        ("clones/docs/CODEOWNERS", "* @org/team-cart\n"),
    ];
    write(root, &files);
    let audit = |day| {
        let history = ["--config", "platform.yaml", "--history", "fleet.db", "--as-of", day, "clones", "-q"];
        assert_eq!(run(root, &[&["audit"], &history[..]].concat()).err, "");
    };
    audit("2026-10-01");
    let word = "{\"on\":\"2026-11-20\",\"rule\":\"dockerfile/root-user\",\"useful\":false,\"why\":\"a \\\"builder\\\",\\tnot a server\"}\n";
    write(
        root,
        &[("clones/shop/.github/workflows/build.yaml", WORKFLOW), ("clones/shop/.waylint/feedback.ndjson", word)],
    );
    audit("2026-11-22");
    folder
}

fn run(folder: &Path, args: &[&str]) -> Said {
    waylint_in(folder, args)
}

/// Exports from the history.
fn export(folder: &Path, output: &str) {
    let said = run(folder, &["export", "--history", "fleet.db", "--output", output]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{output}");
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}
