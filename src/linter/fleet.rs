//! Many repositories judged by one set of rules: everything is loaded once, and each repository then costs its files.
//!
//! The fleet's configuration decides which rules judge, at which levels and with which options; a repository's own decides
//! what is left out and waived. What a repository switches off is judged all the same, and told apart afterwards
//! ([`Judgement::switched_off`]).

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Collected, Repository, Request, Session, SetupError, Threads, each, file::read_at_most, judge, plan::Layer, settle,
    threads,
};
use crate::{
    baseline,
    config::{Config, Configs, ConfiguredWaiver, FILE_NAME},
    contents::Digest,
    discover::{Discovery, Found},
    finding::Report,
    recognise::KindTable,
    registry::{Body, Registry},
    rule::{Level, Rule, RuleId},
};

/// One set of rules for many repositories.
#[derive(Debug)]
pub struct Fleet {
    session: Session,
    layer: Arc<Layer>,
    request: Request,
    threads: Threads,
}

/// What judging one repository yields.
#[derive(Debug)]
pub struct Judgement {
    /// Findings, evaluations, failures. Files are named from the repository's root.
    pub report: Report,
    /// Names everything that was looked at.
    pub tree: Digest,
    configs: Configs,
    root: PathBuf,
}

impl Judgement {
    /// Waivers that the repository's own configuration, or the fleet's, gives for a name that is no rule's, such as that of a
    /// standard as a whole.
    pub fn waivers_of(&self, name: &RuleId) -> Vec<Arc<ConfiguredWaiver>> {
        let names = |waiver: &Arc<ConfiguredWaiver>| waiver.rules.iter().any(|(pattern, _)| pattern.matches(name));
        self.configs.waivers().into_iter().filter(names).collect()
    }

    /// Where the repository's own configuration switches a rule off for a file, if it does.
    pub fn switched_off(&self, file: &str, rule: &RuleId) -> Option<String> {
        let config = self.configs.for_file(&self.root.join(file)).ok()?;
        config.setting(rule).filter(|setting| setting.level.is_none()).map(|setting| setting.written.to_string())
    }
}

impl Fleet {
    /// Loads everything. The request's paths are not looked at; its configuration is the fleet's.
    ///
    /// # Errors
    /// Whatever keeps waylint from judging at all: configuration, rules, arguments.
    pub fn new(request: &Request) -> Result<Self, SetupError> {
        let session = Session::new(request)?;
        let layer = session.layer(&session.configs.outermost());
        let threads = threads(request.jobs)?;
        // Each repository is walked by the thread that judges it.
        Ok(Self { session, layer, threads, request: Request { jobs: Some(1), ..request.clone() } })
    }

    /// The fleet's configuration.
    pub fn config(&self) -> Arc<Config> {
        self.session.configs.outermost()
    }

    /// The table of kinds.
    pub fn kinds(&self) -> &KindTable {
        &self.session.kinds
    }

    /// All rules there are.
    pub fn registry(&self) -> &Registry {
        &self.session.registry
    }

    /// The rules that judge, with the levels in force, ordered by id. Those that lack a platform fact are among them.
    pub fn rules(&self) -> impl Iterator<Item = (&Arc<Rule>, Level)> {
        self.layer.active.values().map(|active| (&active.rule, active.level))
    }

    /// The rules that may say something else on another day. A library that knows the day makes all of them such.
    pub fn rules_of_the_day(&self) -> Vec<&Arc<Rule>> {
        let asks = |text: &str| text.contains("as_of") || text.contains("now_ns");
        let all = self.session.registry.libraries().iter().any(|module| asks(&module.text));
        let of_the_day = self.session.selected.iter().filter(|loaded| match &loaded.body {
            Body::Rego(module) => all || asks(&module.text),
            _ => false,
        });
        let active = |rule: &&Arc<Rule>| self.layer.active.get(&rule.id).is_some_and(|active| active.ready);
        of_the_day.map(|loaded| &loaded.rule).filter(active).collect()
    }

    /// Does the same with each of some things, on all threads; what comes out is in their order.
    pub fn each<T: Sync, R: Send>(&self, things: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
        self.threads.install(|| each(things, work))
    }

    /// The file in which a repository keeps what its people say of rules.
    pub fn feedback(&self, folder: &Path) -> PathBuf {
        let fleet = self.config();
        let own = Configs::of_repository(folder, &fleet).map(|configs| configs.outermost());
        folder.join(own.unwrap_or(fleet).feedback())
    }

    /// Judges a repository as a whole. `folder` is its root, absolute.
    ///
    /// # Errors
    /// What is wrong with its configuration or baseline.
    pub fn judge(&self, folder: &Path) -> Result<Judgement, SetupError> {
        let request = Request { paths: vec![folder.to_owned()], ..self.request.clone() };
        let session = self.session.of_repository(folder, &self.layer)?;
        let Discovery { files, failures } = session.discover(&request);
        let (mut judged, kept) = judge(&session, &files, &request, &|_, _| ())?;
        let digests: Vec<Option<Digest>> = judged.iter_mut().map(|judged| judged.digest.take()).collect();
        let tree = tree(folder, &files, &digests);
        let mut collected = Collected::new(failures, judged);
        session.repository(&mut collected, &Repository { files: &files, kept: &kept, complete: true });
        let (report, _) = settle::settle(collected, &session, &request, true);
        Ok(Judgement { report, tree, configs: session.configs, root: folder.to_owned() })
    }

    /// Names everything that [`Fleet::judge`] would look at, without judging it.
    ///
    /// # Errors
    /// As there.
    pub fn tree(&self, folder: &Path) -> Result<Digest, SetupError> {
        let request = Request { paths: vec![folder.to_owned()], ..self.request.clone() };
        let session = self.session.of_repository(folder, &self.layer)?;
        let files = session.discover(&request).files;
        let digests: Vec<Option<Digest>> = each(&files, |found| session.digest(found));
        Ok(tree(folder, &files, &digests))
    }
}

impl Session {
    /// Names what a file holds, if judging it would read it.
    fn digest(&self, found: &Found) -> Option<Digest> {
        let config = self.configs.for_file(found.path()).ok()?;
        let guess = self.guess(found);
        if self.leaves_out(&config, found) || guess.format().is_none() {
            return None;
        }
        read_at_most(found.path(), self.limits.bytes, Vec::new()).ok().map(|bytes| Digest::of(&bytes))
    }
}

/// Files by name and content, and what decides how they are looked at although it may be left out itself.
fn tree(folder: &Path, files: &[Found], digests: &[Option<Digest>]) -> Digest {
    let apart = [FILE_NAME, baseline::FILE_NAME].map(|name| std::fs::read(folder.join(name)).unwrap_or_default());
    let apart = apart.iter().map(Vec::as_slice);
    let named = files.iter().zip(digests).flat_map(|(found, digest)| {
        [found.shown.as_bytes(), digest.as_ref().map(Digest::as_bytes).unwrap_or_default()]
    });
    Digest::of_parts(apart.chain(named))
}
