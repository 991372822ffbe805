//! `waylint check`: judge and report.

use std::{
    fs::File,
    io::{self, Write},
    mem::ManuallyDrop,
    path::Path,
};

use super::{Exit, Stop, print, request, terminal};
use crate::{
    cli::CheckArgs,
    finding::Report,
    fix,
    linter::{self, BaselineChoice, Fixing, SetupError},
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
    request.fix = fixing(args, request.stdin.is_some())?;
    let mut formats = args.output.iter().map(|(format, _)| *format).chain([args.format]);
    request.replacements = formats.any(|format| format == Format::Sarif);
    let bar = terminal::Bar::new(!args.quiet, "files");
    let outcome = linter::lint(&request, &|done, total| bar.show(done, total));
    bar.finish();
    // The process ends with this: giving everything back piece by piece is a part of a short run that can be felt.
    let outcome = ManuallyDrop::new(outcome?);
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
    let report = outcome.unfixed.as_ref().filter(|_| args.diff).unwrap_or(&outcome.report);
    for (format, file) in &args.output {
        save(*format, report, &options, file)?;
    }
    match &request.stdin {
        _ if args.diff => {
            for change in &outcome.changes {
                print(&fix::unified(&change.file, &change.before, &change.after))?;
            }
            tell(report::fixed(&outcome.report).as_deref())?;
        }
        Some((_, bytes)) if args.fix => {
            let fixed = outcome.changes.first().map(|change| change.after.as_bytes());
            io::stdout().lock().write_all(fixed.unwrap_or(bytes))?;
            report::write(args.format, report, &options, &mut io::stderr().lock())?;
        }
        _ => report::write(args.format, report, &options, &mut io::stdout().lock())?,
    }
    if args.run.stats {
        outcome.stats.write(&mut io::stderr().lock())?;
    }
    Ok(exit(report, fail_on))
}

/// Which fixes are asked for.
fn fixing(args: &CheckArgs, stdin: bool) -> Result<Option<Fixing>, SetupError> {
    if args.unsafe_fixes && !args.fix && !args.diff {
        return Err(SetupError::new(
            "`--unsafe` says which fixes are made, and none are asked for",
            "add `--fix` or `--diff`",
        ));
    }
    let write = args.fix && !args.diff && !stdin;
    Ok((args.fix || args.diff).then_some(Fixing { unsafe_ones: args.unsafe_fixes, write }))
}

/// A line beside the output.
fn tell(line: Option<&str>) -> io::Result<()> {
    line.map_or(Ok(()), |line| writeln!(io::stderr().lock(), "{line}"))
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
