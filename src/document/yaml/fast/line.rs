//! Where a line belongs, and the nodes along it.

use super::{Awaited, Block, Declined, Frame, LONGEST_KEY, Line, Reader, Result, Style, is_blank_or_end};
use crate::document::bytes::is_line_end;

/// What must come next on a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// A value, which may be a block collection.
    Node,
    /// A key of the innermost mapping.
    Key,
    /// A dash of the innermost sequence.
    Item,
}

/// What begins at some place of a line.
enum Found {
    Key {
        style: Style,
        raw: bool,
        end: usize,
        colon: usize,
    },
    /// A plain scalar up to `end`, and where its line stops it.
    Plain {
        end: usize,
        stop: usize,
    },
    Quoted {
        style: Style,
        raw: bool,
        end: usize,
    },
    /// Something that begins with an indicator.
    Other,
}

impl Reader<'_, '_, '_> {
    /// Reads a line, and the lines that its last scalar or flow collection goes on. Returns where the next line begins.
    #[inline(always)]
    pub(super) fn line(&mut self, line: Line) -> Result<usize> {
        let Line { mut at, mut column } = line;
        let (mut step, mut parent) = self.place(line)?;
        loop {
            if step == Step::Item {
                let next = self.bytes.after_spaces(at + 1);
                match self.bytes.at(next) {
                    b'\n' | b'\r' | b'#' | 0 => return self.await_item(at),
                    b'\t' => return Err(Declined::Tab),
                    _ => {}
                }
                column += (next - at) as i32;
                at = next;
                step = Step::Node;
            }
            match self.find(at)? {
                Found::Key { style, raw, end, colon } => {
                    if step == Step::Node {
                        self.open_block(Block::Mapping, column, at)?;
                        parent = column;
                    }
                    self.key(style, raw, at, end)?;
                    return self.after_colon(colon, parent);
                }
                _ if step == Step::Key => return Err(self.no_key(at)),
                Found::Plain { end, stop } => return self.plain(at, end, stop, parent),
                Found::Quoted { style, raw, end } => return self.quoted_value(style, raw, at, end),
                Found::Other if self.bytes.at(at) == b'-' => {
                    self.open_block(Block::Sequence, column, at)?;
                    parent = column;
                    step = Step::Item;
                }
                Found::Other => return self.other(at, parent),
            }
        }
    }

    /// Finds the collection that a line goes on, closing those it ends. Returns what the line must begin with, and the
    /// column of what holds that.
    #[inline(always)]
    fn place(&mut self, line: Line) -> Result<(Step, i32)> {
        let column = line.column;
        let dash = self.bytes.at(line.at) == b'-' && is_blank_or_end(self.bytes.at(line.at + 1));
        if self.awaited.is_some() {
            let top = self.blocks.last().copied();
            let parent = top.map_or(-1, |top| top.column);
            if column > parent {
                self.awaited = None;
                return Ok((Step::Node, parent));
            }
            if dash && column == parent && top.is_some_and(|top| top.block == Block::Mapping) {
                self.awaited = None;
                self.open_block(Block::LevelSequence, column, line.at)?;
                return Ok((Step::Item, column));
            }
            self.absent();
        }
        let frame = self.close_to(column, dash)?;
        match frame.block {
            _ if frame.column != column => Err(Declined::Indentation),
            Block::Mapping => Ok((Step::Key, column)),
            _ if dash => Ok((Step::Item, column)),
            _ => Err(Declined::Entry),
        }
    }

    /// Closes the collections that end before a line.
    #[inline(always)]
    fn close_to(&mut self, column: i32, dash: bool) -> Result<Frame> {
        loop {
            let Some(&frame) = self.blocks.last() else { return Err(Declined::AfterValue) };
            let ends = frame.column > column || frame.column == column && frame.block == Block::LevelSequence && !dash;
            if !ends {
                return Ok(frame);
            }
            self.blocks.pop();
            self.builder.end(None);
        }
    }

    /// Nothing but blanks and a comment follows the dash.
    fn await_item(&mut self, dash: usize) -> Result<usize> {
        let next = self.rest_of_line(dash + 1)?;
        let absent_at = self.bytes.line_end(dash);
        self.awaited = Some(Awaited { absent_at, comments: self.builder.comments() });
        Ok(next)
    }

    /// Reads on behind a key.
    #[inline(always)]
    fn after_colon(&mut self, colon: usize, parent: i32) -> Result<usize> {
        let at = self.bytes.after_blanks(colon + 1);
        match self.bytes.at(at) {
            b'\n' | b'\r' | b'#' | 0 => {
                self.awaited = Some(Awaited { absent_at: colon, comments: self.builder.comments() });
                self.rest_of_line(colon + 1)
            }
            b'&' | b'!' => self.with_properties(at, parent),
            _ => self.value(at, parent),
        }
    }

    /// Reads anchor and tag and what they belong to, as far as it stands on this line.
    fn with_properties(&mut self, at: usize, parent: i32) -> Result<usize> {
        let end = self.properties(at)?;
        let next = self.bytes.after_spaces(end);
        match self.bytes.at(next) {
            b'#' => {}
            byte if is_line_end(byte) => {}
            b'\t' => return Err(Declined::Tab),
            _ => return self.value(next, parent),
        }
        self.awaited = Some(Awaited { absent_at: end, comments: usize::MAX });
        self.rest_of_line(end)
    }

    /// Reads a value where no block collection can begin: behind a key or properties. `parent` is the column of the
    /// collection that holds it.
    #[inline(always)]
    pub(super) fn value(&mut self, at: usize, parent: i32) -> Result<usize> {
        match self.find(at)? {
            Found::Plain { end, stop } => self.plain(at, end, stop, parent),
            Found::Quoted { style, raw, end } => self.quoted_value(style, raw, at, end),
            Found::Key { .. } => Err(Declined::InlineCollection),
            Found::Other if matches!(self.bytes.at(at), b'&' | b'!') => Err(Declined::Property),
            Found::Other => self.other(at, parent),
        }
    }

    /// Reads a value that begins with an indicator other than a quote or dash.
    fn other(&mut self, at: usize, parent: i32) -> Result<usize> {
        match self.bytes.at(at) {
            b'|' | b'>' => self.block_scalar(at, parent),
            b'[' | b'{' => {
                let end = self.flow(at)?;
                self.rest_of_line(end)
            }
            b'*' => {
                let end = self.alias(at)?;
                self.rest_of_line(end)
            }
            b'&' | b'!' => self.with_properties(at, parent),
            b'-' => Err(Declined::InlineCollection),
            b'?' => Err(Declined::ExplicitKey),
            b':' => Err(Declined::Key),
            b'\t' => Err(Declined::Tab),
            _ => Err(Declined::Plain),
        }
    }

    /// Looks at what begins here, up to the end of a key, a quoted scalar, or the line.
    #[inline(always)]
    fn find(&mut self, at: usize) -> Result<Found> {
        if self.starts_plain(at) {
            let (end, stop) = self.plain_line::<false>(at);
            let key = self.bytes.at(stop) == b':';
            return Ok(if key {
                Found::Key { style: Style::Plain, raw: false, end, colon: stop }
            } else {
                Found::Plain { end, stop }
            });
        }
        let style = match self.bytes.at(at) {
            b'"' => Style::Double,
            b'\'' => Style::Single,
            _ => return Ok(Found::Other),
        };
        let quoted = self.quoted(at)?;
        let (raw, end) = (quoted.raw, quoted.end);
        let colon = self.bytes.after_spaces(end);
        if self.bytes.at(colon) != b':' {
            return Ok(Found::Quoted { style, raw, end });
        }
        match is_blank_or_end(self.bytes.at(colon + 1)) {
            true if quoted.lines => Err(Declined::Key),
            true => Ok(Found::Key { style, raw, end, colon }),
            false => Err(Declined::AfterValue),
        }
    }

    /// Writes a key.
    #[inline(always)]
    pub(super) fn key(&mut self, style: Style, raw: bool, at: usize, end: usize) -> Result<()> {
        if end - at > LONGEST_KEY {
            return Err(Declined::Key);
        }
        if raw {
            self.raw(style, at, end)
        } else {
            self.scalar(style, at, end)
        }
        Ok(())
    }

    #[inline(always)]
    fn quoted_value(&mut self, style: Style, raw: bool, at: usize, end: usize) -> Result<usize> {
        if raw {
            self.raw(style, at, end)
        } else {
            self.scalar(style, at, end)
        }
        self.rest_of_line(end)
    }

    /// Why what begins here is no key.
    #[cold]
    fn no_key(&self, at: usize) -> Declined {
        match self.bytes.at(at) {
            b'?' => Declined::ExplicitKey,
            b':' => Declined::Key,
            b'&' | b'!' => Declined::Property,
            b'*' => Declined::Alias,
            b'[' | b'{' => Declined::Flow,
            _ => Declined::Entry,
        }
    }
}
