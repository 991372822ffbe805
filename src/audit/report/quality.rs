//! Whether the rules are worth what they ask: what they find, what of it is waived, and what developers say of it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    charts::{self, Dot},
    frame::Page,
    links::{Links, List, file_name},
    parts::{nothing, rule, said, sort_value},
};
use crate::{
    audit::{
        figures::Ratio,
        quality::{ENOUGH, NOISY, Quality, WAIVED},
    },
    rule::RuleId,
};

/// What stands on the page: the rules that evidence a standard.
type Rules<'a> = BTreeMap<&'a RuleId, &'a Quality>;

pub(super) fn page(links: &Links<'_>) -> Page {
    let model = links.model;
    let rules: Rules<'_> = model.quality.iter().filter(|(id, _)| model.rules.contains_key(id)).collect();
    let voted: u32 = rules.values().map(|one| one.useful + one.not_useful).sum();
    Page {
        path: "quality.html".to_owned(),
        title: "Rule quality".to_owned(),
        lead: html! {
            p { "A rule is worth what developers say of it. Where more than " span.limit { (NOISY) " %" } " of those who answer find it of no use, or more than "
                span.limit { (WAIVED) " %" } " of what it finds is waived, the rule wants mending before it asks for more: its standards are held back." }
        },
        body: html! {
            section { h2 { "Findings against waivers" } (drawing(&rules, "waived", Quality::waiver_ratio, WAIVED)) }
            section { h2 { "Findings against feedback" }
                @if voted == 0 { (nothing("Nobody has said yet whether a finding was of use: waylint feedback records it.")) }
                @else { (drawing(&rules, "not useful", Quality::not_useful_ratio, NOISY)) }
            }
            section { h2 { "Rules" } (table(links, &rules)) }
        },
        scripts: &[],
    }
}

fn id(rule: &RuleId) -> String {
    format!("rule-{}", file_name(rule.as_str()))
}

fn drawing(rules: &Rules<'_>, what: &str, of: fn(&Quality) -> Ratio, limit: f64) -> Markup {
    let dots: Vec<Dot> = rules
        .iter()
        .filter(|(_, one)| found(one) > 0)
        .filter_map(|(rule, one)| {
            let y = of(one).percent()?;
            Some(Dot { name: rule.as_str().to_owned(), href: format!("#{}", id(rule)), x: f64::from(found(one)), y })
        })
        .collect();
    let label = format!("Rules by findings and share {what}");
    let across =
        format!("Across: findings, each step ten times as many. Upward: share {what}. The line is at {limit} %.");
    html! {
        @if dots.is_empty() { (nothing("There is nothing to draw.")) } @else { (charts::scatter(&label, &across, &dots, limit)) }
    }
}

/// Everything that a rule finds, whether it counts or not.
const fn found(quality: &Quality) -> u32 {
    quality.findings + quality.waived + quality.known
}

fn table(links: &Links<'_>, rules: &Rules<'_>) -> Markup {
    let mut rows: Vec<_> = rules.iter().collect();
    rows.sort_by(|a, b| found(b.1).cmp(&found(a.1)).then(a.0.cmp(b.0)));
    html! {
        div.wide { table.sortable.filter {
            thead { tr {
                th { "rule" } th { "finds" } th.number { "findings" } th.number { "repositories" } th.number { "safe fix" } th.number { "waived" }
                th.number { "known debt" } th.number { "answers" } th.number { "not useful" }
            } }
            tbody { @for (rule_id, one) in rows {
                @let found_by = List::all().and("rule", rule_id.as_str());
                @let answered = List::all().and("answered", rule_id.as_str());
                @let fixable = Ratio::new(one.fixable, found(one));
                tr id=(id(rule_id)) {
                    th scope="row" { (rule(links, rule_id)) }
                    td.words { @if let Some(rule) = links.model.rules.get(rule_id) { (said(&rule.title)) } }
                    td.number data-value=(found(one)) { (links.number(found(one), &found_by)) }
                    td.number data-value=(one.repositories) { (links.number(one.repositories, &found_by)) }
                    td.number data-value=(sort_value(fixable)) { (links.share(fixable, &found_by)) }
                    td.number data-value=(sort_value(one.waiver_ratio())) { (links.share(one.waiver_ratio(), &found_by)) (over(one.waiver_ratio(), WAIVED)) }
                    td.number data-value=(one.known) { (links.number(one.known, &found_by)) }
                    td.number data-value=(one.useful + one.not_useful) { (links.number(one.useful + one.not_useful, &answered)) }
                    td.number data-value=(sort_value(one.not_useful_ratio())) { (links.share(one.not_useful_ratio(), &answered)) (over(one.not_useful_ratio(), NOISY)) }
                }
            } }
        } }
    }
}

/// A mark for a share that is too great.
fn over(ratio: Ratio, limit: f64) -> Markup {
    html! { @if ratio.whole >= ENOUGH && ratio.percent().is_some_and(|percent| percent > limit) { " " span.down.limit { "above " (limit) " %" } } }
}
