//! A page for each team, and the list of them: what the next tier needs, how things went, what is waived.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    charts::{self, Series},
    frame::Page,
    links::{Behind, Links, List},
    model::Repository,
    overview::days,
    parts::{column_heads, columns, nothing, points, said, shares, sort_value},
};
use crate::{
    audit::{
        dataset::{Evaluation, Outcome, Waiver, WaiverKind},
        figures::{self, Tally},
    },
    standard::StandardId,
};

/// How many repositories stand on a team's page; the rest is in the list.
const SHOWN: usize = 400;

/// How each owner stood in each run.
pub(super) type Trends = Vec<BTreeMap<String, Tally>>;

/// From all runs.
pub(super) fn trends(links: &Links<'_>) -> Trends {
    let model = links.model;
    model.runs.iter().map(|run| figures::by_owner(model.dataset, &run.run)).collect()
}

fn curve(trends: &Trends, owner: &str) -> Vec<f64> {
    trends.iter().map(|run| run.get(owner).and_then(|tally| tally.adoption().percent()).unwrap_or(0.0)).collect()
}

fn now(trends: &Trends, owner: &str) -> Tally {
    trends.last().and_then(|run| run.get(owner).copied()).unwrap_or_default()
}

fn gain(trends: &Trends, at: usize, owner: &str) -> Option<f64> {
    Some(now(trends, owner).adoption().percent()? - trends[at].get(owner)?.adoption().percent()?)
}

pub(super) fn list(links: &Links<'_>, trends: &Trends) -> Page {
    let compared = links.model.comparisons().pop();
    Page {
        path: "teams.html".to_owned(),
        title: "Teams".to_owned(),
        lead: html! { p { "Who owns repositories, and how far they are: all standards together, each repository and standard once." } },
        body: html! {
            div.wide { table.sortable.filter {
                thead { tr { th { "team" } th { "domain" } th.number { "repositories" } (column_heads())
                    th.number { @if let Some((_, since)) = &compared { (since) } @else { "before" } } th { "trend" } } }
                tbody { @for (owner, repositories) in links.model.by_owner() {
                    @let tally = now(trends, owner);
                    @let gained = compared.as_ref().and_then(|(at, _)| gain(trends, *at, owner));
                    tr {
                        th scope="row" { (links.team(owner)) }
                        td { (said(repositories.iter().find_map(|one| one.domain).unwrap_or_default())) }
                        td.number data-value=(repositories.len()) { (links.number(repositories.len() as u32, &List::all().owner(owner))) }
                        (columns(links, &tally, &Behind::any(List::all().owner(owner))))
                        td.number data-value=(gained.unwrap_or(0.0)) { (points(gained)) }
                        td { (charts::spark(&curve(trends, owner), 100.0, "adoption by run")) }
                    }
                } }
            } }
        },
        scripts: &[],
    }
}

pub(super) fn page(links: &Links<'_>, owner: &str, repositories: &[&Repository<'_>], trends: &Trends) -> Page {
    let tally = now(trends, owner);
    let changes = links.model.comparisons();
    Page {
        path: format!("team/{}.html", links.model.slug(owner).unwrap_or("team")),
        title: owner.to_owned(),
        lead: html! {
            p { (links.number(repositories.len() as u32, &List::all().owner(owner))) " repositories"
                @if let Some(domain) = repositories.iter().find_map(|one| one.domain) { " · " (said(domain)) } }
            (shares(links, &tally, &Behind::any(List::all().owner(owner))))
            p.note { "All standards together: repositories × standards." }
            @for (at, since) in changes { p.change { (points(gain(trends, at, owner))) " " span.of { (since) } } }
            (charts::bar(&tally))
        },
        body: html! {
            section { h2 { "The next tier needs exactly these" } (next(links, owner, repositories)) }
            section { h2 { "Standards" } (standards(links, owner, repositories)) }
            section { h2 { "Trend" } (trend(links, trends, owner)) }
            section { h2 { "Waivers" } (waivers(links, repositories)) }
            section { h2 { "Repositories" } (table(links, owner, repositories)) }
        },
        scripts: &[],
    }
}

/// What stands between the team's repositories and their next tier, the most frequent first.
fn next(links: &Links<'_>, owner: &str, repositories: &[&Repository<'_>]) -> Markup {
    let mut missing: BTreeMap<(u32, &StandardId), Vec<&Repository<'_>>> = BTreeMap::new();
    for repository in repositories {
        let Some(next) = repository.tier.as_ref().and_then(|tier| tier.next.as_ref()) else { continue };
        next.missing.iter().for_each(|standard| missing.entry((next.tier, standard)).or_default().push(repository));
    }
    if missing.is_empty() {
        return nothing("Nothing: every repository has the highest tier, or the path has none.");
    }
    let mut tiers: BTreeMap<u32, Vec<(&StandardId, Vec<&Repository<'_>>)>> = BTreeMap::new();
    missing.into_iter().for_each(|((tier, standard), who)| tiers.entry(tier).or_default().push((standard, who)));
    html! {
        @for (tier, mut standards) in tiers {
            @let waiting = repositories.iter().filter(|one| one.tier.as_ref().is_some_and(|own| own.tier + 1 == tier)).count();
            h3 { "For " (said(links.model.tier_name(tier))) ", " (links.number(waiting as u32, &List::all().owner(owner).and("tier", &(tier - 1).to_string()))) " repositories lack" }
            @let () = standards.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(b.0)));
            ul.needs { @for (standard, who) in standards {
                @let fixable = who.iter().filter(|one| one.result.evaluation(standard).is_some_and(Evaluation::is_fixable)).count();
                li {
                    (links.standard(standard)) ": " (links.number(who.len() as u32, &List::all().owner(owner).and("needs", standard.as_str())))
                    @if fixable > 0 { span.of { ", " (links.number(fixable as u32, &List::all().owner(owner).and("needs", standard.as_str()).standard(standard, "fixable"))) " by " code { "waylint check --fix" } " alone" } }
                    @if who.len() <= 3 { span.of { " (" @for (at, one) in who.iter().enumerate() { @if at > 0 { ", " } (links.repository(one.name())) } ")" } }
                }
            } }
        }
    }
}

fn standards(links: &Links<'_>, owner: &str, repositories: &[&Repository<'_>]) -> Markup {
    html! {
        div.wide { table.sortable {
            thead { tr { th { "standard" } th { span.visually-hidden { "bar" } } (column_heads()) } }
            tbody { @for standard in &links.model.standards {
                @let tally = links.model.tally(repositories, &standard.standard);
                tr {
                    th scope="row" { (links.standard(&standard.standard)) }
                    td.drawn { (charts::bar(&tally)) }
                    (columns(links, &tally, &Behind::one(List::all().owner(owner), &standard.standard)))
                }
            } }
        } }
    }
}

fn trend(links: &Links<'_>, trends: &Trends, owner: &str) -> Markup {
    let unwaived = |run: &BTreeMap<String, Tally>| {
        run.get(owner).and_then(|tally| tally.adoption_unwaived().percent()).unwrap_or(0.0)
    };
    let series = [
        Series { name: "adoption".to_owned(), class: "accent".to_owned(), values: curve(trends, owner) },
        Series {
            name: "without the waived".to_owned(),
            class: "soft".to_owned(),
            values: trends.iter().map(unwaived).collect(),
        },
    ];
    html! {
        (charts::lines("Adoption in percent, by run", &days(links.model), &series, " %", Some(100.0)))
        p.note { "Each run counts the repositories that the team owned then." }
    }
}

fn waivers(links: &Links<'_>, repositories: &[&Repository<'_>]) -> Markup {
    let all = repositories.iter().flat_map(|one| &one.result.waivers);
    let mut all: Vec<&Waiver> = all.filter(|waiver| waiver.kind != WaiverKind::Baseline).collect();
    all.sort_by_key(|one| (one.until.is_none(), one.until, &one.repository, &one.waiver));
    html! {
        @if all.is_empty() { (nothing("None.")) } @else { (super::waivers::table(links, &all)) }
    }
}

fn table(links: &Links<'_>, owner: &str, repositories: &[&Repository<'_>]) -> Markup {
    let model = links.model;
    html! {
        div.wide { table.sortable.filter {
            thead { tr { th { "repository" } th { "tier" } th.number { "met" } th.number { "not met" } th.number { "blocking" } th { "stops at" } } }
            tbody { @for one in repositories.iter().take(SHOWN) {
                @let tally: Tally = model.standards.iter().filter(|standard| standard.stage.counts()).filter_map(|standard| one.result.evaluation(&standard.standard)).map(|said| said.outcome).collect();
                tr {
                    th scope="row" { (links.repository(one.name())) }
                    @if let Some(tier) = &one.tier {
                        td data-value=(tier.tier) { (said(model.tier_name(tier.tier))) }
                        td.number data-value=(sort_value(tally.adoption())) { (links.of_repository(one.name(), &super::parts::share(tally.adoption()))) }
                        td.number data-value=(tally.fail) { (links.of_repository(one.name(), &html! { (tally.fail) })) }
                        td.number data-value=(one.blocking) { (links.of_repository(one.name(), &html! { (one.blocking) })) }
                        td { @match &one.position.stopped {
                            Some((standard, why)) => { (links.standard(standard)) @if *why != Outcome::Fail { " " (super::parts::outcome(*why)) } }
                            None => { @if one.position.is_complete() { "end of the path" } @else { "–" } }
                        } }
                    } @else { td colspan="5" { "not audited: " (one.result.scan.status.as_str()) } }
                }
            } }
        } }
        @if repositories.len() > SHOWN {
            p { "The first " (SHOWN) "; " a href=(links.list(&List::all().owner(owner))) { "all " (repositories.len()) } "." }
        }
    }
}
