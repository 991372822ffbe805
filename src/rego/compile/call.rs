//! Calls: of functions of the program, of builtins, and of what whoever embeds Rego adds.

use super::{
    callee::{Callee, dotted},
    coder::{Coded, Coder, Draft},
    declare::Landing,
    error::{CompileErrorKind, Fault},
};
use crate::{
    rego::{
        builtins::{self, Builtin, sprintf},
        program::{Expression, Format, Known, Replacement, Substitute, Target, TemplatePart},
        syntax::ast::{Literal, LiteralKind, Name, Operator, Part, Term, TermKind, With},
        value::Value,
    },
    source::Span,
};

/// Builtins that are written as operators, and are no calls once they are compiled.
const OPERATORS: [&str; 15] =
    ["plus", "minus", "mul", "div", "rem", "and", "or", "eq", "equal", "neq", "lt", "lte", "gt", "gte", "assign"];

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
            Callee::Builtin(builtin) => self.builtin(builtin, arguments, values)?,
            Callee::Extension(id, _) => Expression::Extension(id, values.into()),
            Callee::Walk | Callee::Print => Expression::Constant(Value::TRUE),
        })
    }

    /// Operators written as functions, and patterns that are known, have forms of their own.
    fn builtin(
        &mut self,
        builtin: &'static Builtin,
        arguments: &[Term],
        mut values: Vec<Expression>,
    ) -> Coded<Expression> {
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
            return Ok(super::term::binary(operator, (a, b)));
        }
        if builtin.name == "regex.match"
            && let [Term { kind: TermKind::String(pattern), .. }, _] = arguments
            && let Some(text) = values.pop()
        {
            return Ok(Expression::Regex(Box::new((Known::new(pattern), text))));
        }
        if builtin.name == "sprintf"
            && let [Term { kind: TermKind::String(text), .. }, _] = arguments
            && let Some(Expression::Array(items)) = values.get(1)
            && let Some(format) = self.format(builtin, text, items.len())
            && let Some(Expression::Array(items)) = values.pop()
        {
            return Ok(Expression::Format(Box::new((format, items))));
        }
        Ok(Expression::Builtin(builtin, values.into()))
    }

    fn format(&mut self, builtin: &'static Builtin, text: &str, arguments: usize) -> Option<Format> {
        let (first, parts) = sprintf::parts(text).filter(|(_, parts)| parts.len() == arguments)?;
        let parts = parts.into_iter().map(|(verb, behind)| (verb, self.text(behind)));
        Some(Format { builtin, parts: parts.collect(), text: self.text(text), first: self.text(first) })
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
            if is_function {
                self.check_arity(&with.target, &with.value)?;
            }
            let value = match self.substitute(&with.value) {
                Some(function) if is_function => function,
                _ => Substitute::Value(self.value(&with.value, draft)?),
            };
            replacements.push(Replacement { target, value });
        }
        Ok(replacements.into())
    }

    /// A function is replaced by one of as many arguments, and only where it is called by its name.
    fn check_arity(&self, target: &Term, value: &Term) -> Coded<()> {
        let name = dotted(target).unwrap_or_default();
        if OPERATORS.contains(&&*name) {
            return Err(Fault::new(
                CompileErrorKind::Name,
                target.span,
                format!("`{name}` is an operator, which `with` cannot replace"),
                "put it into a function of your own and replace that",
            ));
        }
        let arity = |function: &Term| self.callees.callee(function).ok().and_then(Callee::arity);
        let is_name = matches!(value.kind, TermKind::Var(_) | TermKind::Ref(..));
        match (arity(target), is_name.then(|| arity(value)).flatten()) {
            (Some(arity), Some(given)) if arity != given && given > 0 => {
                Err(wrong_arity(target, arity, given, value.span))
            }
            _ => Ok(()),
        }
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
        let of_function = match self.callees.find(target) {
            Some(Callee::Function(id, _)) => Some(Target::Function(id)),
            Some(Callee::Builtin(builtin)) => Some(Target::Builtin(builtin.name.into())),
            Some(Callee::Extension(id, _)) => Some(Target::Extension(id)),
            _ => None,
        };
        if let Some(target) = of_function {
            return Ok(target);
        }
        // That it is replaced makes the name one that can be called: what was compiled before is compiled again.
        if let Some(stand_in) = dotted(target).and_then(|name| builtins::stand_in(&name)) {
            self.replaced.insert(stand_in.name);
            return Ok(Target::Builtin(stand_in.name.into()));
        }
        let place = match &head.kind {
            TermKind::Var(name) if &**name == "input" => keys(path).map(Target::Input),
            TermKind::Var(name) if &**name == "data" => {
                if let Landing::Rule(_, taken) = self.land(path)
                    && taken < path.len()
                {
                    return Err(Fault::new(
                        CompileErrorKind::Name,
                        target.span,
                        "`with` replaces a part of what a rule makes",
                        "replace the whole rule",
                    ));
                }
                keys(path).map(Target::Data)
            }
            _ => None,
        };
        place.ok_or_else(|| {
            if let Some(name) = dotted(target)
                && let Some(why) = builtins::refused(&name)
            {
                return Fault::new(CompileErrorKind::Name, target.span, format!("`{name}` is not available"), why);
            }
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
        match self.callees.find(value)? {
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
    let path = dotted(function).unwrap_or_default();
    // Of the program's own functions the last part is what is written where they are at home.
    let name = if path.starts_with("data.") { path.rsplit('.').next().unwrap_or_default() } else { &path };
    if arity == 0 {
        let message = format!("`{name}` is a rule, not a function");
        return Fault::new(CompileErrorKind::Name, span, message, "leave out the brackets and what is in them");
    }
    let arguments = |count: usize| if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") };
    let help = match arity > found {
        true => format!("add {}", arguments(arity - found)),
        false => format!("take {} out", arguments(found - arity)),
    };
    Fault::new(CompileErrorKind::Name, span, format!("`{name}` takes {}, not {found}", arguments(arity)), help)
}
