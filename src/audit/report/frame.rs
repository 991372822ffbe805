//! What is around every page: head, way through the report, foot.

use maud::{DOCTYPE, Markup, html};

use super::{
    links::Links,
    parts::{printable, said, share},
};
use crate::audit::figures;

/// A page before it is framed.
pub(super) struct Page {
    /// Its file, from the report's folder.
    pub(super) path: String,
    /// Its heading.
    pub(super) title: String,
    /// A sentence below it.
    pub(super) lead: Markup,
    /// What it holds.
    pub(super) body: Markup,
    /// Scripts besides the common one, in order, from the report's folder.
    pub(super) scripts: &'static [&'static str],
}

/// The pages that every page leads to.
const PAGES: [(&str, &str); 11] = [
    ("index.html", "Overview"),
    ("heatmap.html", "Heat map"),
    ("path.html", "Golden path"),
    ("standards.html", "Standards"),
    ("teams.html", "Teams"),
    ("repositories.html", "Repositories"),
    ("waivers.html", "Waivers"),
    ("impact.html", "Impact"),
    ("roadmap.html", "Roadmap"),
    ("quality.html", "Rule quality"),
    ("run.html", "Run and data"),
];

/// What a browser may load: what lies in the folder, and nothing that stands in a page. Even if a name of somebody's repository came
/// through as markup, it could run nothing and reach nobody.
const POLICY: &str = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' data:; base-uri 'none'; form-action 'none'";

/// A page with everything around it.
pub(super) fn framed(links: &Links<'_>, page: &Page) -> String {
    let model = links.model;
    let complete = figures::completeness(model.dataset, &model.run.run);
    let section = page.path.split('/').next().unwrap_or_default();
    let current = |path: &str| match section {
        "team" => path == "teams.html",
        "standard" => path == "standards.html",
        "repository.html" => path == "repositories.html",
        own => own == path,
    };
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (printable(&page.title)) " · " (printable(&model.run.title)) }
                link rel="icon" href="data:,";
                link rel="stylesheet" href=(links.page("assets/report.css"));
                script src=(links.page("assets/report.js")) {}
                @for script in page.scripts { script defer src=(links.page(script)) {} }
            }
            body data-root=(links.root) {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    p.name { a href=(links.page("index.html")) { (said(name(model))) } }
                    p.run {
                        "run " (said(model.run.run.as_str())) " · as of " (model.day()) " · "
                        a href=(links.page("run.html")) { (share(complete.ratio())) " repositories audited" }
                    }
                }
                nav.pages aria-label="Pages" {
                    ul { @for (path, title) in PAGES {
                        li { a href=(links.page(path)) aria-current=[current(path).then_some("page")] { (title) } }
                    } }
                }
                main id="main" tabindex="-1" {
                    h1 { (said(&page.title)) }
                    div.lead { (page.lead) }
                    (page.body)
                }
                footer {
                    p {
                        "Written by waylint " (said(&model.run.tool_version)) ". The figures are leading indicators: they say what stands in "
                        "files, not how well anything runs."
                    }
                }
            }
        }
    };
    markup.into_string()
}

fn name<'a>(model: &'a super::model::Model<'_>) -> &'a str {
    if model.run.title.is_empty() { "Platform standards" } else { &model.run.title }
}
