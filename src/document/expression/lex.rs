//! Signs, names, numbers and texts of an expression.

use std::ops::Range;

use super::Error;

/// One token and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) range: Range<usize>,
    pub(super) sort: Sort,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sort {
    Name,
    Number(serde_json::Number),
    Text(String),
    Sign(&'static str),
    End,
}

/// Longer ones before those they begin with.
const SIGNS: [&str; 16] = ["==", "!=", "<=", ">=", "&&", "||", "(", ")", "[", "]", ".", ",", "*", "!", "<", ">"];

/// Where the `}}` stands that ends an expression which starts at `from`: the first outside of texts.
pub(super) fn end(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut quoted = false;
    for at in from..bytes.len() {
        match bytes[at] {
            b'\'' => quoted = !quoted,
            b'}' if !quoted && bytes.get(at + 1) == Some(&b'}') => return Some(at),
            _ => {}
        }
    }
    None
}

/// The token at or behind `at`, before `end`.
pub(super) fn token(text: &str, at: usize, end: usize) -> Result<Token, Error> {
    let rest = &text[at..end];
    let at = at + rest.len() - rest.trim_start().len();
    let rest = &text[at..end];
    let Some(first) = rest.chars().next() else { return Ok(Token { range: end..end, sort: Sort::End }) };
    let length = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
    if first.is_ascii_alphabetic() || first == '_' {
        let length = length(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        return Ok(Token { range: at..at + length, sort: Sort::Name });
    }
    if first == '\'' {
        return quoted(rest, at);
    }
    let number = |c: char| c.is_ascii_digit() || c == '.';
    let signed = rest[1..].starts_with(number) && matches!(first, '-' | '+' | '.');
    if first.is_ascii_digit() || signed {
        return numeric(rest, at);
    }
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(sign) => Ok(Token { range: at..at + sign.len(), sort: Sort::Sign(sign) }),
        None => Err(Error { range: at..at + first.len_utf8(), message: unexpected(first) }),
    }
}

fn unexpected(sign: char) -> String {
    match sign {
        '"' => "text stands between single quotes, not double ones".to_owned(),
        '=' | '&' | '|' => format!("`{sign}` is no operator, `{sign}{sign}` is"),
        '+' | '-' | '/' | '%' => format!("there is no operator `{sign}`"),
        sign => format!("`{sign}` has no meaning in an expression"),
    }
}

/// `'text'`, in which two quotes stand for one.
fn quoted(rest: &str, at: usize) -> Result<Token, Error> {
    let mut value = String::new();
    let mut from = 1;
    loop {
        let Some(offset) = rest[from..].find('\'') else {
            return Err(Error { range: at..at + rest.len(), message: "the text is not closed by `'`".to_owned() });
        };
        value.push_str(&rest[from..from + offset]);
        from += offset + 1;
        if !rest[from..].starts_with('\'') {
            return Ok(Token { range: at..at + from, sort: Sort::Text(value) });
        }
        value.push('\'');
        from += 1;
    }
}

/// Numbers as JavaScript has them: whole, with a fraction or exponent, `0x…`, `0o…`.
fn numeric(rest: &str, at: usize) -> Result<Token, Error> {
    let belongs = |(index, c): (usize, char)| {
        c.is_ascii_alphanumeric()
            || c == '.'
            || matches!(c, '+' | '-') && (index == 0 || rest[..index].ends_with(['e', 'E']) && !rest.starts_with("0x"))
    };
    let length = rest.char_indices().find(|&it| !belongs(it)).map_or(rest.len(), |(index, _)| index);
    let written = &rest[..length];
    let radix = |prefix: &str, radix| i64::from_str_radix(written.strip_prefix(prefix)?, radix).ok();
    let float = || written.trim_start_matches('+').parse::<f64>().ok().filter(|_| !written.ends_with("inf"));
    let whole = written.parse().ok().or_else(|| radix("0x", 16)).or_else(|| radix("0o", 8));
    let number = whole.map(serde_json::Number::from).or_else(|| serde_json::Number::from_f64(float()?));
    match number {
        Some(number) => Ok(Token { range: at..at + length, sort: Sort::Number(number) }),
        None => Err(Error { range: at..at + length, message: format!("`{written}` is no number") }),
    }
}
