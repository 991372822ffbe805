//! A page for each standard, and the list of them.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    charts::{self, Series},
    frame::Page,
    links::{Behind, Links, List, file_name},
    model::Repository,
    overview::days,
    parts::{column_heads, columns, holds, nothing, outside, points, rule, said, shares, stage},
    service,
};
use crate::{
    audit::{
        dataset::{Evaluation, Outcome, Standard},
        figures::{self, Tally, Timeline},
    },
    report::counted,
    standard::StageChange,
};

/// How many repositories of one owner are named; the rest is behind the number.
const NAMED: usize = 6;

/// After how many days it is asked whether a standard is still met.
pub(super) const LASTING: u32 = 90;

pub(super) fn list(links: &Links<'_>) -> Page {
    let model = links.model;
    Page {
        path: "standards.html".to_owned(),
        title: "Standards".to_owned(),
        lead: html! { p { "What the platform asks of repositories, how far each of them is adopted, and what comes next." } },
        body: html! {
            div.wide { table.sortable.filter {
                thead { tr { th.number { "step" } th { "standard" } th { "tier" } th { "stage" } th { "next" } (column_heads()) th.number { "target" } } }
                tbody { @for standard in &model.standards { (list_row(links, standard)) } }
            } }
        },
        scripts: &[],
    }
}

fn list_row(links: &Links<'_>, standard: &Standard) -> Markup {
    let model = links.model;
    let tally = model.now().and_then(|now| now.standards.get(&standard.standard).copied()).unwrap_or_default();
    let next = standard.stages.next(model.day());
    html! {
        tr {
            td.number.step data-value=(standard.step.map_or(9999, u32::from)) { @if let Some(step) = standard.step { (step) } @else { "–" } }
            th scope="row" { (links.standard(&standard.standard)) }
            td data-value=(standard.tier.unwrap_or(99)) { @if let Some(tier) = standard.tier { (said(model.tier_name(tier))) } @else { "–" } }
            td { (stage(standard.stage)) @if standard.is_held(model.day()) { " " span.held { "held back from " (standard.stages.on(model.day())) } } }
            td data-value=(next.map_or_else(|| "9999".to_owned(), |next| next.from.to_string())) {
                @if let Some(next) = next { (stage(next.stage)) " " span.of { (next.from) } } @else { "–" }
            }
            (columns(links, &tally, &Behind::one(List::all(), &standard.standard)))
            td.number.target data-value=(standard.target.map_or(-1, i32::from)) { @if let Some(target) = standard.target { (target) " %" } @else { "–" } }
        }
    }
}

pub(super) fn page(links: &Links<'_>, standard: &Standard, timeline: &Timeline) -> Page {
    let model = links.model;
    let tally = model.now().and_then(|now| now.standards.get(&standard.standard).copied()).unwrap_or_default();
    Page {
        path: format!("standard/{}.html", file_name(standard.standard.as_str())),
        title: standard.title.clone(),
        lead: html! {
            p { (said(&standard.description)) }
            p.facts {
                code { (said(standard.standard.as_str())) } " · " (stage(standard.stage))
                @if let Some(step) = standard.step { " · " span.step { "step " (step) } " of the golden path" }
                @if let Some(tier) = standard.tier { " · tier " (said(model.tier_name(tier))) }
                @if let Some(owner) = &standard.owner { " · answered for by " (said(owner)) }
                @if let Some(docs) = &standard.docs { " · " (outside(docs, "how to meet it")) }
            }
        },
        body: html! {
            section { h2 { "Where it stands" } (stands(links, standard, &tally)) }
            section { h2 { "Stages" } (stages(links, standard)) }
            @if !standard.holds.is_empty() { section id="held" { h2 { "What holds it" } (holds(standard, model.day())) } }
            section { h2 { "How well it serves" } (service::strip(links, standard, timeline)) }
            section { h2 { "Adoption against the target" } (burn_up(links, standard)) (lasts(links, timeline, standard)) }
            section { h2 { "Not met, by owner" } (failing(links, standard)) }
            section { h2 { "How to meet it" } (recipe(links, standard)) }
        },
        scripts: &[],
    }
}

fn stands(links: &Links<'_>, standard: &Standard, tally: &Tally) -> Markup {
    let before = links.model.comparisons();
    html! {
        @let behind = Behind::one(List::all(), &standard.standard);
        (shares(links, tally, &behind))
        @for (at, since) in before {
            @let then = links.model.points[at].standards.get(&standard.standard).and_then(|then| then.adoption().percent());
            p.change { (points(tally.adoption().percent().zip(then).map(|(now, then)| now - then))) " " span.of { (since) } }
        }
        (charts::bar(tally))
        div.wide { table.compact {
            thead { tr { (column_heads()) } }
            tbody { tr { (columns(links, tally, &behind)) } }
        } }
    }
}

/// When each stage began or begins.
fn stages(links: &Links<'_>, standard: &Standard) -> Markup {
    let day = links.model.day();
    let begun = |change: &StageChange| change.from <= day;
    let current = standard.stages.changes.iter().rposition(|change| begun(change) && change.stage == standard.stage);
    let state = |at: usize| match current {
        Some(current) if at < current => "past",
        Some(current) if at == current => "current",
        _ if begun(&standard.stages.changes[at]) => "held",
        _ => "to come",
    };
    let when = |change: &StageChange| match day.days_until(change.from) {
        0 => "today".to_owned(),
        days if days > 0 => format!("in {days} days"),
        days => format!("{} days ago", -days),
    };
    html! {
        @if standard.stages.changes.is_empty() { p { (stage(standard.stages.initial)) " on every day: no dates are set." } } @else {
            ol.timeline {
                @for (at, change) in standard.stages.changes.iter().enumerate() {
                    li class=(state(at).replace(' ', "-")) aria-current=[(state(at) == "current").then_some("step")] {
                        (stage(change.stage)) " " time datetime=(change.from) { (change.from) } " " span.of { @if state(at) == "held" { "held back" } @else { (when(change)) } }
                    }
                }
            }
        }
    }
}

fn burn_up(links: &Links<'_>, standard: &Standard) -> Markup {
    let model = links.model;
    let tallies: Vec<Tally> =
        model.points.iter().map(|point| point.standards.get(&standard.standard).copied().unwrap_or_default()).collect();
    let values = |of: &dyn Fn(&Tally) -> f64| tallies.iter().map(of).collect::<Vec<f64>>();
    let mut series = vec![
        Series { name: "met".to_owned(), class: "accent".to_owned(), values: values(&|tally| f64::from(tally.pass)) },
        Series {
            name: "applies to".to_owned(),
            class: "soft".to_owned(),
            values: values(&|tally| f64::from(tally.applicable())),
        },
    ];
    if let Some(target) = standard.target {
        let of = |tally: &Tally| f64::from(tally.applicable()) * f64::from(target) / 100.0;
        series.push(Series { name: format!("target: {target} %"), class: "target".to_owned(), values: values(&of) });
    }
    html! {
        (charts::lines("Repositories that meet it, by run", &days(model), &series, "", None))
        details { summary { "The figures" }
            div.wide { table.compact {
                thead { tr { th { "run" } (column_heads()) } }
                tbody { @for (at, (point, tally)) in model.points.iter().zip(&tallies).enumerate().rev() { tr {
                    th scope="row" { (point.on) } (columns(links, tally, &Behind::one(List::all().at(Some(at)), &standard.standard)))
                } } }
            } }
        }
    }
}

/// Whether it was chosen or demanded, and whether it lasts.
fn lasts(links: &Links<'_>, timeline: &Timeline, standard: &Standard) -> Markup {
    let sticky = figures::stickiness(timeline, &standard.standard, LASTING);
    let came = figures::adoptions(timeline, &standard.standard);
    let list = |course: &str| List::all().and("met", standard.standard.as_str()).and("course", course);
    html! {
        p { "Of the repositories that came to meet it since the first run, " (links.number(came.pull, &list("pull"))) " did while it was left to them and "
            (links.number(came.push, &list("push"))) " once it was enforced; " (links.number(came.before, &list("before"))) " met it from the start. "
            @if sticky.observed > 0 { "After " (LASTING) " days, " (links.share(sticky.ratio(), &list("observed"))) " still did. " }
            @if sticky.adopted > 0 { (links.share(sticky.broken_ratio(), &list("ever"))) " that ever met it have failed it since." } }
    }
}

fn failing(links: &Links<'_>, standard: &Standard) -> Markup {
    let mut owners: BTreeMap<&str, Vec<(&Repository<'_>, &Evaluation)>> = BTreeMap::new();
    for repository in links.model.audited() {
        let Some(said) = repository.result.evaluation(&standard.standard) else { continue };
        if said.outcome == Outcome::Fail {
            owners.entry(repository.owner).or_default().push((repository, said));
        }
    }
    let mut rows: Vec<_> = owners.into_iter().collect();
    rows.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(b.0)));
    html! {
        @if rows.is_empty() { (nothing("No repository fails it.")) } @else {
            table.sortable {
                thead { tr { th { "owner" } th.number { "not met" } th.number { "mended by safe fixes" } th { "repositories" } } }
                tbody { @for (owner, failing) in rows {
                    @let fixable = failing.iter().filter(|(_, said)| said.is_fixable()).count() as u32;
                    @let list = || List::all().owner(owner);
                    tr {
                        th scope="row" { (links.team(owner)) }
                        td.number data-value=(failing.len()) { (links.number(failing.len() as u32, &list().outcome(&standard.standard, Outcome::Fail))) }
                        td.number data-value=(fixable) { (links.number(fixable, &list().standard(&standard.standard, "fixable"))) }
                        td {
                            @for (at, (one, said)) in failing.iter().take(NAMED).enumerate() {
                                @if at > 0 { ", " } (links.of_repository(one.name(), &named(one, said)))
                            }
                            @if failing.len() > NAMED { ", " a href=(links.list(&list().outcome(&standard.standard, Outcome::Fail))) { "and " (failing.len() - NAMED) " more" } }
                        }
                    }
                } }
            }
        }
    }
}

/// A repository with what it fails by.
fn named(one: &Repository<'_>, evaluation: &Evaluation) -> Markup {
    html! {
        (said(one.name()))
        @if evaluation.findings > 0 { span.of { " (" (counted(evaluation.findings, "finding", "findings")) ")" } }
        @else if !evaluation.missing.is_empty() { span.of { " (missing)" } }
    }
}

fn recipe(links: &Links<'_>, standard: &Standard) -> Markup {
    let known = standard.rules.iter().filter_map(|id| links.model.rules.get(id).map(|rule| (id, *rule)));
    html! {
        @if !standard.present.is_empty() {
            p { "A repository holds:" }
            ul { @for one in &standard.present { li { (said(&one.join(" or "))) } } }
        }
        @if !standard.rules.is_empty() {
            p { "These rules find nothing. Mend what can be mended without a look with " code { "waylint check --fix" } "." }
            div.wide { table.sortable.compact {
                thead { tr { th { "rule" } th { "finds" } th { "what to do" } } }
                tbody { @for (id, one) in known { tr {
                    td { (rule(links, id)) } td.words { (said(&one.title)) } td.words { (said(&one.help)) }
                } } }
            } }
        }
        @if let Some(docs) = &standard.docs { p { (outside(docs, docs)) } }
    }
}
