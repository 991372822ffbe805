//! One program, what it is asked, and what both evaluators answer.

use std::{
    collections::BTreeMap,
    fmt,
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
};

use serde_json::{Value as Json, json};
use waylint::{
    document::{Limits as ReadLimits, Tree, parse},
    engine::{Member, shown},
    kind::{Dialect, Format},
    rego::{
        Value,
        compile::{Compiled, Input, Source, Wanted, compile},
        eval::{Limits, Machine, Worker},
        extension::Extension,
        fail::{ErrorKind, Fail},
        memory::Facts,
        syntax::ast::Version,
    },
    source::Source as Text,
};

use crate::recorded::{REFUSED, UNDEFINED};

/// The time of all evaluations.
const NOW_NS: i64 = 1_700_000_000_000_000_000;

/// Without remembering, rules over whole repositories would take for ever; what takes more steps tells nothing.
const FEW_STEPS: u64 = 200_000;

/// Differences that are shown of each job.
const SHOWN: usize = 12;

/// A program and what it is asked.
#[derive(Clone)]
pub(super) struct Job {
    pub(super) name: String,
    pub(super) version: Version,
    /// Modules by name.
    pub(super) modules: BTreeMap<String, String>,
    pub(super) data: Json,
    /// References: `data.a.deny`.
    pub(super) entries: Vec<String>,
    /// What each entry point is asked about; nothing at all for one question without `input`.
    pub(super) documents: Vec<Document>,
    pub(super) extensions: Vec<Extension>,
    pub(super) views: Json,
    /// What stands in the texts that views read (`documents::texts`).
    pub(super) texts: Json,
}

/// What is judged.
#[derive(Clone)]
pub(super) enum Document {
    Json(String),
    /// A document as it was read. OPA sees it as the JSON that rules see.
    Read(Member),
}

impl Document {
    pub(super) fn json(&self) -> String {
        match self {
            Self::Json(text) => text.clone(),
            Self::Read(member) => shown(member.recognised().unwrap().document),
        }
    }
}

impl Default for Job {
    fn default() -> Self {
        Self {
            name: String::new(),
            version: Version::V1,
            modules: BTreeMap::new(),
            data: json!({}),
            entries: Vec::new(),
            documents: Vec::new(),
            extensions: Vec::new(),
            views: json!({}),
            texts: json!({}),
        }
    }
}

/// What came of a job, or of several.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) programs: usize,
    /// Programs that neither side compiles.
    pub(super) refused: usize,
    pub(super) answers: usize,
    /// Answers that are not undefined, empty or `false`.
    pub(super) telling: usize,
    /// Answers that are errors on both sides.
    pub(super) errors: usize,
    pub(super) differences: Vec<String>,
}

impl Outcome {
    pub(super) fn add(&mut self, other: Self) {
        self.programs += other.programs;
        self.refused += other.refused;
        self.answers += other.answers;
        self.telling += other.telling;
        self.errors += other.errors;
        self.differences.extend(other.differences);
    }

    /// Shows what there is to see.
    ///
    /// # Panics
    /// If there is a difference.
    pub(super) fn conclude(self, what: &str) {
        println!("{what}: {self}");
        assert!(self.differences.is_empty(), "{what}: {} differences", self.differences.len());
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { programs, refused, answers, telling, errors, .. } = self;
        let differences = self.differences.len();
        write!(
            f,
            "{programs} programs ({refused} compiled by neither), {answers} answers, {telling} of them findings or other \
             values, {errors} errors on both sides, {differences} differences"
        )
    }
}

/// The answer of one side to one question: a value as Rego text, undefined, or the kind of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Value(String),
    Undefined,
    Error(String),
}

impl Answer {
    fn is_limit(&self) -> bool {
        matches!(self, Self::Error(error) if error.starts_with("limit"))
    }
}

impl Job {
    fn answers(
        &self,
        worker: &mut Worker,
        compiled: &Compiled,
        documents: &[waylint::document::Document<'_>],
        limits: Limits,
    ) -> Vec<Answer> {
        let facts = Facts { now_ns: NOW_NS, ..Facts::default() };
        let mut machine = worker.machine(&compiled.program, documents, &facts, limits);
        let input = (!documents.is_empty()).then(|| machine.document(1));
        machine.set_input(input);
        self.entries.iter().map(|entry| ask(&mut machine, entry)).collect()
    }

    /// The same with nothing but the modules of what is asked for, and those that their texts name.
    pub(super) fn without_what_nobody_asks_for(mut self) -> Self {
        let package =
            |text: &str| text.lines().find_map(|line| line.strip_prefix("package ")).unwrap_or_default().to_owned();
        let mut wanted: Vec<String> =
            self.entries.iter().map(|entry| entry["data.".len()..entry.len() - ".deny".len()].to_owned()).collect();
        let mut kept = BTreeMap::new();
        while let Some(name) = wanted.pop() {
            for (file, text) in self.modules.iter().filter(|(_, text)| package(text) == name) {
                if kept.insert(file.clone(), text.clone()).is_none() {
                    let imports = text.lines().filter_map(|line| line.strip_prefix("import data."));
                    wanted.extend(imports.map(|path| path.split(' ').next().unwrap_or_default().to_owned()));
                }
            }
        }
        self.modules = kept;
        self
    }

    /// What the program of `tests/oracle` is given, its documents being in a file.
    pub(super) fn line(&self, documents: &Path) -> Json {
        json!({
            "name": self.name,
            "version": if self.version == Version::V0 { "v0" } else { "v1" },
            "texts": self.modules,
            "data": self.data,
            "now_ns": NOW_NS,
            "documents": if self.documents.is_empty() { String::new() } else { documents.display().to_string() },
            "entries": self.entries,
            "views": self.views,
            "read": self.texts,
        })
    }

    /// Adds a file, or every `.rego` file below a folder.
    pub(super) fn add(&mut self, path: &Path) {
        for file in files(path, "rego") {
            let text = fs::read_to_string(&file).unwrap();
            self.modules.insert(file.display().to_string(), text);
        }
    }

    /// Asks our side alone, without documents.
    pub(super) fn ask_alone(&self) {
        let source = |(name, text): (&String, &String)| Source::new(name.as_str(), text.as_str(), self.version);
        let modules: Vec<Source> = self.modules.iter().map(source).collect();
        let extensions = self.extensions.clone();
        let compiled = compile(&Input { extensions, ..Input::all(&modules, &self.data) });
        self.answers(&mut Worker::default(), &compiled, &[], Limits::default());
    }

    /// Asks both sides and compares.
    pub(super) fn run(self) -> Outcome {
        let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(move || self.compare());
        thread.unwrap().join().unwrap()
    }

    /// What OPA says of the first entry point and the first document.
    pub(super) fn opa_only(&self) -> String {
        let mut opa = Opa::start(self);
        if opa.refusal().is_some() {
            return REFUSED.to_owned();
        }
        match opa.answer(0, &self.entries[0]) {
            Answer::Value(text) | Answer::Error(text) => text,
            Answer::Undefined => UNDEFINED.to_owned(),
        }
    }

    fn compare(&self) -> Outcome {
        let mut outcome = Outcome { programs: 1, ..Outcome::default() };
        let mut opa = Opa::start(self);
        let source = |(name, text): (&String, &String)| Source::new(name.as_str(), text.as_str(), self.version);
        let modules: Vec<Source> = self.modules.iter().map(source).collect();
        let compile = |wanted| {
            let extensions = self.extensions.clone();
            compile(&Input { extensions, wanted, ..Input::all(&modules, &self.data) })
        };
        let compiled = compile(Wanted::All);
        if let Some(refusal) = opa.refusal() {
            outcome.refused += 1;
            if compiled.errors.is_empty() {
                println!("{}: only OPA refuses it: {refusal}", self.name);
                outcome.differences.push(format!("{}: only OPA refuses it: {refusal}", self.name));
            } else {
                println!("{}: refused by both: {refusal}\n  and: {}", self.name, compiled.errors[0].message);
            }
            return outcome;
        }
        if let Some(error) = compiled.errors.first() {
            let name = self.modules.keys().nth(error.module).cloned().unwrap_or_default();
            let text = self.modules[&name].get(error.span.range()).unwrap_or_default();
            println!("{}: only we refuse it: {name}: {}: {text}", self.name, error.message);
            outcome.differences.push(format!("{}: only we refuse it: {name}: {}: {text}", self.name, error.message));
            return outcome;
        }
        // As the linter compiles: nothing but what is asked for.
        let path = |entry: &String| entry.split('.').skip(1).map(Arc::from).collect();
        let wanted = compile(Wanted::Only(self.entries.iter().map(path).collect()));
        let mut worker = Worker::default();
        for number in 0..self.documents.len().max(1) {
            let read;
            let documents = match self.documents.get(number) {
                None => Vec::new(),
                Some(Document::Read(member)) => vec![member.recognised().unwrap().document],
                Some(Document::Json(text)) => {
                    read = json_tree(text);
                    read.documents(Dialect::Json).collect()
                }
            };
            let answers = self.answers(&mut worker, &compiled, &documents, Limits::default());
            for (way, program, limits) in ways(&compiled, &wanted) {
                let same = self.answers(&mut worker, program, &documents, limits);
                for ((entry, first), other) in
                    self.entries.iter().zip(&answers).zip(&same).filter(|(a, b)| a.1 != *b && !b.is_limit())
                {
                    let what = format!("{}: {entry} of document {number}, {way}: {other:?}, not {first:?}", self.name);
                    println!("{what}");
                    outcome.differences.push(what);
                }
            }
            for (entry, ours) in self.entries.iter().zip(answers) {
                let theirs = opa.answer(number, entry);
                outcome.answers += 1;
                match &ours {
                    Answer::Value(text) if !matches!(text.as_str(), "set()" | "false" | "[]" | "{}") => {
                        outcome.telling += 1
                    }
                    Answer::Error(_) => outcome.errors += 1,
                    _ => {}
                }
                if ours != theirs {
                    outcome.differences.push(format!("{}: {entry} of document {number}", self.name));
                    if outcome.differences.len() <= SHOWN {
                        let document = self.documents.get(number).map(Document::json).unwrap_or_default();
                        let document: String = document.chars().take(600).collect();
                        println!("{}: {entry}\n  document {number}: {document}", self.name);
                        println!("  OPA:     {theirs:?}\n  waylint: {ours:?}");
                    }
                }
            }
        }
        outcome
    }
}

/// The ways to the same answers: with all modules or with what is asked for, with what spares work and without it.
fn ways<'c>(all: &'c Compiled, wanted: &'c Compiled) -> Vec<(String, &'c Compiled, Limits)> {
    let mut ways = Vec::new();
    for (modules, program) in [("everything compiled", all), ("compiled as asked", wanted)] {
        for (skip, remember) in [(true, true), (false, true), (true, false), (false, false)] {
            let name = format!("{modules}, skip {skip}, remember {remember}");
            let steps = if remember { Limits::default().steps } else { FEW_STEPS };
            ways.push((name, program, Limits { skip, remember, steps, ..Limits::default() }));
        }
    }
    ways
}

pub(super) fn json_tree(text: &str) -> Tree {
    let limits = ReadLimits::default();
    let tree = parse(Arc::new(Text::new("document.json", text.to_owned())), Format::Json, &limits);
    assert!(tree.errors().is_empty(), "{:?}", tree.errors());
    tree
}

fn ask(machine: &mut Machine<'_>, entry: &str) -> Answer {
    machine.reset_limits(std::time::Duration::from_secs(60));
    let path: Vec<&str> = entry.split('.').skip(1).collect();
    match machine.ask(&path) {
        Ok(value) => Answer::Value(text(machine, value)),
        Err(Fail::Undefined) => Answer::Undefined,
        Err(Fail::Error(error)) => Answer::Error(match error.kind {
            ErrorKind::Conflict => "eval_conflict_error".to_owned(),
            ErrorKind::Builtin => "eval_builtin_error".to_owned(),
            ErrorKind::Limit => format!("limit: {error}"),
        }),
    }
}

fn text(machine: &mut Machine<'_>, value: Value) -> String {
    let mut text = String::new();
    machine.memory.write_rego(value, &mut text).unwrap();
    text
}

/// All files below a folder that end in an extension, or the file itself.
pub(super) fn files(path: &Path, extension: &str) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|end| end == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The other side: the program in `tests/oracle`, asked one job.
struct Opa {
    process: Child,
    lines: std::iter::Peekable<Box<dyn Iterator<Item = Json>>>,
    /// Keeps the documents until all is read.
    _folder: tempfile::TempDir,
}

impl Opa {
    fn start(job: &Job) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("documents.jsonl");
        let mut out = BufWriter::new(File::create(&file).unwrap());
        for document in &job.documents {
            writeln!(out, "{}", document.json()).unwrap();
        }
        out.flush().unwrap();
        let mut process =
            Command::new(super::path("WAYLINT_ORACLE")).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        writeln!(process.stdin.take().unwrap(), "{}", job.line(&file)).unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let lines: Box<dyn Iterator<Item = Json>> =
            Box::new(lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()));
        Self { process, lines: lines.peekable(), _folder: folder }
    }

    /// Why OPA does not compile the program.
    fn refusal(&mut self) -> Option<String> {
        let line = self.lines.peek()?;
        (line["document"] == json!(-1)).then(|| line["message"].as_str().unwrap_or_default().to_owned())
    }

    fn answer(&mut self, number: usize, entry: &str) -> Answer {
        let line = self.lines.next().unwrap();
        assert_eq!((&line["document"], &line["entry"]), (&json!(number), &json!(entry)), "{line}");
        match (line["value"].as_str(), line["error"].as_str()) {
            (Some(value), _) => Answer::Value(value.to_owned()),
            (None, Some(error)) => Answer::Error(error.to_owned()),
            (None, None) => Answer::Undefined,
        }
    }
}

impl Drop for Opa {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
