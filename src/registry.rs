//! All rules, wherever they come from, and the choice among them.
//!
//! Built-in rules are the files under `policies/`, embedded when waylint is built; they have no privileges over a
//! team's own, which are read from folders with the same layout: `<pack>/<rule_name>.rego` or
//! `<pack>/<rule_name>.schema.yaml`, helpers as any other module.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::Value;
use strsim::levenshtein;

use crate::{
    config::RulePattern,
    embedded::{Embedded, POLICIES},
    folder,
    metadata::{self, Annotated, MetadataError},
    recognise::{KindTable, KindTableError},
    rule::{Rule, RuleId},
    schema::SchemaRule,
};

/// The prefix of packages that hold a rule.
pub const RULE_PREFIX: &str = "waylint.rules.";

/// Why a rule cannot be used. The others stand; the run ends with exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// A folder or file cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A rule's metadata cannot be used.
    #[error("{file}: {error}")]
    Metadata {
        /// The rule's file.
        file: String,
        /// Why.
        error: MetadataError,
    },
    /// A rule's package does not fit its place.
    #[error("{file}: the package is `{found}`, but a rule in this file is `{expected}`")]
    Package {
        /// The rule's file.
        file: String,
        /// What the module says.
        found: String,
        /// What its place says.
        expected: String,
    },
    /// Two rules of one id.
    #[error("{file}: rule `{id}` is already defined in {other}")]
    Repeated {
        /// The second file.
        file: String,
        /// The id.
        id: RuleId,
        /// The first file.
        other: String,
    },
    /// A file that is neither rule nor library.
    #[error("{file}: a Rego module here needs a package `{RULE_PREFIX}<pack>.<rule>` or `waylint.lib.<name>`")]
    Stray {
        /// The file.
        file: String,
    },
    /// A pack's table of kinds or views.
    #[error("{0}")]
    Kinds(KindTableError),
    /// A pattern of `--select` or `--ignore` that names nothing.
    #[error("no rule or pack matches `{pattern}`{}", suggestion.as_ref().map(|id| format!("; did you mean `{id}`?")).unwrap_or_default())]
    Unknown {
        /// The pattern.
        pattern: String,
        /// A rule of a similar name.
        suggestion: Option<String>,
    },
}

impl RegistryError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Read { .. } => "check the path given to `--policy` or under `packs` in .waylint.yaml",
            Self::Metadata { .. } => "see \"The contract of a rule\" in docs/architecture.md for the fields of a rule",
            Self::Package { .. } => "rename the package or move the file: a rule's id comes from where it lies",
            Self::Repeated { .. } => "rename one of the two files and its package",
            Self::Stray { .. } => "give the module a rule's package, or move helpers to a library package",
            Self::Kinds(_) => "see docs/kinds.md for the fields of a kind",
            Self::Unknown { .. } => "list the rules with `waylint rules`",
        }
    }
}

/// A rule with what judges it.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What is known about it.
    pub rule: Arc<Rule>,
    /// What judges it.
    pub body: Body,
    /// Whether it is part of waylint.
    pub built_in: bool,
}

/// What judges a rule.
#[derive(Clone, Debug)]
pub enum Body {
    /// A Rego module.
    Rego(Module),
    /// A JSON Schema.
    Schema(Arc<SchemaRule>),
    /// Code of waylint.
    Native,
}

/// A Rego module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// The file as shown.
    pub name: Arc<str>,
    /// Its package, without `data.`.
    pub package: String,
    /// Its text.
    pub text: Arc<str>,
    /// Whether it is part of waylint.
    pub built_in: bool,
}

/// All rules by id, and the modules they share.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    rules: BTreeMap<RuleId, Loaded>,
    libraries: Vec<Module>,
    tests: Vec<Module>,
    /// Tables of kinds and views that packs bring: name, content.
    tables: Vec<(String, Value)>,
    /// Whether what is added now is part of waylint.
    built_in: bool,
}

impl Registry {
    /// The rules that waylint carries.
    pub fn built_in() -> Result<Self, RegistryError> {
        let mut registry = Self { built_in: true, ..Self::default() };
        for file in POLICIES {
            registry.add_embedded(file)?;
        }
        registry.built_in = false;
        Ok(registry)
    }

    /// Adds a file that the build script made ready.
    fn add_embedded(&mut self, file: &Embedded) -> Result<(), RegistryError> {
        let failed = |error| invalid(file.name, error);
        if file.name.ends_with(".schema.yaml") {
            let rule = metadata::of_embedded_schema(id_of_path(file.name, ".schema.yaml"), file.name, file.data);
            let body = Body::Schema(Arc::new(SchemaRule::embedded(file.text)));
            return self.insert(file.name, rule.map_err(failed)?, body);
        }
        if file.name.ends_with(".rego") {
            return self.add_rego(file.name, file.text, Annotated::Json(file.data));
        }
        if file.name.ends_with("/native.yaml") {
            let rules = metadata::of_native(file.data).map_err(failed)?;
            return rules.into_iter().try_for_each(|rule| self.insert(file.name, rule, Body::Native));
        }
        Ok(())
    }

    /// Adds the rules of a folder: one pack, or a folder of packs.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), RegistryError> {
        let files = folder::files(folder).map_err(|(path, source)| RegistryError::Read { path, source })?;
        for path in files {
            let text =
                fs::read_to_string(&path).map_err(|source| RegistryError::Read { path: path.clone(), source })?;
            let file = path.to_string_lossy().replace('\\', "/");
            let data = match file.ends_with(".rego") {
                true => metadata::annotations(&text).or_else(|error| match error {
                    // Libraries and tests need none; a rule without is refused when it is added.
                    MetadataError::Missing => Ok(Value::Null),
                    error => Err(error),
                }),
                false if is_table(&file) || file.ends_with(".schema.yaml") => metadata::yaml(&text),
                false => continue,
            };
            self.add(&file, &text, data.map_err(|error| invalid(&file, error))?)?;
        }
        Ok(())
    }

    fn add(&mut self, file: &str, text: &str, data: Value) -> Result<(), RegistryError> {
        if file.ends_with(".schema.yaml") {
            return self.add_schema(file, data);
        }
        if file.ends_with(".rego") {
            return self.add_rego(file, text, Annotated::Value(data));
        }
        if is_table(file) {
            self.tables.push((file.to_owned(), data));
        }
        Ok(())
    }

    /// Whether packs bring kinds or views of their own.
    pub fn brings_kinds(&self) -> bool {
        !self.tables.is_empty()
    }

    /// The table of kinds, with those that packs bring.
    pub fn kinds(&self) -> Result<KindTable, RegistryError> {
        KindTable::with(&self.tables).map_err(RegistryError::Kinds)
    }

    fn add_schema(&mut self, file: &str, data: Value) -> Result<(), RegistryError> {
        let (rule, schema) =
            metadata::of_schema(id_of_path(file, ".schema.yaml"), file, data).map_err(|error| invalid(file, error))?;
        self.insert(file, rule, Body::Schema(Arc::new(SchemaRule::new(schema))))
    }

    fn add_rego(&mut self, file: &str, text: &str, annotations: Annotated<'_>) -> Result<(), RegistryError> {
        let package = package_of(text);
        let module =
            Module { name: file.into(), package: package.to_owned(), text: text.into(), built_in: self.built_in };
        if file.ends_with("_test.rego") {
            self.tests.push(module);
            return Ok(());
        }
        if !package.starts_with(RULE_PREFIX) {
            if !package.starts_with("waylint.lib.") {
                return Err(RegistryError::Stray { file: file.to_owned() });
            }
            self.libraries.push(module);
            return Ok(());
        }
        let id = id_of_path(file, ".rego");
        if !is_package_of_rule(package, &id) {
            let expected = package_of_rule(&id);
            return Err(RegistryError::Package { file: file.to_owned(), found: package.to_owned(), expected });
        }
        let rule = metadata::of_rego(id, file, annotations).map_err(|error| invalid(file, error))?;
        self.insert(file, rule, Body::Rego(module))
    }

    fn insert(&mut self, file: &str, rule: Rule, body: Body) -> Result<(), RegistryError> {
        if let Some(other) = self.rules.get(&rule.id) {
            let other = other.rule.origin.clone();
            return Err(RegistryError::Repeated { file: file.to_owned(), id: rule.id, other });
        }
        self.rules.insert(rule.id.clone(), Loaded { rule: Arc::new(rule), body, built_in: self.built_in });
        Ok(())
    }

    /// All rules, ordered by id.
    pub fn rules(&self) -> impl Iterator<Item = &Loaded> {
        self.rules.values()
    }

    /// A rule by id.
    pub fn get(&self, id: &RuleId) -> Option<&Loaded> {
        self.rules.get(id)
    }

    /// The rules that a name means: an id, the part after the slash, or a peer's id for the same fault.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Loaded> {
        let exact = self.rules.keys().any(|id| id.as_str() == name);
        let means = move |loaded: &&Loaded| {
            let rule = &loaded.rule;
            let peers = || rule.equivalents.values().flatten().any(|id| id.eq_ignore_ascii_case(name));
            rule.id.as_str() == name || !exact && (rule.id.name() == name || peers())
        };
        self.rules().filter(means)
    }

    /// The options of all rules as they are when nothing is configured.
    pub fn default_options(&self) -> Value {
        let options = |loaded: &Loaded| (loaded.rule.id.to_string(), loaded.rule.options(Value::Null));
        Value::Object(self.rules().map(options).collect())
    }

    /// Modules that rules share.
    pub fn libraries(&self) -> &[Module] {
        &self.libraries
    }

    /// Test modules found in added folders; built-in tests are not part of the binary.
    pub fn tests(&self) -> &[Module] {
        &self.tests
    }

    /// The rules that `select` (all, if empty) names and `ignore` does not. Rules about whether a file can be read and whether
    /// a waiver holds can only be ignored.
    pub fn select(&self, select: &[String], ignore: &[String]) -> Result<Vec<Loaded>, RegistryError> {
        let select = select.iter().map(|pattern| self.pattern(pattern)).collect::<Result<Vec<_>, _>>()?;
        let ignore = ignore.iter().map(|pattern| self.pattern(pattern)).collect::<Result<Vec<_>, _>>()?;
        let chosen = |loaded: &&Loaded| {
            let id = &loaded.rule.id;
            let wanted = select.is_empty() || id.is_of_the_run() || select.iter().any(|pattern| pattern.matches(id));
            wanted && !ignore.iter().any(|pattern| pattern.matches(id))
        };
        Ok(self.rules().filter(chosen).cloned().collect())
    }

    fn pattern(&self, text: &str) -> Result<RulePattern, RegistryError> {
        match RulePattern::new(text) {
            Ok(pattern) if self.rules.keys().any(|id| pattern.matches(id)) => Ok(pattern),
            _ => Err(RegistryError::Unknown { pattern: text.to_owned(), suggestion: self.closest(text) }),
        }
    }

    /// The rule whose id or name is most like `text`, if one is near.
    pub fn closest(&self, text: &str) -> Option<String> {
        let distance = |id: &RuleId| levenshtein(text, id.as_str()).min(levenshtein(text, id.name()));
        let best = self.rules.keys().min_by_key(|id| distance(id))?;
        (distance(best) <= text.len() / 3 + 1).then(|| best.to_string())
    }
}

/// The package of a rule: its id with dots and underscores.
pub fn package_of_rule(id: &RuleId) -> String {
    let part = |text: &str| text.replace('-', "_");
    format!("{RULE_PREFIX}{}.{}", part(id.pack()), part(id.name()))
}

/// Whether a package is that of a rule, found without writing it out: hundreds of rules are loaded at every start.
fn is_package_of_rule(package: &str, id: &RuleId) -> bool {
    let written = |byte: u8| match byte {
        b'-' => b'_',
        b'/' => b'.',
        other => other,
    };
    let own = package.strip_prefix(RULE_PREFIX).unwrap_or_default();
    own.bytes().eq(id.as_str().bytes().map(written))
}

/// Whether a file adds kinds or views.
fn is_table(file: &str) -> bool {
    file.ends_with("/kinds.yaml") || file.ends_with("/views.yaml")
}

fn id_of_path(file: &str, suffix: &str) -> RuleId {
    let path = file.strip_suffix(suffix).unwrap_or(file);
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let pack = folders.rsplit_once('/').map_or(folders, |(_, pack)| pack);
    let mut id = String::with_capacity(pack.len() + 1 + name.len());
    let written = |char: char| if char == '_' { '-' } else { char };
    id.extend(pack.chars().chain(['/']).chain(name.chars()).map(written));
    RuleId::new(id)
}

fn package_of(text: &str) -> &str {
    const WORD: &str = "package ";
    // Metadata stands above it, often a page of it.
    let mut words = memchr::memmem::find_iter(text.as_bytes(), WORD);
    let start = words.find(|&at| at == 0 || text.as_bytes()[at - 1] == b'\n');
    let rest = start.map_or("", |at| &text[at + WORD.len()..]);
    rest.split(['#', ' ', ';', '\r', '\n']).next().unwrap_or_default().trim()
}

fn invalid(file: &str, error: MetadataError) -> RegistryError {
    RegistryError::Metadata { file: file.to_owned(), error }
}
