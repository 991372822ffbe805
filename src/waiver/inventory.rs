//! The list of all waivers that a run met, with what each lifts and what is wrong with it.

use super::{Waiver, WaiverProblem, finding};

/// The waivers by place. Of one that several folders extend there is one, which lifts what all of them do. Other linters'
/// comments are listed if they lift something, for nobody knows what else they may be meant for.
pub(super) fn inventory(waivers: &[Waiver], lifted: &[usize], problems: &[Vec<WaiverProblem>]) -> Vec<finding::Waiver> {
    let mut all: Vec<finding::Waiver> = Vec::new();
    let entries = waivers.iter().zip(lifted).zip(problems);
    for ((waiver, &findings), problems) in entries {
        let Some(place) = waiver.place.as_ref().filter(|_| waiver.peer.is_none() || findings > 0) else { continue };
        all.push(finding::Waiver {
            rules: waiver.rules.iter().map(|waived| waived.pattern.to_string()).collect(),
            inline: waiver.inline,
            place: place.clone(),
            reason: waiver.reason.clone(),
            owner: waiver.owner.clone(),
            until: waiver.until,
            findings,
            problems: problems.iter().map(|problem| (problem.rule, problem.message.clone())).collect(),
        });
    }
    all.sort_by(|a, b| key(a).cmp(&key(b)));
    all.dedup_by(|later, earlier| {
        let same = key(later) == key(earlier);
        earlier.findings += if same { later.findings } else { 0 };
        same
    });
    all
}

fn key(waiver: &finding::Waiver) -> impl Ord + use<'_> {
    (&waiver.place.file, waiver.place.span, &waiver.rules)
}
