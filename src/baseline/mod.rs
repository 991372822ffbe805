//! The baseline: known debt, so that only new findings count.
//!
//! `.waylint-baseline.json` holds one entry a line, sorted, so that branches merge. A finding is known if its
//! [fingerprint](fingerprint()) is; failing that, if the same thing was found in a file that no longer has it. An entry of
//! a file that was not judged stays where it is: it can neither be fixed nor hide a new finding elsewhere.

mod fingerprint;

use std::{
    collections::{HashMap, HashSet, VecDeque},
    fs, io,
    path::Path,
};

use serde::{Deserialize, Serialize};

pub use fingerprint::{distinguish, fingerprint, move_to};

use fingerprint::content_part;

use crate::{
    finding::{Finding, Fingerprint, Suppression},
    rule::RuleId,
};

/// The name of baseline files.
pub const FILE_NAME: &str = ".waylint-baseline.json";

/// The form of the file that is read and written.
const VERSION: u32 = 1;

/// One finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The file that had it.
    pub file: String,
    /// The rule.
    pub rule: RuleId,
    /// Its name.
    pub fingerprint: Fingerprint,
    /// What was wrong, for people.
    #[serde(default)]
    pub message: String,
}

/// Known debt, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<Entry>,
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// The file cannot be read or written.
    #[error("{file}: {error}")]
    Io {
        /// The file.
        file: String,
        /// What the system says.
        error: io::Error,
    },
    /// The file is no baseline.
    #[error("{file}:{line}:{column}: {message}")]
    Invalid {
        /// The file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// Written by a waylint of another time.
    #[error("{file}: the baseline has version {found}, and version {VERSION} is read")]
    Version {
        /// The file.
        file: String,
        /// Its version.
        found: u32,
    },
}

impl BaselineError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Io { error, .. } if error.kind() == io::ErrorKind::NotFound => {
                "make one with `waylint baseline`, or name one that exists"
            }
            Self::Io { .. } => "name a file that can be read and written",
            Self::Invalid { .. } => "mend the file (a merge may have left marks in it), or make it anew",
            Self::Version { .. } => "use the waylint that wrote it, or make it anew",
        }
    }
}

/// The file's shape.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: u32,
    findings: Vec<Entry>,
}

/// Read first, so that another version is named as such and not as an unknown key.
#[derive(Deserialize)]
#[serde(expecting = "an object with `version` and `findings`")]
struct Versioned {
    version: u32,
}

impl Baseline {
    /// A baseline of some entries.
    pub fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable();
        entries.dedup_by(|a, b| a.file == b.file && a.rule == b.rule && a.fingerprint == b.fingerprint);
        Self { entries }
    }

    /// A baseline of everything that counts or is known already. Waived findings are no debt: their waiver answers for them.
    pub fn from(findings: &[Finding]) -> Self {
        Self::new(
            findings.iter().filter(|finding| is_debt(finding)).map(|finding| entry(finding, &str::to_owned)).collect(),
        )
    }

    /// What is known now: findings that are gone are dropped, moved ones get their new place, and entries of files that
    /// were not judged stay. `settled` says of an entry whether this run would have found it: its rule judged its file,
    /// or the file is gone.
    /// `named` gives a file's name in the baseline, which must not depend on where waylint is called, by its shown one.
    pub fn renewed(
        &self,
        findings: &[Finding],
        settled: &dyn Fn(&Entry) -> bool,
        named: &dyn Fn(&str) -> String,
    ) -> Self {
        let kept = self.entries.iter().filter(|entry| !settled(entry)).cloned();
        let found = findings.iter().filter(|finding| is_debt(finding)).map(|finding| entry(finding, named));
        Self::new(kept.chain(found).collect())
    }

    /// The entries, sorted.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Reads a baseline.
    pub fn load(path: &Path) -> Result<Self, BaselineError> {
        let file = || path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| BaselineError::Io { file: file(), error })?;
        let invalid = |error: serde_json::Error| BaselineError::Invalid {
            file: file(),
            line: error.line(),
            column: error.column(),
            message: error.to_string().split(" at line ").next().unwrap_or_default().to_owned(),
        };
        let Versioned { version } = serde_json::from_str(&text).map_err(invalid)?;
        if version != VERSION {
            return Err(BaselineError::Version { file: file(), found: version });
        }
        let File { findings, .. } = serde_json::from_str(&text).map_err(invalid)?;
        Ok(Self::new(findings))
    }

    /// Writes the baseline.
    pub fn save(&self, path: &Path) -> Result<(), BaselineError> {
        fs::write(path, self.to_json()).map_err(|error| BaselineError::Io { file: path.display().to_string(), error })
    }

    /// The file's text: one entry a line.
    pub fn to_json(&self) -> String {
        let lines: Vec<String> = self.entries.iter().filter_map(|entry| serde_json::to_string(entry).ok()).collect();
        match lines.is_empty() {
            true => format!("{{\"version\":{VERSION},\"findings\":[]}}\n"),
            false => format!("{{\"version\":{VERSION},\"findings\":[\n{}\n]}}\n", lines.join(",\n")),
        }
    }

    /// Marks the findings that are known, unless they are waived. `settled` says of an entry whether this
    /// run would have found it: only such a finding can have moved. Returns the entries that matched nothing
    /// though they are settled: debt that is paid.
    pub fn mark(&self, findings: &mut [Finding], settled: &dyn Fn(&Entry) -> bool) -> Vec<&Entry> {
        let present: HashSet<(RuleId, Fingerprint)> = findings.iter().map(name).collect();
        let (held, left): (Vec<&Entry>, Vec<&Entry>) =
            self.entries.iter().partition(|entry| present.contains(&(entry.rule.clone(), entry.fingerprint.clone())));
        let known: HashSet<(RuleId, Fingerprint)> =
            held.into_iter().map(|entry| (entry.rule.clone(), entry.fingerprint.clone())).collect();
        let mut lost = Lost::new(left.into_iter().filter(|entry| settled(entry)));
        let mut debt: Vec<&mut Finding> = findings.iter_mut().filter(|finding| is_debt(finding)).collect();
        // In a fixed order, so that of two candidates always the same is taken for the moved one.
        debt.sort_by(|a, b| (&a.place.file, &a.fingerprint).cmp(&(&b.place.file, &b.fingerprint)));
        for finding in debt {
            if known.contains(&name(finding)) || lost.claim(finding) {
                finding.suppression = Some(Suppression::Baseline.into());
            }
        }
        lost.unclaimed()
    }
}

/// Entries whose file no longer has them, by what was found.
struct Lost<'a>(HashMap<(RuleId, String), VecDeque<&'a Entry>>);

impl<'a> Lost<'a> {
    fn new(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let mut lost = HashMap::<_, VecDeque<_>>::new();
        for entry in entries {
            let key = (entry.rule.clone(), content_part(&entry.fingerprint).to_owned());
            lost.entry(key).or_default().push_back(entry);
        }
        Self(lost)
    }

    /// Takes the entry that a finding may have been, in whatever file.
    fn claim(&mut self, finding: &Finding) -> bool {
        let key = (finding.rule.id.clone(), content_part(&finding.fingerprint).to_owned());
        self.0.get_mut(&key).and_then(VecDeque::pop_front).is_some()
    }

    fn unclaimed(self) -> Vec<&'a Entry> {
        let mut entries: Vec<&Entry> = self.0.into_values().flatten().collect();
        entries.sort_unstable();
        entries
    }
}

fn name(finding: &Finding) -> (RuleId, Fingerprint) {
    (finding.rule.id.clone(), finding.fingerprint.clone())
}

fn is_debt(finding: &Finding) -> bool {
    !matches!(finding.suppression.as_deref(), Some(Suppression::Waiver { .. }))
}

fn entry(finding: &Finding, named: &dyn Fn(&str) -> String) -> Entry {
    Entry {
        file: named(&finding.place.file),
        rule: finding.rule.id.clone(),
        fingerprint: finding.fingerprint.clone(),
        message: finding.message.to_string(),
    }
}
