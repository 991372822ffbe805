//! How well a standard serves those whom it asks: what is said of it, what is waived, how fast it is mended, whether that lasts, and
//! how much of the fleet is seen. Each with the level that it is held to.

use maud::{Markup, html};

use super::{
    links::{Behind, Links, List},
    standard::LASTING,
};
use crate::audit::{
    dataset::Standard,
    figures::{self, Ratio, Timeline},
    quality::{self, NOISY, WAIVED},
};

/// Those who fail again what they met, up to which it lasts, in percent.
const BROKEN: f64 = 10.0;
/// Repositories seen from which on a figure speaks for the fleet, in percent.
const SEEN: f64 = 99.0;

/// One level: what it is of, where it leads, and what it should be.
struct Level {
    title: &'static str,
    ratio: Ratio,
    list: List,
    objective: String,
    met: Option<bool>,
}

/// The strip of a standard.
pub(super) fn strip(links: &Links<'_>, standard: &Standard, timeline: &Timeline) -> Markup {
    let mended = figures::days_to_mend(timeline, &standard.standard);
    html! {
        dl.strip {
            @for level in &levels(links, standard, timeline) { div {
                dt { (level.title) }
                dd {
                    (links.share(level.ratio, &level.list))
                    @match level.met { Some(true) => { " " span.up { "✓" } } Some(false) => { " " span.down { "✗" } } None => {} }
                }
                dd.limit { (level.objective) }
            } }
            div {
                dt { "mended after" }
                dd { @match mended { Some(days) => span.days { (days) " days" }, None => span.of { "nobody yet" } } }
                dd.limit { "the median, from run to run" }
            }
        }
        p.note { "How long a check takes, and whether findings are mended before they are merged, is known to pipelines and not to audits." }
    }
}

fn levels(links: &Links<'_>, standard: &Standard, timeline: &Timeline) -> [Level; 4] {
    let id = &standard.standard;
    let quality = quality::of_standard(&links.model.quality, standard);
    let (said, waived) = (quality.not_useful_ratio(), quality.waiver_ratio());
    let broken = figures::stickiness(timeline, id, LASTING).broken_ratio();
    let tally = links.model.now().and_then(|now| now.standards.get(id).copied()).unwrap_or_default();
    let complete = figures::completeness(links.model.dataset, &links.model.run.run);
    let seen = Ratio::new(tally.applicable() + tally.not_applicable, complete.expected);
    let at_most = |ratio: Ratio, most: f64| ratio.percent().map(|percent| percent <= most);
    [
        Level {
            title: "not useful",
            ratio: said,
            list: List::all().and("answered", id.as_str()),
            objective: format!("at most {NOISY} % of what people say"),
            met: at_most(said, NOISY),
        },
        Level {
            title: "findings waived",
            ratio: waived,
            list: List::all().and("found", id.as_str()),
            objective: format!("at most {WAIVED} %"),
            met: at_most(waived, WAIVED),
        },
        Level {
            title: "failed again",
            ratio: broken,
            list: List::all().and("met", id.as_str()).and("course", "ever"),
            objective: format!("at most {BROKEN} % of those that met it"),
            met: at_most(broken, BROKEN),
        },
        Level {
            title: "seen",
            ratio: seen,
            list: Behind::one(List::all(), id).outcomes("pass,fail,waived,not-applicable"),
            objective: format!("at least {SEEN} % of the fleet"),
            met: seen.percent().map(|percent| percent >= SEEN),
        },
    ]
}
