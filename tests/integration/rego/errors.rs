//! What is said of modules that cannot be used: every word of it, and the text it points at.

use serde_json::json;

use waylint::rego::compile::Given;

use super::{Arc, Extension, Input, Source, Text, Version, compile};

/// One module, or several with the fault in one of them, and all that is said.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Rules of the package `t`: line 1 is the first of them.
    #[serde(default)]
    rego: String,
    /// Whole modules, called `0.rego` and so on.
    #[serde(default)]
    modules: Vec<String>,
    #[serde(default)]
    v0: bool,
    /// For each error: `line:column text at fault: message; help`.
    says: Vec<String>,
    /// Modules that can be used all the same.
    #[serde(default)]
    usable: Vec<usize>,
}

impl Case {
    fn found(&self) -> (Vec<String>, Vec<usize>) {
        let texts = match self.modules.as_slice() {
            [] => vec![format!("package t; {}", self.rego)],
            modules => modules.to_vec(),
        };
        let texts: Vec<String> = texts.into_iter().map(|text| text.replacen("package t; ", "package t\n", 1)).collect();
        let names: Vec<Arc<str>> = (0..texts.len()).map(|number| Arc::from(format!("{number}.rego"))).collect();
        let version = if self.v0 { Version::V0 } else { Version::V1 };
        let modules: Vec<Source> =
            texts.iter().zip(&names).map(|(text, name)| Source::new(name.clone(), text.as_str(), version)).collect();
        let extension =
            Extension { name: "waylint.view", arity: 1, run: Arc::new(|_, values| Ok(values[0])), ways: None };
        let given = Given::Only(vec![vec!["platform".into()], vec!["waylint".into(), "options".into()]]);
        let compiled = compile(&Input { given, extensions: vec![extension], ..Input::all(&modules, &json!({})) });
        let lines = compiled.errors.iter().map(|error| {
            assert_is_phrase(&error.message);
            assert_is_phrase(&error.help);
            let source = Text::new(names[error.module].clone(), texts[error.module].clone());
            let at = source.position(error.span.start);
            let (module, line) = match self.modules.is_empty() {
                true => (String::new(), at.line - 1),
                false => (format!("{} ", names[error.module]), at.line),
            };
            let text = &texts[error.module][error.span.range()];
            let text: String = text.chars().take(60).collect();
            format!("{module}{line}:{} {text}: {}; {}", at.column, error.message, error.help)
        });
        (lines.collect(), (0..texts.len()).filter(|&number| compiled.usable[number]).collect())
    }
}

/// Begins small, unless with a name, and ends without a full stop.
fn assert_is_phrase(text: &str) {
    assert!(!text.starts_with(char::is_uppercase) || text.starts_with("Rego") || text.starts_with("GraphQL"), "{text}");
    assert!(!text.is_empty() && !text.ends_with('.'), "{text}");
}

#[test]
fn every_error_says_what_is_wrong_where_and_what_to_write() {
    let cases: Vec<Case> = yaml_serde::from_str(include_str!("cases/errors.yaml")).unwrap();
    let mut wrong = String::new();
    for case in &cases {
        let (lines, usable) = case.found();
        if lines != case.says || usable != case.usable {
            wrong += &format!("{}{}\n", case.rego, case.modules.join("---\n"));
            lines.iter().for_each(|line| wrong += &format!("    - {}\n", serde_json::to_string(line).unwrap()));
            wrong += &format!("  usable: {usable:?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
