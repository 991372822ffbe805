//! Lists everything under `policies/`, so that the binary carries its packs and adding a rule needs no Rust. What is
//! written in YAML is turned into JSON here, which is read ten times faster when waylint starts, and rules in Rego are
//! compiled, by the compiler that waylint has for a team's own.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

#[path = "src/metadata/block.rs"]
mod block;
#[path = "src/engine/given.rs"]
mod given;
#[path = "build/program.rs"]
mod program;
#[path = "build/schemas.rs"]
mod schemas;

/// Waylint's own Rego, and what it stands on. Of these floors little is needed here.
macro_rules! floors {
    ($($name:ident $path:literal)*) => {
        $(#[allow(dead_code, unused_imports, unreachable_pub, missing_docs)] #[path = $path] mod $name;)*
    };
}

floors! {
    digest "src/digest.rs"
    document "src/document/mod.rs"
    kind "src/kind.rs"
    rego "src/rego/mod.rs"
    source "src/source.rs"
}

/// What this script is made of, besides itself.
const OWN: [&str; 7] = [
    "src/digest.rs",
    "src/document",
    "src/engine/given.rs",
    "src/kind.rs",
    "src/metadata/block.rs",
    "src/rego",
    "src/source.rs",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=policies");
    println!("cargo::rerun-if-changed=schemas");
    println!("cargo::rerun-if-changed=build");
    OWN.iter().for_each(|path| println!("cargo::rerun-if-changed={path}"));
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    schemas::write(&root, &out)?;
    let mut files = Vec::new();
    collect(&root.join("policies"), &mut files)?;
    files.sort();
    let mut modules = Vec::new();
    let mut code = String::from("&[\n");
    for file in &files {
        let name = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(file)?;
        let rego = name.ends_with(".rego");
        let yaml = if rego { block::metadata_block(&text).map(|(block, _)| block) } else { Some(text.clone()) };
        let mut data: serde_json::Value = match yaml {
            // waylint reads its own rules in a test and compares, so this reader is not trusted blindly.
            Some(yaml) => yaml_serde::from_str(&yaml).map_err(|error| format!("{name}: {error}"))?,
            None => serde_json::Value::Null,
        };
        if rego {
            modules.push((name.clone(), text.clone()));
        }
        let text = if rego {
            text
        } else if name.ends_with(".schema.yaml") {
            let metadata = data.as_object_mut().and_then(|schema| schema.shift_remove("x-waylint"));
            let schema = std::mem::replace(&mut data, metadata.ok_or_else(|| format!("{name}: no `x-waylint`"))?);
            schema.to_string()
        } else {
            String::new()
        };
        code += &format!("    Embedded {{ name: {name:?}, data: {:?}, text: {text:?} }},\n", data.to_string());
    }
    code += "]\n";
    fs::write(out.join("policies.rs"), code)?;
    program::write(&modules, &out)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if path.is_dir() {
            collect(&path, files)?;
        } else if name.ends_with(".yaml") || name.ends_with(".rego") && !name.ends_with("_test.rego") {
            files.push(path);
        }
    }
    Ok(())
}
