//! `waylint rules`: what can be found.

use super::{Exit, Stop, choice, print, terminal};
use crate::{
    cli::{ListFormat, RulesArgs},
    config::Configs,
    docs, linter,
};

pub(super) fn run(args: &RulesArgs) -> Result<Exit, Stop> {
    let configs = Configs::load(".".as_ref(), choice(&args.config)).map_err(linter::SetupError::from)?;
    let config = configs.outermost();
    let registry = linter::registry(&config, &args.config.policies)?;
    let selected = registry.select(&args.select.select, &args.select.ignore).map_err(linter::SetupError::from)?;
    let rules = selected.iter().map(|loaded| (&*loaded.rule, config.setting(&loaded.rule.id)));
    print(&match args.format {
        ListFormat::Table => docs::table(rules, terminal::width()),
        ListFormat::Json => docs::json(rules),
    })?;
    Ok(Exit::Clean)
}
