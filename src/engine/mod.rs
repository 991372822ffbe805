//! How Rego rules are run, whatever judges them. This folder is the only place that names `regorus`.
//!
//! A [`Judge`] holds the modules of a run. Rules that apply to the same documents form a [`RuleSet`]: one prepared
//! interpreter each, cloned for whoever works with it, and one query over the rules' common prefix for each document.
//! One query costs a third of a query per rule, since helpers are evaluated once; what one rule does wrong ends the
//! whole query, though, so then each rule is asked alone and only the culprit is lost.

mod answer;
mod check;
mod test;
mod value;
mod view;
mod visit;

pub use answer::Answer;
pub use check::ModuleError;
pub use test::TestResult;

use std::{
    cell::Cell,
    collections::{BTreeSet, HashMap},
    num::NonZeroU32,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use regorus::{Engine, Value, utils::limits::ExecutionTimerConfig};

use self::visit::Checked;
use crate::{
    document::NodeRef,
    kind::Kind,
    recognise::KindTable,
    registry::{Module, RULE_PREFIX, package_of_rule},
    rule::RuleId,
};

/// How long all rules of a set may take on one input, and each of them alone after that.
const TIME_LIMIT: Duration = Duration::from_secs(2);

/// How often a rule may run out of time before it is not asked any more.
const PATIENCE: u32 = 3;

/// What is added for each document of a collection: a large repository takes its time without any rule being at fault.
const TIME_PER_DOCUMENT: Duration = Duration::from_millis(1);

/// What a rule is asked about.
#[derive(Clone, Debug)]
pub struct Input(Value);

/// One document among those that a repository rule sees.
#[derive(Clone, Debug)]
pub struct Member {
    /// The file as shown.
    pub file: Arc<str>,
    /// Which of the file's judged documents, from 0; items of a list count each.
    pub document: u32,
    /// Its kind.
    pub kind: Kind,
    /// Its value.
    pub input: Input,
}

impl Input {
    /// A document, as it is.
    pub fn document(root: NodeRef<'_>) -> Self {
        Self(value::of_node(root))
    }

    /// Several documents: `{"complete": …, "documents": [{"file", "document", "kind", "node"}]}`.
    ///
    /// `complete` says whether nothing of the scope was left out, so that "not found" may be concluded.
    pub fn collection(members: &[&Member], complete: bool) -> Self {
        let member = |member: &&Member| {
            value::object([
                ("file", Value::from(&*member.file)),
                ("document", Value::from(u64::from(member.document))),
                ("kind", Value::from(member.kind.as_str())),
                ("node", member.input.0.clone()),
            ])
        };
        let documents = members.iter().map(member).collect::<Vec<_>>();
        Self(value::object([("complete", Value::from(complete)), ("documents", Value::from(documents))]))
    }

    /// The input as JSON, as a rule sees it.
    pub fn to_json(&self) -> String {
        self.0.to_json_str().unwrap_or_default()
    }
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
    data: Value,
    kinds: Arc<KindTable>,
    sets: Mutex<HashMap<Vec<RuleId>, Pending>>,
    /// Modules that were checked, by file: rules that apply to several kinds belong to several sets.
    checked: Mutex<HashMap<Arc<str>, Check>>,
    /// Interpreters that hold nothing but libraries, by their files.
    bases: Mutex<HashMap<Vec<Arc<str>>, Engine>>,
    /// Rules that ran out of time, and how often.
    late: Mutex<HashMap<RuleId, u32>>,
}

/// A set that is prepared by whoever needs it first.
type Pending = Arc<OnceLock<Arc<RuleSet>>>;

/// What checking a module said.
type Check = Result<Arc<Checked>, ModuleError>;

/// Rules that apply to the same documents.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<RuleId>,
    /// The interpreter with all modules of the set, ready to be cloned; `None` if nothing in it can be used.
    prepared: Option<Engine>,
    /// Clones that nobody is using.
    idle: Mutex<Vec<Engine>>,
    /// Rules that cannot be used, and why.
    broken: Vec<(RuleId, ModuleError)>,
}

impl Judge {
    /// A judge over rules and libraries. `data` is what they see as `data`: `platform`, `waylint.options`.
    pub fn new(
        rules: impl IntoIterator<Item = (RuleId, Module)>,
        libraries: &[Module],
        data: &serde_json::Value,
        kinds: Arc<KindTable>,
    ) -> Self {
        Self {
            rules: rules.into_iter().collect(),
            libraries: libraries.to_vec(),
            data: value::of_json(data),
            kinds,
            sets: Mutex::default(),
            checked: Mutex::default(),
            bases: Mutex::default(),
            late: Mutex::default(),
        }
    }

    /// The set of some rules, prepared when it is first asked for. `rules` is in order and without repeats.
    pub fn set(&self, rules: &[RuleId]) -> Arc<RuleSet> {
        // Who needs the same set waits for it; other sets are prepared meanwhile.
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        let set = sets.entry(rules.to_vec()).or_default().clone();
        drop(sets);
        set.get_or_init(|| Arc::new(self.prepare(rules))).clone()
    }

    /// Everything that is wrong with the given rules and the libraries, found without judging anything.
    pub fn check(&self, rules: &[RuleId]) -> Vec<ModuleError> {
        let mut errors: Vec<ModuleError> = rules
            .iter()
            .flat_map(|rule| self.prepare(std::slice::from_ref(rule)).broken)
            .map(|(_, error)| error)
            .collect();
        errors.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        errors.dedup();
        errors
    }

    /// Asks all rules of a set about an input, in the order of the set.
    pub fn ask(&self, set: &RuleSet, input: &Input) -> Vec<Verdict> {
        let broken = |rule: &RuleId| set.broken.iter().find(|(id, _)| id == rule).map(|(_, error)| error.to_string());
        let verdict = |rule: &RuleId, answers| Verdict { rule: rule.clone(), answers };
        // A set with a rule that never ends would take its time limit for every document.
        let together = match set.rules.iter().any(|rule| self.is_late(rule)) {
            true => Err("one of the rules runs out of time".to_owned()),
            false => set.evaluate(input),
        };
        let single = |rule: &RuleId| match (broken(rule), &together) {
            (Some(error), _) => verdict(rule, Err(error)),
            (None, Ok(rules)) => verdict(rule, answers_of(rules, rule)),
            (None, Err(_)) => verdict(rule, self.ask_alone(rule, input)),
        };
        set.rules.iter().map(single).collect()
    }

    fn ask_alone(&self, rule: &RuleId, input: &Input) -> Result<Vec<Answer>, String> {
        if self.is_late(rule) {
            return Err(format!("it ran out of time on {PATIENCE} documents and is not asked any more"));
        }
        let started = Instant::now();
        let answers = self.set(std::slice::from_ref(rule)).evaluate(input);
        if answers.is_err() && started.elapsed() >= TIME_LIMIT {
            *self.late.lock().unwrap_or_else(PoisonError::into_inner).entry(rule.clone()).or_default() += 1;
        }
        answers.and_then(|rules| answers_of(&rules, rule))
    }

    fn is_late(&self, rule: &RuleId) -> bool {
        let late = self.late.lock().unwrap_or_else(PoisonError::into_inner);
        !late.is_empty() && late.get(rule).is_some_and(|&times| times >= PATIENCE)
    }

    fn prepare(&self, rules: &[RuleId]) -> RuleSet {
        let mut broken = Vec::new();
        let mut usable = Vec::new();
        for rule in rules {
            match self.rules.get(rule).map(|module| self.checked(module).map(|checked| (module, checked))) {
                Some(Ok(module)) => usable.push((rule, module)),
                Some(Err(error)) => broken.push((rule.clone(), error)),
                None => {}
            }
        }
        let mut prepared = self.engine(usable.iter().map(|(_, module)| module));
        if prepared.is_err() {
            // One of them is at fault: those that stand alone are taken together.
            usable.retain(|(rule, module)| match self.engine(std::iter::once(module)) {
                Ok(_) => true,
                Err(error) => {
                    broken.push(((*rule).clone(), error));
                    false
                }
            });
            prepared = self.engine(usable.iter().map(|(_, module)| module));
        }
        RuleSet { rules: rules.to_vec(), prepared: prepared.ok(), idle: Mutex::default(), broken }
    }

    /// A module's check, made when it is first asked for.
    fn checked(&self, module: &Module) -> Check {
        let known = || self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(checked) = known().get(&module.name) {
            return checked.clone();
        }
        // Not under the lock: two threads may check the same module, but none waits for another's.
        let checked = check::check(module).map(Arc::new);
        known().insert(module.name.clone(), checked.clone());
        checked
    }

    /// An interpreter over rule modules and the libraries they need.
    fn engine<'m>(&self, rules: impl Iterator<Item = &'m (&'m Module, Arc<Checked>)>) -> Result<Engine, ModuleError> {
        let rules: Vec<_> = rules.collect();
        let libraries = self.libraries_of(rules.iter().map(|(_, checked)| checked))?;
        let modules = rules.iter().map(|(module, checked)| (*module, &**checked));
        let modules = modules.chain(libraries.iter().map(|(module, checked)| (*module, &**checked)));
        if let Some(error) = check::check_together(modules.clone()).into_iter().next() {
            return Err(error);
        }
        let mut engine = self.base(&libraries)?;
        rules.iter().try_for_each(|(module, checked)| add(&mut engine, module, checked))?;
        // Evaluating once makes the interpreter analyse its modules, and clones share that.
        engine.set_input(Value::new_object());
        let first = rules.first().map_or("", |(module, _)| &module.name);
        let prepared = guarded(|| engine.eval_query("data.waylint.prepared".to_owned(), false));
        prepared.map_err(|error| check::of_interpreter(first, &error))?;
        Ok(engine)
    }

    /// An interpreter over libraries, waylint's builtins and the run's data. Most sets share one, so it is parsed once.
    fn base(&self, libraries: &[(&Module, Arc<Checked>)]) -> Result<Engine, ModuleError> {
        let mut bases = self.bases.lock().unwrap_or_else(PoisonError::into_inner);
        let names: Vec<_> = libraries.iter().map(|(module, _)| module.name.clone()).collect();
        if let Some(base) = bases.get(&names) {
            return Ok(base.clone());
        }
        let mut engine = Engine::new();
        // OPA's default: a builtin that fails is undefined.
        engine.set_strict_builtin_errors(false);
        engine.set_gather_prints(true);
        let failed = |error: anyhow::Error| check::of_interpreter("", &format!("{error:#}"));
        add_builtins(&mut engine, &self.kinds).map_err(failed)?;
        engine.add_data(self.data.clone()).map_err(failed)?;
        libraries.iter().try_for_each(|(module, checked)| add(&mut engine, module, checked))?;
        bases.insert(names, engine.clone());
        Ok(engine)
    }

    /// The libraries that modules refer to, and those that these refer to.
    fn libraries_of<'c>(
        &self,
        rules: impl Iterator<Item = &'c Arc<Checked>>,
    ) -> Result<Vec<(&Module, Arc<Checked>)>, ModuleError> {
        let mut wanted: Vec<BTreeSet<String>> = rules.map(|checked| checked.packages.clone()).collect();
        let mut found: Vec<(&Module, Arc<Checked>)> = Vec::new();
        while let Some(packages) = wanted.pop() {
            for library in &self.libraries {
                let named = packages.iter().any(|package| {
                    package == &library.package || package.starts_with(&format!("{}.", library.package))
                });
                if named && !found.iter().any(|(module, _)| module.name == library.name) {
                    let checked = self.checked(library)?;
                    wanted.push(checked.packages.clone());
                    found.push((library, checked));
                }
            }
        }
        Ok(found)
    }
}

impl RuleSet {
    /// The rules of the set, in order.
    pub fn rules(&self) -> &[RuleId] {
        &self.rules
    }

    /// Everything under the rules' prefix for an input: pack → rule → documents.
    fn evaluate(&self, input: &Input) -> Result<Value, String> {
        let Some(prepared) = &self.prepared else { return Ok(Value::new_object()) };
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut engine = idle().pop().unwrap_or_else(|| prepared.clone());
        engine.set_input(input.0.clone());
        engine.set_execution_timer_config(ExecutionTimerConfig {
            limit: time_limit(&input.0),
            check_interval: NonZeroU32::new(64).unwrap_or(NonZeroU32::MIN),
        });
        let prefix = format!("data.{}", RULE_PREFIX.trim_end_matches('.'));
        let mut results = guarded(|| engine.eval_query(prefix, false))?;
        let value =
            results.result.pop().and_then(|mut result| result.expressions.pop()).map(|expression| expression.value);
        // What went wrong may have left an interpreter half done, so only those that finished are used again.
        idle().push(engine);
        Ok(value.unwrap_or(Value::Undefined))
    }
}

fn time_limit(input: &Value) -> Duration {
    let documents = match &input["documents"] {
        Value::Array(documents) => u32::try_from(documents.len()).unwrap_or(u32::MAX),
        _ => 0,
    };
    TIME_LIMIT.saturating_add(TIME_PER_DOCUMENT.saturating_mul(documents))
}

/// What a rule's `deny` holds in the value of the whole prefix.
fn answers_of(rules: &Value, rule: &RuleId) -> Result<Vec<Answer>, String> {
    let package = package_of_rule(rule);
    let mut value = rules;
    for part in package.trim_start_matches(RULE_PREFIX).split('.').chain(["deny"]) {
        value = &value[part];
    }
    answer::answers(value)
}

thread_local! {
    static JUDGING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside the interpreter, whose panics are caught and reported as failures of a rule.
pub fn is_judging() -> bool {
    JUDGING.get()
}

/// Runs the interpreter; errors and panics become a sentence.
fn guarded<T>(run: impl FnOnce() -> anyhow::Result<T>) -> Result<T, String> {
    JUDGING.set(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    JUDGING.set(false);
    match result {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(sentence(&format!("{error:#}"))),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
            Err(format!("the interpreter panicked: {text}"))
        }
    }
}

/// The interpreter's report as one line with its place.
fn sentence(report: &str) -> String {
    if !report.contains("--> ") {
        return report.trim().to_owned();
    }
    let error = check::of_interpreter("", report);
    let file = report.lines().find_map(|line| line.trim_start().strip_prefix("--> ")).unwrap_or_default();
    format!("{} ({})", error.message, file.trim())
}

fn add(engine: &mut Engine, module: &Module, checked: &Checked) -> Result<(), ModuleError> {
    let added = engine.add_policy(module.name.to_string(), checked.text.clone());
    added.map(drop).map_err(|error| check::of_interpreter(&module.name, &format!("{error:#}")))
}

fn add_builtins(engine: &mut Engine, kinds: &Arc<KindTable>) -> anyhow::Result<()> {
    let collection = |mut arguments: Vec<Value>| {
        let value = arguments.pop().unwrap_or(Value::Undefined);
        let is_collection = matches!(value, Value::Array(_) | Value::Set(_) | Value::Object(_));
        Ok(if is_collection { value } else { Value::Undefined })
    };
    engine.add_extension(check::COLLECTION.to_owned(), 1, Box::new(collection))?;
    let kinds = kinds.clone();
    let view = move |arguments: Vec<Value>| match arguments.as_slice() {
        [Value::String(name), document] => Ok(view::nodes(&kinds, name, document)),
        _ => Ok(Value::Undefined),
    };
    engine.add_extension(check::VIEW.to_owned(), 2, Box::new(view))
}
