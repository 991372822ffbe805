//! `waylint audit`: many repositories, held against the platform's standards.

use super::{Exit, Stop, choice, print, terminal};
use crate::{
    audit::{
        self, Audit, NoSink, figures,
        store::{Store, StoreError},
        summary,
    },
    cli::{AuditArgs, AuditFormat},
    date::Date,
    linter::{BaselineChoice, Request, SetupError},
};

pub(super) fn run(args: &AuditArgs) -> Result<Exit, Stop> {
    let request = Request {
        config: choice(&args.config),
        policies: args.config.policies.clone(),
        baseline: BaselineChoice::None,
        as_of: args.as_of.unwrap_or_else(Date::today),
        jobs: args.jobs,
        ..Request::default()
    };
    let audit = Audit::new(&request, args.run.as_deref())?;
    let targets = audit::targets(&args.repositories)?;
    let bar = terminal::Bar::new(!args.quiet, "repositories");
    let progress = |done, total| bar.show(done, total);
    let dataset = match &args.history {
        Some(file) => Store::open(file).and_then(|store| store.audit(&audit, &targets, &progress)).map_err(of_store)?,
        None => audit.run(&targets, targets.len(), &NoSink, &progress),
    };
    bar.finish();
    let run = audit.run_of(targets.len());
    match args.format {
        AuditFormat::Text => print(&summary::summary(&dataset, &run))?,
        AuditFormat::Json => print(&format!("{:#}\n", summary::json(&dataset, &run)))?,
    }
    let complete = figures::completeness(&dataset, &run.run);
    Ok(match summary::held_up_by_any(&dataset, &run) {
        1.. => Exit::Findings,
        0 if complete.audited < complete.expected => Exit::Incomplete,
        0 => Exit::Clean,
    })
}

fn of_store(error: StoreError) -> SetupError {
    SetupError::new(error.to_string(), error.help())
}
