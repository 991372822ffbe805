//! Flow collections: `[a, b]` and `{a: b}`.

use super::{Declined, LONGEST_KEY, Reader, Result, Style, plain::is_flow_indicator};

impl Reader<'_, '_, '_> {
    /// Reads a flow collection and all collections in it. Its lines may begin in any column, as readers have it. Returns where it
    /// ends.
    pub(super) fn flow(&mut self, at: usize) -> Result<usize> {
        let outside = self.builder.depth();
        let mut at = self.open_flow(at)?;
        loop {
            self.check_size()?;
            let mapping = self.builder.in_mapping();
            let closing = if mapping { b'}' } else { b']' };
            if self.bytes.at(at) == closing {
                at += 1;
                self.builder.end(Some(at as u32));
                if self.builder.depth() == outside {
                    return Ok(at);
                }
                at = self.after_flow_value(at)?;
                continue;
            }
            if mapping && !self.builder.awaits_value() {
                at = self.flow_key(at)?;
                continue;
            }
            at = match self.bytes.at(at) {
                b'[' | b'{' => self.open_flow(at)?,
                _ => {
                    let end = self.flow_scalar(at)?;
                    self.after_flow_value(end)?
                }
            };
        }
    }

    /// Opens a collection and returns where its first entry, or its end, stands.
    fn open_flow(&mut self, at: usize) -> Result<usize> {
        self.open(if self.bytes.at(at) == b'{' { Style::FlowMapping } else { Style::FlowSequence }, at)?;
        self.flow_space(at + 1)
    }

    /// Reads what follows a value: a comma, or nothing before a closing bracket. A key without a colon has no
    /// value.
    #[inline(always)]
    fn after_flow_value(&mut self, at: usize) -> Result<usize> {
        let at = self.flow_space(at)?;
        let byte = self.bytes.at(at);
        if self.builder.awaits_value() {
            if !matches!(byte, b',' | b'}') {
                return Err(Declined::Flow);
            }
            self.scalar(Style::Absent, at, at);
        }
        match byte {
            b',' => self.flow_space(at + 1),
            b']' | b'}' => Ok(at),
            _ => Err(Declined::Flow),
        }
    }

    /// Reads a key and its colon, and returns where the value begins; of a key without a value, where the next entry does.
    fn flow_key(&mut self, at: usize) -> Result<usize> {
        let first = self.bytes.at(at);
        let (style, raw, end) = if matches!(first, b'"' | b'\'') {
            let quoted = self.quoted_key(at)?;
            (if first == b'"' { Style::Double } else { Style::Single }, quoted.raw, quoted.end)
        } else if self.starts_plain_in_flow(at) {
            (Style::Plain, false, self.plain_line::<true>(at).0)
        } else {
            return Err(Declined::Flow);
        };
        let colon = self.bytes.after_spaces(end);
        if colon - at > LONGEST_KEY {
            return Err(Declined::Key);
        }
        self.key(style, raw, at, end)?;
        if self.bytes.at(colon) != b':' {
            return self.after_flow_value(end);
        }
        let separate = match self.bytes.at(colon + 1) {
            b' ' | b'\n' | b'\r' => true,
            b':' | b'#' | b'\t' | 0 => false,
            // A value may stand against the colon of a quoted key, as JSON has it. Behind another key the colon would
            // belong to the key for older readers.
            _ => style != Style::Plain && colon == end,
        };
        if !separate {
            return Err(Declined::Flow);
        }
        let comments = self.builder.comments();
        let value = self.flow_space(colon + 1)?;
        if !matches!(self.bytes.at(value), b',' | b'}') {
            return Ok(value);
        }
        self.scalar(Style::Absent, colon, colon);
        self.builder.comments_behind(comments);
        self.after_flow_value(value)
    }

    /// Reads a scalar or alias and returns where it ends.
    #[inline(always)]
    fn flow_scalar(&mut self, at: usize) -> Result<usize> {
        let first = self.bytes.at(at);
        match first {
            b'"' | b'\'' => {
                let quoted = self.quoted(at)?;
                let style = if first == b'"' { Style::Double } else { Style::Single };
                if quoted.raw {
                    self.raw(style, at, quoted.end)
                } else {
                    self.scalar(style, at, quoted.end)
                }
                Ok(quoted.end)
            }
            b'*' => {
                let end = self.alias(at)?;
                let next = self.bytes.at(end);
                if matches!(next, b' ' | b'\n' | b'\r') || is_flow_indicator(next) {
                    Ok(end)
                } else {
                    Err(Declined::Alias)
                }
            }
            b'&' | b'!' => Err(Declined::Property),
            _ if self.starts_plain_in_flow(at) => {
                let (end, stop) = self.plain_line::<true>(at);
                if self.bytes.at(stop) == b':' {
                    return Err(Declined::Flow);
                }
                self.scalar(Style::Plain, at, end);
                Ok(end)
            }
            _ => Err(Declined::Flow),
        }
    }

    /// Quoted keys stay on one line.
    #[inline(always)]
    fn quoted_key(&self, at: usize) -> Result<super::quoted::Quoted> {
        let quoted = self.quoted(at)?;
        if quoted.lines { Err(Declined::Quote) } else { Ok(quoted) }
    }

    /// Reads blanks, line breaks and comments.
    #[inline(always)]
    fn flow_space(&mut self, at: usize) -> Result<usize> {
        let next = self.bytes.after_spaces(at);
        match self.bytes.at(next) {
            b'\n' | b'\r' | b'#' | b'\t' | 0 => self.flow_lines(at),
            _ => Ok(next),
        }
    }

    fn flow_lines(&mut self, start: usize) -> Result<usize> {
        let (mut at, mut line) = (start, None);
        loop {
            at = self.bytes.after_spaces(at);
            match self.bytes.at(at) {
                0 => return Err(Declined::Flow),
                b'\t' => return Err(Declined::Tab),
                b'\n' | b'\r' => at = self.bytes.after_break(at),
                b'#' if at > start || line.is_some() => at = self.comment(at),
                b'#' => return Err(Declined::Flow),
                byte => {
                    // At the first column stand document markers and directives.
                    let marker = line == Some(at) && matches!(byte, b'-' | b'.' | b'%');
                    return if marker { Err(Declined::Flow) } else { Ok(at) };
                }
            }
            line = Some(at);
        }
    }
}
