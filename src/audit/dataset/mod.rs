//! What audits yield: a set of records over any number of runs.
//!
//! The union of two datasets is a dataset, and it does not matter how the work was divided, in which order the parts
//! come, how often one of them does, or whether a part was begun again: the unit is what one run says of one repository, and of
//! two such results always the same one stays ([`Audited::is_better`]). So shards can be merged by anybody, and an
//! interrupted run can go on. Records are flat and hold additive counts alone, never a share.

mod record;
mod standard;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use record::*;
pub use standard::*;
pub use verdict::*;

use crate::{rule::RuleId, standard::StandardId};

/// Everything that one run says of one repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Audited {
    /// How it ended; first, so that the better result is the greater one.
    pub scan: Scan,
    /// What is known of the repository.
    pub repository: Repository,
    /// Who owns it, ordered by path: the first is the whole repository's.
    pub ownership: Vec<Ownership>,
    /// One for each standard of the run, ordered by standard. Of a repository that could not be audited they are errors.
    pub evaluations: Vec<Evaluation>,
    /// Findings, in the order of a report.
    pub findings: Vec<Finding>,
    /// Waivers that lift findings, ordered by name.
    pub waivers: Vec<Waiver>,
}

impl Audited {
    /// Its key.
    pub fn key(&self) -> (&RunId, &RepositoryId) {
        (&self.scan.run, &self.scan.repository)
    }

    /// Who owns the repository as a whole.
    pub fn owner(&self) -> &str {
        self.ownership.first().map_or(UNOWNED, |ownership| &ownership.owner)
    }

    /// What it says of a standard.
    pub fn evaluation(&self, standard: &StandardId) -> Option<&Evaluation> {
        let at = self.evaluations.binary_search_by(|evaluation| evaluation.standard.cmp(standard));
        at.ok().map(|at| &self.evaluations[at])
    }

    /// The same as a result of another run.
    #[must_use]
    pub fn in_run(mut self, run: &RunId) -> Self {
        self.scan.run = run.clone();
        self.repository.run = run.clone();
        self.ownership.iter_mut().for_each(|record| record.run = run.clone());
        self.evaluations.iter_mut().for_each(|record| record.run = run.clone());
        self.findings.iter_mut().for_each(|record| record.run = run.clone());
        self.waivers.iter_mut().for_each(|record| record.run = run.clone());
        self
    }

    /// Whether it stays where both say something of one repository in one run: what was audited before what failed, then by
    /// everything they hold, so that any order of coming gives the same.
    pub fn is_better(&self, other: &Self) -> bool {
        (self.scan.status, self) > (other.scan.status, other)
    }
}

/// A set of records over any number of runs, in one order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dataset {
    runs: BTreeMap<RunId, Run>,
    standards: BTreeMap<(RunId, StandardId), Standard>,
    rules: BTreeMap<(RunId, RuleId), Rule>,
    results: BTreeMap<(RunId, RepositoryId), Audited>,
    events: BTreeSet<Event>,
}

impl Dataset {
    /// Adds a run. Of two runs of one name the greater stays.
    pub fn add_run(&mut self, run: Run) {
        keep_greater(&mut self.runs, run.run.clone(), run);
    }

    /// Adds a standard.
    pub fn add_standard(&mut self, standard: Standard) {
        keep_greater(&mut self.standards, (standard.run.clone(), standard.standard.clone()), standard);
    }

    /// Puts a standard in the place of what was said of it.
    pub fn set_standard(&mut self, standard: Standard) {
        self.standards.insert((standard.run.clone(), standard.standard.clone()), standard);
    }

    /// Adds a rule.
    pub fn add_rule(&mut self, rule: Rule) {
        keep_greater(&mut self.rules, (rule.run.clone(), rule.rule.clone()), rule);
    }

    /// Adds what a run says of a repository, unless what is there is better.
    pub fn add_result(&mut self, result: Audited) {
        let key = (result.scan.run.clone(), result.scan.repository.clone());
        if self.results.get(&key).is_none_or(|known| result.is_better(known)) {
            self.results.insert(key, result);
        }
    }

    /// Adds an event.
    pub fn add_event(&mut self, event: Event) {
        self.events.insert(event);
    }

    /// Unites two datasets. Commutative, associative and idempotent.
    pub fn merge(&mut self, other: Self) {
        other.runs.into_values().for_each(|run| self.add_run(run));
        other.standards.into_values().for_each(|standard| self.add_standard(standard));
        other.rules.into_values().for_each(|rule| self.add_rule(rule));
        other.results.into_values().for_each(|result| self.add_result(result));
        self.events.extend(other.events);
    }

    /// The runs, the earliest first.
    pub fn runs(&self) -> impl DoubleEndedIterator<Item = &Run> {
        self.runs.values()
    }

    /// A run by name.
    pub fn run(&self, run: &RunId) -> Option<&Run> {
        self.runs.get(run)
    }

    /// The runs by the day they judged for, and of one day by name.
    pub fn in_time(&self) -> Vec<&Run> {
        let mut runs: Vec<&Run> = self.runs().collect();
        runs.sort_by_key(|run| (run.as_of, &run.run));
        runs
    }

    /// The latest run in time.
    pub fn latest(&self) -> Option<&Run> {
        self.in_time().pop()
    }

    /// The run before another in time.
    pub fn before(&self, run: &Run) -> Option<&Run> {
        let earlier = |other: &&Run| (other.as_of, &other.run) < (run.as_of, &run.run);
        self.in_time().into_iter().rfind(earlier)
    }

    /// The standards of a run, ordered by name.
    pub fn standards<'a>(&'a self, run: &'a RunId) -> impl Iterator<Item = &'a Standard> {
        let from = (run.clone(), StandardId::new(""));
        self.standards.range(from..).map(|(_, standard)| standard).take_while(move |standard| standard.run == *run)
    }

    /// A standard of a run.
    pub fn standard(&self, run: &RunId, standard: &StandardId) -> Option<&Standard> {
        self.standards.get(&(run.clone(), standard.clone()))
    }

    /// The rules of a run, ordered by id.
    pub fn rules<'a>(&'a self, run: &'a RunId) -> impl Iterator<Item = &'a Rule> {
        let from = (run.clone(), RuleId::new(""));
        self.rules.range(from..).map(|(_, rule)| rule).take_while(move |rule| rule.run == *run)
    }

    /// What a run says of all repositories, ordered by their names.
    pub fn results<'a>(&'a self, run: &'a RunId) -> impl Iterator<Item = &'a Audited> {
        let from = (run.clone(), RepositoryId::new(""));
        self.results.range(from..).map(|(_, result)| result).take_while(move |result| result.scan.run == *run)
    }

    /// What a run says of a repository.
    pub fn result(&self, run: &RunId, repository: &RepositoryId) -> Option<&Audited> {
        self.results.get(&(run.clone(), repository.clone()))
    }

    /// All results, ordered by run and repository.
    pub fn all_results(&self) -> impl Iterator<Item = &Audited> {
        self.results.values()
    }

    /// What happened, ordered by day.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.iter()
    }

    /// Every record, flat, in one order: what exports write line by line or as tables.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        let results = self.results.values().flat_map(|result| {
            let first = [Record::Repository(&result.repository), Record::Scan(&result.scan)];
            let ownership = result.ownership.iter().map(Record::Ownership);
            let evaluations = result.evaluations.iter().map(Record::Evaluation);
            let findings = result.findings.iter().map(Record::Finding);
            let waivers = result.waivers.iter().map(Record::Waiver);
            first.into_iter().chain(ownership).chain(evaluations).chain(findings).chain(waivers)
        });
        let runs = self.runs.values().map(Record::Run);
        let standards = self.standards.values().map(Record::Standard);
        let rules = self.rules.values().map(Record::Rule);
        runs.chain(standards).chain(rules).chain(results).chain(self.events.iter().map(Record::Event))
    }
}

fn keep_greater<K: Ord, V: Ord>(map: &mut BTreeMap<K, V>, key: K, value: V) {
    if map.get(&key).is_none_or(|known| value > *known) {
        map.insert(key, value);
    }
}

/// One record of any table. As JSON it is the record's fields, with the table's name under `record`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "record", rename_all = "lowercase")]
pub enum Record<'a> {
    /// A run.
    Run(&'a Run),
    /// A standard of a run.
    Standard(&'a Standard),
    /// A rule of a run.
    Rule(&'a Rule),
    /// What is known of a repository.
    Repository(&'a Repository),
    /// How the audit of a repository ended.
    Scan(&'a Scan),
    /// Who owns it.
    Ownership(&'a Ownership),
    /// What it comes to by a standard.
    Evaluation(&'a Evaluation),
    /// A finding.
    Finding(&'a Finding),
    /// What lifts findings.
    Waiver(&'a Waiver),
    /// What happened.
    Event(&'a Event),
}
