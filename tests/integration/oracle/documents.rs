//! Documents of real repositories, read and recognised as waylint does.

use std::{fs, path::Path, sync::Arc};

use serde_json::{Map, Value as Json, json};
use waylint::{
    discover::{Options, discover},
    document::{Limits, parse},
    engine::Member,
    kind::Kind,
    recognise::{KindTable, ViewStep},
    source::Source,
};

/// Every recognised document below a folder, by file and place in it.
pub(super) fn members(folder: &Path, kinds: &KindTable) -> Vec<Member> {
    let mut members = Vec::new();
    for found in discover(&[folder.to_owned()], &Options::all(folder)).files {
        let beside = |other: &str, file: &str| folder.join(other).join(file).is_file();
        let guess = kinds.by_path(&found.relative, &beside);
        let Some(format) = guess.format() else { continue };
        let Ok(text) = fs::read_to_string(&found.path) else { continue };
        let tree = Arc::new(parse(Arc::new(Source::new(&*found.relative, text)), format, &Limits::default()));
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
            let root = member.recognised().document.root();
            Some((root.get("apiVersion")?.as_str()?.into_owned(), root.get("kind")?.as_str()?.into_owned()))
        })
        .collect();
    versions.sort();
    versions.dedup();
    let mut views = Map::new();
    for (view, _) in kinds.views() {
        let ways =
            |kind: Option<&Kind>| -> Json { kinds.view_paths(view, kind).iter().map(|path| way(&path.at)).collect() };
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

pub(super) fn way(steps: &[ViewStep]) -> Json {
    let step = |step: &ViewStep| match step {
        ViewStep::Key(key) => json!({ "key": key }),
        ViewStep::Every { except, only } => json!({ "except": except, "only": only }),
    };
    steps.iter().map(step).collect()
}
