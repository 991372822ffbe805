//! What functions were found to be, by what they were called with.
//!
//! Rules ask the same of the same parts of a document: what a command does to packages, whether a word names a secret. The
//! answers of the last calls are kept in a table of fixed size, in which a new answer takes the place of an old one.
//! An answer holds for one state of `input` and `data`, whose stamp stands beside it, so nothing is ever cleared.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::{Machine, Nothing, Touch, Yield};
use crate::rego::{program::DefinitionId, value::Value};

/// Answers that are kept: a power of two.
const PLACES: usize = 1 << 10;
/// Arguments of a call whose answer is kept, at most.
const MOST_ARGUMENTS: usize = 3;
/// What answers may have read altogether while places were noted.
const MOST_TOUCHES: usize = 1 << 16;
/// What one of them may have read: of more, the lead is kept.
const MOST_OF_ONE: usize = 16;

/// Answers of one worker.
#[derive(Debug, Default)]
pub(super) struct Calls {
    table: Vec<Answer>,
    /// What the kept calls read, one behind the other.
    touches: Vec<Touch>,
}

/// What a call was found to be.
#[derive(Clone, Copy, Debug)]
struct Answer {
    /// 0 where there is none.
    stamp: u32,
    id: DefinitionId,
    arguments: [Value; MOST_ARGUMENTS],
    /// None if it is undefined.
    value: Option<Value>,
    /// What it read among the touches, or where it lapsed if it is undefined; none if nobody noted it.
    read: Option<(u32, u32)>,
}

const NONE: Answer = Answer { stamp: 0, id: 0, arguments: [Value::NULL; MOST_ARGUMENTS], value: None, read: None };

impl Calls {
    /// Forgets what was read: all answers before are of other states.
    pub(super) fn clear_touches(&mut self) {
        self.touches.clear();
    }

    /// Forgets all answers.
    pub(super) fn clear(&mut self) {
        self.table.clear();
    }
}

impl Machine<'_> {
    /// A call, or what it was found to be before.
    pub(super) fn call_once(
        &mut self,
        id: DefinitionId,
        arguments: &[Value],
        call: impl FnOnce(&mut Self) -> Yield,
    ) -> Yield {
        let may_keep = self.limits.remember && self.replaced.is_empty() && self.observed.is_none();
        if !may_keep || arguments.len() > MOST_ARGUMENTS {
            return call(self);
        }
        let place = place(id, arguments);
        if let Some(answer) = self.calls.table.get(place)
            && answer.is_of(self.stamp, id, arguments)
            && (answer.read.is_some() || !self.tracing)
        {
            if let (true, Some((start, end))) = (self.tracing, answer.read) {
                let read = &self.calls.touches[start as usize..end as usize];
                match answer.value {
                    Some(_) => self.trail.extend_from_slice(read),
                    None => self.lapse = read.last().copied(),
                }
            }
            return answer.value.ok_or(Nothing);
        }
        let (stamp, before, prints) = (self.stamp, self.trail.len(), self.memory.scratch.prints.len());
        let value = call(self);
        if self.trail.len() > before + MOST_OF_ONE {
            let lead = self.lead_since(before);
            self.trail.truncate(before);
            self.follow(lead);
        }
        let value_or_none = match &value {
            Ok(value) => Some(*value),
            Err(Nothing) if self.error.is_none() => None,
            Err(Nothing) => return value,
        };
        // What it prints is to be printed again.
        if self.stamp == stamp && self.memory.scratch.prints.len() == prints {
            let read = self.tracing.then(|| self.keep_touches(before, value_or_none.is_some())).flatten();
            let mut own = [Value::NULL; MOST_ARGUMENTS];
            own[..arguments.len()].copy_from_slice(arguments);
            self.keep(place, Answer { stamp, id, arguments: own, value: value_or_none, read });
        }
        value
    }

    fn keep_touches(&mut self, from: usize, is_defined: bool) -> Option<(u32, u32)> {
        let start = self.calls.touches.len();
        let read = if is_defined { self.trail.get(from..).unwrap_or_default() } else { self.lapse.as_slice() };
        if start + read.len() > MOST_TOUCHES {
            return None;
        }
        self.calls.touches.extend_from_slice(read);
        Some((start as u32, self.calls.touches.len() as u32))
    }

    fn keep(&mut self, place: usize, answer: Answer) {
        if self.calls.table.is_empty() {
            self.calls.table.resize(PLACES, NONE);
        }
        self.calls.table[place] = answer;
    }
}

impl Answer {
    fn is_of(&self, stamp: u32, id: DefinitionId, arguments: &[Value]) -> bool {
        self.stamp == stamp
            && self.id == id
            && self.arguments.iter().zip(arguments).all(|(own, other)| own.is_identical(*other))
    }
}

/// Where the answer of a call is kept.
fn place(id: DefinitionId, arguments: &[Value]) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write_u32(id);
    for [head, rest] in arguments.iter().map(|argument| argument.words()) {
        hasher.write_u64(head);
        hasher.write_u64(rest);
    }
    hasher.finish() as usize & (PLACES - 1)
}
