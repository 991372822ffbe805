//! Teams and standards: where adoption is, and where it is not.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    frame::Page,
    links::{Behind, Links, List},
    model::Repository,
    parts::{beside, nothing, said},
};
use crate::{
    audit::{
        dataset::Standard,
        figures::{Ratio, Tally},
    },
    standard::StandardId,
};

/// A row: who it is, how many audited repositories, and how each standard is adopted there.
type Row = (String, u32, Vec<Tally>);

pub(super) fn page(links: &Links<'_>) -> Page {
    let model = links.model;
    // A team that owns repositories of two domains has a row in each.
    let mut domains: BTreeMap<&str, BTreeMap<&str, Vec<&Repository<'_>>>> = BTreeMap::new();
    for one in &model.repositories {
        domains.entry(one.domain.unwrap_or_default()).or_default().entry(one.owner).or_default().push(one);
    }
    let row = |(owner, repositories): (&'_ str, Vec<&Repository<'_>>)| {
        let tallies = model.standards.iter().map(|standard| model.tally(&repositories, &standard.standard)).collect();
        (owner.to_owned(), repositories.iter().filter(|one| one.is_audited()).count() as u32, tallies)
    };
    let domains: BTreeMap<&str, Vec<Row>> =
        domains.into_iter().map(|(domain, owners)| (domain, owners.into_iter().map(row).collect())).collect();
    Page {
        path: "heatmap.html".to_owned(),
        title: "Heat map".to_owned(),
        lead: html! {
            p { "Each cell is the share of a team's repositories that meet a standard, and of how many it is. "
                "Waived ones are among those it is of; repositories to which a standard does not apply, and those of which nobody can say, are not." }
            (key())
        },
        body: html! {
            @if model.standards.is_empty() { (nothing("This run has no standards.")) } @else { (map(links, &domains)) }
        },
        scripts: &[],
    }
}

/// What the symbols mean.
fn key() -> Markup {
    let levels = [(100, "all"), (75, "75 % and more"), (50, "50 % and more"), (25, "below half"), (0, "none")];
    html! {
        ul.legend {
            @for (percent, word) in levels {
                li { span class={ "cell " (shade(percent)) } aria-hidden="true" { (symbol(percent)) } " " (word) }
            }
            li { span.cell aria-hidden="true" { "–" } " applies to none" }
            li { span.cell aria-hidden="true" { "?" } " nobody can say" }
        }
    }
}

/// How full a cell is, in a symbol.
const fn symbol(percent: u32) -> &'static str {
    match percent {
        100 => "●",
        75.. => "◕",
        50.. => "◑",
        1.. => "◔",
        0 => "○",
    }
}

/// The same as a class.
const fn shade(percent: u32) -> &'static str {
    match percent {
        100 => "heat-4",
        75.. => "heat-3",
        50.. => "heat-2",
        1.. => "heat-1",
        0 => "heat-0",
    }
}

fn map(links: &Links<'_>, domains: &BTreeMap<&str, Vec<Row>>) -> Markup {
    let model = links.model;
    let named = domains.keys().any(|domain| !domain.is_empty());
    html! {
        div.wide tabindex="0" role="region" aria-label="Teams and standards" {
            table.heat.cells {
                thead { tr {
                    th scope="col" { "team" }
                    @for standard in &model.standards {
                        th scope="col" { a href=(links.standard_page(&standard.standard)) { span.vertical { (said(&standard.title)) } } }
                    }
                    th scope="col" { span.vertical { "all standards" } }
                } }
                @for (domain, rows) in domains {
                    tbody {
                        @if named {
                            @let sums = sums(rows);
                            tr.group {
                                th scope="rowgroup" { @if domain.is_empty() { "no domain" } @else { (said(domain)) } }
                                @for (standard, tally) in model.standards.iter().zip(&sums) {
                                    (cell(links, tally, &List::all().and("domain", domain), standard))
                                }
                                (all(links, &sums, List::all().and("domain", domain)))
                            }
                        }
                        @for (owner, audited, tallies) in rows {
                            @let own = if named { List::all().and("domain", domain) } else { List::all() };
                            @let own = own.owner(owner);
                            tr {
                                th scope="row" { (links.team(owner)) " " span.of { (links.number(*audited, &own.clone().and("status", "audited"))) } }
                                @for (standard, tally) in model.standards.iter().zip(tallies) {
                                    (cell(links, tally, &own, standard))
                                }
                                (all(links, tallies, own))
                            }
                        }
                    }
                }
                tfoot { tr {
                    @let rows: Vec<&Row> = domains.values().flatten().collect();
                    @let sums = sums(rows.iter().copied());
                    th scope="row" { "all teams" }
                    @for (standard, tally) in model.standards.iter().zip(&sums) { (cell(links, tally, &List::all(), standard)) }
                    (all(links, &sums, List::all()))
                } }
            }
        }
    }
}

fn sums<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<Tally> {
    let mut sums: Vec<Tally> = Vec::new();
    for (_, _, tallies) in rows {
        sums.resize(tallies.len(), Tally::default());
        sums.iter_mut().zip(tallies).for_each(|(sum, tally)| sum.add(tally));
    }
    sums
}

/// One cell. It leads to the repositories it is of, and says besides what is in neither number.
fn cell(links: &Links<'_>, tally: &Tally, list: &List, standard: &Standard) -> Markup {
    let hint = hint(tally, &standard.title);
    html! {
        @match tally.adoption().rounded() {
            Some(percent) => {
                td class=(shade(percent)) {
                    a href=(links.list(&of_standard(list, &standard.standard))) title=(hint) {
                        span.symbol aria-hidden="true" { (symbol(percent)) } (percent) span.of { "% of " (tally.applicable()) }
                    }
                }
            }
            None => {
                @let unknown = tally.unmeasured + tally.error > 0;
                td { a href=(links.list(&List::clone(list).standard(&standard.standard, "not-applicable,unmeasured,error"))) title=(hint) {
                    @if unknown { "?" } @else { "–" }
                } }
            }
        }
    }
}

fn of_standard(list: &List, standard: &StandardId) -> List {
    list.clone().standard(standard, "applicable")
}

fn hint(tally: &Tally, title: &str) -> String {
    format!(
        "{}: {} met, {} not met, {} waived; beside these {} not applicable, {} unmeasured, {} in error",
        super::parts::printable(title),
        tally.pass,
        tally.fail,
        tally.waived,
        tally.not_applicable,
        tally.unmeasured,
        tally.error
    )
}

/// All standards that count, together.
fn all(links: &Links<'_>, tallies: &[Tally], list: List) -> Markup {
    let mut sum = Tally::default();
    let counting = links.model.standards.iter().zip(tallies).filter(|(standard, _)| standard.stage.counts());
    counting.for_each(|(_, tally)| sum.add(tally));
    let Ratio { part, whole } = sum.adoption();
    let behind = Behind::any(list);
    html! {
        td.sum title={ (part) " of " (whole) } {
            (links.share(sum.adoption(), &behind.outcomes("applicable"))) span.visually-hidden { (beside(links, &sum, &behind)) }
        }
    }
}
