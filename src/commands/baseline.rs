//! `waylint baseline`: record what is known.

use super::{Exit, Stop, print, request, terminal};
use crate::{
    baseline,
    cli::BaselineArgs,
    linter::{self, BaselineChoice, SetupError},
};

pub(super) fn run(args: &BaselineArgs) -> Result<Exit, Stop> {
    let mut request = request(&args.input, &args.select, &args.config, &args.run)?;
    if let Some(file) = args.baseline.as_ref().filter(|file| file.exists()) {
        request.baseline = BaselineChoice::File(file.clone());
    }
    let bar = terminal::Bar::new(true, "files");
    let outcome = linter::lint(&request, &|done, total| bar.show(done, total));
    bar.finish();
    let outcome = outcome?;
    let path = args.baseline.clone().unwrap_or_else(|| outcome.root.join(baseline::FILE_NAME));
    outcome.baseline.save(&path).map_err(|error| SetupError::new(error.to_string(), error.help()))?;
    let known = outcome.baseline.entries().len();
    print(&format!("{known} finding{} recorded in {}\n", if known == 1 { "" } else { "s" }, path.display()))?;
    Ok(if outcome.report.failures.is_empty() { Exit::Clean } else { Exit::Incomplete })
}
