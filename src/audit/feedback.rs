//! Words about findings: whether they were of use. One line for each, in a file that is committed with the repository.
//!
//! Nobody is named, and nothing is sent anywhere. Lines are only ever added, so two branches merge without a conflict that
//! matters.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::{
    dataset::{Event, EventKind, RepositoryId},
    redact,
};
use crate::{date::Date, finding::Fingerprint, rule::RuleId};

/// One word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Feedback {
    /// The day it was said.
    pub on: Date,
    /// Of which rule.
    pub rule: RuleId,
    /// Whether what it found was of use.
    pub useful: bool,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Of which finding, where one is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<Fingerprint>,
}

impl Feedback {
    /// As an event of a dataset.
    pub fn event(self, repository: &RepositoryId) -> Event {
        Event {
            on: self.on,
            event: EventKind::Feedback,
            repository: Some(repository.clone()),
            standard: None,
            rule: Some(self.rule),
            fingerprint: self.fingerprint,
            useful: Some(self.useful),
            detail: redact::message(&self.why),
        }
    }

    /// Adds it to a file, which is made if it is missing. What is there already is not said twice; says whether it was new.
    ///
    /// # Errors
    /// What the system has against it, or a file that holds something else.
    pub fn save(&self, file: &Path) -> io::Result<bool> {
        let known = read(file)?;
        if known.contains(self) {
            return Ok(false);
        }
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let text = fs::read_to_string(file).unwrap_or_default();
        let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let line = format!("{gap}{}\n", serde_json::to_string(self)?);
        fs::OpenOptions::new().create(true).append(true).open(file)?.write_all(line.as_bytes())?;
        Ok(true)
    }
}

/// The words in a file, in their order; none if it is missing.
///
/// # Errors
/// A line that is none, with its number.
pub fn read(file: &Path) -> io::Result<Vec<Feedback>> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let word = |(number, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| {
            io::Error::new(io::ErrorKind::InvalidData, format!("line {} is no feedback: {error}", number + 1))
        })
    };
    lines.map(word).collect()
}
