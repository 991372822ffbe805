//! Reads the TypeScript declarations of `@kubernetes-models` packages.
//!
//! Each file declares one type. Types refer to each other, also in circles, so each becomes a definition; `share` writes those
//! that are used once in their place.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use super::natives::Natives;
use super::typescript::{self, Field, File, Type};
use super::{Found, map_of, object, resource, share};
use crate::packages::Package;
use crate::schema;
use crate::sources::NpmPackage;

/// The kinds that `sources.toml` asks for, with what they refer to.
pub fn read(package: &Package, source: &NpmPackage, natives: &Natives) -> Result<Found> {
    let mut reader = Reader { root: package.folder.clone(), source, natives, found: Found::default() };
    for wanted in &source.kinds {
        let [group, version, kind] = wanted.split('/').collect::<Vec<_>>()[..] else {
            anyhow::bail!("{wanted} is not group/version/Kind")
        };
        let path = package.folder.join(group).join(version).join(format!("{kind}.d.ts"));
        let file = declaration(&path)?.with_context(|| format!("{wanted} is not there"))?;
        let Type::Object(fields) = &file.ty else { anyhow::bail!("{wanted} is no object") };
        let fields: Vec<Field> = fields.iter().filter(|field| field.name != "status").cloned().collect();
        let (properties, required) = reader.properties(&format!("{group}/{version}"), kind, &file, &path, &fields)?;
        let key = (group.to_owned(), version.to_owned(), kind.to_owned());
        reader.found.kinds.insert(key, resource(properties, required));
    }
    ensure!(!reader.found.kinds.is_empty(), "no kinds were asked for");
    Ok(reader.found)
}

/// What a file declares; it has the name of its type.
fn declaration(path: &Path) -> Result<Option<File>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().trim_end_matches(".d.ts").to_owned();
    typescript::read(&text, &name).with_context(|| path.display().to_string())
}

struct Reader<'a> {
    root: PathBuf,
    source: &'a NpmPackage,
    natives: &'a Natives,
    found: Found,
}

impl Reader<'_> {
    /// Properties of an object, and the names of those that it must have.
    fn properties(
        &mut self,
        group: &str,
        owner: &str,
        file: &File,
        path: &Path,
        fields: &[Field],
    ) -> Result<(Map<String, Value>, Vec<String>)> {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for field in fields {
            let body = self.of(group, owner, file, path, &field.ty)?;
            if !field.optional && !self.source.corrections.is_optional(owner, &field.name) {
                required.push(field.name.clone());
            }
            self.source.corrections.property(&mut properties, owner, &field.name, body);
        }
        self.source.corrections.extend(&mut properties, owner);
        Ok((properties, required))
    }

    /// The schema of a type.
    fn of(&mut self, group: &str, owner: &str, file: &File, path: &Path, ty: &Type) -> Result<Value> {
        Ok(match ty {
            Type::Name(name) => match name.as_str() {
                "string" | "number" | "boolean" => json!({"type": name}),
                "any" | "object" => json!({}),
                _ => self.named(group, file, path, name)?,
            },
            Type::Literal(value) => json!({"type": "string", "enum": [value]}),
            Type::Array(items) => json!({"type": "array", "items": self.of(group, owner, file, path, items)?}),
            Type::Map(values) => map_of(self.of(group, owner, file, path, values)?),
            // `{}` stands for whatever the source left open.
            Type::Object(fields) if fields.is_empty() => json!({}),
            Type::Object(fields) => {
                let (properties, required) = self.properties(group, owner, file, path, fields)?;
                object(properties, required)
            }
            Type::Union(all) => union(all),
        })
    }

    /// A type of another file, as a reference to its definition.
    fn named(&mut self, group: &str, file: &File, path: &Path, name: &str) -> Result<Value> {
        // The same file's own type is not imported.
        let module = file.imports.get(name).cloned().unwrap_or_else(|| format!("./{}", name.trim_start_matches('I')));
        if let Some(native) = Natives::imported(&module) {
            return self.native(group, &native);
        }
        ensure!(module.starts_with('.'), "{name} comes from {module}");
        let target =
            path.parent().context("a file lies in a folder")?.join(format!("{}.d.ts", module.trim_end_matches(".js")));
        let target = target.canonicalize().with_context(|| format!("{name} of {}", path.display()))?;
        let short = target.file_name().unwrap_or_default().to_string_lossy().trim_end_matches(".d.ts").to_owned();
        if let Some(types) = self.source.types.get(&short) {
            return Ok(if types.is_empty() { json!({}) } else { json!({"type": types}) });
        }
        let root = self.root.canonicalize()?;
        let place = target.parent().and_then(|folder| folder.strip_prefix(&root).ok()).context("a file outside")?;
        // The group of the kind, wherever the package keeps the type: a definition's file follows from its name.
        let home = group.split('/').next().unwrap_or_default();
        let definition = match place.strip_prefix(home) {
            Ok(version) => format!("{home}/{}/{short}", version.display()),
            Err(_) => format!("{home}/{}/{short}", place.display()),
        };
        if !self.found.definitions.contains_key(&definition) {
            // Before its body is read, for types that refer to themselves.
            self.found.definitions.insert(definition.clone(), json!({}));
            let other = declaration(&target)?.with_context(|| format!("{} declares nothing", target.display()))?;
            let body = self.of_declaration(group, &short, &other, &target)?;
            self.found.definitions.insert(definition.clone(), body);
        }
        Ok(schema::reference(&definition))
    }

    /// What a file declares, as a definition.
    fn of_declaration(&mut self, group: &str, name: &str, file: &File, path: &Path) -> Result<Value> {
        match &file.ty {
            Type::Object(fields) if self.source.bare.iter().any(|bare| bare == name) => {
                let only = fields.first().with_context(|| format!("{name} has no property"))?;
                self.of(group, name, file, path, &only.ty)
            }
            Type::Object(fields) if !fields.is_empty() => {
                let (properties, required) = self.properties(group, name, file, path, fields)?;
                Ok(object(properties, required))
            }
            ty => self.of(group, name, file, path, ty),
        }
    }

    /// A type of Kubernetes, without what it requires where the resource fills that in itself.
    fn native(&mut self, group: &str, name: &str) -> Result<Value> {
        match name.rsplit('.').next().unwrap_or_default() {
            "Quantity" => return Ok(schema::quantity()),
            "IntOrString" => return Ok(schema::int_or_string()),
            _ => {}
        }
        if !self.source.relaxed.iter().any(|relaxed| relaxed == name) {
            return Ok(schema::reference(name));
        }
        let definition = format!("{group}/{}", name.rsplit('.').next().unwrap_or_default());
        if !self.found.definitions.contains_key(&definition) {
            let mut body = self.natives.relaxed(name)?;
            self.found.definitions.insert(definition.clone(), json!({}));
            for inside in schema::references(&body) {
                let reference = self.native(group, &inside)?;
                share::inline(&mut body, &inside, &reference);
            }
            self.found.definitions.insert(definition.clone(), body);
        }
        Ok(schema::reference(&definition))
    }
}

/// Literals are an enum; anything else that has alternatives is left open.
fn union(all: &[Type]) -> Value {
    let literals: Vec<&String> =
        all.iter().filter_map(|ty| if let Type::Literal(value) = ty { Some(value) } else { None }).collect();
    if literals.len() == all.len() { json!({"type": "string", "enum": literals}) } else { json!({}) }
}
