//! A fleet of hundreds of repositories over a year, made of files, whose history is known beforehand: every figure is exact.

use std::{collections::BTreeMap, fs, path::Path};

use waylint::{
    audit::{
        self, Audit, NoSink, Target,
        dataset::{Dataset, Outcome, RepositoryId, Run, RunId, Status},
        figures,
        store::{Depth, Store},
    },
    config::Choice,
    date::Date,
    linter::{BaselineChoice, Request},
    standard::StandardId,
};

use super::sets::bytes;

const REPOSITORIES: usize = 200;
const DAYS: [&str; 6] = ["2026-01-01", "2026-03-01", "2026-04-01", "2026-06-01", "2026-09-01", "2026-12-31"];

const PLATFORM: &str = "
standards:
  owned:
    evidence: {present: [codeowners]}
    stages: {audit: 2025-01-01, warn: 2026-03-15, enforce: 2026-05-01}
    docs: https://platform.example.com/owned
  versioned:
    evidence: {present: [dockerfile], all: [dockerfile/base-image-unversioned]}
    stage: audit
  pipeline:
    evidence: {present: [github/workflow]}
    when: {kinds: dockerfile}
    stage: warn
golden-path: {title: Test, steps: [owned, versioned, pipeline]}
tiers: [{name: bronze, standards: [owned]}, {name: silver, standards: [versioned]}, {name: gold, standards: [pipeline]}]
";

/// What repository `n` holds on day `k`. Nothing here asks waylint anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Holds {
    codeowners: bool,
    /// None: no Dockerfile; otherwise whether its image has a version.
    dockerfile: Option<bool>,
    workflow: bool,
}

fn holds(n: usize, k: usize) -> Holds {
    // Owned from day n % 7 on (6: never), and every twentieth loses it on the last day but one.
    let owned = k >= n % 7 && !(n.is_multiple_of(20) && k >= 4);
    // Two of three have a Dockerfile; its image has a version from day n % 4 on.
    let dockerfile = (!n.is_multiple_of(3)).then_some(k >= n % 4);
    Holds { codeowners: owned, dockerfile, workflow: n % 5 < 3 }
}

/// What is known of the three standards: `owned`, `versioned`, `pipeline`.
fn outcomes(n: usize, k: usize) -> [Outcome; 3] {
    let is = |met| if met { Outcome::Pass } else { Outcome::Fail };
    let Holds { codeowners, dockerfile, workflow } = holds(n, k);
    let pipeline = if dockerfile.is_none() { Outcome::NotApplicable } else { is(workflow) };
    [is(codeowners), is(dockerfile == Some(true)), pipeline]
}

fn lay_out(root: &Path, n: usize, k: usize) {
    let folder = root.join(format!("service-{n:03}"));
    let now = holds(n, k);
    if k > 0 && holds(n, k - 1) == now {
        return;
    }
    fs::create_dir_all(folder.join(".github/workflows")).unwrap();
    let set = |name: &str, text: Option<String>| match text {
        Some(text) => fs::write(folder.join(name), text).unwrap(),
        None => drop(fs::remove_file(folder.join(name))),
    };
    set("CODEOWNERS", now.codeowners.then(|| format!("* @org/team-{}\n", n % 8)));
    let image = |versioned| format!("FROM registry.example.com/base-{n}{}\n", if versioned { ":1.2" } else { "" });
    set("Dockerfile", now.dockerfile.map(image));
    let workflow =
        format!("name: build-{n}\non: [push]\njobs: {{build: {{runs-on: ubuntu-24.04, steps: [{{run: make}}]}}}}\n");
    set(".github/workflows/build.yaml", now.workflow.then_some(workflow));
}

fn day(k: usize) -> Date {
    DAYS[k].parse().unwrap()
}

fn audit(root: &Path, k: usize) -> Audit {
    let request = Request {
        config: Choice::File(root.join("platform.yaml")),
        baseline: BaselineChoice::None,
        as_of: day(k),
        jobs: Some(2),
        ..Request::default()
    };
    Audit::new(&request, None).unwrap()
}

fn targets(root: &Path) -> Vec<Target> {
    let list: String = (0..REPOSITORIES).map(|n| format!("- service-{n:03}\n")).collect();
    fs::write(root.join("fleet.yaml"), list).unwrap();
    audit::targets(&[root.join("fleet.yaml")]).unwrap()
}

/// A year, by a history that carries what did not change.
fn year(root: &Path) -> Dataset {
    let targets = targets(root);
    for k in 0..DAYS.len() {
        (0..REPOSITORIES).for_each(|n| lay_out(root, n, k));
        // A new program each time, which begins with what the file says.
        let store = Store::open(&root.join("fleet.db")).unwrap();
        store.audit(&audit(root, k), &targets, &|_, _| ()).unwrap();
    }
    Store::open(&root.join("fleet.db")).unwrap().load(&Depth::All).unwrap()
}

const STANDARDS: [&str; 3] = ["owned", "versioned", "pipeline"];

fn all() -> impl Iterator<Item = usize> {
    0..REPOSITORIES
}

fn count(wanted: impl Fn(usize) -> bool) -> u32 {
    all().filter(|&n| wanted(n)).count() as u32
}

#[test]
fn a_year_of_a_known_fleet_gives_exact_figures() {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    fs::write(root.join("platform.yaml"), PLATFORM).unwrap();
    let dataset = year(&root);
    for k in 0..DAYS.len() {
        adoption_is_exact(&dataset, k);
        path_is_exact(&dataset, k);
    }
    history_is_exact(&dataset);
    carried_is_as_judged(&root, &dataset);
}

fn adoption_is_exact(dataset: &Dataset, k: usize) {
    let run = RunId::new(DAYS[k]);
    let tallies = figures::by_standard(dataset, &run);
    for (number, standard) in STANDARDS.iter().enumerate() {
        let tally = tallies[&StandardId::new(*standard)];
        let expected = |outcome| count(|n| outcomes(n, k)[number] == outcome);
        let found = (tally.pass, tally.fail, tally.not_applicable, tally.waived + tally.unmeasured + tally.error);
        let known = (expected(Outcome::Pass), expected(Outcome::Fail), expected(Outcome::NotApplicable), 0);
        assert_eq!(found, known, "{standard} on {}", DAYS[k]);
    }
    let complete = figures::completeness(dataset, &run);
    assert_eq!((complete.expected, complete.audited), (REPOSITORIES as u32, REPOSITORIES as u32));
    // Stages change between some of these days, and what files say does not change with them.
    let same = count(|n| k > 0 && holds(n, k) == holds(n, k - 1));
    assert_eq!(complete.carried, same, "{}", DAYS[k]);
    let mut owners: BTreeMap<String, u32> = BTreeMap::new();
    for n in all() {
        let owner = if holds(n, k).codeowners { format!("team-{}", n % 8) } else { "unowned".to_owned() };
        *owners.entry(owner).or_default() += 3;
    }
    let found = figures::by_owner(dataset, &run).into_iter();
    let found: BTreeMap<String, u32> =
        found.map(|(owner, tally)| (owner, tally.applicable() + tally.not_applicable)).collect();
    assert_eq!(found, owners);
}

fn path_is_exact(dataset: &Dataset, k: usize) {
    let run = RunId::new(DAYS[k]);
    let funnel = figures::funnel(dataset, &run, &|_| true);
    let asked = |n: usize, step: usize| outcomes(n, k)[step] != Outcome::NotApplicable;
    let met = |n: usize, step: usize| outcomes(n, k)[step] == Outcome::Pass;
    let arrives = |n: usize, step: usize| (0..step).all(|before| !asked(n, before) || met(n, before));
    for (step, found) in funnel.steps.iter().enumerate() {
        let known = (
            count(|n| asked(n, step)),
            count(|n| asked(n, step) && arrives(n, step)),
            count(|n| met(n, step) && arrives(n, step)),
            count(|n| asked(n, step) && !met(n, step) && arrives(n, step)),
            count(|n| met(n, step) && !arrives(n, step)),
        );
        assert_eq!(
            (found.asked, found.arrived, found.passed, found.failed, found.skippers),
            known,
            "{} {step}",
            DAYS[k]
        );
    }
    assert_eq!(funnel.complete, count(|n| arrives(n, 3)));
    let reached = |n: usize| (0..3).take_while(|&step| !asked(n, step) || met(n, step)).count();
    let tiers: Vec<u32> = figures::tiers(dataset, &run).iter().map(|tier| tier.repositories).collect();
    assert_eq!(tiers, (0..4).map(|tier| count(|n| reached(n) == tier)).collect::<Vec<_>>());
}

fn history_is_exact(dataset: &Dataset) {
    let timeline = figures::Timeline::new(dataset);
    for (number, standard) in STANDARDS.iter().enumerate() {
        let id = StandardId::new(*standard);
        let met = |n: usize, k: usize| outcomes(n, k)[number] == Outcome::Pass;
        let first = |n: usize| (0..DAYS.len()).find(|&k| met(n, k));
        // What holds ninety days later is what the last run up to that day said, if there was a run that late.
        let then = |k: usize| {
            let later = day(k).plus_days(90);
            (later <= day(5)).then(|| (0..DAYS.len()).rev().find(|&other| day(other) <= later).unwrap())
        };
        let observed = |n: usize| first(n).and_then(then);
        let stick = figures::stickiness(&timeline, &id, 90);
        assert_eq!(stick.adopted, count(|n| first(n).is_some()), "{standard}");
        assert_eq!(stick.observed, count(|n| observed(n).is_some()), "{standard}");
        assert_eq!(stick.sticking, count(|n| observed(n).is_some_and(|k| met(n, k))), "{standard}");
        let broken = |n: usize| first(n).is_some_and(|from| (from..DAYS.len()).any(|k| !met(n, k)));
        assert_eq!(stick.broken_again, count(broken), "{standard}");
        // `owned` is enforced from the fourth day on, the others never.
        let pushed = |k: usize| *standard == "owned" && k >= 3;
        let adopted = figures::adoptions(&timeline, &id);
        assert_eq!(adopted.before, count(|n| first(n) == Some(0)), "{standard}");
        assert_eq!(adopted.push, count(|n| first(n).is_some_and(|k| k > 0 && pushed(k))), "{standard}");
        assert_eq!(adopted.pull, count(|n| first(n).is_some_and(|k| k > 0 && !pushed(k))), "{standard}");
    }
    let stick = figures::stickiness(&timeline, &StandardId::new("owned"), 90);
    assert!(
        stick.broken_again > 0 && stick.sticking < stick.adopted,
        "the fleet has a history worth counting: {stick:?}"
    );
    let last = dataset.latest().unwrap();
    assert_eq!(figures::stuck(dataset, last).first().unwrap().days, 364);
}

/// What was carried on from run to run is what judging everything says.
fn carried_is_as_judged(root: &Path, dataset: &Dataset) {
    let k = DAYS.len() - 1;
    let targets = targets(root);
    let judged = audit(root, k).run(&targets, targets.len(), &NoSink, &|_, _| ());
    let run = RunId::new(DAYS[k]);
    for (known, judged) in dataset.results(&run).zip(judged.results(&run)) {
        let mut known = known.clone();
        known.scan.status = Status::Ok;
        assert_eq!(known, *judged);
    }
}

#[test]
fn an_interrupted_run_loses_nothing_and_counts_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    fs::write(root.join("platform.yaml"), PLATFORM).unwrap();
    (0..REPOSITORIES).for_each(|n| lay_out(&root, n, 0));
    let targets = targets(&root);
    let names: Vec<&RepositoryId> = targets.iter().map(|target| &target.id).collect();
    let part = |file: &str, some: &[Target]| {
        let store = Store::open(&root.join(file)).unwrap();
        let audit = audit(&root, 0);
        store.begin(&audit.dataset(targets.len()), &names).unwrap();
        audit.run(some, targets.len(), &store, &|_, _| ());
        store.finish().unwrap();
        store.load(&Depth::All).unwrap()
    };
    let whole = part("whole.db", &targets);
    // It ends after some repositories, begins again and ends again, then is let be.
    let begun = part("parts.db", &targets[40..90]);
    let run: &Run = begun.latest().unwrap();
    assert_eq!(figures::completeness(&begun, &run.run).missing as usize, REPOSITORIES - 50);
    part("parts.db", &targets[..60]);
    let resumed = part("parts.db", &targets);
    assert!(bytes(&resumed) == bytes(&whole));
    // Asked again on the same day after something changed, the run says what is so now.
    lay_out(&root, 4, 4);
    let again = part("parts.db", &targets);
    let outcome = |dataset: &Dataset| {
        let result = dataset.result(&run.run, &RepositoryId::new("service-004")).unwrap();
        result.evaluation(&StandardId::new("owned")).unwrap().outcome
    };
    assert_eq!((outcome(&resumed), outcome(&again)), (Outcome::Fail, Outcome::Pass));
    assert_eq!(again.all_results().count(), REPOSITORIES);
}
