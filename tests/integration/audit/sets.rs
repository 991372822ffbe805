//! Datasets as sets: however the work is divided, what comes together is the same. And what waivers may not do.

use proptest::{collection, prelude::*};
use waylint::{
    audit::{
        dataset::{
            Audited, Dataset, Evaluation, Event, EventKind, Outcome, OwnerSource, Ownership, Repository, RepositoryId,
            Run, RunId, Scan, Standard, Status,
        },
        figures::{self, Ratio},
        quality,
    },
    date::Date,
    standard::{Stage, Stages, StandardId},
};

/// A dataset as bytes: every record in its order.
pub(super) fn bytes(dataset: &Dataset) -> String {
    dataset.records().map(|record| serde_json::to_string(&record).unwrap() + "\n").collect()
}

const STANDARDS: u32 = 4;

fn run(name: &str, expected: u32) -> Run {
    Run {
        run: RunId::new(name),
        as_of: Date::new(2026, 11, 22).unwrap(),
        title: String::new(),
        tool_version: String::new(),
        rules_digest: String::new(),
        config_digest: String::new(),
        expected,
        tiers: vec!["bronze".to_owned(), "gold".to_owned()],
    }
}

fn standard(run: &str, number: u32) -> Standard {
    Standard {
        run: RunId::new(run),
        standard: StandardId::new(format!("standard-{number}")),
        version: String::new(),
        title: String::new(),
        description: String::new(),
        step: Some(number + 1),
        tier: Some(number / 2 + 1),
        stage: Stage::Enforce,
        stages: Stages::fixed(Stage::Enforce),
        holds: Vec::new(),
        may_be_held: true,
        target: Some(50),
        owner: None,
        docs: Some("https://platform.example.com".to_owned()),
        rules: Vec::new(),
        present: Vec::new(),
    }
}

fn audited(run: &str, repository: usize, status: Status, outcomes: &[Outcome]) -> Audited {
    let (run, repository) = (RunId::new(run), RepositoryId::new(format!("repository-{repository}")));
    let evaluation = |(number, outcome): (usize, &Outcome)| Evaluation {
        run: run.clone(),
        repository: repository.clone(),
        standard: StandardId::new(format!("standard-{number}")),
        outcome: *outcome,
        on_path: true,
        passed: 0,
        failed: 0,
        waived: 0,
        known: 0,
        not_applicable: 0,
        unmeasured: 0,
        errors: 0,
        findings: 0,
        fixable: 0,
        missing: Vec::new(),
    };
    Audited {
        scan: Scan::new(run.clone(), repository.clone(), status),
        repository: Repository {
            run: run.clone(),
            repository: repository.clone(),
            url: None,
            language: None,
            lifecycle: None,
            created: None,
            kinds: Vec::new(),
        },
        ownership: vec![Ownership {
            run: run.clone(),
            repository: repository.clone(),
            path: String::new(),
            owner: "team".to_owned(),
            domain: None,
            source: OwnerSource::Manifest,
        }],
        evaluations: outcomes.iter().enumerate().map(evaluation).collect(),
        findings: Vec::new(),
        waivers: Vec::new(),
    }
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop::sample::select(Outcome::ALL.to_vec())
}

/// One result of a fleet: some are of one run and repository, as when a shard is begun again after it could not reach one.
fn result() -> impl Strategy<Value = Audited> {
    let status = prop::sample::select(vec![Status::Unreachable, Status::Error, Status::Carried, Status::Ok]);
    let outcomes = collection::vec(outcome(), STANDARDS as usize);
    (0..2usize, 0..12usize, status, outcomes)
        .prop_map(|(run, repository, status, outcomes)| audited(&format!("run-{run}"), repository, status, &outcomes))
}

/// A part of the work: what every part knows of the runs, and some results and events.
fn part(results: &[Audited]) -> Dataset {
    let mut dataset = Dataset::default();
    for name in ["run-0", "run-1"] {
        dataset.add_run(run(name, 12));
        (0..STANDARDS).for_each(|number| dataset.add_standard(standard(name, number)));
    }
    for result in results {
        dataset.add_event(Event {
            on: Date::new(2026, 11, 22).unwrap(),
            event: EventKind::Feedback,
            repository: Some(result.scan.repository.clone()),
            standard: None,
            rule: None,
            fingerprint: None,
            useful: Some(true),
            detail: String::new(),
        });
        dataset.add_result(result.clone());
    }
    dataset
}

proptest! {
    #[test]
    fn any_division_order_and_repetition_gives_the_same_bytes(
        results in collection::vec(result(), 1..40),
        shards in collection::vec(0..6usize, 40),
        order in Just((0..6usize).collect::<Vec<_>>()).prop_shuffle(),
        again in collection::vec(0..6usize, 0..4),
    ) {
        let whole = bytes(&part(&results));
        let shard = |number: usize| {
            let own = results.iter().zip(&shards).filter(|(_, shard)| **shard == number);
            part(&own.map(|(result, _)| result.clone()).collect::<Vec<_>>())
        };
        let mut merged = Dataset::default();
        order.iter().chain(&again).for_each(|&number| merged.merge(shard(number)));
        prop_assert_eq!(&bytes(&merged), &whole);
        // Merged in pairs first, and with itself.
        let mut other = shard(order[0]);
        // Which standards are held is decided once everything has come together, and never twice in two ways.
        let in_force = |mut dataset: Dataset| {
            ["run-0", "run-1"].map(RunId::new).iter().for_each(|run| quality::put_in_force(&mut dataset, run));
            bytes(&dataset)
        };
        let held = in_force(part(&results));
        prop_assert_eq!(in_force(merged.clone()), held);
        let mut rest = Dataset::default();
        order[1..].iter().rev().for_each(|&number| rest.merge(shard(number)));
        other.merge(rest);
        other.merge(other.clone());
        prop_assert_eq!(&bytes(&other), &whole);
    }

    #[test]
    fn nothing_rises_by_waiving(
        outcomes in collection::vec(collection::vec(outcome(), STANDARDS as usize), 1..20),
        waived in collection::vec(collection::vec(any::<bool>(), STANDARDS as usize), 20),
    ) {
        let before = fleet(&outcomes);
        let lift = |(own, waived): (&Vec<Outcome>, &Vec<bool>)| -> Vec<Outcome> {
            let one = |(outcome, waived): (&Outcome, &bool)| if *waived && *outcome == Outcome::Fail { Outcome::Waived } else { *outcome };
            own.iter().zip(waived).map(one).collect()
        };
        let after = fleet(&outcomes.iter().zip(&waived).map(lift).collect::<Vec<_>>());
        let run = RunId::new("run-0");
        let adoption = |dataset: &Dataset| figures::by_standard(dataset, &run).into_values().map(|tally| tally.adoption()).collect::<Vec<Ratio>>();
        prop_assert_eq!(adoption(&after), adoption(&before));
        prop_assert_eq!(figures::tiers(&after, &run), figures::tiers(&before, &run));
        prop_assert_eq!(figures::funnel(&after, &run, &|_| true).complete, figures::funnel(&before, &run, &|_| true).complete);
        for (after_one, before_one) in after.results(&run).zip(before.results(&run)) {
            let (now, then) = (figures::position(&after, after_one), figures::position(&before, before_one));
            prop_assert_eq!((now.prefix, now.met, now.steps), (then.prefix, then.met, then.steps));
        }
    }
}

fn fleet(outcomes: &[Vec<Outcome>]) -> Dataset {
    let results: Vec<Audited> =
        outcomes.iter().enumerate().map(|(number, own)| audited("run-0", number, Status::Ok, own)).collect();
    part(&results)
}
