//! The tree of a Dockerfile, as rules see it.

mod commands;
mod robust;

use std::sync::Arc;

use serde_json::{Value as Json, json};
use waylint::{
    document::{self, Limits, NodeRef, Number, Tree, Value},
    kind::{Dialect, Format},
    source::Source,
};

fn parse(text: &str) -> Tree {
    document::parse(Arc::new(Source::new("Dockerfile", text.to_owned())), Format::Dockerfile, &Limits::default())
}

fn root(tree: &Tree) -> NodeRef<'_> {
    tree.documents(Dialect::Json).next().expect("one document").root()
}

fn to_json(node: NodeRef<'_>) -> Json {
    match node.value() {
        Value::Null => Json::Null,
        Value::Bool(value) => value.into(),
        Value::Number(Number::Int(value)) => value.into(),
        Value::Number(Number::UInt(value)) => value.into(),
        Value::Number(Number::Float(value)) => value.into(),
        Value::String(text) => text.into_owned().into(),
        Value::Sequence => node.items().map(to_json).collect(),
        Value::Mapping => Json::Object(
            node.entries().into_iter().map(|(key, value)| (key.text().into_owned(), to_json(value))).collect(),
        ),
    }
}

/// The tree of a file that has no fault.
fn read(text: &str) -> Json {
    let tree = parse(text);
    assert_eq!(tree.errors(), []);
    to_json(root(&tree))
}

/// The only instruction behind `FROM x`.
fn instruction(line: &str) -> Json {
    read(&format!("FROM x\n{line}"))["stages"][0]["instructions"][1].clone()
}

/// Message and place of each fault.
fn faults(text: &str) -> Vec<(String, String)> {
    let tree = parse(text);
    tree.errors().iter().map(|error| (error.message.clone(), tree.source().slice(error.span).to_owned())).collect()
}

fn pick(value: &Json, keys: &[&str]) -> Json {
    keys.iter().map(|&key| (key.to_owned(), value[key].clone())).collect::<serde_json::Map<_, _>>().into()
}

/// `word·word operator=&& via=sh #pipeline`, one line a command.
fn commands(instruction: &Json) -> Vec<String> {
    let command = |command: &Json| {
        let words = command["words"].as_array().unwrap().iter().map(|word| word.as_str().unwrap());
        let mut line = words.collect::<Vec<_>>().join("·");
        for key in ["operator", "via"] {
            if let Some(text) = command[key].as_str() {
                line = format!("{line} {key}={text}");
            }
        }
        format!("{line} #{}", command["pipeline"])
    };
    instruction["commands"].as_array().unwrap().iter().map(command).collect()
}

#[test]
fn the_example_of_the_documentation_is_true() {
    let page = include_str!("../../docs/dockerfile.md");
    let block = |language: &str| {
        let start = page.find(&format!("```{language}\n")).unwrap() + language.len() + 4;
        &page[start..start + page[start..].find("```").unwrap()]
    };
    let expected: Json = serde_json::from_str(block("json")).unwrap();
    let actual = read(block("dockerfile"));
    assert_eq!(actual, expected, "write this into docs/dockerfile.md:\n{actual:#}");
}

#[test]
fn directives_end_at_the_first_other_line() {
    let tree = read(
        "\u{feff}# Syntax = docker/dockerfile:1\n# escape=`\n# about\n# check=skip=all\nFROM x\nCOPY a `\n  b c\\\n",
    );
    assert_eq!(tree["directives"], json!({"syntax": "docker/dockerfile:1", "escape": "`"}));
    assert_eq!(tree["comments"], json!(["about", "check=skip=all"]));
    assert_eq!(tree["stages"][0]["instructions"][1]["arguments"], json!(["a", "b", "c\\"]));
    assert_eq!(tree["stages"][0]["instructions"][0]["comment"], "about\ncheck=skip=all");
}

#[test]
fn a_base_is_cut_into_its_parts() {
    let base = |line: &str| {
        let keys = ["image", "registry", "repository", "tag", "digest", "platform"];
        pick(&read(line)["stages"][0]["base"], &keys)
    };
    assert_eq!(
        base("FROM node"),
        json!({"image": "node", "registry": "docker.io", "repository": "node", "tag": null, "digest": null, "platform": null})
    );
    assert_eq!(
        base("FROM --platform=linux/amd64 r.example:5000/a/b:1@sha256:00"),
        json!({"image": "r.example:5000/a/b", "registry": "r.example:5000", "repository": "a/b", "tag": "1",
            "digest": "sha256:00", "platform": "linux/amd64"})
    );
}

#[test]
fn arguments_before_from_are_resolved() {
    let tree = read(
        "ARG R=quay.io\nARG T\nFROM $R/a:${TAG:-1} AS one\nFROM $R/a:$T\nFROM $MISSING\nFROM a:$TARGETARCH\nFROM $T",
    );
    let base = |index: usize| tree["stages"][index]["base"].clone();
    assert_eq!(
        pick(&base(0), &["image", "tag", "resolved"]),
        json!({"image": "quay.io/a", "tag": "1", "resolved": true})
    );
    assert_eq!(base(0)["variables"], json!(["R", "TAG"]));
    assert_eq!(
        pick(&base(1), &["tag", "resolved", "unresolved"]),
        json!({"tag": "$T", "resolved": false, "unresolved": ["T"]})
    );
    assert_eq!(base(1)["undefined"], Json::Null);
    assert_eq!(base(2)["undefined"], json!(["MISSING"]));
    assert_eq!(pick(&base(3), &["unresolved", "undefined"]), json!({"unresolved": ["TARGETARCH"], "undefined": null}));
    assert_eq!(read("ARG V=\nFROM a:$V")["stages"][0]["base"]["invalid"], true);
}

#[test]
fn a_name_that_is_partly_a_variable_may_mean_several_stages() {
    let text = concat!(
        "ARG KIND\n",
        "FROM a AS base\nUSER app\nARG ALL=1\n",
        "FROM base AS base-amd64\nARG SUFFIX=\nWORKDIR /one\n",
        "FROM base AS base-arm64-slim\nARG SUFFIX=-arm\nARG SLIM=1\nWORKDIR /two\n",
        "FROM a AS other\nARG ELSE=1\n",
    );
    // Base, user and working directory at the end, and what nothing has set.
    let last = |name: &str| {
        let tree = read(&format!("{text}FROM {name} AS last\nCOPY $ALL $SUFFIX $SLIM $ELSE /\n"));
        let last = &tree["stages"][4];
        (last["base"]["stages"].clone(), last["user"].clone(), last["instructions"][1]["undefined"].clone())
    };
    let null = Json::Null;
    assert_eq!(last("base-$TARGETARCH"), (json!([1, 2]), json!("app"), json!(["ELSE"])));
    assert_eq!(last("base-$TARGETSTAGE"), last("base-$TARGETARCH"));
    assert_eq!(last("BASE-${TARGETARCH}-slim"), (json!([2]), json!("app"), json!(["ELSE"])));
    assert_eq!(last("base-${KIND:-x}-${TARGETARCH}"), (json!([2]), json!("app"), json!(["ELSE"])));
    assert_eq!(last("base-$TARGETARCH:1"), (null.clone(), null.clone(), json!(["ALL", "SUFFIX", "SLIM", "ELSE"])));
    // An image, if it is not one of the stages.
    assert_eq!(last("$KIND"), (null.clone(), null.clone(), null.clone()));
    assert_eq!(last("a"), (null.clone(), null, json!(["ALL", "SUFFIX", "SLIM", "ELSE"])));
}

#[test]
fn stages_are_found_by_name_and_hand_on_what_they_set() {
    let tree = read(concat!(
        "FROM a AS One\nUSER me:us\nWORKDIR /srv\nENV V=1\nSHELL [\"/bin/bash\", \"-c\"]\n",
        "FROM one\nWORKDIR app/$V\nRUN x\nCOPY --from=ONE /a .\nCOPY --from=1 /a .\nCOPY --from=img:1 /a .\n",
        "FROM scratch AS two\nUSER 0\n"
    ));
    let stage = |index: usize| tree["stages"][index].clone();
    assert_eq!(
        pick(&stage(1)["base"], &["stage", "registry", "scratch"]),
        json!({"stage": 0, "registry": null, "scratch": false})
    );
    assert_eq!(
        pick(&stage(1), &["index", "name", "final", "user", "workdir"]),
        json!({"index": 1, "name": null, "final": false, "user": "me:us", "workdir": "/srv/app/1"})
    );
    let run = &stage(1)["instructions"][2];
    assert_eq!(
        pick(run, &["user", "workdir", "shell"]),
        json!({"user": "me:us", "workdir": "/srv/app/1", "shell": ["/bin/bash", "-c"]})
    );
    let from = |index: usize| stage(1)["instructions"][index]["from"].clone();
    assert_eq!(
        [from(3), from(4), from(5)],
        [json!({"text": "ONE", "stage": 0}), json!({"text": "1", "stage": 1}), json!({"text": "img:1", "stage": null})]
    );
    assert_eq!(
        pick(&stage(2)["base"], &["scratch", "stage", "repository"]),
        json!({"scratch": true, "stage": null, "repository": null})
    );
    assert_eq!(
        pick(&stage(2), &["name", "final", "user", "workdir"]),
        json!({"name": "two", "final": true, "user": "0", "workdir": null})
    );
}

#[test]
fn two_stages_of_one_name_are_no_syntax_error() {
    let tree = read("FROM a AS x\nFROM b AS X\nFROM x");
    assert_eq!(tree["stages"][2]["base"]["stage"], 1);
}

#[test]
fn pairs_in_both_spellings() {
    let pairs = |line: &str| instruction(line)["pairs"].clone();
    assert_eq!(
        pairs(r#"ENV A="one two" B=x\ y C="#),
        json!([{"name": "A", "value": "one two", "legacy": false}, {"name": "B", "value": "x y", "legacy": false},
            {"name": "C", "value": "", "legacy": false}])
    );
    assert_eq!(pairs("ENV A one  two"), json!([{"name": "A", "value": "one  two", "legacy": true}]));
    assert_eq!(pairs("ENV A =b"), json!([{"name": "A", "value": "=b", "legacy": true}]));
    assert_eq!(pairs("ARG A"), json!([{"name": "A", "value": null, "legacy": false}]));
    let stage = read("ARG V=1\nFROM x\nARG V\nLABEL a=\"v$V\" b=$NO")["stages"][0].clone();
    assert_eq!(
        stage["instructions"][2]["pairs"],
        json!([{"name": "a", "value": "v$V", "legacy": false, "expanded": "v1", "variables": ["V"]},
            {"name": "b", "value": "$NO", "legacy": false, "variables": ["NO"], "unresolved": ["NO"], "undefined": ["NO"]}])
    );
    assert_eq!(stage["instructions"][2]["undefined"], json!(["NO"]));
}

#[test]
fn arguments_of_other_instructions() {
    let copy = instruction(r#"COPY --link --chown=1:1 ["a b", "c/"]"#);
    assert_eq!(
        pick(&copy, &["form", "sources", "destination", "flags"]),
        json!({"form": "exec", "sources": ["a b"], "destination": "c/", "flags": {"link": ["true"], "chown": ["1:1"]}})
    );
    assert_eq!(
        instruction("EXPOSE 80 53/UDP 8000-8010 127.0.0.1:22:22 $P")["ports"],
        json!([{"text": "80", "port": 80, "protocol": "tcp"}, {"text": "53/UDP", "port": 53, "protocol": "UDP"},
            {"text": "8000-8010", "port": 8000, "to": 8010, "protocol": "tcp"},
            {"text": "127.0.0.1:22:22", "port": 22, "protocol": "tcp", "host": "127.0.0.1:22"},
            {"text": "$P", "port": null, "protocol": "tcp"}])
    );
    assert_eq!(
        pick(&instruction("user app:grp"), &["instruction", "keyword", "user", "group"]),
        json!({"instruction": "USER", "keyword": "user", "user": "app", "group": "grp"})
    );
    assert_eq!(instruction("VOLUME /a /b")["paths"], json!(["/a", "/b"]));
    assert_eq!(instruction("STOPSIGNAL SIGTERM")["signal"], "SIGTERM");
    assert_eq!(instruction("HEALTHCHECK NONE")["none"], true);
    let check = instruction("HEALTHCHECK --interval=5s CMD [\"curl\", \"-f\", \"http://x\"]");
    assert_eq!(pick(&check, &["none", "form"]), json!({"none": false, "form": "exec"}));
    assert_eq!(commands(&check), ["curl·-f·http://x #0"]);
    assert_eq!(instruction("MAINTAINER a b")["text"], "a b");
    let onbuild = &instruction("ONBUILD RUN a && b")["onbuild"];
    assert_eq!((&onbuild["instruction"], commands(onbuild).len()), (&json!("RUN"), 2));
    assert_eq!(instruction("ONBUILD ONBUILD RUN a")["onbuild"]["arguments"], json!(["RUN a"]));
    let mounts = instruction("RUN --mount=type=cache,dst=/c --mount=src=/a,ro,from=img x")["mounts"].clone();
    assert_eq!(
        mounts,
        json!([{"type": "cache", "target": "/c"}, {"source": "/a", "readonly": "true", "from": "img", "type": "bind"}])
    );
}

#[test]
fn continuations_may_hold_comments_and_blank_lines() {
    let run = instruction("RUN a && \\\r\n\t# why\r\n\\\r\n\r\n  b \\ \r\n  c\r\n");
    assert_eq!(commands(&run), ["a #0", "b·c operator=&& #1"]);
    assert_eq!(pick(&run, &["blank_lines", "lines"]), json!({"blank_lines": [""], "lines": 6}));
    let tree = parse("FROM x\nRUN a \\\n # why\n b\n");
    let comment = tree.comments()[0];
    assert_eq!(tree.source().slice(comment.span), "# why");
    assert_eq!(tree.source().slice(tree.arena().span(comment.node)), "b");
}

#[test]
fn faults_stand_alone() {
    let fault = |line: &str| {
        let found = faults(&format!("FROM x\n{line}\nRUN y"));
        assert_eq!(
            to_json(root(&parse(&format!("FROM x\n{line}\nRUN y"))))["stages"][0]["instructions"]
                .as_array()
                .unwrap()
                .len(),
            2
        );
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        found[0].clone()
    };
    let pair = |message: &str, place: &str| (message.to_owned(), place.to_owned());
    assert_eq!(fault("FOO bar"), pair("unknown instruction FOO", "FOO"));
    assert_eq!(fault("COPY  a"), pair("COPY lacks source and destination", "COPY  a"));
    assert_eq!(fault("RUN"), pair("RUN lacks a command", "RUN"));
    assert_eq!(fault("COPY --chwon=a b c"), pair("COPY has no flag --chwon", "--chwon=a"));
    assert_eq!(fault("CMD --x"), pair("CMD has no flag --x", "--x"));
    assert_eq!(fault("COPY --chown b c"), pair("flag --chown has no value", "--chown"));
    assert_eq!(fault("ENV A=1 B"), pair("ENV pair has no =", "B"));
    assert_eq!(fault("ENV A"), pair("ENV A has no value", "A"));
    assert_eq!(fault("ENV A=\"b"), pair("quote is not closed", "\"b"));
    assert_eq!(fault("RUN <<EOF\nfoo"), pair("here-document EOF has no end", "EOF"));
    assert_eq!(fault("HEALTHCHECK curl"), pair("HEALTHCHECK is neither CMD nor NONE", "curl"));
    assert_eq!(fault("SHELL bash"), pair("SHELL is not a JSON array", "bash"));
    assert_eq!(faults("FROM x AS 1\nFROM y"), [pair("stage name 1 is not valid", "1")]);
    assert_eq!(faults("FROM x y"), [pair("FROM has arguments it does not know", "y")]);
    assert_eq!(faults("FROM a\nFROM\nRUN x"), [pair("FROM lacks an image", "FROM")]);
    assert_eq!(faults("FROM --x=1 a"), [pair("FROM has no flag --x", "--x=1")]);
    assert_eq!(faults("# only\n"), [pair("no FROM", "# only")]);
    assert_eq!(faults(""), [pair("no FROM", "")]);
    // Something else under this name is told once.
    assert_eq!(faults("a letter\nto nobody\n"), [pair("no FROM", "a letter")]);
    assert_eq!(faults("RUN x\nRUN y\nFROM z"), [pair("instruction stands before the first FROM", "RUN")]);
}
