//! `waylint waive` and `waylint waivers`: write one that waives something, list them all.

use super::{Exit, Stop, choice, print, request};
use crate::{
    cli::{InputArgs, ListFormat, SelectArgs, WaiveArgs, WaiversArgs},
    date::Date,
    linter::{self, BaselineChoice, Request},
    report::counted,
    waive::{self, Granted, Wish, inventory},
};

pub(super) fn one(args: &WaiveArgs) -> Result<Exit, Stop> {
    let request = Request {
        config: choice(&args.config),
        policies: args.config.policies.clone(),
        as_of: args.as_of.unwrap_or_else(Date::today),
        ..Request::default()
    };
    let wish = Wish {
        rule: args.rule.clone(),
        file: args.place.file.clone(),
        line: args.place.line,
        reason: args.reason.clone(),
        owner: args.owner.clone(),
        until: args.until,
        inline: args.inline,
    };
    let findings = |number: usize| counted(number, "finding", "findings");
    let said = match waive::waive(&wish, &request)? {
        Granted::Written { file, line, findings: number } => {
            let until = args.until.map(|until| format!(" until {until}")).unwrap_or_default();
            format!("{} of {} waived{until}: {}:{line}\n", findings(number), args.rule, file.display())
        }
        Granted::Already { findings: number, reason } => {
            format!("{} of {} waived already: {reason}\n", findings(number), args.rule)
        }
    };
    print(&said)?;
    Ok(Exit::Clean)
}

pub(super) fn all(args: &WaiversArgs) -> Result<Exit, Stop> {
    let input = InputArgs { paths: args.paths.clone(), stdin_filename: None };
    let mut request = request(&input, &SelectArgs::default(), &args.config, &args.run)?;
    request.baseline = BaselineChoice::None;
    let run = linter::lint(&request, &|_, _| ())?;
    let listed = inventory::inventory(&run.report, request.as_of);
    match args.format {
        ListFormat::Table => print(&inventory::text(&listed))?,
        ListFormat::Json => {
            print(&format!("{:#}\n", serde_json::json!({ "as-of": request.as_of, "waivers": listed })))?
        }
    }
    Ok(if run.report.failures.is_empty() { Exit::Clean } else { Exit::Incomplete })
}
