//! `waylint completions`: a shell's completion script.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Exit, Stop, print};
use crate::cli::Cli;

pub(super) fn run(shell: Shell) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "waylint", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}
