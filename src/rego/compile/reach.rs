//! Which modules a program is made of: what is asked for, and what the texts of these modules can refer to.
//!
//! Most programs need few modules of many, so this is found before any of them is parsed. Whatever a module needs of others
//! belongs to its own package or stands in its text below the word `data`; a word too many costs time and nothing else.

use super::{Source, Wanted, syntax};
use crate::rego::syntax::ast::Name;

/// Whether each module may be needed.
pub(super) fn needed(modules: &[&Source], wanted: &Wanted) -> Vec<bool> {
    let Wanted::Only(paths) = wanted else { return vec![true; modules.len()] };
    let packages: Vec<Option<Vec<Name>>> = modules.iter().map(|module| module.declared_package()).collect();
    let mut needed = vec![false; modules.len()];
    let mut waiting = Vec::new();
    let mut mention = |path: &[&str], exactly: bool, waiting: &mut Vec<usize>| {
        for (number, package) in packages.iter().enumerate() {
            // What cannot be read is needed, so that somebody says so.
            let is_meant = package.as_ref().is_none_or(|package| {
                (!exactly || package.len() == path.len()) && package.iter().zip(path).all(|(a, b)| **a == **b)
            });
            if is_meant && !std::mem::replace(&mut needed[number], true) {
                waiting.push(number);
            }
        }
    };
    for path in paths {
        let path: Vec<&str> = path.iter().map(|part| &**part).collect();
        mention(&path, false, &mut waiting);
    }
    while let Some(number) = waiting.pop() {
        if let Some(package) = &packages[number] {
            let package: Vec<&str> = package.iter().map(|part| &**part).collect();
            mention(&package, true, &mut waiting);
        }
        each_mention(&modules[number].text, &mut |path| mention(path, false, &mut waiting));
    }
    needed
}

/// The paths that stand below the word `data`, as far as they are written with dots.
fn each_mention(text: &str, found: &mut dyn FnMut(&[&str])) {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let bytes = text.as_bytes();
    let word_from = |start: usize| start + bytes[start..].iter().take_while(|&&byte| is_word(byte)).count();
    for at in memchr::memmem::find_iter(bytes, "data") {
        let mut end = at + 4;
        if at > 0 && is_word(bytes[at - 1]) || word_from(end) > end {
            continue;
        }
        let mut path = Vec::new();
        while bytes.get(end) == Some(&b'.') {
            let start = end + 1;
            end = word_from(start);
            if end == start {
                break;
            }
            path.push(&text[start..end]);
        }
        found(&path);
    }
}

impl Source {
    /// The package, without reading more than is needed to know it.
    fn declared_package(&self) -> Option<Vec<Name>> {
        let is_code = |line: &&str| !line.is_empty() && !line.starts_with('#');
        let first = self.text.lines().map(str::trim).find(is_code)?;
        let read = if first.starts_with("package ") { syntax::parse(first, self.version).ok() } else { None };
        match read {
            Some(module) => Some(module.package),
            None => self.module().ok().map(|module| module.package.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rego::syntax::ast::Version;

    fn mentions(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_mention(text, &mut |path| found.push(path.join(".")));
        found
    }

    #[test]
    fn paths_below_data_are_found_wherever_they_stand() {
        assert_eq!(mentions("import data.a.b as c\nx := data.a[i].b + data[\"q\"]"), ["a.b", "a", ""]);
        assert_eq!(mentions("metadata.a; data_x.b; input.data.c; `data.d`"), ["c", "d"]);
        assert_eq!(mentions("$\"{data.a.b}\" with data.c as data"), ["a.b", "c", ""]);
    }

    #[test]
    fn modules_that_nothing_leads_to_are_not_needed() {
        let texts = [
            "package rules.a\nimport data.lib.one\ndeny contains 1 if one.x",
            "# METADATA\n# package lib.two\npackage lib.one # a comment\nx := data.lib[\"two\"].y",
            "package lib.two\ny := 1",
            "package lib.two\nz := data.other",
            "package other",
            "package rules.b\nimport data.rules.a",
            "package\nodd",
        ];
        let sources: Vec<Source> = texts.map(|text| Source::new("m.rego", text, Version::V1)).into();
        let modules: Vec<&Source> = sources.iter().collect();
        let paths = vec![["rules", "a", "deny"].map(Name::from).to_vec()];
        let found = needed(&modules, &Wanted::Only(paths));
        assert_eq!(found, [true, true, true, true, true, false, false]);
        assert_eq!(needed(&modules, &Wanted::All), [true; 7]);
    }
}
