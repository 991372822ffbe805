//! `waylint check`: judge and report.

use std::{fs::File, io, path::Path};

use super::{Exit, Stop, request, terminal};
use crate::{
    cli::CheckArgs,
    finding::Report,
    linter::{self, BaselineChoice, SetupError},
    report::{self, Format, Options},
    rule::Level,
};

pub(super) fn run(args: &CheckArgs) -> Result<Exit, Stop> {
    let mut request = request(&args.input, &args.select, &args.config, &args.run)?;
    request.baseline = match &args.baseline {
        _ if args.no_baseline => BaselineChoice::None,
        Some(file) => BaselineChoice::File(file.clone()),
        None => BaselineChoice::Find,
    };
    let bar = terminal::Bar::new(!args.quiet);
    let outcome = linter::lint(&request, &|done, total| bar.show(done, total));
    bar.finish();
    let outcome = outcome?;
    let fail_on = match args.fail_on {
        Some(level) => level.level(),
        None => Some(outcome.fail_on.unwrap_or(Level::Error)),
    };
    let options = Options {
        color: terminal::colors(args.color),
        hyperlinks: terminal::hyperlinks(args.color),
        width: terminal::width(),
        verbose: args.verbose,
        quiet: args.quiet,
        fail_on,
        as_of: Some(request.as_of.to_string()),
        source_url: None,
    };
    for (format, file) in &args.output {
        save(*format, &outcome.report, &options, file)?;
    }
    report::write(args.format, &outcome.report, &options, &mut io::stdout().lock())?;
    if args.run.stats {
        outcome.stats.write(&mut io::stderr().lock())?;
    }
    Ok(exit(&outcome.report, fail_on))
}

/// Reports for machines have neither colours nor a terminal's width.
fn save(format: Format, report: &Report, options: &Options, path: &Path) -> Result<(), Stop> {
    let failed = |error: io::Error| {
        SetupError::new(format!("{} cannot be written: {error}", path.display()), "name a file in a folder that exists")
    };
    let options = Options { color: false, hyperlinks: false, width: 100, ..options.clone() };
    let mut file = File::create(path).map_err(failed)?;
    report::write(format, report, &options, &mut file).map_err(failed)?;
    Ok(())
}

/// Findings weigh more than failures: who mends the one sees the other in the same report.
fn exit(report: &Report, fail_on: Option<Level>) -> Exit {
    match fail_on {
        Some(level) if report.reaches(level) => Exit::Findings,
        _ if !report.failures.is_empty() => Exit::Incomplete,
        _ => Exit::Clean,
    }
}
