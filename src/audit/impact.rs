//! What would become of a fleet on another day: who is held up then and is not now, by what, and how much of it mends itself.
//!
//! Nothing is judged anew. The stages of that day are laid over what a run found, and waivers that have ended by then no
//! longer lift anything.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    dataset::{
        Audited, Dataset, Evaluation, Finding, FixKind, Hold, Outcome, RepositoryId, Run, RunId, Standard, Waiver,
        WaiverKind,
    },
    figures,
};
use crate::{
    date::Date,
    standard::{Stage, StandardId},
};

/// Places that are shown of each standard.
const SAMPLE: usize = 3;

/// What a day brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Impact {
    /// The run that was looked at.
    pub run: RunId,
    /// The day it judged for.
    pub since: Date,
    /// The day that is asked about.
    pub as_of: Date,
    /// Repositories that could be audited.
    pub repositories: u32,
    /// Of these, those that are held up then by something that does not hold them up now.
    pub newly_blocked: u32,
    /// Of these, those that safe fixes alone would spare.
    pub fixable: u32,
    /// The standards that hold somebody up then and not now, or would if they were not held, the one that holds up most first.
    pub standards: Vec<StandardImpact>,
    /// The teams that are held up, the most first.
    pub teams: Vec<TeamImpact>,
}

/// What a standard brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct StandardImpact {
    /// The standard.
    pub standard: StandardId,
    /// Its name for people.
    pub title: String,
    /// The stage in force on the day of the run.
    pub from: Stage,
    /// The stage in force on the day that is asked about.
    pub to: Stage,
    /// The stage that its days say for then; another than `to` if it is held.
    pub planned: Stage,
    /// The first day of the planned stage, if it is not that of the run.
    pub on: Option<Date>,
    /// The repositories that are newly held up, ordered by name.
    pub repositories: Vec<Blocked>,
    /// Findings that then count and hold them up.
    pub findings: u32,
    /// Of these, those with a safe fix.
    pub fixable_safe: u32,
    /// Of these, those with a fix that wants a look.
    pub fixable_unsafe: u32,
    /// Some of the places.
    pub sample: Vec<Place>,
    /// What holds it, if it is held.
    pub holds: Vec<Hold>,
    /// Repositories that would be held up besides, were it not held.
    pub spared: u32,
}

/// A repository that is held up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Blocked {
    /// The repository.
    pub repository: RepositoryId,
    /// Who owns it.
    pub team: String,
    /// Why it is, and is not now.
    pub because: Because,
    /// Whether safe fixes alone would spare it.
    pub fixable: bool,
}

/// Why a repository is held up on another day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// The standard is enforced from then on.
    Stage,
    /// Known debt counts from then on.
    Debt,
    /// A waiver has ended.
    WaiverEnds,
}

/// Where something is that counts then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Place {
    /// The repository.
    pub repository: RepositoryId,
    /// The file, from its root; empty for something that is missing.
    pub file: String,
    /// The line; 0 for something that is missing.
    pub line: u32,
    /// What is wrong.
    pub message: String,
}

/// How many repositories of a team are held up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TeamImpact {
    /// The team.
    pub team: String,
    /// Its repositories that could be audited.
    pub repositories: u32,
    /// Of these, those that are newly held up.
    pub newly_blocked: u32,
    /// Of these, those that safe fixes alone would spare.
    pub fixable: u32,
}

/// What becomes of the repositories of a run on a day, as they are.
pub fn impact(dataset: &Dataset, run: &Run, as_of: Date) -> Impact {
    let standards = figures::standards(dataset, &run.run).into_iter();
    let mut standards: Vec<StandardImpact> =
        standards.filter_map(|standard| of_standard(dataset, run, standard, as_of)).collect();
    standards.sort_by(|a, b| {
        (b.repositories.len(), b.spared, &a.standard).cmp(&(a.repositories.len(), a.spared, &b.standard))
    });
    let teams = teams(dataset, run, &standards);
    let sum = |of: fn(&TeamImpact) -> u32| teams.iter().map(of).sum();
    Impact {
        run: run.run.clone(),
        since: run.as_of,
        as_of,
        repositories: figures::audited(dataset, &run.run).count() as u32,
        newly_blocked: sum(|team| team.newly_blocked),
        fixable: sum(|team| team.fixable),
        standards,
        teams: teams.into_iter().filter(|team| team.newly_blocked > 0).collect(),
    }
}

fn of_standard(dataset: &Dataset, run: &Run, standard: &Standard, as_of: Date) -> Option<StandardImpact> {
    let (from, to, planned) = (standard.stage, standard.stage_on(as_of), standard.stages.on(as_of));
    let began = standard.stages.changes.iter().rev().find(|change| change.from <= as_of);
    let mut found = StandardImpact {
        standard: standard.standard.clone(),
        title: standard.title.clone(),
        from,
        to,
        planned,
        on: began.map(|change| change.from).filter(|on| *on > run.as_of),
        repositories: Vec::new(),
        findings: 0,
        fixable_safe: 0,
        fixable_unsafe: 0,
        sample: Vec::new(),
        holds: if to == planned { Vec::new() } else { standard.holds.clone() },
        spared: 0,
    };
    for result in figures::audited(dataset, &run.run) {
        let Some(evaluation) = result.evaluation(&standard.standard) else { continue };
        if evaluation.blocks(from) {
            continue;
        }
        match because(result, evaluation, to, as_of) {
            Some(because) => found.take(result, evaluation, because, as_of),
            None => found.spared += u32::from(because(result, evaluation, planned, as_of).is_some()),
        }
    }
    (!found.repositories.is_empty() || found.spared > 0).then_some(found)
}

/// Why a repository is held up at a stage, if it is.
fn because(result: &Audited, evaluation: &Evaluation, to: Stage, as_of: Date) -> Option<Because> {
    match evaluation.outcome {
        _ if !to.enforces() => None,
        Outcome::Fail => Some(Because::Stage),
        Outcome::Waived if evaluation.blocks(to) => Some(Because::Debt),
        Outcome::Waived => {
            let ends = |waiver: &&Waiver| waiver.standards.contains(&evaluation.standard) && has_ended(waiver, as_of);
            result.waivers.iter().find(ends).map(|_| Because::WaiverEnds)
        }
        _ => None,
    }
}

fn has_ended(waiver: &Waiver, as_of: Date) -> bool {
    waiver.findings > 0 && waiver.until.is_some_and(|until| until < as_of)
}

impl StandardImpact {
    fn take(&mut self, result: &Audited, evaluation: &Evaluation, because: Because, as_of: Date) {
        let ended: BTreeSet<&str> = result
            .waivers
            .iter()
            .filter(|waiver| {
                has_ended(waiver, as_of) || self.to == Stage::Enforce && waiver.kind == WaiverKind::Baseline
            })
            .map(|waiver| waiver.waiver.as_str())
            .collect();
        let counts = |finding: &&Finding| {
            finding.standards.contains(&self.standard)
                && finding.waiver.as_deref().is_none_or(|waiver| ended.contains(waiver))
        };
        let findings: Vec<&Finding> = result.findings.iter().filter(counts).collect();
        let fixes = |kind| findings.iter().filter(|finding| finding.fix == Some(kind)).count() as u32;
        let (safe, with_a_look) = (fixes(FixKind::Safe), fixes(FixKind::Unsafe));
        self.findings += findings.len() as u32;
        self.fixable_safe += safe;
        self.fixable_unsafe += with_a_look;
        let repository = &result.scan.repository;
        let missing = evaluation.missing.iter().map(|kind| Place {
            repository: repository.clone(),
            file: String::new(),
            line: 0,
            message: format!("there is no {kind}"),
        });
        let places = findings.iter().map(|finding| Place {
            repository: repository.clone(),
            file: finding.file.clone(),
            line: finding.line,
            message: finding.message.clone(),
        });
        // One of each repository first shows more than three of one.
        if self.sample.len() < SAMPLE {
            self.sample.extend(missing.chain(places).take(1));
        }
        self.repositories.push(Blocked {
            repository: repository.clone(),
            team: result.owner().to_owned(),
            because,
            fixable: evaluation.missing.is_empty() && !findings.is_empty() && safe as usize == findings.len(),
        });
    }
}

/// Every team with its repositories, those with most that are held up first.
fn teams(dataset: &Dataset, run: &Run, standards: &[StandardImpact]) -> Vec<TeamImpact> {
    let mut blocked: BTreeMap<&RepositoryId, bool> = BTreeMap::new();
    for own in standards.iter().flat_map(|standard| &standard.repositories) {
        *blocked.entry(&own.repository).or_insert(true) &= own.fixable;
    }
    let mut teams: BTreeMap<&str, TeamImpact> = BTreeMap::new();
    for result in figures::audited(dataset, &run.run) {
        let team = teams.entry(result.owner()).or_insert_with(|| TeamImpact {
            team: result.owner().to_owned(),
            repositories: 0,
            newly_blocked: 0,
            fixable: 0,
        });
        let fixable = blocked.get(&result.scan.repository);
        team.repositories += 1;
        team.newly_blocked += u32::from(fixable.is_some());
        team.fixable += u32::from(fixable == Some(&true));
    }
    let mut teams: Vec<TeamImpact> = teams.into_values().collect();
    teams.sort_by(|a, b| (b.newly_blocked, &a.team).cmp(&(a.newly_blocked, &b.team)));
    teams
}
