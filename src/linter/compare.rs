//! The same rules and documents by two interpreters, for `waylint policy check --cross-check`.

use std::collections::BTreeSet;

use super::{Request, Session, SetupError, file};
use crate::{
    document,
    engine::{Input, Second},
    rule::RuleId,
    source::Source,
};

/// What comparing yields.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// Rules that were asked.
    pub rules: usize,
    /// Documents they were asked about.
    pub documents: usize,
    /// Pairs of a rule and a document.
    pub answers: usize,
    /// Where the two differ, one sentence each.
    pub differences: Vec<String>,
}

impl Session {
    /// Asks both interpreters every Rego rule of document scope about every document it applies to.
    ///
    /// # Errors
    /// If the second interpreter cannot read the rules.
    pub fn cross_check(&self, request: &Request) -> Result<Compared, SetupError> {
        let layer = self.layer(&self.configs.outermost());
        let failed = |error: String| SetupError::new(error, "compare without this rule");
        let second = Second::new(&layer.judge).map_err(failed)?;
        let mut compared = Compared::default();
        let mut rules: BTreeSet<RuleId> = BTreeSet::new();
        for found in &self.discover(request).files {
            let guess = self.guess(found);
            let Some(format) = guess.format() else { continue };
            let bytes = file::read_at_most(found.path(), self.limits.bytes, Vec::new()).ok();
            let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
            let source = std::sync::Arc::new(Source::new(found.shown.clone(), text));
            let tree = document::parse(source, format, &self.limits);
            for part in self.kinds.documents(&tree, &guess) {
                let plan = layer.plan(&part.kind);
                let Some(set) = &plan.document else { continue };
                compared.documents += 1;
                let verdicts = layer.judge.elements(set, &Input::Document(part.document));
                for (rule, own) in verdicts {
                    rules.insert(rule.clone());
                    compared.answers += 1;
                    let other = second.deny(&rule, part.document);
                    if own != other {
                        let place = format!("{}, document {}: {rule}", found.shown, part.index);
                        compared.differences.push(format!("{place}\n  waylint {own:?}\n  regorus {other:?}"));
                    }
                }
            }
        }
        compared.rules = rules.len();
        Ok(compared)
    }
}
