//! The verbs: load, call one function, write. No logic lives here.

mod audit;
mod baseline;
mod check;
mod completions;
mod explain;
mod export;
mod feedback;
mod fleet;
mod impact;
mod init;
mod inspect;
mod policy;
mod report;
mod rules;
mod schema;
mod terminal;
mod waive;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use crate::{
    catalogue::Store,
    cli::{Cli, Command, ConfigArgs, InputArgs, NetworkArgs, RunArgs, SelectArgs},
    config::Choice,
    date::Date,
    linter::{BaselineChoice, Request, SetupError},
};

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above the level that fails a run.
    Clean = 0,
    /// Findings.
    Findings = 1,
    /// waylint could not run: usage, configuration, a broken rule.
    Unable = 2,
    /// It ran, but could not judge everything.
    Incomplete = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command ends early.
#[derive(Debug)]
enum Stop {
    /// waylint cannot run.
    Setup(SetupError),
    /// Output cannot be written.
    Output(io::Error),
}

impl From<SetupError> for Stop {
    fn from(error: SetupError) -> Self {
        Self::Setup(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Runs a command; errors are told on standard error.
pub fn run(cli: &Cli) -> Exit {
    let result = match &cli.command {
        Command::Check(args) => check::run(args),
        Command::Audit(args) => audit::run(args),
        Command::Report(args) => report::run(args),
        Command::Impact(args) => impact::run(args),
        Command::Export(args) => export::run(args),
        Command::Waive(args) => waive::one(args),
        Command::Waivers(args) => waive::all(args),
        Command::Feedback(args) => feedback::run(args),
        Command::Baseline(args) => baseline::run(args),
        Command::Rules(args) => rules::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Inspect(args) => inspect::run(args),
        Command::Init(args) => init::run(args),
        Command::Policy(command) => policy::run(command),
        Command::Schema(command) => schema::run(command),
        Command::Completions { shell } => completions::run(*shell),
    };
    match result {
        Ok(exit) => exit,
        // Whoever reads a pipe may stop reading: no error of ours.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Clean,
        Err(Stop::Output(error)) => {
            terminal::tell(&SetupError::new(
                format!("the output cannot be written: {error}"),
                "check the disk and the path",
            ));
            Exit::Unable
        }
        Err(Stop::Setup(error)) => {
            terminal::tell(&error);
            Exit::Unable
        }
    }
}

fn request(input: &InputArgs, select: &SelectArgs, config: &ConfigArgs, run: &RunArgs) -> Result<Request, Stop> {
    let dash = |path: &std::path::PathBuf| path.as_os_str() == "-";
    let stdin = match (input.paths.iter().any(dash), &input.stdin_filename) {
        (true, Some(name)) if input.paths.len() == 1 => Some((name.clone(), terminal::read_stdin()?)),
        (true, None) => {
            return Err(SetupError::new(
                "`-` needs a name",
                "add `--stdin-filename`, such as deploy/web.yaml: the name decides the kind",
            )
            .into());
        }
        (true, _) => {
            return Err(SetupError::new("`-` stands alone", "judge standard input and files in two runs").into());
        }
        (false, _) => None,
    };
    Ok(Request {
        paths: match input.paths.is_empty() || stdin.is_some() {
            true => vec![".".into()],
            false => input.paths.clone(),
        },
        stdin,
        select: select.select.clone(),
        ignore: select.ignore.clone(),
        config: choice(config),
        policies: config.policies.clone(),
        baseline: BaselineChoice::Find,
        as_of: run.as_of.unwrap_or_else(Date::today),
        kubernetes: run.kubernetes_version.clone(),
        schemas: run.schema.clone(),
        store: store(&run.network),
        require_schemas: run.require_schemas,
        jobs: run.jobs,
        complete: None,
        stats: run.stats,
        once: true,
        parts_from: Request::PARTS_FROM,
        fix: None,
        replacements: false,
    })
}

fn store(network: &NetworkArgs) -> Store {
    Store::new(network.allow_network, network.cache_dir.clone())
}

fn choice(config: &ConfigArgs) -> Choice {
    match &config.config {
        _ if config.no_config => Choice::None,
        Some(file) => Choice::File(file.clone()),
        None => Choice::Find,
    }
}

/// Writes to standard output in one go.
fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
