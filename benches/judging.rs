//! Judging documents by Rego rules: loading the built-in packs, and each document's rules on the document.
//!
//! `cargo bench --bench judging`; with `--features second-opinion` the same rules on the same documents by regorus.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot be set up has nothing to measure")]

use std::sync::Arc;

use divan::{Bencher, black_box};
use serde_json::json;
use waylint::{
    document::{Limits, Tree, parse},
    engine::{Input, Judge},
    kind::{Dialect, Format, Kind},
    recognise::KindTable,
    registry::{Body, Registry},
    rule::{RuleId, Scope},
    source::Source,
};

fn main() {
    divan::main();
}

const DEPLOYMENT: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, labels: {app.kubernetes.io/name: shop}}
spec:
  replicas: 3
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      serviceAccountName: shop
      containers:
      - name: server
        image: registry.example.com/shop/server
        ports: [{containerPort: 8080}]
        env:
        - {name: LOG_LEVEL, value: info}
        - {name: DATABASE_PASSWORD, value: hunter2}
        resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
      - name: proxy
        image: registry.example.com/shop/proxy:1.2.0
        securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true}
";

const CONFIG_MAP: &str = "apiVersion: v1
kind: ConfigMap
metadata: {name: shop}
data: {log-level: info, currency: EUR, endpoint: https://pay.example.com/v2}
";

fn judge() -> (Judge, Registry, Arc<KindTable>) {
    let registry = Registry::built_in().unwrap();
    let kinds = Arc::new(registry.kinds().unwrap());
    let rules = registry.rules().filter_map(|loaded| match &loaded.body {
        Body::Rego(module) => Some((loaded.rule.id.clone(), module.clone())),
        _ => None,
    });
    let data =
        json!({"platform": {}, "waylint": {"options": registry.default_options(), "now_ns": 0, "as_of": "1970-01-01"}});
    let judge = Judge::new(rules.collect::<Vec<_>>(), registry.libraries(), &data, kinds.clone());
    (judge, registry, kinds)
}

/// The Rego rules of document scope, all of them or those for a kind.
fn rules(registry: &Registry, kinds: &KindTable, kind: Option<&str>) -> Vec<RuleId> {
    let applies = |pattern: &String| kind.is_none_or(|kind| kinds.matches(pattern, &Kind::new(kind)));
    let is_rego = |body: &Body| matches!(body, Body::Rego(_));
    let rules = registry.rules().filter(|loaded| is_rego(&loaded.body) && loaded.rule.scope == Scope::Document);
    rules.filter(|loaded| loaded.rule.kinds.iter().any(applies)).map(|loaded| loaded.rule.id.clone()).collect()
}

fn tree(text: &str) -> Tree {
    parse(Arc::new(Source::new("bench.yaml", text.to_owned())), Format::Yaml, &Limits::default())
}

#[divan::bench]
fn load_built_in_packs(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(judge).bench_values(|(judge, registry, kinds)| {
        let rules = rules(&registry, &kinds, None);
        black_box(judge.set(&rules));
        judge
    });
}

fn ask(bencher: Bencher<'_, '_>, text: &str, kind: Option<&str>) {
    let (judge, registry, kinds) = judge();
    let set = judge.set(&rules(&registry, &kinds, kind));
    let tree = tree(text);
    let document = tree.documents(Dialect::Go).next().unwrap();
    bencher.bench(|| black_box(judge.ask(&set, &Input::Document(document))));
}

/// The rules that apply to it, with their findings.
#[divan::bench]
fn deployment(bencher: Bencher<'_, '_>) {
    ask(bencher, DEPLOYMENT, Some("kubernetes/Deployment"));
}

/// Every rule of every pack, most of which are about other things.
#[divan::bench]
fn deployment_by_all_rules(bencher: Bencher<'_, '_>) {
    ask(bencher, DEPLOYMENT, None);
}

/// Every rule of every pack, none of which is about it.
#[divan::bench]
fn config_map_by_all_rules(bencher: Bencher<'_, '_>) {
    ask(bencher, CONFIG_MAP, None);
}

#[cfg(feature = "second-opinion")]
fn second(bencher: Bencher<'_, '_>, text: &str, kind: Option<&str>) {
    let (judge, registry, kinds) = judge();
    let second = waylint::engine::Second::new(&judge).unwrap();
    let rules = rules(&registry, &kinds, kind);
    let tree = tree(text);
    let document = tree.documents(Dialect::Go).next().unwrap();
    bencher.bench_local(|| rules.iter().map(|rule| second.deny(rule, document)).filter(Result::is_ok).count());
}

#[cfg(feature = "second-opinion")]
#[divan::bench]
fn deployment_by_regorus(bencher: Bencher<'_, '_>) {
    second(bencher, DEPLOYMENT, Some("kubernetes/Deployment"));
}

#[cfg(feature = "second-opinion")]
#[divan::bench]
fn config_map_by_all_rules_by_regorus(bencher: Bencher<'_, '_>) {
    second(bencher, CONFIG_MAP, None);
}
