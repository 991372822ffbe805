//! What a module says, as written: nothing is resolved, ordered or checked here.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// A name in the text: a variable, a keyword used as a name, a part of a package.
pub type Name = Arc<str>;

/// Which rules of grammar a module follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Version {
    /// Before OPA 1.0: `if` and `contains` are optional and keywords have to be imported.
    V0,
    /// OPA 1.0 and later.
    #[default]
    V1,
}

/// One file of Rego.
#[derive(Clone, Debug)]
pub struct Module {
    /// `package a.b` as `["a", "b"]`; a path may hold any string (`package a["b-c"]`).
    pub package: Vec<Name>,
    /// The package clause.
    pub span: Span,
    /// Imports in order, without those that only switch keywords on (`rego.v1`, `future.keywords`).
    pub imports: Vec<Import>,
    /// Rules in order. Chained bodies (`p { … } { … }`) are rules of their own.
    pub rules: Vec<Rule>,
    /// Every comment, with its `#`, in order.
    pub comments: Vec<Span>,
}

/// `import data.a.b as c`.
#[derive(Clone, Debug)]
pub struct Import {
    /// The whole clause.
    pub span: Span,
    /// From `data` or `input` on: `["data", "a", "b"]`.
    pub path: Vec<Name>,
    /// The name in this module: the alias, or the last part of the path.
    pub name: Name,
}

/// One definition of a rule or function.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The whole definition.
    pub span: Span,
    /// `default name := value`.
    pub default: bool,
    /// What it defines.
    pub head: Head,
    /// When it holds; empty without conditions.
    pub body: Body,
    /// `else := value if { … }`, in order.
    pub alternatives: Vec<Else>,
}

/// The head of a rule, the forms of both versions made one.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its text.
    pub span: Span,
    /// The name: a variable first, then strings or, in references with variables, any terms: `p.q[x]`.
    pub path: Vec<Term>,
    /// `f(x, y)`: patterns. `None` for rules, an empty list for `f()`.
    pub arguments: Option<Vec<Term>>,
    /// `p contains x`, and `p[x]` without value in version 0: the element of the set.
    pub element: Option<Term>,
    /// `p := v`, `p = v`, `p[x] := v`; `true` if nothing is written. `None` for sets.
    pub value: Option<Term>,
    /// Whether `:=` was written.
    pub assigned: bool,
}

/// One alternative after a rule's first body.
#[derive(Clone, Debug)]
pub struct Else {
    /// From `else` on.
    pub span: Span,
    /// The value; `true` if nothing is written.
    pub value: Option<Term>,
    /// When it holds; empty without conditions.
    pub body: Body,
}

/// Literals that must all hold.
pub type Body = Vec<Literal>;

/// One line of a body.
#[derive(Clone, Debug)]
pub struct Literal {
    /// Its text, `with` included.
    pub span: Span,
    /// What it says.
    pub kind: LiteralKind,
    /// `with input.a as 1 with data.b as 2`, in order.
    pub with: Vec<With>,
}

/// What a literal says.
#[derive(Clone, Debug)]
pub enum LiteralKind {
    /// Holds if the term is defined and not false.
    Term(Term),
    /// `pattern := term`.
    Assign(Term, Term),
    /// `a = b`.
    Unify(Term, Term),
    /// `not literal`: holds if the literal, which is a term or a unification, does not.
    Not(Box<LiteralKind>),
    /// `not { … }`.
    NotBody(Body),
    /// `some a, b`.
    Some(Vec<Term>),
    /// `some key, value in collection`: patterns.
    SomeIn {
        /// Matched against the key or index.
        key: Option<Term>,
        /// Matched against the value.
        value: Term,
        /// What is walked through.
        collection: Term,
    },
    /// `every key, value in domain { … }`.
    Every {
        /// A variable, or `_`.
        key: Option<Term>,
        /// A variable, or `_`.
        value: Term,
        /// What is walked through.
        domain: Term,
        /// What must hold for each.
        body: Body,
    },
    /// `a and b`: all operands hold.
    And(Vec<Body>),
    /// `a or b`: at least one operand holds.
    Or(Vec<Body>),
}

/// `with target as value`.
#[derive(Clone, Debug)]
pub struct With {
    /// Its text.
    pub span: Span,
    /// `input`, `data`, a path below them, a rule, a function or a builtin.
    pub target: Term,
    /// What stands there meanwhile.
    pub value: Term,
}

/// An expression with its place.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its text, without brackets around it.
    pub span: Span,
    /// What it is.
    pub kind: TermKind,
}

/// What a term is.
#[derive(Clone, Debug)]
pub enum TermKind {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// As written: `1`, `1.0`, `1e3`.
    Number(Box<str>),
    /// Escapes undone; raw strings as they are.
    String(Box<str>),
    /// `$"…{expression}…"`.
    Template(Vec<Part>),
    /// A name, `input` and `data` included.
    Var(Name),
    /// `_`; each is a variable of its own.
    Wildcard,
    /// `head.a["b"][c]`: the head is any term, the rest are strings or terms in brackets.
    Ref(Box<Term>, Vec<Term>),
    /// `f(x)`, `data.lib.f(x)`: the function's path is a variable or a reference to strings.
    Call(Box<Term>, Vec<Term>),
    /// `[a, b]`.
    Array(Vec<Term>),
    /// `{a, b}`, `set()`.
    Set(Vec<Term>),
    /// `{a: b}`.
    Object(Vec<(Term, Term)>),
    /// `[term | body]`.
    ArrayComprehension(Box<Term>, Body),
    /// `{term | body}`.
    SetComprehension(Box<Term>, Body),
    /// `{key: value | body}`.
    ObjectComprehension(Box<(Term, Term)>, Body),
    /// `a + b`, `a == b`, `a | b`.
    Binary(Operator, Box<(Term, Term)>),
    /// `value in collection`, `key, value in collection` (in parentheses or as a literal).
    In {
        /// The key, where one is asked for.
        key: Option<Box<Term>>,
        /// The element.
        value: Box<Term>,
        /// The collection.
        collection: Box<Term>,
    },
}

/// A piece of a template string.
#[derive(Clone, Debug)]
pub enum Part {
    /// Text, escapes undone.
    Text(Box<str>),
    /// An expression in braces.
    Value(Literal),
}

/// Operators between two terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Operator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Plus,
    /// `-`, of numbers or sets
    Minus,
    /// `*`
    Times,
    /// `/`
    Divide,
    /// `%`
    Remainder,
    /// `&`
    And,
    /// `|`
    Or,
}

impl Operator {
    /// As it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::And => "&",
            Self::Or => "|",
        }
    }
}
