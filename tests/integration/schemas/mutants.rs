//! Documents broken as people break them: a key misspelt, a value of another type, a required field forgotten, a block at
//! another level. Of each sort nearly all must be found, and on the line that was changed.

mod free;
mod written;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::{Map, Value as Json, json};
use waylint::{
    catalogue::{Catalogue, Found, Named},
    document::{Document, Limits, Pointer, Step, parse},
    kind::{Dialect, Format},
    recognise::KindTable,
    shape::{Shape, Wrong},
    source::Source,
};

use super::agreement::files;
use written::Written;

/// What nobody's schema knows.
const STRANGE: &str = "waylintx";

/// What cannot be held to 98 %, and why.
const EXCUSED: &[(&str, &str)] = &[(
    "grafana/dashboard",
    "panels and data sources are plugins with fields of their own, and every release reads the old ones",
)];

/// Below so many mutants a share says little.
const ENOUGH: usize = 100;

/// How a document is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Renamed,
    Typed,
    Dropped,
    Moved,
}

const SORTS: [Sort; 4] = [Sort::Renamed, Sort::Typed, Sort::Dropped, Sort::Moved];

/// A broken document: the whole of it, what was done where, and the places whose lines were changed by it.
struct Mutant {
    sort: Sort,
    what: String,
    root: Json,
    /// Where the change stands now, and whether any line of it will do.
    places: Vec<(Vec<Step>, bool)>,
}

/// How many there were of a sort, how many of them were found, and on the right line.
#[derive(Clone, Copy, Default)]
struct Count {
    all: usize,
    found: usize,
    on_line: usize,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.found += other.found;
        self.on_line += other.on_line;
    }

    fn share(self) -> f64 {
        if self.all == 0 { 100.0 } else { self.on_line as f64 * 100.0 / self.all as f64 }
    }
}

/// What came of the mutants of a system.
#[derive(Default)]
struct Tally {
    documents: usize,
    counts: [Count; 4],
    /// Changes in places where anything goes.
    free: usize,
    /// What was not found, by kind and place, with how often.
    missed: BTreeMap<String, usize>,
}

/// One of the documents to break.
struct Original {
    system: String,
    kind: String,
    root: Json,
    dialect: Dialect,
    shape: Arc<Shape>,
}

/// Every document of a file that has a schema.
fn originals(catalogue: &Catalogue, path: &str, text: &str, see: &mut dyn FnMut(Original)) {
    let table = KindTable::built_in();
    let guess = table.by_path(path, &|_| None);
    let Some(format @ (Format::Yaml | Format::Json)) = guess.format() else { return };
    let tree = parse(Arc::new(Source::new(path, text.to_owned())), format, &Limits::default());
    if !tree.errors().is_empty() || table.is_template(&tree, &guess) {
        return;
    }
    for part in table.documents(&tree, &guess) {
        let Found::Known { shapes, .. } = catalogue.find(&part.kind, part.document) else { continue };
        let Some((_, shape)) = shapes.into_iter().next() else { continue };
        let kind = part.kind.to_string();
        let is_object = part.document.root().get("apiVersion").is_some();
        let system = match (kind.split_once('/'), is_object) {
            (Some((system, _)), true) => format!("{system}/*"),
            _ => kind.clone(),
        };
        let root = part.document.root().to_json();
        see(Original { system, kind, root, dialect: part.document.dialect(), shape });
    }
}

/// The lines on which a schema finds something, with what is wrong; nothing if the text cannot be read.
fn faults(original: &Original, written: &Written) -> Option<Vec<usize>> {
    let source = Arc::new(Source::new("document.yaml", written.text.clone()));
    let tree = parse(source, Format::Yaml, &Limits::default());
    let document = tree.documents(original.dialect).next().filter(|_| tree.errors().is_empty())?;
    let faults = original.shape.judge(document.root());
    let counts = faults.iter().filter(|fault| !matches!(fault.wrong, Wrong::Deprecated { .. }));
    Some(counts.map(|fault| line(document, &fault.at, fault.on_key)).collect())
}

/// The line on which a fault is told, as findings are placed.
fn line(document: Document<'_>, at: &Pointer, on_key: bool) -> usize {
    let key = at.steps().split_last().filter(|_| on_key).and_then(|(last, above)| match last {
        Step::Key(name) => document.nearest(&Pointer(above.to_vec())).0.key(name),
        Step::Index(_) => None,
    });
    let span = key.map_or_else(|| document.span(at), |key| key.raw_span());
    document.tree().source().line_of(span.start) as usize
}

/// All mutants of a document.
fn mutants(original: &Original, tally: &mut Tally) -> Vec<Mutant> {
    let mut ways = Vec::new();
    walk(&original.root, &mut Vec::new(), &mut ways);
    let mut mutants = Vec::new();
    for way in &ways {
        let names_it = matches!(way.as_slice(), [Step::Key(name)] if name == "kind" || name == "apiVersion");
        if names_it {
            continue;
        }
        if free::below(&original.kind, way) {
            tally.free += 1;
            continue;
        }
        mutants.extend(renamed(original, way, tally));
        mutants.extend(typed(original, way, tally));
        mutants.extend(dropped(original, way));
        mutants.extend(lifted(original, way, tally));
        mutants.extend(sunk(original, way, tally));
    }
    mutants
}

/// The places of a document in their order, the root left out.
fn walk(value: &Json, way: &mut Vec<Step>, ways: &mut Vec<Vec<Step>>) {
    let steps: Vec<(Step, &Json)> = match value {
        Json::Object(members) => members.iter().map(|(name, value)| (Step::Key(name.clone()), value)).collect(),
        Json::Array(items) => items.iter().enumerate().map(|(index, item)| (Step::Index(index), item)).collect(),
        _ => return,
    };
    for (step, value) in steps {
        way.push(step);
        ways.push(way.clone());
        walk(value, way, ways);
        way.pop();
    }
}

fn at<'j>(root: &'j Json, way: &[Step]) -> Option<&'j Json> {
    way.iter().try_fold(root, |value, step| match step {
        Step::Key(name) => value.get(name),
        Step::Index(index) => value.get(index),
    })
}

fn at_mut<'j>(root: &'j mut Json, way: &[Step]) -> Option<&'j mut Json> {
    way.iter().try_fold(root, |value, step| match step {
        Step::Key(name) => value.get_mut(name),
        Step::Index(index) => value.get_mut(index),
    })
}

/// A document with one mapping changed.
fn with(root: &Json, way: &[Step], change: impl FnOnce(&mut Map<String, Json>)) -> Option<Json> {
    let mut root = root.clone();
    change(at_mut(&mut root, way)?.as_object_mut()?);
    Some(root)
}

/// What a place is called, list entries without their numbers.
fn called(way: &[Step]) -> String {
    let step = |step: &Step| match step {
        Step::Key(name) => format!(".{name}"),
        Step::Index(_) => "[]".to_owned(),
    };
    way.iter().map(step).collect::<String>().trim_start_matches('.').to_owned()
}

fn joined(way: &[Step], name: &str) -> Vec<Step> {
    way.iter().cloned().chain([Step::Key(name.to_owned())]).collect()
}

fn renamed(original: &Original, way: &[Step], tally: &mut Tally) -> Option<Mutant> {
    let (Step::Key(name), parent) = way.split_last()? else { return None };
    if free::names(&original.kind, parent) {
        tally.free += 1;
        return None;
    }
    let root = with(&original.root, parent, |members| {
        let renamed =
            |(key, value): (String, Json)| if key == *name { (STRANGE.to_owned(), value) } else { (key, value) };
        *members = std::mem::take(members).into_iter().map(renamed).collect();
    })?;
    Some(Mutant {
        sort: Sort::Renamed,
        what: format!("{} renamed", called(way)),
        root,
        places: vec![(joined(parent, STRANGE), false)],
    })
}

fn typed(original: &Original, way: &[Step], tally: &mut Tally) -> Option<Mutant> {
    let value = at(&original.root, way)?;
    let (other, is_text) = match value {
        Json::Null => return None,
        Json::Bool(_) | Json::Number(_) => (json!(STRANGE), true),
        Json::String(_) | Json::Array(_) => (json!({STRANGE: {STRANGE: 1}}), false),
        Json::Object(_) => (json!(42), false),
    };
    if free::value(&original.kind, way, is_text) {
        tally.free += 1;
        return None;
    }
    let mut root = original.root.clone();
    *at_mut(&mut root, way)? = other;
    Some(Mutant {
        sort: Sort::Typed,
        what: format!("{} of another type", called(way)),
        root,
        places: vec![(way.to_vec(), true)],
    })
}

fn dropped(original: &Original, way: &[Step]) -> Option<Mutant> {
    let (Step::Key(name), parent) = way.split_last()? else { return None };
    if !free::required(&original.kind, parent, name) {
        return None;
    }
    let root = with(&original.root, parent, |members| {
        members.shift_remove(name);
    })?;
    Some(Mutant {
        sort: Sort::Dropped,
        what: format!("{} dropped", called(way)),
        root,
        places: vec![(parent.to_vec(), false)],
    })
}

/// A block indented too little: it stands in the mapping above.
fn lifted(original: &Original, way: &[Step], tally: &mut Tally) -> Option<Mutant> {
    let (Step::Key(name), parent) = way.split_last()? else { return None };
    let above = parent.iter().rposition(|step| matches!(step, Step::Key(_)))?;
    moved(original, (parent, name), &parent[..above], tally)
}

/// A block indented too far: it stands in the mapping before it, or in the last entry of the list before it.
fn sunk(original: &Original, way: &[Step], tally: &mut Tally) -> Option<Mutant> {
    let (Step::Key(name), parent) = way.split_last()? else { return None };
    let members = at(&original.root, parent)?.as_object()?;
    let place = members.keys().position(|key| key == name)?;
    let (before, value) = members.iter().nth(place.checked_sub(1)?)?;
    let mut target = joined(parent, before);
    if let Json::Array(items) = value {
        target.push(Step::Index(items.len().checked_sub(1)?));
    }
    moved(original, (parent, name), &target, tally)
}

fn moved(original: &Original, (parent, name): (&[Step], &str), target: &[Step], tally: &mut Tally) -> Option<Mutant> {
    let value = at(&original.root, parent)?.get(name)?.clone();
    let into = at(&original.root, target)?.as_object()?;
    let names_it = target.is_empty() && matches!(name, "kind" | "apiVersion");
    if !(value.is_object() || value.is_array()) || into.contains_key(name) || names_it {
        return None;
    }
    if free::below(&original.kind, target)
        || free::open(&original.kind, target)
        || free::same(&original.kind, target, name)
    {
        tally.free += 1;
        return None;
    }
    let mut root = with(&original.root, parent, |members| {
        members.shift_remove(name);
    })?;
    at_mut(&mut root, target)?.as_object_mut()?.insert(name.to_owned(), value);
    let what = format!("{} moved to {}", called(&joined(parent, name)), called(target));
    // What is told may be that something is missing where it was, or too much where it is now.
    let places = vec![(joined(target, name), true), (parent.to_vec(), false), (target.to_vec(), false)];
    Some(Mutant { sort: Sort::Moved, what, root, places })
}

/// At most so many of some things, from all over them.
fn sampled<T>(things: Vec<T>, most: usize) -> Vec<T> {
    let step = things.len().div_ceil(most.max(1)).max(1);
    things.into_iter().step_by(step).collect()
}

/// Breaks a document in all ways; at most so many times of each.
fn break_it(original: &Original, most: usize, tally: &mut Tally) {
    let written = Written::new(&original.root);
    // What does not fit, or is not what it was when it is written again, says nothing.
    let lines = faults(original, &written);
    if lines.as_ref().is_none_or(|lines| !lines.is_empty()) {
        *tally.missed.entry(format!("faulty from the start: {} {lines:?}", original.kind)).or_default() += 1;
        return;
    }
    tally.documents += 1;
    let all = mutants(original, tally);
    for sort in SORTS {
        let mutants: Vec<&Mutant> = all.iter().filter(|mutant| mutant.sort == sort).collect();
        for mutant in sampled(mutants, most) {
            let written = Written::new(&mutant.root);
            let Some(lines) = faults(original, &written) else { continue };
            let changed = |line: &usize| mutant.places.iter().any(|(place, whole)| written.is_of(place, *line, *whole));
            let (found, on_line) = (!lines.is_empty(), lines.iter().any(changed));
            tally.counts[sort as usize].add(Count { all: 1, found: usize::from(found), on_line: usize::from(on_line) });
            if !on_line {
                let how = if found { "elsewhere" } else { "missed" };
                *tally.missed.entry(format!("{how} {}: {}", original.kind, mutant.what)).or_default() += 1;
            }
        }
    }
}

/// The table that people read, and the shares by system.
fn table(tallies: &BTreeMap<String, Tally>) -> (String, Vec<(String, Count)>) {
    let mut table = String::from("system, documents, renamed, typed, dropped, moved (on the line/found/all), free\n");
    let mut systems = Vec::new();
    for (system, tally) in tallies {
        let mut total = Count::default();
        write!(table, "{system:28} {:5}", tally.documents).unwrap();
        for count in tally.counts {
            total.add(count);
            write!(table, " {:5}/{}/{} {:5.1}%", count.on_line, count.found, count.all, count.share()).unwrap();
        }
        writeln!(table, "  all {:5.1}%  free {}", total.share(), tally.free).unwrap();
        systems.push((system.clone(), total));
    }
    (table, systems)
}

/// Breaks all documents of some files, and looks at what was found.
#[allow(clippy::print_stdout, reason = "people read the table")]
fn hold(files: impl Iterator<Item = (String, String)>, (documents, most): (usize, usize)) {
    let catalogue = Catalogue::new(&[], Named::default());
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (path, text) in files {
        originals(&catalogue, &path, &text, &mut |original| {
            let seen = seen.entry(original.kind.clone()).or_default();
            *seen += 1;
            if *seen <= documents {
                break_it(&original, most, tallies.entry(original.system.clone()).or_default());
            }
        });
    }
    let (table, systems) = table(&tallies);
    println!("{table}");
    if std::env::var_os("WAYLINT_MISSED").is_some() {
        let mut missed: Vec<(&String, &usize)> = tallies.values().flat_map(|tally| &tally.missed).collect();
        missed.sort_by_key(|(what, count)| (std::cmp::Reverse(**count), what.as_str()));
        missed.iter().for_each(|(what, count)| println!("{count:5} {what}"));
    }
    let mut total = Count::default();
    systems.iter().for_each(|(_, count)| total.add(*count));
    println!("all: {} of {}, {:.2} %", total.on_line, total.all, total.share());
    assert!(total.all > 1000 && total.share() >= 98.0, "{} of {}", total.on_line, total.all);
    let is_poor = |system: &str, count: Count| {
        let excused = EXCUSED.iter().any(|(excused, _)| *excused == system);
        count.all >= ENOUGH && count.share() < 98.0 && !excused
    };
    let poor: Vec<_> = systems.iter().filter(|(system, count)| is_poor(system, *count)).collect();
    let poor: Vec<String> = poor.iter().map(|(system, count)| format!("{system} {:.1} %", count.share())).collect();
    assert!(poor.is_empty(), "below 98 %: {}", poor.join(", "));
}

#[test]
fn what_is_broken_is_found_where_it_was_broken() {
    hold(files().into_iter(), (40, 12));
}

/// `WAYLINT_MUTANTS=FOLDER cargo test --test integration mutants -- --ignored --nocapture`; with `WAYLINT_MISSED=1` what
/// was not found.
#[test]
#[ignore = "takes a folder of real repositories"]
fn what_is_broken_in_real_files_is_found_where_it_was_broken() {
    let Some(folder) = std::env::var_os("WAYLINT_MUTANTS").map(PathBuf::from) else {
        panic!("name a folder: WAYLINT_MUTANTS=FOLDER")
    };
    let mut paths = Vec::new();
    let mut waiting = vec![folder.clone()];
    while let Some(path) = waiting.pop() {
        if path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path()));
        } else if path.extension().is_some_and(|end| end == "yaml" || end == "yml" || end == "json") {
            paths.push(path);
        }
    }
    // In an order that has nothing to do with names, so that a sample comes from all repositories.
    paths.sort_by_key(|path| (path.as_os_str().len() * 7919 % 1009, path.clone()));
    let read = |path: PathBuf| {
        let name = below(&folder, &path);
        fs::read_to_string(&path).ok().filter(|text| text.len() < 65_536).map(|text| (name, text))
    };
    hold(paths.into_iter().filter_map(read), (60, 25));
}

/// A file's name from the root of its repository, which is a folder's folder.
fn below(folder: &Path, path: &Path) -> String {
    let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
    name.split_once('/').map_or(name.clone(), |(_, rest)| rest.to_owned())
}
