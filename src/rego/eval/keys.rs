//! One key of a rule that cannot be evaluated as a whole.
//!
//! OPA evaluates a set or an object only for the key that is looked up, so what goes wrong for other keys goes unnoticed.
//! Here the whole is evaluated, once for all keys; only if that ends in an error is the key looked up by itself.

use super::{Flow, Machine, Nothing, Yield};
use crate::rego::{
    fail::ErrorKind,
    program::{Definition, Expression, Form},
    value::Value,
};

impl<'r> Machine<'r> {
    /// The value below some keys of what ended in an error.
    #[cold]
    pub(super) fn by_key(&mut self, base: &'r Expression, keys: &[Value]) -> Yield {
        let conflicts = self.error.as_ref().is_some_and(|error| error.kind != ErrorKind::Limit);
        let Expression::Rule(id) = base else { return Err(Nothing) };
        let program = self.program;
        let definition = &program.definitions[*id];
        if !conflicts || definition.by_key.is_empty() {
            return Err(Nothing);
        }
        self.error = None;
        let tracing = std::mem::replace(&mut self.tracing, false);
        let trail = self.trail.len();
        self.enter()?;
        let value =
            if definition.form == Form::Set { self.element(definition, keys) } else { self.entry(definition, keys) };
        self.leave();
        self.trail.truncate(trail);
        self.tracing = tracing;
        value
    }

    /// An element of a set, and what is below it.
    fn element(&mut self, definition: &'r Definition, keys: &[Value]) -> Yield {
        let mut found = false;
        for clause in &definition.by_key {
            if found || !self.takes(clause, &keys[..1])? {
                continue;
            }
            for alternative in &clause.alternatives {
                self.run(&alternative.body, &mut |machine| {
                    let value = machine.eval(&alternative.value);
                    if let Some(value) = machine.defined(value)? {
                        found |= machine.memory.equal(value, keys[0]);
                    }
                    Ok(if found { Flow::Stop } else { Flow::Continue })
                })?;
            }
        }
        if found { self.down(keys[0], &keys[1..]) } else { Err(Nothing) }
    }

    /// An entry of an object, and what is below it.
    fn entry(&mut self, definition: &'r Definition, keys: &[Value]) -> Yield {
        let mut entries = Vec::new();
        for clause in &definition.by_key {
            if self.takes(clause, &keys[..1])? {
                self.entries(clause, &mut entries)?;
            }
        }
        entries.retain(|entry| entry.keys.iter().zip(keys).all(|(a, b)| self.memory.equal(*a, *b)));
        let object = self.nested(definition, &mut entries, 0)?;
        self.down(object, keys)
    }

    fn down(&mut self, mut value: Value, keys: &[Value]) -> Yield {
        for &key in keys {
            value = self.memory.get(value, key).ok_or(Nothing)?;
        }
        Ok(value)
    }
}
