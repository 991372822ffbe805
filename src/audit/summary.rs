//! What an audit says on a terminal, in fifteen lines at most, and as JSON for programs.

use std::{collections::BTreeMap, fmt::Write};

use serde_json::{Value, json};

use super::{
    dataset::{Audited, Dataset, Outcome, Run},
    figures::{self, Tally},
};
use crate::{report::counted, standard::StandardId};

/// For how many days it is said what will change.
const OUTLOOK: u32 = 30;

/// After how many days it is asked whether adoption lasts.
const LASTING: u32 = 90;

/// How many repositories, owners or standards are named one by one.
const NAMED: usize = 5;

/// How wide a line may be.
const WIDTH: usize = 110;

/// A run in at most fifteen lines. What earlier runs said is compared with it.
pub fn summary(dataset: &Dataset, run: &Run) -> String {
    let mut lines = vec![format!("{} · as of {} · waylint {}", run.title, run.as_of, run.tool_version)];
    lines.push(completeness(dataset, run));
    lines.extend(adoption(dataset, run));
    lines.push(tiers(dataset, run));
    lines.extend(path(dataset, run));
    lines.extend(weakest(dataset, run));
    lines.extend(held_up(dataset, run));
    lines.extend(held_back(dataset, run));
    lines.extend(outlook(dataset, run));
    lines.extend(stuck(dataset, run));
    lines.extend(lasting(dataset, run));
    lines.extend(waivers(dataset, run));
    lines.iter().fold(String::new(), |mut text, line| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{line}");
        text
    })
}

fn completeness(dataset: &Dataset, run: &Run) -> String {
    let complete = figures::completeness(dataset, &run.run);
    let owners = figures::by_owner(dataset, &run.run).len() - usize::from(complete.unowned > 0);
    let mut line = format!("{} of {} audited", complete.audited, repositories(complete.expected));
    let parts = [
        (complete.carried, "unchanged"),
        (complete.missing, "still to come"),
        (complete.unreachable, "unreachable"),
        (complete.error, "in error"),
        (complete.partial, "in part"),
    ];
    parts.iter().filter(|(count, _)| *count > 0).for_each(|(count, what)| line += &format!(", {count} {what}"));
    line + &format!("; {}, {} unowned", counted(owners as u32, "owner", "owners"), complete.unowned)
}

fn adoption(dataset: &Dataset, run: &Run) -> Vec<String> {
    let tally = figures::overall(dataset, &run.run);
    let mut line = format!("adoption   {} standards asked", tally.adoption());
    if tally.waived > 0 {
        line += &format!(" ({} without waivers)", tally.adoption_unwaived());
    }
    if let Some(before) = dataset.before(run) {
        let earlier = figures::overall(dataset, &before.run);
        if let (Some(now), Some(then)) = (tally.adoption().percent(), earlier.adoption().percent()) {
            line += &format!(", {:+.1} points since {}", now - then, before.as_of);
        }
    }
    vec![line + &besides(&tally)]
}

/// What stands beside every share.
fn besides(tally: &Tally) -> String {
    let parts = [
        (tally.waived, "waived"),
        (tally.not_applicable, "not applicable"),
        (tally.unmeasured, "unmeasured"),
        (tally.error, "errors"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if parts.is_empty() { String::new() } else { format!("; {}", parts.join(", ")) }
}

fn tiers(dataset: &Dataset, run: &Run) -> String {
    let earlier = dataset.before(run).map(|before| figures::tiers(dataset, &before.run)).unwrap_or_default();
    let tiers = figures::tiers(dataset, &run.run).into_iter().map(|tier| {
        let name = if tier.tier == 0 { "none" } else { &tier.name };
        let then = earlier.iter().find(|then| then.tier == tier.tier && then.name == tier.name);
        let change = then.map(|then| i64::from(tier.repositories) - i64::from(then.repositories));
        let change = change.filter(|change| *change != 0).map(|change| format!(" ({change:+})"));
        format!("{name} {}{}", tier.repositories, change.unwrap_or_default())
    });
    format!("tiers      {}", tiers.collect::<Vec<_>>().join(" · "))
}

/// The funnel, broken into lines of a terminal's width.
fn path(dataset: &Dataset, run: &Run) -> Vec<String> {
    let funnel = figures::funnel(dataset, &run.run, &|_| true);
    if funnel.steps.is_empty() {
        return Vec::new();
    }
    let steps = funnel.steps.iter().map(|step| format!("{} {}/{}", step.standard, step.passed, step.arrived));
    let words: Vec<String> = std::iter::once(repositories(funnel.repositories))
        .chain(steps)
        .chain([format!("all {}", funnel.complete)])
        .collect();
    wrapped("path       ", &words, " → ", 4)
}

fn wrapped(label: &str, words: &[String], between: &str, most: usize) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), label.to_owned());
    for (at, word) in words.iter().enumerate() {
        let separator = if at == 0 { "" } else { between };
        if line.chars().count() + separator.chars().count() + word.chars().count() > WIDTH && lines.len() + 1 < most {
            let margin = " ".repeat(label.chars().count() - 2);
            lines.push(std::mem::replace(&mut line, margin + between.trim_start()));
        } else {
            line += separator;
        }
        line += word;
    }
    lines.push(line);
    lines
}

/// A line of as many words as fit in, the first in any case; of the others their number. None of no words.
fn fitting(label: &str, words: &[String]) -> Option<String> {
    let mut line = format!("{label:11}{}", words.first()?);
    for (at, word) in words.iter().enumerate().skip(1) {
        if line.chars().count() + word.chars().count() + " · ".len() > WIDTH {
            return Some(format!("{line} · {} more", words.len() - at));
        }
        line = format!("{line} · {word}");
    }
    Some(line)
}

/// The standards that fewest meet of those they apply to.
fn weakest(dataset: &Dataset, run: &Run) -> Option<String> {
    let tallies = figures::by_standard(dataset, &run.run);
    let counts = figures::counting(dataset, &run.run);
    let known = counts.iter().filter_map(|standard| tallies.get_key_value(&standard.standard));
    let mut known: Vec<(&StandardId, &Tally)> = known.filter(|(_, tally)| tally.fail > 0).collect();
    known.sort_by(|(_, a), (_, b)| {
        let share = |tally: &Tally| tally.adoption().percent().unwrap_or_default();
        share(a).total_cmp(&share(b)).then(b.fail.cmp(&a.fail))
    });
    let named = known.iter().take(NAMED).map(|(standard, tally)| format!("{standard} {}", tally.adoption()));
    fitting("least met", &named.collect::<Vec<_>>())
}

/// Standards that hold repositories up, with how many.
fn blocking(dataset: &Dataset, run: &Run) -> (u32, BTreeMap<StandardId, u32>) {
    let (mut held, mut standards) = (0, BTreeMap::new());
    for result in figures::audited(dataset, &run.run) {
        let blocks: Vec<_> = figures::blocking(dataset, result).collect();
        held += u32::from(!blocks.is_empty());
        blocks.iter().for_each(|evaluation| *standards.entry(evaluation.standard.clone()).or_default() += 1);
    }
    (held, standards)
}

/// How many repositories a standard that is enforced holds up.
pub fn held_up_by_any(dataset: &Dataset, run: &Run) -> u32 {
    blocking(dataset, run).0
}

fn held_up(dataset: &Dataset, run: &Run) -> Option<String> {
    let (held, standards) = blocking(dataset, run);
    let mut named: Vec<(StandardId, u32)> = standards.into_iter().collect();
    named.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let words: Vec<String> = named.iter().take(NAMED).map(|(standard, count)| format!("{standard} {count}")).collect();
    (held > 0).then(|| format!("held up    {}: {}", repositories(held), words.join(" · ")))
}

/// The standards whose day has come and that are not enforced, with the first reason.
fn held_back(dataset: &Dataset, run: &Run) -> Option<String> {
    let words = dataset.standards(&run.run).filter(|standard| standard.is_held(run.as_of)).filter_map(|standard| {
        let (planned, hold) = (standard.stages.on(run.as_of), standard.holds.first()?);
        Some(format!("{} at {} instead of {planned}, since {hold}", standard.standard, standard.stage))
    });
    fitting("held back", &words.collect::<Vec<_>>())
}

fn outlook(dataset: &Dataset, run: &Run) -> Option<String> {
    let next = figures::outlook(dataset, run, OUTLOOK);
    let words = next.iter().map(|next| {
        let days = counted(next.days, "day", "days");
        let goes = if next.held.is_empty() { "goes" } else { "would go" };
        let mut word = format!("{} {goes} to {} on {} (in {days})", next.standard, next.to, next.on);
        if let Some(hold) = next.held.first() {
            word += &format!(": held back, since {hold}");
        } else if next.newly_blocked > 0 {
            word += &format!(": {} more held up, {} mended by fixes alone", next.newly_blocked, next.fixable);
        }
        word
    });
    fitting("soon", &words.collect::<Vec<_>>())
}

/// The owners whose repositories have stopped for longest.
fn stuck(dataset: &Dataset, run: &Run) -> Option<String> {
    dataset.before(run)?;
    let mut owners: Vec<(String, StandardId, u32, u32)> = Vec::new();
    for stuck in figures::stuck(dataset, run).into_iter().filter(|stuck| stuck.days > 0) {
        match owners.iter_mut().find(|(owner, ..)| *owner == stuck.owner) {
            Some((.., count)) => *count += 1,
            None => owners.push((stuck.owner, stuck.standard, stuck.days, 1)),
        }
    }
    let word = |(owner, standard, days, count): &(String, StandardId, u32, u32)| {
        format!("{owner} {} at {standard} ({count})", counted(*days, "day", "days"))
    };
    fitting("stuck", &owners.iter().take(NAMED).map(word).collect::<Vec<_>>())
}

fn lasting(dataset: &Dataset, run: &Run) -> Option<String> {
    dataset.before(run)?;
    let timeline = figures::Timeline::new(dataset);
    let (mut stick, mut adopted) = (figures::Stickiness::default(), figures::Adoptions::default());
    for standard in timeline.standards() {
        let own = figures::stickiness(&timeline, standard, LASTING);
        stick.observed += own.observed;
        stick.sticking += own.sticking;
        adopted.add(&figures::adoptions(&timeline, standard));
    }
    let mut words = Vec::new();
    if stick.observed > 0 {
        words.push(format!("{} still met after {LASTING} days", stick.ratio()));
    }
    if adopted.pull + adopted.push > 0 {
        words.push(format!("{} adopted before it was enforced", adopted.pull_ratio()));
    }
    (!words.is_empty()).then(|| format!("lasting    {}", words.join(" · ")))
}

fn waivers(dataset: &Dataset, run: &Run) -> Option<String> {
    let counts = figures::waivers(dataset, run);
    let parts = [
        (counts.waivers, "waiver", "waivers"),
        (counts.expiring, "ends within 30 days", "end within 30 days"),
        (counts.switched_off, "rule switched off", "rules switched off"),
        (counts.debt, "finding is known debt", "findings are known debt"),
    ];
    let words = parts.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| counted(*count, one, many));
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| format!("waived     {}", words.join(" · ")))
}

fn repositories(count: u32) -> String {
    counted(count, "repository", "repositories")
}

/// The figures of a run, for programs. The records themselves are what exports write.
pub fn json(dataset: &Dataset, run: &Run) -> Value {
    let timeline = figures::Timeline::new(dataset);
    let tallies = figures::by_standard(dataset, &run.run);
    let standards = figures::standards(dataset, &run.run).into_iter().map(|standard| {
        json!({
            "standard": standard.standard,
            "title": standard.title,
            "stage": standard.stage,
            "planned": standard.stages.on(run.as_of),
            "holds": standard.holds,
            "next": standard.stages.next(run.as_of),
            "step": standard.step,
            "tier": standard.tier,
            "target": standard.target,
            "owner": standard.owner,
            "outcomes": tallies.get(&standard.standard),
            "stickiness": figures::stickiness(&timeline, &standard.standard, LASTING),
            "adoptions": figures::adoptions(&timeline, &standard.standard),
        })
    });
    let owners = figures::by_owner(dataset, &run.run);
    json!({
        "run": run,
        "completeness": figures::completeness(dataset, &run.run),
        "overall": figures::overall(dataset, &run.run),
        "tiers": figures::tiers(dataset, &run.run),
        "path": figures::funnel(dataset, &run.run, &|_| true),
        "standards": standards.collect::<Vec<_>>(),
        "owners": owners,
        "newcomers": figures::newcomers(dataset, run, LASTING),
        "outlook": figures::outlook(dataset, run, OUTLOOK),
        "waivers": figures::waivers(dataset, run),
        "repositories": dataset.results(&run.run).map(|result| repository(dataset, result)).collect::<Vec<_>>(),
    })
}

fn repository(dataset: &Dataset, result: &Audited) -> Value {
    let outcomes: BTreeMap<&StandardId, Outcome> =
        result.evaluations.iter().map(|evaluation| (&evaluation.standard, evaluation.outcome)).collect();
    json!({
        "repository": result.scan.repository,
        "status": result.scan.status,
        "message": result.scan.message,
        "commit": result.scan.commit,
        "owner": result.owner(),
        "tier": figures::tier(dataset, result),
        "position": figures::position(dataset, result),
        "outcomes": outcomes,
    })
}
