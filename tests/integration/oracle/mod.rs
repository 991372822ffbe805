//! waylint's evaluator beside OPA, answer by answer. Everything here needs the program in `tests/oracle`, whose README has
//! the commands; without it these tests are not run.

#![allow(clippy::print_stdout, reason = "counts and differences are what one runs these tests for")]

mod cases;
mod documents;
mod gatekeeper;
mod job;
mod packs;
mod places;
#[cfg(feature = "second-opinion")]
mod regorus;
mod speed;
mod suites;
mod trivy;
mod yaml;

use std::{env, path::PathBuf};

/// A path from the environment.
fn path(name: &str) -> PathBuf {
    env::var_os(name).map(PathBuf::from).unwrap_or_else(|| panic!("{name} is not set: see tests/oracle/README.md"))
}

/// Several paths from the environment, separated as in `PATH`.
fn paths(name: &str) -> Vec<PathBuf> {
    let value = env::var_os(name).unwrap_or_else(|| panic!("{name} is not set: see tests/oracle/README.md"));
    env::split_paths(&value).collect()
}
