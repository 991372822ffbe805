//! What a thread keeps from one evaluation to the next.

use std::time::Duration;

use super::{Filter, Found, Limits, Machine, Memo, Observed, Touch, calls::Calls, leads::Leads};
use crate::{
    document::Document,
    rego::{
        dispatch::Present,
        memory::{Facts, Mark, Memory, Scratch},
        program::Program,
        value::Value,
    },
};

/// What one thread needs to evaluate; made once, used for one document after the other.
#[derive(Debug, Default)]
pub struct Worker {
    scratch: Scratch,
    slots: Vec<Value>,
    memo: Vec<Memo>,
    stamp: u32,
    trail: Vec<Touch>,
    leads: Leads,
    found: Vec<Found>,
    calls: Calls,
    present: Present,
    /// What happens to the steps of the program, if that is asked for.
    pub observed: Option<Observed>,
}

impl Worker {
    /// A worker that notes what happens to each step.
    pub fn observing() -> Self {
        Self { observed: Some(Observed::default()), ..Self::default() }
    }

    /// An evaluation of a program; `documents` are what values may point into, the first has number 1.
    pub fn machine<'r>(
        &'r mut self,
        program: &'r Program,
        documents: &'r [Document<'r>],
        facts: &'r Facts,
        limits: Limits,
    ) -> Machine<'r> {
        self.scratch.clear();
        self.trail.clear();
        self.leads.clear();
        self.calls.clear_touches();
        self.slots.resize(program.slots, Value::NULL);
        // A worker may be used for another program: stamps are never used twice.
        self.memo.resize(program.definitions.len(), Memo::UNKNOWN);
        if let Some(observed) = &mut self.observed {
            observed.succeeded.resize(program.steps.len(), 0);
        }
        let here = 0u8;
        let mut machine = Machine {
            program,
            memory: Memory::new(&program.constants, documents, &mut self.scratch, facts),
            slots: &mut self.slots,
            memo: &mut self.memo,
            trail: &mut self.trail,
            leads: &mut self.leads,
            found: &mut self.found,
            calls: &mut self.calls,
            observed: &mut self.observed,
            input: None,
            data: program.data.unwrap_or(Value::NULL),
            stamp: 0,
            last_stamp: &mut self.stamp,
            replaced: Vec::new(),
            filter: Filter::Off,
            present: &mut self.present,
            with_leads: true,
            noting: false,
            tracing: false,
            asked: 0,
            error: None,
            lapse: None,
            is_asked_without_leads: false,
            steps: 0,
            depth: 0,
            limits,
            time: Duration::MAX,
            deadline: None,
            stack_start: std::ptr::from_ref(&here).addr(),
            outset: Mark::default(),
        };
        machine.forget();
        machine
    }
}
