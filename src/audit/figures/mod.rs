//! What a dataset says, in numbers: pure functions from records to counts. Reports only lay them out.
//!
//! Every share is a [`Ratio`], which knows what it is of. A standard is adopted by the repositories that meet it, of those that it
//! applies to; waived ones are among these, so that nothing rises by waiving alone. What could not be measured is in
//! neither number and stands beside them.

mod history;
mod outlook;
mod path;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::Serialize;

pub use history::{
    Adoption, Adoptions, Came, Course, Move, Newcomers, Point, Stickiness, Stuck, Timeline, adoptions, arrivals,
    courses, days_to_mend, movers, newcomers, points, stickiness, stuck,
};
pub use outlook::{Outlook, WaiverCounts, outlook, waivers};
pub use path::{Funnel, FunnelStep, NextTier, Position, TierCount, TierReached, funnel, position, tier, tiers};

use super::dataset::{Audited, Dataset, Evaluation, Outcome, RepositoryId, RunId, Standard, Status};
use crate::standard::{Stage, StandardId};

/// A share of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Ratio {
    /// How many.
    pub part: u32,
    /// Of how many.
    pub whole: u32,
}

impl Ratio {
    /// A share.
    pub const fn new(part: u32, whole: u32) -> Self {
        Self { part, whole }
    }

    /// In percent; none of nothing.
    pub fn percent(self) -> Option<f64> {
        (self.whole > 0).then(|| f64::from(self.part) * 100.0 / f64::from(self.whole))
    }

    /// In whole percent, never rounded up to all or down to nothing.
    pub fn rounded(self) -> Option<u32> {
        let percent = self.percent()?.round() as u32;
        Some(match (self.part, percent) {
            (part, 100) if part < self.whole => 99,
            (part, 0) if part > 0 => 1,
            (_, percent) => percent,
        })
    }
}

/// `62 % of 40`, or `none`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rounded() {
            Some(percent) => f.pad(&format!("{percent} % of {}", self.whole)),
            None => f.pad("none"),
        }
    }
}

/// Outcomes summed up: of repositories by a standard, of standards by an owner, or of any other set of evaluations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tally {
    /// Met.
    pub pass: u32,
    /// Not met.
    pub fail: u32,
    /// Not met, and waived.
    pub waived: u32,
    /// Not asked for.
    pub not_applicable: u32,
    /// Nobody can say.
    pub unmeasured: u32,
    /// Could not be judged.
    pub error: u32,
}

impl Tally {
    /// Adds one more.
    pub fn count(&mut self, outcome: Outcome) {
        *match outcome {
            Outcome::Pass => &mut self.pass,
            Outcome::Fail => &mut self.fail,
            Outcome::Waived => &mut self.waived,
            Outcome::NotApplicable => &mut self.not_applicable,
            Outcome::Unmeasured => &mut self.unmeasured,
            Outcome::Error => &mut self.error,
        } += 1;
    }

    /// Adds others.
    pub fn add(&mut self, other: &Self) {
        self.pass += other.pass;
        self.fail += other.fail;
        self.waived += other.waived;
        self.not_applicable += other.not_applicable;
        self.unmeasured += other.unmeasured;
        self.error += other.error;
    }

    /// Those that are asked and for whom it is known: met, not met and waived.
    pub const fn applicable(&self) -> u32 {
        self.pass + self.fail + self.waived
    }

    /// Met, of those that are asked. Waiving does not change it.
    pub const fn adoption(&self) -> Ratio {
        Ratio::new(self.pass, self.applicable())
    }

    /// Met, of those that are asked and have no waiver.
    pub const fn adoption_unwaived(&self) -> Ratio {
        Ratio::new(self.pass, self.pass + self.fail)
    }
}

impl FromIterator<Outcome> for Tally {
    fn from_iter<I: IntoIterator<Item = Outcome>>(outcomes: I) -> Self {
        let mut tally = Self::default();
        outcomes.into_iter().for_each(|outcome| tally.count(outcome));
        tally
    }
}

/// The results of a run that stand for an audited repository.
pub fn audited<'a>(dataset: &'a Dataset, run: &'a RunId) -> impl Iterator<Item = &'a Audited> {
    dataset.results(run).filter(|result| result.scan.status.is_audited())
}

/// The standards of a run that are shown: retired ones are only history.
pub fn standards<'a>(dataset: &'a Dataset, run: &'a RunId) -> Vec<&'a Standard> {
    dataset.standards(run).filter(|standard| standard.stage != Stage::Retired).collect()
}

/// The standards of a run that count in what sums them up: drafts are shown, and lower nobody's figures.
pub fn counting<'a>(dataset: &'a Dataset, run: &'a RunId) -> Vec<&'a Standard> {
    dataset.standards(run).filter(|standard| standard.stage.counts()).collect()
}

/// What holds a repository up, ordered by standard.
pub fn blocking<'a>(dataset: &'a Dataset, result: &'a Audited) -> impl Iterator<Item = &'a Evaluation> {
    let blocks = |evaluation: &&Evaluation| {
        let standard = dataset.standard(&evaluation.run, &evaluation.standard);
        standard.is_some_and(|standard| evaluation.blocks(standard.stage))
    };
    result.evaluations.iter().filter(move |_| result.scan.status.is_audited()).filter(blocks)
}

/// How far each standard of a run is adopted.
pub fn by_standard(dataset: &Dataset, run: &RunId) -> BTreeMap<StandardId, Tally> {
    let mut tallies: BTreeMap<StandardId, Tally> =
        standards(dataset, run).into_iter().map(|standard| (standard.standard.clone(), Tally::default())).collect();
    for evaluation in audited(dataset, run).flat_map(|result| &result.evaluations) {
        if let Some(tally) = tallies.get_mut(&evaluation.standard) {
            tally.count(evaluation.outcome);
        }
    }
    tallies
}

/// All standards that count together: each repository and standard counts once.
pub fn overall(dataset: &Dataset, run: &RunId) -> Tally {
    let mut tally = Tally::default();
    let tallies = by_standard(dataset, run);
    counting(dataset, run).iter().filter_map(|standard| tallies.get(&standard.standard)).for_each(|own| tally.add(own));
    tally
}

/// How far each owner is, over all standards that count. A repository counts for its owner.
pub fn by_owner(dataset: &Dataset, run: &RunId) -> BTreeMap<String, Tally> {
    let wanted: BTreeSet<&StandardId> = counting(dataset, run).iter().map(|standard| &standard.standard).collect();
    let mut owners: BTreeMap<String, Tally> = BTreeMap::new();
    for result in audited(dataset, run) {
        let own: Tally = result
            .evaluations
            .iter()
            .filter(|evaluation| wanted.contains(&evaluation.standard))
            .map(|evaluation| evaluation.outcome)
            .collect();
        match owners.get_mut(result.owner()) {
            Some(tally) => tally.add(&own),
            None => drop(owners.insert(result.owner().to_owned(), own)),
        }
    }
    owners
}

/// The repositories that a standard holds up, or would, in order.
pub fn with_outcome<'a>(
    dataset: &'a Dataset,
    run: &'a RunId,
    standard: &'a StandardId,
    outcome: Outcome,
) -> impl Iterator<Item = &'a RepositoryId> {
    let is_one =
        move |result: &&Audited| result.evaluation(standard).is_some_and(|evaluation| evaluation.outcome == outcome);
    audited(dataset, run).filter(is_one).map(|result| &result.scan.repository)
}

/// How much of a fleet a run has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Completeness {
    /// Repositories that the fleet has.
    pub expected: u32,
    /// Audited, those that nothing changed in among them.
    pub audited: u32,
    /// Of these, those whose results were taken over because nothing changed.
    pub carried: u32,
    /// Not there.
    pub unreachable: u32,
    /// There, and could not be audited.
    pub error: u32,
    /// Not seen yet: the run was interrupted, or a part of it is missing.
    pub missing: u32,
    /// Audited, with files that could not be read or rules that failed.
    pub partial: u32,
    /// Audited, and owned by nobody.
    pub unowned: u32,
}

impl Completeness {
    /// Audited, of all that the fleet has.
    pub const fn ratio(&self) -> Ratio {
        Ratio::new(self.audited, self.expected)
    }
}

/// How much of a fleet a run has seen.
pub fn completeness(dataset: &Dataset, run: &RunId) -> Completeness {
    let mut complete = Completeness::default();
    let mut seen = 0;
    for result in dataset.results(run) {
        seen += 1;
        match result.scan.status {
            Status::Ok => complete.audited += 1,
            Status::Carried => (complete.audited, complete.carried) = (complete.audited + 1, complete.carried + 1),
            Status::Unreachable => complete.unreachable += 1,
            Status::Error => complete.error += 1,
        }
        if result.scan.status.is_audited() {
            complete.partial += u32::from(result.scan.unreadable + result.scan.failures > 0);
            complete.unowned += u32::from(result.owner() == super::dataset::UNOWNED);
        }
    }
    complete.expected = dataset.run(run).map_or(0, |run| run.expected).max(seen);
    complete.missing = complete.expected - seen;
    complete
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_to_all_or_nothing() {
        let shown = |part, whole| Ratio::new(part, whole).to_string();
        assert_eq!((shown(999, 1000), shown(1, 1000)), ("99 % of 1000".to_owned(), "1 % of 1000".to_owned()));
        assert_eq!(
            (shown(3, 3), shown(0, 3), shown(0, 0)),
            ("100 % of 3".to_owned(), "0 % of 3".to_owned(), "none".to_owned())
        );
    }
}
