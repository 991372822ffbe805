//! JSON, in two ways that yield the same tape.
//!
//! `strict.rs` reads JSON as it is defined, in one pass over the bytes, and declines everything else. `lenient.rs` reads
//! comments, trailing commas and several values too, and every error comes from it.

mod lenient;
mod strict;

use super::{Builder, Declined, Limits, SyntaxError, Way};

/// Reads the one value of a file, or objects on lines of their own.
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
        let declined = strict::read(text, limits, builder).err()?;
        builder.reset(start);
        if way == Way::Fast {
            lenient::parse(text, limits, builder, errors);
        }
        return Some(declined);
    }
    lenient::parse(text, limits, builder, errors);
    None
}
