//! Modules as programs: what is compiled together, and what is said of modules that cannot be used.

use std::sync::Arc;

use super::{Judge, given::GIVEN, path_of_deny, view};
use crate::{
    embedded,
    finding::Place,
    registry::Module,
    rego::{
        Program, Rule,
        compile::{self, CompileError, Compiled, Given, Source, Wanted},
        syntax::ast::Version,
    },
    rule::RuleId,
    source::{self, Span},
};

/// Why a module cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct ModuleError {
    /// The module's file.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// The text at fault, with its line.
    pub place: Box<Place>,
}

/// A module with what was read of it.
#[derive(Debug)]
pub(super) struct File {
    pub(super) module: Module,
    source: Source,
}

impl File {
    pub(super) fn new(module: Module) -> Self {
        let source = Source::new(module.name.clone(), module.text.clone(), Version::V1);
        Self { module, source }
    }
}

/// Modules, compiled.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) compiled: Compiled,
    /// Each module that was compiled, in order.
    pub(super) files: Vec<Module>,
}

impl Judge {
    /// Compiles modules; `data` and the functions are the same for all programs of a judge.
    pub(super) fn compile<'f>(&self, files: impl IntoIterator<Item = &'f File>, wanted: Wanted) -> Loaded {
        let files: Vec<&File> = files.into_iter().collect();
        let compiled = compile::compile(&compile::Input {
            modules: files.iter().map(|file| &file.source).collect(),
            wanted,
            data: &self.data,
            given: Given::only(&GIVEN),
            extensions: vec![view::extension(self.kinds.clone())],
        });
        Loaded { compiled, files: files.into_iter().map(|file| file.module.clone()).collect() }
    }

    /// Compiles some rules with what they need of the libraries.
    pub(super) fn compile_rules(&self, rules: &[(&RuleId, &File)]) -> Loaded {
        let wanted = rules.iter().map(|(id, _)| path_of_deny(id)).collect();
        let files = rules.iter().map(|(_, file)| *file).chain(&self.libraries);
        self.compile(files, Wanted::Only(wanted))
    }

    /// The program that waylint carries, if every given rule is in it and nobody has added to its libraries.
    pub(super) fn carried(&self, rules: &[(&RuleId, &File)]) -> Option<Arc<Program>> {
        let is_carried = |(_, file): &(&RuleId, &File)| file.module.built_in;
        rules.iter().all(is_carried).then(|| self.carried.get_or_init(|| self.read_carried()).clone()).flatten()
    }

    fn read_carried(&self) -> Option<Arc<Program>> {
        let packages = |built_in| {
            let of = move |file: &&File| file.module.built_in == built_in;
            self.libraries.iter().filter(of).map(|file| file.module.package.as_str())
        };
        let is_in = |inner: &str, outer: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let adds = |own: &str| packages(true).any(|carried| is_in(own, carried) || is_in(carried, own));
        if packages(false).any(adds) {
            return None;
        }
        let program = Program::from_image(embedded::PROGRAM, &self.data, vec![view::extension(self.kinds.clone())]);
        // What cannot be read is compiled, as if it were not there; a test holds that it can.
        program.ok().map(Arc::new)
    }
}

impl Loaded {
    pub(super) fn error(&self, error: &CompileError) -> ModuleError {
        let module = &self.files[error.module];
        let source = source::Source::new(module.name.clone(), module.text.to_string());
        // Of what goes over several lines, the first says where it is.
        let text = source.text().get(error.span.range()).unwrap_or_default();
        let first_line = text.lines().next().map_or(0, str::len) as u32;
        let span = Span::new(error.span.start, error.span.start + first_line);
        let place = Place::new(&source, 0, Arc::default(), span, 0);
        let at = place.location.start;
        ModuleError {
            file: module.name.to_string(),
            line: at.line,
            column: at.column,
            message: error.message.clone(),
            help: error.help.clone(),
            place: Box::new(place),
        }
    }

    /// The `deny` of a rule, whose module has this number, if it has one.
    pub(super) fn deny(&self, number: usize, rule: &RuleId) -> Result<Option<Rule>, ModuleError> {
        match self.compiled.usable[number] {
            true => Ok(self.compiled.program.rule(&path_of_deny(rule))),
            false => Err(self.error_of(number)),
        }
    }

    /// Why a module is not part of the program.
    pub(super) fn error_of(&self, number: usize) -> ModuleError {
        let error = self.compiled.errors.iter().find(|error| error.module == number);
        error.map(|error| self.error(error)).unwrap_or_else(|| ModuleError {
            file: self.files[number].name.to_string(),
            line: 1,
            column: 1,
            message: "the module cannot be used".to_owned(),
            help: "mend it".to_owned(),
            place: Box::new(Place::new(
                &source::Source::new(self.files[number].name.clone(), self.files[number].text.to_string()),
                0,
                Arc::default(),
                Span::default(),
                0,
            )),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::{Body, Registry};

    /// The judge of all rules that waylint carries and of some libraries.
    fn judge(libraries: &[Module]) -> Judge {
        let registry = Registry::built_in().unwrap();
        let rules = registry.rules().filter_map(|loaded| match &loaded.body {
            Body::Rego(module) => Some((loaded.rule.id.clone(), module.clone())),
            _ => None,
        });
        let libraries = [registry.libraries(), libraries].concat();
        Judge::new(rules, &libraries, &serde_json::Value::Null, Arc::new(registry.kinds().unwrap()))
    }

    fn carried(judge: &Judge) -> Option<Arc<Program>> {
        judge.carried(&judge.rules.iter().collect::<Vec<_>>())
    }

    #[test]
    fn what_is_carried_is_what_compiling_gives() {
        let judge = judge(&[]);
        let mut files: Vec<&File> = judge.rules.values().chain(&judge.libraries).collect();
        files.sort_by(|a, b| a.module.name.cmp(&b.module.name));
        let compiled = judge.compile(files, Wanted::All).compiled;
        assert_eq!(compiled.errors, []);
        assert!(compiled.program.to_image().unwrap() == embedded::PROGRAM);
        let carried = carried(&judge).unwrap();
        assert!(judge.rules.keys().all(|id| carried.rule(&path_of_deny(id)).is_some()));
    }

    #[test]
    fn what_somebody_adds_to_a_library_counts() {
        let own = |package: &str| {
            let text = format!("package {package}\n\nadded := true\n");
            vec![Module { name: "own.rego".into(), package: package.into(), text: text.into(), built_in: false }]
        };
        assert!(carried(&judge(&own("waylint.lib.of_ours"))).is_some());
        assert!(carried(&judge(&own("waylint.lib.kubernetes"))).is_none());
        assert!(carried(&judge(&own("waylint.lib.kubernetes.more"))).is_none());
    }
}
