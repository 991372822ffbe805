//! Schemas that configuration names: files, folders, patterns with `*`, templates as kubeconform has them, and addresses.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use regex::Regex;
use serde_json::Value as Json;

use super::{
    custom::{Custom, CustomError},
    fetch::{Address, Store},
};
use crate::{
    document::{self, Limits},
    folder,
    kind::{Dialect, Format},
    source::Source,
};

/// Why a named schema cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
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

const UNKNOWN_VARIABLE: &str = "the template names an unknown variable";
const VARIABLES_ARE: &str = "use Group, ResourceKind, ResourceAPIVersion or KindSuffix";

/// The variables of a template, and what each stands for.
const VARIABLES: [(&str, &str); 6] = [
    ("Group", "(?P<group>[a-z0-9.-]+)"),
    ("ResourceKind", "(?P<kind>[A-Za-z0-9]+)"),
    ("ResourceAPIVersion", "(?P<version>[a-z0-9]+)"),
    ("KindSuffix", "(?:-(?P<label>[a-z0-9]+))?-(?P<last>v[a-z0-9]+)"),
    ("NormalizedKubernetesVersion", "[^/]+"),
    ("StrictSuffix", "(?:-strict)?"),
];

/// What a name stands for: schemas, or a template that objects fill in.
pub(super) enum Behind {
    Schemas(Vec<Custom>),
    Template(Address),
}

/// What is behind a name.
///
/// # Errors
/// The first file that cannot be read, is no schema, or does not say what it is of; an address that may not be fetched, or does
/// not hold what it should.
pub(super) fn behind(name: &Path, store: &Store) -> Result<Behind, NamedError> {
    let text = name.to_string_lossy().replace('\\', "/");
    if Address::is_one(&text) {
        let address = Address::parse(&text)?;
        if !text.contains("{{") {
            return at(&address, store).map(Behind::Schemas);
        }
        if regex(&address.url).is_none() {
            return Err(NamedError {
                path: name.to_owned(),
                message: UNKNOWN_VARIABLE.to_owned(),
                help: VARIABLES_ARE,
            });
        }
        store.is_of_use(&address)?;
        return Ok(Behind::Template(address));
    }
    here(name, &text).map(Behind::Schemas)
}

/// The schemas at an address.
fn at(address: &Address, store: &Store) -> Result<Vec<Custom>, NamedError> {
    let Some((text, is_new)) = store.text(address)? else {
        let message = "there is nothing at this address".to_owned();
        return Err(NamedError { path: address.url.clone().into(), message, help: "check the address" });
    };
    let all = read(&address.url, text.clone())?;
    if is_new {
        store.keep(address, &text)?;
    }
    Ok(all)
}

/// The schemas of a file, a folder, or what a pattern fits.
fn here(name: &Path, text: &str) -> Result<Vec<Custom>, NamedError> {
    if text.contains("{{") || text.contains('*') {
        return by_pattern(text);
    }
    let mut all = Vec::new();
    for file in list(name)? {
        // Beside schemas lies what is none; only a file that was named itself must be one.
        match (contents(&file).and_then(|text| read(&slashed(&file), text)), file == name) {
            (Ok(customs), _) => all.extend(customs),
            (Err(error), true) => return Err(error),
            (Err(error), false) if error.help == NAME_IT => {}
            (Err(error), false) => return Err(error),
        }
    }
    Ok(all)
}

/// The files behind a path: itself, or what may hold a schema below it.
fn list(path: &Path) -> Result<Vec<PathBuf>, NamedError> {
    let failed = |path: PathBuf, error: std::io::Error| NamedError {
        path,
        message: error.to_string(),
        help: "name a file or folder that exists",
    };
    if !path.is_dir() {
        fs::metadata(path).map_err(|error| failed(path.to_owned(), error))?;
        return Ok(vec![path.to_owned()]);
    }
    let mut files = folder::files(path).map_err(|(path, error)| failed(path, error))?;
    let may_be = |extension: &std::ffi::OsStr| extension == "json" || extension == "yaml" || extension == "yml";
    files.retain(|file| file.extension().is_some_and(may_be));
    Ok(files)
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn by_pattern(pattern: &str) -> Result<Vec<Custom>, NamedError> {
    let first = pattern.find(['{', '*']).unwrap_or_default();
    let folder = pattern[..first].rfind('/').map_or(".", |end| &pattern[..end]);
    let unknown = || NamedError { path: pattern.into(), message: UNKNOWN_VARIABLE.to_owned(), help: VARIABLES_ARE };
    let regex = regex(pattern).ok_or_else(unknown)?;
    let mut all = Vec::new();
    for file in list(Path::new(folder))? {
        let path = slashed(&file);
        let Some(found) = regex.captures(&path) else { continue };
        let part = |name: &str| found.name(name).map(|part| part.as_str());
        let Some(kind) = part("kind") else {
            all.extend(read(&path, contents(&file)?)?);
            continue;
        };
        let api = match (part("group"), part("version").or(part("last")), part("label")) {
            (Some(group), Some(version), _) => format!("{group}/{version}"),
            // kubeconform cuts groups off behind their first name.
            (None, Some(version), Some(label)) => format!("{label}/{version}"),
            (None, Some(version), None) => version.to_owned(),
            (_, None, _) => continue,
        };
        let schema = json(&path, contents(&file)?)?;
        all.push(Custom::of_object(schema, &api, kind).map_err(|error| unusable(&path, &error))?);
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

pub(super) fn unusable(name: &str, error: &CustomError) -> NamedError {
    let help = if matches!(error, CustomError::Nameless) { NAME_IT } else { "mend the schema" };
    NamedError { path: name.into(), message: error.to_string(), help }
}

fn contents(path: &Path) -> Result<String, NamedError> {
    fs::read_to_string(path).map_err(|error| NamedError {
        path: path.to_owned(),
        message: error.to_string(),
        help: "name a file that can be read",
    })
}

/// The first schema of a text.
pub(super) fn json(name: &str, text: String) -> Result<Json, NamedError> {
    let mut documents = documents(name, text)?;
    let schema = if documents.is_empty() { Json::Bool(true) } else { documents.swap_remove(0) };
    if schema.is_object() || schema.is_boolean() {
        return Ok(schema);
    }
    Err(NamedError { path: name.into(), message: "is no schema".to_owned(), help: "name what holds an object" })
}

fn documents(name: &str, text: String) -> Result<Vec<Json>, NamedError> {
    let source = Arc::new(Source::new(name, text));
    let path = name.split(['?', '#']).next().unwrap_or_default();
    let format = if path.ends_with(".json") { Format::Json } else { Format::Yaml };
    let tree = document::parse(source.clone(), format, &Limits::default());
    if let Some(error) = tree.errors().first() {
        let at = source.position(error.span.start);
        let what = if format == Format::Json { "JSON" } else { "YAML" };
        let message = format!("is no {what} (line {}: {})", at.line, error.message);
        return Err(NamedError { path: name.into(), message, help: "mend the file" });
    }
    Ok(tree.documents(Dialect::Core).map(|document| document.root().to_json()).collect())
}

/// The schemas of a file: a JSON Schema, or definitions of custom resources.
fn read(name: &str, text: String) -> Result<Vec<Custom>, NamedError> {
    let mut all = Vec::new();
    for document in documents(name, text)? {
        if document["kind"] == "CustomResourceDefinition" {
            all.extend(Custom::of_definition(&document).map_err(|error| unusable(name, &error))?);
        } else if document.is_object() {
            all.push(Custom::of_schema(document, name).map_err(|error| unusable(name, &error))?);
        }
    }
    Ok(all)
}
