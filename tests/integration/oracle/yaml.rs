//! What Go tools make of YAML, beside what waylint makes of it in the dialect of Kubernetes: of real files, and of their
//! mutants.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    sync::Arc,
};

use serde_json::{Map, Value as Json};
use waylint::{
    discover::{Options, discover},
    document::{Limits, NodeRef, Number, Value, go_slips, parse},
    kind::{Dialect, Format},
    source::Source,
};

use super::{path, paths};

/// What means something to YAML, put anywhere into a text.
const TOKENS: [&str; 36] = [
    " ", "\n", "\n  ", "\t", "#", " # c\n", ": ", ":", "- ", "? ", "'", "\"", "|\n", ">-\n", "[", "]", "{", "}", ",",
    "&a ", "*a", "!!str ", "<<: *a\n", "---\n", "...\n", "\\", "\\u00e9", "é", "0x1F", "1_0", "017", "1e3", "yes", "~",
    ".5", "@",
];

#[test]
#[ignore = "needs a program of Go, see tests/oracle/README.md"]
fn yaml_is_as_in_go() {
    let mut go = Command::new(path("WAYLINT_ORACLE_YAML"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program of tests/oracle/goyaml");
    let (mut input, mut output) = (go.stdin.take().unwrap(), BufReader::new(go.stdout.take().unwrap()));
    let mut ask = |text: &str| -> Json {
        writeln!(input, "{}", Json::from(text)).unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    };
    let mutants: usize = env::var("WAYLINT_ORACLE_MUTANTS").ok().and_then(|count| count.parse().ok()).unwrap_or(5);
    let (mut files, mut others) = (Counts::default(), Counts::default());
    let mut random = Random(1);
    for folder in paths("WAYLINT_ORACLE_REPOSITORIES") {
        for found in discover(std::slice::from_ref(&folder), &Options::all(&folder)).files {
            let is_yaml = found.path().extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
            let Some(text) = fs::read_to_string(found.path()).ok().filter(|_| is_yaml) else { continue };
            let name = found.path().to_string_lossy();
            files.add(&name, &text, &ask(&text));
            for _ in 0..mutants {
                let mutant = random.mutant(&text);
                others.add(&name, &mutant, &ask(&mutant));
            }
        }
    }
    println!("files: {files:?}\nmutants: {others:?}");
    assert!(files.both > 0, "no YAML file was read by both");
    assert_eq!((files.different, others.different), (0, 0));
    assert_eq!((files.taken, others.taken), (0, 0));
    drop(input);
    go.wait().unwrap();
}

/// How texts fared.
#[derive(Debug, Default)]
struct Counts {
    /// Read by both, as the same.
    both: usize,
    /// Read by both, as something else.
    different: usize,
    /// Refused by both.
    neither: usize,
    /// Read here with a finding that Go tools refuse it or read it otherwise.
    told: usize,
    /// Read here without a word, and refused by Go.
    taken: usize,
    /// Read by Go alone.
    refused: usize,
}

impl Counts {
    fn add(&mut self, name: &str, text: &str, answer: &Json) {
        let tree = parse(Arc::new(Source::new(name, text.to_owned())), Format::Yaml, &Limits::default());
        let refused = answer.get("error").and_then(Json::as_str);
        if !tree.errors().is_empty() {
            *(if refused.is_some() { &mut self.neither } else { &mut self.refused }) += 1;
            return;
        }
        if !go_slips(&tree).is_empty() {
            self.told += 1;
            return;
        }
        let documents: Option<Vec<Json>> = tree.documents(Dialect::Go).map(|document| plain(document.root())).collect();
        match (documents, refused) {
            // Keys that JSON cannot have.
            (None, Some(_)) => self.neither += 1,
            // What `<<` and `!!int` hold is left to whoever uses it.
            (Some(_), Some(error)) if error.contains("map merge requires") || error.contains("cannot decode !!") => {
                self.neither += 1;
            }
            (Some(_), Some(error)) => {
                self.taken += 1;
                println!("{name}: Go says {error}\n{text}\n");
            }
            (Some(own), None) if Some(&own) == answer["documents"].as_array() => self.both += 1,
            (_, None) => {
                self.different += 1;
                println!("{name}: Go reads {}\n{text}\n", answer["documents"]);
            }
        }
    }
}

/// A value as the program writes it; none if it has a key that JSON cannot have.
fn plain(node: NodeRef<'_>) -> Option<Json> {
    Some(match node.value() {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(value),
        Value::Number(Number::Int(value)) => format!("i:{value}").into(),
        Value::Number(Number::UInt(value)) => format!("u:{value}").into(),
        Value::Number(Number::Float(value)) => format!("f:{:x}", value.to_bits()).into(),
        Value::String(text) => format!("s:{text}").into(),
        Value::Sequence => Json::Array(node.items().map(plain).collect::<Option<_>>()?),
        Value::Mapping => {
            let mut object = Map::new();
            for (key, value) in node.entries() {
                let name = match key.value() {
                    Value::String(text) => text.into_owned(),
                    Value::Bool(value) => value.to_string(),
                    Value::Number(Number::Int(value)) => value.to_string(),
                    _ => return None,
                };
                object.insert(name, plain(value)?);
            }
            Json::Object(object)
        }
    })
}

/// The same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize).checked_rem(bound).unwrap_or(0)
    }

    /// Some lines of a text with one to three changes.
    fn mutant(&mut self, text: &str) -> String {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let start = self.below(lines.len());
        let end = (start + 1 + self.below(20)).min(lines.len());
        let mut text = lines.get(start..end).unwrap_or_default().concat();
        for _ in 0..=self.below(3) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let from = self.below(places.len());
            let to = (from + self.below(4)).min(places.len() - 1);
            let token = if self.below(4) == 0 { "" } else { TOKENS[self.below(TOKENS.len())] };
            text.replace_range(places[from]..places[to], token);
        }
        text
    }
}
