//! Which names literals and patterns mention, before anything is known of what they mean.

use crate::{
    rego::syntax::ast::{LiteralKind, Name, Term, TermKind},
    source::Span,
};

/// The variables that a pattern binds.
pub(super) fn pattern_names(term: &Term, found: &mut dyn FnMut(&Name, Span)) {
    match &term.kind {
        TermKind::Var(name) => found(name, term.span),
        TermKind::Array(terms) => terms.iter().for_each(|term| pattern_names(term, found)),
        TermKind::Object(pairs) => pairs.iter().for_each(|(_, value)| pattern_names(value, found)),
        _ => {}
    }
}

/// The variables that a literal declares.
pub(super) fn declared_names(kind: &LiteralKind, found: &mut dyn FnMut(&Name, Span)) {
    match kind {
        LiteralKind::Assign(pattern, _) => pattern_names(pattern, found),
        LiteralKind::Some(names) => names.iter().for_each(|name| pattern_names(name, found)),
        LiteralKind::SomeIn { key, value, .. } => {
            key.iter().chain([value]).for_each(|pattern| pattern_names(pattern, found));
        }
        _ => {}
    }
}

/// The names that a literal uses itself, closures excepted.
pub(super) fn direct_names(kind: &LiteralKind, found: &mut dyn FnMut(&Name)) {
    match kind {
        LiteralKind::Term(term) | LiteralKind::Assign(_, term) => direct_names_of_term(term, found),
        LiteralKind::Unify(a, b) => {
            direct_names_of_term(a, found);
            direct_names_of_term(b, found);
        }
        LiteralKind::Not(negated) => direct_names(negated, found),
        LiteralKind::SomeIn { collection: term, .. } | LiteralKind::Every { domain: term, .. } => {
            direct_names_of_term(term, found);
        }
        LiteralKind::Some(_) | LiteralKind::NotBody(_) | LiteralKind::And(_) | LiteralKind::Or(_) => {}
    }
}

/// The names that a term uses itself, closures excepted.
pub(super) fn direct_names_of_term(term: &Term, found: &mut dyn FnMut(&Name)) {
    match &term.kind {
        TermKind::Var(name) => found(name),
        TermKind::Ref(head, path) => {
            direct_names_of_term(head, found);
            path.iter().for_each(|term| direct_names_of_term(term, found));
        }
        TermKind::Call(_, terms) | TermKind::Array(terms) | TermKind::Set(terms) => {
            terms.iter().for_each(|term| direct_names_of_term(term, found));
        }
        TermKind::Object(pairs) => {
            for (key, value) in pairs {
                direct_names_of_term(key, found);
                direct_names_of_term(value, found);
            }
        }
        TermKind::Binary(_, terms) => {
            direct_names_of_term(&terms.0, found);
            direct_names_of_term(&terms.1, found);
        }
        TermKind::In { key, value, collection } => {
            key.iter().chain([value, collection]).for_each(|term| direct_names_of_term(term, found));
        }
        _ => {}
    }
}
