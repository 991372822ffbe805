//! Rules and functions: all definitions of one name together.

use super::{Filter, Flow, Machine, Memo, Replaced, State};
use crate::rego::{
    dispatch::Present,
    fail::{ErrorKind, Fail, Outcome},
    program::{Alternative, Clause, Definition, DefinitionId, Expression, Form, Target},
    value::{Tag, Value},
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
    fn may_hold(&mut self, clause: &Clause) -> bool {
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

    /// Everything below a package: its rules that are defined, and what is given there. Of names that are asked for, the
    /// first is this floor's; rules of other names are not evaluated.
    pub(super) fn package(&mut self, branch: u32, names: &'r [Option<Expression>]) -> Outcome {
        let given = self.given_at(branch);
        // As with a rule, what its rules read is not what the finding is about: it would depend on who asks first.
        self.unseen(|machine| machine.package_over(branch, names, given))
    }

    fn package_over(&mut self, branch: u32, names: &'r [Option<Expression>], given: Option<Value>) -> Outcome {
        if self.is_replaced(branch) {
            return given.ok_or(Fail::Undefined);
        }
        if let Some(given) = given
            && given.tag() != Tag::Object
        {
            return Ok(given);
        }
        let (wanted, names) = match names.split_first() {
            Some((Some(wanted), names)) => (Some(self.eval(wanted)?), names),
            Some((None, names)) => (None, names),
            None => (None, names),
        };
        self.enter()?;
        let mut pairs: Vec<(Value, Value)> = Vec::new();
        let program = self.program;
        for &below in program.tree[branch as usize].below.values() {
            let branch = &program.tree[below as usize];
            let Some(name) = branch.name else { continue };
            if wanted.is_some_and(|wanted| !self.memory.equal(wanted, name)) {
                continue;
            }
            let given = given.and_then(|given| self.memory.get(given, name));
            let value = match branch.definition {
                Some(id) if matches!(program.definitions[id as usize].form, Form::Function(_)) => continue,
                Some(id) => self.rule(id).map(|value| given.map_or(value, |given| self.merged(given, value))),
                // A package merges what is given inside it.
                None => self.package_over(below, names, given),
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

    /// What is given, and what a rule adds to it.
    fn merged(&mut self, given: Value, value: Value) -> Value {
        if given.tag() != Tag::Object || value.tag() != Tag::Object {
            return given;
        }
        let mut pairs: Vec<(Value, Value)> =
            (0..self.memory.len(given)).map(|index| self.child(given, index)).collect();
        for index in 0..self.memory.len(value) {
            let (key, below) = self.child(value, index);
            match pairs.iter().position(|(other, _)| self.memory.equal(*other, key)) {
                Some(at) => pairs[at].1 = self.merged(pairs[at].1, below),
                None => pairs.push((key, below)),
            }
        }
        self.memory.object_of_last(&mut pairs)
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

    /// Whether `with` put something in place of a package, or of one above it.
    fn is_replaced(&self, branch: u32) -> bool {
        let is_data = |(target, _): &(Target, Replaced)| matches!(target, Target::Data(_));
        if !self.replaced.iter().any(is_data) {
            return false;
        }
        let tree = &self.program.tree;
        self.replaced.iter().any(|(target, _)| {
            let Target::Data(keys) = target else { return false };
            let top = keys.iter().try_fold(0, |at, key| tree[at as usize].below.get(key).copied());
            let mut waiting: Vec<u32> = top.into_iter().collect();
            while let Some(at) = waiting.pop() {
                if at == branch {
                    return true;
                }
                waiting.extend(tree[at as usize].below.values());
            }
            false
        })
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
