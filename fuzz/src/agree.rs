//! The fast way and the maintained one: whatever the first accepts, both must read alike.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use waylint::{
    document::{Limits, Tree, Way, parse_by},
    kind::Format,
    source::Source,
};

use crate::{difference::difference, mutate::Mutator};

/// Failures that are shown.
const SHOWN: u64 = 20;

/// What came of many comparisons.
#[derive(Default)]
pub(crate) struct Tally {
    inputs: u64,
    bytes: u64,
    accepted: u64,
    accepted_bytes: u64,
    failures: u64,
    declined: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Reads a text in the fast way, and if that accepts it, in the other too.
    pub(crate) fn compare(&mut self, format: Format, text: &str) {
        self.inputs += 1;
        self.bytes += text.len() as u64;
        let failure = match catch_unwind(AssertUnwindSafe(|| outcome(format, text))) {
            Ok(Outcome::Declined(reason)) => {
                *self.declined.entry(reason).or_default() += 1;
                return;
            }
            Ok(Outcome::Accepted(difference)) => {
                self.accepted += 1;
                self.accepted_bytes += text.len() as u64;
                difference
            }
            Err(_) => Some("panic".to_owned()),
        };
        if let Some(failure) = failure {
            self.failures += 1;
            if self.failures <= SHOWN {
                println!("{text:?}: {failure}");
            }
        }
    }

    pub(crate) fn report(&self, what: &str) -> ExitCode {
        let Self { inputs, bytes, accepted, accepted_bytes, failures, declined } = self;
        println!(
            "{what}: {inputs} inputs ({bytes} bytes), {accepted} accepted ({accepted_bytes} bytes), {failures} differ"
        );
        let declined: Vec<_> = declined.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        println!("    declined: {}", declined.join(", "));
        if self.failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

enum Outcome {
    Declined(&'static str),
    Accepted(Option<String>),
}

fn outcome(format: Format, text: &str) -> Outcome {
    let fast = read(Way::FastOnly, format, text);
    match fast.declined() {
        Some(reason) => Outcome::Declined(reason.as_str()),
        None => Outcome::Accepted(difference(&fast, &read(Way::Maintained, format, text))),
    }
}

fn read(way: Way, format: Format, text: &str) -> Tree {
    parse_by(way, Arc::new(Source::new("agree", text.to_owned())), format, &Limits::default())
}

/// Mutants of texts, each read as YAML and as JSON.
pub(crate) fn mutants(seeds: Vec<String>, seed: u64, time: Duration) -> ExitCode {
    println!("{} seeds", seeds.len());
    let (started, mut mutator) = (Instant::now(), Mutator::new(seeds, seed, crate::mutate::DOCUMENTS));
    let (mut yaml, mut json) = (Tally::default(), Tally::default());
    while started.elapsed() < time {
        let text = mutator.next();
        yaml.compare(Format::Yaml, &text);
        json.compare(Format::Json, &text);
    }
    both(&yaml, &json)
}

/// Texts as they are.
pub(crate) fn files(yaml: &[String], json: &[String]) -> ExitCode {
    let tally = |format, texts: &[String]| {
        let mut tally = Tally::default();
        texts.iter().for_each(|text| tally.compare(format, text));
        tally
    };
    both(&tally(Format::Yaml, yaml), &tally(Format::Json, json))
}

fn both(yaml: &Tally, json: &Tally) -> ExitCode {
    let codes = [yaml.report("yaml"), json.report("json")];
    codes.into_iter().find(|&code| code != ExitCode::SUCCESS).unwrap_or(ExitCode::SUCCESS)
}
