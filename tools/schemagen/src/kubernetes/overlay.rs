//! `overlay.yaml`: what the API server insists on and the types do not say.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Version;

/// The file: definitions, their properties, and what holds for them.
pub struct Overlay(BTreeMap<String, BTreeMap<String, Facts>>);

/// What the overlay may say of a property. Of `self`, the object as a whole, it may only say `also`.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Facts {
    /// All values there are, of the property or of its items.
    r#enum: Vec<Value>,
    /// What tells the entries of a list apart.
    keys: Vec<String>,
    /// A format that the loader knows, of the property or of its items.
    format: Option<String>,
    /// Least number.
    minimum: Option<i64>,
    /// Greatest number.
    maximum: Option<i64>,
    /// Whether the server refuses an object without it.
    required: Option<bool>,
    /// What to use instead.
    deprecated: Option<String>,
    /// More words of a schema.
    also: Map<String, Value>,
}

impl Overlay {
    /// Reads the file and spells its braces out.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let rows: BTreeMap<String, BTreeMap<String, Facts>> =
            yaml_serde::from_str(&text).with_context(|| format!("{} is not as it should be", path.display()))?;
        let mut all: BTreeMap<String, BTreeMap<String, Facts>> = BTreeMap::new();
        for (pattern, properties) in rows {
            for name in spelt_out(&pattern)? {
                for (property, facts) in &properties {
                    let there = all.entry(name.clone()).or_default().insert(property.clone(), facts.clone());
                    ensure!(there.is_none(), "{property} of {name} is there twice");
                }
            }
        }
        Ok(Self(all))
    }

    /// Lays the facts over every version that has the property. A fact that fits none is refused: it is misspelt.
    pub fn apply(&self, versions: &mut BTreeMap<u32, Version>) -> Result<()> {
        for (name, properties) in &self.0 {
            for (property, facts) in properties {
                let mut fits = false;
                for version in versions.values_mut() {
                    let Some(body) = version.definitions.get_mut(name) else { continue };
                    fits |= lay(body, property, facts).with_context(|| format!("{name}, {property}"))?;
                }
                ensure!(fits, "no version has {name} with {property}");
            }
        }
        Ok(())
    }
}

/// `io.k8s.api.apps.{v1,v1beta1}.X` is both.
fn spelt_out(pattern: &str) -> Result<Vec<String>> {
    let Some((before, rest)) = pattern.split_once('{') else { return Ok(vec![full(pattern)]) };
    let (choices, after) = rest.split_once('}').with_context(|| format!("{pattern} lacks a brace"))?;
    Ok(choices.split(',').map(|choice| full(&format!("{before}{choice}{after}"))).collect())
}

/// Most definitions are the API's own: what they all begin with may be left out.
fn full(name: &str) -> String {
    if name.starts_with("io.k8s.") { name.to_owned() } else { format!("io.k8s.api.{name}") }
}

/// Lays facts over one property of one body; false where the body lacks the property.
fn lay(body: &mut Value, property: &str, facts: &Facts) -> Result<bool> {
    if property == "self" {
        merge(body, &facts.also);
        return Ok(true);
    }
    let Some(schema) = body.pointer_mut("/properties").and_then(|properties| properties.get_mut(property)) else {
        return Ok(false);
    };
    let place = if schema["type"] == "array" && facts.keys.is_empty() { &mut schema["items"] } else { schema };
    words(place, facts)?;
    match facts.required {
        Some(true) => require(body, property),
        Some(false) => waive(body, property)?,
        None => {}
    }
    Ok(true)
}

/// Writes the words of facts into a schema.
fn words(schema: &mut Value, facts: &Facts) -> Result<()> {
    let mut more = Map::new();
    if !facts.r#enum.is_empty() {
        ensure!(schema["type"] == "string", "an enum is for strings");
        more.insert("enum".to_owned(), Value::from(facts.r#enum.clone()));
    }
    if !facts.keys.is_empty() {
        ensure!(schema["type"] == "array", "keys are for lists");
        more.insert("x-list-keys".to_owned(), Value::from(facts.keys.clone()));
    }
    more.extend(facts.format.iter().map(|format| ("format".to_owned(), json!(format))));
    more.extend(facts.minimum.iter().map(|least| ("minimum".to_owned(), json!(least))));
    more.extend(facts.maximum.iter().map(|greatest| ("maximum".to_owned(), json!(greatest))));
    more.extend(facts.deprecated.iter().map(|text| ("x-deprecated".to_owned(), json!(text))));
    more.extend(facts.also.clone());
    merge(schema, &more);
    Ok(())
}

/// Adds words to a schema. Beside `$ref` they would not be seen, so that one moves into an `allOf`, or is spelt out if small.
fn merge(schema: &mut Value, more: &Map<String, Value>) {
    if more.is_empty() {
        return;
    }
    if schema["$ref"] == "#/definitions/io.k8s.apimachinery.pkg.util.intstr.IntOrString" {
        *schema = crate::schema::int_or_string();
    }
    if schema.get("$ref").is_some() {
        *schema = json!({"allOf": [schema.take(), more]});
    } else if let Some(map) = schema.as_object_mut() {
        map.extend(more.clone());
    }
}

/// Makes a property required.
fn require(body: &mut Value, property: &str) {
    let mut names: Vec<String> = required(body);
    names.push(property.to_owned());
    names.sort();
    names.dedup();
    body["required"] = json!(names);
}

/// Makes a property optional, as it is in practice.
fn waive(body: &mut Value, property: &str) -> Result<()> {
    let names: Vec<String> = required(body).into_iter().filter(|name| name != property).collect();
    let Some(map) = body.as_object_mut() else { bail!("not an object") };
    if names.is_empty() {
        map.remove("required");
    } else {
        map.insert("required".to_owned(), json!(names));
    }
    Ok(())
}

/// Names of what a body requires.
fn required(body: &Value) -> Vec<String> {
    let names = body["required"].as_array().into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}
