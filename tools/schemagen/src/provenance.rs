//! `schemas/SOURCES.toml`: where generated files come from.

use std::path::Path;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::packages::Package;

/// One package and the files made of it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Source {
    /// `crate:name` or `npm:name`.
    pub package: String,
    /// Its version.
    pub version: String,
    /// As its registry states it.
    pub checksum: String,
    /// As the package states it.
    pub licence: String,
    /// The day on which the version was taken.
    pub date: String,
    /// Files below `schemas/`.
    pub files: Vec<String>,
}

#[derive(Default, Serialize, Deserialize)]
struct File {
    #[serde(default)]
    source: Vec<Source>,
}

impl Source {
    /// The row of a crate.
    pub fn of_crate(package: &Package, date: &str, files: &[String]) -> Self {
        Self::new("crate", package, date, files)
    }

    /// The row of an npm package.
    pub fn of_npm(package: &Package, date: &str, files: &[String]) -> Self {
        Self::new("npm", package, date, files)
    }

    fn new(registry: &str, package: &Package, date: &str, files: &[String]) -> Self {
        Self {
            package: format!("{registry}:{}", package.name),
            version: package.version.clone(),
            checksum: package.checksum.clone(),
            licence: package.licence.clone(),
            date: date.to_owned(),
            files: files.to_vec(),
        }
    }
}

/// Puts these rows in place of those whose files lie in `folder`; the others stay as they are.
pub fn replace(path: &Path, folder: &str, rows: Vec<Source>) -> Result<()> {
    let there = std::fs::read_to_string(path).unwrap_or_default();
    let mut file: File = toml::from_str(&there)?;
    file.source.retain(|row| !row.files.iter().any(|file| file.starts_with(folder)));
    file.source.extend(rows);
    file.source.sort_by(|one, other| {
        (&one.files, &one.package, &one.version).cmp(&(&other.files, &other.package, &other.version))
    });
    let head = "# Where the generated files of this folder come from. Written by tools/schemagen; see its README.\n\n";
    Ok(std::fs::write(path, format!("{head}{}", toml::to_string(&file)?))?)
}
