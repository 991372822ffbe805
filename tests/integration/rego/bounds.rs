//! Rules and documents made to hurt: an answer or an error in little time, little memory and on a small stack.
//!
//! Tests run on threads of 2 MiB, as little as anybody gives a thread that evaluates, unless they say otherwise.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{Compiled, Format, Limits, Version, Worker, compiled, read, sound, values};

/// Far more than anything here takes, even unoptimised and on a busy machine.
const LONG: Duration = Duration::from_secs(60);

fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let result = run();
    let took = started.elapsed();
    assert!(took < LONG, "{what} takes {took:?}");
    result
}

fn ask(compiled: &Compiled, path: &str, limits: Limits) -> String {
    values(&mut Worker::default(), compiled, None, [path], limits).remove(0)
}

/// Compiles rules of the package `t` and asks for `p`.
fn answer(rules: &str) -> String {
    let what: String = rules.chars().take(60).collect();
    timed(&what, || ask(&sound(&format!("package t\n{rules}")), "t.p", few_steps()))
}

/// Few enough that a test without end ends soon.
fn few_steps() -> Limits {
    Limits { steps: 1_000_000, ..Limits::default() }
}

fn repeat(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

/// On a thread as the linter makes them.
fn on_a_large_stack(test: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(16 << 20).spawn(test).unwrap().join().unwrap();
}

/// Says what became of a text that may be refused.
fn fate(rules: &str) -> String {
    let what: String = rules.chars().take(60).collect();
    timed(&what, || {
        let compiled = compiled(&[("test.rego", &format!("package t\n{rules}"))], Version::V1, &json!({}));
        match compiled.errors.first() {
            Some(error) => format!("refused: {}", error.message),
            None => ask(&compiled, "t.p", few_steps()),
        }
    })
}

#[test]
fn compiling_takes_as_long_as_the_text() {
    const MANY: usize = 10_000;
    for (name, rules) in [
        ("literals", format!("p if {{\n{}}}", "\tinput.a == 1\n".repeat(MANY))),
        ("variables", format!("p if {{\n{}}}", repeat(MANY, |n| format!("\tx{n} := {n}\n")))),
        ("a chain", format!("p if {{\n\tx0 := 0\n{}}}", repeat(MANY, |n| format!("\tx{} := x{n}\n", n + 1)))),
        ("clauses", repeat(MANY, |n| format!("p contains {n} if input.a == {n}\n"))),
        ("functions", repeat(MANY, |n| format!("f(x) := {n} if x == {n}\n")) + "p if f(1)"),
        ("keys", repeat(MANY, |n| format!("o.k{n} := {n}\n")) + "o[k] := v if some k, v in input\np if o"),
        ("objects", repeat(MANY, |n| format!("o{n}[k] := v if some k, v in input\n")) + "p := 1"),
        (
            "closures",
            format!("p if {{\n{}}}", repeat(MANY, |n| format!("\tx{n} := [y | some y in input.a; y > {n}]\n"))),
        ),
        ("calls", format!("p if {{\n{}}}", repeat(MANY, |n| format!("\tx{n} := count(input.a)\n")))),
        ("a list", format!("p := [{}]", repeat(MANY, |n| format!("{n}, ")))),
        ("an object", format!("p := {{{}}}", repeat(MANY, |n| format!("\"k{n}\": input.x, ")))),
        ("a set", format!("p := {{{}0}}", repeat(MANY, |n| format!("{n}, ")))),
        ("replacements", format!("p if {{ input.x{} }}", repeat(MANY, |n| format!(" with input.k{n} as data.q.r{n}")))),
        ("elses", format!("p := 0 if input.x{}", repeat(MANY, |n| format!(" else := {n} if input.x == {n}")))),
        (
            "packages",
            repeat(1_000, |n| format!("q{n} if data.t.r\n"))
                + &repeat(1_000, |n| format!("r.s{n} := {n}\n"))
                + "p := 1",
        ),
        ("imports", repeat(MANY, |n| format!("import data.a.b{n} as c{n}\n")) + "p if c1"),
        ("templates", format!("import future.keywords\np := $\"{}\"", "{input.x} ".repeat(MANY))),
        ("patterns", format!("p if {{ [{}] = input.x }}", repeat(MANY, |n| format!("x{n}, ")))),
        (
            "pairs",
            format!(
                "p if {{ [{}] = [{}] }}",
                repeat(1_000, |n| format!("x{n}, ")),
                repeat(1_000, |n| format!("{n}, "))
            ),
        ),
    ] {
        let compiled =
            timed(name, || compiled(&[("test.rego", &format!("package t\n{rules}"))], Version::V1, &json!({})));
        assert!(compiled.errors.is_empty(), "{name}: {:?}", compiled.errors.first());
        timed(&format!("asking {name}"), || ask(&compiled, "t.p", few_steps()));
    }
}

#[test]
fn literals_in_the_worst_order_are_still_put_in_order() {
    let rules = format!("p := x0 if {{\n{}\tx2000 = 7\n}}", repeat(2_000, |n| format!("\tx{n} = x{}\n", n + 1)));
    assert_eq!(answer(&rules), "7");
}

#[test]
fn many_modules_of_one_package() {
    let texts: Vec<String> = (0..1_000).map(|n| format!("package t\nq{n} := {n}\np contains q{n}\n")).collect();
    let modules: Vec<(&str, &str)> = texts.iter().map(|text| ("test.rego", &**text)).collect();
    let compiled = timed("modules of one package", || compiled(&modules, Version::V1, &json!({})));
    assert!(compiled.errors.is_empty());
    assert!(ask(&compiled, "t.p", Limits::default()).ends_with(", 999}"));
}

#[test]
fn a_text_of_ten_megabytes() {
    let rule =
        "deny contains \"something is wrong with it\" if {\n\tsome c in input.spec.containers\n\tc.image == \"x\"\n}\n";
    // All of it are rules where it takes a second, and a tenth where nothing is optimised.
    let rules = if cfg!(debug_assertions) { 1_000_000 } else { 10_000_000 };
    let text = rule.repeat(rules / rule.len());
    assert_eq!(fate(&format!("p := 1\n{text}")), "1");
    assert_eq!(fate(&format!("p := 1\n# {}", "x".repeat(10_000_000))), "1");
    assert_eq!(fate(&format!("p := count(\"{}\")", "x".repeat(10_000_000))), "10000000");
    assert!(fate(&format!("p := 1{}", "\n}".repeat(5_000_000))).starts_with("refused: "));
}

/// A rule that needs the next, or a call inside a call: an error, not the end of the process.
#[test]
fn long_chains_of_rules_end_in_an_error() {
    let too_deep = "error: rules, functions and bodies are nested too deeply";
    const MANY: usize = 20_000;
    let rules = format!("p := r0\n{}r{MANY} := 1", repeat(MANY, |n| format!("r{n} := r{}\n", n + 1)));
    assert_eq!(answer(&rules), too_deep);
    let functions = format!("p := f0(1)\n{}f{MANY}(x) := x", repeat(MANY, |n| format!("f{n}(x) := f{}(x)\n", n + 1)));
    assert_eq!(answer(&functions), too_deep);
    const FEW: usize = 5_000;
    let sets = format!("p := s0\n{}s{FEW} := 1", repeat(FEW, |n| format!("s{n} contains x if some x in s{}\n", n + 1)));
    assert_eq!(answer(&sets), too_deep);
    let with = format!(
        "p := r0\n{}r{FEW} := 1",
        repeat(FEW, |n| format!("r{n} := x if x := r{} with input.a as {n}\n", n + 1))
    );
    assert_eq!(answer(&with), too_deep);
    let loops = format!("p if {{\n{}}}", repeat(FEW, |n| format!("\tsome x{n} in [{n}]\n")));
    assert_eq!(answer(&loops), too_deep);
    let walks = format!("p if {{\n{}}}", "\twalk(1, _)\n".repeat(FEW));
    assert_eq!(answer(&walks), too_deep);
    let withs = format!("p if {{\n{}}}", "\tinput.a == 1 with input.a as 1\n".repeat(FEW));
    assert_eq!(answer(&withs), too_deep);
}

/// What rules that people write need fits by far.
#[test]
fn chains_of_a_hundred_are_fine() {
    on_a_large_stack(|| {
        let answer =
            |rules: &str| ask(&sound(&format!("package t\n{rules}")), "t.p", Limits { stack: 8 << 20, ..few_steps() });
        let chain = |last: &str| {
            format!("{}{last}", repeat(100, |n| format!("r{n} := x if {{ some y in [1]; x := r{} }}\n", n + 1)))
        };
        assert_eq!(answer(&format!("p := r0\n{}", chain("r100 := 1"))), "1");
        let calls = repeat(100, |n| format!("f{n}(x) := count([y | some y in [f{}(x)]])\n", n + 1));
        assert_eq!(answer(&format!("p := f0(1)\n{calls}f100(x) := x")), "1");
    });
}

#[test]
fn deep_expressions() {
    on_a_large_stack(|| {
        assert_eq!(answer(&format!("p := 1{}", " + 1".repeat(1_000))), "1001");
        assert_eq!(answer(&format!("p := {}1{}", "[".repeat(99), "]".repeat(99))).len(), 199);
        assert_eq!(answer(&format!("p := {}1{}", "count([".repeat(49), "])".repeat(49))), "1");
        assert_eq!(answer(&format!("p := count({}1{})", "[x | x := ".repeat(98), "]".repeat(98))), "1");
        assert_eq!(
            answer(&format!("p if {{ {}true{} }}", repeat(98, |_| "every _ in [1] { ".to_owned()), " }".repeat(98))),
            "true"
        );
        let path = |len| format!("p if data.given{}", ".a".repeat(len));
        assert_eq!(fate(&path(400)), "undefined");
        assert_eq!(fate(&path(100_000)), "refused: too many parts in one reference");
        assert_eq!(fate(&format!("p if input{}", "[0]".repeat(100_000))), "refused: too many parts in one reference");
        assert_eq!(fate(&format!("p if input{}", "[_]".repeat(100_000))), "refused: too many parts in one reference");
        assert_eq!(
            fate(&format!("x := 1\np{} := 1", ".a".repeat(400))),
            "{".to_owned() + &"\"a\": {".repeat(399) + "\"a\": 1" + &"}".repeat(400)
        );
    });
}

#[test]
fn products_without_end_run_out_of_steps() {
    let out = "error: it takes more than 1000000 steps";
    for rules in [
        "p if { some x in numbers.range(1, 10000); some y in numbers.range(1, 10000); x * y == -1 }",
        "p := count([1 | some x in numbers.range(1, 10000); some y in numbers.range(1, 10000)])",
        "p if every x in numbers.range(1, 10000) { every y in numbers.range(1, 10000) { x != -y } }",
        "f(x) := count([y | some y in numbers.range(1, 10000); y > x])\np := [f(x) | some x in numbers.range(1, 10000)]",
        "p if { some x in numbers.range(1, 10000); not x in numbers.range(20000, 30000); x < 0 }",
        "xs := numbers.range(1, 10000)\np := sum([sum(xs) | some x in xs; some y in xs])",
        "p := [x | some x in numbers.range(1, 10000); walk(numbers.range(1, 10000), [_, x])]",
    ] {
        let found = answer(rules);
        assert!(found == out || found.starts_with("error: it takes too many steps"), "{rules}: {found}");
    }
}

#[test]
fn what_grows_by_doubling_runs_out_of_memory() {
    let out = "error: it needs more than 128 MiB of memory";
    let chain = |step: &str| repeat(40, |n| format!("r{} := {}\n", n + 1, step.replace('#', &format!("r{n}"))));
    let texts = format!("r0 := \"ab\"\n{}p := count(r40)", chain("concat(\"\", [#, #])"));
    assert_eq!(answer(&texts), out);
    assert_eq!(answer(&format!("r0 := \"ab\"\n{}p := count(r40)", chain("sprintf(\"%s%s\", [#, #])"))), out);
    assert_eq!(answer(&format!("import future.keywords\nr0 := \"ab\"\n{}p := count(r40)", chain("$\"{#}{#}\""))), out);
    let lists = answer(&format!("r0 := [1]\n{}p := count(r40)", chain("array.concat(#, #)")));
    assert!(lists == out || lists.contains("steps"), "{lists}");
    for (rules, limit) in [
        ("p := count(numbers.range(1, 1000000000000))", out),
        ("p := count([x | some y in numbers.range(1, 3000); x := numbers.range(y, 10000)])", out),
        ("p := [sprintf(\"%1000000d\", [y]) | some y in numbers.range(1, 3000)]", out),
        ("p := count({s | some y in numbers.range(1, 300000); s := sprintf(\"%01000d\", [y])})", out),
        (
            "big := numbers.range(1, 100000)\np := [v | some x in big; v := input with input.a as big with input.b as [x]]",
            out,
        ),
        ("p := sprintf(\"%*d\", [100000000000, 1])", "\"%!(BADWIDTH)1\""),
    ] {
        let limits = Limits::default();
        let found = timed(rules, || ask(&sound(&format!("package t\n{rules}")), "t.p", limits));
        assert!(found == limit || found.starts_with("error: it takes"), "{rules}: {}", &found[..found.len().min(100)]);
    }
}

/// `[[…], […]]` with both parts the same has two to the power of its depth elements.
#[test]
fn shared_parts_are_not_gone_through_for_ever() {
    let chain = repeat(60, |n| format!("r{} := [r{n}, r{n}]\n", n + 1));
    for question in [
        "json.marshal(r60)",
        "r60 == json.unmarshal(\"[1]\")",
        "sprintf(\"%v\", [r60])",
        "count([x | walk(r60, [_, x])])",
    ] {
        let found = answer(&format!("r0 := [1]\n{chain}p := {question}"));
        assert!(found.starts_with("error: ") || found == "false", "{question}: {found}");
    }
    let other = chain.replace('r', "s");
    let found = answer(&format!("r0 := [1]\n{chain}s0 := [1]\n{other}p := r60 == s60"));
    assert!(found.starts_with("error: ") || found == "true", "{found}");
}

#[test]
fn values_nested_by_rules_are_as_deep_as_they_like() {
    let chain = repeat(3_000, |n| format!("r{} := [r{n}] if true\n", n + 1));
    // Each rule is known before the next needs it.
    let order = format!("known := [{}]\n", repeat(3_001, |n| format!("r{n}, ")));
    for question in [
        "count(r3000)",
        "json.marshal(r3000)",
        "count([x | walk(r3000, [_, x])])",
        "r3000 == [r2999]",
        "{r3000, r2999}",
    ] {
        let found = answer(&format!("r0 := 1\n{chain}{order}p := {question} if count(known) > 0"));
        assert!(found.starts_with("error: ") || found.len() < 10, "{question}: {}", &found[..found.len().min(100)]);
    }
}

#[test]
fn deep_text_is_refused_by_builtins() {
    for text in
        ["json.unmarshal(deep)", "yaml.unmarshal(deep)", "json.is_valid(deep)", "json.marshal(json.unmarshal(deep))"]
    {
        let deep = "deep := concat(\"\", [x, y]) if { x := replace(sprintf(\"%0200000d\", [0]), \"0\", \"[\"); y := replace(x, \"[\", \"]\") }";
        let found = answer(&format!("{deep}\np := {text}"));
        assert!(["undefined", "true", "false"].contains(&&*found), "{text}: {}", &found[..found.len().min(100)]);
    }
}

#[test]
fn documents_as_deep_as_may_be() {
    let compiled = sound(
        "package t\na := count([x | walk(input, [_, x])])\nb := count(json.marshal(input))\nc := input == input.x\n\
         d := {input, input.x}\ne := sprintf(\"%v\", [input])\nf := json.patch(input, [{\"op\": \"copy\", \"from\": \"/x\", \"path\": \"/y\"}])\n\
         g := [v | some v in input]\nh := object.union(input, input)\ni := graph.reachable(input, {\"x\"})\nj := json.remove(input, [\"x/x\"])",
    );
    for depth in [100, 250, 500, 999] {
        let text = format!("{}1{}", "{\"x\": ".repeat(depth), "}".repeat(depth));
        let source = std::sync::Arc::new(super::Text::new("deep.json", text));
        let tree = super::parse(source, Format::Json, &super::ReadLimits::default());
        if !tree.errors().is_empty() {
            continue;
        }
        let paths: Vec<String> = ('a'..='j').map(|name| format!("t.{name}")).collect();
        let found = timed("a deep document", || {
            values(&mut Worker::default(), &compiled, Some(&tree), paths.iter().map(String::as_str), few_steps())
        });
        assert_eq!(found[0], (depth + 1).to_string());
        assert_eq!(found[2], "false");
    }
}

#[test]
fn bombs_of_aliases_are_walked_but_not_copied() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..5 {
        text += &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", "));
    }
    let tree = read(&text, Format::Yaml);
    let compiled = sound(
        "package t\na := count([1 | walk(input, [_, x]); x == \"x\"])\nb := count(json.marshal(input))\n\
         c := count({x | walk(input, [_, x])})\nd := input.a4 == input.a4[0]\ne := count(sprintf(\"%v\", [input]))\n\
         f := {input, input.a4, input.a3}\ng := input.a4 == json.unmarshal(json.marshal(input.a4))",
    );
    let paths = ["t.a", "t.b", "t.c", "t.d", "t.e", "t.g"];
    let limits = Limits { steps: 5_000_000, ..Limits::default() };
    let found = timed("a bomb", || values(&mut Worker::default(), &compiled, Some(&tree), paths, limits));
    for (path, found) in paths.iter().zip(found) {
        assert!(found.len() < 100, "{path}: {}", &found[..100]);
    }
}

#[test]
fn patterns_that_explode_are_undefined_or_quick() {
    for rules in [
        "p if regex.match(`(x+x+)+y`, sprintf(\"%0100000d\", [1]))",
        "p if regex.match(`((((a{100}){100}){100}){100})`, \"a\")",
        "p if regex.match(`(a{1000}){1000}`, \"a\")",
        "p := [1 | some i in numbers.range(1, 300); regex.match(sprintf(`a{%d}b{900}[a-z]{900}`, [i]), \"a\")]",
        "p := count(regex.find_n(`.`, sprintf(\"%01000000d\", [1]), -1))",
        "p := count(split(sprintf(\"%01000000d\", [1]), \"\"))",
        "p if glob.match(concat(\"\", [x | some i in numbers.range(1, 1000); x := \"{a,b,\"]), [], \"a\")",
        "p if glob.match(concat(\"\", [x | some i in numbers.range(1, 1000); x := \"*a\"]), [], sprintf(\"%05000d\", [1]))",
        "p := regex.replace(sprintf(\"%01000000d\", [1]), `0`, sprintf(\"%01000d\", [1]))",
        "p := count(strings.replace_n({\"0\": \"0000000000\"}, sprintf(\"%01000000d\", [1])))",
        "p := count(net.cidr_expand(\"10.0.0.0/8\"))",
        "p := count(strings.render_template(`{{range .x}}{{range $.x}}{{range $.x}}{{.}}{{end}}{{end}}{{end}}`, {\"x\": numbers.range(1, 1000)}))",
        "p := format_int(1e20000, 2)",
        "p := bits.lsh(1, 10000000)",
        "p := indexof_n(sprintf(\"%01000000d\", [1]), \"0\")",
    ] {
        let found = answer(rules);
        assert!(found.len() < 20_000_000, "{rules}");
    }
}

/// What one rule used up is not missing to the next.
#[test]
fn a_rule_that_fails_leaves_the_others_what_they_need() {
    let compiled = sound(
        "package t\nsteps if { some x in numbers.range(1, 10000); some y in numbers.range(1, 10000); x * y == -1 }\n\
         memory := [x | some y in numbers.range(1, 3000); x := numbers.range(y, 10000)]\n\
         modest := count([x | some y in numbers.range(1, 100); x := numbers.range(y, 10000)])\n\
         conflict := {\"a\": x | some x in [1, 2]}\nfine := [input.x, helper]\nhelper := input.x + 1",
    );
    let tree = read("{\"x\": 1}", Format::Json);
    let asked = ["t.fine", "t.steps", "t.fine", "t.memory", "t.modest", "t.fine", "t.conflict", "t.modest", "t.fine"];
    let found = values(&mut Worker::default(), &compiled, Some(&tree), asked, Limits::default());
    for (path, found) in asked.iter().zip(&found) {
        match *path {
            "t.fine" => assert_eq!(found, "[1, 2]"),
            "t.modest" => assert_eq!(found, "100"),
            _ => assert!(found.starts_with("error: "), "{path}: {found}"),
        }
    }
}
