//! Rules and functions: all definitions of one name together.

use super::{Flow, Lead, Machine, Memo, Nothing, Replaced, State, Touch, Yield, leads::Made};
use crate::rego::{
    fail::{ErrorKind, Fail},
    program::{Alternative, Block, Clause, Definition, DefinitionId, Expression, Form, Target},
    value::Value,
};

/// What one body of an object gives.
#[derive(Debug)]
pub(super) struct Entry {
    /// The way down.
    pub(super) keys: Vec<Value>,
    value: Value,
    /// Whether the value is an element of a set at the end of the keys.
    is_element: bool,
    lead: Lead,
}

impl<'r> Machine<'r> {
    /// The value of a rule as part of an expression.
    #[inline(never)]
    pub(super) fn rule_value(&mut self, id: DefinitionId) -> Yield {
        let value = self.rule(id)?;
        self.follow_rule(id, value);
        Ok(value)
    }

    /// The value of an expression of which a part is taken: what led to the whole of it is of no interest then.
    #[inline]
    pub(super) fn collection(&mut self, expression: &'r Expression) -> Yield {
        match expression {
            Expression::Rule(id) => self.rule_collection(*id),
            other => self.part(other),
        }
    }

    #[inline(never)]
    fn rule_collection(&mut self, id: DefinitionId) -> Yield {
        let value = self.rule(id)?;
        if self.tracing && !self.program.definitions[id].is_partial() {
            self.follow_rule(id, value);
        }
        Ok(value)
    }

    /// The value of a rule, found once.
    #[inline]
    pub(super) fn rule(&mut self, id: DefinitionId) -> Yield {
        let memo = &self.memo[id as usize];
        if memo.stamp == self.stamp && memo.state == State::Known && self.limits.remember {
            return Ok(memo.value);
        }
        self.find(id)
    }

    fn find(&mut self, id: DefinitionId) -> Yield {
        let memo = &self.memo[id as usize];
        if memo.stamp == self.stamp {
            match memo.state {
                State::Running => return Err(self.nothing(Fail::error(ErrorKind::Limit, "a rule needs itself"))),
                State::Undefined if self.limits.remember => return Err(Nothing),
                State::Known | State::Undefined => {}
            }
        }
        if let Some(replaced) = self.replaced_rule(id) {
            return replaced;
        }
        let stamp = self.stamp;
        self.memo[id as usize] = Memo { stamp, state: State::Running, ..Memo::UNKNOWN };
        self.enter()?;
        let program = self.program;
        let before = self.start_trail();
        let value = self.definition(&program.definitions[id]);
        let lead = self.end_trail(before);
        self.leave();
        let (state, kept) = match &value {
            Ok(value) => (State::Known, *value),
            Err(Nothing) if self.error.is_none() => (State::Undefined, Value::NULL),
            Err(Nothing) => {
                // Whoever asked may go on without it.
                self.memo[id as usize].stamp = 0;
                return value;
            }
        };
        self.memo[id as usize] = Memo { stamp, state, value: kept, lead };
        value
    }

    fn definition(&mut self, definition: &'r Definition) -> Yield {
        match definition.form {
            Form::Complete => self.complete(definition, &[]),
            // Without its arguments a function has no value.
            Form::Function(_) => Err(Nothing),
            Form::Set => self.set(definition),
            Form::Object => self.object(definition),
        }
    }

    fn set(&mut self, definition: &'r Definition) -> Yield {
        if !self.tracing {
            let mut elements = Vec::new();
            self.each_element(definition, |machine, _, value| {
                elements.push(value);
                machine.make_room(elements.len(), 1)
            })?;
            return Ok(self.memory.set(&mut elements));
        }
        let (start, mut made) = (self.trail.len(), Made::default());
        self.each_element(definition, |machine, body, value| machine.add(&mut made, value, start, body))?;
        if made.is_empty() {
            return Ok(self.memory.sorted_set(&[]));
        }
        self.trail.extend(made.whole);
        Ok(self.set_of(made))
    }

    /// A call of a function of the program.
    pub(super) fn call(&mut self, id: DefinitionId, arguments: &[Value]) -> Yield {
        if let Some(replaced) = self.replacement(|target| *target == Target::Function(id)) {
            return self.replaced_call(replaced, arguments);
        }
        let lapse = if self.tracing { self.lapse.take() } else { None };
        let value = self.call_once(id, arguments, |machine| {
            machine.enter()?;
            let program = machine.program;
            let value = machine.complete(&program.definitions[id], arguments);
            machine.leave();
            value
        });
        if self.tracing && value.is_ok() {
            self.lapse = lapse;
        }
        value
    }

    /// One value: all bodies that hold must agree on it.
    fn complete(&mut self, definition: &'r Definition, arguments: &[Value]) -> Yield {
        let (mut found, mut lapse): (Option<Value>, Option<Touch>) = (None, None);
        for clause in &definition.clauses {
            if !self.may_hold(clause) || !self.takes(clause, arguments)? {
                continue;
            }
            self.first_alternative(definition, clause, &mut found)?;
            if found.is_some() && definition.constant {
                break;
            }
            // A key that is missing says most about why there is no value.
            if self.tracing
                && let Some(own) = self.lapse.take()
                && lapse.is_none_or(|first| first.missing.is_none() && own.missing.is_some())
            {
                lapse = Some(own);
            }
        }
        if self.tracing {
            self.lapse = lapse;
        }
        match (found, &definition.default) {
            (Some(value), _) => Ok(value),
            (None, Some(default)) => self.only(default),
            (None, None) => Err(Nothing),
        }
    }

    #[inline]
    pub(super) fn takes(&mut self, clause: &'r Clause, arguments: &[Value]) -> Yield<bool> {
        for (at, pattern) in clause.arguments.iter().enumerate() {
            if !self.fits_pattern(pattern, arguments[at])? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The body of a clause, or the first `else` that holds.
    fn first_alternative(
        &mut self,
        definition: &'r Definition,
        clause: &'r Clause,
        found: &mut Option<Value>,
    ) -> Yield<()> {
        let start = self.trail.len();
        for alternative in &clause.alternatives {
            if let Expression::Constant(value) = alternative.value {
                if self.holds(&alternative.body)? {
                    return self.agree(definition, found, value);
                }
                self.trail.truncate(start);
                continue;
            }
            let mut held = false;
            let mut read = None;
            let may_go_back = self.tracing && alternative.body.has_loop();
            self.run(&alternative.body, &mut |machine| {
                let value = match machine.eval(&alternative.value) {
                    Ok(value) => value,
                    Err(Nothing) => {
                        machine.undefined()?;
                        machine.note_lapse(start);
                        return Ok(Flow::Continue);
                    }
                };
                held = true;
                if may_go_back && read.is_none() {
                    read = Some((machine.trail.len(), machine.lead_since(start)));
                }
                machine.agree(definition, found, value)?;
                Ok(Flow::Continue)
            })?;
            // Looking for further solutions has cut the trail.
            if let Some((len, lead)) = read
                && self.trail.len() < len
            {
                self.trail.truncate(start);
                self.follow(lead);
            }
            if held {
                break;
            }
            // What has no value leads nowhere, whether it is worked out now or known from before.
            self.trail.truncate(start);
        }
        Ok(())
    }

    /// All values that are found must be the same.
    #[inline]
    fn agree(&mut self, definition: &Definition, found: &mut Option<Value>, value: Value) -> Yield<()> {
        match *found {
            None => *found = Some(value),
            Some(before) if self.memory.equal(before, value) => {}
            Some(_) => return Err(self.two_values(definition)),
        }
        Ok(())
    }

    fn only(&mut self, alternative: &'r Alternative) -> Yield {
        let mut found = Err(Nothing);
        self.run(&alternative.body, &mut |machine| {
            found = machine.eval(&alternative.value);
            Ok(Flow::Stop)
        })?;
        found
    }

    /// Each element that the clauses of a set give, equal ones again and again.
    pub(super) fn each_element(
        &mut self,
        definition: &'r Definition,
        mut found: impl FnMut(&mut Self, &'r Block, Value) -> Yield<()>,
    ) -> Yield<()> {
        let start = self.trail.len();
        for clause in &definition.clauses {
            if !self.may_hold(clause) {
                continue;
            }
            for alternative in &clause.alternatives {
                self.trail.truncate(start);
                self.run(&alternative.body, &mut |machine| {
                    let value = machine.say(&alternative.value);
                    if let Some(value) = machine.defined(value)? {
                        found(machine, &alternative.body, value)?;
                    }
                    Ok(Flow::Continue)
                })?;
            }
        }
        // What a body read that gave nothing led to nothing.
        self.trail.truncate(start);
        Ok(())
    }

    /// An object: each clause gives a way down and what stands at its end.
    fn object(&mut self, definition: &'r Definition) -> Yield {
        let mut entries = Vec::new();
        for clause in &definition.clauses {
            if !self.may_hold(clause) {
                continue;
            }
            self.entries(clause, &mut entries)?;
        }
        self.nested(definition, &mut entries, 0)
    }

    /// The entries that one clause gives.
    pub(super) fn entries(&mut self, clause: &'r Clause, entries: &mut Vec<Entry>) -> Yield<()> {
        for alternative in &clause.alternatives {
            let (before, start) = (entries.len(), self.trail.len());
            self.run(&alternative.body, &mut |machine| {
                let made = machine.said(|machine| {
                    let keys: Yield<Vec<Value>> = alternative.keys.iter().map(|key| machine.eval(key)).collect();
                    keys.and_then(|keys| Ok((keys, machine.eval(&alternative.value)?)))
                });
                if let Some((keys, value)) = machine.defined(made)? {
                    let lead = if machine.tracing { machine.lead_to(value, start) } else { Lead::default() };
                    entries.push(Entry { keys, value, is_element: alternative.is_element, lead });
                }
                machine.make_room(entries.len(), 8)?;
                Ok(Flow::Continue)
            })?;
            if entries.len() > before {
                break;
            }
            self.trail.truncate(start);
        }
        Ok(())
    }

    /// Entries that share their first `depth` keys as one value.
    pub(super) fn nested(&mut self, definition: &'r Definition, entries: &mut [Entry], depth: usize) -> Yield {
        let (mut pairs, mut leads) = (Vec::new(), Vec::<(Value, Lead)>::new());
        entries.sort_by(|a, b| self.memory.compare(a.keys[depth], b.keys[depth]));
        let mut start = 0;
        while start < entries.len() {
            let key = entries[start].keys[depth];
            let mut end = start + 1;
            while end < entries.len() && self.memory.equal(entries[end].keys[depth], key) {
                end += 1;
            }
            let group = &mut entries[start..end];
            let lead = group[0].lead;
            let below = self.leaf(definition, group, depth + 1)?;
            leads.push((below, lead));
            pairs.push((key, below));
            start = end;
        }
        let object = self.memory.sorted_object(&pairs);
        self.keep_leads(object, leads.iter().map(|(value, lead)| (*value, lead)));
        Ok(object)
    }

    fn leaf(&mut self, definition: &'r Definition, group: &mut [Entry], depth: usize) -> Yield {
        let ends = group.iter().filter(|entry| entry.keys.len() == depth).count();
        if ends == 0 {
            return self.nested(definition, group, depth);
        }
        if ends < group.len() {
            return Err(self.two_values(definition));
        }
        if group.iter().all(|entry| entry.is_element) {
            return Ok(self.set_of(group.iter().map(|entry| (entry.value, entry.lead)).collect()));
        }
        let first = group[0].value;
        for entry in group.iter().skip(1) {
            if entry.is_element || !self.memory.equal(first, entry.value) {
                return Err(self.two_values(definition));
            }
        }
        Ok(first)
    }

    fn replaced_rule(&mut self, id: DefinitionId) -> Option<Yield> {
        if self.replaced.is_empty() {
            return None;
        }
        let program = self.program;
        let path = &program.definitions[id].path;
        let replacement = self.replaced.iter().rev().find_map(|(target, replaced)| {
            let Target::Data(keys) = target else { return None };
            let mut parts = path.split('.').skip(1);
            let is_below = keys.iter().all(|key| parts.next() == Some(&**key));
            is_below.then(|| (*replaced, parts.map(str::to_owned).collect::<Vec<_>>()))
        });
        let (replaced, rest) = replacement?;
        Some(match replaced {
            Replaced::Value(mut value) => {
                for key in rest {
                    let key = self.memory.string(&key);
                    match self.memory.get(value, key) {
                        Some(below) => value = below,
                        None => return Some(Err(Nothing)),
                    }
                }
                Ok(value)
            }
            _ => Err(Nothing),
        })
    }

    fn two_values(&mut self, definition: &Definition) -> Nothing {
        let path = definition.path.trim_start_matches("data.");
        let what = if matches!(definition.form, Form::Function(_)) { "function" } else { "rule" };
        self.nothing(Fail::error(ErrorKind::Conflict, format!("{what} `{path}` has two different values")))
    }
}
