//! From what the program knows to what the report says.

use std::collections::BTreeMap;

use super::{
    Artifact, Edit, Failure, Finding, Fix, Fixes, Level, Location, Origin, Outcome, Place, Position, Related, Report,
    Rule, Span, Step, Summary, Suppression, Tool,
};
use crate::{
    document::{Pointer, Step as Down},
    finding,
    kind::Kind,
    report::{Options, words::Verdict},
    rule, source,
};

impl<'a> Report<'a> {
    pub(in super::super) fn new(report: &'a finding::Report, options: &'a Options) -> Self {
        Self {
            version: 1,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            verdict: Verdict::of(report, options),
            fail_on: options.fail_on.map(Into::into),
            as_of: options.as_of.as_deref(),
            summary: (&report.summary).into(),
            fixes: report.fixes.as_ref().map(Into::into),
            findings: report.findings.iter().map(Into::into).collect(),
            artifacts: report.artifacts.iter().map(Into::into).collect(),
            failures: report.failures.iter().map(Into::into).collect(),
            rules: report.rules.iter().map(|rule| (&**rule).into()).collect(),
        }
    }
}

impl From<rule::Level> for Level {
    fn from(level: rule::Level) -> Self {
        match level {
            rule::Level::Note => Self::Note,
            rule::Level::Warning => Self::Warning,
            rule::Level::Error => Self::Error,
        }
    }
}

impl From<&finding::Summary> for Summary {
    fn from(summary: &finding::Summary) -> Self {
        Self {
            files: summary.files,
            artifacts: summary.artifacts,
            documents: summary.documents,
            rules: summary.rules,
            errors: summary.errors,
            warnings: summary.warnings,
            notes: summary.notes,
            lowered: summary.lowered,
            waived: summary.waived,
            baselined: summary.baselined,
            fixable: summary.fixable,
            fixable_unsafe: summary.fixable_unsafe,
            unrecognised: summary.unrecognised,
            opaque: summary.opaque,
            excluded: summary.excluded,
            failures: summary.failures,
        }
    }
}

impl<'a> From<&'a finding::Fixes> for Fixes<'a> {
    fn from(fixes: &'a finding::Fixes) -> Self {
        let mut files: Vec<&str> = fixes.findings.iter().map(|finding| &*finding.place.file).collect();
        files.dedup();
        let findings = fixes.findings.iter().map(Into::into).collect();
        Self { r#unsafe: fixes.unsafe_ones, written: fixes.written, files, findings }
    }
}

impl<'a> From<&'a finding::Finding> for Finding<'a> {
    fn from(finding: &'a finding::Finding) -> Self {
        Self {
            rule: finding.rule.id.as_str(),
            level: finding.level.into(),
            lowered_from: finding.lowered_from.map(Into::into),
            message: &finding.message,
            help: finding.help(),
            url: finding.rule.url(),
            place: (&finding.place).into(),
            origin: match finding.origin {
                finding::Origin::Given => Origin::Given,
                finding::Origin::Inferred => Origin::Inferred,
                finding::Origin::Document => Origin::Document,
            },
            related: finding.related.iter().map(Into::into).collect(),
            fix: finding.fix.as_deref().map(Into::into),
            fingerprint: &finding.fingerprint.0,
            suppression: finding.suppression.as_deref().map(Into::into),
        }
    }
}

impl<'a> From<&'a finding::Place> for Place<'a> {
    fn from(place: &'a finding::Place) -> Self {
        let position = |at: source::Position| Position { line: at.line, column: at.column };
        Self {
            file: &place.file,
            document: place.document,
            pointer: steps(&place.pointer),
            dotted: place.pointer.to_string(),
            span: Span { start: place.span.start, end: place.span.end },
            location: Location { start: position(place.location.start), end: position(place.location.end) },
        }
    }
}

fn steps(pointer: &Pointer) -> Vec<Step<'_>> {
    let step = |step| match step {
        &Down::Index(index) => Step::Index(index),
        Down::Key(key) => Step::Key(key),
    };
    pointer.steps().iter().map(step).collect()
}

impl<'a> From<&'a finding::Related> for Related<'a> {
    fn from(related: &'a finding::Related) -> Self {
        Self { message: &related.message, place: (&related.place).into() }
    }
}

impl<'a> From<&'a finding::Fix> for Fix<'a> {
    fn from(fix: &'a finding::Fix) -> Self {
        Self {
            title: &fix.title,
            safe: fix.safe,
            edits: fix.edits.iter().map(Into::into).collect(),
            refused: fix.refused.as_deref(),
        }
    }
}

impl<'a> From<&'a finding::Edit> for Edit<'a> {
    fn from(edit: &'a finding::Edit) -> Self {
        match edit {
            finding::Edit::Add { at, value } => Self::Add { at: steps(at), value },
            finding::Edit::Replace { at, value, text, comment } => {
                Self::Replace { at: steps(at), value, text: text.as_deref(), comment: comment.as_deref() }
            }
            finding::Edit::Remove { at } => Self::Remove { at: steps(at) },
            finding::Edit::Rename { at, value } => Self::Rename { at: steps(at), value },
        }
    }
}

impl<'a> From<&'a finding::Suppression> for Suppression<'a> {
    fn from(suppression: &'a finding::Suppression) -> Self {
        match suppression {
            finding::Suppression::Waiver { inline, reason, owner, until } => {
                Self::Waiver { inline: *inline, reason, owner: owner.as_deref(), until: until.as_deref() }
            }
            finding::Suppression::Baseline => Self::Baseline,
        }
    }
}

impl<'a> From<&'a finding::Artifact> for Artifact<'a> {
    fn from(artifact: &'a finding::Artifact) -> Self {
        let mut evaluations: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for evaluation in &*artifact.evaluations {
            evaluations.entry(Outcome::from(evaluation.outcome)).or_default().push(evaluation.rule.as_str());
        }
        Self {
            file: &artifact.file,
            kinds: artifact.kinds.iter().map(Kind::as_str).collect(),
            documents: artifact.documents,
            evaluations,
        }
    }
}

impl From<finding::Outcome> for Outcome {
    fn from(outcome: finding::Outcome) -> Self {
        match outcome {
            finding::Outcome::Pass => Self::Pass,
            finding::Outcome::Fail => Self::Fail,
            finding::Outcome::Waived => Self::Waived,
            finding::Outcome::NotApplicable => Self::NotApplicable,
            finding::Outcome::Error => Self::Error,
        }
    }
}

impl<'a> From<&'a finding::Failure> for Failure<'a> {
    fn from(failure: &'a finding::Failure) -> Self {
        Self {
            file: failure.file.as_deref(),
            rule: failure.rule.as_ref().map(rule::RuleId::as_str),
            message: &failure.message,
            help: &failure.help,
        }
    }
}

impl<'a> From<&'a rule::Rule> for Rule<'a> {
    fn from(rule: &'a rule::Rule) -> Self {
        Self {
            id: rule.id.as_str(),
            title: &rule.title,
            description: &rule.description,
            level: rule.level.into(),
            kinds: &rule.kinds,
            help: &rule.help,
            url: rule.url(),
            equivalents: &rule.equivalents,
        }
    }
}
