//! What a developer reads whose pipeline has failed: each finding with its lines, what to do, and what to run next.
//!
//! Findings stand in the order of the report, file by file. What a rule has to say for itself (help and page) is said
//! once per file; after [`IN_FULL`] findings of a rule in a file the rest are one line each, gathered at the file's end.

mod canvas;
mod snippet;
mod summary;
mod wrap;

use std::{
    collections::HashMap,
    io::{self, Write},
};

use self::{
    snippet::{Mark, Snippet},
    wrap::wrap,
};
use super::{
    Options,
    paint::{Ink, Paint},
    printable::printable,
    words,
};
use crate::{
    finding::{Failure, Finding, Place, Related, Report},
    rule::{Level, RuleId},
};

/// Findings of one rule in one file that are shown with their lines.
const IN_FULL: usize = 3;
/// Related places that are shown with their lines.
const RELATED_IN_FULL: usize = 3;
/// Columns of the widest line that is still read with ease.
const WIDEST: usize = 120;

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let width = options.width.clamp(40, WIDEST);
    let mut text = Text { out, paint: Paint::new(options), width, verbose: options.verbose };
    let findings: Vec<_> = words::visible(report, options.least()).collect();
    for file in findings.chunk_by(|a, b| a.place.file == b.place.file) {
        text.file(file)?;
    }
    for failure in &report.failures {
        text.failure(failure)?;
    }
    text.summary(report, options)
}

struct Text<'a> {
    out: &'a mut dyn Write,
    paint: Paint,
    width: usize,
    verbose: bool,
}

impl Text<'_> {
    /// The findings of one file.
    fn file(&mut self, findings: &[&Finding]) -> io::Result<()> {
        let mut seen: HashMap<&RuleId, usize> = HashMap::new();
        let mut rest: Vec<&Finding> = Vec::new();
        for finding in findings {
            let seen = seen.entry(&finding.rule.id).or_default();
            *seen += 1;
            if *seen <= IN_FULL || self.verbose {
                self.finding(finding, *seen == 1)?;
            } else {
                rest.push(finding);
            }
        }
        rest.sort_by_key(|finding| &finding.rule.id);
        for repeats in rest.chunk_by(|a, b| a.rule.id == b.rule.id) {
            self.repeats(repeats)?;
        }
        Ok(())
    }

    /// One finding with its lines; `first` of its rule in its file.
    fn finding(&mut self, finding: &Finding, first: bool) -> io::Result<()> {
        self.headline(finding, &printable(&finding.message))?;
        let beside = |related: &&Related| self.is_beside(&finding.place, &related.place);
        let (near, far): (Vec<&Related>, Vec<_>) = finding.related.iter().partition(beside);
        let margin = self.lines(&finding.place, &near, finding.level)?;
        self.advice(finding, first, margin)?;
        for (index, related) in far.into_iter().enumerate() {
            self.related(related, index < RELATED_IN_FULL || self.verbose, margin)?;
        }
        writeln!(self.out)
    }

    /// `error[pack/rule]: what is wrong`.
    fn headline(&mut self, finding: &Finding, message: &str) -> io::Result<()> {
        let (level, id) = (finding.level, finding.rule.id.as_str());
        let indent = level.as_str().len() + id.len() + 4;
        let ink = Ink::Level(level);
        let link = self.paint.link(finding.rule.url(), id);
        write!(self.out, "{}", self.paint.ink(ink, format_args!("{level}[{link}]")))?;
        let message = wrap(message, self.width.saturating_sub(indent), self.width.saturating_sub(4));
        writeln!(self.out, "{}", self.paint.ink(Ink::Strong, format_args!(": {}", message.join("\n    "))))
    }

    /// `--> file:line:column` and the lines there. Returns the column of the rule beside them.
    fn lines(&mut self, place: &Place, near: &[&Related], level: Level) -> io::Result<usize> {
        let mut marks = vec![Mark { span: place.span, label: None }];
        marks.extend(near.iter().map(|related| Mark { span: related.place.span, label: Some(&related.message) }));
        let snippet = Snippet::new(&place.excerpt, &marks, self.width);
        let digits = snippet.as_ref().map_or(1, Snippet::number_width);
        let at = words::place(&place.file, &place.location);
        writeln!(self.out, "{:digits$} {} {}", "", self.paint.ink(Ink::Faint, "-->"), printable(&at))?;
        let margin = digits + 2;
        if let Some(snippet) = snippet {
            writeln!(self.out, "{:margin$}{}", "", self.paint.ink(Ink::Faint, "│"))?;
            write!(self.out, "{}", snippet.draw(level, self.paint.colors()))?;
            if snippet.is_cut() {
                let until = words::last_line(&place.location);
                let hint = format!("⋮ down to line {until}");
                writeln!(self.out, "{:margin$}{}", "", self.paint.ink(Ink::Faint, hint))?;
            }
        }
        Ok(margin)
    }

    /// What to do, once per rule and file, and what waylint can do itself.
    fn advice(&mut self, finding: &Finding, first: bool, margin: usize) -> io::Result<()> {
        if self.verbose && !finding.place.pointer.steps().is_empty() {
            self.aside("at", &finding.place.pointer.to_string(), margin)?;
        }
        if let Some(fix) = &finding.fix {
            let aside = match &fix.refused {
                Some(why) => format!(" (not made: {why})"),
                None if fix.safe => String::new(),
                None => " (wants a look before it is applied)".to_owned(),
            };
            self.aside("fix", &format!("{}{aside}", fix.title), margin)?;
        }
        if let Some(level) = finding.lowered_from {
            let why = match &finding.owner {
                Some(owner) => format!("{level} of others; this is {owner}'s own"),
                None => format!("{level} elsewhere; this belongs to tests or is archived"),
            };
            self.aside("level", &why, margin)?;
        }
        // Help that is about this very place is said every time.
        if (first || finding.help.is_some()) && !finding.help().is_empty() {
            self.aside("help", finding.help(), margin)?;
        }
        if !first {
            return Ok(());
        }
        match finding.rule.url() {
            Some(url) if !self.paint.links() => self.aside("see", url, margin),
            _ => Ok(()),
        }
    }

    /// `= help: …`, wrapped beside the lines.
    fn aside(&mut self, what: &str, text: &str, margin: usize) -> io::Result<()> {
        let indent = margin + what.len() + 4;
        let room = self.width.saturating_sub(indent);
        let text = wrap(&printable(text), room, room).join(&format!("\n{:indent$}", ""));
        writeln!(self.out, "{:margin$}{} {what}: {text}", "", self.paint.ink(Ink::Faint, "="))
    }

    /// Whether a related place is among the lines shown for a finding, so that it can be marked there.
    fn is_beside(&self, own: &Place, other: &Place) -> bool {
        own.file == other.file && Snippet::holds(&own.excerpt, own.span, other.span, self.width)
    }

    /// A related place that lies elsewhere.
    fn related(&mut self, related: &Related, in_full: bool, margin: usize) -> io::Result<()> {
        let at = words::place(&related.place.file, &related.place.location);
        if !in_full {
            return self.aside("note", &format!("{} ({at})", related.message), margin);
        }
        let message = wrap(&printable(&related.message), self.width.saturating_sub(6), self.width.saturating_sub(4));
        writeln!(self.out, "{}: {}", self.paint.ink(Ink::Strong, "related"), message.join("\n    "))?;
        self.lines(&related.place, &[], Level::Note).map(|_| ())
    }

    /// Findings of a rule whose like has been shown, one line each.
    fn repeats(&mut self, findings: &[&Finding]) -> io::Result<()> {
        let Some(first) = findings.first() else { return Ok(()) };
        self.headline(first, &format!("{} more in this file", findings.len()))?;
        for finding in findings {
            let at = words::place(&finding.place.file, &finding.place.location);
            let arrow = self.paint.ink(Ink::Faint, "-->");
            writeln!(self.out, "  {arrow} {} {}", printable(&at), printable(&finding.message))?;
        }
        writeln!(self.out)
    }

    /// Something that could not be judged.
    fn failure(&mut self, failure: &Failure) -> io::Result<()> {
        let rule = failure.rule.as_ref().map(|rule| format!("[{rule}]")).unwrap_or_default();
        let file = failure.file.as_ref().map(|file| format!("{file}: ")).unwrap_or_default();
        let message = format!("{file}{}", failure.message);
        let head = format!("not judged{rule}");
        let message = wrap(&printable(&message), self.width.saturating_sub(head.len() + 2), self.width - 4);
        let (head, message) = (
            self.paint.ink(Ink::Level(Level::Error), head),
            self.paint.ink(Ink::Strong, format!(": {}", message.join("\n    "))),
        );
        writeln!(self.out, "{head}{message}")?;
        if !failure.help.is_empty() {
            self.aside("help", &failure.help, 3)?;
        }
        writeln!(self.out)
    }
}
