//! `waylint impact`: who would be held up on another day, or by other rules.

use super::{Exit, Stop, fleet, print};
use crate::{
    audit::{
        self,
        change::{self, Change},
        impact::{self, Impact},
        store::Depth,
        words,
    },
    cli::{AuditFormat, ImpactArgs},
    config::Choice,
    date::Date,
    linter::{BaselineChoice, Request, SetupError},
};

pub(super) fn run(args: &ImpactArgs) -> Result<Exit, Stop> {
    let request = Request {
        config: args.config.clone().map_or(Choice::Find, Choice::File),
        baseline: BaselineChoice::None,
        as_of: args.since.unwrap_or_else(Date::today),
        jobs: args.fleet.jobs,
        ..Request::default()
    };
    let by_day = args.as_of.map(|day| by_day(args, &request, day)).transpose()?;
    let by_rules = (!args.policies.is_empty()).then(|| by_rules(args, &request)).transpose()?;
    let text = match args.format {
        AuditFormat::Json => format!("{:#}\n", serde_json::json!({ "as-of": by_day, "policy": by_rules })),
        AuditFormat::Text => {
            let parts = [by_day.map(|impact| words::impact(&impact)), by_rules.map(|change| words::change(&change))];
            parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
        }
    };
    print(&text)?;
    Ok(Exit::Clean)
}

fn by_day(args: &ImpactArgs, request: &Request, day: Date) -> Result<Impact, Stop> {
    let (dataset, run) = fleet::load(&args.fleet, request, &Depth::Latest)?;
    if day < run.as_of {
        let message = format!("`--as-of {day}` lies before {}, the day that it is compared with", run.as_of);
        return Err(SetupError::new(message, "ask for a later day, or compare with an earlier one by `--since`").into());
    }
    Ok(impact::impact(&dataset, &run, day))
}

fn by_rules(args: &ImpactArgs, request: &Request) -> Result<Change, Stop> {
    let targets = audit::targets(&args.fleet.repositories)?;
    if targets.is_empty() {
        let help = "name the repositories that are to be judged by them";
        return Err(SetupError::new("rules judge files, and no repository is given", help).into());
    }
    let next = Request { policies: args.policies.clone(), ..request.clone() };
    Ok(change::change(request, &next, &targets)?)
}
