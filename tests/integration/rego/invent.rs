//! Rules and documents made up at random from few words, so that they meet: the same numbers make the same ones.

use std::fmt::Write;

/// Where chances come from.
#[derive(Debug)]
pub(crate) struct Dice(u64);

const KEYS: [&str; 5] = ["a", "b", "c", "kind", "items"];
const CONSTANTS: [&str; 12] =
    ["1", "2", "-1", "2.5", "\"x\"", "\"Pod\"", "\"\"", "true", "false", "null", "[]", "[1, \"x\"]"];
const SCALARS: [&str; 9] = ["1", "2", "-1", "2.5", "\"x\"", "\"Pod\"", "true", "false", "null"];
const TESTS: [&str; 8] =
    ["is_string", "is_number", "is_array", "is_object", "is_set", "is_null", "is_boolean", "count"];

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % limit.max(1) as u64) as usize
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }
}

/// A document in JSON and in block style.
pub(crate) fn document(dice: &mut Dice) -> [String; 2] {
    let mut pairs = vec![("kind".to_owned(), Tree::Scalar("\"Pod\""))];
    pairs.extend(["a", "b", "c", "items"].map(|key| (key.to_owned(), tree(dice, 3))));
    pairs.truncate(3 + dice.below(3));
    let tree = Tree::Object(pairs);
    let (mut json, mut yaml) = (String::new(), String::new());
    tree.json(&mut json);
    tree.yaml(0, &mut yaml);
    [json, yaml]
}

enum Tree {
    Scalar(&'static str),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

fn tree(dice: &mut Dice, levels: usize) -> Tree {
    let len = dice.below(4);
    match dice.below(if levels == 0 { 1 } else { 4 }) {
        0 => Tree::Scalar(dice.pick(&SCALARS)),
        1 => Tree::List((0..len).map(|_| tree(dice, levels - 1)).collect()),
        _ => {
            let mut keys = KEYS.to_vec();
            let mut pairs = Vec::new();
            for _ in 0..len {
                let key = keys.remove(dice.below(keys.len()));
                pairs.push((key.to_owned(), tree(dice, levels - 1)));
            }
            Tree::Object(pairs)
        }
    }
}

impl Tree {
    fn json(&self, out: &mut String) {
        let comma = |index, out: &mut String| {
            if index > 0 {
                out.push_str(", ")
            }
        };
        match self {
            Self::Scalar(text) => out.push_str(text),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    comma(index, out);
                    item.json(out);
                }
                out.push(']');
            }
            Self::Object(pairs) => {
                out.push('{');
                for (index, (key, value)) in pairs.iter().enumerate() {
                    comma(index, out);
                    let _ = write!(out, "\"{key}\": ");
                    value.json(out);
                }
                out.push('}');
            }
        }
    }

    fn yaml(&self, indent: usize, out: &mut String) {
        let margin = " ".repeat(indent);
        match self {
            Self::List(items) if !items.is_empty() => {
                for item in items {
                    let _ = write!(out, "{margin}-");
                    item.yaml_below(indent, out);
                }
            }
            Self::Object(pairs) if !pairs.is_empty() => {
                for (key, value) in pairs {
                    let _ = write!(out, "{margin}{key}:");
                    value.yaml_below(indent, out);
                }
            }
            _ => self.json(out),
        }
    }

    fn yaml_below(&self, indent: usize, out: &mut String) {
        let is_block = match self {
            Self::Scalar(_) => false,
            Self::List(items) => !items.is_empty(),
            Self::Object(pairs) => !pairs.is_empty(),
        };
        out.push(if is_block { '\n' } else { ' ' });
        self.yaml(indent + 2, out);
        if !is_block {
            out.push('\n');
        }
    }
}

/// A module of the package `t`: helpers `h0`, `h1`, …, functions `f0`, …, and the set `deny`.
pub(crate) fn module(dice: &mut Dice) -> String {
    let maker = Maker { dice, out: String::new(), variables: Vec::new(), helpers: 0, functions: 0, next: 0 };
    maker.module()
}

struct Maker<'d> {
    dice: &'d mut Dice,
    out: String,
    /// In scope.
    variables: Vec<String>,
    /// Helpers and functions before this rule, which it may need.
    helpers: usize,
    functions: usize,
    next: usize,
}

impl Maker<'_> {
    fn module(mut self) -> String {
        self.out.push_str("package t\n\n");
        for _ in 0..self.dice.below(4) {
            if self.dice.below(3) == 0 {
                self.function();
                self.functions += 1;
            } else {
                self.helper();
                self.helpers += 1;
            }
        }
        for _ in 0..=self.dice.below(3) {
            let body = self.body(2);
            let levels = 2 * self.dice.below(2);
            let message = self.value(levels);
            self.rule(&format!("deny contains {message}"), &body);
        }
        self.out
    }

    fn rule(&mut self, head: &str, body: &str) {
        let _ = writeln!(self.out, "{head} if {{\n{body}}}\n");
        self.variables.clear();
    }

    fn helper(&mut self) {
        let name = format!("h{}", self.helpers);
        let form = self.dice.below(4);
        for _ in 0..=self.dice.below(2) {
            let body = self.body(2);
            let value = self.value(2);
            let head = match form {
                0 => format!("{name} := {value}"),
                1 => format!("{name} contains {value}"),
                2 => format!("{name}[{}] := {value}", self.value(0)),
                _ => name.clone(),
            };
            self.rule(&head, &body);
        }
        if matches!(form, 0 | 3) && self.dice.below(3) == 0 {
            let _ = writeln!(self.out, "default {name} := {}\n", self.dice.pick(&CONSTANTS));
        }
    }

    fn function(&mut self) {
        for _ in 0..=self.dice.below(2) {
            self.variables.push("v".to_owned());
            let body = self.body(2);
            let value = self.value(1);
            let head = format!("f{}(v) := {value}", self.functions);
            let other = self.dice.below(4) == 0;
            let body =
                if other { format!("{body}}} else := {} if {{\n\ttrue\n", self.dice.pick(&CONSTANTS)) } else { body };
            self.rule(&head, &body);
        }
    }

    fn body(&mut self, most: usize) -> String {
        (0..=self.dice.below(most)).map(|_| format!("\t{}\n", self.literal(2))).collect()
    }

    fn fresh(&mut self) -> String {
        self.next += 1;
        format!("x{}", self.next)
    }

    /// A name for what the rest of the body may use.
    fn declare(&mut self) -> String {
        let name = self.fresh();
        self.variables.push(name.clone());
        name
    }

    fn literal(&mut self, levels: usize) -> String {
        match self.dice.below(16) {
            0..=2 => {
                let collection = if self.dice.below(2) == 0 { "input".to_owned() } else { self.value(levels) };
                format!("some {} in {collection}", self.declare())
            }
            3 => {
                let collection = self.value(levels);
                let key = self.declare();
                format!("some {key}, {} in {collection}", self.declare())
            }
            4 => {
                let value = self.value(levels);
                format!("{} := {value}", self.declare())
            }
            5 => format!("not {}", self.test(levels)),
            6 if levels > 0 => {
                let collection = self.value(levels - 1);
                let (scope, name) = (self.variables.len(), self.declare());
                let literal = self.test(levels - 1);
                self.variables.truncate(scope);
                format!("every {name} in {collection} {{ {literal}; {name} == {name} }}")
            }
            7 => {
                let collection = self.path();
                let key = self.declare();
                format!("{} := {collection}[{key}]", self.declare())
            }
            8 => format!("{} with input.{} as {}", self.test(levels), self.dice.pick(&KEYS), self.value(0)),
            9 => {
                let value = self.value(levels);
                let name = self.declare();
                format!("[{name}, {}] = [{value}, {}]", self.dice.pick(&CONSTANTS), self.dice.pick(&CONSTANTS))
            }
            10 => {
                let value = self.path();
                let found = self.declare();
                format!("walk({value}, [_, {found}])")
            }
            _ => self.test(levels),
        }
    }

    fn test(&mut self, levels: usize) -> String {
        match self.dice.below(5) {
            0 => format!("{}({})", self.dice.pick(&TESTS), self.value(levels)),
            1 => format!("{} in {}", self.value(levels), self.value(levels)),
            2 => self.value(levels),
            _ => {
                let operator = self.dice.pick(&["!=", "!=", "==", "<=", ">", ">="]);
                format!("{} {operator} {}", self.value(levels), self.value(levels))
            }
        }
    }

    fn path(&mut self) -> String {
        let mut path = match self.variables.len() {
            0 => "input".to_owned(),
            len => match self.dice.below(2) {
                0 => "input".to_owned(),
                _ => self.variables[self.dice.below(len)].clone(),
            },
        };
        for _ in 0..=self.dice.below(2) {
            match self.dice.below(6) {
                0 => path.push_str("[0]"),
                1 => {
                    let _ = write!(path, "[\"{}\"]", self.dice.pick(&KEYS));
                }
                _ => {
                    let _ = write!(path, ".{}", self.dice.pick(&KEYS));
                }
            }
        }
        path
    }

    fn value(&mut self, levels: usize) -> String {
        let kind = self.dice.below(if levels == 0 { 8 } else { 16 });
        match kind {
            0 | 1 | 4 if !self.variables.is_empty() => self.variables[self.dice.below(self.variables.len())].clone(),
            2 if self.helpers > 0 => format!("h{}", self.dice.below(self.helpers)),
            3 => self.dice.pick(&CONSTANTS).to_owned(),
            0..=7 => self.path(),
            8 if self.functions > 0 => format!("f{}({})", self.dice.below(self.functions), self.value(levels - 1)),
            9 => format!("sprintf(\"%v\", [{}])", self.value(levels - 1)),
            10 => format!("object.get({}, \"{}\", {})", self.value(levels - 1), self.dice.pick(&KEYS), self.value(0)),
            11 => format!("count({})", self.value(levels - 1)),
            12 => {
                format!("({} {} {})", self.value(levels - 1), self.dice.pick(&["+", "-", "*"]), self.value(levels - 1))
            }
            13 => format!("{{\"a\": {}, \"b\": [{}]}}", self.value(levels - 1), self.value(levels - 1)),
            14 => format!("{{{}, {}}}", self.value(levels - 1), self.value(levels - 1)),
            _ => {
                let scope = self.variables.len();
                let collection = self.value(levels - 1);
                let name = self.declare();
                let (test, head) = (self.test(levels - 1), self.value(levels - 1));
                self.variables.truncate(scope);
                let head = if self.dice.below(2) == 0 { head } else { name.clone() };
                match self.dice.below(3) {
                    0 => format!("[({head}) | some {name} in {collection}; {test}]"),
                    1 => format!("{{({head}) | some {name} in {collection}; {test}}}"),
                    _ => format!("{{{name}: ({head}) | some {name} in {collection}; {test}}}"),
                }
            }
        }
    }
}
