//! Reading files into the arena: bytes a second for lifelike files of each format.
//!
//! `cargo bench --bench reading`; look at the throughput, and compare only runs of one machine. YAML and JSON are read in
//! both ways. With `WAYLINT_BENCH_FILES` naming a folder, its YAML files are read instead of generated ones.

#![allow(clippy::print_stdout, reason = "what was read belongs to the figures")]

use std::{env, fmt::Write as _, fs, path::Path, sync::Arc};

use divan::{Bencher, black_box, counter::BytesCount};
use waylint::{
    document::{Limits, Tree, Way, parse, parse_by},
    kind::{Dialect, Format},
    source::Source,
};

fn main() {
    for part in [Part::All, Part::Small, Part::Large] {
        describe(part);
    }
    divan::main();
}

/// Which files are read.
#[derive(Clone, Copy, Debug)]
enum Part {
    All,
    /// Less than 4 KiB, as most manifests have.
    Small,
    Large,
}

const SMALL: usize = 4 << 10;

const READINGS: [(Part, Way); 6] = [
    (Part::All, Way::Fast),
    (Part::All, Way::Maintained),
    (Part::Small, Way::Fast),
    (Part::Small, Way::Maintained),
    (Part::Large, Way::Fast),
    (Part::Large, Way::Maintained),
];

/// YAML files without an error.
fn files(part: Part) -> Vec<Arc<Source>> {
    let mut texts = Vec::new();
    match env::var_os("WAYLINT_BENCH_FILES") {
        Some(folder) => collect(Path::new(&folder), &mut texts),
        None => texts.extend([manifests(1), manifests(200), schema(10), schema(500)]),
    }
    texts.retain(|text| match part {
        Part::All => true,
        Part::Small => text.len() < SMALL,
        Part::Large => text.len() >= SMALL,
    });
    let sources = texts.into_iter().map(|text| Arc::new(Source::new("bench", text)));
    sources.filter(|source| read(source, Format::Yaml).errors().is_empty()).collect()
}

fn collect(folder: &Path, texts: &mut Vec<String>) {
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() && !path.is_symlink() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
            texts.extend(fs::read_to_string(path));
        }
    }
}

fn describe(part: Part) {
    let sources = files(part);
    let trees: Vec<Tree> = sources.iter().map(|source| read(source, Format::Yaml)).collect();
    let bytes = |tree: &Tree| tree.source().text().len();
    let total: usize = trees.iter().map(bytes).sum();
    let fast: usize = trees.iter().filter(|tree| tree.declined().is_none()).map(bytes).sum();
    let arena: usize = trees.iter().map(|tree| tree.arena().bytes()).sum();
    let share = |part: usize| part as f64 / total.max(1) as f64;
    println!(
        "{part:?}: {} files, {total} bytes, {:.2} % of them in the fast way; arena {:.2} of the bytes",
        trees.len(),
        share(fast) * 100.0,
        share(arena)
    );
}

#[divan::bench(args = READINGS)]
fn yaml_files(bencher: Bencher<'_, '_>, (part, way): (Part, Way)) {
    let sources = files(part);
    let bytes: usize = sources.iter().map(|source| source.text().len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for source in &sources {
            black_box(parse_by(way, Arc::clone(source), Format::Yaml, &Limits::default()));
        }
    });
}

/// About 1 KB of YAML a piece.
fn manifests(count: usize) -> String {
    let mut text = String::new();
    for n in 0..count {
        let _ = write!(
            text,
            "---
# Deployed by the platform.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: service-{n}
  labels: {{app: service-{n}, tier: \"front\"}}
spec:
  replicas: 3
  selector:
    matchLabels:
      app: service-{n}
  template:
    spec:
      containers:
      - name: web # the one
        image: registry.example.org/team/service-{n}:1.{n}.0
        args: [\"--port=8080\", '--verbose']
        ports:
        - containerPort: 8080
          protocol: TCP
        env:
        - name: LOG_LEVEL
          value: info
        resources:
          requests: {{cpu: 100m, memory: 128Mi}}
          limits:
            memory: 256Mi
        livenessProbe:
          httpGet:
            path: /healthz
            port: 8080
          periodSeconds: 10
        command:
        - sh
        - -c
        - |
          set -eu
          exec /service --config /etc/service.yaml
"
        );
    }
    text
}

/// What schemas and dashboards are: deep, with long descriptions.
fn schema(count: usize) -> String {
    let mut text = "properties:\n".to_owned();
    for n in 0..count {
        let _ = write!(
            text,
            "  field{n}:
    description: |-
      The field of number {n} says how often the controller looks at the object, and what it
      does when the object has gone: see the documentation of the controller for the details.
    type: string
    x-validations:
    - message: must not be empty
      rule: size(self) > 0
"
        );
    }
    text
}

fn json(count: usize) -> String {
    let item = |n: usize| {
        format!(
            "  {{\"id\": {n}, \"name\": \"service-{n}\", \"ports\": [80, 443], \"ratio\": 0.5, \"note\": \"a \\\"quoted\\\" word\", \
             \"labels\": {{\"app\": \"web\", \"enabled\": true, \"owner\": null}}}}"
        )
    };
    format!("[\n{}\n]\n", (0..count).map(item).collect::<Vec<_>>().join(",\n"))
}

fn toml(count: usize) -> String {
    let mut text = String::new();
    for n in 0..count {
        let _ = write!(
            text,
            "# The service of number {n}\n[services.service-{n}]\nname = \"service-{n}\"\nports = [80, 443]\nratio = 0.5 # half\n\
             limits = {{ cpu = \"100m\", memory = \"128Mi\" }}\nlabels.app = 'web'\n\n"
        );
    }
    text
}

fn read(source: &Arc<Source>, format: Format) -> Tree {
    parse(Arc::clone(source), format, &Limits::default())
}

fn bench(bencher: Bencher<'_, '_>, format: Format, text: String) {
    let bytes = BytesCount::of_str(&text);
    let source = Arc::new(Source::new("bench", text));
    assert_eq!(read(&source, format).errors(), []);
    bencher.counter(bytes).bench(|| read(black_box(&source), format));
}

#[divan::bench]
fn yaml_one_manifest(bencher: Bencher<'_, '_>) {
    bench(bencher, Format::Yaml, manifests(1));
}

#[divan::bench]
fn yaml_manifests(bencher: Bencher<'_, '_>) {
    bench(bencher, Format::Yaml, manifests(200));
}

#[divan::bench]
fn yaml_schema(bencher: Bencher<'_, '_>) {
    bench(bencher, Format::Yaml, schema(500));
}

#[divan::bench(args = [Way::Fast, Way::Maintained])]
fn json_records(bencher: Bencher<'_, '_>, way: Way) {
    let text = json(1_000);
    let bytes = BytesCount::of_str(&text);
    let source = Arc::new(Source::new("bench", text));
    bencher.counter(bytes).bench(|| parse_by(way, Arc::clone(black_box(&source)), Format::Json, &Limits::default()));
}

#[divan::bench]
fn toml_tables(bencher: Bencher<'_, '_>) {
    bench(bencher, Format::Toml, toml(500));
}

/// Looking up what rules look up, in every document.
#[divan::bench]
fn look_up_in_manifests(bencher: Bencher<'_, '_>) {
    let source = Arc::new(Source::new("bench", manifests(200)));
    let tree = read(&source, Format::Yaml);
    bencher.counter(divan::counter::ItemsCount::new(200_usize)).bench(|| {
        let images = |document: waylint::document::Document<'_>| {
            let containers = document.root().at(&["spec", "template", "spec", "containers"]);
            containers
                .into_iter()
                .flat_map(|list| list.items())
                .filter_map(|item| item.get("image")?.as_str().map(|s| s.len()))
                .sum::<usize>()
        };
        black_box(&tree).documents(Dialect::Go).map(images).sum::<usize>()
    });
}
