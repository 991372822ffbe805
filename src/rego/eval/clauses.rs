//! Rules and functions: all definitions of one name together.

use super::{Filter, Flow, Machine, Memo, Replaced, State};
use crate::rego::{
    dispatch::Present,
    fail::{ErrorKind, Fail, Outcome},
    program::{Alternative, Clause, Definition, DefinitionId, Expression, Form, Target},
    value::Value,
};

/// The keys of an entry, its value, and whether that is an element of a set at the end of the keys.
pub(super) type Entry = (Vec<Value>, Value, bool);

impl<'r> Machine<'r> {
    /// The value of a rule as part of an expression: of what it read, only the value itself is of interest.
    pub(super) fn rule_value(&mut self, id: DefinitionId) -> Outcome {
        let value = self.unseen(|machine| machine.rule(id));
        if let Ok(value) = value {
            self.touch(value);
        }
        value
    }

    /// The value of a rule, found once.
    pub(super) fn rule(&mut self, id: DefinitionId) -> Outcome {
        let memo = self.memo[id as usize];
        if memo.stamp == self.stamp {
            match memo.state {
                State::Running => return Err(Fail::error(ErrorKind::Limit, "a rule needs itself")),
                State::Known if self.limits.remember => return Ok(memo.value),
                State::Undefined if self.limits.remember => return Err(Fail::Undefined),
                State::Known | State::Undefined => {}
            }
        }
        if let Some(replaced) = self.replaced_rule(id) {
            return replaced;
        }
        let stamp = self.stamp;
        self.memo[id as usize] = Memo { stamp, state: State::Running, value: Value::NULL };
        self.enter()?;
        let program = self.program;
        let value = self.definition(&program.definitions[id as usize]);
        self.leave();
        let (state, kept) = match &value {
            Ok(value) => (State::Known, *value),
            Err(Fail::Undefined) => (State::Undefined, Value::NULL),
            Err(Fail::Error(_)) => {
                // Whoever asked may go on without it.
                self.memo[id as usize].stamp = 0;
                return value;
            }
        };
        self.memo[id as usize] = Memo { stamp, state, value: kept };
        value
    }

    fn definition(&mut self, definition: &'r Definition) -> Outcome {
        match definition.form {
            Form::Complete => self.complete(definition, &[]),
            // Without its arguments a function has no value.
            Form::Function(_) => Err(Fail::Undefined),
            Form::Set => {
                let mut elements = Vec::new();
                self.each_element(definition, &mut |machine, value| {
                    elements.push(value);
                    machine.make_room(elements.len(), 1)
                })?;
                Ok(self.memory.set(&mut elements))
            }
            Form::Object => self.object(definition),
        }
    }

    /// A call of a function of the program.
    pub(super) fn call(&mut self, id: DefinitionId, arguments: &[Value]) -> Outcome {
        if let Some(replaced) = self.replacement(|target| *target == Target::Function(id)) {
            return self.replaced_call(replaced, arguments);
        }
        self.call_once(id, arguments, |machine| {
            machine.enter()?;
            let program = machine.program;
            let value = machine.complete(&program.definitions[id as usize], arguments);
            machine.leave();
            value
        })
    }

    /// One value: all bodies that hold must agree on it.
    fn complete(&mut self, definition: &'r Definition, arguments: &[Value]) -> Outcome {
        let mut found: Option<Value> = None;
        for clause in &definition.clauses {
            if !self.may_hold(clause) || !self.takes(clause, arguments)? {
                continue;
            }
            self.first_alternative(definition, clause, &mut found)?;
            if found.is_some() && definition.constant {
                break;
            }
        }
        match (found, &definition.default) {
            (Some(value), _) => Ok(value),
            (None, Some(default)) => self.only(default),
            (None, None) => Err(Fail::Undefined),
        }
    }

    /// Whether the document has all keys that a clause needs.
    pub(super) fn may_hold(&mut self, clause: &Clause) -> bool {
        if clause.needs.is_empty() {
            return true;
        }
        if let Filter::Unknown(id) = self.filter {
            self.filter = Present::of(self.memory.document_of(id)).map_or(Filter::Off, Filter::Known);
        }
        match &self.filter {
            Filter::Known(present) => present.has_all(&clause.needs),
            _ => true,
        }
    }

    pub(super) fn takes(&mut self, clause: &'r Clause, arguments: &[Value]) -> Outcome<bool> {
        for (pattern, &argument) in clause.arguments.iter().zip(arguments) {
            match self.matches(pattern, argument) {
                Ok(true) => {}
                Ok(false) | Err(Fail::Undefined) => return Ok(false),
                Err(error) => return Err(error),
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
    ) -> Outcome<()> {
        for alternative in &clause.alternatives {
            let mut held = false;
            let constant = matches!(alternative.value, Expression::Constant(_));
            self.run(&alternative.body, &mut |machine| {
                let value = match machine.eval(&alternative.value) {
                    Ok(value) => value,
                    Err(Fail::Undefined) => return Ok(Flow::Continue),
                    Err(error) => return Err(error),
                };
                held = true;
                match *found {
                    None => *found = Some(value),
                    Some(before) if machine.memory.equal(before, value) => {}
                    Some(_) => return Err(two_values(definition)),
                }
                Ok(if constant { Flow::Stop } else { Flow::Continue })
            })?;
            if held {
                break;
            }
        }
        Ok(())
    }

    fn only(&mut self, alternative: &'r Alternative) -> Outcome {
        let mut found = Err(Fail::Undefined);
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
        found: &mut dyn FnMut(&mut Self, Value) -> Outcome<()>,
    ) -> Outcome<()> {
        let start = self.trail.len();
        for clause in &definition.clauses {
            if !self.may_hold(clause) {
                continue;
            }
            for alternative in &clause.alternatives {
                self.trail.truncate(start);
                self.run(&alternative.body, &mut |machine| {
                    // What a finding says of itself is not what it came from.
                    match machine.unseen(|machine| machine.eval(&alternative.value)) {
                        Ok(value) => found(machine, value)?,
                        Err(Fail::Undefined) => {}
                        Err(error) => return Err(error),
                    }
                    Ok(Flow::Continue)
                })?;
            }
        }
        Ok(())
    }

    /// An object: each clause gives a way down and what stands at its end.
    fn object(&mut self, definition: &'r Definition) -> Outcome {
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
    pub(super) fn entries(&mut self, clause: &'r Clause, entries: &mut Vec<Entry>) -> Outcome<()> {
        for alternative in &clause.alternatives {
            let before = entries.len();
            self.run(&alternative.body, &mut |machine| {
                let keys: Outcome<Vec<Value>> = alternative.keys.iter().map(|key| machine.eval(key)).collect();
                match keys.and_then(|keys| Ok((keys, machine.eval(&alternative.value)?))) {
                    Ok((keys, value)) => entries.push((keys, value, alternative.is_element)),
                    Err(Fail::Undefined) => {}
                    Err(error) => return Err(error),
                }
                machine.make_room(entries.len(), 8)?;
                Ok(Flow::Continue)
            })?;
            if entries.len() > before {
                break;
            }
        }
        Ok(())
    }

    /// Entries that share their first `depth` keys as one value.
    pub(super) fn nested(&mut self, definition: &'r Definition, entries: &mut [Entry], depth: usize) -> Outcome {
        let mut pairs = Vec::new();
        entries.sort_by(|a, b| self.memory.compare(a.0[depth], b.0[depth]));
        let mut start = 0;
        while start < entries.len() {
            let key = entries[start].0[depth];
            let mut end = start + 1;
            while end < entries.len() && self.memory.equal(entries[end].0[depth], key) {
                end += 1;
            }
            let group = &mut entries[start..end];
            pairs.push((key, self.leaf(definition, group, depth + 1)?));
            start = end;
        }
        Ok(self.memory.sorted_object(&pairs))
    }

    fn leaf(&mut self, definition: &'r Definition, group: &mut [Entry], depth: usize) -> Outcome {
        let ends = group.iter().filter(|(keys, ..)| keys.len() == depth).count();
        if ends == 0 {
            return self.nested(definition, group, depth);
        }
        if ends < group.len() {
            return Err(two_values(definition));
        }
        if group.iter().all(|(.., is_element)| *is_element) {
            let mut elements: Vec<Value> = group.iter().map(|(_, value, _)| *value).collect();
            return Ok(self.memory.set(&mut elements));
        }
        let first = group[0].1;
        for (_, value, is_element) in group.iter().skip(1) {
            if *is_element || !self.memory.equal(first, *value) {
                return Err(two_values(definition));
            }
        }
        Ok(first)
    }

    fn replaced_rule(&mut self, id: DefinitionId) -> Option<Outcome> {
        if self.replaced.is_empty() {
            return None;
        }
        let program = self.program;
        let path = &program.definitions[id as usize].path;
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
                        None => return Some(Err(Fail::Undefined)),
                    }
                }
                Ok(value)
            }
            _ => Err(Fail::Undefined),
        })
    }
}

fn two_values(definition: &Definition) -> Fail {
    let path = definition.path.trim_start_matches("data.");
    let what = if matches!(definition.form, Form::Function(_)) { "function" } else { "rule" };
    Fail::error(ErrorKind::Conflict, format!("{what} `{path}` has two different values"))
}
