//! Rules, with their bodies and alternatives.

use super::{
    super::{
        ast::{Body, Else, Head, Literal, LiteralKind, Rule, Term, TermKind},
        fault::{Fault, Read},
        token::{Keyword, Keywords, Kind},
    },
    Parser,
    collection::later,
    head::Written,
};
use crate::source::Span;

/// Heads that are copied for further bodies may take this many bytes, or as many as the text.
const COPIED: usize = 1_000_000;

/// What to do about the grammar of version 0.
const MIGRATE: &str = "this is version 0, which `opa fmt --write --v0-v1` rewrites";

/// How a rule's conditions begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// There are none.
    Missing,
    /// `if …`.
    If,
    /// `{ … }` alone.
    Braces,
}

impl Parser<'_> {
    /// One rule, and those of further bodies.
    pub(super) fn rules(&mut self, rules: &mut Vec<Rule>) -> Read<()> {
        let start = self.token().start;
        self.allow_reference();
        if self.is_keyword(Keyword::Default) {
            rules.push(self.default_rule()?);
            return Ok(());
        }
        // The name of a builtin, which may have a value but no conditions.
        let builtin = self.is_keyword(Keyword::Contains);
        if !self.is_name() && !builtin {
            return Err(self.no_rule());
        }
        let written = self.head()?;
        let form = match self.kind() {
            _ if builtin => Form::Missing,
            _ if self.is_keyword(Keyword::If) => Form::If,
            Kind::LeftBrace => Form::Braces,
            _ => Form::Missing,
        };
        let (head, single) = self.normalise(written, form)?;
        let body = match form {
            Form::Missing => Vec::new(),
            Form::If => {
                self.advance();
                self.if_body()?
            }
            Form::Braces => self.braced_body()?,
        };
        let alternatives = if form == Form::Missing { Vec::new() } else { self.alternatives(&head, single)? };
        rules.push(Rule { span: self.span_from(start), default: false, head, body, alternatives });
        if form == Form::Missing { Ok(()) } else { self.further_bodies(rules) }
    }

    /// `default name := value`.
    fn default_rule(&mut self) -> Read<Rule> {
        let start = self.advance().start;
        self.allow_reference();
        if !self.is_name() {
            return Err(self.no_rule());
        }
        let Written { mut head, contains, valued, .. } = self.head()?;
        let function = head.arguments.as_ref().is_some_and(|arguments| !arguments.is_empty());
        if !valued && !contains && (function || head.path.len() != 2) {
            head.value = Some(truth(head.span));
        }
        self.check_default(&head)?;
        self.check_name(&head)?;
        Ok(Rule { span: self.span_from(start), default: true, head, body: Vec::new(), alternatives: Vec::new() })
    }

    /// Lets a keyword start a reference: `if.x := 1`.
    fn allow_reference(&mut self) {
        if self.is_keyword_in_reference() {
            self.plain = self.at;
        }
    }

    /// Says that no rule starts here.
    fn no_rule(&self) -> Box<Fault> {
        let next = self.next_token().kind;
        match self.keyword() {
            Some(Keyword::Else) => {
                let help = "write conditions in front of it: `p := 1 if { … } else := 2`";
                return Fault::new(self.token().span(), "`else` without conditions before it", help);
            }
            Some(keyword) if matches!(next, Kind::Assign | Kind::Unify | Kind::LeftParenthesis | Kind::Keyword(_)) => {
                let message = format!("the keyword `{}` as the name of a rule", keyword.text());
                return Fault::new(self.token().span(), message, "write another name");
            }
            Some(Keyword::If) => {
                return self.unexpected("write the name of a rule in front of `if`, and `if` only once");
            }
            Some(_) => return self.unexpected("write it inside the body of a rule: `name if { … }`"),
            None => {}
        }
        match self.kind() {
            Kind::Semicolon => self.unexpected("write braces around several conditions: `if { …; … }`"),
            Kind::Comma => {
                self.unexpected("write several values as an array or a set, and several rules on lines of their own")
            }
            Kind::RightBrace | Kind::RightBracket | Kind::RightParenthesis => {
                self.unexpected("remove it; nothing is open here")
            }
            Kind::Assign | Kind::Unify => self.unexpected("write one value per rule, and conditions after `if`"),
            _ => self.unexpected("write a rule here: `name := value` or `name if { … }`"),
        }
    }

    /// One literal, or several in braces. Braces that read as a set are a body; as a comprehension or object, a value.
    fn if_body(&mut self) -> Read<Body> {
        let braces = self.is(Kind::LeftBrace);
        let mark = self.mark();
        let first = match self.literal() {
            Ok(literal) if !(braces && is_set(&literal)) => return Ok(vec![literal]),
            Ok(_) => None,
            Err(fault) if !braces || self.over => return Err(fault),
            Err(fault) => Some(fault),
        };
        self.reset(mark);
        self.braced_body().map_err(|fault| match first {
            // A colon tells that an object was meant.
            Some(first) if self.is(Kind::Colon) => later(fault, first),
            _ => fault,
        })
    }

    /// Makes the forms of a head one. Says whether it has one value, so that `else` may follow.
    fn normalise(&mut self, written: Written, form: Form) -> Read<(Head, bool)> {
        if form == Form::Missing && !written.contains {
            self.check_without_conditions(&written)?;
        }
        let Written { mut head, contains, valued, .. } = written;
        let function = head.arguments.as_ref().is_some_and(|arguments| !arguments.is_empty());
        let key = !contains && !function && head.path.len() == 2;
        let mut single = !contains && head.path.iter().skip(1).all(is_ground);
        if key && form != Form::If {
            single = false;
            if !valued {
                head.element = head.path.pop();
                head.arguments = None;
            }
        } else if key {
            single &= !matches!(head.path[1].kind, TermKind::Ref(..));
        }
        if head.element.is_none() && !valued {
            head.value = Some(truth(head.span));
        }
        self.check_version(&head, contains, valued, form)?;
        Ok((head, single))
    }

    /// A rule without conditions has a value, or is one of the short forms of version 0.
    fn check_without_conditions(&self, written: &Written) -> Read<()> {
        let Written { head, valued, apart, unseparated, .. } = written;
        if *apart {
            let span = Span::new(head.path[0].span.end, head.path[0].span.end + 1);
            return Err(Fault::new(span, "a space after the name of a rule", "remove it"));
        }
        let name = &self.text[head.path[0].span.range()];
        let empty = match &head.arguments {
            Some(arguments) => arguments.is_empty(),
            None => head.path.len() == 1,
        };
        if *valued || !empty {
            return Ok(());
        }
        if let Some(fault) = self.missing_import() {
            return Err(fault);
        }
        if let Some(illegal) = self.illegal_here() {
            return Err(illegal);
        }
        if self.is(Kind::Equal) {
            return Err(self.unexpected("write `:=` to give the rule a value; `==` only compares"));
        }
        if let Some(token) = *unseparated {
            let help = "write an operator in front of it, or start a rule on a line of its own";
            return Err(Fault::new(token.span(), format!("unexpected `{}`", self.text_of(token)), help));
        }
        let help = if self.modern {
            format!("write `{name} := value`, `{name} contains element` or `{name} if {{ … }}`")
        } else {
            format!("write `{name} = value` or `{name} {{ … }}`")
        };
        Err(Fault::new(head.span, "a rule without a value and without conditions", help))
    }

    /// What version 1 does not take.
    fn check_version(&mut self, head: &Head, contains: bool, valued: bool, form: Form) -> Read<()> {
        self.check_name(head)?;
        let name = &self.text[head.path[0].span.range()];
        let bare = form == Form::Missing && !valued && !contains;
        // `p.q` alone is more likely a slip than a set of names.
        let slip = |element: &Term| bare && matches!(element.kind, TermKind::String(_));
        let set = head.element.as_ref().filter(|element| !contains && !slip(element));
        let fault = match (set, form) {
            (Some(element), _) => {
                let element = match &element.kind {
                    TermKind::String(text) => format!("{text:?}"),
                    _ => self.text[element.span.range()].to_owned(),
                };
                let element = if element.len() < 40 { &element } else { "…" };
                let body = if form == Form::Missing { "" } else { " if { … }" };
                let help = format!("write `{name} contains {element}{body}`; {MIGRATE}");
                Fault::new(head.span, "a set is defined without `contains`", help)
            }
            (None, Form::Braces) => Fault::new(
                self.token().span(),
                "`if` is missing before the body",
                format!("write `if` before `{{`; {MIGRATE}"),
            ),
            (None, Form::Missing) if bare && head.arguments.is_none() => {
                let help = format!("write `:= true`, or conditions after `if`; {MIGRATE}");
                Fault::new(head.span, "a rule without a value and without conditions", help)
            }
            _ => return Ok(()),
        };
        self.raise(fault)
    }

    fn check_name(&mut self, head: &Head) -> Read<()> {
        let TermKind::Var(name) = &head.path[0].kind else { return Ok(()) };
        match Keyword::of(name).filter(|&keyword| Keywords::ONE.has(keyword)) {
            Some(keyword) if head.path.len() == 1 => {
                let message = format!("the keyword `{}` as the name of a rule", keyword.text());
                self.raise(Fault::new(head.path[0].span, message, "write another name"))
            }
            _ => Ok(()),
        }
    }

    /// Raises an objection of version 1, or keeps it until the version is known.
    fn raise(&mut self, fault: Box<Fault>) -> Read<()> {
        if self.modern {
            return Err(fault);
        }
        self.objection.get_or_insert(fault);
        Ok(())
    }

    /// `else := value if { … }`, any number of times.
    fn alternatives(&mut self, head: &Head, single: bool) -> Read<Vec<Else>> {
        let mut all = Vec::new();
        if !self.is_keyword(Keyword::Else) || self.is_keyword_in_reference() {
            return Ok(all);
        }
        if !single {
            let what = if head.element.is_some() { "set" } else { "rule with keys" };
            let help = "write rules of their own for the other cases";
            return Err(Fault::new(self.token().span(), format!("`else` after a {what}"), help));
        }
        while self.is_keyword(Keyword::Else) {
            let alternative = self.alternative()?;
            let last = alternative.body.is_empty();
            all.push(alternative);
            if last {
                break;
            }
        }
        Ok(all)
    }

    fn alternative(&mut self) -> Read<Else> {
        let keyword = self.advance();
        let value = match self.kind() {
            Kind::Assign | Kind::Unify => {
                self.advance();
                self.expression()?
            }
            Kind::LeftBrace => truth(keyword.span()),
            _ if self.is_keyword(Keyword::If) => truth(keyword.span()),
            _ => return Err(self.unexpected("write `else := value` or `else if { … }`")),
        };
        let braces = self.token().span();
        let has_if = self.is_keyword(Keyword::If);
        if has_if {
            self.advance();
        }
        let body = if self.is(Kind::LeftBrace) {
            if !has_if {
                let help = format!("write `if` before `{{`; {MIGRATE}");
                self.raise(Fault::new(braces, "`if` is missing before the body", help))?;
            }
            self.braced_body()?
        } else if has_if {
            vec![self.literal()?]
        } else {
            Vec::new()
        };
        Ok(Else { span: self.span_from(keyword.start), value: Some(value), body })
    }

    /// `{ … }` after a body: a rule with the same head.
    fn further_bodies(&mut self, rules: &mut Vec<Rule>) -> Read<()> {
        let last = rules.len() - 1;
        while self.is(Kind::LeftBrace) {
            let opening = self.token();
            if !rules[last].alternatives.is_empty() {
                let help = "write `else` before it, or a rule of its own";
                return Err(Fault::new(opening.span(), "another body after `else`", help));
            }
            let body = self.braced_body()?;
            let head = &rules[last].head;
            self.copied += head.span.len() as usize;
            if self.copied > COPIED.max(self.text.len()) {
                let help = "write the bodies as rules of their own";
                return Err(Fault::new(opening.span(), "too many bodies for such a long head", help));
            }
            let rule = Rule {
                span: self.span_from(opening.start),
                default: false,
                head: head.clone(),
                body,
                alternatives: Vec::new(),
            };
            rules.push(rule);
        }
        Ok(())
    }
}

/// The value where none is written.
fn truth(span: Span) -> Term {
    Term { span, kind: TermKind::Bool(true) }
}

/// Whether a literal is nothing but a set.
fn is_set(literal: &Literal) -> bool {
    matches!(&literal.kind, LiteralKind::Term(Term { kind: TermKind::Set(_), .. }))
}

/// Whether a key has no variable in it. A reference counts by its keys.
fn is_ground(term: &Term) -> bool {
    match &term.kind {
        TermKind::Var(name) => matches!(&**name, "input" | "data"),
        TermKind::Wildcard | TermKind::Template(_) => false,
        TermKind::Ref(_, keys) => keys.iter().all(is_ground),
        TermKind::Call(_, terms) | TermKind::Array(terms) | TermKind::Set(terms) => terms.iter().all(is_ground),
        TermKind::Object(pairs) => pairs.iter().all(|(key, value)| is_ground(key) && is_ground(value)),
        TermKind::Binary(_, terms) => is_ground(&terms.0) && is_ground(&terms.1),
        TermKind::In { key, value, collection } => {
            key.iter().all(|key| is_ground(key)) && is_ground(value) && is_ground(collection)
        }
        TermKind::ArrayComprehension(..) | TermKind::SetComprehension(..) | TermKind::ObjectComprehension(..) => false,
        _ => true,
    }
}
