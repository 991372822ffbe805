//! What pages are put together from: shares with what they are of, outcomes with their symbols, tiles, differences.
//!
//! Text of strangers goes through [`said`], and everything is escaped by the template macro: no file of the report writes markup as
//! text.

use std::borrow::Cow;

use maud::{Markup, html};

use super::links::{Behind, Links, grouped};
use crate::{
    audit::{
        dataset::{Outcome, Standard},
        figures::{Ratio, Tally},
    },
    date::Date,
    report::shown,
    standard::Stage,
};

/// Text of strangers: what steers the direction of text or a terminal is shown instead, and it cannot turn what stands around it.
pub(super) fn said(text: &str) -> Markup {
    html! { bdi { (printable(text)) } }
}

/// The same for places that take no markup, such as titles.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| shown(c) != c) { text.chars().map(shown).collect() } else { text.into() }
}

/// The symbol of an outcome.
pub(super) const fn symbol(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "✓",
        Outcome::Fail => "✗",
        Outcome::Waived => "◌",
        Outcome::NotApplicable => "–",
        Outcome::Unmeasured => "?",
        Outcome::Error => "!",
    }
}

/// What an outcome is called.
pub(super) const fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "met",
        Outcome::Fail => "not met",
        Outcome::Waived => "waived",
        Outcome::NotApplicable => "not applicable",
        Outcome::Unmeasured => "unmeasured",
        Outcome::Error => "error",
    }
}

/// An outcome with its symbol.
pub(super) fn outcome(outcome: Outcome) -> Markup {
    html! { span class={ "outcome " (outcome.as_str()) } { span aria-hidden="true" { (symbol(outcome)) } " " (word(outcome)) } }
}

/// A stage.
pub(super) fn stage(stage: Stage) -> Markup {
    html! { span class={ "stage " (stage.as_str()) } { (stage.as_str()) } }
}

/// A share, with what it is of.
pub(super) fn share(ratio: Ratio) -> Markup {
    html! {
        @match ratio.rounded() {
            Some(percent) => { (percent) " %" span.of { " of " (grouped(ratio.whole)) } }
            None => { span.of { "none" } }
        }
    }
}

/// How many a tally has of an outcome.
pub(super) const fn count(tally: &Tally, outcome: Outcome) -> u32 {
    match outcome {
        Outcome::Pass => tally.pass,
        Outcome::Fail => tally.fail,
        Outcome::Waived => tally.waived,
        Outcome::NotApplicable => tally.not_applicable,
        Outcome::Unmeasured => tally.unmeasured,
        Outcome::Error => tally.error,
    }
}

/// What stands beside a share: waived, not applicable, unmeasured, error.
pub(super) fn beside(links: &Links<'_>, tally: &Tally, behind: &Behind<'_>) -> Markup {
    let kinds = [Outcome::Waived, Outcome::NotApplicable, Outcome::Unmeasured, Outcome::Error];
    html! {
        span.beside {
            @for kind in kinds {
                span class=(kind.as_str()) {
                    (symbol(kind)) " " (links.number(count(tally, kind), &behind.outcomes(kind.as_str()))) " " (word(kind))
                } " "
            }
        }
    }
}

/// How far a tally is adopted, and how far without the waived.
pub(super) fn shares(links: &Links<'_>, tally: &Tally, behind: &Behind<'_>) -> Markup {
    html! {
        p.figure { (links.share(tally.adoption(), &behind.outcomes("applicable"))) }
        p { (links.share(tally.adoption_unwaived(), &behind.outcomes("pass,fail"))) " without the waived · " (beside(links, tally, behind)) }
    }
}

/// The heads of the columns that [`columns`] fills.
pub(super) fn column_heads() -> Markup {
    html! {
        @for kind in Outcome::ALL { th.number { span aria-hidden="true" { (symbol(kind)) } " " (word(kind)) } }
        th.number { "adoption" }
    }
}

/// A tally as columns: each outcome, and the share.
pub(super) fn columns(links: &Links<'_>, tally: &Tally, behind: &Behind<'_>) -> Markup {
    html! {
        @for kind in Outcome::ALL {
            @let number = count(tally, kind);
            td.number data-value=(number) { (links.number(number, &behind.outcomes(kind.as_str()))) }
        }
        td.number data-value=(sort_value(tally.adoption())) { (links.share(tally.adoption(), &behind.outcomes("applicable"))) }
    }
}

/// What keeps a standard from being enforced, and whether that holds it back on a day.
pub(super) fn holds(standard: &Standard, day: Date) -> Markup {
    let planned = standard.stages.on(day);
    html! {
        @if standard.is_held(day) {
            p.held { strong { "Held back" } " at " (stage(standard.stage)) ", although its day for " (stage(planned)) " has come:" }
        } @else if standard.stage.enforces() {
            p { "Enforced, and it stays so; what follows would hold it back if it were not:" }
        } @else if standard.may_be_held {
            p { "It would not be enforced as things stand, whatever its days say:" }
        } @else {
            p { "Its days alone decide when it is enforced; what follows is for those who set them:" }
        }
        ul.holds { @for hold in &standard.holds { li { (hold) } } }
    }
}

/// A share as something to sort by: what is of nothing comes last.
pub(super) fn sort_value(ratio: Ratio) -> String {
    ratio.percent().map_or_else(|| "-1".to_owned(), |percent| format!("{percent:.4}"))
}

/// A difference in points of percent: a sign, an arrow and a colour.
pub(super) fn points(difference: Option<f64>) -> Markup {
    let Some(difference) = difference else { return html! { span.same { "new" } } };
    html! {
        @if difference > 0.049 { span.up { "▲ " (format!("{difference:.1}")) " points" } }
        @else if difference < -0.049 { span.down { "▼ " (format!("{:.1}", -difference)) " points" } }
        @else { span.same { "no change" } }
    }
}

/// A difference of counts. `good` says whether more is better, where it is either.
pub(super) fn change(now: u32, before: u32, good: Option<bool>) -> Markup {
    let class = |more: bool| match good {
        Some(good) if good == more => "up",
        Some(_) => "down",
        None => "same",
    };
    html! {
        @if now > before { span class=(class(true)) { "▲ " (grouped(now - before)) " more" } }
        @else if now < before { span class=(class(false)) { "▼ " (grouped(before - now)) " fewer" } }
        @else { span.same { "no change" } }
    }
}

/// A tile: one figure, what it is of, and how it was.
pub(super) struct Tile {
    /// What it is.
    pub(super) title: &'static str,
    /// Where its number leads.
    pub(super) href: String,
    /// The number.
    pub(super) figure: Markup,
    /// What stands beside it.
    pub(super) beside: Markup,
    /// Against earlier runs: the difference, and since when.
    pub(super) changes: Vec<(Markup, String)>,
}

/// Tiles in a row.
pub(super) fn tiles(tiles: Vec<Tile>) -> Markup {
    html! {
        div.tiles {
            @for tile in tiles {
                section.tile {
                    h2 { (tile.title) }
                    p.figure { a href=(tile.href) { (tile.figure) } }
                    p.beside { (tile.beside) }
                    @for (change, since) in &tile.changes { p.change { (change) " " span.of { (since) } } }
                }
            }
        }
    }
}

/// A page of the outer world, if its address is one that a browser may follow.
pub(super) fn outside(url: &str, text: &str) -> Markup {
    let follows = url.starts_with("https://") || url.starts_with("http://");
    html! {
        @if follows { a.outside rel="noopener noreferrer" href=(url) { (printable(text)) } } @else { (said(text)) }
    }
}

/// A sentence in place of an empty table.
pub(super) fn nothing(text: &str) -> Markup {
    html! { p.nothing { (text) } }
}

/// A rule, leading to its page in the outer world if it has one.
pub(super) fn rule(links: &Links<'_>, id: &crate::rule::RuleId) -> Markup {
    html! {
        @match links.model.rules.get(id).and_then(|rule| rule.url.as_deref()) {
            Some(url) => code { (outside(url, id.as_str())) },
            None => code { (said(id.as_str())) },
        }
    }
}
