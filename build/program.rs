//! Compiles the packs, so that a run need not: one program of all rules, of which a run reads what it asks for.

use std::{error::Error, fs, path::Path, sync::Arc};

use crate::{
    given::{GIVEN, VIEW},
    rego::{
        compile::{Given, Input, Source, Wanted, compile},
        extension::Extension,
        fail::Fail,
        syntax::ast::Version,
    },
    source,
};

/// Writes the program of some modules, by name and text.
///
/// # Errors
/// The first error of the first module that cannot be used.
pub(crate) fn write(modules: &[(String, String)], out: &Path) -> Result<(), Box<dyn Error>> {
    let sources: Vec<Source> =
        modules.iter().map(|(name, text)| Source::new(name.as_str(), text.as_str(), Version::V1)).collect();
    // What the function does is the business of those who run the program.
    let view = Extension { name: VIEW.0, arity: VIEW.1, run: Arc::new(|_, _| Err(Fail::Undefined)), ways: None };
    let compiled = compile(&Input {
        modules: sources.iter().collect(),
        wanted: Wanted::All,
        data: &serde_json::Value::Null,
        given: Given::only(&GIVEN),
        extensions: vec![view],
    });
    if let Some(error) = compiled.errors.first() {
        let (name, text) = &modules[error.module];
        let line = source::Source::new(name.as_str(), text.clone()).line_of(error.span.start);
        return Err(format!("{name}:{line}: {} ({})", error.message, error.help).into());
    }
    fs::write(out.join("program.image"), compiled.program.to_image()?)?;
    Ok(())
}
