//! Reading pages strictly: what is not well formed, or names an entity that nobody writes, is an error. Not a reader of the web's pages.

use std::collections::BTreeSet;

/// Elements that have no end.
const VOID: [&str; 5] = ["meta", "link", "br", "input", "!DOCTYPE"];

/// An element with its attributes.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    elements: Vec<Element>,
    text: String,
}

impl Page {
    /// The names of the elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &str> {
        self.elements.iter().map(|element| element.name.as_str())
    }

    /// The names of all attributes.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &str> {
        self.elements.iter().flat_map(|element| &element.attributes).map(|(name, _)| name.as_str())
    }

    /// Where scripts come from; one that stands in the page comes from nowhere.
    pub(super) fn scripts(&self) -> impl Iterator<Item = &str> {
        let scripts = self.elements.iter().filter(|element| element.name == "script");
        scripts.map(|element| element.attributes.iter().find(|(name, _)| name == "src").map_or("", |(_, src)| src))
    }

    /// All addresses: element, attribute, address.
    pub(super) fn addresses(&self) -> Vec<(&str, &str, &str)> {
        let is_address =
            |name: &str| ["href", "src", "action", "srcset", "poster", "data", "xlink:href"].contains(&name);
        let mut found = Vec::new();
        for element in &self.elements {
            for (name, value) in element.attributes.iter().filter(|(name, _)| is_address(name)) {
                found.push((element.name.as_str(), name.as_str(), value.as_str()));
            }
        }
        found
    }

    /// The places that links may lead to.
    pub(super) fn ids(&self) -> BTreeSet<&str> {
        let attributes = self.elements.iter().flat_map(|element| &element.attributes);
        attributes.filter(|(name, _)| name == "id").map(|(_, value)| value.as_str()).collect()
    }

    /// What it says.
    pub(super) fn text(&self) -> String {
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Reads a page.
pub(super) fn read(text: &str) -> Result<Page, String> {
    let mut page = Page::default();
    let mut open: Vec<String> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            page.text.push_str(&plain(rest)?);
            break;
        };
        page.text.push_str(&plain(&rest[..at])?);
        let end = end_of_tag(&rest[at..]).ok_or_else(|| format!("a tag has no end: {}", head(&rest[at..])))?;
        let tag = &rest[at + 1..at + end];
        rest = &rest[at + end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let last = open.pop();
            if last.as_deref() != Some(name) {
                return Err(format!("</{name}> closes {last:?}"));
            }
            continue;
        }
        let element = element(tag)?;
        if !VOID.contains(&element.name.as_str()) {
            open.push(element.name.clone());
        }
        page.elements.push(element);
    }
    if open.is_empty() { Ok(page) } else { Err(format!("never closed: {open:?}")) }
}

/// The first bytes of a text, for messages.
fn head(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Where a tag ends: a `>` in quotes does not end it.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })
}

fn element(tag: &str) -> Result<Element, String> {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let value = match rest.strip_prefix("=\"") {
            Some(value) => {
                let end = value.find('"').ok_or("a value has no end")?;
                rest = &value[end + 1..];
                plain(&value[..end])?
            }
            None => String::new(),
        };
        attributes.push((name, value));
    }
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '!') {
        return Err(format!("<{}> is no element", head(tag)));
    }
    Ok(Element { name: name.to_owned(), attributes })
}

/// Text without its entities.
fn plain(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (entity, rest) = part.split_once(';').ok_or_else(|| format!("& stands alone: {}", head(part)))?;
        out.push_str(match entity {
            "lt" => "<",
            "gt" => ">",
            "amp" => "&",
            "quot" => "\"",
            other => return Err(format!("&{other}; is no entity of ours")),
        });
        out.push_str(rest);
    }
    if out.contains('\u{0}') { Err("a page holds a zero".to_owned()) } else { Ok(out) }
}
