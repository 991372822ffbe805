//! The fleet that a command looks at: a history of audits, or repositories that are audited now.

use super::{Stop, terminal};
use crate::{
    audit::{
        self, Audit, NoSink,
        dataset::{Dataset, Run, RunId},
        store::{Depth, Store},
    },
    cli::FleetArgs,
    linter::{Request, SetupError},
};

/// What is said of the fleet, and the run that is looked at.
pub(super) fn load(args: &FleetArgs, request: &Request, depth: &Depth) -> Result<(Dataset, Run), Stop> {
    let Some(file) = &args.history else { return audit(args, request) };
    if !args.repositories.is_empty() {
        let help = "leave out `--history` to judge the repositories, or the repositories to ask the history";
        return Err(SetupError::new("a history and repositories are both given", help).into());
    }
    if !file.is_file() {
        let help = "write one with `waylint audit --history FILE REPO…`";
        return Err(SetupError::new(format!("there is no history {}", file.display()), help).into());
    }
    let of_store = |error: audit::store::StoreError| SetupError::new(error.to_string(), error.help());
    let of_run = args.run.as_ref().map(|name| Depth::Run(RunId::new(name.as_str())));
    let depth = of_run.as_ref().filter(|_| *depth == Depth::Latest).unwrap_or(depth);
    let dataset = Store::open(file).and_then(|store| store.load(depth)).map_err(of_store)?;
    let run = match &args.run {
        Some(name) => dataset.run(&RunId::new(name.as_str())),
        None => dataset.latest(),
    };
    let Some(run) = run.cloned() else {
        let runs: Vec<String> = dataset.runs().map(|run| run.run.to_string()).collect();
        let help = match runs.as_slice() {
            [] => "audit the fleet first".to_owned(),
            runs => format!("it holds {}", runs.join(", ")),
        };
        let message = args
            .run
            .as_ref()
            .map_or("the history holds no run".to_owned(), |name| format!("the history holds no run `{name}`"));
        return Err(SetupError::new(message, help).into());
    };
    Ok((dataset, run))
}

fn audit(args: &FleetArgs, request: &Request) -> Result<(Dataset, Run), Stop> {
    if args.repositories.is_empty() {
        let help = "name repositories, or a history of audits with `--history`";
        return Err(SetupError::new("no fleet is given", help).into());
    }
    let audit = Audit::new(request, None)?;
    let targets = audit::targets(&args.repositories)?;
    let bar = terminal::Bar::new(true, "repositories");
    let dataset = audit.run(&targets, targets.len(), &NoSink, &|done, total| bar.show(done, total));
    bar.finish();
    Ok((dataset, audit.run_of(targets.len())))
}
