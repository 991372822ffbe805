//! Looking up what standards name: rules, packs, kinds; what does not exist is an error with its place.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::{Asked, Compiled, KindSet, Standards, may_be_object};
use crate::{
    config::{Reach, RulePattern},
    document::Pointer,
    linter::{Fleet, SetupError},
    rule::{Level, RuleId},
    standard::{Condition, GoldenPath, Standard},
};

impl Standards {
    /// Looks up the rules and kinds of all standards.
    ///
    /// # Errors
    /// A standard that names a rule or kind that does not exist.
    pub(in crate::audit) fn new(fleet: &Fleet) -> Result<Self, SetupError> {
        let path = fleet.config().golden_path()?;
        let mut rules = FxHashMap::default();
        let compile = |standard: &Standard| compile(standard, &path, fleet, &mut rules);
        let compiled = path.standards.iter().map(compile).collect::<Result<Vec<_>, _>>()?;
        let mut evidenced = vec![Vec::new(); rules.len()];
        for (compiled, standard) in compiled.iter().zip(&path.standards) {
            let own: BTreeSet<usize> = compiled.rules().collect();
            own.into_iter().for_each(|rule| evidenced[rule].push(standard.id.clone()));
        }
        Ok(Self { path, compiled, rules, evidenced })
    }
}

fn compile(
    standard: &Standard,
    path: &GoldenPath,
    fleet: &Fleet,
    numbers: &mut FxHashMap<RuleId, usize>,
) -> Result<Compiled, SetupError> {
    let lookup = Lookup { standard, fleet };
    let evidence = &standard.evidence;
    let except = lookup.patterns("except", &evidence.except)?;
    let mut named = |key: &str, patterns: &[String]| -> Result<Vec<Vec<usize>>, SetupError> {
        let groups = lookup.patterns(key, patterns)?.into_iter().map(|pattern| {
            let rules = lookup.rules(&pattern, &except, evidence.level);
            rules.into_iter().map(|rule| number(numbers, rule)).collect()
        });
        Ok(groups.collect())
    };
    let mut all: Vec<usize> = named("all", &evidence.all)?.into_iter().flatten().collect();
    all.sort_unstable();
    all.dedup();
    let any = named("any", &evidence.any)?;
    let steps = path.steps.iter().find(|step| step.standard == standard.id);
    let kinds = fleet.kinds();
    for (key, condition) in [("when", Some(&standard.when)), ("step", steps.map(|step| &step.when))] {
        for kind in condition.iter().flat_map(|condition| condition.kinds.iter().chain(&condition.without)) {
            lookup.kind(key, kind)?;
        }
    }
    for kind in evidence.present.iter().flatten() {
        lookup.kind("present", kind)?;
    }
    let asked = |condition: &Condition| Asked {
        kinds: KindSet::new(kinds, &condition.kinds),
        without: KindSet::new(kinds, &condition.without),
        condition: condition.clone(),
    };
    let is_judged = |number: &usize| all.contains(number) || any.iter().any(|group| group.contains(number));
    let judged = numbers.iter().filter(|(_, number)| is_judged(number)).map(|(rule, _)| rule);
    let of_rules: Vec<String> =
        judged.filter_map(|rule| fleet.registry().get(rule)).flat_map(|loaded| loaded.rule.kinds.clone()).collect();
    Ok(Compiled {
        in_templates: may_be_object(kinds, &of_rules),
        all,
        any,
        present: evidence.present.iter().map(|list| KindSet::new(kinds, list)).collect(),
        when: asked(&standard.when),
        step: steps.map(|step| asked(&step.when)),
    })
}

fn number(numbers: &mut FxHashMap<RuleId, usize>, rule: RuleId) -> usize {
    let next = numbers.len();
    *numbers.entry(rule).or_insert(next)
}

/// Looks up what one standard names.
struct Lookup<'a> {
    standard: &'a Standard,
    fleet: &'a Fleet,
}

impl Lookup<'_> {
    fn patterns(&self, key: &str, texts: &[String]) -> Result<Vec<RulePattern>, SetupError> {
        let pattern = |text: &String| {
            let pattern = RulePattern::new(text).map_err(|message| self.fault(key, message, NAME_A_RULE.to_owned()))?;
            if self.fleet.registry().rules().any(|loaded| pattern.matches(&loaded.rule.id)) {
                return Ok(pattern);
            }
            let help = match self.fleet.registry().closest(text) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "list the rules with `waylint rules`".to_owned(),
            };
            Err(self.fault(key, format!("no rule or pack matches `{text}`"), help))
        };
        texts.iter().map(pattern).collect()
    }

    /// The rules that a pattern means: those that judge. What the fleet switches off evidences nothing.
    fn rules(&self, pattern: &RulePattern, except: &[RulePattern], level: Option<Level>) -> Vec<RuleId> {
        let meant = |id: &RuleId, own: Level| {
            let heavy = pattern.reach() == Reach::Exact || level.is_none_or(|level| own >= level);
            pattern.matches(id) && heavy && !except.iter().any(|pattern| pattern.matches(id))
        };
        let rules = self.fleet.rules().filter(|(rule, level)| meant(&rule.id, *level));
        rules.map(|(rule, _)| rule.id.clone()).collect()
    }

    fn kind(&self, key: &str, kind: &str) -> Result<(), SetupError> {
        if self.fleet.kinds().is_known(kind) && !self.fleet.kinds().is_view(kind) {
            return Ok(());
        }
        let help = "name a kind, a group or a glob; docs/kinds.md lists them".to_owned();
        Err(self.fault(key, format!("kind `{kind}` does not exist"), help))
    }

    fn fault(&self, key: &str, message: String, help: String) -> SetupError {
        let at = |steps: &[&str]| Pointer(steps.iter().map(|&step| step.into()).collect());
        let id = self.standard.id.as_str();
        let places = [at(&["standards", id, "evidence", key]), at(&["standards", id, key]), at(&["standards", id])];
        let config = self.fleet.config();
        let written = places.iter().find_map(|place| config.written(place));
        let place = written.and_then(|written| written.place()).map(Box::new);
        SetupError { place, ..SetupError::new(format!("standard `{id}`: {message}"), help) }
    }
}

const NAME_A_RULE: &str = "write a rule id such as `dockerfile/root-user`, a pack name, or a glob over ids";
