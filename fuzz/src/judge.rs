//! What must hold of every module given to the compiler, and of every document a program is asked about: no panic, no
//! run past its limits, and an answer that does not depend on what was asked before.

use std::{
    cell::{Cell, Ref, RefCell},
    sync::Arc,
    time::{Duration, Instant},
};

use waylint::{
    document::{Document, Limits as ReadLimits, parse},
    kind::{Dialect, Format},
    rego::{
        Rule,
        compile::{Compiled, Input, Source, compile},
        eval::{Limits, Worker},
        fail::Fail,
        memory::Facts,
        syntax::ast::Version,
    },
    source::Source as Text,
};

use crate::invent::{self, Dice};

/// Little, so that limits are met.
const LIMITS: Limits = Limits { steps: 20_000, depth: 1_000, stack: 1 << 20, skip: true, remember: true };
/// Without what spares work.
const SLOW: [Limits; 3] =
    [Limits { skip: false, ..LIMITS }, Limits { remember: false, ..LIMITS }, Limits { skip: false, remember: false, ..LIMITS }];
const MOST_BYTES: usize = 4 << 20;
/// What one builtin may add before it is looked at again, and what stood there before.
const MORE_BYTES: usize = 4 << 20;
/// Of one evaluation within these limits; a busy machine may stop us for a while.
const LONG: Duration = Duration::from_secs(10);

const DOCUMENTS: [&str; 3] = [
    "{\"kind\": \"Pod\", \"spec\": {\"containers\": [{\"name\": \"a\", \"image\": \"x:1\"}, {\"name\": \"b\"}]}}",
    "[[1, 2.50, null], {\"a\": {\"b\": [true, \"x\"]}}, [], {}]",
    "\"text\"",
];

fn facts() -> Facts {
    Facts { now_ns: 1_700_000_000_000_000_000, most_bytes: MOST_BYTES, most_work: 1 << 18 }
}

fn compiled(text: &str, version: Version) -> Compiled {
    let modules = [Source::new("mutant.rego", text, version)];
    let data = serde_json::Value::Object(serde_json::Map::new());
    let started = Instant::now();
    let compiled = compile(&Input::all(&modules, &data));
    assert!(started.elapsed() < LONG, "compiling takes {:?}", started.elapsed());
    for error in &compiled.errors {
        assert!(text.get(error.span.range()).is_some(), "{error:?}");
        assert!(!error.message.is_empty() && !error.help.is_empty(), "{error:?}");
    }
    assert_eq!(compiled.usable[0], compiled.errors.is_empty());
    compiled
}

/// Compiles a mutant as a module of both versions and asks what compiles about some documents.
pub(crate) fn module(text: &str) -> bool {
    let mut read = false;
    for version in [Version::V0, Version::V1] {
        let compiled = compiled(text, version);
        if !compiled.errors.is_empty() {
            continue;
        }
        read = true;
        let mut worker = Worker::default();
        for document in DOCUMENTS {
            ask_thrice(&mut worker, &compiled, document, Format::Json);
        }
    }
    read
}

/// Programs of rules made up at random, asked about mutants.
pub(crate) struct Judges {
    dice: RefCell<Dice>,
    /// With their texts.
    programs: RefCell<Vec<(String, Compiled)>>,
    worker: RefCell<Worker>,
    asked: Cell<usize>,
}

/// Programs in use at a time, and how often they are asked before others take their place.
const PROGRAMS: usize = 50;
const ENOUGH: usize = 20_000;
/// Of documents that are made up, which all can be read.
const ENOUGH_MADE_UP: usize = 1_000;

impl Judges {
    pub(crate) fn new(seed: u64) -> Self {
        let dice = RefCell::new(Dice::new(seed));
        Self { dice, programs: RefCell::default(), worker: RefCell::default(), asked: Cell::new(0) }
    }

    /// A program, which is in use for a while.
    fn next(&self, enough: usize) -> Ref<'_, (String, Compiled)> {
        let asked = self.asked.get();
        self.asked.set(asked + 1);
        if asked.is_multiple_of(enough) {
            let mut programs = self.programs.borrow_mut();
            programs.clear();
            while programs.len() < PROGRAMS {
                let text = invent::module(&mut self.dice.borrow_mut());
                let compiled = compiled(&text, Version::V1);
                programs.extend(Some((text, compiled)).filter(|(_, compiled)| compiled.errors.is_empty()));
            }
        }
        Ref::map(self.programs.borrow(), |programs| &programs[asked % PROGRAMS])
    }

    /// Asks about a mutant.
    pub(crate) fn ask(&self, format: Format, text: &str) -> bool {
        ask_thrice(&mut self.worker.borrow_mut(), &self.next(ENOUGH).1, text, format)
    }

    /// Asks about a document that is made up. What is said must not depend on how it is spelt, nor on what spares work.
    pub(crate) fn ask_made_up(&self) -> bool {
        let next = self.next(ENOUGH_MADE_UP);
        let (module, program) = &*next;
        let [json, yaml] = invent::document(&mut self.dice.borrow_mut());
        let mut worker = self.worker.borrow_mut();
        let first = answers(&mut worker, program, &json, Format::Json, LIMITS);
        let is_limit = |answers: &Vec<String>| {
            answers.iter().any(|answer| answer.contains("steps") || answer.contains("memory"))
        };
        let others = SLOW.map(|limits| answers(&mut worker, program, &json, Format::Json, limits));
        let spelt = answers(&mut worker, program, &yaml, Format::Yaml, LIMITS);
        for other in others.iter().chain([&spelt]).filter(|other| !is_limit(&first) && !is_limit(other)) {
            assert_eq!(&first, other, "{module}\n{json}");
        }
        first.iter().any(|answer| !answer.is_empty())
    }
}

/// What all rules say of a document that can be read.
fn answers(worker: &mut Worker, compiled: &Compiled, text: &str, format: Format, limits: Limits) -> Vec<String> {
    let tree = parse(Arc::new(Text::new("made-up", text.to_owned())), format, &ReadLimits::default());
    assert_eq!(tree.errors(), &[], "{text}");
    let dialect = if format == Format::Json { Dialect::Json } else { Dialect::Go };
    let documents: Vec<_> = tree.documents(dialect).take(1).collect();
    let rules: Vec<Rule> = compiled.program.rules_of_module(0).into_iter().map(|(_, rule)| rule).collect();
    ask(worker, compiled, &documents, &rules, limits)
}

/// Asks about a document, again, and by a worker that has seen nothing. Says whether the document could be read.
fn ask_thrice(worker: &mut Worker, compiled: &Compiled, text: &str, format: Format) -> bool {
    let tree = parse(Arc::new(Text::new("mutant", text.to_owned())), format, &ReadLimits::default());
    if !tree.errors().is_empty() {
        return false;
    }
    let dialect = if format == Format::Json { Dialect::Json } else { Dialect::Go };
    let documents: Vec<_> = tree.documents(dialect).take(1).collect();
    if documents.is_empty() {
        return false;
    }
    let rules: Vec<Rule> = compiled.program.rules_of_module(0).into_iter().map(|(_, rule)| rule).take(20).collect();
    let first = ask(worker, compiled, &documents, &rules, LIMITS);
    assert_eq!(first, ask(worker, compiled, &documents, &rules, LIMITS), "a second time");
    assert_eq!(first, ask(&mut Worker::default(), compiled, &documents, &rules, LIMITS), "by a fresh worker");
    let mut backwards = rules;
    backwards.reverse();
    let mut other = ask(worker, compiled, &documents, &backwards, LIMITS);
    other.reverse();
    let is_limit = |text: &String| text.contains("steps") || text.contains("memory");
    if !first.iter().chain(&other).any(is_limit) {
        assert_eq!(first, other, "in another order");
    }
    true
}

fn ask(
    worker: &mut Worker,
    compiled: &Compiled,
    documents: &[Document<'_>],
    rules: &[Rule],
    limits: Limits,
) -> Vec<String> {
    let facts = facts();
    let mut machine = worker.machine(&compiled.program, documents, &facts, limits);
    let input = machine.document(1);
    machine.set_input(Some(input));
    let mut answers = Vec::new();
    for &rule in rules {
        machine.reset_limits(Duration::MAX);
        let started = Instant::now();
        let found = machine.findings(rule);
        assert!(started.elapsed() < LONG, "it takes {:?}", started.elapsed());
        let bytes = machine.memory.scratch.bytes();
        assert!(bytes < MOST_BYTES + MORE_BYTES, "{bytes} bytes");
        let mut answer = String::new();
        match found {
            Ok(found) => {
                for found in found {
                    let node = found.lead.place().map(|place| place.node);
                    answer.push_str(&format!("{node:?} "));
                    if machine.memory.write_rego(found.value, &mut answer).is_err() {
                        answer.push('…');
                    }
                }
            }
            Err(Fail::Undefined) => answer.push_str("undefined"),
            Err(Fail::Error(error)) => answer.push_str(&error.message),
        }
        answers.push(answer);
    }
    answers
}
