//! regorus asked all entry points of a job at once, by way of a rule that lists them, so that what they share is worked out
//! once there too.

use std::collections::BTreeMap;

use regorus::{Engine, Value};
use waylint::recognise::{KindTable, ViewStep};

use super::{job::Job, speed::processor};

/// All documents of a job, each asked about once: nanoseconds, and how many elements were found. The error is why regorus
/// cannot be asked.
pub(super) fn side(job: &Job) -> Result<impl FnMut() -> (u64, u64) + use<>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("{error:#}");
    let mut engine = Engine::new();
    engine.set_strict_builtin_errors(false);
    engine.clear_policy_length_config();
    let new = |given: Vec<Value>| Ok(object([("msg", given[0].clone()), ("cause", given[1].clone())]));
    engine.add_extension("waylint.view".to_owned(), 2, Box::new(|given| Ok(view(&given)))).map_err(|e| failed(&e))?;
    engine.add_extension("result.new".to_owned(), 2, Box::new(new)).map_err(|e| failed(&e))?;
    engine.add_extension("isManaged".to_owned(), 1, Box::new(|_| Ok(true.into()))).map_err(|e| failed(&e))?;
    for (name, text) in &job.modules {
        engine.add_policy(name.clone(), text.clone()).map_err(|error| failed(&error))?;
    }
    let entries = job.entries.join(", ");
    let all = format!("package timed\nall := [{entries}]");
    engine.add_policy("all.rego".to_owned(), all).map_err(|error| failed(&error))?;
    let data = Value::from_json_str(&job.data.to_string()).map_err(|error| failed(&error))?;
    engine.add_data(data).map_err(|error| failed(&error))?;
    let documents: Vec<Value> =
        job.documents.iter().map(|document| Value::from_json_str(&document.json()).unwrap()).collect();
    Ok(move || {
        let (mut found, start) = (0, processor());
        for document in &documents {
            engine.set_input(document.clone());
            let Ok(Value::Array(entries)) = engine.eval_rule("data.timed.all".to_owned()) else { continue };
            for entry in entries.iter() {
                if let Value::Set(elements) = entry {
                    found += elements.iter().count() as u64;
                }
            }
        }
        (processor() - start, found)
    })
}

fn object<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    pairs.into_iter().map(|(key, value)| (Value::from(key), value)).collect::<BTreeMap<Value, Value>>().into()
}

/// `waylint.view` on these values.
fn view(given: &[Value]) -> Value {
    let [Value::String(name), document] = given else { return Value::Undefined };
    let kinds = KindTable::built_in();
    let field = |key: &str| match &document[key] {
        Value::String(text) => Some(text.to_string()),
        _ => None,
    };
    let kind = field("apiVersion").zip(field("kind")).and_then(|(version, kind)| kinds.kind_of_object(&version, &kind));
    let mut found = Vec::new();
    for path in kinds.view_paths(name, kind.as_ref()) {
        walk(document, &path.at, &mut Vec::new(), &mut found);
    }
    found.into()
}

fn walk(value: &Value, way: &[ViewStep], taken: &mut Vec<Value>, found: &mut Vec<Value>) {
    let Some((step, rest)) = way.split_first() else {
        found.push(object([("at", taken.clone().into()), ("node", value.clone())]));
        return;
    };
    let mut below = |key: Value, value: &Value| {
        taken.push(key);
        walk(value, rest, taken, found);
        taken.pop();
    };
    match (step, value) {
        (ViewStep::Key(key), Value::Object(fields)) => {
            let key = Value::from(key.as_str());
            if let Some(value) = fields.get(&key) {
                below(key, value);
            }
        }
        (ViewStep::Every { .. }, Value::Array(items)) => {
            items.iter().enumerate().for_each(|(index, item)| below(Value::from(index), item));
        }
        (ViewStep::Every { .. }, Value::Object(fields)) => {
            for (key, value) in fields.iter() {
                if matches!(key, Value::String(name) if step.takes(name)) {
                    below(key.clone(), value);
                }
            }
        }
        _ => {}
    }
}
