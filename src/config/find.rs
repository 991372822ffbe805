//! Finding configuration files, and following `extends`.

use std::{
    fs,
    path::{MAIN_SEPARATOR, Path, PathBuf},
    sync::Arc,
};

use crate::{clone, source::Source};

use super::{FILE_NAME, absolute, error::ConfigError, layer::Layer};

/// The folder of an extended folder that holds its rules.
const POLICIES: &str = "policies";

/// The root of the repository that holds a folder, or the folder itself.
pub(super) fn repository(start: &Path) -> PathBuf {
    clone::root(start).unwrap_or(start).to_owned()
}

/// The outermost configuration file for a folder, and the folder that is the root without one.
pub(super) fn find(cwd: &Path, start: &Path) -> Result<(Option<PathBuf>, PathBuf), ConfigError> {
    let repository = clone::root(start);
    let mut found: Option<&Path> = None;
    for folder in start.ancestors() {
        let inside = repository.is_some_and(|root| folder.starts_with(root));
        if found.is_some() && !inside {
            break;
        }
        if own(cwd, folder)?.is_some() {
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

/// A folder's configuration file. One that is a link out of its repository is refused: what it leads to would be shown in
/// the error, and the repository may be anybody's.
pub(super) fn own(cwd: &Path, folder: &Path) -> Result<Option<PathBuf>, ConfigError> {
    let file = folder.join(FILE_NAME);
    let Ok(metadata) = fs::symlink_metadata(&file) else { return Ok(None) };
    if !metadata.is_symlink() {
        return Ok(metadata.is_file().then_some(file));
    }
    match (fs::canonicalize(&file), fs::canonicalize(repository(folder))) {
        (Ok(target), Ok(root)) if target.starts_with(&root) => Ok(target.is_file().then_some(file)),
        _ => Err(ConfigError::File {
            file: shown(cwd, &file),
            message: "the configuration is a link out of its repository, or to nothing".to_owned(),
            help: "put the file itself here, or extend the folder that holds it".to_owned(),
        }),
    }
}

/// Follows `extends`, lowest layer first.
pub(super) struct Loader<'a> {
    pub(super) cwd: &'a Path,
    /// What file patterns are relative to.
    pub(super) base: &'a Path,
}

impl Loader<'_> {
    pub(super) fn load(&self, file: &Path) -> Result<Vec<Arc<Layer>>, ConfigError> {
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

pub(super) fn shown(cwd: &Path, path: &Path) -> String {
    let name = path.strip_prefix(cwd).unwrap_or(path).to_string_lossy();
    if MAIN_SEPARATOR == '/' { name.into_owned() } else { name.replace(MAIN_SEPARATOR, "/") }
}
