//! One file: read, recognised, parsed and judged. Nothing here knows of other files.

use std::{fs, io, path::Path, sync::Arc, time::Instant};

use super::{
    conclude::{finding, place_of},
    copies::{Copies, Sort},
    folders::Folders,
    kept::Keeper,
    plan::Layer,
    stats::{Stage, Timer},
    waiting::Waiting,
};
use crate::{
    baseline,
    catalogue::Custom,
    contents::Digest,
    discover::Found,
    document::{self, Arena, Limits, SyntaxError, Tree, Way},
    engine::Member,
    finding::{Artifact, Failure, Finding, Origin, Related},
    kind::{Dialect, Format, Kind},
    recognise::{Guess, KindTable},
    rule::RuleId,
    source::{Source, Span},
    waiver::{self, Waiver},
};

/// What one file yields.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// The artifact, if the file was recognised or asked for by name.
    pub artifact: Option<Artifact>,
    pub findings: Vec<Finding>,
    pub waivers: Vec<Waiver>,
    /// Documents that repository rules want to see.
    pub members: Vec<Member>,
    /// Custom resources, whose schemas may stand in files that are yet to be seen.
    pub waiting: Vec<Waiting>,
    /// Custom resources that the file defines.
    pub definitions: Vec<Custom>,
    pub failures: Vec<Failure>,
    /// Recognised, but never parsed.
    pub opaque: bool,
    /// Asked for by name, but left out by configuration.
    pub excluded: bool,
    /// Which file holds the same: nothing else is known then, and all of it is to be taken from there.
    pub same_as: Option<usize>,
    /// Whether a rule was told the file's name, so that a file that holds the same may be judged otherwise.
    pub by_name: bool,
    pub timer: Timer,
    /// Names its content, if it was read and somebody wants to know.
    pub digest: Option<Digest>,
}

/// What every file is judged with.
pub(super) struct Context<'a> {
    pub kinds: &'a KindTable,
    pub folders: &'a Folders,
    pub layer: Arc<Layer>,
    pub limits: Limits,
    /// The file's path from the root of its repository.
    pub relative: &'a str,
    /// Judge rules one by one, to know what each costs.
    pub stats: bool,
    /// Whether to name what files hold.
    pub digests: bool,
    /// The run's files by what they hold, and this one's number; none if it is judged for itself.
    pub copies: Option<(&'a Copies<'a>, usize)>,
    /// Where parts of documents are kept, and the layer whose rules will look at them; none if documents are kept whole.
    pub keeper: Option<(&'a Keeper, Arc<Layer>)>,
}

/// Where a file's bytes come from.
pub(super) enum Bytes {
    /// The file system.
    Path,
    /// Given, with the name of a file that need not exist.
    Given(Vec<u8>),
}

/// Memory that one file is read into after the other.
#[derive(Debug, Default)]
pub(super) struct Spare {
    bytes: Vec<u8>,
    arena: Arena,
}

impl Spare {
    /// More is given back: it would be kept for files that are rare.
    const MOST: usize = 1 << 20;

    /// Takes back what a file was read into, if nobody looks at it any more.
    fn take_back(&mut self, tree: Arc<Tree>) {
        let Some((source, arena)) = Arc::into_inner(tree).map(Tree::into_parts) else { return };
        if arena.capacity() <= Self::MOST {
            self.arena = arena;
        }
        let text = Arc::into_inner(source).map(Source::into_text).unwrap_or_default();
        if text.capacity() <= Self::MOST {
            self.bytes = text.into_bytes();
        }
    }
}

/// Judges one file.
pub(super) fn judge(found: &Found, bytes: Bytes, context: &Context<'_>, spare: &mut Spare) -> Judged {
    let mut judged = Judged { timer: Timer::new(context.stats), ..Judged::default() };
    let guess = context.kinds.by_path(found.relative(), &context.folders.above(found));
    let format = guess.format();
    match format {
        None if !found.named => return judged,
        None => judged.note(found, Vec::new()),
        Some(Format::Opaque) => {
            judged.note(found, context.kinds.kind(&guess).cloned().into_iter().collect());
            judged.opaque = true;
            // Nobody reads it here, but what an audit says may rest on it.
            let bytes = || read_at_most(found.path(), context.limits.bytes, Vec::new()).ok();
            judged.digest = context.digests.then(bytes).flatten().map(|bytes| Digest::of(&bytes));
        }
        Some(format) => match judged.read(found, bytes, &guess, context, spare) {
            Some(source) => {
                let parsed = Instant::now();
                let arena = std::mem::take(&mut spare.arena);
                let tree = document::parse_into(arena, Way::Fast, source, format, &context.limits);
                judged.timer.add(Stage::Parse, parsed.elapsed());
                let tree = Arc::new(tree);
                judged.document(found, &tree, &guess, context);
                judged.keep(&tree, context);
                judged.findings.shrink_to_fit();
                spare.take_back(tree);
            }
            None => return judged,
        },
    }
    judged
}

impl Judged {
    /// Records the file as an artifact of some kinds.
    fn note(&mut self, found: &Found, kinds: Vec<Kind>) {
        self.artifact = Some(Artifact { file: found.shown.clone(), kinds, documents: 0, evaluations: Arc::default() });
    }

    /// The file's text; `None` if there is nothing to parse, the reason recorded.
    fn read(
        &mut self,
        found: &Found,
        bytes: Bytes,
        guess: &Guess,
        context: &Context<'_>,
        spare: &mut Spare,
    ) -> Option<Arc<Source>> {
        let started = Instant::now();
        let bytes = match bytes {
            Bytes::Given(bytes) => Ok(bytes),
            Bytes::Path => read_at_most(found.path(), context.limits.bytes, std::mem::take(&mut spare.bytes)),
        };
        self.timer.add(Stage::Read, started.elapsed());
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                self.failures.push(unreadable(found, &error));
                return None;
            }
        };
        self.digest = context.digests.then(|| Digest::of(&bytes));
        if !found.named && !context.kinds.worth_parsing(guess, &bytes) {
            spare.bytes = bytes;
            return None;
        }
        if let Some((copies, number)) = context.copies {
            let started = Instant::now();
            self.same_as = copies.same(number, &bytes, Sort::new(guess, found.named, &context.layer));
            self.timer.add(Stage::Read, started.elapsed());
            if self.same_as.is_some() {
                spare.bytes = bytes;
                return None;
            }
        }
        match String::from_utf8(bytes) {
            Ok(text) => Some(Arc::new(Source::new(found.shown.clone(), text))),
            Err(error) => {
                self.not_utf8(found, guess, &error, context);
                None
            }
        }
    }

    fn not_utf8(&mut self, found: &Found, guess: &Guess, error: &std::string::FromUtf8Error, context: &Context<'_>) {
        self.note(found, context.kinds.kind(guess).cloned().into_iter().collect());
        let at = error.utf8_error().valid_up_to();
        // The valid beginning is enough to show the place.
        let text = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
        let source = Arc::new(Source::new(found.shown.clone(), text));
        let error = SyntaxError {
            rule: "encoding",
            span: Span::new(at as u32, at as u32),
            message: format!("byte {at} is not UTF-8"),
            help: "save the file as UTF-8".to_owned(),
        };
        self.syntax(&source, &error, context);
    }

    /// Has the documents that wait for other files keep no more memory than they must.
    fn keep(&mut self, tree: &Tree, context: &Context<'_>) {
        if let Some((keeper, layer)) = &context.keeper {
            keeper.reduce(&mut self.members, tree, layer);
        }
        self.members.shrink_to_fit();
        self.waiting.shrink_to_fit();
        let waiting = self.waiting.iter_mut().filter_map(Waiting::whole);
        let mut whole = self.members.iter_mut().filter(|member| member.part_of().is_none()).chain(waiting).peekable();
        if whole.peek().is_some() {
            let kept = Arc::new(tree.kept());
            whole.for_each(|member| member.look_at(&kept));
        }
    }

    fn document(&mut self, found: &Found, tree: &Arc<Tree>, guess: &Guess, context: &Context<'_>) {
        self.timer.read(tree);
        let started = Instant::now();
        if context.kinds.is_template(tree, guess) {
            self.note(found, vec![Kind::new(crate::recognise::TEMPLATE)]);
            self.opaque = true;
            return;
        }
        let recognised = context.kinds.documents(tree, guess);
        self.timer.add(Stage::Recognise, started.elapsed());
        if recognised.is_empty() && tree.errors().is_empty() && !found.named && context.kinds.kind(guess).is_none() {
            return;
        }
        let mut kinds: Vec<Kind> = Vec::new();
        for kind in recognised.iter().map(|document| &document.kind).chain(context.kinds.kind(guess)) {
            if !kinds.contains(kind) {
                kinds.push(kind.clone());
            }
        }
        kinds.shrink_to_fit();
        self.note(found, kinds);
        self.waivers = waiver::inline(tree);
        for error in tree.errors() {
            self.syntax(tree.source(), error, context);
        }
        if !recognised.is_empty() {
            self.duplicates(tree, context);
        }
        if recognised.iter().any(|part| part.document.dialect() == Dialect::Go) {
            for slip in document::go_slips(tree) {
                self.syntax(tree.source(), &slip, context);
            }
        }
        let started = Instant::now();
        let evaluations = self.rules(tree, &recognised, context);
        self.timer.add(Stage::Judge, started.elapsed());
        if let Some(artifact) = &mut self.artifact {
            artifact.documents = recognised.len() as u32;
            artifact.evaluations = evaluations;
        }
    }

    fn syntax(&mut self, source: &Source, error: &SyntaxError, context: &Context<'_>) {
        let Some(active) = context.layer.active.get(&RuleId::new(format!("syntax/{}", error.rule))) else { return };
        let place = place_of(source, 0, Arc::default(), error.span);
        let mut finding = finding(active, place, &error.message, Origin::Given);
        finding.fingerprint = baseline::fingerprint(&active.rule.id, context.relative, None, &error.message);
        finding.help = Some(active.shared.text(&error.help));
        self.findings.push(finding);
    }

    fn duplicates(&mut self, tree: &Tree, context: &Context<'_>) {
        if tree.arena().duplicates().is_empty() {
            return;
        }
        let Some(active) = context.layer.active.get(&RuleId::new("syntax/duplicate-key")) else { return };
        let source = tree.source();
        for &(earlier, later) in tree.arena().duplicates() {
            let (earlier, later) = (tree.arena().span(earlier), tree.arena().span(later));
            let key = source.slice(later).trim_matches(['"', '\'']);
            let message = format!("key `{key}` occurs twice in this mapping");
            let place = place_of(source, 0, Arc::default(), later);
            let mut finding = finding(active, place, &message, Origin::Given);
            finding.fingerprint = baseline::fingerprint(&active.rule.id, context.relative, None, &finding.message);
            let first = place_of(source, 0, Arc::default(), earlier);
            finding.related.push(Related { place: first, message: "first here".to_owned() });
            self.findings.push(finding);
        }
    }
}

fn unreadable(found: &Found, error: &io::Error) -> Failure {
    Failure {
        file: Some(found.shown.clone()),
        rule: None,
        message: format!("the file cannot be read: {error}"),
        help: "check that it exists and that you may read it".to_owned(),
    }
}

/// A file's bytes, in the memory of a vector; of a file beyond the limit just so many that the limit is seen to be passed.
///
/// # Errors
/// If it cannot be opened or read.
pub fn read_at_most(path: &Path, limit: usize, mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    use io::Read;
    let file = fs::File::open(path)?;
    bytes.clear();
    bytes.reserve(file.metadata()?.len().min(limit as u64) as usize + 1);
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
