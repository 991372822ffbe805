//! What the readers of each format rely on, beyond what a snapshot shows.

use std::collections::{BTreeSet, HashSet};

use proptest::prelude::{any, proptest};
use serde_json::Value;
use waylint::{
    finding::{Finding, Fingerprint, Place, Related, Report},
    report::{Format, Options, json_schema},
    source::{Excerpt, Source, Span},
};

use super::{rendered, sample};

fn json(format: Format, report: &Report) -> Value {
    serde_json::from_str(&rendered(format, report, &Options::default())).expect("the format is JSON")
}

/// The sample's findings, so often that there are at least so many.
fn many(count: usize) -> Report {
    let mut report = sample::report();
    let of_sample = report.findings.clone();
    report.findings = (0..count).map(|index| of_sample[index % of_sample.len()].clone()).collect();
    report.findings.sort_by(|a, b| a.place.file.cmp(&b.place.file));
    report
}

fn array<'a>(value: &'a Value, pointer: &str) -> &'a Vec<Value> {
    value.pointer(pointer).and_then(Value::as_array).unwrap_or_else(|| panic!("{pointer} is an array"))
}

#[test]
fn json_is_valid_by_its_schema() {
    let validator = jsonschema::validator_for(&json_schema()).expect("the schema is valid");
    for report in [sample::report(), Report::default()] {
        let json = json(Format::Json, &report);
        let errors: Vec<_> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
    assert!(!validator.is_valid(&serde_json::json!({"version": 1})), "the schema demands something");
}

#[test]
fn json_has_everything() {
    let json = json(Format::Json, &sample::report());
    assert_eq!(array(&json, "/findings").len(), sample::report().findings.len());
    assert_eq!(array(&json, "/failures").len(), 3);
    assert_eq!(json["findings"][3]["suppression"]["reason"], "the mesh sets it | \"later\"");
    assert_eq!(json["artifacts"][0]["evaluations"]["pass"][0], "odd/silent");
    assert_eq!(json["artifacts"][2]["evaluations"]["not-applicable"][0], "odd/silent");
}

/// What the specification demands (section numbers of SARIF 2.1.0) and what GitHub reads.
#[test]
fn sarif_holds_what_its_readers_need() {
    let log = json(Format::Sarif, &sample::report());
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = array(run, "/tool/driver/rules");
    let ids: HashSet<_> = rules.iter().map(|rule| rule["id"].as_str().expect("§3.49.3: a rule has an id")).collect();
    assert_eq!(ids.len(), sample::report().rules.len(), "all selected rules, each once");
    for rule in rules {
        for text in ["/shortDescription/text", "/fullDescription/text", "/help/text", "/defaultConfiguration/level"] {
            assert!(rule.pointer(text).is_some_and(Value::is_string), "{text} of {rule}");
        }
        assert!(array(rule, "/properties/tags").len() <= 10);
    }
    for result in array(run, "/results") {
        let index = result["ruleIndex"].as_u64().expect("§3.27.6") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"], "§3.27.6: index and id agree");
        assert!(result["suppressions"].is_array(), "§3.27.23: known for all results or for none");
        assert!(result["partialFingerprints"]["waylint/v1"].is_string());
        let artifact = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        let uri = artifact["uri"].as_str().expect("§3.4.3");
        assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)), "§3.4.3: {uri} is a URI");
        assert_eq!(artifact["uriBaseId"], "%SRCROOT%");
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let at = |name: &str| region[name].as_u64().unwrap_or_else(|| panic!("{name} of {region}"));
        assert!((at("startLine"), at("startColumn")) <= (at("endLine"), at("endColumn")), "§3.30.7");
    }
    assert_eq!(run["invocations"][0]["executionSuccessful"], false, "§3.20.21: an error means that the run failed");
    assert_eq!(array(run, "/invocations/0/toolExecutionNotifications").len(), 3);
    assert_eq!(run["columnKind"], "unicodeCodePoints", "§3.14.27: demanded where there are results");
}

#[test]
fn sarif_keeps_the_weightiest_of_too_many() {
    let report = many(26_000);
    let errors = |findings: &[Finding]| {
        findings.iter().filter(|f| f.suppression.is_none() && f.level == waylint::rule::Level::Error).count()
    };
    let log = json(Format::Sarif, &report);
    let results = array(&log, "/runs/0/results");
    assert_eq!(results.len(), 25_000);
    let kept = results.iter().filter(|result| result["level"] == "error").count();
    assert_eq!(kept, errors(&report.findings));
    let last = array(&log, "/runs/0/invocations/0/toolExecutionNotifications").last().expect("a notification");
    assert!(last["message"]["text"].as_str().is_some_and(|text| text.starts_with("1000 results are left out")));
}

#[test]
fn gitlab_issues_are_unique_and_complete() {
    let mut report = many(50);
    for finding in &mut report.findings {
        finding.fingerprint = Fingerprint("same".to_owned());
    }
    let json = json(Format::Gitlab, &report);
    let issues = json.as_array().expect("an array");
    let unique: BTreeSet<_> = issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    assert_eq!(unique.len(), issues.len());
    assert_eq!(issues.len(), report.active().count() + report.failures.len());
    for issue in issues {
        let (begin, end) = (&issue["location"]["lines"]["begin"], &issue["location"]["lines"]["end"]);
        assert!(begin.as_u64() >= Some(1) && end.as_u64() >= begin.as_u64());
    }
}

#[test]
fn github_commands_are_one_line_each_and_errors_come_first() {
    let text = super::sample(Format::Github);
    let lines: Vec<_> = text.lines().collect();
    let (commands, rest) = lines.split_at(lines.len() - 1);
    let report = sample::report();
    assert_eq!(commands.len(), report.active().count() + report.failures.len());
    let levels = ["::error ", "::warning ", "::notice "];
    let level = |line: &&str| levels.iter().position(|level| line.starts_with(level)).expect("a command");
    assert!(commands.iter().map(level).is_sorted());
    for command in commands {
        let properties = command.split("::").nth(1).expect("properties").split_once(' ').expect("a space").1;
        assert!(properties.split(',').all(|property| property.contains('=')), "{properties}");
    }
    assert!(rest[0].starts_with("failed: "));
}

#[test]
fn junit_counts_are_those_of_its_elements() {
    let text = super::sample(Format::Junit);
    let count = |needle: &str| text.matches(needle).count();
    let head = text.lines().nth(1).expect("the root element");
    let expected = format!(
        r#"<testsuites name="waylint" tests="{}" failures="{}" errors="{}">"#,
        count("<testcase "),
        count("<failure "),
        count("<error ")
    );
    assert_eq!(head, expected);
    assert!(text.chars().all(|c| !c.is_control() || c == '\n'), "XML 1.0 knows few control characters");
}

#[test]
fn junit_skips_what_is_suppressed_and_nothing_else() {
    let mut report = sample::report();
    report.failures.clear();
    report.artifacts.clear();
    report.findings.retain(|finding| finding.suppression.is_some());
    let text = rendered(Format::Junit, &report, &Options::default());
    assert_eq!(text.matches("<testcase ").count(), text.matches("<skipped ").count(), "{text}");
    assert!(text.contains("waived: the mesh sets it | &quot;later&quot;; known from the baseline"), "{text}");
}

#[test]
fn markdown_fits_into_a_comment_and_says_what_did_not() {
    let report = many(5000);
    let text = rendered(Format::Markdown, &report, &Options::default());
    assert!(text.chars().count() <= 65_536, "{}", text.chars().count());
    let rows =
        text.lines().filter(|line| line.starts_with("| ❌") || line.starts_with("| ⚠️") || line.starts_with("| ℹ️"));
    let shown = rows.count();
    let more = report.active().count() - shown;
    assert!(shown > 100 && text.contains(&format!("**{more} more findings**")), "{shown} shown");
    assert_eq!(text.matches("<details").count(), text.matches("</details>").count());
    assert_eq!(text.matches("<summary>").count(), text.matches("</summary>").count());
}

#[test]
fn terminals_and_logs_are_not_steered() {
    for format in [Format::Text, Format::Concise, Format::Github, Format::Markdown] {
        let text = super::sample(format);
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{format}");
        assert!(!text.contains('\u{202e}'), "{format}");
        let commands = text.lines().filter(|line| line.trim_start().starts_with("::")).count();
        assert_eq!(commands > 0, format == Format::Github, "{format}");
    }
}

#[test]
fn nothing_that_could_not_be_judged_is_passed_over() {
    let formats = [Format::Text, Format::Concise, Format::Json, Format::Sarif, Format::Github, Format::Gitlab];
    for format in formats.into_iter().chain([Format::Junit, Format::Markdown]) {
        let text = super::sample(format);
        assert!(
            text.contains("the rule took longer than 1 s") && text.contains("a mapping key is expected"),
            "{format}"
        );
    }
}

#[test]
fn ten_thousand_findings_are_all_there() {
    let report = many(10_000);
    let text = rendered(Format::Concise, &report, &Options::default());
    assert_eq!(text.lines().count(), report.active().count() + report.failures.len());
    let options = Options { verbose: true, ..Options::default() };
    let text = rendered(Format::Text, &report, &options);
    let headlines = text.lines().filter(|line| ["error[", "warning[", "note["].iter().any(|it| line.starts_with(it)));
    assert_eq!(headlines.count(), report.active().count());
}

/// A place in a text wherever two numbers point, with its own excerpt or with none that fits.
fn somewhere(text: &str, (start, length): (u16, u16), fits: bool) -> Place {
    let source = Source::new("a", text.to_owned());
    let size = text.len() + 1;
    let start = text.floor(usize::from(start) % size);
    let end = text.floor((start + usize::from(length)) % size).max(start);
    let span = Span::new(start as u32, end as u32);
    let mut place = super::sample::place(&Source::new("a", "b".to_owned()), "b", 0, &[]);
    place.excerpt =
        if fits { source.excerpt(span, 2) } else { Excerpt { first_line: 0, offset: 3, text: text.into() } };
    place.location = source.locate(span);
    Place { span, ..place }
}

trait Floor {
    fn floor(&self, offset: usize) -> usize;
}

impl Floor for str {
    fn floor(&self, offset: usize) -> usize {
        (0..=offset).rev().find(|&at| self.is_char_boundary(at)).unwrap_or_default()
    }
}

proptest! {
    /// Excerpts and places of any shape are drawn in every width, and no line of a file is drawn too long.
    #[test]
    fn any_excerpt_can_be_drawn(
        text in "([a-z é日\\t\u{202e}]{0,20}(\n|\r|\r\n)?){0,20}",
        own in any::<(u16, u16)>(),
        other in any::<(u16, u16)>(),
        fits in any::<bool>(),
        width in 0usize..100,
    ) {
        let mut report = sample::report();
        report.findings.truncate(1);
        report.findings[0].place = somewhere(&text, own, fits);
        report.findings[0].related =
            vec![Related { place: somewhere(&text, other, fits), message: "here".to_owned() }];
        let options = Options { width, ..Options::default() };
        let drawn = rendered(Format::Text, &report, &options);
        assert!(drawn.contains("nginx"), "{drawn}");
        let source = drawn.lines().filter(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit()));
        assert!(source.filter(|line| line.contains('│')).all(|line| line.chars().count() <= width.max(40)), "{drawn}");
    }
}
