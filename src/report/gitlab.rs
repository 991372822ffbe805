//! A code quality report of GitLab, shown in merge requests
//! (<https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>).
//!
//! Levels become severities so that the three of waylint sit in the middle of GitLab's five: error is major, warning is
//! minor, note is info; what could not be judged is a blocker. Suppressed findings are left out: the format has no word
//! for them.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use serde::Serialize;

use super::words;
use crate::{
    finding::{Failure, Finding, Report},
    rule::Level,
};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut issues: Vec<_> = report.failures.iter().map(unjudged).chain(report.active().map(issue)).collect();
    // GitLab shows one issue per fingerprint: those that say the same are numbered.
    let mut seen: HashMap<String, u32> = HashMap::new();
    for issue in &mut issues {
        let seen = seen.entry(issue.fingerprint.clone()).or_default();
        *seen += 1;
        if *seen > 1 {
            issue.fingerprint += &format!("-{seen}");
        }
    }
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

fn issue(finding: &Finding) -> Issue<'_> {
    let location = &finding.place.location;
    Issue {
        description: format!("{} ({})", finding.message, finding.rule.id),
        check_name: finding.rule.id.as_str(),
        fingerprint: finding.fingerprint.0.clone(),
        severity: match finding.level {
            Level::Error => "major",
            Level::Warning => "minor",
            Level::Note => "info",
        },
        location: Location {
            path: relative(&finding.place.file),
            lines: Lines { begin: location.start.line, end: words::last_line(location) },
        },
    }
}

/// Something that could not be judged. A path is required, so what concerns no file stands at the repository itself.
fn unjudged(failure: &Failure) -> Issue<'_> {
    let file = failure.file.as_deref().unwrap_or(".");
    let rule = failure.rule.as_ref().map_or("waylint/not-judged", |rule| rule.as_str());
    let name = format!("{file}\n{rule}\n{}", failure.message);
    Issue {
        description: format!("not judged: {}", failure.message),
        check_name: rule,
        fingerprint: format!("{:016x}", xxhash_rust::xxh3::xxh3_64(name.as_bytes())),
        severity: "blocker",
        location: Location { path: relative(file), lines: Lines { begin: 1, end: 1 } },
    }
}

/// "Relative to the repository", without the leading `./`, GitLab says.
fn relative(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path)
}
