//! Finding configuration files, following `extends`, and the cache of folders.

use std::{
    collections::HashMap,
    ffi::OsString,
    fs,
    path::{MAIN_SEPARATOR, Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use crate::{document::Pointer, rule::Level, source::Source};

use super::{Config, RulePattern, Written, absolute, error::ConfigError, layer::Layer};

/// The name of configuration files.
pub const FILE_NAME: &str = ".waylint.yaml";

/// The folder of an extended folder that holds its rules.
const POLICIES: &str = "policies";

/// Which configuration to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The ones that are found.
    Find,
    /// This file, and no other: what a gate that teams cannot loosen wants.
    File(PathBuf),
    /// None.
    None,
}

/// All configurations of a run, by folder. Shared between threads; subfolders are looked into when first asked for.
#[derive(Debug)]
pub struct Configs {
    cwd: PathBuf,
    root: PathBuf,
    outermost: Arc<Config>,
    flags: Option<Arc<Layer>>,
    /// Whether subfolders may have their own files.
    nested: bool,
    /// Without flags. Keys are spelt as `absolute` does, in bytes: hashing a `Path` goes through its components.
    folders: RwLock<HashMap<OsString, Result<Folder, ConfigError>>>,
}

/// A folder's configuration, with and without the command line's layer.
#[derive(Clone, Debug)]
struct Folder {
    bare: Arc<Config>,
    whole: Arc<Config>,
}

impl Configs {
    /// Loads the configuration for a path that is to be scanned.
    ///
    /// It is the outermost file between the path and the root of its repository, and those further in lie over it, so
    /// a file is judged alike wherever the scan starts. Where the repository has none, or there is no repository, it is
    /// the first one found upward.
    pub fn load(start: &Path, choice: Choice) -> Result<Self, ConfigError> {
        Self::load_with(start, choice, &[])
    }

    /// The same, with levels from the command line, which override every file.
    pub fn load_with(
        start: &Path,
        choice: Choice,
        levels: &[(RulePattern, Option<Level>)],
    ) -> Result<Self, ConfigError> {
        let cwd = std::env::current_dir().map_err(|error| ConfigError::File {
            file: ".".to_owned(),
            message: format!("the current folder cannot be read: {error}"),
            help: "change to a folder that exists".to_owned(),
        })?;
        let start = folder_of(absolute(&cwd, start));
        let (file, root) = match &choice {
            Choice::None => (None, start),
            Choice::File(path) => (Some(absolute(&cwd, path)), PathBuf::new()),
            Choice::Find => find(&cwd, &start)?,
        };
        let root = match &file {
            Some(file) => file.parent().unwrap_or(Path::new("/")).to_owned(),
            None => root,
        };
        let mut outermost = Config::empty(&cwd);
        if let Some(file) = &file {
            Loader { cwd: &cwd, base: &root }.load(file)?.iter().for_each(|layer| outermost.update(layer));
        }
        let flags = (!levels.is_empty()).then(|| Arc::new(Layer::of_flags(levels)));
        let nested = choice == Choice::Find;
        let configs = Self { cwd, root, outermost: Arc::new(outermost), flags, nested, folders: RwLock::default() };
        Ok(configs.seeded())
    }

    /// The folder of the outermost configuration file; without one, the repository's root or the scanned folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What holds for the run as a whole: packs, schemas, golden path and the level to fail on are read here.
    pub fn outermost(&self) -> Arc<Config> {
        self.with_flags(&self.outermost)
    }

    /// What holds for one file. The same `Arc` for all files of folders without a configuration between them.
    pub fn for_file(&self, file: &Path) -> Result<Arc<Config>, ConfigError> {
        let path = absolute(&self.cwd, file);
        let folder = path.parent().unwrap_or(Path::new("/"));
        if let Some(known) = self.known(folder) {
            return known.map(|folder| folder.whole);
        }
        if folder.starts_with(&self.root) {
            return self.of_folder(folder).map(|folder| folder.whole);
        }
        // Reached through a link: the same folder under another name.
        match (fs::canonicalize(folder), fs::canonicalize(&self.root)) {
            (Ok(folder), Ok(root)) => match folder.strip_prefix(&root) {
                Ok(below) => self.of_folder(&self.root.join(below)).map(|folder| folder.whole),
                Err(_) => Ok(self.outermost()),
            },
            _ => Ok(self.outermost()),
        }
    }

    /// `folder` is the root or lies below it, and the root is known from the start.
    fn of_folder(&self, folder: &Path) -> Result<Folder, ConfigError> {
        if let Some(known) = self.known(folder) {
            return known;
        }
        let above = match folder.parent() {
            Some(parent) if parent.starts_with(&self.root) => self.of_folder(parent),
            _ => Ok(self.folder(&self.outermost)),
        };
        let found = above.and_then(|above| self.lay_over(above, folder));
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        folders.entry(folder.as_os_str().to_owned()).or_insert(found).clone()
    }

    fn lay_over(&self, above: Folder, folder: &Path) -> Result<Folder, ConfigError> {
        let file = folder.join(FILE_NAME);
        if !self.nested || !file.is_file() {
            return Ok(above);
        }
        let mut config = Config::clone(&above.bare);
        for layer in (Loader { cwd: &self.cwd, base: folder }).load(&file)? {
            config.update(&layer);
            if let Some(key) = self.misplaced(&config) {
                let at = |key: &str| layer.written(&Pointer(vec![key.into()]));
                let written = at(key).or_else(|| at("extends")).unwrap_or(Written::flag());
                let message = format!("`{key}` is read from the outermost configuration alone");
                return Err(written.fault(message, format!("set `{key}` in {}", self.outermost_name())));
            }
        }
        Ok(self.folder(&Arc::new(config)))
    }

    /// What a subfolder's file changes and may not: settings that are needed before any folder is looked into.
    fn misplaced(&self, config: &Config) -> Option<&'static str> {
        let top = &self.outermost;
        let news = [
            ("packs", config.packs != top.packs),
            ("schemas", config.schemas != top.schemas),
            ("golden-path", config.golden_path != top.golden_path),
            ("fail-on", config.fail_on != top.fail_on),
        ];
        news.into_iter().find(|(_, new)| *new).map(|(key, _)| key)
    }

    fn outermost_name(&self) -> String {
        shown(&self.cwd, &self.root.join(FILE_NAME))
    }

    fn known(&self, folder: &Path) -> Option<Result<Folder, ConfigError>> {
        self.folders.read().unwrap_or_else(PoisonError::into_inner).get(folder.as_os_str()).cloned()
    }

    fn folder(&self, bare: &Arc<Config>) -> Folder {
        Folder { bare: Arc::clone(bare), whole: self.with_flags(bare) }
    }

    fn with_flags(&self, config: &Arc<Config>) -> Arc<Config> {
        let Some(flags) = &self.flags else { return Arc::clone(config) };
        let mut config = Config::clone(config);
        config.update(flags);
        Arc::new(config)
    }

    fn seeded(self) -> Self {
        let folder = self.folder(&self.outermost);
        let key = self.root.as_os_str().to_owned();
        self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(key, Ok(folder));
        self
    }
}

fn folder_of(path: PathBuf) -> PathBuf {
    match path.parent() {
        Some(parent) if !path.is_dir() => parent.to_owned(),
        _ => path,
    }
}

/// The outermost configuration file for a folder, and the folder that is the root without one.
fn find(cwd: &Path, start: &Path) -> Result<(Option<PathBuf>, PathBuf), ConfigError> {
    let repository = start.ancestors().find(|folder| folder.join(".git").exists());
    let mut found: Option<&Path> = None;
    for folder in start.ancestors() {
        let inside = repository.is_some_and(|root| folder.starts_with(root));
        if found.is_some() && !inside {
            break;
        }
        if folder.join(FILE_NAME).is_file() {
            found = Some(folder);
        } else if folder.join(".waylint.yml").is_file() {
            return Err(ConfigError::File {
                file: shown(cwd, &folder.join(".waylint.yml")),
                message: "the configuration file has another name".to_owned(),
                help: format!("rename it to {FILE_NAME}"),
            });
        }
    }
    let root = found.or(repository).unwrap_or(start).to_owned();
    Ok((found.map(|folder| folder.join(FILE_NAME)), root))
}

/// Follows `extends`, lowest layer first.
struct Loader<'a> {
    cwd: &'a Path,
    /// What file patterns are relative to.
    base: &'a Path,
}

impl Loader<'_> {
    fn load(&self, file: &Path) -> Result<Vec<Arc<Layer>>, ConfigError> {
        let mut layers = Vec::new();
        let mut done = Vec::new();
        self.follow(file, &mut vec![identity(file)], &mut done, &mut layers)?;
        Ok(layers)
    }

    /// `open` holds the files that led here, `done` those already laid: extending one twice changes nothing.
    fn follow(
        &self,
        file: &Path,
        open: &mut Vec<PathBuf>,
        done: &mut Vec<PathBuf>,
        layers: &mut Vec<Arc<Layer>>,
    ) -> Result<(), ConfigError> {
        let source = self.source(file)?;
        let home = file.parent().unwrap_or(Path::new("/"));
        let layer = Layer::read(&source, home, self.base)?;
        for (folder, written) in &layer.extends {
            let below = folder.join(FILE_NAME);
            let policies = folder.join(POLICIES);
            let id = identity(&below);
            if open.contains(&id) {
                let message = format!("`{}` extends itself", shown(self.cwd, &below));
                return Err(written.fault(message, "remove one `extends` of the circle"));
            }
            if !below.is_file() && !policies.is_dir() {
                let message =
                    format!("`{}` holds neither {FILE_NAME} nor a folder `policies`", shown(self.cwd, folder));
                return Err(written.fault(message, "name a folder that holds one of them"));
            }
            if done.contains(&id) {
                continue;
            }
            if policies.is_dir() {
                layers.push(Arc::new(Layer::of_packs(absolute(self.cwd, &policies))));
            }
            if below.is_file() {
                open.push(id.clone());
                self.follow(&below, open, done, layers)?;
                open.pop();
            }
            done.push(id);
        }
        layers.push(Arc::new(layer));
        Ok(())
    }

    fn source(&self, file: &Path) -> Result<Arc<Source>, ConfigError> {
        let name = shown(self.cwd, file);
        match fs::read_to_string(file) {
            Ok(text) => Ok(Arc::new(Source::new(name, text))),
            Err(error) => Err(ConfigError::File {
                file: name,
                message: format!("the configuration cannot be read: {error}"),
                help: "name a readable UTF-8 file".to_owned(),
            }),
        }
    }
}

/// One name for a file however it is reached; the folder's, as the file itself may be missing.
fn identity(file: &Path) -> PathBuf {
    match (file.parent().map(fs::canonicalize), file.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => file.to_owned(),
    }
}

fn shown(cwd: &Path, path: &Path) -> String {
    let name = path.strip_prefix(cwd).unwrap_or(path).to_string_lossy();
    if MAIN_SEPARATOR == '/' { name.into_owned() } else { name.replace(MAIN_SEPARATOR, "/") }
}
