//! Terms as expressions. What may have many values becomes a step before the one it stands in.

use super::{
    coder::{Coded, Coder, Draft},
    declare::Landing,
    error::{CompileErrorKind, Fault},
    names::is_local,
};
use crate::{
    document::Symbol,
    rego::{
        program::{Each, Expression, Form, Key, Pattern, Slot, Step, TemplatePart, Walk},
        syntax::ast::{Body, Literal, LiteralKind, Operator, Part, Term, TermKind},
        value::{Space, Value},
    },
    source::Span,
};

/// Parts of a reference: each may be an expression around the one before, and expressions are evaluated recursively.
const LONGEST_REFERENCE: usize = 500;

impl Coder<'_, '_> {
    /// The value of a term whose variables have values.
    pub(super) fn value(&mut self, term: &Term, draft: &mut Draft) -> Coded<Expression> {
        let span = term.span;
        Ok(match &term.kind {
            TermKind::Null => Expression::Constant(Value::NULL),
            TermKind::Bool(value) => Expression::Constant(Value::bool(*value)),
            TermKind::Number(text) => Expression::Constant(self.memory.number(text).in_space(Space::Constant)),
            TermKind::String(text) => Expression::Constant(self.text(text)),
            TermKind::Wildcard => return Err(self.no_value(term)),
            TermKind::Var(name) if is_local(name) => {
                if !self.bound.contains(name) {
                    return Err(self.no_value(term));
                }
                Expression::Slot(self.slot(name))
            }
            TermKind::Var(name) if &**name == "input" => Expression::Input,
            TermKind::Var(_) => self.reference(term, &[], draft)?,
            TermKind::Ref(head, path) => self.reference(head, path, draft)?,
            TermKind::Call(function, arguments) => self.call(function, arguments, span, draft)?,
            TermKind::Array(terms) => {
                let values = self.values(&terms.iter().collect::<Vec<_>>(), draft)?;
                self.constant_array(values)
            }
            TermKind::Set(terms) => {
                let values = self.values(&terms.iter().collect::<Vec<_>>(), draft)?;
                self.constant_set(values)
            }
            TermKind::Object(pairs) => {
                let terms: Vec<&Term> = pairs.iter().flat_map(|(key, value)| [key, value]).collect();
                let mut values = self.values(&terms, draft)?.into_iter();
                let pairs = std::iter::from_fn(|| Some((values.next()?, values.next()?))).collect();
                self.constant_object(pairs)
            }
            TermKind::Binary(operator, terms) => {
                let values = self.values(&[&terms.0, &terms.1], draft)?;
                binary(*operator, two(values))
            }
            TermKind::In { key, value, collection } => {
                let terms: Vec<&Term> = key.iter().chain([value, collection]).map(|term| &**term).collect();
                let values = self.values(&terms, draft)?;
                match <[Expression; 3]>::try_from(values) {
                    Ok(values) => Expression::MemberWithKey(Box::new(values)),
                    Err(values) => Expression::Member(Box::new(two(values))),
                }
            }
            TermKind::ArrayComprehension(head, body) => {
                let (block, value) = self.comprehension(body, &[head])?;
                Expression::ArrayComprehension(Box::new((block, one(value))))
            }
            TermKind::SetComprehension(head, body) => {
                let (block, value) = self.comprehension(body, &[head])?;
                Expression::SetComprehension(Box::new((block, one(value))))
            }
            TermKind::ObjectComprehension(head, body) => {
                let (block, values) = self.comprehension(body, &[&head.0, &head.1])?;
                let (key, value) = two(values);
                Expression::ObjectComprehension(Box::new((block, key, value)))
            }
            TermKind::Template(parts) => self.template(parts)?,
        })
    }

    fn comprehension(&mut self, body: &Body, heads: &[&Term]) -> Coded<(crate::rego::program::Block, Vec<Expression>)> {
        self.closure(body, heads)
    }

    pub(super) fn template(&mut self, parts: &[Part]) -> Coded<Expression> {
        let mut pieces = Vec::with_capacity(parts.len());
        for part in parts {
            pieces.push(match part {
                Part::Text(text) => TemplatePart::Text(self.text(text)),
                Part::Value(literal) => self.piece(literal)?,
            });
        }
        Ok(Expression::Template(pieces.into()))
    }

    /// A term that may be undefined, among text.
    fn piece(&mut self, literal: &Literal) -> Coded<TemplatePart> {
        let LiteralKind::Term(term) = &literal.kind else {
            return Err(Fault::new(
                CompileErrorKind::Name,
                literal.span,
                "only a value can stand in a template string",
                "compute it on a line before this one",
            ));
        };
        let mut given = Vec::new();
        super::ready::brackets(term, &mut given);
        if given.iter().any(|name| !self.bound.contains(name)) {
            return Err(Fault::new(
                CompileErrorKind::Unsafe,
                literal.span,
                "a template string would walk through several values",
                "choose one with `some x in …` before, or make a comprehension of it",
            ));
        }
        let name = super::names::fresh(&mut self.next_name, "");
        let variable = Term { span: term.span, kind: TermKind::Var(name) };
        let kind = LiteralKind::Unify(variable.clone(), term.clone());
        let body = vec![Literal { span: literal.span, kind, with: literal.with.clone() }];
        let (block, values) = self.closure(&body, &[&variable])?;
        Ok(TemplatePart::Value(block, one(values)))
    }

    /// `head.path`: constants become a path, bound variables an index, others a loop.
    fn reference(&mut self, head: &Term, path: &[Term], draft: &mut Draft) -> Coded<Expression> {
        let span = head.span;
        let is_data = matches!(&head.kind, TermKind::Var(name) if &**name == "data");
        let given = if is_data { self.callees.as_given(path) } else { None };
        let path = given.as_deref().unwrap_or(path);
        let (mut base, rest) = match &head.kind {
            TermKind::Var(name) if &**name == "data" => self.below_data(path, span)?,
            TermKind::Var(name) if !is_local(name) && &**name != "input" => return Err(self.no_value(head)),
            _ => (self.value(head, draft)?, path),
        };
        if rest.len() > LONGEST_REFERENCE {
            return Err(Fault::new(
                CompileErrorKind::Name,
                rest[LONGEST_REFERENCE].span,
                "too many parts in one reference",
                "keep a part of it in a variable",
            ));
        }
        let mut keys = Vec::new();
        for key in rest {
            if let TermKind::String(text) = &key.kind {
                if keys.is_empty() {
                    self.look_up(&base);
                }
                keys.push(Key { text: self.text(text), symbol: Symbol::of(text) });
            } else {
                base = self.below(with_keys(base, &mut keys), key, draft)?;
            }
        }
        Ok(with_keys(base, &mut keys))
    }

    /// One step down, to something that is not known by its name.
    fn below(&mut self, base: Expression, key: &Term, draft: &mut Draft) -> Coded<Expression> {
        if self.has_value(key) {
            let key = self.value(key, draft)?;
            self.look_up(&base);
            return Ok(Expression::Index(Box::new((base, key))));
        }
        let key_pattern = self.pattern(key, draft)?;
        let (_, slot) = self.unnamed();
        let each = Each { collection: base, key: key_pattern, value: Pattern::Bind(slot), is_judged: true };
        draft.push(Step::Each(Box::new(each)), key.span);
        Ok(Expression::Slot(slot))
    }

    /// Notes that a key of a rule is looked up.
    fn look_up(&mut self, base: &Expression) {
        if let Expression::Rule(id) = base {
            self.looked_up.insert(*id);
        }
    }

    /// What a path below `data` starts with, and what of the path remains.
    fn below_data<'t>(&mut self, path: &'t [Term], span: Span) -> Coded<(Expression, &'t [Term])> {
        let landing = self.land(path);
        match landing {
            Landing::Rule(id, taken) => {
                if let Form::Function(arguments) = self.callees.world.groups[id as usize].form {
                    return Err(self.function_as_value(id, arguments, span));
                }
                Ok((Expression::Rule(id), &path[taken..]))
            }
            // No package is called by a number.
            Landing::Package(_) if is_data_only(path) => Ok((Expression::Data, path)),
            Landing::Package(branch) => {
                let taken = path.iter().take_while(|term| matches!(term.kind, TermKind::String(_))).count();
                let rest = &path[taken..];
                Ok((Expression::Package(branch, self.names_of(rest)), rest))
            }
            Landing::Nothing(known) => {
                self.callees.check_given(path, known, span)?;
                Ok((Expression::Data, path))
            }
        }
    }

    /// The names on a path as far as they are known when it is walked.
    fn names_of(&mut self, path: &[Term]) -> Box<[Option<Expression>]> {
        let name = |term: &Term| match &term.kind {
            TermKind::String(text) => Some(Expression::Constant(self.text(text))),
            TermKind::Var(_) | TermKind::Ref(..) if self.has_value(term) => {
                let mut draft = Draft::default();
                self.value(term, &mut draft).ok().filter(|_| draft.is_empty())
            }
            _ => None,
        };
        path.iter().map(name).collect()
    }

    fn function_as_value(&self, id: u32, arguments: u8, span: Span) -> Fault {
        let name = self.callees.world.groups[id as usize].path.last().cloned().unwrap_or_else(|| "".into());
        Fault::new(
            CompileErrorKind::Name,
            span,
            match arguments {
                1 => format!("function `{name}` is used without its argument"),
                _ => format!("function `{name}` is used without its {arguments} arguments"),
            },
            format!("call it: `{name}(…)`"),
        )
    }

    /// `walk(x)`: once for each value inside `x`.
    pub(super) fn walk(&mut self, value: &Term, found: Option<&Term>, span: Span, draft: &mut Draft) -> Coded<Slot> {
        let value = self.value(value, draft)?;
        let (name, slot) = self.unnamed();
        let pattern = match found {
            Some(found) => self.pattern(found, draft)?,
            None => Pattern::Bind(slot),
        };
        let with_path = !matches!(&pattern, Pattern::Array(parts) if matches!(parts.first(), Some(Pattern::Any)));
        draft.push(Step::Walk(Box::new(Walk { value, found: pattern, with_path })), span);
        drop(name);
        Ok(slot)
    }

    fn constant_array(&mut self, values: Vec<Expression>) -> Expression {
        match constants(&values) {
            Some(values) => Expression::Constant(self.memory.array(&values).in_space(Space::Constant)),
            None => Expression::Array(values.into()),
        }
    }

    fn constant_set(&mut self, values: Vec<Expression>) -> Expression {
        match constants(&values) {
            Some(mut values) => Expression::Constant(self.memory.set(&mut values).in_space(Space::Constant)),
            None => Expression::Set(values.into()),
        }
    }

    fn constant_object(&mut self, pairs: Vec<(Expression, Expression)>) -> Expression {
        let fixed: Option<Vec<(Value, Value)>> =
            pairs.iter().map(|(key, value)| constant(key).zip(constant(value))).collect();
        match fixed {
            Some(mut fixed) => Expression::Constant(self.memory.object_of_last(&mut fixed).in_space(Space::Constant)),
            // What is computed comes last, and wins.
            None => {
                let (fixed, computed): (Vec<_>, Vec<_>) =
                    pairs.into_iter().partition(|(key, _)| constant(key).is_some());
                Expression::Object(fixed.into_iter().chain(computed).collect())
            }
        }
    }
}

/// A value with constant keys below it.
fn with_keys(base: Expression, keys: &mut Vec<Key>) -> Expression {
    match std::mem::take(keys) {
        keys if keys.is_empty() => base,
        keys => Expression::Path(Box::new((base, keys.into()))),
    }
}

/// Whether the first key that is not a string is another constant.
fn is_data_only(path: &[Term]) -> bool {
    let key = path.iter().find(|term| !matches!(term.kind, TermKind::String(_)));
    key.is_some_and(|key| matches!(key.kind, TermKind::Number(_) | TermKind::Bool(_) | TermKind::Null))
}

/// The constants as they are while the program's heap is being made.
fn constants(values: &[Expression]) -> Option<Vec<Value>> {
    values.iter().map(constant).collect()
}

fn constant(value: &Expression) -> Option<Value> {
    match value {
        Expression::Constant(value) => Some(value.in_space(Space::Scratch)),
        _ => None,
    }
}

fn one(values: Vec<Expression>) -> Expression {
    values.into_iter().next().unwrap_or(Expression::Constant(Value::TRUE))
}

fn two(values: Vec<Expression>) -> (Expression, Expression) {
    let mut values = values.into_iter();
    let mut next = || values.next().unwrap_or(Expression::Constant(Value::NULL));
    (next(), next())
}

pub(super) fn binary(operator: Operator, terms: (Expression, Expression)) -> Expression {
    match operator {
        Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::LessOrEqual
        | Operator::Greater
        | Operator::GreaterOrEqual => Expression::Compare(operator, Box::new(terms)),
        _ => Expression::Arithmetic(operator, Box::new(terms)),
    }
}
