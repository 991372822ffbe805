//! What sort an artifact or document is, and how its bytes are read.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

/// What sort an artifact or document is: `dockerfile`, `github/workflow`, `kubernetes/Deployment`.
///
/// Kinds are data (`policies/kinds.yaml`), so this is a name and nothing else; cloning is cheap.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Kind(Arc<str>);

impl Kind {
    /// A kind by name.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a file's bytes are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// YAML, possibly several documents.
    Yaml,
    /// JSON, comments and trailing commas allowed.
    Json,
    /// TOML 1.0.
    Toml,
    /// Dockerfile or Containerfile.
    Dockerfile,
    /// Recognised, but not parsed: templates, and formats whose parser does not exist yet.
    Opaque,
}

/// How plain scalars become values: the same text is a boolean to one tool and a string to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// YAML 1.2 core schema (GitHub Actions, most tools): `on`, `yes` and `0o17` are string, string and 15.
    #[default]
    Core,
    /// go-yaml v2 as `sigs.k8s.io/yaml` uses it (kubectl, Helm, Argo CD): `on` and `yes` are true, `017` is 15.
    Go,
    /// JSON's literals only; also for trees that waylint builds itself (Dockerfile, TOML).
    Json,
}
