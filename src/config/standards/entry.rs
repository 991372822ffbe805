//! Standards, golden path and tiers as written: the types that serde reads and that the JSON Schema for editors is made from.

use std::fmt;

use schemars::JsonSchema;
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

use crate::{
    config::file::{LevelName, OneOrMany, Strings},
    standard::Stage,
};

/// What a file says of a standard.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default, expecting = "a mapping that describes a standard")]
pub(in crate::config) struct StandardEntry {
    /// A short name for people.
    pub(in crate::config) title: Option<String>,
    /// Why it is asked for.
    pub(in crate::config) description: Option<String>,
    /// What shows that a repository meets it. Everything that is named must hold.
    pub(in crate::config) evidence: Option<EvidenceEntry>,
    /// When it is asked for; otherwise it is not applicable.
    pub(in crate::config) when: Option<ConditionEntry>,
    /// Its stage on every day. Standards are audited unless something else is said.
    pub(in crate::config) stage: Option<Stage>,
    /// Its stages, each with its first day.
    pub(in crate::config) stages: Option<StagesEntry>,
    /// Adoption to reach, in percent of the repositories that it applies to.
    #[schemars(range(max = 100))]
    pub(in crate::config) target: Option<u8>,
    /// Who answers for it.
    pub(in crate::config) owner: Option<String>,
    /// The page that says how to meet it.
    pub(in crate::config) docs: Option<String>,
    /// Whether it is held while its figures say that it is not ready to be enforced. It is unless this is false.
    pub(in crate::config) may_be_held: Option<bool>,
}

/// What shows that a repository meets a standard.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    default,
    expecting = "a mapping with `present`, `all` or `any`"
)]
pub(in crate::config) struct EvidenceEntry {
    /// Kinds of which the repository must hold a file. Of an inner list one is enough.
    #[schemars(with = "Vec<OneOrMany>")]
    pub(in crate::config) present: Vec<Strings>,
    /// Rules, packs or globs: none of these rules finds anything.
    pub(in crate::config) all: Vec<String>,
    /// Rules, packs or globs: of one of these nothing is found, though it had something to judge.
    pub(in crate::config) any: Vec<String>,
    /// Rules, packs or globs that are not meant.
    pub(in crate::config) except: Vec<String>,
    /// Of packs and globs, only rules at this level or above it.
    pub(in crate::config) level: Option<LevelName>,
}

/// When something is asked for. Everything that is named must hold.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default, expecting = "a mapping of conditions")]
pub(in crate::config) struct ConditionEntry {
    /// Kinds of which the repository holds one.
    #[schemars(with = "OneOrMany")]
    pub(in crate::config) kinds: Strings,
    /// Kinds of which the repository holds none.
    #[schemars(with = "OneOrMany")]
    pub(in crate::config) without: Strings,
    /// The repository's language is one of these.
    #[schemars(with = "OneOrMany")]
    pub(in crate::config) language: Strings,
    /// The repository's lifecycle is one of these.
    #[schemars(with = "OneOrMany")]
    pub(in crate::config) lifecycle: Strings,
}

/// The first day of each stage, as YYYY-MM-DD. Before the first of them the standard is a draft.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default, expecting = "a mapping of stages to days")]
pub(in crate::config) struct StagesEntry {
    /// Being written: measured and shown, and counted in nothing that sums up standards.
    #[schemars(extend("format" = "date"))]
    pub(in crate::config) draft: Option<String>,
    /// Measured and shown.
    #[schemars(extend("format" = "date"))]
    pub(in crate::config) audit: Option<String>,
    /// Teams are told what will count, and from when.
    #[schemars(extend("format" = "date"))]
    pub(in crate::config) warn: Option<String>,
    /// What is new counts, known debt does not.
    #[schemars(extend("format" = "date"))]
    pub(in crate::config) enforce_new: Option<String>,
    /// Everything counts.
    #[schemars(extend("format" = "date"))]
    pub(in crate::config) enforce: Option<String>,
    /// No longer asked for.
    #[schemars(extend("format" = "date"))]
    pub(in crate::config) retired: Option<String>,
}

impl StagesEntry {
    pub(super) fn written(&self) -> [(Stage, Option<&String>); 6] {
        let days = [&self.draft, &self.audit, &self.warn, &self.enforce_new, &self.enforce, &self.retired];
        std::array::from_fn(|at| (Stage::ALL[at], days[at].as_ref()))
    }
}

/// The golden path: standards in the order in which a team meets them.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default, expecting = "a mapping with `steps`")]
pub(in crate::config) struct PathEntry {
    /// A name for people.
    pub(in crate::config) title: Option<String>,
    /// The steps in their order: a standard's name, or a mapping with `standard` and `when`.
    #[schemars(with = "Vec<StepValue>")]
    pub(in crate::config) steps: Vec<StepForms>,
}

/// A step of the golden path.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a mapping with `standard` and `when`")]
pub(in crate::config) struct StepEntry {
    /// The standard to meet.
    pub(in crate::config) standard: String,
    /// When the step is on a repository's path.
    #[serde(default)]
    pub(in crate::config) when: ConditionEntry,
}

/// A step's standard alone, or a whole entry.
#[derive(Clone, Debug)]
pub(in crate::config) struct StepForms(pub(in crate::config) StepEntry);

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
pub(in crate::config) struct TierEntry {
    /// Its name, such as `bronze`.
    pub(in crate::config) name: String,
    /// The standards that it asks for besides those of the tiers below.
    pub(in crate::config) standards: Vec<String>,
}
