//! Configuration: what is read, what is refused and how it is said, and which file wins.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::rules::assert_fresh;
use serde_json::json;
use waylint::{
    config::{Choice, Config, ConfigError, Configs, RulePattern},
    document::Pointer,
    rule::{Level, RuleId},
    standard::Stage,
};

/// A folder with files, gone when dropped.
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
        fs::canonicalize(self.0.path()).unwrap().join(name)
    }

    fn load(&self, start: &str) -> Result<Configs, ConfigError> {
        Configs::load(&self.path(start), Choice::Find)
    }

    /// The error as people read it, without the folder's own name.
    fn error(&self, error: &ConfigError) -> String {
        let folder = self.path("").to_string_lossy().into_owned();
        format!("{error}\nhelp: {}", error.help()).replace(&folder, "")
    }
}

fn refused(text: &str) -> String {
    let folder = Folder::with(&[(".waylint.yaml", text)]);
    folder.error(&folder.load("").unwrap_err())
}

fn level(config: &Config, rule: &str) -> Option<Level> {
    config.setting(&RuleId::new(rule)).and_then(|setting| setting.level)
}

#[test]
fn every_key_is_read() {
    let folder = Folder::with(&[
        (
            ".waylint.yaml",
            r#"
packs: [rules]
rules:
  docker: warning
  docker/image-*: off
  docker/root-user: {level: note, options: {users: [app]}}
platform:
  registries: {allow: [registry.example.org]}
kubernetes-version: 1.30
schemas: [crds]
exclude: [fixtures/, "*.tmpl"]
waivers:
  - rule: docker/root-user
    files: legacy/**
    at: stages[0]
    reason: frozen until it is retired
    owner: team-a
    until: 2027-01-31
standards:
  house: {title: Has a house, evidence: {present: [dockerfile]}, stages: {audit: 2026-01-01, warn: 2026-06-01}, target: 80}
golden-path: {title: Way home, steps: [house]}
tiers: [{name: bronze, standards: [house]}]
fail-on: warning
"#,
        ),
        ("rules/x", ""),
        ("crds/x", ""),
    ]);
    let configs = folder.load("").unwrap();
    let config = configs.outermost();
    assert_eq!(configs.root(), folder.path("").components().collect::<PathBuf>());
    assert_eq!(level(&config, "docker/root-user"), Some(Level::Note));
    assert_eq!(level(&config, "docker/other"), Some(Level::Warning));
    let off = config.setting(&RuleId::new("docker/image-untagged")).unwrap();
    assert_eq!(off.level, None);
    assert!(off.written.to_string().ends_with(".waylint.yaml:5:19"), "{}", off.written);
    assert!(config.setting(&RuleId::new("kubernetes/x")).is_none());
    assert_eq!(config.options(&RuleId::new("docker/root-user")), json!({"users": ["app"]}));
    assert_eq!(config.options(&RuleId::new("docker/other")), json!({}));
    assert_eq!(config.platform()["registries"], json!({"allow": ["registry.example.org"]}));
    assert_eq!(config.kubernetes_version(), "1.30".parse().ok());
    assert_eq!(config.fail_on(), Some(Level::Warning));
    let path = config.golden_path().unwrap();
    assert_eq!((path.title.as_str(), path.standards.len(), path.steps.len()), ("Way home", 1, 1));
    assert_eq!(path.standards[0].stages.on("2026-06-01".parse().unwrap()), Stage::Warn);
    assert_eq!((path.standards[0].target, path.tiers[0].name.as_str()), (Some(80), "bronze"));
    assert_eq!((config.packs(), config.schemas()), (&[folder.path("rules")][..], &[folder.path("crds")][..]));
    assert!(config.excluded(&folder.path("a/b.tmpl")) && config.excluded_folder(&folder.path("fixtures")));
    assert!(!config.excluded(&folder.path("a/b.yaml")) && !config.excluded_folder(&folder.path("a")));
    assert_eq!(config.waivers().count(), 1);
    let written = config.written(&Pointer(vec!["platform".into(), "registries".into(), "allow".into()])).unwrap();
    assert_eq!(written.place().unwrap().location.start.line, 8);
}

#[test]
fn an_unknown_key_is_refused_with_the_one_that_was_meant() {
    insta::assert_snapshot!(refused("packs: []\nrulez:\n  docker: off\n"), @r"
    .waylint.yaml:2:1: unknown key `rulez`; did you mean `rules`?
    help: write `rules`
    ");
    insta::assert_snapshot!(refused("waivers:\n  - rule: a/b\n    reasn: x\n"), @r"
    .waylint.yaml:3:5: unknown key `reasn`; did you mean `reason`?
    help: write `reason`
    ");
    insta::assert_snapshot!(refused("colour: red\n"), @r"
    .waylint.yaml:1:1: unknown key `colour`
    help: write one of `extends`, `packs`, `rules`, `platform`, `kubernetes-version`, `schemas`, `include`, `exclude`, `test-data`, `waivers`, `standards`, `golden-path`, `tiers`, `feedback`, `fail-on`
    ");
    insta::assert_snapshot!(refused("rules:\n  a/b: {level: error, option: {}}\n"), @r"
    .waylint.yaml:2:23: unknown key `option`; did you mean `options`?
    help: write `options`
    ");
}

#[test]
fn a_wrong_value_is_refused_at_its_place() {
    insta::assert_snapshot!(refused("rules:\n  a/b: eror\n"), @r"
    .waylint.yaml:2:8: unknown value `eror`; did you mean `error`?
    help: write one of `off`, `note`, `warning`, `error`
    ");
    insta::assert_snapshot!(refused("rules:\n  a/b: [error]\n"), @r"
    .waylint.yaml:2:8: unexpected sequence
    help: write `off`, a level, or a mapping with `level` and `options`
    ");
    insta::assert_snapshot!(refused("- a\n"), @r"
    .waylint.yaml:1:1: unexpected sequence
    help: write a mapping of settings
    ");
    insta::assert_snapshot!(refused("rules: x\n"), @r#"
    .waylint.yaml:1:8: unexpected string "x"
    help: write a mapping of rules to levels
    "#);
    insta::assert_snapshot!(refused("waivers:\n  - reason: x\n"), @r"
    .waylint.yaml:2:5: key `rule` is missing
    help: add `rule`
    ");
    insta::assert_snapshot!(refused("waivers:\n  - {rule: a/b, until: 2027-02-30}\n"), @r"
    .waylint.yaml:2:24: `2027-02-30` is not a date
    help: write a day of the calendar as YYYY-MM-DD, such as 2027-01-31
    ");
    insta::assert_snapshot!(refused("waivers:\n  - {rule: a/b, at: 'spec..x'}\n"), @r"
    .waylint.yaml:2:21: `spec..x` is not a place in a document
    help: write keys and indices as reports show them, such as spec.containers[0].image
    ");
    insta::assert_snapshot!(refused("rules: {'a/[b': off}\n"), @r"
    .waylint.yaml:1:17: `a/[b` is not a glob: unclosed character class; missing ']'
    help: write a rule id such as `docker/root-user`, a pack name, or a glob over ids
    ");
    insta::assert_snapshot!(refused("exclude: [a, '']\n"), @r"
    .waylint.yaml:1:14: `` names no file
    help: write it as in .gitignore, relative to this file
    ");
    insta::assert_snapshot!(refused("kubernetes-version: 1.99\n"), @r"
    .waylint.yaml:1:21: Kubernetes `1.99` is not known; known are 1.22 to 1.37 and `latest`
    help: write a version that is known, such as 1.33
    ");
    insta::assert_snapshot!(refused("packs: [nowhere]\n"), @r"
    .waylint.yaml:1:9: there is no folder `nowhere`
    help: name one relative to this file
    ");
}

#[test]
fn broken_yaml_repeated_keys_and_second_documents_are_refused() {
    insta::assert_snapshot!(refused("rules:\n  a/b: off\n  a/b: note\n"), @r"
    .waylint.yaml:3:3: key `a/b` occurs twice
    help: remove one of the two; the other stands on line 2
    ");
    insta::assert_snapshot!(refused("packs: []\n---\npacks: []\n"), @r"
    .waylint.yaml:3:1: a configuration is one document, and a second one starts here
    help: remove the `---` and what follows it
    ");
    assert!(refused("rules: [\n").starts_with(".waylint.yaml:"));
}

#[test]
fn an_empty_file_configures_nothing() {
    for text in
        ["", "# nothing yet\n", "---\n", "null\n", "rules: {}\n", "rules:\npacks:\nwaivers:\nplatform:\nfail-on:\n"]
    {
        let folder = Folder::with(&[(".waylint.yaml", text)]);
        let loaded = folder.load("").map(|_| ()).map_err(|error| folder.error(&error));
        assert_eq!(loaded, Ok(()), "{text:?}");
    }
}

#[test]
fn forms_of_extends_that_are_not_supported_say_what_is() {
    insta::assert_snapshot!(refused("extends: ['git+https://example.org/platform.git@v1']\n"), @r"
    .waylint.yaml:1:11: `git+https://example.org/platform.git@v1` is a remote reference, which cannot be extended yet
    help: name a folder, relative to this file, that holds a .waylint.yaml, a folder `policies`, or both
    ");
    insta::assert_snapshot!(refused("extends: [platform.tar.gz]\n"), @r"
    .waylint.yaml:1:11: `platform.tar.gz` is a bundle, which cannot be extended yet
    help: name a folder, relative to this file, that holds a .waylint.yaml, a folder `policies`, or both
    ");
    insta::assert_snapshot!(refused("extends: [nowhere]\n"), @r"
    .waylint.yaml:1:11: there is no folder `nowhere`
    help: name a folder, relative to this file, that holds a .waylint.yaml, a folder `policies`, or both
    ");
    insta::assert_snapshot!(refused("extends: [.]\n"), @r"
    .waylint.yaml:1:11: `.waylint.yaml` extends itself
    help: remove one `extends` of the circle
    ");
}

#[test]
fn a_file_lies_over_what_it_extends() {
    let folder = Folder::with(&[
        (
            "platform/.waylint.yaml",
            "extends: [../base]\nfail-on: note\nrules: {docker/root-user: {level: error, options: {a: 1, b: [1]}}, x/y: note}\n\
             platform: {registries: {allow: [a], deny: [b]}, owners: [o]}\nexclude: [generated]\n",
        ),
        ("platform/policies/x", ""),
        ("base/.waylint.yaml", "rules: {x: off, z: off}\nkubernetes-version: '1.29'\n"),
        (
            "repo/.waylint.yaml",
            "extends: [../platform, ../base]\nrules: {docker: warning, docker/root-user: {options: {b: [2]}}}\n\
             platform: {registries: {allow: [c]}}\n",
        ),
        ("repo/.git/HEAD", ""),
    ]);
    let config = folder.load("repo").unwrap().outermost();
    assert_eq!(level(&config, "docker/root-user"), Some(Level::Warning), "the nearer file wins");
    assert_eq!(level(&config, "x/y"), Some(Level::Note));
    assert!(config.setting(&RuleId::new("z/a")).unwrap().level.is_none());
    assert_eq!(config.options(&RuleId::new("docker/root-user")), json!({"a": 1, "b": [2]}));
    assert_eq!(json!(config.platform()), json!({"registries": {"allow": ["c"], "deny": ["b"]}, "owners": ["o"]}));
    assert_eq!(config.packs(), [folder.path("platform/policies")]);
    assert_eq!((config.fail_on(), config.kubernetes_version()), (Some(Level::Note), "1.29".parse().ok()));
    assert!(config.excluded(&folder.path("repo/generated/x.yaml")), "patterns are relative to the file that extends");
}

#[test]
fn a_circle_of_extends_is_refused() {
    let folder = Folder::with(&[
        ("a/.waylint.yaml", "extends: [../b]\n"),
        ("b/.waylint.yaml", "extends: [../c]\n"),
        ("c/.waylint.yaml", "rules: {}\nextends: [../a]\n"),
    ]);
    insta::assert_snapshot!(folder.error(&folder.load("a").unwrap_err()), @r"
    c/.waylint.yaml:2:11: `a/.waylint.yaml` extends itself
    help: remove one `extends` of the circle
    ");
}

#[test]
fn files_in_subfolders_lie_over_those_above_wherever_the_scan_starts() {
    let folder = Folder::with(&[
        (".git/HEAD", ""),
        (".waylint.yaml", "rules: {docker/root-user: error, docker/x: note}\nexclude: [a/skipped]\n"),
        ("a/.waylint.yaml", "rules: {docker: off}\nexclude: ['!skipped/kept.yaml']\n"),
        ("a/b/.waylint.yaml", "rules: {docker/x: error}\n"),
        ("a/b/c/Dockerfile", ""),
        ("d/Dockerfile", ""),
    ]);
    for start in ["", "a", "a/b/c", "a/b/c/Dockerfile", "d"] {
        let configs = folder.load(start).unwrap();
        assert_eq!(configs.root(), folder.path("").components().collect::<PathBuf>(), "{start}");
        let level_in = |file: &str, rule: &str| level(&configs.for_file(&folder.path(file)).unwrap(), rule);
        assert_eq!(level_in("d/Dockerfile", "docker/root-user"), Some(Level::Error));
        assert_eq!(level_in("a/Dockerfile", "docker/root-user"), None);
        assert_eq!(level_in("a/b/c/Dockerfile", "docker/root-user"), None);
        assert_eq!(level_in("a/b/c/Dockerfile", "docker/x"), Some(Level::Error));
        let config = configs.for_file(&folder.path("a/skipped/x.yaml")).unwrap();
        assert!(config.excluded(&folder.path("a/skipped/x.yaml")));
        assert!(!config.excluded(&folder.path("a/skipped/kept.yaml")));
    }
}

#[test]
fn a_subfolder_cannot_set_what_is_needed_before_it_is_seen() {
    let folder = Folder::with(&[
        (".git/HEAD", ""),
        (".waylint.yaml", "fail-on: error\n"),
        ("a/.waylint.yaml", "rules: {}\npacks: [.]\n"),
        ("b/.waylint.yaml", "fail-on: note\n"),
        ("c/.waylint.yaml", "rules: {x: of}\n"),
    ]);
    let configs = folder.load("").unwrap();
    insta::assert_snapshot!(folder.error(&configs.for_file(&folder.path("a/x")).unwrap_err()), @r"
    a/.waylint.yaml:2:1: `packs` is read from the outermost configuration alone
    help: set `packs` in .waylint.yaml
    ");
    assert!(configs.for_file(&folder.path("b/x")).is_ok(), "it counts when the folder is judged by itself");
    assert_eq!(configs.outermost().fail_on(), Some(Level::Error));
    for _ in 0..2 {
        assert!(configs.for_file(&folder.path("c/d/x")).is_err(), "a broken file is never passed over");
    }
}

#[test]
fn a_chosen_file_is_the_only_one() {
    let folder = Folder::with(&[
        (".waylint.yaml", "rules: {a/b: error}\n"),
        ("sub/.waylint.yaml", "rules: {a/b: off}\n"),
        ("gate/org.yaml", "rules: {a/b: warning}\n"),
    ]);
    let configs = Configs::load(&folder.path("sub"), Choice::File(folder.path("gate/org.yaml"))).unwrap();
    assert_eq!(level(&configs.for_file(&folder.path("sub/x")).unwrap(), "a/b"), Some(Level::Warning));
    let configs = Configs::load(&folder.path("sub"), Choice::None).unwrap();
    assert!(configs.for_file(&folder.path("sub/x")).unwrap().setting(&RuleId::new("a/b")).is_none());
    let missing = Configs::load(&folder.path("sub"), Choice::File(folder.path("no.yaml"))).unwrap_err();
    assert!(missing.to_string().contains("cannot be read") && missing.place().is_none());
}

#[test]
fn the_command_line_lies_over_every_file() {
    let folder =
        Folder::with(&[(".waylint.yaml", "rules: {a/b: error}\n"), ("s/.waylint.yaml", "rules: {a/b: note}\n")]);
    let flags = [(RulePattern::new("a").unwrap(), None)];
    let configs = Configs::load_with(&folder.path(""), Choice::Find, &flags).unwrap();
    for config in [configs.outermost(), configs.for_file(&folder.path("s/x")).unwrap()] {
        let setting = config.setting(&RuleId::new("a/b")).unwrap();
        assert_eq!((setting.level, setting.written.to_string().as_str()), (None, "the command line"));
    }
}

#[test]
fn threads_may_ask_at_once() {
    let folder = Folder::with(&[
        (".git/HEAD", ""),
        (".waylint.yaml", "rules: {a/b: error}\n"),
        ("1/2/.waylint.yaml", "rules: {a/b: off}\n"),
    ]);
    let configs = folder.load("").unwrap();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (configs, folder) = (&configs, &folder);
            scope.spawn(move || {
                for file in 0..100 {
                    let name = format!("{}/{}/{}/x", (thread + file) % 3, file % 4, file % 5);
                    let config = configs.for_file(&folder.path("").join(&name)).unwrap();
                    let expected = if name.starts_with("1/2/") { None } else { Some(Level::Error) };
                    assert_eq!(level(&config, "a/b"), expected, "{name}");
                }
            });
        }
    });
}

#[test]
fn a_file_under_another_name_is_pointed_out() {
    let folder = Folder::with(&[(".waylint.yml", "rules: {}\n")]);
    insta::assert_snapshot!(folder.error(&folder.load("").unwrap_err()), @r"
    .waylint.yml: the configuration file has another name
    help: rename it to .waylint.yaml
    ");
}

#[test]
fn the_schema_for_editors_is_made_from_the_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/config.schema.json");
    let schema = serde_json::to_string_pretty(&waylint::config::schema()).unwrap() + "\n";
    assert_fresh(&path, &schema);
}

fn schema(name: &str) -> serde_json::Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_example_of_the_documentation_loads_and_its_facts_are_known() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md")).unwrap();
    let example = text.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let folder =
        Folder::with(&[(".waylint.yaml", example), ("platform/policies/x", ""), ("policies/x", ""), ("crds/x", "")]);
    let config = folder.load("").map_err(|error| folder.error(&error)).unwrap().outermost();
    let facts = serde_json::Value::Object(config.platform().clone());
    let platform = jsonschema::validator_for(&schema("platform.schema.json")).unwrap();
    assert_eq!(platform.iter_errors(&facts).map(|error| error.to_string()).collect::<Vec<_>>(), [""; 0]);
    assert!(!platform.is_valid(&json!({"cost-centres": ["a"]})), "facts of one's own begin with x-");
    assert!(!platform.is_valid(&json!({"registries": {"allowed": []}})));
}

#[test]
fn every_key_of_the_schema_is_documented() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md")).unwrap();
    for key in waylint::config::schema()["properties"].as_object().unwrap().keys() {
        assert!(text.contains(&format!("`{key}`")) || text.contains(&format!("\n{key}:")), "{key}");
    }
}

#[cfg(unix)]
#[test]
fn a_configuration_that_is_a_link_out_of_the_repository_is_refused() {
    let folder = Folder::with(&[
        ("secret", "password: x\n"),
        ("repo/.git/HEAD", ""),
        ("repo/shared.yaml", "rules: {a/b: note}\n"),
        ("repo/bad/x", ""),
    ]);
    let link = |target: &str, name: &str| std::os::unix::fs::symlink(target, folder.path(name)).unwrap();
    link("shared.yaml", "repo/.waylint.yaml");
    link("../../secret", "repo/bad/.waylint.yaml");
    let configs = folder.load("repo").unwrap();
    assert_eq!(level(&configs.outermost(), "a/b"), Some(Level::Note));
    insta::assert_snapshot!(folder.error(&configs.for_file(&folder.path("repo/bad/x")).unwrap_err()), @r"
    repo/bad/.waylint.yaml: the configuration is a link out of its repository, or to nothing
    help: put the file itself here, or extend the folder that holds it
    ");
}
