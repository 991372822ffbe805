//! Facts for Backstage: one set for each repository, which a retriever hands on. `integrations/backstage/` holds one.

use serde_json::{Map, Value, json};

use crate::audit::{
    dataset::{Audited, Dataset, Outcome, Run},
    figures,
};

pub(super) fn text(dataset: &Dataset, run: &Run) -> String {
    let entities: Vec<Value> = figures::audited(dataset, &run.run).map(|result| entity(dataset, run, result)).collect();
    let facts = json!({ "asOf": run.as_of, "title": run.title, "schema": schema(dataset, run), "entities": entities });
    format!("{facts:#}\n")
}

/// What each fact is: the schema that a retriever declares.
fn schema(dataset: &Dataset, run: &Run) -> Value {
    let mut schema = Map::new();
    let mut fact = |name: &str, kind: &str, description: String| {
        schema.insert(name.to_owned(), json!({ "type": kind, "description": description }));
    };
    fact("tier", "string", "The tier that is reached; empty below the lowest.".to_owned());
    fact("tierNumber", "integer", "Its number; 0 below the lowest.".to_owned());
    fact("stepsMet", "integer", "Steps of the golden path that are met.".to_owned());
    fact("stepsAsked", "integer", "Steps of the golden path that apply.".to_owned());
    fact("blocked", "integer", "Standards that are enforced and not met.".to_owned());
    for standard in figures::standards(dataset, &run.run) {
        fact(&name(standard.standard.as_str()), "boolean", format!("{}: not failed.", standard.title));
    }
    Value::Object(schema)
}

fn entity(dataset: &Dataset, run: &Run, result: &Audited) -> Value {
    let (tier, position) = (figures::tier(dataset, result).tier, figures::position(dataset, result));
    let tier_name = (tier as usize).checked_sub(1).and_then(|index| run.tiers.get(index)).cloned().unwrap_or_default();
    let mut facts = Map::new();
    facts.insert("tier".to_owned(), json!(tier_name));
    facts.insert("tierNumber".to_owned(), json!(tier));
    facts.insert("stepsMet".to_owned(), json!(position.met));
    facts.insert("stepsAsked".to_owned(), json!(position.steps));
    let blocked = figures::blocking(dataset, result).count();
    facts.insert("blocked".to_owned(), json!(blocked));
    for standard in figures::standards(dataset, &run.run) {
        let outcome = result.evaluation(&standard.standard).map(|evaluation| evaluation.outcome);
        // What nobody can say is left out, so that a check says that it has no fact instead of a wrong one.
        let met = match outcome {
            Some(Outcome::Pass | Outcome::NotApplicable) => true,
            Some(Outcome::Fail | Outcome::Waived) => false,
            Some(Outcome::Unmeasured | Outcome::Error) | None => continue,
        };
        facts.insert(name(standard.standard.as_str()), json!(met));
    }
    json!({ "repository": result.scan.repository, "owner": result.owner(), "facts": facts })
}

/// `image-pinned` as a fact's name: `standardImagePinned`.
fn name(standard: &str) -> String {
    let mut name = "standard".to_owned();
    for word in standard.split('-') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}
