//! `with`: other input, data or functions for one literal.

use std::sync::Arc;

use super::{Filter, Machine, Replaced, Then, Yield};
use crate::rego::{
    program::{Block, Replacement, Substitute, Target},
    value::{Tag, Value},
};

/// What `with` changes.
#[derive(Debug)]
struct World {
    input: Option<Value>,
    data: Value,
    stamp: u32,
    replaced: Vec<(Target, Replaced)>,
    filter: Filter,
}

impl<'r> Machine<'r> {
    /// Runs a block with other input or data, and `then` with what was there before.
    pub(super) fn with(
        &mut self,
        replacements: &'r [Replacement],
        block: &'r Block,
        then: Then<'_, 'r>,
    ) -> Yield<super::Flow> {
        self.check_stack()?;
        self.step()?;
        // What is replaced is copied.
        self.reserve(0, 0)?;
        let mut values = Vec::with_capacity(replacements.len());
        for replacement in replacements {
            let value = self.substitute(&replacement.value);
            match self.defined(value)? {
                Some(value) => values.push((&replacement.target, value)),
                None => return Ok(super::Flow::Continue),
            }
        }
        let mut other = World {
            input: self.input,
            data: self.data,
            stamp: 0,
            replaced: self.replaced.clone(),
            filter: Filter::Off,
        };
        self.swap(&mut other);
        self.forget();
        // What `with` replaces above something that was replaced before goes with it.
        for (target, replaced) in values {
            self.replace(target, replaced);
        }
        let flow = self.run(block, &mut |machine| {
            machine.swap(&mut other);
            let flow = then(machine);
            machine.swap(&mut other);
            flow
        });
        self.swap(&mut other);
        flow
    }

    fn swap(&mut self, other: &mut World) {
        std::mem::swap(&mut self.input, &mut other.input);
        std::mem::swap(&mut self.data, &mut other.data);
        std::mem::swap(&mut self.stamp, &mut other.stamp);
        std::mem::swap(&mut self.replaced, &mut other.replaced);
        std::mem::swap(&mut self.filter, &mut other.filter);
    }

    fn substitute(&mut self, substitute: &'r Substitute) -> Yield<Replaced> {
        Ok(match substitute {
            Substitute::Value(value) => Replaced::Value(self.eval(value)?),
            Substitute::Function(id) => Replaced::Function(*id),
            Substitute::Builtin(builtin) => Replaced::Builtin(builtin),
        })
    }

    fn replace(&mut self, target: &Target, replaced: Replaced) {
        match (target, replaced) {
            (Target::Input(keys), Replaced::Value(value)) => {
                self.input = Some(self.replaced_at(self.input, keys, value));
            }
            (Target::Data(keys), Replaced::Value(value)) => {
                self.data = self.replaced_at(Some(self.data), keys, value);
                self.replaced.push((target.clone(), replaced));
            }
            _ => self.replaced.push((target.clone(), replaced)),
        }
    }

    /// A value with another one below some keys; what is no object on the way there becomes one.
    fn replaced_at(&mut self, base: Option<Value>, keys: &[Arc<str>], value: Value) -> Value {
        let Some((key, rest)) = keys.split_first() else { return value };
        let key = self.memory.string(key);
        let mut pairs = Vec::new();
        if let Some(base) = base.filter(|base| base.tag() == Tag::Object) {
            let children = self.memory.children(base);
            pairs.extend((0..children.len()).map(|index| self.memory.child(children, index)));
        }
        let at = pairs.iter().position(|(other, _)| self.memory.equal(*other, key));
        let below = self.replaced_at(at.map(|at| pairs[at].1), rest, value);
        match at {
            Some(at) => pairs[at].1 = below,
            None => pairs.push((key, below)),
        }
        pairs.sort_by(|a, b| self.memory.compare(a.0, b.0));
        self.memory.sorted_object(&pairs)
    }

    /// What the innermost `with` put in place of a function.
    pub(super) fn replacement(&self, is_target: impl Fn(&Target) -> bool) -> Option<Replaced> {
        if self.replaced.is_empty() {
            return None;
        }
        self.replaced.iter().rev().find(|(target, _)| is_target(target)).map(|(_, replaced)| *replaced)
    }
}
