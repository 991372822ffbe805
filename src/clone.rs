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

/// Whose a repository is, and what it is called, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// `acme` for `https://example.com/Acme/shop.git`.
    pub owner: String,
    /// `shop` there.
    pub name: String,
}

impl Named {
    /// Whether what somebody makes, `owner` or `owner/name`, is by those whose repository this is: it has their name, or that of an
    /// organisation of theirs, or is called after the repository. Whoever makes it may have chosen the name to look like it.
    pub fn made(&self, what: &str) -> bool {
        let what = what.to_lowercase();
        let mut parts = what.split('/');
        let (owner, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if owner == self.owner || stem(owner) == stem(&self.owner) {
            return true;
        }
        let rest = name.strip_prefix(self.name.as_str());
        self.tells()
            && (owner == self.name || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_', '.'])))
    }

    /// Whether the name is the product's, and no word that many repositories are called by.
    fn tells(&self) -> bool {
        const WORDS: [&str; 24] = [
            "action",
            "actions",
            "api",
            "app",
            "backend",
            "charts",
            "cli",
            "client",
            "containers",
            "core",
            "docker",
            "docs",
            "frontend",
            "github",
            "helm-charts",
            "images",
            "infra",
            "kubernetes",
            "platform",
            "sdk",
            "server",
            "setup",
            "tools",
            "website",
        ];
        self.name.len() > 3 && !WORDS.contains(&self.name.as_str())
    }
}

/// The name of an owner without what tells apart the organisations of one owner.
fn stem(owner: &str) -> &str {
    const ENDS: [&str; 12] = [
        "-actions",
        "-ci",
        "-community",
        "-dev",
        "-docker",
        "-images",
        "-io",
        "-labs",
        "-oss",
        "-project",
        "hq",
        "-org",
    ];
    ENDS.iter().find_map(|end| owner.strip_suffix(end)).filter(|stem| stem.len() > 3).unwrap_or(owner)
}

/// Whose the repository is that a work tree was cloned from. None if the clone does not tell.
pub fn named(work_tree: &Path) -> Option<Named> {
    let config = fs::read_to_string(common_folder(git_folder(work_tree)?).join("config")).ok()?;
    named_in(origin(&config)?)
}

/// The address under `[remote "origin"]`.
fn origin(config: &str) -> Option<&str> {
    let mut lines = config.lines().map(str::trim).skip_while(|line| *line != "[remote \"origin\"]").skip(1);
    let url = lines.by_ref().take_while(|line| !line.starts_with('[')).find_map(|line| line.strip_prefix("url"))?;
    Some(url.trim_start().strip_prefix('=')?.trim())
}

/// The first and the last part of an address's path.
fn named_in(address: &str) -> Option<Named> {
    let path = match address.split_once("://") {
        Some(("file", _)) => return None,
        Some((_, rest)) => rest.split_once('/')?.1,
        None => address.split_once(':')?.1,
    };
    let (owner, rest) = path.trim_matches('/').split_once('/')?;
    let name = rest.rsplit('/').next()?;
    let name = name.strip_suffix(".git").unwrap_or(name);
    let told = !owner.is_empty() && !name.is_empty();
    told.then(|| Named { owner: owner.to_lowercase(), name: name.to_lowercase() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_for_a_repository_has_its_name() {
        let of = |owner: &str, name: &str| Named { owner: owner.to_owned(), name: name.to_owned() };
        let cases = [
            (of("acme", "shop"), "Acme/setup", true),
            (of("acme", "shop"), "acme", true),
            (of("acme", "shop"), "acme-labs/setup", true),
            (of("acme-project", "cart"), "acmehq/setup", true),
            (of("acme", "shop"), "acmecorp/setup", false),
            (of("acme", "storefront"), "jane/storefront-tools", true),
            (of("acme", "storefront"), "storefront/setup", true),
            (of("acme", "storefront"), "jane/storefronts", false),
            (of("acme", "storefront"), "jane/setup-storefront", false),
            (of("acme", "docker"), "docker/login-action", false),
            (of("acme", "api"), "api/setup", false),
            (of("acme", "storefront"), "other", false),
        ];
        for (repository, what, expected) in cases {
            assert_eq!(repository.made(what), expected, "{what} in {repository:?}");
        }
    }

    #[test]
    fn an_address_names_the_owner() {
        let addresses = [
            ("https://github.com/Acme/shop.git", Some(("acme", "shop"))),
            ("https://token@git.example.com:8443/acme/tools/shop", Some(("acme", "shop"))),
            ("git@github.com:acme/shop.git", Some(("acme", "shop"))),
            ("ssh://git@example.com/acme/shop.git/", Some(("acme", "shop"))),
            ("file:///srv/git/shop.git", None),
            ("/srv/git/shop.git", None),
            ("https://example.com/shop.git", None),
            ("", None),
        ];
        for (address, expected) in addresses {
            let config = format!(
                "[core]\n\tbare = false\n[remote \"fork\"]\n\turl = git@github.com:other/shop.git\n[remote \"origin\"]\n\tfetch = +refs\n\turl = {address}\n[branch \"main\"]\n"
            );
            let expected = expected.map(|(owner, name)| Named { owner: owner.to_owned(), name: name.to_owned() });
            assert_eq!(origin(&config).and_then(named_in), expected, "{address}");
        }
        assert_eq!(origin("[remote \"origin\"]\n[other]\nurl = a\n"), None);
    }
}
