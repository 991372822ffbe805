//! Builtins of JSON. Those about schemas (`json.match_schema`, `json.verify_schema`) are not here.

mod patch;
mod paths;
mod read;

use super::{Builtin, builtin, object, take, text};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::{Form, Memory},
    value::Value,
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("json.filter", 2, paths::filter),
    builtin("json.is_valid", 1, |memory, arguments| {
        let [value] = take(arguments)?;
        Ok(Value::bool(memory.as_str(value).is_some_and(read::is_valid)))
    }),
    builtin("json.marshal", 1, |memory, arguments| {
        let [value] = take(arguments)?;
        write(memory, value, Form::GoJson, "")
    }),
    builtin("json.marshal_with_options", 2, marshal_with_options),
    builtin("json.patch", 2, patch::patch),
    builtin("json.remove", 2, paths::remove),
    builtin("json.unmarshal", 1, |memory, arguments| {
        let [value] = take(arguments)?;
        let source = text(memory, value)?.to_owned();
        read::read(memory, value, &source)
    }),
];

fn write(memory: &mut Memory<'_>, value: Value, form: Form<'_>, prefix: &str) -> Outcome {
    let mut out = prefix.to_owned();
    memory.write(value, &mut out, form)?;
    memory.reserve(0, out.len())?;
    Ok(memory.string(&out))
}

/// Over several lines if `pretty` says so, or if it says nothing and `indent` or `prefix` are given.
fn marshal_with_options(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value, options] = take(arguments)?;
    let options = object(memory, options)?;
    let (mut prefix, mut indent, mut pretty, mut implied) = (String::new(), "\t".to_owned(), None, false);
    for index in 0..options.len {
        let (key, option) = memory.pair(options, index);
        match text(memory, key)? {
            "pretty" => pretty = Some(option.as_bool().ok_or(Fail::Undefined)?),
            "prefix" => {
                prefix = text(memory, option)?.to_owned();
                implied = true;
            }
            "indent" => {
                indent = text(memory, option)?.to_owned();
                implied = true;
            }
            _ => return Err(Fail::Undefined),
        }
    }
    if pretty.unwrap_or(implied) {
        write(memory, value, Form::Lines(&prefix, &indent), &prefix)
    } else {
        write(memory, value, Form::GoJson, "")
    }
}
