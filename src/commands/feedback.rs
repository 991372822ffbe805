//! `waylint feedback`: say whether what a rule found was of use.

use super::{Exit, Stop, choice, print};
use crate::{
    audit::feedback::Feedback,
    cli::FeedbackArgs,
    date::Date,
    discover,
    linter::{self, Request, SetupError},
    rule::RuleId,
};

pub(super) fn run(args: &FeedbackArgs) -> Result<Exit, Stop> {
    let place = args.place.as_ref();
    let request = Request {
        paths: vec![place.map_or_else(|| ".".into(), |place| place.file.clone())],
        config: choice(&args.config),
        policies: args.config.policies.clone(),
        select: vec![args.rule.clone()],
        as_of: args.as_of.unwrap_or_else(Date::today),
        ..Request::default()
    };
    let session = linter::Session::new(&request)?;
    let rule = RuleId::new(args.rule.as_str());
    if session.registry().get(&rule).is_none() {
        let help = "name one rule by its id, as reports show it";
        return Err(SetupError::new(format!("`{rule}` is no rule"), help).into());
    }
    let mut feedback = Feedback {
        on: request.as_of,
        rule,
        useful: args.useful,
        why: args.not_useful.clone().unwrap_or_default(),
        fingerprint: None,
    };
    if !args.useful && feedback.why.trim().is_empty() {
        let help = "say in a few words what is wrong with the rule: that is how it gets better";
        return Err(SetupError::new("`--not-useful` needs a reason", help).into());
    }
    if let Some(place) = place {
        let run = linter::lint(&request, &|_, _| ())?;
        let mut here = run.report.findings.iter().filter(|finding| {
            let location = finding.place.location;
            place.line.is_none_or(|line| (location.start.line..=location.end.line).contains(&line))
        });
        let Some(finding) = here.next() else {
            let message = format!("`{}` finds nothing there", args.rule);
            return Err(SetupError::new(message, "name the file and line of a finding, or neither").into());
        };
        feedback.fingerprint = Some(finding.fingerprint.clone());
    }
    let file = args.file.clone().unwrap_or_else(|| discover::from_here(&session.feedback()));
    let new = feedback.save(&file).map_err(|error| {
        let help = "mend or remove the line; each is a JSON object with `on`, `rule` and `useful`";
        SetupError::new(format!("{}: {error}", file.display()), help)
    })?;
    let said = if new { "recorded in" } else { "recorded already in" };
    print(&format!("{said} {}; commit it, and audits will count it\n", file.display()))?;
    Ok(Exit::Clean)
}
