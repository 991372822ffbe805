//! Guards over the built-in rules: every one is tested, fires on its failing case, keeps quiet on its passing one, and is
//! documented. `WAYLINT_UPDATE=1` writes what is derived instead of comparing it.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    io::Write,
    path::{Path, PathBuf},
};

use waylint::{
    config::Choice,
    docs,
    embedded::POLICIES,
    finding::{Outcome, Report},
    linter::{self, BaselineChoice, Request},
    metadata,
    recognise::KindTable,
    registry::Registry,
    report::{self, Format, Options},
    rule::{Form, Promise, Rule},
    schema::SchemaRule,
    testing,
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rules() -> Vec<(Rule, waylint::registry::Body)> {
    let registry = Registry::built_in().unwrap();
    registry.rules().map(|loaded| ((*loaded.rule).clone(), loaded.body.clone())).collect()
}

/// Compares a derived file with what it should hold, or writes it.
pub(crate) fn assert_fresh(path: &Path, expected: &str) {
    if env::var_os("WAYLINT_UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, expected).unwrap();
        return;
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == expected,
        "{} is not fresh; WAYLINT_UPDATE=1 cargo test writes it.\nIt should be:\n{expected}",
        path.display()
    );
}

#[test]
fn every_rego_test_holds_and_every_rego_rule_has_one() {
    let results = testing::run(Registry::default(), &[root().join("policies")]).unwrap().results;
    let failed: Vec<_> = results.iter().filter(|result| result.failure.is_some()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    let tested: BTreeSet<String> = results.iter().map(|result| result.file.replace("_test.rego", ".rego")).collect();
    for (rule, _) in rules().iter().filter(|(rule, _)| rule.form == Form::Rego) {
        let file = root().join(&rule.origin).to_string_lossy().into_owned();
        assert!(tested.contains(&file), "{} has no test", rule.id);
    }
}

#[test]
fn every_schema_compiles_and_every_kind_exists() {
    for (rule, body) in rules() {
        for kind in &rule.kinds {
            assert!(KindTable::built_in().is_known(kind), "{}: kind {kind} does not exist", rule.id);
        }
        if let waylint::registry::Body::Schema(schema) = body {
            schema.compile().unwrap_or_else(|error| panic!("{}: {error}", rule.id));
            // Most are judged as draft 7: whatever they say must mean the same there.
            let schema = schema.schema().unwrap().into_owned();
            let later = later_word(&schema);
            assert!(later.is_none(), "{}: {later:?} is no word of draft 7", rule.id);
            SchemaRule::new(schema).compile().unwrap_or_else(|error| panic!("{}: {error}", rule.id));
        }
    }
}

/// A word of JSON Schema that means nothing in draft 7, or something beside a reference, which draft 7 does not look at.
fn later_word(schema: &serde_json::Value) -> Option<String> {
    const LATER: [&str; 12] = [
        "$anchor",
        "$dynamicAnchor",
        "$dynamicRef",
        "$recursiveRef",
        "dependentRequired",
        "dependentSchemas",
        "maxContains",
        "minContains",
        "prefixItems",
        "unevaluatedItems",
        "unevaluatedProperties",
        "$vocabulary",
    ];
    match schema {
        serde_json::Value::Object(members) => {
            let beside = members.get("$ref").filter(|target| target.is_string() && members.len() > 1);
            let named = members.keys().find(|key| LATER.contains(&key.as_str())).cloned();
            named.or_else(|| beside.map(ToString::to_string)).or_else(|| members.values().find_map(later_word))
        }
        serde_json::Value::Array(items) => items.iter().find_map(later_word),
        _ => None,
    }
}

#[test]
fn every_rule_fires_on_its_failing_case_and_only_there() {
    let mut promised = Vec::new();
    for (rule, _) in rules().iter().filter(|(rule, _)| rule.form != Form::Native) {
        let case = root().join("fixtures/rules").join(rule.id.as_str());
        let failing = judge(rule, &case.join("fail"));
        let fired = failing.findings.iter().any(|finding| finding.rule.id == rule.id);
        assert!(fired, "{} finds nothing in {}", rule.id, case.join("fail").display());
        let fixes = shown(rule, &failing);
        if rule.fixes != fixes {
            promised.push(format!("{}: `fix` says {:?}, its failing case shows {fixes:?}", rule.id, rule.fixes));
        }
        assert_fresh(&case.join("fail.expected"), &concise(&failing));
        let passing = judge(rule, &case.join("pass"));
        assert_eq!(concise(&passing), "", "{} finds something in {}", rule.id, case.join("pass").display());
        let judged = passing.artifacts.iter().flat_map(|artifact| &*artifact.evaluations);
        let passed = judged.filter(|evaluation| evaluation.rule == rule.id).any(|it| it.outcome == Outcome::Pass);
        assert!(passed, "{} judged nothing in {}", rule.id, case.join("pass").display());
    }
    assert!(promised.is_empty(), "metadata promises other fixes: {promised:#?}");
}

/// What the fixes of a rule's findings promise.
fn shown(rule: &Rule, report: &Report) -> Option<Promise> {
    let of_rule = report.findings.iter().filter(|finding| finding.rule.id == rule.id);
    let fixes = of_rule.filter_map(|finding| finding.fix.as_ref());
    fixes.map(|fix| if fix.safe { Promise::Safe } else { Promise::Unsafe }).min()
}

#[test]
fn no_case_is_without_its_rule() {
    let known: BTreeSet<String> = rules().iter().map(|(rule, _)| rule.id.to_string()).collect();
    for pack in fs::read_dir(root().join("fixtures/rules")).unwrap() {
        let pack = pack.unwrap().path();
        for case in fs::read_dir(&pack).unwrap() {
            let case = case.unwrap().path();
            let id = format!("{}/{}", name(&pack), name(&case));
            assert!(known.contains(&id), "{} belongs to no rule", case.display());
        }
    }
}

#[test]
fn metadata_is_what_its_schema_says() {
    let schema = metadata::schema();
    let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
    assert_fresh(&root().join("schemas/rule-metadata.schema.json"), &text);
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (rule, _) in rules().iter().filter(|(rule, _)| rule.form != Form::Native) {
        let text = fs::read_to_string(root().join(&rule.origin)).unwrap();
        let written = match rule.form {
            Form::Rego => metadata::annotations(&text).unwrap(),
            _ => metadata::yaml(&text).unwrap()["x-waylint"].clone(),
        };
        let error = validator.iter_errors(&written).next();
        assert!(error.is_none(), "{}: {}", rule.id, error.unwrap());
        let mut misspelt = written;
        misspelt["titel"] = "x".into();
        assert!(!validator.is_valid(&misspelt), "unknown fields are refused");
    }
}

#[test]
fn what_is_embedded_is_what_waylint_itself_reads() {
    for file in POLICIES {
        let text = fs::read_to_string(root().join(file.name)).unwrap();
        let mut read = match file.name.ends_with(".rego") {
            true => metadata::annotations(&text).unwrap_or_default(),
            false => metadata::yaml(&text).unwrap(),
        };
        let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        if file.name.ends_with(".schema.yaml") {
            let metadata = read.as_object_mut().unwrap().shift_remove("x-waylint").unwrap();
            assert_eq!(read, json(file.text), "{}", file.name);
            read = metadata;
        }
        assert_eq!(read, json(file.data), "{}", file.name);
    }
}

#[test]
fn every_rule_speaks_the_house_style() {
    // One spelling for each peer; docs/writing-rules.md says what they are for.
    const PEERS: &str = "hadolint dockerfilelint dockle buildkit dclint actionlint zizmor poutine checkov trivy kics semgrep sonar terrascan \
        kube-linter kube-score polaris kubescape gatekeeper kyverno pluto pss helm tekton-lint argo istioctl kiali linkerd \
        kong gixy pint promtool amtool dashboard-linter sloth openslo otelcol spectral kube-bench eksctl backstage \
        scorecard yamllint codeql ghalint octoscan";
    for (rule, _) in rules() {
        let id = &rule.id;
        assert!(rule.title.starts_with(char::is_uppercase) && !rule.title.ends_with('.'), "{id}: title");
        assert!(
            rule.help.starts_with(|c: char| c.is_uppercase() || c == '`') && rule.help.ends_with('.'),
            "{id}: help"
        );
        assert!(rule.description.ends_with('.'), "{id}: description");
        assert!(!id.name().starts_with("no-"), "{id} should name the fault");
        assert!(rule.form == Form::Native || !rule.references.is_empty(), "{id} has no reference");
        if let Some(message) = &rule.message {
            assert!(!message.starts_with(char::is_uppercase) && !message.ends_with('.'), "{id}: message");
        }
        for peer in rule.equivalents.keys() {
            assert!(PEERS.split_whitespace().any(|known| known == peer), "{id}: peer {peer}");
        }
    }
}

#[test]
fn every_rule_has_a_fresh_page() {
    let rules = rules();
    let pages = root().join("docs/rules");
    assert_fresh(&pages.join("README.md"), &docs::index(rules.iter().map(|(rule, _)| rule)));
    for (rule, _) in &rules {
        assert_fresh(&pages.join(format!("{}.md", rule.id)), &docs::page(rule));
    }
}

#[test]
fn the_page_about_other_linters_is_fresh() {
    let mut left_out = BTreeMap::new();
    let mut rows = BTreeSet::new();
    for entry in fs::read_dir(root().join("docs/coverage")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let said = text.lines().next().and_then(|line| line.strip_prefix("# ")).expect("says what the list is about");
        let mut entries: Vec<docs::LeftOut> = serde_json::from_value(metadata::yaml(&text).unwrap()).unwrap();
        entries.sort_by(|a, b| a.row.cmp(&b.row));
        for entry in &entries {
            assert!(rows.insert(entry.row.clone()), "{} is left out twice", entry.row);
            assert!(!entry.reason.is_empty() && !entry.reason.ends_with('.'), "{}: reason", entry.row);
        }
        left_out.insert(said.to_owned(), entries);
    }
    let rules = rules();
    let page = docs::coverage(rules.iter().map(|(rule, _)| rule), &left_out);
    assert_fresh(&root().join("docs/coverage.md"), &page);
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// Judges a case by one rule. Configuration in the case counts, so that rules which need facts can be shown.
pub(crate) fn judge(rule: &Rule, case: &Path) -> Report {
    assert!(case.is_dir(), "{} has no case {}", rule.id, case.display());
    // It lies among fixtures, and is judged as what is delivered.
    let mut config = tempfile::NamedTempFile::new().unwrap();
    let own = fs::read_to_string(case.join(".waylint.yaml")).unwrap_or_default();
    write!(config, "test-data: []\n{own}").unwrap();
    let request = Request {
        paths: vec![case.to_owned()],
        select: vec![rule.id.to_string()],
        config: Choice::File(config.path().to_owned()),
        baseline: BaselineChoice::None,
        complete: Some(true),
        jobs: Some(1),
        ..Request::default()
    };
    linter::lint(&request, &|_, _| {}).unwrap().report
}

/// The report as lines, paths relative to the project's root.
fn concise(report: &Report) -> String {
    let mut text = Vec::new();
    report::write(Format::Concise, report, &Options::default(), &mut text).unwrap();
    String::from_utf8(text).unwrap()
}
