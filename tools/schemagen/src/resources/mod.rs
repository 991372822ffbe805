//! Custom resources: `schemas/resources/`.

use anyhow::Result;

use crate::paths::Paths;
use crate::sources::Sources;

/// Reads all packages and writes one file for each API group.
pub fn write(_paths: &Paths, _sources: &Sources) -> Result<()> {
    Ok(())
}
