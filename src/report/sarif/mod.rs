//! SARIF 2.1.0, for code scanning: every selected rule, every finding with its suppressions, every failure.
//!
//! GitHub refuses a run of more than 25,000 results and shows the first 10 tags of a rule
//! (<https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit>), so
//! the least important results beyond that are left out, which a notification says.

mod log;

use std::{
    borrow::Cow,
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    io::{self, Write},
};

use self::log::{
    ArtifactChange, ArtifactLocation, Configuration, Driver, Fix, Help, Invocation, Location, LogicalLocation, Message,
    Notification, PhysicalLocation, Region, Replacement, ReportingDescriptor, RuleProperties, RuleReference, Run,
    SarifLog, SarifResult, Suppression, Tool, UriBase,
};
use super::uri;
use crate::{
    document::{Pointer, Step},
    finding::{self, Failure, Finding, Place, Report},
    rule::{Level, Rule, RuleId},
    source,
};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The root of the repository, by GitHub's name for it.
const ROOT: &str = "%SRCROOT%";
const MOST_RESULTS: usize = 25_000;
const MOST_TAGS: usize = 10;
/// "Limited to 1024 characters", GitHub says of descriptions.
const LONGEST_DESCRIPTION: usize = 1024;
/// Longer source text is not repeated in the log.
const LONGEST_SNIPPET: usize = 2000;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let indices: HashMap<_, _> = report.rules.iter().enumerate().map(|(index, rule)| (&rule.id, index)).collect();
    let (kept, left_out) = kept(&report.findings);
    let mut notifications: Vec<_> = report.failures.iter().map(|failure| notification(failure, &indices)).collect();
    notifications.extend(left_out);
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: env!("CARGO_PKG_NAME"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: report.rules.iter().map(|rule| descriptor(rule)).collect(),
            },
        },
        invocations: [Invocation {
            execution_successful: report.failures.is_empty(),
            tool_execution_notifications: notifications,
        }],
        original_uri_base_ids: BTreeMap::from([(ROOT, UriBase { description: text("The root of the repository.") })]),
        column_kind: "unicodeCodePoints",
        newline_sequences: ["\r\n", "\n", "\r"],
        results: kept.into_iter().map(|finding| result(finding, &indices)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &SarifLog { schema: SCHEMA, version: "2.1.0", runs: [run] })?;
    writeln!(out)
}

/// As many findings as a run may hold, in their order; suppressed ones are the first to go, then the lowest levels.
fn kept(findings: &[Finding]) -> (Vec<&Finding>, Option<Notification<'_>>) {
    let surplus = findings.len().saturating_sub(MOST_RESULTS);
    let mut kept: Vec<_> = findings.iter().enumerate().collect();
    if surplus == 0 {
        return (findings.iter().collect(), None);
    }
    kept.sort_by_key(|(_, finding)| (finding.suppression.is_some(), Reverse(finding.level)));
    kept.truncate(MOST_RESULTS);
    kept.sort_by_key(|(index, _)| *index);
    let message =
        format!("{surplus} results are left out: a run holds {MOST_RESULTS} at most. The format json has all.");
    let notification =
        Notification { level: "warning", message: text(message), locations: Vec::new(), associated_rule: None };
    (kept.into_iter().map(|(_, finding)| finding).collect(), Some(notification))
}

fn text<'a>(text: impl Into<Cow<'a, str>>) -> Message<'a> {
    Message { text: text.into() }
}

/// A message from outside. `[text](target)` would be a link (§3.11.6), so the two halves are set apart. Braces stand as
/// they are: §3.11.5 wants them doubled for the sake of placeholders, of which there are none without arguments.
fn plain(message: &str) -> Message<'_> {
    if message.contains("](") { text(message.replace("](", "] (")) } else { text(message) }
}

fn descriptor(rule: &Rule) -> ReportingDescriptor<'_> {
    let description = if rule.description.is_empty() { &rule.title } else { &rule.description };
    let mut tags = vec![rule.id.pack()];
    for kind in &rule.kinds {
        if tags.len() < MOST_TAGS && !tags.contains(&kind.as_str()) {
            tags.push(kind);
        }
    }
    ReportingDescriptor {
        id: rule.id.as_str(),
        short_description: text(shortened(&rule.title)),
        full_description: text(shortened(description)),
        help: Help { text: &rule.help, markdown: markdown(rule) },
        help_uri: rule.url(),
        default_configuration: Configuration { level: rule.level.as_str() },
        properties: RuleProperties { tags, severity: severity(rule.level) },
    }
}

fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST_DESCRIPTION - 1) {
        Some((end, last)) if end + last.len_utf8() < text.len() => Cow::Owned(format!("{}…", &text[..end])),
        _ => Cow::Borrowed(text),
    }
}

/// `error`, `warning` or `recommendation`
/// (<https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>).
const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "recommendation",
    }
}

/// What an alert says of its rule: what to do, why, where to read on, what peers call it.
fn markdown(rule: &Rule) -> String {
    let mut parts = vec![format!("**{}**", rule.help), rule.description.clone()];
    let references: Vec<_> = rule.references.iter().map(|url| format!("- <{url}>")).collect();
    parts.push(references.join("\n"));
    let peers = rule.equivalents.iter().map(|(peer, ids)| format!("{peer} `{}`", ids.join("`, `")));
    let peers = peers.collect::<Vec<_>>().join(", ");
    if !peers.is_empty() {
        parts.push(format!("Known elsewhere as {peers}."));
    }
    parts.retain(|part| !part.is_empty() && part != "****");
    parts.join("\n\n")
}

fn notification<'a>(failure: &'a Failure, indices: &HashMap<&RuleId, usize>) -> Notification<'a> {
    let message = if failure.help.is_empty() {
        plain(&failure.message)
    } else {
        text(format!("{}\n{}", plain(&failure.message).text, failure.help))
    };
    let location = |file: &str| Location {
        id: None,
        physical_location: PhysicalLocation { artifact_location: artifact(file), region: None },
        logical_locations: Vec::new(),
        message: None,
    };
    Notification {
        level: "error",
        message,
        locations: failure.file.as_deref().map(location).into_iter().collect(),
        associated_rule: failure
            .rule
            .as_ref()
            .map(|rule| RuleReference { id: rule.as_str(), index: indices.get(rule).copied() }),
    }
}

fn result<'a>(finding: &'a Finding, indices: &HashMap<&RuleId, usize>) -> SarifResult<'a> {
    let related = finding.related.iter().enumerate().map(|(index, related)| {
        let message = Some(plain(&related.message));
        Location { id: Some(index + 1), message, ..location(&related.place) }
    });
    SarifResult {
        rule_id: finding.rule.id.as_str(),
        rule_index: indices.get(&finding.rule.id).copied(),
        level: finding.level.as_str(),
        message: plain(&finding.message),
        locations: [location(&finding.place)],
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from([("waylint/v1", finding.fingerprint.0.as_str())]),
        // Never absent: for all results of a run they are either known or not (§3.27.23).
        suppressions: finding.suppression.as_deref().map(suppression).into_iter().collect(),
        fixes: finding.fix.as_ref().and_then(|made| fix(made, &finding.place.file)).into_iter().collect(),
    }
}

/// A fix whose changes to the file are known.
fn fix<'a>(fix: &'a finding::Fix, file: &'a str) -> Option<Fix<'a>> {
    let replacement = |replaced: &'a finding::Replacement| Replacement {
        deleted_region: region(&replaced.location),
        inserted_content: text(&*replaced.text),
    };
    let replacements: Vec<_> = fix.replacements.iter().map(replacement).collect();
    let changes = ArtifactChange { artifact_location: artifact(file), replacements };
    (!changes.replacements.is_empty()).then(|| Fix { description: plain(&fix.title), artifact_changes: [changes] })
}

fn suppression(suppression: &finding::Suppression) -> Suppression<'_> {
    let (kind, justification) = match suppression {
        finding::Suppression::Waiver { inline, reason, owner, until } => {
            let owner = owner.as_ref().map(|owner| format!("owner: {owner}"));
            let until = until.as_ref().map(|until| format!("until: {until}"));
            let more: Vec<_> = owner.into_iter().chain(until).collect();
            let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join(", ")) };
            (if *inline { "inSource" } else { "external" }, Cow::Owned(format!("{reason}{more}")))
        }
        finding::Suppression::Baseline => ("external", Cow::Borrowed("known debt, recorded in the baseline")),
    };
    Suppression { kind, status: "accepted", justification }
}

fn location(place: &Place) -> Location<'_> {
    let region = Region { snippet: snippet(place).map(text), ..region(&place.location) };
    Location {
        id: None,
        physical_location: PhysicalLocation { artifact_location: artifact(&place.file), region: Some(region) },
        logical_locations: logical(&place.pointer).into_iter().collect(),
        message: None,
    }
}

const fn region<'a>(location: &source::Location) -> Region<'a> {
    Region {
        start_line: location.start.line,
        start_column: location.start.column,
        end_line: location.end.line,
        end_column: location.end.column,
        snippet: None,
    }
}

/// The text at a place, where the excerpt holds all of it.
fn snippet(place: &Place) -> Option<&str> {
    let start = place.span.start.checked_sub(place.excerpt.offset)? as usize;
    let end = start + place.span.len() as usize;
    place.excerpt.text.get(start..end).filter(|text| !text.is_empty() && text.len() <= LONGEST_SNIPPET)
}

fn logical(pointer: &Pointer) -> Option<LogicalLocation> {
    let name = match pointer.steps().last()? {
        Step::Index(index) => index.to_string(),
        Step::Key(key) => key.clone(),
    };
    Some(LogicalLocation { name, fully_qualified_name: pointer.to_string() })
}

fn artifact(file: &str) -> ArtifactLocation {
    ArtifactLocation { uri: uri::from_path(file), uri_base_id: uri::is_relative(file).then_some(ROOT) }
}
