//! Writing a report into a folder, in place of the one that was there.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Component, Path, PathBuf},
};

use super::files;
use crate::audit::dataset::Dataset;

/// Names the files of a report, so that the next one can take away what it does not write again.
const LIST: &str = "files.txt";

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files.
    pub files: usize,
    /// Bytes in them.
    pub bytes: u64,
}

/// Why a report cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// There is nothing to tell.
    #[error("there is no run to report on")]
    NoRun,
    /// A folder that holds something else.
    #[error("{} holds something that is no report of waylint", .0.display())]
    Foreign(PathBuf),
    /// A file or folder that cannot be written.
    #[error("{} cannot be written: {error}", file.display())]
    Write {
        /// The file or folder.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl ReportError {
    /// What to do about it.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::NoRun => "run `waylint audit` with `--history` first",
            Self::Foreign(_) => "name a new or an empty folder, or that of an earlier report",
            Self::Write { .. } => "check the disk and the path",
        }
    }
}

/// Writes a report. Files of an earlier one go, and nothing else does.
///
/// # Errors
/// A dataset without a run, a folder that holds something else, files that cannot be written.
pub fn write(dataset: &Dataset, folder: &Path) -> Result<Written, ReportError> {
    if dataset.latest().is_none() {
        return Err(ReportError::NoRun);
    }
    let earlier = earlier(folder)?;
    let mut written = Written::default();
    let mut names = BTreeSet::new();
    let mut at_fault = folder.to_owned();
    let mut put = |name: &str, text: &str| {
        let file = folder.join(name);
        at_fault.clone_from(&file);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&file, text)?;
        written.files += 1;
        written.bytes += text.len() as u64;
        names.insert(name.to_owned());
        Ok(())
    };
    let done = files(dataset, &mut put).and_then(|_| {
        let list: String = names.iter().map(|name| format!("{name}\n")).collect();
        at_fault = folder.join(LIST);
        fs::write(&at_fault, list)
    });
    done.map_err(|error| ReportError::Write { file: at_fault, error })?;
    for name in earlier.difference(&names) {
        // A file that has gone already is no fault.
        let _ = fs::remove_file(folder.join(name));
    }
    Ok(written)
}

/// The files of the report that is there.
fn earlier(folder: &Path) -> Result<BTreeSet<String>, ReportError> {
    let of = |error| ReportError::Write { file: folder.to_owned(), error };
    match fs::read_to_string(folder.join(LIST)) {
        Ok(list) => Ok(list.lines().filter(|name| stays_inside(name)).map(str::to_owned).collect()),
        Err(_) if !folder.exists() => Ok(BTreeSet::new()),
        Err(_) if fs::read_dir(folder).map_err(of)?.next().is_none() => Ok(BTreeSet::new()),
        Err(_) => Err(ReportError::Foreign(folder.to_owned())),
    }
}

/// Whether a name of the list means a file of the folder: nobody gets another file removed by writing into the list.
fn stays_inside(name: &str) -> bool {
    !name.is_empty() && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}
