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
        compile::{Compiled, Input, Source, compile},
        eval::{Limits, Worker},
        fail::Fail,
        memory::Facts,
        syntax::{
            self,
            ast::{LiteralKind, Term, TermKind, Version},
        },
    },
    source::Source as Text,
};

/// Families of builtins that are refused by name (`src/rego/builtins/refused.rs`): keys, signatures, certificates, GraphQL,
/// the network, and rules that read rules.
const OUTSIDE: [&str; 10] = [
    "cryptoparse",
    "cryptox509",
    "graphql",
    "jwtdecodeverify",
    "jwtencode",
    "jwtverify",
    "netlookup",
    "providers-aws",
    "regometadata",
    "regoparse",
];

#[test]
#[ignore = "needs OPA's cases, see the head of this file"]
fn opa_conformance() {
    let folder = PathBuf::from(std::env::var("WAYLINT_OPA_CASES").expect("WAYLINT_OPA_CASES names a folder"));
    // Of the two folders, `v0` is in the older grammar.
    let version = if folder.ends_with("v0") { Version::V0 } else { Version::V1 };
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
            let outcome =
                std::thread::Builder::new().stack_size(64 << 20).spawn(move || run(&case, version)).unwrap().join();
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
fn run(case: &Json, version: Version) -> Result<(), String> {
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
    let given = texts.len();
    // Everything there is cannot be asked for by a rule, which would be a part of it.
    let whole = query.starts_with("data = ") && names.len() == 1;
    if !whole {
        texts.push(query_module);
    }
    if let Some(term) = case["input_term"].as_str() {
        texts.push(format!("package waylint_input\nvalue := {term}"));
    }
    let source = |(number, text): (usize, &String)| {
        let version = if number < given { version } else { Version::V1 };
        Source::new(format!("{number}.rego"), text.as_str(), version)
    };
    let modules: Vec<Source> = texts.iter().enumerate().map(source).collect();
    let data = if case["data"].is_null() { json!({}) } else { case["data"].clone() };
    let Compiled { program, errors, .. } = compile(&Input::all(&modules, &data));
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
    let path: &[&str] = if whole { &[] } else { &["waylint_query", "answers"] };
    let answer = machine.ask(path);
    match answer {
        Ok(value) => {
            let mut text = String::new();
            machine.memory.write_json(value, &mut text).map_err(|error| format!("{error:?}"))?;
            let mut found: Json = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
            if let (true, Some(packages)) = (whole, found.as_object_mut()) {
                packages.remove("waylint_input");
            }
            compare(case, if whole { json!([{ (names[0].clone()): found }]) } else { found })
        }
        Err(Fail::Undefined) if whole => compare(case, json!([])),
        Err(Fail::Undefined) => Err("undefined".to_owned()),
        Err(Fail::Error(_)) if wants_error => Ok(()),
        Err(Fail::Error(error)) => Err(format!("error: {error}")),
    }
}

fn compare(case: &Json, found: Json) -> Result<(), String> {
    let mut found: Vec<Json> = found.as_array().cloned().unwrap_or_default();
    if case.get("want_error").is_some() || case.get("want_error_code").is_some() {
        return Err(format!("no error ({}) but {}", case["want_error"], Json::from(found)));
    }
    if let Some(defined) = case["want_defined"].as_bool() {
        return if defined != found.is_empty() { Ok(()) } else { Err(format!("defined: {}", !found.is_empty())) };
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
        match &literal.kind {
            LiteralKind::Term(term) => collect(term, &mut names),
            LiteralKind::Assign(a, b) | LiteralKind::Unify(a, b) => {
                collect(a, &mut names);
                collect(b, &mut names);
            }
            LiteralKind::Some(terms) => terms.iter().for_each(|term| collect(term, &mut names)),
            LiteralKind::SomeIn { key, value, collection } => {
                key.iter().chain([value, collection]).for_each(|term| collect(term, &mut names));
            }
            _ => {}
        }
    }
    names.retain(|name| !matches!(name.as_str(), "data" | "input"));
    Ok(names)
}

/// Variables of a term, those of closures excepted.
fn collect(term: &Term, names: &mut Vec<String>) {
    let terms: Vec<&Term> = match &term.kind {
        TermKind::Var(name) => {
            if !names.iter().any(|other| **other == **name) {
                names.push(name.to_string());
            }
            return;
        }
        TermKind::Ref(head, path) => std::iter::once(&**head).chain(path).collect(),
        TermKind::Call(_, terms) | TermKind::Array(terms) | TermKind::Set(terms) => terms.iter().collect(),
        TermKind::Object(pairs) => pairs.iter().flat_map(|(key, value)| [key, value]).collect(),
        TermKind::Binary(_, terms) => vec![&terms.0, &terms.1],
        TermKind::In { key, value, collection } => {
            key.iter().map(|key| &**key).chain([&**value, &**collection]).collect()
        }
        _ => return,
    };
    terms.into_iter().for_each(|term| collect(term, names));
}
