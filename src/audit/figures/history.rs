//! What the runs say one after another: whether adoption lasts, whether it was chosen or demanded, who is new, who is stuck.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    super::dataset::{Audited, Dataset, Outcome, RepositoryId, Run, RunId},
    Ratio, Tally, audited, by_owner, by_standard, overall, path, position, tiers,
};
use crate::{
    date::Date,
    standard::{Stage, StandardId},
};

/// What one run said of a repository and a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adoption {
    /// The day of the run.
    pub on: Date,
    /// What it came to.
    pub outcome: Outcome,
    /// The standard's stage that was in force.
    pub stage: Stage,
}

/// What all runs said of each repository and standard, the earliest first.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    said: BTreeMap<(StandardId, RepositoryId), Vec<Adoption>>,
    first: Option<Date>,
    last: Option<Date>,
}

impl Timeline {
    /// From all runs of a dataset.
    pub fn new(dataset: &Dataset) -> Self {
        let mut timeline = Self::default();
        for run in dataset.in_time() {
            timeline.first.get_or_insert(run.as_of);
            timeline.last = Some(run.as_of);
            let stages: BTreeMap<&StandardId, Stage> =
                dataset.standards(&run.run).map(|standard| (&standard.standard, standard.stage)).collect();
            for evaluation in audited(dataset, &run.run).flat_map(|result| &result.evaluations) {
                let Some(&stage) = stages.get(&evaluation.standard) else { continue };
                let key = (evaluation.standard.clone(), evaluation.repository.clone());
                let outcome = evaluation.outcome;
                timeline.said.entry(key).or_default().push(Adoption { on: run.as_of, outcome, stage });
            }
        }
        timeline
    }

    /// What was said of the repositories by one standard.
    fn of<'a>(&'a self, standard: &'a StandardId) -> impl Iterator<Item = (&'a RepositoryId, &'a [Adoption])> {
        let from = (standard.clone(), RepositoryId::new(""));
        let own = self.said.range(from..).take_while(move |((own, _), _)| own == standard);
        own.map(|((_, repository), said)| (repository, said.as_slice()))
    }

    /// The standards that anything was said of.
    pub fn standards(&self) -> BTreeSet<&StandardId> {
        self.said.keys().map(|(standard, _)| standard).collect()
    }
}

/// Whether those who came to meet a standard still do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stickiness {
    /// Repositories that met it so many days ago or earlier, and of which it is known how they stood so many days after.
    pub observed: u32,
    /// Of these, those that still met it then.
    pub sticking: u32,
    /// Repositories that ever met it.
    pub adopted: u32,
    /// Of these, those that failed it later.
    pub broken_again: u32,
}

impl Stickiness {
    /// Still met, of those observed long enough.
    pub const fn ratio(&self) -> Ratio {
        Ratio::new(self.sticking, self.observed)
    }

    /// Failed again, of those that ever met it.
    pub const fn broken_ratio(&self) -> Ratio {
        Ratio::new(self.broken_again, self.adopted)
    }
}

/// How many of those who met a standard still did `days` later. What holds on a day is what the last run up to it said.
pub fn stickiness(timeline: &Timeline, standard: &StandardId, days: u32) -> Stickiness {
    let mut found = Stickiness::default();
    for (_, course) in courses(timeline, standard, days) {
        found.adopted += 1;
        found.broken_again += u32::from(course.broken);
        found.observed += u32::from(course.lasted.is_some());
        found.sticking += u32::from(course.lasted == Some(true));
    }
    found
}

/// At which stage repositories came to meet a standard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Adoptions {
    /// While it was left to them.
    pub pull: u32,
    /// Once it was enforced.
    pub push: u32,
    /// In the first run already: nobody knows since when.
    pub before: u32,
}

impl Adoptions {
    /// Adopted while it was left to them, of all whose stage is known.
    pub const fn pull_ratio(&self) -> Ratio {
        Ratio::new(self.pull, self.pull + self.push)
    }

    /// Adds others.
    pub fn add(&mut self, other: &Self) {
        self.pull += other.pull;
        self.push += other.push;
        self.before += other.before;
    }
}

/// At which stage repositories came to meet a standard: that of the day on which they first did.
pub fn adoptions(timeline: &Timeline, standard: &StandardId) -> Adoptions {
    let mut found = Adoptions::default();
    for (_, course) in courses(timeline, standard, 0) {
        *match course.came {
            Came::Before => &mut found.before,
            Came::Pull => &mut found.pull,
            Came::Push => &mut found.push,
        } += 1;
    }
    found
}

/// When a repository came to meet a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// In the first run already: nobody knows since when.
    Before,
    /// While it was left to it.
    Pull,
    /// Once it was enforced.
    Push,
}

/// How it went with a repository that ever met a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// When it came to meet it.
    pub came: Came,
    /// Whether it failed it later.
    pub broken: bool,
    /// Whether it still met it so many days after; none if that is not known.
    pub lasted: Option<bool>,
}

/// How it went with each repository that ever met a standard; it has lasted if it did `days` later.
pub fn courses<'a>(
    timeline: &'a Timeline,
    standard: &'a StandardId,
    days: u32,
) -> impl Iterator<Item = (&'a RepositoryId, Course)> {
    timeline.of(standard).filter_map(move |(repository, said)| {
        let at = said.iter().position(|said| said.outcome == Outcome::Pass)?;
        let first = said[at];
        let then = first.on.plus_days(days);
        let outcome = said.iter().rev().find(|said| said.on <= then).map(|said| said.outcome);
        let lasted = match outcome.filter(|_| timeline.last.is_some_and(|last| then <= last)) {
            Some(Outcome::Pass) => Some(true),
            Some(Outcome::Fail | Outcome::Waived) => Some(false),
            _ => None,
        };
        let came = match first.stage.is_voluntary() {
            _ if Some(first.on) == timeline.first => Came::Before,
            true => Came::Pull,
            false => Came::Push,
        };
        Some((repository, Course { came, broken: said[at..].iter().any(|said| said.outcome == Outcome::Fail), lasted }))
    })
}

/// How many days it took repositories to mend a standard: the median, from the run that found it failed to the one that found it
/// met; none if nobody has mended it.
pub fn days_to_mend(timeline: &Timeline, standard: &StandardId) -> Option<u32> {
    let mut days: Vec<u32> = Vec::new();
    for (_, said) in timeline.of(standard) {
        let mut failed = None;
        for one in said {
            match one.outcome {
                Outcome::Fail => drop(failed.get_or_insert(one.on)),
                Outcome::Pass => {
                    let took = failed.take().map(|since: Date| since.days_until(one.on));
                    days.extend(took.and_then(|took| u32::try_from(took).ok()));
                }
                _ => {}
            }
        }
    }
    days.sort_unstable();
    days.get(days.len() / 2).copied()
}

/// How new repositories do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Newcomers {
    /// Repositories that came within the time.
    pub repositories: u32,
    /// Of these, those that meet the first step on their path.
    pub begun: u32,
    /// Of these, those that meet every step on their path.
    pub complete: u32,
}

/// The repositories of a run that came within `days` before it: by the day they were made, or, where nobody says, by the first
/// run that saw them. Those of the very first run are not new.
pub fn arrivals<'a>(dataset: &'a Dataset, run: &'a Run, days: u32) -> impl Iterator<Item = &'a Audited> {
    let mut seen: BTreeMap<&RepositoryId, Date> = BTreeMap::new();
    let runs = dataset.in_time();
    for earlier in &runs {
        dataset.results(&earlier.run).for_each(|result| {
            seen.entry(&result.scan.repository).or_insert(earlier.as_of);
        });
    }
    let began = runs.first().map(|run| run.as_of);
    audited(dataset, &run.run).filter(move |result| {
        let first = seen.get(&result.scan.repository).copied().filter(|first| Some(*first) != began);
        let came = result.repository.created.or(first);
        came.is_some_and(|came| (0..=i64::from(days)).contains(&came.days_until(run.as_of)))
    })
}

/// How the repositories do that came within `days` before a run.
pub fn newcomers(dataset: &Dataset, run: &Run, days: u32) -> Newcomers {
    let mut found = Newcomers::default();
    for result in arrivals(dataset, run, days) {
        let position = position(dataset, result);
        found.repositories += 1;
        found.begun += u32::from(position.prefix > 0);
        found.complete += u32::from(position.is_complete());
    }
    found
}

/// How the fleet stood in one run: a point of a curve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The run.
    pub run: RunId,
    /// Its day.
    pub on: Date,
    /// All standards together.
    pub overall: Tally,
    /// Each standard.
    pub standards: BTreeMap<StandardId, Tally>,
    /// The tiers from below the lowest up.
    pub tiers: Vec<path::TierCount>,
}

/// How the fleet stood in each run, the earliest first.
pub fn points(dataset: &Dataset) -> Vec<Point> {
    let point = |run: &Run| Point {
        run: run.run.clone(),
        on: run.as_of,
        overall: overall(dataset, &run.run),
        standards: by_standard(dataset, &run.run),
        tiers: tiers(dataset, &run.run),
    };
    dataset.in_time().into_iter().map(point).collect()
}

/// How an owner stands in two runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Move {
    /// The owner.
    pub owner: String,
    /// How it stood.
    pub before: Tally,
    /// How it stands.
    pub now: Tally,
}

impl Move {
    /// How many points of percent it gained.
    pub fn gain(&self) -> Option<f64> {
        Some(self.now.adoption().percent()? - self.before.adoption().percent()?)
    }
}

/// The owners of two runs by what they gained, the most first; of equals by name.
pub fn movers(dataset: &Dataset, before: &RunId, now: &RunId) -> Vec<Move> {
    let mut earlier = by_owner(dataset, before);
    let moves = by_owner(dataset, now).into_iter().filter_map(|(owner, now)| {
        let before = earlier.remove(&owner)?;
        Some(Move { owner, before, now })
    });
    let mut moves: Vec<Move> = moves.collect();
    moves.sort_by(|a, b| b.gain().partial_cmp(&a.gain()).unwrap_or(std::cmp::Ordering::Equal));
    moves
}

/// A repository that stops at a step of its path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stuck {
    /// The repository.
    pub repository: RepositoryId,
    /// Who owns it.
    pub owner: String,
    /// The step.
    pub standard: StandardId,
    /// Why it stops there.
    pub outcome: Outcome,
    /// The day of the first run since which it has stopped there.
    pub since: Date,
    /// How many days that is.
    pub days: u32,
}

/// The repositories of a run that stop at a step, those that have done so for longest first.
pub fn stuck(dataset: &Dataset, run: &Run) -> Vec<Stuck> {
    let mut since: BTreeMap<&RepositoryId, (StandardId, Date)> = BTreeMap::new();
    let mut now = Vec::new();
    for earlier in
        dataset.in_time().into_iter().take_while(|earlier| (earlier.as_of, &earlier.run) <= (run.as_of, &run.run))
    {
        for result in audited(dataset, &earlier.run) {
            let repository = &result.scan.repository;
            let Some((standard, outcome)) = position(dataset, result).stopped else {
                since.remove(repository);
                continue;
            };
            let entry = since.entry(repository).or_insert_with(|| (standard.clone(), earlier.as_of));
            if entry.0 != standard {
                *entry = (standard.clone(), earlier.as_of);
            }
            if earlier.run == run.run {
                let days = u32::try_from(entry.1.days_until(run.as_of)).unwrap_or_default();
                let (repository, owner, since) = (repository.clone(), result.owner().to_owned(), entry.1);
                now.push(Stuck { repository, owner, standard, outcome, since, days });
            }
        }
    }
    now.sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.repository.cmp(&b.repository)));
    now
}
