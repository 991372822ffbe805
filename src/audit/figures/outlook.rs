//! What will change without anybody doing anything: stages that begin, waivers that end.

use serde::Serialize;

use super::{
    super::dataset::{Dataset, Hold, Run, WaiverKind, WaiverState},
    Ratio, audited, standards,
};
use crate::{
    date::Date,
    standard::{Stage, StandardId},
};

/// A standard that goes on to another stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outlook {
    /// The standard.
    pub standard: StandardId,
    /// The day.
    pub on: Date,
    /// How many days that is from the run's.
    pub days: u32,
    /// The stage in force until then.
    pub from: Stage,
    /// The stage from then on, unless it is held.
    pub to: Stage,
    /// What holds it as things stand; nothing if it goes on.
    pub held: Vec<Hold>,
    /// Repositories that are held up then and are not now, as they stand today, once it goes on.
    pub newly_blocked: u32,
    /// Of these, those that mend it by safe fixes alone.
    pub fixable: u32,
    /// How far it is adopted.
    pub adoption: Ratio,
}

/// The standards of a run whose stage changes within `days`, the soonest first.
pub fn outlook(dataset: &Dataset, run: &Run, days: u32) -> Vec<Outlook> {
    let mut found = Vec::new();
    for standard in standards(dataset, &run.run) {
        let Some(next) = standard.stages.next(run.as_of) else { continue };
        let Ok(until) = u32::try_from(run.as_of.days_until(next.from)) else { continue };
        if until > days {
            continue;
        }
        let evaluations = audited(dataset, &run.run).filter_map(|result| result.evaluation(&standard.standard));
        let (mut newly_blocked, mut fixable, mut tally) = (0, 0, super::Tally::default());
        for evaluation in evaluations {
            tally.count(evaluation.outcome);
            if evaluation.blocks(next.stage) && !evaluation.blocks(standard.stage) {
                newly_blocked += 1;
                fixable += u32::from(evaluation.is_fixable());
            }
        }
        let is_held = standard.stage_on(next.from) != next.stage;
        found.push(Outlook {
            standard: standard.standard.clone(),
            on: next.from,
            days: until,
            from: standard.stage,
            to: next.stage,
            held: if is_held { standard.holds.clone() } else { Vec::new() },
            newly_blocked,
            fixable,
            adoption: tally.adoption(),
        });
    }
    found.sort_by(|a, b| (a.on, &a.standard).cmp(&(b.on, &b.standard)));
    found
}

/// The waivers of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct WaiverCounts {
    /// Waivers that hold, known debt and rules switched off not counted.
    pub waivers: u32,
    /// Of these, those that end within thirty days.
    pub expiring: u32,
    /// Of these, those without an end.
    pub endless: u32,
    /// Of these, those that nobody answers for.
    pub ownerless: u32,
    /// Rules that repositories switch off although they find something.
    pub switched_off: u32,
    /// Findings that are known debt.
    pub debt: u32,
}

/// The waivers of a run.
pub fn waivers(dataset: &Dataset, run: &Run) -> WaiverCounts {
    let mut counts = WaiverCounts::default();
    for waiver in audited(dataset, &run.run).flat_map(|result| &result.waivers) {
        match waiver.kind {
            WaiverKind::SwitchedOff => counts.switched_off += 1,
            WaiverKind::Baseline => counts.debt += waiver.findings,
            WaiverKind::Inline | WaiverKind::Configured => {
                counts.waivers += 1;
                counts.expiring += u32::from(waiver.state(run.as_of) == WaiverState::Expiring);
                counts.endless += u32::from(waiver.until.is_none());
                counts.ownerless += u32::from(waiver.owner.is_none());
            }
        }
    }
    counts
}
