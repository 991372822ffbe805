//! Fixes on files that nobody wrote for a test.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

use super::rules::copy;
use crate::command::{TODAY, waylint_in};

/// In each folder below this one, a repository.
const FOLDER: &str = "WAYLINT_REAL";

#[test]
#[ignore = "takes a folder of repositories: WAYLINT_REAL=DIR cargo test --test integration on_real_files -- --ignored --nocapture"]
fn fixes_hold_on_real_files() {
    let folder = std::env::var_os(FOLDER).unwrap_or_else(|| panic!("{FOLDER} is not set"));
    for safe in [true, false] {
        let (mut fixed, mut changed) = (0, 0);
        for repository in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
        {
            let (findings, files) = fix(&repository, safe);
            fixed += findings;
            changed += files;
        }
        eprintln!("{} fixes: {fixed} findings in {changed} files", if safe { "safe" } else { "all" });
    }
}

/// Fixes a copy of a repository; how many findings in how many files.
fn fix(repository: &Path, safe: bool) -> (usize, usize) {
    let folder = tempfile::tempdir().unwrap();
    copy(repository, folder.path());
    let run = |more: &[&str]| -> Value {
        let all = ["check", "--no-config", "--no-baseline", "--format", "json", "--as-of", TODAY];
        let said = waylint_in(folder.path(), &[&all[..], more].concat());
        serde_json::from_str(&said.out)
            .unwrap_or_else(|error| panic!("{}: {error}\n{}", repository.display(), said.err))
    };
    let fixing: &[&str] = if safe { &["--fix"] } else { &["--fix", "--unsafe"] };
    let before = counts(&run(&[]));
    let fixes = run(fixing)["fixes"].clone();
    let after = counts(&run(&[]));
    let more = after.iter().find(|&(key, count)| before.get(key).copied().unwrap_or(0) < *count);
    assert_eq!(more, None, "{}: a fix has brought it", repository.display());
    let changed: Vec<&str> = fixes["files"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for file in &changed {
        let comments = |root: &Path| comments(&fs::read_to_string(root.join(file)).unwrap());
        let (old, new) = (comments(repository), comments(folder.path()));
        assert!(
            !safe || old.iter().all(|comment| new.contains(comment)),
            "{file} of {}: comments",
            repository.display()
        );
    }
    let again = run(fixing)["fixes"].clone();
    assert_eq!(again["findings"].as_array().map(Vec::len), Some(0), "{}: again", repository.display());
    (fixes["findings"].as_array().unwrap().len(), changed.len())
}

/// Findings by file and rule.
fn counts(report: &Value) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        let name = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        *counts.entry((name("file"), name("rule"))).or_default() += 1;
    }
    counts
}

/// Lines that hold a comment and nothing else.
fn comments(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| line.starts_with('#')).map(str::to_owned).collect()
}
