//! Words of an instruction: splitting, unquoting, JSON arrays, the `<<EOF` of here-documents.

use std::ops::Range;

use crate::{
    document::shell::{Mapped, Piece},
    source::Span,
};

/// A `<<EOF` word.
pub(super) struct HeredocWord {
    pub(super) delimiter: Piece,
    pub(super) strip_tabs: bool,
    pub(super) expand: bool,
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\x0b' | b'\x0c' | b'\r' | b'\n')
}

/// Ranges of words parted by space; quotes keep space inside and stay.
pub(super) fn split(text: &str, escape: u8) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut words = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if is_space(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        at = word_end(bytes, at, escape);
        words.push(start..at);
    }
    words
}

/// Where the word that starts at `at` ends.
pub(super) fn word_end(bytes: &[u8], mut at: usize, escape: u8) -> usize {
    let mut quote = None;
    while let Some(&byte) = bytes.get(at) {
        match quote {
            None if is_space(byte) => break,
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            Some(open) if open == byte => quote = None,
            // The escaped byte may be the first of a character: its others are ordinary bytes.
            _ if byte == escape => at += 1,
            _ => {}
        }
        at += 1;
    }
    at.min(bytes.len())
}

/// Ranges of words parted by space, quotes being ordinary characters.
pub(super) fn split_plain(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, byte) in text.bytes().enumerate() {
        match (start, is_space(byte)) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    words
}

/// A word as written.
pub(super) fn piece(text: &Mapped, range: Range<usize>) -> Piece {
    Piece { span: text.span(range.clone()), value: text.slice(range) }
}

/// A word with quotes and escapes undone; `None` where a quote is not closed.
pub(super) fn unquote(text: &Mapped, range: Range<usize>, escape: u8) -> Option<Mapped> {
    let bytes = &text.text().as_bytes()[..range.end];
    let mut value = Mapped::default();
    let mut quote = None;
    let mut at = range.start;
    while let Some(&byte) = bytes.get(at) {
        let taken = match quote {
            None if matches!(byte, b'"' | b'\'') => {
                quote = Some(byte);
                at + 1..at + 1
            }
            Some(open) if byte == open => {
                quote = None;
                at + 1..at + 1
            }
            Some(b'\'') => plain(bytes, at, b'\'', b'\''),
            _ if byte == escape && at + 1 < range.end => {
                // In double quotes only a quote, a dollar and the sign itself are escaped.
                let next = bytes[at + 1];
                let escapes = quote.is_none() || matches!(next, b'"' | b'$') || next == escape;
                let end = (at + 2..range.end).find(|&end| text.text().is_char_boundary(end)).unwrap_or(range.end);
                if escapes { at + 1..end } else { at..end }
            }
            Some(open) => plain(bytes, at, open, escape),
            None => plain(bytes, at, b'"', escape),
        };
        at = taken.end;
        value.extend(text, taken);
    }
    quote.is_none().then_some(value)
}

/// At least one byte, up to the next that may mean something.
fn plain(bytes: &[u8], at: usize, quote: u8, escape: u8) -> Range<usize> {
    let special = |&byte: &u8| byte == quote || byte == escape || byte == b'\'';
    let count = bytes[at + 1..].iter().position(special).map_or(bytes.len(), |count| at + 1 + count);
    at..count
}

/// Whether here-documents of a line are taken: only ADD, COPY and RUN have them, also behind ONBUILD, and not as JSON.
pub(super) fn may_have_heredocs(text: &Mapped, escape: u8) -> bool {
    let line = text.text();
    if !line.contains("<<") {
        return false;
    }
    let mut words = line.split_ascii_whitespace();
    let mut keyword = words.next().unwrap_or_default();
    if keyword.eq_ignore_ascii_case("ONBUILD") {
        keyword = words.next().unwrap_or_default();
    }
    if !["ADD", "COPY", "RUN"].iter().any(|known| keyword.eq_ignore_ascii_case(known)) {
        return false;
    }
    let rest = keyword.as_ptr() as usize - line.as_ptr() as usize + keyword.len();
    let after_flags = super::instruction::skip_flags(line, rest, escape);
    json_array(text, after_flags..line.len()).is_none()
}

/// `3<<-"EOF"`.
pub(super) fn heredoc(text: &Mapped, range: Range<usize>) -> Option<HeredocWord> {
    let word = &text.text()[range.clone()];
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
    let strip_tabs = rest.starts_with('-');
    let name = rest.strip_prefix('-').unwrap_or(rest);
    if name.is_empty() || name.contains('<') {
        return None;
    }
    let name_range = range.end - name.len()..range.end;
    let value = unquote(text, name_range.clone(), b'\\')?;
    if value.is_empty() {
        return None;
    }
    let expand = !name.contains(['"', '\'', '\\']);
    Some(HeredocWord { delimiter: Piece { span: text.span(name_range), value }, strip_tabs, expand })
}

/// A JSON array of strings that fills the range; anything else is not the exec form.
pub(super) fn json_array(text: &Mapped, range: Range<usize>) -> Option<Vec<Piece>> {
    let mut json = Json { text, bytes: &text.text().as_bytes()[..range.end], at: range.start };
    json.space();
    json.take(b'[')?;
    json.space();
    let mut items = Vec::new();
    if json.take(b']').is_none() {
        loop {
            json.space();
            items.push(json.string()?);
            json.space();
            if json.take(b']').is_some() {
                break;
            }
            json.take(b',')?;
        }
    }
    json.space();
    (json.at == range.end).then_some(items)
}

struct Json<'t> {
    text: &'t Mapped,
    bytes: &'t [u8],
    at: usize,
}

impl Json<'_> {
    fn space(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, wanted: u8) -> Option<()> {
        (self.bytes.get(self.at) == Some(&wanted)).then(|| self.at += 1)
    }

    fn string(&mut self) -> Option<Piece> {
        let start = self.at;
        self.take(b'"')?;
        let mut value = Mapped::default();
        loop {
            let rest = self.bytes.get(self.at..)?;
            let plain = rest.iter().position(|&byte| matches!(byte, b'"' | b'\\' | ..b' '))?;
            value.extend(self.text, self.at..self.at + plain);
            self.at += plain;
            match self.bytes[self.at] {
                b'"' => break,
                b'\\' => self.escape(&mut value)?,
                _ => return None,
            }
        }
        self.at += 1;
        Some(Piece { value, span: self.text.span(start..self.at) })
    }

    fn escape(&mut self, value: &mut Mapped) -> Option<()> {
        let start = self.at;
        let sign = *self.bytes.get(start + 1)?;
        self.at += 2;
        let character = match sign {
            b'"' | b'\\' | b'/' => {
                value.extend(self.text, start + 1..start + 2);
                return Some(());
            }
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.unicode()?,
            _ => return None,
        };
        let span: Span = self.text.span(start..self.at);
        value.push(character.encode_utf8(&mut [0; 4]), span);
        Some(())
    }

    fn unicode(&mut self) -> Option<char> {
        let high = self.hex()?;
        if !(0xd800..0xdc00).contains(&high) {
            return Some(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let before = self.at;
        if self.bytes.get(self.at..self.at + 2) == Some(b"\\u") {
            self.at += 2;
            let low = self.hex()?;
            if (0xdc00..0xe000).contains(&low) {
                return char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
            }
        }
        self.at = before;
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.bytes.get(self.at..self.at + 4)?;
        let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}
