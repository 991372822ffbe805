//! How files are written: line ends, permissions, links, what others hold open.

use std::fs;

use super::{MENDED, PRIVILEGED, Repository, pod};

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    let odd = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let repository = Repository::new(&[("pod.yaml", &odd(&pod(PRIVILEGED)))]);
    repository.run(&["--fix", "--unsafe"]);
    assert_eq!(repository.read("pod.yaml"), odd(&pod(&format!("{MENDED}    imagePullPolicy: Always\n"))));
}

#[test]
fn sarif_tells_what_a_fix_replaces() {
    let repository = Repository::new(&[("pod.yaml", &pod(PRIVILEGED))]);
    let log: serde_json::Value = serde_json::from_str(&repository.run(&["--format", "sarif"]).out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let fix = results.iter().find_map(|result| result["fixes"].get(0)).expect("a safe fix");
    let mut lines: Vec<String> = pod(PRIVILEGED).split_inclusive('\n').map(str::to_owned).collect();
    for replaced in fix["artifactChanges"][0]["replacements"].as_array().unwrap().iter().rev() {
        let at = |key: &str| replaced["deletedRegion"][key].as_u64().unwrap() as usize - 1;
        assert_eq!(at("startLine"), at("endLine"));
        lines[at("startLine")]
            .replace_range(at("startColumn")..at("endColumn"), replaced["insertedContent"]["text"].as_str().unwrap());
    }
    repository.run(&["--fix"]);
    assert_eq!(repository.read("pod.yaml"), lines.concat());
}

#[test]
fn any_number_of_threads_fixes_the_same() {
    let run = |jobs: &str| {
        let repository = Repository::new(&[]);
        for number in 0..40 {
            repository.write(&format!("{number}/pod.yaml"), &pod(if number % 3 == 0 { MENDED } else { PRIVILEGED }));
            repository.write(&format!("{number}/own.yaml"), &pod(&format!("{PRIVILEGED}    image: i{number}\n")));
        }
        let said = repository.run(&["--fix", "--unsafe", "--jobs", jobs]);
        let texts: Vec<_> = (0..40).map(|number| repository.read(&format!("{number}/own.yaml"))).collect();
        let twins: Vec<_> = (0..40).map(|number| repository.read(&format!("{number}/pod.yaml"))).collect();
        assert!(twins.iter().all(|text| *text == twins[0]));
        (said, texts)
    };
    assert_eq!(run("1"), run("7"));
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_what_is_read_only_is_left() {
    use std::os::unix::fs::PermissionsExt;
    let repository = Repository::new(&[("run.yaml", &pod(PRIVILEGED)), ("fixed.yaml", &pod(PRIVILEGED))]);
    let mode = |name: &str, mode| fs::set_permissions(repository.path(name), fs::Permissions::from_mode(mode)).unwrap();
    mode("run.yaml", 0o751);
    mode("fixed.yaml", 0o444);
    let said = repository.run(&["--fix"]);
    assert_eq!(repository.read("run.yaml"), pod(MENDED));
    assert_eq!(fs::metadata(repository.path("run.yaml")).unwrap().permissions().mode() & 0o777, 0o751);
    assert_eq!(repository.read("fixed.yaml"), pod(PRIVILEGED));
    assert!(said.out.contains("(not made: the file is read-only)"), "{}", said.out);
    assert!(said.out.contains("fixed 1 finding in 1 file"), "{}", said.out);
    assert_eq!(said.code, 1, "what could not be written is still there");
    let left: Vec<_> =
        fs::read_dir(repository.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_none_leads_out() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("pod.yaml"), pod(PRIVILEGED)).unwrap();
    let repository = Repository::new(&[("ignored/real.yaml", &pod(PRIVILEGED)), (".gitignore", "ignored\n")]);
    symlink("ignored/real.yaml", repository.path("link.yaml")).unwrap();
    symlink(outside.path().join("pod.yaml"), repository.path("out.yaml")).unwrap();
    symlink(outside.path(), repository.path("folder")).unwrap();
    repository.run(&["--fix", ".", "out.yaml", "folder/pod.yaml"]);
    assert!(fs::symlink_metadata(repository.path("link.yaml")).unwrap().is_symlink());
    assert_eq!(repository.read("ignored/real.yaml"), pod(MENDED));
    assert_eq!(fs::read_to_string(outside.path().join("pod.yaml")).unwrap(), pod(PRIVILEGED));
}

#[cfg(unix)]
#[test]
fn files_are_saved_only_over_what_was_judged() {
    use std::os::unix::fs::symlink;
    use waylint::fix::{SaveError, save};
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("a.yaml"), folder.path().join("in/link.yaml"));
    fs::write(&file, "now").unwrap();
    assert!(matches!(save(&file, b"then", b"new"), Err(SaveError::Changed)));
    fs::create_dir(folder.path().join("in")).unwrap();
    symlink(&file, &link).unwrap();
    assert!(matches!(save(&link, b"now", b"new"), Err(SaveError::Outside)), "no repository, and out of its folder");
    assert_eq!(fs::read_to_string(&file).unwrap(), "now");
    fs::create_dir(folder.path().join(".git")).unwrap();
    save(&link, b"now", b"new").unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), "new");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}
