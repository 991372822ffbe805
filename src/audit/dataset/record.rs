//! Runs, the repositories that they looked at, and what happened.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{date::Date, finding::Fingerprint, rule::RuleId, standard::StandardId};

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

impl Scan {
    /// One that saw nothing yet.
    pub fn new(run: RunId, repository: RepositoryId, status: Status) -> Self {
        Self {
            run,
            repository,
            status,
            commit: None,
            tree: String::new(),
            artifacts: 0,
            documents: 0,
            opaque: 0,
            excluded: 0,
            unreadable: 0,
            failures: 0,
            message: None,
        }
    }
}

/// What sort of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// Somebody says that a finding was of use, or was not.
    Feedback,
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
    /// A word about it: the reason.
    pub detail: String,
}
