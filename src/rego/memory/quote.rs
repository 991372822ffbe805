//! Text in quotes, as Go writes it.

/// Text as Go's `strconv.Quote` has it: what cannot be printed is escaped.
pub(in crate::rego) fn go_quote(text: &str, quote: char, ascii: bool, out: &mut String) {
    out.push(quote);
    // As nearly all texts are.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'\\' && char::from(byte) != quote) {
        out.push_str(text);
    } else {
        text.chars().for_each(|c| go_escape(c, quote, ascii, out));
    }
    out.push(quote);
}

/// One character within such quotes.
pub(in crate::rego) fn go_escape(c: char, quote: char, ascii: bool, out: &mut String) {
    match c {
        _ if c == quote || c == '\\' => out.extend(['\\', c]),
        '\x07' => out.push_str("\\a"),
        '\x08' => out.push_str("\\b"),
        '\x0c' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\x0b' => out.push_str("\\v"),
        _ if if ascii { matches!(c, ' '..='~') } else { is_printable(c) } => out.push(c),
        '\0'..='\x1f' | '\x7f' => out.push_str(&format!("\\x{:02x}", c as u32)),
        '\0'..='\u{ffff}' => out.push_str(&format!("\\u{:04x}", c as u32)),
        _ => out.push_str(&format!("\\U{:08x}", c as u32)),
    }
}

/// Whether Go can print a character: letters, marks, numbers, punctuation, symbols and the space.
pub(in crate::rego) fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, ' '..='~');
    }
    // Rust knows the same classes, but escapes a combining mark at the start of text.
    let mut text = String::from("a");
    text.push(c);
    c.is_alphanumeric() || text.escape_debug().nth(1) == Some(c)
}

/// Text as a string of JSON; `html` escapes what is special there too, as Go's encoder does unless told otherwise.
pub(in crate::rego) fn json_quote(text: &str, html: bool, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\x1f' => out.push_str(&format!("\\u{:04x}", c as u32)),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' if html => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}
