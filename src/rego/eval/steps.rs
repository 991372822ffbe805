//! The steps of a body.

use super::{Flow, Machine, Nothing, Then, Touch, Weight, Yield};
use crate::rego::{
    program::{Block, Each, Every, Expression, Pattern, Step, Walk},
    value::{Tag, Value},
};

impl<'r> Machine<'r> {
    /// Runs a block, and `then` once for each of its solutions, until `then` says stop.
    pub(super) fn run(&mut self, block: &'r Block, then: Then<'_, 'r>) -> Yield<Flow> {
        self.run_from(block, 0, then)
    }

    fn run_from(&mut self, block: &'r Block, from: usize, then: Then<'_, 'r>) -> Yield<Flow> {
        let trail = self.trail.len();
        let mut at = from;
        while let Some(step) = block.steps.get(at) {
            let done = match step {
                Step::Test(value) => self.test(value),
                Step::Let(slot, value) => self.eval(value).map(|value| self.slots[*slot as usize] = value),
                Step::Say(slot, value) => self.say(value).map(|value| self.slots[*slot as usize] = value),
                Step::Match(parts) => self.fits(&parts.0, &parts.1),
                Step::Not(block) => self.not(block),
                Step::Every(every) => self.every(every),
                Step::Or(blocks) => self.or(blocks),
                Step::Each(each) => {
                    let flow = self.each(each, block, at, then)?;
                    return Ok(self.back(flow, trail));
                }
                Step::Walk(walk) => {
                    let flow = self.walk(walk, block, at, then)?;
                    return Ok(self.back(flow, trail));
                }
                Step::With(parts) => {
                    let rest = &mut |machine: &mut Self| {
                        machine.cover(block, at);
                        machine.run_from(block, at + 1, then)
                    };
                    let flow = self.with(&parts.0, &parts.1, rest)?;
                    return Ok(self.back(flow, trail));
                }
            };
            match done {
                Ok(()) => {
                    self.cover(block, at);
                    at += 1;
                }
                Err(Nothing) => {
                    self.undefined()?;
                    self.failed(block, at);
                    self.lapse_since(trail);
                    return Ok(Flow::Continue);
                }
            }
        }
        then(self)
    }

    /// Goes back on the trail once all solutions have been found.
    fn back(&mut self, flow: Flow, from: usize) -> Flow {
        if flow == Flow::Continue {
            self.trail.truncate(from);
        }
        flow
    }

    /// Goes back on the trail, and notes what was looked at last.
    fn lapse_since(&mut self, from: usize) {
        self.note_lapse(from);
        self.trail.truncate(from);
    }

    /// Notes what was looked at last since some point.
    pub(super) fn note_lapse(&mut self, from: usize) {
        if self.trail.len() > from {
            self.lapse = self.trail.last().copied();
        }
    }

    /// Whether a block has a solution.
    pub(super) fn holds(&mut self, block: &'r Block) -> Yield<bool> {
        let mut found = false;
        self.run(block, &mut |_| {
            found = true;
            Ok(Flow::Stop)
        })?;
        Ok(found)
    }

    fn cover(&mut self, block: &Block, at: usize) {
        if self.observed.is_some() {
            self.note_success(block.first + at as u32);
        }
    }

    fn failed(&mut self, block: &'r Block, at: usize) {
        if self.observed.is_some() {
            self.note_failure(block.first + at as u32, &block.steps[at]);
        }
    }

    fn test(&mut self, value: &'r Expression) -> Yield<()> {
        if self.eval(value)?.holds() { Ok(()) } else { Err(Nothing) }
    }

    fn fits(&mut self, pattern: &'r Pattern, value: &'r Expression) -> Yield<()> {
        let value = self.eval(value)?;
        if self.matches(pattern, value)? { Ok(()) } else { Err(Nothing) }
    }

    /// What a block that must not hold looked at stays on the trail: a missing key is what the finding is about.
    fn not(&mut self, block: &'r Block) -> Yield<()> {
        if !self.tracing {
            return if self.holds(block)? { Err(Nothing) } else { Ok(()) };
        }
        let (start, lapse) = (self.trail.len(), self.lapse.take());
        let held = match &*block.steps {
            [Step::Test(value)] => {
                let value = self.eval(value);
                self.defined(value)?.is_some_and(Value::holds)
            }
            _ => self.holds(block)?,
        };
        let own = std::mem::replace(&mut self.lapse, lapse);
        if held {
            return Err(Nothing);
        }
        if self.trail.len() == start {
            self.trail.extend(own.map(|touch| Touch { is_element: false, weight: Weight::Lapsed, ..touch }));
        }
        Ok(())
    }

    fn or(&mut self, blocks: &'r [Block]) -> Yield<()> {
        for block in blocks {
            if self.holds(block)? {
                return Ok(());
            }
        }
        Err(Nothing)
    }

    fn every(&mut self, every: &'r Every) -> Yield<()> {
        let domain = self.eval(&every.domain)?;
        if !domain.is_collection() {
            return Err(Nothing);
        }
        self.check_stack()?;
        let children = self.memory.children(domain);
        for index in 0..children.len() {
            self.step()?;
            let (key, value) = self.memory.child(children, index);
            if let Some(slot) = every.key {
                self.slots[slot as usize] = key;
            }
            if let Some(slot) = every.value {
                self.slots[slot as usize] = value;
            }
            if !self.holds(&every.body)? {
                return Err(Nothing);
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn each(&mut self, each: &'r Each, block: &'r Block, at: usize, then: Then<'_, 'r>) -> Yield<Flow> {
        let trail = self.trail.len();
        let collection = match self.collection(&each.collection) {
            Ok(collection) if collection.is_collection() => collection,
            _ => {
                self.undefined()?;
                self.failed(block, at);
                self.lapse_since(trail);
                return Ok(Flow::Continue);
            }
        };
        let start = self.trail.len();
        let leads = if self.tracing { self.leads.of(collection) } else { None };
        let mut fitted = false;
        self.check_stack()?;
        let children = self.memory.children(collection);
        for index in 0..children.len() {
            self.step()?;
            let (key, value) = self.memory.child(children, index);
            if self.fits_pattern(&each.key, key)? && self.fits_pattern(&each.value, value)? {
                fitted = true;
                self.cover(block, at);
                match leads {
                    Some(leads) => {
                        self.follow(self.leads.get(leads, index));
                        if each.is_judged {
                            self.touch(value);
                        }
                    }
                    None => self.touch_element(value),
                }
                if self.run_from(block, at + 1, then)? == Flow::Stop {
                    return Ok(Flow::Stop);
                }
                self.trail.truncate(start);
            }
        }
        if !fitted {
            self.failed(block, at);
        }
        if self.tracing {
            // That no element would do is told of all of them.
            self.lapse = Touch::of(collection).or_else(|| self.trail.get(trail..)?.last().copied());
        }
        self.trail.truncate(trail);
        Ok(Flow::Continue)
    }

    #[inline(never)]
    fn walk(&mut self, walk: &'r Walk, block: &'r Block, at: usize, then: Then<'_, 'r>) -> Yield<Flow> {
        let start = self.trail.len();
        let value = match self.eval(&walk.value) {
            Ok(value) => value,
            Err(Nothing) => {
                self.undefined()?;
                self.failed(block, at);
                self.trail.truncate(start);
                return Ok(Flow::Continue);
            }
        };
        // Without recursion: values may be deep.
        let mut waiting = vec![(0usize, Value::NULL, value)];
        let mut path = Vec::new();
        let walked = self.trail.len();
        self.check_stack()?;
        while let Some((depth, key, value)) = waiting.pop() {
            self.step()?;
            if walk.with_path {
                path.truncate(depth.saturating_sub(1));
                if depth > 0 {
                    path.push(key);
                }
            }
            self.reserve(path.len() + 2, 0)?;
            let place = self.memory.array(&path);
            let found = self.memory.array(&[place, value]);
            if self.fits_pattern(&walk.found, found)? {
                self.cover(block, at);
                self.touch_element(value);
                if self.run_from(block, at + 1, then)? == Flow::Stop {
                    return Ok(Flow::Stop);
                }
                self.trail.truncate(walked);
            }
            if value.is_collection() {
                let children = self.memory.children(value);
                for index in (0..children.len()).rev() {
                    let (key, below) = self.memory.child(children, index);
                    waiting.push((depth + 1, key, below));
                }
            }
        }
        self.trail.truncate(start);
        Ok(Flow::Continue)
    }

    /// [`Machine::matches`], where nothing fits a pattern of which a part is undefined.
    #[inline]
    pub(super) fn fits_pattern(&mut self, pattern: &'r Pattern, value: Value) -> Yield<bool> {
        match self.matches(pattern, value) {
            Ok(fits) => Ok(fits),
            Err(Nothing) => self.undefined().map(|()| false),
        }
    }

    /// Matches a value; variables of the pattern get theirs. Most patterns are a variable.
    #[inline]
    fn matches(&mut self, pattern: &'r Pattern, value: Value) -> Yield<bool> {
        match pattern {
            Pattern::Any => Ok(true),
            Pattern::Bind(slot) => {
                self.slots[*slot as usize] = value;
                Ok(true)
            }
            Pattern::Equal(expression) => self.matches_value(expression, value),
            Pattern::Array(patterns) => self.matches_array(patterns, value),
            Pattern::Object(patterns) => self.matches_object(patterns, value),
        }
    }

    #[inline(never)]
    fn matches_value(&mut self, expression: &'r Expression, value: Value) -> Yield<bool> {
        let expected = self.eval(expression)?;
        Ok(self.memory.equal(expected, value))
    }

    #[inline(never)]
    fn matches_array(&mut self, patterns: &'r [Pattern], value: Value) -> Yield<bool> {
        if value.tag() != Tag::Array || self.memory.len(value) != patterns.len() {
            return Ok(false);
        }
        let children = self.memory.children(value);
        for (index, pattern) in patterns.iter().enumerate() {
            let (_, element) = self.memory.child(children, index);
            if !self.matches(pattern, element)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    #[inline(never)]
    fn matches_object(&mut self, patterns: &'r [(Expression, Pattern)], value: Value) -> Yield<bool> {
        if value.tag() != Tag::Object || self.memory.len(value) != patterns.len() {
            return Ok(false);
        }
        for (key, pattern) in patterns {
            let key = self.eval(key)?;
            let Some(below) = self.memory.get(value, key) else { return Ok(false) };
            if !self.matches(pattern, below)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
