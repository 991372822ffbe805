//! Badges: for everything, and for each team, standard and repository an SVG, and what shields.io asks for.

use super::xml;
use crate::audit::{
    dataset::{Dataset, Run},
    figures::{self, Ratio},
};

/// What a badge says, and how good that is.
struct Badge {
    label: String,
    message: String,
    colour: Colour,
}

/// Names that shields.io knows, with the same colours for the SVG.
#[derive(Clone, Copy)]
struct Colour(&'static str, &'static str);

const SCALE: [(u32, Colour); 5] = [
    (90, Colour("brightgreen", "#2f8f2f")),
    (75, Colour("green", "#5a8f1c")),
    (50, Colour("yellow", "#a67c00")),
    (25, Colour("orange", "#c25a1a")),
    (0, Colour("red", "#c0392b")),
];
const GREY: Colour = Colour("lightgrey", "#6b6b6b");

impl Colour {
    /// By a share.
    fn of(ratio: Ratio) -> Self {
        let percent = ratio.rounded();
        percent.and_then(|percent| SCALE.iter().find(|(from, _)| percent >= *from)).map_or(GREY, |(_, colour)| *colour)
    }
}

/// The files, by their names below a folder.
pub(super) fn files(dataset: &Dataset, run: &Run) -> Vec<(String, String)> {
    let mut badges = vec![("overall".to_owned(), adoption(&run.title, figures::overall(dataset, &run.run).adoption()))];
    for (team, tally) in figures::by_owner(dataset, &run.run) {
        badges.push((format!("team/{}", file_name(&team)), adoption(&team, tally.adoption())));
    }
    for (standard, tally) in figures::by_standard(dataset, &run.run) {
        badges.push((
            format!("standard/{}", file_name(standard.as_str())),
            adoption(standard.as_str(), tally.adoption()),
        ));
    }
    for result in figures::audited(dataset, &run.run) {
        let name = file_name(result.scan.repository.as_str());
        let reached = figures::tier(dataset, result).tier;
        let badge = match (run.tiers.as_slice(), reached) {
            ([], _) => {
                let position = figures::position(dataset, result);
                adoption(&run.title, Ratio::new(position.met, position.steps))
            }
            ([lowest, ..], 0) => Badge { label: run.title.clone(), message: format!("below {lowest}"), colour: GREY },
            (tiers, reached) => {
                let colour = Colour::of(Ratio::new(reached, tiers.len() as u32));
                Badge { label: run.title.clone(), message: tiers[reached as usize - 1].clone(), colour }
            }
        };
        badges.push((format!("repository/{name}"), badge));
    }
    let files = badges
        .into_iter()
        .flat_map(|(name, badge)| [(format!("{name}.svg"), badge.svg()), (format!("{name}.json"), badge.endpoint())]);
    files.collect()
}

fn adoption(label: &str, ratio: Ratio) -> Badge {
    let message = if ratio.whole == 0 { "nothing to meet".to_owned() } else { ratio.to_string() };
    Badge { label: label.to_owned(), message, colour: Colour::of(ratio) }
}

/// A name that no folder is left with, and that two names never share.
fn file_name(name: &str) -> String {
    let part = |part: &str| {
        let mut safe = String::new();
        for byte in part.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => safe.push(byte as char),
                b'.' if !safe.is_empty() => safe.push('.'),
                byte => safe.push_str(&format!("%{byte:02X}")),
            }
        }
        if safe.is_empty() { "%".to_owned() } else { safe }
    };
    name.split('/').map(part).collect::<Vec<_>>().join("/")
}

impl Badge {
    /// What shields.io reads from an endpoint.
    fn endpoint(&self) -> String {
        let value = serde_json::json!({
            "schemaVersion": 1,
            "label": self.label,
            "message": self.message,
            "color": self.colour.0,
        });
        format!("{value}\n")
    }

    fn svg(&self) -> String {
        let (left, right) = (width(&self.label), width(&self.message));
        let (label, message, all) = (xml(&self.label), xml(&self.message), left + right);
        let (label_at, message_at) = (left / 2, left + right / 2);
        format!(
            concat!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{all}\" height=\"20\" role=\"img\" ",
                "aria-label=\"{label}: {message}\">\n",
                "  <title>{label}: {message}</title>\n",
                "  <clipPath id=\"r\"><rect width=\"{all}\" height=\"20\" rx=\"4\"/></clipPath>\n",
                "  <g clip-path=\"url(#r)\">\n",
                "    <rect width=\"{left}\" height=\"20\" fill=\"#3b3f46\"/>\n",
                "    <rect x=\"{left}\" width=\"{right}\" height=\"20\" fill=\"{colour}\"/>\n",
                "  </g>\n",
                "  <g fill=\"#fff\" text-anchor=\"middle\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">\n",
                "    <text x=\"{label_at}\" y=\"14\">{label}</text>\n",
                "    <text x=\"{message_at}\" y=\"14\">{message}</text>\n",
                "  </g>\n",
                "</svg>\n",
            ),
            all = all,
            left = left,
            right = right,
            label = label,
            message = message,
            label_at = label_at,
            message_at = message_at,
            colour = self.colour.1,
        )
    }
}

/// The width of a text at eleven pixels, with room on both sides. Letters differ; this is near enough for a badge.
fn width(text: &str) -> u32 {
    let of = |c: char| match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | 'I' | '!' => 4,
        'f' | 'r' | 't' | ' ' | '-' | '(' | ')' => 5,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 11,
        c if c.is_ascii_uppercase() => 8,
        c if c.is_ascii() => 7,
        _ => 11,
    };
    text.chars().map(of).sum::<u32>() + 12
}
