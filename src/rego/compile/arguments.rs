//! Arguments of functions that are more than patterns.

use super::{
    coder::Coded,
    error::{CompileErrorKind, Fault},
    names::fresh,
};
use crate::rego::syntax::ast::{Literal, LiteralKind, Rule, Term, TermKind};

/// Template strings among the arguments become variables that must be equal to them: `f($"{x}") if x := …`.
pub(super) fn lift(rule: &mut Rule, next: &mut u32) -> Coded<()> {
    let mut lifted = Vec::new();
    for argument in rule.head.arguments.iter_mut().flatten() {
        lift_term(argument, next, &mut lifted)?;
    }
    if !lifted.is_empty() {
        let others = rule.alternatives.iter_mut().map(|other| &mut other.body);
        std::iter::once(&mut rule.body).chain(others).for_each(|body| body.extend(lifted.iter().cloned()));
    }
    Ok(())
}

fn lift_term(term: &mut Term, next: &mut u32, lifted: &mut Vec<Literal>) -> Coded<()> {
    let span = term.span;
    match &mut term.kind {
        TermKind::Array(terms) => terms.iter_mut().try_for_each(|term| lift_term(term, next, lifted)),
        TermKind::Object(pairs) => pairs.iter_mut().try_for_each(|(_, value)| lift_term(value, next, lifted)),
        TermKind::Template(_) => {
            let variable = Term { span, kind: TermKind::Var(fresh(next, "argument")) };
            let computed = std::mem::replace(term, variable.clone());
            lifted.push(Literal { span, kind: LiteralKind::Unify(variable, computed), with: Vec::new() });
            Ok(())
        }
        TermKind::Call(..) | TermKind::Binary(..) | TermKind::In { .. } => Err(Fault::new(
            CompileErrorKind::Unsafe,
            span,
            "an argument is computed",
            "take the argument as a variable and compare it in the body",
        )),
        _ => Ok(()),
    }
}
