//! `waylint explain`: one rule at length.

use super::{Exit, Stop, choice, print};
use crate::{cli::ExplainArgs, config::Configs, docs, linter, registry::RegistryError};

pub(super) fn run(args: &ExplainArgs) -> Result<Exit, Stop> {
    let configs = Configs::load(".".as_ref(), choice(&args.config)).map_err(linter::SetupError::from)?;
    let registry = linter::registry(&configs.outermost(), &args.config.policies)?;
    let found: Vec<_> = registry.named(&args.rule).collect();
    if found.is_empty() {
        let unknown = RegistryError::Unknown { pattern: args.rule.clone(), suggestion: registry.closest(&args.rule) };
        return Err(linter::SetupError::from(unknown).into());
    }
    let pages: Vec<String> = found.iter().map(|loaded| docs::page(&loaded.rule)).collect();
    print(&pages.join("\n"))?;
    Ok(Exit::Clean)
}
