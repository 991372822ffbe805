//! A guard over the built-in rules: whatever fix one of them offers on its failing case mends it.

use std::{fs, path::Path};

use waylint::{finding::Finding, registry::Registry, rule::Form};

use crate::{
    command::{TODAY, root, waylint_in},
    rules::judge,
};

/// Copies files and folders, and leaves links out.
pub(super) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            copy(&entry.path(), &target);
        } else if kind.is_file() {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn fixable(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.fix.is_some()).count()
}

#[test]
fn fixes_of_rules_mend_their_failing_cases() {
    let registry = Registry::built_in().unwrap();
    let mut fixing = Vec::new();
    for rule in registry.rules().map(|loaded| &loaded.rule).filter(|rule| rule.form != Form::Native) {
        let id = rule.id.as_str();
        let offered = judge(rule, &root().join("fixtures/rules").join(id).join("fail")).findings;
        if fixable(&offered) == 0 {
            assert!(rule.fix.is_none(), "{id}: the fix stands in no case");
            continue;
        }
        fixing.push(id.to_owned());
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        copy(&root().join("fixtures/rules").join(id).join("fail"), folder.path());
        let before = comments(folder.path());
        let run = || waylint_in(folder.path(), &["check", "--fix", "--unsafe", "--select", id, "--as-of", TODAY, "."]);
        let said = run();
        let left = judge(rule, folder.path()).findings;
        assert_eq!(fixable(&left), 0, "{id} is not fixed:\n{}", said.out);
        assert_eq!(left.len() + fixable(&offered), offered.len(), "{id}: other findings\n{}", said.out);
        // One may come: the version behind a commit.
        let after = comments(folder.path());
        assert!(before.iter().all(|comment| after.contains(comment)), "{id}: comments");
        assert!(run().out.contains("nothing to fix"), "{id} again");
    }
    assert!(fixing.len() > 8, "{fixing:?}");
}

/// What stands behind a `#` in the files of a folder.
fn comments(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let of_file = |file: std::path::PathBuf| match file.is_dir() {
        true => comments(&file),
        false => {
            let text = fs::read_to_string(&file).unwrap();
            text.lines().filter_map(|line| Some(line.split_once('#')?.1.to_owned())).collect()
        }
    };
    files.into_iter().flat_map(of_file).collect()
}
