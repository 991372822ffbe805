//! Fleets that were never audited: as many repositories, standards and runs as a test wants, always the same ones.

use waylint::{
    audit::{
        dataset::{
            Audited, Dataset, Evaluation, Event, EventKind, Finding, FixKind, Outcome, OwnerSource, Ownership,
            Repository, RepositoryId, Rule, Run, RunId, Scan, Standard, Status, UNOWNED, Waiver, WaiverKind,
        },
        quality,
    },
    date::Date,
    finding::Fingerprint,
    rule::{Level, RuleId},
    standard::{Stage, StageChange, Stages, StandardId},
};

/// How large a fleet is.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) repositories: usize,
    pub(super) standards: usize,
    pub(super) runs: usize,
}

const DOMAINS: [&str; 4] = ["payments", "logistics", "storefront", "platform"];
const LANGUAGES: [&str; 5] = ["go", "java", "typescript", "python", "rust"];
const TITLES: [&str; 10] = [
    "Owned",
    "Built by the pipeline",
    "Image from the base",
    "Image pinned",
    "Deployed by GitOps",
    "Limits set",
    "Probed",
    "Observed",
    "In the mesh",
    "Behind the gateway",
];

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Always the same numbers for the same three: no state, so that runs can be made in any order.
fn chance(repository: usize, standard: usize, salt: usize) -> usize {
    let mut x = (repository as u64) << 40 ^ (standard as u64) << 20 ^ salt as u64 ^ 0x9e37_79b9_7f4a_7c15;
    for _ in 0..3 {
        x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x ^= x >> 27;
    }
    (x % 100) as usize
}

pub(super) fn standard_id(at: usize) -> StandardId {
    StandardId::new(format!("standard-{at:02}"))
}

/// A fleet with weekly runs that end on 2026-11-22.
pub(super) fn fleet(size: Size) -> Dataset {
    let mut dataset = Dataset::default();
    for at in 0..size.runs {
        let as_of = day("2026-01-04").plus_days((46 - (size.runs - 1 - at).min(46)) as u32 * 7);
        let run = RunId::new(as_of.to_string());
        dataset.add_run(Run {
            run: run.clone(),
            as_of,
            title: "Golden path".to_owned(),
            tool_version: "0.1.0".to_owned(),
            rules_digest: "5d41402abc4b2a76".to_owned(),
            config_digest: if at * 2 < size.runs { "aa11" } else { "bb22" }.to_owned(),
            expected: size.repositories as u32,
            tiers: ["bronze", "silver", "gold"].map(str::to_owned).into(),
        });
        for standard in 0..size.standards {
            dataset.add_standard(a_standard(&run, standard));
            dataset.add_rule(rule(&run, standard));
        }
        for repository in 0..size.repositories {
            // A few come later.
            if repository % 25 != 24 || at > size.runs / 2 {
                let mut result = result(&run, size, repository, at);
                // As a history is read for figures.
                if at + 1 < size.runs {
                    result.findings.clear();
                }
                dataset.add_result(result);
            }
        }
    }
    for at in 0..size.repositories.min(60) {
        dataset.add_event(Event {
            on: day("2026-11-20"),
            event: EventKind::Feedback,
            repository: Some(name(at)),
            standard: None,
            rule: Some(rule_id(at % size.standards)),
            fingerprint: None,
            useful: Some(chance(at, 1, 9) > 20),
            detail: String::new(),
        });
    }
    let runs: Vec<RunId> = dataset.in_time().iter().map(|run| run.run.clone()).collect();
    runs.iter().for_each(|run| quality::put_in_force(&mut dataset, run));
    dataset
}

fn rule_id(at: usize) -> RuleId {
    RuleId::new(format!("sample/fault-{at:02}"))
}

fn rule(run: &RunId, at: usize) -> Rule {
    Rule {
        run: run.clone(),
        rule: rule_id(at),
        title: format!("Fault number {at}"),
        description: "It matters when things go wrong.".to_owned(),
        level: if at.is_multiple_of(3) { Level::Error } else { Level::Warning },
        help: "Write down what is meant.".to_owned(),
        url: at.is_multiple_of(2).then(|| "https://example.com/faults".to_owned()),
    }
}

fn a_standard(run: &RunId, at: usize) -> Standard {
    let change = |from: &str, stage| StageChange { from: day(from), stage };
    let dated = [
        vec![
            change("2026-03-01", Stage::Audit),
            change("2026-09-01", Stage::Warn),
            change("2026-12-06", Stage::Enforce),
        ],
        vec![
            change("2025-06-01", Stage::Audit),
            change("2026-06-01", Stage::EnforceNew),
            change("2027-01-10", Stage::Enforce),
        ],
        vec![change("2026-10-01", Stage::Audit), change("2027-06-01", Stage::Warn)],
        vec![change("2025-01-01", Stage::Enforce)],
    ];
    Standard {
        run: run.clone(),
        standard: standard_id(at),
        version: "1".to_owned(),
        title: format!("{}{}", TITLES[at % 10], if at < 10 { String::new() } else { format!(" {}", at / 10 + 1) }),
        description: "Without it nobody knows whom to call when it breaks at night.".to_owned(),
        step: (at < 7).then_some(at as u32 + 1),
        tier: (at < 12).then_some(at as u32 / 4 + 1),
        stage: Stage::Audit,
        stages: Stages::dated(dated[at % 4].clone()),
        holds: Vec::new(),
        may_be_held: true,
        target: at.is_multiple_of(2).then_some(80),
        owner: Some("platform-team".to_owned()),
        docs: Some("https://example.com/standards".to_owned()),
        rules: vec![rule_id(at)],
        present: if at == 0 {
            vec![vec!["backstage/Component".to_owned(), "codeowners".to_owned()]]
        } else {
            Vec::new()
        },
    }
}

pub(super) fn name(at: usize) -> RepositoryId {
    RepositoryId::new(format!("{}/service-{at:05}", DOMAINS[at % 4]))
}

/// The number of the team that owns a repository: one for every forty, at least six.
fn team(at: usize, size: Size) -> usize {
    (at * 7 + at / 11) % (size.repositories / 40).max(6)
}

fn owner(at: usize, size: Size) -> String {
    if at.is_multiple_of(29) { UNOWNED.to_owned() } else { format!("team-{:03}", team(at, size)) }
}

fn result(run: &RunId, size: Size, at: usize, run_number: usize) -> Audited {
    let repository = name(at);
    let status = match at % 97 {
        13 => Status::Unreachable,
        31 => Status::Error,
        n if n.is_multiple_of(5) && run_number > 0 => Status::Carried,
        _ => Status::Ok,
    };
    let evaluations: Vec<Evaluation> =
        (0..size.standards).map(|standard| evaluation(run, at, standard, run_number, status)).collect();
    let findings: Vec<Finding> = evaluations
        .iter()
        .enumerate()
        .flat_map(|(standard, said)| {
            (0..said.findings + said.waived).map(move |number| finding(run, at, standard, number, said.outcome))
        })
        .collect();
    let waivers = evaluations.iter().enumerate().filter(|(_, said)| said.outcome == Outcome::Waived);
    let waivers = waivers.map(|(standard, said)| waiver(run, at, standard, said)).collect();
    let scan = Scan {
        run: run.clone(),
        repository: repository.clone(),
        status,
        commit: Some(format!("{:040x}", at * 7919 + run_number)),
        tree: format!("{at:032x}"),
        artifacts: 12,
        documents: 20,
        opaque: (at % 3) as u32,
        excluded: 0,
        unreadable: u32::from(at.is_multiple_of(41)),
        failures: 0,
        message: match status {
            Status::Unreachable => Some("there is no folder of that name".to_owned()),
            Status::Error => Some("the configuration cannot be read: unknown key `stric`".to_owned()),
            _ => None,
        },
    };
    let known = Repository {
        run: run.clone(),
        repository: repository.clone(),
        url: Some(format!("https://git.example.com/{repository}")),
        language: Some(LANGUAGES[at % 5].to_owned()),
        lifecycle: Some(if at.is_multiple_of(6) { "experimental" } else { "production" }.to_owned()),
        created: Some(day("2022-01-01").plus_days((at * 37 % 1780) as u32)),
        kinds: vec![
            ("dockerfile".to_owned(), 1),
            ("github/workflow".to_owned(), 3),
            ("kubernetes/Deployment".to_owned(), 2),
        ],
    };
    let ownership = Ownership {
        run: run.clone(),
        repository,
        path: String::new(),
        owner: owner(at, size),
        domain: (!at.is_multiple_of(29)).then(|| DOMAINS[team(at, size) % 4].to_owned()),
        source: if at.is_multiple_of(29) { OwnerSource::None } else { OwnerSource::Catalog },
    };
    Audited { scan, repository: known, ownership: vec![ownership], evaluations, findings, waivers }
}

fn evaluation(run: &RunId, at: usize, standard: usize, run_number: usize, status: Status) -> Evaluation {
    // Adoption rises from run to run, faster for the early steps; what is met mostly stays so.
    let met_from = chance(at, standard, 1) * (standard + 4) / 6;
    let outcome = match chance(at, standard, 2) {
        _ if !status.is_audited() => Outcome::Error,
        0..=7 => Outcome::NotApplicable,
        8..=9 => Outcome::Unmeasured,
        10..=14 if met_from > 40 => Outcome::Waived,
        _ if met_from < 40 + run_number * 3 && chance(at, standard, 100 + run_number) != 0 => Outcome::Pass,
        _ => Outcome::Fail,
    };
    let failing = u32::from(outcome == Outcome::Fail);
    let waived = u32::from(outcome == Outcome::Waived);
    let findings = failing * (1 + (chance(at, standard, 3) % 3) as u32);
    Evaluation {
        run: run.clone(),
        repository: name(at),
        standard: standard_id(standard),
        outcome,
        on_path: standard < 7 && !(at + standard).is_multiple_of(9),
        passed: u32::from(outcome == Outcome::Pass) * 2,
        failed: failing,
        waived,
        known: waived * u32::from(at.is_multiple_of(3)),
        not_applicable: u32::from(outcome == Outcome::NotApplicable),
        unmeasured: u32::from(outcome == Outcome::Unmeasured),
        errors: u32::from(outcome == Outcome::Error),
        findings,
        fixable: if standard.is_multiple_of(2) { findings } else { 0 },
        missing: if standard == 0 && failing == 1 {
            vec!["backstage/Component or codeowners".to_owned()]
        } else {
            Vec::new()
        },
    }
}

fn finding(run: &RunId, at: usize, standard: usize, number: u32, outcome: Outcome) -> Finding {
    Finding {
        run: run.clone(),
        repository: name(at),
        rule: rule_id(standard),
        standards: vec![standard_id(standard)],
        fingerprint: Fingerprint(format!("{at:016x}{:016x}", standard * 10 + number as usize)),
        file: format!("deploy/service-{number}.yaml"),
        line: 12 + number * 9,
        column: 5,
        pointer: "spec.template.spec.containers[0].image".to_owned(),
        level: if standard.is_multiple_of(3) { Level::Error } else { Level::Warning },
        message: format!("image \"registry.example.com/service-{at}\" has no version"),
        help: "Give the image a version or a digest.".to_owned(),
        snippet: Some(format!("image: registry.example.com/service-{at}")),
        fix: standard.is_multiple_of(2).then_some(FixKind::Safe),
        waiver: (outcome == Outcome::Waived).then(|| format!("w{at:04x}{standard:02x}")),
    }
}

fn waiver(run: &RunId, at: usize, standard: usize, said: &Evaluation) -> Waiver {
    let until = match at % 5 {
        0 => None,
        1 => Some(day("2026-12-04")),
        n => Some(day("2026-11-30").plus_days(n as u32 * 40)),
    };
    Waiver {
        run: run.clone(),
        repository: name(at),
        waiver: format!("w{at:04x}{standard:02x}"),
        kind: if said.known > 0 { WaiverKind::Baseline } else { WaiverKind::Configured },
        rule: rule_id(standard),
        standards: vec![standard_id(standard)],
        file: Some(".waylint.yaml".to_owned()),
        reason: "moves to the new cluster first".to_owned(),
        owner: (!at.is_multiple_of(4)).then(|| "team-lead".to_owned()),
        until,
        findings: u32::from(!at.is_multiple_of(8)),
    }
}
