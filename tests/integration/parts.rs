//! Of documents that rules over the whole repository look at no more is kept than these may read, and nobody can tell.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use waylint::{
    date::Date,
    finding::Finding,
    linter::{BaselineChoice, Fixing, Request, Run, lint},
    rule::Scope,
};

use crate::command::{TODAY, root};

fn run(folder: &Path, parts: bool, jobs: usize) -> Run {
    let parts_from = if parts { 0 } else { usize::MAX };
    let request = Request { parts_from, jobs: Some(jobs), ..request(folder) };
    lint(&request, &|_, _| {}).unwrap()
}

fn request(folder: &Path) -> Request {
    Request {
        paths: vec![folder.to_owned()],
        as_of: TODAY.parse::<Date>().unwrap(),
        baseline: BaselineChoice::None,
        complete: Some(true),
        parts_from: 0,
        ..Request::default()
    }
}

/// Judges a folder both ways; how many findings are of rules that see the whole repository.
fn compare(folder: &Path) -> usize {
    let whole = run(folder, false, 1);
    for jobs in [1, 8] {
        let parts = run(folder, true, jobs);
        assert_eq!(parts.report, whole.report, "{}, {jobs} jobs", folder.display());
    }
    let of_all = |finding: &&Finding| finding.rule.scope == Scope::Repository;
    whole.report.findings.iter().filter(of_all).count()
}

fn folders(below: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(below).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.is_dir());
    folders.sort();
    folders
}

#[test]
fn parts_say_what_whole_documents_say() {
    let fixtures = root().join("fixtures");
    let found = compare(&fixtures.join("rules"));
    assert!(found > 20, "only {found} findings are of rules over the whole repository");
    compare(&fixtures.join("storefront"));
}

/// `WAYLINT_REAL=FOLDER cargo test --test integration parts -- --ignored --nocapture`: each folder there.
#[test]
#[ignore = "takes a folder of repositories"]
fn parts_say_what_whole_documents_say_of_repositories() {
    let below = PathBuf::from(env::var("WAYLINT_REAL").expect("WAYLINT_REAL names a folder of repositories"));
    let found: usize = folders(&below).iter().map(|folder| compare(folder)).sum();
    println!("{found} findings of rules over the whole repository are the same");
}

const DEPLOYMENT: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: server, image: nginx}]
";

const SERVICE: &str = "apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  # Nobody has this label.
  selector:
    \"app\": 'we\\b'
    tier: >-
      front
      end
";

/// A rule of a team's own, over what its documents hold in odd places and odd spellings.
const OWN: &str = r#"# METADATA
# title: Own
# description: Own.
# custom:
#   kinds: [kubernetes/object]
#   scope: repository
#   level: note
#   help: Nothing.
package waylint.rules.own.all

deny contains {"in": d.file, "document": d.document, "at": ["data", key], "message": sprintf("%s: %v", [key, value])} if {
	some d in input.documents
	some key, value in d.node.data
}

deny contains {"in": d.file, "document": d.document, "message": "listed"} if {
	some d in input.documents
	some item in d.node.items_of_its_own
	not item.fine
	item.name
}
"#;

const ODD: &str = "apiVersion: v1
kind: ConfigMap
metadata: {name: odd}
data:
  plain: 1_000
  yes: yes
  none:
  tilde: ~
  octal: 0o17
  float: 1.50
  several: one
    two
  'quoted key': 'it''s'
  \"escaped\\tkey\": \"a\\u00e9\\n\"
  literal: |
    one
      two

  kept: |+
    one

  folded: >-
    one
    two
  list: [1, two, {three: 3}]
  empty: {}
  é: ü
items_of_its_own:
  - {name: a, fine: true, more: {b: c}}
  - name: b
  - fine: false
    name: c
";

const ALIASES: &str = "apiVersion: v1
kind: ConfigMap
metadata: {name: aliases}
data: &data
  a: &a one
  b: *a
  c: !!str 1
more: {<<: *data}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: merged}
data:
  <<: {a: 1}
  b: 2
---
apiVersion: v1
kind: ConfigMap
metadata: {name: twice}
data: {a: 1, b: 2, a: 3}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: last}
data: {a: |
";

const DEFINITION: &str = "apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.org}
spec:
  group: example.org
  scope: Namespaced
  names: {kind: Widget, plural: widgets, singular: widget, listKind: WidgetList}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            apiVersion: {type: string}
            kind: {type: string}
            metadata: {type: object}
            spec: {type: object, properties: {size: {type: integer}}}
";

const WIDGETS: &str = "apiVersion: example.org/v1
kind: Widget
metadata: {name: a}
spec: {size: large}
---
apiVersion: example.org/v1
kind: Gadget
metadata: {name: b}
---
apiVersion: example.org/v1
kind: Widget
metadata: {name: c}
spec: {sise: 1}
";

#[test]
fn custom_resources_are_held_against_what_another_file_defines() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    for (name, text) in [("a.yaml", WIDGETS), ("b.yaml", WIDGETS), ("z.yaml", DEFINITION)] {
        fs::write(folder.join(name), text).unwrap();
    }
    compare(&folder);
    let findings = run(&folder, true, 8).report.findings;
    let told = |file: &str| -> Vec<String> {
        let told = findings.iter().filter(|finding| *finding.place.file == *folder.join(file).to_string_lossy());
        told.map(|finding| finding.rule.id.to_string()).filter(|rule| rule.starts_with("schema/")).collect()
    };
    assert_eq!(told("a.yaml"), ["schema/wrong-type", "schema/unknown-kind", "schema/unknown-field"]);
    // A kind that nobody knows is told once.
    assert_eq!(told("b.yaml"), ["schema/wrong-type", "schema/unknown-field"]);
}

#[test]
fn a_file_that_changes_meanwhile_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    fs::write(folder.join("deployment.yaml"), DEPLOYMENT).unwrap();
    fs::write(folder.join("service.yaml"), SERVICE).unwrap();
    let run = |change: &(dyn Fn() + Sync)| {
        let progress = |done, all| {
            if done == all {
                change()
            }
        };
        lint(&Request { jobs: Some(1), ..request(&folder) }, &progress).unwrap().report
    };
    let is_told = |finding: &Finding| finding.rule.id.as_str() == "kubernetes/selector-without-pods";
    assert!(run(&|| {}).findings.iter().any(is_told));
    for change in [&|| fs::write(folder.join("service.yaml"), "{}").unwrap(), &|| {
        fs::remove_file(folder.join("service.yaml")).unwrap();
    }] as [&(dyn Fn() + Sync); 2]
    {
        fs::write(folder.join("service.yaml"), SERVICE).unwrap();
        let report = run(change);
        assert!(!report.findings.iter().any(is_told));
        let [failure] = &report.failures[..] else { panic!("{:?}", report.failures) };
        assert!(failure.file.as_ref().is_some_and(|file| file.ends_with("service.yaml")), "{failure:?}");
        assert_eq!(failure.message, "the file changed while the repository was judged");
    }
}

#[test]
fn values_are_the_same_however_they_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    fs::create_dir_all(folder.join("packs/own")).unwrap();
    let files = [
        ("packs/own/all.rego", OWN),
        (".waylint.yaml", "packs: [packs]\n"),
        ("deployment.yaml", DEPLOYMENT),
        ("service.yaml", SERVICE),
        ("copy.yaml", SERVICE),
        ("odd.yaml", ODD),
        (
            "odd.json",
            r#"{"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": 1.0, "b": "\u00e9", "a\n": [null, 1e3]}}"#,
        ),
        ("aliases.yaml", ALIASES),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    let found = compare(&folder);
    assert!(found > 20, "{found}");
    let messages: Vec<String> =
        run(&folder, true, 1).report.findings.into_iter().map(|finding| finding.message.to_string()).collect();
    for message in ["several: one two", "escaped\tkey: aé\n", "kept: one\n\n", "a: 3", "c: 1", "é: ü"] {
        assert!(messages.iter().any(|known| known == message), "{message:?} of {messages:#?}");
    }
}

#[test]
fn fixes_are_made_alike() {
    let folder = root().join("fixtures/storefront");
    let fixed = |parts| {
        let fixing = Fixing { unsafe_ones: true, write: false };
        let parts_from = if parts { 0 } else { usize::MAX };
        lint(&Request { parts_from, fix: Some(fixing), ..request(&folder) }, &|_, _| {}).unwrap()
    };
    let (parts, whole) = (fixed(true), fixed(false));
    assert_eq!(parts.report, whole.report);
    assert_eq!(parts.changes, whole.changes);
}
