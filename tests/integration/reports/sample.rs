//! One report with everything that a format has to cope with.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::json;
use waylint::{
    document::{Pointer, Step},
    finding::{
        Artifact, Edit, Evaluation, Failure, Finding, Fingerprint, Fix, Origin, Outcome, Place, Related, Replacement,
        Report, Summary, Suppression,
    },
    kind::Kind,
    rule::{Form, Level, Rule, RuleId, Scope},
    source::{Source, Span},
};

/// A rule, with as much about it as reports show.
pub(crate) fn rule(id: &str, level: Level, title: &str, help: &str, url: Option<&str>) -> Arc<Rule> {
    Arc::new(Rule {
        id: RuleId::new(id),
        title: title.to_owned(),
        description: format!("{title}. Nobody can say what runs."),
        kinds: vec!["kubernetes/workload".to_owned()],
        level,
        help: help.to_owned(),
        message: None,
        fix: None,
        fixes: None,
        references: url.map(str::to_owned).into_iter().collect(),
        equivalents: BTreeMap::from([("hadolint".to_owned(), vec!["DL3006".to_owned()])]),
        options: None,
        scope: Scope::Document,
        platform: Vec::new(),
        form: Form::Rego,
        origin: "policies/sample.rego".to_owned(),
    })
}

/// The place of the `nth` appearance of a text in a file.
pub(crate) fn place(source: &Source, text: &str, nth: usize, pointer: &[Step]) -> Place {
    let (start, _) = source.text().match_indices(text).nth(nth).expect("the text is in the file");
    let span = Span::new(start as u32, (start + text.len()) as u32);
    Place {
        file: source.path().clone(),
        document: 0,
        pointer: Arc::new(Pointer(pointer.to_vec())),
        span,
        location: source.locate(span),
        excerpt: source.excerpt(span, 1),
    }
}

/// A finding with nothing but the necessary.
pub(crate) fn finding(rule: &Arc<Rule>, message: &str, place: Place) -> Finding {
    let fingerprint = Fingerprint(format!("{:08x}{:08x}", place.span.start, message.len()));
    Finding {
        rule: rule.clone(),
        level: rule.level,
        message: message.into(),
        help: None,
        place,
        origin: Origin::Given,
        related: Vec::new(),
        fix: None,
        fingerprint,
        lowered_from: None,
        owner: None,
        note_in_samples: false,
        suppression: None,
    }
}

const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          image: nginx
          env:
            - {name: MODE, value: a}
            - {name: MODE, value: b}
          securityContext:
            privileged: true
            capabilities:
              add:
                - NET_ADMIN
                - SYS_ADMIN
                - SYS_PTRACE
                - SYS_MODULE
        - name: sidecar
          image: envoy
        - name: log
          image: fluentd
        - name: debug
          image: busybox
        - name: mesh
          image: linkerd
";

const DOCKERFILE: &str = "FROM alpine\r\nRUN\techo 'größe 日本語' && curl http://example.com | sh\r\nUSER root\r\n";

const HOSTILE: &str = "title: \"\x1b[31mred\u{202e}<b>|`x`\"\nrunner: ::error::|pwned\n";

/// The rules of the sample, ordered by id.
struct Rules {
    insecure: Arc<Rule>,
    pipe: Arc<Rule>,
    repeated: Arc<Rule>,
    privileged: Arc<Rule>,
    unversioned: Arc<Rule>,
    hostile: Arc<Rule>,
    silent: Arc<Rule>,
}

fn rules() -> Rules {
    let images = "https://kubernetes.io/docs/concepts/containers/images/";
    Rules {
        insecure: rule("dockerfile/insecure-download", Level::Note, "Download is not encrypted", "Use https.", None),
        pipe: rule(
            "dockerfile/piped-shell",
            Level::Error,
            "Download is piped into a shell",
            "Save the script, verify its checksum, then run it.",
            Some("https://docs.docker.com/build/building/best-practices/#using-pipes"),
        ),
        repeated: rule(
            "kubernetes/env-repeated",
            Level::Warning,
            "Environment variable is set twice",
            "Keep one of them.",
            None,
        ),
        privileged: rule(
            "kubernetes/excess-privilege",
            Level::Error,
            "Container has more privileges than it needs",
            "Drop `privileged` and all capabilities, then add back what the process is known to need; most need nothing.",
            Some("https://kubernetes.io/docs/concepts/security/pod-security-standards/"),
        ),
        unversioned: rule(
            "kubernetes/image-unversioned",
            Level::Warning,
            "Container image has no version",
            "Give the image a version or a digest.",
            Some(images),
        ),
        hostile: rule("odd/<name>|`x`", Level::Warning, "Odd | <b>title</b>", "Rename: it's 100% \"odd\".", None),
        silent: rule("odd/silent", Level::Error, "Never found", "Nothing to do.", None),
    }
}

fn deployment(rules: &Rules) -> Vec<Finding> {
    let source = Source::new("deploy/web.yaml", DEPLOYMENT.to_owned());
    let container = |index: usize| -> Vec<Step> {
        vec!["spec".into(), "template".into(), "spec".into(), "containers".into(), index.into(), "image".into()]
    };
    let image = |index: usize, name: &str| {
        let place = place(&source, name, 0, &container(index));
        finding(&rules.unversioned, &format!("image {name:?} has no version"), place)
    };
    let mut nginx = image(0, "nginx");
    let replaced =
        Replacement { span: nginx.place.span, location: nginx.place.location, text: "nginx:1.29".to_owned() };
    nginx.fix = Some(
        Fix {
            title: "Write version 1.29 after the name".to_owned(),
            safe: true,
            edits: vec![Edit::Replace {
                at: Pointer(container(0)),
                value: json!("nginx:1.29"),
                text: None,
                comment: None,
            }],
            refused: None,
            replacements: vec![replaced],
        }
        .into(),
    );
    let mut repeated = finding(&rules.repeated, "variable \"MODE\" is set twice", place(&source, "MODE", 1, &[]));
    repeated.origin = Origin::Inferred;
    repeated.related = vec![Related { place: place(&source, "MODE", 0, &[]), message: "first set here".to_owned() }];
    let (_, after) = DEPLOYMENT.split_once("securityContext:\n").expect("the context is there");
    let context = after.split("        - name").next().unwrap_or_default().trim_start();
    let mut privileged = finding(&rules.privileged, "container is privileged", place(&source, context, 0, &[]));
    privileged.related =
        vec![Related { place: place(&source, "kind: Deployment", 0, &[]), message: "of this workload".to_owned() }];
    let mut sidecar = image(1, "envoy");
    sidecar.suppression = Some(
        Suppression::Waiver {
            inline: true,
            reason: "the mesh sets it | \"later\"".to_owned(),
            owner: Some("team-mesh".to_owned()),
            until: Some("2027-01-31".to_owned()),
        }
        .into(),
    );
    let mut known = image(2, "fluentd");
    known.suppression = Some(Suppression::Baseline.into());
    vec![nginx, repeated, privileged, sidecar, known, image(3, "busybox"), image(4, "linkerd")]
}

fn dockerfile(rules: &Rules) -> Vec<Finding> {
    let source = Source::new("images/größe 100%/Dockerfile", DOCKERFILE.to_owned());
    let mut url = finding(&rules.insecure, "download is not encrypted", place(&source, "http://example.com", 0, &[]));
    url.suppression = Some(
        Suppression::Waiver { inline: false, reason: "internal mirror".to_owned(), owner: None, until: None }.into(),
    );
    let pipe = place(&source, "'größe 日本語' && curl http://example.com | sh", 0, &["RUN".into(), 0.into()]);
    vec![
        finding(&rules.pipe, "download is piped into a shell", pipe),
        url,
        finding(&rules.insecure, "last user is root", place(&source, "root", 0, &[])),
    ]
}

fn hostile(rules: &Rules) -> Vec<Finding> {
    let source = Source::new("odd,%0A::<b>|`a b`\".yaml", HOSTILE.to_owned());
    let first = place(&source, "\x1b[31mred\u{202e}<b>|`x`", 0, &["title".into()]);
    let mut second = finding(&rules.hostile, "ends\nhere", place(&source, "pwned\n", 0, &["runner".into()]));
    second.origin = Origin::Document;
    second.fingerprint = finding(&rules.hostile, "", first.clone()).fingerprint;
    let mut third = finding(&rules.hostile, "another line, same name", place(&source, "runner", 0, &[]));
    third.fingerprint = second.fingerprint.clone();
    vec![
        finding(&rules.hostile, "%0A::error::\r\n<script>|`@team` *bold* #1 [x](http://y) \u{1b}[0m]]>", first),
        third,
        second,
    ]
}

fn artifact(file: &str, kinds: &[&str], evaluations: &[(&Arc<Rule>, Outcome)]) -> Artifact {
    let evaluation = |(rule, outcome): &(&Arc<Rule>, Outcome)| Evaluation { rule: rule.id.clone(), outcome: *outcome };
    Artifact {
        file: file.into(),
        kinds: kinds.iter().map(|kind| Kind::new(*kind)).collect(),
        documents: kinds.len() as u32,
        evaluations: evaluations.iter().map(evaluation).collect(),
    }
}

fn artifacts(rules: &Rules) -> Vec<Artifact> {
    use Outcome::{Error, Fail, NotApplicable, Pass};
    vec![
        artifact(
            "deploy/web.yaml",
            &["kubernetes/Deployment"],
            &[(&rules.repeated, Fail), (&rules.privileged, Fail), (&rules.unversioned, Fail), (&rules.silent, Pass)],
        ),
        artifact("docs/notes.txt", &[], &[]),
        artifact(
            "images/größe 100%/Dockerfile",
            &["dockerfile"],
            &[(&rules.insecure, Fail), (&rules.pipe, Fail), (&rules.silent, NotApplicable)],
        ),
        artifact("odd,%0A::<b>|`a b`\".yaml", &["odd"], &[(&rules.hostile, Fail), (&rules.silent, Error)]),
    ]
}

fn failures(rules: &Rules) -> Vec<Failure> {
    vec![
        Failure {
            file: None,
            rule: Some(rules.silent.id.clone()),
            message: "the rule took longer than 1 s".to_owned(),
            help: "Look for a comprehension over all documents.".to_owned(),
        },
        Failure {
            file: Some("deploy/broken.yaml".into()),
            rule: None,
            message: "line 3: a mapping key is expected".to_owned(),
            help: "Mend the file, or exclude it.".to_owned(),
        },
        Failure {
            file: Some("odd,%0A::<b>|`a b`\".yaml".into()),
            rule: Some(rules.silent.id.clone()),
            message: "100% wrong,\n::error::really".to_owned(),
            help: "Nothing helps.".to_owned(),
        },
    ]
}

/// The report.
pub(crate) fn report() -> Report {
    let rules = rules();
    let findings = [deployment(&rules), dockerfile(&rules), hostile(&rules)].concat();
    let artifacts = artifacts(&rules);
    let failures = failures(&rules);
    let level =
        |level| findings.iter().filter(|finding| finding.suppression.is_none() && finding.level == level).count();
    let summary = Summary {
        files: 5,
        artifacts: 3,
        documents: 3,
        rules: 7,
        errors: level(Level::Error),
        warnings: level(Level::Warning),
        notes: level(Level::Note),
        lowered: 0,
        waived: 2,
        baselined: 1,
        fixable: 1,
        fixable_unsafe: 0,
        unrecognised: 1,
        opaque: 0,
        excluded: 0,
        failures: failures.len(),
    };
    let Rules { insecure, pipe, repeated, privileged, unversioned, hostile, silent } = rules;
    let rules = vec![insecure, pipe, repeated, privileged, unversioned, hostile, silent];
    Report { findings, artifacts, failures, rules, waivers: Vec::new(), summary, fixes: None }
}
