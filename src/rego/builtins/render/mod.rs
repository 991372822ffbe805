//! `strings.render_template`: Go's templates, but for nested definitions, fractions, and functions that escape text.

mod lex;
mod parse;

use super::{Builtin, builtin};
use crate::rego::{
    fail::{ErrorKind, Fail, Outcome},
    memory::Memory,
    value::{Tag, Value},
};
use parse::{Base, Node, Operand, Pipeline};

pub(super) const BUILTINS: &[Builtin] = &[builtin("strings.render_template", 2, render)];

/// Nodes that may be rendered: ranges inside ranges multiply.
const MOST_STEPS: usize = 1_000_000;

fn render(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[template, variables] = arguments else { return Err(Fail::Undefined) };
    let nodes = memory.as_str(template).and_then(parse::parse).ok_or(Fail::Undefined)?;
    if variables.tag() != Tag::Object || !is_json(memory, variables)? {
        return Err(Fail::Undefined);
    }
    let root = Datum::Rego(variables);
    let mut renderer = Renderer { memory, variables: vec![(String::new(), root)], out: String::new(), steps: 0 };
    renderer.nodes(&nodes, root)?;
    let out = renderer.out.replace("<no value>", "<undefined>");
    Ok(memory.string(&out).placed_as(template))
}

/// Whether a value has a form in JSON: no sets, and no keys but strings, at any depth.
fn is_json(memory: &mut Memory<'_>, value: Value) -> Outcome<bool> {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value.tag() {
            Tag::Set => return Ok(false),
            Tag::Array => {
                let elements = memory.elements(value);
                memory.work(elements.len as u64)?;
                waiting.extend((0..elements.len).map(|index| memory.element(elements, index)));
            }
            Tag::Object => {
                let pairs = memory.pairs(value);
                memory.work(pairs.len as u64)?;
                for index in 0..pairs.len {
                    let (key, below) = memory.pair(pairs, index);
                    if !key.is_string() {
                        return Ok(false);
                    }
                    waiting.push(below);
                }
            }
            _ => {}
        }
    }
    Ok(true)
}

/// What a template computes with. Numbers of Rego are text to Go, so whole numbers of the template are a kind of their own.
#[derive(Clone, Copy, Debug)]
enum Datum {
    Missing,
    Integer(i64),
    Rego(Value),
}

/// How a list of nodes ended.
#[derive(PartialEq)]
enum Flow {
    On,
    Break,
    Continue,
}

struct Renderer<'m, 'a> {
    memory: &'m mut Memory<'a>,
    variables: Vec<(String, Datum)>,
    out: String,
    steps: usize,
}

impl Renderer<'_, '_> {
    fn nodes(&mut self, nodes: &[Node], dot: Datum) -> Outcome<Flow> {
        for node in nodes {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return Err(Fail::error(ErrorKind::Limit, "a template takes too many steps"));
            }
            self.memory.reserve(0, self.out.len())?;
            let reach = self.variables.len();
            let flow = match node {
                Node::Text(text) => {
                    self.out.push_str(text);
                    continue;
                }
                Node::Show(pipeline) => {
                    let datum = self.pipeline(pipeline, dot)?;
                    if pipeline.variables.is_empty() {
                        self.show(datum);
                    }
                    continue;
                }
                Node::If(pipeline, nodes, otherwise) => {
                    let datum = self.pipeline(pipeline, dot)?;
                    let nodes = if self.is_true(datum) { nodes } else { otherwise };
                    self.nodes(nodes, dot)?
                }
                Node::With(pipeline, nodes, otherwise) => {
                    let datum = self.pipeline(pipeline, dot)?;
                    if self.is_true(datum) { self.nodes(nodes, datum)? } else { self.nodes(otherwise, dot)? }
                }
                Node::Range(pipeline, nodes, otherwise) => self.range(pipeline, nodes, otherwise, dot)?,
                Node::Break => Flow::Break,
                Node::Continue => Flow::Continue,
            };
            self.variables.truncate(reach);
            if flow != Flow::On {
                return Ok(flow);
            }
        }
        Ok(Flow::On)
    }

    fn range(&mut self, pipeline: &Pipeline, nodes: &[Node], otherwise: &[Node], dot: Datum) -> Outcome<Flow> {
        let datum = self.commands(pipeline, dot)?;
        let items = self.items(datum)?;
        if items.is_empty() {
            return self.nodes(otherwise, dot);
        }
        self.steps += items.len();
        let reach = self.variables.len();
        for (key, item) in items {
            match (pipeline.variables.as_slice(), pipeline.assigns) {
                ([], _) => {}
                ([name], false) => self.variables.push((name.clone(), item)),
                ([first, second], false) => self.variables.extend([(first.clone(), key), (second.clone(), item)]),
                // Go assigns in a way of its own here.
                _ => return Err(Fail::Undefined),
            }
            let flow = self.nodes(nodes, item)?;
            self.variables.truncate(reach);
            if flow == Flow::Break {
                break;
            }
        }
        Ok(Flow::On)
    }

    /// Keys and items of what can be walked through.
    fn items(&mut self, datum: Datum) -> Outcome<Vec<(Datum, Datum)>> {
        let Datum::Rego(value) = datum else {
            return if matches!(datum, Datum::Missing) { Ok(Vec::new()) } else { Err(Fail::Undefined) };
        };
        match value.tag() {
            Tag::Null => Ok(Vec::new()),
            Tag::Array => {
                let elements = self.memory.elements(value);
                let item = |index| (Datum::Integer(index as i64), Datum::Rego(self.memory.element(elements, index)));
                Ok((0..elements.len).map(item).collect())
            }
            Tag::Object => {
                let pairs = self.memory.pairs(value);
                let pair = |index| self.memory.pair(pairs, index);
                Ok((0..pairs.len).map(pair).map(|(key, value)| (Datum::Rego(key), Datum::Rego(value))).collect())
            }
            _ => Err(Fail::Undefined),
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline, dot: Datum) -> Outcome<Datum> {
        let datum = self.commands(pipeline, dot)?;
        if let [name] = pipeline.variables.as_slice() {
            if pipeline.assigns {
                let variable = self.variables.iter_mut().rev().find(|(known, _)| known == name);
                variable.ok_or(Fail::Undefined)?.1 = datum;
            } else {
                self.variables.push((name.clone(), datum));
            }
        }
        Ok(datum)
    }

    fn commands(&mut self, pipeline: &Pipeline, dot: Datum) -> Outcome<Datum> {
        let mut last = None;
        for command in &pipeline.commands {
            last = Some(self.command(command, last, dot)?);
        }
        last.ok_or(Fail::Undefined)
    }

    fn command(&mut self, command: &[Operand], last: Option<Datum>, dot: Datum) -> Outcome<Datum> {
        let (first, arguments) = command.split_first().ok_or(Fail::Undefined)?;
        let Base::Function(name) = &first.base else {
            if !arguments.is_empty() || last.is_some() || matches!(first.base, Base::Nil) {
                return Err(Fail::Undefined);
            }
            return self.operand(first, dot);
        };
        if name == "and" || name == "or" {
            return self.choose(name == "or", arguments, last, dot);
        }
        let mut data = Vec::with_capacity(arguments.len() + 1);
        for argument in arguments {
            data.push(self.operand(argument, dot)?);
        }
        data.extend(last);
        self.call(name, &data)
    }

    /// `and`, `or`: the first argument that decides, or the last.
    fn choose(&mut self, wanted: bool, arguments: &[Operand], last: Option<Datum>, dot: Datum) -> Outcome<Datum> {
        let mut chosen = None;
        for argument in arguments {
            let datum = self.operand(argument, dot)?;
            chosen = Some(datum);
            if self.is_true(datum) == wanted {
                return Ok(datum);
            }
        }
        last.or(chosen).ok_or(Fail::Undefined)
    }

    fn operand(&mut self, operand: &Operand, dot: Datum) -> Outcome<Datum> {
        let mut datum = match &operand.base {
            Base::Dot => dot,
            Base::Variable(name) => {
                let variable = self.variables.iter().rev().find(|(known, _)| known == name);
                variable.ok_or(Fail::Undefined)?.1
            }
            Base::Text(text) => Datum::Rego(self.memory.string(text)),
            Base::Integer(number) => Datum::Integer(*number),
            Base::Bool(value) => Datum::Rego(Value::bool(*value)),
            Base::Nil => Datum::Rego(Value::NULL),
            Base::Function(name) => self.call(name, &[])?,
            Base::Group(pipeline) => self.commands(pipeline, dot)?,
        };
        for field in &operand.fields {
            datum = match datum {
                Datum::Missing => Datum::Missing,
                Datum::Rego(value) if value.tag() == Tag::Object => {
                    let key = self.memory.string(field);
                    self.memory.get(value, key).map_or(Datum::Missing, Datum::Rego)
                }
                _ => return Err(Fail::Undefined),
            };
        }
        Ok(datum)
    }

    fn call(&mut self, name: &str, data: &[Datum]) -> Outcome<Datum> {
        match (name, data) {
            ("not", &[datum]) => Ok(Datum::Rego(Value::bool(!self.is_true(datum)))),
            ("len", &[Datum::Rego(value)]) => match value.tag() {
                Tag::Array | Tag::Object | Tag::Set => Ok(Datum::Integer(self.memory.len(value) as i64)),
                Tag::Integer | Tag::Number | Tag::String => Ok(Datum::Integer(self.text(value).len() as i64)),
                _ => Err(Fail::Undefined),
            },
            ("index", &[item, ref keys @ ..]) => keys.iter().try_fold(item, |item, key| self.index(item, *key)),
            ("eq", &[first, ref others @ ..]) if !others.is_empty() => {
                let mut any = false;
                for &other in others {
                    any = any || self.equal(first, other)?;
                }
                Ok(Datum::Rego(Value::bool(any)))
            }
            ("ne", &[first, second]) => Ok(Datum::Rego(Value::bool(!self.equal(first, second)?))),
            ("print" | "println", data) => {
                let text = self.print(data, name == "println");
                Ok(Datum::Rego(self.memory.string(&text)))
            }
            _ => Err(Fail::Undefined),
        }
    }

    fn index(&mut self, item: Datum, key: Datum) -> Outcome<Datum> {
        let (Datum::Rego(item), key) = (item, key) else { return Err(Fail::Undefined) };
        let found = match (item.tag(), key) {
            (Tag::Array | Tag::Set, Datum::Integer(index)) => {
                let elements = self.memory.elements(item);
                let index = usize::try_from(index).ok().filter(|&index| index < elements.len);
                self.memory.element(elements, index.ok_or(Fail::Undefined)?)
            }
            (Tag::Object, Datum::Rego(key)) if key.is_string() => self.memory.get(item, key).unwrap_or(Value::NULL),
            _ => return Err(Fail::Undefined),
        };
        Ok(Datum::Rego(found))
    }

    /// Whether two scalars of one kind are the same; text and numbers of Rego are one kind, and nothing is of any.
    fn equal(&mut self, first: Datum, second: Datum) -> Outcome<bool> {
        let is_nothing = |datum| match datum {
            Datum::Missing => true,
            Datum::Integer(_) => false,
            Datum::Rego(value) => value.tag() == Tag::Null,
        };
        match (first, second) {
            _ if is_nothing(first) || is_nothing(second) => Ok(is_nothing(first) && is_nothing(second)),
            (Datum::Integer(first), Datum::Integer(second)) => Ok(first == second),
            (Datum::Rego(first), Datum::Rego(second)) => match (first.as_bool(), second.as_bool()) {
                (Some(first), Some(second)) => Ok(first == second),
                (None, None) if is_text(first) && is_text(second) => Ok(self.text(first) == self.text(second)),
                _ => Err(Fail::Undefined),
            },
            _ => Err(Fail::Undefined),
        }
    }

    fn is_true(&mut self, datum: Datum) -> bool {
        match datum {
            Datum::Missing => false,
            Datum::Integer(number) => number != 0,
            Datum::Rego(value) => match value.tag() {
                Tag::Null | Tag::False => false,
                Tag::String => !self.memory.text(value).is_empty(),
                Tag::Array | Tag::Object | Tag::Set => self.memory.len(value) > 0,
                Tag::True | Tag::Integer | Tag::Number => true,
            },
        }
    }

    /// The text of text or a number.
    fn text(&self, value: Value) -> String {
        value.as_integer().map_or_else(|| self.memory.text(value).to_string(), |number| number.to_string())
    }

    fn show(&mut self, datum: Datum) {
        let mut out = std::mem::take(&mut self.out);
        match datum {
            Datum::Missing => out.push_str("<no value>"),
            Datum::Integer(number) => out.push_str(&number.to_string()),
            Datum::Rego(value) if value.tag() == Tag::Null => out.push_str("<no value>"),
            Datum::Rego(value) => self.write(value, &mut out),
        }
        self.out = out;
    }

    /// A value as Go prints it.
    fn write(&mut self, value: Value, out: &mut String) {
        match value.tag() {
            Tag::Null => out.push_str("<nil>"),
            Tag::False => out.push_str("false"),
            Tag::True => out.push_str("true"),
            Tag::Integer | Tag::Number | Tag::String => out.push_str(&self.text(value)),
            Tag::Array => {
                let elements = self.memory.elements(value);
                out.push('[');
                for index in 0..elements.len {
                    out.push_str(if index > 0 { " " } else { "" });
                    let element = self.memory.element(elements, index);
                    self.write(element, out);
                }
                out.push(']');
            }
            // Variables hold none.
            Tag::Set => {}
            Tag::Object => {
                let pairs = self.memory.pairs(value);
                out.push_str("map[");
                for index in 0..pairs.len {
                    out.push_str(if index > 0 { " " } else { "" });
                    let (key, value) = self.memory.pair(pairs, index);
                    self.write(key, out);
                    out.push(':');
                    self.write(value, out);
                }
                out.push(']');
            }
        }
    }

    /// Operands with spaces between them: all, or those of which neither is text.
    fn print(&mut self, data: &[Datum], line: bool) -> String {
        let mut out = String::new();
        let mut before_is_text = true;
        for (index, &datum) in data.iter().enumerate() {
            let value = match datum {
                Datum::Missing => Value::NULL,
                Datum::Integer(number) => Value::integer(number),
                Datum::Rego(value) => value,
            };
            let text = matches!(datum, Datum::Rego(value) if is_text(value));
            if index > 0 && (line || !text && !before_is_text) {
                out.push(' ');
            }
            before_is_text = text;
            self.write(value, &mut out);
        }
        if line {
            out.push('\n');
        }
        out
    }
}

/// Whether a value is text to Go.
fn is_text(value: Value) -> bool {
    value.is_string() || value.is_number()
}

#[cfg(test)]
mod tests {
    use super::super::check::table;

    #[test]
    fn templates_are_filled_in() {
        table(
            "strings.render_template",
            &[
                (r#"["{{.a}} {{.b.c}}", {"a": 1, "b": {"c": [true, null]}}]"#, r#""1 [true <nil>]""#),
                (r#"["{{.a}}-{{.b.c}}", {}]"#, r#""<undefined>-<undefined>""#),
                (r#"["{{range $i, $n := .l}}{{if $i}}, {{end}}{{$n}}{{end}}", {"l": ["a", "b"]}]"#, r#""a, b""#),
                (r#"["a {{- /* no */ -}} b{{with .x}}{{.}}{{else}}!{{end}}", {}]"#, r#""ab!""#),
                (r#"["{{if eq .a \"x\"}}y{{else if not .a}}n{{end}}", {"a": "x"}]"#, r#""y""#),
                (r#"["{{len .a | print .a}}", {"a": "x"}]"#, r#""x1""#),
                (r#"["{{range .l}}{{if eq . \"b\"}}{{break}}{{end}}{{.}}{{end}}", {"l": ["a", "b"]}]"#, r#""a""#),
                (r#"["{{.a", {}]"#, "undefined"),
                (r#"["{{end}}", {}]"#, "undefined"),
                (r#"["{{nothing .a}}", {}]"#, "undefined"),
                (r#"["{{.a.b}}", {"a": "x"}]"#, "undefined"),
                (r#"["a", 1]"#, "undefined"),
            ],
        );
    }

    #[test]
    fn nested_ranges_end() {
        let list = vec![0; 100];
        let template = "{{range $.l}}".repeat(8) + &"{{end}}".repeat(8);
        let arguments = serde_json::json!([template, {"l": list}]).to_string();
        table("strings.render_template", &[(&arguments, "error: a template takes too many steps")]);
    }
}
