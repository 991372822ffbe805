//! `waylint explain RULE --why FILE`: what a rule made of a file, line by line.

use std::{fmt::Write, path::Path, sync::Arc};

use crate::{
    document::{self, Limits},
    engine::BodyOutcome,
    linter::{Session, SetupError},
    rule::{Form, RuleId},
};

/// Tells what happened in each body of a rule for each document of a file that the rule applies to.
///
/// # Errors
/// If the file cannot be read or the rule cannot be asked.
pub fn file(session: &Session, rule: &RuleId, path: &Path) -> Result<String, SetupError> {
    let (found, source) = session.open(path)?;
    let guess = session.guess(&found);
    let mut out = String::new();
    let form = session.registry().get(rule).map(|loaded| loaded.rule.form);
    if form != Some(Form::Rego) {
        let _ = writeln!(out, "{rule} is no Rego rule; it has no lines to follow.");
        return Ok(out);
    }
    let Some(format) = guess.format() else {
        let _ = writeln!(out, "{}: not recognised by its name, so no rule looks at it.", found.shown);
        return Ok(out);
    };
    let source = Arc::new(source);
    let tree = document::parse(source.clone(), format, &Limits::default());
    for (number, part) in session.kinds().documents(&tree, &guess).iter().enumerate() {
        let line = source.position(part.document.root().raw_span().start).line;
        let _ = writeln!(out, "{}, document {number} from line {line}: {}", found.shown, part.kind);
        if !session.rules_for(&part.kind).iter().any(|id| id == rule.as_str()) {
            let _ = writeln!(out, "  {rule} does not apply to documents of this kind.\n");
            continue;
        }
        let bodies = session.why(rule, part.document).map_err(|error| {
            SetupError::new(format!("{rule}: {error}"), "mend the rule, or give it a smaller document")
        })?;
        bodies.iter().for_each(|body| tell(&mut out, body));
        out.push('\n');
    }
    Ok(out)
}

fn tell(out: &mut String, body: &BodyOutcome) {
    let says = if body.holds { "holds" } else { "does not hold" };
    let _ = writeln!(out, "\n  {}:{} {says}", body.file, body.line);
    let width = body.lines.iter().map(|line| line.line.to_string().len()).max().unwrap_or(1);
    for line in &body.lines {
        let mark = match (line.succeeded, &line.failed) {
            (0, None) => "·",
            (0, Some(_)) => "✗",
            _ => "✓",
        };
        let _ = writeln!(out, "  {mark} {:>width$} │ {}{}", line.line, line.text, times(line.succeeded));
        if let Some((failed, why)) = &line.failed {
            let often = if *failed > 1 { format!(" (and {} more)", failed - 1) } else { String::new() };
            let _ = writeln!(out, "    {:>width$} │   {why}{often}", "");
        }
    }
}

fn times(succeeded: u32) -> String {
    if succeeded > 1 { format!("   × {succeeded}") } else { String::new() }
}
