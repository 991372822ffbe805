//! The Rego tests of packs: every `test_…` rule, value by value.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use serde_json::{Value as Json, json};
use waylint::{
    engine::view,
    recognise::KindTable,
    registry::Registry,
    rego::{
        Value,
        extension::Extension,
        memory::Memory,
        syntax::{
            self,
            ast::{TermKind, Version},
        },
    },
};

use super::{
    documents::{texts, views},
    job::{Job, Outcome, files},
    path, trivy,
};

/// Makes every test rule of a job an entry point.
fn ask_tests(job: &mut Job) {
    let mut entries = BTreeSet::new();
    for text in job.modules.values() {
        let module = syntax::parse(text, job.version).unwrap();
        for rule in &module.rules {
            if let TermKind::Var(name) = &rule.head.path[0].kind
                && name.starts_with("test_")
            {
                entries.insert(format!("data.{}.{name}", module.package.join(".")));
            }
        }
    }
    job.entries = entries.into_iter().collect();
}

#[test]
#[ignore = "needs OPA, see tests/oracle/README.md"]
fn tests_of_our_packs() {
    let policies = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut registry = Registry::default();
    registry.add_folder(&policies).unwrap();
    let kinds = Arc::new(registry.kinds().unwrap());
    let mut job = Job { name: "tests of our packs".to_owned(), ..Job::default() };
    job.add(&policies);
    ask_tests(&mut job);
    let options = registry.default_options();
    job.data = json!({"platform": {}, "waylint": {"options": options, "now_ns": 0, "as_of": "1970-01-01"}});
    job.views = views(KindTable::built_in(), &[]);
    // Tests write their objects out, so every version and kind that stands in their text is of interest.
    job.views = every_kind(&job, &kinds);
    let met = Arc::new(Mutex::new(Vec::new()));
    job.extensions = vec![noting(view(kinds.clone()), met.clone())];
    job.ask_alone();
    job.texts = texts(&*met.lock().unwrap());
    job.extensions = vec![view(kinds)];
    job.run().conclude("tests of our packs");
}

/// An extension that notes the documents it is given.
fn noting(view: Extension, met: Arc<Mutex<Vec<Json>>>) -> Extension {
    let run = view.run;
    let note = move |memory: &mut Memory<'_>, arguments: &[Value]| {
        let mut json = String::new();
        if arguments.len() == 2 && memory.write_json(arguments[1], &mut json).is_ok() {
            met.lock().unwrap().extend(serde_json::from_str::<Json>(&json).ok());
        }
        run(memory, arguments)
    };
    Extension { run: Arc::new(note), ..view }
}

/// The views with the places for all objects whose `apiVersion` and `kind` stand in a text as strings.
fn every_kind(job: &Job, kinds: &KindTable) -> serde_json::Value {
    let mut versions = BTreeSet::new();
    let mut names = BTreeSet::new();
    for text in job.modules.values() {
        for (word, found) in [("\"apiVersion\": \"", &mut versions), ("\"kind\": \"", &mut names)] {
            for part in text.split(word).skip(1) {
                found.insert(part.split('"').next().unwrap_or_default().to_owned());
            }
        }
    }
    let mut views = job.views.clone();
    for (view, by_kind) in views.as_object_mut().unwrap() {
        let by_kind = by_kind.as_object_mut().unwrap();
        for version in &versions {
            for name in &names {
                if let Some(known) = kinds.kind_of_object(version, name) {
                    let ways = kinds.view_paths(view, Some(&known));
                    let ways = ways.iter().map(|path| super::documents::way(path)).collect();
                    by_kind.insert(format!("{version}/{name}"), ways);
                }
            }
        }
    }
    views
}

#[test]
#[ignore = "needs OPA, see tests/oracle/README.md"]
fn tests_of_gatekeeper() {
    let library = path("WAYLINT_ORACLE_GATEKEEPER");
    let mut outcome = Outcome::default();
    for source in files(&library.join("src"), "rego") {
        if source.file_name().is_some_and(|name| name == "src.rego") {
            let folder = source.parent().unwrap();
            let mut job = Job { name: folder.display().to_string(), version: Version::V0, ..Job::default() };
            job.add(folder);
            ask_tests(&mut job);
            outcome.add(job.run());
        }
    }
    outcome.conclude("tests of gatekeeper-library");
}

#[test]
#[ignore = "needs OPA, see tests/oracle/README.md"]
fn tests_of_trivy() {
    let mut job = trivy::program("tests of trivy", &path("WAYLINT_ORACLE_TRIVY"), &["lib", "checks"]);
    ask_tests(&mut job);
    job.run().conclude("tests of trivy-checks");
}
