//! What holds now, what comes next and what later, from the days of the stages.

use maud::{Markup, html};

use super::{
    frame::Page,
    links::Links,
    parts::{nothing, said, share, stage},
};
use crate::{
    audit::{dataset::Standard, figures::Tally},
    standard::StageChange,
};

/// How many days away what comes next is at most.
const NEXT: i64 = 90;

pub(super) fn page(links: &Links<'_>) -> Page {
    let model = links.model;
    let day = model.day();
    let mut changes: Vec<(&Standard, StageChange)> = model
        .dataset
        .standards(&model.run.run)
        .flat_map(|standard| standard.stages.changes.iter().map(move |change| (standard, *change)))
        .collect();
    changes.sort_by_key(|(standard, change)| (change.from, &standard.standard));
    let within = |from: i64, to: i64| {
        let lies = move |change: &StageChange| (from..to).contains(&day.days_until(change.from));
        changes.iter().filter(move |(_, change)| lies(change)).copied().collect::<Vec<_>>()
    };
    let mut past = within(i64::MIN, 1);
    past.reverse();
    past.truncate(20);
    Page {
        path: "roadmap.html".to_owned(),
        title: "Roadmap".to_owned(),
        lead: html! { p { "What the platform asks for now, from when on it asks for more, and what has begun lately. The days are those of the standards' stages." } },
        body: html! {
            section { h2 { "Now" } (now(links)) }
            section { h2 { "Next: within " (NEXT) " days" } (table(links, &within(1, NEXT + 1))) }
            section { h2 { "Later" } (table(links, &within(NEXT + 1, i64::MAX))) }
            section { h2 { "Lately" } (table(links, &past)) }
        },
        scripts: &[],
    }
}

/// The standards by the stage they are at, the strictest first.
fn now(links: &Links<'_>) -> Markup {
    let model = links.model;
    let stages = crate::standard::Stage::ALL;
    html! {
        div.board {
            @for own in stages.into_iter().rev() {
                @let at: Vec<_> = model.standards.iter().filter(|standard| standard.stages.on(model.day()) == own).collect();
                @if !at.is_empty() {
                    section { h3 { (stage(own)) " " span.of { (at.len()) } }
                        ul { @for standard in at {
                            @let tally = model.now().and_then(|now| now.standards.get(&standard.standard).copied()).unwrap_or_default();
                            li { (links.standard(&standard.standard)) " " span.of { (share(Tally::adoption(&tally))) } }
                        } }
                    }
                }
            }
        }
    }
}

fn table(links: &Links<'_>, changes: &[(&Standard, StageChange)]) -> Markup {
    let model = links.model;
    html! {
        @if changes.is_empty() { (nothing("Nothing.")) } @else {
            div.wide { table.sortable.compact {
                thead { tr { th { "day" } th { "standard" } th { "stage" } th.number { "adoption" } th.number { "target" } th { "owner" } } }
                tbody { @for (standard, change) in changes {
                    @let tally = model.now().and_then(|now| now.standards.get(&standard.standard).copied()).unwrap_or_default();
                    tr {
                        td { (change.from) span.of { @match model.day().days_until(change.from) {
                            0 => " today", days if days > 0 => { " in " (days) " days" } days => { " " (-days) " days ago" } } } }
                        th scope="row" { (links.standard(&standard.standard)) }
                        td { (stage(change.stage)) }
                        td.number data-value=(super::parts::sort_value(tally.adoption())) { (share(tally.adoption())) }
                        td.number { @if let Some(target) = standard.target { (target) " %" @if tally.adoption().percent().is_some_and(|percent| percent >= f64::from(target)) { " ✓" } } @else { "–" } }
                        td { @if let Some(owner) = &standard.owner { (said(owner)) } @else { "–" } }
                    }
                } }
            } }
        }
    }
}
