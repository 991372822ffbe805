//! What lies in the folders above files, looked up once for each folder: most files have neighbours.

use std::{
    ffi::OsString,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use rustc_hash::FxHashMap;

use super::file::read_at_most;
use crate::{
    discover::Found,
    recognise::{Marked, Marker},
};

/// Markers above the files of folders, with the rows of the table that look for them. There are few rows.
type Known = FxHashMap<OsString, Vec<(u16, Option<Arc<Marked>>)>>;

/// Folders that were looked into.
#[derive(Debug, Default)]
pub(super) struct Folders(RwLock<Known>);

impl Folders {
    /// A marker is small; more of it is not looked at.
    const MOST: usize = 1 << 20;

    /// What rows of the table find above a file.
    pub(super) fn above<'f>(&'f self, found: &'f Found) -> impl Fn(&Marker<'_>) -> Option<Arc<Marked>> + 'f {
        let folder = found.path().parent().unwrap_or(Path::new("")).as_os_str();
        move |marker| {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            let of_row = known.get(folder).and_then(|rows| rows.iter().find(|(row, _)| *row == marker.row));
            if let Some((_, marked)) = of_row {
                return marked.clone();
            }
            drop(known);
            let marked = look(found, marker).map(Arc::new);
            let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
            known.entry(folder.to_owned()).or_default().push((marker.row, marked.clone()));
            marked
        }
    }
}

fn look(found: &Found, marker: &Marker<'_>) -> Option<Marked> {
    // The path may be relative to a folder inside the repository, and then shorter than the way from its root.
    let path = std::path::absolute(found.path()).unwrap_or_else(|_| found.path().to_owned());
    let root = path.ancestors().nth(found.relative().split('/').count())?;
    Marked::above(found.relative(), marker, &|file, read| open(&root.join(file), read))
}

fn open(path: &Path, read: bool) -> Option<String> {
    if !read {
        return path.is_file().then(String::new);
    }
    // A link may lead out of the repository.
    if !path.symlink_metadata().ok()?.is_file() {
        return None;
    }
    String::from_utf8(read_at_most(path, Folders::MOST, Vec::new()).ok()?).ok()
}
