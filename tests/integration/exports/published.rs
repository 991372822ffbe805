//! Metrics, badges, facts, outcomes, feed and summary, as the tools that read them want them.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::Path,
    process::Command,
};

use serde_json::Value;

use super::{export, fleet, read, run, write};
use crate::command::root;

#[test]
fn metrics_are_open_metrics_without_a_series_for_each_repository() {
    let folder = fleet();
    export(folder.path(), "openmetrics=waylint.prom");
    let text = read(folder.path(), "waylint.prom");
    insta::assert_snapshot!(text);
    let mut labels = BTreeSet::new();
    for (at, _) in text.match_indices("=\"") {
        labels.insert(text[..at].rsplit(['{', ',']).next().unwrap());
    }
    assert_eq!(labels, BTreeSet::from(["standard", "team", "tier"]));
    let script = "\
import sys
try:
    from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
except ImportError:
    print('SKIPPED: WAYLINT_PYTHON names no Python with the package `prometheus_client`')
    sys.exit()
print(sum(len(family.samples) for family in parse(sys.stdin.read())))";
    let python = std::env::var("WAYLINT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let file = File::open(folder.path().join("waylint.prom")).unwrap();
    let Ok(output) = Command::new(python).arg("-c").arg(script).stdin(file).output() else {
        return eprintln!("SKIPPED: there is no Python");
    };
    let said = String::from_utf8(output.stdout).unwrap();
    match said.trim().parse::<usize>() {
        Ok(samples) => assert_eq!(samples, text.lines().filter(|line| !line.starts_with('#')).count()),
        Err(_) if said.starts_with("SKIPPED") => eprintln!("{said}"),
        Err(_) => panic!("{said}{}", String::from_utf8_lossy(&output.stderr)),
    }
}

#[test]
fn the_dashboard_asks_for_metrics_that_are_exported() {
    let text = fs::read_to_string(root().join("integrations/grafana/golden-path.json")).unwrap();
    let exported: BTreeSet<String> = waylint::audit::publish::metric_names().collect();
    let dashboard: Value = serde_json::from_str(&text).unwrap();
    let panels = dashboard["panels"].as_array().unwrap().iter().flat_map(|panel| panel["targets"].as_array().unwrap());
    let variables = dashboard["templating"]["list"].as_array().unwrap().iter();
    let queries = panels.filter_map(|target| target["expr"].as_str());
    let queries = queries.chain(variables.filter_map(|variable| variable["definition"].as_str()));
    let words = queries.flat_map(|query| query.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
    let asked: BTreeSet<String> = words.filter(|word| word.starts_with("waylint_")).map(str::to_owned).collect();
    assert!(asked.len() > 10, "{asked:?}");
    assert_eq!(asked.difference(&exported).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn badges_are_pictures_and_endpoints() {
    let folder = fleet();
    export(folder.path(), "badges=badges");
    insta::assert_snapshot!(read(folder.path(), "badges/standard/owned.svg"));
    let names =
        ["overall", "standard/owned", "team/team-shop", "repository/cart", "repository/shop", "repository/lost"];
    let endpoints: String = names.iter().map(|name| read(folder.path(), &format!("badges/{name}.json"))).collect();
    insta::assert_snapshot!(endpoints);
}

#[test]
fn backstage_gets_facts_that_are_declared_and_handed_on() {
    let folder = fleet();
    export(folder.path(), "backstage=facts.json");
    let facts: Value = serde_json::from_str(&read(folder.path(), "facts.json")).unwrap();
    let shop = facts["entities"].as_array().unwrap().iter().find(|own| own["repository"] == "shop").unwrap();
    insta::assert_snapshot!(format!("{shop:#}"));
    for (name, _) in shop["facts"].as_object().unwrap() {
        assert!(facts["schema"][name].is_object(), "{name} is declared");
    }
    retriever_hands_them_on(&folder.path().join("facts.json"));
}

/// The sample retriever, run by a Node that reads TypeScript.
fn retriever_hands_them_on(facts: &Path) {
    let script = "\
const { factsFor } = await import(process.argv[1]);
const { readFileSync } = await import('node:fs');
const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const entity = (name, annotations) => ({ kind: 'Component', metadata: { name, annotations } });
const entities = [entity('shop'), entity('web', { 'github.com/project-slug': 'org/cart' }), entity('other')];
console.log(JSON.stringify(factsFor(report, entities, new Date(0)).map(own => [own.entity.name, own.facts.tier])));";
    let arguments = ["--experimental-strip-types", "--no-warnings", "--input-type=module", "--eval", script];
    let sample = root().join("integrations/backstage/waylintFactRetriever.ts");
    let Ok(node) = Command::new("node").args(arguments).arg(sample).arg(facts).output() else {
        return eprintln!("SKIPPED: there is no Node");
    };
    let (said, error) = (String::from_utf8_lossy(&node.stdout), String::from_utf8_lossy(&node.stderr));
    match error.contains("bad option") {
        true => eprintln!("SKIPPED: Node reads TypeScript from 22.6 on"),
        false => assert_eq!(said.trim(), r#"[["shop","gold"],["web","bronze"]]"#, "{error}"),
    }
}

#[test]
fn datadog_gets_an_outcome_for_each_repository_and_standard() {
    let folder = fleet();
    export(folder.path(), "datadog=outcomes.json");
    let body: Value = serde_json::from_str(&read(folder.path(), "outcomes.json")).unwrap();
    assert_eq!(body["data"]["type"], "batched-outcome");
    let line = |own: &Value| {
        let text = |key: &str| own[key].as_str().unwrap().to_owned();
        format!("{} {} {}: {}", text("entity_reference"), text("rule_id"), text("state"), text("remarks"))
    };
    let results = body["data"]["attributes"]["results"].as_array().unwrap();
    insta::assert_snapshot!(results.iter().map(line).collect::<Vec<_>>().join("\n"));
}

#[test]
fn services_of_one_last_name_are_told_apart() {
    let folder = fleet();
    write(folder.path(), &[("clones/eu/shop/.git/HEAD", ""), ("clones/eu/shop/Dockerfile", "FROM scratch\n")]);
    let audit =
        ["audit", "--config", "platform.yaml", "--history", "fleet.db", "--as-of", "2026-11-23", "clones", "-q"];
    assert_eq!(run(folder.path(), &audit).err, "");
    export(folder.path(), "datadog=outcomes.json");
    let body: Value = serde_json::from_str(&read(folder.path(), "outcomes.json")).unwrap();
    let results = body["data"]["attributes"]["results"].as_array().unwrap();
    let services: BTreeSet<&str> = results.iter().filter_map(|own| own["entity_reference"].as_str()).collect();
    let expected = ["service:cart", "service:docs", "service:eu-shop", "service:lost", "service:shop", "service:till"];
    assert_eq!(services, BTreeSet::from(expected));
}

#[test]
fn the_roadmap_is_a_feed_that_tells_each_change_once() {
    let folder = fleet();
    export(folder.path(), "atom=roadmap.xml");
    let feed = read(folder.path(), "roadmap.xml");
    insta::assert_snapshot!(feed.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    let ids: Vec<&str> = feed.lines().filter_map(|line| line.trim().strip_prefix("<id>")).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
}

#[test]
fn chat_gets_a_few_lines() {
    let folder = fleet();
    export(folder.path(), "markdown=summary.md");
    let text = read(folder.path(), "summary.md");
    insta::assert_snapshot!(text);
    assert!(text.lines().count() <= 15);
}
