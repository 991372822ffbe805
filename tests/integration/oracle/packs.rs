//! waylint's own packs on real repositories.

use std::{path::PathBuf, sync::Arc};

use serde_json::json;
use waylint::{
    engine::{Member, shown, view},
    recognise::KindTable,
    registry::{Body, Registry, package_of_rule},
    rule::Scope,
};

use super::{
    documents::{members, views},
    job::{Document, Job, Outcome},
    paths,
};

struct Packs {
    registry: Registry,
    kinds: Arc<KindTable>,
}

impl Packs {
    fn new() -> Self {
        let mut registry = Registry::default();
        registry.add_folder(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("policies")).unwrap();
        let kinds = Arc::new(registry.kinds().unwrap());
        Self { registry, kinds }
    }

    /// All rules of a scope, and the libraries.
    fn job(&self, name: String, scope: Scope, all: &[&Member]) -> Job {
        let mut job = Job { name, ..Job::default() };
        for loaded in self.registry.rules().filter(|loaded| loaded.rule.scope == scope) {
            if let Body::Rego(module) = &loaded.body {
                job.modules.insert(module.name.to_string(), module.text.to_string());
                job.entries.push(format!("data.{}.deny", package_of_rule(&loaded.rule.id)));
            }
        }
        for module in self.registry.libraries() {
            job.modules.insert(module.name.to_string(), module.text.to_string());
        }
        let options = self.registry.default_options();
        job.data = json!({"platform": {}, "waylint": {"options": options, "now_ns": 0, "as_of": "1970-01-01"}});
        job.extensions = vec![view(self.kinds.clone())];
        job.views = views(&self.kinds, all);
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

/// Each rule on the documents of its kinds, as the linter asks it, and each folder of a repository by itself as well, so
/// that names which only other folders define are missing.
#[test]
#[ignore = "needs OPA, see tests/oracle/README.md"]
fn rules_of_repository_scope() {
    let packs = Packs::new();
    let mut outcome = Outcome::default();
    for folder in paths("WAYLINT_ORACLE_REPOSITORIES") {
        let members = members(&folder, &packs.kinds);
        let all: Vec<&Member> = members.iter().collect();
        let top = |member: &&Member| member.file.split('/').take(2).collect::<Vec<_>>().join("/");
        let mut groups: Vec<Vec<&Member>> = vec![all.clone()];
        groups.extend(all.chunk_by(|a, b| top(a) == top(b)).map(<[_]>::to_vec));
        for loaded in packs.registry.rules().filter(|loaded| loaded.rule.scope == Scope::Repository) {
            let entry = format!("data.{}.deny", package_of_rule(&loaded.rule.id));
            let mut job = packs.job(folder.display().to_string(), Scope::Repository, &all);
            job.entries.retain(|other| *other == entry);
            let fits =
                |member: &Member| loaded.rule.kinds.iter().any(|pattern| packs.kinds.matches(pattern, &member.kind));
            for group in &groups {
                let wanted: Vec<&Member> = group.iter().copied().filter(|member| fits(member)).collect();
                for complete in [true, false] {
                    if !wanted.is_empty() {
                        job.documents.push(Document::Json(collection(&wanted, complete)));
                    }
                }
            }
            if !job.entries.is_empty() && !job.documents.is_empty() {
                outcome.add(job.run());
            }
        }
    }
    outcome.conclude("rules of repository scope");
}

/// What a rule of repository scope sees.
fn collection(members: &[&Member], complete: bool) -> String {
    let members = members.iter().map(|member| {
        let node = shown(member.recognised().document);
        let (file, kind) = (json!(&*member.file), json!(member.kind.as_str()));
        format!(r#"{{"file":{file},"document":{},"kind":{kind},"node":{node}}}"#, member.document)
    });
    format!(r#"{{"complete":{complete},"documents":[{}]}}"#, members.collect::<Vec<_>>().join(","))
}
