//! waylint's own packs on real repositories.

use std::{path::PathBuf, sync::Arc};

use serde_json::{Value as Json, json};
use waylint::{
    engine::{Input, Judge, Member, shown, view},
    kind::Kind,
    recognise::KindTable,
    registry::{Body, Module, Registry, package_of_rule},
    rule::{Rule, RuleId, Scope},
};

use super::{
    documents::{members, texts, views},
    job::{Document, Job, Outcome},
    paths,
};

pub(super) struct Packs {
    registry: Registry,
    pub(super) kinds: Arc<KindTable>,
}

impl Packs {
    pub(super) fn new() -> Self {
        let mut registry = Registry::default();
        registry.add_folder(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("policies")).unwrap();
        let kinds = Arc::new(registry.kinds().unwrap());
        Self { registry, kinds }
    }

    /// The Rego rules of a scope, all of them or those for a kind.
    pub(super) fn entries(&self, scope: Scope, kind: Option<&str>) -> Vec<String> {
        let fits = |pattern: &String| kind.is_none_or(|kind| self.kinds.matches(pattern, &Kind::new(kind)));
        let rules = self.registry.rules().filter(|loaded| matches!(loaded.body, Body::Rego(_)));
        let rules = rules.filter(|loaded| loaded.rule.scope == scope && loaded.rule.kinds.iter().any(fits));
        rules.map(|loaded| format!("data.{}.deny", package_of_rule(&loaded.rule.id))).collect()
    }

    /// All rules of a scope, and the libraries.
    pub(super) fn job(&self, name: String, scope: Scope, all: &[&Member]) -> Job {
        let mut job = Job { name, ..Job::default() };
        for loaded in self.registry.rules().filter(|loaded| loaded.rule.scope == scope) {
            if let Body::Rego(module) = &loaded.body {
                job.modules.insert(module.name.to_string(), module.text.to_string());
            }
        }
        job.entries = self.entries(scope, None);
        for module in self.registry.libraries() {
            job.modules.insert(module.name.to_string(), module.text.to_string());
        }
        let options = self.registry.default_options();
        job.data = json!({"platform": {}, "waylint": {"options": options, "now_ns": 0, "as_of": "1970-01-01"}});
        job.extensions = vec![view(self.kinds.clone())];
        job.views = views(&self.kinds, all);
        let documents: Vec<Json> =
            all.iter().map(|member| member.recognised().unwrap().document.root().to_json()).collect();
        job.texts = texts(&documents);
        job
    }
}

#[test]
#[ignore = "needs OPA, see tests/oracle/README.md"]
fn rules_of_document_scope() {
    let packs = Packs::new();
    let mut outcome = Outcome::default();
    for folder in paths("WAYLINT_ORACLE_REPOSITORIES") {
        let members = members(&folder, &packs.kinds);
        println!("{}: {} documents", folder.display(), members.len());
        let mut job = packs.job(folder.display().to_string(), Scope::Document, &members.iter().collect::<Vec<_>>());
        job.documents = members.into_iter().map(Document::Read).collect();
        if !job.documents.is_empty() {
            outcome.add(job.run());
        }
    }
    outcome.conclude("rules of document scope, every rule on every document");
}

/// What the linter asks: the rules of a document's kind as one program, which holds nothing else. Each by itself says the same.
/// Needs no OPA, and looks at the repositories too if they are named.
#[test]
fn rules_say_the_same_together_and_alone() {
    let packs = Packs::new();
    let bodies = packs.registry.rules().filter_map(|loaded| match &loaded.body {
        Body::Rego(module) if loaded.rule.scope == Scope::Document => Some((&loaded.rule, module.clone())),
        _ => None,
    });
    let rules: Vec<(&Arc<Rule>, Module)> = bodies.collect();
    let modules: Vec<(RuleId, Module)> = rules.iter().map(|(rule, module)| (rule.id.clone(), module.clone())).collect();
    let data = packs.job(String::new(), Scope::Document, &[]).data;
    let judge = Judge::new(modules, packs.registry.libraries(), &data, packs.kinds.clone());
    let named = std::env::var_os("WAYLINT_ORACLE_REPOSITORIES");
    let folders = named.iter().flat_map(std::env::split_paths);
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let (mut asked, mut found) = (0, 0);
    for folder in std::iter::once(fixtures).chain(folders) {
        for member in members(&folder, &packs.kinds) {
            let fits = |pattern: &String| packs.kinds.matches(pattern, &member.kind);
            let applicable = rules.iter().filter(|(rule, _)| rule.kinds.iter().any(fits));
            let applicable: Vec<RuleId> = applicable.map(|(rule, _)| rule.id.clone()).collect();
            let input = Input::Document(member.recognised().unwrap().document);
            let together = judge.ask(&judge.set(&applicable), &input);
            for (id, verdict) in applicable.iter().zip(&together) {
                let alone = judge.ask(&judge.set(std::slice::from_ref(id)), &input);
                assert_eq!(std::slice::from_ref(verdict), alone, "{id} on {}", member.file);
                asked += 1;
                found += verdict.answers.as_ref().map_or(0, Vec::len);
            }
        }
    }
    println!("{asked} answers with {found} findings");
    assert!(asked > 1_000 && found > 100, "{asked} answers, {found} findings");
}

/// Each rule on the documents of its kinds, as the linter asks it, and each folder of a repository by itself as well, so
/// that names which only other folders define are missing.
#[test]
#[ignore = "needs OPA, see tests/oracle/README.md"]
fn rules_of_repository_scope() {
    let packs = Packs::new();
    let repositories: Vec<Vec<Member>> =
        paths("WAYLINT_ORACLE_REPOSITORIES").iter().map(|folder| members(folder, &packs.kinds)).collect();
    let job = packs.job(String::new(), Scope::Repository, &repositories.iter().flatten().collect::<Vec<_>>());
    let mut outcome = Outcome::default();
    for loaded in packs.registry.rules().filter(|loaded| loaded.rule.scope == Scope::Repository) {
        let entry = format!("data.{}.deny", package_of_rule(&loaded.rule.id));
        if !job.entries.contains(&entry) {
            continue;
        }
        let mut job = Job { name: loaded.rule.id.to_string(), entries: vec![entry], ..job.clone() };
        let fits = |member: &Member| loaded.rule.kinds.iter().any(|pattern| packs.kinds.matches(pattern, &member.kind));
        for members in &repositories {
            let wanted: Vec<&Member> = members.iter().filter(|member| fits(member)).collect();
            let top = |member: &&Member| member.file.split('/').take(2).collect::<Vec<_>>().join("/");
            let folders: Vec<&[&Member]> = wanted.chunk_by(|a, b| top(a) == top(b)).collect();
            for group in std::iter::once(&*wanted).chain(folders).filter(|group| !group.is_empty()) {
                let both = [true, false].map(|complete| Document::Json(collection(group, complete)));
                job.documents.extend(both);
            }
        }
        if !job.documents.is_empty() {
            outcome.add(job.run());
        }
    }
    outcome.conclude("rules of repository scope");
}

/// What a rule of repository scope sees.
fn collection(members: &[&Member], complete: bool) -> String {
    let members = members.iter().map(|member| {
        let node = shown(member.recognised().unwrap().document);
        let (file, kind) = (json!(&*member.file), json!(member.kind.as_str()));
        format!(r#"{{"file":{file},"document":{},"kind":{kind},"node":{node}}}"#, member.document)
    });
    format!(r#"{{"complete":{complete},"documents":[{}]}}"#, members.collect::<Vec<_>>().join(","))
}
