//! Reads values as Rego writes them: JSON, `{1, 2}`, `set()`, raw text in backquotes, keys of any type.

use crate::rego::{memory::Memory, value::Value};

pub(super) struct Literals<'t, 'p, 'm> {
    memory: &'p mut Memory<'m>,
    rest: &'t str,
}

impl<'t, 'p, 'm> Literals<'t, 'p, 'm> {
    pub(super) fn new(memory: &'p mut Memory<'m>, rest: &'t str) -> Self {
        Self { memory, rest }
    }

    /// All values up to the closing parenthesis.
    pub(super) fn arguments(&mut self) -> Vec<Value> {
        let mut arguments = Vec::new();
        while !self.take(")") {
            arguments.push(self.value());
            self.take(",");
        }
        assert_eq!(self.rest.trim(), "", "after the call");
        arguments
    }

    fn take(&mut self, wanted: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn value(&mut self) -> Value {
        if self.take("set()") {
            return self.memory.sorted_set(&[]);
        }
        if self.take("null") {
            return Value::NULL;
        }
        if self.take("true") {
            return Value::TRUE;
        }
        if self.take("false") {
            return Value::FALSE;
        }
        match self.rest.chars().next().expect("a value") {
            '[' => {
                self.take("[");
                let mut elements = Vec::new();
                while !self.take("]") {
                    elements.push(self.value());
                    self.take(",");
                }
                self.memory.array(&elements)
            }
            '{' => self.braces(),
            '`' => {
                let (text, rest) = self.rest[1..].split_once('`').expect("an end of the raw text");
                self.rest = rest;
                self.memory.string(text)
            }
            '"' => {
                let mut read = serde_json::Deserializer::from_str(self.rest).into_iter::<String>();
                let text = read.next().expect("text").expect("text");
                self.rest = &self.rest[read.byte_offset()..];
                self.memory.string(&text)
            }
            _ => {
                let is_number = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
                let end = self.rest.find(|c| !is_number(c)).unwrap_or(self.rest.len());
                assert!(end > 0, "no value: {}", self.rest);
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                self.memory.number(text)
            }
        }
    }

    fn braces(&mut self) -> Value {
        self.take("{");
        let (mut elements, mut pairs) = (Vec::new(), Vec::new());
        while !self.take("}") {
            let value = self.value();
            if self.take(":") {
                pairs.push((value, self.value()));
            } else {
                elements.push(value);
            }
            self.take(",");
        }
        if elements.is_empty() {
            self.memory.object(&mut pairs).expect("keys that differ")
        } else {
            self.memory.set(&mut elements)
        }
    }
}
