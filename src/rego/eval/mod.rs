//! Running a program: a body's steps one after the other, and back to the last choice when one fails.
//!
//! A body is run by `Machine::run`; whoever runs it says what happens at its end. A step that has several solutions
//! (`Each`, `Walk`, `With`) runs the rest of the body for each of them, so going back is returning. Undefined is
//! `Nothing`: `?` takes it to the step it belongs to, and that step fails. So is an error, which stands in the machine, and
//! whoever goes on after `Nothing` asks for that first.

mod calls;
mod clauses;
mod expression;
mod filter;
mod keys;
mod leads;
mod observe;
mod package;
mod place;
mod replace;
mod steps;
mod worker;

use std::time::{Duration, Instant};

use calls::Calls;
use filter::Filter;
use leads::Leads;
pub use observe::{Failed, Observed};
pub use place::{Found, Lead, Touch, Weight};
pub use worker::Worker;

use super::{
    dispatch::Present,
    fail::{ErrorKind, EvaluationError, Fail, Outcome},
    memory::{Mark, Memory},
    program::{DefinitionId, Form, Program, Rule, Target},
    value::{DocumentId, Value},
};

/// What an evaluation may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Steps: elements walked through, rules and functions entered.
    pub steps: u64,
    /// Rules and functions inside each other.
    pub depth: u32,
    /// Bytes of stack.
    pub stack: usize,
    /// Whether bodies that are known not to hold are passed by. Answers are the same either way.
    pub skip: bool,
    /// Whether a rule is worked out once for each state of `input` and `data`. Answers are the same either way.
    pub remember: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: 50_000_000, depth: 10_000, stack: 1 << 20, skip: true, remember: true }
    }
}

/// What a rule was found to be.
#[derive(Clone, Copy, Debug)]
struct Memo {
    stamp: u32,
    state: State,
    value: Value,
    /// What led to it (`leads`), 0 for nothing.
    lead: u32,
}

impl Memo {
    const UNKNOWN: Self = Self { stamp: 0, state: State::Undefined, value: Value::NULL, lead: 0 };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Running,
    Undefined,
    Known,
}

/// Whether to look for more solutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Continue,
    Stop,
}

/// What happens at the end of a body.
type Then<'t, 'r> = &'t mut dyn FnMut(&mut Machine<'r>) -> Yield<Flow>;

/// What evaluating yields here. That there is nothing has no size, so that every answer is passed in registers: with an
/// error in it, it would go through memory.
type Yield<T = Value> = Result<T, Nothing>;

/// No value: it is undefined, unless [`Machine::error`] says that the query is to end.
#[derive(Clone, Copy, Debug)]
struct Nothing;

/// One evaluation: a program over some documents.
#[derive(Debug)]
pub struct Machine<'r> {
    program: &'r Program,
    /// What values point into.
    pub memory: Memory<'r>,
    slots: &'r mut Vec<Value>,
    memo: &'r mut Vec<Memo>,
    trail: &'r mut Vec<Touch>,
    leads: &'r mut Leads,
    /// A list for the findings of a rule.
    found: &'r mut Vec<Found>,
    calls: &'r mut Calls,
    observed: &'r mut Option<Observed>,
    /// `input`; `None` if it is undefined.
    input: Option<Value>,
    /// What is given below `data`.
    data: Value,
    /// Memos with another stamp are not of this state of `input` and `data`.
    stamp: u32,
    last_stamp: &'r mut u32,
    replaced: Vec<(Target, Replaced)>,
    filter: Filter,
    /// The keys of `input`, where the filter knows them.
    present: &'r mut Present,
    /// Whether findings shall have leads.
    with_leads: bool,
    /// Whether findings with leads are asked for: what rules are found to be keeps its own.
    noting: bool,
    /// Whether what is read is noted, for the place of a finding.
    tracing: bool,
    /// How deep the rule is whose findings are asked for; 0 where something else is being made.
    asked: u32,
    /// What ends the query; [`Nothing`] is passed on as long as it is there.
    error: Option<Box<EvaluationError>>,
    /// What was looked at last where a body failed or ran out of elements.
    lapse: Option<Touch>,
    /// Whether rules were worked out without what led to them.
    is_asked_without_leads: bool,
    steps: u64,
    depth: u32,
    limits: Limits,
    time: Duration,
    /// When `time` is used up; known once the evaluation has taken long enough to look at a clock.
    deadline: Option<Instant>,
    stack_start: usize,
    /// Where the heap stood when `input` was set: what is above can be dropped once memos are forgotten.
    outset: Mark,
}

/// What stands for something that `with` replaces.
#[derive(Clone, Copy, Debug)]
enum Replaced {
    Value(Value),
    Function(DefinitionId),
    Builtin(&'static super::builtins::Builtin),
}

impl<'r> Machine<'r> {
    /// Whether a rule is a set that is known to be empty, since no body of it can hold on the document.
    pub fn passes_by(&mut self, rule: Rule) -> bool {
        let program = self.program;
        let definition = &program.definitions[rule.0];
        definition.form == Form::Set
            && self.replaced.is_empty()
            && definition.clauses.iter().all(|clause| !self.may_hold(clause))
    }

    /// Sets `input`; `None` makes it undefined.
    pub fn set_input(&mut self, input: Option<Value>) {
        self.input = input;
        self.filter = match input.and_then(|input| self.memory.root_of(input)) {
            Some(document) if self.limits.skip => Filter::Unknown(document),
            _ => Filter::Off,
        };
        self.outset = self.memory.mark();
        self.forget();
    }

    /// From now on, findings have no leads: nobody wants to know where they came from.
    pub fn leave_out_leads(&mut self) {
        self.with_leads = false;
    }

    /// A document as a value, to be `input` or a part of it.
    pub fn document(&mut self, id: DocumentId) -> Value {
        self.memory.document(id)
    }

    /// Starts to count anew: what one rule used up is not another's fault. From now on, `time` is left.
    pub fn reset_limits(&mut self, time: Duration) {
        self.steps = 0;
        self.time = time;
        self.deadline = None;
        self.memory.forget_work();
    }

    /// Makes the machine usable after an evaluation that panicked.
    pub fn restart(&mut self, input: Option<Value>) {
        self.input = input;
        self.data = self.program.data.unwrap_or(Value::NULL);
        (self.noting, self.tracing, self.asked) = (false, false, 0);
        self.recover();
    }

    /// Leaves at least half of the memory to the next rule, whatever those before it made.
    fn clear_for_next(&mut self) {
        if self.memory.is_half_full() && self.replaced.is_empty() {
            self.forget();
            self.memory.rewind(self.outset);
            self.leads.clear();
        }
    }

    /// Whether the evaluation ended since its steps or its time were used up.
    pub fn is_late(&self) -> bool {
        self.steps > self.limits.steps || self.deadline.is_some_and(|deadline| Instant::now() > deadline)
    }

    /// Forgets what rules were found to be.
    fn forget(&mut self) {
        *self.last_stamp = self.last_stamp.wrapping_add(1);
        if *self.last_stamp == 0 {
            self.memo.fill(Memo::UNKNOWN);
            self.calls.clear();
            *self.last_stamp = 1;
        }
        self.stamp = *self.last_stamp;
    }

    /// Leaves an evaluation that ended in an error as if it had not begun.
    fn recover(&mut self) {
        self.forget();
        self.depth = 0;
        self.error = None;
        self.replaced.clear();
        self.trail.clear();
        self.leads.clear();
        self.memory.rewind(self.outset);
    }

    /// The value of a rule, by its path from below `data` on.
    ///
    /// # Errors
    /// Undefined, or what ended the query.
    pub fn ask(&mut self, path: &[&str]) -> Outcome {
        let program = self.program;
        let mut at = 0;
        for (taken, part) in path.iter().enumerate() {
            let branch = &program.tree[at as usize];
            let Some(&below) = branch.below.get(*part) else {
                return self.given(path);
            };
            at = below;
            if let Some(id) = program.tree[at as usize].definition {
                let mut value = self.guarded(|machine| machine.rule(id))?;
                for key in &path[taken + 1..] {
                    let key = self.memory.string(key);
                    value = self.memory.get(value, key).ok_or(Fail::Undefined)?;
                }
                return Ok(value);
            }
        }
        self.guarded(|machine| machine.package(at, &[]))
    }

    /// The value of a rule.
    ///
    /// # Errors
    /// Undefined, or what ended the query.
    pub fn value_of(&mut self, rule: Rule) -> Outcome {
        self.guarded(|machine| machine.rule(rule.0))
    }

    fn given(&mut self, path: &[&str]) -> Outcome {
        let mut value = self.data;
        for key in path {
            let key = self.memory.string(key);
            value = self.memory.get(value, key).ok_or(Fail::Undefined)?;
        }
        Ok(value)
    }

    fn guarded(&mut self, ask: impl FnOnce(&mut Self) -> Yield) -> Outcome {
        let (input, data) = (self.input, self.data);
        self.is_asked_without_leads = true;
        let answer = ask(self);
        let answer = self.outcome(answer);
        if let Err(Fail::Error(_)) = answer {
            (self.input, self.data) = (input, data);
            self.recover();
        }
        answer
    }

    /// What came of it, for those who ask from outside. The error is told once.
    fn outcome<T>(&mut self, answer: Yield<T>) -> Outcome<T> {
        answer.map_err(|Nothing| self.error.take().map_or(Fail::Undefined, Fail::Error))
    }

    /// What memory or a builtin made of it.
    #[inline]
    fn took<T>(&mut self, outcome: Outcome<T>) -> Yield<T> {
        outcome.map_err(|fail| self.nothing(fail))
    }

    fn nothing(&mut self, fail: Fail) -> Nothing {
        if let Fail::Error(error) = fail {
            self.error = Some(error);
        }
        Nothing
    }

    /// For those who can go on without a value: an error is passed on.
    #[inline]
    fn defined<T>(&self, answer: Yield<T>) -> Yield<Option<T>> {
        match answer {
            Ok(value) => Ok(Some(value)),
            Err(Nothing) => self.undefined().map(|()| None),
        }
    }

    /// After [`Nothing`]: whether that was no more than undefined.
    #[inline]
    fn undefined(&self) -> Yield<()> {
        if self.error.is_none() { Ok(()) } else { Err(Nothing) }
    }

    /// Asks for room (`Memory::reserve`).
    #[inline]
    fn reserve(&mut self, values: usize, bytes: usize) -> Yield<()> {
        let room = self.memory.reserve(values, bytes);
        self.took(room)
    }

    /// Counts a step and ends an evaluation that has passed its limits.
    #[inline]
    fn step(&mut self) -> Yield<()> {
        self.steps += 1;
        if self.steps & 0xfff == 0 { self.check_limits() } else { Ok(()) }
    }

    /// Counts a loop over so many elements that counts no steps itself.
    fn spend(&mut self, elements: usize) -> Yield<()> {
        const ELEMENTS_OF_A_STEP: usize = 8;
        let before = self.steps >> 12;
        self.steps += (elements / ELEMENTS_OF_A_STEP) as u64;
        if self.steps >> 12 == before { Ok(()) } else { self.check_limits() }
    }

    /// Counts what a builtin may go through.
    fn spend_on(&mut self, arguments: &[Value]) -> Yield<()> {
        let mut elements = 0;
        for &value in arguments {
            if value.is_collection() {
                elements += self.memory.len(value);
            } else if value.is_string() {
                elements += value.stored_len() / 16;
            }
        }
        self.spend(elements)
    }

    /// Asks now and then for room for a list that is being made: elements so far, values in each.
    fn make_room(&mut self, elements: usize, values: usize) -> Yield<()> {
        if elements & 0xfff == 0xfff { self.reserve(elements * values, 0) } else { Ok(()) }
    }

    #[inline]
    fn check_stack(&mut self) -> Yield<()> {
        let here = 0u8;
        let used = self.stack_start.abs_diff(std::ptr::from_ref(&here).addr());
        if used > self.limits.stack { Err(self.too_deep()) } else { Ok(()) }
    }

    #[cold]
    fn check_limits(&mut self) -> Yield<()> {
        if self.steps > self.limits.steps {
            let message = format!("it takes more than {} steps", self.limits.steps);
            return Err(self.nothing(Fail::error(ErrorKind::Limit, message)));
        }
        let now = Instant::now();
        let time = self.time;
        let deadline =
            *self.deadline.get_or_insert_with(|| now.checked_add(time).unwrap_or(now + Duration::from_secs(1 << 30)));
        if now > deadline {
            return Err(self.nothing(Fail::error(ErrorKind::Limit, "it runs out of time")));
        }
        self.reserve(0, 0)
    }

    /// Enters a rule or function.
    #[inline]
    fn enter(&mut self) -> Yield<()> {
        self.depth += 1;
        if self.depth > self.limits.depth {
            return Err(self.too_deep());
        }
        self.check_stack()?;
        self.step()
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    #[cold]
    fn too_deep(&mut self) -> Nothing {
        self.nothing(Fail::error(ErrorKind::Limit, "rules, functions and bodies are nested too deeply"))
    }
}
