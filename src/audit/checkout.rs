//! The files of a reference of git, laid out in a folder that goes away again. The clone itself stays as it is: nothing is
//! checked out in it, and no hook runs.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
    sync::atomic::{AtomicUsize, Ordering},
};

/// A folder with the files of a commit.
#[derive(Debug)]
pub(super) struct Checkout {
    folder: PathBuf,
    /// The commit.
    pub(super) commit: String,
}

static NUMBER: AtomicUsize = AtomicUsize::new(0);

impl Checkout {
    /// Lays out the files of a reference.
    ///
    /// # Errors
    /// What git says against it.
    pub(super) fn new(clone: &Path, reference: &str) -> Result<Self, String> {
        if reference.starts_with('-') {
            return Err(format!("`{reference}` is not a reference"));
        }
        let commit = git(clone, None, &["rev-parse", "--verify", "--quiet", &format!("{reference}^{{commit}}")])
            .map_err(|error| if error.is_empty() { format!("there is no reference `{reference}`") } else { error })?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("waylint-{}-{number}", process::id()));
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let folder = fs::canonicalize(&folder).unwrap_or(folder);
        // From here on the folder goes away with the value, whatever happens.
        let checkout = Self { folder, commit };
        let index = checkout.folder.join(".git-index");
        git(clone, Some(&index), &["read-tree", &checkout.commit])?;
        let prefix = format!("--prefix={}/", checkout.folder.display());
        git(clone, Some(&index), &["checkout-index", "--all", "--quiet", &prefix])?;
        // Not a part of the commit.
        fs::remove_file(&index).map_err(|error| error.to_string())?;
        Ok(checkout)
    }

    /// Where the files lie.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        // Whether it goes away cannot matter any more.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn git(clone: &Path, index: Option<&Path>, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(clone).args(arguments);
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    let output = command.output().map_err(|error| format!("git cannot be started: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}
