//! How long waylint, OPA and regorus take for the same rules and documents, in turn, so that what else the machine does
//! falls on all of them. Documents are read beforehand, and each side asks about one after the other.
//!
//! Time is that of the processor: of the thread here, of the whole process there, its garbage collector included.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

use serde_json::{Value as Json, json};
use waylint::{
    document::{Document as Read, Tree},
    engine::Member,
    kind::Dialect,
    rego::{
        Rule,
        compile::{Compiled, Input, Source, Wanted, compile},
        eval::{Limits, Worker},
        memory::Facts,
    },
    rule::Scope,
};

use super::{
    documents::members,
    job::{Document, Job, json_tree},
    packs::Packs,
    path, paths, trivy,
};

/// How often each side is asked about all documents.
const ROUNDS: usize = 11;

/// Documents of a workload.
const MOST: usize = 1_500;

/// One round: nanoseconds, and how many elements were found.
type Round = (u64, u64);

/// Whoever is timed.
type Side<'j> = Box<dyn FnMut() -> Round + 'j>;

#[test]
#[ignore = "needs OPA, see tests/oracle/README.md"]
fn rules_of_a_team() {
    let documents = trivy::documents();
    let job = Job { documents, ..platform() };
    job.run().conclude("rules of a team");
}

#[test]
#[ignore = "needs OPA, see tests/oracle/README.md"]
fn beside_opa_and_regorus() {
    let packs = Packs::new();
    let members: Vec<Member> =
        paths("WAYLINT_ORACLE_REPOSITORIES").iter().flat_map(|folder| members(folder, &packs.kinds)).collect();
    let is = |member: &&Member, pattern: &str| packs.kinds.matches(pattern, &member.kind);
    // Evenly over all repositories.
    let some = |wanted: &dyn Fn(&&Member) -> bool| -> Vec<Document> {
        let all: Vec<&Member> = members.iter().filter(wanted).collect();
        let step = all.len().div_ceil(MOST).max(1);
        all.into_iter().step_by(step).cloned().map(Document::Read).collect()
    };
    let of = |pattern: &'static str| some(&|member| is(member, pattern));
    let others = || some(&|member| is(member, "kubernetes/*") && !is(member, "kubernetes/workload"));
    let all: Vec<&Member> = members.iter().collect();
    let ours = |kind: &str| {
        let name = format!("rules of waylint for {kind}");
        let job = packs.job(name, Scope::Document, &all);
        Job { entries: packs.entries(Scope::Document, Some(kind)), ..job }.without_what_nobody_asks_for()
    };
    let trivys = trivy::job(&path("WAYLINT_ORACLE_TRIVY"), &["lib", "checks/kubernetes"]);
    for (job, documents) in [
        (platform(), of("kubernetes/workload")),
        (platform(), others()),
        (ours("kubernetes/Deployment"), of("kubernetes/workload")),
        (ours("dockerfile"), of("dockerfile")),
        (ours("compose"), of("compose")),
        (ours("github/workflow"), of("github/workflow")),
        (trivys.clone(), of("kubernetes/workload")),
        (trivys, others()),
    ] {
        let job = Job { documents, ..job };
        println!("{}: {} rules on {} documents", job.name, job.entries.len(), job.documents.len());
        if !job.documents.is_empty() && !job.entries.is_empty() {
            compare(&job);
        }
    }
}

/// Rules as a team writes them for its workloads.
fn platform() -> Job {
    let text = include_str!("../../oracle/platform.rego");
    let is_set = |name: &&str| text.contains(&format!("\n{name} contains message"));
    let names: BTreeSet<&str> = text.lines().filter_map(|line| line.split_whitespace().next()).filter(is_set).collect();
    Job {
        name: "rules of a team".to_owned(),
        modules: [("platform.rego".to_owned(), text.to_owned())].into(),
        entries: names.iter().map(|name| format!("data.platform.{name}")).collect(),
        data: json!({}),
        ..Job::default()
    }
}

fn compare(job: &Job) {
    let mut sides: Vec<(&str, Side<'_>)> = vec![("waylint", Box::new(own(job)))];
    // Two versions of waylint are compared without it.
    if std::env::var_os("WAYLINT_ORACLE").is_some() {
        sides.push(("OPA", Box::new(opa(job))));
    }
    #[cfg(feature = "second-opinion")]
    match super::regorus::side(job) {
        Ok(side) => sides.push(("regorus", Box::new(side))),
        Err(reason) => println!("  regorus cannot read it: {}", reason.replace('\n', " ")),
    }
    let mut rounds: Vec<Vec<u64>> = vec![Vec::new(); sides.len()];
    let mut found = vec![0; sides.len()];
    for round in 0..=ROUNDS {
        for (number, (_, side)) in sides.iter_mut().enumerate() {
            let (time, elements) = repeated(side);
            found[number] = elements;
            // The first round is for warming up.
            if round > 0 {
                rounds[number].push(time);
            }
        }
    }
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let documents = job.documents.len() as f64;
    for (number, (name, _)) in sides.iter().enumerate() {
        let each = |time: &u64| *time as f64 / 1e3 / documents;
        let ratios = rounds[number].iter().zip(&rounds[0]).map(|(other, ours)| *other as f64 / *ours as f64);
        let fastest = rounds[number].iter().map(each).fold(f64::INFINITY, f64::min);
        println!(
            "  {name:8} {:8.2} µs a document (fastest {fastest:.2}), {:5.1} times, {} found",
            median(rounds[number].iter().map(each).collect()),
            median(ratios.collect()),
            found[number],
        );
    }
}

/// A round of a side: as many passes over all documents as the clock needs, which the kernel sets forward every few
/// milliseconds only. What the other sides did to the caches falls on the first pass and so on few of them.
fn repeated(side: &mut Side<'_>) -> Round {
    const LONG_ENOUGH: u64 = 200_000_000;
    let (mut time, mut passes) = (0, 0);
    loop {
        let (taken, found) = side();
        (time, passes) = (time + taken, passes + 1);
        if time >= LONG_ENOUGH || passes == 1_000 {
            return (time / passes, found);
        }
    }
}

/// Nanoseconds of the processor that this thread has used.
pub(super) fn processor() -> u64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split_whitespace().next().unwrap().parse().unwrap()
}

/// waylint, with the place of each finding, as the linter asks.
fn own(job: &Job) -> impl FnMut() -> Round + '_ {
    let trees: Vec<Option<Tree>> = job
        .documents
        .iter()
        .map(|document| match document {
            Document::Json(text) => Some(json_tree(text)),
            Document::Read(_) => None,
        })
        .collect();
    let compiled: Compiled = {
        let source = |(name, text): (&String, &String)| Source::new(name.as_str(), text.as_str(), job.version);
        let modules: Vec<Source> = job.modules.iter().map(source).collect();
        let path = |entry: &String| entry.split('.').skip(1).map(Into::into).collect();
        let wanted = Wanted::Only(job.entries.iter().map(path).collect());
        compile(&Input { extensions: job.extensions.clone(), wanted, ..Input::all(&modules, &job.data) })
    };
    let rule = |entry: &String| compiled.program.rule(&entry.split('.').skip(1).collect::<Vec<_>>());
    let rules: Vec<Rule> = job.entries.iter().filter_map(rule).collect();
    // Who names all places is asked for none.
    let gives_places = rules.iter().all(|&rule| compiled.program.gives_places(rule));
    let (mut worker, facts) = (Worker::default(), Facts::default());
    move || {
        let (mut found, start) = (0, processor());
        for (document, tree) in job.documents.iter().zip(&trees) {
            let document: Read<'_> = match (document, tree) {
                (Document::Read(member), _) => member.recognised().unwrap().document,
                (_, Some(tree)) => tree.documents(Dialect::Json).next().unwrap(),
                _ => continue,
            };
            let documents = [document];
            let mut machine = worker.machine(&compiled.program, &documents, &facts, Limits::default());
            let input = machine.document(1);
            machine.set_input(Some(input));
            if gives_places {
                machine.leave_out_leads();
            }
            for &rule in &rules {
                if machine.passes_by(rule) {
                    continue;
                }
                machine.reset_limits(Duration::from_secs(2));
                if let Ok(list) = machine.findings(rule) {
                    found += list.len() as u64;
                    machine.give_back(list);
                }
            }
        }
        (processor() - start, found)
    }
}

/// OPA, in the program of `tests/oracle`.
struct Opa {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    _folder: tempfile::TempDir,
}

fn opa(job: &Job) -> impl FnMut() -> Round + use<> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("documents.jsonl");
    let mut out = BufWriter::new(File::create(&file).unwrap());
    job.documents.iter().for_each(|document| writeln!(out, "{}", document.json()).unwrap());
    out.flush().unwrap();
    let mut process = Command::new(path("WAYLINT_ORACLE"))
        .env("GOMAXPROCS", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (input, output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
    let mut opa = Opa { process, input, output, _folder: folder };
    let mut line = job.line(&file);
    line["timed"] = json!(true);
    writeln!(opa.input, "{line}").unwrap();
    move || {
        writeln!(opa.input, "again").unwrap();
        let mut line = String::new();
        opa.output.read_line(&mut line).unwrap();
        let answer: Json = serde_json::from_str(&line).unwrap();
        (answer["nanoseconds"].as_u64().unwrap(), answer["found"].as_u64().unwrap())
    }
}

impl Drop for Opa {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
