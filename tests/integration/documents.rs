//! Documents through the public library: what is read, where it stands, and what is refused.

use std::sync::Arc;

use waylint::{
    document::{Document, Limits, Number, Tree, Value, parse},
    kind::{Dialect, Format},
    source::Source,
};

fn read(format: Format, text: &str) -> Tree {
    parse(Arc::new(Source::new("test", text.to_owned())), format, &Limits::default())
}

#[test]
fn scalars_mean_what_the_table_says() {
    let table = include_str!("../data/scalars.txt");
    let rows = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut wrong = Vec::new();
    for row in rows {
        let [text, core, go] = row.split(" | ").map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("not three columns: {row}")
        };
        let tree = read(Format::Yaml, &format!("key: {text}\n"));
        assert!(tree.errors().is_empty(), "{text}: {:?}", tree.errors());
        for (dialect, wanted) in [(Dialect::Core, core), (Dialect::Go, go)] {
            let found = show(tree.documents(dialect).next().unwrap());
            if found != wanted {
                wrong.push(format!("{text:30} {dialect:?}: {found}, not {wanted}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn show(document: Document<'_>) -> String {
    match document.root().get("key").unwrap().value() {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(Number::Int(value)) => format!("int {value}"),
        Value::Number(Number::UInt(value)) => format!("int {value}"),
        Value::Number(Number::Float(value)) => format!("float {value:?}").to_lowercase(),
        Value::String(_) => "string".to_owned(),
        Value::Sequence | Value::Mapping => "collection".to_owned(),
    }
}
