//! Documents of real repositories, read and recognised as waylint does.

use std::{fs, path::Path, sync::Arc};

use serde_json::{Map, Value as Json, json};
use waylint::{
    discover::{Options, discover},
    document::{
        Limits, commands,
        expression::{condition, expressions},
        parse,
    },
    engine::Member,
    kind::Kind,
    recognise::{KindTable, Marked, Marker, Reading, ViewPath, ViewStep},
    source::Source,
};

/// Every recognised document below a folder, by file and place in it.
pub(super) fn members(folder: &Path, kinds: &KindTable) -> Vec<Member> {
    let mut members = Vec::new();
    for found in discover(&[folder.to_owned()], &Options::all(folder)).files {
        let open = |file: &str, _| fs::read_to_string(folder.join(file)).ok();
        let above = |marker: &Marker<'_>| Marked::above(found.relative(), marker, &open).map(Arc::new);
        let guess = kinds.by_path(found.relative(), &above);
        let Some(format) = guess.format() else { continue };
        let Ok(text) = fs::read_to_string(found.path()) else { continue };
        let tree = Arc::new(parse(Arc::new(Source::new(found.relative(), text)), format, &Limits::default()));
        if !tree.errors().is_empty() || tree.declined().is_some() {
            continue;
        }
        let parts = kinds.documents(&tree, &guess);
        members.extend(parts.iter().zip(0..).map(|(part, number)| Member::new(&tree, number, part)));
    }
    members
}

/// The places of all views, for documents of every kind among some members and for those of none.
pub(super) fn views(kinds: &KindTable, members: &[&Member]) -> Json {
    let mut versions: Vec<(String, String)> = members
        .iter()
        .filter_map(|member| {
            let root = member.recognised().unwrap().document.root();
            Some((root.get("apiVersion")?.as_str()?.into_owned(), root.get("kind")?.as_str()?.into_owned()))
        })
        .collect();
    versions.sort();
    versions.dedup();
    let mut views = Map::new();
    for (view, _) in kinds.views() {
        let ways =
            |kind: Option<&Kind>| -> Json { kinds.view_paths(view, kind).iter().map(|path| way(path)).collect() };
        let mut by_kind = Map::new();
        by_kind.insert(String::new(), ways(None));
        for (version, kind) in &versions {
            if let Some(known) = kinds.kind_of_object(version, kind) {
                by_kind.insert(format!("{version}/{kind}"), ways(Some(&known)));
            }
        }
        views.insert(view.to_owned(), by_kind.into());
    }
    views.into()
}

/// A way down, and how the texts at its end are read.
pub(super) fn way(path: &ViewPath) -> Json {
    let step = |step: &ViewStep| match step {
        ViewStep::Key(key) => json!({ "key": key }),
        ViewStep::Every { except, only } => json!({ "except": except, "only": only }),
    };
    let steps: Vec<Json> = path.at.iter().map(step).collect();
    json!({ "steps": steps, "reads": path.reads.map(name) })
}

fn name(reads: Reading) -> &'static str {
    match reads {
        Reading::GithubExpressions => "expressions",
        Reading::GithubCondition => "condition",
        Reading::GithubCommands => "commands",
    }
}

/// What stands in the texts of documents that views read, by way of reading and text: OPA's side walks to the texts, but
/// does not read them.
pub(super) fn texts<'d>(documents: impl IntoIterator<Item = &'d Json>) -> Json {
    let mut texts = json!({ "expressions": {}, "condition": {}, "commands": {} });
    documents.into_iter().for_each(|document| read_below(document, &mut texts));
    texts
}

fn read_below(value: &Json, texts: &mut Json) {
    match value {
        Json::Object(fields) => {
            for (key, value) in fields {
                if let Json::String(text) = value {
                    let filled: Vec<_> = expressions(text).into_iter().map(|it| it.range).collect();
                    match key.as_str() {
                        "if" | "pre-if" | "post-if" => {
                            texts["condition"][text] = condition(text).iter().map(|it| it.to_json(text)).collect();
                        }
                        "run" => texts["commands"][text] = commands(text, &filled).into(),
                        _ => {}
                    }
                }
                read_below(value, texts);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| read_below(item, texts)),
        Json::String(text) if text.contains("${{") => {
            texts["expressions"][text] = expressions(text).iter().map(|it| it.to_json(text)).collect();
        }
        _ => {}
    }
}
