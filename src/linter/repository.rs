//! Rules that see the whole repository: collected file by file, judged once.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use super::{conclude::conclude, file::Context, plan::Active};
use crate::{
    engine::{Answer, Input, Member},
    finding::{Evaluation, Failure, Finding, Outcome},
    rule::RuleId,
};

/// What repository rules yield: findings, evaluations by file, and what failed.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub findings: Vec<Finding>,
    pub evaluations: BTreeMap<Arc<str>, Vec<Evaluation>>,
    pub failures: Vec<Failure>,
}

/// Judges `members` (ordered by file and document) by all rules of repository scope.
pub(super) fn judge(
    members: &[Member],
    paths: &BTreeMap<Arc<str>, (PathBuf, String)>,
    complete: bool,
    context: &Context<'_>,
) -> Judged {
    let mut judged = Judged::default();
    // Rules over the same documents are asked together, so that what they have in common is worked out once.
    let mut groups: BTreeMap<&[String], Vec<&Active>> = BTreeMap::new();
    for active in context.layer.repository_rules() {
        groups.entry(&active.rule.kinds).or_default().push(active);
    }
    for (kinds, group) in groups {
        let fits = |member: &&Member| kinds.iter().any(|pattern| context.kinds.matches(pattern, &member.kind));
        let wanted: Vec<&Member> = members.iter().filter(fits).collect();
        if !wanted.is_empty() {
            judged.ask(&group, &wanted, complete, paths, context);
        }
    }
    judged
}

impl Judged {
    /// Asks rules of the same kinds about the documents of these kinds.
    fn ask(
        &mut self,
        group: &[&Active],
        members: &[&Member],
        complete: bool,
        paths: &BTreeMap<Arc<str>, (PathBuf, String)>,
        context: &Context<'_>,
    ) {
        let judge = &context.layer.judge;
        let rules: Vec<RuleId> = group.iter().map(|active| active.rule.id.clone()).collect();
        let verdicts = judge.ask(&judge.set(&rules), &Input::Collection { members, complete });
        for (active, verdict) in group.iter().zip(verdicts) {
            match verdict.answers {
                Ok(answers) => self.settle(active, members, answers, paths),
                Err(message) => {
                    let rule = &active.rule.id;
                    self.evaluate(rule, members, |_| Outcome::Error);
                    let help = format!("mend the rule, or leave it out with `--ignore {rule}`");
                    self.failures.push(Failure { file: None, rule: Some(rule.clone()), message, help });
                }
            }
        }
    }

    fn settle(
        &mut self,
        active: &Active,
        members: &[&Member],
        answers: Vec<Answer>,
        paths: &BTreeMap<Arc<str>, (PathBuf, String)>,
    ) {
        let rule = &active.rule.id;
        let mut by_file: BTreeMap<Arc<str>, Vec<Answer>> = BTreeMap::new();
        for answer in answers {
            let named = answer.file.as_deref();
            match members.iter().find(|member| Some(&*member.file) == named) {
                Some(member) => by_file.entry(member.file.clone()).or_default().push(answer),
                None => self.failures.push(Failure {
                    file: None,
                    rule: Some(rule.clone()),
                    message: format!("a finding names no file of the repository: {:?}", named.unwrap_or_default()),
                    help: "a rule of repository scope adds `\"in\": d.file, \"document\": d.document`".to_owned(),
                }),
            }
        }
        self.evaluate(rule, members, |file| if by_file.contains_key(file) { Outcome::Fail } else { Outcome::Pass });
        for (file, answers) in by_file {
            let Some((_, relative)) = paths.get(&file) else { continue };
            for answer in answers {
                let number = answer.document.unwrap_or_default();
                let member = members.iter().find(|member| member.file == file && member.document == number);
                if let Some(member) = member {
                    self.findings.push(conclude(active, relative, &member.recognised(), answer));
                }
            }
        }
    }

    fn evaluate(&mut self, rule: &RuleId, members: &[&Member], outcome: impl Fn(&Arc<str>) -> Outcome) {
        let mut last: Option<&Arc<str>> = None;
        for member in members.iter().filter(|member| last.replace(&member.file) != Some(&member.file)) {
            let evaluation = Evaluation { rule: rule.clone(), outcome: outcome(&member.file) };
            self.evaluations.entry(member.file.clone()).or_default().push(evaluation);
        }
    }
}
