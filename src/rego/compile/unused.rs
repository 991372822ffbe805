//! Variables that are declared and never used: OPA refuses them, since they are misspelt more often than superfluous.

use super::{
    error::{CompileErrorKind, Fault},
    names::written,
    ready::{all_variables, all_variables_of_term},
};
use crate::{
    rego::syntax::ast::{Body, Literal, LiteralKind, Name, Term},
    source::Span,
};

/// `some x` without another word of `x` in the body or its heads.
pub(super) fn in_body(body: &Body, heads: &[&mut Term]) -> Vec<Fault> {
    let is_declaration = |literal: &Literal| matches!(literal.kind, LiteralKind::Some(_));
    if !body.iter().any(is_declaration) {
        return Vec::new();
    }
    let (mut declared, mut used) = (Vec::new(), Vec::new());
    for literal in body {
        all_variables(literal, if is_declaration(literal) { &mut declared } else { &mut used });
    }
    heads.iter().for_each(|term| all_variables_of_term(term, &mut used));
    faults(&declared, &used)
}

/// Variables of `every` without another word of them in its body.
pub(super) fn in_every(key: Option<&Term>, value: &Term, body: &Body) -> Vec<Fault> {
    let (mut declared, mut used) = (Vec::new(), Vec::new());
    key.into_iter().chain([value]).for_each(|term| all_variables_of_term(term, &mut declared));
    declared.retain(|(name, _)| written(name) != "_");
    body.iter().for_each(|literal| all_variables(literal, &mut used));
    faults(&declared, &used)
}

fn faults(declared: &[(Name, Span)], used: &[(Name, Span)]) -> Vec<Fault> {
    let unused = declared.iter().filter(|(name, _)| !used.iter().any(|(other, _)| other == name));
    let fault = |(name, span): &(Name, Span)| {
        let message = format!("`{}` is declared and not used", written(name));
        Fault::new(CompileErrorKind::Name, *span, message, "use it, or leave the declaration out")
    };
    unused.map(fault).collect()
}
