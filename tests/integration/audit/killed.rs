//! An audit that is killed, as a machine that goes away kills it, and begun again.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags};

use crate::command::{waylint_in, write};

const REPOSITORIES: usize = 150;
const PLATFORM: &str = "
standards:
  unprivileged: {evidence: {present: [dockerfile], all: [dockerfile/root-user]}}
golden-path: {steps: [unprivileged]}
tiers: []
";

fn fleet(root: &Path) {
    write(root, &[("platform.yaml", PLATFORM)]);
    for n in 0..REPOSITORIES {
        let folder = root.join(format!("clones/service-{n:03}"));
        fs::create_dir_all(folder.join(".git")).unwrap();
        let user = if n.is_multiple_of(3) { "root" } else { "1000" };
        fs::write(folder.join("Dockerfile"), format!("FROM registry.example.com/base-{n}:1.2\nUSER {user}\n")).unwrap();
    }
}

const AUDIT: [&str; 8] =
    ["audit", "--config", "platform.yaml", "clones", "--as-of", "2026-11-22", "--quiet", "--history"];

/// How many repositories a history knows, if it can be read yet.
fn known(file: &Path) -> usize {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY);
    connection
        .and_then(|history| history.query_row("SELECT COUNT(*) FROM scan", [], |row| row.get::<_, u32>(0)))
        .map_or(0, |known| known as usize)
}

/// Begins an audit and kills it once it has written something; says how many repositories are known then.
fn killed(root: &Path) -> usize {
    let file = root.join("killed.db");
    let before = known(&file);
    let mut child = Command::new(env!("CARGO_BIN_EXE_waylint"))
        .args(AUDIT)
        .args(["killed.db", "--jobs", "1"])
        .current_dir(root)
        .env_clear()
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while child.try_wait().unwrap().is_none() && began.elapsed() < Duration::from_secs(60) {
        if known(&file) > before + 5 {
            break;
        }
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    known(&file)
}

/// All records of a history, as text.
fn records(root: &Path, history: &str) -> Vec<(String, String)> {
    let said = waylint_in(root, &["export", "--history", history, "--output", "ndjson=records"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let mut files: Vec<_> = fs::read_dir(root.join("records")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| (file.display().to_string(), fs::read_to_string(file).unwrap())).collect()
}

#[test]
fn what_was_killed_goes_on_and_loses_and_repeats_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fleet(root);
    let known = [killed(root), killed(root)];
    assert!(known[0] > 0 && known[0] < REPOSITORIES, "it was killed in the midst of it: {known:?}");
    assert!(known[1] > known[0], "it went on: {known:?}");
    for history in ["killed.db", "whole.db"] {
        let said = waylint_in(root, &[&AUDIT[..], &[history]].concat());
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{history}");
    }
    let (resumed, whole) = (records(root, "killed.db"), records(root, "whole.db"));
    assert_eq!(whole.iter().find(|(name, _)| name.ends_with("scan.ndjson")).unwrap().1.lines().count(), REPOSITORIES);
    assert!(resumed == whole, "the same records, whether it was killed or not");
}
