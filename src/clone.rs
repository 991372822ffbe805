//! What the files of a clone tell of it. Starting git would cost more than judging what lies in it.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Whether a folder is the root of a repository.
pub fn is_root(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// The root of the repository that holds a path: the nearest folder upward with a `.git`.
pub fn root(path: &Path) -> Option<&Path> {
    path.ancestors().find(|folder| is_root(folder))
}

/// `.git` of a work tree, or the folder that a file of this name points to.
pub fn git_folder(work_tree: &Path) -> Option<PathBuf> {
    let git = work_tree.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let text = fs::read_to_string(&git).ok()?;
    Some(work_tree.join(text.trim().strip_prefix("gitdir: ")?))
}

/// The folder with what all work trees of a clone have in common.
pub fn common_folder(git: PathBuf) -> PathBuf {
    fs::read_to_string(git.join("commondir")).map(|path| git.join(path.trim())).unwrap_or(git)
}

/// Who owns the repository that a work tree was cloned from, in lower case: `shop` for `https://example.com/Shop/cart.git`.
/// None if the clone does not tell.
pub fn owner(work_tree: &Path) -> Option<String> {
    let config = fs::read_to_string(common_folder(git_folder(work_tree)?).join("config")).ok()?;
    owner_in(origin(&config)?)
}

/// The address under `[remote "origin"]`.
fn origin(config: &str) -> Option<&str> {
    let mut lines = config.lines().map(str::trim).skip_while(|line| *line != "[remote \"origin\"]").skip(1);
    let url = lines.by_ref().take_while(|line| !line.starts_with('[')).find_map(|line| line.strip_prefix("url"))?;
    Some(url.trim_start().strip_prefix('=')?.trim())
}

/// The first part of an address's path, if more follow.
fn owner_in(address: &str) -> Option<String> {
    let path = match address.split_once("://") {
        Some(("file", _)) => return None,
        Some((_, rest)) => rest.split_once('/')?.1,
        None => address.split_once(':')?.1,
    };
    let (owner, name) = path.trim_start_matches('/').split_once('/')?;
    (!owner.is_empty() && !name.is_empty()).then(|| owner.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_owner() {
        let addresses = [
            ("https://github.com/Acme/shop.git", Some("acme")),
            ("https://token@git.example.com:8443/acme/tools/shop", Some("acme")),
            ("git@github.com:acme/shop.git", Some("acme")),
            ("ssh://git@example.com/acme/shop.git", Some("acme")),
            ("file:///srv/git/shop.git", None),
            ("/srv/git/shop.git", None),
            ("https://example.com/shop.git", None),
            ("", None),
        ];
        for (address, expected) in addresses {
            let config = format!(
                "[core]\n\tbare = false\n[remote \"fork\"]\n\turl = git@github.com:other/shop.git\n[remote \"origin\"]\n\tfetch = +refs\n\turl = {address}\n[branch \"main\"]\n"
            );
            assert_eq!(origin(&config).and_then(owner_in).as_deref(), expected, "{address}");
        }
        assert_eq!(origin("[remote \"origin\"]\n[other]\nurl = a\n"), None);
    }
}
