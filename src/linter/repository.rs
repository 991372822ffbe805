//! Rules that see the whole repository: collected file by file, judged once.

use std::{collections::BTreeMap, sync::Arc};

use rustc_hash::FxHashSet;

use super::{
    Repository,
    conclude::conclude,
    each,
    file::Context,
    kept::{changed, read_again},
    plan::{Active, Said, add_outcomes},
};
use crate::{
    engine::{Answer, Input, Member},
    finding::{Artifact, Failure, Finding, Outcome},
    kind::Kind,
};

/// What repository rules yield besides evaluations: findings, and what failed.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub findings: Vec<Finding>,
    pub failures: Vec<Failure>,
    said: Vec<Said>,
}

/// An answer and the document it is about.
struct Told<'a> {
    active: &'a Active,
    member: &'a Member,
    answer: Answer,
}

/// Judges `members` (ordered by file and document) by all rules of repository scope; their `artifacts` (ordered by file)
/// get the evaluations.
pub(super) fn judge(
    members: &[&Member],
    artifacts: &mut [Artifact],
    repository: &Repository<'_>,
    context: &Context<'_>,
) -> Judged {
    let mut judged = Judged::default();
    let known: FxHashSet<&Kind> = members.iter().map(|member| &member.kind).collect();
    let groups = context.layer.repository_rules();
    let known_of = |patterns: &[String]| -> FxHashSet<&Kind> {
        let fits = |kind: &&Kind| patterns.iter().any(|pattern| context.kinds.matches(pattern, kind));
        known.iter().copied().filter(fits).collect()
    };
    let groups: Vec<_> = groups.iter().map(|(patterns, group)| (group, known_of(patterns))).collect();
    let groups: Vec<_> = groups.into_iter().filter(|(_, kinds)| !kinds.is_empty()).collect();
    // Of few files, compiling the rules takes most of the time.
    each(&groups, |(group, _)| drop(context.layer.set(group)));
    let mut told = Vec::new();
    for (group, kinds) in &groups {
        let members: Vec<&Member> = members.iter().copied().filter(|member| kinds.contains(&member.kind)).collect();
        let asked = Asked { group, artifacts: positions(&members, artifacts), members };
        told.append(&mut judged.ask(&asked, artifacts, repository, context));
    }
    judged.conclude(told, repository, context);
    add_outcomes(artifacts, std::mem::take(&mut judged.said), &context.layer.rules);
    judged
}

/// Rules of the same kinds, and the documents of these kinds.
struct Asked<'a> {
    group: &'a [&'a Active],
    members: Vec<&'a Member>,
    /// Where the documents' files stand among all artifacts.
    artifacts: Vec<usize>,
}

/// Where the files of members stand among artifacts; both are ordered by file.
fn positions(members: &[&Member], artifacts: &[Artifact]) -> Vec<usize> {
    let mut members = members.iter().peekable();
    let mut holds = |artifact: &Artifact| {
        let mut holds = false;
        while let Some(member) = members.next_if(|member| member.file <= artifact.file) {
            holds |= member.file == artifact.file;
        }
        holds
    };
    (0..artifacts.len()).filter(|&at| holds(&artifacts[at])).collect()
}

impl Judged {
    fn ask<'a>(
        &mut self,
        asked: &Asked<'a>,
        artifacts: &[Artifact],
        repository: &Repository<'_>,
        context: &Context<'_>,
    ) -> Vec<Told<'a>> {
        let Asked { group, members, .. } = asked;
        let input = Input::Collection { members, kept: repository.kept, complete: repository.complete };
        let verdicts = context.layer.judge.ask(&context.layer.set(group), &input);
        let mut told = Vec::new();
        for (&active, verdict) in group.iter().zip(verdicts) {
            match verdict.answers {
                Ok(answers) => self.settle(active, asked, artifacts, answers, &mut told),
                Err(message) => {
                    let rule = &active.rule.id;
                    self.note(active, asked, |_| Outcome::Error);
                    let help = format!("mend the rule, or leave it out with `--ignore {rule}`");
                    self.failures.push(Failure { file: None, rule: Some(rule.clone()), message, help });
                }
            }
        }
        told
    }

    fn settle<'a>(
        &mut self,
        active: &'a Active,
        asked: &Asked<'a>,
        artifacts: &[Artifact],
        answers: Vec<Answer>,
        told: &mut Vec<Told<'a>>,
    ) {
        let (rule, members) = (&active.rule.id, &asked.members);
        let mut by_file: BTreeMap<Arc<str>, Vec<Answer>> = BTreeMap::new();
        for answer in answers {
            let named = answer.file.as_deref();
            let file = named.and_then(|named| members.binary_search_by(|member| (*member.file).cmp(named)).ok());
            match file.map(|at| &members[at].file) {
                Some(file) => by_file.entry(file.clone()).or_default().push(answer),
                None => self.failures.push(Failure {
                    file: None,
                    rule: Some(rule.clone()),
                    message: format!("a finding names no file of the repository: {:?}", named.unwrap_or_default()),
                    help: "a rule of repository scope adds `\"in\": d.file, \"document\": d.document`".to_owned(),
                }),
            }
        }
        let outcome = |at: usize| {
            if by_file.contains_key(&artifacts[at].file) { Outcome::Fail } else { Outcome::Pass }
        };
        self.note(active, asked, outcome);
        for (file, answers) in by_file {
            for answer in answers {
                let wanted = (&file, answer.document.unwrap_or_default());
                let member = members.binary_search_by(|member| (&member.file, member.document).cmp(&wanted));
                told.extend(member.ok().map(|at| Told { active, member: members[at], answer }));
            }
        }
    }

    /// Turns what was told into findings, in that order. A file of which only parts are kept is read again, each once.
    fn conclude(&mut self, told: Vec<Told<'_>>, repository: &Repository<'_>, context: &Context<'_>) {
        let mut by_file: BTreeMap<&Arc<str>, Vec<(usize, &Told<'_>)>> = BTreeMap::new();
        for (number, told) in told.iter().enumerate() {
            by_file.entry(&told.member.file).or_default().push((number, told));
        }
        let files = Vec::from_iter(by_file);
        let mut findings: Vec<(usize, Finding)> = Vec::new();
        for concluded in each(&files, |(file, told)| of_file(file, told, repository, context)) {
            match concluded {
                Ok(concluded) => findings.extend(concluded),
                Err(failure) => self.failures.push(failure),
            }
        }
        findings.sort_by_key(|(number, _)| *number);
        self.findings.extend(findings.into_iter().map(|(_, finding)| finding));
    }

    /// Notes what a rule said of each of the artifacts it was asked about.
    fn note(&mut self, active: &Active, asked: &Asked<'_>, outcome: impl Fn(usize) -> Outcome) {
        self.said.extend(asked.artifacts.iter().map(|&at| Said::new(at, active.number, outcome(at))));
    }
}

/// The findings in one file, with their numbers.
fn of_file(
    file: &Arc<str>,
    told: &[(usize, &Told<'_>)],
    repository: &Repository<'_>,
    context: &Context<'_>,
) -> Result<Vec<(usize, Finding)>, Failure> {
    let changed = || changed(file);
    let found = repository.file(file).ok_or_else(changed)?;
    let text = told.iter().find_map(|(_, told)| told.member.part_of());
    let again = text.map(|text| read_again(found, text, context).ok_or_else(changed)).transpose()?;
    let whole = again.as_ref().map(|(tree, guess)| context.kinds.documents(tree, guess)).unwrap_or_default();
    let concluded = told.iter().map(|&(number, Told { active, member, answer })| {
        let own = member.recognised();
        let part = own.as_ref().or_else(|| whole.get(member.document as usize)).ok_or_else(changed)?;
        let mut finding = conclude(active, found.relative(), part, answer.clone());
        // Its tree may be another file's that holds the same.
        finding.move_to(file);
        Ok((number, finding))
    });
    concluded.collect()
}
