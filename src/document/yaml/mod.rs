//! YAML, in two ways that yield the same tape.
//!
//! `fast/` reads what files are usually made of in one pass over the bytes, and declines whatever it is not sure about.
//! `granit.rs` is the maintained parser: it reads all of YAML, and every error comes from it.
//!
//! The tape is the same either way, and tests hold the two against each other. Its spans: a block collection ends where its
//! last child does, a sequence begins at its first dash, and a block scalar reaches from its `|` or `>` to the end of
//! its last line that is not blank. An absent value has an empty span: at the `:` it follows, at the end of its
//! dash's line, behind its anchor or tag, or behind `---`.

mod fast;
mod granit;

use super::{Builder, Declined, Limits, SyntaxError, Tag, Way};

/// Reads a stream of documents. A document with an error is dropped, and reading goes on at the next `---`.
///
/// Says why the fast way was not taken, if it was asked for.
pub(super) fn parse(
    text: &str,
    limits: &Limits,
    way: Way,
    builder: &mut Builder<'_>,
    errors: &mut Vec<SyntaxError>,
) -> Option<Declined> {
    if way != Way::Maintained {
        let start = builder.mark();
        let declined = fast::read(text, limits, builder).err()?;
        builder.reset(start);
        if way == Way::Fast {
            granit::parse(text, limits, builder, errors);
        }
        return Some(declined);
    }
    granit::parse(text, limits, builder, errors);
    None
}

/// What a tag says of a scalar's value. `core` is the tag's name behind `!!`.
fn meaning(core: Option<&str>) -> Tag {
    match core {
        Some("int") => Tag::Integer,
        Some("float") => Tag::Float,
        Some("bool") => Tag::Boolean,
        Some("null") => Tag::Null,
        // Whatever carries a tag of its own is no plain scalar any more: `!Ref 7` is text, in every dialect.
        _ => Tag::String,
    }
}
