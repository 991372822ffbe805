//! Places in the data: keys and indices from a root.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Step {
    /// Into a sequence, from 0.
    Index(usize),
    /// Into a mapping.
    Key(String),
}

/// Keys and indices from a document's root, in JSON an array such as `["spec", "containers", 0]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pointer(pub Vec<Step>);

impl Pointer {
    /// The root itself.
    pub const fn root() -> Self {
        Self(Vec::new())
    }

    /// The steps from the root.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// This place, then `rest` below it.
    pub fn join(&self, rest: &[Step]) -> Self {
        Self(self.0.iter().chain(rest).cloned().collect())
    }
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// As people write it: `spec.containers[0].image`; odd keys stand in brackets and quotes.
impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) if is_plain(key) => {
                    if depth > 0 {
                        f.write_str(".")?;
                    }
                    f.write_str(key)?;
                }
                Step::Key(key) => write!(f, "[{key:?}]")?,
            }
        }
        Ok(())
    }
}

fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_reads_as_people_write_it() {
        let pointer = Pointer(vec!["metadata".into(), "labels".into(), "app.kubernetes.io/name".into(), 2.into()]);
        assert_eq!(pointer.to_string(), r#"metadata.labels["app.kubernetes.io/name"][2]"#);
        assert_eq!(serde_json::to_string(&pointer).unwrap(), r#"["metadata","labels","app.kubernetes.io/name",2]"#);
    }
}
