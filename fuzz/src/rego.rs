//! What must hold of every text given to the parser of Rego.

use waylint::{
    rego::syntax::{
        SyntaxError,
        ast::{Body, Literal, LiteralKind, Module, Part, Rule, Term, TermKind, Version},
        parse, parse_query,
    },
    source::Span,
};

/// Reads a text as a module of both versions and as a query. Says whether any of them was read without an error.
pub(crate) fn check(text: &str) -> bool {
    let mut read = false;
    for version in [Version::V0, Version::V1] {
        let module = parse(text, version);
        // What ends a text that is whole changes nothing.
        assert_eq!(module.is_ok(), parse(&format!("{text}\n"), version).is_ok(), "with a line end, {version:?}");
        match module {
            Ok(module) => Spans { text }.module(&module),
            Err(error) => check_error(text, &error),
        }
        read |= parse(text, version).is_ok();
    }
    match parse_query(text) {
        Ok(body) => Spans { text }.body(&body, Span::new(0, text.len() as u32)),
        Err(error) => check_error(text, &error),
    }
    read
}

fn check_error(text: &str, error: &SyntaxError) {
    assert!(text.get(error.span.range()).is_some(), "{error:?}");
    assert!(!error.message.is_empty() && !error.help.is_empty(), "{error:?}");
    assert!(!error.help.contains("{opened}"), "{error:?}");
}

/// Checks that spans lie on characters, and in the spans they belong to.
struct Spans<'t> {
    text: &'t str,
}

impl Spans<'_> {
    fn inside(&self, span: Span, outer: Span) {
        assert!(self.text.get(span.range()).is_some_and(|text| !text.is_empty()), "{span:?}");
        assert!(outer.start <= span.start && span.end <= outer.end, "{span:?} outside {outer:?}");
    }

    fn module(&self, module: &Module) {
        let all = Span::new(0, self.text.len() as u32);
        self.inside(module.span, all);
        module.imports.iter().for_each(|import| self.inside(import.span, all));
        for &comment in &module.comments {
            self.inside(comment, all);
            assert!(self.text[comment.range()].starts_with('#') && !self.text[comment.range()].contains('\n'));
        }
        module.rules.iter().for_each(|rule| self.rule(rule, all));
    }

    fn rule(&self, rule: &Rule, all: Span) {
        let head = &rule.head;
        self.inside(rule.span, all);
        self.inside(head.span, all);
        let parts = head.path.iter().chain(head.arguments.iter().flatten());
        parts.chain(&head.element).chain(&head.value).for_each(|term| self.term(term, head.span));
        assert!(head.element.is_some() != head.value.is_some(), "{head:?}");
        assert!(matches!(head.path[0].kind, TermKind::Var(_)), "{head:?}");
        self.body(&rule.body, rule.span);
        for alternative in &rule.alternatives {
            self.inside(alternative.span, rule.span);
            alternative.value.iter().for_each(|value| self.term(value, alternative.span));
            self.body(&alternative.body, alternative.span);
        }
    }

    fn body(&self, body: &Body, outer: Span) {
        body.iter().for_each(|literal| self.literal(literal, outer));
    }

    fn literal(&self, literal: &Literal, outer: Span) {
        self.inside(literal.span, outer);
        self.kind(&literal.kind, literal.span);
        for with in &literal.with {
            self.inside(with.span, literal.span);
            self.term(&with.target, with.span);
            self.term(&with.value, with.span);
        }
    }

    fn kind(&self, kind: &LiteralKind, outer: Span) {
        match kind {
            LiteralKind::Term(term) => self.term(term, outer),
            LiteralKind::Assign(left, right) | LiteralKind::Unify(left, right) => {
                self.term(left, outer);
                self.term(right, outer);
            }
            LiteralKind::Not(kind) => self.kind(kind, outer),
            LiteralKind::NotBody(body) => self.body(body, outer),
            LiteralKind::Some(names) => names.iter().for_each(|name| self.term(name, outer)),
            LiteralKind::SomeIn { key, value, collection } => {
                key.iter().chain([value, collection]).for_each(|term| self.term(term, outer));
            }
            LiteralKind::Every { key, value, domain, body } => {
                key.iter().chain([value, domain]).for_each(|term| self.term(term, outer));
                self.body(body, outer);
            }
            LiteralKind::And(operands) | LiteralKind::Or(operands) => {
                assert!(operands.len() > 1);
                operands.iter().for_each(|operand| self.body(operand, outer));
            }
        }
    }

    fn term(&self, term: &Term, outer: Span) {
        self.inside(term.span, outer);
        let inner = term.span;
        match &term.kind {
            TermKind::Template(parts) => {
                for part in parts {
                    match part {
                        Part::Text(text) => assert!(!text.is_empty()),
                        Part::Value(literal) => self.literal(literal, inner),
                    }
                }
            }
            TermKind::Ref(head, terms) | TermKind::Call(head, terms) => {
                self.term(head, inner);
                terms.iter().for_each(|term| self.term(term, inner));
            }
            TermKind::Array(terms) | TermKind::Set(terms) => terms.iter().for_each(|term| self.term(term, inner)),
            TermKind::Object(pairs) => pairs.iter().for_each(|pair| self.pair(pair, inner)),
            TermKind::ArrayComprehension(head, body) | TermKind::SetComprehension(head, body) => {
                self.term(head, inner);
                self.body(body, inner);
            }
            TermKind::ObjectComprehension(head, body) => {
                self.pair(head, inner);
                self.body(body, inner);
            }
            TermKind::Binary(_, sides) => self.pair(sides, inner),
            TermKind::In { key, value, collection } => {
                key.iter().chain([value, collection]).for_each(|term| self.term(term, inner));
            }
            _ => {}
        }
    }

    fn pair(&self, pair: &(Term, Term), outer: Span) {
        self.term(&pair.0, outer);
        self.term(&pair.1, outer);
    }
}
