//! Findings and waivers of one repository as records.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use super::{
    dataset::{Finding, FixKind, Outcome, Waiver, WaiverKind},
    evidence::Verdict,
    judge::Judge,
    manifest::Target,
    redact,
    templates::Templates,
};
use crate::{
    config::ConfiguredWaiver,
    contents::Digest,
    date::Date,
    finding::{self, Artifact, Report, Suppression},
    kind::Kind,
    linter::{Judgement, STANDARDS},
    rule::RuleId,
    standard::StandardId,
};

/// A file and a rule.
type Judged = (Arc<str>, RuleId);

/// What does not count although it was found.
#[derive(Debug, Default)]
pub(super) struct Lifted {
    /// Rules that the repository's own configuration switches off, with where it says so.
    pub(super) switched_off: HashMap<Judged, String>,
    /// Where known debt is among what was found.
    pub(super) known: HashSet<Judged>,
}

impl Lifted {
    /// Looks through what was found.
    pub(super) fn new(judgement: &Judgement) -> Self {
        let mut lifted = Self::default();
        let mut asked: HashSet<Judged> = HashSet::new();
        for finding in &judgement.report.findings {
            let key = (finding.place.file.clone(), finding.rule.id.clone());
            match finding.suppression.as_deref() {
                Some(Suppression::Baseline) => drop(lifted.known.insert(key)),
                Some(Suppression::Waiver { .. }) => {}
                None if asked.insert(key.clone()) => {
                    let off = judgement.switched_off(&key.0, &key.1);
                    off.into_iter().for_each(|written| drop(lifted.switched_off.insert(key.clone(), written)));
                }
                None => {}
            }
        }
        lifted
    }
}

/// What gathers the records of one repository.
pub(super) struct Records<'a> {
    judge: &'a Judge<'a>,
    target: &'a Target,
    findings: Vec<Finding>,
    waivers: BTreeMap<String, Waiver>,
    /// Findings that count, and those of them with a safe fix, by standard.
    pub(super) counted: HashMap<StandardId, (u32, u32)>,
}

/// What makes a waiver itself.
struct Reason<'a> {
    kind: WaiverKind,
    rule: &'a RuleId,
    file: Option<&'a str>,
    reason: &'a str,
    owner: Option<&'a str>,
    until: Option<Date>,
}

impl<'a> Records<'a> {
    /// No records yet.
    pub(super) fn new(judge: &'a Judge<'a>, target: &'a Target) -> Self {
        Self { judge, target, findings: Vec::new(), waivers: BTreeMap::new(), counted: HashMap::new() }
    }

    /// Takes the findings of rules that evidence a standard, and of waivers at fault.
    pub(super) fn take(&mut self, report: &Report, lifted: &Lifted) {
        for finding in &report.findings {
            let standards = self.judge.standards.of_rule(&finding.rule.id);
            if standards.is_empty() && finding.rule.id.pack() != "waiver" {
                continue;
            }
            let waiver = self.lift(finding, lifted);
            if waiver.is_none() {
                let safe = finding.fix.as_ref().is_some_and(|fix| fix.safe && fix.refused.is_none());
                for standard in standards {
                    let (counted, fixable) = self.counted.entry(standard.clone()).or_default();
                    (*counted, *fixable) = (*counted + 1, *fixable + u32::from(safe));
                }
            }
            self.findings.push(self.finding(finding, standards, waiver));
        }
    }

    /// What lifts a finding, if anything does.
    fn lift(&mut self, finding: &finding::Finding, lifted: &Lifted) -> Option<String> {
        let (file, rule) = (&finding.place.file, &finding.rule.id);
        let reason = match finding.suppression.as_deref() {
            Some(Suppression::Baseline) => {
                Reason { kind: WaiverKind::Baseline, rule, file: None, reason: "known debt", owner: None, until: None }
            }
            Some(Suppression::Waiver { inline, reason, owner, until }) => Reason {
                kind: if *inline { WaiverKind::Inline } else { WaiverKind::Configured },
                rule,
                file: inline.then_some(&**file),
                reason,
                owner: owner.as_deref(),
                until: until.as_ref().and_then(|until| until.parse().ok()),
            },
            None => Reason {
                kind: WaiverKind::SwitchedOff,
                rule,
                file: None,
                reason: lifted.switched_off.get(&(file.clone(), rule.clone()))?,
                owner: None,
                until: None,
            },
        };
        Some(self.waiver(&reason, None))
    }

    /// Notes that a waiver lifts one more finding; returns its name.
    fn waiver(&mut self, reason: &Reason<'_>, standard: Option<&StandardId>) -> String {
        let until = reason.until.map(|until| until.to_string()).unwrap_or_default();
        let file = reason.file.unwrap_or_default();
        let kind = format!("{:?}", reason.kind);
        let parts = [&kind, reason.rule.as_str(), file, reason.reason, reason.owner.unwrap_or_default(), &until];
        let name = Digest::of_parts(parts.map(str::as_bytes)).to_string()[..16].to_owned();
        let (judge, target) = (self.judge, self.target);
        let new = || Waiver {
            run: judge.run.clone(),
            repository: target.id.clone(),
            waiver: name.clone(),
            kind: reason.kind,
            rule: reason.rule.clone(),
            standards: match standard {
                Some(standard) => vec![standard.clone()],
                None => judge.standards.of_rule(reason.rule).to_vec(),
            },
            file: reason.file.map(str::to_owned),
            reason: redact::message(reason.reason),
            owner: reason.owner.map(str::to_owned),
            until: reason.until,
            findings: 0,
        };
        self.waivers.entry(name.clone()).or_insert_with(new).findings += 1;
        name
    }

    fn finding(&self, finding: &finding::Finding, standards: &[StandardId], waiver: Option<String>) -> Finding {
        let place = &finding.place;
        let start = place.location.start;
        let line = place.excerpt.text.lines().nth((start.line - place.excerpt.first_line.min(start.line)) as usize);
        let fix = finding.fix.as_ref().filter(|fix| fix.refused.is_none());
        Finding {
            run: self.judge.run.clone(),
            repository: self.target.id.clone(),
            rule: finding.rule.id.clone(),
            standards: standards.to_vec(),
            fingerprint: finding.fingerprint.clone(),
            file: place.file.to_string(),
            line: start.line,
            column: start.column,
            pointer: place.pointer.to_string(),
            level: finding.level,
            message: redact::message(&finding.message),
            help: redact::message(finding.help()),
            snippet: line.and_then(redact::snippet),
            fix: fix.map(|fix| if fix.safe { FixKind::Safe } else { FixKind::Unsafe }),
            waiver,
        }
    }

    /// Heeds a waiver of the standard as a whole.
    pub(super) fn waive(&mut self, judgement: &Judgement, standard: StandardId, verdict: &mut Verdict) {
        if verdict.outcome != Outcome::Fail {
            return;
        }
        let name = RuleId::new(format!("{STANDARDS}{standard}"));
        let waivers = judgement.waivers_of(&name);
        let as_of = self.judge.as_of;
        let holds = |waiver: &&Arc<ConfiguredWaiver>| {
            waiver.reason.is_some() && waiver.until.is_none_or(|until| as_of <= until) && waiver.files.is_none()
        };
        let Some(waiver) = waivers.iter().find(holds) else { return };
        verdict.outcome = Outcome::Waived;
        let reason = Reason {
            kind: WaiverKind::Configured,
            rule: &name,
            file: None,
            reason: waiver.reason.as_deref().unwrap_or_default(),
            owner: waiver.owner.as_deref(),
            until: waiver.until,
        };
        self.waiver(&reason, Some(&standard));
    }

    /// The records.
    pub(super) fn finish(self) -> (Vec<Finding>, Vec<Waiver>) {
        (self.findings, self.waivers.into_values().collect())
    }
}

/// The kinds of a repository's files with how many are of each, ordered by kind.
pub(super) fn kinds(artifacts: &[Artifact]) -> Vec<(Kind, u32)> {
    let mut kinds: BTreeMap<Kind, u32> = BTreeMap::new();
    for kind in artifacts.iter().flat_map(|artifact| &artifact.kinds) {
        *kinds.entry(kind.clone()).or_default() += 1;
    }
    kinds.into_iter().collect()
}

/// The same with what stands in templates.
pub(super) fn with_templates(kinds: Vec<(Kind, u32)>, templates: &Templates) -> Vec<(Kind, u32)> {
    let mut all: BTreeMap<Kind, u32> = kinds.into_iter().collect();
    templates.kinds.iter().for_each(|(kind, files)| *all.entry(kind.clone()).or_default() += files);
    all.into_iter().collect()
}
