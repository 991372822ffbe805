//! One line per finding: `file:line:column: level rule message`, the shape that editors' error formats expect
//! (`%f:%l:%c: %m` in Vim, `$file:line:column` in problem matchers).

use std::io::{self, Write};

use super::{
    Options,
    printable::{line_start, printable},
    words::{self, Verdict},
};
use crate::finding::Report;

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for finding in words::visible(report, options.least()) {
        let place = words::place(&finding.place.file, &finding.place.location);
        let (level, rule) = (finding.level, &finding.rule.id);
        writeln!(out, "{}: {level} {rule} {}", line_start(&printable(&place)), printable(&finding.message))?;
    }
    for failure in &report.failures {
        let file = failure.file.as_deref().unwrap_or("waylint");
        let rule = failure.rule.as_ref().map(|rule| format!(" {rule}")).unwrap_or_default();
        writeln!(out, "{}: failure{rule} {}", line_start(&printable(file)), printable(&failure.message))?;
    }
    if options.verbose {
        let verdict = Verdict::of(report, options).as_str();
        writeln!(out, "{verdict}: {}; {}", words::found(report), words::done(report))?;
    }
    Ok(())
}
