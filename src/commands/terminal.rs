//! Standard input, standard error and what a terminal can show.

use std::{
    env,
    io::{self, IsTerminal, Read, Write},
    sync::OnceLock,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::{cli::Color, linter::SetupError};

/// How long a run is silent before it shows how far it is.
const PATIENCE: Duration = Duration::from_millis(800);

/// All of standard input.
pub(super) fn read_stdin() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Tells why waylint cannot run. Whether standard error takes it cannot matter any more.
pub(super) fn tell(error: &SetupError) {
    let mut out = io::stderr().lock();
    let _ = writeln!(out, "waylint: {error}");
    if let Some(place) = &error.place {
        let start = place.location.start;
        let _ = writeln!(out, "  --> {}:{}:{}", place.file, start.line, start.column);
        for (number, line) in (place.excerpt.first_line..).zip(place.excerpt.text.lines()) {
            let _ = writeln!(out, "{number:>5} | {line}");
            if number == start.line {
                let width = (place.location.end.column.max(start.column + 1) - start.column) as usize;
                let marks = if place.location.end.line == start.line { "^".repeat(width) } else { "^".to_owned() };
                // A tab is as wide above as below.
                let before = line.chars().take(start.column as usize - 1);
                let margin: String = before.map(|c| if c == '\t' { c } else { ' ' }).collect();
                let _ = writeln!(out, "      | {margin}{marks}");
            }
        }
    }
    let _ = writeln!(out, "  help: {}", error.help);
}

/// Whether to colour standard output.
pub(super) fn colors(choice: Color) -> bool {
    match choice {
        Color::Always => true,
        Color::Never => false,
        // https://no-color.org: any value but an empty one.
        Color::Auto => io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    }
}

/// Whether to write links that a terminal can open.
pub(super) fn hyperlinks(choice: Color) -> bool {
    choice != Color::Never && io::stdout().is_terminal() && supports_hyperlinks()
}

/// Terminals that would show the bare escape codes do not say what they are, so only known ones get links.
fn supports_hyperlinks() -> bool {
    ["WT_SESSION", "KITTY_WINDOW_ID", "VTE_VERSION", "KONSOLE_VERSION", "TERM_PROGRAM"]
        .iter()
        .any(|name| env::var_os(name).is_some())
}

/// The width of standard output, in columns.
pub(super) fn width() -> usize {
    let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.or_else(terminal).unwrap_or(100)
}

/// A progress bar that appears only on a terminal, and only if a run takes long.
pub(super) struct Bar {
    started: Instant,
    shown: bool,
    /// What is counted.
    things: &'static str,
    bar: OnceLock<ProgressBar>,
}

impl Bar {
    pub(super) fn new(wanted: bool, things: &'static str) -> Self {
        Self { started: Instant::now(), shown: wanted && io::stderr().is_terminal(), things, bar: OnceLock::new() }
    }

    /// Things done, things in all.
    pub(super) fn show(&self, done: usize, total: usize) {
        if !self.shown || self.bar.get().is_none() && self.started.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {}", self.things));
            let bar = ProgressBar::new(total as u64);
            if let Ok(style) = style {
                bar.set_style(style);
            }
            bar
        });
        bar.set_position(done as u64);
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
