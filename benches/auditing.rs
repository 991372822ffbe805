//! An audit of many small repositories against one plain check of the same files.
//!
//! `cargo bench --bench auditing`. Both sides run in one process on one thread, so that only their ratio need be believed.
//! `REPOSITORIES=1000` makes more of them than the few hundred that are made otherwise, each of fifty files.

use std::{env, fs, path::PathBuf, sync::OnceLock};

use divan::{Bencher, black_box};
use tempfile::TempDir;
use waylint::{
    audit::{self, Audit, NoSink, Target},
    config::Choice,
    linter::{self, BaselineChoice, Request},
};

const FILES: usize = 50;

fn main() {
    divan::main();
}

/// What a service's repository holds. No two files of the fleet are the same.
fn file(repository: usize, number: usize) -> (String, String) {
    let name = format!("service-{repository}-{number}");
    match number % 5 {
        0 if number == 0 => (
            "Dockerfile".to_owned(),
            format!("FROM registry.example.com/base:1.{repository}\nCOPY . /app\nUSER 1000\nCMD [\"/app/{name}\"]\n"),
        ),
        0 | 1 => (
            format!("deploy/{name}.yaml"),
            format!(
                "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n  labels: {{app: {name}}}\nspec:\n  replicas: 3\n  \
                 selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec:\n      \
                 containers:\n        - name: server\n          image: registry.example.com/{name}:1.0\n          env:\n            - \
                 {{name: LOG_LEVEL, value: info}}\n          readinessProbe: {{httpGet: {{path: /ready, port: 8080}}}}\n          \
                 resources: {{limits: {{memory: 256Mi}}}}\n          securityContext: {{allowPrivilegeEscalation: false}}\n"
            ),
        ),
        2 => (
            format!("deploy/{name}.yaml"),
            format!(
                "apiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\nspec:\n  selector: {{app: {name}}}\n  ports:\n    - {{name: http, port: 80}}\n"
            ),
        ),
        3 => (
            format!(".github/workflows/{name}.yaml"),
            format!(
                "name: {name}\non: [push]\npermissions: {{}}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    \
                 steps:\n      - run: make {name}\n      - run: make test\n"
            ),
        ),
        _ => (
            format!("config/{name}.yaml"),
            format!("server:\n  host: {name}\n  port: 8080\nfeatures: [search, checkout]\n"),
        ),
    }
}

struct Fleet {
    folder: TempDir,
    targets: Vec<Target>,
}

fn fleet() -> &'static Fleet {
    static FLEET: OnceLock<Fleet> = OnceLock::new();
    FLEET.get_or_init(|| {
        let folder = tempfile::tempdir().expect("the fleet can be made and audited");
        let count = env::var("REPOSITORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(200);
        for repository in 0..count {
            let root = folder.path().join(format!("repository-{repository:04}"));
            fs::create_dir_all(root.join(".git")).expect("the fleet can be made and audited");
            fs::write(root.join("CODEOWNERS"), format!("* @shop/team-{}\n", repository % 20))
                .expect("the fleet can be made and audited");
            for number in 0..FILES {
                let (name, text) = file(repository, number);
                let path = root.join(name);
                fs::create_dir_all(path.parent().expect("a file has a folder"))
                    .expect("the fleet can be made and audited");
                fs::write(path, text).expect("the fleet can be made and audited");
            }
        }
        let targets = audit::targets(&[folder.path().to_owned()]).expect("the fleet can be made and audited");
        assert_eq!(targets.len(), count);
        Fleet { folder, targets }
    })
}

fn request(paths: Vec<PathBuf>) -> Request {
    Request { paths, config: Choice::None, baseline: BaselineChoice::None, jobs: Some(1), ..Request::default() }
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn plain_check(bencher: Bencher) {
    let request = request(vec![fleet().folder.path().to_owned()]);
    bencher.bench_local(|| black_box(linter::lint(&request, &|_, _| ()).expect("the fleet can be made and audited")));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn audit_of_all(bencher: Bencher) {
    let fleet = fleet();
    bencher.bench_local(|| {
        let audit = Audit::new(&request(Vec::new()), None).expect("the fleet can be made and audited");
        black_box(audit.run(&fleet.targets, fleet.targets.len(), &NoSink, &|_, _| ()))
    });
}
