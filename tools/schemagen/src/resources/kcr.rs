//! Reads the Rust structs that `kopium` made of custom resource definitions.
//!
//! Each struct stands for one object and is used once, so it is written in its place; `share` finds what is the same.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};
use syn::{Attribute, Fields, GenericArgument, Item, PathArguments, Type};

use super::{Found, map_of, object, resource, share};
use crate::packages::Package;
use crate::schema;
use crate::sources::GroupCrate;

/// Structs and enums of one file by name.
type Items = BTreeMap<String, Item>;

/// All kinds of a crate.
pub fn read(package: &Package, source: &GroupCrate) -> Result<Found> {
    let mut found = Found::default();
    for path in rust_files(&package.folder.join("src"))? {
        let file = syn::parse_file(&std::fs::read_to_string(&path)?).with_context(|| path.display().to_string())?;
        let items: Items = file.items.into_iter().filter_map(|item| Some((name_of(&item)?, item))).collect();
        for (name, item) in &items {
            let Item::Struct(spec) = item else { continue };
            let Some(about) = words(&spec.attrs, "kube")? else { continue };
            let word = |word: &str| about.get(word).cloned().with_context(|| format!("{name} has no {word}"));
            let (group, version, kind) = (word("group")?, word("version")?, word("kind")?);
            ensure!(group == source.group, "{kind} is of {group}");
            let place = format!("{group}/{version}");
            let mut top = Reader { items: &items, place, source }.object_of(name)?;
            let properties = Map::from_iter([("spec".to_owned(), top.take())]);
            let required = source.corrections.is_whole(&kind).then(|| "spec".to_owned());
            found.kinds.insert((group, version, kind), resource(properties, Vec::from_iter(required)));
        }
    }
    ensure!(!found.kinds.is_empty(), "the crate has no kinds");
    Ok(found)
}

/// Files below a folder, sorted.
fn rust_files(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// What reading a file needs.
struct Reader<'a> {
    items: &'a Items,
    /// Group and version, which the names of definitions begin with.
    place: String,
    source: &'a GroupCrate,
}

impl Reader<'_> {
    /// The schema of a struct or an enum.
    fn object_of(&self, name: &str) -> Result<Value> {
        match self.items.get(name) {
            Some(Item::Struct(item)) => self.structure(name, &item.fields),
            Some(Item::Enum(item)) => enumeration(item),
            _ => bail!("nobody knows the type {name}"),
        }
    }

    /// An object with a property for each field.
    fn structure(&self, name: &str, fields: &Fields) -> Result<Value> {
        let corrections = &self.source.corrections;
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for field in fields {
            let ident = field.ident.as_ref().with_context(|| format!("{name} is a tuple"))?.to_string();
            let about = words(&field.attrs, "serde")?.unwrap_or_default();
            ensure!(!about.contains_key("flatten"), "{name}.{ident} is flattened");
            let property = about
                .get("rename")
                .cloned()
                .unwrap_or_else(|| ident.trim_start_matches("r#").trim_end_matches('_').to_owned());
            let (body, optional) = self.field(&field.ty).with_context(|| format!("{name}.{property}"))?;
            // A flag that must be given has a default nearly always, and the types do not say which.
            let flag = body["type"] == "boolean";
            if !optional && !flag && !corrections.is_optional(name, &property) {
                required.push(property.clone());
            }
            corrections.property(&mut properties, name, &property, body);
        }
        corrections.extend(&mut properties, name);
        // Tools write `creationTimestamp: null` into the metadata of templates.
        if properties.contains_key("labels") && properties.contains_key("annotations") {
            properties.entry("creationTimestamp").or_insert_with(|| json!({}));
        }
        Ok(share::named(format!("{}/{name}", self.place), object(properties, required)))
    }

    /// The schema of a field, and whether it may be left out.
    fn field(&self, ty: &Type) -> Result<(Value, bool)> {
        let (name, arguments) = path(ty)?;
        if name == "Option" {
            return Ok((self.of(arguments.first().context("an Option of nothing")?)?, true));
        }
        Ok((self.of(ty)?, false))
    }

    /// The schema of a type.
    fn of(&self, ty: &Type) -> Result<Value> {
        let (name, arguments) = path(ty)?;
        let last = || arguments.last().with_context(|| format!("a {name} of nothing"));
        Ok(match name.as_str() {
            "String" => json!({"type": "string"}),
            "bool" => json!({"type": "boolean"}),
            "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => json!({"type": "integer"}),
            "f32" | "f64" => json!({"type": "number"}),
            "Value" => json!({}),
            // Of quantities too, so `0.5` is one.
            "IntOrString" => json!({"type": ["number", "string"]}),
            "Condition" => schema::reference("io.k8s.apimachinery.pkg.apis.meta.v1.Condition"),
            "ObjectReference" => schema::reference("io.k8s.api.core.v1.ObjectReference"),
            "Option" | "Box" => self.of(last()?)?,
            "Vec" => json!({"type": "array", "items": self.of(last()?)?}),
            "BTreeMap" | "HashMap" => map_of(self.of(last()?)?),
            _ => self.object_of(&name)?,
        })
    }
}

/// The last name of a type's path, and its arguments.
fn path(ty: &Type) -> Result<(String, Vec<Type>)> {
    let Type::Path(path) = ty else { bail!("a type without a name") };
    let last = path.path.segments.last().context("an empty path")?;
    let mut arguments = Vec::new();
    if let PathArguments::AngleBracketed(list) = &last.arguments {
        for argument in &list.args {
            let GenericArgument::Type(ty) = argument else { bail!("an argument that is no type") };
            arguments.push(ty.clone());
        }
    }
    Ok((last.ident.to_string(), arguments))
}

/// A string with the names of the variants.
fn enumeration(item: &syn::ItemEnum) -> Result<Value> {
    let mut values = Vec::new();
    for variant in &item.variants {
        if !matches!(variant.fields, Fields::Unit) {
            return Ok(json!({}));
        }
        let about = words(&variant.attrs, "serde")?.unwrap_or_default();
        values.push(about.get("rename").cloned().unwrap_or_else(|| variant.ident.to_string()));
    }
    // Enums of numbers and of strings look the same here.
    if values.iter().all(|value| value.parse::<f64>().is_ok()) {
        return Ok(json!({"type": ["integer", "string"]}));
    }
    Ok(json!({"type": "string", "enum": values}))
}

/// The name of a struct or an enum.
fn name_of(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

/// What attributes like `#[serde(rename = "x", default)]` say; none where there are none of that name.
fn words(attributes: &[Attribute], name: &str) -> Result<Option<BTreeMap<String, String>>> {
    let mut words = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        let words = words.get_or_insert_with(BTreeMap::new);
        attribute.parse_nested_meta(|meta| {
            let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            let value = match meta.value() {
                Ok(value) => value.parse::<syn::LitStr>()?.value(),
                Err(_) => String::new(),
            };
            words.insert(word, value);
            Ok(())
        })?;
    }
    Ok(words)
}
