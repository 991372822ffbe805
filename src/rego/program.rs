//! A compiled program: what the evaluator walks through.
//!
//! Names are gone: a variable is a slot, a rule or function a number, a key of an object a symbol with its text. Rules
//! cannot recur, so every variable of the program has a slot of its own and no frames are needed.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use serde::{Deserialize, Serialize};

use super::{
    builtins::{
        Builtin,
        regex::{self, Regex},
    },
    extension::Extension,
    image::{self, Definitions},
    memory::Heap,
    syntax::ast::Operator,
    value::Value,
};
use crate::{document::Symbol, source::Span};

/// Number of a rule or function.
pub(super) type DefinitionId = u32;
/// Number of a variable.
pub(super) type Slot = u32;

/// All modules of a run, ready to be asked.
#[derive(Debug, Default)]
pub struct Program {
    pub(super) constants: Heap,
    /// Documents that are given, as one value: what `data` is without rules.
    pub(super) data: Option<Value>,
    pub(super) definitions: Definitions,
    /// Packages and the rules in them, by their paths.
    pub(super) tree: Vec<Branch>,
    /// Number of variables.
    pub(super) slots: usize,
    /// The text of each numbered step.
    pub(super) steps: Vec<Place>,
    pub(super) extensions: Vec<Extension>,
}

/// A rule of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule(pub(super) DefinitionId);

impl Program {
    /// The rule at a path from below `data` on.
    pub fn rule(&self, path: &[impl AsRef<str>]) -> Option<Rule> {
        let at = path.iter().try_fold(0, |at, part| self.tree[at as usize].below.get(part.as_ref()).copied())?;
        self.tree[at as usize].definition.map(Rule)
    }

    /// The rules that a module defines, by name, in the order of the text.
    pub fn rules_of_module(&self, module: usize) -> Vec<(&str, Rule)> {
        let mut rules: Vec<(u32, &str, Rule)> = Vec::new();
        for (id, definition) in self.definitions.iter().enumerate() {
            let here = |clause: &&Clause| clause.place.module as usize == module;
            if let Some(clause) = definition.clauses.iter().find(here) {
                let name = definition.path.rsplit('.').next().unwrap_or_default();
                rules.push((clause.place.span.start, name, Rule(id as DefinitionId)));
            }
        }
        rules.sort_by_key(|(start, ..)| *start);
        rules.into_iter().map(|(_, name, rule)| (name, rule)).collect()
    }
}

impl Program {
    /// Whether each finding of a rule says itself where it is: its head has a key `at`.
    pub fn gives_places(&self, rule: Rule) -> bool {
        let definition = &self.definitions[rule.0];
        let mut heads =
            definition.clauses.iter().flat_map(|clause| &clause.alternatives).map(|alternative| &alternative.value);
        definition.form == Form::Set && heads.all(|head| self.has_place(head))
    }

    fn has_place(&self, head: &Expression) -> bool {
        match head {
            Expression::Object(pairs) => pairs.iter().any(|(key, _)| self.is_at(key)),
            Expression::Builtin(builtin, objects) if builtin.name == "object.union" => {
                objects.iter().any(|object| self.has_place(object))
            }
            _ => false,
        }
    }

    fn is_at(&self, key: &Expression) -> bool {
        let Expression::Constant(key) = key else { return false };
        key.is_string() && self.constants.text.get(key.start()..key.start() + key.stored_len()) == Some("at")
    }
}

/// One body of a rule, to be told what happened to it.
#[derive(Clone, Debug)]
pub struct Written {
    /// The whole definition.
    pub place: Place,
    /// Its steps in the order in which they are evaluated: number and text.
    pub steps: Vec<(u32, Place)>,
}

impl Program {
    /// The bodies of a rule.
    pub fn bodies(&self, rule: Rule) -> Vec<Written> {
        let alternatives = |clause: &Clause| -> Vec<Written> {
            let of = |alternative: &Alternative| {
                let numbers = alternative.body.first..alternative.body.first + alternative.body.steps.len() as u32;
                let steps = numbers.map(|number| (number, self.steps[number as usize])).collect();
                Written { place: clause.place, steps }
            };
            clause.alternatives.iter().map(of).collect()
        };
        self.definitions[rule.0].clauses.iter().flat_map(alternatives).collect()
    }

    /// The text of each numbered step.
    pub fn places(&self) -> &[Place] {
        &self.steps
    }
}

/// A place in a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Which module.
    pub module: u32,
    /// Its bytes.
    pub span: Span,
}

/// A package, or a part of the path of one. The first is `data` itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Branch {
    pub(super) below: BTreeMap<Arc<str>, u32>,
    /// The rule that stands here.
    pub(super) definition: Option<DefinitionId>,
    /// The last part of its path, as a constant.
    pub(super) name: Option<Value>,
}

/// All rules of one name.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Definition {
    /// `data.a.b.name`
    pub(super) path: Arc<str>,
    pub(super) form: Form,
    pub(super) clauses: Vec<Clause>,
    /// The clauses of a set or object for one key, their only argument: what other keys come to is of no interest then.
    /// Empty where no key is ever looked up.
    pub(super) by_key: Vec<Clause>,
    /// `default name := value`.
    pub(super) default: Option<Alternative>,
    /// Whether all clauses give the same constant, so that the first that holds settles it.
    pub(super) constant: bool,
}

impl Definition {
    /// Whether it is a set or an object, put together by its bodies.
    pub(super) fn is_partial(&self) -> bool {
        matches!(self.form, Form::Set | Form::Object)
    }
}

/// What rules of one name make together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Form {
    /// One value.
    Complete,
    /// A set.
    Set,
    /// An object, filled key by key; keys may lead further down.
    Object,
    /// A function of so many arguments.
    Function(u8),
}

/// One definition of a rule.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Clause {
    pub(super) place: Place,
    /// Of functions.
    pub(super) arguments: Box<[Pattern]>,
    /// The body and its `else`s.
    pub(super) alternatives: Box<[Alternative]>,
    /// Keys without which the body cannot hold (`dispatch`).
    pub(super) needs: Box<[Symbol]>,
}

/// A body and what it gives.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Alternative {
    pub(super) body: Block,
    /// The way down in an object, for [`Form::Object`].
    pub(super) keys: Box<[Expression]>,
    /// The value, or the element of a set.
    pub(super) value: Expression,
    /// Whether the value at the end of the keys is a set that `value` is an element of.
    pub(super) is_element: bool,
}

/// Steps that must all succeed.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Block {
    /// The number of the first step; the others follow.
    pub(super) first: u32,
    pub(super) steps: Box<[Step]>,
}

impl Block {
    /// Whether it may have several solutions.
    pub(super) fn has_loop(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Each(_) | Step::Walk(_) | Step::With(_)))
    }
}

/// One step of a body.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Step {
    /// The value is defined and not false.
    Test(Expression),
    /// The value is defined, and is kept.
    Let(Slot, Expression),
    /// The same, where only what a finding says needs it.
    Say(Slot, Expression),
    /// The value fits.
    Match(Box<(Pattern, Expression)>),
    /// Once for each element that fits.
    Each(Box<Each>),
    /// Once for each value inside a value: `walk`.
    Walk(Box<Walk>),
    /// The block has no solution.
    Not(Block),
    /// The block has a solution for every element.
    Every(Box<Every>),
    /// At least one block has a solution.
    Or(Box<[Block]>),
    /// The block, then the rest of the body, with other input or data.
    With(Box<(Box<[Replacement]>, Block)>),
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Each {
    pub(super) collection: Expression,
    pub(super) key: Pattern,
    pub(super) value: Pattern,
    /// Whether the element is needed for more than what a finding says.
    pub(super) is_judged: bool,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Walk {
    pub(super) value: Expression,
    /// Of `[path, value]`.
    pub(super) found: Pattern,
    /// Whether paths are asked for.
    pub(super) with_path: bool,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Every {
    pub(super) domain: Expression,
    pub(super) key: Option<Slot>,
    pub(super) value: Option<Slot>,
    pub(super) body: Block,
}

/// What a value is matched against.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Pattern {
    /// Anything.
    Any,
    /// Anything, and it is kept.
    Bind(Slot),
    /// This value.
    Equal(Expression),
    /// An array of this length.
    Array(Box<[Pattern]>),
    /// An object with these keys.
    Object(Box<[(Expression, Pattern)]>),
}

/// A key of an object with its symbol.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Key {
    pub(super) text: Value,
    pub(super) symbol: Symbol,
}

/// What has a value.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Expression {
    Constant(Value),
    Slot(Slot),
    Input,
    /// What is given below `data`, without rules.
    Data,
    /// Fields, one below the other.
    Path(Box<(Expression, Box<[Key]>)>),
    Index(Box<(Expression, Expression)>),
    Rule(DefinitionId),
    /// Everything below a package that may have these names: on each floor one, or any.
    Package(u32, Box<[Option<Expression>]>),
    Call(DefinitionId, Box<[Expression]>),
    Builtin(#[serde(with = "image::builtin")] &'static Builtin, Box<[Expression]>),
    /// A function of whoever embeds this: its number, its arguments.
    Extension(u32, Box<[Expression]>),
    /// `regex.match` with a pattern that is known.
    Regex(Box<(Known, Expression)>),
    /// `sprintf` with a format that is known and asks for as many texts and whole numbers as there are arguments.
    Format(Box<(Format, Box<[Expression]>)>),
    Compare(Operator, Box<(Expression, Expression)>),
    Arithmetic(Operator, Box<(Expression, Expression)>),
    Member(Box<(Expression, Expression)>),
    /// Key, value, collection.
    MemberWithKey(Box<[Expression; 3]>),
    Array(Box<[Expression]>),
    Set(Box<[Expression]>),
    Object(Box<[(Expression, Expression)]>),
    ArrayComprehension(Box<(Block, Expression)>),
    SetComprehension(Box<(Block, Expression)>),
    ObjectComprehension(Box<(Block, Expression, Expression)>),
    /// Pieces of a template string; those that are undefined are said to be.
    Template(Box<[TemplatePart]>),
    /// `print`, of the same pieces; true.
    Print(Box<[TemplatePart]>),
}

/// A pattern that is known; compiled by whoever needs it first, since most runs meet few of them.
#[derive(Debug)]
pub(super) struct Known {
    pattern: Box<str>,
    compiled: OnceLock<Option<Regex>>,
}

impl Known {
    pub(super) fn new(pattern: &str) -> Self {
        Self { pattern: pattern.into(), compiled: OnceLock::new() }
    }

    pub(super) fn pattern(&self) -> &str {
        &self.pattern
    }

    pub(super) fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| regex::compile(&self.pattern).ok()).as_ref()
    }
}

/// A format, taken apart.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Format {
    /// `sprintf`, which also prints what is neither text nor a whole number.
    #[serde(with = "image::builtin")]
    pub(super) builtin: &'static Builtin,
    /// The whole of it.
    pub(super) text: Value,
    /// What stands before the first argument.
    pub(super) first: Value,
    /// How each argument is printed, and the text behind it.
    pub(super) parts: Box<[(Verb, Value)]>,
}

/// How an argument of a format is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Verb {
    /// `%s`
    Text,
    /// `%d`
    Number,
    /// `%v`
    Value,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum TemplatePart {
    Text(Value),
    Value(Block, Expression),
}

/// One `with … as …`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Replacement {
    pub(super) target: Target,
    pub(super) value: Substitute,
}

/// What is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Target {
    /// `input`, or what is below these keys.
    Input(Box<[Arc<str>]>),
    /// What is given below `data`, and the rules below it.
    Data(Box<[Arc<str>]>),
    /// A function of the program.
    Function(DefinitionId),
    /// A builtin.
    Builtin(Arc<str>),
    /// A function of whoever embeds this.
    Extension(u32),
}

/// What stands in its place.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Substitute {
    Value(Expression),
    /// Another function.
    Function(DefinitionId),
    /// A builtin.
    Builtin(#[serde(with = "image::builtin")] &'static Builtin),
}
