//! What must hold of every module given to the compiler, and of every document a program is asked about: no panic, no
//! run past its limits, and an answer that does not depend on what was asked before.

use std::{
    cell::{Cell, RefCell},
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
const LIMITS: Limits = Limits { steps: 20_000, depth: 1_000, stack: 1 << 20, skip: true };
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
    programs: RefCell<Vec<Compiled>>,
    worker: RefCell<Worker>,
    asked: Cell<usize>,
}

/// Programs in use at a time, and how often they are asked before others take their place.
const PROGRAMS: usize = 50;
const ENOUGH: usize = 20_000;

impl Judges {
    pub(crate) fn new(seed: u64) -> Self {
        let dice = RefCell::new(Dice::new(seed));
        Self { dice, programs: RefCell::default(), worker: RefCell::default(), asked: Cell::new(0) }
    }

    pub(crate) fn ask(&self, format: Format, text: &str) -> bool {
        let asked = self.asked.get();
        self.asked.set(asked + 1);
        let mut programs = self.programs.borrow_mut();
        if asked.is_multiple_of(ENOUGH) {
            programs.clear();
            while programs.len() < PROGRAMS {
                let compiled = compiled(&invent::module(&mut self.dice.borrow_mut()), Version::V1);
                programs.extend(Some(compiled).filter(|compiled| compiled.errors.is_empty()));
            }
        }
        ask_thrice(&mut self.worker.borrow_mut(), &programs[asked % PROGRAMS], text, format)
    }
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
    let first = ask(worker, compiled, &documents, &rules);
    assert_eq!(first, ask(worker, compiled, &documents, &rules), "a second time");
    assert_eq!(first, ask(&mut Worker::default(), compiled, &documents, &rules), "by a fresh worker");
    let mut backwards = rules;
    backwards.reverse();
    let mut other = ask(worker, compiled, &documents, &backwards);
    other.reverse();
    let is_limit = |text: &String| text.contains("steps") || text.contains("memory");
    if !first.iter().chain(&other).any(is_limit) {
        assert_eq!(first, other, "in another order");
    }
    true
}

fn ask(worker: &mut Worker, compiled: &Compiled, documents: &[Document<'_>], rules: &[Rule]) -> Vec<String> {
    let facts = facts();
    let mut machine = worker.machine(&compiled.program, documents, &facts, LIMITS);
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
                    answer.push_str(&format!("{} ", found.trail.len()));
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
