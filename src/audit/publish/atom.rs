//! The roadmap as a feed (RFC 4287): every change of a standard's stage is an entry, from the day it was announced on.
//!
//! An entry never changes, so its day is that of the first run that knew the change, and no reader is told twice.

use std::fmt::Write;

use super::xml;
use crate::{
    audit::dataset::{Dataset, Run, Standard},
    contents::Digest,
    date::Date,
    standard::{Stage, StageChange},
};

struct Entry<'a> {
    standard: &'a Standard,
    change: StageChange,
    announced: Date,
}

pub(super) fn text(dataset: &Dataset, run: &Run) -> String {
    let changes = dataset.standards(&run.run).flat_map(|standard| {
        standard.stages.changes.iter().map(move |change| {
            let announced = announced(dataset, standard, *change).unwrap_or(run.as_of);
            Entry { standard, change: *change, announced }
        })
    });
    let mut entries: Vec<Entry<'_>> = changes.collect();
    entries.sort_by(|a, b| {
        (b.announced, b.change.from, &a.standard.standard).cmp(&(a.announced, a.change.from, &b.standard.standard))
    });
    let updated = entries.first().map_or(run.as_of, |entry| entry.announced);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  <id>{}</id>\n  \
         <title>{}: roadmap</title>\n  <updated>{updated}T00:00:00Z</updated>\n  <author><name>waylint</name></author>\n  \
         <generator version=\"{}\">waylint</generator>\n",
        id(&["roadmap", &run.title]),
        xml(&run.title),
        env!("CARGO_PKG_VERSION"),
    );
    entries.iter().for_each(|entry| entry.write(&mut text, run));
    text.push_str("</feed>\n");
    text
}

/// The day of the first run that knew a change.
fn announced(dataset: &Dataset, standard: &Standard, change: StageChange) -> Option<Date> {
    let knew = |run: &&Run| {
        dataset.standards(&run.run).any(|own| own.standard == standard.standard && own.stages.changes.contains(&change))
    };
    dataset.runs().filter(knew).map(|run| run.as_of).min()
}

impl Entry<'_> {
    fn write(&self, text: &mut String, run: &Run) {
        let Self { standard, change: StageChange { from, stage }, announced } = self;
        let what = match stage {
            Stage::Draft => "is a draft",
            Stage::Audit => "is measured",
            Stage::Warn => "warns",
            Stage::EnforceNew => "blocks what is new",
            Stage::Enforce => "blocks",
            Stage::Retired => "is retired",
        };
        let ready = if stage.enforces() && standard.may_be_held { ", if it is ready" } else { "" };
        let name = standard.standard.as_str();
        let id = id(&["change", &run.title, name, stage.as_str(), &from.to_string()]);
        let docs = standard.docs.as_ref().map(|docs| format!("    <link href=\"{}\"/>\n", xml(docs)));
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "  <entry>\n    <id>{id}</id>\n    <title>{title} {what} from {from} on{ready}</title>\n    \
             <updated>{announced}T00:00:00Z</updated>\n{}    <category term=\"{stage}\"/>\n    \
             <content type=\"text\">{}</content>\n  </entry>\n",
            docs.unwrap_or_default(),
            xml(&format!("{name} ({stage} from {from}): {}", standard.description)),
            title = xml(&standard.title),
        );
    }
}

/// A name that is the same on every machine: a UUID of one's own making (RFC 9562, version 8) from what is named.
fn id(parts: &[&str]) -> String {
    let digest = Digest::of_parts(parts.iter().map(|part| part.as_bytes())).to_string();
    let (a, b, c, d, e) = (&digest[..8], &digest[8..12], &digest[13..16], &digest[17..20], &digest[20..32]);
    format!("urn:uuid:{a}-{b}-8{c}-a{d}-{e}")
}
