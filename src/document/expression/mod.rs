//! GitHub's expressions, `${{ … }}`: a small language inside the values of workflows and actions.
//!
//! A value is read into its [`Expression`]s, each a list of [`Node`]s with places in the value's text. What contexts and
//! functions there are, and where, is data of the rules; this folder knows the grammar, and which parts of an expression
//! can become its result.
//! The language: <https://docs.github.com/en/actions/reference/workflows-and-actions/expressions>

mod flow;
mod json;
mod lex;
mod parse;

use std::ops::Range;

/// One expression of a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// Its bytes in the value's text, `${{` and `}}` included.
    pub range: Range<usize>,
    /// Its parts, operands before what they are operands of, so that the last is the whole; or why it cannot be read.
    pub nodes: Result<Vec<Node>, Error>,
}

/// Why an expression cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Where in the value's text.
    pub range: Range<usize>,
    /// What is wrong: lower case, one phrase.
    pub message: String,
}

/// One part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its bytes in the value's text.
    pub range: Range<usize>,
    /// What it is.
    pub part: Part,
    /// The node it is an operand of.
    pub parent: Option<usize>,
    /// Whether its text can become the result, or a part of the result.
    pub flows: bool,
}

/// What a part of an expression is; operands are numbers of nodes.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// `null`, `true`, `12`, `'text'`.
    Literal(serde_json::Value),
    /// A context and the way into it: `github.event.issue.title`.
    Reference(Vec<Access>),
    /// The way into anything else: `fromJSON(x).name`.
    Access(usize, Vec<Access>),
    /// A function's name, in lower case, and its arguments.
    Call(String, Vec<usize>),
    /// `!`, `==`, `&&` and the like.
    Operator(&'static str, Vec<usize>),
}

/// One step into a value. Names are in lower case, since case makes no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// `.name` or `['name']`, and the name of the context itself.
    Name(String),
    /// `.*` or `[*]`
    Every,
    /// `[…]`
    Computed(usize),
}

/// The expressions in a value.
pub fn expressions(text: &str) -> Vec<Expression> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = text[from..].find("${{") {
        let start = from + offset;
        let expression = match lex::end(text, start + 3) {
            Some(end) => read(text, start..end + 2, start + 3..end),
            None => {
                let message = "`${{` is not closed by `}}`".to_owned();
                Expression { range: start..text.len(), nodes: Err(Error { range: start..start + 3, message }) }
            }
        };
        from = expression.range.end;
        found.push(expression);
    }
    found
}

/// A value that is an expression without `${{ }}`, as conditions are. None if it has them.
pub fn condition(text: &str) -> Option<Expression> {
    let start = text.len() - text.trim_start().len();
    let end = start + text.trim().len();
    (start < end && !text.contains("${{")).then(|| read(text, start..end, start..end))
}

fn read(text: &str, range: Range<usize>, inner: Range<usize>) -> Expression {
    let nodes = parse::parse(text, inner).map(|mut nodes| {
        flow::mark(&mut nodes);
        nodes
    });
    Expression { range, nodes }
}

#[cfg(test)]
mod tests;
