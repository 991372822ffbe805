//! Judging a module before it judges anything: what the interpreter would do wrong or without end is refused with a
//! sentence, and three idioms in which it differs from OPA are rewritten.
//!
//! * `some x in e` and `every x in e` over something that is no collection: a hard error here that drops the whole
//!   query, undefined in OPA. `e` is wrapped so that it becomes undefined.
//! * A head that refers to what may be absent (`deny contains d.name if some d in ds`) ends the iteration or fails the
//!   rule here, while OPA passes the element by. The head's expression moves to the end of the body.
//! * `time.now_ns()` reads the system's clock; the clock is an input of waylint, so it becomes `data.waylint.now_ns`.
//! * `[p, v] := walk(x)` yields nothing and no error: refused, `walk(x, [p, v])` works.
//! * A call of an unknown function is found only when it is evaluated: refused.
//! * A function that calls itself overflows the stack, which cannot be caught: refused.

use std::collections::{BTreeMap, BTreeSet};

use super::visit::{Checked, visit};
use crate::registry::Module;

/// Why a module cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
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
}

/// Names that waylint adds to Rego.
pub(super) const COLLECTION: &str = "waylint.collection";
/// The nodes of a view in a document.
pub(super) const VIEW: &str = "waylint.view";

/// Parses and checks a module alone. Calls into other modules are checked by [`check_together`].
pub(super) fn check(module: &Module) -> Result<Checked, ModuleError> {
    let mut engine = regorus::Engine::new();
    engine
        .add_policy(module.name.to_string(), module.text.to_string())
        .map_err(|error| of_interpreter(&module.name, &format!("{error:#}")))?;
    let asts = engine.get_modules();
    let Some(ast) = asts.first() else { return Err(of_interpreter(&module.name, "the module is empty")) };
    visit(module, ast)
}

/// Checks what modules can only get wrong together: unknown functions and recursion. Names the module at fault.
pub(super) fn check_together<'m>(modules: impl Iterator<Item = (&'m Module, &'m Checked)> + Clone) -> Vec<ModuleError> {
    let mut errors = Vec::new();
    let mut functions: BTreeMap<&str, &BTreeSet<String>> = BTreeMap::new();
    for (_, checked) in modules.clone() {
        functions.extend(checked.functions.iter().map(|(name, calls)| (name.as_str(), calls)));
    }
    for (module, checked) in modules {
        for (name, line, column) in &checked.calls {
            if !functions.contains_key(name.as_str()) {
                errors.push(ModuleError {
                    file: module.name.to_string(),
                    line: *line,
                    column: *column,
                    message: format!("function `{}` does not exist", name.trim_start_matches("data.")),
                    help: "check its spelling and imports; functions that reach the network or clock do not exist here"
                        .to_owned(),
                });
            }
        }
        if let Some(name) = checked.functions.keys().find(|name| reaches_itself(name, &functions)) {
            errors.push(ModuleError {
                file: module.name.to_string(),
                line: 1,
                column: 1,
                message: format!("function `{}` calls itself", name.trim_start_matches("data.")),
                help: "Rego has no recursion: use `walk` or a comprehension".to_owned(),
            });
        }
    }
    errors
}

fn reaches_itself(name: &str, functions: &BTreeMap<&str, &BTreeSet<String>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut next: Vec<&str> =
        functions.get(name).into_iter().flat_map(|calls| calls.iter().map(String::as_str)).collect();
    while let Some(callee) = next.pop() {
        if callee == name {
            return true;
        }
        if seen.insert(callee) {
            next.extend(functions.get(callee).into_iter().flat_map(|calls| calls.iter().map(String::as_str)));
        }
    }
    false
}

/// The interpreter's errors are text: `--> file:line:column` and `error: message`.
pub(super) fn of_interpreter(file: &str, text: &str) -> ModuleError {
    let place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let mut numbers =
        place.into_iter().flat_map(|place| place.rsplit(':').take(2)).map(|part| part.parse().unwrap_or(1));
    let column = numbers.next().unwrap_or(1);
    let line = numbers.next().unwrap_or(1);
    let message = text.lines().find_map(|line| line.trim_start().strip_prefix("error: "));
    ModuleError {
        file: file.to_owned(),
        line,
        column,
        message: message.unwrap_or(text.lines().next().unwrap_or_default()).to_owned(),
        help: "mend the module; `opa check --strict` explains most errors at length".to_owned(),
    }
}
