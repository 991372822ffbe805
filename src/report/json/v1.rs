//! Version 1 of the JSON report: its own types, so that the program can change and the report does not.
//!
//! Members may be added within a version; none is renamed, removed or given another meaning.

mod convert;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::words::Verdict;

/// Everything that one run of waylint yields.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "waylint report", rename = "Report")]
#[serde(rename_all = "kebab-case")]
pub(super) struct Report<'a> {
    /// The version of this shape.
    version: u8,
    tool: Tool,
    verdict: Verdict,
    /// Findings at or above this level fail the run; null if none does.
    fail_on: Option<Level>,
    /// The day on which waivers were judged, `YYYY-MM-DD`, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<&'a str>,
    summary: Summary,
    /// What was fixed, if that was asked for; all else is what remains.
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<Fixes<'a>>,
    /// All findings, suppressed ones included, ordered by file, place and rule.
    findings: Vec<Finding<'a>>,
    /// Files of a known kind and files asked for by name, with what each rule said of them, ordered by file.
    artifacts: Vec<Artifact<'a>>,
    /// What could not be judged.
    failures: Vec<Failure<'a>>,
    /// All selected rules, ordered by id.
    rules: Vec<Rule<'a>>,
}

/// The program that wrote the report.
#[derive(Serialize, JsonSchema)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// How much a finding matters, from the least.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Level {
    Note,
    Warning,
    Error,
}

/// Counts of the run.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Summary {
    /// Files looked at: recognised, named on the command line, or unreadable.
    files: usize,
    /// Files of a known kind.
    artifacts: usize,
    /// Documents judged.
    documents: usize,
    /// Rules selected.
    rules: usize,
    /// Findings that count, at level error.
    errors: usize,
    /// Findings that count, at level warning.
    warnings: usize,
    /// Findings that count, at level note.
    notes: usize,
    /// Findings that count as notes because they lie in test data, or are about what is the repository owner's own.
    lowered: usize,
    /// Findings waived.
    waived: usize,
    /// Findings known from the baseline.
    baselined: usize,
    /// Findings that have a safe fix.
    fixable: usize,
    /// Findings that have a fix which wants a look before it is applied.
    fixable_unsafe: usize,
    /// Files named on the command line whose kind is not known.
    unrecognised: usize,
    /// Recognised files that are never parsed, such as templates.
    opaque: usize,
    /// Files named on the command line that configuration leaves out.
    excluded: usize,
    /// Things that could not be judged.
    failures: usize,
}

/// What a run fixed.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct Fixes<'a> {
    /// Whether unsafe fixes were asked for as well.
    r#unsafe: bool,
    /// Whether the files were written; false for `--diff` and standard input.
    written: bool,
    /// Files that changed, in order.
    files: Vec<&'a str>,
    /// Findings that are gone. Places are those at which they were fixed.
    findings: Vec<Finding<'a>>,
}

/// One result of a rule at a place.
#[derive(Serialize, JsonSchema)]
struct Finding<'a> {
    /// `pack/rule-name`.
    rule: &'a str,
    /// The level in force, which configuration may have changed.
    level: Level,
    /// The level that the finding would have, did its file not hold test data or were it about what others made; absent if that
    /// is the level in force.
    #[serde(rename = "lowered-from", skip_serializing_if = "Option::is_none")]
    lowered_from: Option<Level>,
    /// What is wrong, one phrase.
    message: &'a str,
    /// What to do.
    help: &'a str,
    /// A page to read about the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(flatten)]
    place: Place<'a>,
    /// How the place is known: the rule named it, it was concluded from the values that the rule read, or nothing was
    /// known but the document.
    origin: Origin,
    /// Further places that help to understand.
    related: Vec<Related<'a>>,
    /// The edits that mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'a>>,
    /// Names the finding across runs, whatever line it stands on.
    fingerprint: &'a str,
    /// Why the finding does not count; absent where it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    suppression: Option<Suppression<'a>>,
}

/// A place in a file.
#[derive(Serialize, JsonSchema)]
struct Place<'a> {
    /// The file, with `/` between names.
    file: &'a str,
    /// Which document of the file, from 0.
    document: u32,
    /// Keys and indices from the document's root.
    pointer: Vec<Step<'a>>,
    /// The pointer as people write it, `spec.containers[0].image`.
    dotted: String,
    span: Span,
    location: Location,
}

/// One step down: an index from 0, or a key.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum Step<'a> {
    Index(usize),
    Key(&'a str),
}

/// Bytes of the file, `start..end`, from 0.
#[derive(Serialize, JsonSchema)]
struct Span {
    start: u32,
    end: u32,
}

/// Lines and columns, from `start` up to but not including `end`.
#[derive(Serialize, JsonSchema)]
struct Location {
    start: Position,
    end: Position,
}

/// Both count from 1; columns count Unicode code points.
#[derive(Serialize, JsonSchema)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Origin {
    Given,
    Inferred,
    Document,
}

/// A second place.
#[derive(Serialize, JsonSchema)]
struct Related<'a> {
    /// What is there, one phrase.
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

/// Edits that mend a finding, each made in what the ones before it left.
#[derive(Serialize, JsonSchema)]
struct Fix<'a> {
    /// What it does, in the imperative.
    title: &'a str,
    /// Whether it may be applied without a look.
    safe: bool,
    edits: Vec<Edit<'a>>,
    /// Why it was not made, although it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<&'a str>,
}

/// One change to the data.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "op", rename_all = "lowercase")]
enum Edit<'a> {
    /// A new key or item, named by `at`; parents that are missing are made, and a key that is there gets the value.
    Add { at: Vec<Step<'a>>, value: &'a serde_json::Value },
    /// Another value at an existing place, or, with `text`, other words where these first stand in it.
    Replace {
        at: Vec<Step<'a>>,
        value: &'a serde_json::Value,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<&'a str>,
        /// What a comment behind the value says, where there is none yet.
        #[serde(skip_serializing_if = "Option::is_none")]
        comment: Option<&'a str>,
    },
    /// A key or item taken out.
    Remove { at: Vec<Step<'a>> },
    /// Another name for a key.
    Rename { at: Vec<Step<'a>>, value: &'a str },
}

/// Why a finding does not count.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Suppression<'a> {
    /// Waived, by a comment in the file (`inline`) or by configuration.
    Waiver {
        inline: bool,
        reason: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        owner: Option<&'a str>,
        /// The last day it holds, `YYYY-MM-DD`.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<&'a str>,
    },
    /// Known debt, recorded in the baseline.
    Baseline,
}

/// A file with what each rule said of it.
#[derive(Serialize, JsonSchema)]
struct Artifact<'a> {
    /// The file, with `/` between names.
    file: &'a str,
    /// Kinds of its documents. Empty: not recognised.
    kinds: Vec<&'a str>,
    /// Number of documents judged.
    documents: u32,
    /// Rules by outcome, `{"pass": ["pack/rule", …], "fail": […]}`; an outcome without rules is absent, and rules that do
    /// not concern the file's kinds appear nowhere.
    evaluations: BTreeMap<Outcome, Vec<&'a str>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    Pass,
    Fail,
    Waived,
    NotApplicable,
    Error,
}

/// Something that could not be judged.
#[derive(Serialize, JsonSchema)]
struct Failure<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    message: &'a str,
    /// What to do about it.
    help: &'a str,
}

/// A selected rule.
#[derive(Serialize, JsonSchema)]
struct Rule<'a> {
    /// `pack/rule-name`.
    id: &'a str,
    title: &'a str,
    /// Why it matters.
    description: &'a str,
    /// The rule's own level; a finding's may differ by configuration.
    level: Level,
    /// Kinds, groups of kinds, views or globs over kinds that it applies to.
    kinds: &'a [String],
    /// What to do.
    help: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    /// Peers' ids for the same fault, by peer.
    equivalents: &'a BTreeMap<String, Vec<String>>,
}
