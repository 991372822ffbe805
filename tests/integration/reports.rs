//! One sample report through every format.

mod sample;

use waylint::{
    finding::Report,
    report::{Format, Options, write},
};

fn rendered(format: Format, report: &Report, options: &Options) -> String {
    let mut out = Vec::new();
    write(format, report, options, &mut out).expect("memory can always be written to");
    String::from_utf8(out).expect("every format is UTF-8")
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
fn text() {
    let options = Options::default();
    assert_snapshot("text", &rendered(Format::Text, &sample::report(), &options));
}

#[test]
fn json() {
    assert_snapshot("json", &rendered(Format::Json, &sample::report(), &Options::default()));
}

#[test]
fn concise() {
    assert_snapshot("concise", &rendered(Format::Concise, &sample::report(), &Options::default()));
}

#[test]
fn sarif() {
    assert_snapshot("sarif", &rendered(Format::Sarif, &sample::report(), &Options::default()));
}

#[test]
fn github() {
    assert_snapshot("github", &rendered(Format::Github, &sample::report(), &Options::default()));
}

#[test]
fn gitlab() {
    assert_snapshot("gitlab", &rendered(Format::Gitlab, &sample::report(), &Options::default()));
}

#[test]
fn junit() {
    assert_snapshot("junit", &rendered(Format::Junit, &sample::report(), &Options::default()));
}

#[test]
fn markdown() {
    let source_url = Some("https://github.com/example/web/blob/main/".to_owned());
    let options = Options { source_url, ..Options::default() };
    assert_snapshot("markdown", &rendered(Format::Markdown, &sample::report(), &options));
}
