//! Files that hold the same are judged once, and nobody can tell.

use std::{fs, path::Path};

use waylint::{
    date::Date,
    linter::{BaselineChoice, Request, Run, lint},
};

use crate::command::TODAY;

const DEPLOYMENT: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: other}}
    spec:
      containers:
        - name: server
          image: nginx
          securityContext: {privileged: true}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: nobody}, ports: [{port: 80}]}
";

const WAIVED: &str = "apiVersion: v1
kind: Pod
metadata: {name: job}
spec:
  containers:
    - name: server
      image: nginx # waylint: allow kubernetes/image-unversioned -- a test
      # waylint: allow kubernetes/privileged-container -- waives nothing
      # waylint: forbid all
";

/// A rule that sees the file's name.
const BY_NAME: &str = r#"# METADATA
# title: A name
# description: Tells the file's name.
# custom:
#   kinds: [kubernetes/ConfigMap]
#   scope: artifact
#   level: note
#   help: Nothing.
package waylint.rules.own.named

deny contains {"at": ["metadata"], "document": d.document, "message": d.file} if {
	some d in input.documents
}
"#;

/// Files under several names, and what differs beside them.
fn tree() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    write(".git/HEAD", b"");
    write("packs/own/named.rego", BY_NAME.as_bytes());
    write(".waylint.yaml", b"packs: [packs]\n");
    write("nested/.waylint.yaml", b"rules:\n  kubernetes/image-unversioned: off\n");
    for team in ["a", "b", "c/deep", "nested", "nested/deep"] {
        let write = |name: &str, bytes: &[u8]| write(&format!("{team}/{name}"), bytes);
        write("deployment.yaml", DEPLOYMENT.as_bytes());
        write("deployment-2.yaml", DEPLOYMENT.as_bytes());
        write("changed.yaml", DEPLOYMENT.replace("nginx", "proxy").as_bytes());
        write("waived.yaml", WAIVED.as_bytes());
        write("broken.yaml", b"apiVersion: v1\nkind: Pod\nmetadata: {name: a\nspec: [\n");
        write("twice.yaml", b"apiVersion: v1\nkind: Pod\nmetadata: {name: a, name: b}\nspec: {containers: []}\n");
        write("bytes.yaml", b"apiVersion: v1\nkind: Pod\nmetadata: {name: \xff}\n");
        write("named.yaml", b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        write("nothing.yaml", b"some: settings\n");
        write("empty.yaml", b"");
        // The same bytes under names that mean different things.
        write("Dockerfile", b"FROM nginx\n");
        write(".github/workflows/test.yml", DEPLOYMENT.as_bytes());
        write("deployment.json", b"{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"a\"}}\n");
        write("chart/templates/a.yaml", b"apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Values.name }}}\n");
    }
    folder
}

fn run(folder: &Path, once: bool, jobs: usize, baseline: BaselineChoice) -> Run {
    let request = Request {
        paths: vec![folder.to_owned(), folder.join("a/nothing.yaml"), folder.join("b/nothing.yaml")],
        as_of: TODAY.parse::<Date>().unwrap(),
        jobs: Some(jobs),
        baseline,
        once,
        ..Request::default()
    };
    lint(&request, &|_, _| {}).unwrap()
}

#[test]
fn what_is_judged_once_looks_as_if_each_had_been_judged() {
    let folder = tree();
    let folder = folder.path().canonicalize().unwrap();
    let known = folder.join("debt.json");
    for with_baseline in [false, true] {
        let baseline = || if with_baseline { BaselineChoice::File(known.clone()) } else { BaselineChoice::None };
        let each = run(&folder, false, 1, baseline());
        assert!(each.report.findings.len() > 40 && !each.report.failures.iter().any(|failure| failure.rule.is_some()));
        assert_eq!(each.stats.copies, 0);
        for jobs in [1, 8, 8, 8] {
            let once = run(&folder, true, jobs, baseline());
            assert_eq!(once.report, each.report, "{jobs} jobs");
            assert_eq!(format!("{:?}", once.baseline), format!("{:?}", each.baseline), "{jobs} jobs");
            assert!(once.stats.copies > 30, "{}", once.stats.copies);
        }
        if !with_baseline {
            each.baseline.save(&known).unwrap();
            // Not all of it is known.
            fs::write(folder.join("a/new.yaml"), DEPLOYMENT).unwrap();
        }
    }
}

#[test]
fn a_rule_that_sees_the_name_is_asked_for_each_file() {
    let folder = tree();
    let report = run(&folder.path().canonicalize().unwrap(), true, 8, BaselineChoice::None).report;
    let named: Vec<_> = report.findings.iter().filter(|finding| finding.rule.id.as_str() == "own/named").collect();
    assert_eq!(named.len(), 5);
    assert!(named.iter().all(|finding| *finding.message == *finding.place.file));
}
