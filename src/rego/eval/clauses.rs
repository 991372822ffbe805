//! Rules and functions: all definitions of one name together.

use super::{Flow, Machine, Memo, Replaced, State};
use crate::rego::{
    fail::{ErrorKind, Fail, Outcome},
    program::{Alternative, Clause, Definition, DefinitionId, Form, Target},
    value::{Tag, Value},
};

impl<'r> Machine<'r> {
    /// The value of a rule as part of an expression: of what it read, only the value itself is of interest.
    pub(super) fn rule_value(&mut self, id: DefinitionId) -> Outcome {
        let tracing = std::mem::replace(&mut self.tracing, false);
        let value = self.rule(id);
        self.tracing = tracing;
        if let Ok(value) = value {
            self.touch(value);
        }
        value
    }

    /// The value of a rule, found once.
    pub(super) fn rule(&mut self, id: DefinitionId) -> Outcome {
        let memo = self.memo[id as usize];
        if memo.stamp == self.stamp {
            return match memo.state {
                State::Known => Ok(memo.value),
                State::Undefined => Err(Fail::Undefined),
                State::Running => Err(Fail::error(ErrorKind::Limit, "a rule needs itself")),
            };
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
            Err(Fail::Error(_)) => return value,
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
        self.enter()?;
        let program = self.program;
        let value = self.complete(&program.definitions[id as usize], arguments);
        self.leave();
        value
    }

    /// One value: all bodies that hold must agree on it.
    fn complete(&mut self, definition: &'r Definition, arguments: &[Value]) -> Outcome {
        let mut found: Option<Value> = None;
        for clause in &definition.clauses {
            if !self.takes(clause, arguments)? {
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

    fn takes(&mut self, clause: &'r Clause, arguments: &[Value]) -> Outcome<bool> {
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
            let constant = matches!(alternative.value, crate::rego::program::Expression::Constant(_));
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
        for clause in &definition.clauses {
            for alternative in &clause.alternatives {
                self.run(&alternative.body, &mut |machine| {
                    let mark = machine.trail.len();
                    match machine.eval(&alternative.value) {
                        Ok(value) => found(machine, value)?,
                        Err(Fail::Undefined) => {}
                        Err(error) => return Err(error),
                    }
                    machine.trail.truncate(mark);
                    Ok(Flow::Continue)
                })?;
            }
        }
        Ok(())
    }

    /// An object: each clause gives a way down and what stands at its end.
    fn object(&mut self, definition: &'r Definition) -> Outcome {
        let mut entries: Vec<(Vec<Value>, Value, bool)> = Vec::new();
        for clause in &definition.clauses {
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
        }
        self.nested(definition, &mut entries, 0)
    }

    /// Entries that share their first `depth` keys as one value.
    fn nested(&mut self, definition: &'r Definition, entries: &mut [(Vec<Value>, Value, bool)], depth: usize) -> Outcome {
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

    fn leaf(&mut self, definition: &'r Definition, group: &mut [(Vec<Value>, Value, bool)], depth: usize) -> Outcome {
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

    /// Everything below a package: its rules that are defined, and what is given there.
    pub(super) fn package(&mut self, branch: u32) -> Outcome {
        let given = self.given_at(branch);
        // As with a rule, what its rules read is not what the finding is about: it would depend on who asks first.
        let tracing = std::mem::replace(&mut self.tracing, false);
        let value = self.package_over(branch, given);
        self.tracing = tracing;
        value
    }

    fn package_over(&mut self, branch: u32, given: Option<Value>) -> Outcome {
        self.enter()?;
        let mut pairs: Vec<(Value, Value)> = Vec::new();
        if let Some(given) = given
            && given.tag() != Tag::Object
        {
            self.leave();
            return Ok(given);
        }
        let program = self.program;
        for &below in program.tree[branch as usize].below.values() {
            let branch = &program.tree[below as usize];
            let Some(name) = branch.name else { continue };
            let value = match branch.definition {
                Some(id) if matches!(program.definitions[id as usize].form, Form::Function(_)) => continue,
                Some(id) => self.rule(id),
                None => {
                    let given = given.and_then(|given| self.memory.get(given, name));
                    self.package_over(below, given)
                }
            };
            match value {
                Ok(value) => pairs.push((name, value)),
                Err(Fail::Undefined) => {}
                Err(error) => return Err(error),
            }
        }
        self.leave();
        let ruled = self.memory.object(&mut pairs)?;
        let Some(given) = given else { return Ok(ruled) };
        for index in 0..self.memory.len(given) {
            let (key, value) = self.child(given, index);
            if self.memory.get(ruled, key).is_none() {
                pairs.push((key, value));
            }
        }
        self.memory.object(&mut pairs)
    }

    /// What is given where a branch stands.
    fn given_at(&mut self, branch: u32) -> Option<Value> {
        if branch == 0 {
            return Some(self.data);
        }
        let program = self.program;
        let parent = program.tree.iter().position(|parent| parent.below.values().any(|&below| below == branch))?;
        let above = self.given_at(parent as u32)?;
        self.memory.get(above, program.tree[branch as usize].name?)
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
