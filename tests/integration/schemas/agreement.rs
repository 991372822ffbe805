//! Shapes against an independent validator, on lifelike documents and on what is left of them when something is broken.

use std::{borrow::Cow, collections::BTreeMap, fs, path::PathBuf, sync::Arc};

use serde_json::{Value as Json, json};
use waylint::{
    catalogue::{self, Version},
    document::{Limits, NodeRef, Step, Tree, parse},
    kind::{Dialect, Format},
    recognise::{KindTable, Recognised},
    schema::SchemaRule,
    shape::{Rules, Shape},
    source::Source,
};

use crate::command::root;

const CLOSED: Rules = Rules { closed: true, null_is_absent: false };

/// A schema as both sides read it: what only one of them knows is taken out, and what is closed says so.
fn plain(schema: &Json) -> Json {
    match schema {
        Json::Object(words) => {
            let is_own = |word: &str| matches!(word, "format" | "x-list-keys" | "x-deprecated");
            let mut plain: serde_json::Map<String, Json> = words
                .iter()
                .filter(|(word, value)| !is_own(word) || value.is_object())
                .map(|(word, value)| match (word.as_str(), value) {
                    ("properties" | "patternProperties" | "definitions" | "dependencies", Json::Object(members)) => (
                        word.clone(),
                        members.iter().map(|(name, schema)| (name.clone(), self::plain(schema))).collect(),
                    ),
                    ("enum" | "const" | "required", value) => (word.clone(), value.clone()),
                    (_, value) => (word.clone(), self::plain(value)),
                })
                .collect();
            let is_object = match plain.get("type") {
                Some(Json::String(name)) => name == "object",
                Some(Json::Array(names)) => names.iter().any(|name| name == "object"),
                _ => false,
            };
            let speaks = plain.contains_key("additionalProperties") || plain.contains_key("patternProperties");
            if is_object && plain.contains_key("properties") && !speaks {
                plain.insert("additionalProperties".to_owned(), json!(false));
            }
            Json::Object(plain)
        }
        Json::Array(items) => items.iter().map(plain).collect(),
        other => other.clone(),
    }
}

fn tree(path: &str, text: &str) -> Tree {
    let format = if path.ends_with(".json") { Format::Json } else { Format::Yaml };
    parse(Arc::new(Source::new(path, text.to_owned())), format, &Limits::default())
}

/// Both judges of one kind.
struct Judges {
    shape: Shape,
    other: SchemaRule,
}

impl Judges {
    fn new(name: &str) -> Option<Self> {
        let schema = plain(&catalogue::text(name, Version::newest())?);
        let within = |reference: &str| schema.pointer(reference.trim_start_matches('#')).map(Cow::Borrowed);
        let shape = Shape::read(&schema, CLOSED, &within).unwrap_or_else(|error| panic!("{name}: {error}"));
        Some(Self { shape, other: SchemaRule::new(schema) })
    }

    /// Whether the document fits; both must say the same.
    fn fits(&self, name: &str, node: NodeRef<'_>, text: &str) -> bool {
        let faults = self.shape.judge(node);
        let places = self.other.judge(node).unwrap();
        assert_eq!(faults.is_empty(), places.is_empty(), "{name}: {faults:?} against {places:?}\n{text}");
        faults.is_empty()
    }
}

/// Files that waylint's own cases hold, by name.
pub(super) fn files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut waiting: Vec<PathBuf> =
        ["fixtures/kinds", "fixtures/storefront", "fixtures/rules"].map(|name| root().join(name)).into();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if let Ok(text) = fs::read_to_string(&path)
            && text.len() < 8192
        {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            // Kinds are told by the name from the case's own root.
            let name = name
                .rsplit_once("/fail/")
                .or(name.rsplit_once("/pass/"))
                .map_or(name.clone(), |(_, rest)| rest.to_owned());
            files.push((name, text));
        }
    }
    files.sort();
    files
}

/// The name of a document's schema.
fn schema_name(part: &Recognised<'_>) -> String {
    let text = |key: &str| part.document.root().get(key).map(|node| node.text().into_owned());
    match (text("apiVersion"), text("kind")) {
        (Some(api), Some(kind)) if part.kind.as_str().ends_with(&format!("/{kind}")) => format!("{api} {kind}"),
        _ => part.kind.to_string(),
    }
}

/// Calls `see` with the name of the schema, the root and the text of each document that has a schema.
fn each_document(path: &str, text: &str, see: &mut dyn FnMut(&str, NodeRef<'_>)) {
    let table = KindTable::built_in();
    let guess = table.by_path(path, &|_| None);
    if !guess.format().is_some_and(|format| matches!(format, Format::Yaml | Format::Json)) {
        return;
    }
    let tree = tree(path, text);
    if tree.errors().is_empty() {
        for part in table.documents(&tree, &guess) {
            see(&schema_name(&part), part.document.in_dialect(Dialect::Core).root());
        }
    }
}

/// Nodes in order, with their steps from the root.
fn walk<'t>(node: NodeRef<'t>, way: &mut Vec<Step>, see: &mut dyn FnMut(&[Step], NodeRef<'t>, NodeRef<'t>)) {
    for (key, value) in node.entries() {
        way.push(Step::Key(key.text().into_owned()));
        see(way, key, value);
        walk(value, way, see);
        way.pop();
    }
    for (index, item) in node.items().enumerate() {
        way.push(Step::Index(index));
        walk(item, way, see);
        way.pop();
    }
}

/// The text with a span replaced.
fn with(text: &str, span: waylint::source::Span, new: &str) -> String {
    format!("{}{new}{}", &text[..span.start as usize], &text[span.end as usize..])
}

#[test]
fn both_validators_agree_on_what_is_whole_and_on_what_is_broken() {
    let mut judges: BTreeMap<String, Option<Judges>> = BTreeMap::new();
    let (mut documents, mut mutants) = (0, 0);
    for (path, text) in files() {
        let mut broken: Vec<String> = Vec::new();
        each_document(&path, &text, &mut |name, root| {
            let judge = judges.entry(name.to_owned()).or_insert_with(|| Judges::new(name));
            let Some(judge) = judge else { return };
            documents += 1;
            if !judge.fits(name, root, &text) {
                return;
            }
            walk(root, &mut Vec::new(), &mut |way, key, value| {
                let names_it = matches!(way, [Step::Key(name)] if name == "kind" || name == "apiVersion");
                if names_it || key.raw_span().is_empty() {
                    return;
                }
                broken.push(with(&text, key.raw_span(), "waylintx"));
                if !value.is_collection() && !value.raw_span().is_empty() && !value.raw_span().slice_is_block(&text) {
                    broken.push(with(&text, value.raw_span(), "{waylintx: {waylintx: 1}}"));
                }
            });
        });
        for text in broken {
            each_document(&path, &text, &mut |name, root| {
                if let Some(Some(judge)) = judges.get(name) {
                    judge.fits(name, root, &text);
                    mutants += 1;
                }
            });
        }
    }
    assert!(documents > 150 && mutants > 1500, "{documents} documents, {mutants} mutants");
}

/// Whether a span is a block scalar, in whose place nothing else can stand on one line.
trait Block {
    fn slice_is_block(self, text: &str) -> bool;
}

impl Block for waylint::source::Span {
    fn slice_is_block(self, text: &str) -> bool {
        text[self.range()].starts_with(['|', '>']) || text[self.range()].contains('\n')
    }
}
