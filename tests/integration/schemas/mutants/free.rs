//! Where a change is none that a schema could find, and what is required, both by the tools' documentation and not by the
//! schemas that are tested. A place is written as the names that lead to it, entries of lists left out.

use waylint::document::Step;

/// Below these anything goes: maps of the user's own, parts that belong to another tool, whole documents inside documents.
const OPEN: &[(&str, &str)] = &[
    ("*", "labels annotations matchLabels nodeSelector"),
    ("kubernetes/*", "data stringData binaryData selector.* limits requests parameters"),
];

/// The names below these are the user's own; what stands under them is not.
const NAMES: &[(&str, &str)] = &[
    ("compose", "services volumes networks configs secrets"),
    ("github/workflow", "jobs"),
];

/// Values that may be text where there is a number, for another reason than being misspelt: names of ports.
const TEXT: &[(&str, &str)] = &[("*", "targetPort port")];

/// Fields that mean the same one level further up or down.
const SAME: &[(&str, &str)] = &[("github/workflow", "env permissions concurrency defaults")];

/// Fields that are required, by what holds them.
const REQUIRED: &[(&str, &str, &str)] = &[
    ("kubernetes/*", "containers", "name"),
];

fn covers(pattern: &str, kind: &str) -> bool {
    pattern == kind || pattern == "*" || pattern.strip_suffix('*').is_some_and(|prefix| kind.starts_with(prefix))
}

/// The names that lead to a place.
fn names_of(way: &[Step]) -> Vec<&str> {
    way.iter()
        .filter_map(|step| match step {
            Step::Key(name) => Some(name.as_str()),
            Step::Index(_) => None,
        })
        .collect()
}

/// Whether the names end as one of some patterns has it; one that begins with `/` says all of them.
fn ends(names: &[&str], patterns: &str) -> bool {
    patterns.split_whitespace().any(|pattern| {
        let (whole, pattern) = pattern.strip_prefix('/').map_or((false, pattern), |pattern| (true, pattern));
        let wanted: Vec<&str> = pattern.split('.').filter(|name| !name.is_empty()).collect();
        let tail = names.len().checked_sub(wanted.len()).map(|from| &names[from..]);
        let fits = |tail: &[&str]| tail.iter().zip(&wanted).all(|(name, wanted)| *wanted == "*" || name == wanted);
        tail.is_some_and(fits) && (!whole || names.len() == wanted.len())
    })
}

fn said(table: &[(&str, &str)], kind: &str, names: &[&str]) -> bool {
    table.iter().any(|(pattern, places)| covers(pattern, kind) && ends(names, places))
}

/// Whether anything goes in a place.
pub(super) fn below(kind: &str, way: &[Step]) -> bool {
    let names = names_of(way);
    let deep = matches!(way.last(), Some(Step::Key(_)));
    (0..names.len() + usize::from(!deep)).any(|len| said(OPEN, kind, &names[..len]))
}

/// Whether anything goes in a mapping.
pub(super) fn open(kind: &str, way: &[Step]) -> bool {
    said(OPEN, kind, &names_of(way))
}

/// Whether the names in a mapping are the user's own.
pub(super) fn names(kind: &str, way: &[Step]) -> bool {
    open(kind, way) || said(NAMES, kind, &names_of(way))
}

/// Whether a value may be of another type.
pub(super) fn value(kind: &str, way: &[Step], is_text: bool) -> bool {
    is_text && said(TEXT, kind, &names_of(way))
}

/// Whether a field means the same in another mapping.
pub(super) fn same(kind: &str, target: &[Step], name: &str) -> bool {
    let mut names = names_of(target);
    names.push(name);
    said(SAME, kind, &names)
}

/// Whether a field is required.
pub(super) fn required(kind: &str, parent: &[Step], name: &str) -> bool {
    let names = names_of(parent);
    REQUIRED.iter().any(|(pattern, place, required)| {
        covers(pattern, kind) && ends(&names, place) && required.split(' ').any(|required| required == name)
    })
}
