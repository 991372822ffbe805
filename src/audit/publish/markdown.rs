//! A summary for chat: what a channel reads in half a minute, fifteen lines at most.

use std::fmt::Write;

use crate::{
    audit::{
        dataset::{Dataset, Run},
        figures::{self, Ratio},
        quality, summary,
    },
    report::counted,
};

/// Days that are looked ahead.
const AHEAD: u32 = 30;
/// Standards, teams or changes that are named.
const NAMED: usize = 3;

pub(super) fn text(dataset: &Dataset, run: &Run) -> String {
    let mut text = String::new();
    let before = dataset.before(run);
    let overall = figures::overall(dataset, &run.run);
    let complete = figures::completeness(dataset, &run.run);
    // Writing to a string cannot fail.
    let _ = writeln!(text, "**{}**, {}", plain(&run.title), run.as_of);
    let change = before.and_then(|before| {
        let then = figures::overall(dataset, &before.run).adoption().percent()?;
        Some(format!(" ({:+.1} points since {})", overall.adoption().percent()? - then, before.as_of))
    });
    let _ = writeln!(
        text,
        "- Adoption {}{}; {} of {} repositories audited",
        share(overall.adoption()),
        change.unwrap_or_default(),
        complete.audited,
        complete.expected,
    );
    tiers(&mut text, dataset, run);
    blocked(&mut text, dataset, run);
    least(&mut text, dataset, run);
    if let Some(before) = before {
        let moves = figures::movers(dataset, &before.run, &run.run);
        let gained = moves.iter().filter_map(|own| Some((own, own.gain().filter(|gain| *gain > 0.0)?)));
        let gained: Vec<String> =
            gained.take(NAMED).map(|(own, gain)| format!("{} {gain:+.1}", plain(&own.owner))).collect();
        line(&mut text, "Most gained", &gained);
    }
    let ahead = figures::outlook(dataset, run, AHEAD);
    let ahead: Vec<String> = ahead
        .iter()
        .take(NAMED)
        .map(|own| {
            let what = match own.held.is_empty() {
                true => format!("{} newly blocked", counted(own.newly_blocked, "repository", "repositories")),
                false => "held back".to_owned(),
            };
            format!("{} to {} on {} ({what})", own.standard, own.to, own.on)
        })
        .collect();
    line(&mut text, "Next 30 days", &ahead);
    let held = quality::held(dataset, run).take(NAMED).map(|standard| {
        let why = standard.holds.first().map(|hold| plain(&hold.to_string())).unwrap_or_default();
        format!("{} ({why})", standard.standard)
    });
    let held: Vec<String> = held.collect();
    line(&mut text, "Held back", &held);
    let waivers = figures::waivers(dataset, run);
    if waivers.expiring > 0 {
        let ending = counted(waivers.expiring, "waiver ends", "waivers end");
        let _ = writeln!(text, "- {ending} within 30 days");
    }
    text
}

fn tiers(text: &mut String, dataset: &Dataset, run: &Run) {
    if run.tiers.is_empty() {
        return;
    }
    let tiers = figures::tiers(dataset, &run.run);
    let tiers: Vec<String> = tiers
        .iter()
        .rev()
        .map(|tier| {
            let name = if tier.name.is_empty() { "none" } else { &tier.name };
            format!("{} {}", plain(name), tier.repositories)
        })
        .collect();
    line(text, "Tiers", &tiers);
}

fn blocked(text: &mut String, dataset: &Dataset, run: &Run) {
    let blocked = summary::held_up_by_any(dataset, run);
    if blocked > 0 {
        let _ = writeln!(text, "- {} blocked", counted(blocked, "repository is", "repositories are"));
    }
}

/// The standards that are adopted least.
fn least(text: &mut String, dataset: &Dataset, run: &Run) {
    let tallies = figures::by_standard(dataset, &run.run);
    let counts = figures::counting(dataset, &run.run);
    let known = counts.iter().filter_map(|standard| tallies.get_key_value(&standard.standard));
    let mut order: Vec<_> = known.filter(|(_, tally)| tally.fail > 0).collect();
    let percent = |ratio: Ratio| ratio.percent().unwrap_or(100.0);
    order.sort_by(|a, b| percent(a.1.adoption()).total_cmp(&percent(b.1.adoption())).then(a.0.cmp(b.0)));
    let least = order.iter().take(NAMED);
    let least: Vec<String> = least.map(|(standard, tally)| format!("{standard} {}", share(tally.adoption()))).collect();
    line(text, "Least adopted", &least);
}

fn line(text: &mut String, label: &str, items: &[String]) {
    if !items.is_empty() {
        let _ = writeln!(text, "- {label}: {}", items.join(", "));
    }
}

fn share(ratio: Ratio) -> String {
    ratio.to_string()
}

/// Text that neither marks up anything nor calls anybody.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '|' | '#' => plain.extend(['\\', c]),
            '@' => plain.push_str("@\u{200b}"),
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}
