//! Waivers: reasoned exemptions, in comments or in configuration, and what becomes of findings under them.
//!
//! [`inline`] reads a file's comments, [`configured`] takes those of a configuration, and [`settle`] marks findings,
//! reports waivers that are themselves at fault and lists all of them. A waiver without a reason, or past its date, waives nothing. `peer` knows
//! the comments of other linters, which are waivers too, and never at fault.

mod comment;
mod inline;
mod inventory;
mod peer;
mod reach;

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::Arc,
};

pub use comment::{Allow, CommentError, parse_comment};
pub use inline::inline;

use crate::{
    config::{ConfiguredWaiver, FilePatterns, PlacePattern, RulePattern},
    date::Date,
    finding::{self, Finding, Place, Suppression},
    source::Span,
};

/// What a waiver names, with the place that names it.
#[derive(Clone, Debug)]
pub struct Waived {
    /// The rules.
    pub pattern: RulePattern,
    /// Where they are named.
    pub place: Place,
}

impl Waived {
    /// Tells apart what is written in different places, and nothing else.
    fn key(&self) -> (&str, Span, &str) {
        (&self.place.file, self.place.span, self.pattern.as_str())
    }
}

/// What a waiver holds for.
#[derive(Clone, Debug)]
pub enum Extent {
    /// The whole file it stands in.
    File,
    /// A line of the file it stands in, and the block that begins there.
    Lines {
        /// The line, from 1.
        line: u32,
        /// The block's bytes.
        block: Option<Span>,
    },
    /// Files and places that configuration names.
    Configured {
        /// The folder outside of which it never holds.
        base: PathBuf,
        /// The files; all below the folder if none.
        files: Option<FilePatterns>,
        /// The place, with everything below; everywhere if none.
        at: Option<PlacePattern>,
        /// The folder that files are shown relative to.
        cwd: PathBuf,
    },
}

/// A reasoned exemption.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The rules it waives.
    pub rules: Vec<Waived>,
    /// What it holds for.
    pub extent: Extent,
    /// Whether it stands in the scanned file.
    pub inline: bool,
    /// Why.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day it holds.
    pub until: Option<Date>,
    /// Where it stands.
    pub place: Option<Place>,
    /// The checks of another linter that it is meant for: then it waives the rules that stand for them.
    peer: Option<peer::Checks>,
    /// What is wrong with it and what to write, if it cannot be followed.
    malformed: Option<(String, &'static str)>,
}

impl Waiver {
    /// The same in the comments of another file that holds the same.
    pub fn in_file(&self, file: &Arc<str>) -> Self {
        let mut waiver = self.clone();
        let places = waiver.place.iter_mut().chain(waiver.rules.iter_mut().map(|waived| &mut waived.place));
        places.for_each(|place| place.file = file.clone());
        waiver
    }

    fn malformed(place: Place, message: String, help: &'static str) -> Self {
        Self {
            rules: Vec::new(),
            extent: Extent::File,
            inline: true,
            reason: None,
            owner: None,
            until: None,
            place: Some(place),
            peer: None,
            malformed: Some((message, help)),
        }
    }

    /// Whether it counts on a day.
    fn holds(&self, as_of: Date) -> bool {
        self.malformed.is_none() && self.reason.is_some() && self.until.is_none_or(|until| as_of <= until)
    }

    /// Whether it is about a finding's place.
    fn reaches(&self, place: &Place) -> bool {
        let in_its_file = || self.place.as_ref().is_some_and(|own| own.file == place.file);
        match &self.extent {
            Extent::File => in_its_file(),
            Extent::Lines { line, block } => {
                let lines = place.location.start.line..=place.location.end.line;
                let in_block = block.is_some_and(|b| b.start <= place.span.start && place.span.start < b.end);
                in_its_file() && (lines.contains(line) || in_block)
            }
            Extent::Configured { base, files, at, cwd } => {
                let file = cwd.join(&*place.file);
                file.starts_with(base)
                    && files.as_ref().is_none_or(|files| files.name(&file))
                    && at.as_ref().is_none_or(|at| at.covers(&place.pointer))
            }
        }
    }

    /// Of several waivers of a finding the nearest is named: in the file before configured, waylint's own before another
    /// linter's, narrow before wide, then by place, so that the order in which they come does not matter.
    fn rank(&self) -> impl Ord + use<'_> {
        let width = match &self.extent {
            Extent::Lines { block, .. } => block.map_or(0, Span::len),
            Extent::File => u32::MAX,
            Extent::Configured { files, at, .. } => u32::from(at.is_none()) * 2 + u32::from(files.is_none()),
        };
        let place = self.place.as_ref().map(|place| (&place.file, place.span));
        (!self.inline, self.peer.is_some(), width, place, &self.reason)
    }

    fn suppression(&self) -> Suppression {
        Suppression::Waiver {
            inline: self.inline,
            reason: self.reason.clone().unwrap_or_default(),
            owner: self.owner.clone(),
            until: self.until.map(|until| until.to_string()),
        }
    }
}

/// The waivers of configurations, as [`crate::config::Configs::waivers`] gathers them. Files are shown relative to `cwd`.
pub fn configured(waivers: &[Arc<ConfiguredWaiver>], cwd: &Path) -> Vec<Waiver> {
    let waiver = |configured: &Arc<ConfiguredWaiver>| {
        let waived = |(pattern, written): &(RulePattern, crate::config::Written)| {
            Some(Waived { pattern: pattern.clone(), place: written.place()? })
        };
        Waiver {
            rules: configured.rules.iter().filter_map(waived).collect(),
            extent: Extent::Configured {
                base: configured.base.clone(),
                files: configured.files.clone(),
                at: configured.at.clone(),
                cwd: cwd.to_owned(),
            },
            inline: false,
            reason: configured.reason.clone(),
            owner: configured.owner.clone(),
            until: configured.until,
            place: configured.written.place(),
            peer: None,
            malformed: None,
        }
    };
    waivers.iter().map(waiver).collect()
}

/// What [`settle`] needs to know about the run.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// The day it is.
    pub as_of: Date,
    /// Whether a pattern names any rule there is.
    pub known: &'a dyn Fn(&RulePattern) -> bool,
    /// Whether rules that a pattern names were judged where the waiver holds: only then may it be called unused. The
    /// file is that of a comment; none for configuration, which asks about the whole run.
    pub judged: &'a dyn Fn(&RulePattern, Option<&str>) -> bool,
}

/// A waiver that is itself at fault.
#[derive(Clone, Debug, PartialEq)]
pub struct WaiverProblem {
    /// The native rule that reports it, `waiver/…`.
    pub rule: &'static str,
    /// The waiver.
    pub place: Place,
    /// What is wrong: lower case, one phrase.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A waiver without a reason.
pub const WITHOUT_REASON: &str = "waiver/without-reason";
/// A waiver past its last day.
pub const EXPIRED: &str = "waiver/expired";
/// A waiver of a rule that does not exist.
pub const UNKNOWN_RULE: &str = "waiver/unknown-rule";
/// A waiver that waives nothing.
pub const UNUSED: &str = "waiver/unused";
/// A comment that speaks to waylint and cannot be followed.
pub const MALFORMED: &str = "waiver/malformed";

/// What waivers come to.
#[derive(Debug, Default)]
pub struct Settled {
    /// Those that are at fault, ordered by place and rule.
    pub problems: Vec<WaiverProblem>,
    /// All of them with what they lift, ordered by place.
    pub inventory: Vec<finding::Waiver>,
}

/// Marks the findings that are waived, and says which waivers are at fault.
///
/// Neither the order of findings nor that of waivers matters.
pub fn settle(findings: &mut [Finding], waivers: &[Waiver], run: &Run<'_>) -> Settled {
    let mut used: Vec<Vec<bool>> = waivers.iter().map(|waiver| vec![false; waiver.rules.len()]).collect();
    let mut lifted = vec![0; waivers.len()];
    let index = Index::new(waivers, run.as_of);
    for finding in findings {
        let mut best: Option<(usize, &Waiver)> = None;
        for at in index.of(&finding.place.file) {
            let waiver = &waivers[at];
            let meant = waiver.peer.as_ref().is_some_and(|checks| checks.name(&finding.rule));
            let mut matched = meant && waiver.reaches(&finding.place);
            for (rule, used) in waiver.rules.iter().zip(&mut used[at]) {
                if rule.pattern.matches(&finding.rule.id) && (matched || waiver.reaches(&finding.place)) {
                    (matched, *used) = (true, true);
                }
            }
            if matched && best.is_none_or(|(_, best)| waiver.rank() < best.rank()) {
                best = Some((at, waiver));
            }
        }
        if let Some((at, waiver)) = best {
            finding.suppression = Some(waiver.suppression().into());
            lifted[at] += 1;
        }
    }
    // A configuration that several folders extend gives a waiver for each: one that is used speaks for all.
    let pairs = waivers.iter().zip(&used).flat_map(|(waiver, used)| waiver.rules.iter().zip(used));
    let spoken_for: HashSet<_> = pairs.filter(|(_, used)| **used).map(|(rule, _)| rule.key()).collect();
    let used = |rule: &Waived| spoken_for.contains(&rule.key());
    let each: Vec<Vec<WaiverProblem>> = waivers.iter().map(|waiver| problems(waiver, &used, run)).collect();
    let inventory = inventory::inventory(waivers, &lifted, &each);
    let mut problems: Vec<WaiverProblem> = each.into_iter().flatten().collect();
    problems.sort_by(|a, b| key(a).cmp(&key(b)));
    problems.dedup();
    Settled { problems, inventory }
}

fn key(problem: &WaiverProblem) -> impl Ord + use<'_> {
    (&problem.place.file, problem.place.span, problem.rule, &problem.message)
}

/// Waivers that hold, by the file they may be about.
struct Index<'a> {
    by_file: HashMap<&'a str, Vec<usize>>,
    everywhere: Vec<usize>,
}

impl<'a> Index<'a> {
    fn new(waivers: &'a [Waiver], as_of: Date) -> Self {
        let mut index = Self { by_file: HashMap::new(), everywhere: Vec::new() };
        for (at, waiver) in waivers.iter().enumerate().filter(|(_, waiver)| waiver.holds(as_of)) {
            match (&waiver.extent, &waiver.place) {
                (Extent::File | Extent::Lines { .. }, Some(place)) => {
                    index.by_file.entry(&place.file).or_default().push(at);
                }
                _ => index.everywhere.push(at),
            }
        }
        index
    }

    fn of(&self, file: &str) -> impl Iterator<Item = usize> {
        self.by_file.get(file).into_iter().flatten().chain(&self.everywhere).copied()
    }
}

fn problems(waiver: &Waiver, used: &dyn Fn(&Waived) -> bool, run: &Run<'_>) -> Vec<WaiverProblem> {
    let Some(place) = waiver.place.as_ref().filter(|_| waiver.peer.is_none()) else { return Vec::new() };
    let problem = |rule, place: &Place, message: String, help: String| WaiverProblem {
        rule,
        place: place.clone(),
        message,
        help,
    };
    if let Some((message, help)) = &waiver.malformed {
        return vec![problem(MALFORMED, place, message.clone(), (*help).to_owned())];
    }
    let mut problems = Vec::new();
    if waiver.reason.is_none() {
        let help = match waiver.inline {
            true => "say why the rule does not hold here, behind ` -- `; until then nothing is waived",
            false => "say under `reason` why the rule does not hold here; until then nothing is waived",
        };
        problems.push(problem(WITHOUT_REASON, place, "waiver gives no reason".to_owned(), help.to_owned()));
    }
    if let Some(until) = waiver.until.filter(|until| run.as_of > *until) {
        let help = "mend what it waived and remove it, or renew it with a later day";
        problems.push(problem(EXPIRED, place, format!("waiver held until {until}"), help.to_owned()));
    }
    for rule in &waiver.rules {
        if !(run.known)(&rule.pattern) {
            let message = format!("waiver names `{}`, and there is no such rule", rule.pattern);
            let help = "write the id of a rule as reports show it, a pack's name, or a glob over ids";
            problems.push(problem(UNKNOWN_RULE, &rule.place, message, help.to_owned()));
        } else if !used(rule) && waiver.holds(run.as_of) {
            let file = waiver.inline.then_some(&*place.file);
            if (run.judged)(&rule.pattern, file) {
                let message = format!("waiver of `{}` waives nothing", rule.pattern);
                problems.push(problem(UNUSED, &rule.place, message, "remove it".to_owned()));
            }
        }
    }
    problems
}
