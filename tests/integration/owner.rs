//! What the owner of a repository makes is no stranger's there.

use serde_json::Value;

use crate::command::{TODAY, repository, waylint_in};

const WORKFLOW: &str = "on: push\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    container: ghcr.io/acme/builder:latest\n    steps:\n      - uses: Acme/setup@main\n      - uses: other/setup@main\n";

/// Level, what it was lowered from and message of each finding, in a clone of an address.
fn levels(address: &str, more: &[&str]) -> Vec<String> {
    let config = format!("[remote \"origin\"]\n\turl = {address}\n");
    let folder = repository(&[(".github/workflows/ci.yml", WORKFLOW), (".git/config", &config)]);
    let rules = "github/action-unpinned,github/image-unversioned";
    let args = ["check", "--no-config", "--as-of", TODAY, "--select", rules, "--format", "json"];
    let report: Value = serde_json::from_str(&waylint_in(folder.path(), &[&args[..], more].concat()).out).unwrap();
    let told = |finding: &Value| {
        let from = finding["lowered-from"].as_str().map(|level| format!(" (of {level})")).unwrap_or_default();
        format!("{}{from}: {}", finding["level"].as_str().unwrap(), finding["message"].as_str().unwrap())
    };
    report["findings"].as_array().unwrap().iter().map(told).collect()
}

#[test]
fn what_the_owner_makes_may_move() {
    let [image, own, other] = [
        "image \"ghcr.io/acme/builder:latest\" has no fixed version",
        "Acme/setup is named by \"main\", not by a commit",
        "other/setup is named by \"main\", not by a commit",
    ];
    let lowered =
        [format!("note (of warning): {image}"), format!("note (of warning): {own}"), format!("warning: {other}")];
    assert_eq!(levels("git@github.com:acme/shop.git", &[]), lowered);
    assert_eq!(levels("https://github.com/Acme/shop", &[]), lowered);
    let plain = [image, own, other].map(|message| format!("warning: {message}"));
    assert_eq!(levels("https://github.com/somebody/shop", &[]), plain);
    assert_eq!(levels("/srv/git/shop.git", &[]), plain);
}

#[test]
fn what_is_called_after_the_repository_is_its_own() {
    let own = "note (of warning): other/setup is named by \"main\", not by a commit".to_owned();
    assert!(levels("https://github.com/jane/other", &[]).contains(&own));
    // What many repositories are called says nothing.
    assert!(!levels("https://github.com/other-people/setup", &[]).contains(&own));
}

#[test]
fn the_report_says_whose_it_is() {
    let folder = repository(&[
        (".github/workflows/ci.yml", WORKFLOW),
        (".git/config", "[remote \"origin\"]\n\turl = https://github.com/acme/shop\n"),
    ]);
    let said = waylint_in(folder.path(), &["check", "--as-of", TODAY, "--select", "github/image-unversioned"]);
    assert!(said.out.contains("warning of others; this is acme's own"), "{}", said.out);
    assert!(said.out.contains("1 lowered to a note"), "{}", said.out);
}
