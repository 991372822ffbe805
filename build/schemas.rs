//! Packs everything under `schemas/` into one bundle: texts of schemas in compressed chunks, so that a run unpacks those of
//! the systems it meets, and an index of what is in which chunk. The same texts give the same bytes.

use std::{
    collections::BTreeMap,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Where a schema of objects is: first and last version, chunk, name in the chunk.
type Entry = (u64, u64, usize, String);

/// What the bundle holds.
#[derive(Default)]
struct Bundle {
    /// Compressed chunks, one behind the other.
    bytes: Vec<u8>,
    /// Where each chunk begins and ends.
    chunks: Vec<(usize, usize)>,
    /// Of Kubernetes' own kinds and custom ones: by `apiVersion` and kind.
    objects: BTreeMap<(String, String), Vec<Entry>>,
    /// Of files: kind, chunk.
    files: BTreeMap<String, usize>,
    /// The least and greatest version of Kubernetes.
    versions: (u64, u64),
}

/// Writes the bundle and its index below the folder of the build.
pub(crate) fn write(root: &Path, out: &Path) -> Result<()> {
    let schemas = root.join("schemas");
    let mut bundle = Bundle::default();
    bundle.kubernetes(&schemas.join("kubernetes"))?;
    for path in listed(&schemas.join("resources"))? {
        bundle.resources(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    for path in listed(&schemas.join("files"))? {
        bundle.file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    fs::write(out.join("schemas.lz4"), &bundle.bytes)?;
    let removals = removals(&schemas.join("kubernetes/removals.yaml"))?;
    fs::write(out.join("schemas.rs"), bundle.index(&removals)?)?;
    Ok(())
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.sort();
    Ok(paths)
}

fn lines(path: &Path) -> Result<Vec<Value>> {
    let text = fs::read_to_string(path)?;
    text.lines().map(|line| serde_json::from_str(line).map_err(Into::into)).collect()
}

fn text<'v>(value: &'v Value, key: &str) -> Result<&'v str> {
    value[key].as_str().ok_or_else(|| format!("no text `{key}` in {value}").into())
}

fn api(group: &str, version: &str) -> String {
    if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }
}

impl Bundle {
    /// Adds a chunk of named schemas, a line each, ordered by name.
    fn chunk(&mut self, schemas: &[(String, Value)]) -> Result<usize> {
        let mut text = String::new();
        // Of several of one name the last counts.
        for (name, schema) in schemas.iter().map(|(name, schema)| (name, schema)).collect::<BTreeMap<_, _>>() {
            writeln!(text, "{name}\t{schema}")?;
        }
        let start = self.bytes.len();
        self.bytes.extend(lz4_flex::compress_prepend_size(text.as_bytes()));
        self.chunks.push((start, self.bytes.len()));
        Ok(self.chunks.len() - 1)
    }

    /// Kubernetes' own kinds. What the newest version knows is in the first chunk, which most runs need alone; a definition
    /// that changed is called by its name and its first version.
    fn kubernetes(&mut self, folder: &Path) -> Result<()> {
        let definitions = lines(&folder.join("definitions.jsonl"))?;
        let range = |value: &Value| -> (u64, u64) {
            let at = |index: usize| value["versions"][index].as_u64().unwrap_or_default();
            (at(0), at(1))
        };
        let newest = definitions.iter().map(|definition| range(definition).1).max().unwrap_or_default();
        let oldest = definitions.iter().map(|definition| range(definition).0).min().unwrap_or_default();
        self.versions = (oldest, newest);
        let (mut now, mut before) = (Vec::new(), Vec::new());
        for definition in &definitions {
            let ((first, last), name) = (range(definition), text(definition, "name")?);
            let schema = definition["schema"].clone();
            match last == newest {
                true => now.push((name.to_owned(), schema)),
                false => before.push((format!("{name} {first}-{last}"), schema)),
            }
        }
        let chunk = self.chunk(&now)?;
        self.chunk(&before)?;
        for kind in lines(&folder.join("kinds.jsonl"))? {
            let (first, last) = range(&kind);
            let name = text(&kind, "definition")?.to_owned();
            let key = (api(text(&kind, "group")?, text(&kind, "version")?), text(&kind, "kind")?.to_owned());
            self.objects.entry(key).or_default().push((first, last, chunk, name));
        }
        Ok(())
    }

    /// Custom resources, as they were generated or by hand.
    fn resources(&mut self, path: &Path) -> Result<()> {
        let chunk = self.chunks.len();
        let mut schemas = Vec::new();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            for line in lines(path)? {
                if let Some(name) = line["name"].as_str() {
                    schemas.push((name.to_owned(), line["schema"].clone()));
                } else {
                    let (group, version) = (text(&line, "group")?, text(&line, "version")?);
                    self.resource(chunk, &mut schemas, (group, version, text(&line, "kind")?), &line["schema"]);
                }
            }
        } else {
            let file: Value = yaml_serde::from_str(&fs::read_to_string(path)?)?;
            for resource in file["resources"].as_array().into_iter().flatten() {
                let (group, kind) = (text(resource, "group")?, text(resource, "kind")?);
                for version in resource["versions"].as_array().into_iter().flatten() {
                    let version = version.as_str().ok_or("a version is text")?;
                    self.resource(chunk, &mut schemas, (group, version, kind), &resource["schema"]);
                }
            }
            schemas.extend(definitions(&file));
        }
        self.chunk(&schemas)?;
        Ok(())
    }

    fn resource(
        &mut self,
        chunk: usize,
        schemas: &mut Vec<(String, Value)>,
        (group, version, kind): (&str, &str, &str),
        schema: &Value,
    ) {
        let name = format!("{} {kind}", api(group, version));
        schemas.push((name.clone(), schema.clone()));
        self.objects.entry((api(group, version), kind.to_owned())).or_default().push((
            0,
            u64::from(u8::MAX),
            chunk,
            name,
        ));
    }

    /// A format of files.
    fn file(&mut self, path: &Path) -> Result<()> {
        let file: Value = yaml_serde::from_str(&fs::read_to_string(path)?)?;
        let mut schemas = vec![(String::new(), file["schema"].clone())];
        schemas.extend(definitions(&file));
        let chunk = self.chunk(&schemas)?;
        for kind in file["kinds"].as_array().into_iter().flatten() {
            self.files.insert(kind.as_str().ok_or("a kind is text")?.to_owned(), chunk);
        }
        Ok(())
    }

    /// The index as Rust.
    fn index(&self, removals: &str) -> Result<String> {
        let mut code =
            String::from("/// Where the chunks of the bundle begin and end.\npub const CHUNKS: &[(usize, usize)] = &[");
        for (start, end) in &self.chunks {
            write!(code, "({start}, {end}), ")?;
        }
        writeln!(
            code,
            "];\n/// The versions of Kubernetes that are known: the minor numbers of the oldest and the newest."
        )?;
        writeln!(code, "pub const KUBERNETES: (u8, u8) = ({}, {});", self.versions.0, self.versions.1)?;
        writeln!(code, "/// Schemas of objects, ordered by `apiVersion` and kind.\npub const OBJECTS: &[Object] = &[")?;
        for ((api, kind), entries) in &self.objects {
            for (first, last, chunk, name) in entries {
                writeln!(
                    code,
                    "    Object {{ api: {api:?}, kind: {kind:?}, versions: ({first}, {last}), chunk: {chunk}, name: {name:?} }},"
                )?;
            }
        }
        writeln!(
            code,
            "];\n/// Schemas of files by kind, with their chunk, ordered by kind.\npub const FILES: &[(&str, usize)] = &["
        )?;
        for (kind, chunk) in &self.files {
            writeln!(code, "    ({kind:?}, {chunk}),")?;
        }
        writeln!(code, "];\n{removals}")?;
        Ok(code)
    }
}

fn definitions(file: &Value) -> Vec<(String, Value)> {
    let members = file["definitions"].as_object().into_iter().flatten();
    members.map(|(name, schema)| (name.clone(), schema.clone())).collect()
}

/// The table of APIs that are on their way out, ordered by `apiVersion` and kind.
fn removals(path: &Path) -> Result<String> {
    let table: Value = yaml_serde::from_str(&fs::read_to_string(path)?)?;
    let mut rows = Vec::new();
    for system in table["systems"].as_array().into_iter().flatten() {
        for row in system["apis"].as_array().into_iter().flatten() {
            let text = |key: &str| row.get(key).unwrap_or(&json!("")).as_str().unwrap_or_default().to_owned();
            let mechanical = row["mechanical"].as_bool().unwrap_or_default();
            let source = system["source"].as_array().and_then(|pages| pages.first()).unwrap_or(&system["source"]);
            rows.push(format!(
                "    Removal {{ api: {:?}, kind: {:?}, system: {:?}, deprecated: {:?}, removed: {:?}, replacement: {:?}, \
                 replacement_kind: {:?}, mechanical: {mechanical}, source: {:?} }},\n",
                text("api"),
                text("kind"),
                system["name"].as_str().unwrap_or_default(),
                text("deprecated"),
                text("removed"),
                text("replacement"),
                text("replacement_kind"),
                source.as_str().unwrap_or_default(),
            ));
        }
    }
    rows.sort();
    Ok(format!("/// APIs that are deprecated or gone.\npub const REMOVALS: &[Removal] = &[\n{}];\n", rows.concat()))
}
