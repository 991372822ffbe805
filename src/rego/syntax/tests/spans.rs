//! What the spans of a tree cover.

use super::super::{
    ast::{LiteralKind, TermKind, Version},
    parse,
};
use crate::source::Span;

const TEXT: &str = "# first
package a.b # second\r
import data.x as y
default p := 1

p := (1 + x) * 2 if { # third
  not x.y[0] with input as {}
  some k, v in (xs)
} else := f( 1 ) if { y }

q contains [z] if z { w; w }
";

#[test]
fn spans_cover_what_is_written() {
    let module = parse(TEXT, Version::V1).expect("a module");
    let text = |span: Span| &TEXT[span.range()];
    assert_eq!(text(module.span), "package a.b");
    assert_eq!(module.comments.iter().map(|&span| text(span)).collect::<Vec<_>>(), ["# first", "# second", "# third"]);
    assert_eq!(text(module.imports[0].span), "import data.x as y");
    let [default, rule, set, further] = &module.rules[..] else { panic!("{:?}", module.rules) };
    assert_eq!(text(default.span), "default p := 1");
    assert_eq!(text(default.head.span), "p := 1");
    assert!(text(rule.span).starts_with("p := (1") && text(rule.span).ends_with("{ y }"));
    assert_eq!(text(rule.head.span), "p := (1 + x) * 2");
    let value = rule.head.value.as_ref().expect("a value");
    assert_eq!(text(value.span), "(1 + x) * 2");
    let TermKind::Binary(_, sides) = &value.kind else { panic!("{value:?}") };
    assert_eq!((text(sides.0.span), text(sides.1.span)), ("1 + x", "2"));
    assert_eq!(text(rule.body[0].span), "not x.y[0] with input as {}");
    assert_eq!(text(rule.body[0].with[0].span), "with input as {}");
    assert_eq!(text(rule.body[1].span), "some k, v in (xs)");
    let LiteralKind::SomeIn { collection, .. } = &rule.body[1].kind else { panic!("{:?}", rule.body[1]) };
    assert_eq!(text(collection.span), "xs");
    assert_eq!(text(rule.alternatives[0].span), "else := f( 1 ) if { y }");
    let called = rule.alternatives[0].value.as_ref().expect("a value");
    assert_eq!(text(called.span), "f( 1 )");
    assert_eq!(text(set.head.span), "q contains [z]");
    assert_eq!(text(set.span), "q contains [z] if z");
    assert_eq!((text(further.span), text(further.head.span)), ("{ w; w }", "q contains [z]"));
}

#[test]
fn an_operand_covers_its_with() {
    for group in ["(b and c with input as 1)", "(b with input as 1)"] {
        let text = format!("package a\nimport future.keywords\np if a and {group}\n");
        let module = parse(&text, Version::V1).expect("a module");
        let LiteralKind::And(operands) = &module.rules[0].body[0].kind else { panic!("{:?}", module.rules[0]) };
        assert_eq!(&text[operands[1][0].span.range()], group.trim_matches(['(', ')']), "{text}");
    }
}
