//! The text of a scalar, made when somebody asks for it.

mod block;
mod folded;
mod quoted;

pub(super) use block::{BlockHeader, Chomping};

use std::borrow::Cow;

use super::{Arena, Node, Style};

/// The text of a scalar, quotes, escapes and folding undone; empty for collections and absent values.
///
/// Most texts are slices of the source. What cannot be made from its slice is kept in the arena by whoever read it.
pub(super) fn text<'a>(arena: &'a Arena, source: &'a str, node: &Node) -> Cow<'a, str> {
    if let Some(owned) = arena.owned(node) {
        return Cow::Borrowed(owned);
    }
    let range = node.span().range();
    let range = match node.style() {
        Style::Single | Style::Double => range.start + 1..range.end.saturating_sub(1),
        _ => range,
    };
    let written = source.get(range.clone()).unwrap_or_default();
    match node.style() {
        Style::Plain | Style::Single | Style::Double if !node.is_raw() => Cow::Borrowed(written),
        Style::Plain => Cow::Owned(folded::plain(written)),
        Style::Single => Cow::Owned(quoted::single(written)),
        Style::Double => Cow::Owned(quoted::double(written)),
        Style::Literal | Style::Folded => {
            let literal = node.style() == Style::Literal;
            let behind = source.get(range.end..).unwrap_or_default();
            Cow::Owned(block::text(written, behind, literal, BlockHeader::from_bits(node.link)))
        }
        _ => Cow::Borrowed(""),
    }
}
