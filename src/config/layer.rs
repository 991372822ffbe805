//! One configuration file, checked and compiled: what it sets, and where it says so.

use std::{
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use serde_json::{Map, Value};

use crate::{
    date::Date,
    document::{Pointer, Step, Tree},
    kind::Dialect,
    kubernetes::{Version, VersionError},
    rule::{Level, RuleId},
    source::Source,
};

use super::{
    absolute,
    error::{ConfigError, Fault},
    file::{ConfigFile, PlaceEntry, RuleEntry, Strings, WaiverEntry},
    pattern::{FilePatterns, PlacePattern, RulePattern},
    read,
    standards::Standards,
    written::{Written, span},
};

/// What is set for the rules that one pattern names.
#[derive(Clone, Debug)]
pub(super) struct RuleLine {
    pub(super) pattern: RulePattern,
    /// The level, where one is given; `Some(None)` switches off.
    pub(super) level: Option<Option<Level>>,
    pub(super) options: Option<Map<String, Value>>,
    pub(super) written: Written,
}

/// A reasoned exemption written in configuration.
#[derive(Clone, Debug)]
pub struct ConfiguredWaiver {
    /// What it waives, each with its place.
    pub rules: Vec<(RulePattern, Written)>,
    /// The folder outside of which it never holds: the configuration's own.
    pub base: PathBuf,
    /// Files it holds for; all below the folder if none.
    pub files: Option<FilePatterns>,
    /// The place it holds for, with everything below; everywhere if none.
    pub at: Option<PlacePattern>,
    /// Why.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day it holds.
    pub until: Option<Date>,
    /// Where it is written.
    pub written: Written,
}

/// One configuration file. Layers are laid over each other; see [`super::Config`].
#[derive(Debug)]
pub(super) struct Layer {
    tree: Option<Arc<Tree>>,
    pub(super) rules: Vec<RuleLine>,
    pub(super) packs: Vec<PathBuf>,
    pub(super) schemas: Vec<PathBuf>,
    pub(super) platform: Map<String, Value>,
    pub(super) kubernetes_version: Option<Version>,
    pub(super) include: Option<FilePatterns>,
    pub(super) exclude: Option<FilePatterns>,
    pub(super) test_data: Option<FilePatterns>,
    pub(super) waivers: Vec<Arc<ConfiguredWaiver>>,
    pub(super) standards: Standards,
    /// The file that holds what people say of rules, from the repository's root.
    pub(super) feedback: Option<PathBuf>,
    pub(super) fail_on: Option<Level>,
    /// Folders it extends, with their places, in order.
    pub(super) extends: Vec<(PathBuf, Written)>,
}

impl Layer {
    /// A layer of levels given on the command line.
    pub(super) fn of_flags(levels: &[(RulePattern, Option<Level>)]) -> Self {
        let rules = levels.iter().map(|(pattern, level)| RuleLine {
            pattern: pattern.clone(),
            level: Some(*level),
            options: None,
            written: Written::flag(),
        });
        Self { rules: rules.collect(), ..Self::empty(None) }
    }

    /// A layer that adds one folder of packs: what a folder without a configuration file gives when it is extended.
    pub(super) fn of_packs(folder: PathBuf) -> Self {
        Self { packs: vec![folder], ..Self::empty(None) }
    }

    /// Reads a configuration file that lies in `home`. File patterns are relative to `base`: another folder than `home`
    /// only where the file is extended by one that lies elsewhere.
    pub(super) fn read(source: &Arc<Source>, home: &Path, base: &Path) -> Result<Self, ConfigError> {
        let (file, tree) = read::read(source)?;
        Compiler { source, tree, home, base }.layer(file)
    }

    /// What it says of files, as it holds in another folder, and nothing else. Its waivers are nobody's there: whether they are
    /// used or have run out is not that folder's fault.
    pub(super) fn of_files(&self, base: &Path) -> Self {
        let moved = |patterns: &Option<FilePatterns>| patterns.as_ref().map(|patterns| patterns.relative_to(base));
        let waiver = |waiver: &Arc<ConfiguredWaiver>| {
            let (base, files, written) = (base.to_owned(), moved(&waiver.files), Written::flag());
            Arc::new(ConfiguredWaiver { base, files, written, ..ConfiguredWaiver::clone(waiver) })
        };
        Self {
            include: moved(&self.include),
            exclude: moved(&self.exclude),
            test_data: moved(&self.test_data),
            waivers: self.waivers.iter().map(waiver).collect(),
            feedback: self.feedback.clone(),
            ..Self::empty(None)
        }
    }

    fn empty(tree: Option<Arc<Tree>>) -> Self {
        Self {
            tree,
            rules: Vec::new(),
            packs: Vec::new(),
            schemas: Vec::new(),
            platform: Map::new(),
            kubernetes_version: None,
            include: None,
            exclude: None,
            test_data: None,
            waivers: Vec::new(),
            standards: Standards::default(),
            feedback: None,
            fail_on: None,
            extends: Vec::new(),
        }
    }

    /// The lines that name a rule, the widest first; of equals, the later last.
    pub(super) fn lines(&self, rule: &RuleId) -> Vec<&RuleLine> {
        let mut lines: Vec<&RuleLine> = self.rules.iter().filter(|line| line.pattern.matches(rule)).collect();
        lines.sort_by_key(|line| line.pattern.reach());
        lines
    }

    /// The file's text; none for what no file says.
    pub(super) fn text(&self) -> Option<&str> {
        self.tree.as_ref().map(|tree| tree.source().text())
    }

    /// Where a setting stands in this file, if this file has it.
    pub(super) fn written(&self, pointer: &Pointer) -> Option<Written> {
        let tree = self.tree.as_ref()?;
        let document = tree.documents(Dialect::Core).next()?;
        let (_, taken) = document.nearest(pointer);
        (taken == pointer.steps().len()).then(|| Written::at(tree, pointer.clone()))
    }
}

/// Turns what serde read into a layer; knows where everything stands.
struct Compiler<'a> {
    source: &'a Arc<Source>,
    tree: Arc<Tree>,
    home: &'a Path,
    base: &'a Path,
}

impl Compiler<'_> {
    fn layer(&self, file: ConfigFile) -> Result<Layer, ConfigError> {
        Ok(Layer {
            rules: self.rules(file.rules.0)?,
            packs: self.folders("packs", &file.packs, Path::is_dir, "folder")?,
            schemas: self.schemas(&file.schemas)?,
            platform: file.platform,
            kubernetes_version: self.version(file.kubernetes_version)?,
            include: self.some_patterns(&file.include, vec!["include".into()], true)?,
            exclude: self.some_patterns(&file.exclude, vec!["exclude".into()], true)?,
            test_data: file.test_data.map(|data| self.patterns(&data, vec!["test-data".into()], true)).transpose()?,
            waivers: self.waivers(file.waivers)?,
            standards: self.standards(Standards {
                standards: file.standards,
                golden_path: file.golden_path,
                tiers: file.tiers,
            })?,
            feedback: self.feedback(file.feedback)?,
            fail_on: file.fail_on.map(Level::from),
            extends: self.extends(&file.extends)?,
            ..Layer::empty(Some(Arc::clone(&self.tree)))
        })
    }

    fn rules(&self, entries: Vec<(String, RuleEntry)>) -> Result<Vec<RuleLine>, ConfigError> {
        let line = |(name, entry): (String, RuleEntry)| {
            let at = vec!["rules".into(), name.as_str().into()];
            let pattern = RulePattern::new(&name).map_err(|why| self.fault(at.clone(), why, NAME_A_RULE))?;
            let level = entry.level.map(|word| word.level());
            Ok(RuleLine { pattern, level, options: entry.options, written: self.written(at) })
        };
        entries.into_iter().map(line).collect()
    }

    /// A file of the repository itself: nobody's configuration leads an audit elsewhere.
    fn feedback(&self, file: Option<String>) -> Result<Option<PathBuf>, ConfigError> {
        let Some(file) = file.map(PathBuf::from) else { return Ok(None) };
        let mut parts = file.components();
        if file.as_os_str().is_empty() || !parts.all(|part| matches!(part, Component::Normal(_))) {
            let message = format!("`{}` is no file of the repository", file.display());
            return Err(self.fault(vec!["feedback".into()], message, "name a file from the repository's root on"));
        }
        Ok(Some(file))
    }

    fn folders(
        &self,
        key: &str,
        entries: &[String],
        exists: fn(&Path) -> bool,
        what: &str,
    ) -> Result<Vec<PathBuf>, ConfigError> {
        entries.iter().enumerate().map(|(index, entry)| self.folder(key, index, entry, exists, what)).collect()
    }

    fn standards(&self, standards: Standards) -> Result<Standards, ConfigError> {
        standards.check().map_err(|(at, message, help)| self.fault(at, message, help))?;
        Ok(standards)
    }

    fn folder(
        &self,
        key: &str,
        index: usize,
        entry: &str,
        exists: fn(&Path) -> bool,
        what: &str,
    ) -> Result<PathBuf, ConfigError> {
        let path = absolute(self.home, Path::new(entry));
        if exists(&path) {
            return Ok(path);
        }
        let message = format!("there is no {what} `{entry}`");
        Err(self.fault(vec![key.into(), index.into()], message, "name one relative to this file"))
    }

    /// Schemas by path; patterns and addresses as they are written.
    fn schemas(&self, entries: &[String]) -> Result<Vec<PathBuf>, ConfigError> {
        let is_pattern = |entry: &str| entry.contains("{{") || entry.contains('*');
        let schema = |(index, entry): (usize, &String)| match entry {
            address if address.contains("://") => Ok(PathBuf::from(address)),
            pattern if is_pattern(pattern) => Ok(absolute(self.home, Path::new(pattern))),
            _ => self.folder("schemas", index, entry, Path::exists, "file or folder"),
        };
        entries.iter().enumerate().map(schema).collect()
    }

    fn version(&self, version: Option<String>) -> Result<Option<Version>, ConfigError> {
        let parse = |version: String| {
            let help = "write a version that is known, such as 1.33";
            version
                .parse()
                .map_err(|error: VersionError| self.fault(vec!["kubernetes-version".into()], error.to_string(), help))
        };
        version.map(parse).transpose()
    }

    /// Patterns of a list that says nothing if it is empty.
    fn some_patterns(
        &self,
        patterns: &[String],
        at: Vec<Step>,
        listed: bool,
    ) -> Result<Option<FilePatterns>, ConfigError> {
        (!patterns.is_empty()).then(|| self.patterns(patterns, at, listed)).transpose()
    }

    fn patterns(&self, patterns: &[String], at: Vec<Step>, listed: bool) -> Result<FilePatterns, ConfigError> {
        FilePatterns::new(self.base, patterns).map_err(|(index, why)| {
            let item = listed.then_some(Step::Index(index));
            self.fault(at.into_iter().chain(item).collect(), why, "write it as in .gitignore, relative to this file")
        })
    }

    fn waivers(&self, entries: Vec<WaiverEntry>) -> Result<Vec<Arc<ConfiguredWaiver>>, ConfigError> {
        entries.into_iter().enumerate().map(|(index, entry)| self.waiver(index, entry).map(Arc::new)).collect()
    }

    fn waiver(&self, index: usize, entry: WaiverEntry) -> Result<ConfiguredWaiver, ConfigError> {
        let at = |key: &str| vec!["waivers".into(), index.into(), key.into()];
        let place = match entry.at {
            None => None,
            Some(PlaceEntry::Steps(steps)) => Some(PlacePattern::from_steps(steps)),
            Some(PlaceEntry::Text(text)) => {
                let help = "write keys and indices as reports show them, such as spec.containers[0].image";
                Some(PlacePattern::new(&text).map_err(|why| self.fault(at("at"), why, help))?)
            }
        };
        let until = match entry.until.as_deref().map(str::parse::<Date>) {
            None => None,
            Some(Ok(date)) => Some(date),
            Some(Err(error)) => return Err(self.fault(at("until"), error.to_string(), error.help())),
        };
        let files = entry.files.unwrap_or_default();
        Ok(ConfiguredWaiver {
            rules: self.waived(&entry.rule, at("rule"))?,
            base: self.base.to_owned(),
            files: self.some_patterns(&files.values, at("files"), files.listed)?,
            at: place,
            reason: entry.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty()),
            owner: entry.owner,
            until,
            written: self.written(vec!["waivers".into(), index.into()]),
        })
    }

    fn waived(&self, rules: &Strings, at: Vec<Step>) -> Result<Vec<(RulePattern, Written)>, ConfigError> {
        if rules.values.is_empty() {
            return Err(self.fault(at, "the waiver names no rule", NAME_A_RULE));
        }
        let rule = |(index, text): (usize, &String)| {
            let at: Vec<Step> = at.iter().cloned().chain(rules.listed.then_some(Step::Index(index))).collect();
            let pattern = RulePattern::new(text).map_err(|why| self.fault(at.clone(), why, NAME_A_RULE))?;
            Ok((pattern, self.written(at)))
        };
        rules.values.iter().enumerate().map(rule).collect()
    }

    fn extends(&self, entries: &[String]) -> Result<Vec<(PathBuf, Written)>, ConfigError> {
        let folder = |(index, entry): (usize, &String)| {
            let at = vec!["extends".into(), index.into()];
            let path = absolute(self.home, Path::new(entry));
            if path.is_dir() {
                return Ok((path, self.written(at)));
            }
            let message = match entry {
                _ if entry.contains("://") || entry.starts_with("git@") || entry.contains(".git") => {
                    format!("`{entry}` is a remote reference, which cannot be extended yet")
                }
                _ if [".tar.gz", ".tgz"].iter().any(|end| entry.ends_with(end)) => {
                    format!("`{entry}` is a bundle, which cannot be extended yet")
                }
                _ if path.is_file() => format!("`{entry}` is a file"),
                _ => format!("there is no folder `{entry}`"),
            };
            let help = "name a folder, relative to this file, that holds a .waylint.yaml, a folder `policies`, or both";
            Err(self.fault(at, message, help))
        };
        entries.iter().enumerate().map(folder).collect()
    }

    fn written(&self, at: Vec<Step>) -> Written {
        Written::at(&self.tree, Pointer(at))
    }

    fn fault(&self, at: Vec<Step>, message: impl Into<String>, help: impl Into<String>) -> ConfigError {
        Fault::at(self.source, span(&self.tree, &Pointer(at)), message, help)
    }
}

const NAME_A_RULE: &str = "write a rule id such as `docker/root-user`, a pack name, or a glob over ids";
