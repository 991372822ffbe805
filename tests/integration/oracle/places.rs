//! How many findings of other people's rules, which name no place, get one that is better than the whole document. Needs the
//! packs and no OPA.

use std::collections::BTreeMap;

use waylint::{
    document::{Document as Read, Step},
    engine::place_of,
    kind::Dialect,
    rego::{
        compile::{Input, Source, compile},
        eval::{Limits, Worker},
        memory::Facts,
    },
};

use super::{
    gatekeeper,
    job::{Document, Job, json_tree},
    path, trivy,
};

/// Findings, and how many of them have a place inside the document, and inside an element of a list.
#[derive(Default)]
struct Count {
    findings: usize,
    placed: usize,
    in_elements: usize,
}

impl Count {
    fn add(&mut self, pointer: Option<&[Step]>) {
        self.findings += 1;
        self.placed += usize::from(pointer.is_some());
        self.in_elements +=
            usize::from(pointer.is_some_and(|steps| steps.iter().any(|step| matches!(step, Step::Index(_)))));
    }

    fn print(&self, name: &str) {
        let share = |count: usize| 100.0 * count as f64 / self.findings.max(1) as f64;
        let Self { findings, placed, in_elements } = self;
        println!(
            "{name}: {findings} findings, {placed} with a place ({:.1} %), {in_elements} in an element ({:.1} %)",
            share(*placed),
            share(*in_elements)
        );
    }
}

#[test]
#[ignore = "needs other people's rules, see tests/oracle/README.md"]
fn places_of_trivy() {
    let mut job = trivy::job(&path("WAYLINT_ORACLE_TRIVY"), &["lib", "checks/kubernetes", "checks/docker"]);
    job.documents = trivy::documents();
    count(&job, &[]).print("all of trivy-checks");
}

#[test]
#[ignore = "needs other people's rules, see tests/oracle/README.md"]
fn places_of_gatekeeper() {
    let mut all = Count::default();
    for job in gatekeeper::policies() {
        let count = count(&job, &["review", "object"]);
        all.findings += count.findings;
        all.placed += count.placed;
        all.in_elements += count.in_elements;
    }
    all.print("all of gatekeeper-library");
}

/// Counts, below some keys that every document has, and shows the rules whose findings mostly have no place.
fn count(job: &Job, below: &[&str]) -> Count {
    let source = |(name, text): (&String, &String)| Source::new(name.as_str(), text.as_str(), job.version);
    let modules: Vec<Source> = job.modules.iter().map(source).collect();
    let extensions = job.extensions.clone();
    let compiled = compile(&Input { extensions, ..Input::all(&modules, &job.data) });
    let (mut worker, facts) = (Worker::default(), Facts::default());
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let shown = std::env::var("WAYLINT_ORACLE_SHOW").ok().and_then(|number| number.parse().ok()).unwrap_or(0);
    for document in &job.documents {
        let read;
        let documents: Vec<Read<'_>> = match document {
            Document::Read(member) => vec![member.recognised().unwrap().document],
            Document::Json(text) => {
                read = json_tree(text);
                read.documents(Dialect::Json).collect()
            }
        };
        let mut machine = worker.machine(&compiled.program, &documents, &facts, Limits::default());
        let input = machine.document(1);
        machine.set_input(Some(input));
        for entry in &job.entries {
            let path: Vec<&str> = entry.split('.').skip(1).collect();
            let Some(rule) = compiled.program.rule(&path) else { continue };
            let Ok(found) = machine.findings(rule) else { continue };
            for found in found {
                let place = place_of(&machine, &found, &documents);
                let pointer = place.as_ref().and_then(|(_, pointer)| inside(pointer.steps(), below));
                let count = counts.entry(entry).or_default();
                count.add(pointer);
                if count.findings <= shown {
                    let mut said = String::new();
                    machine.memory.write_rego(found.value, &mut said).unwrap();
                    let said: String = said.chars().take(300).collect();
                    let place = place.map_or_else(|| "nowhere".to_owned(), |(_, pointer)| pointer.to_string());
                    println!("{entry} at {place}: {said}");
                }
            }
        }
    }
    let mut all = Count::default();
    for (name, count) in counts {
        if 2 * count.placed < count.findings {
            count.print(&format!("  {name}"));
        }
        all.findings += count.findings;
        all.placed += count.placed;
        all.in_elements += count.in_elements;
    }
    all
}

/// What is below some keys, unless that is the whole document or says what it is.
fn inside<'s>(steps: &'s [Step], below: &[&str]) -> Option<&'s [Step]> {
    let is_key = |step: &Step, wanted: &str| matches!(step, Step::Key(key) if key == wanted);
    let starts = steps.len() > below.len() && steps.iter().zip(below).all(|(step, key)| is_key(step, key));
    let rest = starts.then(|| &steps[below.len()..])?;
    let says_what = matches!(rest, [step] if is_key(step, "kind") || is_key(step, "apiVersion"));
    (!says_what).then_some(rest)
}
