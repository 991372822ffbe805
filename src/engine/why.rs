//! Why a rule says nothing of a document, or what it says: each of its bodies, line by line.

use super::{Input, Judge, TIME_LIMIT, guarded, loaded::Loaded};
use crate::{
    document::Document,
    rego::eval::{Limits, Observed, Worker},
    rule::RuleId,
    source::Source,
};

/// What happened in one body of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyOutcome {
    /// The rule's file.
    pub file: String,
    /// The line it begins on.
    pub line: u32,
    /// Whether it held, once or more.
    pub holds: bool,
    /// Its lines in the order in which they are evaluated.
    pub lines: Vec<LineOutcome>,
}

/// What happened on one line of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineOutcome {
    /// Its text, on one line.
    pub text: String,
    /// Its line in the file.
    pub line: u32,
    /// How often it succeeded.
    pub succeeded: u32,
    /// How often it failed, and why the first time.
    pub failed: Option<(u32, String)>,
}

/// How many lines of a module's rules were reached in tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The module's file.
    pub file: String,
    /// Lines of bodies.
    pub lines: usize,
    /// Lines that never succeeded, by their numbers.
    pub missed: Vec<u32>,
}

impl Judge {
    /// What happened in each body of a rule's `deny` on a document; empty if the rule is not one of Rego.
    ///
    /// # Errors
    /// Why the rule cannot be asked.
    pub fn why(&self, rule: &RuleId, document: Document<'_>) -> Result<Vec<BodyOutcome>, String> {
        let Some(file) = self.rules.get(rule) else { return Ok(Vec::new()) };
        let loaded = self.compile_rules(&[(rule, file)]);
        let Ok(Some(deny)) = loaded.deny(0, rule) else { return Ok(Vec::new()) };
        let program = &loaded.compiled.program;
        let input = Input::Document(document);
        let documents = input.documents();
        let mut worker = Worker::observing();
        let limits = Limits { skip: false, ..Limits::default() };
        let mut machine = worker.machine(program, &documents, &self.facts, limits);
        let value = input.value(&mut machine.memory);
        machine.set_input(Some(value));
        machine.reset_limits(TIME_LIMIT);
        if let Ok(Err(crate::rego::fail::Fail::Error(error))) = guarded(|| machine.findings(deny)) {
            return Err(error.to_string());
        }
        let observed = worker.observed.unwrap_or_default();
        Ok(program.bodies(deny).iter().map(|body| loaded.outcome(body, &observed)).collect())
    }
}

impl Loaded {
    fn outcome(&self, body: &crate::rego::Written, observed: &Observed) -> BodyOutcome {
        let module = &self.files[body.place.module as usize];
        let source = Source::new(module.name.clone(), module.text.to_string());
        let lines: Vec<LineOutcome> = body
            .steps
            .iter()
            .map(|(number, place)| LineOutcome {
                text: source.slice(place.span).split_whitespace().collect::<Vec<_>>().join(" "),
                line: source.line_of(place.span.start),
                succeeded: observed.succeeded.get(*number as usize).copied().unwrap_or_default(),
                failed: observed.failed.get(number).map(|failed| (failed.times, failed.first.clone())),
            })
            .collect();
        BodyOutcome {
            file: module.name.to_string(),
            line: source.line_of(body.place.span.start),
            holds: lines.last().is_none_or(|last| last.succeeded > 0),
            lines,
        }
    }
}
