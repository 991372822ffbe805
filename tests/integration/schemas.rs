//! The schemas of files: what is carried, what is found, and a second opinion on both.

mod addresses;
mod agreement;
mod cases;
mod mutants;

use std::{borrow::Cow, collections::BTreeSet};

use serde_json::Value as Json;
use waylint::{
    catalogue::{self, Version},
    schema::SchemaRule,
    shape::{Rules, Shape},
};

/// Everything that is carried, with its text.
fn texts() -> Vec<(String, Json)> {
    let text = |one: catalogue::Carried| {
        let version = one.versions.map_or(Version::newest(), |(_, last)| last);
        let text = catalogue::text(&one.name, version);
        (one.name.clone(), text.unwrap_or_else(|| panic!("{} has no text", one.name)))
    };
    catalogue::carried().into_iter().map(text).collect()
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

#[test]
fn every_schema_that_is_carried_is_sound_and_holds_no_prose() {
    const PROSE: [&str; 5] = ["title", "description", "examples", "default", "$comment"];
    const CLOSED: Rules = Rules { closed: true, null_is_absent: true };
    let mut seen = BTreeSet::new();
    for (name, text) in texts() {
        each_schema(&text, &mut |words| {
            let prose = words.keys().find(|word| PROSE.contains(&word.as_str()));
            assert!(prose.is_none(), "{name}: {prose:?} says nothing about values");
        });
        assert!(jsonschema::draft7::meta::is_valid(&text), "{name} is no schema of draft 7");
        let within = |reference: &str| text.pointer(reference.trim_start_matches('#')).map(Cow::Borrowed);
        Shape::read(&text, CLOSED, &within).unwrap_or_else(|error| panic!("{name}: {error}"));
        // The other validator takes its time: one of each group will do.
        let family = name.split(['/', ' ']).next().unwrap().to_owned();
        if seen.insert(family) {
            SchemaRule::new(text).compile().unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
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
