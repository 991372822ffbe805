//! Floors, never circles: a module imports only from floors below its own, and each heavy dependency has one home.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::command::root;

/// The modules of src/, floor by floor from the ground up. `docs/architecture.md` draws the same.
const FLOORS: [&[&str]; 10] = [
    &["clone", "contents", "date", "digest", "embedded", "folder", "kind", "rule", "source"],
    &["document", "kubernetes", "standard"],
    &["finding", "metadata", "recognise", "rego", "schema", "shape"],
    &["baseline", "catalogue", "config", "discover", "report"],
    &["cli", "docs", "registry", "waiver"],
    &["engine", "fix"],
    &["linter", "testing"],
    &["audit", "inspect", "waive", "why"],
    &["commands"],
    &["main"],
];

/// Dependencies that somebody may want to swap, and the only files or folders that name them.
const HOMES: [(&str, &[&str]); 20] = [
    ("blake3", &["contents.rs"]),
    ("clap", &["cli.rs", "cli/", "commands/completions.rs", "main.rs", "report/mod.rs"]),
    ("clap_complete", &["cli.rs", "commands/completions.rs"]),
    ("globset", &["config/pattern.rs"]),
    ("granit_parser", &["document/"]),
    ("ignore", &["discover.rs"]),
    ("indicatif", &["commands/terminal.rs"]),
    ("jsonc_parser", &["document/json/"]),
    ("jsonschema", &["rego/builtins/schema.rs", "schema.rs"]),
    ("lz4_flex", &["catalogue/bundle.rs"]),
    ("maud", &["audit/report/"]),
    ("miette", &["report/text/"]),
    ("parquet", &["audit/export/"]),
    ("postcard", &["rego/image.rs"]),
    ("rayon", &["linter/mod.rs"]),
    ("regex_automata", &["rego/builtins/regex/"]),
    ("regorus", &["engine/second.rs"]),
    ("rusqlite", &["audit/store/"]),
    ("toml_edit", &["document/toml.rs"]),
    ("yaml_serde", &["config/read.rs"]),
];

/// Dependencies that no line of src/ names, and why they are there.
const UNNAMED: [(&str, &str); 0] = [];

#[test]
fn a_module_imports_only_from_floors_below() {
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        let own = module(&file);
        for imported in imports(&code).into_iter().filter(|imported| imported != own) {
            match (floor(own), floor(&imported)) {
                (Some(here), Some(there)) if there < here => {}
                (Some(here), Some(there)) => {
                    wrong.push(format!("{file} (floor {here}) imports {imported} (floor {there})"));
                }
                (None, _) => wrong.push(format!("{file}: module {own} has no floor")),
                (_, None) => wrong.push(format!("{file}: imported {imported} has no floor")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_has_one_floor() {
    let modules: BTreeSet<String> =
        sources().keys().map(|file| module(file).to_owned()).filter(|name| name != "lib").collect();
    let placed: Vec<&str> = FLOORS.iter().copied().flatten().copied().collect();
    assert_eq!(placed.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>(), modules);
    assert_eq!(placed.len(), modules.len(), "a module stands on two floors");
}

#[test]
fn the_drawing_shows_the_same_floors() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let drawing = page.split("```floors\n").nth(1).expect("a block ```floors").split("```").next().unwrap();
    let mut drawn = vec![Vec::new(); FLOORS.len()];
    let mut floor = None;
    for line in drawing.lines() {
        let (number, rest) = line.split_at(4);
        floor = number.trim().parse::<usize>().ok().or(floor);
        if let Some(name) = rest.split_whitespace().next().filter(|_| !rest.starts_with(' ')) {
            drawn[floor.expect("the first line has a number")].push(name.trim_end_matches(".rs").trim_end_matches('/'));
        }
    }
    drawn.iter_mut().for_each(|floor| floor.sort_unstable());
    assert_eq!(drawn, FLOORS);
}

#[test]
fn heavy_dependencies_have_one_home() {
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        for (name, homes) in HOMES {
            let at_home = homes.iter().any(|home| file == *home || home.ends_with('/') && file.starts_with(home));
            if !at_home && names(&code, name) {
                wrong.push(format!("{file} names {name}, which belongs to {}", homes.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What leaves the process: one file starts another program, and none opens a connection.
#[test]
fn one_file_reaches_the_network() {
    for (file, code) in sources() {
        let code = code.split("#[cfg(test)]").next().unwrap();
        let starts = code.contains("process::{Command") || code.contains("process::Command");
        assert_eq!(starts, file == "catalogue/fetch.rs", "{file}: does it start another program?");
        assert!(!code.contains("net::Tcp") && !code.contains("net::Udp"), "{file} opens a connection");
    }
}

#[test]
fn every_dependency_is_used() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let code: String = sources().into_values().collect();
    for line in section.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, _)) = line.split_once(" = ") else { continue };
        let excused = UNNAMED.iter().any(|(unnamed, _)| *unnamed == name);
        assert!(excused != names(&code, &name.replace('-', "_")), "{name} in Cargo.toml: is it used or not?");
    }
}

#[test]
fn imports_are_seen_however_they_are_written() {
    let code = code_of(
        "use crate::{\n    config::{self, Choice},\n    rule::Level, // crate::linter\n};\nuse crate::kind::Kind;\n\
         /* crate::cli */ fn f() -> crate::finding::Report { g(\"crate::report\", 'c', '\"') }\nuse crate::waiver;\n",
    );
    assert_eq!(imports(&code), BTreeSet::from(["config", "finding", "kind", "rule", "waiver"].map(str::to_owned)));
    assert!(names("use rayon::prelude::*;", "rayon") && !names("let crayon = crayon::new(), miette;", "rayon"));
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// The module that a file belongs to: the first folder, or its own name at the top.
fn module(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

/// Every file of src/ by its name from there, without comments and strings.
fn sources() -> BTreeMap<String, String> {
    let mut sources = BTreeMap::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root().join("src")).unwrap();
                sources.insert(slashed(name), code_of(&fs::read_to_string(&path).unwrap()));
            }
        }
    }
    sources
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Code without comments and the contents of strings, which may name anything.
fn code_of(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            'r' if raw_string(rest).is_some() => raw_string(rest).unwrap_or(1),
            '"' => string(rest),
            '\'' if rest.starts_with("'\"'") => 3,
            '\'' if rest.starts_with("'\\") => rest[2..].find('\'').map_or(1, |end| end + 3),
            _ => {
                code.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    code
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    text.len()
}

fn raw_string(text: &str) -> Option<usize> {
    let hashes = text[1..].chars().take_while(|c| *c == '#').count();
    let close = format!("\"{}", "#".repeat(hashes));
    let body = text[1 + hashes..].strip_prefix('"')?;
    Some(body.find(&close).map_or(text.len(), |end| 2 + hashes + end + close.len()))
}

/// The modules that code takes from the crate's root, groups of any depth included.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, prefix) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(members(group)),
            None => found.extend(identifier(rest)),
        }
    }
    found
}

/// The first names of a group's members.
fn members(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                found.extend(identifier(&group[start..at]));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    found
}

fn identifier(text: &str) -> Option<String> {
    let name: String = text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// Whether code speaks of a crate: `name::` or `use name`.
fn names(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + name.len()..]);
        let begins = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '.');
        begins && (after.starts_with("::") || before.ends_with("use ") && after.starts_with([';', ' ']))
    })
}
