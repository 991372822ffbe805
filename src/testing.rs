//! Tests of rules: the Rego tests that stand beside them.

use std::{path::PathBuf, sync::Arc};

use serde_json::json;

use crate::{
    engine::{Coverage, Judge, TestResult},
    registry::{Body, Registry, RegistryError},
};

/// What running tests yields.
#[derive(Clone, Debug, Default)]
pub struct TestRun {
    /// One for each test, in the order of their files.
    pub results: Vec<TestResult>,
    /// What the tests reached of the modules in the folders.
    pub coverage: Vec<Coverage>,
}

/// Runs all `*_test.rego` below folders of packs. `base` holds rules and libraries that they may use.
///
/// # Errors
/// If a rule or its metadata cannot be read; what is wrong with a test is in its result.
pub fn run(base: Registry, folders: &[PathBuf]) -> Result<TestRun, RegistryError> {
    let mut registry = base;
    folders.iter().try_for_each(|folder| registry.add_folder(folder))?;
    let kinds = Arc::new(registry.kinds()?);
    let rules = registry.rules().filter_map(|loaded| match &loaded.body {
        Body::Rego(module) => Some((loaded.rule.id.clone(), module.clone())),
        _ => None,
    });
    let data =
        json!({"platform": {}, "waylint": {"options": registry.default_options(), "now_ns": 0, "as_of": "1970-01-01"}});
    let judge = Judge::new(rules, registry.libraries(), &data, kinds);
    let (results, mut coverage) = judge.test(registry.tests());
    let is_own = |file: &str| folders.iter().any(|folder| std::path::Path::new(file).starts_with(folder));
    coverage.retain(|module| is_own(&module.file));
    Ok(TestRun { results, coverage })
}
