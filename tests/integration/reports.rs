//! One sample report through every format, and what the readers of each format rely on.

mod contract;
mod sample;

use crate::rules::assert_fresh;
use waylint::{
    finding::Report,
    report::{Format, Options, json_schema, write},
    rule::Level,
};

fn rendered(format: Format, report: &Report, options: &Options) -> String {
    let mut out = Vec::new();
    write(format, report, options, &mut out).expect("memory can always be written to");
    String::from_utf8(out).expect("every format is UTF-8")
}

/// The sample in a format with default options.
fn sample(format: Format) -> String {
    rendered(format, &sample::report(), &Options::default())
}

#[track_caller]
fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/reports");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_format_shows_the_sample() {
    let source_url = Some("https://github.com/example/web/blob/main/".to_owned());
    let options = Options { source_url, as_of: Some("2026-11-30".to_owned()), ..Options::default() };
    let formats = [
        Format::Text,
        Format::Concise,
        Format::Json,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Markdown,
    ];
    for format in formats {
        assert_snapshot(format.as_str(), &rendered(format, &sample::report(), &options));
    }
}

#[test]
fn text_with_colours_and_links() {
    let options = Options { color: true, hyperlinks: true, ..Options::default() };
    let visible = rendered(Format::Text, &sample::report(), &options).replace('\x1b', "\\e");
    assert_snapshot("text-colour", &visible);
}

#[test]
fn text_in_full_for_a_narrow_terminal() {
    let options = Options { verbose: true, width: 60, ..Options::default() };
    assert_snapshot("text-verbose", &rendered(Format::Text, &sample::report(), &options));
}

#[test]
fn text_of_what_fails_only() {
    let options = Options { quiet: true, ..Options::default() };
    assert_snapshot("text-quiet", &rendered(Format::Text, &sample::report(), &options));
}

#[test]
fn text_of_many_repeats() {
    let mut report = sample::report();
    let one = report.findings.remove(0);
    report.findings = vec![one; 25];
    report.failures.clear();
    report.summary = waylint::finding::Summary { errors: 0, warnings: 25, notes: 0, failures: 0, ..report.summary };
    assert_snapshot("text-repeats", &rendered(Format::Text, &report, &Options::default()));
}

#[test]
fn nothing_found() {
    for format in [Format::Text, Format::Github, Format::Junit, Format::Markdown] {
        let text = rendered(format, &Report::default(), &Options::default());
        assert_snapshot(&format!("{format}-nothing"), &text);
    }
    assert_eq!(rendered(Format::Concise, &Report::default(), &Options::default()), "");
    assert_eq!(rendered(Format::Gitlab, &Report::default(), &Options::default()), "[]\n");
}

#[test]
fn the_level_that_fails_decides_the_verdict() {
    let mut report = sample::report();
    report.failures.clear();
    report.findings.retain(|finding| finding.level < Level::Error);
    let verdict = |fail_on| {
        let text = rendered(
            Format::Concise,
            &report,
            &Options { fail_on: Some(fail_on), verbose: true, ..Options::default() },
        );
        text.lines().last().and_then(|line| line.split(':').next()).map(str::to_owned)
    };
    assert_eq!(verdict(Level::Error).as_deref(), Some("passed"));
    assert_eq!(verdict(Level::Warning).as_deref(), Some("failed"));
}

#[test]
fn the_json_schema_is_that_of_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/report.schema.json");
    let schema = serde_json::to_string_pretty(&json_schema()).expect("a schema is JSON") + "\n";
    assert_fresh(path.as_ref(), &schema);
}
