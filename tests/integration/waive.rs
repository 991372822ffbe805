//! Waivers written by the program, the list of all of them, and words about rules.

use std::{fs, path::Path};

use serde_json::Value;

use crate::command::{Said, TODAY, repository, waylint_in};

const DOCKERFILE: &str = "# syntax=docker/dockerfile:1\nFROM registry.example.com/base:1.27\nUSER root\nRUN make \\\n    && make install\nUSER root\nCMD [\"/app\"]\n";

const POD: &str = "\
apiVersion: v1
kind: Pod
metadata:
  name: agent
  namespace: system
spec:
  containers:
    - name: agent
      image: registry.example.com/agent:1.4
      securityContext:
        privileged: true
    - name: relay # speaks to the agent
      image: registry.example.com/relay:2.0
      securityContext:
        privileged: true
";

const PRIVILEGED: &str = "kubernetes/privileged-container";

fn waive(folder: &Path, args: &[&str]) -> Said {
    waylint_in(folder, &[&["waive", "--as-of", TODAY][..], args].concat())
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// How many findings of a rule count, and how many waivers are at fault.
fn counted(folder: &Path, rule: &str) -> (usize, usize) {
    let said = waylint_in(folder, &["check", "--format", "json", "--as-of", TODAY]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    let active = report["findings"].as_array().unwrap().iter().filter(|finding| finding["suppression"].is_null());
    let rules: Vec<&str> = active.map(|finding| finding["rule"].as_str().unwrap()).collect();
    let count = |wanted: &dyn Fn(&str) -> bool| rules.iter().filter(|own| wanted(own)).count();
    (count(&|own| own == rule), count(&|own| own.starts_with("waiver/")))
}

#[test]
fn a_waiver_is_added_to_a_configuration_whose_comments_stay() {
    let config = "# What the agent needs.\nfail-on: error # for now\n\nwaivers:\n  # Agreed in spring.\n  - rule: dockerfile/root-user\n    files: [Dockerfile]\n    reason: 'the base drops its rights'\n\nexclude: [third_party/]\n";
    let folder = repository(&[(".waylint.yaml", config), ("agent.yaml", POD), ("Dockerfile", DOCKERFILE)]);
    let args = [PRIVILEGED, "agent.yaml", "--reason", "it reads kernel counters: all of them"];
    let said = waive(folder.path(), &[&args[..], &["--owner", "team-metrics", "--until", "2027-06-30"]].concat());
    insta::assert_snapshot!(said.out + &said.err + "\n" + &read(folder.path(), ".waylint.yaml"));
    assert_eq!(counted(folder.path(), PRIVILEGED), (0, 0));
    let again = waive(folder.path(), &args);
    insta::assert_snapshot!(again.out);
    assert_eq!(read(folder.path(), ".waylint.yaml").matches("kernel counters").count(), 1);
}

#[test]
fn without_a_configuration_one_is_made_and_a_line_is_its_place() {
    let folder = repository(&[("pod[1].yaml", POD)]);
    let said = waive(folder.path(), &[PRIVILEGED, "pod[1].yaml:15", "--reason", "relays need it"]);
    insta::assert_snapshot!(said.out + &said.err + "\n" + &read(folder.path(), ".waylint.yaml"));
    assert_eq!(counted(folder.path(), PRIVILEGED), (1, 0), "the other container's stays");
}

#[test]
fn the_configuration_that_init_writes_takes_waivers() {
    let folder = repository(&[("pod.yaml", POD)]);
    assert_eq!(waylint_in(folder.path(), &["init"]).code, 0);
    let said = waive(folder.path(), &[PRIVILEGED, "pod.yaml", "--reason", "agents"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert_eq!(counted(folder.path(), PRIVILEGED), (0, 0));
    assert!(read(folder.path(), ".waylint.yaml").contains("# Exemptions: each with a reason"));
}

#[test]
fn a_comment_stands_where_it_holds() {
    let folder = repository(&[("pod.yaml", POD), ("Dockerfile", DOCKERFILE)]);
    let inline = |args: &[&str]| {
        let said = waive(folder.path(), &[args, &["--inline"]].concat());
        assert_eq!((said.code, said.err.as_str()), (0, ""));
    };
    inline(&[PRIVILEGED, "pod.yaml:11", "--reason", "it reads\nkernel counters", "--until", "2027-01-31"]);
    insta::assert_snapshot!(read(folder.path(), "pod.yaml"));
    assert_eq!(counted(folder.path(), PRIVILEGED), (1, 0));
    inline(&[
        "dockerfile/root-user",
        "Dockerfile",
        "--reason",
        "the init script drops its rights",
        "--owner",
        "team-a",
    ]);
    insta::assert_snapshot!(read(folder.path(), "Dockerfile"));
    assert_eq!(counted(folder.path(), "dockerfile/root-user"), (0, 0));
}

#[test]
fn what_cannot_be_granted_is_refused_and_writes_nothing() {
    let json = "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"a\"}, \"spec\": {\"containers\": [{\"name\": \"a\", \"image\": \"b:1\", \"securityContext\": {\"privileged\": true}}]}}\n";
    let folder = repository(&[("pod.yaml", POD), ("pod.json", json)]);
    let cases: [&[&str]; 8] = [
        &["kubernetes/privileged-containers", "pod.yaml", "--reason", "why"],
        &[PRIVILEGED, "pod.yaml", "--reason", " "],
        &[PRIVILEGED, "pod.yaml", "--reason", "why", "--until", "2026-11-21"],
        &[PRIVILEGED, "gone.yaml", "--reason", "why"],
        &[PRIVILEGED, "pod.yaml:2", "--reason", "why"],
        &["dockerfile/root-user", "pod.yaml", "--reason", "why"],
        &[PRIVILEGED, "pod.yaml", "--reason", "why", "--inline", "--owner", "team a"],
        &[PRIVILEGED, "pod.json", "--reason", "why", "--inline"],
    ];
    let mut all = String::new();
    for args in cases {
        let said = waive(folder.path(), args);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{args:?}");
        all += &said.err;
    }
    insta::assert_snapshot!(all);
    assert_eq!(read(folder.path(), "pod.yaml"), POD);
    assert!(!folder.path().join(".waylint.yaml").exists());
    assert_eq!(waive(folder.path(), &[PRIVILEGED, "pod.yaml"]).code, 2, "a reason is asked for");
}

#[test]
fn all_waivers_are_listed_with_what_they_are_worth() {
    let config = "waivers:\n  - {rule: kubernetes/privileged-container, files: [pod.yaml], reason: counters, owner: team-a, until: 2026-12-01}\n  - {rule: kubernetes/host-namespace-shared, reason: was needed once}\n  - {rule: dockerfile, files: [Dockerfile], reason: trial, until: 2026-10-31}\n  - {rule: dockerfile/root-user}\n";
    let dockerfile = "FROM registry.example.com/base:1.27\n# waylint: allow dockerfile/root-user owner=team-b -- drops its rights\nUSER root\nCMD [\"/app\"]\n";
    let folder = repository(&[(".waylint.yaml", config), ("pod.yaml", POD), ("Dockerfile", dockerfile)]);
    let said = waylint_in(folder.path(), &["waivers", "--as-of", TODAY]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    insta::assert_snapshot!(said.out);
    let said = waylint_in(folder.path(), &["waivers", "--as-of", TODAY, "--format", "json"]);
    let listed: Value = serde_json::from_str(&said.out).unwrap();
    let states = listed["waivers"].as_array().unwrap().iter();
    let states: Vec<&str> = states.map(|waiver| waiver["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["faulty", "expired", "orphan", "expiring", "active"]);
}

#[test]
fn words_about_rules_are_lines_of_a_file() {
    let folder = repository(&[("pod.yaml", POD)]);
    let say = |args: &[&str]| waylint_in(folder.path(), &[&["feedback", "--as-of", TODAY], args].concat());
    let against = [PRIVILEGED, "pod.yaml:11", "--not-useful", "agents are privileged by nature"];
    assert_eq!(say(&[PRIVILEGED, "--useful"]).code, 0);
    assert_eq!(say(&against).code, 0);
    assert_eq!(say(&against).code, 0, "said once");
    insta::assert_snapshot!(read(folder.path(), ".waylint/feedback.ndjson"));
    let wrong: [&[&str]; 4] = [
        &[PRIVILEGED],
        &[PRIVILEGED, "--useful", "--not-useful", "x"],
        &["no/rule", "--useful"],
        &[PRIVILEGED, "pod.yaml:2", "--useful"],
    ];
    wrong.iter().for_each(|args| assert_eq!(say(args).code, 2, "{args:?}"));
    fs::write(folder.path().join(".waylint/feedback.ndjson"), "{}\n").unwrap();
    let said = say(&[PRIVILEGED, "--useful"]);
    assert!(said.code == 2 && said.err.contains("line 1 is no feedback"), "{}", said.err);
}

#[test]
fn a_repository_says_where_words_about_rules_are_kept() {
    let folder = repository(&[("pod.yaml", POD), (".waylint.yaml", "feedback: docs/rules.ndjson\n")]);
    let said = waylint_in(folder.path(), &["feedback", PRIVILEGED, "--useful", "--as-of", TODAY]);
    assert_eq!(said.out, "recorded in docs/rules.ndjson; commit it, and audits will count it\n");
    let audit = ["audit", "--as-of", TODAY, "--history", "audits.db", "."];
    assert_eq!(waylint_in(folder.path(), &audit).err, "");
    waylint_in(folder.path(), &["export", "--history", "audits.db", "-o", "ndjson=records"]);
    assert!(read(folder.path(), "records/event.ndjson").contains(PRIVILEGED));
    fs::write(folder.path().join(".waylint.yaml"), "feedback: ../elsewhere.ndjson\n").unwrap();
    let said = waylint_in(folder.path(), &["feedback", PRIVILEGED, "--useful"]);
    assert!(said.code == 2 && said.err.contains("`../elsewhere.ndjson` is no file of the repository"), "{}", said.err);
}
