//! Builtins that turn a value of one type into one of another.

use super::{Builtin, builtin, expect, take};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    number,
    value::{Tag, Value},
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("cast_array", 1, |memory, arguments| {
        let [value] = take(arguments)?;
        match value.tag() {
            Tag::Array => Ok(value),
            Tag::Set => {
                let elements = memory.list(value);
                memory.reserve(elements.len(), 0)?;
                Ok(memory.array(&elements))
            }
            _ => Err(Fail::Undefined),
        }
    }),
    builtin("cast_boolean", 1, |_, arguments| {
        let [value] = take(arguments)?;
        value.as_bool().map(|_| value).ok_or(Fail::Undefined)
    }),
    builtin("cast_null", 1, |_, arguments| same(arguments, Tag::Null)),
    builtin("cast_object", 1, |_, arguments| same(arguments, Tag::Object)),
    builtin("cast_set", 1, |memory, arguments| {
        let [value] = take(arguments)?;
        match value.tag() {
            Tag::Set => Ok(value),
            Tag::Array => {
                let mut elements = memory.list(value);
                memory.reserve(elements.len(), 0)?;
                Ok(memory.set(&mut elements))
            }
            _ => Err(Fail::Undefined),
        }
    }),
    builtin("cast_string", 1, |_, arguments| same(arguments, Tag::String)),
    builtin("to_number", 1, to_number),
];

fn same(arguments: &[Value], tag: Tag) -> Outcome {
    let [value] = take(arguments)?;
    expect(value, tag)?;
    Ok(value)
}

/// Text that reads as a float stays as it is written: `to_number("1.0")` is `1.0`, `to_number("+007")` is `+007`. A float of
/// a machine must be able to hold it. Unlike Go's, hexadecimal floats (`0x1p4`) are none.
fn to_number(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let [value] = take(arguments)?;
    let number = match value.tag() {
        Tag::Null | Tag::False => Value::integer(0),
        Tag::True => Value::integer(1),
        Tag::Integer | Tag::Number => return Ok(value),
        Tag::String => {
            let text = memory.text(value);
            if !number::is_acceptable(text) || text.parse::<f64>().is_ok_and(f64::is_infinite) {
                return Err(Fail::Undefined);
            }
            match number::plain_integer(text) {
                Some(whole) => Value::integer(whole),
                None => memory.number_part(value),
            }
        }
        _ => return Err(Fail::Undefined),
    };
    Ok(number.placed_as(value))
}
