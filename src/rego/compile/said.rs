//! What the bodies of findings need for their message alone.
//!
//! A body ends in steps that put a message together: they read names and values that say what was found, not why. Where a
//! variable is needed by the head of a rule and by such steps only, its step says so, and a finding has its place by what
//! the other steps read (`eval/place.rs`).

use rustc_hash::FxHashSet;

use crate::rego::{
    children::{self, Part},
    program::{Block, Definition, Expression, Form, Pattern, Slot, Step},
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

    fn step(&mut self, step: &Step) {
        children::of_step(step, &mut |part| self.part(part));
    }

    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Expression(value) => self.expression(value),
            Part::Block(block) => block.steps.iter().for_each(|step| self.step(step)),
        }
    }

    fn expression(&mut self, expression: &Expression) {
        if let Expression::Slot(slot) = expression {
            self.0.insert(*slot);
        }
        children::of_expression(expression, &mut |part| self.part(part));
    }
}
