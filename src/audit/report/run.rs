//! What the figures rest on: which repositories were seen, what could not be read, who owns nothing, and which versions judged.

use maud::{Markup, html};

use super::{
    frame::Page,
    links::{Links, List},
    model::Repository,
    parts::{nothing, said, share},
};
use crate::audit::{
    dataset::{Status, UNOWNED},
    figures::{self, Ratio},
};

/// How many repositories a table of this page holds.
const SHOWN: usize = 500;

pub(super) fn page(links: &Links<'_>) -> Page {
    let model = links.model;
    let complete = figures::completeness(model.dataset, &model.run.run);
    let failed: Vec<&Repository<'_>> = model.repositories.iter().filter(|one| !one.is_audited()).collect();
    let partial: Vec<&Repository<'_>> =
        model.audited().filter(|one| one.result.scan.unreadable + one.result.scan.failures > 0).collect();
    Page {
        path: "run.html".to_owned(),
        title: "Run and data".to_owned(),
        lead: html! {
            p { (links.share(complete.ratio(), &List::all().and("status", "audited"))) " repositories were audited. What is not seen is in no figure of this report." }
        },
        body: html! {
            section { h2 { "Completeness" } (completeness(links, &complete)) }
            section id="failed" { h2 { "Not audited" } (messages(links, &failed)) }
            section { h2 { "Audited in part" } p { "Files with syntax errors, or rules that failed." } (parts(links, &partial)) }
            section id="gone" { h2 { "Gone since the last run" } (gone(links)) }
            section { h2 { "Files" } (files(links)) }
            section { h2 { "Runs" } (runs(links)) }
        },
        scripts: &[],
    }
}

fn completeness(links: &Links<'_>, complete: &figures::Completeness) -> Markup {
    let rows: [(&str, u32, Option<List>); 8] = [
        ("expected", complete.expected, Some(List::all())),
        ("audited", complete.audited, Some(List::all().and("status", "audited"))),
        ("of these carried over, since nothing changed", complete.carried, Some(List::all().and("status", "carried"))),
        (
            "of these with files that could not be read or rules that failed",
            complete.partial,
            Some(List::all().and("partial", "yes")),
        ),
        ("of these owned by nobody", complete.unowned, Some(List::all().owner(UNOWNED).and("status", "audited"))),
        ("unreachable", complete.unreachable, Some(List::all().and("status", "unreachable"))),
        ("in error", complete.error, Some(List::all().and("status", "error"))),
        ("missing: the run was interrupted, or a part of it is not here", complete.missing, None),
    ];
    html! {
        table.compact {
            thead { tr { th { "repositories" } th.number { "number" } th.number { "of expected" } } }
            tbody { @for (what, number, list) in &rows { tr {
                th scope="row" { (what) }
                td.number { @match list { Some(list) => (links.number(*number, list)), None => span.none { (super::links::grouped(*number)) } } }
                td.number { @let part = Ratio::new(*number, complete.expected);
                    @match list { Some(list) if *number > 0 => (links.share(part, list)), _ => span.none { (share(part)) } } }
            } } }
        }
    }
}

fn messages(links: &Links<'_>, repositories: &[&Repository<'_>]) -> Markup {
    let which = List::all().and("status", "failed");
    html! {
        @if repositories.is_empty() { (nothing("Every repository that was tried was audited.")) } @else {
            table.sortable.filter {
                thead { tr { th { "repository" } th { "team" } th { "how it ended" } th { "why" } } }
                tbody { @for one in repositories.iter().take(SHOWN) { tr {
                    th scope="row" { (links.repository(one.name())) }
                    td { (links.team(one.owner)) }
                    td { (one.result.scan.status.as_str()) }
                    td { (said(one.result.scan.message.as_deref().unwrap_or("no reason is known"))) }
                } } }
            }
            @if repositories.len() > SHOWN { p.note { "There are more than fit here: " a href=(links.list(&which)) { "all of them" } "." } }
        }
    }
}

fn parts(links: &Links<'_>, repositories: &[&Repository<'_>]) -> Markup {
    let which = List::all().and("partial", "yes");
    html! {
        @if repositories.is_empty() { (nothing("None.")) } @else {
            table.sortable.filter {
                thead { tr { th { "repository" } th { "team" } th.number { "unreadable files" } th.number { "failures" } th { "what was wrong" } } }
                tbody { @for one in repositories.iter().take(SHOWN) { tr {
                    th scope="row" { (links.repository(one.name())) }
                    td { (links.team(one.owner)) }
                    td.number { (links.of_repository(one.name(), &html! { (one.result.scan.unreadable) })) }
                    td.number { (links.of_repository(one.name(), &html! { (one.result.scan.failures) })) }
                    td { (said(one.result.scan.message.as_deref().unwrap_or_default())) }
                } } }
            }
            @if repositories.len() > SHOWN { p.note { "There are more than fit here: " a href=(links.list(&which)) { "all of them" } "." } }
        }
    }
}

fn gone(links: &Links<'_>) -> Markup {
    let model = links.model;
    let Some(before) = model.previous().map(|at| model.runs[at]) else { return nothing("This is the first run.") };
    let gone: Vec<&str> = model
        .dataset
        .results(&before.run)
        .filter(|one| model.dataset.result(&model.run.run, &one.scan.repository).is_none())
        .map(|one| one.scan.repository.as_str())
        .collect();
    html! {
        @if gone.is_empty() { (nothing("None.")) } @else {
            p { @for (at, name) in gone.iter().take(SHOWN).enumerate() { @if at > 0 { ", " } (said(name)) } }
        }
    }
}

fn files(links: &Links<'_>) -> Markup {
    let sum = |of: fn(&crate::audit::dataset::Scan) -> u32, which: &str| {
        let number = links.model.audited().map(|one| of(&one.result.scan)).sum();
        links.number(number, &List::all().and("files", which))
    };
    html! {
        p { (sum(|scan| scan.artifacts, "artifacts")) " files of known kinds with " (sum(|scan| scan.documents, "artifacts")) " documents; "
            (sum(|scan| scan.opaque, "templates")) " templates, which are not read; " (sum(|scan| scan.excluded, "excluded"))
            " left out by repositories' own configuration; " (sum(|scan| scan.unreadable, "unreadable")) " with syntax errors." }
    }
}

fn runs(links: &Links<'_>) -> Markup {
    let model = links.model;
    html! {
        div.wide { table.compact {
            thead { tr { th { "run" } th { "as of" } th.number { "audited" } th.number { "carried" } th { "waylint" } th { "rules" } th { "configuration" } } }
            tbody { @for (at, run) in model.runs.iter().enumerate().rev() {
                @let list = |seen: &str| List::all().at(Some(at)).and("seen", seen);
                @let count = |wanted: fn(Status) -> bool| model.dataset.results(&run.run).filter(|one| wanted(one.scan.status)).count() as u32;
                @let complete = Ratio::new(count(Status::is_audited), run.expected.max(count(|_| true)));
                tr {
                    th scope="row" { (said(run.run.as_str())) }
                    td { (run.as_of) }
                    td.number { (links.share(complete, &list("audited"))) }
                    td.number { (links.number(count(|status| status == Status::Carried), &list("carried"))) }
                    td { (said(&run.tool_version)) }
                    td { code { (said(run.rules_digest.get(..12).unwrap_or(&run.rules_digest))) } }
                    td { code { (said(run.config_digest.get(..12).unwrap_or(&run.config_digest))) } }
                }
            } }
        } }
    }
}
