//! `waylint report`: the folder that it writes, and what a browser makes of it.

mod browser;
mod fleet;
mod large;
mod markup;
mod numbers;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use browser::Browser;
use fleet::{Size, fleet};
use waylint::audit::{dataset::Dataset, store::Store};

use crate::command::waylint_in;

const SMALL: Size = Size { repositories: 120, standards: 10, runs: 4 };

/// A folder that holds a history and, in `report`, what the binary makes of it.
fn reported(dataset: &Dataset) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    Store::open(&folder.path().join("audits.db")).unwrap().merge(dataset).unwrap();
    let said = waylint_in(folder.path(), &["report", "--history", "audits.db", "--output", "report"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    assert!(said.out.contains("open report/index.html"), "{}", said.out);
    folder
}

/// Every file below a folder, by its path from there.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(below).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn a_report_is_a_folder_whose_links_all_lead_somewhere() {
    let folder = reported(&fleet(SMALL));
    let files = files(&folder.path().join("report"));
    for page in [
        "index.html",
        "heatmap.html",
        "path.html",
        "standards.html",
        "teams.html",
        "repositories.html",
        "repository.html",
    ]
    .iter()
    .chain(&[
        "waivers.html",
        "impact.html",
        "roadmap.html",
        "quality.html",
        "run.html",
        "standard/standard-00.html",
        "team/unowned.html",
    ]) {
        assert!(files.contains_key(*page), "{page} is not there: {:?}", files.keys());
    }
    let mut wrong = Vec::new();
    for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
        let page = markup::read(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for (element, attribute, address) in page.addresses() {
            let outside = address.starts_with("http://") || address.starts_with("https://");
            // People may be led outside; nothing is loaded from there.
            if outside && (element, attribute) == ("a", "href") || address == "data:," {
                continue;
            }
            if outside || address.contains("//") || address.starts_with('/') {
                wrong.push(format!("{name}: <{element} {attribute}> loads {address}"));
                continue;
            }
            let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
            let target = if path.is_empty() { name.clone() } else { resolved(name, path) };
            match files.get(&target) {
                None => wrong.push(format!("{name}: {address} leads nowhere")),
                Some(_)
                    if fragment.is_empty() || ["repositories.html", "repository.html"].contains(&target.as_str()) => {}
                Some(there) if !markup::read(there).unwrap().ids().contains(fragment) => {
                    wrong.push(format!("{name}: {target} has no place {fragment}"));
                }
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let loads = |text: &str| {
        ["@import", "url(", "fetch(", "XMLHttpRequest", "innerHTML"].iter().any(|word| text.contains(word))
    };
    let scripts: Vec<_> = files.iter().filter(|(name, text)| !name.ends_with(".html") && loads(text)).collect();
    assert!(scripts.is_empty(), "{scripts:?}");
}

/// A path as a page of the report means it.
fn resolved(page: &str, path: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let dataset = fleet(SMALL);
    let (first, second) = (reported(&dataset), reported(&dataset));
    assert_eq!(files(&first.path().join("report")), files(&second.path().join("report")));
}

#[test]
fn an_earlier_report_gives_way_and_nothing_else_does() {
    let folder = reported(&fleet(SMALL));
    let report = folder.path().join("report");
    fs::write(report.join("notes.txt"), "mine").unwrap();
    // A list that somebody has written into removes nothing outside.
    fs::write(folder.path().join("precious"), "").unwrap();
    let list = report.join("files.txt");
    fs::write(&list, format!("{}../precious\nstandard/gone.html\n", fs::read_to_string(&list).unwrap())).unwrap();
    fs::write(report.join("standard/gone.html"), "").unwrap();
    assert_eq!(waylint_in(folder.path(), &["report", "--history", "audits.db", "-o", "report", "--quiet"]).code, 0);
    let exist = |name: &str| report.join(name).exists();
    assert_eq!((exist("notes.txt"), exist("../precious"), exist("standard/gone.html")), (true, true, false));

    fs::create_dir(folder.path().join("other")).unwrap();
    fs::write(folder.path().join("other/thesis.txt"), "").unwrap();
    let said = waylint_in(folder.path(), &["report", "--history", "audits.db", "-o", "other"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("holds something that is no report"), "{}", said.err);
    let said = waylint_in(folder.path(), &["report", "--history", "nowhere.db"]);
    assert!(said.code == 2 && said.err.contains("there is no history nowhere.db"), "{}", said.err);
}

#[test]
fn every_share_says_what_it_is_of_and_what_stands_beside_it() {
    let dataset = fleet(SMALL);
    let folder = reported(&dataset);
    let page = fs::read_to_string(folder.path().join("report/standard/standard-01.html")).unwrap();
    let run = &dataset.latest().unwrap().run;
    let tally = waylint::audit::figures::by_standard(&dataset, run)[&fleet::standard_id(1)];
    let text = markup::read(&page).unwrap().text();
    let percent = tally.adoption().rounded().unwrap();
    assert!(text.contains(&format!("{percent} % of {}", tally.applicable())), "{text}");
    for (number, word) in [
        (tally.waived, "waived"),
        (tally.not_applicable, "not applicable"),
        (tally.unmeasured, "unmeasured"),
        (tally.error, "error"),
    ] {
        assert!(text.contains(&format!("{number} {word}")), "{number} {word}: {text}");
    }
}

/// Names that would be something else if they were taken for markup, addresses, code or another direction of text.
fn hostile() -> Dataset {
    let mut dataset = Dataset::default();
    let plain = fleet(Size { repositories: 12, standards: 4, runs: 2 });
    plain.runs().cloned().for_each(|run| dataset.add_run(run));
    for run in plain.runs() {
        for standard in plain.standards(&run.run) {
            let mut standard = standard.clone();
            standard.title = "</title><script>alert('title')</script>".to_owned();
            standard.docs = Some("javascript:alert('docs')".to_owned());
            dataset.add_standard(standard);
        }
        for rule in plain.rules(&run.run) {
            let mut rule = rule.clone();
            rule.url = Some("data:text/html,<script>alert('url')</script>".to_owned());
            rule.help = "\"><img src=x onerror=alert('help')>".to_owned();
            dataset.add_rule(rule);
        }
        for (at, result) in plain.results(&run.run).enumerate() {
            dataset.add_result(with_hostile_names(result.clone(), at));
        }
    }
    dataset
}

const NAMES: [&str; 6] = [
    "<script>alert('name')</script>",
    "\"quoted\" 'and' & <b>bold</b>",
    "__proto__",
    "evil\u{202e}gnp.exe",
    "../../etc/passwd#?&owner=x%00",
    "עברית/مستودع",
];

fn with_hostile_names(mut result: waylint::audit::dataset::Audited, at: usize) -> waylint::audit::dataset::Audited {
    use waylint::audit::dataset::RepositoryId;
    let id = RepositoryId::new(NAMES.get(at).map_or_else(|| format!("<i>{at}</i>"), |name| (*name).to_owned()));
    result.scan.repository = id.clone();
    result.repository.repository = id.clone();
    result.repository.url = Some("javascript:alert('repository')".to_owned());
    result.ownership.iter_mut().for_each(|own| {
        own.repository = id.clone();
        own.owner = NAMES[(at + 1) % NAMES.len()].to_owned();
        own.domain = Some("</script><script>alert('domain')</script>".to_owned());
    });
    result.evaluations.iter_mut().for_each(|said| said.repository = id.clone());
    result.findings.iter_mut().for_each(|finding| {
        finding.repository = id.clone();
        finding.file = "<img src=x onerror=alert('file')>".to_owned();
        finding.message = "</script><script>alert('message')</script>\u{202e}".to_owned();
        finding.snippet = Some("<svg onload=alert('snippet')>".to_owned());
    });
    result.waivers.iter_mut().for_each(|waiver| {
        waiver.repository = id.clone();
        waiver.reason = "<iframe src=javascript:alert('reason')>".to_owned();
    });
    result
}

#[test]
fn names_of_strangers_are_text_and_nothing_else() {
    let folder = reported(&hostile());
    let files = files(&folder.path().join("report"));
    for (name, text) in &files {
        assert!(!text.contains('\u{202e}') || !name.ends_with(".html"), "{name} turns its text around");
        if !name.ends_with(".html") {
            assert!(name.starts_with("assets/") || !text.contains('<'), "{name} could end a script");
            continue;
        }
        let page = markup::read(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let foreign: Vec<_> = page.elements().filter(|element| ["img", "iframe", "b", "i"].contains(element)).collect();
        assert!(foreign.is_empty(), "{name}: {foreign:?}");
        assert!(
            page.scripts()
                .all(|src| src.starts_with("assets/") || src.starts_with("../assets/") || src.starts_with("data/")),
            "{name}"
        );
        assert!(
            page.addresses().iter().all(|(_, _, to)| !to.starts_with("javascript:") && !to.starts_with("data:text")),
            "{name}"
        );
        assert!(page.attributes().all(|attribute| !attribute.starts_with("on")), "{name}");
    }
}

/// A browser, or the reason why there is none, said aloud.
fn browser() -> Option<Browser> {
    let found = browser::find();
    if found.is_none() {
        // Not by the macro, whose output a test that passes keeps for itself.
        let _ = writeln!(
            std::io::stderr(),
            "\nSKIPPED: no page was opened in a browser, since there is none: install chromium, or name one in WAYLINT_BROWSER\n"
        );
    }
    found.map(|program| Browser::start(&program))
}

#[test]
fn a_report_is_opened_and_clicked_through() {
    let Some(mut browser) = browser() else { return };
    let folder = reported(&fleet(SMALL));
    let report = folder.path().join("report");
    let browser = &mut browser;

    browser.open(&report.join("index.html"), "");
    assert_eq!(browser.text("h1"), "Overview");
    browser.click("nav a[href='heatmap.html']");
    browser.wait("document.querySelector('table.heat')");

    // A cell leads to the repositories that it is of.
    let of =
        browser.value("Number(document.querySelector('table.heat tbody td a .of').textContent.match(/of (\\d+)/)[1])");
    browser.click("table.heat tbody td a");
    browser.wait("document.querySelector('#repositories tbody tr')");
    let shown = browser.value(
        "[...document.querySelectorAll('#repositories tbody tr')].filter((row) => row.cells.length === 8).length",
    );
    assert_eq!(shown, of);

    a_list_is_sorted_and_filtered(browser);

    // A repository, and its findings.
    browser.open(&report.join("repositories.html"), "#standard=standard-01&outcome=fail");
    browser.click("#repositories tbody th a");
    browser.wait("document.querySelector('article.finding .message')");
    assert!(browser.text("article.finding pre").contains("image:"));
    assert!(browser.text("h1").contains("service-"));
    assert!(browser.value("document.querySelectorAll('table.history tbody tr').length") == 10);
    browser.assert_quiet();

    light_and_dark(browser, &report);
    let pages: Vec<String> = files(&report).into_keys().filter(|name| name.ends_with(".html")).collect();
    numbers::all_lead_somewhere(browser, &report, &pages);
    for page in ["path.html", "standard/standard-00.html", "standard/standard-03.html", "run.html", "impact.html"] {
        numbers::each_counts_what_it_says(browser, &report, page, 60);
    }
    every_page_is_quiet(browser, &report);
}

fn a_list_is_sorted_and_filtered(browser: &mut Browser) {
    browser.click("button.chip");
    browser.wait("document.querySelectorAll('#repositories tbody tr').length > 5");
    browser.value("document.querySelector('#list input[type=search]').focus()");
    browser.write("service-0000");
    browser.wait("/^([1-9]|10) of 120/.test(document.querySelector('#count').textContent)");
    browser.value("location.hash = ''");
    browser.wait("document.querySelector('#count').textContent.startsWith('120 of 120')");
    browser.click("th[data-field=met] button");
    let met = "[...document.querySelectorAll('#repositories tbody tr')].map((row) => parseInt(row.cells[3]?.textContent, 10)).filter(Number.isFinite)";
    browser.wait("document.querySelector('th[data-field=met]').getAttribute('aria-sort') === 'descending'");
    assert_eq!(browser.value(&format!("{met}.every((met, at, all) => at === 0 || all[at - 1] >= met)")), true);
    // The arrow keys go from row to row.
    browser.value("document.querySelector('#repositories tbody th a').focus()");
    browser.press("ArrowDown");
    assert_eq!(browser.value("document.activeElement.closest('tr').rowIndex"), 2);
    browser.press("ArrowRight");
    assert_eq!(browser.value("document.activeElement.getAttribute('href').startsWith('team/')"), true);
    browser.press("Enter");
    browser.wait("location.pathname.includes('/team/') && document.readyState === 'complete'");
}

fn light_and_dark(browser: &mut Browser, report: &Path) {
    let ground = "getComputedStyle(document.documentElement).backgroundColor";
    browser.open(&report.join("standards.html"), "");
    let before = browser.value(ground);
    browser.click("button.theme");
    let after = browser.value(ground);
    assert_ne!(before, after);
    browser.open(&report.join("standard/standard-00.html"), "");
    assert_eq!(browser.value(ground), after, "the choice is kept");
    browser.open(&report.join("standards.html"), "");
    browser.click("table.sortable thead th:nth-child(2) button");
    let titles = "[...document.querySelectorAll('table.sortable tbody th')].map((one) => one.textContent)";
    assert_eq!(browser.value(&format!("{titles}.join() === {titles}.sort((a, b) => a.localeCompare(b)).join()")), true);
    // The first stop is the way past everything that is on every page.
    browser.open(&report.join("standards.html"), "");
    browser.press("Tab");
    assert_eq!(browser.value("document.activeElement.className"), "skip");
}

fn every_page_is_quiet(browser: &mut Browser, report: &Path) {
    let pages: Vec<PathBuf> =
        files(report).into_keys().filter(|name| name.ends_with(".html")).map(|name| report.join(name)).collect();
    for page in pages {
        browser.open(&page, "");
        assert_ne!(browser.text("main"), "(nothing)");
        let wide = browser.value("document.documentElement.scrollWidth > document.documentElement.clientWidth");
        assert_eq!(wide, false, "{} is wider than the window", page.display());
    }
    browser.assert_quiet();
}

#[test]
fn names_of_strangers_do_nothing_in_a_browser() {
    let Some(mut browser) = browser() else { return };
    let folder = reported(&hostile());
    let report = folder.path().join("report");
    browser.open(&report.join("repositories.html"), "");
    let names: BTreeSet<String> = serde_json::from_value(
        browser.value("[...document.querySelectorAll('#repositories tbody th')].map((one) => one.textContent)"),
    )
    .unwrap();
    for name in NAMES {
        assert!(names.contains(&name.replace('\u{202e}', "\u{fffd}")), "{name}: {names:?}");
    }
    for at in 0..12 {
        browser.open(&report.join("repositories.html"), "");
        browser.value(&format!("document.querySelectorAll('#repositories tbody th a')[{at}].click()"));
        browser.wait("location.pathname.endsWith('repository.html') && document.querySelector('#repository section')");
        let foreign =
            browser.value("document.querySelectorAll('main img, main iframe, main b, main i, main script').length");
        assert_eq!(foreign, 0);
        let led = browser
            .value("[...document.links].every((link) => link.protocol === 'file:' || link.protocol === 'https:')");
        assert_eq!(led, true);
    }
    for page in ["index.html", "teams.html", "waivers.html", "heatmap.html", "quality.html"] {
        browser.open(&report.join(page), "");
    }
    browser.assert_quiet();
}
