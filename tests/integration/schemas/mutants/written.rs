//! A value as YAML with one field or entry to a line, and where each stands.

use std::{collections::HashMap, fmt::Write as _};

use serde_json::Value as Json;
use waylint::document::Step;

/// YAML, with the first and last line of each place.
pub(super) struct Written {
    pub(super) text: String,
    lines: HashMap<Vec<Step>, (usize, usize)>,
}

impl Written {
    pub(super) fn new(root: &Json) -> Self {
        let mut written = Self { text: String::new(), lines: HashMap::new() };
        let mut line = 1;
        written.members(root, 0, &mut Vec::new(), &mut line);
        if !is_block(root) {
            writeln!(written.text, "{root}").unwrap();
        }
        written
    }

    fn members(&mut self, value: &Json, indent: usize, way: &mut Vec<Step>, line: &mut usize) {
        match value {
            Json::Object(members) => {
                for (name, value) in members {
                    let key = format!("{}:", Json::String(name.clone()));
                    self.member(&key, Step::Key(name.clone()), value, indent, way, line);
                }
            }
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.member("-", Step::Index(index), item, indent, way, line);
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, head: &str, step: Step, value: &Json, indent: usize, way: &mut Vec<Step>, line: &mut usize) {
        let first = *line;
        *line += 1;
        way.push(step);
        if is_block(value) {
            writeln!(self.text, "{:indent$}{head}", "").unwrap();
            self.members(value, indent + 2, way, line);
        } else {
            writeln!(self.text, "{:indent$}{head} {value}", "").unwrap();
        }
        self.lines.insert(way.clone(), (first, *line - 1));
        way.pop();
    }

    /// Whether a line is the one on which a place begins, or, if asked, any of those that it takes. What is missing is told
    /// where its parent begins, which of an entry of a list is the line of its first field.
    pub(super) fn is_of(&self, place: &[Step], line: usize, whole: bool) -> bool {
        let (first, last) = self.lines.get(place).copied().unwrap_or((1, 1));
        let last = if whole { last } else { first };
        let is_entry = matches!(place.last(), Some(Step::Index(_)) | None);
        (first..=last).contains(&line) || is_entry && line == first + 1
    }
}

fn is_block(value: &Json) -> bool {
    match value {
        Json::Object(members) => !members.is_empty(),
        Json::Array(items) => !items.is_empty(),
        _ => false,
    }
}
