//! Reads templates.

/// A part of a template.
pub(super) enum Piece {
    Text(String),
    Print(Expression),
    Declare(String, Expression),
    Assign(String, Expression),
    If(Expression, Vec<Piece>, Vec<Piece>),
    With(Expression, Vec<Piece>, Vec<Piece>),
    /// With the names of key and value, or of the value.
    Range(Vec<String>, Expression, Vec<Piece>, Vec<Piece>),
}

/// Where fields are looked up.
pub(super) enum Root {
    Dot,
    Data,
    Variable(String),
}

/// What has a value.
pub(super) enum Expression {
    Field(Root, Vec<String>),
    Text(String),
    Bool(bool),
    Not(Box<Expression>),
    Len(Box<Expression>),
    /// `and` (true) or `or`.
    Any(bool, Vec<Expression>),
}

enum Part {
    Text(String),
    /// What stands between the braces.
    Action(String),
}

/// Blocks within blocks.
const DEEPEST: usize = 200;

/// The pieces of a template; none if it is faulty or has what is not known here.
pub(super) fn parse(template: &str) -> Option<Vec<Piece>> {
    let mut parser = Parser { parts: split(template)?.into_iter(), depth: 0 };
    match parser.block()? {
        (pieces, End::Template) => Some(pieces),
        _ => None,
    }
}

/// Text and actions; `{{-` and `-}}` take the spaces before and after with them.
fn split(template: &str) -> Option<Vec<Part>> {
    let (mut parts, mut rest) = (Vec::new(), template);
    let mut trimmed = false;
    loop {
        let start = rest.find("{{").unwrap_or(rest.len());
        let mut text = &rest[..start];
        if trimmed {
            text = text.trim_start_matches([' ', '\t', '\r', '\n']);
        }
        let Some(action) = rest.get(start + 2..) else {
            parts.push(Part::Text(text.to_owned()));
            return Some(parts);
        };
        let is_space = |text: &str| text.starts_with([' ', '\t', '\r', '\n']);
        let trims = action.starts_with('-') && is_space(&action[1..]);
        if trims {
            text = text.trim_end_matches([' ', '\t', '\r', '\n']);
        }
        parts.push(Part::Text(text.to_owned()));
        let action = &action[usize::from(trims)..];
        let end = end_of(action)?;
        let inner = &action[..end];
        rest = &action[end + 2..];
        trimmed = inner.ends_with('-') && inner[..inner.len() - 1].ends_with([' ', '\t', '\r', '\n']);
        let inner = if trimmed { &inner[..inner.len() - 1] } else { inner };
        parts.push(Part::Action(inner.trim().to_owned()));
    }
}

/// Where the closing braces are: not within quotes.
fn end_of(action: &str) -> Option<usize> {
    if action.trim_start().starts_with("/*") {
        return action.find("*/").and_then(|end| action[end..].find("}}").map(|braces| end + braces));
    }
    let (mut quote, mut escaped) = (None, false);
    for (at, c) in action.char_indices() {
        match quote {
            Some(open) => {
                if c == open && !escaped {
                    quote = None;
                }
                escaped = c == '\\' && !escaped && open == '"';
            }
            None if matches!(c, '"' | '`') => quote = Some(c),
            None if action[at..].starts_with("}}") => return Some(at),
            None => {}
        }
    }
    None
}

enum End {
    Template,
    Block,
    /// With the condition of an `else if`.
    Else(Option<String>),
}

struct Parser {
    parts: std::vec::IntoIter<Part>,
    depth: usize,
}

impl Parser {
    fn block(&mut self) -> Option<(Vec<Piece>, End)> {
        let mut pieces = Vec::new();
        while let Some(part) = self.parts.next() {
            let action = match part {
                Part::Text(text) => {
                    pieces.push(Piece::Text(text));
                    continue;
                }
                Part::Action(action) => action,
            };
            if action.starts_with("/*") {
                continue;
            }
            let (word, rest) = action.split_once([' ', '\t', '\n']).unwrap_or((&action, ""));
            let rest = rest.trim();
            match word {
                "end" if rest.is_empty() => return Some((pieces, End::Block)),
                "else" if rest.is_empty() => return Some((pieces, End::Else(None))),
                "else" => return Some((pieces, End::Else(Some(rest.strip_prefix("if ")?.to_owned())))),
                "if" => pieces.push(self.branch(rest, Piece::If)?),
                "with" => pieces.push(self.branch(rest, Piece::With)?),
                "range" => {
                    let (names, rest) = match rest.split_once(":=") {
                        Some((names, rest)) => (names.split(',').map(variable).collect::<Option<Vec<_>>>()?, rest),
                        None => (Vec::new(), rest),
                    };
                    let over = expression(rest)?;
                    let (each, otherwise) = self.branches()?;
                    pieces.push(Piece::Range(names, over, each, otherwise));
                }
                _ => pieces.push(simple(&action)?),
            }
        }
        Some((pieces, End::Template))
    }

    fn branch(&mut self, condition: &str, make: fn(Expression, Vec<Piece>, Vec<Piece>) -> Piece) -> Option<Piece> {
        let condition = expression(condition)?;
        let (then, otherwise) = self.branches()?;
        Some(make(condition, then, otherwise))
    }

    /// What is done, and what is done else.
    fn branches(&mut self) -> Option<(Vec<Piece>, Vec<Piece>)> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let (then, end) = self.block()?;
        let otherwise = match end {
            End::Template => return None,
            End::Block => Vec::new(),
            End::Else(Some(condition)) => vec![self.branch(&condition, Piece::If)?],
            End::Else(None) => match self.block()? {
                (otherwise, End::Block) => otherwise,
                _ => return None,
            },
        };
        self.depth -= 1;
        Some((then, otherwise))
    }
}

fn simple(action: &str) -> Option<Piece> {
    if action.starts_with('$') {
        if let Some((name, value)) = action.split_once(":=") {
            return Some(Piece::Declare(variable(name)?, expression(value)?));
        }
        if let Some((name, value)) = action.split_once('=') {
            return Some(Piece::Assign(variable(name)?, expression(value)?));
        }
    }
    Some(Piece::Print(expression(action)?))
}

fn variable(text: &str) -> Option<String> {
    let name = text.trim().strip_prefix('$')?;
    is_name(name).then(|| name.to_owned())
}

fn is_name(text: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    !text.is_empty() && text.chars().all(is_letter) && !text.starts_with(|c: char| c.is_numeric())
}

/// One operand, or a function and its operands.
fn expression(text: &str) -> Option<Expression> {
    let text = text.trim();
    let Some((function, operands)) = text.split_once(' ') else { return operand(text) };
    if text.starts_with(['"', '`']) {
        return operand(text);
    }
    let mut operands = operands.split_whitespace().map(operand).collect::<Option<Vec<_>>>()?;
    Some(match (function, operands.len()) {
        ("not", 1) => Expression::Not(Box::new(operands.remove(0))),
        ("len", 1) => Expression::Len(Box::new(operands.remove(0))),
        ("and", 1..) => Expression::Any(true, operands),
        ("or", 1..) => Expression::Any(false, operands),
        _ => return None,
    })
}

fn operand(text: &str) -> Option<Expression> {
    match text {
        "true" => return Some(Expression::Bool(true)),
        "false" => return Some(Expression::Bool(false)),
        "." => return Some(Expression::Field(Root::Dot, Vec::new())),
        _ => {}
    }
    if let Some(raw) = text.strip_prefix('`') {
        return raw.strip_suffix('`').filter(|raw| !raw.contains('`')).map(|raw| Expression::Text(raw.to_owned()));
    }
    if text.starts_with('"') {
        return serde_json::from_str(text).ok().map(Expression::Text);
    }
    let (root, fields) = match text.strip_prefix('$') {
        Some(rest) => {
            let (name, fields) = rest.split_once('.').map_or((rest, None), |(name, fields)| (name, Some(fields)));
            let root = if name.is_empty() { Root::Data } else { Root::Variable(variable(&format!("${name}"))?) };
            (root, fields)
        }
        None => (Root::Dot, Some(text.strip_prefix('.')?)),
    };
    let fields: Vec<String> = fields.map_or_else(Vec::new, |fields| fields.split('.').map(str::to_owned).collect());
    fields.iter().all(|field| is_name(field)).then_some(Expression::Field(root, fields))
}
