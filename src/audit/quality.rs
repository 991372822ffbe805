//! How good the rules are, by what people say of them and do with them, and what keeps a standard from being enforced.
//!
//! A rule is as good as those who meet its findings say. A standard that is noisy, much waived, hardly adopted or nowhere
//! explained is not ready to hold anybody up, whatever its dates say.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    dataset::{Dataset, Event, EventKind, FixKind, Hold, Run, RunId, Standard, WaiverKind},
    figures::{self, Ratio, Tally},
};
use crate::rule::RuleId;

/// How long a word about a rule counts, in days: rules are mended.
const MEMORY: i64 = 90;
/// Words, or findings, from which on they are more than one bad day.
pub const ENOUGH: u32 = 5;
/// Words against a rule up to which it is not noisy, in percent.
pub const NOISY: f64 = 10.0;
/// Waived findings up to which a rule is not much waived, in percent.
pub const WAIVED: f64 = 20.0;

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
    /// Findings of any of these sorts with a safe fix.
    pub fixable: u32,
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
        self.fixable += other.fixable;
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
            quality.fixable += u32::from(finding.fix == Some(FixKind::Safe));
            *match finding.waiver.as_deref().map(|waiver| kinds.get(waiver)) {
                None => &mut quality.findings,
                Some(Some(WaiverKind::Baseline)) => &mut quality.known,
                Some(_) => &mut quality.waived,
            } += 1;
        }
    }
    for event in words(dataset, run) {
        let (Some(rule), Some(useful)) = (&event.rule, event.useful) else { continue };
        let quality = rules.entry(rule.clone()).or_default();
        *if useful { &mut quality.useful } else { &mut quality.not_useful } += 1;
    }
    rules
}

/// What people said of rules within ninety days before a run.
pub fn words<'a>(dataset: &'a Dataset, run: &'a Run) -> impl Iterator<Item = &'a Event> {
    let feedback = dataset.events().filter(|event| event.event == EventKind::Feedback);
    feedback.filter(|event| (0..MEMORY).contains(&event.on.days_until(run.as_of)))
}

/// The same of the rules that evidence a standard, together.
pub fn of_standard(rules: &BTreeMap<RuleId, Quality>, standard: &Standard) -> Quality {
    let mut quality = Quality::default();
    standard.rules.iter().filter_map(|rule| rules.get(rule)).for_each(|own| quality.add(own));
    quality
}

/// What keeps a standard from being enforced, by its rules' figures and its own.
pub fn holds(standard: &Standard, quality: &Quality, tally: &Tally) -> Vec<Hold> {
    let over = |ratio: Ratio, limit: f64| ratio.percent().is_some_and(|percent| percent > limit);
    let mut holds = Vec::new();
    let (said, waived, adoption) = (quality.not_useful_ratio(), quality.waiver_ratio(), tally.adoption());
    if said.whole >= ENOUGH && over(said, NOISY) {
        holds.push(Hold::Noisy { against: said.part, words: said.whole });
    }
    if waived.whole >= ENOUGH && over(waived, WAIVED) {
        holds.push(Hold::Waived { waived: waived.part, findings: waived.whole });
    }
    if let Some(target) = standard.target
        && adoption.percent().is_some_and(|percent| percent < f64::from(target))
    {
        holds.push(Hold::Unadopted { met: adoption.part, applicable: adoption.whole, target });
    }
    if standard.docs.is_none() {
        holds.push(Hold::Undocumented);
    }
    holds
}

/// Puts the standards of a run in force, each at the stage of its days unless something holds it: the one place where this is
/// decided. What the run says of all repositories has to be in the dataset, and what runs before it said, as far as anybody knows.
pub fn put_in_force(dataset: &mut Dataset, run: &RunId) {
    let Some(run) = dataset.run(run) else { return };
    let rules = rules(dataset, run);
    let tallies = figures::by_standard(dataset, &run.run);
    let before = dataset.before(run).map(|before| &before.run);
    let in_force = |standard: &Standard| {
        let quality = of_standard(&rules, standard);
        let tally = tallies.get(&standard.standard).copied().unwrap_or_default();
        let before = before.and_then(|before| dataset.standard(before, &standard.standard)).map(|before| before.stage);
        let holds = holds(standard, &quality, &tally);
        let ready = holds.is_empty() || !standard.may_be_held;
        Standard { stage: standard.stages.in_force(run.as_of, before, ready), holds, ..standard.clone() }
    };
    let standards: Vec<Standard> = dataset.standards(&run.run).map(in_force).collect();
    standards.into_iter().for_each(|standard| dataset.set_standard(standard));
}

/// The standards of a run that are held: their day has come, or comes within thirty days, and they are not ready.
pub fn held<'a>(dataset: &'a Dataset, run: &'a Run) -> impl Iterator<Item = &'a Standard> {
    let soon = run.as_of.plus_days(30);
    let held =
        move |standard: &&Standard| standard.is_held(run.as_of) || standard.stages.on(soon) != standard.stage_on(soon);
    dataset.standards(&run.run).filter(held)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::{Stage, Stages, StandardId};

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
            stage: Stage::Audit,
            stages: Stages::default(),
            holds: Vec::new(),
            may_be_held: true,
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
