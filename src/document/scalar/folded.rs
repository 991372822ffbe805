//! Lines made into one: a line break between two lines of text is a space, and each empty line between them a line break.

const BLANKS: [char; 2] = [' ', '\t'];

/// The lines of a text, their ends `\n` or `\r\n` excluded.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
}

/// A plain scalar of several lines.
pub(super) fn plain(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut breaks = 0;
    for line in lines(written).map(|line| line.trim_matches(BLANKS)) {
        if !line.is_empty() {
            fold(&mut text, breaks);
            breaks = 0;
            text.push_str(line);
        }
        breaks += 1;
    }
    text
}

/// Writes what so many line breaks become.
pub(super) fn fold(text: &mut String, breaks: usize) {
    match breaks {
        0 => {}
        1 => text.push(' '),
        _ => text.extend(std::iter::repeat_n('\n', breaks - 1)),
    }
}

/// What is left of `written` behind line breaks and the blanks around them, and how many line breaks there were.
pub(super) fn behind_breaks(mut written: &str) -> (&str, usize) {
    let mut breaks = 0;
    loop {
        let rest = written.trim_start_matches(BLANKS);
        let Some(rest) = rest.strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n")) else { return (rest, breaks) };
        written = rest;
        breaks += 1;
    }
}

/// Takes blanks from the end of a text, but none of its first `kept` bytes.
pub(super) fn trim_end(text: &mut String, kept: usize) {
    let length = kept + text[kept..].trim_end_matches(BLANKS).len();
    text.truncate(length);
}
