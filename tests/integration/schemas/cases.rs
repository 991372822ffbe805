//! Schemas through the binary: what people see, and where schemas come from.

use std::fs;

use tempfile::TempDir;

use crate::command::{TODAY, repository, waylint_in};

pub(super) fn check(folder: &TempDir, arguments: &[&str]) -> (i32, String) {
    let all = [&["check", "--format", "concise", "--select", "schema", "--as-of", TODAY], arguments].concat();
    let said = waylint_in(folder.path(), &all);
    (said.code, format!("{}{}", said.out, said.err))
}

pub(super) const WIDGET: &str =
    "apiVersion: shop.example.com/v1\nkind: Widget\nmetadata: {name: a}\nspec: {colour: red, sise: 2}\n";

pub(super) const DEFINITION: &str = "apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.shop.example.com}
spec:
  group: shop.example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        description: A widget of the shop.
        type: object
        properties:
          spec:
            type: object
            required: [colour, weight]
            properties:
              colour: {type: string, enum: [blue, green]}
              size: {type: integer}
              weight: {type: integer, default: 1}
";

#[test]
fn custom_resources_are_held_against_what_the_repository_defines() {
    let folder = repository(&[("a/widget.yaml", WIDGET), ("z/definition.yaml", DEFINITION)]);
    let (code, out) = check(&folder, &["."]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("a/widget.yaml:4:16: error schema/unknown-value `colour` cannot be `red`"), "{out}");
    assert!(out.contains("a/widget.yaml:4:21: error schema/unknown-field unknown field `sise` in `spec`"), "{out}");
    assert!(!out.contains("weight"), "defaults are filled in before anything is required: {out}");
}

#[test]
fn what_nobody_knows_is_a_note_once_and_an_error_when_asked_for() {
    let folder = repository(&[("a.yaml", WIDGET), ("b.yaml", &WIDGET.replace("name: a", "name: b"))]);
    let (code, out) = check(&folder, &["."]);
    assert_eq!((code, out.matches("schema/unknown-kind").count()), (0, 1), "{out}");
    let (code, out) = check(&folder, &["--require-schemas", "."]);
    assert_eq!((code, out.matches("error schema/unknown-kind").count()), (1, 2), "{out}");
}

#[test]
fn schemas_can_be_imported_and_named() {
    let folder = repository(&[("widget.yaml", WIDGET)]);
    let elsewhere = repository(&[("definition.yaml", DEFINITION)]);
    let definition = elsewhere.path().join("definition.yaml");
    let said = waylint_in(folder.path(), &["schema", "import", definition.to_str().unwrap()]);
    assert_eq!((said.code, said.out.trim()), (0, "schemas/shop.example.com/widget_v1.json"), "{}", said.err);
    let text = fs::read_to_string(folder.path().join(said.out.trim())).unwrap();
    assert!(!text.contains("A widget of the shop"), "facts alone are written: {text}");
    fs::write(folder.path().join(".waylint.yaml"), "schemas: [schemas]\n").unwrap();
    let (code, out) = check(&folder, &["widget.yaml"]);
    assert!(code == 1 && out.contains("unknown field `sise`"), "{out}");
}

#[test]
fn layouts_of_other_tools_are_understood() {
    let schema = r#"{"type": "object", "properties": {"spec": {"type": "object", "additionalProperties": false}}}"#;
    let folder = repository(&[("widget.yaml", WIDGET), ("known/shop.example.com/widget_v1.json", schema)]);
    for named in ["known", "known/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json"] {
        let (code, out) = check(&folder, &["--schema", named, "widget.yaml"]);
        assert!(code == 1 && out.contains("unknown field `colour`"), "{named}: {out}");
    }
    fs::write(
        folder.path().join(".waylint.yaml"),
        "schemas: ['known/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json']\n",
    )
    .unwrap();
    let (code, out) = check(&folder, &["widget.yaml"]);
    assert!(code == 1 && out.contains("unknown field `colour`"), "configuration may name templates too: {out}");
    fs::remove_file(folder.path().join(".waylint.yaml")).unwrap();
    let (code, out) = check(&folder, &["--schema", "nowhere", "widget.yaml"]);
    assert!(code == 2 && out.contains("nowhere"), "{out}");
}

const BUDGET: &str =
    "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec: {minAvailable: 1}\n";

#[test]
fn versions_of_kubernetes_decide_what_is_gone() {
    let folder = repository(&[("budget.yaml", BUDGET)]);
    let (code, out) = check(&folder, &["--kubernetes-version", "1.24", "."]);
    assert!(code == 0 && out.contains("warning schema/deprecated-api"), "{out}");
    let (code, out) = check(&folder, &["--kubernetes-version", "1.24", "--kubernetes-version", "1.30", "."]);
    assert!(code == 1 && out.contains("error schema/removed-api"), "{out}");
    let (code, out) = check(&folder, &["--kubernetes-version", "1.12", "."]);
    assert!(code == 2 && out.contains("1.12") && out.contains("latest"), "{out}");
    fs::write(folder.path().join(".waylint.yaml"), "kubernetes-version: 1.24\n").unwrap();
    let (code, out) = check(&folder, &["."]);
    assert!(code == 0 && out.contains("deprecated-api"), "{out}");
    fs::create_dir(folder.path().join("sub")).unwrap();
    fs::write(folder.path().join("sub/budget.yaml"), BUDGET).unwrap();
    fs::write(folder.path().join("sub/.waylint.yaml"), "fail-on: error\nkubernetes-version: 1.99\n").unwrap();
    let (code, out) = check(&folder, &["."]);
    assert!(code == 2 && out.contains("sub/.waylint.yaml:2:21") && out.contains("known are"), "{out}");
}

#[test]
fn what_needs_no_thought_is_fixed() {
    let job = "# nightly\napiVersion: batch/v1beta1 # old\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedul: \"0 6 * * 1\"\n  \
               suspend: \"false\" # for now\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: \
               Never\n          containers: [{name: a, image: a:1}]\n";
    let folder = repository(&[("job.yaml", job)]);
    let (code, out) = check(&folder, &["--fix", "."]);
    let fixed = fs::read_to_string(folder.path().join("job.yaml")).unwrap();
    let wanted = job.replace("v1beta1", "v1").replace("schedul:", "schedule:").replace("\"false\"", "false");
    assert_eq!(fixed, wanted, "{out}");
    assert_eq!(code, 0, "{out}");
}

#[test]
fn what_is_a_part_or_encrypted_is_not_judged() {
    let patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 2}\n";
    let sealed = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: 'ENC[x]'}\nsops: {mac: 'ENC[y]'}\n";
    let folder = repository(&[("patch.yaml", patch), ("secret.yaml", sealed)]);
    let (code, out) = check(&folder, &["."]);
    assert!(code == 0 && !out.contains("schema/"), "{out}");
}
