//! One look at all bytes before reading, so that the reader itself need not ask again.

use memchr::{memchr_iter, memchr3_iter};

use crate::document::Declined;

/// Bytes looked at together.
const CHUNK: usize = 64;

/// Declines characters that no position of the grammar allows or that readers disagree about: control characters, a `\r`
/// without its `\n`, line ends and marks of Unicode.
pub(super) fn prescan(bytes: &[u8]) -> Result<(), Declined> {
    let (mut control, mut carriage_return, mut high) = (false, false, 0);
    let (chunks, rest) = bytes.as_chunks::<CHUNK>();
    for chunk in chunks.iter().map(|chunk| &chunk[..]).chain([rest]) {
        // No early way out of a chunk: that is what lets the compiler look at many bytes in one instruction. Most hold nothing
        // but printable ASCII and line feeds, which is the cheapest thing to find out.
        let unusual = chunk.iter().fold(0, |seen, &byte| seen | u8::from(is_unusual(byte)));
        if unusual == 0 {
            continue;
        }
        for &byte in chunk {
            control |= is_control(byte);
            carriage_return |= byte == b'\r';
            high |= byte;
        }
    }
    let lone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    let bad = control
        || carriage_return && memchr_iter(b'\r', bytes).any(lone)
        || high >= 0x80 && memchr3_iter(0xC2, 0xE2, 0xEF, bytes).any(|at| is_odd(at, &bytes[at..]));
    if bad { Err(Declined::Character) } else { Ok(()) }
}

#[inline(always)]
fn is_unusual(byte: u8) -> bool {
    (byte.wrapping_sub(b' ') > b'~' - b' ') & (byte != b'\n')
}

#[inline(always)]
fn is_control(byte: u8) -> bool {
    ((byte < b' ') & (byte != b'\n') & (byte != b'\t') & (byte != b'\r')) | (byte == 0x7F)
}

/// Whether a character is a control character, a line or paragraph separator, a byte order mark inside the text, or none.
fn is_odd(at: usize, bytes: &[u8]) -> bool {
    match *bytes {
        [0xC2, 0x80..=0x9F, ..] | [0xE2, 0x80, 0xA8 | 0xA9, ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => true,
        [0xEF, 0xBB, 0xBF, ..] => at > 0,
        _ => false,
    }
}
