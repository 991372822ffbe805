//! What linters' configurations come to, as parts of a `.waylint.yaml`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use serde_json::{Map, Value};

use super::{Settings, Unasked};
use crate::{
    config::overlay,
    rule::{Level, Rule},
};

/// What several linters' configurations come to together.
#[derive(Debug, Default)]
pub(in crate::config) struct Carried {
    rules: BTreeMap<String, Line>,
    waivers: Vec<(BTreeSet<String>, Vec<String>, String)>,
    platform: Map<String, Value>,
    pub(in crate::config) fail_on: Option<Level>,
    remarks: Vec<String>,
}

/// What is set for a rule, and what to know about it.
#[derive(Debug, Default)]
struct Line {
    /// A level, or off, where one is set.
    level: Option<Option<Level>>,
    options: Map<String, Value>,
    remarks: Vec<String>,
}

impl Carried {
    /// What the settings come to, by what the rules say of the checks they stand for.
    pub(in crate::config) fn of(settings: &[Settings], rules: &[&Rule]) -> Self {
        let mut carried = Self::default();
        for settings in settings {
            carried.add(settings, rules);
        }
        carried
    }

    fn add(&mut self, settings: &Settings, rules: &[&Rule]) {
        let peer = settings.peer.name;
        let file = settings.source.path();
        for rule in rules {
            if let Some(checks) = rule.equivalents.get(peer) {
                self.level(settings, rule, checks);
            }
        }
        for (rule, option, value) in &settings.options {
            self.rules.entry((*rule).to_owned()).or_default().options.insert((*option).to_owned(), value.clone());
        }
        let standing = |check: &str| {
            let stands = |rule: &&&Rule| rule.equivalents.get(peer).is_some_and(|ids| ids.iter().any(|id| id == check));
            rules.iter().filter(stands).map(|rule| rule.id.to_string()).collect::<BTreeSet<_>>()
        };
        let checks: BTreeSet<&str> = settings.levels.iter().map(|(check, _)| &**check).collect();
        let alone: Vec<&str> = checks.into_iter().filter(|check| standing(check).is_empty()).collect();
        if !alone.is_empty() {
            self.remarks.push(format!("{file}: no rule stands for {}", alone.join(", ")));
        }
        for waived in &settings.waivers {
            let what = &*waived.what;
            let rules = match rules.iter().any(|rule| rule.id.pack() == what) {
                true => BTreeSet::from([what.to_owned()]),
                false => standing(what),
            };
            match rules.is_empty() {
                true => self.remarks.push(format!("{file}:{}: no rule stands for {what}", waived.line)),
                false => {
                    let reason = format!("{file}, line {}, leaves this out: say why", waived.line);
                    self.waivers.push((rules, waived.files.clone(), reason));
                }
            }
        }
        overlay(&mut self.platform, &settings.platform);
        self.fail_on = self.fail_on.max(settings.fail_on);
        self.remarks.extend(settings.remarks.iter().map(|(line, text)| format!("{file}:{line}: {text}")));
    }

    /// A rule may stand for several checks. It is off if one of them is and none has a level, as it is with a comment
    /// that silences one of them; what else it stands for is told.
    fn level(&mut self, settings: &Settings, rule: &Rule, checks: &[String]) {
        let said = |check: &str| settings.levels.iter().rev().find(|(said, _)| said == check).map(|(_, level)| *level);
        let off: Vec<&str> = checks.iter().map(|id| &**id).filter(|check| said(check) == Some(None)).collect();
        let highest = checks.iter().filter_map(|check| said(check).flatten()).max();
        let own = |unasked: &&Unasked| rule.id.as_str() == unasked.rule;
        let unasked: Vec<&Unasked> = settings.peer.unasked.iter().filter(own).collect();
        let asked: Vec<&&Unasked> = unasked.iter().filter(|unasked| !off.contains(&unasked.check)).collect();
        if off.is_empty() && highest.is_none() && asked.is_empty() {
            return;
        }
        let line = self.rules.entry(rule.id.to_string()).or_default();
        for unasked in &asked {
            let option = line.options.entry(unasked.option);
            match unasked.item {
                None => drop(option.or_insert(Value::Bool(true))),
                Some(item) => {
                    let list = option.or_insert_with(|| Value::Array(Vec::new()));
                    if let Value::Array(items) = list
                        && !items.iter().any(|other| other == item)
                    {
                        items.push(item.into());
                    }
                }
            }
        }
        line.level = match (highest, asked.is_empty()) {
            (Some(level), _) => Some(Some(level)),
            (None, true) => Some(None),
            (None, false) => Some(Some(rule.level.max(Level::Warning))),
        };
        if !off.is_empty() {
            let rest: Vec<&str> = checks.iter().map(|id| &**id).filter(|check| !off.contains(check)).collect();
            let too = match line.level {
                Some(None) if !rest.is_empty() => format!("; it stands for {} too", rest.join(", ")),
                _ => String::new(),
            };
            line.remarks.push(format!("{} is off{too}", off.join(", ")));
        } else if highest.is_none() {
            line.remarks.push(format!("{} asks for this unasked", settings.peer.name));
        }
    }

    /// Comments on what has no counterpart.
    pub(in crate::config) fn remarks(&self) -> String {
        let mut text = String::new();
        for remark in &self.remarks {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "#   {remark}");
        }
        text
    }

    /// The value of `rules`.
    pub(in crate::config) fn rules(&self) -> String {
        let mut text = String::new();
        for (id, line) in &self.rules {
            let level = line.level.map(|level| level.map_or("off", Level::as_str));
            let value = match (level, line.options.is_empty()) {
                (Some(level), true) => level.to_owned(),
                (Some(level), false) => format!("{{level: {level}, options: {}}}", mapping(&line.options)),
                (None, _) => format!("{{options: {}}}", mapping(&line.options)),
            };
            let _ = write!(text, "\n  {id}: {value}");
            if !line.remarks.is_empty() {
                let _ = write!(text, "  # {}", line.remarks.join("; "));
            }
        }
        if text.is_empty() { " {}".to_owned() } else { text }
    }

    /// The value of `platform`.
    pub(in crate::config) fn platform(&self) -> String {
        let mut text = String::new();
        for (group, facts) in &self.platform {
            let _ = write!(text, "\n  {group}:");
            for (fact, value) in facts.as_object().into_iter().flatten() {
                match value {
                    Value::Object(entries) if !entries.is_empty() => {
                        let _ = write!(text, "\n    {fact}:");
                        for (name, value) in entries {
                            let _ = write!(text, "\n      {}: {}", scalar(name), flow(value));
                        }
                    }
                    value => drop(write!(text, "\n    {fact}: {}", flow(value))),
                }
            }
        }
        if text.is_empty() { " {}".to_owned() } else { text }
    }

    /// The value of `waivers`.
    pub(in crate::config) fn waivers(&self) -> String {
        let list =
            |items: &mut dyn Iterator<Item = &String>| items.map(|item| scalar(item)).collect::<Vec<_>>().join(", ");
        let mut text = String::new();
        for (rules, files, reason) in &self.waivers {
            let rules = list(&mut rules.iter());
            let files = list(&mut files.iter());
            let _ = write!(text, "\n  - rule: [{rules}]\n    files: [{files}]\n    reason: {}", scalar(reason));
        }
        if text.is_empty() { " []".to_owned() } else { text }
    }
}

/// A value on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => mapping(entries),
        other => other.to_string(),
    }
}

fn mapping(entries: &Map<String, Value>) -> String {
    let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value))).collect();
    format!("{{{}}}", entries.join(", "))
}

/// A text as YAML: as it is if every reader takes it for a text, else in quotes.
fn scalar(text: &str) -> String {
    const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./+@".contains(c))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    if plain {
        text.to_owned()
    } else if text.chars().any(char::is_control) {
        // JSON's strings are YAML's, with the same escapes.
        Value::from(text).to_string()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}
