//! The golden path: how far repositories are on it, where they stop, and which tier they have reached.
//!
//! Steps that do not apply to a repository are not on its path. A waived step is not met: nobody gets further by waiving.

use serde::Serialize;

use super::{
    super::dataset::{Audited, Dataset, Outcome, RunId, Standard},
    audited, counting,
};
use crate::standard::StandardId;

/// Where a repository is on its path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Steps met in a row from the first.
    pub prefix: u32,
    /// Steps on its path.
    pub steps: u32,
    /// Steps met, in a row or not.
    pub met: u32,
    /// The step at which it stops, and why; none at the end of the path.
    pub stopped: Option<(StandardId, Outcome)>,
    /// Steps met behind the one at which it stops.
    pub skipped_to: Vec<StandardId>,
}

impl Position {
    /// Whether it has met every step on its path, and there was one.
    pub fn is_complete(&self) -> bool {
        self.stopped.is_none() && self.steps > 0
    }
}

/// Where a repository is. `steps` are the standards of its run in the order of the path, as [`steps`] gives them.
fn position_on(result: &Audited, steps: &[&Standard]) -> Position {
    let mut position = Position::default();
    for step in steps {
        let Some(evaluation) = result.evaluation(&step.standard) else { continue };
        if !evaluation.on_path || evaluation.outcome == Outcome::NotApplicable {
            continue;
        }
        position.steps += 1;
        let met = evaluation.outcome == Outcome::Pass;
        position.met += u32::from(met);
        match (met, &position.stopped) {
            (true, None) => position.prefix += 1,
            (true, Some(_)) => position.skipped_to.push(step.standard.clone()),
            (false, None) => position.stopped = Some((step.standard.clone(), evaluation.outcome)),
            (false, Some(_)) => {}
        }
    }
    position
}

/// The standards of a run that are steps of the path and count, in its order.
fn steps<'a>(dataset: &'a Dataset, run: &'a RunId) -> Vec<&'a Standard> {
    let mut steps: Vec<&Standard> =
        counting(dataset, run).into_iter().filter(|standard| standard.step.is_some()).collect();
    steps.sort_by_key(|standard| standard.step);
    steps
}

/// Where a repository is on its path.
pub fn position(dataset: &Dataset, result: &Audited) -> Position {
    position_on(result, &steps(dataset, &result.scan.run))
}

/// How many repositories reach each step of the path, and where the others stop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Funnel {
    /// Repositories with a path at all.
    pub repositories: u32,
    /// Of these, those that have met every step on it.
    pub complete: u32,
    /// The steps in their order.
    pub steps: Vec<FunnelStep>,
}

/// A step of the path, over a fleet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FunnelStep {
    /// The standard.
    pub standard: StandardId,
    /// Its number, from 1.
    pub step: u32,
    /// Repositories that have this step on their path.
    pub asked: u32,
    /// Of these, those that have met every step before it.
    pub arrived: u32,
    /// Of these, those that have met it too.
    pub passed: u32,
    /// Those that stop here: they arrived, and fail.
    pub failed: u32,
    /// Those that stop here by a waiver.
    pub waived: u32,
    /// Those that stop here because nobody can say, or because it could not be judged.
    pub unknown: u32,
    /// Those that have met it although they stopped before.
    pub skippers: u32,
}

/// The funnel of a run, over the repositories that `wanted` names.
pub fn funnel(dataset: &Dataset, run: &RunId, wanted: &dyn Fn(&Audited) -> bool) -> Funnel {
    let order = steps(dataset, run);
    let step = |standard: &&Standard| FunnelStep {
        standard: standard.standard.clone(),
        step: standard.step.unwrap_or_default(),
        asked: 0,
        arrived: 0,
        passed: 0,
        failed: 0,
        waived: 0,
        unknown: 0,
        skippers: 0,
    };
    let mut funnel = Funnel { steps: order.iter().map(step).collect(), ..Funnel::default() };
    for result in audited(dataset, run).filter(|result| wanted(result)) {
        let position = position_on(result, &order);
        funnel.repositories += u32::from(position.steps > 0);
        funnel.complete += u32::from(position.is_complete());
        let mut on_the_way = true;
        for (step, standard) in funnel.steps.iter_mut().zip(&order) {
            let Some(evaluation) = result.evaluation(&standard.standard) else { continue };
            if !evaluation.on_path || evaluation.outcome == Outcome::NotApplicable {
                continue;
            }
            step.asked += 1;
            step.arrived += u32::from(on_the_way);
            match (evaluation.outcome, on_the_way) {
                (Outcome::Pass, true) => step.passed += 1,
                (Outcome::Pass, false) => step.skippers += 1,
                (Outcome::Fail, true) => step.failed += 1,
                (Outcome::Waived, true) => step.waived += 1,
                (_, true) => step.unknown += 1,
                (_, false) => {}
            }
            on_the_way &= evaluation.outcome == Outcome::Pass;
        }
    }
    funnel
}

/// How far along a repository is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TierReached {
    /// The number of its tier, from 1; 0 below the lowest.
    pub tier: u32,
    /// What the next one needs; none at the highest.
    pub next: Option<NextTier>,
}

/// The next tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextTier {
    /// Its number, from 1.
    pub tier: u32,
    /// The standards that are yet to be met for it, ordered by name.
    pub missing: Vec<StandardId>,
}

/// The tier of a repository: the highest of which it meets everything that applies, with all that is below.
pub fn tier(dataset: &Dataset, result: &Audited) -> TierReached {
    let run = &result.scan.run;
    let highest = dataset.run(run).map_or(0, |run| run.tiers.len() as u32);
    tier_among(result, &counting(dataset, run), highest)
}

fn tier_among(result: &Audited, standards: &[&Standard], highest: u32) -> TierReached {
    for tier in 1..=highest {
        let is_missing = |standard: &&&Standard| {
            let outcome = result.evaluation(&standard.standard).map(|evaluation| evaluation.outcome);
            standard.tier == Some(tier) && !matches!(outcome, Some(Outcome::Pass | Outcome::NotApplicable))
        };
        let missing: Vec<StandardId> =
            standards.iter().filter(is_missing).map(|standard| standard.standard.clone()).collect();
        if !missing.is_empty() {
            return TierReached { tier: tier - 1, next: Some(NextTier { tier, missing }) };
        }
    }
    TierReached { tier: highest, next: None }
}

/// How many repositories are at a tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TierCount {
    /// Its number, from 1; 0 below the lowest.
    pub tier: u32,
    /// Its name; empty below the lowest.
    pub name: String,
    /// Repositories at this tier and no higher.
    pub repositories: u32,
}

/// The tiers of a run from below the lowest up, with the repositories at each.
pub fn tiers(dataset: &Dataset, run: &RunId) -> Vec<TierCount> {
    let names = dataset.run(run).map(|run| run.tiers.clone()).unwrap_or_default();
    let count = |tier: usize| {
        let name = if tier == 0 { String::new() } else { names[tier - 1].clone() };
        TierCount { tier: tier as u32, name, repositories: 0 }
    };
    let mut counts: Vec<TierCount> = (0..=names.len()).map(count).collect();
    let own = counting(dataset, run);
    for result in audited(dataset, run) {
        counts[tier_among(result, &own, names.len() as u32).tier as usize].repositories += 1;
    }
    counts
}
