//! Schemas that somebody named, and custom resources that a repository defines.

use std::{borrow::Cow, sync::Arc};

use serde_json::{Value as Json, json};

use super::{OBJECT, bundle};
use crate::{
    document::Document,
    shape::{ReadError, Rules, Shape},
};

/// One schema, and what it is of.
#[derive(Clone, Debug)]
pub struct Custom {
    /// `apiVersion` and kind of the objects.
    pub objects: Vec<(String, String)>,
    /// Kinds of files.
    pub kinds: Vec<String>,
    schema: Arc<Json>,
    rules: Rules,
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
    pub fn of_definition(document: Document<'_>) -> Result<Vec<Self>, CustomError> {
        let definition = document.root().to_json();
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
            let custom = Self {
                objects: vec![(format!("{group}/{name}"), kind.to_owned())],
                kinds: Vec::new(),
                schema: Arc::new(rooted(schema.clone())),
                rules: OBJECT,
            };
            custom.shape()?;
            all.push(custom);
        }
        Ok(all)
    }

    /// A JSON Schema for kinds of files or objects. What it says of the objects itself counts
    /// (`x-kubernetes-group-version-kind`), else what its file is called, as kubeconform has it: `deployment-apps-v1.json`,
    /// or `group/kind_version.json`.
    ///
    /// # Errors
    /// If it cannot be read, or nothing says what it is of.
    pub fn of_schema(schema: Json, file: &str, kinds: &[String]) -> Result<Self, CustomError> {
        let mut objects = Vec::new();
        for named in schema["x-kubernetes-group-version-kind"].as_array().into_iter().flatten() {
            let text = |key: &str| named[key].as_str().unwrap_or_default();
            let (group, version, kind) = (text("group"), text("version"), text("kind"));
            objects.push((if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }, kind.to_owned()));
        }
        if objects.is_empty() && kinds.is_empty() {
            objects.extend(constants(&schema).or_else(|| by_name(file)));
        }
        if objects.is_empty() && kinds.is_empty() {
            return Err(CustomError::Nameless);
        }
        let rules = Rules { closed: false, null_is_absent: !objects.is_empty() };
        let custom = Self { objects, kinds: kinds.to_vec(), schema: Arc::new(schema), rules };
        custom.shape()?;
        Ok(custom)
    }

    pub(super) fn shape(&self) -> Result<Shape, ReadError> {
        let schema = &*self.schema;
        let within = |reference: &str| {
            let own = reference.strip_prefix('#').and_then(|pointer| schema.pointer(pointer)).map(Cow::Borrowed);
            own.or_else(|| bundle::shared(reference))
        };
        Shape::read(schema, self.rules, &within)
    }
}

/// Every object has these, whatever its definition says.
fn rooted(mut schema: Json) -> Json {
    let Some(root) = schema.as_object_mut() else { return schema };
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
