//! A finished [`Report`] in the formats that people and programs read.
//!
//! One file per format, each with one function `write` over any [`Write`]. Nothing here decides anything: levels, waivers
//! and order were settled before. No clock, no environment, no file is read, so the same report gives the same bytes.
//! `docs/formats.md` says what each format shows and who reads it.

mod concise;
mod github;
mod gitlab;
mod json;
mod junit;
mod markdown;
mod paint;
mod printable;
mod sarif;
mod text;
mod uri;
mod words;

use std::{
    fmt,
    io::{self, Write},
    str::FromStr,
};

use clap::ValueEnum;

use crate::{finding::Report, rule::Level};

pub use json::schema as json_schema;
pub use printable::shown;
pub use words::counted;

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, ValueEnum)]
pub enum Format {
    /// For people: the lines concerned, what to do and what to run next.
    #[default]
    Text,
    /// One line per finding, for editors and grep.
    Concise,
    /// Everything, as waylint's own versioned JSON.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// A code quality report of GitLab.
    Gitlab,
    /// JUnit XML, for Jenkins and the test tabs of other servers.
    Junit,
    /// A comment for a pull request.
    Markdown,
}

impl Format {
    /// The name, as the command line spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Markdown => "markdown",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        <Self as ValueEnum>::from_str(name, false)
    }
}

/// What a report needs to know beside the findings. What a format has no use for, it ignores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether the reader shows colours.
    pub color: bool,
    /// Whether the reader follows terminal hyperlinks (OSC 8).
    pub hyperlinks: bool,
    /// Columns to fit into.
    pub width: usize,
    /// Every finding in full.
    pub verbose: bool,
    /// Only findings at or above `fail_on`, failures and the verdict.
    pub quiet: bool,
    /// The level from which findings fail the run.
    pub fail_on: Option<Level>,
    /// The day on which waivers were judged, `YYYY-MM-DD`, if one was given.
    pub as_of: Option<String>,
    /// Where the scanned files can be read, such as `https://github.com/example/web/blob/main/`; a path is appended.
    pub source_url: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            color: false,
            hyperlinks: false,
            width: 80,
            verbose: false,
            quiet: false,
            fail_on: Some(Level::Error),
            as_of: None,
            source_url: None,
        }
    }
}

impl Options {
    /// The least level that is shown to people.
    fn least(&self) -> Level {
        if self.quiet { self.fail_on.unwrap_or(Level::Error) } else { Level::Note }
    }
}

/// What was fixed, in a sentence; `None` if that was not asked for.
pub fn fixed(report: &Report) -> Option<String> {
    words::fixed(report)
}

/// Writes a report in a format.
pub fn write(format: Format, report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    match format {
        Format::Text => text::write(report, options, &mut out),
        Format::Concise => concise::write(report, options, &mut out),
        Format::Json => json::write(report, options, &mut out),
        Format::Sarif => sarif::write(report, &mut out),
        Format::Github => github::write(report, options, &mut out),
        Format::Gitlab => gitlab::write(report, &mut out),
        Format::Junit => junit::write(report, options, &mut out),
        Format::Markdown => markdown::write(report, options, &mut out),
    }?;
    out.flush()
}
