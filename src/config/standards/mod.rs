//! Standards, golden path and tiers: as written, laid over each other, and over the ready-made path that waylint carries.
//!
//! What a file says of a standard lies field by field over what was said before, so a team that only wants other dates for a
//! ready-made standard writes only these.

mod entry;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

pub(super) use entry::{ConditionEntry, PathEntry, StagesEntry, StandardEntry, StepForms, TierEntry};

use super::{Config, error::ConfigError, read::closest, written::Written};
use crate::{
    date::Date,
    document::{Pointer, Step as PointerStep},
    embedded::POLICIES,
    rule::Level,
    standard::{Condition, Evidence, GoldenPath, Stage, StageChange, Stages, Standard, StandardId, Step, Tier},
};

/// The file that holds the ready-made path.
const READY_MADE: &str = "policies/golden-path.yaml";

/// What files say about standards, the golden path and tiers; nothing where they say nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Standards {
    pub(super) standards: BTreeMap<String, StandardEntry>,
    pub(super) golden_path: Option<PathEntry>,
    pub(super) tiers: Option<Vec<TierEntry>>,
}

/// Why what a file says cannot be used: where in the file, what is wrong, what to write.
type Wrong = (Vec<PointerStep>, String, String);

impl Standards {
    /// What waylint carries. A test reads it, so it cannot fail here.
    fn ready_made() -> Self {
        let file = POLICIES.iter().find(|file| file.name == READY_MADE);
        file.and_then(|file| serde_json::from_str(file.data).ok()).unwrap_or_default()
    }

    /// Looks at what one file says by itself.
    pub(super) fn check(&self) -> Result<(), Wrong> {
        for (name, entry) in &self.standards {
            let at = |key: &str| vec!["standards".into(), name.as_str().into(), key.into()];
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if name.is_empty() || !name.chars().all(fits) {
                let help = "write words in lower case with hyphens, such as `image-pinned`".to_owned();
                let at = vec!["standards".into(), name.as_str().into()];
                return Err((at, format!("`{name}` is not a standard's name"), help));
            }
            if entry.target.is_some_and(|target| target > 100) {
                let help = "write a number of percent from 0 to 100".to_owned();
                return Err((at("target"), "the target is more than everything".to_owned(), help));
            }
            if entry.stage.is_some() && entry.stages.is_some() {
                let help = "keep `stages` for days, or `stage` for every day".to_owned();
                return Err((at("stage"), "both `stage` and `stages` are set".to_owned(), help));
            }
            if let Some(stages) = &entry.stages {
                days(stages).map_err(|(stage, message, help)| {
                    let at = at("stages").into_iter().chain([stage.as_str().into()]).collect();
                    (at, message, help)
                })?;
            }
        }
        Ok(())
    }

    /// Lays another file's words over these.
    pub(super) fn overlay(&mut self, above: &Self) {
        for (name, entry) in &above.standards {
            self.standards.entry(name.clone()).or_default().overlay(entry);
        }
        if let Some(path) = &above.golden_path {
            self.golden_path = Some(path.clone());
        }
        if let Some(tiers) = &above.tiers {
            self.tiers = Some(tiers.clone());
        }
    }

    /// The finished path: over the ready-made one, with every name looked up.
    fn finish(&self) -> Result<GoldenPath, Wrong> {
        let mut all = Self::ready_made();
        all.overlay(self);
        let steps = all.golden_path.as_ref().map(|path| path.steps.as_slice()).unwrap_or_default();
        let tiers = all.tiers.as_deref().unwrap_or_default();
        all.look_up(steps, tiers)?;
        let named: BTreeSet<&str> = steps
            .iter()
            .map(|step| step.0.standard.as_str())
            .chain(tiers.iter().flat_map(|tier| &tier.standards).map(String::as_str))
            .chain(self.standards.keys().map(String::as_str))
            .collect();
        let standards = named.into_iter().map(|name| standard(name, &all.standards[name])).collect::<Result<_, _>>()?;
        Ok(GoldenPath {
            title: all.golden_path.as_ref().and_then(|path| path.title.clone()).unwrap_or_else(|| TITLE.to_owned()),
            standards,
            steps: steps.iter().map(step).collect(),
            tiers: tiers.iter().map(tier).collect(),
        })
    }

    /// Every name that a step or a tier uses, and that none is used twice.
    fn look_up(&self, steps: &[StepForms], tiers: &[TierEntry]) -> Result<(), Wrong> {
        let on_path = steps.iter().enumerate().map(|(at, step)| {
            let key = vec!["golden-path".into(), "steps".into(), at.into()];
            ("golden path", &step.0.standard, key)
        });
        let of_tiers = tiers.iter().enumerate().flat_map(|(at, tier)| {
            tier.standards.iter().enumerate().map(move |(number, name)| {
                ("tiers", name, vec!["tiers".into(), at.into(), "standards".into(), number.into()])
            })
        });
        let mut seen = BTreeSet::new();
        for (place, name, at) in on_path.chain(of_tiers) {
            if !self.standards.contains_key(name) {
                let known: Vec<String> = self.standards.keys().cloned().collect();
                let help = match closest(name, &known) {
                    Some(near) => format!("write `{near}`, or describe `{name}` under `standards`"),
                    None => format!("describe `{name}` under `standards`, or name one of {}", known.join(", ")),
                };
                return Err((at, format!("there is no standard `{name}`"), help));
            }
            if !seen.insert((place, name)) {
                let help = "name each standard once".to_owned();
                return Err((at, format!("`{name}` stands twice in the {place}"), help));
            }
        }
        Ok(())
    }
}

/// What a path is called that nobody named.
const TITLE: &str = "Golden path";

impl StandardEntry {
    fn overlay(&mut self, above: &Self) {
        fn lay<T: Clone>(below: &mut Option<T>, above: &Option<T>) {
            if above.is_some() {
                below.clone_from(above);
            }
        }
        if above.stage.is_some() || above.stages.is_some() {
            (self.stage, self.stages) = (None, None);
        }
        lay(&mut self.title, &above.title);
        lay(&mut self.description, &above.description);
        lay(&mut self.evidence, &above.evidence);
        lay(&mut self.when, &above.when);
        lay(&mut self.stage, &above.stage);
        lay(&mut self.stages, &above.stages);
        lay(&mut self.target, &above.target);
        lay(&mut self.owner, &above.owner);
        lay(&mut self.docs, &above.docs);
        lay(&mut self.may_be_held, &above.may_be_held);
    }
}

fn standard(name: &str, entry: &StandardEntry) -> Result<Standard, Wrong> {
    let at = |key: &str| vec!["standards".into(), name.into(), key.into()];
    let evidence = entry.evidence.clone().unwrap_or_default();
    if evidence.present.is_empty() && evidence.all.is_empty() && evidence.any.is_empty() {
        let help = "add `present` with kinds, or `all` or `any` with rules".to_owned();
        return Err((at("evidence"), format!("nothing evidences the standard `{name}`"), help));
    }
    let stages = match &entry.stages {
        Some(stages) => Stages::dated(days(stages).map_err(|(_, message, help)| (at("stages"), message, help))?),
        None => Stages::fixed(entry.stage.unwrap_or_default()),
    };
    Ok(Standard {
        id: StandardId::new(name),
        title: entry.title.clone().unwrap_or_else(|| name.replace('-', " ")),
        description: entry.description.clone().unwrap_or_default(),
        evidence: Evidence {
            present: evidence.present.into_iter().map(|kinds| kinds.values).collect(),
            all: evidence.all,
            any: evidence.any,
            except: evidence.except,
            level: evidence.level.map(Level::from),
        },
        when: entry.when.as_ref().map(condition).unwrap_or_default(),
        stages,
        target: entry.target,
        owner: entry.owner.clone(),
        docs: entry.docs.clone(),
        may_be_held: entry.may_be_held.unwrap_or(true),
    })
}

/// The first days of stages, which must come in the stages' order.
fn days(entry: &StagesEntry) -> Result<Vec<StageChange>, (Stage, String, String)> {
    let mut changes: Vec<StageChange> = Vec::new();
    for (stage, day) in entry.written() {
        let Some(day) = day else { continue };
        let from: Date =
            day.parse().map_err(|error: crate::date::DateError| (stage, error.to_string(), error.help().to_owned()))?;
        if let Some(before) = changes.last().filter(|before| before.from >= from) {
            let message = format!("`{stage}` does not begin after `{}`", before.stage);
            return Err((stage, message, "give each stage a later day than the one before it".to_owned()));
        }
        changes.push(StageChange { from, stage });
    }
    Ok(changes)
}

fn step(forms: &StepForms) -> Step {
    Step { standard: StandardId::new(forms.0.standard.as_str()), when: condition(&forms.0.when) }
}

fn tier(entry: &TierEntry) -> Tier {
    let standards = entry.standards.iter().map(|name| StandardId::new(name.as_str())).collect();
    Tier { name: entry.name.clone(), standards }
}

fn condition(entry: &ConditionEntry) -> Condition {
    Condition {
        kinds: entry.kinds.values.clone(),
        without: entry.without.values.clone(),
        language: entry.language.values.clone(),
        lifecycle: entry.lifecycle.values.clone(),
    }
}

impl Config {
    /// What repositories are audited by: what is configured, over the path that waylint carries.
    ///
    /// # Errors
    /// A step or tier that names no standard, and a standard that nothing evidences.
    pub fn golden_path(&self) -> Result<GoldenPath, ConfigError> {
        self.standards.finish().map_err(|(at, message, help)| {
            // Of a standard that is written nowhere in full, the nearest thing that is written.
            let written = (0..at.len()).rev().find_map(|end| self.written(&Pointer(at[..=end].to_vec())));
            written.unwrap_or(Written::flag()).fault(message, help)
        })
    }
}
