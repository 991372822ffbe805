//! Standards, golden path and tiers: as written, laid over each other, and over the ready-made path that waylint carries.
//!
//! What a file says of a standard lies field by field over what was said before, so a team that only wants other dates for a
//! ready-made standard writes only these.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use schemars::JsonSchema;
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

use super::{
    Config,
    error::ConfigError,
    file::{LevelName, OneOrMany, Strings},
    read::closest,
    written::Written,
};
use crate::{
    date::Date,
    document::{Pointer, Step as PointerStep},
    embedded::POLICIES,
    rule::Level,
    standard::{Condition, Evidence, GoldenPath, Stage, StageChange, Stages, Standard, StandardId, Step, Tier},
};

/// The file that holds the ready-made path.
const READY_MADE: &str = "policies/golden-path.yaml";

/// What a file says of a standard.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default, expecting = "a mapping that describes a standard")]
pub(super) struct StandardEntry {
    /// A short name for people.
    pub(super) title: Option<String>,
    /// Why it is asked for.
    pub(super) description: Option<String>,
    /// What shows that a repository meets it. Everything that is named must hold.
    pub(super) evidence: Option<EvidenceEntry>,
    /// When it is asked for; otherwise it is not applicable.
    pub(super) when: Option<ConditionEntry>,
    /// Its stage on every day. Standards are audited unless something else is said.
    pub(super) stage: Option<Stage>,
    /// Its stages, each with its first day.
    pub(super) stages: Option<StagesEntry>,
    /// Adoption to reach, in percent of the repositories that it applies to.
    #[schemars(range(max = 100))]
    pub(super) target: Option<u8>,
    /// Who answers for it.
    pub(super) owner: Option<String>,
    /// The page that says how to meet it.
    pub(super) docs: Option<String>,
}

/// What shows that a repository meets a standard.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    default,
    expecting = "a mapping with `present`, `all` or `any`"
)]
pub(super) struct EvidenceEntry {
    /// Kinds of which the repository must hold a file. Of an inner list one is enough.
    #[schemars(with = "Vec<OneOrMany>")]
    pub(super) present: Vec<Strings>,
    /// Rules, packs or globs: none of these rules finds anything.
    pub(super) all: Vec<String>,
    /// Rules, packs or globs: of one of these nothing is found, though it had something to judge.
    pub(super) any: Vec<String>,
    /// Rules, packs or globs that are not meant.
    pub(super) except: Vec<String>,
    /// Of packs and globs, only rules at this level or above it.
    pub(super) level: Option<LevelName>,
}

/// When something is asked for. Everything that is named must hold.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default, expecting = "a mapping of conditions")]
pub(super) struct ConditionEntry {
    /// Kinds of which the repository holds one.
    #[schemars(with = "OneOrMany")]
    pub(super) kinds: Strings,
    /// Kinds of which the repository holds none.
    #[schemars(with = "OneOrMany")]
    pub(super) without: Strings,
    /// The repository's language is one of these.
    #[schemars(with = "OneOrMany")]
    pub(super) language: Strings,
    /// The repository's lifecycle is one of these.
    #[schemars(with = "OneOrMany")]
    pub(super) lifecycle: Strings,
}

/// The first day of each stage, as YYYY-MM-DD. Before the first of them the standard is a draft.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default, expecting = "a mapping of stages to days")]
pub(super) struct StagesEntry {
    /// Being written: measured, and shown to the platform team alone.
    #[schemars(extend("format" = "date"))]
    pub(super) draft: Option<String>,
    /// Measured and shown.
    #[schemars(extend("format" = "date"))]
    pub(super) audit: Option<String>,
    /// Teams are told what will count, and from when.
    #[schemars(extend("format" = "date"))]
    pub(super) warn: Option<String>,
    /// What is new counts, known debt does not.
    #[schemars(extend("format" = "date"))]
    pub(super) enforce_new: Option<String>,
    /// Everything counts.
    #[schemars(extend("format" = "date"))]
    pub(super) enforce: Option<String>,
    /// No longer asked for.
    #[schemars(extend("format" = "date"))]
    pub(super) retired: Option<String>,
}

impl StagesEntry {
    fn written(&self) -> [(Stage, Option<&String>); 6] {
        let days = [&self.draft, &self.audit, &self.warn, &self.enforce_new, &self.enforce, &self.retired];
        std::array::from_fn(|at| (Stage::ALL[at], days[at].as_ref()))
    }
}

/// The golden path: standards in the order in which a team meets them.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default, expecting = "a mapping with `steps`")]
pub(super) struct PathEntry {
    /// A name for people.
    pub(super) title: Option<String>,
    /// The steps in their order: a standard's name, or a mapping with `standard` and `when`.
    #[schemars(with = "Vec<StepValue>")]
    pub(super) steps: Vec<StepForms>,
}

/// A step of the golden path.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a mapping with `standard` and `when`")]
pub(super) struct StepEntry {
    /// The standard to meet.
    pub(super) standard: String,
    /// When the step is on a repository's path.
    #[serde(default)]
    pub(super) when: ConditionEntry,
}

/// A step's standard alone, or a whole entry.
#[derive(Clone, Debug)]
pub(super) struct StepForms(pub(super) StepEntry);

impl<'de> Deserialize<'de> for StepForms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Forms;
        impl<'de> Visitor<'de> for Forms {
            type Value = StepForms;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a standard's name, or a mapping with `standard` and `when`")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<StepForms, E> {
                Ok(StepForms(StepEntry { standard: name.to_owned(), when: ConditionEntry::default() }))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<StepForms, A::Error> {
                StepEntry::deserialize(MapAccessDeserializer::new(map)).map(StepForms)
            }
        }
        deserializer.deserialize_any(Forms)
    }
}

/// A standard's name, or a step with a condition.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its JSON Schema is used")]
enum StepValue {
    Name(String),
    Step(StepEntry),
}

/// How far along a repository is.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a mapping with `name` and `standards`")]
pub(super) struct TierEntry {
    /// Its name, such as `bronze`.
    pub(super) name: String,
    /// The standards that it asks for besides those of the tiers below.
    pub(super) standards: Vec<String>,
}

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
