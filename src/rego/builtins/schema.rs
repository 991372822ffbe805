//! `json.match_schema` and `json.verify_schema`: values of Rego against a JSON Schema, draft 7 unless it says otherwise.
//!
//! Violations read as OPA's. Where a schema offers alternatives, OPA also lists why the nearest of them failed: we do not.

use std::{borrow::Cow, sync::Arc};

use jsonschema::{Draft, PatternOptions, ValidationError, Validator, error::ValidationErrorKind};
use serde_json::Value as Json;

use super::{Builtin, builtin};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] =
    &[builtin("json.match_schema", 2, match_schema), builtin("json.verify_schema", 1, verify_schema)];

/// The whole document, in places.
const ROOT: &str = "(root)";

/// A value as the text of JSON: text is taken for it, anything but text, objects and arrays is refused.
fn text(memory: &mut Memory<'_>, value: Value) -> Result<String, &'static str> {
    match value.tag() {
        Tag::String => Ok(memory.text(value).to_string()),
        Tag::Array | Tag::Object => {
            let mut text = String::new();
            memory.write_json(value, &mut text).map_err(|_| "too deep or too large")?;
            Ok(text)
        }
        _ => Err("wrong type, expected string or object"),
    }
}

fn read(text: &str) -> Result<Json, &'static str> {
    serde_json::from_str(text).map_err(|_| "invalid JSON string")
}

/// A schema, compiled and as it was.
#[derive(Debug)]
struct Schema {
    validator: Validator,
    source: Json,
}

fn compile(schema: Json) -> Result<Schema, String> {
    // Patterns run in linear time; nothing is fetched.
    let options = jsonschema::options().offline().with_pattern_options(PatternOptions::regex());
    let options = options.should_validate_formats(true);
    let options = if schema.get("$schema").is_some() { options } else { options.with_draft(Draft::Draft7) };
    let built = options.build(&schema).map_err(|error| {
        let at_type = error.instance_path().as_str().ends_with("/type");
        match error.instance().as_str().filter(|_| at_type) {
            Some(given) => format!(
                "has a primitive type that is NOT VALID -- given: /{given}/ Expected valid values are:\
                 [array boolean integer number null object string]"
            ),
            None => error.to_string(),
        }
    });
    built.map(|validator| Schema { validator, source: schema })
}

/// The compiled schema of a value, made once.
fn prepared(memory: &mut Memory<'_>, value: Value) -> Result<Arc<Result<Schema, String>>, &'static str> {
    let text = text(memory, value)?;
    if let Some(compiled) = memory.scratch.prepared.get("schema", &text) {
        return Ok(compiled);
    }
    let compiled = compile(read(&text)?);
    Ok(memory.scratch.prepared.keep("schema", &text, compiled))
}

/// Whether a schema is one, and if not why.
fn verify_schema(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[schema] = arguments else { return Err(Fail::Undefined) };
    let wrong = match prepared(memory, schema) {
        Ok(compiled) => compiled.as_ref().as_ref().err().cloned(),
        Err(wrong) => Some(wrong.to_string()),
    };
    let message = match &wrong {
        Some(wrong) => memory.string(&format!("jsonschema: {wrong}")),
        None => Value::NULL,
    };
    Ok(memory.array(&[Value::bool(wrong.is_none()), message]))
}

/// Whether a document fits a schema, and where it does not.
fn match_schema(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[document, schema] = arguments else { return Err(Fail::Undefined) };
    let instance = text(memory, document).and_then(|text| read(&text)).map_err(|_| Fail::Undefined)?;
    let compiled = prepared(memory, schema).map_err(|_| Fail::Undefined)?;
    let schema = compiled.as_ref().as_ref().map_err(|_| Fail::Undefined)?;
    let mut violations = Vec::new();
    for error in schema.validator.iter_errors(&instance) {
        for (kind, message) in reasons(&error, &schema.source) {
            let field = field(&error);
            memory.reserve(16, 2 * (field.len() + message.len()))?;
            let parts = [
                ("desc", message.as_ref()),
                ("error", &format!("{field}: {message}")),
                ("field", &field),
                ("type", kind),
            ];
            let mut pairs: Vec<(Value, Value)> =
                parts.iter().map(|(key, text)| (memory.string(key), memory.string(text))).collect();
            violations.push(memory.object(&mut pairs)?);
        }
    }
    let fits = Value::bool(violations.is_empty());
    let violations = memory.array(&violations);
    Ok(memory.array(&[fits, violations]))
}

/// Where the document is wrong: keys and indices with dots between them.
fn field(error: &ValidationError<'_>) -> String {
    let path = error.instance_path().as_str().trim_start_matches('/');
    if path.is_empty() {
        return ROOT.to_string();
    }
    path.split('/').map(|key| key.replace("~1", "/").replace("~0", "~")).collect::<Vec<_>>().join(".")
}

/// What is wrong: OPA's name for it and OPA's sentence. Long, as it is a table of both.
fn reasons(error: &ValidationError<'_>, schema: &Json) -> Vec<(&'static str, Cow<'static, str>)> {
    use ValidationErrorKind as Kind;
    let instance = error.instance();
    let one = |kind, message: String| vec![(kind, Cow::Owned(message))];
    match error.kind() {
        Kind::AdditionalItems { .. } => one("array_no_additional_items", "No additional items allowed on array".into()),
        Kind::AdditionalProperties { unexpected } => {
            let message = |name: &String| Cow::Owned(format!("Additional property {name} is not allowed"));
            unexpected.iter().map(|name| ("additional_property_not_allowed", message(name))).collect()
        }
        Kind::AnyOf { .. } => one("number_any_of", "Must validate at least one schema (anyOf)".into()),
        Kind::OneOfMultipleValid { .. } | Kind::OneOfNotValid { .. } => {
            one("number_one_of", "Must validate one and only one schema (oneOf)".into())
        }
        Kind::Not { .. } => one("number_not", "Must not validate the schema (not)".into()),
        Kind::Constant { expected_value } => one("const", format!("{} does not match: {expected_value}", field(error))),
        Kind::Contains => one("contains", "At least one of the items must match".into()),
        Kind::Enum { options } => {
            let allowed: Vec<String> = options.as_array().into_iter().flatten().map(Json::to_string).collect();
            one("enum", format!("{} must be one of the following: {}", field(error), allowed.join(", ")))
        }
        Kind::ExclusiveMaximum { limit } => one("number_lt", format!("Must be less than {limit}")),
        Kind::ExclusiveMinimum { limit } => one("number_gt", format!("Must be greater than {limit}")),
        Kind::Maximum { limit } => one("number_lte", format!("Must be less than or equal to {limit}")),
        Kind::Minimum { limit } => one("number_gte", format!("Must be greater than or equal to {limit}")),
        Kind::FalseSchema => one("false", "False always fails validation".into()),
        Kind::Format { format } => one("format", format!("Does not match format '{format}'")),
        Kind::MaxItems { limit } => one("array_max_items", format!("Array must have at most {limit} items")),
        Kind::MinItems { limit } => one("array_min_items", format!("Array must have at least {limit} items")),
        Kind::MaxLength { limit } => one("string_lte", format!("String length must be less than or equal to {limit}")),
        Kind::MinLength { limit } => {
            one("string_gte", format!("String length must be greater than or equal to {limit}"))
        }
        Kind::MaxProperties { limit } => one("array_max_properties", format!("Must have at most {limit} properties")),
        Kind::MinProperties { limit } => one("array_min_properties", format!("Must have at least {limit} properties")),
        Kind::MultipleOf { multiple_of } => one("multiple_of", format!("Must be a multiple of {multiple_of}")),
        Kind::Pattern { pattern } => one("pattern", format!("Does not match pattern '{pattern}'")),
        Kind::PropertyNames { error } => {
            let name = error.instance().as_str().unwrap_or_default();
            let mut all = one("invalid_property_name", format!("Property name of \"{name}\" does not match"));
            all.extend(reasons(error, schema));
            all
        }
        Kind::Required { property } if error.schema_path().as_str().contains("/dependencies") => {
            one("missing_dependency", format!("Has a dependency on {}", property.as_str().unwrap_or_default()))
        }
        Kind::Required { property } => {
            one("required", format!("{} is required", property.as_str().unwrap_or_default()))
        }
        Kind::Type { .. } => {
            let (expected, given) = (expected_types(error, schema), type_of(instance));
            one("invalid_type", format!("Invalid type. Expected: {expected}, given: {given}"))
        }
        Kind::UniqueItems => {
            let (first, second) = twins(instance);
            one("unique", format!("array items[{first},{second}] must be unique"))
        }
        _ => one("internal", format!("Internal Error {error}")),
    }
}

/// The types that would have been right, in the order of the schema.
fn expected_types(error: &ValidationError<'_>, schema: &Json) -> String {
    match schema.pointer(error.schema_path().as_str()) {
        Some(Json::String(kind)) => kind.clone(),
        Some(Json::Array(kinds)) => {
            let kinds: Vec<&str> = kinds.iter().filter_map(Json::as_str).collect();
            format!("[{}]", kinds.join(","))
        }
        _ => String::new(),
    }
}

fn type_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.as_f64().is_some_and(|number| number.fract() != 0.0) => "number",
        Json::Number(_) => "integer",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

/// The first two equal items.
fn twins(items: &Json) -> (usize, usize) {
    let items = items.as_array().map(Vec::as_slice).unwrap_or_default();
    let twin = |second: &usize| items[..*second].iter().position(|item| *item == items[*second]);
    (0..items.len()).find_map(|second| twin(&second).map(|first| (first, second))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::check::table;

    #[test]
    fn documents_fit_a_schema_or_say_where_not() {
        table(
            "json.match_schema",
            &[
                (r#"[{"a": 1}, {"required": ["a"]}]"#, "[true,[]]"),
                (r#"["{\"a\": 1}", "{\"required\": [\"a\"]}"]"#, "[true,[]]"),
                (
                    r#"[{"a": [{"b": "x"}]}, {"properties": {"a": {"items": {"properties": {"b": {"type": "integer"}}}}}}]"#,
                    r#"[false,[{"desc":"Invalid type. Expected: integer, given: string","error":"a.0.b: Invalid type. Expected: integer, given: string","field":"a.0.b","type":"invalid_type"}]]"#,
                ),
                (
                    r#"[{}, {"required": ["a"]}]"#,
                    r#"[false,[{"desc":"a is required","error":"(root): a is required","field":"(root)","type":"required"}]]"#,
                ),
                (r#"[1, {}]"#, "undefined"),
                (r#"["{", {}]"#, "undefined"),
                (r#"[{}, {"type": "unknown"}]"#, "undefined"),
            ],
        );
    }

    #[test]
    fn schemas_are_schemas_or_not() {
        table(
            "json.verify_schema",
            &[
                (r#"[{"type": "boolean"}]"#, "[true,null]"),
                (r#"["{"]"#, r#"[false,"jsonschema: invalid JSON string"]"#),
                ("[1]", r#"[false,"jsonschema: wrong type, expected string or object"]"#),
                (
                    r#"[{"type": "unknown"}]"#,
                    r#"[false,"jsonschema: has a primitive type that is NOT VALID -- given: /unknown/ Expected valid values are:[array boolean integer number null object string]"]"#,
                ),
            ],
        );
    }
}
