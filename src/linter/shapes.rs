//! Documents held against the schemas of their kinds.
//!
//! What Kubernetes itself serves and what files of a format look like is known from the start, so such documents are judged
//! with their file. Custom resources may be defined anywhere in the repository (`waiting.rs`).

use std::sync::Arc;

use serde_json::Value as Json;

use super::{conclude::conclude, plan::Active};
use crate::{
    catalogue::{Catalogue, Custom, Found, Standing, Version, standing},
    document::{Document, Pointer, Step},
    embedded::Removal,
    engine::Answer,
    finding::{Edit, Finding, Fix, Origin, Outcome},
    recognise::Recognised,
    rule::{Level, RuleId},
    shape::{Fault, Mend, Shape},
};

/// The pack of these rules.
const PACK: &str = "schema";

/// What a schema says of a document it knows.
const OF_SHAPES: [&str; 7] = [
    "deprecated-field",
    "duplicate-entry",
    "invalid-value",
    "missing-field",
    "unknown-field",
    "unknown-value",
    "wrong-type",
];

/// What the tables of APIs say of an object.
const OF_APIS: [&str; 3] = ["deprecated-api", "removed-api", "unserved-api"];

/// The rules that are selected, and the schemas they hold documents against.
#[derive(Debug)]
pub(super) struct ShapeRules {
    rules: Vec<(&'static str, Active)>,
    /// The numbers of those about shapes, and of those about APIs: every document passes them until one fails.
    about: [Vec<usize>; 2],
    pub catalogue: Arc<Catalogue>,
    /// Whether an object without a schema is an error.
    require: bool,
}

/// What came of one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Shaped {
    pub findings: Vec<Finding>,
    /// Rules by number, and how they came out.
    pub outcomes: Vec<(usize, Outcome)>,
}

impl ShapeRules {
    /// The rules of a layer.
    pub(super) fn new(active: &dyn Fn(&RuleId) -> Option<Active>, catalogue: Arc<Catalogue>, require: bool) -> Self {
        let rule = |&name: &&'static str| Some((name, active(&RuleId::new(format!("{PACK}/{name}")))?));
        let rules: Vec<_> = OF_SHAPES.iter().chain(&OF_APIS).chain(&["unknown-kind"]).filter_map(rule).collect();
        let about = [&OF_SHAPES[..], &OF_APIS].map(|names| {
            rules.iter().filter(|(name, _)| names.contains(name)).map(|(_, active)| active.number).collect()
        });
        Self { rules, about, catalogue, require }
    }

    /// The same rules over another catalogue.
    pub(super) fn over(&self, catalogue: Arc<Catalogue>) -> Self {
        Self { rules: self.rules.clone(), about: self.about.clone(), catalogue, require: self.require }
    }

    fn rule(&self, name: &str) -> Option<&Active> {
        self.rules.iter().find(|(own, _)| *own == name).map(|(_, active)| active)
    }

    /// The custom resources that a document defines; what is wrong with its schemas is a sentence.
    pub(super) fn definitions(&self, part: &Recognised<'_>) -> Result<Vec<Custom>, String> {
        if self.rules.is_empty() || part.kind.as_str() != "kubernetes/CustomResourceDefinition" {
            return Ok(Vec::new());
        }
        let definitions = Custom::of_definition(&part.document.root().to_json()).map_err(|error| error.to_string())?;
        Ok(definitions.into_iter().map(Custom::for_judging).collect())
    }

    /// Whether a document has to wait until all files have been seen.
    pub(super) fn must_wait(&self, part: &Recognised<'_>) -> bool {
        !self.rules.is_empty() && Catalogue::may_be_defined(&part.kind, part.document)
    }

    /// Reads the schema of a document's kind, so that it is there when it is needed.
    pub(super) fn prepare(&self, part: &Recognised<'_>) {
        if !self.rules.is_empty() && !self.must_wait(part) {
            self.catalogue.find(&part.kind, part.document);
        }
    }

    /// Judges one document.
    pub(super) fn judge(&self, part: &Recognised<'_>, relative: &str) -> Shaped {
        let mut shaped = Shaped::default();
        if self.rules.is_empty() {
            return shaped;
        }
        let mut judging = Judging { rules: self, part, relative, shaped: &mut shaped };
        match self.catalogue.find(&part.kind, part.document) {
            Found::None => {}
            Found::Unknown => judging.unknown(),
            Found::Known { shapes, unserved } => {
                judging.standing(&unserved);
                judging.shapes(&shapes);
            }
        }
        shaped
    }
}

struct Judging<'j, 't> {
    rules: &'j ShapeRules,
    part: &'j Recognised<'t>,
    relative: &'j str,
    shaped: &'j mut Shaped,
}

impl Judging<'_, '_> {
    fn document(&self) -> Document<'_> {
        self.part.document
    }

    fn pass(&mut self, numbers: &[usize]) {
        self.shaped.outcomes.extend(numbers.iter().map(|&number| (number, Outcome::Pass)));
    }

    fn tell(&mut self, name: &str, answer: Answer, help: Option<String>, level: Option<Level>) {
        let Some(active) = self.rules.rule(name) else { return };
        let mut finding = conclude(active, self.relative, self.part, answer);
        finding.help = help.map(|help| active.shared.text(&help));
        finding.level = level.unwrap_or(finding.level);
        self.shaped.findings.push(finding);
        self.shaped.outcomes.push((active.number, Outcome::Fail));
    }

    fn text(&self, key: &str) -> String {
        self.document().root().get(key).map(|node| node.text().into_owned()).unwrap_or_default()
    }

    /// An object whose schema nobody knows.
    fn unknown(&mut self) {
        self.standing(&[]);
        if !self.shaped.findings.is_empty() {
            return;
        }
        let message = format!("no schema is known for {} of {}", self.text("kind"), self.text("apiVersion"));
        let level = self.rules.require.then_some(Level::Error);
        self.tell("unknown-kind", at("kind", message, None), None, level);
    }

    /// Whether the API is on its way out, or was never there in some versions.
    fn standing(&mut self, unserved: &[Version]) {
        let (api, kind) = (self.text("apiVersion"), self.text("kind"));
        if api.is_empty() || kind.is_empty() {
            return;
        }
        self.pass(&self.rules.about[1]);
        match standing(&api, &kind, self.rules.catalogue.versions()) {
            Some(Standing::Gone(row)) => {
                let message = format!("{kind} of {api} is gone since {} {}", row.title(), row.removed);
                self.tell("removed-api", at("apiVersion", message, migration(row)), Some(instead(row)), None);
            }
            Some(Standing::Deprecated(row)) => {
                let ends =
                    if row.removed.is_empty() { String::new() } else { format!(", and gone in {}", row.removed) };
                let message = format!("{kind} of {api} is deprecated since {} {}{ends}", row.title(), row.deprecated);
                self.tell("deprecated-api", at("apiVersion", message, migration(row)), Some(instead(row)), None);
            }
            None if !unserved.is_empty() => {
                let versions: Vec<String> = unserved.iter().map(ToString::to_string).collect();
                let message = format!("no {kind} of {api} is served by Kubernetes {}", versions.join(" and "));
                let help = Catalogue::near(&api, &kind).map(|near| format!("Write `{near}`."));
                self.tell("unserved-api", at("kind", message, None), help, None);
            }
            None => {}
        }
    }

    fn shapes(&mut self, shapes: &[(Option<Version>, Arc<Shape>)]) {
        if shapes.is_empty() {
            return;
        }
        self.pass(&self.rules.about[0]);
        let mut faults: Vec<(Fault, Vec<Version>)> = Vec::new();
        for (version, shape) in shapes {
            for fault in shape.judge(self.document().root()) {
                match faults.iter_mut().find(|(known, _)| *known == fault) {
                    Some((_, versions)) => versions.extend(*version),
                    None => faults.push((fault, version.iter().copied().collect())),
                }
            }
        }
        for (fault, versions) in faults {
            let mut message = fault.message(self.document());
            if !versions.is_empty() && versions.len() < shapes.len() {
                let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
                message = format!("{message} in Kubernetes {}", versions.join(" and "));
            }
            let help = fault.help(self.document());
            let fix = fix(&fault, self.document());
            let answer = Answer {
                at: Some(fault.at.clone()),
                on_key: fault.on_key,
                origin: Origin::Given,
                message,
                fix,
                ..Answer::default()
            };
            self.tell(fault.rule(), answer, help, None);
        }
    }
}

fn at(key: &str, message: String, fix: Option<Fix>) -> Answer {
    let at = Some(Pointer(vec![Step::Key(key.to_owned())]));
    Answer { at, origin: Origin::Given, message, fix, ..Answer::default() }
}

/// What stands in the place of an API.
fn instead(row: &Removal) -> String {
    match (row.replacement, row.replacement_kind) {
        ("", _) => "Remove it: nothing stands in its place.".to_owned(),
        (api, "") if row.mechanical => format!("Write `{api}`; the fields are the same."),
        (api, "") => format!("Move to `{api}`; some fields differ: see {}.", row.source),
        (api, kind) => format!("Write it as {kind} of `{api}`: see {}.", row.source),
    }
}

fn migration(row: &Removal) -> Option<Fix> {
    if !row.mechanical || row.replacement.is_empty() || !row.replacement_kind.is_empty() {
        return None;
    }
    let at = Pointer(vec![Step::Key("apiVersion".to_owned())]);
    let edits = vec![Edit::Replace { at, value: Json::String(row.replacement.to_owned()), text: None, comment: None }];
    Some(Fix {
        title: format!("Move to {}", row.replacement),
        safe: true,
        edits,
        refused: None,
        replacements: Vec::new(),
    })
}

fn fix(fault: &Fault, document: Document<'_>) -> Option<Fix> {
    let at = fault.at.clone();
    let (title, edit) = match fault.mend(document.node(fault.node))? {
        Mend::Rename(name) => (format!("Write `{name}`"), Edit::Rename { at, value: name }),
        Mend::Spell(name) => {
            let title = format!("Write `{name}`");
            (title, Edit::Replace { at, value: Json::String(name), text: None, comment: None })
        }
        Mend::Replace(value) => {
            let title = if value.is_string() { "Put the value into quotes" } else { "Remove the quotes" };
            (title.to_owned(), Edit::Replace { at, value, text: None, comment: None })
        }
    };
    Some(Fix { title, safe: true, edits: vec![edit], refused: None, replacements: Vec::new() })
}
