//! Rules and documents made up at random: what must hold whatever they say.

use proptest::prelude::*;
use serde_json::json;

use waylint::rego::compile::Wanted;

use super::{
    Compiled, Dialect, Facts, Fail, Format, Input, Limits, Rule, Source, Tree, Version, Worker, compile, compiled,
    invent::{self, Dice},
    read,
};

fn as_it_is(text: &str) -> Compiled {
    compiled(&[("test.rego", text)], Version::V1, &json!({}))
}

/// With nothing but `deny` and what it needs, as the linter compiles.
fn compile_only(text: &str) -> Compiled {
    let wanted = Wanted::Only(vec![vec!["t".into(), "deny".into()]]);
    let module = Source::new("test.rego", text, Version::V1);
    compile(&Input { wanted, ..Input::all(&[module], &json!({})) })
}

/// What `deny` says: each element, and what it was found by.
fn findings(worker: &mut Worker, compiled: &Compiled, tree: &Tree, dialect: Dialect) -> Vec<String> {
    findings_after(&[], Way::default(), worker, compiled, tree, dialect)
}

/// How to ask: with or without what spares work, and with or without places.
struct Way {
    limits: Limits,
    has_leads: bool,
}

impl Default for Way {
    fn default() -> Self {
        Self { limits: Limits::default(), has_leads: true }
    }
}

/// What stands between an element and what led to it.
const LED_BY: &str = " from ";

/// The same after other rules were asked for, in some way.
fn findings_after(
    first: &[Rule],
    way: Way,
    worker: &mut Worker,
    compiled: &Compiled,
    tree: &Tree,
    dialect: Dialect,
) -> Vec<String> {
    let documents: Vec<_> = tree.documents(dialect).take(1).collect();
    let limits = Limits { steps: 50_000, ..way.limits };
    let facts = Facts::default();
    let mut machine = worker.machine(&compiled.program, &documents, &facts, limits);
    let input = machine.document(1);
    machine.set_input(Some(input));
    if !way.has_leads {
        machine.leave_out_leads();
    }
    let Some(deny) = compiled.program.rule(&["t", "deny"]) else { return Vec::new() };
    for rule in first {
        let _ = machine.findings(*rule);
    }
    let found = match machine.findings(deny) {
        Ok(found) => found,
        Err(Fail::Undefined) => return vec!["undefined".to_owned()],
        Err(Fail::Error(error)) => return vec![format!("error: {error}")],
    };
    let line = |found: waylint::rego::eval::Found| {
        let mut line = String::new();
        machine.memory.write_rego(found.value, &mut line).unwrap();
        line.push_str(LED_BY);
        for touch in found.lead.element.iter().chain(&found.lead.last) {
            let what = if touch.is_element { "element" } else { "value" };
            line.push_str(&format!("{what} {} ", touch.node));
            if let Some(key) = touch.missing {
                machine.memory.write_rego(key, &mut line).unwrap();
            }
        }
        line
    };
    found.into_iter().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rule_says_the_same_whenever_and_of_whatever_spelling(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let text = invent::module(&mut dice);
        let compiled = as_it_is(&text);
        if compiled.errors.is_empty() {
            let mut worker = Worker::default();
            for _ in 0..4 {
                let [json, yaml] = invent::document(&mut dice);
                let tree = read(&json, Format::Json);
                let found = findings(&mut worker, &compiled, &tree, Dialect::Json);
                let again = findings(&mut worker, &compiled, &tree, Dialect::Json);
                prop_assert_eq!(&found, &again, "a second time: {} {}", text, json);
                let fresh = findings(&mut Worker::default(), &compiled, &tree, Dialect::Json);
                prop_assert_eq!(&found, &fresh, "by another worker: {} {}", text, json);
                if !found.iter().any(|line| line.starts_with("error: it takes")) {
                    let helpers: Vec<Rule> =
                        compiled.program.rules_of_module(0).into_iter().map(|(_, rule)| rule).collect();
                    let later = findings_after(&helpers, Way::default(), &mut worker, &compiled, &tree, Dialect::Json);
                    let is_late = later.iter().any(|line| line.starts_with("error: it takes"));
                    prop_assert!(is_late || found == later, "after its helpers: {text} {json} {found:?} {later:?}");
                }
                let other = findings(&mut worker, &compiled, &read(&yaml, Format::Yaml), Dialect::Go);
                prop_assert_eq!(&found, &other, "as YAML: {} {}", text, yaml);
                let wanted = compile_only(&text);
                for (program, skip, remember) in
                    [(&compiled, false, true), (&compiled, true, false), (&compiled, false, false), (&wanted, true, true)]
                {
                    let limits = Limits { skip, remember, ..Limits::default() };
                    let asked = Way { limits, ..Way::default() };
                    let all = findings_after(&[], asked, &mut worker, program, &tree, Dialect::Json);
                    let is_late = all.iter().any(|line| line.starts_with("error: it takes"));
                    let way = format!("skip {skip}, remember {remember}");
                    prop_assert!(is_late || found == all, "{way}: {text} {json} {found:?} {all:?}");
                }
                let asked = Way { has_leads: false, ..Way::default() };
                let without = findings_after(&[], asked, &mut worker, &compiled, &tree, Dialect::Json);
                let element = |line: &String| line.split(LED_BY).next().unwrap_or_default().to_owned();
                let elements = |lines: &[String]| -> Vec<String> { lines.iter().map(element).collect() };
                prop_assert_eq!(elements(&found), elements(&without), "without places: {} {}", text, json);
            }
        }
    }
}

/// What rules of a package read is not what a finding is about, whoever asked for them first.
#[test]
fn a_package_leaves_no_trail() {
    let compiled = as_it_is("package t\nh.x := input.gone\ndeny contains h if some x in input.xs");
    let tree = read("{\"xs\": [1]}", Format::Json);
    let found = findings(&mut Worker::default(), &compiled, &tree, Dialect::Json);
    let helper = compiled.program.rule(&["t", "h", "x"]).unwrap();
    assert_eq!(
        found,
        findings_after(&[helper], Way::default(), &mut Worker::default(), &compiled, &tree, Dialect::Json)
    );
}

/// What is made up is worth the time: most of it compiles, and much of it finds something.
#[test]
fn what_is_made_up_means_something() {
    let (mut sound, mut finds) = (0, 0);
    for seed in 0..200 {
        let mut dice = Dice::new(seed);
        let text = invent::module(&mut dice);
        let compiled = as_it_is(&text);
        if !compiled.errors.is_empty() {
            continue;
        }
        sound += 1;
        let [json, _] = invent::document(&mut dice);
        let found = findings(&mut Worker::default(), &compiled, &read(&json, Format::Json), Dialect::Json);
        finds += usize::from(found.iter().any(|line| !line.starts_with("error")));
    }
    assert!(sound > 150 && finds > 20, "{sound} of 200 compile, {finds} find something");
}

/// A body that gives nothing leads to nothing, whether bodies behind it are passed by or not.
#[test]
fn a_body_that_gives_nothing_leaves_no_trail() {
    let compiled = as_it_is(
        "package t\nh contains x.b if {\n\tx := input.a\n\tnot count(x)\n}\nh contains input.b if input.none\n\
         deny contains 0 if count(h) == 0",
    );
    let tree = read("{\"a\": false, \"b\": 1}", Format::Json);
    let ask = |skip| {
        let way = Way { limits: Limits { skip, ..Limits::default() }, ..Way::default() };
        findings_after(&[], way, &mut Worker::default(), &compiled, &tree, Dialect::Json)
    };
    assert_eq!(ask(true), [format!("0{LED_BY}")]);
    assert_eq!(ask(true), ask(false));
}

/// Where a function went no further is the same whether it is worked out or known from before: what its head lacks counts, not
/// what its body lacked on the way.
#[test]
fn what_a_function_lacks_does_not_depend_on_who_asked_first() {
    let compiled = as_it_is(
        "package t
f(v) := v[\"items\"][0] if x := {k: v.b.items | some k in v.b.items}
deny contains input.b if not f(input.b)",
    );
    let tree = read("{\"b\": false, \"items\": {}}", Format::Json);
    let mut worker = Worker::default();
    let found = findings(&mut worker, &compiled, &tree, Dialect::Json);
    let rules: Vec<Rule> = compiled.program.rules_of_module(0).into_iter().map(|(_, rule)| rule).collect();
    let later = findings_after(&rules, Way::default(), &mut worker, &compiled, &tree, Dialect::Json);
    assert_eq!(found, later);
    assert!(found[0].ends_with("\"items\""), "{found:?}");
}
