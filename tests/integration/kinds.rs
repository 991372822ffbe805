//! The kinds table: it is what its schema says, and lifelike files of every kind are recognised.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use waylint::{
    document::{Limits, Tree, parse},
    kind::{Dialect, Format, Kind},
    metadata,
    recognise::{Guess, KindTable, Marked, Recognised, TEMPLATE, ViewStep},
    source::Source,
};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn fixtures() -> PathBuf {
    repository().join("fixtures/kinds")
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

/// All fixtures by path relative to their root.
fn all_fixtures() -> BTreeMap<String, String> {
    let mut found = Vec::new();
    files_below(&fixtures(), &mut found);
    let relative = |path: &PathBuf| path.strip_prefix(fixtures()).unwrap().to_str().unwrap().replace('\\', "/");
    found.iter().map(|path| (relative(path), fs::read_to_string(path).unwrap())).collect()
}

fn guess(path: &str) -> Guess {
    KindTable::built_in().by_path(path, &|marker| {
        let open = |file: &str, _| fs::read_to_string(fixtures().join(file)).ok();
        Marked::above(path, marker, &open).map(Arc::new)
    })
}

fn read(path: &str, text: &str, format: Format) -> Tree {
    parse(Arc::new(Source::new(path, text.to_owned())), format, &Limits::default())
}

/// Reads `text` as if it were a file at `path` of the fixtures, and hands over what is recognised.
fn recognised<T>(path: &str, text: &str, see: impl FnOnce(&[Recognised<'_>]) -> T) -> T {
    let guess = guess(path);
    let tree = read(path, text, guess.format().unwrap());
    see(&KindTable::built_in().documents(&tree, &guess))
}

/// What becomes of a file, as one line for people.
fn verdict(path: &str, text: &str) -> String {
    let table = KindTable::built_in();
    let guess = guess(path);
    let Some(format) = guess.format() else { return "unknown by its path".to_owned() };
    if format == Format::Opaque {
        return format!("{} (not read)", table.kind(&guess).unwrap());
    }
    if !table.worth_parsing(&guess, text.as_bytes()) {
        return "not worth reading".to_owned();
    }
    let tree = read(path, text, format);
    if table.is_template(&tree, &guess) {
        return format!("{TEMPLATE} (seen by its text)");
    }
    let seen = |found: &Recognised<'_>| match found.pointer.steps() {
        [] => found.kind.to_string(),
        _ => format!("{} at {}", found.kind, found.pointer),
    };
    table.documents(&tree, &guess).iter().map(seen).collect::<Vec<_>>().join(", ")
}

#[test]
fn both_files_of_the_table_are_what_their_schema_says() {
    let schema = fs::read_to_string(repository().join("schemas/kinds.schema.json")).unwrap();
    let schema = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for file in ["policies/kinds.yaml", "policies/views.yaml"] {
        let text = fs::read_to_string(repository().join(file)).unwrap();
        let value: serde_json::Value = yaml_serde::from_str(&text).unwrap();
        let errors: Vec<_> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{file}: {errors:#?}");
    }
}

#[test]
fn the_built_in_table_stands() {
    KindTable::with(&[]).unwrap();
    assert!(KindTable::built_in().kinds().len() > 100);
}

#[test]
fn files_are_of_their_kinds() {
    let lines =
        all_fixtures().iter().map(|(path, text)| format!("{path}: {}\n", verdict(path, text))).collect::<String>();
    insta::assert_snapshot!(lines);
}

#[test]
fn every_kind_of_file_and_every_system_has_a_fixture() {
    let mut seen = BTreeSet::new();
    for (path, text) in all_fixtures() {
        let verdict = verdict(&path, &text);
        seen.extend(verdict.split(", ").filter_map(|part| part.split(' ').next()).map(str::to_owned));
    }
    let text = fs::read_to_string(repository().join("policies/kinds.yaml")).unwrap();
    let table: serde_json::Value = yaml_serde::from_str(&text).unwrap();
    let names = |list: &str, key: &str| -> Vec<String> {
        table[list].as_array().unwrap().iter().map(|row| row[key].as_str().unwrap().to_owned()).collect()
    };
    let kinds = names("kinds", "kind").into_iter().filter(|kind| !kind.contains('{'));
    let missing: BTreeSet<_> = kinds.filter(|kind| !seen.contains(kind)).collect();
    assert!(missing.is_empty(), "kinds without a fixture: {missing:?}");
    let prefixes = names("objects", "prefix").into_iter();
    let missing: BTreeSet<_> =
        prefixes.filter(|prefix| !seen.iter().any(|kind| kind.starts_with(&format!("{prefix}/")))).collect();
    assert!(missing.is_empty(), "systems without a fixture: {missing:?}");
}

#[test]
fn items_of_lists_are_documents_of_their_own() {
    let text = &all_fixtures()["k8s/list.yaml"];
    recognised("k8s/list.yaml", text, |found| {
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].kind.as_str(), "kubernetes/Role");
        assert_eq!(found[1].pointer.to_string(), "items[1].items[0]");
        assert_eq!(found[1].document.root().at(&["metadata", "name"]).unwrap().text(), "reader");
    });
}

#[test]
fn documents_are_read_in_the_dialect_of_their_kind() {
    let path = "k8s/any.yaml";
    for (text, expected) in [
        ("apiVersion: v1\nkind: ConfigMap\n", Dialect::Go),
        ("apiVersion: backstage.io/v1alpha1\nkind: Component\n", Dialect::Core),
        ("services: {web: {image: a}}\n", Dialect::Core),
    ] {
        let truth = |dialect| match dialect {
            Dialect::Go => waylint::document::Value::Bool(true),
            _ => waylint::document::Value::String("yes".into()),
        };
        recognised(path, &format!("{text}answer: yes\n"), |found| {
            assert_eq!(found[0].document.root().get("answer").unwrap().value(), truth(expected), "{text}");
        });
    }
}

#[test]
fn the_files_index_and_the_documents_order_are_kept() {
    let text = &all_fixtures()["k8s/all.yaml"];
    recognised("k8s/all.yaml", text, |found| {
        let kinds: Vec<_> = found.iter().map(|found| (found.index, found.kind.as_str())).collect();
        assert_eq!(kinds, [(0, "kubernetes/Deployment"), (1, "kubernetes/CronJob"), (3, "kubernetes/Service")]);
    });
}

#[test]
fn the_same_word_in_another_group_is_another_kind() {
    let table = KindTable::built_in();
    let kind = |api_version: &str, kind: &str| table.kind_of_object(api_version, kind).map(|kind| kind.to_string());
    assert_eq!(kind("v1", "Service").as_deref(), Some("kubernetes/Service"));
    assert_eq!(kind("serving.knative.dev/v1", "Service").as_deref(), Some("knative/Service"));
    assert_eq!(kind("openslo/v1", "Service").as_deref(), Some("openslo/Service"));
    assert_eq!(kind("example.com/v1", "Service").as_deref(), Some("example.com/Service"));
    assert_eq!(kind("v1", "Deployment").as_deref(), Some("kubernetes/Deployment"));
    assert_eq!(kind("v3", "Thing"), None);
    assert_eq!(kind("{{ version }}", "Service"), None);
}

#[test]
fn patterns_mean_kinds_groups_views_and_globs() {
    let table = KindTable::built_in();
    let matches = |pattern: &str, kind: &str| table.matches(pattern, &Kind::new(kind));
    assert!(matches("kubernetes/Deployment", "kubernetes/Deployment"));
    assert!(matches("kubernetes/workload", "argo-rollouts/Rollout"));
    assert!(!matches("kubernetes/workload", "kubernetes/Service"));
    assert!(matches("kubernetes/*", "kubernetes/Service"));
    assert!(matches("kubernetes/any", "kubernetes/Service"));
    assert!(!matches("kubernetes/any", "istio/Gateway"));
    assert!(matches("kubernetes/object", "istio/Gateway"));
    assert!(matches("kubernetes/object", "example.com/Widget"));
    assert!(!matches("kubernetes/object", "backstage/Component"));
    assert!(matches("kubernetes/container", "kubernetes/CronJob"));
    assert!(!matches("kubernetes/container", "kubernetes/ConfigMap"));
}

#[test]
fn misspelt_patterns_are_not_known() {
    let table = KindTable::built_in();
    for known in [
        "dockerfile",
        "kubernetes/Deployment",
        "kubernetes/workload",
        "kubernetes/container",
        "kubernetes/*",
        "kong/KongPlugin",
        "kong/deck",
        "backstage/Anything",
        "example.com/Widget",
        "*.example.com/Widget",
    ] {
        assert!(table.is_known(known), "{known}");
    }
    for unknown in
        ["dockerfiles", "kubernetes/Deploymnet", "kubernetes/deployment", "istio/Deployment", "kubernets/*", ""]
    {
        assert!(!table.is_known(unknown), "{unknown}");
    }
}

/// The places of a view in all documents of a fixture.
fn places(view: &str, path: &str) -> Vec<String> {
    let table = KindTable::built_in();
    recognised(path, &all_fixtures()[path], |found| {
        let mut places = Vec::new();
        for found in found {
            let nodes = table.view_nodes(view, &found.kind, found.document);
            places.extend(nodes.iter().map(|(pointer, _)| pointer.to_string()));
        }
        places
    })
}

#[test]
fn views_give_the_places_of_their_parts() {
    assert_eq!(
        places("kubernetes/container", "k8s/all.yaml"),
        [
            "spec.template.spec.containers[0]",
            "spec.template.spec.initContainers[0]",
            "spec.jobTemplate.spec.template.spec.containers[0]",
        ]
    );
    assert_eq!(
        places("kubernetes/main-container", "k8s/all.yaml"),
        ["spec.template.spec.containers[0]", "spec.jobTemplate.spec.template.spec.containers[0]"]
    );
    assert_eq!(places("kubernetes/pod-spec", "k8s/pod.json"), ["spec"]);
    assert_eq!(places("kubernetes/pod-template", "k8s/pod.json"), [""]);
    assert_eq!(places("kubernetes/metadata", "k8s/list.yaml"), ["metadata", "metadata"]);
    assert_eq!(places("github/job", ".github/workflows/ci.yml"), ["jobs.build"]);
    assert_eq!(places("github/step", ".github/workflows/ci.yml"), ["jobs.build.steps[0]"]);
    assert_eq!(places("github/step", ".github/actions/setup/action.yml"), ["runs.steps[0]"]);
    assert_eq!(places("compose/service", "compose.yaml"), ["services.web"]);
    assert_eq!(places("dockerfile/stage", "Dockerfile"), ["stages[0]"]);
    assert_eq!(
        places("dockerfile/instruction", "Dockerfile"),
        ["stages[0].instructions[0]", "stages[0].instructions[1]"]
    );
    assert_eq!(places("dockerfile/command", "Dockerfile"), ["stages[0].instructions[1].commands[0]"]);
    assert_eq!(places("kong/route", "kong/gateway.yaml"), ["routes[0]", "services[0].routes[0]"]);
    assert_eq!(
        places("kong/plugin", "kong/gateway.yaml"),
        ["plugins[0]", "services[0].plugins[0]", "services[0].routes[0].plugins[0]", "consumers[0].plugins[0]",]
    );
    assert_eq!(places("prometheus/rule", "prometheus/shop.yaml"), ["groups[0].rules[0]", "groups[0].rules[1]"]);
    assert_eq!(places("grafana/panel", "grafana/shop.json"), ["panels[0]", "panels[1]", "panels[0].panels[0]"]);
    assert_eq!(places("grafana/panel", "grafana/wrapped.json"), ["panels[0]"]);
    assert_eq!(places("kubernetes/container", "compose.yaml"), [""; 0]);
}

#[test]
fn jobs_of_gitlab_are_the_keys_that_are_no_keywords() {
    let table = KindTable::built_in();
    let text =
        "stages: [a]\nvariables: {A: b}\n.hidden: {image: a}\nbuild: {script: make}\n'deploy: prod': {script: ship}\n";
    recognised(".gitlab-ci.yml", text, |found| {
        let places = |view: &str| -> Vec<String> {
            table.view_nodes(view, &found[0].kind, found[0].document).iter().map(|(at, _)| at.to_string()).collect()
        };
        assert_eq!(places("gitlab/job"), ["build", r#"["deploy: prod"]"#]);
        assert_eq!(places("gitlab/hidden-job"), [r#"[".hidden"]"#]);
    });
}

#[test]
fn the_paths_of_a_view_can_be_asked_for() {
    let table = KindTable::built_in();
    let paths = table.view_paths("kubernetes/main-container", Some(&Kind::new("kubernetes/Pod")));
    let every = ViewStep::Every { except: vec![], only: vec![] };
    assert_eq!(paths.len(), 1);
    assert_eq!(paths[0].at, [ViewStep::Key("spec".to_owned()), ViewStep::Key("containers".to_owned()), every]);
    assert_eq!(table.view_paths("kubernetes/main-container", None).len(), 4);
    assert!(table.view_paths("no/view", None).is_empty());
}

#[test]
fn a_pack_may_add_kinds_groups_and_views() {
    let text = "
kinds:
  - {kind: acme/service, title: Service of Acme, names: [acme.yaml]}
groups:
  kubernetes/workload: [batch.acme.com/Run]
views:
  - {view: kubernetes/pod-spec, title: Pods of Acme, entries: [{kinds: [batch.acme.com/Run], at: spec.pod}]}
";
    let table = KindTable::with(&[("acme".to_owned(), metadata::yaml(text).unwrap())]).unwrap();
    let guess = table.by_path("x/acme.yaml", &|_| None);
    assert_eq!(table.kind(&guess).map(Kind::as_str), Some("acme/service"));
    let run = Kind::new("batch.acme.com/Run");
    assert!(table.matches("kubernetes/workload", &run));
    assert!(table.matches("kubernetes/container", &run), "views in terms of the extended one grow with it");
    assert!(table.matches("kubernetes/workload", &Kind::new("kubernetes/Pod")));
}

#[test]
fn a_place_that_two_tables_name_is_one_place() {
    let built_in = KindTable::built_in().view_paths("kubernetes/container", None).len();
    let views = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/policies/views.yaml")).unwrap();
    let table = KindTable::with(&[("again".to_owned(), metadata::yaml(&views).unwrap())]).unwrap();
    assert_eq!(table.view_paths("kubernetes/container", None).len(), built_in);
}

#[test]
fn a_table_that_makes_no_sense_is_refused() {
    let refused = |text: &str| {
        KindTable::with(&[("acme.yaml".to_owned(), metadata::yaml(text).unwrap())]).unwrap_err().to_string()
    };
    assert!(refused("kinds: [{kind: a, titel: A}]").starts_with("acme.yaml: "));
    assert_eq!(refused("groups: {acme/any: [acme/nothing]}"), "acme/any names acme/nothing, which is no kind");
    assert_eq!(
        refused("views: [{view: acme/part, title: P, entries: [{in: acme/whole, at: a}]}]"),
        "view acme/part stands in a view acme/whole that does not exist"
    );
    assert_eq!(
        refused("views: [{view: acme/part, title: P, entries: [{in: acme/part, at: a}]}]"),
        "view acme/part stands in itself"
    );
}
