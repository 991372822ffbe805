//! Input that means harm or is merely broken: a clear message, bounded time and memory, and everything else judged.

use std::{
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use waylint::linter::{self, Request};

/// A good file that must be judged whatever stands beside it.
const GOOD: &str =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: good}\nspec:\n  containers:\n    - {name: web, image: nginx}\n";
const GOOD_FINDING: &str = "good.yaml:6:26: warning kubernetes/image-unversioned";

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
    took: Duration,
}

fn repository() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.yaml"), GOOD).unwrap();
    folder
}

fn check(folder: &Path, arguments: &[&str]) -> Run {
    let started = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_waylint"))
        .current_dir(folder)
        .args(["check", "--no-config", "--format", "concise", "--verbose"])
        .args(arguments)
        .output()
        .unwrap();
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        took: started.elapsed(),
    }
}

/// The good file's findings stand, the run ends with `code`, and it says all of `words`.
fn assert_survives(run: &Run, code: i32, words: &[&str]) {
    let all = format!("{}{}", run.out, run.err);
    assert_eq!(run.code, Some(code), "{all}");
    assert!(run.out.contains(GOOD_FINDING), "{all}");
    for word in words {
        assert!(all.contains(word), "no `{word}` in\n{all}");
    }
    assert!(run.took < Duration::from_secs(60), "took {:?}", run.took);
    assert!(!all.contains("panicked at"), "{all}");
}

#[test]
fn an_alias_bomb_is_a_finding() {
    let folder = repository();
    let mut bomb = "apiVersion: v1\nkind: ConfigMap\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb += &format!("a{level}: &a{level} [{items}]\n");
    }
    fs::write(folder.path().join("bomb.yaml"), bomb).unwrap();
    assert_survives(&check(folder.path(), &[]), 1, &["bomb.yaml:", "syntax/too-many-nodes"]);
}

#[test]
fn an_alias_inside_itself_is_a_finding() {
    let folder = repository();
    fs::write(folder.path().join("circle.yaml"), "apiVersion: v1\nkind: Pod\nspec: &a\n  b: [*a]\n").unwrap();
    assert_survives(&check(folder.path(), &[]), 1, &["circle.yaml:4:7: error syntax/recursive-alias"]);
}

#[test]
fn nesting_without_end_is_a_finding_in_every_format() {
    let folder = repository();
    let depth = 200_000;
    let flow = format!("apiVersion: v1\nkind: Pod\nspec: {}{}\n", "[".repeat(depth), "]".repeat(depth));
    fs::write(folder.path().join("flow.yaml"), flow).unwrap();
    let block = format!("apiVersion: v1\nkind: Pod\nspec:\n  {}x\n", "- ".repeat(depth));
    fs::write(folder.path().join("block.yaml"), block).unwrap();
    let json =
        format!("{{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
    fs::write(folder.path().join("deep.json"), json).unwrap();
    let shell = format!("FROM alpine:3.20\nRUN {}true{}\n", "(".repeat(depth), ")".repeat(depth));
    fs::write(folder.path().join("Dockerfile"), shell).unwrap();
    let run = check(folder.path(), &[]);
    assert_survives(&run, 1, &["flow.yaml:3:", "block.yaml:4:", "deep.json:1:"]);
    assert_eq!(run.out.matches("syntax/too-deep").count(), 3, "{}", run.out);
}

#[test]
fn a_file_of_a_hundred_megabytes_is_a_finding() {
    let folder = repository();
    let head = b"apiVersion: v1\nkind: ConfigMap\ndata:\n";
    let line = b"  key: a value that goes on for a while and then ends\n";
    let file = folder.path().join("big.yaml");
    fs::write(&file, [&head[..], &line.repeat(100_000_000 / line.len())].concat()).unwrap();
    assert_survives(&check(folder.path(), &[]), 1, &["big.yaml:1:1: error syntax/too-large"]);
}

#[test]
fn bytes_that_are_no_text_are_a_finding_where_the_file_matters() {
    let folder = repository();
    fs::write(folder.path().join("latin.yaml"), b"apiVersion: v1\nkind: Pod\nmetadata: {name: caf\xe9}\n").unwrap();
    fs::write(folder.path().join("noise.yaml"), b"\x00\xff\xfe\x80\x81").unwrap();
    let run = check(folder.path(), &[]);
    assert_survives(&run, 1, &["latin.yaml:3:21: error syntax/encoding"]);
    assert!(!run.out.contains("noise.yaml"), "{}", run.out);
    let named = check(folder.path(), &["good.yaml", "noise.yaml"]);
    assert_survives(&named, 1, &["noise.yaml:1:2: error syntax/encoding"]);
}

#[test]
fn a_document_that_cannot_be_read_does_not_hide_the_next() {
    let folder = repository();
    let text = format!("apiVersion: v1\nkind: Pod\nspec: \"no end\nx: y: z\n---\n{GOOD}---\na: [\n---\n{GOOD}");
    fs::write(folder.path().join("mixed.yaml"), text).unwrap();
    let run = check(folder.path(), &[]);
    assert_survives(&run, 1, &["mixed.yaml:", "syntax/yaml"]);
    assert!(run.out.matches("kubernetes/image-unversioned").count() >= 2, "{}", run.out);
}

#[cfg(unix)]
#[test]
fn links_that_go_in_circles_are_walked_once() {
    let folder = repository();
    fs::create_dir(folder.path().join("a")).unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("a/self"), folder.path().join("a/self")).unwrap();
    let run = check(folder.path(), &[]);
    assert_eq!(run.out.matches("kubernetes/image-unversioned").count(), 1, "{}", run.out);
}

#[test]
fn a_file_that_vanishes_is_a_failure() {
    let folder = repository();
    for name in ["y.yaml", "z.yaml"] {
        fs::write(folder.path().join(name), GOOD).unwrap();
    }
    let request = Request {
        paths: vec![folder.path().to_owned()],
        config: waylint::config::Choice::None,
        jobs: Some(1),
        ..Request::default()
    };
    let gone = folder.path().join("z.yaml");
    let run = linter::lint(&request, &|_, _| drop(fs::remove_file(&gone))).unwrap();
    assert_eq!(run.report.failures.len(), 1);
    let failure = &run.report.failures[0];
    assert!(
        failure.file.as_ref().unwrap().ends_with("z.yaml") && failure.message.contains("cannot be read"),
        "{failure:?}"
    );
    assert_eq!(run.report.active().filter(|finding| finding.rule.id.name() == "image-unversioned").count(), 2);
}

#[test]
fn a_named_file_that_does_not_exist_is_a_failure() {
    let folder = repository();
    assert_survives(&check(folder.path(), &["good.yaml", "gone.yaml"]), 3, &["gone.yaml"]);
}

/// A pack of one rule in the repository.
fn rule(folder: &Path, name: &str, body: &str) {
    let text = format!(
        "# METADATA\n# title: Test\n# description: Test.\n# custom:\n#   kinds: [kubernetes/Pod]\n#   level: note\n\
         #   help: Test.\npackage waylint.rules.house.{name}\n\n{body}\n"
    );
    fs::create_dir_all(folder.join("rules/house")).unwrap();
    fs::write(folder.join(format!("rules/house/{name}.rego")), text).unwrap();
}

const HARMLESS: &str = "deny contains {\"at\": [\"kind\"], \"message\": \"seen\"} if input.kind == \"Pod\"";

#[test]
fn a_function_that_calls_itself_is_refused_before_it_runs() {
    let folder = repository();
    rule(folder.path(), "endless", "f(x) := y if y := f(x + 1)\n\ndeny contains \"x\" if f(1) == 2");
    let run = check(folder.path(), &["--policy", "rules"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains("endless.rego:10:1") && run.err.contains("needs itself"), "{}", run.err);
    rule(folder.path(), "endless", "f(x) := g(x)\n\ng(x) := 1 if r\n\nr if f(1) == 1\n\ndeny contains \"x\" if r");
    let run = check(folder.path(), &["--policy", "rules"]);
    assert!(run.code == Some(2) || run.code == Some(3), "{:?} {}", run.code, run.err);
}

#[test]
fn rules_that_depend_on_each_other_are_refused() {
    let folder = repository();
    rule(folder.path(), "circle", "a if b\n\nb if a\n\ndeny contains \"x\" if a");
    rule(folder.path(), "harmless", HARMLESS);
    let run = check(folder.path(), &["--policy", "rules"]);
    assert_eq!(run.code, Some(2), "{}{}", run.out, run.err);
    assert!(run.err.contains("house/circle.rego:10:1") && run.err.contains("circle.b → "), "{}", run.err);
}

#[test]
fn a_rule_without_end_is_stopped_and_the_others_judge() {
    let folder = repository();
    for copy in 0..8 {
        fs::write(folder.path().join(format!("copy{copy}.yaml")), GOOD).unwrap();
    }
    let body = "deny contains \"x\" if {\n\tsome i in numbers.range(1, 1000000)\n\tsome j in numbers.range(1, 1000000)\n\ti * j == -1\n}";
    rule(folder.path(), "slow", body);
    rule(folder.path(), "harmless", HARMLESS);
    let run = check(folder.path(), &["--policy", "rules"]);
    assert_survives(&run, 3, &["house/slow", "house/harmless seen"]);
    assert_eq!(run.out.matches("house/harmless seen").count(), 9, "{}", run.out);
}

#[test]
fn a_rule_with_two_values_is_a_failure_of_its_own() {
    let folder = repository();
    let body = "which := c.name if some c in input.spec.containers\n\nwhich := \"none\"\n\ndeny contains which";
    rule(folder.path(), "conflict", body);
    rule(folder.path(), "harmless", HARMLESS);
    let run = check(folder.path(), &["--policy", "rules"]);
    assert_survives(&run, 3, &["house/conflict", "two different values", "house/harmless seen"]);
}

#[test]
fn a_type_error_on_one_document_leaves_the_others() {
    let folder = repository();
    fs::write(folder.path().join("odd.yaml"), "apiVersion: v1\nkind: Pod\nspec: {priority: high}\n").unwrap();
    fs::write(folder.path().join("fine.yaml"), "apiVersion: v1\nkind: Pod\nspec: {priority: 7}\n").unwrap();
    rule(
        folder.path(),
        "typed",
        "deny contains {\"at\": [\"spec\"], \"message\": \"too high\"} if input.spec.priority - 5 > 1",
    );
    rule(folder.path(), "harmless", HARMLESS);
    let run = check(folder.path(), &["--policy", "rules", "--ignore", "schema"]);
    // As in OPA, an operator on the wrong types is undefined and no error.
    assert_survives(&run, 0, &["fine.yaml:3:1: note house/typed too high", "odd.yaml:2:7: note house/harmless seen"]);
    assert!(!run.out.contains("odd.yaml:3"), "{}", run.out);
}

#[test]
fn iterating_over_nothing_is_no_error() {
    let folder = repository();
    let text = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      image: x:1\n      env:\n    - name: b\n      image: x:1\n      env: text\n";
    fs::write(folder.path().join("null.yaml"), text).unwrap();
    let body = "deny contains {\"at\": [\"spec\"], \"message\": e} if {\n\tsome c in input.spec.containers\n\tsome e in c.env\n}\n\n\
                deny contains {\"at\": [\"kind\"], \"message\": \"all\"} if {\n\tsome c in input.spec.containers\n\tevery e in c.env { e == 1 }\n}";
    rule(folder.path(), "iterate", body);
    let run = check(folder.path(), &["--policy", "rules", "--ignore", "schema", "--fail-on", "error"]);
    assert_survives(&run, 0, &[]);
    assert!(!run.out.contains("house/iterate"), "{}", run.out);
}

#[test]
fn a_head_that_refers_to_nothing_passes_the_element_by() {
    let folder = repository();
    let text = "apiVersion: v1\nkind: Pod\nspec:\n  containers: [{name: a, image: x:1}, {image: x:1}, {name: c, image: x:1}]\n";
    fs::write(folder.path().join("some.yaml"), text).unwrap();
    let bodies = [
        "deny contains {\"message\": c.name} if some c in input.spec.containers",
        "deny contains {\"message\": c.name} if {\n\tsome c in input.spec.containers\n\tc.image # last\n}",
        "m[c.name] := 1 if some c in input.spec.containers\n\ndeny contains {\"message\": k} if some k, v in m",
        "m[i] := c.name if some i, c in input.spec.containers\n\ndeny contains {\"message\": v} if some k, v in m",
        "f(c) := c.name if c.image\n\ndeny contains {\"message\": f(c)} if some c in input.spec.containers",
    ];
    for (number, body) in bodies.iter().enumerate() {
        rule(folder.path(), &format!("head{number}"), body);
    }
    let run = check(folder.path(), &["--policy", "rules", "--fail-on", "never"]);
    assert_survives(&run, 0, &[]);
    for number in 0..bodies.len() {
        for name in ["a", "c"] {
            let line = format!("house/head{number} {name}\n");
            assert!(run.out.contains(&line), "no {line} in\n{}{}", run.out, run.err);
        }
    }
}

#[test]
fn what_would_be_silently_undefined_is_refused_with_its_place() {
    let refused = |body: &str| {
        let folder = repository();
        rule(folder.path(), "wrong", body);
        let run = check(folder.path(), &["--policy", "rules"]);
        assert_eq!(run.code, Some(2), "{}{}", run.out, run.err);
        run.err
    };
    let shown = refused("deny contains \"x\" if no.such(1)");
    let wanted = "waylint: function `no.such` does not exist\n  --> rules/house/wrong.rego:10:22\n   10 | deny contains \"x\" if no.such(1)\n      | ";
    assert!(shown.starts_with(&format!("{wanted}{}^^^^^^^\n  help: ", " ".repeat(21))), "{shown}");
    let shown = refused("deny contains \"x\" if {\n\tinput.x\n\tno.such(1)\n}");
    assert!(shown.contains("   12 | \tno.such(1)\n      | \t^^^^^^^\n"), "{shown}");
    assert!(refused("deny contains \"x\" if http.send({})").contains("`http.send` is not available"));
    assert!(refused("deny contains \"x\" if count(input, 1, 2)").contains("`count` takes 1 argument"));
    assert!(refused("deny contains \"x\" if data.waylint.lib.kubernete.x").contains("nothing is called"));
    assert!(refused("deny contains \"x\" if {").contains("wrong.rego"));
    assert!(refused("deny contains \"x\" if y > 1").contains("`y`"));
}

#[test]
fn the_clock_is_an_input() {
    let folder = repository();
    rule(folder.path(), "clock", "deny contains {\"message\": sprintf(\"%v\", [time.now_ns()])} if input.kind");
    let run = check(folder.path(), &["--policy", "rules", "--as-of", "2026-01-02"]);
    assert!(run.out.contains("house/clock 1767312000000000000"), "{}{}", run.out, run.err);
}
