//! What a run says, for tools that people have already: a metrics database, a developer portal, badges, feed readers, chat.
//!
//! Each format is one file with one function from a dataset to text. None of them works anything out that
//! [`figures`](super::figures) does not say.

mod atom;
mod backstage;
mod badges;
mod datadog;
mod markdown;
mod openmetrics;

use std::{fs, io, path::Path};

pub use openmetrics::names as metric_names;

use super::dataset::{Dataset, Run};

/// A format for another tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Metrics as OpenMetrics text, for the textfile collector or a gateway.
    OpenMetrics,
    /// Badges as SVG and for shields.io, in a folder.
    Badges,
    /// Facts for Backstage's Tech Insights.
    Backstage,
    /// Outcomes for Datadog's scorecards.
    Datadog,
    /// The roadmap as an Atom feed.
    Atom,
    /// A summary for chat.
    Markdown,
}

/// Writes a run in a form; badges go into a folder, everything else into a file.
///
/// # Errors
/// What the system has against it.
pub fn publish(dataset: &Dataset, run: &Run, form: Form, path: &Path) -> io::Result<()> {
    let text = match form {
        Form::Badges => {
            for (name, text) in badges::files(dataset, run) {
                let file = path.join(name);
                fs::create_dir_all(file.parent().unwrap_or(path))?;
                fs::write(file, text)?;
            }
            return Ok(());
        }
        Form::OpenMetrics => openmetrics::text(dataset, run),
        Form::Backstage => backstage::text(dataset, run),
        Form::Datadog => datadog::text(dataset, run),
        Form::Atom => atom::text(dataset, run),
        Form::Markdown => markdown::text(dataset, run),
    };
    // A collector may read at any time, and must not see half.
    let beside = path.with_extension("tmp");
    fs::write(&beside, text).and_then(|()| fs::rename(&beside, path))
}

/// Text between tags and in quoted attributes.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            // No other control character may stand in XML.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
