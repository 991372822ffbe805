//! Modules as programs: what is compiled together, and what is said of modules that cannot be used.

use std::sync::Arc;

use super::{Judge, view};
use crate::{
    finding::Place,
    registry::Module,
    rego::{
        compile::{self, CompileError, Compiled, Given, Source, Wanted},
        syntax::ast::Version,
    },
    source::{self, Span},
};

/// What rules see as `data` besides rules: facts of the platform, and what waylint gives.
const GIVEN: [&[&str]; 4] = [&["platform"], &["waylint", "as_of"], &["waylint", "now_ns"], &["waylint", "options"]];

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
            given: Given::Only(GIVEN.iter().map(|path| path.iter().map(|&part| part.into()).collect()).collect()),
            extensions: vec![view::extension(self.kinds.clone())],
        });
        Loaded { compiled, files: files.into_iter().map(|file| file.module.clone()).collect() }
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
