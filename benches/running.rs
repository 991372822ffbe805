//! Whole runs: a cold process on five manifests, and a tree of 5,000 files against walking, reading and parsing it.
//!
//! `cargo bench --bench running`. Both sides of a comparison run in one process on one thread, so that only their ratio
//! need be believed.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, OnceLock},
};

use divan::{Bencher, black_box};
use rayon::prelude::*;
use tempfile::TempDir;
use waylint::{
    config::Choice,
    discover,
    document::{self, Arena, Limits, Way},
    kind::Format,
    linter::{self, BaselineChoice, Request},
    source::Source,
};

const FILES: usize = 5_000;

/// Rules of repository scope.
const REPOSITORY: [&str; 9] = [
    "istio/gateway-undefined",
    "istio/subset-undefined",
    "istio/token-optional",
    "istio/virtual-service-conflict",
    "kong/acl-without-authentication",
    "kong/plugin-reference-undefined",
    "kubernetes/dangling-reference",
    "kubernetes/readiness-probe-missing",
    "kubernetes/selector-without-pods",
];

fn main() {
    divan::main();
}

/// What a repository of services holds, in the order of its files.
fn manifest(number: usize) -> String {
    let name = format!("service-{number}");
    match number % 5 {
        0 | 1 => format!(
            "# {name}: the part of the shop that does one thing\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n  labels:\n    \
             app.kubernetes.io/name: {name}\nspec:\n  replicas: 3\n  selector:\n    matchLabels:\n      app: {name}\n  template:\n    metadata:\n      \
             labels:\n        app: {name}\n    spec:\n      serviceAccountName: {name}\n      containers:\n        - name: server\n          image: \
             registry.example.com/shop/{name}:1.{number}.0\n          ports:\n            - containerPort: 8080\n          env:\n            - name: \
             LOG_LEVEL\n              value: info\n            - name: DATABASE_PASSWORD\n              valueFrom:\n                secretKeyRef: \
             {{name: {name}, key: password}}\n          readinessProbe:\n            httpGet: {{path: /ready, port: 8080}}\n          resources:\n            \
             requests: {{cpu: 100m, memory: 128Mi}}\n            limits: {{memory: 256Mi}}\n          securityContext:\n            \
             allowPrivilegeEscalation: false\n            readOnlyRootFilesystem: true\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\nspec:\n  \
             selector:\n    app: {name}\n  ports:\n    - {{name: http, port: 80, targetPort: 8080}}\n"
        ),
        2 => {
            let lines: String = (0..20).map(|line| format!("  key-{line}: \"value {line} of {name}\"\n")).collect();
            format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n{lines}")
        }
        3 => format!(
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: {name}\nspec:\n  hosts:\n    - {name}.example.com\n  \
             http:\n    - match:\n        - uri: {{prefix: /api}}\n      timeout: 5s\n      route:\n        - destination: {{host: {name}, port: {{number: 80}}}}\n"
        ),
        _ => format!(
            "# Settings that no platform tool reads\nserver:\n  host: {name}\n  port: 8080\nfeatures:\n  - search\n  - checkout\n"
        ),
    }
}

/// Files of a folder.
#[derive(Clone, Copy)]
enum Files {
    Five,
    Different,
    /// Every fourth five are the same as the five fifteen files before.
    QuarterCopies,
}

fn tree(files: Files) -> &'static Path {
    static TREES: OnceLock<[TempDir; 3]> = OnceLock::new();
    let make = |files: usize, copies: bool| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for number in 0..files {
            let below = folder.path().join(format!("team-{}", number / 50));
            fs::create_dir_all(&below).expect("a folder");
            let same_as = if copies && number / 5 % 4 == 3 { number - 15 } else { number };
            fs::write(below.join(format!("{number}.yaml")), manifest(same_as)).expect("a file");
        }
        folder
    };
    let trees = TREES.get_or_init(|| [make(5, false), make(FILES, false), make(FILES, true)]);
    trees[files as usize].path()
}

fn request(folder: &Path) -> Request {
    Request {
        paths: vec![folder.to_owned()],
        config: Choice::None,
        baseline: BaselineChoice::None,
        jobs: Some(1),
        ..Request::default()
    }
}

#[divan::bench(sample_count = 40)]
fn cold_process_of_five_manifests(bencher: Bencher<'_, '_>) {
    let folder = tree(Files::Five);
    bencher.bench(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waylint"));
        command.args(["check", "--no-config", "--format", "concise"]).arg(folder).output().expect("waylint runs")
    });
}

/// How far files are taken.
#[derive(Clone, Copy, Debug)]
enum Until {
    Read,
    Parsed(Way),
}

const WAYS: [(Until, usize); 5] = [
    (Until::Read, 1),
    (Until::Parsed(Way::Fast), 1),
    (Until::Parsed(Way::Maintained), 1),
    (Until::Read, 2),
    (Until::Parsed(Way::Fast), 2),
];

/// Walks a folder, and reads and parses its YAML files by so many threads, into the same memory one after the other.
fn walk(folder: &Path, until: Until, threads: usize) {
    let keep = |relative: &str| relative.ends_with(".yaml") || relative.ends_with(".yml");
    let options = discover::Options { threads, keep: &keep, ..discover::Options::all(folder) };
    let found = discover::discover(&[PathBuf::from(folder)], &options);
    let take = |(bytes, arena): &mut (Vec<u8>, Arena), file: &discover::Found| {
        *bytes = linter::read_at_most(file.path(), usize::MAX >> 1, std::mem::take(bytes)).expect("a file");
        let Until::Parsed(way) = until else { return };
        let Ok(text) = String::from_utf8(std::mem::take(bytes)) else { return };
        let source = Arc::new(Source::new(file.shown.clone(), text));
        let tree = document::parse_into(std::mem::take(arena), way, source, Format::Yaml, &Limits::default());
        let (source, nodes) = black_box(tree).into_parts();
        (*bytes, *arena) = (Arc::into_inner(source).expect("one owner").into_text().into_bytes(), nodes);
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| found.files.par_iter().for_each_init(Default::default, take));
}

#[divan::bench(args = WAYS, sample_count = 10)]
fn walk_read_parse(bencher: Bencher<'_, '_>, (until, threads): (Until, usize)) {
    let folder = tree(Files::Different);
    bencher.bench(|| walk(folder, until, threads));
}

/// The same with the YAML files below the folder that `WAYLINT_BENCH_FILES` names.
#[divan::bench(args = WAYS, sample_count = 10)]
fn walk_read_parse_files_of_a_folder(bencher: Bencher<'_, '_>, (until, threads): (Until, usize)) {
    let Some(folder) = env::var_os("WAYLINT_BENCH_FILES").map(PathBuf::from) else { return };
    bencher.bench(|| walk(&folder, until, threads));
}

#[divan::bench(sample_count = 10)]
fn check_with_all_rules(bencher: Bencher<'_, '_>) {
    let request = request(tree(Files::Different));
    bencher.bench(|| linter::lint(&request, &|_, _| {}).expect("a report"));
}

/// With what files that hold the same save, and without.
#[divan::bench(sample_count = 10, args = [true, false])]
fn check_of_different_files(bencher: Bencher<'_, '_>, once: bool) {
    let request = Request { once, ..request(tree(Files::Different)) };
    bencher.bench(|| linter::lint(&request, &|_, _| {}).expect("a report"));
}

#[divan::bench(sample_count = 10, args = [true, false])]
fn check_of_a_quarter_of_copies(bencher: Bencher<'_, '_>, once: bool) {
    let request = Request { once, ..request(tree(Files::QuarterCopies)) };
    bencher.bench(|| linter::lint(&request, &|_, _| {}).expect("a report"));
}

/// The same without rules of repository scope.
#[divan::bench(sample_count = 10, args = [true, false])]
fn check_file_by_file_of_a_quarter_of_copies(bencher: Bencher<'_, '_>, once: bool) {
    let ignore = REPOSITORY.map(str::to_owned).to_vec();
    let request = Request { once, ignore, ..request(tree(Files::QuarterCopies)) };
    bencher.bench(|| linter::lint(&request, &|_, _| {}).expect("a report"));
}
