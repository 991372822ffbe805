//! Writes the schemas of Kubernetes and of custom resources that waylint carries, from types in published packages.
//!
//! `sources.toml` names the packages. Nothing here is part of the product: the text that it writes is.

mod kubernetes;
mod packages;
mod paths;
mod provenance;
mod resources;
mod schema;
mod sources;

use anyhow::{Result, bail};

use crate::paths::Paths;
use crate::sources::Sources;

fn main() -> Result<()> {
    let parts: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = parts.iter().find(|part| !["kubernetes", "resources"].contains(&part.as_str())) {
        bail!("unknown part `{unknown}`: say `kubernetes`, `resources`, or nothing for both");
    }
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|each| each == part);

    let paths = Paths::new();
    let sources = Sources::read(&paths.sources)?;
    if wanted("kubernetes") {
        kubernetes::write(&paths, &sources)?;
    }
    if wanted("resources") {
        resources::write(&paths, &sources)?;
    }
    Ok(())
}
