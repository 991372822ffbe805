//! What steps, patterns and expressions are made of, for whoever looks through a program.

use super::program::{Block, Expression, Pattern, Step, Substitute, TemplatePart};

/// A part of a step or an expression.
pub(super) enum Part<'a> {
    Expression(&'a Expression),
    Block(&'a Block),
}

/// What a step is made of, its patterns included.
pub(super) fn of_step<'a>(step: &'a Step, visit: &mut dyn FnMut(Part<'a>)) {
    match step {
        Step::Test(value) | Step::Let(_, value) | Step::Say(_, value) => visit(Part::Expression(value)),
        Step::Match(parts) => {
            of_pattern(&parts.0, visit);
            visit(Part::Expression(&parts.1));
        }
        Step::Each(each) => {
            visit(Part::Expression(&each.collection));
            of_pattern(&each.key, visit);
            of_pattern(&each.value, visit);
        }
        Step::Walk(walk) => {
            visit(Part::Expression(&walk.value));
            of_pattern(&walk.found, visit);
        }
        Step::Not(block) => visit(Part::Block(block)),
        Step::Or(blocks) => blocks.iter().for_each(|block| visit(Part::Block(block))),
        Step::Every(every) => {
            visit(Part::Expression(&every.domain));
            visit(Part::Block(&every.body));
        }
        Step::With(parts) => {
            for replacement in &parts.0 {
                if let Substitute::Value(value) = &replacement.value {
                    visit(Part::Expression(value));
                }
            }
            visit(Part::Block(&parts.1));
        }
    }
}

/// The expressions of a pattern.
pub(super) fn of_pattern<'a>(pattern: &'a Pattern, visit: &mut dyn FnMut(Part<'a>)) {
    match pattern {
        Pattern::Any | Pattern::Bind(_) => {}
        Pattern::Equal(value) => visit(Part::Expression(value)),
        Pattern::Array(patterns) => patterns.iter().for_each(|pattern| of_pattern(pattern, visit)),
        Pattern::Object(patterns) => patterns.iter().for_each(|(key, pattern)| {
            visit(Part::Expression(key));
            of_pattern(pattern, visit);
        }),
    }
}

/// What an expression is made of.
pub(super) fn of_expression<'a>(expression: &'a Expression, visit: &mut dyn FnMut(Part<'a>)) {
    let mut one = |value: &'a Expression| visit(Part::Expression(value));
    match expression {
        Expression::Path(parts) => one(&parts.0),
        Expression::Index(parts)
        | Expression::Compare(_, parts)
        | Expression::Arithmetic(_, parts)
        | Expression::Member(parts) => {
            one(&parts.0);
            one(&parts.1);
        }
        Expression::Call(_, values)
        | Expression::Builtin(_, values)
        | Expression::Extension(_, values)
        | Expression::Array(values)
        | Expression::Set(values) => values.iter().for_each(one),
        Expression::MemberWithKey(values) => values.iter().for_each(one),
        Expression::Regex(parts) => one(&parts.1),
        Expression::Format(parts) => parts.1.iter().for_each(one),
        Expression::Object(pairs) => pairs.iter().for_each(|(key, value)| {
            one(key);
            one(value);
        }),
        Expression::ArrayComprehension(parts) | Expression::SetComprehension(parts) => {
            one(&parts.1);
            visit(Part::Block(&parts.0));
        }
        Expression::ObjectComprehension(parts) => {
            one(&parts.1);
            one(&parts.2);
            visit(Part::Block(&parts.0));
        }
        Expression::Template(parts) | Expression::Print(parts) => {
            for part in parts {
                if let TemplatePart::Value(block, value) = part {
                    visit(Part::Expression(value));
                    visit(Part::Block(block));
                }
            }
        }
        Expression::Constant(_)
        | Expression::Slot(_)
        | Expression::Input
        | Expression::Data
        | Expression::Rule(_)
        | Expression::Package(..) => {}
    }
}
