//! JUnit XML: a test suite per file, a test case per rule that judged it.
//!
//! Jenkins and GitLab read one `failure` or `error` of a case, the first (`CaseResult` in jenkinsci/junit-plugin, `Junit` in
//! gitlab-org/gitlab), so all findings of a rule in a file stand in one. A case fails exactly if a finding fails the run;
//! findings of lower levels are the case's output. A case is skipped if all its findings are waived or known debt. Rules
//! that were not applicable have judged nothing and have no case. There are no times: they would differ between runs.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::{self, Write as _},
    io::{self, Write},
};

use super::{Options, words};
use crate::{
    finding::{Failure, Finding, Outcome, Report, Suppression},
    rule::Level,
};

/// The suite of what concerns no file.
const NO_FILE: &str = "waylint";
/// The case of what concerns no rule.
const NO_RULE: &str = "readable";

/// What is known of one rule in one file.
#[derive(Default)]
struct Case<'a> {
    /// The rule could not be judged, whether or not a failure names this file.
    broken: bool,
    findings: Vec<&'a Finding>,
    failures: Vec<&'a Failure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Passed,
    Failed,
    Error,
    Skipped,
}

type Suite<'a> = BTreeMap<&'a str, Case<'a>>;

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let suites = suites(report);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    let cases = suites.iter().flat_map(|(_, cases)| cases.values());
    writeln!(out, r#"<testsuites name="waylint"{}>"#, Counts::of(cases, options.fail_on))?;
    for (file, cases) in &suites {
        suite(file, cases, options.fail_on, out)?;
    }
    writeln!(out, "</testsuites>")
}

/// Files in the order of the report, each with its rules.
fn suites(report: &Report) -> Vec<(&str, Suite<'_>)> {
    let mut suites = Suites::default();
    for artifact in &report.artifacts {
        let judged = artifact.evaluations.iter().filter(|evaluation| evaluation.outcome != Outcome::NotApplicable);
        for evaluation in judged {
            let case = suites.case(&artifact.file, evaluation.rule.as_str());
            case.broken = evaluation.outcome == Outcome::Error;
        }
    }
    for finding in &report.findings {
        suites.case(&finding.place.file, finding.rule.id.as_str()).findings.push(finding);
    }
    for failure in &report.failures {
        let file = failure.file.as_deref().unwrap_or(NO_FILE);
        let rule = failure.rule.as_ref().map_or(NO_RULE, |rule| rule.as_str());
        suites.case(file, rule).failures.push(failure);
    }
    suites.suites
}

#[derive(Default)]
struct Suites<'a> {
    suites: Vec<(&'a str, Suite<'a>)>,
    index: HashMap<&'a str, usize>,
}

impl<'a> Suites<'a> {
    fn case(&mut self, file: &'a str, rule: &'a str) -> &mut Case<'a> {
        let index = *self.index.entry(file).or_insert_with(|| {
            self.suites.push((file, Suite::new()));
            self.suites.len() - 1
        });
        self.suites[index].1.entry(rule).or_default()
    }
}

/// The numbers of an element's cases.
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn of<'a>(cases: impl Iterator<Item = &'a Case<'a>>, fail_on: Option<Level>) -> Self {
        let verdicts: Vec<_> = cases.map(|case| case.verdict(fail_on)).collect();
        let count = |verdict| verdicts.iter().filter(|it| **it == verdict).count();
        Self {
            tests: verdicts.len(),
            failures: count(Verdict::Failed),
            errors: count(Verdict::Error),
            skipped: count(Verdict::Skipped),
        }
    }
}

/// What all elements with numbers may carry.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tests, failures, errors, .. } = self;
        write!(f, r#" tests="{tests}" failures="{failures}" errors="{errors}""#)
    }
}

fn suite(file: &str, cases: &Suite<'_>, fail_on: Option<Level>, out: &mut dyn Write) -> io::Result<()> {
    let name = attribute(file);
    let counts = Counts::of(cases.values(), fail_on);
    writeln!(out, r#"  <testsuite name="{name}"{counts} skipped="{}">"#, counts.skipped)?;
    let at = if file == NO_FILE { String::new() } else { format!(r#" file="{name}""#) };
    for (rule, case) in cases {
        write!(out, r#"    <testcase classname="{name}" name="{}"{at}"#, attribute(rule))?;
        match case.content(fail_on) {
            Some(content) => writeln!(out, ">\n      {content}\n    </testcase>")?,
            None => writeln!(out, "/>")?,
        }
    }
    writeln!(out, "  </testsuite>")
}

/// Whether a finding fails the run.
fn reaches(finding: &Finding, fail_on: Option<Level>) -> bool {
    fail_on.is_some_and(|level| finding.level >= level)
}

impl Case<'_> {
    fn active(&self) -> impl Iterator<Item = &&Finding> {
        self.findings.iter().filter(|finding| finding.suppression.is_none())
    }

    fn verdict(&self, fail_on: Option<Level>) -> Verdict {
        if self.broken || !self.failures.is_empty() {
            Verdict::Error
        } else if self.active().any(|finding| reaches(finding, fail_on)) {
            Verdict::Failed
        } else if self.active().next().is_none() && !self.findings.is_empty() {
            Verdict::Skipped
        } else {
            Verdict::Passed
        }
    }

    /// What stands in the case's element.
    fn content(&self, fail_on: Option<Level>) -> Option<String> {
        match self.verdict(fail_on) {
            Verdict::Error => {
                let message = self.failures.first().map_or("not judged", |failure| &failure.message);
                Some(element("error", message, "not judged", &self.failure_text()))
            }
            Verdict::Failed => {
                let mut failing = self.active().filter(|finding| reaches(finding, fail_on));
                let first = failing.next()?;
                let more = failing.count();
                let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
                let message = format!("{}{more}", first.message);
                Some(element("failure", &message, first.level.as_str(), &self.finding_text()))
            }
            Verdict::Skipped => Some(format!(r#"<skipped message="{}"/>"#, attribute(&self.reasons()))),
            Verdict::Passed if self.findings.is_empty() => None,
            Verdict::Passed => Some(format!("<system-out>{}</system-out>", escape(&self.finding_text()))),
        }
    }

    /// Every finding that counts with its place, then what to do.
    fn finding_text(&self) -> String {
        let mut text = String::new();
        for finding in self.active() {
            let place = words::place(&finding.place.file, &finding.place.location);
            let _ = writeln!(text, "{place}: {}: {}", finding.level, finding.message);
        }
        if let Some(rule) = self.findings.first().map(|finding| &finding.rule) {
            let see = rule.url().map(|url| format!("see: {url}\n")).unwrap_or_default();
            let _ = write!(text, "help: {}\n{see}", rule.help);
        }
        text
    }

    fn failure_text(&self) -> String {
        let failures = self.failures.iter().map(|failure| format!("{}\nhelp: {}\n", failure.message, failure.help));
        let findings = if self.findings.is_empty() { String::new() } else { self.finding_text() };
        failures.chain([findings]).collect()
    }

    fn reasons(&self) -> String {
        let reason = |finding: &&Finding| match finding.suppression.as_deref() {
            Some(Suppression::Waiver { reason, .. }) => format!("waived: {reason}"),
            Some(Suppression::Baseline) | None => "known from the baseline".to_owned(),
        };
        let mut reasons: Vec<_> = self.findings.iter().map(reason).collect();
        reasons.dedup();
        reasons.join("; ")
    }
}

fn element(name: &str, message: &str, kind: &str, text: &str) -> String {
    format!(r#"<{name} message="{}" type="{kind}">{}</{name}>"#, attribute(message), escape(text))
}

/// Text for an attribute, in which white space other than spaces would be lost (XML 1.0, 3.3.3).
fn attribute(text: &str) -> String {
    escape(text).replace('\t', "&#9;").replace('\n', "&#10;")
}

/// Text for an element. Characters that XML 1.0 has no way to write (production 2, `Char`) are replaced.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(c),
            '\r' => escaped.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            other => escaped.push(other),
        }
    }
    escaped
}
