//! Rego tests: every rule `test_…` of a test module, with the modules it tests and their libraries.

use super::{Judge, TIME_LIMIT, guarded};
use crate::{
    registry::Module,
    rego::{
        eval::{Limits, Worker},
        fail::Fail,
        value::Value,
    },
};

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
    /// Runs all tests of some modules. A module that cannot be used is one failed result.
    pub fn test(&self, tests: &[Module]) -> Vec<TestResult> {
        let loaded = self.compile(tests);
        let program = &loaded.compiled.program;
        let mut results = Vec::new();
        for module in tests {
            let result =
                |name: &str, failure| TestResult { file: module.name.to_string(), name: name.to_owned(), failure };
            let number = loaded.files.iter().position(|file| file.name == module.name).unwrap_or_default();
            if !loaded.compiled.usable[number] {
                let error = loaded.error_of(number);
                results.push(result("", Some(format!("{error}\n{}", error.help))));
                continue;
            }
            for (name, rule) in program.rules_of_module(number) {
                if !name.starts_with("test_") {
                    continue;
                }
                let mut worker = Worker::default();
                let mut machine = worker.machine(program, &[], &self.facts, Limits::default());
                machine.reset_limits(TIME_LIMIT);
                let failure = match guarded(|| machine.value_of(rule)) {
                    Ok(Ok(value)) if value.as_bool() == Some(true) => None,
                    Ok(Ok(value)) => Some(format!("it is {}, not true", shown(&mut machine.memory, value))),
                    Ok(Err(Fail::Undefined)) => Some("it is undefined, not true".to_owned()),
                    Ok(Err(Fail::Error(error))) => Some(error.to_string()),
                    Err(panic) => Some(panic),
                };
                results.push(result(name, failure));
            }
        }
        results
    }
}

fn shown(memory: &mut crate::rego::memory::Memory<'_>, value: Value) -> String {
    let mut text = String::new();
    let _ = memory.write_rego(value, &mut text);
    text
}
