//! The binary on a lifelike repository: formats, exit codes, and every verb as a user meets it.

use std::fs;

use serde_json::Value;

use crate::{
    command::{Said, TODAY, root, storefront, waylint, waylint_in, waylint_with},
    rules::assert_fresh,
};

const SHOP: &str = "fixtures/storefront";

const FORMATS: [&str; 8] = ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown"];

fn check(args: &[&str]) -> Said {
    waylint(&[&["check", "--as-of", TODAY], args].concat())
}

#[test]
fn what_is_found_is_known() {
    // Findings alone: how many rules there are is told elsewhere, and changes with every one.
    let said = check(&[SHOP, "--format", "concise"]);
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    assert_fresh(&root().join("fixtures/storefront.expected"), &said.out);
}

#[test]
fn every_format_is_the_same_at_any_number_of_threads() {
    for format in FORMATS {
        let said = check(&[SHOP, "--format", format, "--jobs", "1"]);
        assert_eq!((said.code, said.err.as_str()), (1, ""), "{format}");
        assert!(said.out.contains("kubernetes/image-unversioned"), "{format}:\n{}", said.out);
        for _ in 0..3 {
            assert!(said == check(&[SHOP, "--format", format, "--jobs", "8"]), "{format} depends on threads");
        }
    }
}

#[test]
fn formats_for_programs_can_be_read() {
    for format in ["json", "sarif", "gitlab"] {
        let said = check(&[SHOP, "--format", format]);
        let value: Value = serde_json::from_str(&said.out).unwrap();
        let paths = value.to_string();
        assert!(paths.contains("fixtures/storefront/deploy/base/worker.yaml"), "{format}");
    }
    assert!(check(&[SHOP, "--format", "junit"]).out.starts_with("<?xml"));
    assert!(check(&[SHOP, "--format", "markdown"]).out.starts_with("<!-- waylint -->"));
}

#[test]
fn every_exit_code_has_its_case() {
    assert_eq!(check(&[SHOP, "--fail-on", "never"]).code, 0);
    assert_eq!(check(&[SHOP]).code, 1);

    let unable = check(&[SHOP, "--select", "kubernetes/image-unversiond"]);
    assert_eq!((unable.code, unable.out.as_str()), (2, ""));
    assert!(unable.err.contains("did you mean `kubernetes/image-unversioned`?"), "{}", unable.err);
    assert_eq!(check(&["--no-such-flag"]).code, 2);
    assert_eq!(check(&[SHOP, "--config", "no-such.yaml"]).code, 2);

    let incomplete = check(&["fixtures/storefront/no-such.yaml"]);
    assert_eq!(incomplete.code, 3);
    assert!(incomplete.out.contains("no-such.yaml"), "{}", incomplete.out);
    // Findings weigh more than what could not be judged.
    assert_eq!(check(&[SHOP, "fixtures/storefront/no-such.yaml"]).code, 1);
}

#[test]
fn several_reports_of_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (sarif, junit) = (format!("sarif={}", file("waylint.sarif")), format!("junit={}", file("waylint.xml")));
    let said = check(&[SHOP, "--format", "concise", "--output", &sarif, "--output", &junit]);
    assert_eq!(said.code, 1);
    assert_eq!(fs::read_to_string(file("waylint.sarif")).unwrap(), check(&[SHOP, "--format", "sarif"]).out);
    assert_eq!(fs::read_to_string(file("waylint.xml")).unwrap(), check(&[SHOP, "--format", "junit"]).out);
}

#[test]
fn standard_input_is_judged_as_the_file_it_is_named_after() {
    for name in
        ["deploy/base/worker.yaml", "worker/Dockerfile", ".github/workflows/ci.yml", "charts/storefront/values.yaml"]
    {
        let name = format!("{SHOP}/{name}");
        let text = fs::read_to_string(root().join(&name)).unwrap();
        for format in FORMATS {
            let args = ["check", "-", "--stdin-filename", &name, "--as-of", TODAY, "--format", format];
            assert_eq!(waylint_with(&root(), &args, &text), check(&[&name, "--format", format]), "{name} as {format}");
        }
    }
    let nameless = waylint_with(&root(), &["check", "-"], "kind: Pod");
    assert!(nameless.code == 2 && nameless.err.contains("--stdin-filename"), "{nameless:?}");
}

#[test]
fn a_file_is_what_it_is_wherever_waylint_is_called() {
    let repository = storefront();
    let kinds = |folder: &str, path: &str| {
        let said = waylint_in(&repository.path().join(folder), &["check", path, "--as-of", TODAY, "--format", "json"]);
        let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}"));
        let kinds = |artifact: &Value| artifact["kinds"].to_string();
        report["artifacts"].as_array().unwrap().iter().map(kinds).collect::<Vec<_>>()
    };
    let from_above = kinds("", "charts");
    assert!(from_above.contains(&r#"["helm/values"]"#.to_owned()), "{from_above:?}");
    assert_eq!(from_above, kinds("charts", "."));
    assert_eq!(from_above, kinds("charts/storefront/templates", ".."));
}

#[test]
fn the_order_of_paths_does_not_choose_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: nginx}]}\n";
    for (name, text) in [("a/pod.yaml", pod), ("b/pod.yaml", pod), ("a/.waylint.yaml", "rules: {kubernetes: off}\n")] {
        fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
        fs::write(folder.path().join(name), text).unwrap();
    }
    fs::create_dir(folder.path().join(".git")).unwrap();
    let findings = |paths: [&str; 2]| {
        let select = ["--select", "kubernetes/image-unversioned", "--format", "concise"];
        waylint_in(folder.path(), &[&["check"], &paths[..], &select].concat())
    };
    let said = findings(["a/pod.yaml", "b/pod.yaml"]);
    assert!(said.out.starts_with("b/pod.yaml:") && said.out.lines().count() == 1, "{said:?}");
    assert_eq!(said, findings(["b/pod.yaml", "a/pod.yaml"]));
}

#[test]
fn five_thousand_names_are_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..5_000).map(|number| format!("manifests/config-{number:04}.yaml")).collect();
    fs::create_dir(folder.path().join("manifests")).unwrap();
    for name in &names {
        let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata: {a: \"1\"}\n";
        fs::write(folder.path().join(name), text).unwrap();
    }
    let args: Vec<&str> = ["check", "--select", "syntax", "--format", "json"]
        .into_iter()
        .chain(names.iter().map(String::as_str))
        .collect();
    let said = waylint_in(folder.path(), &args);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, &report["summary"]["files"]), (0, &Value::from(5_000)));
}

#[test]
fn a_configuration_to_start_from_loads() {
    let repository = storefront();
    fs::remove_file(repository.path().join(".waylint.yaml")).unwrap();
    let shown = waylint_in(repository.path(), &["init", "--stdout"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert!(shown.out.contains("kubernetes/Deployment"), "{}", shown.out);
    assert_eq!(waylint_in(repository.path(), &["init"]).code, 0);
    assert_eq!(fs::read_to_string(repository.path().join(".waylint.yaml")).unwrap(), shown.out);
    let said = waylint_in(repository.path(), &["check", "--fail-on", "never"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    // It never writes over what a team has written.
    assert_eq!(waylint_in(repository.path(), &["init"]).code, 2);
}

#[test]
fn what_is_recorded_no_longer_counts_wherever_it_moves() {
    let repository = storefront();
    let run = |args: &[&str]| waylint_in(repository.path(), &[args, &["--as-of", TODAY]].concat());
    assert_eq!(run(&["check"]).code, 1);
    let recorded = run(&["baseline"]);
    assert_eq!((recorded.code, recorded.err.as_str()), (0, ""));
    let clean = run(&["check", "--fail-on", "note"]);
    assert_eq!(clean.code, 0, "{}", clean.out);
    assert_ne!(run(&["check", "--no-baseline"]).code, 0);

    // One rule alone from here on: a file that moves may rightly trouble rules which look at the whole repository.
    let images = ["check", "--select", "kubernetes/image-unversioned", "--fail-on", "note", "--format", "concise"];
    let worker = repository.path().join("deploy/base/worker.yaml");
    fs::rename(&worker, repository.path().join("deploy/base/background.yaml")).unwrap();
    let renamed = run(&images);
    assert_eq!(renamed.code, 0, "{}", renamed.out);

    fs::write(&worker, fs::read_to_string(repository.path().join("deploy/base/background.yaml")).unwrap()).unwrap();
    let copied = run(&images);
    assert_eq!(copied.code, 1, "a copy is new debt: {}", copied.out);
}

#[test]
fn what_is_recorded_does_not_depend_on_where_waylint_is_called() {
    let repository = storefront();
    let run = |folder: &str, args: &[&str]| {
        waylint_in(&repository.path().join(folder), &[args, &["--as-of", TODAY]].concat())
    };
    let recorded = || fs::read_to_string(repository.path().join(".waylint-baseline.json")).unwrap();
    assert_eq!(run("", &["baseline"]).code, 0);
    let whole = recorded();
    for folder in ["deploy/overlays", "deploy/base", "worker"] {
        assert_eq!(run(folder, &["check", "--fail-on", "note"]).code, 0, "{folder}");
        assert_eq!(run(folder, &["baseline"]).code, 0);
        assert_eq!(recorded(), whole, "recorded again in {folder}");
    }
    // Nor on which rules are asked: what was not judged stays.
    assert_eq!(run("", &["baseline", "--select", "kong"]).code, 0);
    assert_eq!(recorded(), whole);
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "zsh", "fish"] {
        let said = waylint(&["completions", shell]);
        assert_eq!((said.code, said.err.as_str()), (0, ""));
        assert!(said.out.contains("waylint") && said.out.contains("stdin-filename"), "{shell}: {}", said.out);
    }
}

#[test]
fn rules_can_be_listed() {
    let said = waylint(&["rules", "--format", "json"]);
    let list: Value = serde_json::from_str(&said.out).unwrap();
    let rules = list["rules"].as_array().unwrap();
    let table = waylint(&["rules"]);
    assert!(table.out.contains(&format!("{} rules", rules.len())), "{}", table.out);
    for rule in rules {
        let id = rule["id"].as_str().unwrap();
        assert!(table.out.lines().any(|line| line.starts_with(id)), "{id} is not in the table");
    }
    // Levels are those in force where waylint is called.
    let level = |folder: &str| {
        let args = ["rules", "--select", "kubernetes/image-unversioned", "--format", "json"];
        let list: Value = serde_json::from_str(&waylint_in(&root().join(folder), &args).out).unwrap();
        let rules = list["rules"].as_array().unwrap().clone();
        let rule = rules.into_iter().find(|rule| rule["id"] == "kubernetes/image-unversioned").unwrap();
        (rule["level"].to_string(), rule["default-level"].to_string())
    };
    assert_eq!(level(SHOP), ("\"error\"".to_owned(), "\"warning\"".to_owned()));
}

#[test]
fn a_rule_is_explained_by_any_of_its_names() {
    let page = waylint(&["explain", "kubernetes/image-unversioned"]);
    assert_eq!((page.code, page.err.as_str()), (0, ""));
    for name in ["image-unversioned", "CKV_K8S_14", "ckv_k8s_14", "KSV-0013"] {
        let said = waylint(&["explain", name]);
        assert!(said.code == 0 && said.out.contains(&page.out), "{name}: {said:?}");
    }
    let unknown = waylint(&["explain", "image-unversiond"]);
    assert!(unknown.code == 2 && unknown.err.contains("image-unversioned"), "{unknown:?}");
}

#[test]
fn a_file_is_shown_as_waylint_sees_it() {
    let file = format!("{SHOP}/deploy/base/web.yaml");
    let said = waylint(&["inspect", &file, "--at", "spec.template.spec.containers[0].image"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("registry.shop.example/storefront/web:4.12.0"), "{}", said.out);
    assert_eq!(waylint(&["inspect", "no-such.yaml"]).code, 2);
}
