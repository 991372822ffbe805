//! Configuration: `.waylint.yaml`, what it extends, and the ones in subfolders.
//!
//! [`Configs`] finds and caches files (`load.rs`, `find.rs`), a file becomes a layer (`read.rs`, `file.rs`, `layer.rs`), and a
//! [`Config`] is layers laid over each other: what extended files set, then the file itself, then those of subfolders,
//! then the command line. The one place where they meet is `Config::update`.

mod error;
mod file;
mod find;
mod from;
mod layer;
mod load;
mod pattern;
mod read;
mod samples;
mod standards;
mod starter;
mod test_data;
mod written;

use std::{
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use serde_json::{Map, Value};

pub use error::{ConfigError, Fault};
pub use from::{Peer, Settings};
pub use layer::ConfiguredWaiver;
pub use load::{Choice, Configs};
pub use pattern::{FilePatterns, PlacePattern, Reach, RulePattern};
pub use samples::is_sample;
pub use starter::starter;
pub use written::Written;

use crate::{
    document::Pointer,
    kubernetes::Version,
    rule::{Level, RuleId},
};

use layer::Layer;
use standards::Standards;

/// The name of configuration files.
pub const FILE_NAME: &str = ".waylint.yaml";

/// Where a repository keeps what its people say of rules, unless its configuration names another file.
const FEEDBACK: &str = ".waylint/feedback.ndjson";

/// The JSON Schema of `.waylint.yaml`, for editors.
pub fn schema() -> Value {
    file::schema()
}

/// The level configured for a rule, and where.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The level; none if the rule is switched off.
    pub level: Option<Level>,
    /// Where that was said.
    pub written: Written,
}

/// Everything that is configured for the files of one folder.
#[derive(Clone, Debug)]
pub struct Config {
    /// The lowest first.
    layers: Vec<Arc<Layer>>,
    cwd: Arc<Path>,
    platform: Map<String, Value>,
    kubernetes_version: Option<Version>,
    packs: Vec<PathBuf>,
    schemas: Vec<PathBuf>,
    standards: Standards,
    feedback: Option<PathBuf>,
    fail_on: Option<Level>,
}

impl Config {
    /// Nothing configured. Relative paths are taken from `cwd`.
    pub fn empty(cwd: &Path) -> Self {
        Self {
            layers: Vec::new(),
            cwd: cwd.into(),
            platform: Map::new(),
            kubernetes_version: None,
            packs: Vec::new(),
            schemas: Vec::new(),
            standards: Standards::default(),
            feedback: None,
            fail_on: None,
        }
    }

    /// Lays a layer over what is set so far. Levels, options and file patterns are looked up in the layers when asked for.
    fn update(&mut self, layer: &Arc<Layer>) {
        overlay(&mut self.platform, &layer.platform);
        add_new(&mut self.packs, &layer.packs);
        add_new(&mut self.schemas, &layer.schemas);
        replace(&mut self.kubernetes_version, layer.kubernetes_version.as_ref());
        self.standards.overlay(&layer.standards);
        replace(&mut self.feedback, layer.feedback.as_ref());
        replace(&mut self.fail_on, layer.fail_on.as_ref());
        self.layers.push(Arc::clone(layer));
    }

    /// What is configured for a rule's level: by the nearest file that says anything, and there by the narrowest name.
    pub fn setting(&self, rule: &RuleId) -> Option<Setting> {
        self.layers.iter().rev().find_map(|layer| {
            let lines = layer.lines(rule);
            let line = lines.iter().rev().find(|line| line.level.is_some())?;
            Some(Setting { level: line.level?, written: line.written.clone() })
        })
    }

    /// The options configured for a rule: an object, empty if there are none.
    pub fn options(&self, rule: &RuleId) -> Value {
        let mut options = Map::new();
        for line in self.layers.iter().flat_map(|layer| layer.lines(rule)) {
            overlay(&mut options, line.options.as_ref().unwrap_or(&Map::new()));
        }
        Value::Object(options)
    }

    /// Every pattern under `rules`, with its place, so that those that name no rule can be reported.
    pub fn rule_patterns(&self) -> impl Iterator<Item = (&RulePattern, &Written)> {
        self.layers.iter().flat_map(|layer| &layer.rules).map(|line| (&line.pattern, &line.written))
    }

    /// Whether a file is left out by `exclude`, or not taken in by `include`. The nearest file that mentions it decides.
    pub fn excluded(&self, file: &Path) -> bool {
        let file = absolute(&self.cwd, file);
        let named = |patterns: &Option<FilePatterns>| patterns.as_ref().and_then(|p| p.verdict(&file, false));
        let excluded = self.layers.iter().rev().find_map(|layer| named(&layer.exclude)) == Some(true);
        excluded || self.layers.iter().any(|layer| layer.include.as_ref().is_some_and(|include| !include.name(&file)))
    }

    /// Whether a file is test data, as the nearest file with `test-data` says; none if no file says it.
    fn names_test_data(&self, file: &Path) -> Option<bool> {
        let patterns = self.layers.iter().rev().find_map(|layer| layer.test_data.as_ref())?;
        Some(patterns.name(&absolute(&self.cwd, file)))
    }

    /// Whether everything below a folder is left out, so that nobody need look into it.
    pub fn excluded_folder(&self, folder: &Path) -> bool {
        let folder = absolute(&self.cwd, folder);
        self.layers.iter().filter_map(|layer| layer.exclude.as_ref()).any(|exclude| exclude.name_all_below(&folder))
    }

    /// The organisation's facts.
    pub fn platform(&self) -> &Map<String, Value> {
        &self.platform
    }

    /// Folders of further rules.
    pub fn packs(&self) -> &[PathBuf] {
        &self.packs
    }

    /// Folders or files of further JSON Schemas.
    pub fn schemas(&self) -> &[PathBuf] {
        &self.schemas
    }

    /// The Kubernetes version manifests are judged for.
    pub fn kubernetes_version(&self) -> Option<Version> {
        self.kubernetes_version
    }

    /// The file that holds what people say of rules, from the repository's root.
    pub fn feedback(&self) -> &Path {
        self.feedback.as_deref().unwrap_or(Path::new(FEEDBACK))
    }

    /// The level from which findings make the run fail.
    pub fn fail_on(&self) -> Option<Level> {
        self.fail_on
    }

    /// Exemptions, those of the outermost file first.
    pub fn waivers(&self) -> impl Iterator<Item = &Arc<ConfiguredWaiver>> {
        self.layers.iter().flat_map(|layer| &layer.waivers)
    }

    /// The texts of all files that it is made of, the lowest first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().filter_map(|layer| layer.text())
    }

    /// Where a setting stands: in the nearest file that has it. For messages about facts and options judged later.
    pub fn written(&self, pointer: &Pointer) -> Option<Written> {
        self.layers.iter().rev().find_map(|layer| layer.written(pointer))
    }
}

fn replace<T: Clone>(below: &mut Option<T>, above: Option<&T>) {
    if let Some(value) = above {
        *below = Some(value.clone());
    }
}

fn add_new(below: &mut Vec<PathBuf>, above: &[PathBuf]) {
    for path in above {
        if !below.contains(path) {
            below.push(path.clone());
        }
    }
}

/// Lays one object over another: objects unite key by key, everything else is replaced.
fn overlay(below: &mut Map<String, Value>, above: &Map<String, Value>) {
    for (key, value) in above {
        match (below.get_mut(key), value) {
            (Some(Value::Object(below)), Value::Object(above)) => overlay(below, above),
            _ => {
                below.insert(key.clone(), value.clone());
            }
        }
    }
}

/// A path from the root of the file system, without `.`; `..` is resolved by the file system, as it may cross a link.
fn absolute(cwd: &Path, path: &Path) -> PathBuf {
    let joined = cwd.join(path);
    if joined.components().any(|part| part == Component::ParentDir) {
        return std::fs::canonicalize(&joined).unwrap_or(joined);
    }
    // `components` drops every `.` but a leading one, which a joined path cannot have.
    joined.components().collect()
}
