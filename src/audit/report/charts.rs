//! Drawings in SVG, made here so that pages show them without a script. Colours and faces are the style sheet's.

use maud::{Markup, html};

use super::parts::{count, word};
use crate::{
    audit::{dataset::Outcome, figures::Tally},
    date::Date,
};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 200.0;
/// Room for the scale on the left, the days below, a breath above and on the right.
const LEFT: f64 = 48.0;
const BELOW: f64 = 26.0;
const ABOVE: f64 = 10.0;
const RIGHT: f64 = 14.0;
/// How wide a day is, with a breath.
const WORD: f64 = 78.0;

/// A line, or the upper edge of an area.
pub(super) struct Series {
    /// What it is, for the legend.
    pub(super) name: String,
    /// The class that gives it its colour.
    pub(super) class: String,
    /// A value for each day.
    pub(super) values: Vec<f64>,
}

/// Where days and values lie.
struct Plane {
    days: Vec<f64>,
    top: f64,
}

impl Plane {
    fn new(days: &[Date], top: f64) -> Self {
        let first = days.first().copied();
        let since = |day: &Date| first.map_or(0, |first| first.days_until(*day)) as f64;
        let span = days.last().map_or(0.0, since).max(1.0);
        let room = WIDTH - LEFT - RIGHT;
        let alone = days.len() == 1;
        let x = |day| if alone { LEFT + room / 2.0 } else { LEFT + since(day) / span * room };
        Self { days: days.iter().map(x).collect(), top: top.max(1.0) }
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BELOW - value / self.top * (HEIGHT - BELOW - ABOVE)
    }

    fn points(&self, values: &[f64]) -> Vec<String> {
        self.days.iter().zip(values).map(|(x, value)| format!("{x:.1},{:.1}", self.y(*value))).collect()
    }
}

/// A round number that is at least as great.
fn round_up(value: f64) -> f64 {
    let scale = 10_f64.powf(value.max(1.0).log10().floor());
    [1.0, 1.2, 1.6, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0]
        .iter()
        .map(|step| step * scale)
        .find(|top| *top >= value)
        .unwrap_or(value)
}

/// The grid, the scale and the days.
fn axes(plane: &Plane, days: &[Date], unit: &str) -> Markup {
    let marks: Vec<f64> = [0.0, 0.25, 0.5, 0.75, 1.0].map(|part| part * plane.top).into();
    let last = days.len().saturating_sub(1);
    let shown = roomy(&plane.days);
    html! {
        @for mark in marks {
            line.grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(format!("{:.1}", plane.y(mark))) y2=(format!("{:.1}", plane.y(mark))) {}
            text.scale x=(LEFT - 6.0) y=(format!("{:.1}", plane.y(mark) + 4.0)) text-anchor="end" { (short(mark)) (unit) }
        }
        @for (at, day) in days.iter().enumerate().filter(|(at, _)| shown.contains(at)) {
            text.scale x=(format!("{:.1}", plane.days[at])) y=(HEIGHT - 6.0) text-anchor=(if at == last && last > 0 { "end" } else if at == 0 && last > 0 { "start" } else { "middle" }) {
                (day)
            }
        }
    }
}

/// The days that have room to be written out, the last one always: runs come as they come.
fn roomy(days: &[f64]) -> Vec<usize> {
    let mut shown: Vec<usize> = Vec::new();
    let last = days.len().saturating_sub(1);
    let mut free = f64::MAX;
    for (at, x) in days.iter().enumerate().rev() {
        // The last word ends at its day and the first begins there; the others stand around theirs.
        let (left, right) = match at {
            _ if last == 0 => (WORD / 2.0, WORD / 2.0),
            0 => (0.0, WORD),
            _ if at == last => (WORD, 0.0),
            _ => (WORD / 2.0, WORD / 2.0),
        };
        if x + right <= free {
            shown.push(at);
            free = x - left;
        }
    }
    shown
}

fn short(value: f64) -> String {
    if value >= 10_000.0 {
        format!("{}k", (value / 1000.0).round())
    } else if value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

fn legend(series: &[Series]) -> Markup {
    html! {
        ul.legend { @for one in series { li { span class={ "swatch " (one.class) } aria-hidden="true" {} " " (one.name) } } }
    }
}

fn figure(label: &str, series: &[Series], drawing: &Markup) -> Markup {
    html! {
        figure.chart {
            svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label=(label) { title { (label) } (drawing) }
            figcaption { (legend(series)) }
        }
    }
}

/// Lines over time. `unit` stands behind the scale; `top` is its end, or what the greatest value needs.
pub(super) fn lines(label: &str, days: &[Date], series: &[Series], unit: &str, top: Option<f64>) -> Markup {
    let most = series.iter().flat_map(|one| &one.values).copied().fold(0.0, f64::max);
    let plane = Plane::new(days, top.unwrap_or_else(|| round_up(most)));
    let drawing = html! {
        (axes(&plane, days, unit))
        @for one in series {
            polyline class={ "line " (one.class) } points=(plane.points(&one.values).join(" ")) {}
            @for (x, value) in plane.days.iter().zip(&one.values) {
                circle class={ "dot " (one.class) } cx=(format!("{x:.1}")) cy=(format!("{:.1}", plane.y(*value))) r="2.5" {
                    title { (one.name) ": " (short(*value)) (unit) }
                }
            }
        }
    };
    figure(label, series, &drawing)
}

/// Areas over time, one upon the other, the first at the bottom.
pub(super) fn areas(label: &str, days: &[Date], series: &[Series]) -> Markup {
    let mut upper = vec![0.0; days.len()];
    let mut edges = vec![upper.clone()];
    for one in series {
        upper.iter_mut().zip(&one.values).for_each(|(sum, value)| *sum += value);
        edges.push(upper.clone());
    }
    let plane = Plane::new(days, round_up(upper.iter().copied().fold(0.0, f64::max)));
    let drawing = html! {
        @for (at, one) in series.iter().enumerate() {
            @let back = plane.points(&edges[at]).into_iter().rev();
            @let outline: Vec<String> = plane.points(&edges[at + 1]).into_iter().chain(back).collect();
            @if days.len() > 1 {
                polygon class={ "area " (one.class) } points=(outline.join(" ")) { title { (one.name) } }
            } @else {
                // A single run has no length: a bar stands for it.
                @let (low, high) = (edges[at].first().copied().unwrap_or(0.0), edges[at + 1].first().copied().unwrap_or(0.0));
                rect class={ "area " (one.class) } x=(WIDTH / 2.0 - 40.0) width="80" y=(format!("{:.1}", plane.y(high)))
                    height=(format!("{:.1}", plane.y(low) - plane.y(high))) { title { (one.name) } }
            }
        }
        (axes(&plane, days, ""))
    };
    figure(label, series, &drawing)
}

/// Outcomes as one bar, widths as their shares.
pub(super) fn bar(tally: &Tally) -> Markup {
    let all: u32 = Outcome::ALL.iter().map(|kind| count(tally, *kind)).sum();
    let mut from = 0.0;
    let parts = Outcome::ALL.map(|kind| {
        let width = f64::from(count(tally, kind)) * 100.0 / f64::from(all.max(1));
        let part = (kind, from, width);
        from += width;
        part
    });
    let label: Vec<String> =
        Outcome::ALL.iter().map(|kind| format!("{} {}", count(tally, *kind), word(*kind))).collect();
    html! {
        svg.bar viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label=(label.join(", ")) {
            title { (label.join(", ")) }
            @for (kind, from, width) in parts { @if width > 0.0 {
                rect class=(kind.as_str()) x=(format!("{from:.2}")) width=(format!("{width:.2}")) height="8" {}
            } }
        }
    }
}

/// A share as a bar: `part` of `whole` in the accent, `then` of it in a lighter one.
pub(super) fn meter(part: u32, then: u32, whole: u32, label: &str) -> Markup {
    let width = |value: u32| format!("{:.2}", f64::from(value) * 100.0 / f64::from(whole.max(1)));
    html! {
        svg.meter viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label=(label) {
            title { (label) }
            rect.whole width="100" height="8" {}
            rect.then width=(width(then)) height="8" {}
            rect.part width=(width(part)) height="8" {}
        }
    }
}

/// A small line without scale, for tables.
pub(super) fn spark(values: &[f64], top: f64, label: &str) -> Markup {
    let step = 96.0 / (values.len().max(2) - 1) as f64;
    let point =
        |(at, value): (usize, &f64)| format!("{:.1},{:.1}", 2.0 + at as f64 * step, 22.0 - value / top.max(1.0) * 20.0);
    let points: Vec<String> = values.iter().enumerate().map(point).collect();
    html! {
        svg.spark viewBox="0 0 100 24" role="img" aria-label=(label) {
            title { (label) }
            polyline.line points=(points.join(" ")) {}
            @if let Some((x, y)) = points.last().and_then(|point| point.split_once(',')) { circle cx=(x) cy=(y) r="2.5" {} }
        }
    }
}

/// A point of a scatter.
pub(super) struct Dot {
    /// What it is.
    pub(super) name: String,
    /// Where it leads, within the page.
    pub(super) href: String,
    /// How many: a logarithmic scale.
    pub(super) x: f64,
    /// A share in percent.
    pub(super) y: f64,
}

/// Counts against shares. `limit` is a line across, above which something is to be done.
pub(super) fn scatter(label: &str, across: &str, dots: &[Dot], limit: f64) -> Markup {
    let decades = dots.iter().map(|dot| dot.x.max(1.0).log10()).fold(1.0, f64::max).ceil();
    let plane =
        Plane { days: Vec::new(), top: round_up(dots.iter().map(|dot| dot.y).fold(limit * 2.0, f64::max)).min(100.0) };
    let x = |value: f64| LEFT + value.max(1.0).log10() / decades * (WIDTH - LEFT - RIGHT);
    html! {
        figure.chart {
            svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label=(label) {
                title { (label) }
                (axes(&plane, &[], " %"))
                @for decade in 0..=(decades as i32) {
                    text.scale x=(format!("{:.1}", x(10_f64.powi(decade)))) y=(HEIGHT - 6.0) text-anchor="middle" { (short(10_f64.powi(decade))) }
                }
                line.limit x1=(LEFT) x2=(WIDTH - RIGHT) y1=(format!("{:.1}", plane.y(limit))) y2=(format!("{:.1}", plane.y(limit))) {}
                @for dot in dots {
                    a href=(dot.href) { circle.dot cx=(format!("{:.1}", x(dot.x))) cy=(format!("{:.1}", plane.y(dot.y))) r="5" {
                        title { (dot.name) ": " (short(dot.x)) ", " (short((dot.y * 10.0).round() / 10.0)) " %" }
                    } }
                }
            }
            figcaption { (across) }
        }
    }
}
