//! Every number of a report leads to the repositories behind it: each page is walked, in a browser, text by text.

use std::path::Path;

use super::browser::Browser;

/// What holds numbers that no repositories are behind, each with the reason.
const APART: &str = "\
a, button, select, option, input, svg, code, time, \
thead, .legend, figcaption, \
bdi, \
.step, \
.days, \
.target, .limit, \
.up, .down, .same, \
.holds, .held, \
.none";

/// The same as words: days, and how long something takes.
const WORDS: &str = r"/\d{4}-\d\d(-\d\d)?|\d+ days?\b( ago)?|^run /g";

/// The numbers of the page that lead nowhere, each with some text around it.
fn loose(browser: &mut Browser) -> Vec<String> {
    let script = format!(
        "(() => {{ \
           const found = []; \
           const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT); \
           while (walker.nextNode()) {{ \
             const parent = walker.currentNode.parentElement; \
             if (parent.closest('{APART}')) continue; \
             const text = walker.currentNode.data.replace({WORDS}, ''); \
             if (/[1-9]/.test(text)) found.push(parent.tagName + ': ' + (parent.parentElement?.textContent ?? '').slice(0, 90) + ' … ' + text); \
           }} \
           return found; }})()"
    );
    serde_json::from_value(browser.value(&script)).unwrap()
}

/// Walks some pages; the list and the pages of repositories are where numbers lead to.
pub(super) fn all_lead_somewhere(browser: &mut Browser, report: &Path, pages: &[String]) {
    let mut wrong = Vec::new();
    for page in pages.iter().filter(|page| !["repositories.html", "repository.html"].contains(&page.as_str())) {
        browser.open(&report.join(page), "");
        wrong.extend(loose(browser).into_iter().map(|text| format!("{page}: {text}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Follows the links of a page that name a whole number of repositories, and counts what the list shows.
pub(super) fn each_counts_what_it_says(browser: &mut Browser, report: &Path, page: &str, most: usize) {
    browser.open(&report.join(page), "");
    let links: Vec<(String, String)> = serde_json::from_value(browser.value(
        "[...document.querySelectorAll('main a[href*=\"repositories.html#\"]')]\
         .map((link) => [link.getAttribute('href').split('#')[1], link.textContent.replaceAll('\\u202f', '')])\
         .filter(([, text]) => /^\\d+$/.test(text))",
    ))
    .unwrap();
    assert!(!links.is_empty(), "{page} has numbers to follow");
    browser.open(&report.join("repositories.html"), "");
    let mut wrong = Vec::new();
    // These count standards, files or waivers; behind them are the repositories that have any.
    let counts_others = |fragment: &str| ["any=", "files=", "waiver="].iter().any(|key| fragment.contains(key));
    let links = links.iter().filter(|(fragment, _)| !counts_others(fragment));
    for (fragment, number) in links.take(most) {
        browser.value(&format!("location.hash = {}", serde_json::json!(format!("#{fragment}"))));
        let shown = "document.querySelector('#count').textContent";
        browser.wait(&format!("document.querySelector('#count').dataset.asked === {}", serde_json::json!(fragment)));
        let shown = browser.value(&format!("{shown}.split(' ')[0].replaceAll(',', '')"));
        if shown != number.as_str() {
            wrong.push(format!("{page}: {number}, but {shown} by {fragment}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
