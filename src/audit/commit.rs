//! The commit that a clone stands at, read from its files: starting git for each of ten thousand repositories would cost more
//! than judging them.

use std::{fs, path::Path};

use crate::clone;

/// The commit that is checked out; none if it cannot be known from the files that say so.
pub(super) fn of(folder: &Path) -> Option<String> {
    let git = clone::git_folder(folder)?;
    let head = fs::read_to_string(git.join("HEAD")).ok()?;
    let Some(name) = head.trim().strip_prefix("ref: ") else { return is_commit(head.trim()) };
    // A work tree of its own keeps its branches where all of them are kept.
    let common = clone::common_folder(git);
    if let Ok(commit) = fs::read_to_string(common.join(name)) {
        return is_commit(commit.trim());
    }
    let packed = fs::read_to_string(common.join("packed-refs")).ok()?;
    let line = packed.lines().find(|line| line.split_once(' ').is_some_and(|(_, reference)| reference == name))?;
    is_commit(line.split(' ').next()?)
}

fn is_commit(text: &str) -> Option<String> {
    (text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| text.to_owned())
}
