//! OPA's published conformance cases, read from where its Go module was unpacked:
//!
//! ```text
//! WAYLINT_OPA_CASES=$(go list -m -f '{{.Dir}}' github.com/open-policy-agent/opa)/v1/test/cases/testdata/v1 \
//!     cargo test --test integration conformance -- --ignored --nocapture
//! ```

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::{Value as Json, json};
use waylint::{
    document::{Limits as ReadLimits, parse},
    kind::{Dialect, Format},
    rego::{
        compile::{Compiled, Given, Input, Source, compile},
        eval::{Limits, Worker},
        fail::Fail,
        memory::Facts,
        syntax::{self, ast::Version},
    },
    source::Source as Text,
};

/// Families that need keys, tokens, schemas of other languages, or a network.
const OUTSIDE: [&str; 14] = [
    "crypto",
    "jwt",
    "graphql",
    "providers-aws",
    "netlookup",
    "http",
    "rand",
    "regoparse",
    "regometadata",
    "planner-ir",
    "opaversion",
    "uuid",
    "time",
    "undos",
];

#[test]
#[ignore = "needs OPA's cases, see the head of this file"]
fn opa_conformance() {
    let folder = PathBuf::from(std::env::var("WAYLINT_OPA_CASES").expect("WAYLINT_OPA_CASES names a folder"));
    let only = std::env::var("WAYLINT_OPA_ONLY").unwrap_or_default();
    let mut families: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut misses = Vec::new();
    let mut strict = 0;
    for file in files(&folder) {
        let family =
            file.strip_prefix(&folder).unwrap().components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let cases = read_yaml(&fs::read_to_string(&file).unwrap());
        for case in cases["cases"].as_array().into_iter().flatten() {
            let note = case["note"].as_str().unwrap_or_default().to_owned();
            if !note.contains(&only) && !family.contains(&only) {
                continue;
            }
            // Builtins that fail are undefined here; to end the query instead is not a linter's wish.
            if case["strict_error"] == json!(true)
                && (case.get("want_error").is_some() || case.get("want_error_code").is_some())
            {
                strict += 1;
                continue;
            }
            let entry = families.entry(family.clone()).or_default();
            entry.1 += 1;
            let case = case.clone();
            let outcome = std::thread::Builder::new().stack_size(64 << 20).spawn(move || run(&case)).unwrap().join();
            match outcome {
                Ok(Ok(())) => entry.0 += 1,
                Ok(Err(why)) => misses.push(format!("{family}\t{note}\t{why}")),
                Err(_) => misses.push(format!("{family}\t{note}\tPANIC")),
            }
        }
    }
    let (mut passed, mut counted) = (0, 0);
    for (family, (good, all)) in &families {
        let outside = OUTSIDE.iter().any(|name| family.starts_with(name));
        println!("{family:40} {good:4} of {all:4}{}", if outside { " (outside)" } else { "" });
        if !outside {
            passed += good;
            counted += all;
        }
    }
    for miss in &misses {
        println!("{miss}");
    }
    println!("{strict} cases that ask for strict errors of builtins are not counted");
    println!("{passed} of {counted} ({:.1} %)", 100.0 * passed as f64 / counted.max(1) as f64);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read_yaml(text: &str) -> Json {
    let source = Arc::new(Text::new("case.yaml", text.to_owned()));
    let tree = parse(source, Format::Yaml, &ReadLimits::default());
    assert!(tree.errors().is_empty(), "{:?}", tree.errors());
    tree.documents(Dialect::Core).next().map(|document| document.root().to_json()).unwrap_or_default()
}

/// Runs one case; the error says how it differs.
fn run(case: &Json) -> Result<(), String> {
    let query = case["query"].as_str().unwrap_or_default();
    let wants_error = case.get("want_error").is_some() || case.get("want_error_code").is_some();
    let names = variables(query)?;
    let bindings: Vec<String> = names.iter().map(|name| format!("\"{name}\": {name}")).collect();
    let query_module = format!("package waylint_query\nanswers := [{{{}}} | {query}]", bindings.join(", "));
    let mut texts: Vec<String> = case["modules"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|module| module.as_str().unwrap_or_default().to_owned())
        .collect();
    texts.push(query_module);
    if let Some(term) = case["input_term"].as_str() {
        texts.push(format!("package waylint_input\nvalue := {term}"));
    }
    let modules = texts
        .iter()
        .enumerate()
        .map(|(number, text)| Source { name: format!("{number}.rego").into(), text, version: Version::V1 })
        .collect();
    let data = if case["data"].is_null() { json!({}) } else { case["data"].clone() };
    let Compiled { program, errors, .. } =
        compile(&Input { modules, data: &data, given: Given::Anything, extensions: Vec::new() });
    if let Some(error) = errors.first() {
        if wants_error {
            return Ok(());
        }
        return Err(format!(
            "does not compile: {:?}",
            errors
                .iter()
                .map(|e| format!("{}: {}", e.message, texts[e.module].get(e.span.range()).unwrap_or_default()))
                .collect::<Vec<_>>()[0]
                .clone()
                + &format!(" [{:?}]", error.kind)
        ));
    }
    let mut worker = Worker::default();
    let facts = Facts { now_ns: 1_700_000_000_000_000_000, ..Facts::default() };
    let mut machine = worker.machine(&program, &[], &facts, Limits::default());
    let input = match (&case["input_term"], &case["input"]) {
        (Json::String(_), _) => machine.ask(&["waylint_input", "value"]).ok(),
        (_, Json::Null) if case.get("input").is_none() => None,
        (_, input) => Some(machine.memory.json(input)),
    };
    machine.set_input(input);
    let answer = machine.ask(&["waylint_query", "answers"]);
    match answer {
        Ok(value) => {
            let mut text = String::new();
            machine.memory.write_json(value, &mut text);
            let found: Json = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
            compare(case, found)
        }
        Err(Fail::Undefined) => Err("undefined".to_owned()),
        Err(Fail::Error(error)) if wants_error => {
            let _ = error;
            Ok(())
        }
        Err(Fail::Error(error)) => Err(format!("error: {error}")),
    }
}

fn compare(case: &Json, found: Json) -> Result<(), String> {
    let mut found: Vec<Json> = found.as_array().cloned().unwrap_or_default();
    if case.get("want_error").is_some() || case.get("want_error_code").is_some() {
        return Err(format!("no error ({}) but {}", case["want_error"], Json::from(found)));
    }
    if let Some(defined) = case["want_defined"].as_bool() {
        return if defined == !found.is_empty() { Ok(()) } else { Err(format!("defined: {}", !found.is_empty())) };
    }
    let mut wanted: Vec<Json> = case["want_result"].as_array().cloned().unwrap_or_default();
    if case["sort_bindings"] == json!(true) {
        for binding in found.iter_mut().chain(&mut wanted) {
            for value in binding.as_object_mut().into_iter().flat_map(|fields| fields.values_mut()) {
                if let Some(items) = value.as_array_mut() {
                    items.sort_by_key(|item| plain(item).to_string());
                }
            }
        }
    }
    let sorted = |list: &[Json]| {
        let mut texts: Vec<String> = list.iter().map(|value| plain(value).to_string()).collect();
        texts.sort();
        texts
    };
    if sorted(&found) == sorted(&wanted) {
        return Ok(());
    }
    Err(format!("wanted {} found {}", Json::from(wanted), Json::from(found)))
}

/// Numbers by value, keys in order.
fn plain(value: &Json) -> Json {
    match value {
        Json::Number(number) => number.as_f64().map_or(Json::Null, Json::from),
        Json::Array(items) => items.iter().map(plain).collect(),
        Json::Object(fields) => {
            let sorted: BTreeMap<&String, Json> = fields.iter().map(|(key, value)| (key, plain(value))).collect();
            sorted.into_iter().map(|(key, value)| (key.clone(), value)).collect()
        }
        other => other.clone(),
    }
}

/// The variables of a query, which its results name.
fn variables(query: &str) -> Result<Vec<String>, String> {
    let body = syntax::parse_query(query).map_err(|error| format!("query: {}", error.message))?;
    let mut names = Vec::new();
    for literal in &body {
        collect(&format!("{:?}", literal.kind), &mut names);
    }
    names.retain(|name| !matches!(name.as_str(), "data" | "input"));
    Ok(names)
}

/// Names after `Var(` in a tree's debug form, calls' names excepted.
fn collect(debug: &str, names: &mut Vec<String>) {
    for (at, _) in debug.match_indices("Var(\"") {
        if debug[..at].ends_with("kind: ") && {
            let before = &debug[..at];
            let call = before.rfind("Call(Term").is_some_and(|call| {
                !before[call + 5..].contains("Var(\"") && before[call..].matches("kind").count() <= 2
            });
            !call
        } {
            let name: String = debug[at + 5..].chars().take_while(|c| *c != '"').collect();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
}
