//! Arguments to one command to one exit code.

use std::{panic, process::ExitCode};

use clap::Parser;
use waylint::{cli::Cli, commands, engine};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    spare_backtraces();
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        // What the interpreter does wrong is caught and reported as a failure of its rule.
        if !engine::is_judging() {
            report(info);
        }
    }));
    commands::run(&Cli::parse()).into()
}

/// Starts anew without backtraces of errors, where the environment asks for backtraces.
///
/// The interpreter makes many errors on its way that nobody sees, and with `RUST_BACKTRACE` each of them would walk the
/// stack: five manifests took 44 ms instead of 28. Panics still show theirs.
#[cfg(unix)]
fn spare_backtraces() {
    use std::{env, os::unix::process::CommandExt, process::Command};
    let asked = env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0");
    if asked && env::var_os("RUST_LIB_BACKTRACE").is_none() {
        let Ok(program) = env::current_exe() else { return };
        // Comes back only if it fails; then the run is slow and right.
        let _ = Command::new(program).args(env::args_os().skip(1)).env("RUST_LIB_BACKTRACE", "0").exec();
    }
}

#[cfg(not(unix))]
fn spare_backtraces() {}
