//! `waylint policy`: what those who write rules need.

use std::fmt::Write;

use super::{Exit, Stop, print, terminal};
use crate::{
    cli::{PolicyCheckArgs, PolicyCommand, PolicyTestArgs},
    linter::{Request, Session, SetupError},
    registry::Registry,
    testing,
};

pub(super) fn run(command: &PolicyCommand) -> Result<Exit, Stop> {
    match command {
        PolicyCommand::Test(args) => test(args),
        PolicyCommand::Check(args) => check(args),
    }
}

fn test(args: &PolicyTestArgs) -> Result<Exit, Stop> {
    let base = Registry::built_in().map_err(SetupError::from)?;
    let run = testing::run(base, &args.folders).map_err(SetupError::from)?;
    let mut out = String::new();
    let failed = run.results.iter().filter(|result| result.failure.is_some()).count();
    for result in &run.results {
        match &result.failure {
            Some(failure) => {
                let _ = writeln!(out, "{}: {} failed: {failure}", result.file, result.name);
            }
            None if args.verbose => {
                let _ = writeln!(out, "{}: {} holds", result.file, result.name);
            }
            None => {}
        }
    }
    if args.coverage {
        for module in &run.coverage {
            let reached = module.lines - module.missed.len();
            let missed: Vec<String> = module.missed.iter().map(u32::to_string).collect();
            let lines = if missed.is_empty() { String::new() } else { format!(", not lines {}", missed.join(", ")) };
            let _ = writeln!(out, "{}: {reached} of {} lines reached{lines}", module.file, module.lines);
        }
    }
    let count = run.results.len();
    let _ = writeln!(out, "{} of {count} test{} hold", count - failed, if count == 1 { "" } else { "s" });
    print(&out)?;
    Ok(if failed > 0 { Exit::Findings } else { Exit::Clean })
}

fn check(args: &PolicyCheckArgs) -> Result<Exit, Stop> {
    let request = Request { policies: args.folders.clone(), ..Request::default() };
    let session = Session::new(&request)?;
    let errors = session.module_errors();
    for error in &errors {
        terminal::tell(&SetupError::from(error.clone()));
    }
    if !errors.is_empty() {
        return Ok(Exit::Unable);
    }
    if args.cross_check.is_empty() {
        print(&format!("{} rules can be used\n", session.registry().rules().count()))?;
        return Ok(Exit::Clean);
    }
    cross_check(&session, args)
}

#[cfg(feature = "second-opinion")]
fn cross_check(session: &Session, args: &PolicyCheckArgs) -> Result<Exit, Stop> {
    let request = Request { paths: args.cross_check.clone(), policies: args.folders.clone(), ..Request::default() };
    let compared = session.cross_check(&request)?;
    let mut out = String::new();
    for difference in &compared.differences {
        let _ = writeln!(out, "{difference}");
    }
    let _ = writeln!(
        out,
        "{} rules on {} documents: {} answers compared, {} differ",
        compared.rules,
        compared.documents,
        compared.answers,
        compared.differences.len()
    );
    print(&out)?;
    Ok(if compared.differences.is_empty() { Exit::Clean } else { Exit::Findings })
}

#[cfg(not(feature = "second-opinion"))]
fn cross_check(_: &Session, _: &PolicyCheckArgs) -> Result<Exit, Stop> {
    let help = "build waylint with `--features second-opinion`";
    Err(SetupError::new("this waylint has no second interpreter to compare with", help).into())
}
