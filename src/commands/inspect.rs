//! `waylint inspect`: a file as waylint sees it.

use super::{Exit, Stop, choice, print};
use crate::{
    cli::InspectArgs,
    inspect,
    linter::{Request, Session},
};

pub(super) fn run(args: &InspectArgs) -> Result<Exit, Stop> {
    let request = Request {
        paths: vec![args.file.clone()],
        config: choice(&args.config),
        policies: args.config.policies.clone(),
        ..Request::default()
    };
    let session = Session::new(&request)?;
    print(&inspect::file(&session, &args.file, args.at.as_deref())?)?;
    Ok(Exit::Clean)
}
