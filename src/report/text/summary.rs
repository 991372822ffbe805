//! The end of the text: the verdict, the counts and what to run next.

use std::{cmp::Reverse, collections::BTreeMap, io};

use super::{Text, wrap::wrap};
use crate::{
    finding::{Report, Summary},
    report::{
        Options,
        paint::Ink,
        words::{self, Verdict},
    },
    rule::{Level, RuleId},
};

/// Findings of one rule from which on it is likely that they are to be recorded rather than mended today.
const MANY: usize = 20;

impl Text<'_> {
    pub(super) fn summary(&mut self, report: &Report, options: &Options) -> io::Result<()> {
        let verdict = Verdict::of(report, options);
        let ink = match verdict {
            Verdict::Passed => Ink::Good,
            Verdict::Failed => Ink::Level(Level::Error),
            Verdict::Incomplete => Ink::Level(Level::Warning),
        };
        let verdict = self.paint.ink(ink, verdict.as_str());
        writeln!(self.out, "{verdict}{}", self.paint.ink(Ink::Strong, format!(": {}", words::found(report))))?;
        for line in wrap(&words::checked(&report.summary), self.width, self.width) {
            writeln!(self.out, "{line}")?;
        }
        if let Some(fixed) = words::fixed(report) {
            writeln!(self.out, "{fixed}")?;
        }
        if options.quiet {
            return Ok(());
        }
        let next = steps(report);
        let widest = next.iter().map(|(command, _)| command.len()).max().unwrap_or_default();
        for (index, (command, why)) in next.iter().enumerate() {
            let lead = if index == 0 { "next:" } else { "" };
            let (command, why) = (format!("{command:widest$}"), self.paint.ink(Ink::Faint, why));
            writeln!(self.out, "{lead:5} {}  {why}", self.paint.ink(Ink::Strong, command))?;
        }
        Ok(())
    }
}

/// Commands that help with what was found, and why.
fn steps(report: &Report) -> Vec<(String, String)> {
    let mut steps = Vec::new();
    let Some((rule, repeats)) = foremost(report) else { return steps };
    steps.push((format!("waylint explain {rule}"), "why and what to do".to_owned()));
    steps.extend(fixing(report));
    if repeats >= MANY {
        steps.push(("waylint baseline".to_owned(), "accepts them; only new ones count".to_owned()));
    }
    steps
}

/// What fixes some of what was found, if anything does.
fn fixing(report: &Report) -> Option<(String, String)> {
    let Summary { fixable, fixable_unsafe, .. } = report.summary;
    // After a run with `--fix` those that are left are left for a reason.
    let safe = if report.fixes.is_none() { fixable } else { 0 };
    let all_asked = report.fixes.as_ref().is_some_and(|fixes| fixes.unsafe_ones);
    match (safe, if all_asked { 0 } else { fixable_unsafe }) {
        (0, 0) => None,
        (0, some) => {
            let why = format!("fixes {}; look at what it does first, with --diff", words::count(some, "finding"));
            Some(("waylint check --fix --unsafe".to_owned(), why))
        }
        (some, more) => {
            let more = if more > 0 { format!(" ({more} more with --unsafe)") } else { String::new() };
            Some(("waylint check --fix".to_owned(), format!("fixes {}{more}", words::count(some, "finding"))))
        }
    }
}

/// The rule with the most findings at the highest level found, and the most findings that any one rule has.
fn foremost(report: &Report) -> Option<(&RuleId, usize)> {
    let mut counts: BTreeMap<&RuleId, (Level, usize)> = BTreeMap::new();
    for finding in report.active() {
        let entry = counts.entry(&finding.rule.id).or_insert((finding.level, 0));
        *entry = (entry.0.max(finding.level), entry.1 + 1);
    }
    let most = counts.values().map(|(_, count)| *count).max()?;
    let (rule, _) = counts.into_iter().max_by_key(|(rule, weight)| (*weight, Reverse(*rule)))?;
    Some((rule, most))
}
