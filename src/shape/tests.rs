use std::{borrow::Cow, sync::Arc};

use serde_json::{Value as Json, json};

use super::{Rules, Shape};
use crate::{
    document::{self, Limits},
    kind::{Dialect, Format},
    source::Source,
};

const OBJECT: Rules = Rules { closed: true, null_is_absent: true };

/// Each fault as `place rule: message; help`.
fn judge(schema: &Json, rules: Rules, yaml: &str) -> Vec<String> {
    let within = |reference: &str| schema.pointer(reference.trim_start_matches('#')).map(Cow::Borrowed);
    let shape = Shape::read(schema, rules, &within).unwrap();
    let tree = document::parse(Arc::new(Source::new("a.yaml", yaml.to_owned())), Format::Yaml, &Limits::default());
    let document = tree.documents(Dialect::Core).next().unwrap();
    let told = |fault: super::Fault| {
        let help = fault.help(document).map(|help| format!("; {help}")).unwrap_or_default();
        format!("{} {}: {}{help}", fault.at, fault.rule(), fault.message(document))
    };
    shape.judge(document.root()).into_iter().map(told).collect()
}

fn workload() -> Json {
    json!({
        "type": "object",
        "required": ["spec"],
        "properties": {
            "kind": {"type": "string"},
            "spec": {"$ref": "#/definitions/Spec"},
        },
        "definitions": {
            "Spec": {
                "type": "object",
                "required": ["template"],
                "properties": {
                    "replicas": {"type": "integer", "minimum": 0},
                    "paused": {"type": "boolean"},
                    "strategy": {"type": "string", "enum": ["Recreate", "RollingUpdate"]},
                    "serviceAccount": {"type": "string", "x-deprecated": "use `serviceAccountName`"},
                    "template": {"type": "object", "properties": {
                        "containers": {"type": "array", "x-list-keys": ["name"], "items": {"$ref": "#/definitions/Container"}},
                        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                    }},
                },
            },
            "Container": {
                "type": "object",
                "required": ["name", "image"],
                "properties": {
                    "name": {"type": "string", "format": "dns-label"},
                    "image": {"type": "string"},
                    "port": {"type": ["integer", "string"], "format": "int-or-percent"},
                    "memory": {"type": ["integer", "string"], "format": "quantity"},
                },
            },
        },
    })
}

fn workload_faults(spec: &str) -> Vec<String> {
    judge(&workload(), OBJECT, &format!("kind: Shop\nspec:\n{spec}"))
}

const GOOD: &str = "  template: {containers: [{name: web, image: x}]}\n";

#[test]
fn what_fits_is_silent() {
    assert_eq!(workload_faults(&format!("  replicas: 2\n  strategy: Recreate\n{GOOD}")), [""; 0]);
}

#[test]
fn a_misspelt_field_is_named_with_what_was_meant() {
    assert_eq!(
        workload_faults(&format!("  replica: 2\n{GOOD}")),
        ["spec.replica unknown-field: unknown field `replica` in `spec`; Write `replicas`."]
    );
}

#[test]
fn a_field_at_the_wrong_level_is_told_where_it_belongs() {
    assert_eq!(
        workload_faults(&format!("  containers: []\n{}", "  template: {}\n")),
        ["spec.containers unknown-field: unknown field `containers` in `spec`; \
          It belongs under `spec.template`: indent it further."]
    );
    assert_eq!(
        workload_faults("  template:\n    containers: []\n    replicas: 2\n"),
        ["spec.template.replicas unknown-field: unknown field `replicas` in `template`; \
          It belongs under `spec`: indent it less."]
    );
}

#[test]
fn a_wrong_type_says_what_to_write() {
    assert_eq!(
        workload_faults(&format!("  replicas: \"2\"\n  paused: 'true'\n{GOOD}")),
        [
            "spec.replicas wrong-type: `replicas` takes an integer, not the text `2`; Write `2` without quotes.",
            "spec.paused wrong-type: `paused` takes `true` or `false`, not the text `true`; Write `true` without quotes.",
        ]
    );
    assert_eq!(
        workload_faults("  template: {labels: {version: 1.10}}\n"),
        ["spec.template.labels.version wrong-type: `version` takes text, not the number `1.10`; \
          Put it into quotes: `\"1.10\"`."]
    );
    assert_eq!(
        workload_faults("  template: {containers: {name: web}}\n"),
        ["spec.template.containers wrong-type: `containers` takes a list, not a mapping; \
          Write it as a list: one `-` in front of each entry."]
    );
}

#[test]
fn what_is_missing_is_named_with_its_owner() {
    assert_eq!(
        workload_faults("  template: {containers: [{name: web}]}\n"),
        ["spec.template.containers[0] missing-field: `containers[web]` lacks `image`; Add `image`."]
    );
    assert_eq!(judge(&workload(), OBJECT, "kind: Shop\n"), [" missing-field: the Shop lacks `spec`; Add `spec`."]);
}

#[test]
fn values_and_forms_are_told_with_what_is_known() {
    assert_eq!(
        workload_faults(&format!("  strategy: recreate\n{GOOD}")),
        ["spec.strategy unknown-value: `strategy` cannot be `recreate`; Write `Recreate`."]
    );
    assert_eq!(
        workload_faults("  template: {containers: [{name: Web, image: x, memory: 1Gb}]}\n"),
        [
            "spec.template.containers[0].name invalid-value: `name` takes a name of lower-case letters, digits and `-`, of at \
             most 63 characters, not `Web`",
            "spec.template.containers[0].memory wrong-type: `memory` takes an integer or a quantity such as `500m` or `2Gi`, \
             not the text `1Gb`",
        ]
    );
    assert_eq!(
        workload_faults(&format!("  replicas: -1\n{GOOD}")),
        ["spec.replicas invalid-value: `replicas` is less than 0: `-1`"]
    );
}

#[test]
fn entries_of_one_key_and_deprecated_fields() {
    assert_eq!(
        workload_faults("  template: {containers: [{name: web, image: x}, {name: web, image: y}]}\n"),
        ["spec.template.containers[1] duplicate-entry: `containers` has a second entry with name `web`; \
          Merge it with `spec.template.containers[0]`, or rename one of the two."]
    );
    assert_eq!(
        workload_faults(&format!("  serviceAccount: x\n{GOOD}")),
        ["spec.serviceAccount deprecated-field: `serviceAccount` is deprecated; Use `serviceAccountName`."]
    );
}

#[test]
fn null_is_absent_where_kubernetes_says_so() {
    let null = format!("  replicas: null\n  paused:\n{GOOD}");
    assert_eq!(workload_faults(&null), [""; 0]);
    assert_eq!(
        judge(&workload(), Rules { null_is_absent: false, ..OBJECT }, &format!("spec:\n{null}")),
        [
            "spec.replicas wrong-type: `replicas` takes an integer, not nothing; Give it a value, or remove it.",
            "spec.paused wrong-type: `paused` takes `true` or `false`, not nothing; Give it a value, or remove it.",
        ]
    );
}

#[test]
fn of_several_branches_the_one_that_was_meant_is_told() {
    let schema = json!({"anyOf": [
        {"type": "string"},
        {"type": "object", "properties": {"name": {"type": "string"}, "size": {"type": "integer"}}, "required": ["name"]},
    ]});
    assert_eq!(judge(&schema, OBJECT, "size: 1\n"), [" missing-field: the document lacks `name`; Add `name`."]);
    assert_eq!(judge(&schema, OBJECT, "- 1\n"), [" wrong-type: the document takes text or a mapping, not a list"]);
    let told_apart = json!({"oneOf": [
        {"type": "object", "properties": {"type": {"const": "file"}, "path": {"type": "string"}}, "required": ["path"]},
        {"type": "object", "properties": {"type": {"const": "http"}, "url": {"type": "string"}}, "required": ["url"]},
    ]});
    assert_eq!(
        judge(&told_apart, OBJECT, "type: http\nuri: x\n"),
        [
            "uri unknown-field: unknown field `uri` in the document; Write `url`.",
            " missing-field: the document lacks `url`; Add `url`.",
        ]
    );
    assert_eq!(
        judge(&told_apart, OBJECT, "type: htp\nurl: x\n"),
        ["type unknown-value: `type` cannot be `htp`; Write `http`."]
    );
}

#[test]
fn fields_that_need_or_exclude_each_other() {
    let one_of_two = json!({"type": "object", "oneOf": [{"required": ["a"]}, {"required": ["b"]}]});
    assert_eq!(
        judge(&one_of_two, OBJECT, "c: 1\n"),
        [" missing-field: the document needs `a` or `b`; Add `a` or `b`."]
    );
    assert_eq!(
        judge(&one_of_two, OBJECT, "a: 1\nb: 2\n"),
        [" invalid-value: the document has `a` and `b`, which exclude each other; Keep one of `a` and `b`."]
    );
    let not_both = json!({"not": {"required": ["a", "b"]}});
    assert_eq!(judge(&not_both, OBJECT, "a: 1\n"), [""; 0]);
    assert_eq!(judge(&not_both, OBJECT, "a: 1\nb: 2\n").len(), 1);
}

#[test]
fn values_under_tags_of_the_tool_are_let_through() {
    assert_eq!(workload_faults(&format!("  replicas: !reset {{a: 1}}\n{GOOD}")), [""; 0]);
}

#[test]
fn schemas_that_cannot_be_said_are_refused() {
    let refused = |schema: Json| Shape::read(&schema, OBJECT, &|_| None).unwrap_err().to_string();
    assert_eq!(
        refused(json!({"properties": {"a": {"type": "sting"}}})),
        "\"sting\" is no type of JSON Schema (at /properties/a/type)"
    );
    assert_eq!(
        refused(json!({"$ref": "#/definitions/x"})),
        "the reference `#/definitions/x` leads nowhere (at #/definitions/x)"
    );
    assert_eq!(refused(json!({"propertis": {}})), "`propertis` is no word of JSON Schema (at /propertis)");
    assert!(refused(json!({"unevaluatedProperties": false})).contains("cannot be used"));
    assert!(refused(json!({"pattern": "(?=a)"})).contains("linear time"));
}

#[test]
fn brackets_inside_classes_stand_for_themselves() {
    let schema = |pattern: &str| json!({"type": "string", "pattern": pattern});
    let token = r#"^[^()<>@,;:\\"\/[\]?={} \t]+$"#;
    assert_eq!(judge(&schema(token), OBJECT, "session-1\n"), [""; 0]);
    assert_eq!(judge(&schema(token), OBJECT, "'a[b'\n").len(), 1);
    assert_eq!(judge(&schema("^[[:alpha:]]+$"), OBJECT, "abc\n"), [""; 0]);
    assert_eq!(judge(&schema("^[a&&b]+$"), OBJECT, "'a&b'\n"), [""; 0]);
    assert_eq!(judge(&schema("^[]a]+$"), OBJECT, "']a'\n"), [""; 0]);
}

#[test]
fn recursive_schemas_end() {
    let schema = json!({"type": "object", "additionalProperties": {"$ref": "#"}});
    assert_eq!(judge(&schema, OBJECT, "a: {b: {c: {}}}\n"), [""; 0]);
    assert_eq!(judge(&schema, OBJECT, "a: {b: 1}\n"), ["a.b wrong-type: `b` takes a mapping, not the number `1`"]);
    let itself = json!({"$ref": "#"});
    assert_eq!(judge(&itself, OBJECT, "a: 1\n"), [""; 0]);
}
