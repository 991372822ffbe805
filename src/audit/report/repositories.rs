//! The repositories: a list that every number leads into, and a page that shows any one of them.
//!
//! There are too many to write a page for each, so scripts fill both from data files. These are scripts too, each a call with JSON:
//! from a folder a browser loads no other data.

use std::collections::{BTreeMap, BTreeSet};

use maud::html;
use serde_json::{Value, json};

use super::{
    frame::Page,
    links::{Links, file_name},
    model::{Model, Repository},
    standard::LASTING,
};
use crate::{
    audit::{
        dataset::{Audited, Finding, Outcome, RepositoryId, Standard, Status, Waiver, WaiverKind, WaiverState},
        figures::{self, Came, Timeline},
        quality,
    },
    date::Date,
    standard::StandardId,
};

/// How many repositories share a file of details.
const TOGETHER: usize = 40;

/// The list.
pub(super) fn list(links: &Links<'_>) -> Page {
    Page {
        path: "repositories.html".to_owned(),
        title: "Repositories".to_owned(),
        lead: html! { p { (super::links::grouped(links.model.repositories.len() as u32)) " repositories." } },
        body: html! {
            noscript { p.nothing { "This list is drawn by a script. Without one, the " a href="teams.html" { "pages of the teams" } " name their repositories." } }
            div id="list" {}
        },
        scripts: &["data/repositories.js", "assets/list.js"],
    }
}

/// The page of any repository, which the part behind `#` names.
pub(super) fn shell(links: &Links<'_>) -> Page {
    let shards = shards(links.model).to_string();
    Page {
        path: "repository.html".to_owned(),
        title: "Repository".to_owned(),
        lead: html! {},
        body: html! {
            noscript { p.nothing { "This page is drawn by a script. Without one, the " a href="teams.html" { "pages of the teams" } " say how their repositories stand." } }
            div id="repository" data-shards=(shards) {}
        },
        scripts: &["data/standards.js", "data/texts.js", "assets/repository.js"],
    }
}

fn shards(model: &Model<'_>) -> usize {
    model.repositories.len().div_ceil(TOGETHER).clamp(1, 4096)
}

/// Which file a repository's details are in: FNV-1a of its name. `repository.js` reckons the same.
fn shard(name: &str, shards: usize) -> usize {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash as usize % shards
}

/// A data file: a call that hands its JSON to whoever waits for it.
fn call(name: &str, value: &Value) -> String {
    // Whoever puts such a file into a page must not be able to end its script.
    let json = value.to_string().replace('<', "\\u003c");
    format!("waylint.data({}, {json});\n", Value::from(name))
}

/// All data files, each with its path.
pub(super) fn data(links: &Links<'_>, timeline: &Timeline, put: &mut super::Put<'_>) -> std::io::Result<()> {
    let model = links.model;
    let texts = Texts::new(model);
    put("data/standards.js", &call("standards", &standards(links)))?;
    put("data/texts.js", &call("texts", &json!(texts.list)))?;
    put("data/repositories.js", &call("repositories", &rows(links)))?;
    for at in 0..model.runs.len() {
        put(&format!("data/run/{at}.js"), &call(&format!("run/{at}"), &run(model, at)))?;
    }
    for standard in &model.standards {
        let name = format!("course/{}", file_name(standard.standard.as_str()));
        put(&format!("data/{name}.js"), &call(&name, &courses(model, timeline, standard)))?;
    }
    let shards = shards(model);
    let mut files: Vec<BTreeMap<&str, &Repository<'_>>> = vec![BTreeMap::new(); shards];
    for repository in &model.repositories {
        files[shard(repository.name(), shards)].insert(repository.name(), repository);
    }
    for (at, file) in files.iter().enumerate() {
        let mut words = Words::default();
        // Pairs, not an object: a script would take `__proto__` for something else than a name.
        let details: Value =
            file.iter().map(|(name, one)| json!([name, details(links, one, &texts, &mut words)])).collect();
        let together = json!({ "words": words.list, "repositories": details });
        put(&format!("data/repository/{at}.js"), &call(&format!("repository/{at}"), &together))?;
    }
    Ok(())
}

/// How each repository of the list stood in a run: its letters, after `=` where they were carried over; nothing if it was not
/// audited.
fn run(model: &Model<'_>, at: usize) -> Value {
    let run = &model.runs[at].run;
    let said = |one: &Repository<'_>| {
        let id = &one.result.scan.repository;
        let status = model.dataset.result(run, id)?.scan.status;
        let carried = if status == Status::Carried { "=" } else { "" };
        status.is_audited().then(|| format!("{carried}{}", model.said(at, id).unwrap_or_default()))
    };
    model.repositories.iter().map(|one| Value::from(said(one).unwrap_or_default())).collect()
}

/// How it went with each repository of the list by a standard, a few letters each; `list.js` knows the same.
fn courses(model: &Model<'_>, timeline: &Timeline, standard: &Standard) -> Value {
    let courses: BTreeMap<_, _> = figures::courses(timeline, &standard.standard, LASTING).collect();
    let letters = |one: &Repository<'_>| {
        let Some(course) = courses.get(&one.result.scan.repository) else { return String::new() };
        let came = match course.came {
            Came::Before => "b",
            Came::Pull => "l",
            Came::Push => "p",
        };
        let lasted = match course.lasted {
            Some(true) => "os",
            Some(false) => "o",
            None => "",
        };
        format!("{came}{lasted}{}", if course.broken { "x" } else { "" })
    };
    model.repositories.iter().map(|one| Value::from(letters(one))).collect()
}

/// What rules say to do, each once for the whole report.
struct Texts<'a> {
    list: Vec<&'a str>,
    numbers: BTreeMap<&'a str, usize>,
}

impl<'a> Texts<'a> {
    fn new(model: &Model<'a>) -> Self {
        let all = model.repositories.iter().flat_map(|one| &one.result.findings).map(|finding| finding.help.as_str());
        let list: Vec<&str> = all.collect::<BTreeSet<_>>().into_iter().collect();
        let numbers = list.iter().enumerate().map(|(at, text)| (*text, at)).collect();
        Self { list, numbers }
    }
}

/// What both scripts need to know of standards, tiers and runs.
fn standards(links: &Links<'_>) -> Value {
    let model = links.model;
    let standard = |one: &&Standard| {
        json!({
            "id": one.standard, "title": one.title, "page": format!("standard/{}.html", file_name(one.standard.as_str())),
            "step": one.step, "tier": one.tier, "stage": one.stage, "counts": one.stage.counts(), "rules": one.rules,
            "present": one.present.iter().map(|kinds| kinds.join(" or ")).collect::<Vec<_>>(),
        })
    };
    let rules: Value = model.rules.iter().map(|(id, rule)| json!([id, rule.url])).collect();
    json!({
        "day": model.day(),
        "runs": model.runs.iter().map(|run| json!([run.run, run.as_of])).collect::<Vec<_>>(),
        "standards": model.standards.iter().map(standard).collect::<Vec<_>>(),
        "tiers": model.run.tiers,
        "rules": rules,
    })
}

/// A row a repository, with what lists are narrowed down by; words that recur are numbers into tables.
fn rows(links: &Links<'_>) -> Value {
    let model = links.model;
    let mut words = Words::default();
    let latest = model.runs.len() - 1;
    let at = |standard: &StandardId| model.index(standard);
    let lately: BTreeSet<_> =
        figures::arrivals(model.dataset, model.run, 90).map(|result| &result.scan.repository).collect();
    let answered = answered(model);
    let rows: Vec<Value> = model
        .repositories
        .iter()
        .map(|one| {
            let id = &one.result.scan.repository;
            let known = &one.result.repository;
            json!([
                one.name(),
                words.number(one.owner),
                words.number(one.domain.unwrap_or_default()),
                words.number(known.language.as_deref().unwrap_or("unknown")),
                words.number(known.lifecycle.as_deref().unwrap_or("unknown")),
                words.number(one.age(model.day())),
                words.number(one.result.scan.status.as_str()),
                one.tier.as_ref().map(|tier| tier.tier),
                model.said(latest, id).unwrap_or_default(),
                model.previous().and_then(|previous| model.said(previous, id)).unwrap_or_default(),
                one.position.prefix,
                one.position.steps,
                on_path(model, one.result),
                one.position.stopped.as_ref().and_then(|(standard, _)| at(standard)),
                one.blocking,
                files(one.result),
                rules(one.result).into_iter().map(|rule| words.number(rule)).collect::<Vec<_>>(),
                waivers(one.result, model.day()),
                ends(one.result).into_iter().map(|day| words.number(&day.to_string())).collect::<Vec<_>>(),
                answered.get(id).into_iter().flatten().map(|rule| words.number(rule)).collect::<Vec<_>>(),
                u8::from(lately.contains(id)),
            ])
        })
        .collect();
    let teams: Value = model.by_owner().keys().map(|owner| json!([owner, model.slug(owner)])).collect();
    let mut value = standards(links);
    value["words"] = json!(words.list);
    value["teams"] = teams;
    value["rows"] = Value::Array(rows);
    value
}

/// Which standards are steps of a repository's path: a mark for each.
fn on_path(model: &Model<'_>, result: &Audited) -> String {
    let mark = |one: &Standard| match result.evaluation(&one.standard) {
        Some(said) if said.on_path && said.outcome != Outcome::NotApplicable => '1',
        _ => '0',
    };
    model.steps().map(mark).collect()
}

/// What there is among its files, a letter each; `list.js` knows the same.
fn files(result: &Audited) -> String {
    let scan = &result.scan;
    let parts =
        [(scan.artifacts, 'a'), (scan.opaque, 't'), (scan.excluded, 'x'), (scan.unreadable, 'u'), (scan.failures, 'f')];
    parts.iter().filter(|(number, _)| *number > 0).map(|(_, letter)| letter).collect()
}

/// What sorts of waivers it has, a letter each; `list.js` knows the same.
fn waivers(result: &Audited, day: Date) -> String {
    let mut letters = BTreeSet::new();
    for waiver in &result.waivers {
        match waiver.kind {
            WaiverKind::SwitchedOff => drop(letters.insert('s')),
            WaiverKind::Baseline => drop(letters.insert('d')),
            WaiverKind::Inline | WaiverKind::Configured => {
                letters.insert('a');
                letters.extend((waiver.state(day) == WaiverState::Expiring).then_some('e'));
                letters.extend(waiver.until.is_none().then_some('n'));
                letters.extend(waiver.owner.is_none().then_some('o'));
            }
        }
    }
    letters.into_iter().collect()
}

/// The days on which its waivers end, each once.
fn ends(result: &Audited) -> BTreeSet<Date> {
    let stated = |waiver: &&Waiver| matches!(waiver.kind, WaiverKind::Inline | WaiverKind::Configured);
    result.waivers.iter().filter(stated).filter_map(|waiver| waiver.until).collect()
}

/// The rules that people of each repository have said something of.
fn answered<'a>(model: &Model<'a>) -> BTreeMap<&'a RepositoryId, BTreeSet<&'a str>> {
    let mut answered: BTreeMap<&RepositoryId, BTreeSet<&str>> = BTreeMap::new();
    for event in quality::words(model.dataset, model.run) {
        let (Some(repository), Some(rule)) = (&event.repository, &event.rule) else { continue };
        answered.entry(repository).or_default().insert(rule.as_str());
    }
    answered
}

/// The rules that find something, each once.
fn rules(result: &Audited) -> BTreeSet<&str> {
    result.findings.iter().map(|finding| finding.rule.as_str()).collect()
}

/// Words and their numbers, in the order in which they first come.
#[derive(Default)]
struct Words {
    list: Vec<String>,
    numbers: BTreeMap<String, usize>,
}

impl Words {
    fn number(&mut self, word: &str) -> usize {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.list.len();
        self.list.push(word.to_owned());
        self.numbers.insert(word.to_owned(), number);
        number
    }
}

/// Everything that a repository's page shows.
fn details(links: &Links<'_>, one: &Repository<'_>, texts: &Texts<'_>, words: &mut Words) -> Value {
    let model = links.model;
    let result = one.result;
    let runs = 0..model.runs.len();
    let history: Vec<&str> = runs.map(|run| model.said(run, &result.scan.repository).unwrap_or_default()).collect();
    let missing: Value = result
        .evaluations
        .iter()
        .filter(|said| !said.missing.is_empty())
        .map(|said| json!([said.standard, said.missing]))
        .collect();
    json!({
        "owners": result.ownership.iter().map(|own| json!([own.path, own.owner, own.domain, own.source])).collect::<Vec<_>>(),
        "team": model.slug(one.owner),
        "url": result.repository.url,
        "facts": [result.repository.language, result.repository.lifecycle, result.repository.created],
        "kinds": result.repository.kinds,
        "scan": {
            "status": result.scan.status, "commit": result.scan.commit, "message": result.scan.message,
            "artifacts": result.scan.artifacts, "documents": result.scan.documents, "opaque": result.scan.opaque,
            "excluded": result.scan.excluded, "unreadable": result.scan.unreadable, "failures": result.scan.failures,
        },
        "tier": one.tier.as_ref().map(|tier| json!([tier.tier, tier.next.as_ref().map(|next| &next.missing)])),
        "position": [one.position.prefix, one.position.steps],
        "path": on_path(model, result),
        "history": history,
        "missing": missing,
        "findings": result.findings.iter().map(|one| finding(one, texts, words)).collect::<Vec<_>>(),
        "waivers": result.waivers.iter().map(|own| json!([own.rule, own.kind, own.reason, own.owner, own.until, own.findings])).collect::<Vec<_>>(),
    })
}

/// A finding as a row: what recurs is a number, of a word of the file or of a text of the report. `repository.js` reads it so.
fn finding(one: &Finding, texts: &Texts<'_>, words: &mut Words) -> Value {
    json!([
        words.number(one.rule.as_str()),
        one.level,
        words.number(&one.file),
        one.line,
        one.column,
        words.number(&one.pointer),
        words.number(&one.message),
        one.snippet.as_deref().map(|snippet| words.number(snippet)),
        texts.numbers.get(one.help.as_str()),
        one.fix,
        one.waiver.as_deref().map(|waiver| words.number(waiver)),
    ])
}
