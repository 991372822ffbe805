//! Names of findings that hold while lines move, lists are put in another order and files are renamed.
//!
//! A place is named by identities: an item of a list by its `name`, `id` or the like instead of its index, a Kubernetes
//! object by kind, namespace and name instead of its number in the file.

use std::{collections::HashMap, fmt::Write};

use xxhash_rust::xxh3::xxh3_64;

use crate::{
    document::{Document, NodeRef, Pointer, Step, Value},
    finding::{Finding, Fingerprint},
    kind::Dialect,
    rule::RuleId,
};

/// Keys that name an item among others, the most telling first. Of a Dockerfile's instructions all of one sort have one
/// name, and the occurrence tells them apart: their texts change too often, and their numbers when one is added.
const NAMES: [&str; 6] = ["name", "id", "key", "uses", "image", "instruction"];

/// Names a finding: 16 hexadecimal digits for the file and 16 for what was found in it, so that the second half finds
/// it again when the file has another name. Where there is no document (a syntax error, a waiver) there is no `place`.
///
/// `file` should be relative to the repository's root, or names depend on where waylint is called.
pub fn fingerprint(rule: &RuleId, file: &str, at: Option<(Document<'_>, &Pointer)>, message: &str) -> Fingerprint {
    let place = at.map(|(document, pointer)| place(document, pointer)).unwrap_or_default();
    let content = xxh3_64(format!("{rule}\0{place}\0{message}").as_bytes());
    Fingerprint(format!("{}{content:016x}", file_part(file)))
}

/// Names the same in another file.
pub fn move_to(fingerprint: &mut Fingerprint, file: &str) {
    fingerprint.0.replace_range(..16, &file_part(file));
}

fn file_part(file: &str) -> String {
    format!("{:016x}", xxh3_64(file.as_bytes()))
}

/// Tells findings apart that are alike in all else: the second and later ones, in their order, get names of their own.
pub fn distinguish(findings: &mut [Finding]) {
    let mut seen: HashMap<Fingerprint, u32> = HashMap::new();
    for finding in findings {
        let count = seen.entry(finding.fingerprint.clone()).or_default();
        if *count > 0 {
            let content = xxh3_64(format!("{}\0{count}", content_part(&finding.fingerprint)).as_bytes());
            finding.fingerprint.0.replace_range(16.., &format!("{content:016x}"));
        }
        *count += 1;
    }
}

/// The half of a fingerprint that knows no file; the whole of a text that is none.
pub(super) fn content_part(fingerprint: &Fingerprint) -> &str {
    fingerprint.0.get(16..).unwrap_or(&fingerprint.0)
}

/// A place by identities.
fn place(document: Document<'_>, pointer: &Pointer) -> String {
    let mut name = root(document);
    let mut node = Some(document.root());
    for step in pointer.steps() {
        let below = node.and_then(|node| node.step(step));
        // Writing to a string cannot fail.
        let _ = match step {
            Step::Key(key) => write!(name, "\0k{key}"),
            Step::Index(index) => match below.and_then(identity) {
                Some(identity) => write!(name, "\0i{identity}"),
                None => write!(name, "\0n{index}"),
            },
        };
        node = below;
    }
    name
}

/// A document's name: the object it describes, or its number in the file.
fn root(document: Document<'_>) -> String {
    let root = document.root();
    let text = |keys: &[&str]| root.at(keys).filter(|node| !node.is_collection()).map(NodeRef::text);
    let name = || text(&["metadata", "name"]).or_else(|| text(&["metadata", "generateName"]));
    if let (Some(_), Some(kind), Some(name)) = (text(&["apiVersion"]), text(&["kind"]), name()) {
        return format!("{kind}\0{}\0{name}", text(&["metadata", "namespace"]).unwrap_or_default());
    }
    // Dialects do not change where documents start.
    let mut documents = document.tree().documents(Dialect::Core);
    documents.position(|other| other.root().id() == root.id()).unwrap_or_default().to_string()
}

/// What an item of a list is called, versions left aside: a finding stays itself when an image or action is updated.
fn identity(item: NodeRef<'_>) -> Option<String> {
    if !item.is_collection() {
        return Some(item.text().into_owned());
    }
    NAMES.iter().find_map(|&key| {
        let value = item.get(key).filter(|value| matches!(value.value(), Value::String(_) | Value::Number(_)))?.text();
        (!value.is_empty()).then(|| format!("{key}\0{}", without_version(key, &value)))
    })
}

fn without_version<'a>(key: &str, value: &'a str) -> &'a str {
    if !matches!(key, "uses" | "image") {
        return value;
    }
    let value = value.split_once('@').map_or(value, |(before, _)| before);
    match value.rsplit_once(':') {
        // A colon before a slash belongs to a registry's port.
        Some((before, tag)) if key == "image" && !tag.contains('/') => before,
        _ => value,
    }
}
