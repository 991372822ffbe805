//! Gets the schemas of one minor version out of `k8s-openapi`, by a small crate that is made, built and run.
//!
//! Only one version's feature can be on in a build, so each version has a crate of its own. Its answer is kept.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use super::Kind;
use crate::packages;
use crate::paths::Paths;
use crate::sources::KubernetesCrate;

/// What the small crate prints.
#[derive(Deserialize)]
pub struct Dump {
    /// Kinds with the names of their definitions.
    pub kinds: Vec<Kind>,
    /// Bodies by name, as `schemars` writes them.
    pub definitions: BTreeMap<String, Value>,
}

/// The dump of one minor version, made anew unless it is there.
pub fn of(paths: &Paths, source: &KubernetesCrate, minor: u32) -> Result<Dump> {
    let kept = paths.work.join(format!("kubernetes-1.{minor}-of-{}.json", source.version));
    if !kept.exists() {
        std::fs::write(&kept, make(paths, source, minor)?)?;
    }
    Ok(serde_json::from_slice(&std::fs::read(&kept)?)?)
}

/// Makes the crate, runs it and returns what it prints.
fn make(paths: &Paths, source: &KubernetesCrate, minor: u32) -> Result<Vec<u8>> {
    eprintln!("building the types of Kubernetes 1.{minor} from k8s-openapi {}", source.version);
    let package = packages::one(paths, "k8s-openapi", &source.version, minor)?;
    let types = resource_types(&package.folder.join(format!("src/v1_{minor}")))?;
    let has_macro =
        std::fs::read_to_string(package.folder.join("Cargo.toml"))?.contains("[dependencies.schemars]\nversion = \"1");
    let folder = packages::kubernetes_crate(paths, &source.version, minor);
    std::fs::write(folder.join("src/main.rs"), program(&types, has_macro))?;
    let output = Command::new("cargo")
        .args(["run", "--quiet", "-j1", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", paths.work.join("target"))
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .stderr(std::process::Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "the crate in {} does not build", folder.display());
    Ok(output.stdout)
}

/// Paths of all types in a version's folder that are resources, sorted.
fn resource_types(folder: &Path) -> Result<Vec<String>> {
    let mut types = Vec::new();
    let mut folders = vec![(folder.to_path_buf(), String::new())];
    while let Some((folder, module)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let path = entry?.path();
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push((path, format!("{module}{stem}::")));
                continue;
            }
            let text = std::fs::read_to_string(&path)?;
            let names =
                text.lines().filter_map(|line| line.strip_prefix("impl crate::Resource for ")?.strip_suffix(" {"));
            types.extend(names.map(|name| format!("{module}{name}")));
        }
    }
    types.sort();
    Ok(types)
}

/// The program that prints a dump. `schemars` changed its interface with version 1.
fn program(types: &[String], new_schemars: bool) -> String {
    let (settings, definitions) =
        if new_schemars { ("generate", "generator.definitions()") } else { ("gen", "generator.definitions()") };
    let mut text = format!(
        "use k8s_openapi::{{schemars, serde_json, Resource}};\n\
         fn main() {{\n\
         let mut generator = schemars::{settings}::SchemaSettings::draft07().into_generator();\n\
         let mut kinds = Vec::new();\n"
    );
    for each in types {
        text.push_str(&format!("kinds.push(kind::<k8s_openapi::{each}>(&mut generator));\n"));
    }
    text.push_str(&format!(
        "println!(\"{{}}\", serde_json::json!({{\"kinds\": kinds, \"definitions\": {definitions}}}));\n}}\n\
         fn kind<T: Resource + schemars::JsonSchema>(generator: &mut schemars::{settings}::SchemaGenerator) -> serde_json::Value {{\n\
         generator.subschema_for::<T>();\n\
         serde_json::json!({{\"group\": T::GROUP, \"version\": T::VERSION, \"kind\": T::KIND, \"definition\": T::schema_name()}})\n}}\n"
    ));
    text
}
