//! The grammar: what binds how strongly, contexts and the ways into them, calls.

use std::ops::Range;

use super::{
    Access, Error, Node, Part,
    lex::{Sort, Token, token},
};

/// Operators from the weakest to the strongest. `!` is stronger than all.
const LEVELS: [&[&str]; 4] = [&["||"], &["&&"], &["==", "!="], &["<", "<=", ">", ">="]];

/// GitHub refuses what is nested deeper.
const DEEPEST: usize = 50;

/// Reads the expression in a range of a text.
pub(super) fn parse(text: &str, range: Range<usize>) -> Result<Vec<Node>, Error> {
    let next = token(text, range.start, range.end)?;
    if next.sort == Sort::End {
        return Err(Error { range: range.clone(), message: "there is no expression between the braces".to_owned() });
    }
    let mut parser = Parser { text, end: range.end, next, last_end: range.start, depth: 0, nodes: Vec::new() };
    parser.binary(0)?;
    match parser.next.sort {
        Sort::End => Ok(parser.nodes),
        _ => Err(parser.unexpected("an operator or the end")),
    }
}

struct Parser<'t> {
    text: &'t str,
    end: usize,
    next: Token,
    /// Where the token before `next` ends.
    last_end: usize,
    depth: usize,
    nodes: Vec<Node>,
}

impl Parser<'_> {
    fn advance(&mut self) -> Result<Token, Error> {
        let next = token(self.text, self.next.range.end, self.end)?;
        self.last_end = self.next.range.end;
        Ok(std::mem::replace(&mut self.next, next))
    }

    fn takes(&mut self, sign: &str) -> Result<bool, Error> {
        let is = matches!(self.next.sort, Sort::Sign(next) if next == sign);
        if is {
            self.advance()?;
        }
        Ok(is)
    }

    fn expect(&mut self, sign: &str) -> Result<(), Error> {
        if self.takes(sign)? { Ok(()) } else { Err(self.unexpected(&format!("`{sign}`"))) }
    }

    fn unexpected(&self, expected: &str) -> Error {
        let range = self.next.range.clone();
        let found = match &self.next.sort {
            Sort::End => "the expression ends".to_owned(),
            _ => format!("`{}` stands", &self.text[range.clone()]),
        };
        Error { range, message: format!("{found} where {expected} should be") }
    }

    fn push(&mut self, start: usize, part: Part) -> usize {
        let number = self.nodes.len();
        let mut adopt = |child: usize| self.nodes[child].parent = Some(number);
        match &part {
            Part::Call(_, operands) | Part::Operator(_, operands) => operands.iter().copied().for_each(adopt),
            Part::Access(base, _) => adopt(*base),
            Part::Literal(_) | Part::Reference(_) => {}
        }
        if let Part::Access(_, way) | Part::Reference(way) = &part {
            for access in way {
                if let Access::Computed(index) = access {
                    self.nodes[*index].parent = Some(number);
                }
            }
        }
        self.nodes.push(Node { range: start..self.last_end, part, parent: None, flows: false });
        number
    }

    fn binary(&mut self, level: usize) -> Result<usize, Error> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let start = self.next.range.start;
        let mut left = self.binary(level + 1)?;
        while let Sort::Sign(sign) = self.next.sort
            && operators.contains(&sign)
        {
            self.advance()?;
            let right = self.binary(level + 1)?;
            left = self.push(start, Part::Operator(sign, vec![left, right]));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<usize, Error> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("the expression is nested more than {DEEPEST} deep");
            return Err(Error { range: self.next.range.clone(), message });
        }
        let start = self.next.range.start;
        let node = if self.takes("!")? {
            let operand = self.unary()?;
            self.push(start, Part::Operator("!", vec![operand]))
        } else {
            self.postfix()?
        };
        self.depth -= 1;
        Ok(node)
    }

    fn postfix(&mut self) -> Result<usize, Error> {
        let start = self.next.range.start;
        let token = self.advance()?;
        match token.sort {
            Sort::Name => {
                let name = &self.text[token.range.clone()];
                if self.takes("(")? {
                    let arguments = self.arguments()?;
                    let call = self.push(start, Part::Call(name.to_ascii_lowercase(), arguments));
                    return self.into(start, call);
                }
                let literal = match name {
                    "true" => Some(serde_json::Value::Bool(true)),
                    "false" => Some(serde_json::Value::Bool(false)),
                    "null" => Some(serde_json::Value::Null),
                    _ => None,
                };
                if let Some(literal) = literal {
                    return Ok(self.push(start, Part::Literal(literal)));
                }
                let way = self.way(vec![Access::Name(name.to_ascii_lowercase())])?;
                Ok(self.push(start, Part::Reference(way)))
            }
            Sort::Number(number) => Ok(self.push(start, Part::Literal(number.into()))),
            Sort::Text(text) => Ok(self.push(start, Part::Literal(text.into()))),
            Sort::Sign("(") => {
                let group = self.binary(0)?;
                self.expect(")")?;
                self.into(start, group)
            }
            sort => {
                self.next = Token { range: token.range, sort };
                Err(self.unexpected("a value"))
            }
        }
    }

    fn arguments(&mut self) -> Result<Vec<usize>, Error> {
        let mut arguments = Vec::new();
        if self.takes(")")? {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.binary(0)?);
            if self.takes(")")? {
                return Ok(arguments);
            }
            if !self.takes(",")? {
                return Err(self.unexpected("`,` or `)`"));
            }
        }
    }

    /// The way into a call's or group's value, if one follows.
    fn into(&mut self, start: usize, base: usize) -> Result<usize, Error> {
        let way = self.way(Vec::new())?;
        Ok(if way.is_empty() { base } else { self.push(start, Part::Access(base, way)) })
    }

    fn way(&mut self, mut way: Vec<Access>) -> Result<Vec<Access>, Error> {
        loop {
            if self.takes(".")? {
                if self.takes("*")? {
                    way.push(Access::Every);
                    continue;
                }
                if self.next.sort != Sort::Name {
                    return Err(self.unexpected("a name or `*`"));
                }
                let name = self.advance()?;
                way.push(Access::Name(self.text[name.range].to_ascii_lowercase()));
            } else if self.takes("[")? {
                way.push(self.index()?);
                self.expect("]")?;
            } else {
                return Ok(way);
            }
        }
    }

    fn index(&mut self) -> Result<Access, Error> {
        if self.takes("*")? {
            return Ok(Access::Every);
        }
        let index = self.binary(0)?;
        match &self.nodes[index].part {
            Part::Literal(serde_json::Value::String(name)) => Ok(Access::Name(name.to_ascii_lowercase())),
            _ => Ok(Access::Computed(index)),
        }
    }
}
