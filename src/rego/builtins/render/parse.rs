//! Templates as trees.

use super::lex::{self, Token};

/// Blocks or parentheses inside one another, at most.
const MOST_DEPTH: usize = 64;
/// Functions that Go's templates have.
const FUNCTIONS: [&str; 18] = [
    "and", "call", "eq", "ge", "gt", "html", "index", "js", "le", "len", "lt", "ne", "not", "or", "print", "printf",
    "println", "slice",
];

#[derive(Debug)]
pub(super) enum Node {
    Text(String),
    Show(Pipeline),
    If(Pipeline, Vec<Node>, Vec<Node>),
    Range(Pipeline, Vec<Node>, Vec<Node>),
    With(Pipeline, Vec<Node>, Vec<Node>),
    Break,
    Continue,
}

/// Commands, each of which takes the result of the one before; and the variables that hold the result.
#[derive(Debug, Default)]
pub(super) struct Pipeline {
    pub(super) variables: Vec<String>,
    /// Whether the variables exist already.
    pub(super) assigns: bool,
    pub(super) commands: Vec<Vec<Operand>>,
}

#[derive(Debug)]
pub(super) struct Operand {
    pub(super) base: Base,
    pub(super) fields: Vec<String>,
}

#[derive(Debug)]
pub(super) enum Base {
    Dot,
    Variable(String),
    Text(String),
    Integer(i64),
    Bool(bool),
    Nil,
    Function(String),
    Group(Pipeline),
}

/// Reads a template; nothing if it is none, or says what we do not know.
pub(super) fn parse(text: &str) -> Option<Vec<Node>> {
    let mut parser = Parser { rest: text, variables: vec![String::new()], depth: 0, ranges: 0 };
    let (nodes, end) = parser.nodes()?;
    (end == End::Template).then_some(nodes)
}

/// What ended a list of nodes.
#[derive(PartialEq)]
enum End {
    Template,
    Block,
    Else(Vec<Token>),
}

struct Parser<'a> {
    rest: &'a str,
    /// Variables in reach.
    variables: Vec<String>,
    depth: usize,
    ranges: usize,
}

impl Parser<'_> {
    fn nodes(&mut self) -> Option<(Vec<Node>, End)> {
        let mut nodes = Vec::new();
        loop {
            let Some((text, action)) = self.rest.split_once("{{") else {
                nodes.push(Node::Text(self.rest.to_string()));
                self.rest = "";
                return Some((nodes, End::Template));
            };
            let trims = action.strip_prefix('-').filter(|rest| rest.starts_with([' ', '\t', '\r', '\n']));
            let text = if trims.is_some() { text.trim_end_matches([' ', '\t', '\r', '\n']) } else { text };
            if !text.is_empty() {
                nodes.push(Node::Text(text.to_string()));
            }
            let inside = trims.map_or(action, |rest| rest.trim_start_matches([' ', '\t', '\r', '\n']));
            if let Some(comment) = inside.strip_prefix("/*") {
                let (_, after) = comment.split_once("*/")?;
                let trimmed = after.trim_start_matches([' ', '\t', '\r', '\n']);
                self.rest = match trimmed.strip_prefix("-}}").filter(|_| trimmed.len() < after.len()) {
                    Some(rest) => rest.trim_start_matches([' ', '\t', '\r', '\n']),
                    None => after.strip_prefix("}}")?,
                };
                continue;
            }
            let (tokens, rest) = lex::action(inside)?;
            self.rest = rest;
            let word = match tokens.first()? {
                Token::Name(name) => name.as_str(),
                _ => "",
            };
            match word {
                "end" if tokens.len() == 1 => return Some((nodes, End::Block)),
                "else" => return Some((nodes, End::Else(tokens[1..].to_vec()))),
                "break" if tokens.len() == 1 && self.ranges > 0 => nodes.push(Node::Break),
                "continue" if tokens.len() == 1 && self.ranges > 0 => nodes.push(Node::Continue),
                "if" | "range" | "with" => nodes.push(self.control(word, &tokens[1..])?),
                "end" | "break" | "continue" | "define" | "template" | "block" => return None,
                _ => nodes.push(Node::Show(self.pipeline(&tokens, false)?)),
            }
        }
    }

    /// A block from its pipeline to its end.
    fn control(&mut self, word: &str, tokens: &[Token]) -> Option<Node> {
        let reach = self.variables.len();
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return None;
        }
        let pipeline = self.pipeline(tokens, word == "range")?;
        self.ranges += usize::from(word == "range");
        let (nodes, end) = self.nodes()?;
        self.ranges -= usize::from(word == "range");
        let otherwise = match end {
            End::Template => return None,
            End::Block => Vec::new(),
            End::Else(tokens) if tokens.is_empty() => match self.nodes()? {
                (nodes, End::Block) => nodes,
                _ => return None,
            },
            End::Else(tokens) => match tokens.first()? {
                Token::Name(next) if next == word && word != "range" => vec![self.control(word, &tokens[1..])?],
                _ => return None,
            },
        };
        self.depth -= 1;
        self.variables.truncate(reach);
        Some(match word {
            "if" => Node::If(pipeline, nodes, otherwise),
            "range" => Node::Range(pipeline, nodes, otherwise),
            _ => Node::With(pipeline, nodes, otherwise),
        })
    }

    fn pipeline(&mut self, tokens: &[Token], two: bool) -> Option<Pipeline> {
        let mut pipeline = Pipeline::default();
        let mut tokens = tokens;
        let (names, len) = match tokens {
            [Token::Variable(name), Token::Sign(":=" | "="), ..] => (vec![name.clone()], 1),
            [Token::Variable(key), Token::Sign(","), Token::Variable(name), Token::Sign(":=" | "="), ..] if two => {
                (vec![key.clone(), name.clone()], 3)
            }
            _ => (Vec::new(), 0),
        };
        if !names.is_empty() {
            pipeline.assigns = tokens[len] == Token::Sign("=");
            tokens = &tokens[len + 1..];
        }
        pipeline.commands = self.commands(&mut tokens)?;
        if !tokens.is_empty() {
            return None;
        }
        // Whether an assigned one exists is asked when it happens.
        self.variables.extend(names.iter().cloned());
        pipeline.variables = names;
        Some(pipeline)
    }

    /// Commands up to the end or a closing parenthesis.
    fn commands(&mut self, tokens: &mut &[Token]) -> Option<Vec<Vec<Operand>>> {
        let mut commands = vec![Vec::new()];
        while let Some((token, after)) = tokens.split_first() {
            match token {
                Token::Sign(")") => break,
                Token::Sign("|") => {
                    *tokens = after;
                    commands.push(Vec::new());
                }
                _ => {
                    let operand = self.operand(tokens)?;
                    commands.last_mut()?.push(operand);
                }
            }
        }
        let executable = |command: &Vec<Operand>| {
            command.first().is_some_and(|first| match first.base {
                Base::Function(_) | Base::Variable(_) | Base::Group(_) => true,
                _ => !first.fields.is_empty(),
            })
        };
        let complete = commands.iter().all(|command| !command.is_empty()) && commands[1..].iter().all(executable);
        complete.then_some(commands)
    }

    fn operand(&mut self, tokens: &mut &[Token]) -> Option<Operand> {
        let (token, after) = tokens.split_first()?;
        *tokens = after;
        let mut fields = Vec::new();
        let base = match token {
            Token::Dot => Base::Dot,
            Token::Field(name, _) => {
                fields.push(name.clone());
                Base::Dot
            }
            Token::Variable(name) if self.variables.contains(name) => Base::Variable(name.clone()),
            Token::Text(text) => Base::Text(text.clone()),
            Token::Integer(number) => Base::Integer(*number),
            Token::Name(name) => match name.as_str() {
                "true" | "false" => Base::Bool(name == "true"),
                "nil" => Base::Nil,
                "urlquery" => Base::Function(name.clone()),
                _ if FUNCTIONS.contains(&name.as_str()) => Base::Function(name.clone()),
                _ => return None,
            },
            Token::Sign("(") => {
                self.depth += 1;
                if self.depth > MOST_DEPTH {
                    return None;
                }
                let commands = self.commands(tokens)?;
                self.depth -= 1;
                *tokens = tokens.strip_prefix(&[Token::Sign(")")])?;
                Base::Group(Pipeline { commands, ..Pipeline::default() })
            }
            _ => return None,
        };
        while let Some((Token::Field(name, true), after)) = tokens.split_first() {
            if matches!(base, Base::Text(_) | Base::Integer(_) | Base::Bool(_) | Base::Nil | Base::Function(_)) {
                return None;
            }
            fields.push(name.clone());
            *tokens = after;
        }
        Some(Operand { base, fields })
    }
}
