//! Whether the rules are worth what they ask: what they find, what of it is waived, and what developers say of it.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::{
    charts::{self, Dot},
    frame::Page,
    links::{Links, file_name},
    parts::{nothing, rule, said, share, sort_value},
};
use crate::{
    audit::{
        dataset::{EventKind, FixKind},
        figures::Ratio,
    },
    rule::RuleId,
};

/// Above this share of "not useful" a rule loses its place.
const LIMIT: f64 = 10.0;

/// What is known of a rule's worth.
#[derive(Default)]
struct Worth<'a> {
    findings: u32,
    waived: u32,
    fixable: u32,
    repositories: BTreeSet<&'a str>,
    useful: u32,
    not_useful: u32,
}

impl Worth<'_> {
    fn waiver_rate(&self) -> Ratio {
        Ratio::new(self.waived, self.findings)
    }

    fn not_useful_rate(&self) -> Ratio {
        Ratio::new(self.not_useful, self.useful + self.not_useful)
    }
}

pub(super) fn page(links: &Links<'_>) -> Page {
    let worth = worths(links);
    let voted: u32 = worth.values().map(|one| one.useful + one.not_useful).sum();
    Page {
        path: "quality.html".to_owned(),
        title: "Rule quality".to_owned(),
        lead: html! {
            p { "A rule is worth what developers say of it. Where more than " (LIMIT) " % of those who answer find it of no use, or many waive it, the rule "
                "wants mending before it asks for more." }
        },
        body: html! {
            section { h2 { "Findings against waivers" } (drawing(&worth, "waived", |one| one.waiver_rate())) }
            section { h2 { "Findings against feedback" }
                @if voted == 0 { (nothing("Nobody has said yet whether a finding was of use.")) }
                @else { (drawing(&worth, "not useful", |one| one.not_useful_rate())) }
            }
            section { h2 { "Rules" } (table(links, &worth)) }
        },
        scripts: &[],
    }
}

fn worths<'a>(links: &Links<'a>) -> BTreeMap<&'a RuleId, Worth<'a>> {
    let model = links.model;
    let mut worths: BTreeMap<&RuleId, Worth<'_>> = model.rules.keys().map(|id| (*id, Worth::default())).collect();
    for repository in model.audited() {
        for finding in &repository.result.findings {
            let Some(worth) = worths.get_mut(&finding.rule) else { continue };
            worth.findings += 1;
            worth.waived += u32::from(finding.waiver.is_some());
            worth.fixable += u32::from(finding.fix == Some(FixKind::Safe));
            worth.repositories.insert(repository.name());
        }
    }
    for event in model.dataset.events().filter(|event| event.event == EventKind::Feedback) {
        let Some(worth) = event.rule.as_ref().and_then(|rule| worths.get_mut(rule)) else { continue };
        match event.useful {
            Some(true) => worth.useful += 1,
            Some(false) => worth.not_useful += 1,
            None => {}
        }
    }
    worths
}

fn id(rule: &RuleId) -> String {
    format!("rule-{}", file_name(rule.as_str()))
}

fn drawing(worth: &BTreeMap<&RuleId, Worth<'_>>, what: &str, of: fn(&Worth<'_>) -> Ratio) -> Markup {
    let dots: Vec<Dot> = worth
        .iter()
        .filter(|(_, one)| one.findings > 0)
        .filter_map(|(rule, one)| {
            let y = of(one).percent()?;
            Some(Dot { name: rule.as_str().to_owned(), href: format!("#{}", id(rule)), x: f64::from(one.findings), y })
        })
        .collect();
    html! {
        @if dots.is_empty() { (nothing("There is nothing to draw.")) } @else {
            (charts::scatter(&format!("Rules by findings and share {what}"), &format!("Across: findings, each step ten times as many. Upward: share {what}. The line is at {LIMIT} %."), &dots, LIMIT))
        }
    }
}

fn table(links: &Links<'_>, worth: &BTreeMap<&RuleId, Worth<'_>>) -> Markup {
    let mut rows: Vec<_> = worth.iter().collect();
    rows.sort_by(|a, b| b.1.findings.cmp(&a.1.findings).then(a.0.cmp(b.0)));
    html! {
        div.wide { table.sortable.filter {
            thead { tr { th { "rule" } th { "finds" } th.number { "findings" } th.number { "repositories" } th.number { "safe fix" } th.number { "waived" } th.number { "answers" } th.number { "not useful" } } }
            tbody { @for (rule_id, one) in rows { tr id=(id(rule_id)) {
                th scope="row" { (rule(links, rule_id)) }
                td { @if let Some(rule) = links.model.rules.get(rule_id) { (said(&rule.title)) } }
                td.number data-value=(one.findings) { (one.findings) }
                td.number data-value=(one.repositories.len()) { (links.number(one.repositories.len() as u32, &super::links::List::all().and("rule", rule_id.as_str()))) }
                td.number data-value=(sort_value(Ratio::new(one.fixable, one.findings))) { (share(Ratio::new(one.fixable, one.findings))) }
                td.number data-value=(sort_value(one.waiver_rate())) { (share(one.waiver_rate())) }
                td.number data-value=(one.useful + one.not_useful) { (one.useful + one.not_useful) }
                td.number data-value=(sort_value(one.not_useful_rate())) { (share(one.not_useful_rate())) @if one.not_useful_rate().percent().is_some_and(|percent| percent > LIMIT) { " " span.down { "above " (LIMIT) " %" } } }
            } } }
        } }
    }
}
