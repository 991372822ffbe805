//! Text between quotes.

use super::folded::{behind_breaks, fold, trim_end};

/// What stands between single quotes.
pub(super) fn single(written: &str) -> String {
    unquote(written, ['\'', '\n'], |text, rest| {
        // The reader has seen that a quote is one of two.
        text.push('\'');
        rest.strip_prefix("''").unwrap_or_default()
    })
}

/// What stands between double quotes.
pub(super) fn double(written: &str) -> String {
    unquote(written, ['\\', '\n'], |text, rest| escape(text, &rest[1..]))
}

/// Copies text up to the next sign or line break, again and again. `sign` writes what a sign stands for and returns the
/// rest behind it.
fn unquote<'t>(written: &'t str, signs: [char; 2], sign: impl Fn(&mut String, &'t str) -> &'t str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    // Blanks before a line break vanish, unless they were escaped.
    let mut kept = 0;
    while let Some(at) = rest.find(signs) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('\n') {
            if text.len() > kept && text.ends_with('\r') {
                text.pop();
            }
            trim_end(&mut text, kept);
            let (behind, breaks) = behind_breaks(rest);
            fold(&mut text, breaks);
            rest = behind;
        } else {
            rest = sign(&mut text, rest);
        }
        kept = text.len();
    }
    text.push_str(rest);
    text
}

/// Writes what the escape at the beginning of `rest` stands for, its backslash already taken. Returns what follows it.
fn escape<'t>(text: &mut String, rest: &'t str) -> &'t str {
    let mut chars = rest.chars();
    let digits = match chars.next() {
        Some('x') => 2,
        Some('u') => 4,
        Some('U') => 8,
        Some('\n' | '\r') => {
            // The lines are joined without a space; empty lines between them stay.
            let (behind, breaks) = behind_breaks(rest);
            text.extend(std::iter::repeat_n('\n', breaks.saturating_sub(1)));
            return behind;
        }
        Some(sign) => {
            text.push(meant(sign));
            return chars.as_str();
        }
        None => return "",
    };
    let (code, behind) = chars.as_str().split_at_checked(digits).unwrap_or_default();
    text.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
    behind
}

fn meant(sign: char) -> char {
    match sign {
        '0' => '\0',
        'a' => '\x07',
        'b' => '\x08',
        't' => '\t',
        'n' => '\n',
        'v' => '\x0B',
        'f' => '\x0C',
        'r' => '\r',
        'e' => '\x1B',
        'N' => '\u{85}',
        '_' => '\u{A0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        // Space, tab, quote, slash and backslash stand for themselves.
        other => other,
    }
}
