//! The schemas that waylint carries: unpacked chunk by chunk, read when a document needs them.

use std::{borrow::Cow, collections::BTreeMap, sync::OnceLock};

use serde_json::{Value as Json, json};

use super::Version;
use crate::{
    embedded::{BUNDLE, CHUNKS, KUBERNETES, NATIVE, Object},
    shape::{ReadError, Rules, Shape},
};

/// Definitions that were otherwise before, or are gone.
const BEFORE: usize = 1;

/// An unpacked chunk: lines of a name, a tab and a schema, ordered by name. It is needed as long as the process lives.
struct Chunk(String);

impl Chunk {
    /// A chunk, unpacked by whoever needs it first.
    fn of(number: usize) -> &'static Self {
        static CACHE: OnceLock<Vec<OnceLock<Chunk>>> = OnceLock::new();
        let all = CACHE.get_or_init(|| CHUNKS.iter().map(|_| OnceLock::new()).collect());
        all[number].get_or_init(|| Self::unpack(number))
    }

    fn unpack(number: usize) -> Self {
        let (start, end) = CHUNKS[number];
        // The build script packed it.
        let bytes = lz4_flex::decompress_size_prepended(&BUNDLE[start..end]).unwrap_or_default();
        Self(String::from_utf8(bytes).unwrap_or_default())
    }

    /// The names from this one on, with their schemas. Only lines that are looked at are told apart.
    fn from(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let (mut first, mut end) = (0, self.0.len());
        while first < end {
            let middle = (first + end) / 2;
            let line = memchr::memrchr(b'\n', &self.0.as_bytes()[first..middle]).map_or(first, |at| first + at + 1);
            let own = self.0[line..].split('\t').next().unwrap_or_default();
            match own < name {
                true => first = memchr::memchr(b'\n', &self.0.as_bytes()[middle..]).map_or(end, |at| middle + at + 1),
                false => end = line,
            }
        }
        self.0[first..].lines().filter_map(|line| line.split_once('\t'))
    }

    fn schema(&self, name: &str) -> Option<Json> {
        let (_, schema) = self.from(name).next().filter(|(found, _)| *found == name)?;
        serde_json::from_str(schema).ok()
    }
}

/// A definition of Kubernetes at a version.
fn definition(name: &str, version: Version) -> Option<Json> {
    if version.minor() < KUBERNETES.1 {
        let held = |range: &str| {
            let (first, last) = range.split_once('-')?;
            Some((first.parse().ok()?..=last.parse().ok()?).contains(&version.minor()))
        };
        let prefix = format!("{name} ");
        let mut own =
            Chunk::of(BEFORE).from(&prefix).map_while(|(key, schema)| Some((key.strip_prefix(&*prefix)?, schema)));
        if let Some((_, schema)) = own.find(|(range, _)| held(range) == Some(true)) {
            return serde_json::from_str(schema).ok();
        }
    }
    Chunk::of(NATIVE).schema(name)
}

/// A definition of this name and with this behind it is one that is filled in later: nothing of it is required.
const PARTIAL: &str = ".partial";

/// What a reference of a chunk leads to: a definition there, or one of Kubernetes.
fn lookup(chunk: Option<usize>, version: Version, reference: &str) -> Option<Cow<'static, Json>> {
    let name = reference.strip_prefix("#/definitions/")?.replace("~1", "/").replace("~0", "~");
    if let Some(whole) = name.strip_suffix(PARTIAL) {
        return definition(whole, version).map(partial).map(Cow::Owned);
    }
    let own = chunk.and_then(|chunk| Chunk::of(chunk).schema(&name));
    let other = || others(chunk, &name);
    own.or_else(|| definition(&name, version)).or_else(other).map(Cow::Owned)
}

/// A schema, and all that it refers to, without what is required.
fn partial(schema: Json) -> Json {
    match schema {
        Json::Object(members) => members
            .into_iter()
            .filter(|(word, value)| word != "required" || !value.is_array())
            .map(|(word, value)| match &value {
                Json::String(target) if word == "$ref" => (word, format!("{target}{PARTIAL}").into()),
                _ => (word, partial(value)),
            })
            .collect(),
        Json::Array(items) => items.into_iter().map(partial).collect(),
        other => other,
    }
}

/// Definitions of custom resources may stand in another file.
fn others(chunk: Option<usize>, name: &str) -> Option<Json> {
    let chunk = chunk?;
    (BEFORE + 1..CHUNKS.len()).filter(|&other| other != chunk).find_map(|other| Chunk::of(other).schema(name))
}

/// The shape of one of Kubernetes' own kinds.
pub(super) fn native(entry: &Object, version: Version, rules: Rules) -> Result<Shape, ReadError> {
    let root = definition(entry.name, version).unwrap_or(Json::Bool(true));
    Shape::read(&root, rules, &|reference| lookup(None, version, reference))
}

/// The shape of a custom resource.
pub(super) fn resource(entry: &Object, rules: Rules) -> Result<Shape, ReadError> {
    let root = Chunk::of(entry.chunk).schema(entry.name).unwrap_or(Json::Bool(true));
    let version = Version::newest();
    Shape::read(&root, rules, &|reference| lookup(Some(entry.chunk), version, reference))
}

/// The shape of a format of files.
pub(super) fn file(chunk: usize, rules: Rules) -> Result<Shape, ReadError> {
    let root = Chunk::of(chunk).schema("").unwrap_or(Json::Bool(true));
    Shape::read(&root, rules, &|reference| lookup(Some(chunk), Version::newest(), reference))
}

/// A definition that a schema somebody named refers to.
pub(super) fn shared(reference: &str) -> Option<Cow<'static, Json>> {
    lookup(None, Version::newest(), reference)
}

/// The text of a format of files.
pub(super) fn file_text(chunk: usize) -> Option<Json> {
    Some(whole(Chunk::of(chunk).schema("")?, &|reference| lookup(Some(chunk), Version::newest(), reference)))
}

/// The text of a schema of objects.
pub(super) fn object_text(entry: &Object, version: Version) -> Option<Json> {
    if entry.is_native() {
        let (first, last) = entry.versions;
        let version = Version::of_minor(version.minor().clamp(first, last));
        return Some(whole(definition(entry.name, version)?, &|reference| lookup(None, version, reference)));
    }
    let root = Chunk::of(entry.chunk).schema(entry.name)?;
    Some(whole(root, &|reference| lookup(Some(entry.chunk), Version::newest(), reference)))
}

/// A schema with all that it refers to.
fn whole(root: Json, lookup: &dyn Fn(&str) -> Option<Cow<'static, Json>>) -> Json {
    let mut definitions: BTreeMap<String, Json> = BTreeMap::new();
    let mut waiting = references(&root);
    while let Some(reference) = waiting.pop() {
        let name = reference.trim_start_matches("#/definitions/").replace("~1", "/");
        if definitions.contains_key(&name) {
            continue;
        }
        if let Some(schema) = lookup(&reference) {
            waiting.extend(references(&schema));
            definitions.insert(name, escaped(schema.into_owned()));
        }
    }
    let mut root = escaped(root);
    if !definitions.is_empty() {
        root["definitions"] = json!(definitions);
    }
    root
}

/// A schema with its references as JSON Pointers: names of definitions may hold `/`.
fn escaped(schema: Json) -> Json {
    match schema {
        Json::Object(members) => members
            .into_iter()
            .map(|(word, value)| {
                let value = match value.as_str().and_then(|target| target.strip_prefix("#/definitions/")) {
                    Some(name) if word == "$ref" => format!("#/definitions/{}", name.replace('/', "~1")).into(),
                    _ => escaped(value),
                };
                (word, value)
            })
            .collect(),
        Json::Array(items) => items.into_iter().map(escaped).collect(),
        other => other,
    }
}

fn references(schema: &Json) -> Vec<String> {
    match schema {
        Json::Object(members) => members
            .iter()
            .flat_map(|(word, value)| match value.as_str() {
                Some(target) if word == "$ref" => vec![target.to_owned()],
                _ => references(value),
            })
            .collect(),
        Json::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}
