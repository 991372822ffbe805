//! Schemas that somebody named, and custom resources that a repository defines.

use std::{borrow::Cow, sync::Arc};

use serde_json::{Value as Json, json};

use super::{OBJECT, bundle};
use crate::shape::{ReadError, Rules, Shape};

/// One schema, and what it is of.
#[derive(Clone, Debug)]
pub struct Custom {
    /// `apiVersion` and kind of the objects.
    pub objects: Vec<(String, String)>,
    /// None once nobody asks for it any more: it is ten times what the shape is.
    schema: Option<Arc<Json>>,
    pub(super) shape: Arc<Shape>,
}

/// Why something is no schema that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CustomError {
    /// The schema cannot be read.
    #[error("the schema cannot be used: {0}")]
    Read(#[from] ReadError),
    /// It does not say what it is of.
    #[error("nothing says what the schema is of")]
    Nameless,
}

impl Custom {
    /// The schemas of a `CustomResourceDefinition`, one for each version; versions without a schema have none.
    ///
    /// # Errors
    /// If a schema cannot be read.
    pub fn of_definition(definition: &Json) -> Result<Vec<Self>, CustomError> {
        let spec = &definition["spec"];
        let (group, kind) = (spec["group"].as_str(), spec["names"]["kind"].as_str());
        let (Some(group), Some(kind)) = (group, kind) else { return Ok(Vec::new()) };
        // Before v1, versions shared one schema.
        let shared = &spec["validation"]["openAPIV3Schema"];
        let mut all = Vec::new();
        let versions = spec["versions"].as_array().into_iter().flatten();
        let alone = spec["version"].as_str().map(|name| json!({"name": name}));
        for version in versions.chain(alone.iter()) {
            let schema = match &version["schema"]["openAPIV3Schema"] {
                Json::Null => shared,
                own => own,
            };
            let (Some(name), true) = (version["name"].as_str(), schema.is_object()) else { continue };
            all.push(Self::new(vec![(format!("{group}/{name}"), kind.to_owned())], rooted(schema.clone()), OBJECT)?);
        }
        Ok(all)
    }

    /// The same for judging alone, without the schema that the shape was made of.
    #[must_use]
    pub fn for_judging(self) -> Self {
        Self { schema: None, ..self }
    }

    /// The schema as a file that can be named: what it is called below a folder, and a definition without prose.
    pub fn file(&self) -> Option<(String, Json)> {
        let schema = self.schema.as_ref()?;
        let (api, kind) = self.objects.first()?;
        let (group, version) = api.split_once('/')?;
        let definition = json!({
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "spec": {
                "group": group,
                "names": {"kind": kind},
                "versions": [{"name": version, "schema": {"openAPIV3Schema": without_prose(schema)}}],
            },
        });
        Some((format!("{group}/{}_{version}.json", kind.to_ascii_lowercase()), definition))
    }

    /// A JSON Schema for objects. What it says of the objects itself counts
    /// (`x-kubernetes-group-version-kind`), else what its file is called, as kubeconform has it: `deployment-apps-v1.json`,
    /// or `group/kind_version.json`.
    ///
    /// # Errors
    /// If it cannot be read, or nothing says what it is of.
    pub fn of_schema(schema: Json, file: &str) -> Result<Self, CustomError> {
        let mut objects = Vec::new();
        for named in schema["x-kubernetes-group-version-kind"].as_array().into_iter().flatten() {
            let text = |key: &str| named[key].as_str().unwrap_or_default();
            let (group, version, kind) = (text("group"), text("version"), text("kind"));
            objects.push((
                if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") },
                kind.to_owned(),
            ));
        }
        if objects.is_empty() {
            objects.extend(constants(&schema).or_else(|| by_name(file)));
        }
        if objects.is_empty() {
            return Err(CustomError::Nameless);
        }
        Self::of_objects(schema, objects)
    }

    /// A JSON Schema for objects of one kind, which the name of its file told.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of_object(schema: Json, api: &str, kind: &str) -> Result<Self, CustomError> {
        Self::of_objects(schema, vec![(api.to_owned(), kind.to_owned())])
    }

    fn of_objects(schema: Json, objects: Vec<(String, String)>) -> Result<Self, CustomError> {
        Self::new(objects, schema, Rules { closed: false, null_is_absent: true })
    }

    fn new(objects: Vec<(String, String)>, schema: Json, rules: Rules) -> Result<Self, CustomError> {
        let within = |reference: &str| {
            let own = reference.strip_prefix('#').and_then(|pointer| schema.pointer(pointer)).map(Cow::Borrowed);
            own.or_else(|| bundle::shared(reference))
        };
        let shape = Arc::new(Shape::read(&schema, rules, &within)?);
        Ok(Self { objects, schema: Some(Arc::new(schema)), shape })
    }
}

/// A schema's facts. Names of properties are not words of the schema.
fn without_prose(schema: &Json) -> Json {
    match schema {
        Json::Object(words) => words
            .iter()
            .filter(|(word, value)| !matches!(word.as_str(), "title" | "description" | "example") || !value.is_string())
            .map(|(word, value)| {
                let value = match (word.as_str(), value) {
                    ("properties", Json::Object(members)) => {
                        members.iter().map(|(name, schema)| (name.clone(), without_prose(schema))).collect()
                    }
                    _ => without_prose(value),
                };
                (word.clone(), value)
            })
            .collect(),
        Json::Array(items) => items.iter().map(without_prose).collect(),
        other => other.clone(),
    }
}

/// Every object has these, whatever its definition says.
fn rooted(mut schema: Json) -> Json {
    let Some(root) = schema.as_object_mut() else { return schema };
    // A definition that names no field at all stands for one that is elsewhere.
    if !root.contains_key("properties") {
        root.entry("additionalProperties").or_insert_with(|| json!(true));
    }
    let properties = root.entry("properties").or_insert_with(|| json!({}));
    if let Some(properties) = properties.as_object_mut() {
        for name in ["apiVersion", "kind"] {
            properties.insert(name.to_owned(), json!({"type": "string"}));
        }
        let metadata = json!({"$ref": "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"});
        properties.insert("metadata".to_owned(), metadata);
    }
    root.entry("type").or_insert_with(|| json!("object"));
    schema
}

/// `apiVersion` and kind, where the schema allows one of each.
fn constants(schema: &Json) -> Option<(String, String)> {
    let only = |name: &str| {
        let property = &schema["properties"][name];
        let value = property["const"].as_str().or_else(|| match property["enum"].as_array()?.as_slice() {
            [value] => value.as_str(),
            _ => None,
        });
        value.map(str::to_owned)
    };
    Some((only("apiVersion")?, only("kind")?))
}

/// From `group/kind_version.json`, the layout of catalogues of custom resources. Kinds there are in lower case; what is
/// looked up is compared without case.
fn by_name(file: &str) -> Option<(String, String)> {
    let mut parts = file.rsplit('/');
    let (name, group) = (parts.next()?, parts.next()?);
    let (kind, version) = name.trim_end_matches(".json").trim_end_matches(".yaml").rsplit_once('_')?;
    group.contains('.').then(|| (format!("{group}/{version}"), kind.to_owned()))
}
