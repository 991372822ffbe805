//! Rules that see the whole repository: collected file by file, judged once.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{
    conclude::conclude,
    each,
    file::Context,
    plan::{Active, Lists},
};
use crate::{
    engine::{Answer, Input, Member},
    finding::{Artifact, Evaluation, Failure, Finding, Outcome},
    kind::Kind,
    rule::RuleId,
};

/// What repository rules yield besides evaluations: findings, and what failed.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub findings: Vec<Finding>,
    pub failures: Vec<Failure>,
    /// By artifact, rules by number and what they said of it.
    outcomes: BTreeMap<usize, Vec<(usize, Outcome)>>,
}

/// Judges `members` (ordered by file and document) by all rules of repository scope; their `artifacts` (ordered by file)
/// get the evaluations.
pub(super) fn judge(
    members: &[Member],
    artifacts: &mut [Artifact],
    paths: &BTreeMap<Arc<str>, Arc<str>>,
    complete: bool,
    context: &Context<'_>,
) -> Judged {
    let mut judged = Judged::default();
    // Rules over the same documents are asked together, so that what they have in common is worked out once.
    let mut groups: BTreeMap<&[String], Vec<&Active>> = BTreeMap::new();
    for active in context.layer.repository_rules() {
        groups.entry(&active.rule.kinds).or_default().push(active);
    }
    let mut asked = Vec::new();
    for (kinds, group) in &groups {
        let mut known: HashMap<&Kind, bool> = HashMap::new();
        let mut fits = |kind| {
            *known.entry(kind).or_insert_with(|| kinds.iter().any(|pattern| context.kinds.matches(pattern, kind)))
        };
        let wanted: Vec<&Member> = members.iter().filter(|member| fits(&member.kind)).collect();
        if !wanted.is_empty() {
            asked.push(Asked { group, artifacts: positions(&wanted, artifacts), members: wanted });
        }
    }
    // Of few files, compiling the rules takes most of the time.
    let judge = &context.layer.judge;
    each(&asked, |asked| drop(judge.set(&asked.rules())));
    for asked in &asked {
        judged.ask(asked, artifacts, complete, paths, context);
    }
    judged.evaluate(artifacts, &context.layer.rules);
    judged
}

/// Rules of the same kinds, and the documents of these kinds.
struct Asked<'a> {
    group: &'a [&'a Active],
    members: Vec<&'a Member>,
    /// Where the documents' files stand among all artifacts.
    artifacts: Vec<usize>,
}

impl Asked<'_> {
    fn rules(&self) -> Vec<RuleId> {
        self.group.iter().map(|active| active.rule.id.clone()).collect()
    }
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
    fn ask(
        &mut self,
        asked: &Asked<'_>,
        artifacts: &[Artifact],
        complete: bool,
        paths: &BTreeMap<Arc<str>, Arc<str>>,
        context: &Context<'_>,
    ) {
        let judge = &context.layer.judge;
        let Asked { group, members, .. } = asked;
        let verdicts = judge.ask(&judge.set(&asked.rules()), &Input::Collection { members, complete });
        for (active, verdict) in group.iter().zip(verdicts) {
            match verdict.answers {
                Ok(answers) => self.settle(active, asked, artifacts, answers, paths),
                Err(message) => {
                    let rule = &active.rule.id;
                    self.note(active, asked, |_| Outcome::Error);
                    let help = format!("mend the rule, or leave it out with `--ignore {rule}`");
                    self.failures.push(Failure { file: None, rule: Some(rule.clone()), message, help });
                }
            }
        }
    }

    fn settle(
        &mut self,
        active: &Active,
        asked: &Asked<'_>,
        artifacts: &[Artifact],
        answers: Vec<Answer>,
        paths: &BTreeMap<Arc<str>, Arc<str>>,
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
            let Some(relative) = paths.get(&file) else { continue };
            for answer in answers {
                let number = answer.document.unwrap_or_default();
                let wanted = (&file, number);
                let member = members.binary_search_by(|member| (&member.file, member.document).cmp(&wanted));
                if let Ok(at) = member {
                    let mut finding = conclude(active, relative, &members[at].recognised(), answer);
                    // Its tree may be another file's that holds the same.
                    finding.move_to(&file);
                    self.findings.push(finding);
                }
            }
        }
    }

    /// Notes what a rule said of each of the artifacts it was asked about.
    fn note(&mut self, active: &Active, asked: &Asked<'_>, outcome: impl Fn(usize) -> Outcome) {
        for &at in &asked.artifacts {
            self.outcomes.entry(at).or_default().push((active.number, outcome(at)));
        }
    }

    /// Adds what was noted to the artifacts' evaluations. Those that shared a list and fared alike share one again.
    fn evaluate(&mut self, artifacts: &mut [Artifact], rules: &[RuleId]) {
        let mut lists: Lists<(usize, Vec<(usize, Outcome)>)> = Lists::new();
        // What was shared before is kept, so that its address stays its own.
        let shared: Vec<_> = self.outcomes.keys().map(|&at| artifacts[at].evaluations.clone()).collect();
        for (at, outcomes) in std::mem::take(&mut self.outcomes) {
            let artifact = &mut artifacts[at];
            let list =
                lists.entry((artifact.evaluations.as_ptr().addr(), outcomes)).or_insert_with_key(|(_, outcomes)| {
                    for &(number, outcome) in outcomes {
                        artifact.worsen(Evaluation { rule: rules[number].clone(), outcome });
                    }
                    artifact.evaluations.clone()
                });
            artifact.evaluations = list.clone();
        }
        drop(shared);
    }
}
