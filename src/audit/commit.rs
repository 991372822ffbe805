//! The commit that a clone stands at, read from its files: starting git for each of ten thousand repositories would cost more
//! than judging them.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The commit that is checked out; none if it cannot be known from the files that say so.
pub(super) fn of(folder: &Path) -> Option<String> {
    let git = git_folder(folder)?;
    let head = fs::read_to_string(git.join("HEAD")).ok()?;
    let Some(name) = head.trim().strip_prefix("ref: ") else { return is_commit(head.trim()) };
    // A work tree of its own keeps its branches where all of them are kept.
    let common = fs::read_to_string(git.join("commondir")).map(|path| git.join(path.trim())).unwrap_or(git);
    if let Ok(commit) = fs::read_to_string(common.join(name)) {
        return is_commit(commit.trim());
    }
    let packed = fs::read_to_string(common.join("packed-refs")).ok()?;
    let line = packed.lines().find(|line| line.split_once(' ').is_some_and(|(_, reference)| reference == name))?;
    is_commit(line.split(' ').next()?)
}

/// `.git`, or the folder that a file of this name points to.
fn git_folder(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let text = fs::read_to_string(&git).ok()?;
    Some(folder.join(text.trim().strip_prefix("gitdir: ")?))
}

fn is_commit(text: &str) -> Option<String> {
    (text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| text.to_owned())
}
