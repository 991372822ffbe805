//! Writing a mended file: whole or not at all, and only over the text that was judged.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::clone;

/// Why a file is left as it is.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Somebody else has written it.
    #[error("the file has changed on disk meanwhile")]
    Changed,
    /// A link on the way to it leads elsewhere.
    #[error("the link leads out of the repository")]
    Outside,
    /// Nobody may write it.
    #[error("the file is read-only")]
    ReadOnly,
    /// The system says no.
    #[error("the file cannot be written: {0}")]
    Io(#[from] io::Error),
}

/// Puts `after` where a file holds `before`. A link stays a link, and what it leads to is written.
///
/// # Errors
/// Why the file is left as it is. It is never left half written.
pub fn save(path: &Path, before: &[u8], after: &[u8]) -> Result<(), SaveError> {
    let target = target(path)?;
    let metadata = fs::metadata(&target)?;
    if metadata.permissions().readonly() {
        return Err(SaveError::ReadOnly);
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let (mut file, name) = beside(folder)?;
    let written = file
        .write_all(after)
        .and_then(|()| file.set_permissions(metadata.permissions()))
        .and_then(|()| file.sync_all())
        .map_err(SaveError::from)
        // Looked at last, so that little time is left for others.
        .and_then(|()| if fs::read(&target)? == before { Ok(()) } else { Err(SaveError::Changed) })
        .and_then(|()| fs::rename(&name, &target).map_err(SaveError::from));
    if written.is_err() {
        // What is in the way of this is in the way of everything; the first error is the one to tell.
        let _ = fs::remove_file(&name);
    }
    written
}

/// The file itself, links followed. None leads out of the repository, or without one out of the folder.
fn target(path: &Path) -> Result<PathBuf, SaveError> {
    let full = std::path::absolute(path)?;
    let target = fs::canonicalize(&full)?;
    let folder = full.parent().unwrap_or(Path::new("/"));
    let root = clone::root(folder);
    let is_link = fs::symlink_metadata(&full)?.is_symlink();
    if (root.is_some() || is_link) && !target.starts_with(fs::canonicalize(root.unwrap_or(folder))?) {
        return Err(SaveError::Outside);
    }
    Ok(target)
}

/// A new file in a folder, under a name that nothing there has. It is in the same file system, so it can be renamed.
fn beside(folder: &Path) -> io::Result<(fs::File, PathBuf)> {
    let mut number = 0_u32;
    loop {
        let name = folder.join(format!(".waylint-{}-{number}.tmp", std::process::id()));
        match fs::OpenOptions::new().write(true).create_new(true).open(&name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1_000 => number += 1,
            file => return Ok((file?, name)),
        }
    }
}
