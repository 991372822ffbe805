//! Fixing: edits to text, and `check --fix` through the binary.

mod edits;
mod files;
mod generated;
mod hold;
mod real;
mod rules;

use std::{fs, path::Path};

use edits::read as fix_read;

use crate::command::{Said, TODAY, waylint_with};

/// A repository with rules of its own, `fix/pack/`.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new(files: &[(&str, &str)]) -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(repository.path(".git")).unwrap();
        files.iter().for_each(|(name, text)| repository.write(name, text));
        repository
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, args: &[&str]) -> Said {
        self.run_with(args, "")
    }

    fn run_with(&self, args: &[&str], stdin: &str) -> Said {
        let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integration/fix/pack");
        let select = if args.contains(&"--select") { "" } else { "--select=acme" };
        let all = ["check", "--policy", pack.to_str().unwrap(), "--as-of", TODAY, "--no-config", select];
        let all: Vec<&str> = all.into_iter().filter(|argument| !argument.is_empty()).collect();
        waylint_with(self.folder.path(), &[&all[..], args].concat(), stdin)
    }
}

/// A pod with one container that has these lines.
fn pod(container: &str) -> String {
    format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec:\n  containers:\n  - name: web\n{container}")
}

const PRIVILEGED: &str = "    securityContext:\n      privileged: true # for the driver\n";
const MENDED: &str = "    securityContext:\n      privileged: false # for the driver\n";

fn last_lines(said: &Said, count: usize) -> Vec<&str> {
    let lines: Vec<&str> = said.out.lines().collect();
    lines[lines.len().saturating_sub(count)..].to_vec()
}

#[test]
fn safe_fixes_are_made_and_what_remains_is_reported() {
    let repository = Repository::new(&[("pod.yaml", &pod(PRIVILEGED))]);
    let said = repository.run(&["--fix", "--select", "acme/privileged,acme/pull-policy"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    assert_eq!(repository.read("pod.yaml"), pod(MENDED));
    assert!(said.out.contains("warning[acme/pull-policy]"), "{}", said.out);
    let next = "next: waylint explain acme/pull-policy  why and what to do";
    let fix = "      waylint check --fix --unsafe      fixes 1 finding; look at what it does first, with --diff";
    assert_eq!(last_lines(&said, 3), ["fixed 1 finding in 1 file (1 more with --unsafe)", next, fix]);
    let again = repository.run(&["--fix"]);
    assert!(again.out.contains("nothing to fix (1 more with --unsafe)"), "{}", again.out);
    assert_eq!(repository.read("pod.yaml"), pod(MENDED));
}

#[test]
fn unsafe_fixes_are_made_when_asked_for() {
    let repository = Repository::new(&[("pod.yaml", &pod(PRIVILEGED))]);
    let said = repository.run(&["--fix", "--unsafe"]);
    assert!(said.out.ends_with("fixed 2 findings in 1 file\n"), "{}", said.out);
    assert_eq!(repository.read("pod.yaml"), pod(&format!("{MENDED}    imagePullPolicy: Always\n")));
    let said = repository.run(&["--unsafe"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("none are asked for"), "{}", said.err);
}

#[test]
fn a_check_says_what_can_be_fixed() {
    let repository = Repository::new(&[("pod.yaml", &pod(PRIVILEGED))]);
    let said = repository.run(&[]);
    assert!(said.out.contains("= fix: Set `privileged` of web to false\n"), "{}", said.out);
    assert!(said.out.contains("= fix: Always pull (wants a look before it is applied)\n"), "{}", said.out);
    let next = "      waylint check --fix              fixes 1 finding (1 more with --unsafe)";
    assert_eq!(last_lines(&said, 1), [next]);
}

#[test]
fn a_diff_shows_what_would_change_and_changes_nothing() {
    let repository = Repository::new(&[("deploy/pod.yaml", &pod(PRIVILEGED)), ("other.yaml", &pod(MENDED))]);
    let said = repository.run(&["--diff"]);
    let diff = "--- a/deploy/pod.yaml\n+++ b/deploy/pod.yaml\n@@ -5,4 +5,4 @@\n   containers:\n   - name: web\n     \
        securityContext:\n-      privileged: true # for the driver\n+      privileged: false # for the driver\n";
    assert_eq!((said.out.as_str(), said.code), (diff, 1), "the exit code is that of a check");
    assert_eq!(said.err, "would fix 1 finding in 1 file (2 more with --unsafe)\n");
    assert_eq!(repository.read("deploy/pod.yaml"), pod(PRIVILEGED));
    let said = repository.run(&["--diff", "other.yaml"]);
    assert_eq!((said.out.as_str(), said.code), ("", 0));
}

#[test]
fn standard_input_is_answered_with_the_fixed_text() {
    let repository = Repository::new(&[]);
    let said = repository.run_with(&["--fix", "-", "--stdin-filename", "pod.yaml"], &pod(PRIVILEGED));
    assert_eq!((said.out.as_str(), said.code), (pod(MENDED).as_str(), 0));
    assert!(said.err.contains("would fix 1 finding in 1 file"), "{}", said.err);
    assert!(!repository.path("pod.yaml").exists());
    // What cannot be read or has nothing to fix comes back as it is.
    for text in ["a: [\n", "", "apiVersion: v1\nkind: Pod\n"] {
        let said = repository.run_with(&["--fix", "-", "--stdin-filename", "pod.yaml"], text);
        assert_eq!(said.out, text);
    }
    let said = repository.run_with(&["--diff", "-", "--stdin-filename", "pod.yaml"], &pod(PRIVILEGED));
    assert!(said.out.contains("+      privileged: false # for the driver"), "{}", said.out);
}

#[test]
fn fixes_in_each_others_way_are_made_one_after_the_other() {
    // Both make the same parent.
    let repository = Repository::new(&[("pod.yaml", &pod("    imagePullPolicy: Always\n"))]);
    let said = repository.run(&["--fix", "--select", "strict"]);
    assert!(said.out.ends_with("fixed 2 findings in 1 file\n"), "{}", said.out);
    let context = "    securityContext:\n      allowPrivilegeEscalation: false\n      readOnlyRootFilesystem: true\n";
    assert_eq!(repository.read("pod.yaml"), pod(&format!("    imagePullPolicy: Always\n{context}")));
}

#[test]
fn items_that_move_up_are_fixed_in_their_turn() {
    let drop = |items: &[&str]| {
        let items: String = items.iter().map(|item| format!("        - {item}\n")).collect();
        pod(&format!("    securityContext:\n      capabilities:\n        add:\n{items}"))
    };
    let repository = Repository::new(&[("pod.yaml", &drop(&["SYS_ADMIN", "SYS_TIME", "SYS_MODULE", "KILL", "BPF"]))]);
    let said = repository.run(&["--fix", "--unsafe", "--select", "kubernetes/capability-added"]);
    assert!(said.out.contains("fixed 4 findings in 1 file\n"), "{}", said.out);
    assert_eq!(repository.read("pod.yaml"), drop(&["KILL"]));
}

#[test]
fn what_does_not_mend_is_refused_and_the_rest_is_fixed() {
    let labels = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  labels: {useless: x, harmful: x, fine: x}\n";
    let repository = Repository::new(&[("map.yaml", labels)]);
    let said = repository.run(&["--fix"]);
    assert_eq!(repository.read("map.yaml"), labels.replace("fine: x", "fine: z"));
    assert!(said.out.contains("= fix: Change another (not made: the finding would still be there)"), "{}", said.out);
    let reason = "(not made: acme/bad-label would find something new: label is bad)";
    assert!(said.out.replace("\n             ", " ").contains(reason), "{}", said.out);
    assert!(said.out.contains("fixed 1 finding in 1 file\n"), "{}", said.out);
    let again = repository.run(&["--fix"]);
    assert!(again.out.contains("nothing to fix\n"), "{}", again.out);
}

#[test]
fn a_rule_that_sees_the_repository_has_a_say() {
    let map = |name: &str| format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n");
    // Each would get the name that the other has.
    let repository =
        Repository::new(&[("a.yaml", &map("twin-a")), ("b.yaml", &map("twin-b")), ("c.yaml", &map("old"))]);
    let said = repository.run(&["--fix", ".", "--select", "acme/renamed,acme/name-taken"]);
    assert_eq!(repository.read("a.yaml"), map("same"), "{}", said.out);
    assert_eq!(repository.read("b.yaml"), map("twin-b"), "{}", said.out);
    assert_eq!(repository.read("c.yaml"), map("new"));
    assert!(said.out.contains("acme/name-taken would find"), "{}", said.out);
    // And its own findings can be fixed.
    let repository = Repository::new(&[("a.yaml", &map("x")), ("b.yaml", &map("x"))]);
    let said = repository.run(&["--fix", ".", "--select", "acme/name-taken"]);
    assert!(said.out.contains("fixed 1 finding in 1 file\n"), "{}", said.out);
    assert_eq!((repository.read("a.yaml"), repository.read("b.yaml")), (map("x"), map("x-2")));
}

#[test]
fn what_is_waived_or_known_is_not_fixed() {
    let waived = PRIVILEGED.replace("# for the driver", "# waylint: allow acme/privileged -- the driver needs it");
    let repository = Repository::new(&[("waived.yaml", &pod(&waived)), ("known.yaml", &pod(PRIVILEGED))]);
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integration/fix/pack");
    let args = ["baseline", "--policy", pack.to_str().unwrap(), "--select", "acme", "known.yaml"];
    assert_eq!(waylint_with(repository.folder.path(), &args, "").code, 0);
    let said = repository.run(&["--fix"]);
    assert_eq!(repository.read("waived.yaml"), pod(&waived), "{}", said.out);
    assert_eq!(repository.read("known.yaml"), pod(PRIVILEGED), "{}", said.out);
    assert!(said.out.contains("nothing to fix"), "{}", said.out);
}

#[test]
fn what_schemas_know_is_fixed() {
    let job = |version: &str, spec: &str| {
        format!(
            "apiVersion: batch/{version}  # old\nkind: CronJob\nmetadata: {{name: a}}\nspec:\n  schedule: '@daily'\n  {spec}"
        )
    };
    let template = "template: {spec: {restartPolicy: Never, containers: [{name: a, image: 'a:1'}]}}";
    let before = job("v1beta1", &format!("jobTemplate: {{spec: {{{template}, backofLimit: 1}}}}\n"));
    let after = job("v1", &format!("jobTemplate: {{spec: {{{template}, backoffLimit: 1}}}}\n"));
    let repository = Repository::new(&[("job.yaml", &before)]);
    let said = repository.run(&["--fix", "--select", "schema"]);
    assert_eq!(repository.read("job.yaml"), after, "{}", said.out);
    assert!(said.out.ends_with("fixed 2 findings in 1 file\n"), "{}", said.out);
}

#[test]
fn a_fix_that_takes_a_comment_along_is_not_safe() {
    let with = |line: &str| pod(&format!("    tty: true{line}\n    image: x\n"));
    let repository = Repository::new(&[("a.yaml", &with("")), ("b.yaml", &with(" # debugging"))]);
    let said = repository.run(&["--fix", "--select", "acme/tty"]);
    assert!(said.out.contains("fixed 1 finding in 1 file (1 more with --unsafe)"), "{}", said.out);
    assert_eq!(repository.read("a.yaml"), pod("    image: x\n"));
    assert_eq!(repository.read("b.yaml"), with(" # debugging"));
    assert!(repository.run(&["--fix", "--unsafe", "--select", "acme/tty"]).out.contains("fixed 1 finding"));
    assert_eq!(repository.read("b.yaml"), pod("    image: x\n"));
}

#[test]
fn programs_read_what_was_fixed() {
    let repository = Repository::new(&[("pod.yaml", &pod(PRIVILEGED))]);
    let said = repository.run(&["--fix", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let schema = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/report.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    assert!(validator.is_valid(&report), "{:?}", validator.iter_errors(&report).next());
    let fixes = &report["fixes"];
    assert_eq!((&fixes["written"], &fixes["unsafe"]), (&true.into(), &false.into()));
    assert_eq!(fixes["files"], serde_json::json!(["pod.yaml"]));
    assert_eq!(fixes["findings"][0]["rule"], "acme/privileged");
    assert_eq!(report["summary"]["fixable-unsafe"], 1);
    let said = repository.run(&["--fix", "--format", "concise", "--verbose"]);
    assert!(said.out.ends_with("against 9 rules; nothing to fix (1 more with --unsafe)\n"), "{}", said.out);
    let plain: serde_json::Value = serde_json::from_str(&repository.run(&["--format", "json"]).out).unwrap();
    assert!(plain.get("fixes").is_none());
}
