//! A report of a large fleet: what it costs to write, to keep and to open. Measured by hand, never by the suite.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use waylint::audit::{
    report,
    store::{Depth, Store},
};

use super::{
    browser::Browser,
    files,
    fleet::{Size, fleet},
};
use crate::command::waylint_in;

/// A report to look at, in the folder that `WAYLINT_SAMPLE` names.
#[test]
#[ignore = "writes a report to look at: WAYLINT_SAMPLE=DIR cargo test --test integration a_sample -- --ignored"]
fn a_sample() {
    let folder = PathBuf::from(std::env::var_os("WAYLINT_SAMPLE").expect("WAYLINT_SAMPLE names a folder"));
    report::write(&fleet(Size { repositories: 600, standards: 20, runs: 12 }), &folder).unwrap();
}

/// How long it takes to write a report of a large fleet, how large it is, and when a browser has drawn its greatest pages.
#[test]
#[ignore = "makes a fleet of 10 000 repositories: cargo test --release --test integration a_large_fleet -- --ignored --nocapture"]
fn a_large_fleet() {
    let dataset = fleet(Size { repositories: 10_000, standards: 30, runs: 12 });
    let folder = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let written = report::write(&dataset, folder.path()).unwrap();
    println!(
        "written in {:.1} s: {} files, {:.1} MB",
        began.elapsed().as_secs_f64(),
        written.files,
        written.bytes as f64 / 1e6
    );
    let mut sizes: Vec<(usize, String)> =
        files(folder.path()).into_iter().map(|(name, text)| (text.len(), name)).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    for (size, name) in sizes.iter().take(8) {
        println!("{:>8.1} kB {name}", *size as f64 / 1e3);
    }
    let Some(mut browser) = super::browser() else { return };
    for (page, ready) in [
        ("heatmap.html", "document.querySelector('.theme')"),
        ("repositories.html", "document.querySelectorAll('#repositories tbody tr').length === 200"),
        ("waivers.html", "document.querySelector('.theme')"),
        ("index.html", "document.querySelector('.theme')"),
        (
            "repositories.html#standard=standard-01&outcome=fail",
            "document.querySelectorAll('#repositories tbody tr').length > 100",
        ),
        ("repository.html#payments/service-00000", "document.querySelector('article.finding')"),
    ] {
        let (file, fragment) =
            page.split_once('#').map_or((page, String::new()), |(file, more)| (file, format!("#{more}")));
        browser.open(&folder.path().join(file), &fragment);
        browser.wait(ready);
        let took = browser.value("Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd)");
        let heap = browser.value("Math.round((performance.memory?.usedJSHeapSize ?? 0) / 1e6)");
        println!("{page}: loaded in {took} ms, {heap} MB of scripts' memory");
    }
    let sorted = browser_sorts(&mut browser, folder.path());
    println!("repositories.html: filtered and drawn again in {sorted} ms");
    browser.assert_quiet();
}

fn browser_sorts(browser: &mut Browser, folder: &Path) -> serde_json::Value {
    browser.open(&folder.join("repositories.html"), "");
    browser.value("(async () => { const began = performance.now(); document.querySelector('th[data-field=failed] button').click(); await new Promise((done) => setTimeout(done)); document.body.offsetHeight; return Math.round(performance.now() - began); })()")
}

/// How long it takes to read a large history. `WAYLINT_SAMPLE=DIR` keeps it there, for whoever wants to look at it or at the memory
/// that it takes.
#[test]
#[ignore = "keeps a history of 10 000 repositories: cargo test --release --test integration a_large_history -- --ignored --nocapture"]
fn a_large_history() {
    let dataset = fleet(Size { repositories: 10_000, standards: 30, runs: 12 });
    let passing = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("WAYLINT_SAMPLE").map_or(passing.path().to_owned(), PathBuf::from);
    let store = Store::open(&folder.join("audits.db")).unwrap();
    let began = Instant::now();
    store.merge(&dataset).unwrap();
    println!("written in {:.1} s", began.elapsed().as_secs_f64());
    let began = Instant::now();
    let loaded = store.load(&Depth::Latest).unwrap();
    println!("read in {:.1} s: {} runs", began.elapsed().as_secs_f64(), loaded.runs().count());
    let began = Instant::now();
    let said = waylint_in(&folder, &["report", "--history", "audits.db"]);
    println!("the whole program: {:.1} s: {}", began.elapsed().as_secs_f64(), said.out.trim());
}
