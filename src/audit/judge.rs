//! One repository: judged, held against the standards, and written down as records.
//!
//! What comes out is a pure function of the repository's files, the rules, the configuration, what the manifest says, and the
//! day.

use std::{collections::BTreeSet, path::Path};

use rustc_hash::FxHashMap;

use super::{
    commit,
    dataset::{Audited, Evaluation, Outcome, Ownership, Repository, RunId, Scan, Status, UNOWNED},
    evidence::{Counts, Holdings, Standards, Verdict},
    manifest::Target,
    owners::{self, Described},
    records::{Lifted, Records, kinds, with_templates},
    redact, templates,
};
use crate::{
    contents::Digest,
    date::Date,
    finding::{self, Report},
    kind::Kind,
    linter::{Fleet, Judgement},
    standard::StandardId,
};

/// What every repository of a run is held against.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    /// The rules.
    pub(super) fleet: &'a Fleet,
    /// The standards.
    pub(super) standards: &'a Standards,
    /// The run.
    pub(super) run: RunId,
    /// The day.
    pub(super) as_of: Date,
}

impl Judge<'_> {
    /// Audits the files of a folder.
    pub(super) fn folder(&self, target: &Target, folder: &Path) -> Audited {
        match self.fleet.judge(folder) {
            Ok(judgement) => self.audited(target, folder, judgement),
            Err(error) => {
                let place = error.place.as_ref().map(|place| {
                    let start = place.location.start;
                    format!("{}:{}:{}: ", place.file, start.line, start.column)
                });
                let message = format!("{}{}", place.unwrap_or_default(), error.message);
                self.failed(target, Status::Error, message)
            }
        }
    }

    /// What stands for a repository that could not be audited: no standard is met, and none is failed.
    pub(super) fn failed(&self, target: &Target, status: Status, message: String) -> Audited {
        let described = owners::describe(Path::new(""), &[], self.fleet.kinds(), &target.facts);
        let verdict = Verdict {
            outcome: Outcome::Error,
            counts: Counts { errors: 1, ..Counts::default() },
            missing: Vec::new(),
            on_path: false,
        };
        let standards = self.standards.path.standards.iter();
        let evaluations = standards.map(|standard| self.evaluation(target, &standard.id, verdict.clone(), (0, 0)));
        Audited {
            scan: Scan { message: Some(redact::message(&message)), ..self.scan(target, status) },
            repository: self.repository(target, &described, Vec::new()),
            ownership: self.ownership(target, &described),
            evaluations: evaluations.collect(),
            findings: Vec::new(),
            waivers: Vec::new(),
        }
    }

    fn audited(&self, target: &Target, folder: &Path, judgement: Judgement) -> Audited {
        let Judgement { report, tree, .. } = &judgement;
        let described = owners::describe(folder, &report.artifacts, self.fleet.kinds(), &target.facts);
        let templates = templates::templates(folder, &report.artifacts, self.fleet.kinds());
        let kinds = kinds(&report.artifacts);
        let lifted = Lifted::new(&judgement);
        let rules = self.counts(report, &lifted);
        let mut facts = target.facts.clone();
        facts.lifecycle = facts.lifecycle.or_else(|| described.lifecycle.clone());
        let holdings =
            Holdings { table: self.fleet.kinds(), kinds: &kinds, templates: &templates, facts: &facts, rules: &rules };
        let mut records = Records::new(self, target);
        records.take(report, &lifted);
        let compiled = self.standards.compiled.iter().zip(&self.standards.path.standards);
        let evaluations = compiled
            .map(|(compiled, standard)| {
                let mut verdict = compiled.verdict(&holdings);
                records.waive(&judgement, standard.id.clone(), &mut verdict);
                let counted = records.counted.get(&standard.id).copied().unwrap_or_default();
                self.evaluation(target, &standard.id, verdict, counted)
            })
            .collect();
        let unreadable: BTreeSet<&str> = report
            .findings
            .iter()
            .filter(|finding| finding.rule.id.pack() == "syntax")
            .map(|finding| &*finding.place.file)
            .collect();
        let scan = Scan {
            commit: commit::of(folder),
            tree: self.name(tree, target),
            artifacts: report.summary.artifacts as u32,
            documents: report.summary.documents as u32,
            opaque: report.summary.opaque as u32,
            excluded: report.summary.excluded as u32,
            unreadable: unreadable.len() as u32,
            failures: report.failures.len() as u32,
            message: report.failures.first().map(|failure| {
                let file = failure.file.as_ref().map(|file| format!("{file}: ")).unwrap_or_default();
                redact::message(&format!("{file}{}", failure.message))
            }),
            ..self.scan(target, Status::Ok)
        };
        let (findings, waivers) = records.finish();
        Audited {
            scan,
            repository: self.repository(target, &described, with_templates(kinds, &templates)),
            ownership: self.ownership(target, &described),
            evaluations,
            findings,
            waivers,
        }
    }

    /// Names everything that a result rests on besides rules, configuration and day: the files and what the manifest says.
    pub(super) fn name(&self, tree: &Digest, target: &Target) -> String {
        let facts = format!("{:?}", target.facts);
        Digest::of_parts([tree.as_bytes(), facts.as_bytes()]).to_string()
    }

    /// What the rules of all standards came to, by number.
    fn counts(&self, report: &Report, lifted: &Lifted) -> Vec<Counts> {
        let mut counts = vec![Counts::default(); self.standards.rules.len()];
        // Files of which rules say the same share one list, so most rules are looked up once for many files.
        let mut lists: FxHashMap<usize, Vec<(usize, &finding::Evaluation)>> = FxHashMap::default();
        for artifact in &report.artifacts {
            let list = lists.entry(artifact.evaluations.as_ptr().addr()).or_insert_with(|| {
                let numbered = artifact
                    .evaluations
                    .iter()
                    .filter_map(|evaluation| Some((*self.standards.rules.get(&evaluation.rule)?, evaluation)));
                numbered.collect()
            });
            for (number, evaluation) in list {
                let counts = &mut counts[*number];
                let key = || (artifact.file.clone(), evaluation.rule.clone());
                match evaluation.outcome {
                    finding::Outcome::Pass => counts.passed += 1,
                    finding::Outcome::NotApplicable => counts.not_applicable += 1,
                    finding::Outcome::Error => counts.errors += 1,
                    finding::Outcome::Fail if lifted.switched_off.contains_key(&key()) => counts.waived += 1,
                    finding::Outcome::Fail => counts.failed += 1,
                    finding::Outcome::Waived if lifted.known.contains(&key()) => counts.known += 1,
                    finding::Outcome::Waived => counts.waived += 1,
                }
            }
        }
        counts
    }

    fn evaluation(
        &self,
        target: &Target,
        standard: &StandardId,
        verdict: Verdict,
        (findings, fixable): (u32, u32),
    ) -> Evaluation {
        let Verdict { outcome, counts, missing, on_path } = verdict;
        Evaluation {
            run: self.run.clone(),
            repository: target.id.clone(),
            standard: standard.clone(),
            outcome,
            on_path,
            passed: counts.passed,
            failed: counts.failed,
            waived: counts.waived,
            known: counts.known,
            not_applicable: counts.not_applicable,
            unmeasured: counts.unmeasured,
            errors: counts.errors,
            findings,
            fixable,
            missing,
        }
    }

    fn scan(&self, target: &Target, status: Status) -> Scan {
        Scan::new(self.run.clone(), target.id.clone(), status)
    }

    fn repository(&self, target: &Target, described: &Described, kinds: Vec<(Kind, u32)>) -> Repository {
        let facts = &target.facts;
        Repository {
            run: self.run.clone(),
            repository: target.id.clone(),
            url: facts.url.clone(),
            language: facts.language.clone(),
            lifecycle: facts.lifecycle.clone().or_else(|| described.lifecycle.clone()),
            created: facts.created,
            kinds: kinds.into_iter().map(|(kind, files)| (kind.to_string(), files)).collect(),
        }
    }

    fn ownership(&self, target: &Target, described: &Described) -> Vec<Ownership> {
        let ownership = described.owners.iter().map(|owner| Ownership {
            run: self.run.clone(),
            repository: target.id.clone(),
            path: owner.path.clone(),
            owner: if owner.name.is_empty() { UNOWNED.to_owned() } else { owner.name.clone() },
            domain: owner.domain.clone(),
            source: owner.source,
        });
        ownership.collect()
    }
}
