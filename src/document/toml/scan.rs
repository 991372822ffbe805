//! A look over TOML's bytes before it is parsed: where the comments are, and how deep the tables go.
//!
//! The parser keeps comments only as white space around values, and a key of ten thousand dots makes tables so deep that
//! dropping them would overflow the stack. Its tree takes hundreds of bytes a value. All this needs no more than knowing
//! where strings begin and end.

use memchr::memchr2;

use super::super::SyntaxError;
use crate::source::Span;

/// Finds the comments, in order and without their line ends. Tables, arrays and dots together may nest `depth` deep, and
/// there may be `values` of them all.
pub(super) fn scan(text: &str, depth: usize, values: u64) -> Result<Vec<Span>, SyntaxError> {
    let mut scanner = Scanner { bytes: text.as_bytes(), ..Scanner::default() };
    let mut comments = Vec::new();
    while let Some(&byte) = scanner.bytes.get(scanner.at) {
        let start = scanner.at;
        let here = Span::new(start as u32, start as u32 + 1);
        match byte {
            b'#' => {
                scanner.at = scanner.line_end();
                comments.push(Span::new(start as u32, scanner.at as u32));
                continue;
            }
            b'"' | b'\'' => {
                scanner.skip_string(byte);
                scanner.begins_line = false;
                continue;
            }
            _ => scanner.count(byte),
        }
        if scanner.depth() > depth {
            return Err(SyntaxError::too_deep(depth, here));
        }
        if scanner.values > values {
            return Err(SyntaxError::too_many_nodes(values, here));
        }
        scanner.at += 1;
    }
    Ok(comments)
}

#[derive(Default)]
struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Only white space since the line began.
    begins_line: bool,
    in_header: bool,
    /// Depth of the table whose header was seen last.
    header: usize,
    /// Dots of the key that is open, at each bracket that is open.
    open: Vec<usize>,
    /// Depth of all that is open.
    base: usize,
    /// Dots since the key began.
    dots: usize,
    /// What begins a table, an array, a pair or an item.
    values: u64,
}

impl Scanner<'_> {
    fn depth(&self) -> usize {
        self.header + self.base + self.dots
    }

    fn line_end(&self) -> usize {
        let rest = &self.bytes[self.at..];
        self.at + memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
    }

    fn count(&mut self, byte: u8) {
        self.values += u64::from(matches!(byte, b'[' | b'{' | b',' | b'=' | b'.'));
        match byte {
            b'\n' => {
                if self.in_header {
                    // Each name of a header may be an array of tables, which is two levels.
                    self.header = 2 * (self.dots + 1);
                    self.in_header = false;
                }
                self.dots = 0;
                self.begins_line = true;
                return;
            }
            b' ' | b'\t' | b'\r' => return,
            b'[' if self.open.is_empty() && (self.begins_line || self.at == 0) => {
                self.in_header = true;
                self.header = 0;
            }
            b'[' | b'{' if !self.in_header => {
                self.open.push(self.dots);
                self.base += self.dots + 1;
                self.dots = 0;
            }
            b']' | b'}' => {
                if let Some(dots) = self.open.pop() {
                    self.base -= dots + 1;
                    self.dots = dots;
                }
            }
            b',' => self.dots = 0,
            b'.' => self.dots += 1,
            _ => {}
        }
        self.begins_line = false;
    }

    /// Goes behind a string, or to the end of the line or text where it is never closed.
    fn skip_string(&mut self, quote: u8) {
        let rest = &self.bytes[self.at..];
        let fence = [quote; 3];
        let multiline = rest.starts_with(&fence);
        let mut at = if multiline { 3 } else { 1 };
        while let Some(&byte) = rest.get(at) {
            match byte {
                b'\\' if quote == b'"' => at += 1,
                b'\n' if !multiline => break,
                _ if multiline && rest[at..].starts_with(&fence) => {
                    // Up to two quotes may stand before the closing three.
                    at += 3 + rest[at + 3..].iter().take(2).take_while(|&&byte| byte == quote).count();
                    break;
                }
                _ if !multiline && byte == quote => {
                    at += 1;
                    break;
                }
                _ => {}
            }
            at += 1;
        }
        self.at += at.min(rest.len());
    }
}
