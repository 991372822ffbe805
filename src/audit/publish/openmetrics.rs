//! OpenMetrics text. Labels are standard, team and tier alone: a label for each repository would make a series of each.

use std::{collections::BTreeMap, fmt::Write};

use crate::{
    audit::{
        dataset::{Dataset, Run, WaiverKind, WaiverState},
        figures::{self, Tally},
    },
    standard::Stage,
};

/// A gauge: its name without the prefix, and what it tells.
struct Gauge(&'static str, &'static str);

const PREFIX: &str = "waylint_";

const PASSED: Gauge = Gauge("standard_passed_repositories", "Repositories that meet the standard.");
const FAILED: Gauge = Gauge("standard_failed_repositories", "Repositories that do not meet the standard.");
const WAIVED: Gauge =
    Gauge("standard_waived_repositories", "Repositories that do not meet the standard and have a waiver.");
const NOT_APPLICABLE: Gauge =
    Gauge("standard_not_applicable_repositories", "Repositories that the standard does not ask.");
const UNMEASURED: Gauge = Gauge("standard_unmeasured_repositories", "Repositories of which nobody can say.");
const ERRORS: Gauge = Gauge("standard_error_repositories", "Repositories that could not be judged by the standard.");
const BLOCKED: Gauge =
    Gauge("standard_blocked_repositories", "Repositories that fail the standard while it is enforced.");
const FINDINGS: Gauge = Gauge("standard_findings", "Findings that count against the standard.");
const FIXABLE: Gauge = Gauge("standard_fixable_findings", "Findings with a safe fix.");
const STAGE: Gauge =
    Gauge("standard_stage", "Stage in force: 0 draft, 1 audit, 2 warn, 3 enforce-new, 4 enforce, 5 retired.");
const TARGET: Gauge = Gauge("standard_target_ratio", "Adoption to reach, from 0 to 1.");
const HELD: Gauge = Gauge("standard_held", "Whether something keeps the standard from being enforced.");
const TEAM: Gauge = Gauge("team_repositories", "Repositories that could be audited.");
const TIER: Gauge = Gauge("tier_repositories", "Repositories at the tier and no higher; `none` below the lowest.");
const WAIVERS: Gauge = Gauge("waivers", "Waivers that hold.");
const EXPIRING: Gauge = Gauge("expiring_waivers", "Waivers that end within thirty days.");
const EXPECTED: Gauge = Gauge("expected_repositories", "Repositories that the fleet has.");
const AUDITED: Gauge = Gauge("audited_repositories", "Repositories that could be audited.");
const AS_OF: Gauge = Gauge("run_timestamp_seconds", "The first moment of the day that the run judged for.");

const ALL: [&Gauge; 19] = [
    &PASSED,
    &FAILED,
    &WAIVED,
    &NOT_APPLICABLE,
    &UNMEASURED,
    &ERRORS,
    &BLOCKED,
    &FINDINGS,
    &FIXABLE,
    &STAGE,
    &TARGET,
    &HELD,
    &TEAM,
    &TIER,
    &WAIVERS,
    &EXPIRING,
    &EXPECTED,
    &AUDITED,
    &AS_OF,
];

/// The names of all metrics.
pub fn names() -> impl Iterator<Item = String> {
    ALL.iter().map(|gauge| format!("{PREFIX}{}", gauge.0))
}

/// Labels and a value.
type Sample = (Vec<(&'static str, String)>, f64);

pub(super) fn text(dataset: &Dataset, run: &Run) -> String {
    let mut samples: BTreeMap<&'static str, Vec<Sample>> = BTreeMap::new();
    let mut put = |gauge: &Gauge, labels: &[(&'static str, &str)], value: f64| {
        let labels = labels.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        samples.entry(gauge.0).or_default().push((labels, value));
    };
    by_standard_and_team(dataset, run, &mut put);
    by_standard(dataset, run, &mut put);
    by_team(dataset, run, &mut put);
    let complete = figures::completeness(dataset, &run.run);
    put(&EXPECTED, &[], f64::from(complete.expected));
    put(&AUDITED, &[], f64::from(complete.audited));
    put(&AS_OF, &[], (run.as_of.nanoseconds() / 1_000_000_000) as f64);
    let mut text = String::new();
    for Gauge(name, help) in ALL {
        let Some(samples) = samples.get(name) else { continue };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# TYPE {PREFIX}{name} gauge\n# HELP {PREFIX}{name} {help}");
        for (labels, value) in samples {
            let _ = writeln!(text, "{PREFIX}{name}{} {value}", shown(labels));
        }
    }
    text.push_str("# EOF\n");
    text
}

fn shown(labels: &[(&str, String)]) -> String {
    if labels.is_empty() {
        return String::new();
    }
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let labels: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
    format!("{{{}}}", labels.join(","))
}

/// The name of the tier that asks for each standard; `none` if none does.
fn tier_of(run: &Run, tier: Option<u32>) -> &str {
    let index = tier.and_then(|tier| usize::try_from(tier).ok()?.checked_sub(1));
    index.and_then(|index| run.tiers.get(index)).map_or("none", String::as_str)
}

type Put<'a> = dyn FnMut(&Gauge, &[(&'static str, &str)], f64) + 'a;

fn by_standard_and_team(dataset: &Dataset, run: &Run, put: &mut Put<'_>) {
    #[derive(Default)]
    struct Sums {
        tally: Tally,
        blocked: u32,
        findings: u32,
        fixable: u32,
    }
    for standard in figures::standards(dataset, &run.run) {
        let mut teams: BTreeMap<&str, Sums> = BTreeMap::new();
        for result in figures::audited(dataset, &run.run) {
            let Some(evaluation) = result.evaluation(&standard.standard) else { continue };
            let sums = teams.entry(result.owner()).or_default();
            sums.tally.count(evaluation.outcome);
            sums.blocked += u32::from(evaluation.blocks(standard.stage));
            sums.findings += evaluation.findings;
            sums.fixable += evaluation.fixable;
        }
        for (team, Sums { tally, blocked, findings, fixable }) in teams {
            let labels =
                [("standard", standard.standard.as_str()), ("team", team), ("tier", tier_of(run, standard.tier))];
            let values = [
                (&PASSED, tally.pass),
                (&FAILED, tally.fail),
                (&WAIVED, tally.waived),
                (&NOT_APPLICABLE, tally.not_applicable),
                (&UNMEASURED, tally.unmeasured),
                (&ERRORS, tally.error),
                (&BLOCKED, blocked),
                (&FINDINGS, findings),
                (&FIXABLE, fixable),
            ];
            values.into_iter().for_each(|(gauge, value)| put(gauge, &labels, f64::from(value)));
        }
    }
}

fn by_standard(dataset: &Dataset, run: &Run, put: &mut Put<'_>) {
    for standard in figures::standards(dataset, &run.run) {
        let labels = [("standard", standard.standard.as_str()), ("tier", tier_of(run, standard.tier))];
        let number = Stage::ALL.iter().position(|other| *other == standard.stage).unwrap_or_default();
        put(&STAGE, &labels, number as f64);
        if let Some(target) = standard.target {
            put(&TARGET, &labels, f64::from(target) / 100.0);
        }
        put(&HELD, &labels, f64::from(u8::from(!standard.is_ready())));
    }
}

fn by_team(dataset: &Dataset, run: &Run, put: &mut Put<'_>) {
    #[derive(Default)]
    struct Sums {
        repositories: u32,
        tiers: BTreeMap<u32, u32>,
        waivers: u32,
        expiring: u32,
    }
    let mut teams: BTreeMap<&str, Sums> = BTreeMap::new();
    for result in figures::audited(dataset, &run.run) {
        let sums = teams.entry(result.owner()).or_default();
        sums.repositories += 1;
        *sums.tiers.entry(figures::tier(dataset, result).tier).or_default() += 1;
        let stated = |waiver: &&super::super::dataset::Waiver| {
            matches!(waiver.kind, WaiverKind::Inline | WaiverKind::Configured)
        };
        for waiver in result.waivers.iter().filter(stated) {
            sums.waivers += 1;
            sums.expiring += u32::from(waiver.state(run.as_of) == WaiverState::Expiring);
        }
    }
    for (team, sums) in teams {
        put(&TEAM, &[("team", team)], f64::from(sums.repositories));
        put(&WAIVERS, &[("team", team)], f64::from(sums.waivers));
        put(&EXPIRING, &[("team", team)], f64::from(sums.expiring));
        if run.tiers.is_empty() {
            continue;
        }
        for tier in 0..=run.tiers.len() as u32 {
            let labels = [("team", team), ("tier", tier_of(run, Some(tier)))];
            put(&TIER, &labels, f64::from(sums.tiers.get(&tier).copied().unwrap_or_default()));
        }
    }
}
