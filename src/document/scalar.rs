//! The text of a scalar, made when somebody asks for it.

use std::borrow::Cow;

use super::{Arena, Node, Style};

/// The text of a scalar, quotes and escapes undone; empty for collections and absent values.
///
/// What is not the source's own slice is kept in the arena by whoever read it.
pub(super) fn text<'a>(arena: &'a Arena, source: &'a str, node: &Node) -> Cow<'a, str> {
    if let Some(owned) = arena.owned(node) {
        return Cow::Borrowed(owned);
    }
    let range = node.span().range();
    let inner = match node.style() {
        Style::Plain => range,
        Style::Single | Style::Double => range.start + 1..range.end.saturating_sub(1),
        _ => return Cow::Borrowed(""),
    };
    Cow::Borrowed(source.get(inner).unwrap_or_default())
}
