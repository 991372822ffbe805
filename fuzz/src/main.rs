//! Mutates seed files and checks that no input makes the readers panic or lie about places.
//!
//! ```sh
//! cargo run --release --manifest-path fuzz/Cargo.toml -- --target yaml --seconds 60 fuzz/seeds
//! ```
//!
//! The same `--seed` gives the same mutants. A failing input is written to the current folder.
//!
//! `compile` compiles mutants of modules and asks what compiles about documents; `judge-yaml` and `judge-json` ask rules made up
//! at random about mutants of documents, and `judge` about documents that are made up too, in every way that must say the same.
//!
//! `fix-yaml`, `fix-json` and `fix-dockerfile` make edits of mutants and hold what comes out against what was meant.
//!
//! YAML and JSON are read in two ways that must agree. Three targets hold them against each other and do nothing else:
//!
//! ```sh
//! cargo run --release --manifest-path fuzz/Cargo.toml -- --target agree --seconds 600 FOLDER    # mutants of its files
//! cargo run --release --manifest-path fuzz/Cargo.toml -- --target files FOLDER                  # its files themselves
//! cargo run --release --manifest-path fuzz/Cargo.toml -- --target strings --length 6            # every string of tokens
//! ```

mod agree;
#[path = "../../tests/integration/documents/difference.rs"]
mod difference;
mod fix;
#[path = "../../tests/integration/fix/hold.rs"]
mod hold;
#[path = "../../tests/integration/rego/invent.rs"]
mod invent;
mod judge;
mod mutate;
mod rego;
mod strings;

use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use fix::read as fix_read;
use waylint::{
    document::{Arena, Limits, NodeId, NodeRef, Tree, parse},
    kind::{Dialect, Format},
    source::{Source, Span},
    waiver,
};

use mutate::Mutator;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (mut target, mut seconds, mut seed, mut length) = (None, 60, 1, 5);
    let mut folder = PathBuf::from("fuzz/seeds");
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|number| number.parse::<u64>().ok()).expect("a number");
        match argument.as_str() {
            "--seconds" => seconds = number(),
            "--seed" => seed = number(),
            "--length" => length = number(),
            "--target" => target = arguments.next(),
            _ => folder = argument.into(),
        }
    }
    let target = target.expect("--target yaml, json, toml, dockerfile, waiver, rego, compile, judge, judge-yaml, judge-json, fix-yaml, fix-json, fix-dockerfile, agree, files or strings");
    let seeds = |endings: &[&str]| {
        let mut seeds = Vec::new();
        endings.iter().for_each(|ending| collect(&folder, ending, &mut seeds));
        seeds
    };
    match &*target {
        "agree" => return agree::mutants(seeds(&["yaml", "yml", "json"]), seed, Duration::from_secs(seconds)),
        "files" => return agree::files(&seeds(&["yaml", "yml"]), &seeds(&["json"])),
        "strings" => return strings::all(length as usize),
        _ => {}
    }
    let (format, ending) = match &*target {
        "yaml" => (Format::Yaml, "yaml"),
        "json" => (Format::Json, "json"),
        "toml" => (Format::Toml, "toml"),
        "dockerfile" => (Format::Dockerfile, "Dockerfile"),
        "waiver" => (Format::Yaml, "waivers.yaml"),
        "compile" => return modules(&target, seeds(&["rego"]), seed, seconds, judge::module),
        "judge" => {
            let judges = judge::Judges::new(seed);
            return run(&target, |_| judges.ask_made_up(), String::new, Duration::from_secs(seconds));
        }
        "judge-yaml" | "judge-json" => {
            let (format, ending) = if target == "judge-yaml" { (Format::Yaml, "yaml") } else { (Format::Json, "json") };
            let judges = judge::Judges::new(seed);
            let ask = |text: &str| judges.ask(format, text);
            return fuzz(&target, &folder, ending, mutate::DOCUMENTS, seed, seconds, ask);
        }
        "fix-yaml" | "fix-json" | "fix-dockerfile" => {
            let (format, ending) = match &*target {
                "fix-yaml" => (Format::Yaml, "yaml"),
                "fix-json" => (Format::Json, "json"),
                _ => (Format::Dockerfile, "Dockerfile"),
            };
            let edits = fix::Edits::new(seed);
            return fuzz(&target, &folder, ending, mutate::DOCUMENTS, seed, seconds, |text| edits.make(format, text));
        }
        "rego" => return modules(&target, seeds(&["rego"]), seed, seconds, rego::check),
        other => panic!("no target {other}"),
    };
    fuzz(&target, &folder, ending, mutate::DOCUMENTS, seed, seconds, |text| check(format, text))
}

/// Runs a check on mutants of the seeds of a target.
fn fuzz(
    target: &str,
    folder: &Path,
    ending: &str,
    tokens: &str,
    seed: u64,
    seconds: u64,
    check: impl Fn(&str) -> bool,
) -> ExitCode {
    let mut seeds = Vec::new();
    collect(folder, ending, &mut seeds);
    println!("{target}: {} seeds", seeds.len());
    let mut mutator = Mutator::new(seeds, seed, tokens);
    run(target, check, move || mutator.next(), Duration::from_secs(seconds))
}

/// The same for modules of Rego.
fn modules(target: &str, seeds: Vec<String>, seed: u64, seconds: u64, check: impl Fn(&str) -> bool) -> ExitCode {
    println!("{target}: {} seeds", seeds.len());
    let mut mutator = Mutator::of_modules(seeds, seed);
    run(target, check, move || mutator.next(), Duration::from_secs(seconds))
}

/// The files below a folder whose name ends so, in the same order every time.
fn collect(folder: &Path, ending: &str, found: &mut Vec<String>) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() && !path.is_symlink() {
            collect(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.extend(fs::read_to_string(path));
        }
    }
}

fn run(
    target: &str,
    check: impl Fn(&str) -> bool,
    mut next: impl FnMut() -> String,
    time: Duration,
) -> ExitCode {
    let started = Instant::now();
    let (mut executions, mut accepted) = (0_u64, 0_u64);
    while started.elapsed() < time {
        let text = next();
        executions += 1;
        match catch_unwind(AssertUnwindSafe(|| check(&text))) {
            Ok(read) => accepted += u64::from(read),
            Err(_) => {
                let file = format!("fuzz-failure-{}-{executions}.txt", target);
                fs::write(&file, &text).expect("a writable folder");
                eprintln!("{file}: {text:?}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!("{}: {executions} executions, {accepted} read without an error, none failed", target);
    ExitCode::SUCCESS
}

/// Reads a text and checks what must hold of every tree. Says whether it was read without an error.
fn check(format: Format, text: &str) -> bool {
    let tree = parse(Arc::new(Source::new("mutant", text.to_owned())), format, &Limits::default());
    let arena = tree.arena();
    let fits = |span: Span| assert!(span.start <= span.end && text.get(span.range()).is_some(), "{span:?}");
    for id in 0..arena.len() as NodeId {
        fits(arena.span(id));
        assert!(arena.next(id) > id && arena.next(id) as usize <= arena.len(), "next of {id}");
        // A TOML table may go on anywhere in the file, and an instruction's parts are not always written in it.
        if matches!(format, Format::Yaml | Format::Json) {
            check_children(arena, id);
        }
        if let Some(properties) = arena.properties(id) {
            fits(properties.anchor);
            fits(properties.tag);
        }
    }
    for comment in tree.comments() {
        fits(comment.span);
        assert!(comment.node as usize <= arena.len());
    }
    for waiver in waiver::inline(&tree) {
        waiver.place.iter().for_each(|place| fits(place.span));
        waiver.rules.iter().for_each(|waived| fits(waived.place.span));
    }
    text.lines().for_each(|line| drop(waiver::parse_comment(line)));
    for error in tree.errors() {
        fits(error.span);
        assert!(!error.message.is_empty() && !error.help.is_empty());
        tree.source().locate(error.span);
    }
    check_documents(&tree);
    tree.errors().is_empty()
}

fn check_children(arena: &Arena, id: NodeId) {
    let (node, whole) = (arena.node(id), arena.span(id));
    let (mut child, mut count) = (id + 1, 0);
    while node.is_collection() && child < arena.next(id) {
        let span = arena.span(child);
        assert!(whole.start <= span.start && span.end <= whole.end, "{span:?} outside {whole:?}");
        child = arena.next(child);
        count += 1;
    }
    assert_eq!(child, arena.next(id));
    assert_eq!(
        count,
        if node.is_mapping() { 2 * node.count() } else { node.count() * u32::from(node.is_collection()) }
    );
}

/// Walks each document as consumers do, aliases followed, as far as a budget goes.
fn check_documents(tree: &Tree) {
    for dialect in [Dialect::Core, Dialect::Go] {
        let mut budget = 2_000;
        for document in tree.documents(dialect) {
            walk(document.root(), 0, &mut budget);
        }
    }
}

fn walk(node: NodeRef<'_>, depth: usize, budget: &mut usize) {
    assert!(depth <= Limits::default().depth, "deeper than the limit");
    *budget = budget.saturating_sub(1);
    if *budget == 0 {
        return;
    }
    node.value();
    for (key, value) in node.entries() {
        assert!(key.is_collection() || node.get(&key.text()).is_some_and(|found| found.id() == value.id()), "{key:?}");
        walk(value, depth + 1, budget);
    }
    for item in node.items() {
        walk(item, depth + 1, budget);
    }
}
