//! Safe fixes as changes to the bytes of files, for formats that tell them so. Whether a fix mends is not judged here: who
//! makes it sees that by judging again.

use std::{collections::BTreeMap, fs, sync::Arc};

use super::{Request, Session, each};
use crate::{
    discover::Found,
    document,
    finding::{Finding, Fix, Replacement, Report},
    fix,
    source::Source,
};

/// Tells what bytes each safe fix of a report's findings replaces.
pub(super) fn tell(session: &Session, files: &[Found], request: &Request, report: &mut Report) {
    let mut fixable: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, finding) in report.findings.iter().enumerate() {
        if finding.suppression.is_none() && finding.fix.as_ref().is_some_and(|fix| fix.safe) {
            fixable.entry(&*finding.place.file).or_default().push(index);
        }
    }
    let concerned: Vec<_> = files.iter().filter_map(|found| Some((found, fixable.get(&*found.shown)?))).collect();
    let told = each(&concerned, |(found, indices)| {
        of_file(session, found, request, indices.iter().map(|&index| (index, &report.findings[index])))
    });
    for (index, replacements) in told.into_iter().flatten() {
        if let Some(fix) = &mut report.findings[index].fix {
            fix.replacements = replacements;
        }
    }
}

/// Those of one file's findings; none of a file that can no longer be read.
fn of_file<'a>(
    session: &Session,
    found: &Found,
    request: &Request,
    findings: impl Iterator<Item = (usize, &'a Finding)>,
) -> Vec<(usize, Vec<Replacement>)> {
    let given = request.stdin.as_ref().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
    let text = given.or_else(|| fs::read_to_string(found.path()).ok());
    let (Some(text), Some(format)) = (text, session.guess(found).format()) else { return Vec::new() };
    let source = Arc::new(Source::new(found.shown.clone(), text));
    let tree = document::parse(source.clone(), format, &session.limits);
    let told = findings.filter_map(|(index, finding)| {
        let Fix { edits, .. } = finding.fix.as_deref()?;
        let mended = fix::mend(&tree, finding.place.document as usize, edits).ok()?;
        let replaced = |splice: &fix::Splice| Replacement {
            span: splice.span,
            location: source.locate(splice.span),
            text: splice.text.clone(),
        };
        (!mended.loses_comments).then(|| (index, mended.patch.splices().iter().map(replaced).collect()))
    });
    told.collect()
}
