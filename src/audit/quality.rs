//! How good the rules are, by what people say of them and do with them, and what keeps a standard from being enforced.
//!
//! A rule is as good as those who meet its findings say. A standard that is noisy, much waived, hardly adopted or nowhere
//! explained is not ready to hold anybody up, whatever its dates say.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use super::{
    dataset::{Dataset, EventKind, Run, Standard, WaiverKind},
    figures::{self, Ratio, Tally},
};
use crate::{
    date::Date,
    rule::RuleId,
    standard::{Stage, Stages, StandardId},
};

/// How long a word about a rule counts, in days: rules are mended.
const MEMORY: i64 = 90;
/// Words from which on they are more than one bad day.
const ENOUGH: u32 = 5;
/// Words against a rule up to which it is not noisy, in percent.
const NOISY: f64 = 10.0;
/// Waived findings up to which a rule is not much waived, in percent.
const WAIVED: f64 = 20.0;

/// What a run and the words of people say of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Quality {
    /// Findings that count.
    pub findings: u32,
    /// Findings that somebody waived, in a file, in configuration, or by switching the rule off.
    pub waived: u32,
    /// Findings that are known debt.
    pub known: u32,
    /// Repositories with a finding of any of these sorts.
    pub repositories: u32,
    /// Times that somebody said it was of use.
    pub useful: u32,
    /// Times that somebody said it was not.
    pub not_useful: u32,
}

impl Quality {
    /// Words against it, of all words.
    pub const fn not_useful_ratio(&self) -> Ratio {
        Ratio::new(self.not_useful, self.useful + self.not_useful)
    }

    /// Findings waived, of those that count or are waived.
    pub const fn waiver_ratio(&self) -> Ratio {
        Ratio::new(self.waived, self.findings + self.waived)
    }

    fn add(&mut self, other: &Self) {
        self.findings += other.findings;
        self.waived += other.waived;
        self.known += other.known;
        self.useful += other.useful;
        self.not_useful += other.not_useful;
    }
}

/// The rules of a run, and those that somebody spoke of within ninety days before it, ordered by id.
pub fn rules(dataset: &Dataset, run: &Run) -> BTreeMap<RuleId, Quality> {
    let none = dataset.rules(&run.run).map(|rule| (rule.rule.clone(), Quality::default()));
    let mut rules: BTreeMap<RuleId, Quality> = none.collect();
    for result in figures::audited(dataset, &run.run) {
        let kinds: BTreeMap<&str, WaiverKind> =
            result.waivers.iter().map(|waiver| (waiver.waiver.as_str(), waiver.kind)).collect();
        let mut seen = std::collections::BTreeSet::new();
        for finding in result.findings.iter().filter(|finding| finding.rule.pack() != "waiver") {
            let quality = rules.entry(finding.rule.clone()).or_default();
            quality.repositories += u32::from(seen.insert(&finding.rule));
            *match finding.waiver.as_deref().map(|waiver| kinds.get(waiver)) {
                None => &mut quality.findings,
                Some(Some(WaiverKind::Baseline)) => &mut quality.known,
                Some(_) => &mut quality.waived,
            } += 1;
        }
    }
    for event in dataset.events().filter(|event| event.event == EventKind::Feedback) {
        let (Some(rule), Some(useful)) = (&event.rule, event.useful) else { continue };
        if (0..MEMORY).contains(&event.on.days_until(run.as_of)) {
            let quality = rules.entry(rule.clone()).or_default();
            *if useful { &mut quality.useful } else { &mut quality.not_useful } += 1;
        }
    }
    rules
}

/// What keeps a standard from being enforced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Hold {
    /// People say that its findings are of no use.
    Noisy {
        /// How many do, of those who said anything.
        said: Ratio,
    },
    /// Its findings are waived rather than mended.
    Waived {
        /// How many are, of all.
        findings: Ratio,
    },
    /// It is not adopted as far as it should be before it is enforced.
    Unadopted {
        /// How far it is.
        adoption: Ratio,
        /// How far it should be, in percent.
        target: u8,
    },
    /// No page says how to meet it.
    Undocumented,
}

impl fmt::Display for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Noisy { said } => write!(f, "{} of {} words say it is not useful", said.part, said.whole),
            Self::Waived { findings } => write!(f, "{} of {} findings are waived", findings.part, findings.whole),
            Self::Unadopted { adoption, target } => {
                write!(f, "{} of {} repositories meet it, and the target is {target} %", adoption.part, adoption.whole)
            }
            Self::Undocumented => f.write_str("it has no docs"),
        }
    }
}

/// What keeps a standard from being enforced, by its rules' figures and its own.
pub fn holds(standard: &Standard, quality: &Quality, tally: &Tally) -> Vec<Hold> {
    let over = |ratio: Ratio, limit: f64| ratio.percent().is_some_and(|percent| percent > limit);
    let mut holds = Vec::new();
    let (said, waived, adoption) = (quality.not_useful_ratio(), quality.waiver_ratio(), tally.adoption());
    if said.whole >= ENOUGH && over(said, NOISY) {
        holds.push(Hold::Noisy { said });
    }
    if waived.whole >= ENOUGH && over(waived, WAIVED) {
        holds.push(Hold::Waived { findings: waived });
    }
    if let Some(target) = standard.target
        && adoption.percent().is_some_and(|percent| percent < f64::from(target))
    {
        holds.push(Hold::Unadopted { adoption, target });
    }
    if standard.docs.is_none() {
        holds.push(Hold::Undocumented);
    }
    holds
}

/// What keeps each standard of a run from being enforced: nothing, for those that are ready.
pub fn readiness(dataset: &Dataset, run: &Run) -> BTreeMap<StandardId, Vec<Hold>> {
    let rules = rules(dataset, run);
    let tallies = figures::by_standard(dataset, &run.run);
    let of = |standard: &&Standard| {
        let mut quality = Quality::default();
        standard.rules.iter().filter_map(|rule| rules.get(rule)).for_each(|own| quality.add(own));
        let tally = tallies.get(&standard.standard).copied().unwrap_or_default();
        (standard.standard.clone(), holds(standard, &quality, &tally))
    };
    figures::standards(dataset, &run.run).iter().map(of).collect()
}

/// The standards that something keeps from being enforced although their day has come, or comes within thirty days.
pub fn held_now(dataset: &Dataset, run: &Run) -> Vec<(StandardId, Vec<Hold>)> {
    let mut readiness = readiness(dataset, run);
    let near = |standard: &&Standard| {
        let day = run.as_of.plus_days(30);
        standard.stages.on(run.as_of).enforces() || standard.stages.on(day).enforces()
    };
    let standards = figures::standards(dataset, &run.run);
    let near = standards.into_iter().filter(near).map(|standard| standard.standard.clone());
    let held = near.filter_map(|standard| readiness.remove(&standard).map(|holds| (standard, holds)));
    held.filter(|(_, holds)| !holds.is_empty()).collect()
}

/// The stage that holds on a day, once what is not ready is held.
///
/// `before` is the stage that the run before had, if there was one: what is enforced already stays so, for a standard that
/// teams have met must not be taken back because a new repository fails it.
pub fn stage(stages: &Stages, day: Date, before: Option<Stage>, holds: &[Hold]) -> Stage {
    let planned = stages.on(day);
    let enforced = |stage: Stage| stage.enforces() && stage >= planned;
    if !planned.enforces() || holds.is_empty() || before.is_some_and(enforced) {
        return planned;
    }
    match before {
        Some(before) if before != Stage::Retired => before,
        _ => {
            let voluntary =
                stages.changes.iter().rev().find(|change| change.from <= day && change.stage.is_voluntary());
            voluntary.map_or(Stage::Warn, |change| change.stage)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::StageChange;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn stages() -> Stages {
        let change = |from, stage| StageChange { from: day(from), stage };
        Stages::dated(vec![
            change("2026-01-01", Stage::Audit),
            change("2026-06-01", Stage::Warn),
            change("2026-09-01", Stage::EnforceNew),
            change("2027-01-01", Stage::Enforce),
        ])
    }

    #[test]
    fn what_is_not_ready_is_not_enforced_and_what_is_enforced_stays_so() {
        let held = [Hold::Undocumented];
        let on = |at: &str, before, holds: &[Hold]| stage(&stages(), day(at), before, holds);
        assert_eq!(on("2026-10-01", Some(Stage::Warn), &[]), Stage::EnforceNew);
        assert_eq!(on("2026-10-01", Some(Stage::Warn), &held), Stage::Warn);
        assert_eq!(on("2026-10-01", None, &held), Stage::Warn);
        assert_eq!(on("2026-10-01", Some(Stage::EnforceNew), &held), Stage::EnforceNew);
        assert_eq!(on("2027-02-01", Some(Stage::EnforceNew), &held), Stage::EnforceNew, "held where it is");
        assert_eq!(on("2027-02-01", Some(Stage::Enforce), &held), Stage::Enforce);
        assert_eq!(on("2026-07-01", None, &held), Stage::Warn, "nobody is held up by a warning");
        assert_eq!(stage(&Stages::fixed(Stage::Enforce), day("2026-01-01"), None, &held), Stage::Warn);
    }

    #[test]
    fn a_few_words_are_not_enough_and_a_tenth_is_too_many() {
        let said = |useful, not_useful| Quality { useful, not_useful, ..Quality::default() };
        let standard = Standard {
            run: super::super::dataset::RunId::new("r"),
            standard: StandardId::new("s"),
            version: String::new(),
            title: String::new(),
            description: String::new(),
            step: None,
            tier: None,
            stages: Stages::default(),
            target: Some(80),
            owner: None,
            docs: Some("https://example.com".to_owned()),
            rules: Vec::new(),
            present: Vec::new(),
        };
        let met = Tally { pass: 8, fail: 2, ..Tally::default() };
        let holds = |quality: Quality, tally: Tally| {
            holds(&standard, &quality, &tally).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(holds(said(0, 4), met), [""; 0], "four words");
        assert_eq!(holds(said(9, 1), met), [""; 0], "a tenth");
        assert_eq!(holds(said(8, 1), met), ["1 of 9 words say it is not useful"]);
        let waived = Quality { findings: 7, waived: 3, ..Quality::default() };
        assert_eq!(holds(waived, met), ["3 of 10 findings are waived"]);
        let unmet = Tally { pass: 7, fail: 2, waived: 1, ..Tally::default() };
        assert_eq!(holds(said(0, 0), unmet), ["7 of 10 repositories meet it, and the target is 80 %"]);
        assert_eq!(holds(said(0, 0), Tally::default()), [""; 0], "nobody is asked yet");
    }
}
