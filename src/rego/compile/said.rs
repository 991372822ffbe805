//! What the bodies of findings need for their message alone.
//!
//! A body ends in steps that put a message together: they read names and values that say what was found, not why. Where a
//! variable is needed by the head of a rule and by such steps only, its step says so, and a finding has its place by what
//! the other steps read (`eval/place.rs`).

use rustc_hash::FxHashSet;

use crate::rego::{
    dispatch::{Part, children},
    program::{Block, Definition, Expression, Form, Pattern, Slot, Step, Substitute},
};

/// Marks the steps of all rules that are sets or objects.
pub(super) fn mark(definitions: &mut [Definition]) {
    let partial = |definition: &&mut Definition| matches!(definition.form, Form::Set | Form::Object);
    for clause in definitions.iter_mut().filter(partial).flat_map(|definition| &mut definition.clauses) {
        clause.alternatives.iter_mut().for_each(|alternative| mark_block(&mut alternative.body));
    }
}

fn mark_block(block: &mut Block) {
    let mut judged = Judged::default();
    for step in block.steps.iter_mut().rev() {
        match step {
            Step::Let(slot, value) if !judged.0.contains(slot) => {
                *step = Step::Say(*slot, std::mem::replace(value, Expression::Input));
                continue;
            }
            Step::Each(each) => each.is_judged = judged.binds(&each.key) || judged.binds(&each.value),
            _ => {}
        }
        judged.step(step);
    }
}

/// Variables that something else than the message needs.
#[derive(Default)]
struct Judged(FxHashSet<Slot>);

impl Judged {
    /// Whether a pattern binds one of them, or is more than a variable.
    fn binds(&self, pattern: &Pattern) -> bool {
        match pattern {
            Pattern::Any => false,
            Pattern::Bind(slot) => self.0.contains(slot),
            Pattern::Equal(_) | Pattern::Array(_) | Pattern::Object(_) => true,
        }
    }

    fn block(&mut self, block: &Block) {
        block.steps.iter().for_each(|step| self.step(step));
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Test(value) | Step::Let(_, value) | Step::Say(_, value) => self.expression(value),
            Step::Match(parts) => {
                self.pattern(&parts.0);
                self.expression(&parts.1);
            }
            Step::Each(each) => {
                self.expression(&each.collection);
                self.pattern(&each.key);
                self.pattern(&each.value);
            }
            Step::Walk(walk) => {
                self.expression(&walk.value);
                self.pattern(&walk.found);
            }
            Step::Not(block) => self.block(block),
            Step::Or(blocks) => blocks.iter().for_each(|block| self.block(block)),
            Step::Every(every) => {
                self.expression(&every.domain);
                self.block(&every.body);
            }
            Step::With(parts) => {
                for replacement in &parts.0 {
                    if let Substitute::Value(value) = &replacement.value {
                        self.expression(value);
                    }
                }
                self.block(&parts.1);
            }
        }
    }

    fn pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Any | Pattern::Bind(_) => {}
            Pattern::Equal(value) => self.expression(value),
            Pattern::Array(patterns) => patterns.iter().for_each(|pattern| self.pattern(pattern)),
            Pattern::Object(patterns) => patterns.iter().for_each(|(key, pattern)| {
                self.expression(key);
                self.pattern(pattern);
            }),
        }
    }

    fn expression(&mut self, expression: &Expression) {
        if let Expression::Slot(slot) = expression {
            self.0.insert(*slot);
        }
        children(expression, &mut |child| match child {
            Part::Expression(value) => self.expression(value),
            Part::Block(block) => self.block(block),
        });
    }
}
