//! Outcomes for Datadog's scorecards: the body of a request to `/api/v2/scorecard/outcomes`.
//!
//! A repository is the service of its name, and a standard stands where Datadog wants the id of its own rule.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::xml;
use crate::{
    audit::{
        dataset::{Dataset, Evaluation, Outcome, Run},
        figures,
    },
    report::counted,
};

pub(super) fn text(dataset: &Dataset, run: &Run) -> String {
    let wanted = figures::standards(dataset, &run.run);
    let mut results: Vec<Value> = Vec::new();
    let mut names: BTreeMap<&str, u32> = BTreeMap::new();
    for result in figures::audited(dataset, &run.run) {
        *names.entry(last(result.scan.repository.as_str())).or_default() += 1;
    }
    for result in figures::audited(dataset, &run.run) {
        let service = service(result.scan.repository.as_str(), &names);
        for standard in &wanted {
            let Some(evaluation) = result.evaluation(&standard.standard) else { continue };
            let state = match evaluation.outcome {
                Outcome::Pass => "pass",
                Outcome::Fail => "fail",
                Outcome::Waived | Outcome::NotApplicable | Outcome::Unmeasured | Outcome::Error => "skip",
            };
            results.push(json!({
                "rule_id": standard.standard,
                "entity_reference": format!("service:{service}"),
                "state": state,
                "remarks": xml(&remarks(evaluation)),
            }));
        }
    }
    let body = json!({ "data": { "type": "batched-outcome", "attributes": { "results": results } } });
    format!("{body:#}\n")
}

/// What a repository is called as a service: its last name alone, since services have no folders, or all of it where another has
/// the same last name.
fn service(repository: &str, names: &BTreeMap<&str, u32>) -> String {
    match names.get(last(repository)) {
        Some(2..) => repository.replace('/', "-"),
        _ => last(repository).to_owned(),
    }
}

fn last(repository: &str) -> &str {
    repository.rsplit('/').next().unwrap_or(repository)
}

/// Remarks may hold links, so everything else in them is escaped.
fn remarks(evaluation: &Evaluation) -> String {
    match evaluation.outcome {
        Outcome::Fail => {
            let findings = counted(evaluation.findings, "finding", "findings");
            let mut parts = Vec::new();
            if evaluation.findings > 0 {
                parts.push(format!("{findings}, {} with a safe fix", evaluation.fixable));
            }
            if !evaluation.missing.is_empty() {
                parts.push(format!("missing: {}", evaluation.missing.join(", ")));
            }
            parts.join("; ")
        }
        Outcome::Pass => "met".to_owned(),
        Outcome::Waived => "waived".to_owned(),
        Outcome::NotApplicable => "does not apply".to_owned(),
        Outcome::Unmeasured => "cannot be measured".to_owned(),
        Outcome::Error => "could not be judged".to_owned(),
    }
}
