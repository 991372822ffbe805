//! Schemas that configuration names: files, folders, patterns with `*`, and templates as kubeconform has them.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use regex::Regex;
use serde_json::Value as Json;

use super::custom::{Custom, CustomError};
use crate::{
    document::{self, Limits},
    kind::{Dialect, Format},
    source::Source,
};

/// Why a named schema cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {message}", path.display())]
pub struct NamedError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

const NAME_IT: &str = "add `x-kubernetes-group-version-kind`, call the file group/kind_version.json, or use a template such as \
    schemas/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json";

/// The variables of a template, and what each stands for.
const VARIABLES: [(&str, &str); 6] = [
    ("Group", "(?P<group>[a-z0-9.-]+)"),
    ("ResourceKind", "(?P<kind>[A-Za-z0-9]+)"),
    ("ResourceAPIVersion", "(?P<version>[a-z0-9]+)"),
    ("KindSuffix", "(?:-(?P<label>[a-z0-9]+))?-(?P<last>v[a-z0-9]+)"),
    ("NormalizedKubernetesVersion", "[^/]+"),
    ("StrictSuffix", "(?:-strict)?"),
];

/// The schemas behind a name: what of it exists.
///
/// # Errors
/// The first file that cannot be read, is no schema, or does not say what it is of.
pub fn named(name: &Path) -> Result<Vec<Custom>, NamedError> {
    let text = name.to_string_lossy().replace('\\', "/");
    if text.contains("://") {
        let message = "schemas are not fetched: waylint never uses the network".to_owned();
        let help = "download the schemas and name their folder";
        return Err(NamedError { path: name.to_owned(), message, help });
    }
    if text.contains("{{") || text.contains('*') {
        return by_pattern(&text);
    }
    let mut files = Vec::new();
    list(name, &mut files)?;
    let mut all = Vec::new();
    for file in files {
        // Beside schemas lies what is none; only a file that was named itself must be one.
        match (read(&file), file == name) {
            (Ok(customs), _) => all.extend(customs),
            (Err(error), true) => return Err(error),
            (Err(error), false) if error.help == NAME_IT => {}
            (Err(error), false) => return Err(error),
        }
    }
    Ok(all)
}

/// The files below a folder, ordered.
fn list(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), NamedError> {
    let failed = |error: std::io::Error| NamedError {
        path: path.to_owned(),
        message: error.to_string(),
        help: "name a file or folder that exists",
    };
    if !path.is_dir() {
        fs::metadata(path).map_err(failed)?;
        files.push(path.to_owned());
        return Ok(());
    }
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        entries.push(entry.map_err(failed)?.path());
    }
    entries.sort();
    for entry in entries {
        let wanted =
            entry.extension().is_some_and(|extension| extension == "json" || extension == "yaml" || extension == "yml");
        if entry.is_dir() || wanted {
            list(&entry, files)?;
        }
    }
    Ok(())
}

fn by_pattern(pattern: &str) -> Result<Vec<Custom>, NamedError> {
    let failed = |message: String, help| NamedError { path: pattern.into(), message, help };
    let first = pattern.find(['{', '*']).unwrap_or_default();
    let folder = pattern[..first].rfind('/').map_or(".", |end| &pattern[..end]);
    let regex = regex(pattern).ok_or_else(|| {
        failed(
            "the template names an unknown variable".to_owned(),
            "use Group, ResourceKind, ResourceAPIVersion or KindSuffix",
        )
    })?;
    let mut files = Vec::new();
    list(Path::new(folder), &mut files)?;
    let mut all = Vec::new();
    for file in files {
        let path = file.to_string_lossy().replace('\\', "/");
        let Some(found) = regex.captures(&path) else { continue };
        let part = |name: &str| found.name(name).map(|part| part.as_str());
        let Some(kind) = part("kind") else {
            all.extend(read(&file)?);
            continue;
        };
        let api = match (part("group"), part("version").or(part("last")), part("label")) {
            (Some(group), Some(version), _) => format!("{group}/{version}"),
            // kubeconform cuts groups off behind their first name.
            (None, Some(version), Some(label)) => format!("{label}/{version}"),
            (None, Some(version), None) => version.to_owned(),
            (_, None, _) => continue,
        };
        let schema = json(&file)?;
        all.push(Custom::of_object(schema, &api, kind).map_err(|error| unusable(&file, &error))?);
    }
    Ok(all)
}

fn regex(pattern: &str) -> Option<Regex> {
    let mut regex = String::from("^");
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '*']) {
        regex.push_str(&regex::escape(&rest[..at]));
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("**/") {
            regex.push_str("(?:.*/)?");
            rest = after;
        } else if let Some(after) = rest.strip_prefix('*') {
            regex.push_str("[^/]*");
            rest = after;
        } else {
            let (variable, after) = rest.strip_prefix("{{")?.split_once("}}")?;
            let name = variable.trim().trim_start_matches('.').trim();
            regex.push_str(VARIABLES.iter().find(|(known, _)| *known == name)?.1);
            rest = after;
        }
    }
    regex.push_str(&regex::escape(rest));
    regex.push('$');
    Regex::new(&regex).ok()
}

fn unusable(path: &Path, error: &CustomError) -> NamedError {
    let help = if matches!(error, CustomError::Nameless) { NAME_IT } else { "mend the schema" };
    NamedError { path: path.to_owned(), message: error.to_string(), help }
}

fn text(path: &Path) -> Result<String, NamedError> {
    let failed = |error: std::io::Error| NamedError {
        path: path.to_owned(),
        message: error.to_string(),
        help: "name a file that can be read",
    };
    fs::read_to_string(path).map_err(failed)
}

fn json(path: &Path) -> Result<Json, NamedError> {
    let mut documents = documents(path)?;
    Ok(if documents.is_empty() { Json::Bool(true) } else { documents.swap_remove(0) })
}

fn documents(path: &Path) -> Result<Vec<Json>, NamedError> {
    let source = Arc::new(Source::new(path.to_string_lossy().as_ref(), text(path)?));
    let format =
        if path.extension().is_some_and(|extension| extension == "json") { Format::Json } else { Format::Yaml };
    let tree = document::parse(source.clone(), format, &Limits::default());
    if let Some(error) = tree.errors().first() {
        let at = source.position(error.span.start);
        let message = format!("line {}: {}", at.line, error.message);
        return Err(NamedError { path: path.to_owned(), message, help: "mend the file" });
    }
    Ok(tree.documents(Dialect::Core).map(|document| document.root().to_json()).collect())
}

/// The schemas of a file: a JSON Schema, or definitions of custom resources.
fn read(path: &Path) -> Result<Vec<Custom>, NamedError> {
    let mut all = Vec::new();
    let documents = documents(path)?;
    for document in documents {
        if document["kind"] == "CustomResourceDefinition" {
            all.extend(Custom::of_definition(&document).map_err(|error| unusable(path, &error))?);
        } else if document.is_object() {
            let file = path.to_string_lossy().replace('\\', "/");
            all.push(Custom::of_schema(document, &file).map_err(|error| unusable(path, &error))?);
        }
    }
    Ok(all)
}
