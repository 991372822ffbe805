//! Where things are read from, kept and written to.

use std::path::{Path, PathBuf};

/// The folders of one run.
pub struct Paths {
    /// The list of packages to read.
    pub sources: PathBuf,
    /// `schemas/` of the repository.
    pub schemas: PathBuf,
    /// Where packages are laid out and small crates are made. It may be deleted at any time.
    pub work: PathBuf,
}

impl Paths {
    /// Paths of this repository; work goes below `CARGO_TARGET_DIR` where that is set.
    pub fn new() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| here.join("target"), PathBuf::from);
        Self { sources: here.join("sources.toml"), schemas: here.join("../../schemas"), work: target.join("work") }
    }
}
