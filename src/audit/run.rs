//! A run over a fleet: every repository by itself, on all threads, and what is known already taken over.

use std::{
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::{
    checkout::Checkout,
    dataset::{Audited, Dataset, RepositoryId, Rule, Run, RunId, Standard, Status},
    evidence::Standards,
    feedback::{self, Feedback},
    judge::Judge,
    manifest::Target,
    quality,
};
use crate::{
    config::Config,
    contents::Digest,
    date::Date,
    embedded::POLICIES,
    linter::{Fleet, Request, SetupError},
    registry::{Body, Registry},
    standard,
};

/// Everything that a run needs before it looks at a repository.
#[derive(Debug)]
pub struct Audit {
    fleet: Fleet,
    standards: Standards,
    run: Run,
    rules: Vec<Rule>,
    /// Whether and of which kinds files are judged by rules that may say something else on another day.
    of_the_day: Vec<String>,
}

/// What an earlier run, or this one before it was interrupted, said of a repository.
#[derive(Clone, Debug)]
pub struct Known {
    /// The run.
    pub run: Run,
    /// What it said.
    pub audited: Audited,
}

/// Where results come from and go to while a run goes on. Called from any thread.
pub trait Sink: Sync {
    /// What is known of a repository.
    fn known(&self, repository: &RepositoryId) -> Option<Known>;
    /// Takes a result.
    fn done(&self, audited: &Audited);
}

/// Nothing is known, and nothing is kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSink;

impl Sink for NoSink {
    fn known(&self, _: &RepositoryId) -> Option<Known> {
        None
    }

    fn done(&self, _: &Audited) {}
}

impl Audit {
    /// Loads rules, configuration and standards. The request's paths are not looked at; a run without a name is called by its
    /// day.
    ///
    /// # Errors
    /// Whatever keeps waylint from judging at all: configuration, rules, standards.
    pub fn new(request: &Request, name: Option<&str>) -> Result<Self, SetupError> {
        let fleet = Fleet::new(request)?;
        let standards = Standards::new(&fleet)?;
        let run = RunId::new(name.map_or_else(|| request.as_of.to_string(), str::to_owned));
        let run = Run {
            as_of: request.as_of,
            title: standards.path.title.clone(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            rules_digest: rules_digest(fleet.registry()),
            config_digest: config_digest(&fleet.config(), request),
            expected: 0,
            tiers: standards.path.tiers.iter().map(|tier| tier.name.clone()).collect(),
            run,
        };
        let rules = fleet.rules().filter(|(rule, _)| standards.rules.contains_key(&rule.id));
        let rules = rules.map(|(rule, level)| Rule {
            run: run.run.clone(),
            rule: rule.id.clone(),
            title: rule.title.clone(),
            description: rule.description.clone(),
            level,
            help: rule.help.clone(),
            url: rule.url().map(str::to_owned),
        });
        let rules = rules.collect();
        let of_the_day = fleet.rules_of_the_day().into_iter().flat_map(|rule| rule.kinds.clone()).collect();
        Ok(Self { fleet, standards, run, rules, of_the_day })
    }

    /// What the run is, for a fleet of some size.
    pub fn run_of(&self, expected: usize) -> Run {
        Run { expected: expected as u32, ..self.run.clone() }
    }

    /// The run, its standards and rules, and no results: what a result is added to.
    pub fn dataset(&self, expected: usize) -> Dataset {
        let mut dataset = Dataset::default();
        dataset.add_run(self.run_of(expected));
        for (compiled, standard) in self.standards.compiled.iter().zip(&self.standards.path.standards) {
            let mut rules: Vec<_> = compiled.rules().collect();
            rules.sort_unstable();
            rules.dedup();
            let numbered = self.standards.rules.iter().filter(|(_, number)| rules.binary_search(number).is_ok());
            let mut rules: Vec<_> = numbered.map(|(rule, _)| rule.clone()).collect();
            rules.sort();
            dataset.add_standard(self.standard(standard, rules));
        }
        self.rules.iter().cloned().for_each(|rule| dataset.add_rule(rule));
        dataset
    }

    fn standard(&self, standard: &standard::Standard, rules: Vec<crate::rule::RuleId>) -> Standard {
        let evidence = serde_json::to_string(&(&standard.evidence, &standard.when)).unwrap_or_default();
        Standard {
            run: self.run.run.clone(),
            standard: standard.id.clone(),
            version: Digest::of(evidence.as_bytes()).to_string()[..8].to_owned(),
            title: standard.title.clone(),
            description: standard.description.clone(),
            step: self.standards.path.step(&standard.id),
            tier: self.standards.path.tier(&standard.id),
            stage: standard.stages.on(self.run.as_of),
            stages: standard.stages.clone(),
            holds: Vec::new(),
            may_be_held: standard.may_be_held,
            target: standard.target,
            owner: standard.owner.clone(),
            docs: standard.docs.clone(),
            rules,
            present: standard.evidence.present.clone(),
        }
    }

    /// Audits some repositories of a fleet of `expected`. `progress` is told how many are done. Whether a standard is held is
    /// decided by these repositories; who has a history decides it again by all that it says.
    pub fn run(
        &self,
        targets: &[Target],
        expected: usize,
        sink: &dyn Sink,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Dataset {
        let done = AtomicUsize::new(0);
        let results = self.fleet.each(targets, |target| {
            let audited = self.audit(target, sink);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, targets.len());
            audited
        });
        let mut dataset = self.dataset(expected);
        for (audited, words) in results {
            let repository = audited.scan.repository.clone();
            words.into_iter().for_each(|word| dataset.add_event(word.event(&repository)));
            dataset.add_result(audited);
        }
        quality::put_in_force(&mut dataset, &self.run.run);
        dataset
    }

    /// Audits one repository, unless what is known still holds, and hears what people there say of rules.
    fn audit(&self, target: &Target, sink: &dyn Sink) -> (Audited, Vec<Feedback>) {
        let judge =
            Judge { fleet: &self.fleet, standards: &self.standards, run: self.run.run.clone(), as_of: self.run.as_of };
        let mut words = Ok(Vec::new());
        let mut hear = |folder: &Path| {
            let file = self.fleet.feedback(folder);
            let named = |error: std::io::Error| {
                let file = file.strip_prefix(folder).unwrap_or(&file);
                format!("{}: {error}", file.display())
            };
            words = feedback::read(&file).map_err(named);
        };
        let mut audited = match &target.reference {
            None if target.path.is_dir() => {
                hear(&target.path);
                self.folder(target, &target.path, &judge, sink)
            }
            None => {
                let message = format!("there is no folder {}", target.path.display());
                judge.failed(target, Status::Unreachable, message)
            }
            Some(reference) => match Checkout::new(&target.path, reference) {
                Ok(checkout) => {
                    hear(checkout.folder());
                    let mut audited = self.folder(target, checkout.folder(), &judge, sink);
                    audited.scan.commit = Some(checkout.commit.clone());
                    audited
                }
                Err(message) => judge.failed(target, Status::Unreachable, message),
            },
        };
        let words = words.unwrap_or_else(|message| {
            audited.scan.message.get_or_insert(message);
            Vec::new()
        });
        sink.done(&audited);
        (audited, words)
    }

    fn folder(&self, target: &Target, folder: &Path, judge: &Judge<'_>, sink: &dyn Sink) -> Audited {
        let known = sink.known(&target.id).filter(|known| self.holds(known));
        if let Some(known) = known {
            let tree = self.fleet.tree(folder).ok().map(|tree| judge.name(&tree, target));
            if tree.as_ref() == Some(&known.audited.scan.tree) {
                return self.carry(known);
            }
        }
        judge.folder(target, folder)
    }

    /// Whether what an earlier run said would be said again of the same files: by the same rules, configuration and version, and
    /// with nothing in it that the passing of days changes.
    fn holds(&self, known: &Known) -> bool {
        let Known { run, audited } = known;
        let same = |run: &Run| (run.tool_version.clone(), run.rules_digest.clone(), run.config_digest.clone());
        if same(run) != same(&self.run) || !audited.scan.status.is_audited() {
            return false;
        }
        if run.as_of == self.run.as_of {
            return true;
        }
        let (then, now) = (run.as_of, self.run.as_of);
        let held = |day: Date, until: Option<Date>| until.is_none_or(|until| day <= until);
        let same_waivers = audited.waivers.iter().all(|waiver| held(then, waiver.until) == held(now, waiver.until));
        let at_fault = audited.findings.iter().any(|finding| finding.rule.pack() == "waiver");
        let table = self.fleet.kinds();
        let of_the_day = audited.repository.kinds.iter().any(|(kind, _)| {
            let kind = crate::kind::Kind::new(kind.as_str());
            self.of_the_day.iter().any(|pattern| table.matches(pattern, &kind))
        });
        same_waivers && !at_fault && !of_the_day
    }

    /// What was known, as a result of this run.
    fn carry(&self, known: Known) -> Audited {
        let status = if known.run.run == self.run.run { known.audited.scan.status } else { Status::Carried };
        let mut audited = known.audited.in_run(&self.run.run);
        audited.scan.status = status;
        audited
    }
}

/// Names the rules: waylint's own with everything they are built on, and those of packs.
fn rules_digest(registry: &Registry) -> String {
    let own = POLICIES.iter().flat_map(|file| [file.name, file.data, file.text]).map(str::to_owned);
    let packs = registry.rules().filter(|loaded| !loaded.built_in).flat_map(|loaded| {
        let body = match &loaded.body {
            Body::Rego(module) => module.text.to_string(),
            Body::Schema(schema) => schema.schema().map(|schema| schema.to_string()).unwrap_or_default(),
            Body::Native => String::new(),
        };
        [serde_json::to_string(&loaded.rule).unwrap_or_default(), body]
    });
    let libraries = registry.libraries().iter().map(|module| module.text.to_string());
    let parts: Vec<String> = own.chain(packs).chain(libraries).collect();
    Digest::of_parts(parts.iter().map(String::as_bytes)).to_string()
}

/// Names the configuration, with what the command line adds to it.
fn config_digest(config: &Config, request: &Request) -> String {
    let flags = format!("{:?}", (&request.select, &request.ignore, &request.kubernetes, request.require_schemas));
    let schemas = config.schemas().iter().chain(&request.schemas).flat_map(|path| contents(path));
    let parts: Vec<Vec<u8>> =
        config.texts().map(|text| text.as_bytes().to_vec()).chain([flags.into_bytes()]).chain(schemas).collect();
    Digest::of_parts(parts.iter().map(Vec::as_slice)).to_string()
}

/// What a file, or every file of a folder, holds.
fn contents(path: &Path) -> Vec<Vec<u8>> {
    if path.is_file() {
        return std::fs::read(path).into_iter().collect();
    }
    let mut paths: Vec<_> = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().flat_map(|path| contents(path)).collect()
}
