//! The pipeline: discover → recognise → parse → judge → settle. Read this file first.
//!
//! Files are judged one by one on all threads (this is the only place that knows of threads); then come the rules that
//! need to see everything, waivers, the baseline, and one order for all, so that the same inputs give the same report
//! at any number of threads.

#[cfg(feature = "second-opinion")]
mod compare;
mod conclude;
mod copies;
mod file;
mod fleet;
mod folders;
mod kept;
mod mend;
mod passes;
mod plan;
mod replacements;
mod repository;
mod rules;
mod settle;
mod setup;
mod shapes;
mod shared;
mod stats;
mod waiting;

#[cfg(feature = "second-opinion")]
pub use compare::Compared;
pub use file::read_at_most;
pub use fleet::{Fleet, Judgement};
pub use passes::{Change, Fixing};
pub use settle::STANDARDS;
pub use setup::{Session, SetupError, registry};
pub use stats::{Stage, Stats};

use std::{
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};

use rayon::prelude::*;

use crate::{
    baseline::Baseline,
    catalogue::{Custom, Store, Version},
    config::Choice,
    date::Date,
    discover::Found,
    document::Tree,
    finding::{Failure, Finding, Report},
    rule::Level,
};
use copies::Copies;
use file::Spare;
use kept::Keeper;

/// What to judge, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// A file that is not on disk: its name and bytes.
    pub stdin: Option<(PathBuf, Vec<u8>)>,
    /// Rules to use; all, if empty.
    pub select: Vec<String>,
    /// Rules to leave out.
    pub ignore: Vec<String>,
    /// Which configuration.
    pub config: Choice,
    /// Folders with more rules.
    pub policies: Vec<PathBuf>,
    /// Known debt.
    pub baseline: BaselineChoice,
    /// Today.
    pub as_of: Date,
    /// Versions of Kubernetes that manifests are judged for; none to take the configured one, or the newest.
    pub kubernetes: Vec<Version>,
    /// Further schemas: files and folders of them, patterns, addresses.
    pub schemas: Vec<PathBuf>,
    /// Where schemas from addresses are kept, and whether they may be fetched.
    pub store: Store,
    /// Whether an object without a schema is an error.
    pub require_schemas: bool,
    /// Number of threads; `None` for one per processor.
    pub jobs: Option<usize>,
    /// Whether the paths are a whole repository, so that "not found" may be concluded; `None` to find out.
    pub complete: Option<bool>,
    /// Whether to find out what each rule costs.
    pub stats: bool,
    /// Whether files that hold the same are judged once. It changes no result; `false` is for tests and measurements.
    pub once: bool,
    /// From how many files on no more is kept of documents that rules over the whole repository look at than these may read:
    /// of few files it takes longer to find that out than it spares. It changes no result.
    pub parts_from: usize,
    /// Whether to fix what can be fixed.
    pub fix: Option<Fixing>,
    /// Whether to tell what bytes safe fixes replace.
    pub replacements: bool,
}

/// Which baseline holds the known debt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BaselineChoice {
    /// The one beside the configuration, if it exists.
    #[default]
    Find,
    /// This one, which must exist.
    File(PathBuf),
    /// None.
    None,
}

impl Request {
    /// What [`Request::parts_from`] usually is.
    pub const PARTS_FROM: usize = 256;
}

impl Default for Request {
    fn default() -> Self {
        Self {
            paths: vec![PathBuf::from(".")],
            stdin: None,
            select: Vec::new(),
            ignore: Vec::new(),
            config: Choice::Find,
            policies: Vec::new(),
            baseline: BaselineChoice::Find,
            as_of: Date::today(),
            kubernetes: Vec::new(),
            schemas: Vec::new(),
            store: Store::closed(),
            require_schemas: false,
            jobs: None,
            complete: None,
            stats: false,
            once: true,
            parts_from: Self::PARTS_FROM,
            fix: None,
            replacements: false,
        }
    }
}

/// Told how far a run has come: files done, files in all. Called from any thread.
pub type Progress<'a> = dyn Fn(usize, usize) + Sync + 'a;

/// Rules call each other and schemas nest; judging recurses over them.
const STACK: usize = 16 << 20;

/// What a run yields.
#[derive(Debug)]
pub struct Run {
    /// Everything found; where fixes were asked for, what remains.
    pub report: Report,
    /// Everything found before anything was fixed, where that was asked for.
    pub unfixed: Option<Report>,
    /// The files that fixes change, in order.
    pub changes: Vec<Change>,
    /// Where the time went.
    pub stats: Stats,
    /// The level that configuration lets a run fail at.
    pub fail_on: Option<Level>,
    /// The known debt, were it recorded now.
    pub baseline: Baseline,
    /// The folder that the configuration lies in, or the scanned one.
    pub root: PathBuf,
    /// What judged. Whoever is at its end may forget it with the rest, since giving it back piece by piece takes time.
    pub session: Session,
}

/// Judges what a request names.
///
/// # Errors
/// Only for what keeps waylint from judging at all: configuration, rules, arguments. Everything else is in the report.
pub fn lint(request: &Request, progress: &Progress<'_>) -> Result<Run, SetupError> {
    threads(request.jobs)?.install(|| run(request, progress))
}

/// What judges.
type Threads = rayon::ThreadPool;

fn threads(jobs: Option<usize>) -> Result<Threads, SetupError> {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).stack_size(STACK);
    let threads = threads.start_handler(|_| crate::engine::set_stack(STACK));
    threads.build().map_err(|error| SetupError::threads(&error.to_string()))
}

fn run(request: &Request, progress: &Progress<'_>) -> Result<Run, SetupError> {
    let mut stats = Stats::default();
    let started = Instant::now();
    let session = Session::new(request)?;
    stats.add(Stage::Load, started.elapsed());

    let started = Instant::now();
    let discovery = session.discover(request);
    stats.add(Stage::Discover, started.elapsed());

    let (judged, kept) = judge(&session, &discovery.files, request, progress)?;
    discovery.files.iter().zip(&judged).for_each(|(found, judged)| stats.file(&found.shown, &judged.timer));
    let complete = request.complete.unwrap_or_else(|| session.is_complete(request));
    let (fail_on, root) = (session.configs.outermost().fail_on(), session.root().to_owned());
    if let Some(fixing) = request.fix {
        let (own, files, failures) = (&session, &discovery.files, discovery.failures);
        let fixed = passes::Passes { session: own, request, files, judged, kept, failures, complete }.run(fixing);
        let passes::Fixed { report, baseline, unfixed, changes } = fixed;
        return Ok(Run { report, unfixed: Some(unfixed), changes, stats, fail_on, baseline, root, session });
    }
    let mut collected = Collected::new(discovery.failures, judged);

    let started = Instant::now();
    session.repository(&mut collected, &Repository { files: &discovery.files, kept: &kept, complete });
    drop(kept);
    stats.add(Stage::Repository, started.elapsed());

    let started = Instant::now();
    let (mut report, baseline) = settle::settle(collected, &session, request, complete);
    if request.replacements {
        replacements::tell(&session, &discovery.files, request, &mut report);
    }
    stats.add(Stage::Settle, started.elapsed());
    Ok(Run { report, unfixed: None, changes: Vec::new(), stats, fail_on, baseline, root, session })
}

/// Does the same with each of some things, on all threads; what comes out is in their order.
fn each<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    things.par_iter().map(work).collect()
}

/// Does two things at once, if a thread is free.
fn both<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(one, other)
}

/// Judges all files; what holds the same as another file takes what that one yields. The trees hold what is kept of
/// documents that other files' may have to do with.
fn judge(
    session: &Session,
    files: &[Found],
    request: &Request,
    progress: &Progress<'_>,
) -> Result<(Vec<file::Judged>, Vec<Tree>), SetupError> {
    let done = AtomicUsize::new(0);
    let copies = Copies::new(files);
    let keeper = Keeper::default();
    let in_parts = files.len() >= request.parts_from && request.stdin.is_none();
    let beside = Beside { copies: None, keeper: in_parts.then_some(&keeper) };
    let judge = |spare: &mut Spare, (number, found): (usize, &Found)| {
        let beside = Beside { copies: request.once.then_some((&copies, number)), ..beside };
        let judged = session.judge(found, request, beside, spare);
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, files.len());
        judged
    };
    let judged: Vec<Result<file::Judged, SetupError>> =
        files.par_iter().enumerate().map_init(Spare::default, judge).collect();
    let mut judged = judged.into_iter().collect::<Result<Vec<_>, _>>()?;
    let copy = |number: usize| {
        let first = &judged[judged[number].same_as?];
        let copy = match first.by_name {
            true => session.judge(&files[number], request, beside, &mut Spare::default()),
            false => Ok(first.copy(&files[number])),
        };
        Some(copy.map(|copy| (number, copy)))
    };
    let copies: Vec<Result<(usize, file::Judged), SetupError>> =
        (0..files.len()).into_par_iter().filter_map(copy).collect();
    for copy in copies {
        let (number, copy) = copy?;
        judged[number] = copy;
    }
    Ok((judged, keeper.into_trees()))
}

/// What the files of a run have to do with each other while each is judged.
#[derive(Clone, Copy)]
struct Beside<'a> {
    /// The files by what they hold, and the number of this one; none if it is judged for itself.
    copies: Option<(&'a Copies<'a>, usize)>,
    /// Where parts of documents are kept; none if they are kept whole.
    keeper: Option<&'a Keeper>,
}

/// What rules over the whole repository need to know besides what was collected.
struct Repository<'a> {
    /// All files, in order.
    files: &'a [Found],
    /// Where parts of documents are kept.
    kept: &'a [Tree],
    /// Whether nothing was left out, so that "not found" may be concluded.
    complete: bool,
}

impl Repository<'_> {
    /// A file by the name that is shown.
    fn file(&self, shown: &str) -> Option<&Found> {
        let at = self.files.binary_search_by(|found| found.shown.as_bytes().cmp(shown.as_bytes())).ok()?;
        Some(&self.files[at])
    }
}

/// What all files yield together.
#[derive(Default)]
struct Collected {
    artifacts: Vec<crate::finding::Artifact>,
    /// By what yielded them. Lists that are made into one would be there twice for a while, at a time when much else is.
    findings: Vec<Vec<Finding>>,
    waivers: Vec<crate::waiver::Waiver>,
    /// By file, in order.
    members: Vec<Vec<crate::engine::Member>>,
    waiting: Vec<waiting::Waiting>,
    definitions: Vec<Custom>,
    failures: Vec<Failure>,
    opaque: usize,
    excluded: usize,
    unrecognised: usize,
}

impl Collected {
    /// What some files yield. Lists that grew with them would leave holes of their former sizes in memory.
    fn new(failures: Vec<Failure>, judged: Vec<file::Judged>) -> Self {
        let count = |has: fn(&file::Judged) -> bool| judged.iter().filter(|&judged| has(judged)).count();
        let mut collected = Self {
            artifacts: Vec::with_capacity(count(|judged| judged.artifact.is_some())),
            findings: Vec::with_capacity(count(|judged| !judged.findings.is_empty()) + 2),
            members: Vec::with_capacity(count(|judged| !judged.members.is_empty())),
            failures,
            ..Self::default()
        };
        judged.into_iter().for_each(|judged| collected.take(judged));
        collected
    }

    fn take(&mut self, judged: file::Judged) {
        self.unrecognised += usize::from(judged.artifact.as_ref().is_some_and(|artifact| artifact.kinds.is_empty()));
        self.opaque += usize::from(judged.opaque);
        self.excluded += usize::from(judged.excluded);
        self.artifacts.extend(judged.artifact);
        self.findings.extend(Some(judged.findings).filter(|findings| !findings.is_empty()));
        self.waivers.extend(judged.waivers);
        self.members.extend(Some(judged.members).filter(|members| !members.is_empty()));
        self.waiting.extend(judged.waiting);
        self.definitions.extend(judged.definitions);
        self.failures.extend(judged.failures);
    }
}
