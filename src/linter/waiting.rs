//! Custom resources: what any file of the repository defines holds for those of all files.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{
    Collected, Repository, each,
    file::Context,
    kept::{changed, number_of, read_again},
    plan::{Said, add_outcomes},
    shapes::{ShapeRules, Shaped},
};
use crate::{
    baseline,
    catalogue::NamedError,
    discover::Found,
    document::Tree,
    engine::Member,
    finding::{Artifact, Failure, Finding, Outcome},
    kind::Kind,
    recognise::Recognised,
    rule::Level,
};

/// A custom resource, whose schema may stand in a file that is yet to be seen.
#[derive(Clone, Debug)]
pub(super) enum Waiting {
    /// It is judged when all files have been seen.
    Whole(Member),
    /// It was judged as if no file defined it. If one does, its file is read again.
    Judged {
        /// The file as shown.
        file: Arc<str>,
        /// Which of the file's judged documents.
        document: u32,
        /// What is defined, or not.
        kind: Kind,
        /// A number made of the file's text.
        text: u64,
        /// What came of it.
        shaped: Shaped,
    },
}

impl Waiting {
    /// One document of a tree. What a schema from elsewhere says is not asked for before it is known to be needed.
    pub(super) fn new(tree: &Arc<Tree>, document: u32, part: &Recognised<'_>, context: &Context<'_>) -> Self {
        match &context.keeper {
            Some((_, layer)) if !layer.shapes.catalogue.may_ask_elsewhere() => Self::Judged {
                file: tree.source().path().clone(),
                document,
                kind: part.kind.clone(),
                text: number_of(tree),
                shaped: layer.shapes.judge(part, context.relative),
            },
            _ => Self::Whole(Member::new(tree, document, part)),
        }
    }

    /// The document, if it is kept.
    pub(super) fn whole(&mut self) -> Option<&mut Member> {
        if let Self::Whole(member) = self { Some(member) } else { None }
    }

    /// The same of another file that holds the same.
    pub(super) fn in_file(&self, found: &Found) -> Self {
        let mut copy = self.clone();
        match &mut copy {
            Self::Whole(member) => *member = member.in_file(&found.shown),
            Self::Judged { file, shaped, .. } => {
                *file = found.shown.clone();
                for finding in &mut shaped.findings {
                    finding.move_to(file);
                    baseline::move_to(&mut finding.fingerprint, found.relative());
                }
            }
        }
        copy
    }

    fn file(&self) -> &Arc<str> {
        match self {
            Self::Whole(member) => &member.file,
            Self::Judged { file, .. } => file,
        }
    }

    /// Whether what came of it may be another thing now that some kinds are defined.
    fn is_open(&self, defined: &HashSet<String>) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Judged { kind, .. } => {
                let name = kind.as_str().rsplit('/').next().unwrap_or_default();
                !defined.is_empty() && defined.contains(&name.to_ascii_lowercase())
            }
        }
    }
}

/// Judges custom resources, now that all that the repository defines is known.
pub(super) fn judge_waiting(collected: &mut Collected, repository: &Repository<'_>, context: &Context<'_>) {
    let layer = &context.layer;
    let definitions = std::mem::take(&mut collected.definitions);
    let defined = definitions.iter().flat_map(|custom| &custom.objects).map(|(_, kind)| kind.to_ascii_lowercase());
    let defined: HashSet<String> = defined.collect();
    let catalogue = match definitions.is_empty() {
        true => layer.shapes.catalogue.clone(),
        false => Arc::new(layer.shapes.catalogue.with(definitions)),
    };
    let rules = layer.shapes.over(catalogue);
    let waiting = std::mem::take(&mut collected.waiting);
    let files: Vec<&[Waiting]> = waiting.chunk_by(|a, b| a.file() == b.file()).collect();
    let anew = each(&files, |waiting| of_file(waiting, &rules, &defined, repository, context));
    let mut by_file: HashMap<Arc<str>, Vec<(usize, Outcome)>> = HashMap::new();
    let mut untold = Untold::default();
    let mut findings = Vec::new();
    for (waiting, anew) in waiting.into_iter().zip(anew.into_iter().flatten()) {
        let file = waiting.file().clone();
        let mut shaped = match (anew, waiting) {
            (Some(Ok(shaped)), _) | (None, Waiting::Judged { shaped, .. }) => shaped,
            (Some(Err(failure)), _) => {
                collected.failures.push(failure);
                continue;
            }
            (None, Waiting::Whole(_)) => continue,
        };
        untold.keep(&mut shaped.findings);
        findings.append(&mut shaped.findings);
        by_file.entry(file).or_default().append(&mut shaped.outcomes);
    }
    collected.findings.push(findings);
    let of = |(at, artifact): (usize, &Artifact)| {
        let outcomes = by_file.remove(&artifact.file).unwrap_or_default();
        outcomes.into_iter().map(move |(rule, outcome)| Said::new(at, rule, outcome))
    };
    let said = collected.artifacts.iter().enumerate().flat_map(of).collect();
    add_outcomes(&mut collected.artifacts, said, &layer.rules);
    let failure =
        |error: NamedError| Failure { file: None, rule: None, message: error.to_string(), help: error.help.to_owned() };
    collected.failures.extend(rules.catalogue.troubles().into_iter().map(failure));
}

/// What comes of the documents of one file; none of those for which it is known.
fn of_file(
    waiting: &[Waiting],
    rules: &ShapeRules,
    defined: &HashSet<String>,
    repository: &Repository<'_>,
    context: &Context<'_>,
) -> Vec<Option<Result<Shaped, Failure>>> {
    let found = waiting.first().and_then(|waiting| repository.file(waiting.file()));
    let text = waiting.iter().find_map(|waiting| match waiting {
        Waiting::Judged { text, .. } if waiting.is_open(defined) => Some(*text),
        _ => None,
    });
    let again = found.zip(text).and_then(|(found, text)| read_again(found, text, context));
    let whole = again.as_ref().map(|(tree, guess)| context.kinds.documents(tree, guess)).unwrap_or_default();
    let judge = |waiting: &Waiting| {
        let part = match waiting {
            Waiting::Whole(member) => member.recognised(),
            Waiting::Judged { document, .. } => whole.get(*document as usize).cloned(),
        };
        let (Some(part), Some(found)) = (part, found) else { return Err(changed(waiting.file())) };
        let mut shaped = rules.judge(&part, found.relative());
        // Its tree may be another file's that holds the same.
        shaped.findings.iter_mut().for_each(|finding| finding.move_to(waiting.file()));
        Ok(shaped)
    };
    waiting.iter().map(|waiting| waiting.is_open(defined).then(|| judge(waiting))).collect()
}

/// Kinds without a schema: each is told once in a run, where it is first met, unless it is an error.
#[derive(Debug, Default)]
struct Untold(HashSet<Arc<str>>);

impl Untold {
    /// Leaves out what was told before.
    fn keep(&mut self, findings: &mut Vec<Finding>) {
        findings.retain(|finding| {
            let is_note = finding.rule.id.as_str() == "schema/unknown-kind" && finding.level < Level::Error;
            !is_note || self.0.insert(finding.message.clone())
        });
    }
}
