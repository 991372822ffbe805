//! `waylint explain`: one rule at length.

use std::path::Path;

use super::{Exit, Stop, choice, print};
use crate::{
    cli::ExplainArgs,
    config::Configs,
    docs,
    linter::{self, Request, Session},
    registry::RegistryError,
    rule::RuleId,
    why,
};

pub(super) fn run(args: &ExplainArgs) -> Result<Exit, Stop> {
    let configs = Configs::load(".".as_ref(), choice(&args.config)).map_err(linter::SetupError::from)?;
    let registry = linter::registry(&configs.outermost(), &args.config.policies)?;
    let found: Vec<_> = registry.named(&args.rule).collect();
    if found.is_empty() {
        let unknown = RegistryError::Unknown { pattern: args.rule.clone(), suggestion: registry.closest(&args.rule) };
        return Err(linter::SetupError::from(unknown).into());
    }
    if let Some(file) = &args.why {
        return of_file(args, found.iter().map(|loaded| &loaded.rule.id), file);
    }
    let pages: Vec<String> = found.iter().map(|loaded| docs::page(&loaded.rule)).collect();
    print(&pages.join("\n"))?;
    Ok(Exit::Clean)
}

/// What rules make of a file.
fn of_file<'r>(args: &ExplainArgs, rules: impl Iterator<Item = &'r RuleId>, file: &Path) -> Result<Exit, Stop> {
    let request = Request {
        paths: vec![file.to_owned()],
        config: choice(&args.config),
        policies: args.config.policies.clone(),
        ..Request::default()
    };
    let session = Session::new(&request)?;
    for rule in rules {
        print(&why::file(&session, rule, file)?)?;
    }
    Ok(Exit::Clean)
}
