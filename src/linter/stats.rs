//! Where the time of a run goes.

use std::{collections::BTreeMap, io, sync::Arc, time::Duration};

use crate::{
    document::{Declined, Tree},
    kind::Format,
    rule::RuleId,
};

/// A part of the way of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Configuration, rules and kinds.
    Load,
    /// Walking folders.
    Discover,
    /// Reading bytes.
    Read,
    /// Bytes to documents.
    Parse,
    /// Documents to kinds.
    Recognise,
    /// Schema rules and Rego rules on documents.
    Judge,
    /// Rules over the whole repository.
    Repository,
    /// Waivers, baseline, order.
    Settle,
}

/// All of them, in order.
const STAGES: [Stage; 8] = [
    Stage::Load,
    Stage::Discover,
    Stage::Read,
    Stage::Parse,
    Stage::Recognise,
    Stage::Judge,
    Stage::Repository,
    Stage::Settle,
];

impl Stage {
    /// The name, as shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Discover => "discover",
            Self::Read => "read",
            Self::Parse => "parse",
            Self::Recognise => "recognise",
            Self::Judge => "judge",
            Self::Repository => "repository",
            Self::Settle => "settle",
        }
    }
}

/// Times of one file, if somebody asked for them: there is one of these for each file of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Timer {
    times: Option<Box<Times>>,
    /// Whether another file's result was taken.
    copied: bool,
    /// Whether the file was read in the fast way, and why not; none for formats that have no such way.
    way: Option<Result<(), Declined>>,
}

#[derive(Clone, Debug, Default)]
struct Times {
    stages: [Duration; STAGES.len()],
    rules: BTreeMap<RuleId, Duration>,
}

impl Timer {
    /// One that is asked for times, or not.
    pub(super) fn new(asked: bool) -> Self {
        Self { times: asked.then(Box::default), ..Self::default() }
    }

    pub(super) fn add(&mut self, stage: Stage, time: Duration) {
        if let Some(times) = &mut self.times {
            times.stages[stage as usize] += time;
        }
    }

    /// Of a file whose result was taken from another.
    pub(super) fn copy(&self) -> Self {
        Self { way: self.way, copied: true, ..Self::default() }
    }

    pub(super) fn read(&mut self, tree: &Tree) {
        if matches!(tree.format(), Format::Yaml | Format::Json) {
            self.way = Some(tree.declined().map_or(Ok(()), Err));
        }
    }

    pub(super) fn rule(&mut self, rule: &RuleId, time: Duration) {
        if let Some(times) = &mut self.times {
            *times.rules.entry(rule.clone()).or_default() += time;
        }
    }
}

/// Where the time of a run went. Stages that run on several threads count the time of all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Time by stage; of what is done file by file only if it was asked for.
    pub stages: BTreeMap<Stage, Duration>,
    /// Time by rule; only if it was asked for.
    pub rules: BTreeMap<RuleId, Duration>,
    /// YAML and JSON files that were read in the fast way.
    pub read_fast: usize,
    /// YAML and JSON files that were left to the maintained parsers, by reason.
    pub declined: BTreeMap<Declined, usize>,
    /// Files that hold the same as another and took its result.
    pub copies: usize,
    /// The slowest files, the slowest first.
    pub slowest: Vec<(Arc<str>, Duration)>,
}

/// How many files are named as slowest.
const SLOWEST: usize = 10;

impl Stats {
    /// Writes a table for people.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        writeln!(out, "time by stage, all threads together")?;
        for (stage, time) in &self.stages {
            writeln!(out, "{:>12.2} ms  {}", ms(*time), stage.as_str())?;
        }
        let declined: usize = self.declined.values().sum();
        write!(out, "files read in the fast way: {} of {}", self.read_fast, self.read_fast + declined)?;
        for (number, (reason, count)) in self.declined.iter().enumerate() {
            write!(out, "{}{count} {}", if number == 0 { "; not for " } else { ", " }, reason.as_str())?;
        }
        writeln!(out)?;
        if self.copies > 0 {
            writeln!(out, "files that hold the same as another and were not judged again: {}", self.copies)?;
        }
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        if !rules.is_empty() {
            writeln!(out, "time by rule, judged one by one")?;
        }
        for (rule, time) in rules {
            writeln!(out, "{:>12.2} ms  {rule}", ms(*time))?;
        }
        if !self.slowest.is_empty() {
            writeln!(out, "slowest files")?;
        }
        for (file, time) in &self.slowest {
            writeln!(out, "{:>12.2} ms  {file}", ms(*time))?;
        }
        Ok(())
    }

    pub(super) fn add(&mut self, stage: Stage, time: Duration) {
        *self.stages.entry(stage).or_default() += time;
    }

    pub(super) fn file(&mut self, file: &Arc<str>, timer: &Timer) {
        self.copies += usize::from(timer.copied);
        match timer.way {
            Some(Ok(())) => self.read_fast += 1,
            Some(Err(reason)) => *self.declined.entry(reason).or_default() += 1,
            None => {}
        }
        let Some(times) = &timer.times else { return };
        for (stage, time) in STAGES.into_iter().zip(times.stages).filter(|(_, time)| !time.is_zero()) {
            self.add(stage, time);
        }
        for (rule, time) in &times.rules {
            *self.rules.entry(rule.clone()).or_default() += *time;
        }
        let total = times.stages.iter().sum();
        let at = self.slowest.partition_point(|(_, other)| *other >= total);
        if at < SLOWEST {
            self.slowest.insert(at, (file.clone(), total));
            self.slowest.truncate(SLOWEST);
        }
    }
}
