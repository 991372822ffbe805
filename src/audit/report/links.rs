//! Where pages lead: to a team, a standard, a repository, and to the list of repositories behind a number.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::{
    model::Model,
    parts::{said, share},
};
use crate::{
    audit::{dataset::Outcome, figures::Ratio},
    standard::StandardId,
};

/// Links from a page: those from a subfolder begin with `../`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Links<'a> {
    /// What the report shows.
    pub(super) model: &'a Model<'a>,
    /// The way to the report's folder.
    pub(super) root: &'static str,
}

impl Links<'_> {
    /// A page of the report.
    pub(super) fn page(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    /// A team's name, leading to its page.
    pub(super) fn team(&self, owner: &str) -> Markup {
        match self.model.slug(owner) {
            Some(slug) => html! { a href=(self.page(&format!("team/{slug}.html"))) { (said(owner)) } },
            None => said(owner),
        }
    }

    /// A standard's title, leading to its page.
    pub(super) fn standard(&self, standard: &StandardId) -> Markup {
        let title = said(self.model.title(standard));
        match self.model.index(standard) {
            Some(_) => html! { a href=(self.standard_page(standard)) { (title) } },
            None => title,
        }
    }

    /// A standard's page.
    pub(super) fn standard_page(&self, standard: &StandardId) -> String {
        self.page(&format!("standard/{}.html", file_name(standard.as_str())))
    }

    /// A repository's name, leading to its page.
    pub(super) fn repository(&self, name: &str) -> Markup {
        self.of_repository(name, &said(name))
    }

    /// A figure of one repository, leading to its page.
    pub(super) fn of_repository(&self, name: &str, figure: &Markup) -> Markup {
        html! { a href=(self.page(&format!("repository.html#{}", encoded(name)))) { (figure) } }
    }

    /// A number, leading to the repositories behind it.
    pub(super) fn number(&self, number: u32, list: &List) -> Markup {
        match number {
            0 => html! { "0" },
            _ => html! { a href=(self.list(list)) { (grouped(number)) } },
        }
    }

    /// A share, leading to the repositories that it is of.
    pub(super) fn share(&self, ratio: Ratio, list: &List) -> Markup {
        match ratio.whole {
            0 => share(ratio),
            _ => html! { a href=(self.list(list)) { (share(ratio)) } },
        }
    }

    /// The list of repositories, narrowed down.
    pub(super) fn list(&self, list: &List) -> String {
        self.page(&format!("repositories.html{}", list.fragment()))
    }
}

/// Which repositories a list shows. Everything said must hold.
#[derive(Clone, Debug, Default)]
pub(super) struct List(Vec<(&'static str, String)>);

impl List {
    /// All of them.
    pub(super) fn all() -> Self {
        Self::default()
    }

    /// Those of an owner.
    pub(super) fn owner(self, owner: &str) -> Self {
        self.and("owner", owner)
    }

    /// Those with an outcome by a standard.
    pub(super) fn outcome(self, standard: &StandardId, outcome: Outcome) -> Self {
        self.standard(standard, outcome.as_str())
    }

    /// Those with one of some outcomes by a standard, separated by commas: names of outcomes, `applicable`, `fixable`, `debt`.
    pub(super) fn standard(self, standard: &StandardId, outcomes: &str) -> Self {
        self.and("standard", standard.as_str()).and("outcome", outcomes)
    }

    /// Narrows it down by one more thing; `list.js` knows the same words.
    pub(super) fn and(mut self, key: &'static str, value: &str) -> Self {
        self.0.push((key, value.to_owned()));
        self
    }

    /// As they stood in another run, by its number.
    pub(super) fn at(self, run: Option<usize>) -> Self {
        match run {
            Some(run) => self.and("at", &run.to_string()),
            None => self,
        }
    }

    fn fragment(&self) -> String {
        let mut text = String::new();
        for (at, (key, value)) in self.0.iter().enumerate() {
            let _ = write!(text, "{}{key}={}", if at == 0 { '#' } else { '&' }, encoded(value));
        }
        text
    }
}

/// The repositories behind the figures of a tally: those of a list, by one standard, or by any of all that count.
pub(super) struct Behind<'a> {
    list: List,
    standard: Option<&'a StandardId>,
}

impl<'a> Behind<'a> {
    /// By one standard.
    pub(super) const fn one(list: List, standard: &'a StandardId) -> Self {
        Self { list, standard: Some(standard) }
    }

    /// By any standard that counts.
    pub(super) const fn any(list: List) -> Self {
        Self { list, standard: None }
    }

    /// Those with one of some outcomes, separated by commas.
    pub(super) fn outcomes(&self, names: &str) -> List {
        match self.standard {
            Some(standard) => self.list.clone().standard(standard, names),
            None => self.list.clone().and("any", names),
        }
    }
}

/// A text as part of an address.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// A standard's name as that of a file. Names are words with hyphens; a dataset of somebody else may hold anything.
pub(super) fn file_name(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
}

/// A number with its thousands apart.
pub(super) fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}
