//! What holds now, what comes next and what later, from the days of the stages.

use maud::{Markup, html};

use super::{
    frame::Page,
    links::{Behind, Links, List},
    parts::{nothing, said, stage},
};
use crate::{
    audit::{dataset::Standard, figures::Tally},
    date::Date,
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
            @let held: Vec<_> = model.standards.iter().copied().filter(|standard| !standard.is_ready() && standard.stages.enforces()).collect();
            section id="held" { h2 { "Not ready to be enforced" } (held_back(links, &held)) }
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
                @let at: Vec<_> = model.standards.iter().filter(|standard| standard.stage == own).collect();
                @if !at.is_empty() {
                    section { h3 { (stage(own)) }
                        ul { @for standard in at {
                            @let tally = model.now().and_then(|now| now.standards.get(&standard.standard).copied()).unwrap_or_default();
                            li {
                                (links.standard(&standard.standard)) " " span.of { (adoption(links, standard, &tally)) }
                                @if standard.is_held(model.day()) { " " span.held { "held back from " (standard.stages.on(model.day())) } }
                            }
                        } }
                    }
                }
            }
        }
    }
}

fn adoption(links: &Links<'_>, standard: &Standard, tally: &Tally) -> Markup {
    links.share(tally.adoption(), &Behind::one(List::all(), &standard.standard).outcomes("applicable"))
}

/// The standards that something keeps from being enforced: those that are held back first.
fn held_back(links: &Links<'_>, standards: &[&Standard]) -> Markup {
    let day = links.model.day();
    let mut standards = standards.to_vec();
    standards.sort_by_key(|standard| (!standard.is_held(day), &standard.standard));
    html! {
        @if standards.is_empty() { (nothing("None of those that are to be enforced: none is noisy, much waived, short of its target or without a page that explains it.")) } @else {
            p { "A standard is not enforced, whatever its days say, while people find it noisy or waive it, too few meet it, or no page says how to." }
            div.wide { table.sortable.compact {
                thead { tr { th { "standard" } th { "stage" } th { "planned" } th { "what holds it" } } }
                tbody { @for standard in standards { tr {
                    th scope="row" { (links.standard(&standard.standard)) }
                    td { (stage(standard.stage)) }
                    td { @if standard.is_held(day) { span.held { "held back from " (standard.stages.on(day)) } }
                        @else if let Some(next) = standard.stages.next(day) { (stage(next.stage)) " " span.of { (next.from) } } @else { "–" } }
                    td { a href={ (links.standard_page(&standard.standard)) "#held" } { @for (at, hold) in standard.holds.iter().enumerate() { @if at > 0 { "; " } (hold) } } }
                } } }
            } }
        }
    }
}

/// Whether a change has not come into force on its day, or would not as things stand.
fn is_held(standard: &Standard, change: StageChange, day: Date) -> bool {
    let in_force = if change.from <= day { standard.stage } else { standard.stage_on(change.from) };
    let is_last = standard.stages.on(day.max(change.from)) == change.stage;
    is_last && change.stage.enforces() && in_force != change.stage
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
                        td.when { (change.from) span.of { @match model.day().days_until(change.from) {
                            0 => " today", days if days > 0 => { " in " (days) " days" } days => { " " (-days) " days ago" } } } }
                        th scope="row" { (links.standard(&standard.standard)) }
                        td {
                            (stage(change.stage))
                            @if is_held(standard, *change, model.day()) { span.held { "held back" @if let Some(hold) = standard.holds.first() { ": " (hold) } } }
                        }
                        td.number data-value=(super::parts::sort_value(tally.adoption())) { (adoption(links, standard, &tally)) }
                        td.number.target { @if let Some(target) = standard.target { (target) " %" @if tally.adoption().percent().is_some_and(|percent| percent >= f64::from(target)) { " ✓" } } @else { "–" } }
                        td { @if let Some(owner) = &standard.owner { (said(owner)) } @else { "–" } }
                    }
                } }
            } }
        }
    }
}
