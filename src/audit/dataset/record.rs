//! The records: flat, with additive counts alone, so that any tool can sum them up. Percentages are never stored.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    date::Date,
    finding::Fingerprint,
    rule::{Level, RuleId},
    standard::{Stage, Stages, StandardId},
};

/// Names a run. Text order is time order, so a run that is not named is called by its day, `2026-11-22`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(Arc<str>);

/// Names a repository across runs and machines: its name in the manifest, or its folder's; never a path of this machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RepositoryId(Arc<str>);

macro_rules! name {
    ($name:ident) => {
        impl $name {
            /// A name from its text.
            pub fn new(id: impl Into<Arc<str>>) -> Self {
                Self(id.into())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

name!(RunId);
name!(RepositoryId);

/// One audit of a fleet. Holds nothing that depends on the machine, the clock or how the work was divided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Run {
    /// Its name: the key.
    pub run: RunId,
    /// The day that it judged for.
    pub as_of: Date,
    /// What the golden path is called.
    pub title: String,
    /// The version of waylint.
    pub tool_version: String,
    /// Names the rules and schemas that judged.
    pub rules_digest: String,
    /// Names the configuration: standards, golden path, tiers, levels, options, platform facts.
    pub config_digest: String,
    /// How many repositories the fleet has, whether they could be audited or not.
    pub expected: u32,
    /// The names of the tiers, the lowest first.
    pub tiers: Vec<String>,
}

/// A standard as it was in a run. Key: run, standard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Standard {
    /// The run.
    pub run: RunId,
    /// Its name.
    pub standard: StandardId,
    /// Changes whenever its evidence or condition does.
    pub version: String,
    /// A short name for people.
    pub title: String,
    /// Why it is asked for.
    pub description: String,
    /// Its step on the golden path, from 1.
    pub step: Option<u32>,
    /// The lowest tier that asks for it, from 1: an index into [`Run::tiers`].
    pub tier: Option<u32>,
    /// Its stages by day; `stages.on(day)` gives the stage.
    pub stages: Stages,
    /// Adoption to reach, in percent of the repositories that it applies to.
    pub target: Option<u8>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The page that says how to meet it.
    pub docs: Option<String>,
    /// The rules that evidence it, in order.
    pub rules: Vec<RuleId>,
    /// The kinds that evidence it: one of each list.
    pub present: Vec<Vec<String>>,
}

/// A rule that evidences a standard, for those who have the records and not the rules. Key: run, rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rule {
    /// The run.
    pub run: RunId,
    /// Its id.
    pub rule: RuleId,
    /// A short name of the fault.
    pub title: String,
    /// Why it matters.
    pub description: String,
    /// The level in force.
    pub level: Level,
    /// What to do.
    pub help: String,
    /// A page to read.
    pub url: Option<String>,
}

/// What is known of a repository. Key: run, repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Repository {
    /// The run.
    pub run: RunId,
    /// Its name.
    pub repository: RepositoryId,
    /// Where people find it, from the manifest.
    pub url: Option<String>,
    /// Its main language, from the manifest.
    pub language: Option<String>,
    /// Its lifecycle, such as `production`: from the manifest or the catalogue.
    pub lifecycle: Option<String>,
    /// The day it was made, from the manifest.
    pub created: Option<Date>,
    /// The kinds of its files with how many files are of each, ordered by kind.
    pub kinds: Vec<(String, u32)>,
}

/// Where it is known from who owns something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OwnerSource {
    /// `spec.owner` of a catalogue entity.
    Catalog,
    /// CODEOWNERS.
    Codeowners,
    /// The manifest of the fleet.
    Manifest,
    /// Nobody says.
    None,
}

/// The owner of those whom nobody owns: shown like any other.
pub const UNOWNED: &str = "unowned";

/// Who owns a part of a repository. Key: run, repository, path. Every repository has one with the empty path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ownership {
    /// The run.
    pub run: RunId,
    /// The repository.
    pub repository: RepositoryId,
    /// The folder, from the repository's root, without a slash at the end; empty for all of it.
    pub path: String,
    /// The team or people who own it; [`UNOWNED`] if nobody does.
    pub owner: String,
    /// What the owner belongs to, such as a domain or department.
    pub domain: Option<String>,
    /// Who says so.
    pub source: OwnerSource,
}

/// How the audit of a repository ended. Ordered from the worst: of two results the better counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// There was nothing to look at: no such folder, no such reference.
    Unreachable,
    /// It was there, and could not be audited.
    Error,
    /// Nothing changed since an earlier run, whose results stand here again.
    Carried,
    /// Audited.
    Ok,
}

impl Status {
    /// Whether there are results.
    pub const fn is_audited(self) -> bool {
        matches!(self, Self::Ok | Self::Carried)
    }

    /// The name, as records spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Error => "error",
            Self::Carried => "carried",
            Self::Ok => "ok",
        }
    }
}

/// What came of auditing a repository. Key: run, repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scan {
    /// The run.
    pub run: RunId,
    /// The repository.
    pub repository: RepositoryId,
    /// How it ended.
    pub status: Status,
    /// The commit, where there is one and it is known.
    pub commit: Option<String>,
    /// Names everything that was looked at, by name and content; empty if nothing was.
    pub tree: String,
    /// Files of a known kind.
    pub artifacts: u32,
    /// Documents judged.
    pub documents: u32,
    /// Files of a known kind that are never read, such as templates.
    pub opaque: u32,
    /// Files that the repository's own configuration leaves out.
    pub excluded: u32,
    /// Files with syntax errors.
    pub unreadable: u32,
    /// Files or rules that could not be judged.
    pub failures: u32,
    /// Why it could not be audited, or what was wrong besides.
    pub message: Option<String>,
}

/// What an audit says of a repository and a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It is met.
    Pass,
    /// It is not met.
    Fail,
    /// It is not met, and a waiver or known debt covers all that is missing.
    Waived,
    /// It is not asked for here.
    NotApplicable,
    /// Nobody can say: what would show it is not read, such as templates. Never counted as met or as not met.
    Unmeasured,
    /// It could not be judged.
    Error,
}

impl Outcome {
    /// All outcomes in their order.
    pub const ALL: [Self; 6] =
        [Self::Pass, Self::Fail, Self::Waived, Self::NotApplicable, Self::Unmeasured, Self::Error];

    /// The name, as records and reports spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Waived => "waived",
            Self::NotApplicable => "not-applicable",
            Self::Unmeasured => "unmeasured",
            Self::Error => "error",
        }
    }
}

/// What an audit says of a repository and a standard. One row for each standard of the run, met or not. Key: run, repository,
/// standard.
///
/// The counts are of single judgements: a rule and a file, or a kind that must be present.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evaluation {
    /// The run.
    pub run: RunId,
    /// The repository.
    pub repository: RepositoryId,
    /// The standard.
    pub standard: StandardId,
    /// What it comes to.
    pub outcome: Outcome,
    /// The standard's stage on the day of the run.
    pub stage: Stage,
    /// Whether the standard's step is on this repository's golden path: it has one, and its conditions hold.
    pub on_path: bool,
    /// Judgements that found nothing.
    pub passed: u32,
    /// Judgements that found something.
    pub failed: u32,
    /// Judgements whose findings are all waived.
    pub waived: u32,
    /// Judgements whose findings are all waived or known debt, some of it debt.
    pub known: u32,
    /// Judgements with nothing there to judge.
    pub not_applicable: u32,
    /// Files that would have been judged, had they been readable.
    pub unmeasured: u32,
    /// Judgements that failed.
    pub errors: u32,
    /// Findings that count.
    pub findings: u32,
    /// Of these, findings with a fix that can be made without a look.
    pub fixable: u32,
    /// What should be there and is not: each a kind, or several parted by ` or `.
    pub missing: Vec<String>,
}

impl Evaluation {
    /// Whether the repository is held up by it.
    pub fn blocks(&self) -> bool {
        self.stage.enforces() && self.outcome == Outcome::Fail
    }
}

/// Why a finding does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverKind {
    /// A comment in the file.
    Inline,
    /// An entry of a configuration.
    Configured,
    /// The repository's configuration switches the rule off.
    SwitchedOff,
    /// Known debt, as the repository's baseline records it.
    Baseline,
}

/// A finding of a rule that evidences a standard, or of a waiver at fault. Key: run, repository, rule, fingerprint, place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// The run.
    pub run: RunId,
    /// The repository.
    pub repository: RepositoryId,
    /// The rule.
    pub rule: RuleId,
    /// The standards that it counts for, in order.
    pub standards: Vec<StandardId>,
    /// Its name across runs, whatever line it stands on.
    pub fingerprint: Fingerprint,
    /// The file, from the repository's root.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// The place in the data, as people write it; empty for the document as a whole.
    pub pointer: String,
    /// The level in force.
    pub level: Level,
    /// What is wrong. What looks like a secret is replaced.
    pub message: String,
    /// What to do here.
    pub help: String,
    /// The line itself, if it is short. What looks like a secret is replaced.
    pub snippet: Option<String>,
    /// Whether there is a fix, and whether it is safe.
    pub fix: Option<FixKind>,
    /// Why it does not count: the waiver's name, if one covers it.
    pub waiver: Option<String>,
}

/// What sort of fix a finding has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixKind {
    /// It can be made without a look.
    Safe,
    /// It wants a look.
    Unsafe,
}

/// What lifts findings of a repository. Key: run, repository, waiver.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Waiver {
    /// The run.
    pub run: RunId,
    /// The repository.
    pub repository: RepositoryId,
    /// Its name: a hash of what tells it from others, which stays while it does.
    pub waiver: String,
    /// What it is.
    pub kind: WaiverKind,
    /// The rule whose findings it lifts.
    pub rule: RuleId,
    /// The standards that the rule counts for, in order.
    pub standards: Vec<StandardId>,
    /// The file it stands in, for a comment.
    pub file: Option<String>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day it holds.
    pub until: Option<Date>,
    /// How many findings it lifts.
    pub findings: u32,
}

/// How a waiver stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverState {
    /// It holds, and without an end or for more than a month.
    Active,
    /// It ends within thirty days.
    Expiring,
    /// Its last day has passed.
    Expired,
}

impl Waiver {
    /// How it stands on a day.
    pub fn state(&self, day: Date) -> WaiverState {
        match self.until.map(|until| day.days_until(until)) {
            Some(days) if days < 0 => WaiverState::Expired,
            Some(days) if days <= 30 => WaiverState::Expiring,
            _ => WaiverState::Active,
        }
    }
}

/// What sort of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// Somebody says that a finding was of use, or was not.
    Feedback,
    /// Something was fixed.
    Fix,
    /// A waiver was written.
    Waive,
    /// A standard went on to its next stage.
    Escalate,
    /// A standard stayed where it was although its day had come.
    Hold,
    /// A repository reached a tier.
    LevelUp,
}

/// Something that happened on a day. Nobody is named. The whole record is its key, so that events unite as a set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Event {
    /// The day.
    pub on: Date,
    /// What happened.
    pub event: EventKind,
    /// The repository, where one is concerned.
    pub repository: Option<RepositoryId>,
    /// The standard, where one is concerned.
    pub standard: Option<StandardId>,
    /// The rule, where one is concerned.
    pub rule: Option<RuleId>,
    /// The finding, where one is concerned.
    pub fingerprint: Option<Fingerprint>,
    /// For feedback: whether the finding was of use.
    pub useful: Option<bool>,
    /// A word about it: the reason, the stage, the tier.
    pub detail: String,
}
