//! What the values of expressions may be.

use super::{Follow, Things};
use crate::rego::{
    builtins::Builtin,
    extension::End,
    program::{Expression, Program, TemplatePart},
    value::{Tag, Value},
};

impl<'p> Follow<'p> {
    /// The text of an expression that is one.
    pub(super) fn constant(&self, expression: &Expression) -> Option<&'p str> {
        match expression {
            Expression::Constant(value) if value.is_string() => self.program.text(*value),
            _ => None,
        }
    }

    /// The texts that an expression may be, if it can be nothing else.
    pub(super) fn possible(&self, expression: &Expression) -> Option<Vec<&'p str>> {
        match expression {
            Expression::Slot(slot) if !self.others.contains(slot) => self.words.get(slot).cloned(),
            _ => self.constant(expression).map(|key| vec![key]),
        }
    }

    /// An expression of whose value everything counts as read.
    pub(super) fn used_up(&mut self, expression: &'p Expression) {
        let value = self.expression(expression);
        self.graph.whole(&value);
    }

    fn all_used_up(&mut self, expressions: &'p [Expression]) -> Things {
        expressions.iter().for_each(|expression| self.used_up(expression));
        Things::default()
    }

    /// What the value of an expression may be.
    pub(super) fn expression(&mut self, expression: &'p Expression) -> Things {
        match expression {
            Expression::Constant(_) | Expression::Data => Things::default(),
            Expression::Slot(slot) => self.slots[*slot as usize].clone(),
            Expression::Input => self.input.clone(),
            Expression::Path(parts) => {
                let base = self.expression(&parts.0);
                let text = |key: Value| self.program.text(key).unwrap_or_default();
                let keys: Vec<&str> = parts.1.iter().map(|key| text(key.text)).collect();
                keys.into_iter().fold(base, |at, key| self.graph.key(&at, key))
            }
            Expression::Index(parts) => {
                let base = self.expression(&parts.0);
                self.used_up(&parts.1);
                match self.possible(&parts.1) {
                    Some(keys) => self.graph.keys(&base, &keys),
                    None => self.graph.every(&base),
                }
            }
            Expression::Rule(id) => {
                self.need(*id);
                self.values[*id as usize].clone()
            }
            Expression::Package(..) => {
                self.everything();
                Things::default()
            }
            Expression::Call(id, arguments) => {
                self.need(*id);
                for (number, argument) in arguments.iter().enumerate() {
                    let value = self.expression(argument);
                    self.graph.changed |= self.arguments.entry((*id, number)).or_default().add(&value);
                }
                self.values[*id as usize].clone()
            }
            Expression::Builtin(builtin, arguments) => self.builtin(expression, builtin, arguments),
            Expression::Extension(id, arguments) => self.extension(expression, *id, arguments),
            Expression::Regex(parts) => self.all_used_up(std::slice::from_ref(&parts.1)),
            Expression::Format(parts) => self.all_used_up(&parts.1),
            Expression::Compare(_, parts) | Expression::Arithmetic(_, parts) | Expression::Member(parts) => {
                self.used_up(&parts.0);
                self.used_up(&parts.1);
                Things::default()
            }
            Expression::MemberWithKey(parts) => self.all_used_up(&parts[..]),
            Expression::Set(items) => self.all_used_up(items),
            _ => self.collection(expression),
        }
    }

    fn collection(&mut self, expression: &'p Expression) -> Things {
        match expression {
            Expression::Array(items) => {
                let made = self.graph.make(address(expression), 0);
                for item in items {
                    let value = self.expression(item);
                    self.graph.put_every(made, &value);
                }
                Things(vec![made])
            }
            Expression::Object(pairs) => {
                let made = self.graph.make(address(expression), 0);
                for (key, value) in pairs {
                    let value = self.expression(value);
                    match self.constant(key) {
                        Some(key) => self.graph.put_key(made, key, &value),
                        None => {
                            self.used_up(key);
                            self.graph.put_every(made, &value);
                        }
                    }
                }
                Things(vec![made])
            }
            Expression::ArrayComprehension(parts) => {
                self.block(&parts.0);
                let made = self.graph.make(address(expression), 0);
                let value = self.expression(&parts.1);
                self.graph.put_every(made, &value);
                Things(vec![made])
            }
            Expression::SetComprehension(parts) => {
                self.block(&parts.0);
                self.all_used_up(std::slice::from_ref(&parts.1))
            }
            // Values of one key are compared.
            Expression::ObjectComprehension(parts) => {
                self.block(&parts.0);
                self.used_up(&parts.1);
                self.all_used_up(std::slice::from_ref(&parts.2))
            }
            Expression::Template(parts) | Expression::Print(parts) => {
                for part in parts {
                    if let TemplatePart::Value(block, value) = part {
                        self.block(block);
                        self.used_up(value);
                    }
                }
                Things::default()
            }
            // All others were told apart before.
            _ => Things::default(),
        }
    }

    /// Few builtins give back what they were given, or look at less than all of it.
    fn builtin(&mut self, expression: &'p Expression, builtin: &Builtin, arguments: &'p [Expression]) -> Things {
        match (builtin.name, arguments) {
            ("is_array" | "is_boolean" | "is_null" | "is_number" | "is_object" | "is_string", [value]) => {
                self.expression(value);
                Things::default()
            }
            ("count" | "object.keys", [value]) => {
                let value = self.expression(value);
                self.graph.every(&value);
                Things::default()
            }
            ("object.get", [object, key, default]) => {
                let (Some(keys), object) = (self.possible(key), self.expression(object)) else {
                    return self.all_used_up(arguments);
                };
                let mut found = self.graph.keys(&object, &keys);
                let default = self.expression(default);
                found.add(&default);
                found
            }
            ("array.concat", [a, b]) => {
                let made = self.graph.make(address(expression), 0);
                for operand in [a, b] {
                    let operand = self.expression(operand);
                    let elements = self.graph.every(&operand);
                    self.graph.put_every(made, &elements);
                }
                Things(vec![made])
            }
            _ => self.all_used_up(arguments),
        }
    }

    /// A function that goes known ways in a document, if it says so; what is at their ends is in the objects it gives.
    fn extension(&mut self, expression: &'p Expression, id: u32, arguments: &'p [Expression]) -> Things {
        let ways = self.program.extensions[id as usize].ways.clone();
        let (Some(ways), [name, document]) = (ways, arguments) else { return self.all_used_up(arguments) };
        let Some(name) = self.constant(name) else { return self.all_used_up(arguments) };
        let document = self.expression(document);
        let (all, part) = (self.graph.make(address(expression), 0), self.graph.make(address(expression), 1));
        self.graph.put_every(all, &Things(vec![part]));
        for way in ways(name) {
            let step = |at: Things, step: &Option<Box<str>>| match step {
                Some(key) => self.graph.key(&at, key),
                None => self.graph.every(&at),
            };
            let end = way.steps.iter().fold(document.clone(), step);
            match way.end {
                End::Node => self.graph.put_key(part, "node", &end),
                End::Inside => self.graph.whole(&end),
            }
        }
        Things(vec![all])
    }
}

/// Where an expression stands in memory, which names it while its program lives.
fn address(expression: &Expression) -> usize {
    std::ptr::from_ref(expression).addr()
}

impl Program {
    /// The text of a constant that is a string.
    pub(super) fn text(&self, constant: Value) -> Option<&str> {
        let range = constant.start()..constant.start() + constant.stored_len();
        if constant.tag() == Tag::String { self.constants.text.get(range) } else { None }
    }
}
