//! Which rules apply to which documents: decided once for each kind, before any rule runs.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use rustc_hash::FxHashMap;
use serde_json::json;

use super::{shapes::ShapeRules, shared::Shared};
use crate::{
    catalogue::Catalogue,
    config::Config,
    date::Date,
    document::Parts,
    engine::{Judge, RuleSet},
    finding::{Artifact, Evaluation, Outcome},
    kind::Kind,
    recognise::KindTable,
    registry::{Body, Loaded, Module},
    rule::{Form, Level, Rule, RuleId, Scope},
    schema::SchemaRule,
};

/// A selected rule at the level that is in force.
#[derive(Clone, Debug)]
pub(super) struct Active {
    pub rule: Arc<Rule>,
    pub level: Level,
    /// Whether configuration gives it its level.
    pub is_configured: bool,
    /// Its place in the order of the layer's rules.
    pub number: usize,
    /// Whether the platform facts it needs are set.
    pub ready: bool,
    /// What the layer's findings have alike.
    pub shared: Arc<Shared>,
}

/// A schema rule, ready to judge.
#[derive(Debug)]
pub(super) struct SchemaJudge {
    pub active: Active,
    pub schema: Arc<SchemaRule>,
}

/// A plan that is made by whoever needs it first.
#[derive(Debug, Default)]
struct Pending {
    begun: AtomicBool,
    plan: OnceLock<Arc<Plan>>,
}

/// Lists of evaluations that artifacts share, by what makes them alike.
type Lists<T> = FxHashMap<T, Arc<[Evaluation]>>;

/// Rules by number, and what each said.
type Outcomes = Box<[(u32, Outcome)]>;

/// What a rule said of an artifact: the artifact's position, the rule's number. There is one for each artifact and rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Said {
    artifact: u32,
    rule: u32,
    outcome: Outcome,
}

impl Said {
    pub(super) fn new(artifact: usize, rule: usize, outcome: Outcome) -> Self {
        Self { artifact: artifact as u32, rule: rule as u32, outcome }
    }
}

/// Adds what rules said of artifacts to their evaluations. Those that shared a list and fared alike share one again.
pub(super) fn add_outcomes(artifacts: &mut [Artifact], mut said: Vec<Said>, rules: &[RuleId]) {
    // By the list that was shared before, which is kept, so that its address stays its own.
    let mut lists: FxHashMap<usize, (Arc<[Evaluation]>, Lists<Outcomes>)> = FxHashMap::default();
    said.sort_unstable();
    said.dedup();
    let mut outcomes = Vec::new();
    for said in said.chunk_by(|a, b| a.artifact == b.artifact) {
        let artifact = &mut artifacts[said[0].artifact as usize];
        outcomes.clear();
        outcomes.extend(said.iter().map(|said| (said.rule, said.outcome)));
        let before = artifact.evaluations.clone();
        let (_, lists) = lists.entry(before.as_ptr().addr()).or_insert_with(|| (before, Lists::default()));
        if let Some(known) = lists.get(&*outcomes) {
            artifact.evaluations = known.clone();
            continue;
        }
        for &(number, outcome) in &outcomes {
            artifact.worsen(Evaluation { rule: rules[number as usize].clone(), outcome });
        }
        lists.insert(outcomes.as_slice().into(), artifact.evaluations.clone());
    }
}

/// The rules of one configuration: what is selected, at which levels, and who judges.
#[derive(Debug)]
pub(super) struct Layer {
    pub active: BTreeMap<RuleId, Active>,
    /// The same rules by number.
    pub rules: Vec<RuleId>,
    schemas: BTreeMap<RuleId, Arc<SchemaRule>>,
    pub judge: Judge,
    kinds: Arc<KindTable>,
    plans: Mutex<HashMap<Kind, Arc<Pending>>>,
    /// The lists of evaluations that artifacts have so far, by the rules' outcomes.
    evaluations: Mutex<Lists<Vec<Option<Outcome>>>>,
    /// What rules of repository scope may read of documents, by kind.
    parts: Mutex<HashMap<Kind, Arc<Parts>>>,
    /// The schemas of kinds.
    pub shapes: ShapeRules,
}

/// The rules that apply to documents of one kind.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Views that rules look at.
    pub views: Vec<String>,
    /// Schema rules with the view that each of their kinds names, if it names one.
    pub schemas: Vec<(Arc<SchemaJudge>, Vec<Option<usize>>)>,
    /// Rego rules of document scope; `None` if there are none.
    pub document: Option<Arc<RuleSet>>,
    /// The same rules in the same order.
    pub asked: Vec<Asked>,
    /// Rego rules that see all documents of a file.
    pub artifact: Vec<RuleId>,
    /// Rego rules that see all documents of the repository.
    pub repository: Vec<RuleId>,
    /// Rules that need platform facts nobody has set, by number.
    pub unready: Vec<usize>,
}

/// A Rego rule of document scope.
#[derive(Debug)]
pub(super) struct Asked {
    pub active: Active,
    /// The views without whose nodes it has nothing to look at; none if it looks at the document as a whole.
    pub views: Option<Vec<usize>>,
}

impl Plan {
    /// The rules that apply, in order.
    pub(super) fn rules(&self) -> impl Iterator<Item = &RuleId> {
        let schemas = self.schemas.iter().map(|(judge, _)| &judge.active.rule.id);
        let document = self.document.iter().flat_map(|set| set.rules());
        let mut rules: Vec<_> = schemas.chain(document).chain(&self.artifact).chain(&self.repository).collect();
        rules.sort();
        rules.into_iter()
    }
}

impl Layer {
    /// A layer from its configuration.
    pub(super) fn new(
        config: &Config,
        selected: &[Loaded],
        libraries: &[Module],
        kinds: &Arc<KindTable>,
        as_of: Date,
        (catalogue, require): (Arc<Catalogue>, bool),
    ) -> Self {
        let mut active = BTreeMap::new();
        let mut schemas = BTreeMap::new();
        let mut modules = Vec::new();
        let mut options = serde_json::Map::new();
        let shared = Arc::new(Shared::default());
        for Loaded { rule, body, .. } in selected {
            let setting = config.setting(&rule.id);
            let is_configured = setting.is_some();
            let Some(level) = setting.map_or(Some(rule.level), |setting| setting.level) else { continue };
            let ready = rule.platform.iter().all(|fact| config.platform().contains_key(fact));
            active.insert(
                rule.id.clone(),
                Active { rule: rule.clone(), level, is_configured, number: 0, ready, shared: shared.clone() },
            );
            match body {
                Body::Rego(module) => modules.push((rule.id.clone(), module.clone())),
                Body::Schema(schema) => drop(schemas.insert(rule.id.clone(), schema.clone())),
                Body::Native => {}
            }
            options.insert(rule.id.to_string(), rule.options(config.options(&rule.id)));
        }
        let data = json!({
            "platform": config.platform(),
            "waylint": {"options": options, "now_ns": as_of.nanoseconds(), "as_of": as_of.to_string()},
        });
        let judge = Judge::new(modules, libraries, &data, kinds.clone());
        active.values_mut().enumerate().for_each(|(number, active)| active.number = number);
        let rules = active.keys().cloned().collect();
        let shapes = ShapeRules::new(&|id| active.get(id).cloned(), catalogue, require);
        Self {
            active,
            rules,
            schemas,
            judge,
            kinds: kinds.clone(),
            plans: Mutex::default(),
            evaluations: Mutex::default(),
            parts: Mutex::default(),
            shapes,
        }
    }

    /// The rules for documents of a kind.
    pub(super) fn plan(&self, kind: &Kind) -> Arc<Plan> {
        self.plan_meanwhile(kind, || {})
    }

    /// The same; while another thread makes the plan, for which its rules are compiled, something else is done.
    pub(super) fn plan_meanwhile(&self, kind: &Kind, other: impl FnOnce()) -> Arc<Plan> {
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let pending = plans.entry(kind.clone()).or_default().clone();
        drop(plans);
        if pending.plan.get().is_none() && pending.begun.swap(true, Ordering::Relaxed) {
            other();
        }
        pending.plan.get_or_init(|| Arc::new(self.make_plan(kind))).clone()
    }

    /// The outcomes of the layer's rules, by number, as the list that all artifacts of the same outcomes share.
    pub(super) fn evaluations(&self, outcomes: Vec<Option<Outcome>>) -> Arc<[Evaluation]> {
        let mut lists = self.evaluations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lists.get(&outcomes) {
            return known.clone();
        }
        let known = self.rules.iter().zip(&outcomes).filter_map(|(rule, outcome)| Some((rule.clone(), (*outcome)?)));
        let list: Arc<[Evaluation]> = known.map(|(rule, outcome)| Evaluation { rule, outcome }).collect();
        lists.insert(outcomes, list.clone());
        list
    }

    /// The rules of repository scope by their kinds: those over the same documents are asked together, so that what they
    /// have in common is worked out once.
    pub(super) fn repository_rules(&self) -> BTreeMap<&[String], Vec<&Active>> {
        let mut groups: BTreeMap<&[String], Vec<&Active>> = BTreeMap::new();
        let rules = self.active.values().filter(|active| active.rule.scope == Scope::Repository && active.ready);
        rules.for_each(|active| groups.entry(&active.rule.kinds).or_default().push(active));
        groups
    }

    /// Rules that are asked together, ready to be asked.
    pub(super) fn set(&self, group: &[&Active]) -> Arc<RuleSet> {
        self.judge.set(&Vec::from_iter(group.iter().map(|active| active.rule.id.clone())))
    }

    /// What the rules of repository scope may read of documents of a kind.
    pub(super) fn parts(&self, kind: &Kind) -> Arc<Parts> {
        let known = || self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parts) = known().get(kind) {
            return parts.clone();
        }
        let mut parts = Parts::default();
        for (kinds, group) in self.repository_rules() {
            if kinds.iter().any(|pattern| self.kinds.matches(pattern, kind)) {
                parts.want(self.set(&group).parts().clone());
            }
        }
        known().entry(kind.clone()).or_insert_with(|| Arc::new(parts.settled())).clone()
    }

    fn make_plan(&self, kind: &Kind) -> Plan {
        let mut plan = Plan::default();
        let mut document = Vec::new();
        for active in self.active.values().filter(|active| active.rule.form != Form::Native) {
            let rule = &active.rule;
            let fitting: Vec<&String> = rule.kinds.iter().filter(|pattern| self.kinds.matches(pattern, kind)).collect();
            if fitting.is_empty() {
                continue;
            }
            match (rule.form, rule.scope) {
                _ if !active.ready => plan.unready.push(active.number),
                (Form::Schema, _) => {
                    let views = fitting.iter().map(|name| self.view(name, &mut plan.views)).collect();
                    let schema = self.schemas[&rule.id].clone();
                    plan.schemas.push((Arc::new(SchemaJudge { active: active.clone(), schema }), views));
                }
                (_, Scope::Document) => {
                    document.push(rule.id.clone());
                    let views = fitting.iter().map(|name| self.view(name, &mut plan.views)).collect();
                    plan.asked.push(Asked { active: active.clone(), views });
                }
                (_, Scope::Artifact) => plan.artifact.push(rule.id.clone()),
                (_, Scope::Repository) => plan.repository.push(rule.id.clone()),
            }
        }
        plan.document = (!document.is_empty()).then(|| self.judge.set(&document));
        let asked = plan.asked.iter().map(|asked| &asked.active.rule.id);
        debug_assert!(plan.document.iter().flat_map(|set| set.rules()).eq(asked));
        plan
    }

    /// The number of a view among those of a plan; none if the name is not a view's.
    fn view(&self, name: &String, views: &mut Vec<String>) -> Option<usize> {
        if !self.kinds.is_view(name) {
            return None;
        }
        Some(views.iter().position(|known| known == name).unwrap_or_else(|| {
            views.push(name.clone());
            views.len() - 1
        }))
    }
}
