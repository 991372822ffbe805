//! The rules of a file's plan, asked about its documents.

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use super::{
    conclude::{conclude, fill, fix_of},
    file::{Context, Judged},
    plan::{Asked, Plan},
    stats::Stage,
    waiting::Waiting,
};
use crate::{
    document::{NodeRef, Pointer, Tree},
    engine::{Answer, Input, Member},
    finding::{Evaluation, Failure, Origin, Outcome},
    recognise::{KindTable, Recognised},
    rule::RuleId,
    source::Source,
};

impl Judged {
    /// Judges all documents; one evaluation for each rule that applies to any of them.
    pub(super) fn rules(
        &mut self,
        tree: &Arc<Tree>,
        recognised: &[Recognised<'_>],
        context: &Context<'_>,
    ) -> Arc<[Evaluation]> {
        let mut outcomes = Outcomes(vec![None; context.layer.rules.len()]);
        let mut artifact_members: BTreeMap<RuleId, Vec<Member>> = BTreeMap::new();
        for (position, part) in recognised.iter().enumerate() {
            let shapes = &context.layer.shapes;
            let plan = context.layer.plan_meanwhile(&part.kind, || shapes.prepare(part));
            for &rule in &plan.unready {
                outcomes.worsen(rule, Outcome::NotApplicable);
            }
            self.shape(tree, position as u32, part, &mut outcomes, context);
            let mut parts = Parts::new(part, context.kinds, &plan.views);
            self.schemas(&mut parts, &plan, &mut outcomes, context);
            if plan.document.is_none() && plan.artifact.is_empty() && plan.repository.is_empty() {
                continue;
            }
            let input = Input::Document(part.document);
            self.rego(&mut parts, &plan, &input, &mut outcomes, context);
            let member = || Member::new(tree, position as u32, part);
            for rule in &plan.artifact {
                artifact_members.entry(rule.clone()).or_default().push(member());
            }
            if !plan.repository.is_empty() {
                self.members.push(member());
            }
        }
        for (rule, members) in &artifact_members {
            self.whole(recognised, rule, members, &mut outcomes, context);
        }
        context.layer.evaluations(outcomes.0)
    }

    /// Holds a document against the schema of its kind, or has it wait.
    fn shape(
        &mut self,
        tree: &Arc<Tree>,
        position: u32,
        part: &Recognised<'_>,
        outcomes: &mut Outcomes,
        context: &Context<'_>,
    ) {
        let started = context.stats.then(Instant::now);
        let rules = &context.layer.shapes;
        match rules.definitions(part) {
            Ok(definitions) => self.definitions.extend(definitions),
            Err(error) => self.failures.push(Failure {
                file: Some(tree.source().path().clone()),
                rule: None,
                message: error,
                help: "mend the schema, or name a better one under `schemas` in .waylint.yaml".to_owned(),
            }),
        }
        if rules.must_wait(part) {
            self.waiting.push(Waiting::new(tree, position, part, context));
        } else {
            let shaped = rules.judge(part, context.relative);
            self.findings.extend(shaped.findings);
            shaped.outcomes.into_iter().for_each(|(number, outcome)| outcomes.worsen(number, outcome));
        }
        if let Some(started) = started {
            self.timer.add(Stage::Judge, started.elapsed());
        }
    }

    fn schemas(&mut self, parts: &mut Parts<'_, '_>, plan: &Plan, outcomes: &mut Outcomes, context: &Context<'_>) {
        for (judge, views) in &plan.schemas {
            let id = &judge.active.rule.id;
            let started = Instant::now();
            let number = judge.active.number;
            outcomes.worsen(number, Outcome::NotApplicable);
            for view in views {
                let part = parts.part;
                let whole = [(Pointer::root(), part.document.root())];
                let nodes = match view {
                    Some(view) => parts.of(*view),
                    None => &whole,
                };
                for (at, node) in nodes {
                    match judge.schema.judge(*node) {
                        Ok(places) => {
                            outcomes.worsen(number, if places.is_empty() { Outcome::Pass } else { Outcome::Fail });
                            for place in places {
                                let message = fill(judge.active.rule.message.as_deref().unwrap_or_default(), *node);
                                let fix = fix_of(&judge.active.rule, *node, at, &place);
                                let at = Some(at.join(place.steps()));
                                let answer = Answer { at, origin: Origin::Given, message, fix, ..Answer::default() };
                                self.findings.push(conclude(&judge.active, context.relative, part, answer));
                            }
                        }
                        Err(error) => {
                            outcomes.worsen(number, Outcome::Error);
                            self.fail(part.document.tree().source(), id, error);
                        }
                    }
                }
            }
            if context.stats {
                self.timer.rule(id, started.elapsed());
            }
        }
    }

    fn rego(
        &mut self,
        parts: &mut Parts<'_, '_>,
        plan: &Plan,
        input: &Input<'_>,
        outcomes: &mut Outcomes,
        context: &Context<'_>,
    ) {
        let Some(set) = &plan.document else { return };
        let part = parts.part;
        let judge = &context.layer.judge;
        let verdicts = if context.stats {
            let ask = |(at, rule)| {
                let started = Instant::now();
                let verdicts = judge.ask_at(set, at, input);
                self.timer.rule(rule, started.elapsed());
                verdicts
            };
            set.rules().enumerate().flat_map(ask).collect()
        } else {
            judge.ask(set, input)
        };
        for (asked, verdict) in plan.asked.iter().zip(verdicts) {
            let active = &asked.active;
            match verdict.answers {
                Ok(answers) => {
                    let outcome = match answers.is_empty() {
                        true if !parts.concern(asked) => Outcome::NotApplicable,
                        true => Outcome::Pass,
                        false => Outcome::Fail,
                    };
                    outcomes.worsen(active.number, outcome);
                    for answer in answers {
                        self.findings.push(conclude(active, context.relative, part, answer));
                    }
                }
                Err(error) => {
                    outcomes.worsen(active.number, Outcome::Error);
                    self.fail(part.document.tree().source(), &active.rule.id, &error);
                }
            }
        }
    }

    /// A rule of artifact scope, over its documents of this file.
    fn whole(
        &mut self,
        recognised: &[Recognised<'_>],
        rule: &RuleId,
        members: &[Member],
        outcomes: &mut Outcomes,
        context: &Context<'_>,
    ) {
        let (Some(active), Some(first)) = (context.layer.active.get(rule), recognised.first()) else { return };
        // Its input names the file.
        self.by_name = true;
        let judge = &context.layer.judge;
        let members: Vec<&Member> = members.iter().collect();
        let set = judge.set(std::slice::from_ref(rule));
        for verdict in judge.ask(&set, &Input::Collection { members: &members, kept: &[], complete: true }) {
            match verdict.answers {
                Ok(answers) => {
                    outcomes.worsen(active.number, if answers.is_empty() { Outcome::Pass } else { Outcome::Fail });
                    for answer in answers {
                        let part = recognised.get(answer.document.unwrap_or_default() as usize).unwrap_or(first);
                        self.findings.push(conclude(active, context.relative, part, answer));
                    }
                }
                Err(error) => {
                    outcomes.worsen(active.number, Outcome::Error);
                    self.fail(first.document.tree().source(), rule, &error);
                }
            }
        }
    }

    fn fail(&mut self, source: &Source, rule: &RuleId, message: &str) {
        self.failures.push(Failure {
            file: Some(source.path().clone()),
            rule: Some(rule.clone()),
            message: message.to_owned(),
            help: format!("mend the rule, or leave it out with `--ignore {rule}`"),
        });
    }
}

/// The parts of one document that rules talk about; the nodes of a view are looked for once.
struct Parts<'p, 't> {
    part: &'p Recognised<'t>,
    kinds: &'p KindTable,
    views: &'p [String],
    found: Vec<Option<Vec<(Pointer, NodeRef<'t>)>>>,
}

impl<'p, 't> Parts<'p, 't> {
    fn new(part: &'p Recognised<'t>, kinds: &'p KindTable, views: &'p [String]) -> Self {
        Self { part, kinds, views, found: views.iter().map(|_| None).collect() }
    }

    fn of(&mut self, view: usize) -> &[(Pointer, NodeRef<'t>)] {
        let Self { part, kinds, views, found } = self;
        found[view].get_or_insert_with(|| kinds.view_nodes(&views[view], &part.kind, part.document))
    }

    /// Whether a rule that found nothing had anything to look at: where its kinds are views, one of their nodes.
    fn concern(&mut self, asked: &Asked) -> bool {
        asked.views.as_ref().is_none_or(|views| views.iter().any(|&view| !self.of(view).is_empty()))
    }
}

/// The worst outcome of each rule so far, by number.
struct Outcomes(Vec<Option<Outcome>>);

impl Outcomes {
    fn worsen(&mut self, rule: usize, outcome: Outcome) {
        let known = &mut self.0[rule];
        *known = (*known).max(Some(outcome));
    }
}
