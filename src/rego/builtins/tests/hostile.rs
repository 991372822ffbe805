//! Calls that would take for ever, or all the memory there is.

use super::{call, find};
use crate::rego::{
    fail::{Fail, Outcome},
    memory::{Facts, Heap, Memory, Scratch},
    value::Value,
};

#[test]
fn what_is_too_large_ends_the_query() {
    for text in [
        "numbers.range(1, 1000000000000)",
        "numbers.range(-1e50, 1e50)",
        "numbers.range_step(0, 1e30, 1)",
        "bits.lsh(1, 1000000000000)",
        "bits.lsh(1, 340282366920938463463374607431768211456)",
    ] {
        assert!(call(text).starts_with("error: "), "{text}");
    }
}

#[test]
fn far_exponents_are_compared_but_not_computed_with() {
    assert_eq!(call("lt(1e999999999, 2e999999999)"), "true");
    assert_eq!(call("lt(1e999999999999999999999999, 1)"), "false");
    assert_eq!(call("equal(1e-999999999, 0)"), "false");
    for name in ["plus", "mul", "div", "rem", "bits.and"] {
        assert_eq!(call(&format!("{name}(1e999999999, 1e-999999999)")), "undefined", "{name}");
    }
    assert_eq!(call("round(1e999999999)"), "undefined");
    assert_eq!(call("to_number(\"1e999999999\")"), "undefined");
    assert_eq!(call("sprintf(\"%v\", [1e999999999])"), "\"1e999999999\"");
    assert_eq!(call("units.parse(\"1e999999\")"), "undefined");
}

#[test]
fn many_digits_of_a_float_are_zeros() {
    for (verb, len) in [
        ("%.1000000f", 1_000_002),
        ("%.1000000e", 1_000_006),
        ("%.1000000x", 1_000_008),
        ("%.1000000g", 3),
        ("%#.1000000g", 1_000_001),
    ] {
        let text = call(&format!("sprintf(\"{verb}\", [1.5])"));
        assert_eq!(text.trim_matches('"').len(), len, "{verb}");
    }
    assert_eq!(call("sprintf(\"%.100000U\", [1])").len(), 100_004);
}

fn run(memory: &mut Memory<'_>, name: &str, arguments: &[Value]) -> Outcome {
    (find(name).expect("a builtin").run)(memory, arguments)
}

fn with_memory(test: impl FnOnce(&mut Memory<'_>)) {
    let facts = Facts { most_bytes: 8 << 20, most_work: 1 << 19, ..Facts::default() };
    let (heap, mut scratch) = (Heap::default(), Scratch::default());
    test(&mut Memory::new(&heap, &[], &mut scratch, &facts));
}

/// Calls a builtin on its own result until it fails.
fn grow(memory: &mut Memory<'_>, first: Value, step: impl Fn(&mut Memory<'_>, Value) -> Outcome) -> Fail {
    let mut value = first;
    for _ in 0..100_000 {
        match step(memory, value) {
            Ok(next) => value = next,
            Err(fail) => return fail,
        }
    }
    panic!("it never ends");
}

#[test]
fn what_grows_by_doubling_is_refused() {
    with_memory(|memory| {
        let text = memory.string("aaaa");
        let (letter, more) = (memory.string("a"), memory.string("aaaaaaaa"));
        let fail = grow(memory, text, |memory, text| run(memory, "replace", &[text, letter, more]));
        assert!(matches!(fail, Fail::Error(_)));
    });
    with_memory(|memory| {
        let fail = grow(memory, Value::integer(3), |memory, number| run(memory, "mul", &[number, number]));
        assert!(matches!(fail, Fail::Error(_)));
    });
    with_memory(|memory| {
        let half = memory.number("0.3");
        let fail = grow(memory, half, |memory, number| run(memory, "mul", &[number, number]));
        assert!(matches!(fail, Fail::Error(_) | Fail::Undefined));
    });
    with_memory(|memory| {
        let format = memory.string("%1000000d");
        let fail = grow(memory, format, |memory, text| {
            let (separator, one) = (memory.string(""), Value::integer(1));
            let both = memory.array(&[text, text]);
            let formats = run(memory, "concat", &[separator, both])?;
            let arguments = memory.array(&[one; 4]);
            run(memory, "sprintf", &[formats, arguments])?;
            Ok(formats)
        });
        assert!(matches!(fail, Fail::Error(_)));
    });
}

/// `[[…], […]]` with both parts the same: as a text it has two to the power of `levels` elements.
fn shared(memory: &mut Memory<'_>, levels: usize) -> Value {
    let mut value = memory.array(&[Value::NULL]);
    for _ in 0..levels {
        value = memory.array(&[value, value]);
    }
    value
}

#[test]
fn shared_parts_are_neither_compared_nor_written_for_ever() {
    with_memory(|memory| {
        let (a, b) = (shared(memory, 60), shared(memory, 60));
        run(memory, "equal", &[a, b]).expect("an answer");
        assert!(memory.work(1).is_err());
    });
    for name in ["json.marshal", "yaml.marshal"] {
        with_memory(|memory| {
            let value = shared(memory, 60);
            assert!(matches!(run(memory, name, &[value]), Err(Fail::Error(_))));
        });
    }
}

#[test]
fn deep_values_do_not_overflow_the_stack() {
    let deep = |memory: &mut Memory<'_>| {
        (0..200_000).fold(Value::NULL, |value, _| {
            let key = memory.string("a");
            memory.sorted_object(&[(key, value)])
        })
    };
    for name in ["equal", "object.union", "object.subset"] {
        with_memory(|memory| {
            let (a, b) = (deep(memory), deep(memory));
            let _ = run(memory, name, &[a, b]);
            assert!(memory.work(1).is_err() || name == "object.union", "{name}");
        });
    }
    for name in ["json.marshal", "yaml.marshal"] {
        with_memory(|memory| {
            let value = deep(memory);
            assert!(run(memory, name, &[value]).is_err());
        });
    }
    with_memory(|memory| {
        let text = memory.string(&"[".repeat(200_000));
        assert!(matches!(run(memory, "json.unmarshal", &[text]), Err(Fail::Undefined)));
        let text = memory.string(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)));
        assert!(run(memory, "json.is_valid", &[text]).is_ok_and(Value::holds));
        assert!(matches!(run(memory, "json.unmarshal", &[text]), Err(Fail::Undefined)));
        assert!(run(memory, "yaml.is_valid", &[text]).is_ok_and(|valid| !valid.holds()));
    });
}
