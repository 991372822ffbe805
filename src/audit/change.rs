//! What other rules would bring: every repository is judged by the rules of today and by the others, and the two are compared.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    path::Path,
};

use serde::Serialize;

use super::{
    checkout::Checkout,
    dataset::{RepositoryId, UNOWNED},
    impact::{Place, TeamImpact},
    manifest::Target,
    owners, redact,
};
use crate::{
    config::{Choice, FILE_NAME},
    finding::Finding,
    linter::{Fleet, Judgement, Request, SetupError},
    rule::{Level, RuleId},
};

/// Places that are shown of each rule.
const SAMPLE: usize = 3;

/// What other rules bring.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// Repositories that could be judged.
    pub repositories: u32,
    /// Of these, those with an error that was none before.
    pub newly_blocked: u32,
    /// Of these, those that safe fixes alone would spare.
    pub fixable: u32,
    /// Errors that are none any more.
    pub gone: u32,
    /// The rules with new errors, the one in most repositories first.
    pub rules: Vec<RuleChange>,
    /// The teams with new errors, the most first.
    pub teams: Vec<TeamImpact>,
    /// Repositories that could not be judged, with the reason.
    pub failed: Vec<(RepositoryId, String)>,
}

/// What a rule brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RuleChange {
    /// The rule.
    pub rule: RuleId,
    /// A short name of the fault.
    pub title: String,
    /// Repositories with new errors of it, ordered by name.
    pub repositories: BTreeSet<RepositoryId>,
    /// New errors.
    pub findings: u32,
    /// Of these, those with a safe fix.
    pub fixable_safe: u32,
    /// Of these, those with a fix that wants a look.
    pub fixable_unsafe: u32,
    /// Some of the places.
    pub sample: Vec<Place>,
}

/// What becomes of one repository.
struct Compared {
    team: String,
    new: Vec<Finding>,
    gone: u32,
}

/// Judges repositories by two sets of rules. A folder of further rules that holds a configuration is taken for all there is:
/// its levels, options and packs hold instead of those of today.
///
/// # Errors
/// Whatever keeps waylint from judging at all by either.
pub fn change(now: &Request, next: &Request, targets: &[Target]) -> Result<Change, SetupError> {
    let before = Fleet::new(now)?;
    let after = Fleet::new(&whole(next))?;
    let compared = before.each(targets, |target| compare(&before, &after, target));
    let mut change = Change::default();
    let mut rules: BTreeMap<RuleId, RuleChange> = BTreeMap::new();
    let mut teams: BTreeMap<String, TeamImpact> = BTreeMap::new();
    for (target, compared) in targets.iter().zip(compared) {
        match compared {
            Ok(compared) => change.take(&target.id, compared, &mut rules, &mut teams),
            Err(message) => change.failed.push((target.id.clone(), message)),
        }
    }
    change.rules = rules.into_values().collect();
    change.rules.sort_by(|a, b| (b.repositories.len(), &a.rule).cmp(&(a.repositories.len(), &b.rule)));
    change.teams = teams.into_values().filter(|team| team.newly_blocked > 0).collect();
    change.teams.sort_by(|a, b| (b.newly_blocked, &a.team).cmp(&(a.newly_blocked, &b.team)));
    Ok(change)
}

/// The request with the configuration of its one folder, if that has one.
fn whole(next: &Request) -> Request {
    match next.policies.as_slice() {
        [folder] if folder.join(FILE_NAME).is_file() => {
            Request { config: Choice::File(folder.join(FILE_NAME)), policies: Vec::new(), ..next.clone() }
        }
        _ => next.clone(),
    }
}

fn compare(before: &Fleet, after: &Fleet, target: &Target) -> Result<Compared, String> {
    let checkout = target.reference.as_ref().map(|reference| Checkout::new(&target.path, reference)).transpose()?;
    let folder = checkout.as_ref().map_or(target.path.as_path(), |checkout| checkout.folder());
    if !folder.is_dir() {
        return Err(format!("there is no folder {}", folder.display()));
    }
    let judge = |fleet: &Fleet| fleet.judge(folder).map_err(|error| redact::message(&error.message));
    let (now, next) = (judge(before)?, judge(after)?);
    let (was, is) = (errors(&now), errors(&next));
    let names = |errors: &[&Finding]| -> HashSet<_> { errors.iter().map(|finding| name(finding)).collect() };
    let (known, still) = (names(&was), names(&is));
    Ok(Compared {
        team: team(folder, &next, after, target),
        gone: was.iter().filter(|finding| !still.contains(&name(finding))).count() as u32,
        new: is.into_iter().filter(|finding| !known.contains(&name(finding))).cloned().collect(),
    })
}

/// The errors that count, and that the repository's own configuration does not switch off.
fn errors(judgement: &Judgement) -> Vec<&Finding> {
    let counts = |finding: &&Finding| {
        finding.level == Level::Error && judgement.switched_off(&finding.place.file, &finding.rule.id).is_none()
    };
    judgement.report.active().filter(counts).collect()
}

/// What an error is called in both judgements.
fn name(finding: &Finding) -> (RuleId, String) {
    (finding.rule.id.clone(), finding.fingerprint.0.clone())
}

fn team(folder: &Path, judgement: &Judgement, fleet: &Fleet, target: &Target) -> String {
    let described = owners::describe(folder, &judgement.report.artifacts, fleet.kinds(), &target.facts);
    described.owners.first().map_or_else(|| UNOWNED.to_owned(), |owner| owner.name.clone())
}

impl Change {
    fn take(
        &mut self,
        repository: &RepositoryId,
        compared: Compared,
        rules: &mut BTreeMap<RuleId, RuleChange>,
        teams: &mut BTreeMap<String, TeamImpact>,
    ) {
        let Compared { team, new, gone } = compared;
        let is_fixable =
            |safe: bool| move |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safe == safe);
        let fixable = !new.is_empty() && new.iter().all(|finding| is_fixable(true)(&finding));
        let team = teams.entry(team).or_insert_with_key(|team| TeamImpact {
            team: team.clone(),
            repositories: 0,
            newly_blocked: 0,
            fixable: 0,
        });
        self.repositories += 1;
        self.gone += gone;
        team.repositories += 1;
        for blocked in [&mut self.newly_blocked, &mut team.newly_blocked] {
            *blocked += u32::from(!new.is_empty());
        }
        for spared in [&mut self.fixable, &mut team.fixable] {
            *spared += u32::from(fixable);
        }
        for finding in &new {
            let rule = rules.entry(finding.rule.id.clone()).or_insert_with(|| RuleChange {
                rule: finding.rule.id.clone(),
                title: finding.rule.title.clone(),
                repositories: BTreeSet::new(),
                findings: 0,
                fixable_safe: 0,
                fixable_unsafe: 0,
                sample: Vec::new(),
            });
            rule.findings += 1;
            rule.fixable_safe += u32::from(is_fixable(true)(&finding));
            rule.fixable_unsafe += u32::from(is_fixable(false)(&finding));
            if rule.repositories.insert(repository.clone()) && rule.sample.len() < SAMPLE {
                rule.sample.push(Place {
                    repository: repository.clone(),
                    file: finding.place.file.to_string(),
                    line: finding.place.location.start.line,
                    message: redact::message(&finding.message),
                });
            }
        }
    }
}
