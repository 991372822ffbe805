//! Writing a waiver that waives something: into the configuration, or as a comment into the file itself.
//!
//! What was written is judged at once. A waiver that does not lift the findings it is meant for is taken out again, so
//! nothing here has to be trusted to know how far a comment reaches or what a pattern names.

mod comment;
mod entry;
pub mod inventory;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    clone,
    config::RulePattern,
    date::Date,
    finding::{Finding, Suppression},
    fix,
    linter::{self, Request, SetupError},
};

/// What is to be waived, and on what grounds.
#[derive(Clone, Debug)]
pub struct Wish {
    /// A rule, a pack or a glob.
    pub rule: String,
    /// The file.
    pub file: PathBuf,
    /// The line, from 1; the whole file without one.
    pub line: Option<u32>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day it holds.
    pub until: Option<Date>,
    /// Whether it is written into the file itself.
    pub inline: bool,
}

/// What became of a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Granted {
    /// It is written.
    Written {
        /// Into this file.
        file: PathBuf,
        /// From this line on.
        line: u32,
        /// It lifts so many findings.
        findings: usize,
    },
    /// Everything it would lift is waived already, on these grounds.
    Already {
        /// How many findings.
        findings: usize,
        /// The reason of the first.
        reason: String,
    },
}

/// Writes a waiver. The request says by which configuration, rules and day to judge.
///
/// # Errors
/// If the wish cannot be granted: no such rule, nothing found, no reason, a day that has passed. Nothing is written then.
pub fn waive(wish: &Wish, request: &Request) -> Result<Granted, SetupError> {
    let pattern = wish.check(request.as_of)?;
    let file = absolute(&wish.file)?;
    if !file.is_file() {
        let help = "name a file that rules judge; of a whole folder, add an entry with `files` to .waylint.yaml";
        return Err(SetupError::new(format!("{} is not a file", wish.file.display()), help));
    }
    let mut paths = vec![wish.file.clone()];
    // Some rules need to see the whole repository.
    paths.extend(clone::root(&file).map(Path::to_owned));
    let request = Request { paths, select: vec![wish.rule.clone()], ..request.clone() };
    let run = linter::lint(&request, &|_, _| ())?;
    let all: Vec<&Finding> = run.report.findings.iter().filter(|found| pattern.matches(&found.rule.id)).collect();
    let here: Vec<&Finding> = all.iter().copied().filter(|found| wish.means(found, &file)).collect();
    let open: Vec<&Finding> = here.iter().copied().filter(|found| waived(found).is_none()).collect();
    match (here.as_slice(), open.as_slice()) {
        ([], _) => return Err(wish.nothing(&all, &file)),
        ([first, ..], []) => {
            let reason = waived(first).unwrap_or_default().to_owned();
            return Ok(Granted::Already { findings: here.len(), reason });
        }
        _ => {}
    }
    let texts = match wish.inline {
        true => comment::texts(wish, &open, &request)?,
        false => vec![entry::text(wish, &open, &request, &run.root)?],
    };
    for text in texts {
        text.write()?;
        let lifts = lifts(&request, &open);
        match lifts {
            Ok(true) => return Ok(Granted::Written { line: text.line(), file: text.file, findings: open.len() }),
            other => {
                text.take_back()?;
                other?;
            }
        }
    }
    let help = match wish.inline {
        true => "leave out `--inline` to waive it in .waylint.yaml",
        false => "waive it with a comment: `--inline`",
    };
    Err(SetupError::new(
        format!("no waiver in {} lifts it", if wish.inline { "the file" } else { "the configuration" }),
        help,
    ))
}

/// Whether none of some findings counts any more.
fn lifts(request: &Request, open: &[&Finding]) -> Result<bool, SetupError> {
    let run = linter::lint(request, &|_, _| ())?;
    let is_open = |found: &Finding| {
        open.iter().any(|open| open.fingerprint == found.fingerprint && open.place.file == found.place.file)
    };
    let mut still = run.report.findings.iter().filter(|found| is_open(found));
    Ok(still.clone().next().is_some() && still.all(|found| waived(found).is_some()))
}

/// The reason of the waiver that a finding is under. Known debt can be waived too.
fn waived(finding: &Finding) -> Option<&str> {
    match finding.suppression.as_deref() {
        Some(Suppression::Waiver { reason, .. }) => Some(reason),
        _ => None,
    }
}

fn absolute(path: &Path) -> Result<PathBuf, SetupError> {
    let absolute = std::path::absolute(path);
    absolute.map_err(|error| SetupError::new(format!("{}: {error}", path.display()), "name a file"))
}

impl Wish {
    fn check(&self, as_of: Date) -> Result<RulePattern, SetupError> {
        if self.reason.trim().is_empty() {
            return Err(SetupError::new(
                "a waiver needs a reason",
                "say with `--reason` why the rule does not hold here",
            ));
        }
        if let Some(until) = self.until.filter(|until| *until < as_of) {
            let help = "name the last day on which the waiver is to hold";
            return Err(SetupError::new(format!("`--until {until}` has passed: it is {as_of}"), help));
        }
        if let Some(owner) = self.owner.as_ref().filter(|owner| self.inline && owner.contains(char::is_whitespace)) {
            let message = format!("the owner `{owner}` is more than one word, and a comment has room for one");
            return Err(SetupError::new(message, "write it without spaces, or leave out `--inline`"));
        }
        RulePattern::new(&self.rule).map_err(|error| SetupError::new(error, "list the rules with `waylint rules`"))
    }

    /// Whether a finding is meant.
    fn means(&self, finding: &Finding, file: &Path) -> bool {
        let location = finding.place.location;
        let on_line = |line| (location.start.line..=location.end.line).contains(&line);
        is_file(finding, file) && self.line.is_none_or(on_line)
    }

    fn nothing(&self, all: &[&Finding], file: &Path) -> SetupError {
        let place =
            self.line.map_or_else(|| self.file.display().to_string(), |line| format!("{}:{line}", self.file.display()));
        let message = format!("`{}` finds nothing in {place}", self.rule);
        let mut others: Vec<String> = match self.line {
            Some(_) => {
                let here = all.iter().filter(|found| is_file(found, file));
                here.map(|found| format!("line {}", found.place.location.start.line)).collect()
            }
            None => all.iter().map(|found| found.place.file.to_string()).collect(),
        };
        others.dedup();
        let help = match others.as_slice() {
            [] => "a waiver that waives nothing is a fault itself; check with `waylint check`".to_owned(),
            [one] => format!("it finds something in {one}").replace("in line", "on line"),
            [first, .., last] if self.line.is_some() => format!("it finds something from {first} to {last}"),
            [first, others @ ..] => format!("it finds something in {first} and {} more files", others.len()),
        };
        SetupError::new(message, help)
    }
}

fn is_file(finding: &Finding, file: &Path) -> bool {
    absolute(Path::new(&*finding.place.file)).is_ok_and(|own| own.components().eq(file.components()))
}

/// A file with another text than it has.
#[derive(Debug)]
struct Text {
    file: PathBuf,
    /// What it holds; none if it does not exist.
    before: Option<String>,
    after: String,
}

impl Text {
    fn write(&self) -> Result<(), SetupError> {
        match &self.before {
            Some(before) => self.save(before, &self.after),
            None => fs::File::create_new(&self.file)
                .and_then(|mut file| std::io::Write::write_all(&mut file, self.after.as_bytes()))
                .map_err(|error| self.failed(&error.to_string())),
        }
    }

    fn take_back(&self) -> Result<(), SetupError> {
        match &self.before {
            Some(before) => self.save(&self.after, before),
            None => fs::remove_file(&self.file).map_err(|error| self.failed(&error.to_string())),
        }
    }

    fn save(&self, before: &str, after: &str) -> Result<(), SetupError> {
        fix::save(&self.file, before.as_bytes(), after.as_bytes()).map_err(|error| self.failed(&error.to_string()))
    }

    fn failed(&self, error: &str) -> SetupError {
        SetupError::new(format!("{}: {error}", self.file.display()), "check that the file can be written")
    }

    /// The first line that differs, from 1.
    fn line(&self) -> u32 {
        let before = self.before.as_deref().unwrap_or_default();
        let same = self.after.lines().zip(before.lines()).take_while(|(after, before)| after == before).count();
        same as u32 + 1
    }
}
