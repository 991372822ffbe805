//! Rego tests: every rule `test_…` of a test module, with the modules it tests and their libraries.

use std::collections::BTreeMap;

use super::{
    Judge, TIME_LIMIT, guarded,
    loaded::{File, Loaded},
    why::Coverage,
};
use crate::{
    registry::Module,
    rego::{
        compile::Wanted,
        eval::{Limits, Observed, Worker},
        fail::Fail,
        memory::Memory,
        value::Value,
    },
    source::Source,
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
    /// Runs all tests of some modules, and says what they reached of the others. A module that cannot be used is one
    /// failed result.
    pub fn test(&self, tests: &[Module]) -> (Vec<TestResult>, Vec<Coverage>) {
        let files: Vec<File> = tests.iter().cloned().map(File::new).collect();
        let loaded = self.compile(self.rules.values().chain(&self.libraries).chain(&files), Wanted::All);
        let program = &loaded.compiled.program;
        let mut results = Vec::new();
        let mut worker = Worker::observing();
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
        let observed = worker.observed.unwrap_or_default();
        (results, loaded.coverage(&observed, tests))
    }
}

impl Loaded {
    fn coverage(&self, observed: &Observed, tests: &[Module]) -> Vec<Coverage> {
        let mut lines: BTreeMap<u32, BTreeMap<u32, bool>> = BTreeMap::new();
        let sources: Vec<Source> =
            self.files.iter().map(|file| Source::new(file.name.clone(), file.text.to_string())).collect();
        for (number, place) in self.compiled.program.places().iter().enumerate() {
            let line = sources[place.module as usize].line_of(place.span.start);
            let reached = observed.succeeded.get(number).is_some_and(|&times| times > 0);
            *lines.entry(place.module).or_default().entry(line).or_default() |= reached;
        }
        let of_module = |(module, lines): (u32, BTreeMap<u32, bool>)| {
            let file = &self.files[module as usize];
            if tests.iter().any(|test| test.name == file.name) {
                return None;
            }
            let missed = lines.iter().filter(|(_, reached)| !**reached).map(|(line, _)| *line).collect();
            Some(Coverage { file: file.name.to_string(), lines: lines.len(), missed })
        };
        let mut coverage: Vec<Coverage> = lines.into_iter().filter_map(of_module).collect();
        coverage.sort_by(|a, b| a.file.cmp(&b.file));
        coverage
    }
}

fn shown(memory: &mut Memory<'_>, value: Value) -> String {
    let mut text = String::new();
    // What cannot be written is too large to be read.
    let _ = memory.write_rego(value, &mut text);
    text
}
