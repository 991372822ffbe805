//! The command line: its types and help texts, nothing else.

mod adoption;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub use adoption::{ExportArgs, ExportFormat, FeedbackArgs, FleetArgs, ImpactArgs, Spot, WaiveArgs, WaiversArgs};

use crate::{catalogue::Version, config::Peer, date::Date, report::Format, rule::Level};

/// A fast linter for platform standards: it judges a repository's files by Rego policies and JSON Schemas.
#[derive(Debug, Parser)]
#[command(name = "waylint", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(
    after_help = "Exit codes: 0 nothing at or above --fail-on · 1 findings · 2 waylint could not run · 3 something could not be judged"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge files and report what to mend
    Check(CheckArgs),
    /// Hold many repositories against the platform's standards: who meets which, and what is in the way
    Audit(AuditArgs),
    /// Write what audits found as a folder of pages: adoption, drop-offs, waivers, what comes next
    Report(ReportArgs),
    /// Say who would be held up on another day, or by other rules
    Impact(ImpactArgs),
    /// Write what audits say for other tools: Parquet, PostgreSQL, metrics, badges, Backstage and more
    Export(ExportArgs),
    /// Waive what a rule finds in a file, with a reason
    Waive(WaiveArgs),
    /// List all waivers: on whose word, for how long, and whether they still waive anything
    Waivers(WaiversArgs),
    /// Say whether what a rule found was of use
    Feedback(FeedbackArgs),
    /// Record today's findings as known debt, so that only new ones count
    Baseline(BaselineArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Explain a rule: what it finds, why, and what to do
    Explain(ExplainArgs),
    /// Show how waylint sees a file: kind, documents, the input of rules, places
    Inspect(InspectArgs),
    /// Write a commented .waylint.yaml for what is found here
    Init(InitArgs),
    /// Check, test and compare rules of your own
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// List, show and import the schemas that files are held against
    #[command(subcommand)]
    Schema(SchemaCommand),
    /// Print a completion script for a shell
    Completions {
        /// The shell.
        shell: Shell,
    },
}

/// Where rules and settings come from.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Configuration")]
pub struct ConfigArgs {
    /// Use this configuration file instead of searching upward for .waylint.yaml
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Use no configuration file
    #[arg(long)]
    pub no_config: bool,
    /// Add the rules of a folder (may be repeated)
    #[arg(long = "policy", value_name = "DIR")]
    pub policies: Vec<PathBuf>,
}

/// Which rules judge.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Rules")]
pub struct SelectArgs {
    /// Use only these rules: ids, packs or globs, separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave these rules out: ids, packs or globs, separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
}

/// What is judged.
#[derive(Args, Clone, Debug, Default)]
pub struct InputArgs {
    /// Files and folders; `-` reads one file from standard input [default: the current folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The name of the file on standard input, which decides its kind
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,
}

/// How schemas are had from addresses.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Schemas")]
pub struct NetworkArgs {
    /// Fetch schemas from the addresses that are named; what was fetched once is kept
    #[arg(long)]
    pub allow_network: bool,
    /// Where fetched schemas are kept [default: waylint in the user's cache folder]
    #[arg(long, value_name = "DIR")]
    pub cache_dir: Option<PathBuf>,
}

/// How the work is done.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Running")]
pub struct RunArgs {
    /// Number of threads [default: one per processor]
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<usize>,
    /// Judge as if today were this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// Judge manifests for this version of Kubernetes: 1.34, or `latest` (may be repeated) [default: configured, or the newest]
    #[arg(long, value_name = "VERSION", help_heading = "Schemas")]
    pub kubernetes_version: Vec<Version>,
    /// Further schemas: a file, a folder, an address, or a template such as
    /// {{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json (may be repeated)
    #[arg(long, value_name = "PATH", help_heading = "Schemas")]
    pub schema: Vec<PathBuf>,
    /// Schemas from addresses.
    #[command(flatten)]
    pub network: NetworkArgs,
    /// Make an object without a schema an error
    #[arg(long, help_heading = "Schemas")]
    pub require_schemas: bool,
    /// Show where the time goes, on standard error; rules are then judged one by one
    #[arg(long)]
    pub stats: bool,
}

/// `waylint check`.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// What is judged.
    #[command(flatten)]
    pub input: InputArgs,
    /// Which rules judge.
    #[command(flatten)]
    pub select: SelectArgs,
    /// Where settings come from.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// How the work is done.
    #[command(flatten)]
    pub run: RunArgs,
    /// Exit with 1 if a finding is at or above this level [default: error]
    #[arg(long, value_name = "LEVEL", help_heading = "Rules")]
    pub fail_on: Option<FailOn>,
    /// Make the safe fixes and report what remains; of standard input, print the fixed text and report on standard error
    #[arg(long, help_heading = "Fixing")]
    pub fix: bool,
    /// With --fix or --diff: make the fixes that want a look as well
    #[arg(long = "unsafe", help_heading = "Fixing")]
    pub unsafe_fixes: bool,
    /// Print what --fix would change, and write nothing; the exit code is that of a check
    #[arg(long, help_heading = "Fixing")]
    pub diff: bool,
    /// Known debt to leave out [default: .waylint-baseline.json beside the configuration, if it exists]
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline", help_heading = "Configuration")]
    pub baseline: Option<PathBuf>,
    /// Count known debt as well
    #[arg(long, help_heading = "Configuration")]
    pub no_baseline: bool,
    /// How to print the report
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT", help_heading = "Output")]
    pub format: Format,
    /// Also write a report to a file (may be repeated)
    #[arg(long, short, value_name = "FORMAT=FILE", value_parser = output, help_heading = "Output")]
    pub output: Vec<(Format, PathBuf)>,
    /// Show only errors, and nothing if there are none
    #[arg(long, short, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: bool,
    /// Also show what was looked at and not judged
    #[arg(long, short, help_heading = "Output")]
    pub verbose: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", help_heading = "Output")]
    pub color: Color,
}

/// `waylint audit`.
#[derive(Args, Debug)]
pub struct AuditArgs {
    /// Repositories: folders, folders of clones, PATH@REF, or manifests (.csv, .yaml) that list them
    #[arg(value_name = "REPO", required = true)]
    pub repositories: Vec<PathBuf>,
    /// Where rules and standards come from: the platform's configuration, not a repository's own.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// Keep what is found in this file (SQLite), and go on from what it says: unchanged repositories are not judged again
    #[arg(long, value_name = "FILE", help_heading = "History")]
    pub history: Option<PathBuf>,
    /// The run's name, by which an interrupted one is taken up again [default: the day]
    #[arg(long, value_name = "NAME", help_heading = "History")]
    pub run: Option<String>,
    /// Number of threads [default: one per processor]
    #[arg(long, short, value_name = "N", help_heading = "Running")]
    pub jobs: Option<usize>,
    /// Judge as if today were this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", help_heading = "Running")]
    pub as_of: Option<Date>,
    /// How to print the figures
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT", help_heading = "Output")]
    pub format: AuditFormat,
    /// Show no progress
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,
}

/// How to print an audit's figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    /// Fifteen lines.
    #[default]
    Text,
    /// JSON.
    Json,
}

/// `waylint report`.
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// The history that `waylint audit --history` keeps
    #[arg(long, value_name = "FILE", help_heading = "History")]
    pub history: PathBuf,
    /// The folder to write to: a new one, or that of an earlier report
    #[arg(long, short, value_name = "DIR", default_value = "waylint-report", help_heading = "Output")]
    pub output: PathBuf,
    /// Say nothing of what was written
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,
}

/// `waylint baseline`.
#[derive(Args, Debug)]
pub struct BaselineArgs {
    /// What is judged.
    #[command(flatten)]
    pub input: InputArgs,
    /// Which rules judge.
    #[command(flatten)]
    pub select: SelectArgs,
    /// Where settings come from.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// How the work is done.
    #[command(flatten)]
    pub run: RunArgs,
    /// Where to write it [default: .waylint-baseline.json beside the configuration]
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    pub baseline: Option<PathBuf>,
}

/// `waylint rules`.
#[derive(Args, Debug)]
pub struct RulesArgs {
    /// Which rules.
    #[command(flatten)]
    pub select: SelectArgs,
    /// Where rules come from.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// How to print them
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT", help_heading = "Output")]
    pub format: ListFormat,
}

/// `waylint explain`.
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// A rule's id, or a peer's id for the same fault
    pub rule: String,
    /// Show what the rule makes of a file, line by line: what held, what did not and on which value
    #[arg(long, value_name = "FILE")]
    pub why: Option<PathBuf>,
    /// Where rules come from.
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// `waylint schema`.
#[derive(Debug, Subcommand)]
pub enum SchemaCommand {
    /// List what waylint carries a schema of
    List(SchemaListArgs),
    /// Print a schema with everything it refers to
    Show(SchemaShowArgs),
    /// Write the schemas of custom resources to files that configuration can name
    Import(SchemaImportArgs),
}

/// `waylint schema list`.
#[derive(Args, Debug)]
pub struct SchemaListArgs {
    /// Only names that hold all of these words
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
}

/// `waylint schema show`.
#[derive(Args, Debug)]
pub struct SchemaShowArgs {
    /// A kind of object or file: `Deployment`, `apps/v1 Deployment`, `github/workflow`
    #[arg(value_name = "KIND")]
    pub kind: String,
    /// As this version of Kubernetes has it [default: the newest]
    #[arg(long, value_name = "VERSION")]
    pub kubernetes_version: Option<Version>,
}

/// `waylint schema import`.
#[derive(Args, Debug)]
pub struct SchemaImportArgs {
    /// Files, folders and addresses that hold a CustomResourceDefinition
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Definitions from addresses.
    #[command(flatten)]
    pub network: NetworkArgs,
    /// The folder to write to; name it under `schemas` in .waylint.yaml
    #[arg(long, short, value_name = "DIR", default_value = "schemas")]
    pub output: PathBuf,
}

/// `waylint policy`.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Say what is wrong with rules, without judging anything
    Check(PolicyCheckArgs),
    /// Run the tests that stand beside rules (`*_test.rego`)
    Test(PolicyTestArgs),
}

/// `waylint policy check`.
#[derive(Args, Debug)]
pub struct PolicyCheckArgs {
    /// Folders of packs [default: those of the configuration]
    #[arg(value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// Judge these files with a second interpreter too and print where the two differ (may be repeated)
    #[arg(long, value_name = "PATH")]
    pub cross_check: Vec<PathBuf>,
}

/// `waylint policy test`.
#[derive(Args, Debug)]
pub struct PolicyTestArgs {
    /// Folders of packs
    #[arg(value_name = "DIR", required = true)]
    pub folders: Vec<PathBuf>,
    /// Say which lines of the rules no test reached
    #[arg(long)]
    pub coverage: bool,
    /// Also list tests that hold
    #[arg(long, short)]
    pub verbose: bool,
}

/// `waylint inspect`.
#[derive(Args, Debug)]
pub struct InspectArgs {
    /// The file
    pub file: PathBuf,
    /// Show only what stands at this place, such as `spec.containers[0].image`, or at this line
    #[arg(long, value_name = "POINTER|LINE")]
    pub at: Option<String>,
    /// Where kinds come from.
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// `waylint init`.
#[derive(Args, Debug)]
pub struct InitArgs {
    /// The repository's folder
    #[arg(default_value = ".")]
    pub folder: PathBuf,
    /// Take over what another linter's configuration sets: hadolint, or hadolint=FILE (may be repeated)
    #[arg(long, value_name = "LINTER", value_parser = peer)]
    pub from: Vec<(String, Option<PathBuf>)>,
    /// Write to standard output instead of .waylint.yaml
    #[arg(long)]
    pub stdout: bool,
}

/// From which level on a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// Any finding.
    Note,
    /// Nothing: findings never fail the run.
    Never,
}

impl FailOn {
    /// The level, if any finding fails the run.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Note => Some(Level::Note),
            Self::Never => None,
        }
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How to print a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table.
    #[default]
    Table,
    /// JSON.
    Json,
}

fn output(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, file) = text.split_once('=').ok_or("write it as FORMAT=FILE, such as sarif=waylint.sarif")?;
    if file.is_empty() {
        return Err("name a file after the `=`".to_owned());
    }
    Ok((Format::from_str(format, true)?, PathBuf::from(file)))
}

fn peer(text: &str) -> Result<(String, Option<PathBuf>), String> {
    let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
    if !Peer::names().any(|known| known == name) {
        return Err(format!("name one of {}", Peer::names().collect::<Vec<_>>().join(", ")));
    }
    match file {
        Some("") => Err("name a file after the `=`".to_owned()),
        file => Ok((name.to_owned(), file.map(PathBuf::from))),
    }
}
