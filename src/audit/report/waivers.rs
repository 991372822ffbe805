//! Waivers: which end when, which nobody needs, which have stood longest, and which standards are waived most.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    frame::Page,
    links::{Behind, Links, List},
    parts::{nothing, rule, said},
};
use crate::{
    audit::{
        dataset::{Outcome, RepositoryId, Waiver, WaiverKind, WaiverState},
        figures::{self, Ratio},
    },
    date::Date,
};

/// How many waivers a table of this page holds.
const SHOWN: usize = 500;

pub(super) fn page(links: &Links<'_>) -> Page {
    let model = links.model;
    let counts = figures::waivers(model.dataset, model.run);
    let all: Vec<&Waiver> = model.audited().flat_map(|one| &one.result.waivers).collect();
    let own: Vec<&Waiver> =
        all.iter().copied().filter(|one| matches!(one.kind, WaiverKind::Inline | WaiverKind::Configured)).collect();
    let in_state = |state| own.iter().copied().filter(|one| one.state(model.day()) == state).collect::<Vec<_>>();
    let orphans: Vec<&Waiver> = own.iter().copied().filter(|one| one.findings == 0).collect();
    let off: Vec<&Waiver> = all.iter().copied().filter(|one| one.kind == WaiverKind::SwitchedOff).collect();
    Page {
        path: "waivers.html".to_owned(),
        title: "Waivers".to_owned(),
        lead: html! {
            @let number = |number, which| links.number(number, &List::all().and("waiver", which));
            p { (number(counts.waivers, "any")) " waivers: " (number(counts.expiring, "expiring")) " end within 30 days, " (number(counts.endless, "endless"))
                " have no end, " (number(counts.ownerless, "ownerless")) " have nobody who answers for them. Beside these, "
                (number(counts.switched_off, "off")) " rules are switched off, and " (number(counts.debt, "debt")) " findings are known debt." }
        },
        body: html! {
            section { h2 { "Calendar" } (calendar(links, &own)) }
            section { h2 id="expired" { "Expired: their findings count again" } (by_end(links, in_state(WaiverState::Expired))) }
            section { h2 { "Expiring within 30 days" } (by_end(links, in_state(WaiverState::Expiring))) }
            section { h2 { "Orphans: they lift nothing any more, and can go" } (by_end(links, orphans)) }
            section { h2 { "Longest lived" } (longest(links, &own)) }
            section { h2 { "Most waived standards" } (standards(links)) }
            section { h2 { "Rules switched off" } (by_end(links, off)) }
        },
        scripts: &[],
    }
}

/// Waivers as a table.
pub(super) fn table(links: &Links<'_>, waivers: &[&Waiver]) -> Markup {
    let day = links.model.day();
    html! {
        div.wide { table.sortable.filter {
            thead { tr { th { "until" } th { "repository" } th { "rule" } th { "for" } th { "reason" } th { "owner" } th.number { "lifts" } } }
            tbody { @for one in waivers.iter().take(SHOWN) { tr {
                td.when data-value=(one.until.map_or_else(|| "9999".to_owned(), |until| until.to_string())) {
                    @match one.until {
                        Some(until) => { (until) @if one.state(day) == WaiverState::Expired { " " span.down { "expired" } } }
                        None => { span.of { @match one.kind { WaiverKind::SwitchedOff => "switched off", WaiverKind::Baseline => "known debt", _ => "no end" } } }
                    }
                }
                th scope="row" { (links.repository(one.repository.as_str())) }
                td { (rule(links, &one.rule)) }
                td { @for (at, standard) in one.standards.iter().enumerate() { @if at > 0 { ", " } (links.standard(standard)) } }
                td.words { (said(&one.reason)) @if let Some(file) = &one.file { br; span.of { (said(file)) } } }
                td { @if let Some(owner) = &one.owner { (said(owner)) } @else { span.of { "nobody" } } }
                td.number data-value=(one.findings) { (links.of_repository(one.repository.as_str(), &html! { (one.findings) })) }
            } } }
        } }
        @if waivers.len() > SHOWN { p.note { "There are more than fit here: repositories have theirs on their own pages." } }
    }
}

fn by_end(links: &Links<'_>, mut waivers: Vec<&Waiver>) -> Markup {
    waivers.sort_by_key(|one| (one.until.is_none(), one.until, &one.repository, &one.waiver));
    html! { @if waivers.is_empty() { (nothing("None.")) } @else { (table(links, &waivers)) } }
}

/// How many end in each of the coming months, and where.
fn calendar(links: &Links<'_>, waivers: &[&Waiver]) -> Markup {
    let mut months: BTreeMap<String, Vec<&Waiver>> = BTreeMap::new();
    for waiver in waivers {
        let Some(until) = waiver.until.filter(|until| links.model.day() <= *until) else { continue };
        months.entry(until.to_string().get(..7).unwrap_or_default().to_owned()).or_default().push(waiver);
    }
    let most = months.values().map(Vec::len).max().unwrap_or_default() as u32;
    html! {
        @if months.is_empty() { (nothing("No waiver has an end that is still to come.")) } @else {
            table.compact {
                thead { tr { th { "month" } th.number { "end" } th { span.visually-hidden { "bar" } } th { "days and repositories" } } }
                tbody { @for (month, ending) in &months { tr {
                    th.when scope="row" { (month) }
                    td.number { (links.number(ending.len() as u32, &List::all().and("ends", month))) }
                    td.drawn { (super::charts::meter(ending.len() as u32, 0, most, &format!("{} waivers end", ending.len()))) }
                    td { (days(links, ending)) }
                } } }
            }
        }
    }
}

fn days(links: &Links<'_>, ending: &[&Waiver]) -> Markup {
    let mut days: BTreeMap<Date, Vec<&RepositoryId>> = BTreeMap::new();
    for waiver in ending {
        let named = days.entry(waiver.until.unwrap_or(links.model.day())).or_default();
        if !named.contains(&&waiver.repository) {
            named.push(&waiver.repository);
        }
    }
    html! {
        @for (day, repositories) in days.iter().take(6) {
            span.day { span.of { (day) } " " @for (at, one) in repositories.iter().take(3).enumerate() { @if at > 0 { ", " } (links.repository(one.as_str())) }
                @if repositories.len() > 3 { ", " a href=(links.list(&List::all().and("ends", &day.to_string()))) { "and " (repositories.len() - 3) " more" } } }
        }
        @if days.len() > 6 { span.day.of { "and later" } }
    }
}

/// Those that have been seen in the most runs without a break, by the day of the first.
fn longest(links: &Links<'_>, waivers: &[&Waiver]) -> Markup {
    let model = links.model;
    let mut since: BTreeMap<(&RepositoryId, &str), Date> = BTreeMap::new();
    for run in &model.runs {
        let held = model.dataset.results(&run.run).flat_map(|result| &result.waivers);
        held.for_each(|one| {
            since.entry((&one.repository, &one.waiver)).or_insert(run.as_of);
        });
    }
    let first = |one: &&Waiver| since.get(&(&one.repository, one.waiver.as_str())).copied().unwrap_or(model.day());
    let mut oldest: Vec<&Waiver> = waivers.to_vec();
    oldest.sort_by_key(|one| (first(one), &one.repository, &one.waiver));
    oldest.truncate(20);
    html! {
        @if oldest.is_empty() { (nothing("None.")) } @else {
            table.compact {
                thead { tr { th { "seen since" } th.number { "days" } th { "repository" } th { "rule" } th { "until" } th { "reason" } } }
                tbody { @for one in &oldest { tr {
                    td.when { (first(one)) } td.number.days { (first(one).days_until(model.day())) }
                    th scope="row" { (links.repository(one.repository.as_str())) } td { (rule(links, &one.rule)) }
                    td { @if let Some(until) = one.until { (until) } @else { span.of { "no end" } } } td.words { (said(&one.reason)) }
                } } }
            }
            p.note { "As far back as there are runs: a waiver may be older." }
        }
    }
}

fn standards(links: &Links<'_>) -> Markup {
    let model = links.model;
    let Some(now) = model.now() else { return html! {} };
    let mut rows: Vec<_> = now.standards.iter().filter(|(_, tally)| tally.waived > 0).collect();
    rows.sort_by(|a, b| b.1.waived.cmp(&a.1.waived).then_with(|| a.0.cmp(b.0)));
    html! {
        @if rows.is_empty() { (nothing("No standard is waived.")) } @else {
            table.sortable.compact {
                thead { tr { th { "standard" } th.number { "waived" } th.number { "of those it applies to" } } }
                tbody { @for (standard, tally) in rows { @let rate = Ratio::new(tally.waived, tally.applicable()); tr {
                    th scope="row" { (links.standard(standard)) }
                    td.number data-value=(tally.waived) { (links.number(tally.waived, &List::all().outcome(standard, Outcome::Waived))) }
                    td.number data-value=(super::parts::sort_value(rate)) { (links.share(rate, &Behind::one(List::all(), standard).outcomes("applicable"))) }
                } } }
            }
            p.note { "A standard that many are excused from asks for the wrong thing, or in the wrong way." }
        }
    }
}
