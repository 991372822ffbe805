//! How Rego rules are run on documents.
//!
//! A [`Judge`] holds the rules of a run, compiled together. Rules that apply to the same documents form a [`RuleSet`];
//! asking it about an input evaluates its rules one after the other in one memory, so what they share is worked out once,
//! and what one rule does wrong costs only its own answer.

mod answer;
mod input;
mod place;
#[cfg(feature = "second-opinion")]
mod second;
mod test;
mod view;
mod why;

pub use answer::Answer;
pub use input::{Input, Member, shown};
#[cfg(feature = "second-opinion")]
pub use second::Second;
pub use test::TestResult;
pub use view::extension as view;
pub use why::{BodyOutcome, Coverage, LineOutcome};

#[cfg(feature = "second-opinion")]
use std::collections::BTreeSet;
use std::{
    cell::Cell,
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use crate::{
    document::Pointer,
    finding::Place,
    kind::Kind,
    recognise::KindTable,
    registry::{Module, package_of_rule},
    rego::{
        Rule,
        compile::{self, CompileError, Compiled, Given, Source},
        eval::{Limits, Machine, Worker},
        extension::Extension,
        fail::Fail,
        memory::Facts,
        syntax::ast::Version,
        value::Value,
    },
    rule::RuleId,
    source::{self, Span},
};

/// How long one rule may take on one input.
const TIME_LIMIT: Duration = Duration::from_secs(2);

/// What is added for each document of a collection: a large repository takes its time without any rule being at fault.
const TIME_PER_DOCUMENT: Duration = Duration::from_millis(1);

/// How often a rule may run out of time before it is not asked any more.
const PATIENCE: u32 = 3;

/// What rules see as `data` besides rules: facts of the platform, and what waylint gives.
const GIVEN: [&[&str]; 4] = [&["platform"], &["waylint", "as_of"], &["waylint", "now_ns"], &["waylint", "options"]];

/// Why a module cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct ModuleError {
    /// The module's file.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// The text at fault, with its line.
    pub place: Box<Place>,
}

/// What one rule said of one input.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The rule.
    pub rule: RuleId,
    /// Its answers; the error is a sentence about what went wrong.
    pub answers: Result<Vec<Answer>, String>,
}

/// The modules of a run and the facts they may look up.
#[derive(Debug)]
pub struct Judge {
    rules: HashMap<RuleId, Module>,
    libraries: Vec<Module>,
    data: serde_json::Value,
    facts: Facts,
    kinds: Arc<KindTable>,
    loaded: OnceLock<Loaded>,
    /// Workers that nobody is using.
    idle: Mutex<Vec<Worker>>,
    /// Rules that ran out of time, and how often.
    late: Mutex<HashMap<RuleId, u32>>,
}

/// Modules, compiled.
#[derive(Debug)]
struct Loaded {
    compiled: Compiled,
    /// The file of each module that was compiled, in order.
    files: Vec<Module>,
}

/// Rules that apply to the same documents.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<(RuleId, Result<Option<Rule>, ModuleError>)>,
}

impl RuleSet {
    /// The rules of the set, in order.
    pub fn rules(&self) -> impl Iterator<Item = &RuleId> {
        self.rules.iter().map(|(rule, _)| rule)
    }
}

impl Judge {
    /// A judge over rules and libraries. `data` is what they see as `data`: `platform`, `waylint.options`.
    pub fn new(
        rules: impl IntoIterator<Item = (RuleId, Module)>,
        libraries: &[Module],
        data: &serde_json::Value,
        kinds: Arc<KindTable>,
    ) -> Self {
        let now_ns = data["waylint"]["now_ns"].as_i64().unwrap_or_default();
        Self {
            rules: rules.into_iter().collect(),
            libraries: libraries.to_vec(),
            data: data.clone(),
            facts: Facts { now_ns, ..Facts::default() },
            kinds,
            loaded: OnceLock::new(),
            idle: Mutex::default(),
            late: Mutex::default(),
        }
    }

    /// The set of some rules.
    pub fn set(&self, rules: &[RuleId]) -> RuleSet {
        let loaded = self.loaded();
        let entry = |id: &RuleId| {
            let module = self.rules.get(id)?;
            let number = loaded.files.iter().position(|file| file.name == module.name)?;
            let usable = if loaded.compiled.usable[number] {
                let package = package_of_rule(id);
                let path: Vec<&str> = package.split('.').chain(["deny"]).collect();
                Ok(loaded.compiled.program.rule(&path))
            } else {
                Err(loaded.error_of(number))
            };
            Some((id.clone(), usable))
        };
        RuleSet { rules: rules.iter().filter_map(entry).collect() }
    }

    /// Everything that is wrong with the given rules and the libraries, found without judging anything.
    pub fn check(&self, rules: &[RuleId]) -> Vec<ModuleError> {
        let loaded = self.loaded();
        let mine = |error: &&CompileError| {
            let file = &loaded.files[error.module].name;
            let is_rule = |module: &Module| module.name == *file;
            rules.iter().any(|id| self.rules.get(id).is_some_and(is_rule)) || self.libraries.iter().any(is_rule)
        };
        loaded.compiled.errors.iter().filter(mine).map(|error| loaded.error(error)).collect()
    }

    /// Asks all rules of a set about an input, in the order of the set.
    pub fn ask(&self, set: &RuleSet, input: &Input<'_>) -> Vec<Verdict> {
        let documents = input.documents();
        let mut worker = self.idle().pop().unwrap_or_default();
        let loaded = self.loaded();
        let mut machine = worker.machine(&loaded.compiled.program, &documents, &self.facts, limits());
        let value = input.value(&mut machine.memory);
        machine.set_input(Some(value));
        let time = TIME_LIMIT.saturating_add(TIME_PER_DOCUMENT.saturating_mul(documents.len() as u32));
        let verdicts = set.rules.iter().map(|(rule, usable)| Verdict {
            rule: rule.clone(),
            answers: match usable {
                Ok(Some(deny)) => self.ask_one(&mut machine, rule, *deny, (input, value), time),
                Ok(None) => Ok(Vec::new()),
                Err(error) => Err(error.to_string()),
            },
        });
        let verdicts = verdicts.collect();
        self.idle().push(worker);
        verdicts
    }

    /// The elements of each rule's `deny` as JSON, in order: to be compared with another interpreter's.
    #[cfg(feature = "second-opinion")]
    pub fn elements(&self, set: &RuleSet, input: &Input<'_>) -> Vec<(RuleId, Result<BTreeSet<String>, String>)> {
        let documents = input.documents();
        let mut worker = Worker::default();
        let mut machine = worker.machine(&self.loaded().compiled.program, &documents, &self.facts, Limits::default());
        let value = input.value(&mut machine.memory);
        machine.set_input(Some(value));
        let mut answers = Vec::new();
        for (rule, usable) in &set.rules {
            let Ok(Some(deny)) = usable else { continue };
            let found = machine.findings(*deny).map_err(|fail| format!("{fail:?}"));
            let elements = found.and_then(|found| {
                let json = |value| {
                    let mut json = String::new();
                    machine.memory.write_json(value, &mut json).map(|()| json).map_err(|fail| format!("{fail:?}"))
                };
                found.iter().map(|found| found.value).map(json).collect()
            });
            answers.push((rule.clone(), elements));
        }
        answers
    }

    fn ask_one(
        &self,
        machine: &mut Machine<'_>,
        rule: &RuleId,
        deny: Rule,
        (input, value): (&Input<'_>, Value),
        time: Duration,
    ) -> Result<Vec<Answer>, String> {
        if self.is_late(rule) {
            return Err(format!("it ran out of time on {PATIENCE} documents and is not asked any more"));
        }
        machine.reset_limits(time);
        let findings = guarded(|| machine.findings(deny));
        match findings {
            Ok(Ok(findings)) => answer::answers(machine, &findings, input),
            Ok(Err(Fail::Undefined)) => Ok(Vec::new()),
            Ok(Err(Fail::Error(error))) => {
                if machine.is_late() {
                    *self.late().entry(rule.clone()).or_default() += 1;
                }
                Err(error.to_string())
            }
            Err(panic) => {
                machine.restart(Some(value));
                Err(panic)
            }
        }
    }

    fn is_late(&self, rule: &RuleId) -> bool {
        let late = self.late();
        !late.is_empty() && late.get(rule).is_some_and(|&times| times >= PATIENCE)
    }

    fn late(&self) -> std::sync::MutexGuard<'_, HashMap<RuleId, u32>> {
        self.late.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn loaded(&self) -> &Loaded {
        self.loaded.get_or_init(|| self.compile(&[]))
    }

    /// Compiles the rules and libraries, and tests that need them.
    fn compile(&self, tests: &[Module]) -> Loaded {
        let mut files: Vec<Module> = self.rules.values().cloned().collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        files.extend(self.libraries.iter().chain(tests).cloned());
        let modules = files
            .iter()
            .map(|module| Source { name: module.name.clone(), text: &module.text, version: Version::V1 })
            .collect();
        let compiled = compile::compile(&compile::Input {
            modules,
            data: &self.data,
            given: Given::Only(GIVEN.iter().map(|path| path.iter().map(|&part| part.into()).collect()).collect()),
            extensions: self.extensions(),
        });
        Loaded { compiled, files }
    }

    fn extensions(&self) -> Vec<Extension> {
        vec![view::extension(self.kinds.clone())]
    }
}

impl Loaded {
    fn error(&self, error: &CompileError) -> ModuleError {
        let module = &self.files[error.module];
        let source = source::Source::new(module.name.clone(), module.text.to_string());
        // Of what goes over several lines, the first says where it is.
        let text = source.text().get(error.span.range()).unwrap_or_default();
        let first_line = text.lines().next().map_or(0, str::len) as u32;
        let span = Span::new(error.span.start, error.span.start + first_line);
        let place = Place::new(&source, 0, Pointer::default(), span, 0);
        let at = place.location.start;
        ModuleError {
            file: module.name.to_string(),
            line: at.line,
            column: at.column,
            message: error.message.clone(),
            help: error.help.clone(),
            place: Box::new(place),
        }
    }

    /// Why a module is not part of the program.
    fn error_of(&self, number: usize) -> ModuleError {
        let error = self.compiled.errors.iter().find(|error| error.module == number);
        error.map(|error| self.error(error)).unwrap_or_else(|| ModuleError {
            file: self.files[number].name.to_string(),
            line: 1,
            column: 1,
            message: "the module cannot be used".to_owned(),
            help: "mend it".to_owned(),
            place: Box::new(Place::new(
                &source::Source::new(self.files[number].name.clone(), self.files[number].text.to_string()),
                0,
                Pointer::default(),
                Span::default(),
                0,
            )),
        })
    }
}

/// The kind of a document as rules see it.
fn kind_name(kind: &Kind) -> &str {
    kind.as_str()
}

thread_local! {
    static JUDGING: Cell<bool> = const { Cell::new(false) };
    /// Bytes of stack of this thread: what Rust gives a thread unless told otherwise.
    static STACK: Cell<usize> = const { Cell::new(2 << 20) };
}

/// Says how large the stack of this thread is: rules may use half of it to nest, what is between two looks at it needs
/// the rest.
pub fn set_stack(bytes: usize) {
    STACK.set(bytes);
}

fn limits() -> Limits {
    Limits { stack: STACK.get() / 2, ..Limits::default() }
}

/// Whether this thread is inside the evaluator, whose panics are caught and reported as failures of a rule.
pub fn is_judging() -> bool {
    JUDGING.get()
}

/// Runs the evaluator; a panic becomes a sentence, and the other rules stand.
fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    JUDGING.set(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    JUDGING.set(false);
    result.map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
        format!("the evaluator panicked: {text}")
    })
}
