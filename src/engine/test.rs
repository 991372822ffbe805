//! Rego tests: every rule `test_…` of a test module, with the modules it tests and their libraries.

use regorus::{Value, unstable::Rule};

use super::{Judge, guarded};
use crate::registry::Module;

/// What one test said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// The test module's file.
    pub file: String,
    /// The test, `test_…`.
    pub name: String,
    /// `None` if it holds; otherwise what went wrong.
    pub failure: Option<String>,
}

impl Judge {
    /// Runs all tests of a module. A module that cannot be used is one failed result.
    pub fn test(&self, module: &Module) -> Vec<TestResult> {
        let result = |name: &str, failure| TestResult { file: module.name.to_string(), name: name.to_owned(), failure };
        let checked = match self.checked(module) {
            Ok(checked) => checked,
            Err(error) => return vec![result("", Some(error.to_string()))],
        };
        let tested = self
            .rules
            .values()
            .filter(|rule| checked.packages.iter().any(|package| package.starts_with(&rule.package)));
        let mut modules: Vec<_> = tested.filter_map(|rule| Some((rule, self.checked(rule).ok()?))).collect();
        modules.push((module, checked.clone()));
        let mut engine = match self.engine(modules.iter()) {
            Ok(engine) => engine,
            Err(error) => return vec![result("", Some(error.to_string()))],
        };
        let names = names(module);
        let mut results = Vec::new();
        for name in names {
            let rule = format!("data.{}.{name}", module.package);
            let failure = match guarded(|| engine.eval_rule(rule)) {
                Ok(Value::Bool(true)) => None,
                Ok(other) => Some(format!("it is {other}, not true")),
                Err(error) => Some(error),
            };
            results.push(result(&name, failure));
        }
        results
    }
}

/// The names of a module's tests, in order and without repeats.
fn names(module: &Module) -> Vec<String> {
    let mut engine = regorus::Engine::new();
    if engine.add_policy(module.name.to_string(), module.text.to_string()).is_err() {
        return Vec::new();
    }
    let mut names: Vec<String> = Vec::new();
    for rule in engine.get_modules().iter().flat_map(|ast| &ast.policy) {
        let Rule::Spec { head: regorus::unstable::RuleHead::Compr { refr, .. }, .. } = &**rule else { continue };
        let name = refr.span().text();
        if name.starts_with("test_") && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}
