//! What shows that a repository meets a standard: rules and kinds looked up once for a fleet, then asked of each repository.

mod compile;

use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::{dataset::Outcome, manifest::Facts, templates::Templates};
use crate::{
    kind::Kind,
    recognise::KindTable,
    rule::RuleId,
    standard::{Condition, GoldenPath, StandardId},
};

/// The standards of a fleet, ready to be asked.
#[derive(Debug)]
pub(super) struct Standards {
    /// What is configured.
    pub(super) path: GoldenPath,
    /// The same standards in the same order.
    pub(super) compiled: Vec<Compiled>,
    /// Numbers of the rules that evidence anything.
    pub(super) rules: FxHashMap<RuleId, usize>,
    /// The standards that each rule evidences, in order, by the rule's number.
    pub(super) evidenced: Vec<Vec<StandardId>>,
}

/// A standard whose rules and kinds are looked up.
#[derive(Debug)]
pub(super) struct Compiled {
    /// Rules that must find nothing, by number.
    pub(super) all: Vec<usize>,
    /// Groups of rules of which one must find nothing.
    pub(super) any: Vec<Vec<usize>>,
    /// Kinds that must be there: one of each.
    present: Vec<KindSet>,
    /// Whether its rules judge objects that a template could hold.
    in_templates: bool,
    /// When it is asked for.
    when: Asked,
    /// When its step is on a repository's path; none if it has no step.
    step: Option<Asked>,
}

impl Compiled {
    /// All rules that evidence it, by number.
    pub(super) fn rules(&self) -> impl Iterator<Item = usize> {
        self.all.iter().chain(self.any.iter().flatten()).copied()
    }
}

/// Everything that a cluster could be given.
const OBJECTS: &str = "kubernetes/object";

impl Standards {
    /// The standards that a rule evidences, in order.
    pub(super) fn of_rule(&self, rule: &RuleId) -> &[StandardId] {
        self.rules.get(rule).map_or(&[], |&number| &self.evidenced[number])
    }
}

/// A condition whose kinds are looked up.
#[derive(Debug)]
struct Asked {
    condition: Condition,
    kinds: KindSet,
    without: KindSet,
}

/// Some kinds, groups and globs. Which kinds they cover is found out once.
#[derive(Debug)]
struct KindSet {
    patterns: Vec<String>,
    /// Whether a template could hold one of them.
    in_templates: bool,
    known: RwLock<FxHashMap<Kind, bool>>,
}

impl KindSet {
    fn new(table: &KindTable, patterns: &[String]) -> Self {
        let in_templates = may_be_object(table, patterns);
        Self { patterns: patterns.to_vec(), in_templates, known: RwLock::default() }
    }

    fn has(&self, table: &KindTable, kind: &Kind) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(kind).copied();
        known.unwrap_or_else(|| {
            let has = self.patterns.iter().any(|pattern| table.matches(pattern, kind));
            self.known.write().unwrap_or_else(PoisonError::into_inner).insert(kind.clone(), has);
            has
        })
    }
}

/// Whether some patterns cover a kind that a cluster could be given.
fn may_be_object(kinds: &KindTable, patterns: &[String]) -> bool {
    let known = kinds.kinds();
    let objects: Vec<&Kind> =
        known.iter().map(|known| &known.kind).filter(|kind| kinds.matches(OBJECTS, kind)).collect();
    patterns.iter().any(|pattern| objects.iter().any(|kind| kinds.matches(pattern, kind)))
}

/// Single judgements, summed up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Nothing found.
    pub(super) passed: u32,
    /// Something found.
    pub(super) failed: u32,
    /// Everything found is waived.
    pub(super) waived: u32,
    /// Everything found is waived or known debt, some of it debt.
    pub(super) known: u32,
    /// Nothing there to judge.
    pub(super) not_applicable: u32,
    /// Not readable.
    pub(super) unmeasured: u32,
    /// Could not be judged.
    pub(super) errors: u32,
}

impl Counts {
    /// Adds others.
    pub(super) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.waived += other.waived;
        self.known += other.known;
        self.not_applicable += other.not_applicable;
        self.unmeasured += other.unmeasured;
        self.errors += other.errors;
    }

    /// What they come to. Whether known debt holds a repository up is a matter of the stage, and none of theirs.
    pub(super) fn outcome(&self) -> Outcome {
        match self {
            _ if self.failed > 0 => Outcome::Fail,
            _ if self.errors > 0 => Outcome::Error,
            _ if self.waived + self.known > 0 => Outcome::Waived,
            _ if self.unmeasured > 0 && self.passed == 0 => Outcome::Unmeasured,
            _ if self.passed > 0 => Outcome::Pass,
            _ => Outcome::NotApplicable,
        }
    }
}

/// What a repository holds, as far as standards ask.
#[derive(Debug)]
pub(super) struct Holdings<'a> {
    /// The table of kinds.
    pub(super) table: &'a KindTable,
    /// The kinds of its files.
    pub(super) kinds: &'a [(Kind, u32)],
    /// What its templates hold.
    pub(super) templates: &'a Templates,
    /// What is known of it otherwise.
    pub(super) facts: &'a Facts,
    /// What the rules came to, by number.
    pub(super) rules: &'a [Counts],
}

/// What a standard comes to in a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// What it comes to.
    pub(super) outcome: Outcome,
    /// Single judgements.
    pub(super) counts: Counts,
    /// What should be there and is not.
    pub(super) missing: Vec<String>,
    /// Whether its step is on the repository's path.
    pub(super) on_path: bool,
}

impl Compiled {
    /// What the standard comes to in a repository.
    pub(super) fn verdict(&self, holdings: &Holdings<'_>) -> Verdict {
        let asked = holdings.fit(&self.when);
        let on_path = asked != Some(false) && self.step.as_ref().is_some_and(|step| holdings.fit(step) != Some(false));
        let unasked = |outcome, counts| Verdict { outcome, counts, missing: Vec::new(), on_path };
        match asked {
            Some(true) => {}
            Some(false) => return unasked(Outcome::NotApplicable, Counts { not_applicable: 1, ..Counts::default() }),
            None => return unasked(Outcome::Unmeasured, Counts { unmeasured: 1, ..Counts::default() }),
        }
        let (present, missing) = self.presence(holdings);
        let mut parts = vec![present];
        if !self.all.is_empty() {
            parts.push(self.measured(&self.all, holdings));
        }
        if !self.any.is_empty() {
            let groups = self.any.iter().map(|group| self.measured(group, holdings));
            // The group that speaks best for the repository is the one that counts.
            let best = groups.min_by_key(|counts| favour(counts.outcome()));
            parts.extend(best);
        }
        let mut counts = Counts::default();
        parts.iter().for_each(|part| counts.add(part));
        let outcomes = parts.iter().map(|part| part.outcome());
        // What is there without anything to find fault with is met.
        let outcome = outcomes.max_by_key(|outcome| weight(*outcome)).unwrap_or(Outcome::NotApplicable);
        Verdict { outcome, counts, missing, on_path }
    }

    fn presence(&self, holdings: &Holdings<'_>) -> (Counts, Vec<String>) {
        let (mut counts, mut missing) = (Counts::default(), Vec::new());
        for kinds in &self.present {
            if holdings.has(kinds) {
                counts.passed += 1;
            } else if kinds.in_templates && holdings.templates.open {
                counts.unmeasured += 1;
            } else {
                counts.failed += 1;
                missing.push(kinds.patterns.join(" or "));
            }
        }
        (counts, missing)
    }

    /// What some rules came to. Where templates alone hold what they judge, nobody can say.
    fn measured(&self, rules: &[usize], holdings: &Holdings<'_>) -> Counts {
        let mut counts = Counts::default();
        rules.iter().for_each(|&rule| counts.add(&holdings.rules[rule]));
        if self.in_templates {
            let objects = holdings.templates.kinds.iter().filter(|(kind, _)| holdings.table.matches(OBJECTS, kind));
            counts.unmeasured += objects.map(|(_, files)| *files).max().unwrap_or(0).min(holdings.templates.files);
        }
        counts
    }
}

/// How bad an outcome of a part is for the whole.
fn weight(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Fail => 5,
        Outcome::Error => 4,
        Outcome::Waived => 3,
        Outcome::Unmeasured => 2,
        Outcome::Pass => 1,
        Outcome::NotApplicable => 0,
    }
}

/// Which of several ways to meet a standard speaks best for a repository.
fn favour(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Pass => 0,
        Outcome::Waived => 1,
        Outcome::Fail => 2,
        Outcome::Error => 3,
        Outcome::Unmeasured => 4,
        Outcome::NotApplicable => 5,
    }
}

impl Holdings<'_> {
    /// Whether the repository holds a file of one of these kinds, templates included as far as they say so.
    fn has(&self, set: &KindSet) -> bool {
        let mut kinds = self.kinds.iter().map(|(kind, _)| kind).chain(self.templates.kinds.keys());
        kinds.any(|kind| set.has(self.table, kind))
    }

    /// Whether a condition holds; none if templates would have to be read to know.
    fn fit(&self, asked: &Asked) -> Option<bool> {
        if !self.facts.fit(&asked.condition) || (!asked.without.patterns.is_empty() && self.has(&asked.without)) {
            return Some(false);
        }
        if asked.kinds.patterns.is_empty() || self.has(&asked.kinds) {
            return Some(true);
        }
        if self.templates.open && asked.kinds.in_templates { None } else { Some(false) }
    }
}
