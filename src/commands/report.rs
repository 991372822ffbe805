//! `waylint report`: what a history of audits says, as pages for people.

use super::{Exit, Stop, print};
use crate::{
    audit::{
        report::{self, ReportError},
        store::{Depth, Store, StoreError},
    },
    cli::ReportArgs,
    linter::SetupError,
};

pub(super) fn run(args: &ReportArgs) -> Result<Exit, Stop> {
    if !args.history.is_file() {
        return Err(SetupError::new(
            format!("there is no history {}", args.history.display()),
            "name the file that `waylint audit --history` keeps",
        )
        .into());
    }
    let dataset = Store::open(&args.history).and_then(|store| store.load(&Depth::Latest)).map_err(of_store)?;
    let written = report::write(&dataset, &args.output).map_err(of_report)?;
    if !args.quiet {
        let megabytes = written.bytes as f64 / 1e6;
        let start = args.output.join("index.html");
        print(&format!("{} files, {megabytes:.1} MB: open {}\n", written.files, start.display()))?;
    }
    Ok(Exit::Clean)
}

fn of_store(error: StoreError) -> SetupError {
    SetupError::new(error.to_string(), error.help())
}

fn of_report(error: ReportError) -> SetupError {
    let help = error.help();
    SetupError::new(error.to_string(), help)
}
