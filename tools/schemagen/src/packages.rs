//! Packages, brought here through the clients of their registries.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::paths::Paths;
use crate::sources::GroupCrate;

/// A package that lies on this machine.
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// As its registry states it.
    pub checksum: String,
    /// As the package states it.
    pub licence: String,
    /// Its files.
    pub folder: PathBuf,
}

/// The crate `name`, as one minor version of Kubernetes needs it.
pub fn one(paths: &Paths, name: &str, version: &str, minor: u32) -> Result<Package> {
    let folder = kubernetes_crate(paths, version, minor);
    let features = format!("features = [\"v1_{minor}\", \"schemars\"], ");
    manifest(&folder, &[(name.to_owned(), version.to_owned(), features)])?;
    let mut found = fetched(&folder, &[name])?;
    found.pop().with_context(|| format!("no crate {name} {version}"))
}

/// Where the crate of a minor version is made.
pub fn kubernetes_crate(paths: &Paths, version: &str, minor: u32) -> PathBuf {
    paths.work.join(format!("kubernetes-1.{minor}-of-{version}"))
}

/// All crates of custom resources, each with its row.
pub fn crates<'a>(paths: &Paths, wanted: &'a [GroupCrate]) -> Result<Vec<(Package, &'a GroupCrate)>> {
    let folder = paths.work.join("resources");
    let rows: Vec<_> = wanted.iter().map(|row| (row.name.clone(), row.version.clone(), String::new())).collect();
    manifest(&folder, &rows)?;
    let found = fetched(&folder, &wanted.iter().map(|row| row.name.as_str()).collect::<Vec<_>>())?;
    let row = |package: &Package| wanted.iter().find(|row| row.name == package.name);
    Ok(found.into_iter().filter_map(|package| row(&package).map(|row| (package, row))).collect())
}

/// Writes an empty crate with these dependencies, unless it is there already.
fn manifest(folder: &Path, dependencies: &[(String, String, String)]) -> Result<()> {
    let mut text =
        "[workspace]\n[package]\nname = \"types\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[dependencies]\n"
            .to_owned();
    for (name, version, options) in dependencies {
        text.push_str(&format!("{name} = {{ {options}version = \"={version}\" }}\n"));
    }
    let path = folder.join("Cargo.toml");
    if std::fs::read_to_string(&path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("src/main.rs"), "fn main() {}\n")?;
    Ok(std::fs::write(path, text)?)
}

/// Where cargo has put the crates that a manifest names.
fn fetched(folder: &Path, names: &[&str]) -> Result<Vec<Package>> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version=1", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .output()?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let lock = std::fs::read_to_string(folder.join("Cargo.lock"))?;
    let mut packages = Vec::new();
    for row in metadata["packages"].as_array().into_iter().flatten() {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        if names.contains(&text("name").as_str()) {
            packages.push(Package {
                checksum: locked(&lock, &text("name")).with_context(|| format!("{} has no checksum", text("name")))?,
                folder: Path::new(&text("manifest_path"))
                    .parent()
                    .context("a manifest lies in a folder")?
                    .to_path_buf(),
                name: text("name"),
                version: text("version"),
                licence: text("license"),
            });
        }
    }
    packages.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(packages)
}

/// A crate's checksum in a lock file.
fn locked(lock: &str, name: &str) -> Option<String> {
    let entry = lock.split("[[package]]").find(|entry| entry.contains(&format!("\nname = \"{name}\"\n")))?;
    let line = entry.lines().find_map(|line| line.strip_prefix("checksum = "))?;
    Some(format!("sha256:{}", line.trim_matches('"')))
}

/// An npm package, unpacked.
pub fn npm(paths: &Paths, name: &str, version: &str) -> Result<Package> {
    let folder = paths.work.join("npm").join(format!("{}-{version}", name.replace(['@', '/'], "_")));
    let kept = folder.join("packed.json");
    if !kept.exists() {
        std::fs::create_dir_all(&folder)?;
        let output =
            Command::new("npm").args(["pack", "--json", &format!("{name}@{version}")]).current_dir(&folder).output()?;
        ensure!(output.status.success(), "npm pack {name}: {}", String::from_utf8_lossy(&output.stderr));
        let packed: Value = serde_json::from_slice(&output.stdout)?;
        let file = packed[0]["filename"].as_str().context("npm names no file")?;
        let status = Command::new("tar").arg("xzf").arg(file).current_dir(&folder).status()?;
        ensure!(status.success(), "{file} cannot be unpacked");
        std::fs::write(&kept, output.stdout)?;
    }
    let packed: Value = serde_json::from_slice(&std::fs::read(&kept)?)?;
    let folder = folder.join("package");
    let about: Value = serde_json::from_slice(&std::fs::read(folder.join("package.json"))?)?;
    Ok(Package {
        name: name.to_owned(),
        version: version.to_owned(),
        checksum: packed[0]["integrity"].as_str().context("npm states no checksum")?.to_owned(),
        licence: about["license"].as_str().unwrap_or_default().to_owned(),
        folder,
    })
}
