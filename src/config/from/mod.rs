//! Other linters' configurations in waylint's terms.
//!
//! Each linter is one file here: where its configuration lies, and what its keys mean. It says so in the common terms of
//! [`Settings`]: levels of its checks, exemptions, facts, files to leave out. Which rules stand for its checks is said by
//! the rules themselves (`equivalents`), and `write.rs` puts both together. A linter's file knows no more than that.

mod actionlint;
mod dclint;
mod hadolint;
mod write;
mod zizmor;

use std::{fs, path::Path, sync::Arc};

use serde_json::{Map, Value};

use super::{
    error::{ConfigError, Fault},
    find::shown,
    read,
};
use crate::{document::NodeRef, kind::Dialect, rule::Level, source::Source};

pub(super) use write::Carried;

/// The linters whose configuration can be taken over.
const PEERS: [&Peer; 4] = [&actionlint::PEER, &dclint::PEER, &hadolint::PEER, &zizmor::PEER];

/// A linter whose configuration can be taken over.
#[derive(Debug)]
pub struct Peer {
    /// Its name, as the `equivalents` of rules spell it.
    name: &'static str,
    /// Where its configuration may lie, from the repository's root; the first that is there counts.
    files: &'static [&'static str],
    /// What rules have to be told before they judge what the linter judges unasked.
    unasked: &'static [Unasked],
    /// Says what its configuration sets, node by node.
    read: fn(&mut Settings, NodeRef<'_>) -> Result<(), ConfigError>,
}

/// A check that a linter makes unless told otherwise, and the rule that makes it only if told to.
#[derive(Debug)]
struct Unasked {
    check: &'static str,
    rule: &'static str,
    option: &'static str,
    /// The item that the option's list has to hold; an option without items is switched on.
    item: Option<&'static str>,
}

/// What a linter's configuration sets, in waylint's terms.
#[derive(Debug)]
pub struct Settings {
    peer: &'static Peer,
    source: Arc<Source>,
    /// Levels of checks, by the linter's ids, in their order; none is off.
    levels: Vec<(String, Option<Level>)>,
    waivers: Vec<Waived>,
    /// Options that rules are given: rule, option, value.
    options: Vec<(&'static str, &'static str, Value)>,
    platform: Map<String, Value>,
    fail_on: Option<Level>,
    /// What has no counterpart: line, and what to know about it.
    remarks: Vec<(u32, String)>,
}

/// Findings that do not count in some files.
#[derive(Debug)]
struct Waived {
    /// A check, by the linter's id, or a pack of rules.
    what: String,
    files: Vec<String>,
    line: u32,
}

impl Peer {
    /// The names of all of them, sorted.
    pub fn names() -> impl Iterator<Item = &'static str> {
        PEERS.iter().map(|peer| peer.name)
    }

    /// Those whose configuration lies in a folder: name and file.
    pub(super) fn present(folder: &Path) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        PEERS.iter().filter_map(|peer| {
            let file = peer.files.iter().find(|file| folder.join(file).is_file())?;
            Some((peer.name, *file))
        })
    }
}

impl Settings {
    /// Reads a linter's configuration: the given file, or the one that lies in the folder.
    pub fn load(name: &str, file: Option<&Path>, folder: &Path) -> Result<Self, ConfigError> {
        let refused = |file: String, message: String, help: String| ConfigError::File { file, message, help };
        let Some(peer) = PEERS.into_iter().find(|peer| peer.name == name) else {
            let known: Vec<&str> = Peer::names().collect();
            let message = format!("the configuration of `{name}` is not understood");
            return Err(refused("--from".to_owned(), message, format!("name one of {}", known.join(", "))));
        };
        let lying = || peer.files.iter().map(|file| folder.join(file)).find(|path| path.is_file());
        let Some(path) = file.map(Path::to_owned).or_else(lying) else {
            let message = format!("no configuration of {name} lies here");
            let help = format!("looked for {}; name another file with `--from {name}=FILE`", peer.files.join(", "));
            return Err(refused(folder.display().to_string(), message, help));
        };
        let shown = shown(folder, &path);
        let text = fs::read_to_string(&path).map_err(|error| {
            let message = format!("the configuration of {name} cannot be read: {error}");
            refused(shown.clone(), message, "name a readable UTF-8 file".to_owned())
        })?;
        Self::of(peer, Arc::new(Source::new(shown, text)))
    }

    fn of(peer: &'static Peer, source: Arc<Source>) -> Result<Self, ConfigError> {
        let tree = read::tree(&source)?;
        let mut settings = Self {
            peer,
            source,
            levels: Vec::new(),
            waivers: Vec::new(),
            options: Vec::new(),
            platform: Map::new(),
            fail_on: None,
            remarks: Vec::new(),
        };
        // A mapping without settings counts as well: the linter is used as it comes.
        if let Some(document) = tree.documents(Dialect::Core).next() {
            let root = document.root();
            if !root.is_mapping() && !root.is_empty() {
                return Err(settings.fault(root, "a mapping of settings"));
            }
            (peer.read)(&mut settings, root)?;
        }
        Ok(settings)
    }

    /// The file as shown.
    pub(super) fn file(&self) -> &str {
        self.source.path()
    }

    /// A check gets a level, or is off.
    fn level(&mut self, check: &str, level: Option<Level>) {
        self.levels.push((check.to_owned(), level));
    }

    /// What a check, or all rules of a pack, find in some files, written as in `.gitignore`, does not count.
    fn waive(&mut self, what: &str, files: Vec<String>, at: NodeRef<'_>) {
        let line = self.line(at);
        self.waivers.push(Waived { what: what.to_owned(), files, line });
    }

    /// A rule gets an option.
    fn option(&mut self, rule: &'static str, option: &'static str, value: Value) {
        self.options.push((rule, option, value));
    }

    /// The organisation has a fact: `["registries", "allow"]`.
    fn fact(&mut self, path: [&str; 2], value: Value) {
        let group = self.platform.entry(path[0]).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(group) = group {
            group.insert(path[1].to_owned(), value);
        }
    }

    /// Something is to be known about what stands at a node, mostly that it has no counterpart.
    fn remark(&mut self, at: NodeRef<'_>, text: impl Into<String>) {
        let line = self.line(at);
        self.remarks.push((line, text.into()));
    }

    fn line(&self, at: NodeRef<'_>) -> u32 {
        self.source.line_of(at.raw_span().start)
    }

    /// A value is not what the linter reads there.
    fn fault(&self, at: NodeRef<'_>, expected: &str) -> ConfigError {
        let message = format!("{} reads {expected} here", self.peer.name);
        Fault::at(&self.source, at.first_line(), message, "mend the file, or name another with `--from`")
    }

    /// The strings of a list, or the one that stands for it.
    fn strings(&self, node: NodeRef<'_>) -> Result<Vec<String>, ConfigError> {
        if !node.is_sequence() {
            return Ok(vec![self.string(node)?]);
        }
        node.items().map(|item| self.string(item)).collect()
    }

    fn string(&self, node: NodeRef<'_>) -> Result<String, ConfigError> {
        node.as_str().map(|text| text.into_owned()).ok_or_else(|| self.fault(node, "a text"))
    }

    fn truth(&self, node: NodeRef<'_>) -> Result<bool, ConfigError> {
        match node.to_json() {
            Value::Bool(value) => Ok(value),
            _ => Err(self.fault(node, "true or false")),
        }
    }
}
