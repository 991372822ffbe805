//! What the project says of itself holds: pages, pictures of output, links, pipelines, hooks.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use waylint::{
    kind::Dialect,
    recognise::{KindTable, ViewStep},
    source::Source,
};

use crate::{
    command::{TODAY, root, storefront, waylint, waylint_in},
    rules::assert_fresh,
};

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn yaml(name: &str) -> Value {
    let source = std::sync::Arc::new(Source::new(name, read(name)));
    let tree = waylint::document::parse(source, waylint::kind::Format::Yaml, &waylint::document::Limits::default());
    assert!(tree.errors().is_empty(), "{name}: {:?}", tree.errors());
    tree.documents(Dialect::Core).next().unwrap().root().to_json()
}

/// The project's own pages, not those of rules, which are derived.
fn pages() -> Vec<PathBuf> {
    let mut pages = Vec::new();
    for folder in ["", "docs", "integrations", "docs/rules"] {
        let entries = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
        pages.extend(entries.filter(|path| path.extension().is_some_and(|extension| extension == "md")));
    }
    pages.sort();
    pages
}

/// The blocks of a page that begin with some words, without these and the closing fence.
fn blocks<'t>(page: &'t str, opening: &str) -> Vec<&'t str> {
    page.split(opening).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn pictures_of_output_are_copied_from_a_run() {
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        let mut fresh = page.clone();
        for block in blocks(&page, "```console\n$ waylint ") {
            let command = block.lines().next().unwrap();
            let mut args: Vec<&str> = command.split_whitespace().collect();
            if args[0] == "check" {
                args.extend(["--as-of", TODAY]);
            }
            let said = waylint(&args);
            assert_eq!(said.err, "", "{}: waylint {command}", path.display());
            let output = format!("{command}\n{}", said.out);
            // A picture does not age by every rule that is added.
            if uncounted(&output) != uncounted(block) {
                fresh = fresh.replace(block, &output);
            }
        }
        assert_fresh(&path, &fresh);
    }
}

fn uncounted(output: &str) -> String {
    regex::Regex::new(r"against \d+ rules").unwrap().replace_all(output, "against all rules").into_owned()
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap();
            let outside = link.contains("://") || target.is_empty();
            if !outside && !path.parent().unwrap().join(target).exists() {
                broken.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn messages_name_pages_that_exist() {
    let mut folders = vec![root().join("src"), root().join("policies")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let named = text.match_indices("docs/").filter_map(|(at, _)| {
                let name = text[at..].split(|c: char| !(c.is_alphanumeric() || "/-_.".contains(c))).next()?;
                let starts = !text[..at].ends_with(|c: char| c.is_alphanumeric() || "/.-".contains(c));
                (starts && name.ends_with(".md")).then_some(name)
            });
            for name in named {
                assert!(root().join(name).exists(), "{} names {name}", path.display());
            }
        }
    }
}

#[test]
fn the_readme_says_what_holds() {
    let readme = read("README.md");
    let commands = blocks(&readme, "```sh\ncargo run -- ");
    let commands: Vec<&str> = commands.iter().flat_map(|block| block.lines()).collect();
    assert_eq!(commands.len(), 2, "two commands stand up front: {commands:?}");
    let test = commands[1].split('#').next().unwrap().trim();
    assert!(read(".ci/run").lines().any(|line| line == test), ".ci/run does not run `{test}`");

    let explained = readme.lines().find_map(|line| line.strip_prefix("waylint explain ")).unwrap();
    let said = waylint(&["explain", explained.split_whitespace().next().unwrap()]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "README.md explains what does not exist");

    let configuration = blocks(&readme, "```yaml\nfail-on: ")[0];
    let repository = storefront();
    fs::create_dir_all(repository.path().join("platform/policies")).unwrap();
    fs::write(repository.path().join(".waylint.yaml"), format!("fail-on: {configuration}")).unwrap();
    let said = waylint_in(repository.path(), &["check", "--fail-on", "never"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "the configuration in README.md does not load");

    let version = env!("CARGO_PKG_VERSION");
    assert!(readme.contains(&format!("rev: v{version}\n")), "README.md shows another version than {version}");
    let rust = read("Cargo.toml").split("rust-version = \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(readme.contains(&format!("{rust} or newer")), "README.md promises another Rust than {rust}");
}

#[test]
fn the_house_keeps_its_own_rules() {
    let own = [".github", "action.yml", ".pre-commit-hooks.yaml", "integrations"];
    let said = waylint(&[&["check", "--fail-on", "note", "--format", "concise"], &own[..]].concat());
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

#[test]
fn pipelines_are_pinned_and_gated() {
    for name in [".github/workflows/ci.yml", "action.yml"] {
        for line in read(name).lines().filter_map(|line| line.split_once("uses: ").map(|(_, action)| action)) {
            let commit = line.split_once('@').map(|(_, rest)| rest.split(' ').next().unwrap_or_default());
            let pinned =
                commit.is_none_or(|commit| commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit()));
            assert!(pinned && (line.starts_with("./") || line.contains(" # v")), "{name}: {line}");
        }
    }
    let workflow = yaml(".github/workflows/ci.yml");
    let jobs: Vec<&String> = workflow["jobs"].as_object().unwrap().keys().filter(|job| *job != "gate").collect();
    let gated: Vec<&str> =
        workflow["jobs"]["gate"]["needs"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(jobs, gated, "the gate waits for every job");
}

#[test]
fn the_hook_and_the_action_call_what_exists() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    assert_eq!(hooks.as_array().unwrap().len(), 2);
    for hook in hooks.as_array().unwrap() {
        let entry: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').skip(1).collect();
        let repository = storefront();
        let said = waylint_in(repository.path(), &[&entry[..], &["deploy/base/worker.yaml"]].concat());
        assert_eq!((said.code, said.err.as_str()), (1, ""));
        let files = regex::Regex::new(hook["files"].as_str().unwrap()).unwrap();
        for name in
            ["worker/Dockerfile", "ci/Dockerfile.dev", "web.Dockerfile", "a/b.yml", "kong.json", "Containerfile"]
        {
            assert!(files.is_match(name), "the hook passes over {name}");
        }
        for name in ["src/main.rs", "README.md", "Dockerfiles/notes.txt"] {
            assert!(!files.is_match(name), "the hook takes {name}");
        }
    }
    let action = read("action.yml");
    let inputs = yaml("action.yml")["inputs"].as_object().unwrap().clone();
    for name in inputs.keys() {
        assert!(action.contains(&format!("inputs.{name} ")), "action.yml does nothing with `{name}`");
    }
}

#[test]
fn kinds_have_a_fresh_page() {
    let table = KindTable::built_in();
    let mut page = KINDS.to_owned();
    page.push_str("\n## Kinds\n\n| Kind | What it is | Read as |\n|---|---|---|\n");
    let mut rows: Vec<(String, &str, String)> = Vec::new();
    for known in table.kinds() {
        let format = format!("{:?}", known.format).to_lowercase().replace("opaque", "not read");
        match rows.last_mut() {
            Some((kinds, title, _)) if *title == known.title => {
                let _ = write!(kinds, ", `{}`", known.kind);
            }
            _ => rows.push((format!("`{}`", known.kind), known.title, format)),
        }
    }
    for (kinds, title, format) in rows {
        let _ = writeln!(page, "| {kinds} | {title} | {format} |");
    }
    page.push_str("\n## Groups\n\n| Group | Members |\n|---|---|\n");
    for (group, members) in table.groups() {
        let members: Vec<String> = members.iter().map(|member| format!("`{member}`")).collect();
        let _ = writeln!(page, "| `{group}` | {} |", members.join(", "));
    }
    page.push_str("\n## Views\n\n| View | What it is | Where |\n|---|---|---|\n");
    for (view, title) in table.views() {
        let mut places: Vec<String> = Vec::new();
        for path in table.view_paths(view, None) {
            let steps = path.at.iter().map(|step| match step {
                ViewStep::Key(key) => key.as_str(),
                ViewStep::Every { .. } => "*",
            });
            let at = steps.collect::<Vec<_>>().join(".");
            let place = if at.is_empty() { "the document".to_owned() } else { format!("`{at}`") };
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let _ = writeln!(page, "| `{view}` | {title} | {} |", places.join(", "));
    }
    assert_fresh(Path::new(&root().join("docs/kinds.md")), &page);
}

const KINDS: &str = "# Kinds

What waylint recognises, written from its table. A rule names what it applies to by kind, by group, by view, or by a glob
over kinds (`istio/*`). `waylint inspect FILE` shows the kinds of a file.

A file is recognised by its path, or by what it holds where the path does not tell. Kubernetes objects say themselves what
they are: an object of a known system whose kind is not listed here is recognised all the same. Files that are *not read*
are counted, and no rule looks into them.

## Bring your own

A pack may hold a `kinds.yaml` and a `views.yaml`, written as waylint's own `policies/kinds.yaml` and
`policies/views.yaml`, whose comments describe every field (`schemas/kinds.schema.json` is for editors). What a pack adds is
tried before waylint's own.

```yaml
kinds:
  - kind: shop/service
    title: Service of the shop
    names: [service.shop.yaml]
views:
  - view: shop/queue
    title: Queue that a service reads
    entries:
      - {kinds: [shop/service], at: \"queues.*\"}
```
";
