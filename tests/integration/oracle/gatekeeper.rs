//! gatekeeper-library (version 0 of the language): every policy, with the parameters of its sample constraints, on its
//! sample objects and on real ones. `data.inventory` holds the policy's samples.

use std::{fs, path::Path, sync::Arc};

use serde_json::{Map, Value as Json, json};
use waylint::{
    document::{Limits, parse},
    kind::{Dialect, Format},
    recognise::KindTable,
    rego::syntax::{self, ast::Version},
    source::Source,
};

use super::{
    documents::members,
    job::{Document, Job, Outcome, files},
    path, paths,
};

#[test]
#[ignore = "needs OPA, see tests/oracle/README.md"]
fn policies_of_gatekeeper() {
    let mut outcome = Outcome::default();
    policies().for_each(|job| outcome.add(job.run()));
    outcome.conclude("policies of gatekeeper-library");
}

/// Each policy as a job, one after the other: together they are large.
pub(super) fn policies() -> impl Iterator<Item = Job> {
    let library = path("WAYLINT_ORACLE_GATEKEEPER");
    let mut real: Vec<Json> = Vec::new();
    for folder in paths("WAYLINT_ORACLE_REPOSITORIES") {
        for member in members(&folder, KindTable::built_in()) {
            let object: Json = serde_json::from_str(&Document::Read(member).json()).unwrap();
            if object["apiVersion"].is_string() && object["kind"].is_string() {
                real.extend(pod(&object));
                real.push(object);
            }
        }
    }
    println!("{} real objects", real.len());
    let sources = files(&library.join("src"), "rego").into_iter();
    sources.filter(|source| source.file_name().is_some_and(|name| name == "src.rego")).map(move |source| {
        let folder = source.parent().unwrap();
        let samples = library.join("library").join(folder.strip_prefix(library.join("src")).unwrap());
        policy(folder, &samples, &real)
    })
}

/// The pod that a workload would make: most policies look at pods only.
fn pod(object: &Json) -> Option<Json> {
    let template = &object["spec"]["template"];
    let spec = template["spec"].as_object()?;
    let mut metadata = object["metadata"].as_object()?.clone();
    metadata.extend(template["metadata"].as_object().cloned().unwrap_or_default());
    Some(json!({ "apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec }))
}

fn policy(folder: &Path, samples: &Path, real: &[Json]) -> Job {
    let text = fs::read_to_string(folder.join("src.rego")).unwrap();
    let package = syntax::parse(&text, Version::V0).unwrap().package.join(".");
    let mut job = Job {
        name: package.clone(),
        version: Version::V0,
        entries: vec![format!("data.{package}.violation")],
        ..Job::default()
    };
    job.add(folder);
    job.modules.retain(|name, _| !name.ends_with("_test.rego"));
    let (mut parameters, mut objects) = (Vec::new(), Vec::new());
    for file in files(samples, "yaml") {
        for object in read(&file) {
            let version = object["apiVersion"].as_str().unwrap_or_default();
            if version.starts_with("constraints.gatekeeper.sh") {
                let given = object["spec"]["parameters"].clone();
                parameters.push(if given.is_null() { json!({}) } else { given });
            } else if file.parent().is_some_and(|folder| folder != samples) {
                objects.push(object);
            }
        }
    }
    job.data = json!({ "inventory": inventory(&objects) });
    for parameters in &parameters {
        for (number, object) in objects.iter().chain(real).enumerate() {
            // Samples of reviews stand as such; objects are put into one.
            let review =
                if object["kind"] == "AdmissionReview" { object["request"].clone() } else { review(object, number) };
            job.documents.push(Document::Json(json!({ "parameters": parameters, "review": review }).to_string()));
        }
    }
    job
}

fn review(object: &Json, number: usize) -> Json {
    let version = object["apiVersion"].as_str().unwrap_or_default();
    let (group, version) = version.split_once('/').unwrap_or(("", version));
    json!({
        "object": object,
        "kind": { "group": group, "version": version, "kind": object["kind"] },
        "name": object["metadata"]["name"],
        "namespace": object["metadata"]["namespace"],
        "operation": if number % 5 == 4 { "UPDATE" } else { "CREATE" },
        "userInfo": { "username": "somebody", "groups": ["system:authenticated"] },
    })
}

fn read(file: &Path) -> Vec<Json> {
    let text = fs::read_to_string(file).unwrap();
    let tree = parse(Arc::new(Source::new("sample.yaml", text)), Format::Yaml, &Limits::default());
    tree.documents(Dialect::Core).map(|document| document.root().to_json()).filter(Json::is_object).collect()
}

/// `data.inventory` as Gatekeeper keeps it.
fn inventory(objects: &[Json]) -> Json {
    fn at<'j>(object: &'j mut Json, keys: &[&str]) -> &'j mut Json {
        keys.iter().fold(object, |object, key| {
            let fields = object.as_object_mut().unwrap();
            fields.entry((*key).to_owned()).or_insert_with(|| Map::new().into())
        })
    }
    let mut inventory = json!({});
    for object in objects {
        let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
        let (version, kind) = (text(&object["apiVersion"]), text(&object["kind"]));
        let (name, namespace) = (text(&object["metadata"]["name"]), text(&object["metadata"]["namespace"]));
        let slot = if namespace.is_empty() {
            at(&mut inventory, &["cluster", &version, &kind, &name])
        } else {
            at(&mut inventory, &["namespace", &namespace, &version, &kind, &name])
        };
        *slot = object.clone();
    }
    inventory
}
