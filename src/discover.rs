//! Which files to look at: those named, and those a walk finds. Reads no file but those that say what to ignore.
//!
//! A walk goes into hidden folders, because `.github` matters, and leaves out what `.gitignore`, `.ignore`,
//! `.waylintignore` and git's own exclude files name, inside a git repository or not. It never goes into [`NEVER`]. Links
//! to folders are not followed: what they lead to is visited under its own name, and so loops cannot happen. A link to
//! a file is visited if the file lies under the root, unless the file itself is visited too. In `.github` git's files do not
//! count: what is committed there is read by GitHub, whatever it is called.
//!
//! Files that are named are always looked at, ignored or not. No link leads out of the repository, not even a named one:
//! a pipeline names whatever files an untrusted change touches.

use std::{
    collections::{HashMap, HashSet},
    fs, io,
    path::{Component, MAIN_SEPARATOR, Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use ignore::{DirEntry, WalkBuilder, WalkState};

use crate::{clone, finding::Failure};

/// Folders no walk goes into: version control's own, and those that a tool fills with others' files and that bear a name
/// nobody uses otherwise. `target`, `vendor` or `dist` are not among them, for they are also names of people's own folders.
pub const NEVER: [&str; 8] = [".git", ".hg", ".svn", ".jj", "node_modules", ".terraform", ".venv", "__pycache__"];

/// What says that a folder `vendor` holds copies of what a project depends on: Go and Composer put one of these there.
const VENDORED: [&str; 2] = ["modules.txt", "autoload.php"];

/// How to look.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The process's current folder, absolute: paths are shown relative to it.
    pub cwd: &'a Path,
    /// Threads of the walk; 0 for as many as fit the machine.
    pub threads: usize,
    /// Whether files that say what to ignore are heeded.
    pub ignore: bool,
    /// Whether a file may be of any kind, by its path relative to the repository's root. Named files are not asked about.
    pub keep: &'a (dyn Fn(&str) -> bool + Sync),
    /// Whether configuration leaves out everything below a folder.
    pub excluded_folder: &'a (dyn Fn(&Path) -> bool + Sync),
}

impl<'a> Options<'a> {
    /// Everything that is not ignored.
    pub fn all(cwd: &'a Path) -> Self {
        Self { cwd, threads: 0, ignore: true, keep: &|_| true, excluded_folder: &|_| false }
    }
}

/// A file to look at. There may be very many, so that a name which says the same as another is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How to show it: relative to the current folder where it lies below, with `/` between names.
    pub shown: Arc<str>,
    /// Whether it was asked for by name.
    pub named: bool,
    /// How to open it, unless it is opened as it is shown.
    path: Option<Box<Path>>,
    relative: Relative,
}

/// A file's name from the root of its repository.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Relative {
    /// The end of the name that is shown, from some byte on.
    Shown(u32),
    Other(Box<str>),
}

impl Found {
    fn new(path: &Path, shown: String, relative: &str, named: bool) -> Self {
        let is_shown = path.strip_prefix(".").unwrap_or(path).as_os_str() == shown.as_str();
        let relative = match shown.strip_suffix(relative) {
            Some(above) => Relative::Shown(above.len() as u32),
            None => Relative::Other(relative.into()),
        };
        Self { path: (!is_shown).then(|| path.into()), shown: shown.into(), relative, named }
    }

    /// How to open it.
    pub fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new(&*self.shown))
    }

    /// Relative to the root of its repository, with `/` between names: what kinds are recognised by.
    pub fn relative(&self) -> &str {
        match &self.relative {
            Relative::Shown(start) => &self.shown[*start as usize..],
            Relative::Other(name) => name,
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovery {
    /// Files, each once, ordered by the bytes of `shown`.
    pub files: Vec<Found>,
    /// Paths that cannot be looked at, ordered.
    pub failures: Vec<Failure>,
}

/// Finds the files of some roots: folders are walked, everything else is taken as named.
pub fn discover(roots: &[PathBuf], options: &Options<'_>) -> Discovery {
    let repositories = Repositories::default();
    let mut discovery = Discovery::default();
    let mut folders = Vec::new();
    for root in roots {
        let root = tidy(options.cwd, root);
        let path = full(options.cwd, &root);
        let own = fs::symlink_metadata(&path);
        let is_link = own.as_ref().is_ok_and(fs::Metadata::is_symlink);
        match if is_link { fs::metadata(&path) } else { own } {
            Ok(metadata) if metadata.is_dir() => folders.push(root),
            Ok(_) => match named(&root, is_link, options.cwd, &repositories) {
                Ok(found) => discovery.files.push(found),
                Err(failure) => discovery.failures.push(failure),
            },
            Err(error) => discovery.failures.push(unreadable(options.cwd, &root, &error)),
        }
    }
    let (in_repository, elsewhere): (Vec<_>, Vec<_>) =
        folders.into_iter().partition(|folder| repositories.of(&full(options.cwd, folder)).root.is_some());
    if !elsewhere.is_empty() {
        let walked = builder(&elsewhere, false, options);
        walk(&elsewhere, walked, options, &repositories, &mut discovery);
    }
    if !in_repository.is_empty() {
        let walked = builder(&in_repository, true, options);
        walk(&in_repository, walked, options, &repositories, &mut discovery);
        let hosted = hosted(&in_repository, options, &discovery);
        if !hosted.is_empty() {
            let mut walked = builder(&hosted, true, options);
            walked.git_ignore(false).git_exclude(false).git_global(false);
            walk(&hosted, walked, options, &repositories, &mut discovery);
        }
    }
    // Of a file that was both named and walked into, the named one comes first and stays.
    discovery.files.sort_unstable_by(|a, b| a.shown.as_bytes().cmp(b.shown.as_bytes()).then(b.named.cmp(&a.named)));
    discovery.files.dedup_by(|later, earlier| later.shown == earlier.shown);
    discovery.failures.sort_unstable();
    discovery.failures.dedup();
    discovery
}

/// The folders `.github` in which something was found. What lies there is committed, even if it bears a name that git ignores
/// elsewhere, such as `.github/actions/build`: GitHub reads nothing else.
fn hosted(folders: &[PathBuf], options: &Options<'_>, discovery: &Discovery) -> Vec<PathBuf> {
    let folders = folders.iter().map(|folder| folder.join(".github"));
    let has_files = |folder: &PathBuf| {
        let shown = shown(options.cwd, folder);
        let is_below = |found: &Found| found.shown.strip_prefix(&*shown).is_some_and(|rest| rest.starts_with('/'));
        options.ignore && discovery.files.iter().any(is_below)
    };
    folders.filter(has_files).collect()
}

/// A file that is given rather than read: it need not exist, but lies where its name says.
pub fn given(path: &Path, cwd: &Path) -> Discovery {
    match named(&tidy(cwd, path), false, cwd, &Repositories::default()) {
        Ok(found) => Discovery { files: vec![found], failures: Vec::new() },
        Err(failure) => Discovery { files: Vec::new(), failures: vec![failure] },
    }
}

fn named(path: &Path, is_link: bool, cwd: &Path, repositories: &Repositories) -> Result<Found, Failure> {
    let full = full(cwd, path);
    let folder = full.parent().unwrap_or(Path::new("/"));
    let home = repositories.of(folder);
    if let Some(root) = &home.root
        && (home.outside || is_link && !lies_in(&full, root))
    {
        return Err(Failure {
            file: Some(shown(cwd, path).into()),
            rule: None,
            message: "the link leads out of the repository".to_owned(),
            help: "name the file it leads to, if it is to be judged".to_owned(),
        });
    }
    let relative = match &home.root {
        Some(root) => full.strip_prefix(root).unwrap_or(path),
        None => full.strip_prefix(cwd).or_else(|_| full.strip_prefix(folder)).unwrap_or(path),
    };
    Ok(Found::new(path, shown(cwd, path), &slashed(relative), true))
}

/// What a walk tells.
enum Seen {
    File(Found),
    /// A link to a file under the root, and that file.
    Link(Found, PathBuf),
    Failure(Failure),
}

fn walk(
    folders: &[PathBuf],
    builder: WalkBuilder,
    options: &Options<'_>,
    repositories: &Repositories,
    discovery: &mut Discovery,
) {
    let roots: HashMap<&Path, Root> =
        folders.iter().map(|folder| (folder.as_path(), Root::new(folder, options.cwd, repositories))).collect();
    let walker = Walker { roots, options, nested: RwLock::default() };
    let mut links = Vec::new();
    let all = Mutex::new((&mut *discovery, &mut links));
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            let (seen, state) = walker.visit(entry);
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            let (discovery, links) = &mut *all;
            match seen {
                Some(Seen::File(found)) => discovery.files.push(found),
                Some(Seen::Link(found, target)) => links.push((found, target)),
                Some(Seen::Failure(failure)) => discovery.failures.push(failure),
                None => {}
            }
            state
        })
    });
    keep_links(links, discovery);
}

/// Takes in links whose files are not visited themselves; of several links to one file, the first by name.
fn keep_links(mut links: Vec<(Found, PathBuf)>, discovery: &mut Discovery) {
    if links.is_empty() {
        return;
    }
    let canonical = |found: &Found| fs::canonicalize(found.path()).ok();
    let mut visited: HashSet<PathBuf> = discovery.files.iter().filter_map(canonical).collect();
    links.sort_unstable_by(|(a, _), (b, _)| a.shown.cmp(&b.shown));
    links.retain(|(_, target)| visited.insert(target.clone()));
    discovery.files.extend(links.into_iter().map(|(found, _)| found));
}

/// In a repository its own ignore files hold, up to its root. Elsewhere those from the given folder on do, and none above
/// it: a `.gitignore` with `*` in a home folder, for those who keep their settings in git, would hide everything.
fn builder(folders: &[PathBuf], in_repository: bool, options: &Options<'_>) -> WalkBuilder {
    let mut builder = WalkBuilder::new(&folders[0]);
    folders[1..].iter().for_each(|folder| {
        builder.add(folder);
    });
    builder.standard_filters(options.ignore).hidden(false).follow_links(false).threads(options.threads);
    builder.require_git(in_repository).parents(in_repository && options.ignore);
    builder.git_global(options.ignore && has_global_ignores());
    if options.ignore {
        builder.add_custom_ignore_filename(".waylintignore");
    }
    builder
}

/// Whether the user's git has files it ignores everywhere (<https://git-scm.com/docs/gitignore>). The walk would find out
/// by a regular expression, which takes longer than walking a small repository.
fn has_global_ignores() -> bool {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = variable("HOME").or_else(|| variable("USERPROFILE"));
    let settings = variable("XDG_CONFIG_HOME").or_else(|| Some(home.as_ref()?.join(".config")));
    let settings = settings.map(|folder| folder.join("git"));
    let configs = home.map(|home| home.join(".gitconfig")).into_iter().chain([PathBuf::from("/etc/gitconfig")]);
    let mut configs = configs.chain(settings.as_ref().map(|folder| folder.join("config")));
    if ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"].into_iter().any(|name| variable(name).is_some()) {
        return true;
    }
    let names_some = |config: PathBuf| {
        fs::read(config).is_ok_and(|text| text.to_ascii_lowercase().windows(12).any(|word| word == b"excludesfile"))
    };
    settings.is_some_and(|folder| folder.join("ignore").exists()) || configs.any(names_some)
}

/// A folder that is walked.
struct Root {
    /// What `relative` is relative to, absolute: the repository's root, or the folder itself.
    base: PathBuf,
    /// The same without links; what they must not leave.
    canonical: PathBuf,
}

impl Root {
    fn new(folder: &Path, cwd: &Path, repositories: &Repositories) -> Self {
        let folder = full(cwd, folder);
        let base = repositories.of(&folder).root.map_or(folder, |root| root.to_path_buf());
        let canonical = fs::canonicalize(&base).unwrap_or_else(|_| base.clone());
        Self { base, canonical }
    }
}

/// What the threads of a walk share.
struct Walker<'a> {
    roots: HashMap<&'a Path, Root>,
    options: &'a Options<'a>,
    /// Repositories inside the walked ones, absolute. A folder is visited before what it holds, so they are known in time.
    nested: RwLock<Vec<PathBuf>>,
}

impl Walker<'_> {
    fn visit(&self, entry: Result<DirEntry, ignore::Error>) -> (Option<Seen>, WalkState) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return (self.failure(&error), WalkState::Continue),
        };
        let Some(root) = entry.path().ancestors().nth(entry.depth()).and_then(|path| self.roots.get(path)) else {
            return (None, WalkState::Continue);
        };
        match entry.file_type() {
            Some(kind) if kind.is_dir() => (None, self.folder(&entry)),
            Some(kind) if kind.is_symlink() => (self.link(&entry, root), WalkState::Continue),
            Some(kind) if kind.is_file() => (self.found(&entry, root).map(Seen::File), WalkState::Continue),
            _ => (None, WalkState::Continue),
        }
    }

    fn folder(&self, entry: &DirEntry) -> WalkState {
        if entry.depth() == 0 {
            return WalkState::Continue;
        }
        let never = NEVER.iter().any(|name| entry.file_name() == *name);
        let is_vendored = || VENDORED.iter().any(|list| entry.path().join(list).is_file());
        if never || entry.file_name() == "vendor" && is_vendored() || (self.options.excluded_folder)(entry.path()) {
            return WalkState::Skip;
        }
        if clone::is_root(entry.path()) {
            let folder = full(self.options.cwd, entry.path());
            self.nested.write().unwrap_or_else(PoisonError::into_inner).push(folder);
        }
        WalkState::Continue
    }

    fn found(&self, entry: &DirEntry, root: &Root) -> Option<Found> {
        let path = entry.path();
        let full = full(self.options.cwd, path);
        let nested = self.nested.read().unwrap_or_else(PoisonError::into_inner);
        let inner =
            nested.iter().filter(|folder| full.starts_with(folder)).max_by_key(|folder| folder.as_os_str().len());
        let relative = slashed(full.strip_prefix(inner.unwrap_or(&root.base)).unwrap_or(path));
        if !(self.options.keep)(&relative) {
            return None;
        }
        Some(Found::new(path, shown(self.options.cwd, path), &relative, false))
    }

    fn link(&self, entry: &DirEntry, root: &Root) -> Option<Seen> {
        let found = self.found(entry, root)?;
        let target = fs::canonicalize(entry.path()).ok()?;
        (target.starts_with(&root.canonical) && target.is_file()).then_some(Seen::Link(found, target))
    }

    fn failure(&self, error: &ignore::Error) -> Option<Seen> {
        let path = path_of(error)?;
        Some(Seen::Failure(match error.io_error() {
            Some(error) => unreadable(self.options.cwd, path, error),
            None => unreadable(self.options.cwd, path, &io::Error::other(error.to_string())),
        }))
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Partial(errors) => errors.iter().find_map(path_of),
        _ => None,
    }
}

/// Where a folder belongs.
#[derive(Clone, Debug)]
struct Home {
    /// The root of its repository.
    root: Option<Arc<Path>>,
    /// Whether links on the way lead out of that repository.
    outside: bool,
}

/// Repositories by folder, so that ten thousand names in one folder are one search.
#[derive(Default)]
struct Repositories {
    known: RwLock<HashMap<PathBuf, Home>>,
}

impl Repositories {
    fn of(&self, folder: &Path) -> Home {
        if let Some(home) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return home.clone();
        }
        let root = match folder.join(".git").exists() {
            true => Some(Arc::from(folder)),
            false => folder.parent().and_then(|parent| self.of(parent).root),
        };
        // What does not exist leads nowhere: an editor may name a file in a folder that is yet to be made.
        let outside = root.as_ref().is_some_and(|root: &Arc<Path>| folder.exists() && !lies_in(folder, root));
        let home = Home { root, outside };
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned(), home.clone());
        home
    }
}

/// Whether a path lies below a folder once links are followed.
fn lies_in(path: &Path, folder: &Path) -> bool {
    match (fs::canonicalize(path), fs::canonicalize(folder)) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    }
}

fn unreadable(cwd: &Path, path: &Path, error: &io::Error) -> Failure {
    let (message, help) = match error.kind() {
        io::ErrorKind::NotFound => {
            ("there is no such file or folder".to_owned(), "name a file or folder that exists".to_owned())
        }
        io::ErrorKind::PermissionDenied => (
            "the permission to read it is missing".to_owned(),
            "grant it, or leave the path out with `exclude` in .waylint.yaml".to_owned(),
        ),
        _ => (format!("it cannot be read: {error}"), "leave it out with `exclude` in .waylint.yaml".to_owned()),
    };
    Failure { file: Some(shown(cwd, path).into()), rule: None, message, help }
}

/// A path without `.`; `..` is resolved where the result lies below the current folder, so that it is shown as such.
fn tidy(cwd: &Path, path: &Path) -> PathBuf {
    if path.components().any(|part| part == Component::ParentDir)
        && let (Ok(path), Ok(canonical)) = (fs::canonicalize(cwd.join(path)), fs::canonicalize(cwd))
        && let Ok(below) = path.strip_prefix(canonical)
    {
        return cwd.join(below);
    }
    let tidied: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    if tidied.as_os_str().is_empty() { PathBuf::from(".") } else { tidied }
}

/// A path from the root of the file system; `path` is tidy, or was made by a walk from one that is.
fn full(cwd: &Path, path: &Path) -> PathBuf {
    cwd.join(path.strip_prefix(".").unwrap_or(path))
}

/// A path as seen from the working folder, unless nothing but the root of the file system is common to both.
pub fn from_here(path: &Path) -> PathBuf {
    let Ok(here) = std::env::current_dir() else { return path.to_owned() };
    let common = here.ancestors().enumerate().filter(|(_, folder)| folder.parent().is_some());
    let seen = common.into_iter().find_map(|(up, folder)| {
        let below = path.strip_prefix(folder).ok()?;
        Some(PathBuf::from_iter(std::iter::repeat_n("..", up)).join(below))
    });
    seen.unwrap_or_else(|| path.to_owned())
}

fn shown(cwd: &Path, path: &Path) -> String {
    let path = path.strip_prefix(cwd).unwrap_or(path);
    slashed(path.strip_prefix(".").unwrap_or(path))
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(MAIN_SEPARATOR, "/") }
}
