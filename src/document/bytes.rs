//! The bytes of a text, read without ever falling off its end.

/// A text as bytes. Behind its end there are zeros without end.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'t>(&'t [u8]);

const SPACES: u64 = u64::from_le_bytes([b' '; 8]);

/// Each byte one: times a byte, that byte eight times.
const EACH: u64 = u64::from_le_bytes([1; 8]);

impl<'t> Bytes<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self(text.as_bytes())
    }

    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    /// The byte at an offset.
    #[inline(always)]
    pub(super) fn at(self, offset: usize) -> u8 {
        self.0.get(offset).copied().unwrap_or(0)
    }

    /// Whether the text goes on like this at an offset.
    #[inline(always)]
    pub(super) fn starts_with(self, offset: usize, wanted: &[u8]) -> bool {
        self.0.get(offset..).is_some_and(|rest| rest.starts_with(wanted))
    }

    /// The first offset from `offset` on that holds no space.
    #[inline(always)]
    pub(super) fn after_spaces(self, mut offset: usize) -> usize {
        while let Some(word) = self.0.get(offset..).and_then(|rest| rest.first_chunk::<8>()) {
            let others = u64::from_le_bytes(*word) ^ SPACES;
            if others != 0 {
                return offset + others.trailing_zeros() as usize / 8;
            }
            offset += 8;
        }
        while self.at(offset) == b' ' {
            offset += 1;
        }
        offset
    }

    /// The first offset from `offset` on that holds neither space nor tab.
    #[inline(always)]
    pub(super) fn after_blanks(self, offset: usize) -> usize {
        let mut offset = self.after_spaces(offset);
        while self.at(offset) == b'\t' {
            offset = self.after_spaces(offset + 1);
        }
        offset
    }

    /// The first offset from `offset` on whose byte is marked; the end of the text if there is none.
    ///
    /// Eight bytes are looked at together, as a word whose lowest byte comes first: [`equal`] and [`below`] mark the upper bit
    /// of bytes.
    #[inline(always)]
    pub(super) fn find(self, mut offset: usize, marked: impl Fn(u64) -> u64) -> usize {
        while let Some(word) = self.0.get(offset..).and_then(|rest| rest.first_chunk::<8>()) {
            let marks = marked(u64::from_le_bytes(*word));
            if marks != 0 {
                return offset + marks.trailing_zeros() as usize / 8;
            }
            offset += 8;
        }
        let mut last = [0; 8];
        let rest = self.0.get(offset..).unwrap_or_default();
        last[..rest.len()].copy_from_slice(rest);
        let marks = marked(u64::from_le_bytes(last));
        (offset + marks.trailing_zeros() as usize / 8).min(self.len())
    }

    /// The end of the line that holds an offset, its line break excluded. Knows `\n` and `\r\n`.
    #[inline(always)]
    pub(super) fn line_end(self, offset: usize) -> usize {
        let Some(length) = self.0.get(offset..).and_then(|rest| memchr::memchr(b'\n', rest)) else { return self.len() };
        let end = offset + length;
        if length > 0 && self.at(end - 1) == b'\r' { end - 1 } else { end }
    }

    /// What follows the line break at an offset, or the offset itself at the end of the text.
    #[inline(always)]
    pub(super) fn after_break(self, offset: usize) -> usize {
        match self.at(offset) {
            b'\n' => offset + 1,
            b'\r' => offset + 2,
            _ => offset,
        }
    }
}

/// Marks the bytes of a word that are this one. Only the first mark is certain: where a byte is marked, the borrow of the
/// subtraction may mark the next as well.
#[inline(always)]
pub(super) fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ (EACH * u64::from(byte)), 1)
}

/// Marks the bytes of a word below a bound of ASCII, in the same way.
#[inline(always)]
pub(super) fn below(word: u64, bound: u8) -> u64 {
    word.wrapping_sub(EACH * u64::from(bound)) & !word & (EACH << 7)
}

/// Whether a byte is white space, or the end of the text.
#[inline(always)]
pub(super) fn is_blank_or_end(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0)
}

/// Whether a byte ends a line, or is the end of the text.
#[inline(always)]
pub(super) fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | 0)
}
