//! Packages as values: their rules, and what is given in the same place.

use super::{Machine, Nothing, Replaced, Yield};
use crate::rego::{
    program::{Expression, Form, Target},
    value::{Tag, Value},
};

impl<'r> Machine<'r> {
    /// Everything below a package: its rules that are defined, and what is given there. Of names that are asked for, the
    /// first is this floor's; rules of other names are not evaluated.
    pub(super) fn package(&mut self, branch: u32, names: &'r [Option<Expression>]) -> Yield {
        let given = self.given_at(branch);
        // As with a rule, what its rules read is not what the finding is about: it would depend on who asks first.
        self.unseen(|machine| machine.package_over(branch, names, given))
    }

    fn package_over(&mut self, branch: u32, names: &'r [Option<Expression>], given: Option<Value>) -> Yield {
        if self.is_replaced(branch) {
            return given.ok_or(Nothing);
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
                Some(id) if matches!(program.definitions[id].form, Form::Function(_)) => continue,
                Some(id) => self.rule(id).map(|value| given.map_or(value, |given| self.merged(given, value))),
                // A package merges what is given inside it.
                None => self.package_over(below, names, given),
            };
            pairs.extend(self.defined(value)?.map(|value| (name, value)));
        }
        self.leave();
        let ruled = self.memory.object(&mut pairs);
        let ruled = self.took(ruled)?;
        let Some(given) = given else { return Ok(ruled) };
        let children = self.memory.children(given);
        for index in 0..children.len() {
            let (key, value) = self.memory.child(children, index);
            if self.memory.get(ruled, key).is_none() {
                pairs.push((key, value));
            }
        }
        let object = self.memory.object(&mut pairs);
        self.took(object)
    }

    /// What is given, and what a rule adds to it.
    fn merged(&mut self, given: Value, value: Value) -> Value {
        if given.tag() != Tag::Object || value.tag() != Tag::Object {
            return given;
        }
        let (children, others) = (self.memory.children(given), self.memory.children(value));
        let mut pairs: Vec<(Value, Value)> =
            (0..children.len()).map(|index| self.memory.child(children, index)).collect();
        for index in 0..others.len() {
            let (key, below) = self.memory.child(others, index);
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
}
