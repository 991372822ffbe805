//! What would change, for people on a terminal.

use std::fmt::Write;

use super::{
    change::Change,
    impact::{Because, Impact, Place, StandardImpact, TeamImpact},
};
use crate::report::counted;

/// Teams, and repositories of a standard, that are named one by one.
const NAMED: usize = 10;

/// What a day brings.
pub fn impact(impact: &Impact) -> String {
    let Impact { as_of, since, newly_blocked, repositories, fixable, .. } = impact;
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "as of {as_of} ({} days after {since}): {newly_blocked} of {} newly blocked, {fixable} fixable by safe fixes alone",
        since.days_until(*as_of),
        counted(*repositories, "repository", "repositories"),
    );
    impact.standards.iter().for_each(|standard| of_standard(&mut text, standard));
    teams(&mut text, &impact.teams);
    text
}

fn of_standard(text: &mut String, standard: &StandardImpact) {
    let StandardImpact { standard: name, from, to, planned, on, repositories, findings, spared, .. } = standard;
    let blocked = counted(repositories.len(), "repository", "repositories");
    let on = on.map(|on| format!(" from {on}")).unwrap_or_default();
    let stages = match (from == to, to == planned) {
        (_, false) => format!("{to}, held back from {planned}{}", on.replace("from", "on")),
        (true, true) => to.to_string(),
        (false, true) => format!("{from} → {to}{on}"),
    };
    let _ = writeln!(text, "\n{name}  {stages}  {blocked}");
    for hold in &standard.holds {
        let _ = writeln!(text, "  held back: {hold}");
    }
    if *spared > 0 {
        let _ = writeln!(text, "  {} would be held up otherwise", counted(*spared, "repository", "repositories"));
    }
    if *findings > 0 {
        let (safe, with_a_look) = (standard.fixable_safe, standard.fixable_unsafe);
        let _ = writeln!(
            text,
            "  {}: {safe} with a safe fix, {with_a_look} with one that wants a look",
            counted(*findings, "finding", "findings")
        );
    }
    for (because, what) in
        [(Because::Debt, "known debt counts then"), (Because::WaiverEnds, "a waiver has ended by then")]
    {
        let count = repositories.iter().filter(|blocked| blocked.because == because).count();
        if count > 0 {
            let _ = writeln!(text, "  in {}, {what}", counted(count, "repository", "repositories"));
        }
    }
    places(text, &standard.sample);
    let more = repositories.len().saturating_sub(standard.sample.len());
    if more > 0 {
        let _ = writeln!(text, "  … and {}", counted(more, "more repository", "more repositories"));
    }
}

/// What other rules bring.
pub fn change(change: &Change) -> String {
    let Change { repositories, newly_blocked, fixable, gone, .. } = change;
    let mut text = String::new();
    let _ = writeln!(
        text,
        "by the other rules: {newly_blocked} of {} newly blocked, {fixable} fixable by safe fixes alone; {}",
        counted(*repositories, "repository", "repositories"),
        counted(*gone, "error is gone", "errors are gone"),
    );
    for rule in &change.rules {
        let _ = writeln!(
            text,
            "\n{}  {}\n  {} in {}: {} with a safe fix, {} with one that wants a look",
            rule.rule,
            rule.title,
            counted(rule.findings, "new error", "new errors"),
            counted(rule.repositories.len(), "repository", "repositories"),
            rule.fixable_safe,
            rule.fixable_unsafe,
        );
        places(&mut text, &rule.sample);
    }
    teams(&mut text, &change.teams);
    for (repository, why) in &change.failed {
        let _ = writeln!(text, "\n{repository} could not be judged: {why}");
    }
    text
}

fn places(text: &mut String, places: &[Place]) {
    for Place { repository, file, line, message } in places {
        let place = if file.is_empty() { repository.to_string() } else { format!("{repository} {file}:{line}") };
        let _ = writeln!(text, "  {place}  {message}");
    }
}

fn teams(text: &mut String, teams: &[TeamImpact]) {
    if teams.is_empty() {
        return;
    }
    let width = teams.iter().map(|team| team.team.chars().count()).max().unwrap_or_default();
    let _ = writeln!(text, "\nby team:");
    for TeamImpact { team, repositories, newly_blocked, fixable } in teams.iter().take(NAMED) {
        let _ = writeln!(text, "  {team:width$}  {newly_blocked} of {repositories}, {fixable} fixable");
    }
    if teams.len() > NAMED {
        let _ = writeln!(text, "  … and {}", counted(teams.len() - NAMED, "more team", "more teams"));
    }
}
