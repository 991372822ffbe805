//! Edits made up for a document, and what must hold of every one that is made. The fuzzer asks the same.

use serde_json::{Map, Value, json};
use waylint::{
    document::{Pointer, Step, Tree},
    finding::Edit,
    fix::{self, Mended, Refusal},
    kind::{Dialect, Format},
};

// Of the test or of the fuzzer.
use super::fix_read as read;

/// A number below another, by chance.
pub(crate) type Dice<'d> = dyn FnMut(usize) -> usize + 'd;

/// An edit of a document that often can be made.
pub(crate) fn edit(document: &Value, dice: &mut Dice<'_>) -> Edit {
    let mut at = Vec::new();
    let mut here = document;
    while dice(4) > 0 {
        let below = children(here);
        if below.is_empty() {
            break;
        }
        let (step, value) = below[dice(below.len())].clone();
        at.push(step);
        here = value;
    }
    match dice(9) {
        0 | 1 => Edit::Remove { at: Pointer(at) },
        2 | 3 => Edit::Replace { at: Pointer(at), value: value(dice, 2), text: None, comment: None },
        4 => Edit::Rename { at: Pointer(at), value: KEYS[dice(KEYS.len())].to_owned() },
        _ => {
            match here {
                Value::Array(items) => at.push(Step::Index(dice(items.len() + 1))),
                _ => at.push(Step::Key(KEYS[dice(KEYS.len())].to_owned())),
            }
            if dice(6) == 0 {
                at.push(Step::Key("below".to_owned()));
            }
            Edit::Add { at: Pointer(at), value: value(dice, 2) }
        }
    }
}

fn children(value: &Value) -> Vec<(Step, &Value)> {
    match value {
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (Step::Index(index), item)).collect(),
        Value::Object(entries) => entries.iter().map(|(key, value)| (Step::Key(key.clone()), value)).collect(),
        _ => Vec::new(),
    }
}

const KEYS: [&str; 12] = ["name", "a.b/c", "on", "y", "two words", "1", "- x", "é", "", "#c", "null", "a: b"];

const TEXTS: [&str; 34] = [
    "x",
    "true",
    "Yes",
    "off",
    "null",
    "~",
    "",
    " ",
    "1",
    "0x1F",
    "0o17",
    "017",
    "1_000",
    "1e3",
    ".5",
    ".inf",
    "12:30",
    "2026-01-02",
    "a: b",
    "a:",
    "a #b",
    "#b",
    "- a",
    "-",
    "? a",
    "*a",
    "&a",
    "!a",
    "{a",
    "[1, 2]",
    "it's \"it\"",
    "one\ntwo\n",
    "one\n\n  two",
    " tab\t\u{1}é\u{85}\u{feff}",
];

fn value(dice: &mut Dice<'_>, depth: usize) -> Value {
    match dice(if depth == 0 { 5 } else { 8 }) {
        0 => [json!(null), json!(true), json!(0), json!(-2.5), json!(18_446_744_073_709_551_615_u64)][dice(5)].clone(),
        1 => [json!({}), json!([])][dice(2)].clone(),
        2..=4 => TEXTS[dice(TEXTS.len())].into(),
        5 => (0..dice(3) + 1).map(|_| value(dice, depth - 1)).collect(),
        _ => {
            let entry = |_| (KEYS[dice(KEYS.len())].to_owned(), value(dice, depth - 1));
            Value::Object((0..2).map(entry).collect::<Map<_, _>>())
        }
    }
}

/// Makes an edit and checks what must hold of it: only the intended values differ, comments and all bytes around are
/// there, and making it again changes nothing.
pub(crate) fn hold(tree: &Tree, document: usize, edit: &Edit) -> Result<Mended, Refusal> {
    let mended = fix::mend(tree, document, std::slice::from_ref(edit))?;
    let (before, text) = (tree.source().text(), mended.text.as_str());
    let context = || format!("{edit:?}\n{before:?}\n{text:?}");
    let after = read(tree.format(), text);
    assert_eq!(after.errors(), &[], "{}", context());
    assert_eq!(mended.patch.apply(before), text);
    let extent = mended.patch.extent().expect("something changes");
    let rest = &before[extent.end as usize..];
    assert!(text.starts_with(&before[..extent.start as usize]) && text.ends_with(rest), "{}", context());
    let dialects: &[Dialect] =
        if tree.format() == Format::Yaml { &[Dialect::Core, Dialect::Go] } else { &[Dialect::Json] };
    for &dialect in dialects {
        let (old, new) = (values(tree, dialect), values(&after, dialect));
        assert_eq!(old.len(), new.len(), "{}", context());
        for (index, (old, new)) in old.into_iter().zip(new).enumerate() {
            let wanted = if index == document { applied(old, edit) } else { old };
            assert_eq!(new, wanted, "{dialect:?} {}", context());
        }
    }
    let (old, new) = (comments(tree), comments(&after));
    let mut left = old.iter();
    assert!(new.iter().all(|comment| left.any(|old| old == comment)), "{}", context());
    assert_eq!(mended.loses_comments, new.len() < old.len(), "{}", context());
    if !is_repeatable(edit) {
        let again = fix::mend(&after, document, std::slice::from_ref(edit));
        assert!(again.is_err(), "again: {} {:?}", context(), again.map(|mended| mended.text));
    }
    Ok(mended)
}

/// Of items of a list there may be more like it.
fn is_repeatable(edit: &Edit) -> bool {
    let (Edit::Add { at, .. } | Edit::Replace { at, .. } | Edit::Remove { at } | Edit::Rename { at, .. }) = edit;
    // What makes its parents stands at the beginning of what it made.
    at.steps().iter().any(|step| matches!(step, Step::Index(_)))
}

fn values(tree: &Tree, dialect: Dialect) -> Vec<Value> {
    tree.documents(dialect).map(|document| document.root().to_json()).collect()
}

fn comments(tree: &Tree) -> Vec<&str> {
    let mut spans: Vec<_> = tree.comments().iter().map(|comment| comment.span).collect();
    spans.sort();
    spans.into_iter().map(|span| tree.source().slice(span)).collect()
}

/// What an edit means, said the simple way.
fn applied(mut root: Value, edit: &Edit) -> Value {
    let (Edit::Add { at, .. } | Edit::Replace { at, .. } | Edit::Remove { at } | Edit::Rename { at, .. }) = edit;
    let Some((last, way)) = at.steps().split_last() else {
        let Edit::Replace { value, .. } = edit else { panic!("only a value takes the place of a document") };
        return value.clone();
    };
    let mut here = &mut root;
    for step in way {
        here = match step {
            Step::Index(index) => {
                if here.is_null() {
                    *here = json!([]);
                }
                let items = here.as_array_mut().unwrap();
                if *index == items.len() {
                    items.push(Value::Null);
                }
                &mut items[*index]
            }
            Step::Key(key) => {
                if here.is_null() {
                    *here = json!({});
                }
                here.as_object_mut().unwrap().entry(key).or_insert(Value::Null)
            }
        };
    }
    if here.is_null() {
        *here = if matches!(last, Step::Index(_)) { json!([]) } else { json!({}) };
    }
    match (edit, last, here) {
        (Edit::Add { value, .. }, Step::Index(index), Value::Array(items)) => items.insert(*index, value.clone()),
        (Edit::Add { value, .. } | Edit::Replace { value, .. }, Step::Key(key), Value::Object(entries)) => {
            entries.insert(key.clone(), value.clone());
        }
        (Edit::Replace { value, .. }, Step::Index(index), Value::Array(items)) => items[*index] = value.clone(),
        (Edit::Remove { .. }, Step::Index(index), Value::Array(items)) => drop(items.remove(*index)),
        (Edit::Remove { .. }, Step::Key(key), Value::Object(entries)) => drop(entries.remove(key)),
        (Edit::Rename { value: name, .. }, Step::Key(key), Value::Object(entries)) => {
            let value = entries.remove(key).unwrap();
            entries.insert(name.clone(), value);
        }
        (edit, ..) => panic!("{edit:?} cannot be made"),
    }
    root
}
