//! Rules as people read them: a page, a table, JSON. Everything here is a function of the rule's own data.

use std::{collections::BTreeMap, fmt::Write};

use serde::Deserialize;
use serde_json::json;

use crate::{
    config::Setting,
    rule::{Form, Promise, Rule, Scope},
};

/// A rule's page, in Markdown.
pub fn page(rule: &Rule) -> String {
    let mut page = format!("# {}\n\n{}\n\n", rule.id, rule.title);
    let mut add = |text: &str| page.push_str(text);
    add(&format!("## Why\n\n{}\n\n## What to do\n\n{}\n\n## Facts\n\n", rule.description, rule.help));
    add(&format!("| | |\n|---|---|\n| Level | {} |\n", rule.level));
    if !rule.kinds.is_empty() {
        add(&format!("| Applies to | {} |\n", list(rule.kinds.iter())));
    }
    match rule.scope {
        Scope::Repository => add("| Sees | the whole repository |\n"),
        Scope::Artifact if rule.form != Form::Native => add("| Sees | all documents of a file |\n"),
        _ => {}
    }
    if !rule.platform.is_empty() {
        add(&format!("| Needs | {} under `platform` |\n", list(rule.platform.iter())));
    }
    match rule.fixes {
        Some(Promise::Safe) => add("| Fix | `waylint check --fix` |\n"),
        Some(Promise::Unsafe) => add("| Fix | `waylint check --fix --unsafe` |\n"),
        None => {}
    }
    let form = match rule.form {
        Form::Rego => "Rego",
        Form::Schema => "JSON Schema",
        Form::Native => "part of waylint",
    };
    add(&format!("| Written in | {form} |\n"));
    if let Some(options) = &rule.options {
        add(&format!("\n## Options\n\n```json\n{}\n```\n", serde_json::to_string_pretty(options).unwrap_or_default()));
    }
    if !rule.equivalents.is_empty() {
        add("\n## Same fault elsewhere\n\n");
        for (peer, ids) in &rule.equivalents {
            add(&format!("* {peer}: {}\n", list(ids.iter())));
        }
    }
    if !rule.references.is_empty() {
        add("\n## Read more\n\n");
        for reference in &rule.references {
            add(&format!("* <{reference}>\n"));
        }
    }
    add(&format!(
        "\n## Make an exception\n\nOn the line, above it, or above the block:\n\n```yaml\n# waylint: allow {} -- why it is right here\n```\n",
        rule.id
    ));
    page
}

/// The list of all pages, in Markdown; pages stand beside it as `<pack>/<rule>.md`.
pub fn index<'r>(rules: impl Iterator<Item = &'r Rule>) -> String {
    let mut index =
        "# Rules\n\nWritten from the rules themselves. `waylint explain RULE` shows the same page.\n".to_owned();
    let mut pack = "";
    for rule in rules {
        if rule.id.pack() != pack {
            pack = rule.id.pack();
            // Writing to a string cannot fail.
            let _ = write!(index, "\n## {pack}\n\n| Rule | Level | Fault |\n|---|---|---|\n");
        }
        let _ = writeln!(index, "| [{}]({}.md) | {} | {} |", rule.id.name(), rule.id, rule.level, rule.title);
    }
    index
}

/// A peer's check that no rule stands for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// What this entry is called among those who keep the list.
    pub row: String,
    /// What the check finds.
    #[serde(default)]
    pub fault: Option<String>,
    /// Peers' ids of it, by peer.
    #[serde(default)]
    pub peers: BTreeMap<String, Vec<String>>,
    /// Why there is no rule.
    pub reason: String,
}

/// Which rules stand for peers' checks, peer by peer, and what is left out, by what it is said of. In Markdown, for a page
/// beside the folder of rules' pages.
pub fn coverage<'r>(rules: impl Iterator<Item = &'r Rule>, left_out: &BTreeMap<String, Vec<LeftOut>>) -> String {
    let mut peers: BTreeMap<&str, BTreeMap<&str, BTreeMap<&str, Option<Promise>>>> = BTreeMap::new();
    for rule in rules {
        for (peer, ids) in &rule.equivalents {
            for id in ids {
                peers.entry(peer).or_default().entry(id).or_default().insert(rule.id.as_str(), rule.fixes);
            }
        }
    }
    let mut page = "# Other linters' checks\n\nWritten from the rules themselves: which of them stand for a check of another linter. \
        A rule finds the same fault, and may draw its borders elsewhere. `waylint explain DL3006` takes these ids too, and the comments \
        by which a file silences the other linter [count here as well](configuration.md#other-linters-comments). \
        [What is left out](#left-out) has its reasons, and so has [what is not fixed](fixing.md#what-is-not-fixed). On real files it is \
        [measured](agreement.md) how far they agree.\n"
        .to_owned();
    for (peer, ids) in &peers {
        let _ = write!(page, "\n## {peer}\n\n| Check | Rules | Fix |\n|---|---|---|\n");
        for (id, rules) in ids {
            let links: Vec<_> = rules.keys().map(|rule| format!("[{rule}](rules/{rule}.md)")).collect();
            let fix = match rules.values().flatten().min() {
                Some(Promise::Safe) => "safe",
                Some(Promise::Unsafe) => "with `--unsafe`",
                None => "",
            };
            let _ = writeln!(page, "| `{id}` | {} | {fix} |", links.join(", "));
        }
    }
    page.push_str("\n## Left out\n");
    for (said, entries) in left_out {
        let _ = write!(page, "\n{said}\n\n| Check | Of | Why not |\n|---|---|---|\n");
        for entry in entries {
            let of: Vec<_> = entry.peers.iter().map(|(peer, ids)| format!("{peer} {}", list(ids.iter()))).collect();
            let fault = entry.fault.as_ref().unwrap_or(&entry.row);
            let _ = writeln!(page, "| {fault} | {} | {} |", of.join("; "), entry.reason);
        }
    }
    page
}

/// A table for a terminal: id, level in force, form, title.
pub fn table<'r>(rules: impl Iterator<Item = (&'r Rule, Option<Setting>)>, width: usize) -> String {
    let rows: Vec<_> = rules.collect();
    let id_width = rows.iter().map(|(rule, _)| rule.id.as_str().len()).max().unwrap_or(0);
    let mut table = String::new();
    for (rule, setting) in &rows {
        let level = level(rule, setting.as_ref());
        let mut line = format!("{:<id_width$}  {level:<7}  {}", rule.id.as_str(), rule.title);
        if line.chars().count() > width {
            line = line.chars().take(width.saturating_sub(1)).chain(['…']).collect();
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    let _ = writeln!(table, "\n{} rules; `waylint explain RULE` says more about one", rows.len());
    table
}

/// All that is known about rules, as JSON.
pub fn json<'r>(rules: impl Iterator<Item = (&'r Rule, Option<Setting>)>) -> String {
    let rule = |(rule, setting): (&Rule, Option<Setting>)| {
        let mut value = json!(rule);
        value["default-level"] = json!(rule.level);
        value["level"] = json!(level(rule, setting.as_ref()));
        value
    };
    let rules: Vec<_> = rules.map(rule).collect();
    let mut text = serde_json::to_string_pretty(&json!({"version": 1, "rules": rules})).unwrap_or_default();
    text.push('\n');
    text
}

fn level(rule: &Rule, setting: Option<&Setting>) -> &'static str {
    match setting.map(|setting| setting.level) {
        Some(None) => "off",
        Some(Some(level)) => level.as_str(),
        None => rule.level.as_str(),
    }
}

fn list<'t>(items: impl Iterator<Item = &'t String>) -> String {
    items.map(|item| format!("`{item}`")).collect::<Vec<_>>().join(", ")
}
