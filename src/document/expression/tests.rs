use super::*;

/// An expression as text: operators and calls in front, what flows into the result with a star.
fn shape(text: &str) -> String {
    let expression = condition(text).unwrap();
    match &expression.nodes {
        Ok(nodes) => show(nodes, nodes.len() - 1),
        Err(error) => format!("{}: {}", &text[error.range.clone()], error.message),
    }
}

fn show(nodes: &[Node], number: usize) -> String {
    let node = &nodes[number];
    let list = |operands: &[usize]| operands.iter().map(|&it| show(nodes, it)).collect::<Vec<_>>().join(" ");
    let way = |way: &[Access]| {
        let step = |access: &Access| match access {
            Access::Computed(index) => format!("[{}]", show(nodes, *index)),
            access => access.shown().unwrap_or_default().to_owned(),
        };
        way.iter().map(step).collect::<Vec<_>>().join(".")
    };
    let shown = match &node.part {
        Part::Literal(value) => value.to_string(),
        Part::Reference(steps) => way(steps),
        Part::Access(base, steps) => format!("{}.{}", show(nodes, *base), way(steps)),
        Part::Call(name, arguments) => format!("{name}({})", list(arguments)),
        Part::Operator(operator, operands) => format!("({operator} {})", list(operands)),
    };
    if node.flows { format!("{shown}*") } else { shown }
}

#[test]
fn operators_bind_as_they_should() {
    assert_eq!(shape("a || b && c"), "(|| a* (&& b c*)*)*");
    assert_eq!(shape("!a == b && c < 1"), "(&& (== (! a) b) (< c 1)*)*");
    assert_eq!(shape("a || b || c"), "(|| (|| a* b*)* c*)*");
    assert_eq!(shape("(a || b) && c"), "(&& (|| a b) c*)*");
    assert_eq!(shape("a != b"), "(!= a b)*");
}

#[test]
fn ways_into_values() {
    assert_eq!(shape("GitHub.Event.issue['Title']"), "github.event.issue.title*");
    assert_eq!(shape("a.*.b[*].c"), "a.*.b.*.c*");
    assert_eq!(shape("a[b.c].d"), "a.[b.c].d*");
    assert_eq!(shape("fromJSON(a).b[0]"), "fromjson(a*)*.b.[0]*");
    assert_eq!(shape("(a || b).c"), "(|| a* b*)*.c*");
}

#[test]
fn literals() {
    assert_eq!(shape("'it''s'"), "\"it's\"*");
    assert_eq!(shape("f(null, true, -1, 2.5, 0xff, 1e3)"), "f(null* true* -1* 2.5* 255* 1000.0*)*");
    assert_eq!(shape("f()"), "f()*");
}

#[test]
fn what_becomes_the_result() {
    assert_eq!(shape("format('{0}', a)"), "format(\"{0}\"* a*)*");
    assert_eq!(shape("contains(a, 'x') && b || c"), "(|| (&& contains(a \"x\") b*)* c*)*");
    assert_eq!(shape("case(a, b, c)"), "case(a b* c*)*");
}

#[test]
fn faults_have_a_place() {
    assert_eq!(shape("a ="), "=: `=` is no operator, `==` is");
    assert_eq!(shape("\"a\""), "\": text stands between single quotes, not double ones");
    assert_eq!(shape("'a"), "'a: the text is not closed by `'`");
    assert_eq!(shape("a b"), "b: `b` stands where an operator or the end should be");
    assert_eq!(shape("f(a"), ": the expression ends where `,` or `)` should be");
    assert_eq!(shape("a."), ": the expression ends where a name or `*` should be");
    assert_eq!(shape("a + b"), "+: there is no operator `+`");
    assert_eq!(shape("1a"), "1a: `1a` is no number");
    assert_eq!(shape("a[1"), ": the expression ends where `]` should be");
    assert_eq!(shape("(a"), ": the expression ends where `)` should be");
    assert!(shape(&"(".repeat(60)).ends_with("nested more than 50 deep"));
}

#[test]
fn expressions_are_found_in_a_text() {
    let text = "a ${{ x }} b ${{ '}}' }}${{";
    let found = expressions(text);
    let written: Vec<_> = found.iter().map(|it| &text[it.range.clone()]).collect();
    assert_eq!(written, ["${{ x }}", "${{ '}}' }}", "${{"]);
    assert_eq!(found[2].nodes.as_ref().unwrap_err().message, "`${{` is not closed by `}}`");
    assert_eq!(found[0].nodes.as_ref().unwrap()[0].range, 6..7);
    assert_eq!(
        expressions("${{ }}")[0].nodes.as_ref().unwrap_err().message,
        "there is no expression between the braces"
    );
}

#[test]
fn a_condition_needs_no_braces() {
    assert!(condition("${{ x }}").is_none());
    assert!(condition(" ").is_none());
    assert_eq!(condition(" x\n").unwrap().range, 1..2);
}

#[test]
fn rules_see_the_parts() {
    let text = "${{ a.b || f(c[0]) }}";
    let json = expressions(text)[0].to_json(text);
    assert_eq!(json["text"], text);
    assert_eq!(json["nodes"][0]["path"], serde_json::json!(["a", "b"]));
    assert_eq!(json["nodes"][2]["path"], serde_json::json!(["c", null]));
    assert_eq!(json["nodes"][3]["name"], "f");
    assert_eq!(json["nodes"][4]["operands"], serde_json::json!([0, 3]));
    assert_eq!(json["nodes"][3]["parent"], 4);
}
