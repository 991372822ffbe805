//! Tests of rules: the Rego tests that stand beside them.

use std::{path::Path, sync::Arc};

use serde_json::json;

use crate::{
    engine::{Judge, TestResult},
    registry::{Body, Registry, RegistryError},
};

/// Runs all `*_test.rego` below a folder of packs, in the order of their files.
///
/// # Errors
/// If a rule or its metadata cannot be read; what is wrong with a test is in its result.
pub fn run(folder: &Path) -> Result<Vec<TestResult>, RegistryError> {
    let mut registry = Registry::default();
    registry.add_folder(folder)?;
    let kinds = Arc::new(registry.kinds()?);
    let rules = registry.rules().filter_map(|loaded| match &loaded.body {
        Body::Rego(module) => Some((loaded.rule.id.clone(), module.clone())),
        _ => None,
    });
    let data =
        json!({"platform": {}, "waylint": {"options": registry.default_options(), "now_ns": 0, "as_of": "1970-01-01"}});
    let judge = Judge::new(rules, registry.libraries(), &data, kinds);
    Ok(judge.test(registry.tests()))
}
