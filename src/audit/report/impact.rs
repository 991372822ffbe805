//! Who will be held up that is not now, on each day on which a standard begins to enforce something.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    frame::Page,
    links::{Links, List, file_name},
    model::Repository,
    parts::{nothing, stage},
};
use crate::{
    audit::{
        dataset::{Hold, Standard},
        figures::Ratio,
    },
    standard::{Stage, StageChange},
};

/// A standard that begins to enforce something, and who is held up by it then.
struct Begin<'a> {
    standard: &'a Standard,
    from: Stage,
    change: StageChange,
    blocked: Vec<(&'a Repository<'a>, bool)>,
}

pub(super) fn page(links: &Links<'_>) -> Page {
    let begins = begins(links);
    Page {
        path: "impact.html".to_owned(),
        title: "Impact".to_owned(),
        lead: html! {
            p { "Who would be newly held up on each coming day, as the repositories stand today. What is held back holds nobody up while it is. Known debt is spared while a standard is at "
                (stage(Stage::EnforceNew)) " and counts from " (stage(Stage::Enforce)) " on." }
        },
        body: html! {
            @if begins.is_empty() { (nothing("No standard is going to enforce anything that it does not now.")) } @else {
                section { h2 { "By day" } (summary(links, &begins)) }
                @for begin in &begins { (detail(links, begin)) }
            }
        },
        scripts: &[],
    }
}

/// All changes to come that enforce more than the stage before.
fn begins<'a>(links: &Links<'a>) -> Vec<Begin<'a>> {
    let model = links.model;
    let mut begins = Vec::new();
    for standard in &model.standards {
        let mut from = standard.stage;
        for change in standard.stages.changes.iter().filter(|change| change.from > model.day()) {
            if change.stage.enforces() && change.stage > from {
                let blocked = model.audited().filter_map(|one| {
                    let evaluation = one.result.evaluation(&standard.standard)?;
                    (evaluation.blocks(change.stage) && !evaluation.blocks(from))
                        .then(|| (one, evaluation.is_fixable()))
                });
                begins.push(Begin { standard, from, change: *change, blocked: blocked.collect() });
            }
            from = change.stage;
        }
    }
    begins.sort_by(|a, b| (a.change.from, &a.standard.standard).cmp(&(b.change.from, &b.standard.standard)));
    begins
}

/// What holds a standard back from the stage, if anything does as things stand.
fn held<'a>(begin: &Begin<'a>) -> Option<&'a Hold> {
    begin.standard.holds.first().filter(|_| begin.standard.stage_on(begin.change.from) != begin.change.stage)
}

fn id(begin: &Begin<'_>) -> String {
    format!("{}-{}", begin.change.from, file_name(begin.standard.standard.as_str()))
}

fn share_fixable(begin: &Begin<'_>) -> Ratio {
    let fixable = begin.blocked.iter().filter(|(_, fixable)| *fixable).count() as u32;
    Ratio::new(fixable, begin.blocked.len() as u32)
}

fn list(begin: &Begin<'_>) -> List {
    let outcomes = match (begin.from.enforces(), begin.change.stage) {
        (true, _) => "debt",
        (false, Stage::Enforce) => "fail,debt",
        _ => "fail",
    };
    List::all().standard(&begin.standard.standard, outcomes)
}

/// Those of these that safe fixes mend, or all of them where none is.
fn fixable(begin: &Begin<'_>, mended: u32) -> List {
    if mended == 0 { list(begin) } else { List::all().standard(&begin.standard.standard, "fixable") }
}

fn summary(links: &Links<'_>, begins: &[Begin<'_>]) -> Markup {
    html! {
        div.wide { table.sortable {
            thead { tr { th { "day" } th { "standard" } th { "stage" } th.number { "newly held up" } th.number { "teams" } th.number { "mended by safe fixes" } } }
            tbody { @for begin in begins {
                @let teams: std::collections::BTreeSet<&str> = begin.blocked.iter().map(|(one, _)| one.owner).collect();
                tr {
                    td.when { a href={ "#" (id(begin)) } { (begin.change.from) } span.of { " in " (links.model.day().days_until(begin.change.from)) " days" } }
                    th scope="row" { (links.standard(&begin.standard.standard)) }
                    td { (stage(begin.from)) " → " (stage(begin.change.stage)) @if let Some(hold) = held(begin) { span.held { "held back: " (hold) } } }
                    td.number data-value=(begin.blocked.len()) { (links.number(begin.blocked.len() as u32, &list(begin))) }
                    td.number data-value=(teams.len()) { a href={ "#" (id(begin)) } { (teams.len()) } }
                    td.number data-value=(super::parts::sort_value(share_fixable(begin))) { (links.share(share_fixable(begin), &fixable(begin, share_fixable(begin).part))) }
                }
            } }
        } }
    }
}

fn detail(links: &Links<'_>, begin: &Begin<'_>) -> Markup {
    let mut teams: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (one, fixable) in &begin.blocked {
        let team = teams.entry(one.owner).or_default();
        *team = (team.0 + 1, team.1 + u32::from(*fixable));
    }
    let mut rows: Vec<_> = teams.into_iter().collect();
    rows.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.0.cmp(b.0)));
    html! {
        section id=(id(begin)) {
            h2 { (begin.change.from) ": " (links.standard(&begin.standard.standard)) " " (stage(begin.change.stage)) }
            @if let Some(hold) = held(begin) { p.held { strong { "Held back" } " as things stand, since " (hold) ". Were it not:" } }
            @if rows.is_empty() { (nothing("Nobody: all whom it applies to meet it, are held up already, or are excused.")) } @else {
                table.sortable.compact {
                    thead { tr { th { "team" } th.number { "newly held up" } th.number { "mended by safe fixes" } } }
                    tbody { @for (owner, (blocked, mended)) in rows { tr {
                        th scope="row" { (links.team(owner)) }
                        td.number data-value=(blocked) { (links.number(blocked, &list(begin).owner(owner))) }
                        td.number data-value=(mended) { (links.share(Ratio::new(mended, blocked), &fixable(begin, mended).owner(owner))) }
                    } } }
                }
            }
        }
    }
}
