//! A report for people: a folder of pages that opens from a disk, needs no server and loads nothing from outside.
//!
//! One file a page, one for drawings (`charts`), one for what is around a page (`frame`), one for where things lead (`links`). Pages
//! with figures are plain tables, readable without scripts; the two that hold every repository are drawn by scripts from data
//! files. The same records give the same bytes.

mod charts;
mod folder;
mod frame;
mod heatmap;
mod impact;
mod links;
mod model;
mod overview;
mod parts;
mod path;
mod quality;
mod repositories;
mod roadmap;
mod run;
mod service;
mod standard;
mod team;
mod waivers;

use std::io;

pub use folder::{ReportError, Written, write};

use super::{dataset::Dataset, figures::Timeline};
use frame::{Page, framed};
use links::Links;
use model::Model;

/// Takes a file of the report: its path from the report's folder, and what it holds.
pub type Put<'a> = dyn FnMut(&str, &str) -> io::Result<()> + 'a;

/// What is the same in every report.
const ASSETS: [(&str, &str); 4] = [
    ("assets/report.css", include_str!("assets/report.css")),
    ("assets/report.js", include_str!("assets/report.js")),
    ("assets/list.js", include_str!("assets/list.js")),
    ("assets/repository.js", include_str!("assets/repository.js")),
];

/// Makes the files of a report, one after another. False if the dataset has no run, and so nothing to tell.
///
/// # Errors
/// What becomes of a file that cannot be put.
pub fn files(dataset: &Dataset, put: &mut Put<'_>) -> io::Result<bool> {
    let Some(model) = Model::new(dataset) else { return Ok(false) };
    let links = Links { model: &model, root: "" };
    let below = Links { model: &model, root: "../" };
    for (path, text) in ASSETS {
        put(path, text)?;
    }
    let trends = team::trends(&links);
    let pages: [fn(&Links<'_>) -> Page; 10] = [
        overview::page,
        heatmap::page,
        path::page,
        standard::list,
        repositories::list,
        repositories::shell,
        waivers::page,
        impact::page,
        roadmap::page,
        quality::page,
    ];
    let mut page = |links: &Links<'_>, page: &Page| put(&page.path, &framed(links, page));
    for make in pages {
        page(&links, &make(&links))?;
    }
    page(&links, &run::page(&links))?;
    page(&links, &team::list(&links, &trends))?;
    for (owner, repositories) in model.by_owner() {
        page(&below, &team::page(&below, owner, &repositories, &trends))?;
    }
    let timeline = Timeline::new(dataset);
    for standard in &model.standards {
        page(&below, &standard::page(&below, standard, &timeline))?;
    }
    repositories::data(&links, &timeline, put)?;
    Ok(true)
}
