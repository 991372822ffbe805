//! Versions of Kubernetes.

use std::{fmt, str::FromStr};

use crate::embedded::KUBERNETES;

/// A minor version of Kubernetes that waylint knows: `1.34`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u8);

/// A text that names no version waylint knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Kubernetes `{0}` is not known; known are {oldest} to {newest} and `latest`", oldest = Version(KUBERNETES.0), newest = Version(KUBERNETES.1))]
pub struct VersionError(String);

impl Version {
    /// The newest that is known.
    pub const fn newest() -> Self {
        Self(KUBERNETES.1)
    }

    /// The number behind `1.`.
    pub const fn minor(self) -> u8 {
        self.0
    }

    /// The version with this number behind `1.`, which is one that is known.
    pub const fn of_minor(minor: u8) -> Self {
        Self(minor)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}

/// From `1.34`, `1.34.2`, `v1.34` or `latest`.
impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        if text == "latest" {
            return Ok(Self::newest());
        }
        let unknown = || VersionError(text.to_owned());
        let mut parts = text.strip_prefix('v').unwrap_or(text).split('.');
        let (major, minor, patch, rest) = (parts.next(), parts.next(), parts.next(), parts.next());
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if major != Some("1") || rest.is_some() || patch.is_some_and(|patch| !is_number(patch)) {
            return Err(unknown());
        }
        let minor: u8 = minor.and_then(|minor| minor.parse().ok()).ok_or_else(unknown)?;
        if (KUBERNETES.0..=KUBERNETES.1).contains(&minor) { Ok(Self(minor)) } else { Err(unknown()) }
    }
}
