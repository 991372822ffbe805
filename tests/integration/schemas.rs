//! The schemas of files: what is carried, what is found, and a second opinion on both.

mod addresses;
mod agreement;
mod bundle;
mod cases;
mod mutants;

use std::borrow::Cow;

use serde_json::{Value as Json, json};
use waylint::{
    catalogue::{self, Version},
    schema::SchemaRule,
    shape::{Rules, Shape},
};

/// Everything that is carried, with its text; of Kubernetes' own kinds that of each version, as often as it changed.
fn texts() -> Vec<(String, Json)> {
    let mut texts = Vec::new();
    for one in catalogue::carried() {
        let newest = Version::newest().minor();
        let (first, last) = one.versions.map_or((newest, newest), |(first, last)| (first.minor(), last.minor()));
        let mut before = None;
        for version in (first..=last).map(Version::of_minor) {
            let text = catalogue::text(&one.name, version).unwrap_or_else(|| panic!("{} has no text", one.name));
            if before.as_ref() != Some(&text) {
                texts.push((format!("{} at {version}", one.name), text.clone()));
                before = Some(text);
            }
        }
    }
    texts
}

/// Calls `see` with each schema inside a schema, names of properties and definitions left out.
fn each_schema(schema: &Json, see: &mut dyn FnMut(&serde_json::Map<String, Json>)) {
    match schema {
        Json::Object(words) => {
            see(words);
            for (word, value) in words {
                match (word.as_str(), value) {
                    ("properties" | "patternProperties" | "definitions" | "dependencies", Json::Object(members)) => {
                        members.values().for_each(|schema| each_schema(schema, see));
                    }
                    ("enum" | "const", _) => {}
                    _ => each_schema(value, see),
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| each_schema(item, see)),
        _ => {}
    }
}

/// A word that says nothing about values, wherever in a schema it stands.
fn prose(schema: &Json) -> Option<&'static str> {
    const PROSE: [&str; 6] = ["title", "description", "examples", "example", "default", "$comment"];
    let mut found = None;
    each_schema(schema, &mut |words| found = found.or(PROSE.into_iter().find(|word| words.contains_key(*word))));
    found
}

#[test]
fn every_schema_that_is_carried_is_sound_and_holds_no_prose() {
    const CLOSED: Rules = Rules { closed: true, null_is_absent: true };
    let texts = texts();
    for (name, text) in &texts {
        assert_eq!(prose(text), None, "{name}: this says nothing about values");
        assert!(jsonschema::draft7::meta::is_valid(text), "{name} is no schema of draft 7");
        let within = |reference: &str| text.pointer(reference.trim_start_matches('#')).map(Cow::Borrowed);
        Shape::read(text, CLOSED, &within).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let carried = catalogue::carried();
    for family in ["kubernetes", "apps/v1 ", "argoproj.io/", "tekton.dev/", "github/", "compose"] {
        let has =
            carried.iter().any(|one| one.name.starts_with(family) || family == "kubernetes" && one.versions.is_some());
        assert!(has, "nothing of {family} is carried");
    }
    assert!(carried.len() > 400 && texts.len() > carried.len(), "{} of {}", texts.len(), carried.len());
}

#[test]
fn what_is_unsound_is_seen() {
    for (schema, word) in [
        (json!({"properties": {"a": {"items": {"description": "x"}}}}), Some("description")),
        (json!({"definitions": {"a": {"anyOf": [{"$comment": "x"}]}}}), Some("$comment")),
        (json!({"properties": {"description": {"enum": ["title"]}}, "required": ["default"]}), None),
    ] {
        assert_eq!(prose(&schema), word, "{schema}");
    }
    assert!(!jsonschema::draft7::meta::is_valid(&json!({"properties": {"a": {"type": "text"}}})));
    let nowhere = json!({"properties": {"a": {"$ref": "#/definitions/b"}}});
    Shape::read(&nowhere, Rules::default(), &|_| None).unwrap_err();
}

/// The other validator takes its time, so kinds share the work.
#[test]
fn every_schema_that_is_carried_is_one_to_the_other_validator() {
    let texts = texts();
    let halves: Vec<&[(String, Json)]> = texts.chunks(texts.len().div_ceil(4)).collect();
    std::thread::scope(|scope| {
        for half in halves {
            scope.spawn(move || {
                for (name, text) in half {
                    SchemaRule::new(text.clone()).compile().unwrap_or_else(|error| panic!("{name}: {error}"));
                }
            });
        }
    });
}

#[test]
fn what_is_carried_is_what_is_written() {
    let folder = crate::command::root().join("schemas/files");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let written: Json = yaml_serde::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for kind in written["kinds"].as_array().unwrap() {
            let mut carried = catalogue::text(kind.as_str().unwrap(), Version::newest()).unwrap();
            carried.as_object_mut().unwrap().shift_remove("definitions");
            let mut schema = written["schema"].clone();
            schema.as_object_mut().unwrap().shift_remove("definitions");
            assert_eq!(carried, schema, "{}", path.display());
            files += 1;
        }
    }
    assert!(files > 10, "{files}");
}

#[test]
fn versions_of_kubernetes_are_read_as_people_write_them() {
    let newest = Version::newest();
    for text in [newest.to_string(), format!("v{newest}"), format!("{newest}.4"), "latest".to_owned()] {
        assert_eq!(text.parse(), Ok(newest), "{text}");
    }
    for text in ["1", "2.30", "1.2", "1.99", "1.30.x", "", "1.30.1.1"] {
        let error = text.parse::<Version>().unwrap_err().to_string();
        assert!(error.contains(&format!("to {newest}")), "{error}");
    }
}
