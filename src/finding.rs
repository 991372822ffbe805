//! What a run yields: findings, evaluations, failures, and their summary. Knows no rule, configuration or format.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    date::Date,
    document::Pointer,
    kind::Kind,
    rule::{Level, Rule, RuleId},
    source::{Excerpt, Location, Source, Span},
};

/// Where something is: in the data, in the bytes, and as people read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The file as shown.
    pub file: Arc<str>,
    /// Which document of the file, from 0.
    pub document: u32,
    /// Keys and indices from the document's root. Places that differ in nothing but their file share one.
    pub pointer: Arc<Pointer>,
    /// Bytes of the file.
    pub span: Span,
    /// Lines and columns.
    pub location: Location,
    /// The lines around, for reports.
    pub excerpt: Excerpt,
}

impl Place {
    /// A span of a source, with up to `context` lines around it.
    pub fn new(source: &Source, document: u32, pointer: Arc<Pointer>, span: Span, context: u32) -> Self {
        Self {
            file: Arc::clone(source.path()),
            document,
            pointer,
            span,
            location: source.locate(span),
            excerpt: source.excerpt(span, context),
        }
    }
}

/// How a finding came by its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The rule named it.
    Given,
    /// Concluded from the values that the rule read.
    Inferred,
    /// Nothing was known but the document.
    #[default]
    Document,
}

/// A second place that helps to understand a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there, one phrase.
    pub message: String,
}

/// One change to the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase", deny_unknown_fields)]
pub enum Edit {
    /// A new key or item with a value; `at` names it. Parents that are missing are made, a key that is there gets the
    /// value, and items from the named one on move back.
    Add {
        /// The key or index to add.
        at: Pointer,
        /// Its value.
        value: serde_json::Value,
    },
    /// Another value at an existing place.
    Replace {
        /// The value to replace.
        at: Pointer,
        /// The new value.
        value: serde_json::Value,
        /// The words that are replaced, if they are only a part of the value: where they first stand in it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// What a comment behind the value says, where the format has comments and the line has none yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    /// The key or item taken out.
    Remove {
        /// The key or item to remove.
        at: Pointer,
    },
    /// Another name for a key, whose value stays.
    Rename {
        /// The key.
        at: Pointer,
        /// Its new name.
        value: String,
    },
}

impl Edit {
    /// The same edit in a document in which this one's stands at a place.
    pub fn below(mut self, place: &Pointer) -> Self {
        let (Self::Add { at, .. } | Self::Replace { at, .. } | Self::Remove { at } | Self::Rename { at, .. }) =
            &mut self;
        *at = place.join(at.steps());
        self
    }
}

/// Edits that mend a finding, each made in what the ones before it left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// Whether it may be applied without a look.
    #[serde(default)]
    pub safe: bool,
    /// The changes, in order.
    pub edits: Vec<Edit>,
    /// Why it was not made, although it was asked for.
    #[serde(skip)]
    pub refused: Option<String>,
    /// What it comes to in the bytes of the file, in order, if that was asked for.
    #[serde(skip)]
    pub replacements: Vec<Replacement>,
}

/// Bytes of a file, and the text that a fix puts in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The bytes; empty where something is only put in.
    pub span: Span,
    /// Where they are.
    pub location: Location,
    /// The text.
    pub text: String,
}

/// Names a finding across runs, whatever line it stands on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub String);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Suppression {
    /// Waived, by a comment in the file or by configuration.
    Waiver {
        /// Whether the waiver stands in the file itself.
        inline: bool,
        /// Why.
        reason: String,
        /// Who answers for it.
        #[serde(skip_serializing_if = "Option::is_none")]
        owner: Option<String>,
        /// Last day it holds, `YYYY-MM-DD`.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<String>,
    },
    /// Known debt, recorded in the baseline.
    Baseline,
}

/// One result of a rule at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: Arc<Rule>,
    /// The level in force, which configuration may have changed.
    pub level: Level,
    /// The level it would have, did it not lie in test data or were about what is the owner's own; none if that is the level
    /// in force.
    pub lowered_from: Option<Level>,
    /// Who made what it is about, where it matters that somebody else did; of a report, only if that is the repository's owner.
    pub owner: Option<Box<str>>,
    /// Whether it is a note and no more in samples and setups for developers.
    pub note_in_samples: bool,
    /// What is wrong: lower case, one phrase. Findings that say the same share it.
    pub message: Arc<str>,
    /// What to do here, where that is more telling than the rule's own help.
    pub help: Option<Arc<str>>,
    /// Where.
    pub place: Place,
    /// How the place is known.
    pub origin: Origin,
    /// Further places.
    pub related: Vec<Related>,
    /// The edit that mends it.
    pub fix: Option<Box<Fix>>,
    /// Its name across runs.
    pub fingerprint: Fingerprint,
    /// Why it does not count, if it does not.
    pub suppression: Option<Box<Suppression>>,
}

// There may be very many. What is rare stands apart, and what many have alike is shared.
const _: () = assert!(size_of::<Finding>() <= 208);

impl Finding {
    /// The same in another file that holds the same; its fingerprint stays.
    pub fn move_to(&mut self, file: &Arc<str>) {
        let places = std::iter::once(&mut self.place).chain(self.related.iter_mut().map(|related| &mut related.place));
        places.for_each(|place| place.file = file.clone());
    }

    /// The level that it has wherever it lies.
    pub fn own_level(&self) -> Level {
        self.lowered_from.unwrap_or(self.level)
    }

    /// What to do: at this place, or in general.
    pub fn help(&self) -> &str {
        self.help.as_deref().unwrap_or(&self.rule.help)
    }
}

/// What a rule said of one artifact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Nothing there to judge, or a platform fact is not set.
    NotApplicable,
    /// Judged, nothing found.
    Pass,
    /// Everything it found is waived or known debt.
    Waived,
    /// It found something.
    Fail,
    /// It could not be judged.
    Error,
}

impl Artifact {
    /// Notes what a rule said; of several answers the worst counts.
    pub fn worsen(&mut self, evaluation: Evaluation) {
        match self.evaluations.iter().position(|known| known.rule >= evaluation.rule) {
            Some(at) if self.evaluations[at].rule == evaluation.rule => {
                if self.evaluations[at].outcome < evaluation.outcome {
                    Arc::make_mut(&mut self.evaluations)[at].outcome = evaluation.outcome;
                }
            }
            at => {
                let (before, behind) = self.evaluations.split_at(at.unwrap_or(self.evaluations.len()));
                self.evaluations = before.iter().chain([&evaluation]).chain(behind).cloned().collect();
            }
        }
    }
}

/// What a rule said of one artifact, with the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The rule.
    pub rule: RuleId,
    /// Its result.
    pub outcome: Outcome,
}

/// A file that waylint recognised or was asked for by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Artifact {
    /// The file as shown.
    pub file: Arc<str>,
    /// Kinds of its documents, without repeats, in order of appearance. Empty: not recognised.
    pub kinds: Vec<Kind>,
    /// Number of documents judged.
    pub documents: u32,
    /// One for each selected rule whose kinds match, ordered by rule. Rules that are absent do not apply to these kinds.
    /// Artifacts of which rules say the same share one list.
    pub evaluations: Arc<[Evaluation]>,
}

/// Something that could not be judged: never a matter of levels, always exit code 3.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Failure {
    /// The file, where one is concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Arc<str>>,
    /// The rule, where one is concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleId>,
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// A waiver that a run met, whether it lifts anything or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    /// What it names: rules, packs or globs. Nothing for another linter's comment.
    pub rules: Vec<String>,
    /// Whether it stands in the scanned file.
    pub inline: bool,
    /// Where it stands.
    pub place: Place,
    /// Why; for another linter's comment, the comment.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day it holds.
    pub until: Option<Date>,
    /// How many findings it lifts.
    pub findings: usize,
    /// What is wrong with it: the native rules that say so, with their messages.
    pub problems: Vec<(&'static str, String)>,
}

/// Counts of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Summary {
    /// Files looked at: recognised, named on the command line, or unreadable.
    pub files: usize,
    /// Files of a known kind.
    pub artifacts: usize,
    /// Documents judged.
    pub documents: usize,
    /// Rules selected, those that are part of waylint not counted.
    pub rules: usize,
    /// Findings that count, at level error.
    pub errors: usize,
    /// Findings that count, at level warning.
    pub warnings: usize,
    /// Findings that count, at level note.
    pub notes: usize,
    /// Findings that count as notes because they lie in test data.
    pub lowered: usize,
    /// Findings waived.
    pub waived: usize,
    /// Findings known from the baseline.
    pub baselined: usize,
    /// Findings that have a safe fix.
    pub fixable: usize,
    /// Findings that have a fix which wants a look.
    pub fixable_unsafe: usize,
    /// Files named on the command line whose kind is not known.
    pub unrecognised: usize,
    /// Recognised files that are never parsed, such as templates.
    pub opaque: usize,
    /// Files named on the command line that configuration leaves out.
    pub excluded: usize,
    /// Things that could not be judged.
    pub failures: usize,
}

/// What was fixed in a run that was asked to fix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fixes {
    /// The findings that are gone, in the order of a report. Their places are those at which they were fixed: of files
    /// that were gone over more than once, in the text that the passes before had left.
    pub findings: Vec<Finding>,
    /// Whether unsafe fixes were asked for as well.
    pub unsafe_ones: bool,
    /// Whether the files were written.
    pub written: bool,
}

/// Everything a run yields, in its final order: findings by file, place and rule; artifacts by file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// All findings, suppressed ones included.
    pub findings: Vec<Finding>,
    /// Files of a known kind, and files asked for by name.
    pub artifacts: Vec<Artifact>,
    /// What could not be judged.
    pub failures: Vec<Failure>,
    /// All selected rules, ordered by id.
    pub rules: Vec<Arc<Rule>>,
    /// All waivers that were met, by place.
    pub waivers: Vec<Waiver>,
    /// Counts.
    pub summary: Summary,
    /// What was fixed, if that was asked for. Everything else is what remains.
    pub fixes: Option<Fixes>,
}

impl Report {
    /// Findings that count: neither waived nor known debt.
    pub fn active(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.suppression.is_none())
    }

    /// Whether any finding that counts is at or above `level`.
    pub fn reaches(&self, level: Level) -> bool {
        self.active().any(|finding| finding.level >= level)
    }
}
