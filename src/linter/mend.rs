//! The fixes of one file: made, judged again, and kept where they mend and break nothing.

use std::{collections::BTreeMap, sync::Arc};

use super::{Session, file::Judged, settle};
use crate::{
    discover::Found,
    document::{self, Tree},
    finding::{Artifact, Finding, Outcome},
    fix::{self, Mended, Refusal},
    rule::{Level, RuleId},
    source::Source,
};

/// What became of the fixes of one file in one pass.
#[derive(Debug, Default)]
pub(super) struct Tried {
    /// The text and what the rules say of it, if anything was fixed.
    pub after: Option<(String, Judged)>,
    /// Findings that are gone.
    pub fixed: Vec<Finding>,
    /// Findings whose fix was not made, and why.
    pub refused: Vec<(Finding, Refusal)>,
    /// Findings whose fix takes comments along, which a safe one does not.
    pub unsafe_after_all: Vec<Finding>,
}

/// A finding with what its fix makes of the text.
struct Candidate<'a> {
    finding: &'a Finding,
    mended: Mended,
}

/// Makes as many of the fixes of a file's findings as can be made at once, in their order.
pub(super) fn mend(session: &Session, found: &Found, text: &str, judged: &Judged, wanted: &Wanted<'_>) -> Tried {
    let mut outcome = Tried::default();
    let Some(format) = session.guess(found).format() else { return outcome };
    let source = Arc::new(Source::new(found.shown.clone(), text.to_owned()));
    let tree = document::parse(source, format, &session.limits);
    let mut candidates = Vec::new();
    for finding in wanted.findings {
        let Some(asked) = &finding.fix else { continue };
        match fix::mend(&tree, finding.place.document as usize, &asked.edits) {
            Ok(mended) if mended.loses_comments && !wanted.unsafe_ones => {
                outcome.unsafe_after_all.push(finding.clone());
            }
            Ok(mended) => candidates.push(Candidate { finding, mended }),
            Err(refusal) => outcome.refused.push((finding.clone(), refusal)),
        }
    }
    let mut trial = Trial {
        session,
        found,
        tree: &tree,
        candidates: &candidates,
        taken: Vec::new(),
        last: None,
        refused: Vec::new(),
    };
    trial.run(judged);
    outcome.fixed = trial.taken.iter().map(|&index| candidates[index].finding.clone()).collect();
    outcome.refused.extend(trial.refused.into_iter().map(|(index, why)| (candidates[index].finding.clone(), why)));
    outcome.after = trial.last;
    outcome
}

/// Which findings are to be fixed.
pub(super) struct Wanted<'a> {
    pub findings: &'a [Finding],
    pub unsafe_ones: bool,
}

/// Fixes tried on one file.
struct Trial<'a> {
    session: &'a Session,
    found: &'a Found,
    tree: &'a Tree,
    candidates: &'a [Candidate<'a>],
    /// What is kept so far.
    taken: Vec<usize>,
    /// The text with it, and what the rules say of that.
    last: Option<(String, Judged)>,
    refused: Vec<(usize, Refusal)>,
}

impl Trial<'_> {
    /// Of fixes that are in each other's way the first is tried; if it is refused, the next gets its turn.
    fn run(&mut self, judged: &Judged) {
        let mut waiting: Vec<usize> = (0..self.candidates.len()).collect();
        while !waiting.is_empty() {
            let apart = |a: usize, b: usize| fix::apart(&self.candidates[a].mended, &self.candidates[b].mended);
            // What is in the way of something kept waits for the next pass, which will know its places anew.
            waiting.retain(|&index| self.taken.iter().all(|&taken| apart(taken, index)));
            let (mut now, mut later): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
            for index in waiting {
                if now.iter().all(|&chosen| apart(chosen, index)) { now.push(index) } else { later.push(index) }
            }
            self.take(&now, judged);
            waiting = later;
        }
        self.taken.sort_unstable();
    }

    /// Takes in fixes that are good together with those taken before; of those that are not, halves, down to the one.
    fn take(&mut self, group: &[usize], judged: &Judged) {
        if group.is_empty() {
            return;
        }
        match self.attempt(group, judged) {
            Ok(after) => {
                self.taken.extend(group);
                self.last = Some(after);
            }
            Err(refusal) => match group {
                [one] => self.refused.push((*one, refusal)),
                _ => {
                    let (first, second) = group.split_at(group.len() / 2);
                    self.take(first, judged);
                    self.take(second, judged);
                }
            },
        }
    }

    fn attempt(&self, group: &[usize], judged: &Judged) -> Result<(String, Judged), Refusal> {
        let all: Vec<&Mended> = self.taken.iter().chain(group).map(|&index| &self.candidates[index].mended).collect();
        let mended = fix::together(self.tree, &all)?;
        let after = self.session.judge_text(self.found, mended.text.as_bytes())?;
        let before = self.last.as_ref().map_or(judged, |(_, judged)| judged);
        let documents = |judged: &Judged| judged.artifact.as_ref().map_or(0, |artifact| artifact.documents);
        if after.failures.len() > before.failures.len() || documents(&after) < documents(before) {
            return Err(Refusal::new("the file could not be judged afterwards"));
        }
        let fixed: Vec<&Finding> = group.iter().map(|&index| self.candidates[index].finding).collect();
        let least = fixed.iter().map(|finding| finding.own_level()).min().unwrap_or(Level::Note);
        let (before, now) = (Said::of_file(before), Said::of_file(&after));
        // What was found when all files had been seen is asked about when they are all done.
        let own = |finding: &&Finding| before.findings.iter().any(|known| settle::is_same(known, finding));
        let fixed: Vec<&Finding> = fixed.into_iter().filter(own).collect();
        mends(&before, &now, &fixed, least)?;
        Ok((mended.text, after))
    }
}

/// What rules said of some files.
pub(super) struct Said<'a> {
    pub findings: Vec<Finding>,
    pub artifacts: &'a [Artifact],
}

impl<'a> Said<'a> {
    fn of_file(judged: &'a Judged) -> Self {
        let mut findings = judged.findings.clone();
        settle::order(&mut findings);
        Self { findings, artifacts: judged.artifact.as_slice() }
    }

    /// Whether a rule judged anything in a file.
    fn judged(&self, rule: &RuleId, file: &str) -> bool {
        let artifact = self.artifacts.iter().find(|artifact| *artifact.file == *file);
        let mut evaluations = artifact.into_iter().flat_map(|artifact| &*artifact.evaluations);
        evaluations.any(|evaluation| evaluation.rule == *rule && evaluation.outcome != Outcome::NotApplicable)
    }

    fn count(&self) -> BTreeMap<&RuleId, usize> {
        count(self.findings.iter())
    }
}

fn count<'f>(findings: impl Iterator<Item = &'f Finding>) -> BTreeMap<&'f RuleId, usize> {
    let mut counts = BTreeMap::new();
    findings.for_each(|finding| *counts.entry(&finding.rule.id).or_default() += 1);
    counts
}

/// Whether the `fixed` findings are gone, and none of at least some level has come.
///
/// Findings are counted by rule: what a fix changes may stand in other findings' messages, so their names can change. A
/// rule that had nothing to judge before the fix is not held against it: what it finds was there, and nobody could see it.
pub(super) fn mends(before: &Said<'_>, after: &Said<'_>, fixed: &[&Finding], least: Level) -> Result<(), Refusal> {
    let (known, gone) = (before.count(), count(fixed.iter().copied()));
    for (rule, now) in after.count() {
        let known = known.get(rule).copied().unwrap_or_default();
        let gone = gone.get(rule).copied().unwrap_or_default();
        if now + gone <= known {
            continue;
        }
        if gone > 0 {
            return Err(Refusal::new("the finding would still be there"));
        }
        let is_revealed = |file: &str| !before.judged(rule, file) && after.judged(rule, file);
        let is_new = |finding: &&Finding| {
            finding.rule.id == *rule
                && finding.level >= least
                && !before.findings.iter().any(|other| other.fingerprint == finding.fingerprint)
                && !is_revealed(&finding.place.file)
        };
        if let Some(new) = after.findings.iter().find(is_new) {
            return Err(Refusal::new(format!("{rule} would find something new: {}", new.message)));
        }
    }
    Ok(())
}
