//! `.waylint.yaml` as written: the types that serde reads and that the JSON Schema for editors is made from.
//!
//! Nothing here means anything yet; `layer.rs` checks and compiles it.

use std::{collections::BTreeMap, fmt};

use schemars::JsonSchema;
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer, value::SeqAccessDeserializer},
};

use super::standards::{PathEntry, StandardEntry, TierEntry};
use crate::{document::Step, rule::Level};

/// Configuration of waylint, from `.waylint.yaml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default, expecting = "a mapping of settings")]
pub(super) struct ConfigFile {
    /// Folders that hold a `.waylint.yaml`, a folder `policies`, or both. What they set holds unless this file sets it.
    pub(super) extends: Vec<String>,
    /// Folders of further rules, relative to this file.
    pub(super) packs: Vec<String>,
    /// Levels and options by rule id, pack name or glob. The narrower name wins; of equals, the later.
    #[schemars(with = "BTreeMap<String, RuleValue>")]
    pub(super) rules: Rules,
    /// Facts about the organisation that rules ask for: registries, base images, required labels, owners.
    #[schemars(extend("$ref" = "platform.schema.json"))]
    pub(super) platform: serde_json::Map<String, serde_json::Value>,
    /// The Kubernetes version manifests are judged for, such as `1.33`.
    #[schemars(extend("type" = ["string", "number", "null"]))]
    pub(super) kubernetes_version: Option<String>,
    /// Folders or files of further JSON Schemas, such as those of custom resources, relative to this file.
    pub(super) schemas: Vec<String>,
    /// Files to look at, written as in `.gitignore`, relative to this file. Everything if absent.
    pub(super) include: Vec<String>,
    /// Files to leave out, written as in `.gitignore`, relative to this file.
    pub(super) exclude: Vec<String>,
    /// Inputs of tests, written as in `.gitignore`, relative to this file: what is found there is a note at most. Folders that
    /// usually hold tests if absent; an empty list for none.
    pub(super) test_data: Option<Vec<String>>,
    /// Reasoned exemptions.
    pub(super) waivers: Vec<WaiverEntry>,
    /// What the platform asks of repositories, by name. What is said here lies field by field over the ready-made standards.
    pub(super) standards: BTreeMap<String, StandardEntry>,
    /// The standards in the order in which a team meets them.
    pub(super) golden_path: Option<PathEntry>,
    /// How far along a repository is, the lowest tier first.
    pub(super) tiers: Option<Vec<TierEntry>>,
    /// The file that holds what people say of rules, from the repository's root. `.waylint/feedback.ndjson` unless set.
    pub(super) feedback: Option<String>,
    /// The level from which findings make the run fail.
    pub(super) fail_on: Option<LevelName>,
}

/// One exemption.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a mapping with `rule` and `reason`")]
pub(super) struct WaiverEntry {
    /// Rule ids, pack names or globs.
    #[schemars(with = "OneOrMany")]
    pub(super) rule: Strings,
    /// Files it holds for, written as in `.gitignore`, relative to this file. All if absent.
    #[serde(default)]
    #[schemars(with = "Option<OneOrMany>")]
    pub(super) files: Option<Strings>,
    /// The place it holds for, with everything below: `spec.containers[0]`, or keys and indices. `*` stands for any.
    #[serde(default)]
    #[schemars(with = "Option<PlaceValue>")]
    pub(super) at: Option<PlaceEntry>,
    /// Why the rule does not hold here. A waiver without one does not count.
    #[serde(default)]
    pub(super) reason: Option<String>,
    /// Who answers for it.
    #[serde(default)]
    pub(super) owner: Option<String>,
    /// The last day it holds, as YYYY-MM-DD.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(super) until: Option<String>,
}

/// A level, or `off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum LevelWord {
    /// The rule is not judged.
    Off,
    /// Worth knowing.
    Note,
    /// Worth mending.
    Warning,
    /// Must be mended.
    Error,
}

impl LevelWord {
    pub(super) const fn level(self) -> Option<Level> {
        match self {
            Self::Off => None,
            Self::Note => Some(Level::Note),
            Self::Warning => Some(Level::Warning),
            Self::Error => Some(Level::Error),
        }
    }
}

/// A level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum LevelName {
    /// Worth knowing.
    Note,
    /// Worth mending.
    Warning,
    /// Must be mended.
    Error,
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Note => Self::Note,
            LevelName::Warning => Self::Warning,
            LevelName::Error => Self::Error,
        }
    }
}

/// What is set for a rule, at length.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, expecting = "`off`, a level, or a mapping with `level` and `options`")]
pub(super) struct RuleEntry {
    /// Its level, or `off`.
    pub(super) level: Option<LevelWord>,
    /// Its options.
    pub(super) options: Option<serde_json::Map<String, serde_json::Value>>,
}

/// A level, `off`, or level and options.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its JSON Schema is used")]
enum RuleValue {
    Level(LevelWord),
    Entry(RuleEntry),
}

/// One, or several.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its JSON Schema is used")]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// Written as reports show it, or as keys and indices.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its JSON Schema is used")]
enum PlaceValue {
    Text(String),
    Steps(Vec<StepValue>),
}

#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its JSON Schema is used")]
enum StepValue {
    Key(String),
    Index(usize),
}

/// Entries of `rules` in their order, which decides between equals.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules(pub(super) Vec<(String, RuleEntry)>);

impl<'de> Deserialize<'de> for Rules {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Rules;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping of rules to levels")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rules, A::Error> {
                let mut rules = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    rules.push((key, map.next_value::<RuleForms>()?.0));
                }
                Ok(Rules(rules))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// A rule's level alone, or a whole entry. Read by hand because an untagged enum would say only that nothing matched.
struct RuleForms(RuleEntry);

impl<'de> Deserialize<'de> for RuleForms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Forms;
        impl<'de> Visitor<'de> for Forms {
            type Value = RuleForms;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`off`, a level, or a mapping with `level` and `options`")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<RuleForms, E> {
                let level = LevelWord::deserialize(de::value::StrDeserializer::new(word))?;
                Ok(RuleForms(RuleEntry { level: Some(level), options: None }))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RuleForms, A::Error> {
                RuleEntry::deserialize(MapAccessDeserializer::new(map)).map(RuleForms)
            }
        }
        deserializer.deserialize_any(Forms)
    }
}

/// One string, or several.
#[derive(Clone, Debug, Default)]
pub(super) struct Strings {
    pub(super) values: Vec<String>,
    /// Whether it was written as a list, which places depend on.
    pub(super) listed: bool,
}

impl<'de> Deserialize<'de> for Strings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Forms;
        impl<'de> Visitor<'de> for Forms {
            type Value = Strings;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a list of strings")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Strings, E> {
                Ok(Strings { values: vec![text.to_owned()], listed: false })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Strings, A::Error> {
                let values = Vec::deserialize(SeqAccessDeserializer::new(seq))?;
                Ok(Strings { values, listed: true })
            }
        }
        deserializer.deserialize_any(Forms)
    }
}

/// A place in a document.
#[derive(Clone, Debug)]
pub(super) enum PlaceEntry {
    /// `spec.containers[0]`.
    Text(String),
    /// `[spec, containers, 0]`.
    Steps(Vec<Step>),
}

impl<'de> Deserialize<'de> for PlaceEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Forms;
        impl<'de> Visitor<'de> for Forms {
            type Value = PlaceEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a place such as `spec.containers[0]`, or a list of keys and indices")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<PlaceEntry, E> {
                Ok(PlaceEntry::Text(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<PlaceEntry, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(PlaceEntry::Steps)
            }
        }
        deserializer.deserialize_any(Forms)
    }
}

/// The JSON Schema of `.waylint.yaml`, for editors.
pub(super) fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(ConfigFile).to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), ".waylint.yaml".into());
        // An empty file, or one with comments alone, is a configuration too.
        root.insert("type".to_owned(), serde_json::json!(["object", "null"]));
    }
    schema
}
