//! Places that nobody asked for: where a finding stands when its rule names no place, shape by shape. None of these programs
//! knows of places; each is asked about one pod.

use serde_json::json;

use waylint::engine::place_of;

use super::{Dialect, Facts, Format, Limits, Version, Worker, compiled, read};

const POD: &str = r#"{
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "shop", "labels": {"app": "shop", "tier": "web"}},
    "spec": {
        "hostNetwork": true,
        "volumes": [{"name": "data", "emptyDir": {}}, {"name": "host", "hostPath": {"path": "/etc"}}],
        "containers": [
            {"name": "web", "image": "nginx:1.27", "resources": {"limits": {"memory": "1Gi"}}},
            {"name": "cache", "image": "redis:7", "securityContext": {"privileged": true}, "ports": [{"hostPort": 80}]}
        ]
    }
}"#;

/// The places of a program's findings, in the order of the findings.
fn places(text: &str) -> Vec<String> {
    let compiled = compiled(&[("test.rego", &format!("package t\n{text}"))], Version::V1, &json!({}));
    assert_eq!(compiled.errors, [], "{text}");
    let tree = read(POD, Format::Json);
    let documents: Vec<_> = tree.documents(Dialect::Json).collect();
    let (mut worker, facts) = (Worker::default(), Facts::default());
    let mut machine = worker.machine(&compiled.program, &documents, &facts, Limits::default());
    let input = machine.document(1);
    machine.set_input(Some(input));
    let found = machine.findings(compiled.program.rule(&["t", "deny"]).unwrap()).unwrap();
    let place = |found| place_of(&machine, found, &documents).map_or("nowhere".to_owned(), |(_, at)| at.to_string());
    found.iter().map(place).collect()
}

/// Programs with one finding, and its place.
fn hold(cases: &[(&str, &str)]) {
    for (text, wanted) in cases {
        assert_eq!(places(text), [*wanted], "{text}");
    }
}

const CACHE: &str = "spec.containers[1]";

#[test]
fn what_a_body_looks_at() {
    hold(&[
        ("deny contains \"x\" if input.spec.hostNetwork", "spec.hostNetwork"),
        (
            "deny contains \"x\" if {\n some c in input.spec.containers\n startswith(c.image, \"redis\")\n}",
            "spec.containers[1].image",
        ),
        // A missing key stands below what lacks it.
        (
            "deny contains c.name if {\n some c in input.spec.containers\n not c.resources.limits\n}",
            "spec.containers[1].resources",
        ),
        // What an object is says nothing about what is wrong with it.
        ("deny contains \"x\" if {\n input.spec.hostNetwork\n input.kind == \"Pod\"\n}", "spec.hostNetwork"),
        (
            "deny contains \"x\" if object.get(input.spec, [\"securityContext\", \"runAsUser\"], 0) == 0",
            "spec.securityContext",
        ),
    ]);
}

#[test]
fn what_a_message_is_made_of_counts_last() {
    hold(&[
        (
            "deny contains msg if {\n some c in input.spec.containers\n c.securityContext.privileged\n \
             name := input.metadata.name\n msg := sprintf(\"%s of %s\", [c.name, name])\n}",
            "spec.containers[1].securityContext.privileged",
        ),
        (
            "deny contains {\"msg\": msg} if {\n input.spec.hostNetwork\n msg := concat(\" \", [input.metadata.name, \"x\"])\n}",
            "spec.hostNetwork",
        ),
        // What is judged and said is judged.
        (
            "deny contains msg if {\n input.spec.hostNetwork\n name := input.metadata.name\n name != \"\"\n msg := sprintf(\"%s\", [name])\n}",
            "metadata.name",
        ),
        // Nothing else is known.
        (
            "deny contains msg if {\n input.kind == \"Pod\"\n msg := sprintf(\"%s\", [input.metadata.name])\n}",
            "metadata.name",
        ),
    ]);
}

#[test]
fn elements_of_helper_sets() {
    hold(&[
        // Names: what was judged to find them.
        (
            "bad contains c.name if {\n some c in input.spec.containers\n c.securityContext.privileged\n}\n\
             deny contains sprintf(\"%s\", [n]) if some n in bad",
            "spec.containers[1].securityContext.privileged",
        ),
        // Names that are judged in their turn.
        (
            "names contains c.name if some c in input.spec.containers\ndeny contains \"x\" if {\n some n in names\n n == \"cache\"\n}",
            "spec.containers[1].name",
        ),
        // Objects that are made.
        (
            "bad contains {\"name\": c.name, \"why\": \"x\"} if {\n some c in input.spec.containers\n c.securityContext.privileged\n}\n\
             deny contains {\"msg\": b.why} if some b in bad",
            "spec.containers[1].securityContext.privileged",
        ),
        // A helper over a helper, and a set that lacks an element.
        (
            "limited contains c if {\n some c in input.spec.containers\n c.resources.limits\n}\n\
             unlimited contains c if {\n some c in input.spec.containers\n not limited[c]\n}\n\
             deny contains o.name if o := unlimited[_]",
            CACHE,
        ),
        // Objects that are forms of others.
        (
            "all contains d if {\n some c in input.spec.containers\n d := object.union(c, {\"pod\": input.metadata.name})\n}\n\
             deny contains c.name if {\n some c in all\n not c.resources.limits\n}",
            "spec.containers[1].resources",
        ),
        (
            "all contains d if {\n some c in input.spec.containers\n d := json.patch(c, [{\"op\": \"add\", \"path\": \"x\", \"value\": 1}])\n}\n\
             deny contains c.name if {\n some c in all\n not c.resources.limits\n}",
            "spec.containers[1].resources",
        ),
        // Text that is made.
        (
            "bad contains sprintf(\"%s!\", [c.name]) if {\n some c in input.spec.containers\n c.ports[_].hostPort\n}\n\
             deny contains b if some b in bad",
            "spec.containers[1].ports[0].hostPort",
        ),
        // Asked for by its value.
        (
            "bad contains c.name if {\n some c in input.spec.containers\n c.securityContext.privileged\n}\n\
             deny contains \"x\" if {\n some n in [\"cache\"]\n bad[n]\n}",
            "spec.containers[1].securityContext.privileged",
        ),
    ]);
}

#[test]
fn equal_elements_are_where_the_first_is() {
    hold(&[(
        "bad contains \"x\" if {\n some c in input.spec.containers\n c.image\n}\ndeny contains b if some b in bad",
        "spec.containers[0].image",
    )]);
}

#[test]
fn helpers_as_a_whole() {
    hold(&[
        ("on_host if input.spec.hostNetwork\ndeny contains \"x\" if on_host", "spec.hostNetwork"),
        (
            "bad contains c.name if {\n some c in input.spec.containers\n c.securityContext.privileged\n}\n\
             deny contains \"x\" if count(bad) > 0",
            "spec.containers[1].securityContext.privileged",
        ),
        // All are taken: what they are taken from.
        (
            "deny contains \"x\" if {\n has := {l | input.metadata.labels[l]}\n missing := {\"owner\"} - has\n count(missing) > 0\n}",
            "metadata.labels",
        ),
        // None is.
        (
            "deny contains \"x\" if count([c | some c in input.spec.containers; c.image == \"x\"]) == 0",
            "spec.containers",
        ),
        // A value that is chosen by something else.
        (
            "first := c.name if {\n some i, c in input.spec.containers\n i == 1\n}\ndeny contains \"x\" if first != \"web\"",
            "spec.containers[1].name",
        ),
        (
            "by_name[c.name] := c.image if some c in input.spec.containers\ndeny contains \"x\" if endswith(by_name.cache, \":7\")",
            "spec.containers[1].image",
        ),
        (
            "why[c.name] := \"privileged\" if {\n some c in input.spec.containers\n c.securityContext.privileged\n}\n\
             deny contains sprintf(\"%s %s\", [n, w]) if some n, w in why",
            "spec.containers[1].securityContext.privileged",
        ),
    ]);
}

#[test]
fn comprehensions() {
    hold(&[
        (
            "deny contains n if {\n bad := [c.name | some c in input.spec.containers; c.securityContext.privileged]\n some n in bad\n}",
            "spec.containers[1].securityContext.privileged",
        ),
        (
            "deny contains \"x\" if {\n bad := {v.name | some v in input.spec.volumes; v.hostPath.path == \"/etc\"}\n count(bad) > 0\n}",
            "spec.volumes[1].hostPath.path",
        ),
    ]);
}

#[test]
fn functions() {
    hold(&[
        (
            "host_port(c) := p.hostPort if some p in c.ports\n\
             deny contains \"x\" if {\n some c in input.spec.containers\n host_port(c) == 80\n}",
            "spec.containers[1].ports[0].hostPort",
        ),
        (
            "fault(c) := {\"msg\": sprintf(\"%s\", [c.name])} if c.securityContext.privileged\n\
             deny contains fault(c) if some c in input.spec.containers",
            CACHE,
        ),
        // Where a function goes no further is where something is missing.
        (
            "limited(c) if c.resources.limits.memory\n\
             deny contains c.name if {\n some c in input.spec.containers\n not limited(c)\n}",
            "spec.containers[1].resources",
        ),
        // But not if the body has looked at something itself.
        (
            "exempt(c) if c.image == \"nginx:1.27\"\n\
             deny contains c.name if {\n some c in input.spec.containers\n c.securityContext.privileged\n not exempt(c)\n}",
            "spec.containers[1].securityContext.privileged",
        ),
        // None of the elements that a function walked through would do.
        (
            "drops(c) if c.ports[_].hostPort == 81\n\
             deny contains c.name if {\n some c in input.spec.containers\n c.ports\n not drops(c)\n}",
            "spec.containers[1].ports",
        ),
    ]);
}

#[test]
fn nothing_was_read() {
    assert_eq!(places("deny contains \"x\" if true"), ["nowhere"]);
}
