//! Words of the actions in a template.

/// A word.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// `.` alone.
    Dot,
    /// `.name`; whether it touches what stands before it.
    Field(String, bool),
    /// `$name`, or `$`.
    Variable(String),
    Name(String),
    Text(String),
    Integer(i64),
    /// `|`, `(`, `)`, `,`, `=`, `:=`
    Sign(&'static str),
}

/// The words of an action at the beginning of a text, and what follows its closing braces.
pub(super) fn action(text: &str) -> Option<(Vec<Token>, &str)> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut touches = false;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let spaced = trimmed.len() < rest.len();
        touches &= !spaced;
        rest = trimmed;
        if let Some(after) = rest.strip_prefix("}}") {
            return Some((tokens, after));
        }
        if let Some(after) = rest.strip_prefix("-}}").filter(|_| spaced) {
            return Some((tokens, after.trim_start_matches([' ', '\t', '\r', '\n'])));
        }
        let (token, after) = token(rest, touches)?;
        // Words that are not separated make no sense together, but for fields and signs.
        if touches
            && !matches!(token, Token::Field(_, true) | Token::Sign(_))
            && !matches!(tokens.last(), Some(Token::Sign(_)))
        {
            return None;
        }
        touches = true;
        tokens.push(token);
        rest = after;
    }
}

const SIGNS: [&str; 6] = [":=", "=", "|", "(", ")", ","];

fn token(text: &str, touches: bool) -> Option<(Token, &str)> {
    if let Some(sign) = SIGNS.into_iter().find(|sign| text.starts_with(sign)) {
        return Some((Token::Sign(sign), &text[sign.len()..]));
    }
    let first = text.chars().next()?;
    match first {
        '"' => quoted(text),
        '`' => {
            let (inside, rest) = text[1..].split_once('`')?;
            Some((Token::Text(inside.to_string()), rest))
        }
        '.' => {
            let (name, rest) = name(&text[1..]);
            if name.is_empty() {
                return (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((Token::Dot, rest));
            }
            Some((Token::Field(name.to_string(), touches), rest))
        }
        '$' => {
            let (name, rest) = name(&text[1..]);
            Some((Token::Variable(name.to_string()), rest))
        }
        '-' | '0'..='9' => {
            let len = text[1..]
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_')
                .map_or(text.len(), |at| at + 1);
            let digits = &text[..len];
            let plain = digits.trim_start_matches('-');
            let odd = plain.len() > 1 && plain.starts_with('0');
            Some((Token::Integer(digits.parse().ok().filter(|_| !odd)?), &text[len..]))
        }
        _ => {
            let (name, rest) = name(text);
            (!name.is_empty()).then(|| (Token::Name(name.to_string()), rest))
        }
    }
}

fn name(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len()))
}

/// Text in quotes; of the escapes only the common ones.
fn quoted(text: &str) -> Option<(Token, &str)> {
    let mut out = String::new();
    let mut chars = text[1..].chars();
    loop {
        match chars.next()? {
            '"' => return Some((Token::Text(out), chars.as_str())),
            '\n' => return None,
            '\\' => out.push(match chars.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                '"' => '"',
                '\\' => '\\',
                _ => return None,
            }),
            c => out.push(c),
        }
    }
}
