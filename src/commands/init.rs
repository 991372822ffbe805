//! `waylint init`: a configuration to start from.

use std::{fs, io::Write};

use super::{Exit, Stop, print};
use crate::{
    cli::InitArgs,
    config::{self, Choice, Settings},
    linter::{self, Request, SetupError},
    registry::Registry,
    rule::Rule,
};

pub(super) fn run(args: &InitArgs) -> Result<Exit, Stop> {
    let request = Request { paths: vec![args.folder.clone()], config: Choice::None, ..Request::default() };
    let outcome = linter::lint(&request, &|_, _| {})?;
    let registry = Registry::built_in().map_err(SetupError::from)?;
    let rules: Vec<&Rule> = registry.rules().map(|loaded| &*loaded.rule).collect();
    let settings = args.from.iter().map(|(peer, file)| Settings::load(peer, file.as_deref(), &args.folder));
    let settings = settings.collect::<Result<Vec<_>, _>>().map_err(SetupError::from)?;
    let text = config::starter(&outcome.report, &args.folder, &settings, &rules);
    if args.stdout {
        print(&text)?;
        return Ok(Exit::Clean);
    }
    let path = args.folder.join(config::FILE_NAME);
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => SetupError::new(
            format!("{} exists already", path.display()),
            "remove it first, or compare with `waylint init --stdout`",
        ),
        _ => SetupError::new(format!("{} cannot be written: {error}", path.display()), "check the folder"),
    };
    let mut file = fs::File::create_new(&path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    print(&format!("{} written; `waylint check` uses it from now on\n", path.display()))?;
    Ok(Exit::Clean)
}
