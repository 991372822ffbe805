//! trivy-checks (version 1 of the language): the checks of Kubernetes objects and Dockerfiles on real ones. What trivy adds
//! to Rego in Go does something simple here, the same on both sides (`tests/oracle/stubs.go`).

use std::{path::Path, sync::Arc};

use serde_json::{Value as Json, json};
use waylint::{
    recognise::KindTable,
    rego::{
        Value,
        extension::Extension,
        fail::{Fail, Outcome as Made},
        memory::Memory,
        syntax::{self, ast::Version},
    },
};

use super::{
    documents::members,
    job::{Document, Job},
    path, paths,
};

#[test]
#[ignore = "needs OPA, see tests/oracle/README.md"]
fn checks_of_trivy() {
    let checks = path("WAYLINT_ORACLE_TRIVY");
    let mut job = job(&checks, &["lib", "checks/kubernetes", "checks/docker"]);
    job.documents = documents();
    println!("{} checks on {} documents", job.entries.len(), job.documents.len());
    job.run().conclude("checks of trivy");
}

/// Real Dockerfiles and Kubernetes objects.
pub(super) fn documents() -> Vec<Document> {
    let mut documents = Vec::new();
    for folder in paths("WAYLINT_ORACLE_REPOSITORIES") {
        for member in members(&folder, KindTable::built_in()) {
            let (file, kind) = (member.file.clone(), member.kind.clone());
            let object: Json = serde_json::from_str(&Document::Read(member).json()).unwrap();
            if kind.as_str() == "dockerfile" {
                documents.push(Document::Json(dockerfile(&object, &file).to_string()));
            } else if object["apiVersion"].is_string() && object["kind"].is_string() {
                documents.push(Document::Json(object.to_string()));
            }
        }
    }
    documents
}

/// The checks of some folders.
pub(super) fn job(root: &Path, folders: &[&str]) -> Job {
    let mut job = program("checks of trivy", root, folders);
    job.modules.retain(|name, _| !name.ends_with("_test.rego"));
    for (name, text) in &job.modules {
        let module = syntax::parse(text, Version::V1).unwrap();
        let is_check = name.contains("/checks/");
        if is_check && text.contains("\ndeny contains") {
            job.entries.push(format!("data.{}.deny", module.package.join(".")));
        }
    }
    job
}

/// The modules of some folders, and what trivy adds.
pub(super) fn program(name: &str, root: &Path, folders: &[&str]) -> Job {
    let mut job = Job { name: name.to_owned(), extensions: stubs(), ..Job::default() };
    folders.iter().for_each(|folder| job.add(&root.join(folder)));
    job
}

/// A Dockerfile as trivy sees it.
fn dockerfile(ours: &Json, file: &str) -> Json {
    let mut line = 0;
    let mut command = |instruction: &Json, stage: usize| {
        line += 1;
        let text = |key: &str| instruction[key].as_str().unwrap_or_default().to_owned();
        let is_exec = instruction["form"] == "exec";
        let flags: Vec<String> = instruction["flags"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| format!("--{name}={}", value.as_str().unwrap_or_default()))
            .collect();
        let arguments = instruction["arguments"].as_array().cloned().unwrap_or_default();
        let value = if arguments.is_empty() { vec![json!(text("text"))] } else { arguments };
        json!({
            "Cmd": text("instruction").to_lowercase(), "SubCmd": "", "Flags": flags, "Value": value,
            "Original": format!("{} {}", text("instruction"), text("text")), "JSON": is_exec, "Path": file,
            "Stage": stage, "StartLine": line, "EndLine": line,
        })
    };
    let stages = ours["stages"].as_array().into_iter().flatten().enumerate().map(|(number, stage)| {
        let commands = stage["instructions"].as_array().into_iter().flatten();
        let commands: Vec<Json> = commands.map(|instruction| command(instruction, number)).collect();
        let name = commands.first().map(|from| from["Original"].as_str().unwrap_or_default()[5..].to_owned());
        json!({ "Name": name, "Commands": commands })
    });
    json!({ "Stages": stages.collect::<Vec<_>>() })
}

/// The counterpart of `tests/oracle/stubs.go`.
fn stubs() -> Vec<Extension> {
    type Run = fn(&mut Memory<'_>, &[Value]) -> Made;
    let stubs: [(&'static str, u8, Run); 6] = [
        ("result.new", 2, |memory, arguments| {
            let keys = [memory.string("msg"), memory.string("cause")];
            memory.object(&mut vec![(keys[0], arguments[0]), (keys[1], arguments[1])])
        }),
        ("isManaged", 1, |_, _| Ok(Value::TRUE)),
        ("cidr.is_public", 1, |memory, arguments| Ok(Value::bool(!text(memory, arguments).starts_with("10.")))),
        ("cidr.count_addresses", 1, |memory, arguments| Ok(Value::integer(text(memory, arguments).len() as i64))),
        ("squealer.scan_string", 1, |memory, arguments| {
            let found = Value::bool(text(memory, arguments).contains("AKIA"));
            let key = memory.string("transgressionFound");
            memory.object(&mut vec![(key, found)])
        }),
        ("sh.parse_commands", 1, |memory, arguments| {
            let text = text(memory, arguments).replace(';', "&&");
            let mut commands = Vec::new();
            for command in text.split("&&") {
                let words: Vec<Value> = command.split_whitespace().map(|word| memory.string(word)).collect();
                commands.push(memory.array(&words));
            }
            Ok(memory.array(&commands))
        }),
    ];
    let extension = |(name, arity, run): (&'static str, u8, Run)| Extension {
        name,
        arity,
        run: Arc::new(move |memory: &mut Memory<'_>, arguments: &[Value]| match arguments.len() {
            given if given == usize::from(arity) => run(memory, arguments),
            _ => Err(Fail::Undefined),
        }),
        ways: None,
    };
    stubs.map(extension).to_vec()
}

fn text(memory: &Memory<'_>, arguments: &[Value]) -> String {
    memory.as_str(arguments[0]).unwrap_or_default().to_owned()
}
