//! JSON and JSON with comments.

use waylint::{
    document::{Number, Style, Value},
    kind::Format,
};

use super::{first_error, outline, read, slices};

#[test]
fn values_keep_their_spans() {
    let text = "\u{feff}{\r\n  // what\r\n  \"name\": \"w\\u00e9b\", /* why */\r\n  \"ports\": [80, -1.5e3, true, null,],\r\n}\r\n";
    let tree = read(Format::Json, text);
    assert_eq!(tree.errors(), []);
    assert_eq!(outline(&tree), r#"{"name":"wéb","ports":[80,-1500.0,true,null]}"#);
    assert_eq!(slices(&tree), [r#""name""#, r#""w\u00e9b""#, r#""ports""#, "80", "-1.5e3", "true", "null"]);
    let comments = tree.comments().iter().map(|comment| tree.source().slice(comment.span)).collect::<Vec<_>>();
    assert_eq!(comments, ["// what", "/* why */"]);
    let root = tree.documents(Default::default()).next().unwrap().root();
    assert_eq!(tree.source().slice(root.raw_span()), text.trim_start_matches('\u{feff}').trim_end());
    assert_eq!(root.get("ports").unwrap().style(), Style::FlowSequence);
}

#[test]
fn numbers_beyond_64_bits_are_floats() {
    let tree = read(Format::Json, "[9223372036854775807, 18446744073709551615, 18446744073709551616, -0]");
    let values = tree.documents(Default::default()).next().unwrap().root().items().map(|item| item.value());
    let wanted =
        [Number::Int(i64::MAX), Number::UInt(u64::MAX), Number::Float(18_446_744_073_709_551_616.0), Number::Int(0)];
    assert_eq!(values.collect::<Vec<_>>(), wanted.map(Value::Number));
}

#[test]
fn a_repeated_key_is_noted_and_the_last_one_counts() {
    let tree = read(Format::Json, r#"{"a": 1, "\u0061": 2}"#);
    assert_eq!(outline(&tree), r#"{"a":2}"#);
    let [(earlier, later)] = tree.arena().duplicates() else { panic!("one repeated key") };
    assert_eq!([*earlier, *later].map(|id| tree.source().slice(tree.arena().span(id))), [r#""a""#, r#""\u0061""#]);
}

#[test]
fn objects_on_lines_of_their_own_are_documents() {
    let tree = read(Format::Json, "{\"a\": 1}\n{\"a\": 2} // two\n\n{\n\"a\": 3}\n");
    assert_eq!(tree.errors(), []);
    let values: Vec<_> =
        tree.documents(waylint::kind::Dialect::Json).map(|document| document.root().to_json()["a"].clone()).collect();
    assert_eq!(values, [1, 2, 3]);
}

#[test]
fn slips_are_named_where_they_are() {
    let cases = [
        ("", "", "the file holds no value"),
        ("\u{feff} // nothing\n", "", "the file holds no value"),
        ("{\"a\": 1", "{", "`{` is never closed"),
        ("{\"a\": [1}", "}", "`}` does not fit here"),
        ("[1 2]", "2", "`,` is missing before `2`"),
        ("{\"a\" 1}", "", "`:` is missing after the key"),
        ("{a: 1}", "a", "`a` where a key is expected"),
        ("{\"a\": }", "}", "`}` where a value is expected"),
        ("[1,,2]", ",", "`,` where a value is expected"),
        ("{} {}", "{", "`{` after the end of the value"),
        ("[yes]", "yes", "`yes` is not a JSON value"),
        ("['a']", "'", "string in single quotes"),
        ("{\"a\": \"b\n}", "\"b", "string is never closed"),
        ("[\"a\nb\"]", "\n", "line break or control character inside a string"),
        ("[\"\\x\"]", "\\x", "invalid escape in a string"),
        ("[1 /* ]", "/* ]", "comment is never closed"),
        ("[@]", "@", "`@` is not a JSON value"),
        ("[0x10]", "0", "invalid number"),
    ];
    for (text, place, message) in cases {
        let (rule, found, at) = first_error(&read(Format::Json, text));
        assert_eq!((rule, found.as_str(), at.as_str()), ("json", message, place), "{text}");
    }
}
