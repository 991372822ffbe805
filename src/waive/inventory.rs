//! All waivers of a repository: on whose word, for how long, and whether they still lift anything.

use std::fmt::Write;

use serde::Serialize;

use crate::{
    date::Date,
    finding::{self, Report},
    report::counted,
    waiver::{EXPIRED, UNUSED},
};

/// How a waiver stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It cannot be followed, gives no reason or names no rule.
    Faulty,
    /// Its last day has passed.
    Expired,
    /// Its rules were judged, and it waives nothing.
    Orphan,
    /// It ends within thirty days.
    Expiring,
    /// It waives nothing, and its rules judged nothing either.
    Idle,
    /// It holds.
    Active,
}

/// A waiver of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Listed {
    /// How it stands.
    pub state: State,
    /// The rules, packs or globs it names; none for another linter's comment.
    pub rules: Vec<String>,
    /// The file it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Whether it stands in the file that it is about.
    pub inline: bool,
    /// Why.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day it holds.
    pub until: Option<Date>,
    /// How many findings it lifts.
    pub findings: usize,
    /// What is wrong with it.
    pub problems: Vec<String>,
}

/// The waivers of a report, what wants attention first.
pub fn inventory(report: &Report, as_of: Date) -> Vec<Listed> {
    let list = |waiver: &finding::Waiver| Listed {
        state: state(waiver, as_of),
        rules: waiver.rules.clone(),
        file: waiver.place.file.to_string(),
        line: waiver.place.location.start.line,
        inline: waiver.inline,
        reason: waiver.reason.clone(),
        owner: waiver.owner.clone(),
        until: waiver.until,
        findings: waiver.findings,
        problems: waiver.problems.iter().map(|(_, message)| message.clone()).collect(),
    };
    let mut all: Vec<Listed> = report.waivers.iter().map(list).collect();
    all.sort_by(|a, b| {
        (a.state, a.until.is_none(), a.until, &a.file, a.line).cmp(&(
            b.state,
            b.until.is_none(),
            b.until,
            &b.file,
            b.line,
        ))
    });
    all
}

fn state(waiver: &finding::Waiver, as_of: Date) -> State {
    let is = |rule: &str| waiver.problems.iter().any(|(own, _)| *own == rule);
    match waiver.until.map(|until| as_of.days_until(until)) {
        _ if is(EXPIRED) => State::Expired,
        _ if waiver.problems.iter().any(|(rule, _)| *rule != UNUSED) => State::Faulty,
        _ if is(UNUSED) && waiver.findings == 0 => State::Orphan,
        _ if waiver.findings == 0 => State::Idle,
        Some(days) if days <= 30 => State::Expiring,
        _ => State::Active,
    }
}

/// The list for people, with a line that sums it up.
pub fn text(listed: &[Listed]) -> String {
    let mut text = String::new();
    for waiver in listed {
        let rules =
            if waiver.rules.is_empty() { "another linter's comment".to_owned() } else { waiver.rules.join(", ") };
        let until = waiver.until.map_or("no end".to_owned(), |until| format!("until {until}"));
        let findings = counted(waiver.findings, "finding", "findings");
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:8}  {rules}\n          {}:{}  {findings}, {until}, {}\n          {}",
            waiver.state.as_str(),
            waiver.file,
            waiver.line,
            waiver.owner.as_deref().map_or("no owner".to_owned(), |owner| format!("owner {owner}")),
            waiver.reason.as_deref().unwrap_or("no reason"),
        );
        waiver.problems.iter().for_each(|problem| {
            let _ = writeln!(text, "          ! {problem}");
        });
    }
    let states = [State::Faulty, State::Expired, State::Orphan, State::Expiring, State::Idle, State::Active];
    let counts = states.iter().map(|state| (state, listed.iter().filter(|own| own.state == *state).count()));
    let counts: Vec<String> =
        counts.filter(|(_, count)| *count > 0).map(|(state, count)| format!("{count} {}", state.as_str())).collect();
    let all = counted(listed.len(), "waiver", "waivers");
    let sum = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    let gap = if listed.is_empty() { "" } else { "\n" };
    let _ = writeln!(text, "{gap}{all}{sum}");
    text
}

impl State {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Faulty => "faulty",
            Self::Expired => "expired",
            Self::Orphan => "orphan",
            Self::Expiring => "expiring",
            Self::Idle => "idle",
            Self::Active => "active",
        }
    }
}
