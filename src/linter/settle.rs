//! What counts: waivers, baseline, order, counts.

use std::{
    cell::LazyCell,
    collections::{BTreeMap, BTreeSet, HashSet},
    path::{MAIN_SEPARATOR, Path},
    sync::Arc,
};

use super::{Collected, Request, Session};
use crate::{
    baseline::{self, Baseline, Entry},
    config::{RulePattern, is_sample},
    finding::{Artifact, Evaluation, Finding, Origin, Outcome, Report, Summary, Suppression},
    rule::{Level, RuleId, Scope},
    waiver::{self, WaiverProblem},
};

/// What stands before the name of a standard where a waiver names one as a whole: an audit heeds it, and no rule is meant.
pub const STANDARDS: &str = "standard/";

/// Turns what all files yielded into the report.
pub(super) fn settle(
    mut collected: Collected,
    session: &Session,
    request: &Request,
    complete: bool,
) -> (Report, Baseline) {
    let mut waivers = std::mem::take(&mut collected.waivers);
    waivers.extend(waiver::configured(&session.configs.waivers(), &session.cwd));
    let known = |pattern: &RulePattern| {
        pattern.as_str().starts_with(STANDARDS)
            || session.registry.rules().any(|loaded| pattern.matches(&loaded.rule.id))
    };
    let judged = LazyCell::new(|| judged_rules(&collected.artifacts));
    let was_judged = |pattern: &RulePattern, file: Option<&str>| {
        judged.iter().any(|(rule, files)| pattern.matches(rule) && file.is_none_or(|file| files.contains(file)))
    };
    let mut findings: Vec<Finding> = Vec::with_capacity(collected.findings.iter().map(Vec::len).sum());
    collected.findings.into_iter().for_each(|mut of_one| findings.append(&mut of_one));
    order(&mut findings);
    let run = waiver::Run { as_of: request.as_of, known: &known, judged: &was_judged };
    let waiver::Settled { problems, inventory } = waiver::settle(&mut findings, &waivers, &run);
    if !problems.is_empty() {
        findings.extend(problems.into_iter().filter_map(|problem| of_problem(problem, session)));
        order(&mut findings);
    }
    lower_in_samples(&mut findings, session);
    lower(&mut findings, session);
    lower_own(&mut findings, session);
    baseline::distinguish(&mut findings);
    let settled = settled(&collected.artifacts, session, complete);
    let baseline = session.baseline.clone().unwrap_or_default();
    baseline.mark(&mut findings, &settled);
    let baseline = baseline.renewed(&findings, &settled, &|file| from_root(session, file));
    drop(settled);
    let mut artifacts = collected.artifacts;
    soften(&mut artifacts, &findings);
    artifacts.sort_by(|a, b| a.file.cmp(&b.file));
    collected.failures.sort();
    collected.failures.dedup();
    let rules = session.selected.iter().map(|loaded| loaded.rule.clone()).collect();
    let left_out = (collected.opaque, collected.excluded, collected.unrecognised);
    let mut report = Report {
        findings,
        artifacts,
        failures: collected.failures,
        rules,
        waivers: inventory,
        summary: Summary::default(),
        fixes: None,
    };
    report.summary = summarise(&report, left_out);
    (report, baseline)
}

/// Whether this run would have found an entry of the baseline: its rule judged its file, or the file is gone. A rule that
/// sees the whole repository has not judged while a part is missing; a rule that no longer exists finds nothing.
fn settled<'a>(artifacts: &'a [Artifact], session: &'a Session, complete: bool) -> impl Fn(&Entry) -> bool + use<'a> {
    let failed = |artifact: &Artifact| {
        let errors = artifact.evaluations.iter().filter(|evaluation| evaluation.outcome == Outcome::Error);
        errors.map(|evaluation| evaluation.rule.clone()).collect::<Vec<_>>()
    };
    // Without a baseline nobody asks.
    let judged = LazyCell::new(move || -> BTreeMap<String, Vec<RuleId>> {
        artifacts.iter().map(|artifact| (from_root(session, &artifact.file), failed(artifact))).collect()
    });
    let selected: BTreeMap<&RuleId, Scope> =
        session.selected.iter().map(|loaded| (&loaded.rule.id, loaded.rule.scope)).collect();
    move |entry| {
        let spoke = match selected.get(&entry.rule) {
            Some(scope) => complete || *scope != Scope::Repository,
            None => session.registry.get(&entry.rule).is_none(),
        };
        match judged.get(&entry.file) {
            Some(failed) => spoke && !failed.contains(&entry.rule),
            None => !session.root().join(&entry.file).exists(),
        }
    }
}

/// A file's name from the folder that the baseline lies in, by the one that is shown, which counts from the current one.
fn from_root(session: &Session, shown: &str) -> String {
    let path = session.cwd.join(shown);
    let named = path.strip_prefix(session.root()).unwrap_or(Path::new(shown)).to_string_lossy();
    if MAIN_SEPARATOR == '/' { named.into_owned() } else { named.replace(MAIN_SEPARATOR, "/") }
}

/// Findings by file, place and rule; of the same thing said twice, one.
pub(super) fn order(findings: &mut Vec<Finding>) {
    sort(findings);
    // What several places share by aliases is told once.
    findings.dedup_by(|a, b| {
        let told = |finding: &Finding| (finding.place.span, finding.suppression.is_some());
        (&a.place.file, &a.rule.id, &a.message, told(a)) == (&b.place.file, &b.rule.id, &b.message, told(b))
    });
}

/// Findings by file, place and rule.
pub(super) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
}

/// Whether two findings say the same of the same place.
pub(super) fn is_same(a: &Finding, b: &Finding) -> bool {
    key(a) == key(b)
}

fn key(finding: &Finding) -> impl Ord + PartialEq + use<'_> {
    (&finding.place.file, finding.place.span, &finding.rule.id, &finding.message, &finding.place.pointer)
}

fn of_problem(problem: WaiverProblem, session: &Session) -> Option<Finding> {
    let layer = session.layer(&session.configs.outermost());
    let active = layer.active.get(&RuleId::new(problem.rule))?;
    let file = from_root(session, &problem.place.file);
    let fingerprint = baseline::fingerprint(&active.rule.id, &file, None, &problem.message);
    Some(Finding {
        rule: active.rule.clone(),
        level: active.level,
        lowered_from: None,
        owner: None,
        note_in_samples: false,
        message: problem.message.into(),
        help: Some(problem.help.into()),
        place: problem.place,
        origin: Origin::Given,
        related: Vec::new(),
        fix: None,
        fingerprint,
        suppression: None,
    })
}

/// What a rule says is no more than a note in samples. Files with the same text are judged once, so it is known only here.
fn lower_in_samples(findings: &mut [Finding], session: &Session) {
    for finding in findings.iter_mut().filter(|finding| finding.note_in_samples) {
        if is_sample(&from_root(session, &finding.place.file)) {
            finding.level = Level::Note;
        }
    }
}

/// In test data a finding is a note at most: levels are those of what is delivered, and an input of tests may be broken on
/// purpose. A test may rest on what a fix would change, so none is made there without a look.
fn lower(findings: &mut [Finding], session: &Session) {
    for of_file in findings.chunk_by_mut(|a, b| a.place.file == b.place.file) {
        if !session.configs.is_test_data(&session.cwd.join(&*of_file[0].place.file)) {
            continue;
        }
        for finding in of_file {
            to_note(finding);
            finding.fix.iter_mut().for_each(|fix| fix.safe = false);
        }
    }
}

/// What its owner makes for all its repositories is no stranger's in any of them, and follows whatever is newest on purpose. So does
/// what is called after the repository, whoever makes it.
fn lower_own(findings: &mut [Finding], session: &Session) {
    let repository = LazyCell::new(|| session.configs.named());
    for finding in findings {
        let Some(what) = &finding.owner else { continue };
        match repository.as_ref() {
            Some(repository) if repository.made(what) => {
                finding.owner = what.split('/').next().map(Into::into);
                to_note(finding);
            }
            _ => finding.owner = None,
        }
    }
}

/// Makes a finding a note, if it is more, and says what it was.
fn to_note(finding: &mut Finding) {
    if finding.level > Level::Note {
        finding.lowered_from = Some(std::mem::replace(&mut finding.level, Level::Note));
    }
}

/// Rule → files in which it was judged.
fn judged_rules(artifacts: &[Artifact]) -> BTreeMap<RuleId, BTreeSet<&str>> {
    let mut judged: BTreeMap<RuleId, BTreeSet<&str>> = BTreeMap::new();
    for artifact in artifacts {
        for evaluation in artifact.evaluations.iter().filter(|evaluation| evaluation.outcome != Outcome::Error) {
            judged.entry(evaluation.rule.clone()).or_default().insert(&artifact.file);
        }
    }
    judged
}

/// A rule of whose findings in a file none counts has not failed there.
fn soften(artifacts: &mut [Artifact], findings: &[Finding]) {
    let active: HashSet<(&str, &RuleId)> = findings
        .iter()
        .filter(|finding| finding.suppression.is_none())
        .map(|finding| (&*finding.place.file, &finding.rule.id))
        .collect();
    for artifact in artifacts {
        let Artifact { file, evaluations, .. } = artifact;
        let is_waived = |evaluation: &Evaluation| {
            evaluation.outcome == Outcome::Fail && !active.contains(&(&**file, &evaluation.rule))
        };
        if evaluations.iter().any(is_waived) {
            let waived = Arc::make_mut(evaluations).iter_mut().filter(|evaluation| is_waived(evaluation));
            waived.for_each(|evaluation| evaluation.outcome = Outcome::Waived);
        }
    }
}

/// Findings that count and have a fix of a sort that nothing speaks against.
pub(super) fn fixable(report: &Report, safe: bool) -> usize {
    let has = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safe == safe && fix.refused.is_none());
    report.active().filter(has).count()
}

/// `left_out`: files that are opaque, excluded, unrecognised.
fn summarise(report: &Report, (opaque, excluded, unrecognised): (usize, usize, usize)) -> Summary {
    let at = |level: Level| report.active().filter(|finding| finding.level == level).count();
    let suppressed = |baseline: bool| {
        let is = |finding: &&Finding| {
            finding.suppression.as_ref().is_some_and(|suppression| (**suppression == Suppression::Baseline) == baseline)
        };
        report.findings.iter().filter(is).count()
    };
    let unreadable = report.failures.iter().filter_map(|failure| failure.file.as_ref()).collect::<BTreeSet<_>>();
    let unknown = |file: &&&Arc<str>| report.artifacts.binary_search_by(|artifact| artifact.file.cmp(file)).is_err();
    Summary {
        files: report.artifacts.len() + unreadable.iter().filter(unknown).count(),
        artifacts: report.artifacts.iter().filter(|artifact| !artifact.kinds.is_empty()).count(),
        documents: report.artifacts.iter().map(|artifact| artifact.documents as usize).sum(),
        rules: report.rules.iter().filter(|rule| !rule.id.is_of_the_run()).count(),
        errors: at(Level::Error),
        warnings: at(Level::Warning),
        notes: at(Level::Note),
        lowered: report.active().filter(|finding| finding.lowered_from.is_some()).count(),
        waived: suppressed(false),
        baselined: suppressed(true),
        fixable: fixable(report, true),
        fixable_unsafe: fixable(report, false),
        unrecognised,
        opaque,
        excluded,
        failures: report.failures.len(),
    }
}
