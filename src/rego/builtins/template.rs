//! `strings.render_template`: Go's templates, as far as fields, variables, `if`, `range`, `with` and a few functions go. What
//! is beyond that (`define`, `block`, pipes, `printf` and other functions) makes it undefined, as a faulty template does.

mod parse;

use self::parse::{Expression, Piece, Root};
use super::{Builtin, builtin, expect, take, text};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::{Memory, compare::MOST_DEPTH},
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] = &[builtin("strings.render_template", 2, |memory, arguments| {
    let [template, data] = take(arguments)?;
    expect(data, Tag::Object)?;
    // OPA goes through the data's Rego text as if it were JSON: of sets, other keys than text and some characters it is none.
    let mut json = String::new();
    memory.write_rego(data, &mut json)?;
    if !super::json::is_valid(&json) {
        return Err(Fail::Undefined);
    }
    let pieces = parse::parse(text(memory, template)?).ok_or(Fail::Undefined)?;
    let mut renderer = Renderer { memory, data, variables: Vec::new(), out: String::new() };
    renderer.run(&pieces, Some(data))?;
    let out = std::mem::take(&mut renderer.out).replace("<no value>", "<undefined>");
    Ok(memory.string(&out))
})];

struct Renderer<'p, 'm> {
    memory: &'p mut Memory<'m>,
    /// What `$` is.
    data: Value,
    variables: Vec<(String, Option<Value>)>,
    out: String,
}

impl Renderer<'_, '_> {
    /// Variables end with the pieces they were made in.
    fn run(&mut self, pieces: &[Piece], dot: Option<Value>) -> Outcome<()> {
        let variables = self.variables.len();
        for piece in pieces {
            self.memory.work(1)?;
            self.memory.reserve(0, 2 * self.out.len())?;
            self.piece(piece, dot)?;
        }
        self.variables.truncate(variables);
        Ok(())
    }

    fn piece(&mut self, piece: &Piece, dot: Option<Value>) -> Outcome<()> {
        match piece {
            Piece::Text(text) => self.out.push_str(text),
            Piece::Print(expression) => {
                let value = self.value(expression, dot)?;
                self.print(value, 0)?;
            }
            Piece::Declare(name, expression) => {
                let value = self.value(expression, dot)?;
                self.variables.push((name.clone(), value));
            }
            Piece::Assign(name, expression) => {
                let value = self.value(expression, dot)?;
                let variable = self.variables.iter_mut().rev().find(|(other, _)| other == name);
                variable.ok_or(Fail::Undefined)?.1 = value;
            }
            Piece::If(expression, then, otherwise) => {
                let value = self.value(expression, dot)?;
                let chosen = if self.is_true(value) { then } else { otherwise };
                self.run(chosen, dot)?;
            }
            Piece::With(expression, then, otherwise) => {
                let value = self.value(expression, dot)?;
                if self.is_true(value) { self.run(then, value)? } else { self.run(otherwise, dot)? }
            }
            Piece::Range(names, expression, each, otherwise) => {
                let value = self.value(expression, dot)?;
                self.range(names, value, each, otherwise, dot)?;
            }
        }
        Ok(())
    }

    fn range(
        &mut self,
        names: &[String],
        value: Option<Value>,
        each: &[Piece],
        otherwise: &[Piece],
        dot: Option<Value>,
    ) -> Outcome<()> {
        let entries: Vec<(Value, Value)> = match value {
            Some(value) if value.tag() == Tag::Object => {
                self.memory.list(value).chunks(2).map(|pair| (pair[0], pair[1])).collect()
            }
            Some(value) if value.is_collection() => (0..).map(Value::integer).zip(self.memory.list(value)).collect(),
            None => Vec::new(),
            Some(value) if value.tag() == Tag::Null => Vec::new(),
            Some(_) => return Err(Fail::Undefined),
        };
        if entries.is_empty() {
            return self.run(otherwise, dot);
        }
        let variables = self.variables.len();
        for (key, value) in entries {
            let value = self.as_text(value);
            match names {
                [] => {}
                [one] => self.variables.push((one.clone(), Some(value))),
                [one, two, ..] => self.variables.extend([(one.clone(), Some(key)), (two.clone(), Some(value))]),
            }
            self.run(each, Some(value))?;
            self.variables.truncate(variables);
        }
        Ok(())
    }

    /// Nothing is what a key stands for that is not there.
    fn value(&mut self, expression: &Expression, dot: Option<Value>) -> Outcome<Option<Value>> {
        Ok(match expression {
            Expression::Field(root, fields) => {
                let mut value = match root {
                    Root::Dot => dot,
                    Root::Data => Some(self.data),
                    Root::Variable(name) => {
                        self.variables.iter().rev().find(|(other, _)| other == name).ok_or(Fail::Undefined)?.1
                    }
                };
                for field in fields {
                    // Below what is not there is nothing either.
                    let Some(object) = value else { break };
                    expect(object, Tag::Object)?;
                    let key = self.memory.string(field);
                    value = self.memory.get(object, key).map(|value| self.as_text(value));
                }
                value
            }
            Expression::Text(text) => Some(self.memory.string(text)),
            Expression::Bool(value) => Some(Value::bool(*value)),
            Expression::Not(inner) => {
                let value = self.value(inner, dot)?;
                Some(Value::bool(!self.is_true(value)))
            }
            Expression::Len(inner) => {
                let value = self.value(inner, dot)?.ok_or(Fail::Undefined)?;
                let len = match self.memory.as_str(value) {
                    Some(text) => text.len(),
                    None if value.is_collection() => self.memory.len(value),
                    None => return Err(Fail::Undefined),
                };
                Some(super::length(len))
            }
            Expression::Any(all, inner) => {
                let mut last = None;
                for one in inner {
                    last = self.value(one, dot)?;
                    if self.is_true(last) != *all {
                        break;
                    }
                }
                last
            }
        })
    }

    /// The data's numbers are text to Go, and so all of them are true.
    fn as_text(&mut self, value: Value) -> Value {
        match value.as_integer() {
            Some(whole) => self.memory.string(&whole.to_string()),
            None if value.is_number() => {
                let text = self.memory.text(value).to_owned();
                self.memory.string(&text)
            }
            None => value,
        }
    }

    fn is_true(&mut self, value: Option<Value>) -> bool {
        value.is_some_and(|value| match value.tag() {
            Tag::Null | Tag::False => false,
            Tag::True | Tag::Number => true,
            Tag::Integer => value.as_integer() != Some(0),
            Tag::String => !self.memory.text(value).is_empty(),
            Tag::Array | Tag::Object | Tag::Set => self.memory.len(value) > 0,
        })
    }

    /// As Go prints values: `[a b]`, `map[k:v]`.
    fn print(&mut self, value: Option<Value>, depth: usize) -> Outcome<()> {
        let nothing = if depth == 0 { "<no value>" } else { "<nil>" };
        let Some(value) = value.filter(|value| value.tag() != Tag::Null) else {
            self.out.push_str(nothing);
            return Ok(());
        };
        if depth == MOST_DEPTH {
            return Err(Fail::Undefined);
        }
        self.memory.work(1)?;
        self.memory.reserve(0, 2 * self.out.len())?;
        match self.memory.as_str(value) {
            Some(text) => self.out.push_str(text),
            None if !value.is_collection() => self.memory.write_rego(value, &mut self.out)?,
            None => {
                let is_object = value.tag() == Tag::Object;
                self.out.push_str(if is_object { "map[" } else { "[" });
                for (index, entry) in self.memory.list(value).chunks(if is_object { 2 } else { 1 }).enumerate() {
                    if index > 0 {
                        self.out.push(' ');
                    }
                    if is_object {
                        self.print(Some(entry[0]), depth + 1)?;
                        self.out.push(':');
                    }
                    self.print(entry.last().copied(), depth + 1)?;
                }
                self.out.push(']');
            }
        }
        Ok(())
    }
}
