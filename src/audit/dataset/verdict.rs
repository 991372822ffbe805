//! What a run says of a repository: how it stands by each standard, what was found, and what lifts it.

use serde::{Deserialize, Serialize};

use super::{RepositoryId, RunId};
use crate::{
    date::Date,
    finding::Fingerprint,
    rule::{Level, RuleId},
    standard::{Stage, StandardId},
};

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
    /// Whether the repository is held up by it while a stage is in force.
    pub fn blocks(&self, stage: Stage) -> bool {
        match self.outcome {
            Outcome::Fail => stage.enforces(),
            Outcome::Waived => stage == Stage::Enforce && self.is_debt(),
            _ => false,
        }
    }

    /// Whether known debt is among what covers it.
    pub const fn is_debt(&self) -> bool {
        matches!(self.outcome, Outcome::Waived) && self.known > 0
    }

    /// Whether safe fixes alone mend all that fails.
    pub const fn is_fixable(&self) -> bool {
        matches!(self.outcome, Outcome::Fail)
            && self.missing.is_empty()
            && self.findings > 0
            && self.findings == self.fixable
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
