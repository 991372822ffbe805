//! Lists everything under `policies/`, so that the binary carries its packs and adding a rule needs no Rust.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=policies");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("policies");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut code = String::from("&[\n");
    for file in &files {
        let name = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        code += &format!("    ({name:?}, include_str!({:?})),\n", file.to_string_lossy());
    }
    code += "]\n";
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("policies.rs"), code)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if is_rule(&path.to_string_lossy()) {
            files.push(path);
        }
    }
    Ok(())
}

/// Rules and their library; tests stay out of the binary.
fn is_rule(name: &str) -> bool {
    name.ends_with(".rego") && !name.ends_with("_test.rego")
        || name.ends_with(".schema.yaml")
        || name.ends_with("native.yaml")
}
