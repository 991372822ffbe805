//! A comment for a pull request or a job's summary, in GitHub flavoured Markdown: the verdict, the counts, the findings by
//! file, and what to do about each rule.
//!
//! GitHub refuses comments of more than 65,536 characters, so rows that do not fit are left out, and a line says how many.
//! Everything from outside is escaped: it must neither break a table nor call people (`@name`).

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, Write},
};

use super::{
    Options,
    printable::printable,
    uri,
    words::{self, Verdict},
};
use crate::{
    finding::{Failure, Finding, Report, Summary},
    rule::{Level, Rule, RuleId},
};

/// Bytes of a comment, which are never fewer than its characters, with some room to spare.
const LONGEST: usize = 64_000;
/// Findings up to which files are shown unfolded.
const UNFOLDED: usize = 20;
/// Rules and failures that are explained.
const EXPLAINED: usize = 20;
/// Characters of a message or help that are shown.
const LONGEST_TEXT: usize = 400;

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    head(&mut text, report, options);
    failures(&mut text, &report.failures);
    let tail = advice(report);
    findings(&mut text, report, options, LONGEST.saturating_sub(tail.len()));
    out.write_all(text.as_bytes())?;
    out.write_all(tail.as_bytes())
}

/// The verdict and the counts. The first line lets a later run find its comment.
fn head(text: &mut String, report: &Report, options: &Options) {
    let verdict = Verdict::of(report, options);
    let sign = match verdict {
        Verdict::Passed => "✅",
        Verdict::Failed => "❌",
        Verdict::Incomplete => "⚠️",
    };
    let Summary { errors, warnings, notes, waived, baselined, fixable, failures, .. } = report.summary;
    let _ = write!(
        text,
        "<!-- waylint -->\n### {sign} waylint {}: {}\n\n\
         | Errors | Warnings | Notes | Not judged | Waived | In the baseline | Fixable |\n\
         |---:|---:|---:|---:|---:|---:|---:|\n\
         | {errors} | {warnings} | {notes} | {failures} | {waived} | {baselined} | {fixable} |\n\n\
         {}.\n\n",
        verdict.as_str(),
        words::found(report),
        words::done(report)
    );
}

fn failures(text: &mut String, failures: &[Failure]) {
    if failures.is_empty() {
        return;
    }
    text.push_str("**Not judged**\n\n");
    for failure in failures.iter().take(EXPLAINED) {
        let subject = [failure.file.as_deref(), failure.rule.as_ref().map(RuleId::as_str)];
        let subject = subject.into_iter().flatten().map(escape).collect::<Vec<_>>().join(", ");
        let subject = if subject.is_empty() { subject } else { format!("{subject}: ") };
        let _ = writeln!(text, "- {subject}{} {}", escape(&failure.message), prose(&failure.help));
    }
    if failures.len() > EXPLAINED {
        let _ = writeln!(text, "- and {} more", failures.len() - EXPLAINED);
    }
    text.push('\n');
}

/// As many findings as there is room for, by file.
fn findings(text: &mut String, report: &Report, options: &Options, room: usize) {
    const END: &str = "\n</details>\n\n";
    const LAST: usize = 200;
    let findings: Vec<_> = report.active().collect();
    let mut shown = 0;
    'files: for file in findings.chunk_by(|a, b| a.place.file == b.place.file) {
        let open = if shown + file.len() <= UNFOLDED { " open" } else { "" };
        let heading = format!(
            "<details{open}><summary><code>{}</code>: {}</summary>\n\n| | Line | Rule | Finding |\n|---|---:|---|---|\n",
            escape_html(file.first().map_or("", |finding| &finding.place.file)),
            by_level(file)
        );
        let mut pending = Some(heading);
        for finding in file {
            let row = row(finding, options);
            let heading = pending.as_deref().unwrap_or_default();
            if text.len() + heading.len() + row.len() + END.len() + LAST > room {
                if pending.is_none() {
                    text.push_str(END);
                }
                break 'files;
            }
            text.push_str(&pending.take().unwrap_or_default());
            text.push_str(&row);
            shown += 1;
        }
        text.push_str(END);
    }
    if shown < findings.len() {
        let more = words::count(findings.len() - shown, "more finding");
        let _ = writeln!(text, "**{more}** did not fit into this comment; `waylint check` shows all.\n");
    }
}

fn by_level(findings: &[&Finding]) -> String {
    let count = |level: Level| findings.iter().filter(|finding| finding.level == level).count();
    let counts = [Level::Error, Level::Warning, Level::Note].map(|level| (count(level), level.as_str()));
    let counts: Vec<_> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, one)| words::count(*n, one)).collect();
    words::list(&counts)
}

fn row(finding: &Finding, options: &Options) -> String {
    let sign = match finding.level {
        Level::Error => "❌",
        Level::Warning => "⚠️",
        Level::Note => "ℹ️",
    };
    let line = finding.place.location.start.line;
    let file = &finding.place.file;
    let source = options.source_url.as_ref().filter(|_| uri::is_relative(file));
    let source = source.map(|base| format!("{base}{}#L{line}", uri::from_path(file)));
    let line = link(source.as_deref(), &line.to_string());
    let level = finding.level;
    format!("| {sign} {level} | {line} | {} | {} |\n", rule_link(&finding.rule), escape(&finding.message))
}

/// What to do, once per rule that found something.
fn advice(report: &Report) -> String {
    let mut rules: BTreeMap<&RuleId, &Rule> = BTreeMap::new();
    for finding in report.active().filter(|finding| !finding.rule.help.is_empty()) {
        rules.insert(&finding.rule.id, &finding.rule);
    }
    if rules.is_empty() {
        return String::new();
    }
    let mut text = "<details><summary>What to do</summary>\n\n".to_owned();
    for rule in rules.values().take(EXPLAINED) {
        let _ = writeln!(text, "- {}: {}", rule_link(rule), prose(&rule.help));
    }
    if rules.len() > EXPLAINED {
        let _ =
            writeln!(text, "- and {} more: `waylint explain <rule>`", words::count(rules.len() - EXPLAINED, "rule"));
    }
    text.push_str("\n</details>\n");
    text
}

fn rule_link(rule: &Rule) -> String {
    link(rule.url(), &escape(rule.id.as_str()))
}

/// A link, if the address is one that a browser should open; `text` is Markdown.
fn link(url: Option<&str>, text: &str) -> String {
    match url.filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
        Some(url) => format!("[{text}]({})", address(url)),
        None => text.to_owned(),
    }
}

/// An address that ends where it should: neither link nor table cell nor HTML can be left.
fn address(url: &str) -> String {
    let unsafe_in_links = |c: char| c.is_whitespace() || c.is_control() || "<>()|\"`\\".contains(c);
    url.chars().map(|c| if unsafe_in_links(c) { uri::encode(&c.to_string()) } else { c.to_string() }).collect()
}

/// One line of plain text as Markdown, cut if it is long. A comment keeps `@` and `#` from calling people and issues:
/// GitHub looks for these after it has undone backslashes and entities.
fn escape(text: &str) -> String {
    let text = printable(text);
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    for _ in 0..LONGEST_TEXT {
        let Some(c) = chars.next() else { return escaped };
        let next = chars.peek();
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' | '#' if next.is_some_and(|next| next.is_alphanumeric()) => {
                escaped.push(c);
                escaped.push_str("<!-- -->");
            }
            // `http://` and `www.` would become links.
            ':' if next == Some(&'/') => escaped.push_str("\\:"),
            '.' if escaped.ends_with("www") => escaped.push_str("\\."),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => escaped.extend(['\\', c]),
            other => escaped.push(other),
        }
    }
    if chars.peek().is_some() {
        escaped.push('…');
    }
    escaped
}

/// A sentence in which backticks mark code, as authors of rules write it.
fn prose(text: &str) -> String {
    let parts: Vec<_> = text.split('`').collect();
    if parts.len().is_multiple_of(2) || text.contains("``") {
        return escape(text);
    }
    let code = |part| format!("`{}`", printable(part));
    let parts = parts.into_iter().enumerate();
    parts.map(|(index, part)| if index.is_multiple_of(2) { escape(part) } else { code(part) }).collect()
}

/// One line of plain text as HTML.
fn escape_html(text: &str) -> String {
    printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escape("a|b <i> `c` @team #1 x@y"), "a\\|b &lt;i&gt; \\`c\\` @<!-- -->team #<!-- -->1 x@<!-- -->y");
        assert_eq!(escape("[a](http://b) www.c"), "\\[a\\](http\\://b) www\\.c");
        assert_eq!(escape(&"é".repeat(500)).chars().count(), 401);
        assert_eq!(prose("<use> `a|b` now"), "&lt;use&gt; `a|b` now");
        assert_eq!(prose("`a"), "\\`a");
        assert_eq!(link(Some("javascript:x"), "a"), "a");
        assert_eq!(link(Some("https://a/b) |"), "a"), "[a](https://a/b%29%20%7C)");
    }
}
