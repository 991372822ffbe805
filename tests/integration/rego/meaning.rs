//! What rules mean: small modules, what they are asked about, and what they say.
//!
//! Each case in `cases/` was checked with OPA, which can be done again: `WAYLINT_OPA=opa cargo test --test integration
//! rego::meaning -- --ignored` with the path of OPA's binary.

use std::{collections::BTreeMap, fs, process::Command};

use serde_json::Value as Json;

use super::{Format, Limits, Version, Worker, compiled, read, values};

/// One case. Its rules stand in the package `t`, unless it has modules with packages of their own.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    #[serde(default)]
    rego: String,
    #[serde(default)]
    modules: Vec<String>,
    #[serde(default)]
    v0: bool,
    /// A value, or JSON as text where the spelling of numbers matters.
    input: Option<Json>,
    #[serde(default)]
    data: Json,
    /// What stands at paths below `t` (or, with modules, below `data`), as Rego writes it.
    want: BTreeMap<String, Json>,
}

const FILES: [(&str, &str); 9] = [
    ("bodies", include_str!("cases/bodies.yaml")),
    ("calls", include_str!("cases/calls.yaml")),
    ("comprehensions", include_str!("cases/comprehensions.yaml")),
    ("modules", include_str!("cases/modules.yaml")),
    ("not", include_str!("cases/not.yaml")),
    ("rules", include_str!("cases/rules.yaml")),
    ("unification", include_str!("cases/unification.yaml")),
    ("values", include_str!("cases/values.yaml")),
    ("with", include_str!("cases/with.yaml")),
];

impl Case {
    fn version(&self) -> Version {
        if self.v0 { Version::V0 } else { Version::V1 }
    }

    fn texts(&self) -> Vec<String> {
        match self.modules.as_slice() {
            [] => vec![format!("package t\n{}", self.rego)],
            modules => modules.to_vec(),
        }
    }

    fn paths(&self) -> Vec<String> {
        let below = if self.modules.is_empty() { "t." } else { "" };
        self.want.keys().map(|key| format!("{below}{key}")).collect()
    }

    fn wanted(&self) -> Vec<String> {
        let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        self.want.values().map(text).collect()
    }

    fn input(&self) -> Option<String> {
        match self.input.as_ref()? {
            Json::String(text) => Some(text.clone()),
            value => Some(value.to_string()),
        }
    }

    fn data(&self) -> Json {
        if self.data.is_null() { serde_json::json!({}) } else { self.data.clone() }
    }

    /// What waylint says of the input read in a format.
    fn found(&self, format: Format) -> Vec<String> {
        let texts = self.texts();
        let modules: Vec<(&str, &str)> = texts.iter().map(|text| ("test.rego", &**text)).collect();
        let compiled = compiled(&modules, self.version(), &self.data());
        if let Some(error) = compiled.errors.first() {
            let text = texts[error.module].get(error.span.range()).unwrap_or_default();
            return vec![format!("does not compile: {} at `{text}`", error.message)];
        }
        let tree = self.input().map(|text| read(&text, format));
        let paths = self.paths();
        let asked = paths.iter().map(String::as_str);
        values(&mut Worker::default(), &compiled, tree.as_ref(), asked, Limits::default())
    }

    /// How what was found differs from what is wanted.
    fn difference(&self, found: &[String]) -> Option<String> {
        let wanted = self.wanted();
        if wanted == found {
            return None;
        }
        if found.len() != wanted.len() {
            return Some(format!("  {}: {}\n", self.case, found.join(" ")));
        }
        let mut lines = String::new();
        for (path, (wanted, found)) in self.paths().iter().zip(wanted.iter().zip(found)) {
            if wanted != found {
                lines.push_str(&format!("  {}: {path} is {found}, not {wanted}\n", self.case));
            }
        }
        Some(lines)
    }
}

fn cases() -> impl Iterator<Item = (&'static str, Case)> {
    FILES.iter().flat_map(|(name, text)| {
        let cases: Vec<Case> = yaml_serde::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        cases.into_iter().map(|case| (*name, case))
    })
}

/// Runs all cases one way; says how many rules were asked.
fn check(way: impl Fn(&Case) -> Vec<String>) -> usize {
    let (mut wrong, mut count) = (String::new(), 0);
    for (file, case) in cases() {
        count += case.want.len();
        if let Some(difference) = case.difference(&way(&case)) {
            wrong.push_str(&format!("{file}\n{difference}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    count
}

#[test]
fn cases_mean_what_opa_says() {
    assert!(check(|case| case.found(Format::Json)) > 300);
}

/// A spelling of numbers is JSON's alone; everything else is the same in both.
#[test]
fn documents_of_yaml_mean_the_same() {
    check(|case| match case.input {
        Some(Json::String(_)) => case.wanted(),
        _ => case.found(Format::Yaml),
    });
}

/// Its arguments would be whatever the last call left.
#[test]
fn a_function_that_is_asked_for_is_undefined() {
    let text = "package t\nf(x) := x + 1\na := f(1)";
    let compiled = compiled(&[("test.rego", text)], Version::V1, &serde_json::json!({}));
    let found = values(&mut Worker::default(), &compiled, None, ["t.a", "t.f"], Limits::default());
    assert_eq!(found, ["2", "undefined"]);
}

/// What `print` writes is no value; what is undefined is said to be.
#[test]
fn print_writes_a_line_for_each_solution() {
    let text = "package t\na if { some x in [1, [2]]; print(\"x is\", x, input.gone); x == 3 }\nb if not a";
    let compiled = compiled(&[("test.rego", text)], Version::V1, &serde_json::json!({}));
    let facts = super::Facts::default();
    let mut worker = Worker::default();
    let mut machine = worker.machine(&compiled.program, &[], &facts, Limits::default());
    assert_eq!(super::value(&mut machine, "t.b"), "true");
    assert_eq!(machine.memory.scratch.prints, ["x is 1 <undefined>", "x is [2] <undefined>"]);
}

#[test]
#[ignore = "needs OPA, see the head of this file"]
fn opa_says_so() {
    let opa = std::env::var("WAYLINT_OPA").expect("WAYLINT_OPA is the path of OPA's binary");
    check(|case| asked_of_opa(&opa, case));
}

/// Errors are compared as errors: OPA words them differently.
fn asked_of_opa(opa: &str, case: &Case) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let modules: Vec<_> =
        case.texts().iter().enumerate().map(|(number, text)| file(&format!("{number}.rego"), text)).collect();
    let data = file("data.json", &case.data().to_string());
    let input = case.input().map(|text| file("input.json", &text));
    let paths = case.paths();
    let asked = paths.iter().zip(case.wanted()).map(|(path, wanted)| {
        let mut command = Command::new(opa);
        command.args(["eval", "--format", "json"]);
        if case.v0 {
            command.arg("--v0-compatible");
        }
        command.arg("-d").arg(&data);
        for module in &modules {
            command.arg("-d").arg(module);
        }
        if let Some(input) = &input {
            command.arg("-i").arg(input);
        }
        command.arg(format!("text := [sprintf(\"%v\", [[value]]) | value := data.{path}]"));
        let output = command.output().unwrap();
        let answer: Json = serde_json::from_slice(&output.stdout).unwrap();
        if answer.get("errors").is_some() {
            let is_wanted = wanted.starts_with("error: ");
            return if is_wanted { wanted } else { format!("error: {}", answer["errors"][0]["message"]) };
        }
        match answer["result"][0]["bindings"]["text"][0].as_str() {
            Some(text) => text[1..text.len() - 1].to_owned(),
            None => "undefined".to_owned(),
        }
    });
    asked.collect()
}
