//! What the pages share, worked out once: the latest run, the one before, and what all runs said of each repository.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    audit::{
        dataset::{Audited, Dataset, Evaluation, Outcome, RepositoryId, Rule, Run, Standard},
        figures::{self, Point, Position, Tally},
        quality::{self, Quality},
    },
    date::Date,
    rule::RuleId,
    standard::StandardId,
};

/// How many days back the second comparison of a figure lies.
pub(super) const MONTH: i64 = 30;

/// A repository of the latest run.
#[derive(Debug)]
pub(super) struct Repository<'a> {
    /// What the run says of it.
    pub(super) result: &'a Audited,
    /// Who owns it.
    pub(super) owner: &'a str,
    /// What the owner belongs to.
    pub(super) domain: Option<&'a str>,
    /// Its tier, and what the next one needs; none if it was not audited.
    pub(super) tier: Option<figures::TierReached>,
    /// Where it is on the golden path.
    pub(super) position: Position,
    /// How many standards hold it up.
    pub(super) blocking: usize,
}

impl<'a> Repository<'a> {
    /// Its name.
    pub(super) fn name(&self) -> &'a str {
        self.result.scan.repository.as_str()
    }

    /// Whether there are results.
    pub(super) const fn is_audited(&self) -> bool {
        self.result.scan.status.is_audited()
    }

    /// How old it is, in words that group.
    pub(super) fn age(&self, day: Date) -> &'static str {
        match self.result.repository.created.map(|created| created.days_until(day)) {
            None => "age unknown",
            Some(..=90) => "up to 90 days",
            Some(91..=365) => "up to a year",
            Some(366..=1095) => "up to three years",
            Some(_) => "older",
        }
    }
}

/// Everything that the pages show.
#[derive(Debug)]
pub(super) struct Model<'a> {
    /// The records.
    pub(super) dataset: &'a Dataset,
    /// The latest run.
    pub(super) run: &'a Run,
    /// All runs, the earliest first.
    pub(super) runs: Vec<&'a Run>,
    /// How the fleet stood in each.
    pub(super) points: Vec<Point>,
    /// The standards that count: steps of the path in their order, then the others by name.
    pub(super) standards: Vec<&'a Standard>,
    /// How good their rules are.
    pub(super) quality: BTreeMap<RuleId, Quality>,
    /// The rules that evidence them.
    pub(super) rules: BTreeMap<&'a RuleId, &'a Rule>,
    /// The repositories, ordered by name.
    pub(super) repositories: Vec<Repository<'a>>,
    /// What each run said of each repository: a letter a standard.
    letters: Vec<HashMap<&'a RepositoryId, String>>,
    /// Files of teams.
    slugs: BTreeMap<&'a str, String>,
}

impl<'a> Model<'a> {
    /// From the records of any number of runs; none if there is no run.
    pub(super) fn new(dataset: &'a Dataset) -> Option<Self> {
        let run = dataset.latest()?;
        let runs = dataset.in_time();
        let mut standards = figures::standards(dataset, &run.run);
        standards.sort_by_key(|standard| (standard.step.unwrap_or(u32::MAX), &standard.standard));
        let repositories: Vec<Repository<'a>> =
            dataset.results(&run.run).map(|result| repository(dataset, result)).collect();
        let letters = runs.iter().map(|run| {
            let of = |result: &'a Audited| (&result.scan.repository, letters(result, &standards));
            dataset.results(&run.run).map(of).collect()
        });
        let letters = letters.collect();
        let slugs = slugs(repositories.iter().map(|repository| repository.owner).collect());
        let rules = dataset.rules(&run.run).map(|rule| (&rule.rule, rule)).collect();
        let points = figures::points(dataset);
        let quality = quality::rules(dataset, run);
        Some(Self { dataset, run, runs, points, standards, quality, rules, repositories, letters, slugs })
    }

    /// The day of the latest run.
    pub(super) const fn day(&self) -> Date {
        self.run.as_of
    }

    /// How the fleet stands.
    pub(super) fn now(&self) -> Option<&Point> {
        self.points.last()
    }

    /// The number of the run before the latest.
    pub(super) fn previous(&self) -> Option<usize> {
        self.runs.len().checked_sub(2)
    }

    /// The number of the last run that lies a month back or more.
    pub(super) fn month_ago(&self) -> Option<usize> {
        self.runs.iter().rposition(|run| run.as_of.days_until(self.day()) >= MONTH)
    }

    /// The earlier runs that figures are compared with, and what each is called.
    pub(super) fn comparisons(&self) -> Vec<(usize, String)> {
        let previous = self.previous().map(|at| (at, format!("since {}", self.runs[at].as_of)));
        let month = self.month_ago().filter(|at| Some(*at) != self.previous());
        let month = month.map(|at| (at, format!("in {} days", self.runs[at].as_of.days_until(self.day()))));
        previous.into_iter().chain(month).collect()
    }

    /// What a run said of a repository: a letter a standard.
    pub(super) fn said(&self, run: usize, repository: &RepositoryId) -> Option<&str> {
        self.letters.get(run)?.get(repository).map(String::as_str)
    }

    /// The audited repositories.
    pub(super) fn audited(&self) -> impl Iterator<Item = &Repository<'a>> {
        self.repositories.iter().filter(|repository| repository.is_audited())
    }

    /// The repositories of each owner.
    pub(super) fn by_owner(&self) -> BTreeMap<&'a str, Vec<&Repository<'a>>> {
        let mut owners: BTreeMap<&str, Vec<&Repository<'a>>> = BTreeMap::new();
        for repository in &self.repositories {
            owners.entry(repository.owner).or_default().push(repository);
        }
        owners
    }

    /// The name of a team's file.
    pub(super) fn slug(&self, owner: &str) -> Option<&str> {
        self.slugs.get(owner).map(String::as_str)
    }

    /// The standards that are steps of the golden path, in its order; a draft is none yet.
    pub(super) fn steps(&self) -> impl Iterator<Item = &'a Standard> {
        self.standards.iter().copied().filter(|standard| standard.step.is_some() && standard.stage.counts())
    }

    /// A standard's place among the standards.
    pub(super) fn index(&self, standard: &StandardId) -> Option<usize> {
        self.standards.iter().position(|own| own.standard == *standard)
    }

    /// A standard's title.
    pub(super) fn title<'b>(&'b self, standard: &'b StandardId) -> &'b str {
        self.standards.iter().find(|own| own.standard == *standard).map_or(standard.as_str(), |own| &own.title)
    }

    /// The name of a tier.
    pub(super) fn tier_name(&self, tier: u32) -> &str {
        match tier.checked_sub(1).and_then(|at| self.run.tiers.get(at as usize)) {
            Some(name) => name,
            None => "no tier",
        }
    }

    /// How a standard is adopted by some repositories.
    pub(super) fn tally<'b>(&self, repositories: &[&'b Repository<'a>], standard: &StandardId) -> Tally {
        let audited = repositories.iter().filter(|repository| repository.is_audited());
        audited.filter_map(|repository| repository.result.evaluation(standard)).map(|said| said.outcome).collect()
    }
}

fn repository<'a>(dataset: &'a Dataset, result: &'a Audited) -> Repository<'a> {
    let audited = result.scan.status.is_audited();
    Repository {
        result,
        owner: result.owner(),
        domain: result.ownership.first().and_then(|ownership| ownership.domain.as_deref()),
        tier: audited.then(|| figures::tier(dataset, result)),
        position: if audited { figures::position(dataset, result) } else { Position::default() },
        blocking: figures::blocking(dataset, result).count(),
    }
}

/// What a result says of some standards, a letter each. `report.js` knows the same letters.
fn letters(result: &Audited, standards: &[&Standard]) -> String {
    standards.iter().map(|standard| result.evaluation(&standard.standard).map_or('-', letter)).collect()
}

/// What an evaluation says, in a letter.
pub(super) fn letter(evaluation: &Evaluation) -> char {
    match evaluation.outcome {
        Outcome::Pass => 'p',
        Outcome::Fail if evaluation.is_fixable() => 'x',
        Outcome::Fail => 'f',
        Outcome::Waived if evaluation.known > 0 => 'k',
        Outcome::Waived => 'w',
        Outcome::NotApplicable => 'n',
        Outcome::Unmeasured => 'u',
        Outcome::Error => 'e',
    }
}

/// A file name for each owner, whatever the owner is called: readable, and never two that some file system takes for one.
fn slugs(owners: BTreeSet<&str>) -> BTreeMap<&str, String> {
    let mut taken = BTreeSet::new();
    let mut slugs = BTreeMap::new();
    for owner in owners {
        let words = owner.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let plain = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
        let short = plain.get(..plain.len().min(60)).unwrap_or_default();
        let short = if short.is_empty() { "team" } else { short };
        let mut slug = short.to_owned();
        let mut more = 1;
        while !taken.insert(slug.clone()) {
            more += 1;
            slug = format!("{short}-{more}");
        }
        slugs.insert(owner, slug);
    }
    slugs
}
