//! `waylint export`: what audits say, for other tools.

use super::{Exit, Stop, choice, fleet, print};
use crate::{
    audit::{
        export::{self, Form as Table},
        publish::{self, Form},
        store::Depth,
    },
    cli::{ExportArgs, ExportFormat},
    date::Date,
    linter::{BaselineChoice, Request, SetupError},
};

pub(super) fn run(args: &ExportArgs) -> Result<Exit, Stop> {
    let request = Request {
        config: choice(&args.config),
        policies: args.config.policies.clone(),
        baseline: BaselineChoice::None,
        as_of: args.as_of.unwrap_or_else(Date::today),
        jobs: args.fleet.jobs,
        ..Request::default()
    };
    let tables = args.output.iter().any(|(format, _)| table(*format).is_some());
    let depth = if tables { Depth::All } else { Depth::Latest };
    let (dataset, run) = fleet::load(&args.fleet, &request, &depth)?;
    for (format, path) in &args.output {
        let written = match (table(*format), form(*format)) {
            (Some(table), _) => export::export(&dataset, table, path),
            (None, Some(form)) => publish::publish(&dataset, &run, form, path),
            (None, None) => Ok(()),
        };
        written.map_err(|error| {
            let help = "name a place that can be written, in a folder that exists";
            SetupError::new(format!("{} cannot be written: {error}", path.display()), help)
        })?;
        print(&format!("{} written\n", path.display()))?;
    }
    Ok(Exit::Clean)
}

/// The formats that hold all records.
fn table(format: ExportFormat) -> Option<Table> {
    Some(match format {
        ExportFormat::Parquet => Table::Parquet,
        ExportFormat::Csv => Table::Csv,
        ExportFormat::Ndjson => Table::Ndjson,
        ExportFormat::Postgres => Table::Postgres,
        _ => return None,
    })
}

/// The formats that say how one run stands.
fn form(format: ExportFormat) -> Option<Form> {
    Some(match format {
        ExportFormat::Openmetrics => Form::OpenMetrics,
        ExportFormat::Badges => Form::Badges,
        ExportFormat::Backstage => Form::Backstage,
        ExportFormat::Datadog => Form::Datadog,
        ExportFormat::Atom => Form::Atom,
        ExportFormat::Markdown => Form::Markdown,
        _ => return None,
    })
}
