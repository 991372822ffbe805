//! The golden path: how far repositories come, where they stop, who skips a step, and which of them drop off.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    charts,
    frame::Page,
    links::{Links, List},
    model::Repository,
    parts::{nothing, said, share, sort_value},
};
use crate::audit::figures::{self, Funnel, Ratio};

/// A way to part repositories into cohorts: what it is called, what lists call it, and the cohort of a repository.
type Cohorts = (&'static str, &'static str, fn(&Links<'_>, &Repository<'_>) -> String);

const COHORTS: [Cohorts; 4] = [
    ("By age", "age", |links, one| one.age(links.model.day()).to_owned()),
    ("By language", "language", |_, one| or_unknown(one.result.repository.language.as_deref())),
    ("By lifecycle", "lifecycle", |_, one| or_unknown(one.result.repository.lifecycle.as_deref())),
    ("By domain", "domain", |_, one| one.domain.unwrap_or_default().to_owned()),
];

/// How many cohorts of one kind are shown, the largest first.
const COHORTS_SHOWN: usize = 30;

pub(super) fn page(links: &Links<'_>) -> Page {
    let model = links.model;
    let funnel = figures::funnel(model.dataset, &model.run.run, &|_| true);
    Page {
        path: "path.html".to_owned(),
        title: "Golden path".to_owned(),
        lead: html! {
            p { (links.number(funnel.complete, &List::all().and("path", "complete"))) " of "
                (links.number(funnel.repositories, &List::all().and("path", "any"))) " repositories meet every step on their path. "
                "A step that does not apply to a repository is not on its path. A waived step is not met: nobody gets further by waiving." }
        },
        body: html! {
            @if funnel.steps.is_empty() { (nothing("The golden path has no steps.")) } @else {
                section { h2 { "How far repositories come" } (steps(links, &funnel)) }
                section { h2 { "Drop-off by cohort" }
                    p { "Of each cohort, the share of repositories that have met every step up to here, of those that have the step on their path." }
                    @for cohort in COHORTS { (cohorts(links, cohort)) }
                }
                section { h2 { "New repositories" } (newcomers(links)) }
            }
        },
        scripts: &[],
    }
}

fn or_unknown(word: Option<&str>) -> String {
    word.unwrap_or("unknown").to_owned()
}

fn steps(links: &Links<'_>, funnel: &Funnel) -> Markup {
    html! {
        div.wide { table.funnel {
            thead { tr {
                th { "step" } th { span.visually-hidden { "share" } }
                th.number { "on the path of" } th.number { "arrived" } th.number { "met, of those" }
                th.number { "stop: not met" } th.number { "stop: waived" } th.number { "stop: unknown" }
                th.number title="met this step although they stopped before" { "skippers" }
            } }
            tbody { @for step in &funnel.steps {
                @let stopped = |why: &str| List::all().and("stopped", step.standard.as_str()).and("stop", why);
                tr {
                    th scope="row" { span.step { (step.step) ". " } (links.standard(&step.standard)) }
                    td.drawn { (charts::meter(step.passed, step.arrived, step.asked, &format!("{} met, {} arrived, {} asked", step.passed, step.arrived, step.asked))) }
                    td.number { (links.number(step.asked, &List::all().and("step", step.standard.as_str()))) }
                    @let arrived = List::all().and("arrived", step.standard.as_str());
                    td.number { (links.number(step.arrived, &arrived)) }
                    td.number { (links.number(step.passed, &List::all().and("reached", step.standard.as_str()))) " "
                        span.of { (links.share(Ratio::new(step.passed, step.arrived), &arrived)) } }
                    td.number { (links.number(step.failed, &stopped("fail"))) }
                    td.number { (links.number(step.waived, &stopped("waived"))) }
                    td.number { (links.number(step.unknown, &stopped("unmeasured,error"))) }
                    td.number { (links.number(step.skippers, &List::all().and("skipped-to", step.standard.as_str()))) }
                }
            } }
        } }
        p.note { "The dark part of a bar met the step and all before it; the lighter part arrived there. Skippers met a step although they stopped "
            "before: real use that a strict order hides." }
    }
}

/// The cohorts of one kind, as long as there are two.
fn cohorts(links: &Links<'_>, (title, key, of): Cohorts) -> Markup {
    let model = links.model;
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    for repository in model.audited() {
        *names.entry(of(links, repository)).or_default() += 1;
    }
    if names.len() < 2 {
        return html! {};
    }
    let cohort_of: BTreeMap<&str, String> = model.audited().map(|one| (one.name(), of(links, one))).collect();
    let funnel = |name: &str| {
        let wanted = |result: &crate::audit::dataset::Audited| {
            cohort_of.get(result.scan.repository.as_str()).is_some_and(|own| own == name)
        };
        figures::funnel(model.dataset, &model.run.run, &wanted)
    };
    let mut rows: Vec<(&String, &u32)> = names.iter().collect();
    rows.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    html! {
        h3 { (title) }
        div.wide { table.sortable.cohorts {
            thead { tr {
                th { "cohort" } th.number { "repositories" }
                @for standard in model.steps() {
                    th.number { (standard.step.unwrap_or_default()) ". " (said(standard.standard.as_str())) }
                }
                th.number { "whole path" }
            } }
            tbody { @for (name, repositories) in rows.into_iter().take(COHORTS_SHOWN) {
                @let funnel = funnel(name);
                @let cohort = || List::all().and(key, name);
                tr {
                    th scope="row" { @if name.is_empty() { "none" } @else { (said(name)) } }
                    td.number data-value=(repositories) { (links.number(*repositories, &cohort().and("status", "audited"))) }
                    @for step in &funnel.steps {
                        @let ratio = Ratio::new(step.passed, step.asked);
                        td.number data-value=(sort_value(ratio)) {
                            @if ratio.whole == 0 { span.of { "–" } } @else {
                                a href=(links.list(&cohort().and("reached", step.standard.as_str()))) { (share(ratio)) }
                            }
                        }
                    }
                    @let whole = Ratio::new(funnel.complete, funnel.repositories);
                    td.number data-value=(sort_value(whole)) { a href=(links.list(&cohort().and("path", "complete"))) { (share(whole)) } }
                }
            } }
        } }
        @if names.len() > COHORTS_SHOWN { p.note { "Smaller cohorts are left out." } }
    }
}

fn newcomers(links: &Links<'_>) -> Markup {
    let found = figures::newcomers(links.model.dataset, links.model.run, 90);
    if found.repositories == 0 {
        return nothing("No repository came within 90 days.");
    }
    html! {
        @let came = || List::all().and("came", "lately");
        p { (links.number(found.repositories, &came())) " repositories came within 90 days. Of these, "
            (links.share(Ratio::new(found.begun, found.repositories), &came().and("path", "begun"))) " meet the first step on their path, and "
            (links.share(Ratio::new(found.complete, found.repositories), &came().and("path", "complete"))) " all of it." }
    }
}
