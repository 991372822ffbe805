//! The configurations of a run: the outermost one, and the cache of those in subfolders.

use std::{
    collections::HashMap,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use crate::{clone, document::Pointer, rule::Level};

use super::{
    Config, ConfiguredWaiver, FILE_NAME, RulePattern, Written, absolute,
    error::ConfigError,
    find::{Loader, find, own, repository, shown},
    layer::Layer,
    test_data,
};

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
    /// The root of the repository, or the folder that stands for it; `root` may be a folder inside.
    repository: PathBuf,
    outermost: Folder,
    flags: Option<Arc<Layer>>,
    /// Whether subfolders may have their own files.
    nested: bool,
    /// Keys are spelt as `absolute` does, in bytes: hashing a `Path` goes through its components.
    folders: RwLock<HashMap<OsString, Result<Folder, ConfigError>>>,
}

/// A folder's configuration, without and with the command line's layer.
#[derive(Clone, Debug)]
struct Folder {
    bare: Arc<Config>,
    whole: Arc<Config>,
}

impl Folder {
    fn new(bare: Config, flags: Option<&Arc<Layer>>) -> Self {
        let bare = Arc::new(bare);
        let Some(flags) = flags else { return Self { whole: Arc::clone(&bare), bare } };
        let mut whole = Config::clone(&bare);
        whole.update(flags);
        Self { bare, whole: Arc::new(whole) }
    }
}

impl Configs {
    /// Loads the configuration for a path that is to be scanned; of several paths, for the folder they have in common.
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
        let nested = choice == Choice::Find;
        let repository = repository(&start);
        let (file, root) = match choice {
            Choice::Find => find(&cwd, &start)?,
            Choice::File(path) => (Some(absolute(&cwd, &path)), repository.clone()),
            Choice::None => (None, repository.clone()),
        };
        let mut outermost = Config::empty(&cwd);
        if let Some(file) = &file {
            Loader { cwd: &cwd, base: &root }.load(file)?.iter().for_each(|layer| outermost.update(layer));
        }
        let flags = (!levels.is_empty()).then(|| Arc::new(Layer::of_flags(levels)));
        let outermost = Folder::new(outermost, flags.as_ref());
        let folders = RwLock::new(HashMap::from([(root.as_os_str().to_owned(), Ok(outermost.clone()))]));
        Ok(Self { cwd, root, repository, outermost, flags, nested, folders })
    }

    /// The configuration of one repository among many that `fleet` governs: its own files decide which of its files are left out
    /// and what is waived, with what `fleet` says of these. `folder` is absolute, and nothing above it is looked at.
    pub fn of_repository(folder: &Path, fleet: &Config) -> Result<Self, ConfigError> {
        let mut outermost = Config::empty(folder);
        fleet.layers.iter().for_each(|layer| outermost.update(&Arc::new(layer.of_files(folder))));
        if let Some(file) = own(folder, folder)? {
            let layers = Loader { cwd: folder, base: folder }.load(&file)?;
            layers.iter().for_each(|layer| outermost.update(layer));
        }
        let outermost = Folder::new(outermost, None);
        let folders = RwLock::new(HashMap::from([(folder.as_os_str().to_owned(), Ok(outermost.clone()))]));
        let [cwd, root, repository] = [folder; 3].map(Path::to_owned);
        Ok(Self { cwd, root, repository, outermost, flags: None, nested: true, folders })
    }

    /// What file patterns of the outermost configuration are relative to: the folder of the file that was found; for
    /// a chosen file, or without one, the repository's root or the scanned folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What holds for the run as a whole: packs, schemas, golden path and the level to fail on are read here.
    pub fn outermost(&self) -> Arc<Config> {
        Arc::clone(&self.outermost.whole)
    }

    /// What holds for one file. The same `Arc` for all files of folders without a configuration between them.
    pub fn for_file(&self, file: &Path) -> Result<Arc<Config>, ConfigError> {
        if !self.nested {
            return Ok(self.outermost());
        }
        let path = absolute(&self.cwd, file);
        let folder = path.parent().unwrap_or(Path::new("/"));
        if folder.starts_with(&self.root) {
            return self.of_folder(folder).map(|folder| folder.whole);
        }
        if let Some(known) = self.known(folder) {
            return known.map(|folder| folder.whole);
        }
        let found = match (fs::canonicalize(folder), fs::canonicalize(&self.root)) {
            // Reached through a link: the same folder under another name.
            (Ok(folder), Ok(root)) => match folder.strip_prefix(&root) {
                Ok(below) => self.of_folder(&self.root.join(below)),
                Err(_) => Ok(self.outermost.clone()),
            },
            _ => Ok(self.outermost.clone()),
        };
        self.remember(folder, found).map(|folder| folder.whole)
    }

    /// Whether a file is test data: an input of tests, and not what is delivered.
    pub fn is_test_data(&self, file: &Path) -> bool {
        let configured = self.for_file(file).ok().and_then(|config| config.names_test_data(file));
        configured.unwrap_or_else(|| {
            let file = absolute(&self.cwd, file);
            let below = |root: &Path| file.strip_prefix(root).is_ok_and(test_data::is_usual);
            // A repository inside, such as one of many clones, has a root of its own. It is looked for only where that matters.
            below(&self.repository) && {
                let inner = repository(&file);
                inner == file || below(&inner)
            }
        })
    }

    /// Whose the repository is; none if it is no clone, or its clone does not tell.
    pub fn named(&self) -> Option<clone::Named> {
        clone::named(&self.repository)
    }

    /// The waivers of all configurations that were asked for so far, by where they stand.
    pub fn waivers(&self) -> Vec<Arc<ConfiguredWaiver>> {
        let folders = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        let configs = folders.values().flatten().map(|folder| &folder.bare);
        let unique: HashMap<*const ConfiguredWaiver, Arc<ConfiguredWaiver>> = configs
            .flat_map(|config| config.waivers())
            .map(|waiver| (Arc::as_ptr(waiver), Arc::clone(waiver)))
            .collect();
        let mut waivers: Vec<_> = unique.into_values().collect();
        waivers.sort_by_cached_key(|waiver| (waiver.written.place().map(|at| (at.file, at.span)), waiver.base.clone()));
        waivers
    }

    /// `folder` is the root or lies below it, and the root is known from the start.
    fn of_folder(&self, folder: &Path) -> Result<Folder, ConfigError> {
        if let Some(known) = self.known(folder) {
            return known;
        }
        let above = match folder.parent() {
            Some(parent) if parent.starts_with(&self.root) => self.of_folder(parent),
            _ => Ok(self.outermost.clone()),
        };
        let found = above.and_then(|above| self.lay_over(above, folder));
        self.remember(folder, found)
    }

    fn known(&self, folder: &Path) -> Option<Result<Folder, ConfigError>> {
        self.folders.read().unwrap_or_else(PoisonError::into_inner).get(folder.as_os_str()).cloned()
    }

    /// Of threads that found the same at once, all go on with the first one's.
    fn remember(&self, folder: &Path, found: Result<Folder, ConfigError>) -> Result<Folder, ConfigError> {
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        folders.entry(folder.as_os_str().to_owned()).or_insert(found).clone()
    }

    fn lay_over(&self, above: Folder, folder: &Path) -> Result<Folder, ConfigError> {
        let Some(file) = own(&self.cwd, folder)? else { return Ok(above) };
        let mut config = Config::clone(&above.bare);
        for layer in (Loader { cwd: &self.cwd, base: folder }).load(&file)? {
            config.update(&layer);
            if let Some(key) = self.misplaced(&config) {
                let at = |key: &str| layer.written(&Pointer(vec![key.into()]));
                let written = at(key).or_else(|| at("extends")).unwrap_or(Written::flag());
                let message = format!("`{key}` is read from the outermost configuration alone");
                let outermost = shown(&self.cwd, &self.root.join(FILE_NAME));
                return Err(written.fault(message, format!("set `{key}` in {outermost}")));
            }
        }
        Ok(Folder::new(config, self.flags.as_ref()))
    }

    /// What a subfolder's file changes and may not: settings that are needed before any folder is looked into. Its `fail-on`
    /// and `golden-path` are no mistake: they count when the folder is judged by itself.
    fn misplaced(&self, config: &Config) -> Option<&'static str> {
        let top = &self.outermost.bare;
        let news = [("packs", config.packs != top.packs), ("schemas", config.schemas != top.schemas)];
        news.into_iter().find(|(_, new)| *new).map(|(key, _)| key)
    }
}

fn folder_of(path: PathBuf) -> PathBuf {
    match path.parent() {
        Some(parent) if !path.is_dir() => parent.to_owned(),
        _ => path,
    }
}
