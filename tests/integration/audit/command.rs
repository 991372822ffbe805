//! What people see: repositories on disk, the binary, its summary and exit code.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

use crate::command::{Said, TODAY, waylint_in, write};

const DOCKERFILE: &str = "FROM registry.example.com/base:1.27\nUSER 1000\nCMD [\"/app\"]\n";
const AS_ROOT: &str = "FROM registry.example.com/base:1.27\nUSER root\nCMD [\"/app\"]\n";
const WORKFLOW: &str = "name: build\non: [push]\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n";
const ENTITY: &str = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: shop\nspec:\n  type: service\n  lifecycle: production\n  owner: group:default/team-shop\n";

const PLATFORM: &str = "
standards:
  owned:
    evidence: {present: [[codeowners, backstage/any-entity]]}
    stages: {audit: 2026-01-01, enforce: 2026-12-01}
    docs: https://platform.example.com/owned
  unprivileged:
    evidence: {all: [dockerfile/root-user]}
    when: {kinds: dockerfile}
  pipeline:
    evidence: {present: [github/workflow]}
    when: {kinds: dockerfile, lifecycle: production}
golden-path: {title: Short way, steps: [owned, unprivileged, pipeline]}
tiers: [{name: bronze, standards: [owned]}, {name: gold, standards: [unprivileged, pipeline]}]
";

/// Four repositories and the platform's configuration.
fn fleet() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            ("platform.yaml", PLATFORM),
            ("clones/shop/.git/HEAD", "ref: refs/heads/main\n"),
            ("clones/shop/.git/refs/heads/main", "0123456789abcdef0123456789abcdef01234567\n"),
            ("clones/shop/catalog-info.yaml", ENTITY),
            ("clones/shop/Dockerfile", DOCKERFILE),
            ("clones/shop/.github/workflows/build.yaml", WORKFLOW),
            ("clones/cart/.git/HEAD", ""),
            ("clones/cart/CODEOWNERS", "* @shop/team-cart\n"),
            ("clones/cart/Dockerfile", AS_ROOT),
            ("clones/quiet/.git/HEAD", ""),
            ("clones/quiet/CODEOWNERS", "* @shop/team-cart\n"),
            ("clones/quiet/Dockerfile", AS_ROOT),
            ("clones/quiet/.waylint.yaml", "rules:\n  dockerfile: off\n"),
            ("clones/lost/.git/HEAD", ""),
            ("clones/lost/README.md", "# Lost\n"),
        ],
    );
    folder
}

fn audit(folder: &Path, args: &[&str]) -> Said {
    waylint_in(folder, &[&["audit", "--config", "platform.yaml"][..], args].concat())
}

fn figures(folder: &Path, args: &[&str]) -> Value {
    let said = audit(folder, &[&["--format", "json"][..], args].concat());
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {}{}", said.out, said.err))
}

/// One repository's part of the figures.
fn of<'a>(figures: &'a Value, name: &str) -> &'a Value {
    figures["repositories"].as_array().unwrap().iter().find(|one| one["repository"] == name).unwrap()
}

#[test]
fn a_fleet_in_fifteen_lines() {
    let folder = fleet();
    let said = audit(folder.path(), &["clones", "--as-of", TODAY]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let text = said.out.replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!(text, @r"
    Short way · as of 2026-11-22 · waylint VERSION
    4 of 4 repositories audited; 2 owners, 1 unowned
    adoption   63 % of 8 standards asked (71 % of 7 without waivers); 1 waived, 4 not applicable
    tiers      none 1 · bronze 2 · gold 1
    path       4 repositories → owned 3/4 → unprivileged 1/3 → pipeline 1/1 → all 1
    least met  unprivileged 33 % of 3 · owned 75 % of 4
    soon       owned goes to enforce on 2026-12-01 (in 9 days): 1 more held up, 0 mended by fixes alone
    waived     1 rule switched off
    ");
    assert!(text.lines().count() <= 15);
}

#[test]
fn owners_come_from_the_catalogue_then_codeowners_then_the_manifest() {
    let folder = fleet();
    write(
        folder.path(),
        &[(
            "fleet.csv",
            "name,path,owner,lifecycle\nshop,clones/shop,manifest,\ncart,clones/cart,manifest,production\nlost,clones/lost,team-lost,\ngone,clones/gone,team-gone,\n",
        )],
    );
    let figures = figures(folder.path(), &["fleet.csv", "--as-of", TODAY]);
    let owner = |name| of(&figures, name)["owner"].as_str().unwrap().to_owned();
    assert_eq!(
        [owner("shop"), owner("cart"), owner("lost"), owner("gone")],
        ["team-shop", "team-cart", "team-lost", "team-gone"]
    );
    assert_eq!(of(&figures, "shop")["commit"], "0123456789abcdef0123456789abcdef01234567");
    assert_eq!(of(&figures, "shop")["tier"]["tier"], 2);
    // What the manifest says of its lifecycle decides that the pipeline is asked for.
    assert_eq!(of(&figures, "cart")["outcomes"]["pipeline"], "fail");
    assert_eq!(of(&figures, "gone")["status"], "unreachable");
    assert_eq!(of(&figures, "gone")["outcomes"]["owned"], "error");
    assert_eq!(figures["completeness"]["audited"], 3);
}

#[test]
fn the_exit_code_says_whether_somebody_is_held_up_and_whether_all_were_seen() {
    let folder = fleet();
    let code = |args: &[&str]| audit(folder.path(), args).code;
    assert_eq!(code(&["clones", "--as-of", "2026-11-30"]), 0);
    assert_eq!(code(&["clones", "--as-of", "2026-12-01"]), 1, "`owned` is enforced, and one is not");
    write(folder.path(), &[("fleet.yaml", "- clones/shop\n- clones/gone\n")]);
    assert_eq!(code(&["fleet.yaml", "--as-of", "2026-12-01"]), 3);
    assert_eq!(code(&["clones/gone"]), 2);
    let said = audit(folder.path(), &["clones/gone"]);
    assert!(said.err.contains("clones/gone: there is no such file or folder"), "{}", said.err);
    audit(folder.path(), &["clones", "--history", "audits.db"]);
    let said = audit(folder.path(), &["audits.db"]);
    assert!(said.code == 2 && said.err.contains("name it with `--history`"), "{}", said.err);
}

#[test]
fn nothing_rises_by_switching_off_or_waiving() {
    let folder = fleet();
    let before = figures(folder.path(), &["clones", "--as-of", TODAY]);
    assert_eq!(of(&before, "cart")["outcomes"]["unprivileged"], "fail");
    assert_eq!(of(&before, "quiet")["outcomes"]["unprivileged"], "waived", "switched off, and judged all the same");
    write(
        folder.path(),
        &[
            (
                "clones/cart/Dockerfile",
                &AS_ROOT.replace("USER", "# waylint: allow dockerfile/root-user -- later\nUSER"),
            ),
            (
                "clones/lost/.waylint.yaml",
                "waivers:\n  - rule: standard/owned\n    reason: it is being retired\n    until: 2026-12-31\n",
            ),
        ],
    );
    let after = figures(folder.path(), &["clones", "--as-of", TODAY]);
    assert_eq!(of(&after, "cart")["outcomes"]["unprivileged"], "waived");
    assert_eq!(of(&after, "lost")["outcomes"]["owned"], "waived");
    for name in ["cart", "lost"] {
        assert_eq!(of(&after, name)["tier"], of(&before, name)["tier"]);
        assert_eq!(of(&after, name)["position"]["prefix"], of(&before, name)["position"]["prefix"]);
    }
    assert_eq!(after["overall"]["pass"], before["overall"]["pass"]);
    let applicable = |figures: &Value| {
        ["pass", "fail", "waived"].iter().map(|key| figures["overall"][key].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!(applicable(&after), applicable(&before));
    // Past its day a waiver waives nothing.
    let later = figures(folder.path(), &["clones", "--as-of", "2027-01-01"]);
    assert_eq!(of(&later, "lost")["outcomes"]["owned"], "fail");
}

#[test]
fn what_only_templates_hold_is_not_measured() {
    let folder = tempfile::tempdir().unwrap();
    let template = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n";
    write(
        folder.path(),
        &[
            (
                "platform.yaml",
                "standards:\n  sound: {evidence: {all: [kubernetes]}, when: {kinds: kubernetes/workload}}\n  meshed: {evidence: {present: [istio/any]}}\ngolden-path: {steps: [sound, meshed]}\ntiers: []\n",
            ),
            ("chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
            ("chart/templates/deployment.yaml", template),
        ],
    );
    let one = figures(folder.path(), &["chart"]);
    assert_eq!(of(&one, "chart")["outcomes"]["sound"], "unmeasured");
    assert_eq!(of(&one, "chart")["outcomes"]["meshed"], "fail", "every template says what it is");
    write(folder.path(), &[("chart/templates/other.yaml", "apiVersion: {{ .api }}\nkind: {{ .kind }}\n")]);
    let other = figures(folder.path(), &["chart"]);
    assert_eq!(of(&other, "chart")["outcomes"]["meshed"], "unmeasured");
}

#[test]
fn a_reference_is_audited_without_touching_the_clone() {
    let folder = tempfile::tempdir().unwrap();
    let clone = folder.path().join("shop");
    write(folder.path(), &[("platform.yaml", PLATFORM), ("shop/Dockerfile", AS_ROOT)]);
    let git = |args: &[&str]| {
        let identity = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").arg("-C").arg(&clone).args(identity).args(args).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "root"]);
    let commit = git(&["rev-parse", "HEAD"]);
    fs::write(clone.join("Dockerfile"), DOCKERFILE).unwrap();
    let figures = |target: &str| figures(folder.path(), &[target, "--as-of", TODAY]);
    assert_eq!(of(&figures("shop"), "shop")["outcomes"]["unprivileged"], "pass");
    let at = figures(&format!("shop@{commit}"));
    assert_eq!(
        (&of(&at, "shop")["outcomes"]["unprivileged"], &of(&at, "shop")["commit"]),
        (&"fail".into(), &commit.into())
    );
    assert_eq!(git(&["status", "--porcelain"]), "M Dockerfile", "the clone is as it was");
    let missing = figures("shop@nowhere");
    assert_eq!(of(&missing, "shop")["message"], "there is no reference `nowhere`");
}

#[test]
fn a_history_carries_what_did_not_change() {
    let folder = fleet();
    let run = |day: &str| figures(folder.path(), &["clones", "--history", "fleet.db", "--as-of", day]);
    let first = run("2026-11-01");
    assert_eq!(first["completeness"]["carried"], 0);
    write(folder.path(), &[("clones/cart/Dockerfile", DOCKERFILE)]);
    let second = run("2026-11-22");
    assert_eq!(second["completeness"]["carried"], 3);
    assert_eq!(of(&second, "cart")["outcomes"]["unprivileged"], "pass");
    assert_eq!(
        second["standards"].as_array().unwrap().iter().find(|one| one["standard"] == "unprivileged").unwrap()["adoptions"]
            ["pull"],
        1
    );
    // The stage of `owned` is another, and what files say is the same.
    let third = run("2026-12-01");
    assert_eq!((&third["completeness"]["carried"], &third["standards"][0]["stage"]), (&4.into(), &"enforce".into()));
    let foreign = folder.path().join("other.db");
    fs::write(&foreign, "no database at all, but some bytes that are long enough to be looked at").unwrap();
    assert_eq!(audit(folder.path(), &["clones", "--history", "other.db"]).code, 2);
}

#[test]
fn standards_that_cannot_be_meant_are_refused_with_their_place() {
    let folder = fleet();
    let refused = |text: &str| {
        write(folder.path(), &[("platform.yaml", text)]);
        let said = audit(folder.path(), &["clones"]);
        assert_eq!(said.code, 2, "{}", said.out);
        said.err
    };
    insta::assert_snapshot!(refused("standards:\n  safe:\n    evidence: {all: [dockerfile/rootuser]}\n"), @r"
    waylint: standard `safe`: no rule or pack matches `dockerfile/rootuser`
      --> platform.yaml:3:16
        2 |   safe:
        3 |     evidence: {all: [dockerfile/rootuser]}
          |                ^^^
      help: did you mean `dockerfile/root-user`?
    ");
    insta::assert_snapshot!(refused("golden-path:\n  steps: [owned, sealed]\n"), @r"
    waylint: there is no standard `sealed`
      --> platform.yaml:2:18
        1 | golden-path:
        2 |   steps: [owned, sealed]
          |                  ^^^^^^
      help: describe `sealed` under `standards`, or name one of behind-gateway, catalogued, container-build, continuous-integration, deployed-by-gitops, deployed-declaratively, image-unprivileged, meshed, observed, owned, pipeline-hardened, service-level, workload-sound
    ");
    insta::assert_snapshot!(refused("standards:\n  owned:\n    stages: {warn: 2026-06-01, enforce: 2026-05-01}\n"), @r"
    waylint: `enforce` does not begin after `warn`
      --> platform.yaml:3:41
        2 |   owned:
        3 |     stages: {warn: 2026-06-01, enforce: 2026-05-01}
          |                                         ^^^^^^^^^^
      help: give each stage a later day than the one before it
    ");
    insta::assert_snapshot!(refused("standards:\n  safe:\n    evidence: {present: [docker]}\n"), @r"
    waylint: standard `safe`: kind `docker` does not exist
      --> platform.yaml:3:16
        2 |   safe:
        3 |     evidence: {present: [docker]}
          |                ^^^^^^^
      help: name a kind, a group or a glob; docs/kinds.md lists them
    ");
}

#[test]
fn the_ready_made_path_stands_on_rules_and_kinds_that_exist() {
    let folder = fleet();
    let said = waylint_in(folder.path(), &["audit", "--no-config", "--format", "json", "clones"]);
    let figures: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {}", said.err));
    assert_eq!(figures["path"]["steps"].as_array().unwrap().len(), 10);
    assert!(
        figures["standards"].as_array().unwrap().iter().all(|one| one["stage"] == "audit"),
        "nobody is held up by default"
    );
}

#[test]
fn a_broken_configuration_of_one_repository_is_its_own() {
    let folder = fleet();
    write(folder.path(), &[("clones/cart/.waylint.yaml", "rulez: {}\n")]);
    let figures = figures(folder.path(), &["clones", "--as-of", TODAY]);
    assert_eq!(of(&figures, "cart")["status"], "error");
    assert_eq!(of(&figures, "cart")["message"], ".waylint.yaml:1:1: unknown key `rulez`; did you mean `rules`?");
    assert_eq!(of(&figures, "shop")["status"], "ok");
}
