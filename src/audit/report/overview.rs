//! The first page: whether things are better than before, who moved, what changed, what comes.

use maud::{Markup, html};

use super::{
    charts::{self, Series},
    frame::Page,
    links::{Behind, Links, List, file_name, grouped},
    model::Model,
    parts::{Tile, beside, change, points, share, tiles},
};
use crate::{
    audit::{
        dataset::{Outcome, UNOWNED},
        figures::{self, Move},
    },
    date::Date,
    report::counted,
    standard::StandardId,
};

/// How many teams are shown as having moved, up and down each.
const MOVERS: usize = 5;

pub(super) fn page(links: &Links<'_>) -> Page {
    let model = links.model;
    Page {
        path: "index.html".to_owned(),
        title: "Overview".to_owned(),
        lead: html! { p { "Are we better than last month, who is stuck, on what, and what comes next. These are leading indicators." } },
        body: html! {
            (figures_now(links))
            div.columns {
                section { h2 { "Tiers over time" } (tiers(links)) }
                section { h2 { "Adoption over time" } (adoption(model)) }
            }
            section { h2 { "What changed since the last run" } (changed(links)) }
            section { h2 { "Teams that moved" } (movers(links)) }
            section { h2 { "What comes" } (comes(links)) }
        },
        scripts: &[],
    }
}

fn figures_now(links: &Links<'_>) -> Markup {
    let model = links.model;
    let Some(now) = model.now() else { return html! {} };
    let compare = |of: &dyn Fn(usize) -> Markup| {
        model.comparisons().into_iter().map(|(at, since)| (of(at), since)).collect::<Vec<_>>()
    };
    let adoption = |at: usize| points(gain(&model.points[at].overall, &now.overall));
    let complete = figures::completeness(model.dataset, &model.run.run);
    let audited = |at: usize| figures::completeness(model.dataset, &model.runs[at].run).audited;
    let waivers = figures::waivers(model.dataset, model.run);
    let expiring = |at: usize| figures::waivers(model.dataset, model.runs[at]).expiring;
    let soon = figures::outlook(model.dataset, model.run, 30);
    let newly: u32 = soon.iter().filter(|one| one.held.is_empty()).map(|one| one.newly_blocked).sum();
    let held_back = model.standards.iter().filter(|standard| standard.is_held(model.day())).count();
    let blocked = |at: usize| {
        figures::audited(model.dataset, &model.runs[at].run)
            .filter(|result| figures::blocking(model.dataset, result).next().is_some())
            .count() as u32
    };
    let held = blocked(model.runs.len() - 1);
    let funnel = figures::funnel(model.dataset, &model.run.run, &|_| true);
    let whole_path = |at: usize| figures::funnel(model.dataset, &model.runs[at].run, &|_| true).complete;
    let all = Behind::any(List::all());
    tiles(vec![
        Tile {
            title: "Adoption",
            href: links.page("heatmap.html"),
            figure: share(now.overall.adoption()),
            beside: html! {
                "of repositories × standards that apply; " (links.share(now.overall.adoption_unwaived(), &all.outcomes("pass,fail")))
                " without the waived. " (beside(links, &now.overall, &all))
            },
            changes: compare(&adoption),
        },
        Tile {
            title: "Whole golden path",
            href: links.list(&List::all().and("path", "complete")),
            figure: html! { (grouped(funnel.complete)) span.of { " of " (grouped(funnel.repositories)) } },
            beside: html! { "repositories meet every step on their path" },
            changes: compare(&|at| change(funnel.complete, whole_path(at), Some(true))),
        },
        Tile {
            title: "Held up now",
            href: links.list(&List::all().and("blocked", "yes")),
            figure: html! { (grouped(held)) span.of { " of " (grouped(complete.audited)) } },
            beside: html! {
                "repositories fail a standard that is enforced"
                @if held_back > 0 { "; " a href=(links.page("roadmap.html#held")) { (counted(held_back, "standard is", "standards are")) " held back" } }
            },
            changes: compare(&|at| change(held, blocked(at), Some(false))),
        },
        Tile {
            title: "Blocks in 30 days",
            href: links.page("impact.html"),
            figure: html! { (grouped(newly)) },
            beside: html! { "repositories × standards that fail what is enforced by then and not now" },
            changes: Vec::new(),
        },
        Tile {
            title: "Waivers expiring",
            href: links.page("waivers.html"),
            figure: html! { (grouped(waivers.expiring)) span.of { " of " (grouped(waivers.waivers)) } },
            beside: html! { "within 30 days; " (links.number(waivers.endless, &List::all().and("waiver", "endless"))) " have no end" },
            changes: compare(&|at| change(waivers.expiring, expiring(at), None)),
        },
        Tile {
            title: "Repositories audited",
            href: links.page("run.html"),
            figure: html! { (grouped(complete.audited)) span.of { " of " (grouped(complete.expected)) } },
            beside: html! {
                (links.number(complete.unreachable, &List::all().and("status", "unreachable"))) " unreachable, "
                (links.number(complete.error, &List::all().and("status", "error"))) " in error, "
                @if complete.missing > 0 { a href=(links.page("run.html")) { (grouped(complete.missing)) " missing" } ", " }
                (links.number(complete.unowned, &List::all().owner(UNOWNED).and("status", "audited"))) " unowned"
            },
            changes: compare(&|at| change(complete.audited, audited(at), None)),
        },
    ])
}

fn gain(before: &figures::Tally, now: &figures::Tally) -> Option<f64> {
    Some(now.adoption().percent()? - before.adoption().percent()?)
}

/// The days of the runs.
pub(super) fn days(model: &Model<'_>) -> Vec<Date> {
    model.points.iter().map(|point| point.on).collect()
}

fn tiers(links: &Links<'_>) -> Markup {
    let model = links.model;
    if model.run.tiers.is_empty() {
        return html! { p.nothing { "The golden path has no tiers." } };
    }
    // Tiers are told by name, since a path may have been cut otherwise in an earlier run. The highest lies at the bottom.
    let names: Vec<&str> = (0..=model.run.tiers.len() as u32).rev().map(|tier| model.tier_name(tier)).collect();
    let of = |point: &figures::Point, name: &str| {
        let own = |count: &&figures::TierCount| if count.tier == 0 { name == "no tier" } else { count.name == name };
        point.tiers.iter().filter(own).map(|count| count.repositories).sum::<u32>()
    };
    let series: Vec<Series> = names
        .iter()
        .enumerate()
        .map(|(at, name)| Series {
            name: (*name).to_owned(),
            class: format!("tier-{}", (names.len() - 1 - at).min(5)),
            values: model.points.iter().map(|point| f64::from(of(point, name))).collect(),
        })
        .collect();
    html! {
        (charts::areas("Repositories at each tier, by run", &days(model), &series))
        table.compact {
            caption { "Repositories at each tier" }
            thead { tr { th { "tier" } @for (_, since) in model.comparisons() { th.number { (since) } } th.number { "now" } } }
            tbody { @for (at, name) in names.iter().enumerate() {
                @let tier = (names.len() - 1 - at) as u32;
                @let now = model.now().map_or(0, |point| of(point, name));
                tr {
                    th scope="row" { (super::parts::said(name)) }
                    @for (run, _) in model.comparisons() { td.number { (change(now, of(&model.points[run], name), None)) } }
                    td.number { (links.number(now, &List::all().and("tier", &tier.to_string()))) }
                }
            } }
        }
    }
}

fn adoption(model: &Model<'_>) -> Markup {
    let percent = |of: fn(&figures::Tally) -> figures::Ratio| {
        model.points.iter().map(|point| of(&point.overall).percent().unwrap_or(0.0)).collect()
    };
    let series = [
        Series {
            name: "met, of what applies".to_owned(),
            class: "accent".to_owned(),
            values: percent(figures::Tally::adoption),
        },
        Series {
            name: "met, of what applies and is not waived".to_owned(),
            class: "soft".to_owned(),
            values: percent(figures::Tally::adoption_unwaived),
        },
    ];
    html! {
        (charts::lines("Adoption in percent, by run", &days(model), &series, " %", Some(100.0)))
        p.note { "The first line does not rise by waiving; the second leaves the waived out." }
    }
}

/// A standard, and the repositories that came to meet it, or no longer do.
struct Flips {
    standard: StandardId,
    won: u32,
    lost: u32,
}

fn flips(model: &Model<'_>) -> Vec<Flips> {
    let Some(previous) = model.previous() else { return Vec::new() };
    let latest = model.runs.len() - 1;
    let mut counts = vec![(0, 0); model.standards.len()];
    for repository in model.audited() {
        let id = &repository.result.scan.repository;
        let Some((before, now)) = model.said(previous, id).zip(model.said(latest, id)) else { continue };
        for (count, (before, now)) in counts.iter_mut().zip(before.chars().zip(now.chars())) {
            count.0 += u32::from(matches!(before, 'f' | 'x' | 'w' | 'k') && now == 'p');
            count.1 += u32::from(before == 'p' && matches!(now, 'f' | 'x' | 'w' | 'k'));
        }
    }
    let flips = model.standards.iter().zip(counts).filter(|(_, (won, lost))| won + lost > 0);
    flips.map(|(standard, (won, lost))| Flips { standard: standard.standard.clone(), won, lost }).collect()
}

fn changed(links: &Links<'_>) -> Markup {
    let model = links.model;
    let Some(previous) = model.previous() else {
        return html! { p.nothing { "This is the first run: there is nothing to compare it with." } };
    };
    let before = model.runs[previous];
    let came = model.repositories.iter().filter(|one| model.said(previous, &one.result.scan.repository).is_none());
    let came = came.count() as u32;
    let gone = model
        .dataset
        .results(&before.run)
        .filter(|one| model.dataset.result(&model.run.run, &one.scan.repository).is_none());
    let gone: Vec<&str> = gone.map(|one| one.scan.repository.as_str()).collect();
    let stages: Vec<_> = model
        .standards
        .iter()
        .filter_map(|standard| {
            let then = model.dataset.standard(&before.run, &standard.standard)?.stage;
            (then != standard.stage).then_some((standard, then))
        })
        .collect();
    let flips = flips(model);
    html! {
        p { "Since run " (super::parts::said(before.run.as_str())) " of " (before.as_of) ": "
            (links.number(came, &List::all().and("since", "new"))) " repositories came, "
            @if gone.is_empty() { "none" } @else { a href=(links.page("run.html#gone")) { (gone.len()) } } " went"
            @if before.rules_digest != model.run.rules_digest { ", the rules changed" }
            @if before.config_digest != model.run.config_digest { ", standards or configuration changed" } "." }
        @if !stages.is_empty() {
            ul { @for (standard, then) in stages {
                li { (links.standard(&standard.standard)) " went from " (super::parts::stage(then)) " to " (super::parts::stage(standard.stage)) }
            } }
        }
        @if flips.is_empty() { (super::parts::nothing("No repository came to meet a standard, and none ceased to.")) } @else {
            table.sortable {
                thead { tr { th { "standard" } th.number { "newly met" } th.number { "no longer met" } th.number { "balance" } } }
                tbody { @for flip in flips {
                    @let list = |outcome: &str, was: &str| List::all().standard(&flip.standard, outcome).and("was", was);
                    tr {
                        th scope="row" { (links.standard(&flip.standard)) }
                        td.number data-value=(flip.won) { (links.number(flip.won, &list("pass", "fail,waived"))) }
                        td.number data-value=(flip.lost) { (links.number(flip.lost, &list("fail,waived", "pass"))) }
                        td.number data-value=(i64::from(flip.won) - i64::from(flip.lost)) { (change(flip.won, flip.lost, Some(true))) }
                    }
                } }
            }
        }
    }
}

fn movers(links: &Links<'_>) -> Markup {
    let model = links.model;
    let Some((at, since)) = model.comparisons().pop() else {
        return html! { p.nothing { "Teams are seen to move from the second run on." } };
    };
    let moves = figures::movers(model.dataset, &model.runs[at].run, &model.run.run);
    let up: Vec<&Move> = moves.iter().filter(|one| one.gain().is_some_and(|gain| gain > 0.049)).take(MOVERS).collect();
    let down: Vec<&Move> =
        moves.iter().rev().filter(|one| one.gain().is_some_and(|gain| gain < -0.049)).take(MOVERS).collect();
    if up.is_empty() && down.is_empty() {
        return super::parts::nothing("No team is further than it was, and none has fallen back.");
    }
    let rows = |title: &str, moves: &[&Move]| {
        html! {
            tr.group { th colspan="4" { (title) } }
            @if moves.is_empty() { tr { td.nothing colspan="4" { "none" } } }
            @for one in moves {
                tr {
                    th scope="row" { (links.team(&one.owner)) }
                    @let own = |run| Behind::any(List::all().owner(&one.owner).at(run)).outcomes("applicable");
                    td.number { (links.share(one.before.adoption(), &own(Some(at)))) }
                    td.number { (links.share(one.now.adoption(), &own(None))) }
                    td.number { (points(one.gain())) }
                }
            }
        }
    };
    html! {
        table.compact {
            caption { "By what they gained " (since) ", in points of adoption" }
            thead { tr { th { "team" } th.number { "then" } th.number { "now" } th.number { "difference" } } }
            tbody { (rows("Up", &up)) (rows("Down", &down)) }
        }
    }
}

fn comes(links: &Links<'_>) -> Markup {
    let outlook = figures::outlook(links.model.dataset, links.model.run, 90);
    html! {
        @if outlook.is_empty() { (super::parts::nothing("No standard changes its stage within 90 days.")) } @else {
            table.compact {
                thead { tr { th { "day" } th { "standard" } th { "stage" } th.number { "adoption" } th.number { "newly blocked" } th.number { "failing" } } }
                tbody { @for one in outlook { tr {
                    td.when { (one.on) span.of { " in " (one.days) " days" } }
                    th scope="row" { (links.standard(&one.standard)) }
                    td {
                        (super::parts::stage(one.from)) " → " (super::parts::stage(one.to))
                        @if let Some(hold) = one.held.first() { span.held { "held back: " (hold) } }
                    }
                    td.number { (links.share(one.adoption, &Behind::one(List::all(), &one.standard).outcomes("applicable"))) }
                    td.number {
                        @if one.held.is_empty() && one.to.enforces() && one.to > one.from {
                            a href=(links.page(&format!("impact.html#{}-{}", one.on, file_name(one.standard.as_str())))) { (one.newly_blocked) }
                        } @else { "–" }
                    }
                    @let failing = figures::with_outcome(links.model.dataset, &links.model.run.run, &one.standard, Outcome::Fail).count() as u32;
                    td.number { (links.number(failing, &List::all().outcome(&one.standard, Outcome::Fail))) }
                } } }
            }
        }
    }
}
