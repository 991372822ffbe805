//! The sentences that several formats share: the verdict and the counts.

use std::{collections::BTreeSet, fmt::Display};

use serde::Serialize;

use super::Options;
use crate::{
    finding::{Finding, Report, Summary},
    rule::Level,
    source::Location,
};

/// What a run comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Verdict {
    /// Everything was judged, and no finding is at or above the level that fails the run.
    Passed,
    /// Findings are at or above the level that fails the run.
    Failed,
    /// No finding fails the run, but not everything could be judged.
    Incomplete,
}

impl Verdict {
    pub(super) fn of(report: &Report, options: &Options) -> Self {
        if options.fail_on.is_some_and(|level| report.reaches(level)) {
            Self::Failed
        } else if report.failures.is_empty() {
            Self::Passed
        } else {
            Self::Incomplete
        }
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Incomplete => "incomplete",
        }
    }
}

/// `1 error`, `2 errors`.
pub(super) fn count(number: usize, one: &str) -> String {
    counted(number, one, &format!("{one}s"))
}

/// `1 repository`, `2 repositories`: a number with what it counts.
pub fn counted<N: Display + From<u8> + PartialEq>(number: N, one: &str, many: &str) -> String {
    let what = if number == N::from(1) { one } else { many };
    format!("{number} {what}")
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `3 errors, 2 warnings and 1 note in 2 files`, or `no findings`; what could not be judged is added.
pub(super) fn found(report: &Report) -> String {
    let Summary { errors, warnings, notes, failures, .. } = report.summary;
    let levels = [(errors, "error"), (warnings, "warning"), (notes, "note")];
    let counts: Vec<_> = levels.iter().filter(|(n, _)| *n > 0).map(|(n, one)| count(*n, one)).collect();
    let mut text = if counts.is_empty() {
        "no findings".to_owned()
    } else {
        let files = report.active().map(|finding| &finding.place.file).collect::<BTreeSet<_>>().len();
        format!("{} in {}", list(&counts), count(files, "file"))
    };
    if failures > 0 {
        text += &format!("; {failures} could not be judged");
    }
    text
}

/// `fixed 7 findings in 3 files (2 more with --unsafe)`, where fixes were asked for.
pub(super) fn fixed(report: &Report) -> Option<String> {
    let fixes = report.fixes.as_ref()?;
    let files = fixes.findings.iter().map(|finding| &finding.place.file).collect::<BTreeSet<_>>().len();
    let deed = if fixes.written { "fixed" } else { "would fix" };
    let mut text = match fixes.findings.len() {
        0 => "nothing to fix".to_owned(),
        number => format!("{deed} {} in {}", count(number, "finding"), count(files, "file")),
    };
    let more = report.summary.fixable_unsafe;
    if more > 0 && !fixes.unsafe_ones {
        text += &format!(" ({more} more with --unsafe)");
    }
    Some(text)
}

/// `12 files (18 documents) checked against 120 rules; 2 waived, 1 known from the baseline`.
pub(super) fn checked(summary: &Summary) -> String {
    let mut text = format!(
        "{} ({}) checked against {}",
        count(summary.artifacts, "file"),
        count(summary.documents, "document"),
        count(summary.rules, "rule")
    );
    let asides = [
        (summary.lowered, "lowered to a note"),
        (summary.waived, "waived"),
        (summary.baselined, "known from the baseline"),
        (summary.unrecognised, "of no known kind"),
        (summary.opaque, "recognised but not read"),
        (summary.excluded, "excluded by configuration"),
    ];
    let asides: Vec<_> = asides.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if !asides.is_empty() {
        text += "; ";
        text += &asides.join(", ");
    }
    text
}

/// What was checked, and what was fixed if that was asked for, in one sentence.
pub(super) fn done(report: &Report) -> String {
    let checked = checked(&report.summary);
    fixed(report).map_or(checked.clone(), |fixed| format!("{checked}; {fixed}"))
}

/// A finding's place as editors and terminals understand it, `file:line:column`.
pub(super) fn place(file: &str, location: &Location) -> String {
    format!("{file}:{}:{}", location.start.line, location.start.column)
}

/// The last line that a place covers; a place that ends before a line's first character does not cover that line.
pub(super) const fn last_line(location: &Location) -> u32 {
    if location.end.column <= 1 && location.end.line > location.start.line {
        location.end.line - 1
    } else {
        location.end.line
    }
}

/// Findings that count and are at or above a level, with the number of each rule's findings.
pub(super) fn visible(report: &Report, least: Level) -> impl Iterator<Item = &Finding> {
    report.active().filter(move |finding| finding.level >= least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Position;

    #[test]
    fn counts_read_as_a_sentence() {
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(found(&Report::default()), "no findings");
    }

    #[test]
    fn a_line_end_belongs_to_its_line() {
        let at = |line, column| Position { line, column };
        assert_eq!(last_line(&Location { start: at(2, 1), end: at(5, 1) }), 4);
        assert_eq!(last_line(&Location { start: at(2, 1), end: at(2, 1) }), 2);
        assert_eq!(last_line(&Location { start: at(2, 1), end: at(5, 3) }), 5);
    }
}
