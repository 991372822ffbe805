//! Everything a run needs before it looks at a file: configuration, rules, kinds, baseline.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    BaselineChoice, Beside, Collected, Repository, Request, both,
    file::{self, Bytes, Context, Judged, Spare},
    folders::Folders,
    plan::Layer,
    repository, waiting,
};
use crate::{
    baseline::{self, Baseline},
    catalogue::{Catalogue, Named, Version},
    clone,
    config::{Config, ConfigError, Configs},
    discover::{self, Discovery, Found},
    document::{Document, Limits},
    engine::{BodyOutcome, Member, ModuleError},
    finding::Place,
    fix::Refusal,
    kind::Kind,
    recognise::{Guess, KindTable, Marked},
    registry::{Body, Loaded, Registry, RegistryError},
    rule::{Form, RuleId},
    source::Source,
};

/// Why waylint cannot run at all.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct SetupError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Where, if a file says it.
    pub place: Option<Box<Place>>,
}

impl SetupError {
    /// An error that no file says.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), place: None }
    }

    pub(super) fn threads(error: &str) -> Self {
        Self::new(format!("threads cannot be started: {error}"), "try a smaller number with `--jobs`")
    }
}

impl From<ConfigError> for SetupError {
    fn from(error: ConfigError) -> Self {
        Self { message: error.message().to_owned(), help: error.help().to_owned(), place: error.place().map(Box::new) }
    }
}

impl From<RegistryError> for SetupError {
    fn from(error: RegistryError) -> Self {
        Self::new(error.to_string(), error.help())
    }
}

impl From<ModuleError> for SetupError {
    fn from(error: ModuleError) -> Self {
        Self { message: error.message, help: error.help, place: Some(error.place) }
    }
}

/// What holds for a whole run.
#[derive(Debug)]
pub struct Session {
    pub(super) configs: Configs,
    pub(super) registry: Arc<Registry>,
    pub(super) selected: Arc<[Loaded]>,
    pub(super) kinds: Arc<KindTable>,
    folders: Folders,
    pub(super) baseline: Option<Baseline>,
    pub(super) cwd: PathBuf,
    pub(super) limits: Limits,
    /// Versions of Kubernetes that were asked for; empty to ask configuration.
    kubernetes: Vec<Version>,
    require_schemas: bool,
    /// Schemas that somebody named.
    schemas: Named,
    stats: bool,
    /// One for each configuration that files are under, by its address: configurations live as long as the session.
    layers: Mutex<HashMap<usize, Arc<Layer>>>,
    as_of: crate::date::Date,
    /// The one set of rules that judges whatever configuration says, where many repositories are judged alike.
    fleet: Option<Arc<Layer>>,
}

impl Session {
    /// Loads everything.
    pub fn new(request: &Request) -> Result<Self, SetupError> {
        let cwd = std::env::current_dir().map_err(|error| {
            SetupError::new(format!("the current folder cannot be read: {error}"), "change to a folder that exists")
        })?;
        let configs = Configs::load(&start(request), request.config.clone())?;
        let (registry, own_kinds) = both(|| registry(&configs.outermost(), &request.policies), || KindTable::with(&[]));
        let registry = Arc::new(registry?);
        let selected = registry.select(&request.select, &request.ignore)?.into();
        let kinds = if registry.brings_kinds() { registry.kinds() } else { own_kinds.map_err(RegistryError::Kinds) };
        let kinds = Arc::new(kinds?);
        let baseline = baseline(request, &configs)?;
        let schemas = schemas(request, &configs.outermost())?;
        let session = Self {
            kubernetes: request.kubernetes.clone(),
            require_schemas: request.require_schemas,
            schemas,
            configs,
            registry,
            selected,
            kinds,
            folders: Folders::default(),
            baseline,
            cwd,
            limits: Limits::default(),
            stats: request.stats,
            layers: Mutex::default(),
            as_of: request.as_of,
            fleet: None,
        };
        session.check()?;
        Ok(session)
    }

    /// The same rules for another repository: its own configuration says what is left out and waived, and no more.
    pub(super) fn of_repository(&self, folder: &Path, layer: &Arc<Layer>) -> Result<Self, SetupError> {
        let configs = Configs::of_repository(folder, &self.configs.outermost())?;
        let baseline = baseline(&Request::default(), &configs)?;
        Ok(Self {
            configs,
            registry: self.registry.clone(),
            selected: self.selected.clone(),
            kinds: self.kinds.clone(),
            folders: Folders::default(),
            baseline,
            cwd: folder.to_owned(),
            limits: self.limits,
            kubernetes: self.kubernetes.clone(),
            require_schemas: self.require_schemas,
            schemas: self.schemas.clone(),
            stats: self.stats,
            layers: Mutex::default(),
            as_of: self.as_of,
            fleet: Some(layer.clone()),
        })
    }

    /// Refuses rules that cannot judge. waylint's own are checked by its tests, so a run does not pay for it.
    fn check(&self) -> Result<(), SetupError> {
        let own = |loaded: &&Loaded| !loaded.built_in;
        for Loaded { rule, body, .. } in self.selected.iter().filter(own) {
            if let Some(unknown) = rule.kinds.iter().find(|kind| !self.kinds.is_known(kind)) {
                return Err(SetupError::new(
                    format!("{}: kind `{unknown}` does not exist", rule.origin),
                    "name a kind, group or view; docs/kinds.md lists them",
                ));
            }
            if let Body::Schema(schema) = body
                && let Err(error) = schema.compile()
            {
                return Err(SetupError::new(format!("{}: {error}", rule.origin), "mend the schema"));
            }
        }
        let rego: Vec<_> = self
            .selected
            .iter()
            .filter(|loaded| own(loaded) && loaded.rule.form == Form::Rego)
            .map(|loaded| loaded.rule.id.clone())
            .collect();
        if rego.is_empty() {
            return Ok(());
        }
        let layer = self.layer(&self.configs.outermost());
        layer.judge.check(&rego).into_iter().next().map_or(Ok(()), |error| Err(error.into()))
    }

    /// Finds the files to judge.
    pub fn discover(&self, request: &Request) -> Discovery {
        let config = self.configs.outermost();
        if let Some((name, _)) = &request.stdin {
            return discover::given(name, &self.cwd);
        }
        let keep =
            |relative: &str| self.kinds.by_path(relative, &|_| Some(Marked::beside(relative))).format().is_some();
        let options = discover::Options {
            cwd: &self.cwd,
            threads: request.jobs.unwrap_or(0),
            ignore: true,
            keep: &keep,
            // Of many repositories it is counted how much they leave out, so somebody has to look.
            excluded_folder: &|folder| self.fleet.is_none() && config.excluded_folder(folder),
        };
        discover::discover(&request.paths, &options)
    }

    /// Whether a request covers a repository as a whole, so that "not found" may be concluded.
    pub fn is_complete(&self, request: &Request) -> bool {
        let whole = |path: &PathBuf| {
            let Ok(path) = self.cwd.join(path).canonicalize() else { return false };
            path.is_dir() && clone::root(&path).is_none_or(|root| root == path)
        };
        request.stdin.is_none() && request.paths.iter().any(whole)
    }

    /// Judges one file.
    pub(super) fn judge(
        &self,
        found: &Found,
        request: &Request,
        beside: Beside<'_>,
        spare: &mut Spare,
    ) -> Result<Judged, SetupError> {
        let config = self.configs.for_file(found.path())?;
        if self.leaves_out(&config, found) {
            // Hooks name every changed file, and what is excluded stays so; the summary counts what was asked for.
            // Of many repositories it is counted how much they leave out.
            return Ok(Judged { excluded: found.named || self.fleet.is_some(), ..Judged::default() });
        }
        let bytes = request.stdin.as_ref().map_or(Bytes::Path, |(_, bytes)| Bytes::Given(bytes.clone()));
        let outermost = || self.layer(&self.configs.outermost());
        let keeper = beside.keeper.map(|keeper| (keeper, outermost()));
        let context = Context { copies: beside.copies, keeper, ..self.context(&config, found.relative()) };
        Ok(file::judge(found, bytes, &context, spare))
    }

    /// Whether a file is not judged at all. Of many repositories only what they deliver is evidence.
    pub(super) fn leaves_out(&self, config: &Config, found: &Found) -> bool {
        config.excluded(found.path()) || self.fleet.is_some() && self.configs.is_test_data(found.path())
    }

    /// Judges a file as if it held these bytes.
    pub(super) fn judge_text(&self, found: &Found, bytes: &[u8]) -> Result<Judged, Refusal> {
        let config = self.configs.for_file(found.path()).map_err(|error| Refusal::new(error.message()))?;
        let context = self.context(&config, found.relative());
        Ok(file::judge(found, Bytes::Given(bytes.to_vec()), &context, &mut Spare::default()))
    }

    /// Judges what needs to see everything.
    pub(super) fn repository(&self, collected: &mut Collected, repository: &Repository<'_>) {
        let config = self.configs.outermost();
        let context = self.context(&config, "");
        waiting::judge_waiting(collected, repository, &context);
        let members = std::mem::take(&mut collected.members);
        let mut members: Vec<&Member> = members.iter().flatten().collect();
        members.sort_by(|a, b| (&a.file, a.document).cmp(&(&b.file, b.document)));
        let mut judged = repository::judge(&members, &mut collected.artifacts, repository, &context);
        collected.findings.push(judged.findings);
        collected.failures.append(&mut judged.failures);
        if !repository.kept.is_empty() {
            context.layer.judge.rest();
        }
    }

    /// The registry, with the rules of configured packs.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The table of kinds.
    pub fn kinds(&self) -> &KindTable {
        &self.kinds
    }

    /// The folder that the outermost configuration lies in, or the scanned one.
    pub fn root(&self) -> &Path {
        self.configs.root()
    }

    /// The file in which what people say of rules is kept.
    pub fn feedback(&self) -> PathBuf {
        self.root().join(self.configs.outermost().feedback())
    }

    /// What a file's path says about it.
    pub fn guess(&self, found: &Found) -> Guess {
        self.kinds.by_path(found.relative(), &self.folders.above(found))
    }

    /// A file that is looked at by itself, judged or not: where it stands, and its text.
    ///
    /// # Errors
    /// If it cannot be read, or is a link that leads out of the repository.
    pub fn open(&self, path: &Path) -> Result<(Found, Source), SetupError> {
        let unreadable =
            |error: String| SetupError::new(format!("{}: {error}", path.display()), "name a file that can be read");
        let found = discover::given(path, &self.cwd).files.pop();
        let found = found.ok_or_else(|| unreadable("the link leads out of the repository".to_owned()))?;
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
        let source = Source::new(found.shown.clone(), text);
        Ok((found, source))
    }

    /// The ids of the rules that apply to documents of a kind.
    pub fn rules_for(&self, kind: &Kind) -> Vec<String> {
        self.layer(&self.configs.outermost()).plan(kind).rules().map(|rule| rule.to_string()).collect()
    }

    /// Everything that is wrong with the Rego rules of the session and the modules they share.
    pub fn module_errors(&self) -> Vec<ModuleError> {
        let rego = self.selected.iter().filter(|loaded| loaded.rule.form == Form::Rego);
        let rules: Vec<_> = rego.map(|loaded| loaded.rule.id.clone()).collect();
        self.layer(&self.configs.outermost()).judge.check(&rules)
    }

    /// What a rule makes of a document, line by line.
    ///
    /// # Errors
    /// Why the rule cannot be asked.
    pub fn why(&self, rule: &RuleId, document: Document<'_>) -> Result<Vec<BodyOutcome>, String> {
        self.layer(&self.configs.outermost()).judge.why(rule, document)
    }

    fn context<'a>(&'a self, config: &Arc<Config>, relative: &'a str) -> Context<'a> {
        let (layer, limits, stats, digests) = (self.layer(config), self.limits, self.stats, self.fleet.is_some());
        Context {
            kinds: &self.kinds,
            folders: &self.folders,
            layer,
            limits,
            relative,
            stats,
            digests,
            copies: None,
            keeper: None,
        }
    }

    /// The schemas under a configuration, whose version of Kubernetes holds unless one was asked for.
    fn catalogue(&self, config: &Config) -> Arc<Catalogue> {
        let configured = || Vec::from_iter(config.kubernetes_version());
        let versions = if self.kubernetes.is_empty() { configured() } else { self.kubernetes.clone() };
        Arc::new(Catalogue::new(&versions, self.schemas.clone()))
    }

    /// The rules under a configuration.
    pub(super) fn layer(&self, config: &Arc<Config>) -> Arc<Layer> {
        if let Some(layer) = &self.fleet {
            return layer.clone();
        }
        let mut layers = self.layers.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || {
            let shapes = (self.catalogue(config), self.require_schemas);
            let libraries = self.registry.libraries();
            Arc::new(Layer::new(config, &self.selected, libraries, &self.kinds, self.as_of, shapes))
        };
        layers.entry(Arc::as_ptr(config).addr()).or_insert_with(new).clone()
    }
}

/// The schemas that configuration and the command line name.
fn schemas(request: &Request, config: &Config) -> Result<Named, SetupError> {
    let names = request.schemas.iter().chain(config.schemas()).map(PathBuf::as_path);
    Named::new(names, &request.store).map_err(|error| SetupError::new(error.to_string(), error.help))
}

/// Where configuration is searched from: the file on standard input, or what all paths have in common, so that neither
/// their order nor their number decides which one holds.
fn start(request: &Request) -> PathBuf {
    let full = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    match (&request.stdin, request.paths.as_slice()) {
        (Some((name, _)), _) => name.clone(),
        (None, []) => PathBuf::from("."),
        (None, [path]) => path.clone(),
        (None, [first, others @ ..]) => others.iter().map(full).fold(full(first), |common, path| {
            common.ancestors().find(|folder| path.starts_with(folder)).unwrap_or(Path::new("/")).to_owned()
        }),
    }
}

/// All rules: built-in, from the command line, from configured packs.
pub fn registry(config: &Config, policies: &[PathBuf]) -> Result<Registry, SetupError> {
    let mut registry = Registry::built_in()?;
    for folder in policies.iter().chain(config.packs()) {
        registry.add_folder(folder)?;
    }
    for (pattern, written) in config.rule_patterns() {
        if !registry.rules().any(|loaded| pattern.matches(&loaded.rule.id)) {
            return Err(SetupError {
                message: format!("no rule or pack matches `{}`", pattern.as_str()),
                help: match registry.closest(pattern.as_str()) {
                    Some(id) => format!("did you mean `{id}`?"),
                    None => "list the rules with `waylint rules`".to_owned(),
                },
                place: written.place().map(Box::new),
            });
        }
    }
    Ok(registry)
}

fn baseline(request: &Request, configs: &Configs) -> Result<Option<Baseline>, SetupError> {
    let path = match &request.baseline {
        BaselineChoice::None => return Ok(None),
        BaselineChoice::File(path) => path.clone(),
        BaselineChoice::Find => match configs.root().join(baseline::FILE_NAME) {
            path if path.is_file() => path,
            _ => return Ok(None),
        },
    };
    Baseline::load(&path).map(Some).map_err(|error| SetupError::new(error.to_string(), error.help()))
}
