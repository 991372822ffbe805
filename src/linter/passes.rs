//! Fixing: files are gone over until nothing changes, then written.
//!
//! A pass mends each file by itself (`mend.rs`), then asks the rules that see the whole repository. What one of them has
//! against it is taken back. All of it happens in memory; a file is written once, when everything is settled.

use std::{
    collections::{BTreeMap, HashMap, btree_map::Entry},
    path::PathBuf,
    sync::Arc,
};

use super::{
    Collected, Repository, Request, Session, each,
    file::{Judged, read_at_most},
    mend::{Said, Tried, Wanted, mend, mends},
    settle::{self, fixable},
};
use crate::{
    baseline::Baseline,
    discover::Found,
    document::Tree,
    finding::{Failure, Finding, Fingerprint, Fixes, Report},
    fix::{self, Refusal},
    rule::{Form, Level, Scope},
};

/// Which fixes to make, and what to do with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixing {
    /// Whether those that want a look are made as well.
    pub unsafe_ones: bool,
    /// Whether files are written.
    pub write: bool,
}

/// A file that fixes change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file as shown.
    pub file: Arc<str>,
    /// How to open it.
    pub path: PathBuf,
    /// Its text.
    pub before: String,
    /// Its text with the fixes made.
    pub after: String,
}

/// How often files are gone over. What is left then is left for the next run.
const PASSES: usize = 10;

/// All files of a run, and what is known of them.
pub(super) struct Passes<'a> {
    pub session: &'a Session,
    pub request: &'a Request,
    pub files: &'a [Found],
    pub judged: Vec<Judged>,
    /// Where parts of documents are kept.
    pub kept: Vec<Tree>,
    /// Paths that could not be looked at.
    pub failures: Vec<Failure>,
    pub complete: bool,
}

/// What fixing comes to.
pub(super) struct Fixed {
    /// What remains, and what is gone.
    pub report: Report,
    pub baseline: Baseline,
    /// What there was.
    pub unfixed: Report,
    pub changes: Vec<Change>,
}

/// A file whose text is known: as it was, and as it is now.
struct Text {
    before: String,
    now: String,
    judged_before: Judged,
}

impl Passes<'_> {
    pub(super) fn run(mut self, fixing: Fixing) -> Fixed {
        let (mut report, mut baseline) = self.settle(&BTreeMap::new());
        let unfixed = report.clone();
        let mut texts: BTreeMap<usize, Text> = BTreeMap::new();
        let mut fixed: Vec<Finding> = Vec::new();
        let mut told = Told::default();
        for _ in 0..PASSES {
            told = Told::default();
            let outcomes = self.pass(&report, fixing, &mut texts, &mut told);
            let accepted = self.accept(outcomes, &mut report, &mut baseline, &mut told);
            if accepted.is_empty() {
                break;
            }
            for (number, outcome) in accepted {
                fixed.extend(outcome.fixed);
                let (Some((text, judged)), Some(known)) = (outcome.after, texts.get_mut(&number)) else { continue };
                known.now = text;
                self.judged[number] = judged;
            }
        }
        texts.retain(|_, text| text.now != text.before);
        if fixing.write && self.write(&mut texts, &mut fixed, &mut told) {
            (report, baseline) = self.settle(&BTreeMap::new());
        }
        told.mark(&mut report);
        // Those of several passes may look alike: each is one.
        settle::sort(&mut fixed);
        report.fixes = Some(Fixes { findings: fixed, unsafe_ones: fixing.unsafe_ones, written: fixing.write });
        let change = |(number, text): (usize, Text)| Change {
            file: self.files[number].shown.clone(),
            path: self.files[number].path().to_owned(),
            before: text.before,
            after: text.now,
        };
        Fixed { report, baseline, unfixed, changes: texts.into_iter().map(change).collect() }
    }

    /// Mends each file that has something to fix.
    fn pass(
        &self,
        report: &Report,
        fixing: Fixing,
        texts: &mut BTreeMap<usize, Text>,
        told: &mut Told,
    ) -> Vec<(usize, Tried)> {
        let by_name: HashMap<&str, usize> =
            self.files.iter().enumerate().map(|(number, found)| (&*found.shown, number)).collect();
        let mut wanted: BTreeMap<usize, Vec<Finding>> = BTreeMap::new();
        for finding in report.active() {
            let asked = finding.fix.as_ref().is_some_and(|fix| fix.safe || fixing.unsafe_ones);
            if let Some(&number) = by_name.get(&*finding.place.file).filter(|_| asked) {
                wanted.entry(number).or_default().push(finding.clone());
            }
        }
        for (&number, findings) in &wanted {
            if let Entry::Vacant(entry) = texts.entry(number) {
                match self.text(number) {
                    Ok(text) => drop(entry.insert(text)),
                    Err(why) => findings.iter().for_each(|finding| told.refuse(finding, &why)),
                }
            }
        }
        let known: Vec<(usize, Vec<Finding>)> =
            wanted.into_iter().filter(|(number, _)| texts.contains_key(number)).collect();
        let outcomes = each(&known, |(number, findings)| {
            let wanted = Wanted { findings, unsafe_ones: fixing.unsafe_ones };
            (*number, mend(self.session, &self.files[*number], &texts[number].now, &self.judged[*number], &wanted))
        });
        for (_, outcome) in &outcomes {
            outcome.refused.iter().for_each(|(finding, why)| told.refuse(finding, why));
            outcome.unsafe_after_all.iter().for_each(|finding| told.demote(finding));
        }
        outcomes.into_iter().filter(|(_, outcome)| outcome.after.is_some()).collect()
    }

    /// The text of a file, if it is still the one that was judged.
    fn text(&self, number: usize) -> Result<Text, Refusal> {
        let found = &self.files[number];
        let changed = || Refusal::new("the file has changed on disk meanwhile");
        let bytes = match &self.request.stdin {
            Some((_, bytes)) => bytes.clone(),
            None => read_at_most(found.path(), self.session.limits.bytes, Vec::new()).map_err(|_| changed())?,
        };
        let judged = self.session.judge_text(found, &bytes)?;
        if judged.findings != self.judged[number].findings {
            return Err(changed());
        }
        let before = String::from_utf8(bytes).map_err(|_| changed())?;
        Ok(Text { now: before.clone(), before, judged_before: judged })
    }

    /// Takes those mended files that the rules over the whole repository have nothing against, and the report with them.
    fn accept(
        &self,
        outcomes: Vec<(usize, Tried)>,
        report: &mut Report,
        baseline: &mut Baseline,
        told: &mut Told,
    ) -> Vec<(usize, Tried)> {
        let mut accepted: BTreeMap<usize, &Judged> = BTreeMap::new();
        let mut waiting: Vec<&[(usize, Tried)]> = vec![&outcomes];
        while let Some(group) = waiting.pop().filter(|group| !group.is_empty()) {
            let mut with = accepted.clone();
            with.extend(group.iter().filter_map(|(number, outcome)| Some((*number, &outcome.after.as_ref()?.1))));
            let (after, renewed) = self.settle(&with);
            match against(report, &after, group) {
                Ok(()) => {
                    accepted = with;
                    (*report, *baseline) = (after, renewed);
                }
                Err(why) if group.len() == 1 => {
                    group[0].1.fixed.iter().for_each(|finding| told.refuse(finding, &why));
                }
                Err(_) => {
                    let (first, second) = group.split_at(group.len() / 2);
                    waiting.extend([second, first]);
                }
            }
        }
        let accepted: Vec<usize> = accepted.into_keys().collect();
        outcomes.into_iter().filter(|(number, _)| accepted.contains(number)).collect()
    }

    /// Writes what has changed. What cannot be written is taken back; says whether there is such a file.
    fn write(&mut self, texts: &mut BTreeMap<usize, Text>, fixed: &mut Vec<Finding>, told: &mut Told) -> bool {
        let mut failed = Vec::new();
        for (&number, text) in texts.iter() {
            if let Err(error) = fix::save(self.files[number].path(), text.before.as_bytes(), text.now.as_bytes()) {
                failed.push((number, Refusal::new(error.to_string())));
            }
        }
        for (number, why) in &failed {
            let file = &self.files[*number].shown;
            fixed.iter().filter(|finding| finding.place.file == *file).for_each(|finding| told.refuse(finding, why));
            fixed.retain(|finding| finding.place.file != *file);
            if let Some(text) = texts.remove(number) {
                self.judged[*number] = text.judged_before;
            }
        }
        !failed.is_empty()
    }

    /// The report of all files, some of them judged anew.
    fn settle(&self, anew: &BTreeMap<usize, &Judged>) -> (Report, Baseline) {
        let mut collected = Collected { failures: self.failures.clone(), ..Collected::default() };
        for (number, found) in self.files.iter().enumerate() {
            let judged = anew.get(&number).copied().unwrap_or(&self.judged[number]);
            collected.take(judged.copy(found));
        }
        let repository = Repository { files: self.files, kept: &self.kept, complete: self.complete };
        self.session.repository(&mut collected, &repository);
        settle::settle(collected, self.session, self.request, self.complete)
    }
}

/// What rules that need to see all files, and those about waivers, have against the files of a group.
fn against(before: &Report, after: &Report, group: &[(usize, Tried)]) -> Result<(), Refusal> {
    let is_theirs = |finding: &&Finding| finding.rule.scope == Scope::Repository || finding.rule.form == Form::Native;
    let theirs = |report: &Report| report.active().filter(is_theirs).cloned().collect();
    let fixed: Vec<&Finding> = group.iter().flat_map(|(_, outcome)| &outcome.fixed).collect();
    let least = fixed.iter().map(|finding| finding.level).min().unwrap_or(Level::Note);
    let fixed: Vec<&Finding> = fixed.into_iter().filter(is_theirs).collect();
    if after.failures.len() > before.failures.len() {
        return Err(Refusal::new("the repository could not be judged afterwards"));
    }
    let before = Said { findings: theirs(before), artifacts: &before.artifacts };
    let after = Said { findings: theirs(after), artifacts: &after.artifacts };
    mends(&before, &after, &fixed, least)
}

/// What is to be said of fixes that were not made.
#[derive(Debug, Default)]
struct Told {
    refused: HashMap<Fingerprint, String>,
    demoted: Vec<Fingerprint>,
}

impl Told {
    fn refuse(&mut self, finding: &Finding, why: &Refusal) {
        self.refused.insert(finding.fingerprint.clone(), why.to_string());
    }

    fn demote(&mut self, finding: &Finding) {
        self.demoted.push(finding.fingerprint.clone());
    }

    /// Says it in the report.
    fn mark(&self, report: &mut Report) {
        for finding in &mut report.findings {
            let Some(fix) = &mut finding.fix else { continue };
            fix.refused = self.refused.get(&finding.fingerprint).cloned();
            fix.safe &= !self.demoted.contains(&finding.fingerprint);
        }
        report.summary.fixable = fixable(report, true);
        report.summary.fixable_unsafe = fixable(report, false);
    }
}
