//! Discovery: what a walk visits, what a name brings in, and what both must never do.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use waylint::{
    clone,
    discover::{Discovery, Options, discover},
};

struct Folder(tempfile::TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            let path = folder.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        let root = fs::canonicalize(self.0.path()).unwrap();
        if name.is_empty() { root } else { root.join(name) }
    }

    fn discover(&self, roots: &[&str]) -> Discovery {
        let roots: Vec<PathBuf> = roots.iter().map(|root| self.path(root)).collect();
        discover(&roots, &Options::all(&self.path("")))
    }

    fn shown(&self, roots: &[&str]) -> Vec<String> {
        let discovery = self.discover(roots);
        assert_eq!(discovery.failures, []);
        discovery.files.iter().map(|found| found.shown.to_string()).collect()
    }
}

#[test]
fn a_walk_heeds_ignore_files_inside_a_repository_and_outside() {
    for repository in [true, false] {
        let folder = Folder::with(&[
            (".gitignore", "/build\n*.tmp\n!keep.tmp\n"),
            (".ignore", "by-ignore\n"),
            (".waylintignore", "by-waylintignore.yaml\n"),
            ("build/a.yaml", ""),
            ("sub/build/a.yaml", ""),
            ("sub/.gitignore", "local.yaml\n"),
            ("sub/local.yaml", ""),
            ("local.yaml", ""),
            ("x.tmp", ""),
            ("keep.tmp", ""),
            ("by-ignore/a.yaml", ""),
            ("by-waylintignore.yaml", ""),
            (".github/workflows/ci.yml", ""),
            ("node_modules/m/a.yaml", ""),
            ("sub/vendor/modules.txt", ""),
            ("sub/vendor/github.com/a.yaml", ""),
            ("target/a.yaml", ""),
            ("vendor/a.yaml", ""),
        ]);
        if repository {
            fs::create_dir_all(folder.path(".git")).unwrap();
            fs::write(folder.path(".git/config.yaml"), "").unwrap();
        }
        let files = [
            ".github/workflows/ci.yml",
            ".gitignore",
            ".ignore",
            ".waylintignore",
            "keep.tmp",
            "local.yaml",
            "sub/.gitignore",
            "sub/build/a.yaml",
            "target/a.yaml",
            "vendor/a.yaml",
        ];
        assert_eq!(folder.shown(&[""]), files);
        let cwd = folder.path("");
        let everything = discover(&[folder.path("")], &Options { ignore: false, ..Options::all(&cwd) });
        let shown: BTreeSet<&str> = everything.files.iter().map(|found| &*found.shown).collect();
        assert!(shown.contains("build/a.yaml") && shown.contains("x.tmp"));
        assert!(!shown.contains("node_modules/m/a.yaml") && !shown.contains(".git/config.yaml"));
    }
}

#[test]
fn what_github_reads_is_looked_at_whatever_it_is_called() {
    let folder = Folder::with(&[
        (".git/HEAD", ""),
        (".gitignore", "build/\n"),
        (".waylintignore", "mine/\n"),
        (".github/workflows/ci.yml", ""),
        (".github/actions/build/action.yml", ""),
        (".github/actions/mine/action.yml", ""),
        ("build/a.yaml", ""),
    ]);
    let files = [".github/actions/build/action.yml", ".github/workflows/ci.yml", ".gitignore", ".waylintignore"];
    assert_eq!(folder.shown(&[""]), files);
}

#[test]
fn ignore_files_above_the_walked_folder_are_heeded_up_to_the_repository() {
    let folder = Folder::with(&[
        (".gitignore", "outer.yaml\n"),
        ("repo/.git/HEAD", ""),
        ("repo/.gitignore", "inner.yaml\n"),
        ("repo/sub/outer.yaml", ""),
        ("repo/sub/inner.yaml", ""),
    ]);
    assert_eq!(folder.shown(&["repo/sub"]), ["repo/sub/outer.yaml"]);
}

#[test]
fn what_is_named_is_always_looked_at() {
    let folder = Folder::with(&[(".gitignore", "*\n"), ("node_modules/a.yaml", ""), ("b.unknown", "")]);
    let discovery = folder.discover(&["node_modules/a.yaml", "b.unknown", ""]);
    let files: Vec<(&str, bool)> = discovery.files.iter().map(|found| (&*found.shown, found.named)).collect();
    assert_eq!(files, [("b.unknown", true), ("node_modules/a.yaml", true)]);
    let cwd = folder.path("");
    let picky = Options { keep: &|_| false, excluded_folder: &|_| true, ..Options::all(&cwd) };
    assert_eq!(discover(&[folder.path("b.unknown")], &picky).files.len(), 1);
}

#[test]
fn each_file_is_found_once_in_the_order_of_its_bytes() {
    let folder =
        Folder::with(&[("a/b.yaml", ""), ("a-b.yaml", ""), ("a/é.yaml", ""), ("a/Z.yaml", ""), ("a/a.yaml", "")]);
    let files = folder.shown(&["a", "", "a/b.yaml", "./a/./b.yaml", "a/../a/b.yaml", "a"]);
    assert_eq!(files, ["a-b.yaml", "a/Z.yaml", "a/a.yaml", "a/b.yaml", "a/é.yaml"]);
    let discovery = folder.discover(&["", "a/b.yaml"]);
    assert_eq!(discovery.files.iter().filter(|found| found.named).count(), 1, "the name wins over the walk");
}

#[test]
fn what_is_missing_is_a_failure_with_help() {
    let folder = Folder::with(&[("a.yaml", "")]);
    let discovery = folder.discover(&["gone.yaml", "a.yaml", "gone.yaml"]);
    assert_eq!(discovery.files.len(), 1);
    let [failure] = &discovery.failures[..] else { panic!("{:?}", discovery.failures) };
    assert_eq!(failure.file.as_deref(), Some("gone.yaml"));
    assert_eq!(failure.message, "there is no such file or folder");
    assert!(!failure.help.is_empty());
}

#[test]
fn paths_are_relative_to_the_repository_that_holds_them() {
    let folder = Folder::with(&[
        ("repo/.git/HEAD", ""),
        ("repo/sub/.github/workflows/a.yml", ""),
        ("repo/module/.git", "gitdir: elsewhere"),
        ("repo/module/.github/workflows/b.yml", ""),
        ("plain/deep/c.yml", ""),
    ]);
    let relative = |roots: &[&str]| -> Vec<String> {
        folder.discover(roots).files.iter().map(|found| found.relative().to_string()).collect()
    };
    let all = ["module/.git", ".github/workflows/b.yml", "sub/.github/workflows/a.yml"];
    let found = relative(&["repo"]);
    assert!(all[1..].iter().all(|path| found.iter().any(|other| other == path)), "{found:?}");
    assert_eq!(relative(&["repo/sub"]), ["sub/.github/workflows/a.yml"]);
    assert_eq!(relative(&["repo/sub/.github/workflows/a.yml"]), ["sub/.github/workflows/a.yml"]);
    assert_eq!(relative(&["repo/module/.github/workflows/b.yml"]), [".github/workflows/b.yml"]);
    assert_eq!(relative(&["plain"]), ["deep/c.yml"], "without a repository, the folder given is the root");
    assert_eq!(clone::root(&folder.path("repo/sub")), Some(&*folder.path("repo")));
}

#[test]
fn only_what_may_be_of_a_kind_is_kept_and_excluded_folders_are_not_entered() {
    let folder = Folder::with(&[(".git/HEAD", ""), ("a/x.yaml", ""), ("a/x.txt", ""), ("b/x.yaml", "")]);
    let cwd = folder.path("");
    let excluded = folder.path("b");
    let options = Options {
        keep: &|relative| relative.ends_with(".yaml"),
        excluded_folder: &|path| path == excluded,
        ..Options::all(&cwd)
    };
    let discovery = discover(&[folder.path("")], &options);
    assert_eq!(discovery.files.iter().map(|found| &*found.shown).collect::<Vec<_>>(), ["a/x.yaml"]);
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn loops_are_harmless_and_no_link_leads_out() {
        let folder = Folder::with(&[
            ("secret/passwd.yaml", ""),
            ("repo/.git/HEAD", ""),
            ("repo/a/real.yaml", ""),
            ("repo/.gitignore", "hidden.yaml\n"),
            ("repo/hidden.yaml", ""),
        ]);
        let link = |target: &str, name: &str| symlink(target, folder.path(name)).unwrap();
        link("..", "repo/a/loop");
        link("self", "repo/a/self");
        link("nowhere", "repo/a/broken.yaml");
        link("../../secret", "repo/a/out");
        link("../../secret/passwd.yaml", "repo/a/out.yaml");
        link("real.yaml", "repo/a/twin.yaml");
        link("../hidden.yaml", "repo/a/shown.yaml");
        link("../hidden.yaml", "repo/a/shown-too.yaml");
        let files = folder.shown(&["repo"]);
        assert_eq!(files, ["repo/.gitignore", "repo/a/real.yaml", "repo/a/shown-too.yaml"]);
        let discovery = folder.discover(&[
            "repo/a/out.yaml",
            "repo/a/out/passwd.yaml",
            "repo/a/twin.yaml",
            "repo/a/loop/a/real.yaml",
        ]);
        let shown: Vec<&str> = discovery.files.iter().map(|found| &*found.shown).collect();
        assert_eq!(shown, ["repo/a/loop/a/real.yaml", "repo/a/twin.yaml"]);
        assert_eq!(discovery.failures.len(), 2, "{:?}", discovery.failures);
        assert!(discovery.failures.iter().all(|failure| failure.message == "the link leads out of the repository"));
    }

    #[test]
    fn a_link_to_a_folder_is_walked_when_it_is_given() {
        let folder = Folder::with(&[("real/a.yaml", "")]);
        symlink("real", folder.path("link")).unwrap();
        assert_eq!(folder.shown(&["link"]), ["link/a.yaml"]);
    }

    #[test]
    fn a_folder_that_cannot_be_read_is_a_failure() {
        let folder = Folder::with(&[("a/x.yaml", ""), ("b/x.yaml", "")]);
        fs::set_permissions(folder.path("a"), fs::Permissions::from_mode(0o000)).unwrap();
        let readable = fs::read_dir(folder.path("a")).is_ok();
        let discovery = folder.discover(&[""]);
        fs::set_permissions(folder.path("a"), fs::Permissions::from_mode(0o755)).unwrap();
        // Nothing is forbidden to the superuser, who may be running this.
        if !readable {
            assert_eq!(discovery.failures.len(), 1);
            assert_eq!(discovery.failures[0].file.as_deref(), Some("a"));
        }
    }
}

#[test]
fn ten_thousand_names_are_looked_up_without_a_walk() {
    let folder = Folder::with(&[(".git/HEAD", "")]);
    let names: Vec<PathBuf> = (0..10_000).map(|n| folder.path(&format!("{}/{n}.yaml", n % 100))).collect();
    for name in &names {
        fs::create_dir_all(name.parent().unwrap()).unwrap();
        fs::write(name, "").unwrap();
    }
    let cwd = folder.path("");
    // A walk would ask.
    let asked = |_: &str| -> bool { panic!("a walk") };
    let options = Options { keep: &asked, ..Options::all(&cwd) };
    let discovery = discover(&names, &options);
    assert_eq!((discovery.files.len(), discovery.failures.len()), (10_000, 0));
    assert!(discovery.files.is_sorted_by(|a, b| a.shown.as_bytes() < b.shown.as_bytes()));
    assert!(discovery.files.iter().all(|found| found.named && *found.relative() == *found.shown));
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let files: Vec<String> = (0..300).map(|n| format!("{}/{}/{n}.yaml", n % 7, n % 11)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|name| (name.as_str(), "")).collect();
    let folder = Folder::with(&files);
    let cwd = folder.path("");
    let find = |threads| discover(&[PathBuf::from(&cwd)], &Options { threads, ..Options::all(Path::new(&cwd)) });
    assert_eq!(find(1), find(4));
    assert_eq!(find(4).files.len(), 300);
}

#[test]
fn relative_roots_are_shown_without_dots() {
    let cwd = std::env::current_dir().unwrap();
    let shown = |root: &str| -> Vec<String> {
        let discovery = discover(&[PathBuf::from(root)], &Options::all(&cwd));
        assert!(discovery.files.iter().all(|found| found.path().exists()));
        discovery.files.iter().map(|found| found.shown.to_string()).collect()
    };
    let sources = shown("src");
    assert!(sources.contains(&"src/lib.rs".to_owned()));
    assert_eq!(sources, shown("./src/."));
    assert_eq!(sources, shown("src/../src"));
    assert_eq!(sources, shown(cwd.join("src").to_str().unwrap()));
    assert!(shown(".").contains(&"src/lib.rs".to_owned()) && shown("./src/lib.rs") == ["src/lib.rs"]);
}
