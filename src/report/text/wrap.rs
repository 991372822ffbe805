//! Words into lines.

use unicode_width::UnicodeWidthStr;

use crate::report::printable::line_start;

/// The words of a text in lines of at most so many columns, the first line of its own width. Words are never broken, so
/// that what is copied from a report is whole.
pub(super) fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let room = if lines.len() == 1 { first } else { rest };
        let width = word.width();
        match lines.last_mut() {
            Some(line) if used == 0 => line.push_str(word),
            Some(line) if used + 1 + width <= room => {
                line.push(' ');
                line.push_str(word);
                used += 1;
            }
            _ => {
                lines.push(line_start(word).into_owned());
                used = 0;
            }
        }
        used += width;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_filled_and_words_kept() {
        assert_eq!(wrap("a bc def unbreakable g", 4, 6), ["a bc", "def", "unbreakable", "g"]);
        assert_eq!(wrap("a ::stop-commands::b", 4, 4), ["a", "\u{fffd}:stop-commands::b"]);
        assert_eq!(wrap("", 4, 4), [""]);
        assert_eq!(wrap("日本 x", 5, 5), ["日本", "x"]);
    }
}
