//! How Rego rules are run on documents.
//!
//! A [`Judge`] holds the rules of a run, compiled together. Rules that apply to the same documents form a [`RuleSet`];
//! asking it about an input evaluates its rules one after the other in one memory, so what they share is worked out once,
//! and what one rule does wrong costs only its own answer.

mod answer;
mod given;
mod input;
mod loaded;
mod place;
mod reading;
#[cfg(feature = "second-opinion")]
mod second;
mod test;
mod view;
mod why;

pub use answer::Answer;
pub use input::{Input, Member, Part, shown};
pub use loaded::ModuleError;
pub use place::place_of;
#[cfg(feature = "second-opinion")]
pub use second::Second;
pub use test::TestResult;
pub use view::extension as view;
pub use why::{BodyOutcome, Coverage, LineOutcome};

#[cfg(feature = "second-opinion")]
use std::collections::BTreeSet;
use std::{
    cell::Cell,
    collections::{BTreeMap, HashMap},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use self::{
    input::COLLECTION,
    loaded::{File, Loaded},
};
use crate::{
    document::Parts,
    kind::Kind,
    recognise::KindTable,
    registry::{Module, package_of_rule},
    rego::{
        Program, Rule,
        compile::{CompileError, Wanted},
        eval::{Limits, Machine, Worker},
        fail::Fail,
        memory::Facts,
        reads::reads,
        value::Value,
    },
    rule::RuleId,
};

/// How long one rule may take on one input.
const TIME_LIMIT: Duration = Duration::from_secs(2);

/// What is added for each document of a collection: a large repository takes its time without any rule being at fault.
const TIME_PER_DOCUMENT: Duration = Duration::from_millis(1);

/// How often a rule may run out of time before it is not asked any more.
const PATIENCE: u32 = 3;

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
    rules: BTreeMap<RuleId, File>,
    libraries: Vec<File>,
    data: serde_json::Value,
    facts: Facts,
    kinds: Arc<KindTable>,
    /// All of it as one program, for whoever wants to know about everything.
    whole: OnceLock<Loaded>,
    /// Programs of what was asked for: a run compiles the rules that apply to what it meets.
    sets: Mutex<HashMap<Box<[RuleId]>, Pending>>,
    /// The program that waylint carries, read when it is first needed; nothing if it cannot be used.
    carried: OnceLock<Option<Arc<Program>>>,
    /// Workers that nobody is using.
    idle: Mutex<Vec<Worker>>,
    /// Rules that ran out of time, and how often.
    late: Mutex<HashMap<RuleId, u32>>,
    /// Whether there are any.
    is_any_late: AtomicBool,
}

/// A set that is made by whoever needs it first.
type Pending = Arc<OnceLock<Arc<RuleSet>>>;

/// Rules that apply to the same documents, as one program.
#[derive(Debug)]
pub struct RuleSet {
    program: Arc<Program>,
    rules: Vec<Entry>,
    parts: OnceLock<Parts>,
    /// Whether each finding says itself where it is.
    gives_places: bool,
}

/// A rule, and its `deny` in the program if it has one; the error is why it cannot be used.
type Entry = (RuleId, Result<Option<Rule>, ModuleError>);

impl RuleSet {
    /// The rules of the set, in order.
    pub fn rules(&self) -> impl Iterator<Item = &RuleId> {
        self.rules.iter().map(|(rule, _)| rule)
    }

    /// What the rules may read of each document where they see several.
    pub fn parts(&self) -> &Parts {
        let rules = self.rules.iter().filter_map(|(_, usable)| usable.as_ref().ok().copied().flatten());
        self.parts.get_or_init(|| reads(&self.program, rules, COLLECTION))
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
            rules: rules.into_iter().map(|(id, module)| (id, File::new(module))).collect(),
            libraries: libraries.iter().cloned().map(File::new).collect(),
            data: data.clone(),
            facts: Facts { now_ns, ..Facts::default() },
            kinds,
            whole: OnceLock::new(),
            sets: Mutex::default(),
            carried: OnceLock::new(),
            idle: Mutex::default(),
            late: Mutex::default(),
            is_any_late: AtomicBool::new(false),
        }
    }

    /// The set of some rules, made when it is first asked for.
    pub fn set(&self, rules: &[RuleId]) -> Arc<RuleSet> {
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        let known = sets.get(rules).cloned();
        let set = known.unwrap_or_else(|| sets.entry(rules.into()).or_default().clone());
        drop(sets);
        set.get_or_init(|| Arc::new(self.make_set(rules))).clone()
    }

    fn make_set(&self, rules: &[RuleId]) -> RuleSet {
        let rules: Vec<(&RuleId, &File)> = rules.iter().filter_map(|id| Some((id, self.rules.get(id)?))).collect();
        let (program, usable): (_, Vec<_>) = match self.carried(&rules) {
            Some(program) => {
                let denies = rules.iter().map(|(id, _)| Ok(program.rule(&path_of_deny(id)))).collect();
                (program, denies)
            }
            None => {
                let loaded = self.compile_rules(&rules);
                let denies = rules.iter().enumerate().map(|(number, (id, _))| loaded.deny(number, id)).collect();
                (Arc::new(loaded.compiled.program), denies)
            }
        };
        let denies = usable.iter().filter_map(|usable| usable.as_ref().ok().copied().flatten());
        let gives_places = denies.into_iter().all(|deny| program.gives_places(deny));
        let rules = rules.into_iter().map(|(id, _)| id.clone()).zip(usable).collect();
        RuleSet { program, rules, parts: OnceLock::new(), gives_places }
    }

    /// Gives back the memory that asking took: after a whole repository it is more than single documents will take.
    pub fn rest(&self) {
        self.idle().clear();
    }

    /// Everything that is wrong with the given rules and the libraries, found without judging anything.
    pub fn check(&self, rules: &[RuleId]) -> Vec<ModuleError> {
        let whole = self.whole.get_or_init(|| self.compile(self.rules.values().chain(&self.libraries), Wanted::All));
        let mine = |error: &&CompileError| {
            let file = &whole.files[error.module].name;
            let is_rule = |known: &File| known.module.name == *file;
            rules.iter().any(|id| self.rules.get(id).is_some_and(is_rule)) || self.libraries.iter().any(is_rule)
        };
        whole.compiled.errors.iter().filter(mine).map(|error| whole.error(error)).collect()
    }

    /// Asks all rules of a set about an input, in the order of the set.
    pub fn ask(&self, set: &RuleSet, input: &Input<'_>) -> Vec<Verdict> {
        self.ask_some(set, &set.rules, input)
    }

    /// Asks one rule of a set, by its place in it.
    pub fn ask_at(&self, set: &RuleSet, at: usize, input: &Input<'_>) -> Vec<Verdict> {
        self.ask_some(set, &set.rules[at..=at], input)
    }

    fn ask_some(&self, set: &RuleSet, rules: &[Entry], input: &Input<'_>) -> Vec<Verdict> {
        let documents = input.documents();
        let mut worker = self.idle().pop().unwrap_or_default();
        let mut machine = worker.machine(&set.program, &documents, &self.facts, limits());
        if set.gives_places {
            machine.leave_out_leads();
        }
        let value = input.value(&mut machine.memory);
        machine.set_input(Some(value));
        let time = TIME_LIMIT.saturating_add(TIME_PER_DOCUMENT.saturating_mul(documents.len() as u32));
        let verdicts = rules.iter().map(|(rule, usable)| Verdict {
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
        let mut machine = worker.machine(&set.program, &documents, &self.facts, Limits::default());
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
        if machine.passes_by(deny) {
            return Ok(Vec::new());
        }
        if self.is_late(rule) {
            return Err(format!("it ran out of time on {PATIENCE} documents and is not asked any more"));
        }
        machine.reset_limits(time);
        let findings = guarded(|| machine.findings(deny));
        match findings {
            Ok(Ok(findings)) => {
                let answers = answer::answers(machine, &findings, input);
                machine.give_back(findings);
                answers
            }
            Ok(Err(Fail::Undefined)) => Ok(Vec::new()),
            Ok(Err(Fail::Error(error))) => {
                if machine.is_late() {
                    *self.late().entry(rule.clone()).or_default() += 1;
                    self.is_any_late.store(true, Ordering::Release);
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
        self.is_any_late.load(Ordering::Acquire) && self.late().get(rule).is_some_and(|&times| times >= PATIENCE)
    }

    fn late(&self) -> std::sync::MutexGuard<'_, HashMap<RuleId, u32>> {
        self.late.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a rule's answers stand, from below `data` on.
fn path_of_deny(rule: &RuleId) -> Vec<Arc<str>> {
    package_of_rule(rule).split('.').chain(["deny"]).map(Arc::from).collect()
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
