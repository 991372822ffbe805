//! Calls: of functions of the program, of builtins, and of what whoever embeds Rego adds.

use super::{
    callee::{Callee, dotted},
    coder::{Coded, Coder, Draft},
    error::{CompileErrorKind, Fault},
};
use crate::{
    rego::{
        builtins::Builtin,
        program::{Expression, Replacement, Substitute, Target, TemplatePart},
        syntax::ast::{Literal, LiteralKind, Name, Operator, Part, Term, TermKind, With},
        value::Value,
    },
    source::Span,
};

impl Coder<'_, '_> {
    pub(super) fn call(
        &mut self,
        function: &Term,
        arguments: &[Term],
        span: Span,
        draft: &mut Draft,
    ) -> Coded<Expression> {
        let callee = self.callees.callee(function)?;
        if let Some(arity) = callee.arity()
            && arity != arguments.len()
        {
            return Err(wrong_arity(function, arity, arguments.len(), span));
        }
        match callee {
            Callee::Walk => return Ok(Expression::Slot(self.walk(&arguments[0], None, span, draft)?)),
            Callee::Print => return self.print(arguments),
            _ => {}
        }
        let values = self.values(&arguments.iter().collect::<Vec<_>>(), draft)?;
        Ok(match callee {
            Callee::Function(id, _) => {
                self.uses.insert(id);
                Expression::Call(id, values.into())
            }
            Callee::Rule(id) => {
                self.uses.insert(id);
                Expression::Rule(id)
            }
            Callee::Builtin(builtin) => self.builtin(builtin, values),
            Callee::Extension(id, _) => Expression::Extension(id, values.into()),
            Callee::Walk | Callee::Print => Expression::Constant(Value::TRUE),
        })
    }

    /// Operators written as functions, and patterns that are known, have forms of their own.
    fn builtin(&mut self, builtin: &'static Builtin, mut values: Vec<Expression>) -> Expression {
        let operator = match builtin.name {
            "equal" => Some(Operator::Equal),
            "neq" => Some(Operator::NotEqual),
            "lt" => Some(Operator::Less),
            "lte" => Some(Operator::LessOrEqual),
            "gt" => Some(Operator::Greater),
            "gte" => Some(Operator::GreaterOrEqual),
            _ => None,
        };
        if let Some(operator) = operator
            && values.len() == 2
            && let (Some(b), Some(a)) = (values.pop(), values.pop())
        {
            return super::term::binary(operator, (a, b));
        }
        Expression::Builtin(builtin, values.into())
    }

    fn print(&mut self, arguments: &[Term]) -> Coded<Expression> {
        let mut parts = Vec::new();
        for (index, argument) in arguments.iter().enumerate() {
            if index > 0 {
                parts.push(TemplatePart::Text(self.text(" ")));
            }
            let literal = Literal { span: argument.span, kind: LiteralKind::Term(argument.clone()), with: Vec::new() };
            let Expression::Template(part) = self.template(&[Part::Value(literal)])? else { continue };
            parts.extend(part);
        }
        Ok(Expression::Print(parts.into()))
    }

    /// What `with` replaces, and with what.
    pub(super) fn replacements(&mut self, with: &[With], draft: &mut Draft) -> Coded<Box<[Replacement]>> {
        let mut replacements = Vec::with_capacity(with.len());
        for with in with {
            let target = self.target(&with.target)?;
            let is_function = matches!(target, Target::Function(_) | Target::Builtin(_) | Target::Extension(_));
            let value = match self.substitute(&with.value) {
                Some(function) if is_function => function,
                _ => Substitute::Value(self.value(&with.value, draft)?),
            };
            replacements.push(Replacement { target, value });
        }
        Ok(replacements.into())
    }

    fn target(&mut self, target: &Term) -> Coded<Target> {
        let keys = |path: &[Term]| -> Option<Box<[Name]>> {
            path.iter()
                .map(|term| match &term.kind {
                    TermKind::String(text) => Some(Name::from(&**text)),
                    _ => None,
                })
                .collect()
        };
        let (head, path) = match &target.kind {
            TermKind::Ref(head, path) => (&**head, path.as_slice()),
            _ => (target, &[][..]),
        };
        let of_function = match self.callees.callee(target) {
            Ok(Callee::Function(id, _)) => Some(Target::Function(id)),
            Ok(Callee::Builtin(builtin)) => Some(Target::Builtin(builtin.name)),
            Ok(Callee::Extension(id, _)) => Some(Target::Extension(id)),
            _ => None,
        };
        if let Some(target) = of_function {
            return Ok(target);
        }
        let place = match &head.kind {
            TermKind::Var(name) if &**name == "input" => keys(path).map(Target::Input),
            TermKind::Var(name) if &**name == "data" => {
                self.land(path);
                keys(path).map(Target::Data)
            }
            _ => None,
        };
        place.ok_or_else(|| {
            Fault::new(
                CompileErrorKind::Name,
                target.span,
                "`with` replaces `input`, `data`, something below them, or a function",
                "name one of these",
            )
        })
    }

    fn substitute(&mut self, value: &Term) -> Option<Substitute> {
        if !matches!(value.kind, TermKind::Var(_) | TermKind::Ref(..)) {
            return None;
        }
        match self.callees.callee(value).ok()? {
            Callee::Function(id, _) => {
                self.uses.insert(id);
                Some(Substitute::Function(id))
            }
            Callee::Builtin(builtin) => Some(Substitute::Builtin(builtin)),
            _ => None,
        }
    }
}

fn wrong_arity(function: &Term, arity: usize, found: usize, span: Span) -> Fault {
    let name = dotted(function).unwrap_or_default();
    Fault::new(
        CompileErrorKind::Name,
        span,
        format!(
            "`{}` takes {arity} argument{}, {found} given",
            name.trim_start_matches("data."),
            if arity == 1 { "" } else { "s" }
        ),
        "give it as many as it takes",
    )
}
