//! The arguments of what a platform team does besides judging: waivers, feedback, outlook, exports.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ConfigArgs, ListFormat, RunArgs};
use crate::date::Date;

/// A file, and perhaps a line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: Option<u32>,
}

/// Reads `FILE` or `FILE:LINE`.
fn spot(text: &str) -> Result<Spot, String> {
    let line = text.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse::<u32>().ok()?)));
    match line {
        Some((_, 0)) => Err("lines count from 1".to_owned()),
        Some((file, line)) if !file.is_empty() => Ok(Spot { file: file.into(), line: Some(line) }),
        _ => Ok(Spot { file: text.into(), line: None }),
    }
}

/// `waylint waive`.
#[derive(Args, Debug)]
pub struct WaiveArgs {
    /// A rule's id, a pack or a glob
    pub rule: String,
    /// The file, and the line if only what is found there is meant
    #[arg(value_name = "FILE[:LINE]", value_parser = spot)]
    pub place: Spot,
    /// Why the rule does not hold here
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Who answers for it
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    /// The last day it holds (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,
    /// Write it as a comment into the file itself instead of into .waylint.yaml
    #[arg(long)]
    pub inline: bool,
    /// Where settings come from.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// Judge as if today were this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", help_heading = "Running")]
    pub as_of: Option<Date>,
}

/// `waylint waivers`.
#[derive(Args, Debug)]
pub struct WaiversArgs {
    /// The repository's folder
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Where settings come from.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// How the work is done.
    #[command(flatten)]
    pub run: RunArgs,
    /// How to print them
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT", help_heading = "Output")]
    pub format: ListFormat,
}

/// `waylint feedback`.
#[derive(Args, Debug)]
#[command(group(clap::ArgGroup::new("word").required(true).args(["useful", "not_useful"])))]
pub struct FeedbackArgs {
    /// A rule's id
    pub rule: String,
    /// The finding that is meant
    #[arg(value_name = "FILE[:LINE]", value_parser = spot)]
    pub place: Option<Spot>,
    /// It was of use
    #[arg(long)]
    pub useful: bool,
    /// It was not, and why
    #[arg(long, value_name = "WHY")]
    pub not_useful: Option<String>,
    /// Where to write it [default: what `feedback` in .waylint.yaml names, else .waylint/feedback.ndjson]
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub file: Option<PathBuf>,
    /// Where settings come from.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// The day it is said (YYYY-MM-DD) [default: today]
    #[arg(long, value_name = "DATE", help_heading = "Running")]
    pub as_of: Option<Date>,
}

/// Which fleet is looked at.
#[derive(Args, Debug)]
pub struct FleetArgs {
    /// Repositories: folders, folders of clones, PATH@REF, or manifests (.csv, .yaml) that list them
    #[arg(value_name = "REPO")]
    pub repositories: Vec<PathBuf>,
    /// Ask this history of audits (SQLite) instead of judging repositories
    #[arg(long, value_name = "FILE", help_heading = "History")]
    pub history: Option<PathBuf>,
    /// The run to look at [default: the latest]
    #[arg(long, value_name = "NAME", requires = "history", help_heading = "History")]
    pub run: Option<String>,
    /// Number of threads [default: one per processor]
    #[arg(long, short, value_name = "N", help_heading = "Running")]
    pub jobs: Option<usize>,
}

/// `waylint impact`.
#[derive(Args, Debug)]
#[command(group(clap::ArgGroup::new("asked").required(true).multiple(true).args(["as_of", "policies"])))]
pub struct ImpactArgs {
    /// Which fleet.
    #[command(flatten)]
    pub fleet: FleetArgs,
    /// The day that is asked about (YYYY-MM-DD): what is enforced then, which waivers have ended
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// Further or changed rules, which the repositories are judged by anew (may be repeated)
    #[arg(long = "policy", value_name = "DIR", conflicts_with = "history")]
    pub policies: Vec<PathBuf>,
    /// The day to compare with (YYYY-MM-DD) [default: today, or the day of the run]
    #[arg(long, value_name = "DATE", conflicts_with = "history")]
    pub since: Option<Date>,
    /// The configuration that rules and standards come from [default: .waylint.yaml, searched upward]
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    pub config: Option<PathBuf>,
    /// How to print it
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT", help_heading = "Output")]
    pub format: super::AuditFormat,
}

/// `waylint export`.
#[derive(Args, Debug)]
pub struct ExportArgs {
    /// Which fleet.
    #[command(flatten)]
    pub fleet: FleetArgs,
    /// What to write, and where: a folder for parquet, csv, ndjson, postgres and badges, a file for the others (may be repeated)
    #[arg(long, short, value_name = "FORMAT=PATH", value_parser = output, required = true, help_heading = "Output")]
    pub output: Vec<(ExportFormat, PathBuf)>,
    /// Where rules and standards come from, if repositories are given.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// Judge as if today were this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", conflicts_with = "history", help_heading = "Running")]
    pub as_of: Option<Date>,
}

/// What the records are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A file of Parquet for each table.
    Parquet,
    /// A file of comma-separated values for each table.
    Csv,
    /// A file of JSON lines for each table.
    Ndjson,
    /// A script for psql.
    Postgres,
    /// Metrics of the run.
    Openmetrics,
    /// Badges of the run: SVG, and JSON for shields.io.
    Badges,
    /// Facts for Backstage's Tech Insights.
    Backstage,
    /// Outcomes for Datadog's scorecards.
    Datadog,
    /// The roadmap as a feed.
    Atom,
    /// A summary for chat.
    Markdown,
}

fn output(text: &str) -> Result<(ExportFormat, PathBuf), String> {
    let (format, path) = text.split_once('=').ok_or("write it as FORMAT=PATH, such as parquet=dataset")?;
    if path.is_empty() {
        return Err("name a file or folder after the `=`".to_owned());
    }
    let names = || {
        ExportFormat::value_variants()
            .iter()
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
    };
    let format = ExportFormat::from_str(format, true)
        .map_err(|_| format!("`{format}` is none of {}", names().collect::<Vec<_>>().join(", ")))?;
    Ok((format, PathBuf::from(path)))
}
