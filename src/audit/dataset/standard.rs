//! What a run asks for: standards, and the rules that evidence them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::RunId;
use crate::{
    date::Date,
    rule::{Level, RuleId},
    standard::{Stage, Stages, StandardId},
};

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
    /// The lowest tier that asks for it, from 1: an index into [`Run::tiers`](super::Run::tiers).
    pub tier: Option<u32>,
    /// The stage in force: that of the day, unless the standard is held.
    pub stage: Stage,
    /// Its stages by day.
    pub stages: Stages,
    /// What keeps it from being enforced, as things stand; nothing if it is ready.
    pub holds: Vec<Hold>,
    /// Whether it is held while something keeps it from being enforced; otherwise the days alone decide.
    pub may_be_held: bool,
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

impl Standard {
    /// Whether it would be enforced by now, or more strictly, were it ready.
    pub fn is_held(&self, day: Date) -> bool {
        self.stage != self.stages.on(day)
    }

    /// The stage on a later day, if nothing else changes.
    pub fn stage_on(&self, day: Date) -> Stage {
        self.stages.in_force(day, Some(self.stage), self.is_ready())
    }

    /// Whether nothing holds it.
    pub fn is_ready(&self) -> bool {
        self.holds.is_empty() || !self.may_be_held
    }
}

/// What keeps a standard from being enforced. Counts alone, as everywhere in records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Hold {
    /// People say that its findings are of no use.
    Noisy {
        /// How many words say so.
        against: u32,
        /// How many words there are.
        words: u32,
    },
    /// Its findings are waived rather than mended.
    Waived {
        /// How many are.
        waived: u32,
        /// How many there are.
        findings: u32,
    },
    /// It is not adopted as far as it should be before it is enforced.
    Unadopted {
        /// Repositories that meet it.
        met: u32,
        /// Repositories that it applies to.
        applicable: u32,
        /// How many should meet it, in percent.
        target: u8,
    },
    /// No page says how to meet it.
    Undocumented,
}

impl fmt::Display for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Noisy { against, words } => write!(f, "{against} of {words} words say it is not useful"),
            Self::Waived { waived, findings } => write!(f, "{waived} of {findings} findings are waived"),
            Self::Unadopted { met, applicable, target } => {
                write!(f, "{met} of {applicable} repositories meet it, and the target is {target} %")
            }
            Self::Undocumented => f.write_str("it has no docs"),
        }
    }
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
