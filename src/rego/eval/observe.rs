//! What happened to each step of a program, for whoever asks: which were reached, and why the others were not.
//!
//! Off, this costs one comparison a step.

use std::collections::HashMap;

use super::Machine;
use crate::rego::{
    fail::{Fail, Outcome},
    program::{Expression, Step},
    value::Value,
};

/// What happened to the steps of a program, by their numbers.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// How often each step succeeded.
    pub succeeded: Vec<u32>,
    /// The steps that failed.
    pub failed: HashMap<u32, Failed>,
}

/// A step that failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failed {
    /// How often.
    pub times: u32,
    /// Why, the first time: one phrase.
    pub first: String,
}

/// Characters of a value that are shown.
const LONGEST: usize = 60;

impl<'r> Machine<'r> {
    #[cold]
    pub(super) fn note_success(&mut self, step: u32) {
        if let Some(observed) = self.observed {
            observed.succeeded[step as usize] += 1;
        }
    }

    #[cold]
    pub(super) fn note_failure(&mut self, number: u32, step: &'r Step) {
        let known = self.observed.as_ref().is_some_and(|observed| observed.failed.contains_key(&number));
        // Evaluating again to say why must not be observed in its turn.
        let mut observed = self.observed.take();
        let tracing = std::mem::replace(&mut self.tracing, false);
        let first = if known { String::new() } else { self.why_step(step) };
        self.tracing = tracing;
        if let Some(observed) = &mut observed {
            let failed = observed.failed.entry(number).or_insert_with(|| Failed { times: 0, first });
            failed.times += 1;
        }
        *self.observed = observed;
    }

    fn why_step(&mut self, step: &'r Step) -> String {
        match step {
            Step::Test(value) | Step::Let(_, value) | Step::Say(_, value) => self.why(value),
            Step::Match(parts) => match self.probe(&parts.1) {
                Ok(value) => format!("{} does not fit", self.shown(value)),
                Err(_) => self.why(&parts.1),
            },
            Step::Each(each) => match self.probe(&each.collection) {
                Ok(value) if value.is_collection() && self.memory.len(value) == 0 => "nothing in it".to_owned(),
                Ok(value) if value.is_collection() => "no element fits".to_owned(),
                Ok(value) => format!("{} is no collection", self.shown(value)),
                Err(_) => self.why(&each.collection),
            },
            Step::Not(_) => "what it denies holds".to_owned(),
            Step::Every(_) => "not every element does".to_owned(),
            Step::Or(_) => "no operand holds".to_owned(),
            Step::Walk(_) | Step::With(_) => "it does not hold".to_owned(),
        }
    }

    /// Why an expression is undefined or false.
    fn why(&mut self, expression: &'r Expression) -> String {
        match expression {
            Expression::Input => "`input` is undefined".to_owned(),
            Expression::Path(parts) => {
                let Ok(mut value) = self.probe(&parts.0) else { return self.why(&parts.0) };
                for key in &parts.1 {
                    match self.memory.field(value, key.text, key.symbol) {
                        Some(below) => value = below,
                        None => {
                            let key = self.memory.text(key.text).to_owned();
                            return format!("`{key}` is missing in {}", self.shown(value));
                        }
                    }
                }
                format!("it is {}", self.shown(value))
            }
            Expression::Index(parts) => match (self.probe(&parts.0), self.probe(&parts.1)) {
                (Ok(value), Ok(key)) => format!("{} has no {}", self.shown(value), self.shown(key)),
                (Err(_), _) => self.why(&parts.0),
                (_, Err(_)) => self.why(&parts.1),
            },
            Expression::Compare(operator, parts) => match (self.probe(&parts.0), self.probe(&parts.1)) {
                (Ok(a), Ok(b)) => format!("{} {} {}", self.shown(a), operator.sign(), self.shown(b)),
                (Err(_), _) => self.why(&parts.0),
                (_, Err(_)) => self.why(&parts.1),
            },
            Expression::Member(parts) => match (self.probe(&parts.0), self.probe(&parts.1)) {
                (Ok(a), Ok(b)) => format!("{} in {}", self.shown(a), self.shown(b)),
                (Err(_), _) => self.why(&parts.0),
                (_, Err(_)) => self.why(&parts.1),
            },
            Expression::Rule(id) => {
                let name = self.program.definitions[*id].path.clone();
                let name = name.rsplit('.').next().unwrap_or_default().to_owned();
                self.what_it_is(expression, &format!("`{name}`"))
            }
            Expression::Format(parts) => match parts.1.iter().find(|argument| self.probe(argument).is_err()) {
                Some(missing) => self.why(missing),
                None => self.what_it_is(expression, "it"),
            },
            Expression::Call(_, arguments)
            | Expression::Builtin(_, arguments)
            | Expression::Extension(_, arguments) => {
                if let Some(missing) = arguments.iter().find(|argument| self.probe(argument).is_err()) {
                    return self.why(missing);
                }
                let shown: Vec<String> = arguments
                    .iter()
                    .map(|argument| self.probe(argument).map(|value| self.shown(value)).unwrap_or_default())
                    .collect();
                self.what_it_is(expression, &format!("the answer for {}", shown.join(", ")))
            }
            _ => self.what_it_is(expression, "it"),
        }
    }

    /// The value of an expression, of which an error goes no further.
    fn probe(&mut self, expression: &'r Expression) -> Outcome {
        let answer = self.eval(expression);
        self.outcome(answer)
    }

    fn what_it_is(&mut self, expression: &'r Expression, name: &str) -> String {
        match self.probe(expression) {
            Ok(value) => format!("{name} is {}", self.shown(value)),
            Err(Fail::Undefined) => format!("{name} is undefined"),
            Err(Fail::Error(error)) => format!("{name} ends in an error: {error}"),
        }
    }

    fn shown(&mut self, value: Value) -> String {
        let mut text = String::new();
        let written = self.memory.write_rego(value, &mut text);
        if written.is_err() || text.chars().count() > LONGEST {
            text = text.chars().take(LONGEST).chain(['…']).collect();
        }
        text
    }
}
