//! `sources.toml`: which packages are read, in which version.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::resources::Corrections;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// Crates with the types of Kubernetes itself.
    pub kubernetes: Vec<KubernetesCrate>,
    /// Crates with the types of one API group of custom resources each.
    #[serde(rename = "crate", default)]
    pub crates: Vec<GroupCrate>,
    /// npm packages with the types of custom resources.
    #[serde(default)]
    pub npm: Vec<NpmPackage>,
}

/// A release of `k8s-openapi`, and the minor versions of Kubernetes that are taken from it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KubernetesCrate {
    /// Version of the crate.
    pub version: String,
    /// Minor versions of Kubernetes.
    pub minors: Vec<u32>,
    /// The day on which this version was taken.
    pub taken: String,
}

/// A crate that holds what `kopium` made of the custom resources of one group.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupCrate {
    /// Name of the crate.
    pub name: String,
    /// Version of the crate.
    pub version: String,
    /// API group, which is also the name of the file that is written.
    pub group: String,
    /// What is known better.
    #[serde(default)]
    pub corrections: Corrections,
    /// The day on which this version was taken.
    pub taken: String,
}

/// An npm package of TypeScript declarations.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NpmPackage {
    /// Name of the package.
    pub name: String,
    /// Version of the package.
    pub version: String,
    /// The kinds to take, as `group/version/Kind`.
    pub kinds: Vec<String>,
    /// What is known better.
    #[serde(default)]
    pub corrections: Corrections,
    /// Declarations whose one property is not written: a list that stands for itself.
    #[serde(default)]
    pub bare: Vec<String>,
    /// Definitions of Kubernetes that these resources complete themselves, and so take incomplete.
    #[serde(default)]
    pub relaxed: Vec<String>,
    /// JSON types of declarations that say too little; an empty list is anything.
    #[serde(default)]
    pub types: BTreeMap<String, Vec<String>>,
    /// The day on which this version was taken.
    pub taken: String,
}

impl Sources {
    /// Reads the file.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is not as it should be", path.display()))
    }
}
