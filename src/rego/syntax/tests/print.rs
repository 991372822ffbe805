//! Trees as short text, for reading.

use super::super::ast::{Body, Else, Import, Literal, LiteralKind, Module, Part, Rule, Term, TermKind};

pub(super) fn module(module: &Module) -> String {
    let mut lines = vec![format!("package {}", module.package.join("/"))];
    lines.extend(module.imports.iter().map(import));
    lines.extend(module.rules.iter().map(rule));
    lines.join("\n")
}

fn import(import: &Import) -> String {
    format!("import {} as {}", import.path.join("/"), import.name)
}

pub(super) fn rule(rule: &Rule) -> String {
    let head = &rule.head;
    let mut out = String::from(if rule.default { "default " } else { "" });
    out += &terms(&head.path, "/");
    if let Some(arguments) = &head.arguments {
        out += &format!("({})", terms(arguments, " "));
    }
    if let Some(element) = &head.element {
        out += &format!(" contains {}", term(element));
    }
    if let Some(value) = &head.value {
        out += &format!(" {} {}", if head.assigned { ":=" } else { "=" }, term(value));
    }
    out += &conditions(&rule.body);
    out + &rule.alternatives.iter().map(alternative).collect::<String>()
}

fn alternative(alternative: &Else) -> String {
    let value = alternative.value.as_ref().map_or("none".to_owned(), term);
    format!(" else {value}{}", conditions(&alternative.body))
}

fn conditions(conditions: &Body) -> String {
    if conditions.is_empty() { String::new() } else { format!(" if {}", body(conditions)) }
}

pub(super) fn body(body: &Body) -> String {
    body.iter().map(literal).collect::<Vec<_>>().join("; ")
}

fn literal(literal: &Literal) -> String {
    let mut out = kind(&literal.kind);
    for with in &literal.with {
        out = format!("(with {out} {} {})", term(&with.target), term(&with.value));
    }
    out
}

fn kind(kind: &LiteralKind) -> String {
    match kind {
        LiteralKind::Term(value) => term(value),
        LiteralKind::Assign(left, right) => format!("(:= {} {})", term(left), term(right)),
        LiteralKind::Unify(left, right) => format!("(= {} {})", term(left), term(right)),
        LiteralKind::Not(negated) => format!("(not {})", self::kind(negated)),
        LiteralKind::NotBody(negated) => format!("(not {{{}}})", body(negated)),
        LiteralKind::Some(names) => format!("(some {})", terms(names, " ")),
        LiteralKind::SomeIn { key, value, collection } => {
            format!("(some-in {}{} {})", optional(key.as_ref()), term(value), term(collection))
        }
        LiteralKind::Every { key, value, domain, body } => {
            format!("(every {}{} {} | {})", optional(key.as_ref()), term(value), term(domain), self::body(body))
        }
        LiteralKind::And(operands) => format!("(and{})", bodies(operands)),
        LiteralKind::Or(operands) => format!("(or{})", bodies(operands)),
    }
}

fn bodies(bodies: &[Body]) -> String {
    bodies.iter().map(|operand| format!(" {{{}}}", body(operand))).collect()
}

fn optional(value: Option<&Term>) -> String {
    value.map_or(String::new(), |value| format!("{} ", term(value)))
}

fn terms(values: &[Term], separator: &str) -> String {
    values.iter().map(term).collect::<Vec<_>>().join(separator)
}

pub(super) fn term(value: &Term) -> String {
    match &value.kind {
        TermKind::Null => "null".to_owned(),
        TermKind::Bool(value) => value.to_string(),
        TermKind::Number(text) => text.to_string(),
        TermKind::String(text) => format!("{text:?}"),
        TermKind::Template(parts) => format!("(template{})", parts.iter().map(part).collect::<String>()),
        TermKind::Var(name) => name.to_string(),
        TermKind::Wildcard => "_".to_owned(),
        TermKind::Ref(head, path) => format!("(ref {} {})", term(head), terms(path, " ")),
        TermKind::Call(function, arguments) => {
            let gap = if arguments.is_empty() { "" } else { " " };
            format!("(call {}{gap}{})", term(function), terms(arguments, " "))
        }
        TermKind::Array(items) => format!("[{}]", terms(items, " ")),
        TermKind::Set(items) => format!("#{{{}}}", terms(items, " ")),
        TermKind::Object(pairs) => {
            let pairs: Vec<_> = pairs.iter().map(|(key, value)| format!("{}: {}", term(key), term(value))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
        TermKind::ArrayComprehension(head, of) => format!("[{} | {}]", term(head), body(of)),
        TermKind::SetComprehension(head, of) => format!("#{{{} | {}}}", term(head), body(of)),
        TermKind::ObjectComprehension(head, of) => format!("{{{}: {} | {}}}", term(&head.0), term(&head.1), body(of)),
        TermKind::Binary(operator, sides) => format!("({} {} {})", operator.sign(), term(&sides.0), term(&sides.1)),
        TermKind::In { key, value, collection } => {
            format!("(in {}{} {})", optional(key.as_deref()), term(value), term(collection))
        }
    }
}

fn part(part: &Part) -> String {
    match part {
        Part::Text(text) => format!(" {text:?}"),
        Part::Value(value) => format!(" {{{}}}", literal(value)),
    }
}
