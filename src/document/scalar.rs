//! The text of a scalar, made when somebody asks for it.

mod block;
mod folded;
mod part;
mod quoted;

pub(super) use block::{BlockHeader, Chomping};
pub(super) use part::part;

use std::borrow::Cow;

use super::{Arena, Node, Style};

/// The text of a scalar, quotes, escapes and folding undone; empty for collections and absent values.
///
/// Most texts are slices of the source. What cannot be made from its slice is kept in the arena by whoever read it.
#[inline]
pub(super) fn text<'a>(arena: &'a Arena, source: &'a str, node: &Node) -> Cow<'a, str> {
    if let Some(owned) = arena.owned(node) {
        return Cow::Borrowed(owned);
    }
    let slice = |range| source.get(range).unwrap_or_default();
    if let Some(span) = node.text_span() {
        return Cow::Borrowed(slice(span.range()));
    }
    let range = node.scalar_span().range();
    let between = range.start + 1..range.end.saturating_sub(1);
    match node.style() {
        Style::Plain => Cow::Owned(folded::plain(slice(range))),
        Style::Single => Cow::Owned(quoted::single(slice(between))),
        Style::Double => Cow::Owned(quoted::double(slice(between))),
        Style::Literal | Style::Folded => {
            let (literal, behind) = (node.style() == Style::Literal, slice(range.end..source.len()));
            Cow::Owned(block::text(slice(range), behind, literal, BlockHeader::from_bits(node.link)))
        }
        _ => Cow::Borrowed(""),
    }
}
