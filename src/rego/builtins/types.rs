//! Builtins that tell types.

use super::{Builtin, builtin, take};
use crate::rego::{
    fail::Outcome,
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("is_array", 1, |_, arguments| is(arguments, |tag| tag == Tag::Array)),
    builtin("is_boolean", 1, |_, arguments| is(arguments, |tag| matches!(tag, Tag::True | Tag::False))),
    builtin("is_null", 1, |_, arguments| is(arguments, |tag| tag == Tag::Null)),
    builtin("is_number", 1, |_, arguments| is(arguments, |tag| matches!(tag, Tag::Integer | Tag::Number))),
    builtin("is_object", 1, |_, arguments| is(arguments, |tag| tag == Tag::Object)),
    builtin("is_set", 1, |_, arguments| is(arguments, |tag| tag == Tag::Set)),
    builtin("is_string", 1, |_, arguments| is(arguments, |tag| tag == Tag::String)),
    // Of an evaluation OPA tells what it was started with: nothing here.
    builtin("opa.runtime", 0, |memory, _| Ok(memory.sorted_object(&[]))),
    builtin("type_name", 1, |memory, arguments| {
        let [value] = take(arguments)?;
        Ok(memory.string(name(value.tag())))
    }),
];

fn is(arguments: &[Value], test: fn(Tag) -> bool) -> Outcome {
    let [value] = take(arguments)?;
    Ok(Value::bool(test(value.tag())))
}

fn name(tag: Tag) -> &'static str {
    match tag {
        Tag::Null => "null",
        Tag::False | Tag::True => "boolean",
        Tag::Integer | Tag::Number => "number",
        Tag::String => "string",
        Tag::Array => "array",
        Tag::Object => "object",
        Tag::Set => "set",
    }
}
