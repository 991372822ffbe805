//! Annotations of GitHub Actions: workflow commands on standard output
//! (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>).
//!
//! A step shows at most ten annotations of each level, so the weightiest come first, and a last line tells how many there
//! are. The rest is still in the step's log, for which every message repeats its place and rule.

use std::{
    cmp::Reverse,
    io::{self, Write},
};

use super::{
    Options,
    printable::printable,
    words::{self, Verdict},
};
use crate::{
    finding::{Failure, Finding, Report, Summary},
    rule::Level,
};

/// Annotations of one level that a step shows.
const SHOWN: usize = 10;

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for failure in &report.failures {
        annotate_failure(failure, out)?;
    }
    let mut findings: Vec<_> = report.active().collect();
    findings.sort_by_key(|finding| Reverse(finding.level));
    for finding in findings {
        annotate(finding, out)?;
    }
    let verdict = Verdict::of(report, options).as_str();
    let Summary { errors, warnings, notes, failures, .. } = report.summary;
    let limit = if [errors + failures, warnings, notes].into_iter().any(|count| count > SHOWN) {
        format!(" (a step shows {SHOWN} annotations of each level; the log above has all)")
    } else {
        String::new()
    };
    writeln!(out, "{verdict}: {}{limit}; {}", words::found(report), words::done(report))
}

fn annotate(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let command = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let (file, location) = (&finding.place.file, &finding.place.location);
    let (start, end) = (location.start, words::last_line(location));
    write!(out, "::{command} file={},line={},endLine={end}", property(file), start.line)?;
    // The runner drops columns of annotations over several lines (`ValidateLinesAndColumns` in actions/runner).
    if location.end.line == start.line {
        write!(out, ",col={},endColumn={}", start.column, location.end.column)?;
    }
    let (rule, help) = (finding.rule.id.as_str(), finding.help());
    let mut message = format!("{}: {} ({rule})", words::place(file, location), printable(&finding.message));
    if !help.is_empty() {
        message += &format!("\n{help}");
    }
    writeln!(out, ",title={}::{}", property(rule), data(&message))
}

fn annotate_failure(failure: &Failure, out: &mut dyn Write) -> io::Result<()> {
    let file = failure.file.as_ref().map(|file| format!("file={},", property(file))).unwrap_or_default();
    let subject = [failure.file.as_deref(), failure.rule.as_ref().map(|rule| rule.as_str())];
    let mut message: String = subject.into_iter().flatten().flat_map(|subject| [subject, ": "]).collect();
    message += &printable(&failure.message);
    if !failure.help.is_empty() {
        message += &format!("\n{}", failure.help);
    }
    writeln!(out, "::error {file}title=not judged::{}", data(&message))
}

/// Text after the command; the runner undoes exactly these (`_escapeDataMappings` in actions/runner).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which also must not end itself (`_escapePropertyMappings`).
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_leave_its_command() {
        assert_eq!(property("a,b::c%0A\n"), "a%2Cb%3A%3Ac%250A%0A");
        assert_eq!(data("::error::\r\n100%"), "::error::%0D%0A100%25");
    }
}
