//! A standard as data: what the platform asks of a repository, what evidences it, and from which day on it counts.
//!
//! Nothing here reads or judges. Configuration gives these types (`config/`), an audit asks them (`audit/`).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{date::Date, rule::Level};

/// The name of a standard: words in lower case with hyphens, such as `image-pinned`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StandardId(std::sync::Arc<str>);

impl StandardId {
    /// A name from its text.
    pub fn new(id: impl Into<std::sync::Arc<str>>) -> Self {
        Self(id.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StandardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// How far a standard is on its way from an idea to a rule of the house. Ordered: the later, the stricter, but for the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Being written: measured and shown, and counted in nothing that sums up standards.
    Draft,
    /// Measured and shown; nobody is asked for anything.
    #[default]
    Audit,
    /// Teams are told what will count, and from when.
    Warn,
    /// What is new counts; known debt, as the baseline records it, does not.
    EnforceNew,
    /// Everything counts, known debt too.
    Enforce,
    /// No longer asked for; kept for the history.
    Retired,
}

impl Stage {
    /// All stages in their order.
    pub const ALL: [Self; 6] = [Self::Draft, Self::Audit, Self::Warn, Self::EnforceNew, Self::Enforce, Self::Retired];

    /// The name, as configuration and reports spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Audit => "audit",
            Self::Warn => "warn",
            Self::EnforceNew => "enforce-new",
            Self::Enforce => "enforce",
            Self::Retired => "retired",
        }
    }

    /// Whether a repository that fails the standard is held up.
    pub const fn enforces(self) -> bool {
        matches!(self, Self::EnforceNew | Self::Enforce)
    }

    /// Whether the standard counts in what sums up standards: what is still being written, or no longer asked for, does not.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Draft | Self::Retired)
    }

    /// Whether meeting the standard is left to the teams: adoption at such a stage is pull, later it is push.
    pub const fn is_voluntary(self) -> bool {
        matches!(self, Self::Draft | Self::Audit | Self::Warn)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A stage and the first day on which it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StageChange {
    /// The first day.
    pub from: Date,
    /// The stage.
    pub stage: Stage,
}

/// The stages of a standard by day: `stage` is a pure function of them and a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stages {
    /// What holds before the first change.
    pub initial: Stage,
    /// The changes, ordered by day; no two on one day.
    pub changes: Vec<StageChange>,
}

impl Stages {
    /// One stage on every day.
    pub fn fixed(stage: Stage) -> Self {
        Self { initial: stage, changes: Vec::new() }
    }

    /// Stages with their first days. Before the first of them the standard is a draft.
    pub fn dated(mut changes: Vec<StageChange>) -> Self {
        changes.sort();
        Self { initial: Stage::Draft, changes }
    }

    /// The stage on a day.
    pub fn on(&self, day: Date) -> Stage {
        self.changes.iter().rev().find(|change| change.from <= day).map_or(self.initial, |change| change.stage)
    }

    /// The stage in force on a day: that of the day, if the standard is ready for it.
    ///
    /// What is not ready is enforced by nobody's calendar. `before` is the stage that was in force, if it is known: what is
    /// enforced already stays so, for a standard that teams have met is not taken back because a new repository fails it.
    pub fn in_force(&self, day: Date, before: Option<Stage>, ready: bool) -> Stage {
        let planned = self.on(day);
        let enforced = |stage: Stage| stage.enforces() && stage >= planned;
        if !planned.enforces() || ready || before.is_some_and(enforced) {
            return planned;
        }
        let voluntary = self.changes.iter().rev().find(|change| change.from <= day && change.stage.is_voluntary());
        let last = voluntary.map_or(Stage::Warn, |change| change.stage);
        before.filter(|before| *before != Stage::Retired).unwrap_or(last)
    }

    /// The next change after a day.
    pub fn next(&self, day: Date) -> Option<StageChange> {
        self.changes.iter().find(|change| change.from > day).copied()
    }

    /// Whether the standard enforces something on any day.
    pub fn enforces(&self) -> bool {
        self.initial.enforces() || self.changes.iter().any(|change| change.stage.enforces())
    }
}

/// What shows that a repository meets a standard. Everything that is named must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Kinds of which the repository holds a file: one of each list.
    pub present: Vec<Vec<String>>,
    /// Rules, packs or globs of which no rule finds anything.
    pub all: Vec<String>,
    /// Rules, packs or globs of which one is enough: judged, and nothing found.
    pub any: Vec<String>,
    /// Rules, packs or globs that are not meant.
    pub except: Vec<String>,
    /// Only rules at this level or above it, where a pack or glob is named.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub level: Option<Level>,
}

/// When a standard, or a step of the golden path, is asked for. Everything that is named must hold; an empty condition does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Kinds of which the repository holds one.
    pub kinds: Vec<String>,
    /// Kinds of which the repository holds none.
    pub without: Vec<String>,
    /// The repository's language is one of these.
    pub language: Vec<String>,
    /// The repository's lifecycle is one of these.
    pub lifecycle: Vec<String>,
}

impl Condition {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.without.is_empty() && self.language.is_empty() && self.lifecycle.is_empty()
    }
}

/// One thing that the platform asks of a repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standard {
    /// Its name.
    pub id: StandardId,
    /// A short name for people.
    pub title: String,
    /// Why it is asked for.
    pub description: String,
    /// What shows that it is met.
    pub evidence: Evidence,
    /// When it is asked for; otherwise it is not applicable.
    pub when: Condition,
    /// Its stages by day.
    pub stages: Stages,
    /// Adoption to reach, in percent of the repositories that it applies to.
    pub target: Option<u8>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The page that says how to meet it.
    pub docs: Option<String>,
    /// Whether it is held while its figures say that it is not ready to be enforced.
    pub may_be_held: bool,
}

/// A step of the golden path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The standard to meet.
    pub standard: StandardId,
    /// When the step is on a repository's path, besides the standard's own condition.
    pub when: Condition,
}

/// How far along a repository is: it meets the standards of a tier and of all tiers below.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tier {
    /// Its name, such as `bronze`.
    pub name: String,
    /// What it asks for besides what the tiers below do.
    pub standards: Vec<StandardId>,
}

/// All that repositories are audited by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GoldenPath {
    /// A name for people.
    pub title: String,
    /// The standards, ordered by name.
    pub standards: Vec<Standard>,
    /// The steps in their order.
    pub steps: Vec<Step>,
    /// The tiers, the lowest first.
    pub tiers: Vec<Tier>,
}

impl GoldenPath {
    /// A standard by name.
    pub fn standard(&self, id: &StandardId) -> Option<&Standard> {
        self.standards.binary_search_by(|standard| standard.id.cmp(id)).ok().map(|at| &self.standards[at])
    }

    /// The number of a standard's step, from 1, if it is on the path.
    pub fn step(&self, id: &StandardId) -> Option<u32> {
        self.steps.iter().position(|step| step.standard == *id).map(|at| at as u32 + 1)
    }

    /// The number of the lowest tier that asks for a standard, from 1, if one does.
    pub fn tier(&self, id: &StandardId) -> Option<u32> {
        self.tiers.iter().position(|tier| tier.standards.contains(id)).map(|at| at as u32 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_stage_is_that_of_the_latest_change_up_to_the_day() {
        let change = |from: &str, stage| StageChange { from: day(from), stage };
        let stages = Stages::dated(vec![
            change("2026-06-01", Stage::Warn),
            change("2026-01-01", Stage::Audit),
            change("2027-03-01", Stage::Enforce),
        ]);
        let on = |text| stages.on(day(text));
        assert_eq!(on("2025-12-31"), Stage::Draft);
        assert_eq!((on("2026-01-01"), on("2026-05-31")), (Stage::Audit, Stage::Audit));
        assert_eq!((on("2026-06-01"), on("2027-02-28"), on("2027-03-01")), (Stage::Warn, Stage::Warn, Stage::Enforce));
        assert_eq!(stages.next(day("2026-06-01")), Some(change("2027-03-01", Stage::Enforce)));
        assert_eq!(stages.next(day("2027-03-01")), None);
        assert!(stages.enforces() && !Stages::fixed(Stage::Warn).enforces());
        assert_eq!(Stages::fixed(Stage::Warn).on(day("1999-01-01")), Stage::Warn);
    }

    #[test]
    fn what_is_not_ready_is_not_enforced_and_what_is_enforced_stays_so() {
        let change = |from, stage| StageChange { from: day(from), stage };
        let stages = Stages::dated(vec![
            change("2026-01-01", Stage::Audit),
            change("2026-06-01", Stage::Warn),
            change("2026-09-01", Stage::EnforceNew),
            change("2027-01-01", Stage::Enforce),
        ]);
        let on = |at: &str, before, ready| stages.in_force(day(at), before, ready);
        assert_eq!(on("2026-10-01", Some(Stage::Warn), true), Stage::EnforceNew);
        assert_eq!(on("2026-10-01", Some(Stage::Warn), false), Stage::Warn);
        assert_eq!(on("2026-10-01", None, false), Stage::Warn);
        assert_eq!(on("2026-10-01", Some(Stage::EnforceNew), false), Stage::EnforceNew);
        assert_eq!(on("2027-02-01", Some(Stage::EnforceNew), false), Stage::EnforceNew, "held where it is");
        assert_eq!(on("2027-02-01", Some(Stage::Enforce), false), Stage::Enforce);
        assert_eq!(on("2026-07-01", None, false), Stage::Warn, "nobody is held up by a warning");
        assert_eq!(Stages::fixed(Stage::Enforce).in_force(day("2026-01-01"), None, false), Stage::Warn);
    }
}
