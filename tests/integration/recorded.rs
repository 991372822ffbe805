//! Small programs and what OPA makes of them: `tests/data/rego.txt`.
//!
//! A case starts with `### name` (`### name v0` in the older grammar). Then come `> answer`, which OPA has recorded
//! (`tests/oracle`), maybe `< input` and `= data`, and the modules, separated by lines `---`. What is asked for is
//! `data.t.answer`.

use std::{collections::BTreeMap, fs, path::PathBuf};

use serde_json::{Value as Json, json};
use waylint::rego::{
    compile::{Input, Source, compile},
    eval::{Limits, Worker},
    fail::{ErrorKind, Fail},
    memory::Facts,
    syntax::ast::Version,
};

/// Answers that are no values.
pub(crate) const REFUSED: &str = "refused";
pub(crate) const UNDEFINED: &str = "undefined";

/// A program and its answer.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) version: Version,
    /// Rego text, `undefined`, `refused`, or the kind of an error.
    pub(crate) answer: String,
    pub(crate) input: Option<String>,
    pub(crate) data: Json,
    pub(crate) modules: BTreeMap<String, String>,
    /// The case as it stands in the file.
    pub(crate) text: String,
}

impl Case {
    fn new(text: &str) -> Self {
        let mut lines = text.lines();
        let mut name = lines.next().unwrap().trim_start_matches("### ").to_owned();
        let version = if name.ends_with(" v0") { Version::V0 } else { Version::V1 };
        name.truncate(name.trim_end_matches(" v0").len());
        let line = |mark: &str| text.lines().find_map(|line| line.strip_prefix(mark)).map(str::to_owned);
        let module: Vec<&str> = lines.filter(|line| !line.starts_with(['>', '<', '='])).collect();
        let modules = module.join("\n");
        let modules = modules.split("\n---\n").enumerate().map(|(at, text)| (format!("{at}.rego"), text.to_owned()));
        Self {
            name,
            version,
            answer: line("> ").unwrap_or_default(),
            input: line("< "),
            data: line("= ").map_or(json!({}), |text| serde_json::from_str(&text).unwrap()),
            modules: modules.collect(),
            text: text.to_owned(),
        }
    }

    /// The case with another answer.
    pub(crate) fn with_answer(&self, answer: &str) -> String {
        let mut lines: Vec<String> =
            self.text.lines().filter(|line| !line.starts_with("> ")).map(str::to_owned).collect();
        lines.insert(1, format!("> {answer}"));
        lines.join("\n") + "\n"
    }

    fn ours(&self) -> String {
        let source = |(name, text): (&String, &String)| Source::new(name.as_str(), text.as_str(), self.version);
        let modules: Vec<Source> = self.modules.iter().map(source).collect();
        let compiled = compile(&Input::all(&modules, &self.data));
        if !compiled.errors.is_empty() {
            return REFUSED.to_owned();
        }
        let facts = Facts::default();
        let mut worker = Worker::default();
        let mut machine = worker.machine(&compiled.program, &[], &facts, Limits::default());
        let input = self.input.as_ref().map(|text| machine.memory.json(&serde_json::from_str(text).unwrap()));
        machine.set_input(input);
        match machine.ask(&["t", "answer"]) {
            Ok(value) => {
                let mut text = String::new();
                machine.memory.write_rego(value, &mut text).unwrap();
                text
            }
            Err(Fail::Undefined) => UNDEFINED.to_owned(),
            Err(Fail::Error(error)) => match error.kind {
                ErrorKind::Conflict => "eval_conflict_error".to_owned(),
                ErrorKind::Builtin => "eval_builtin_error".to_owned(),
                ErrorKind::Limit => format!("limit: {error}"),
            },
        }
    }
}

pub(crate) fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/rego.txt")
}

pub(crate) fn cases() -> Vec<Case> {
    let text = fs::read_to_string(file()).unwrap();
    let starts: Vec<usize> = text
        .match_indices("### ")
        .map(|(at, _)| at)
        .filter(|&at| at == 0 || text.as_bytes()[at - 1] == b'\n')
        .collect();
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    starts.iter().zip(ends).map(|(&start, end)| Case::new(&text[start..end])).collect()
}

#[test]
fn programs_mean_what_they_mean_in_opa() {
    let mut wrong = Vec::new();
    for case in cases() {
        let name = case.name.clone();
        let (answer, ours) = (case.answer.clone(), std::thread::spawn(move || case.ours()).join());
        match ours {
            Ok(ours) if ours == answer => {}
            Ok(ours) => wrong.push(format!("{name}: OPA says {answer}, we say {ours}")),
            Err(_) => wrong.push(format!("{name}: panic")),
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// What goes to the network is refused; where a test replaces it, only calls that are not replaced fail.
#[test]
fn what_is_refused_can_be_replaced() {
    let answer = |module: &str| Case::new(&format!("### refused\n{module}")).ours();
    let rule = "package t\nfetch := http.send({}).body\n";
    assert_eq!(answer(&format!("{rule}answer := fetch")), REFUSED);
    assert_eq!(answer(&format!("{rule}answer := x if x := fetch with http.send as {{\"body\": 1}}")), "1");
    let outside = format!("{rule}answer := fetch\nmocked if fetch with http.send as {{\"body\": 1}}");
    assert_eq!(answer(&outside), "eval_builtin_error");
    assert_eq!(answer("package t\nanswer := rego.metadata.rule()"), REFUSED);
    assert_eq!(answer("package t\nanswer := x if x := 1 + 2 with plus as 5"), REFUSED);
}
