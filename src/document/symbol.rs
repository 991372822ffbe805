//! Names of keys as numbers, so that looking a key up is comparing numbers.

use serde::{Deserialize, Serialize};

/// A number made of a key's text: equal texts have equal symbols, and different texts nearly always different ones.
///
/// The function is the same for every format and every run, so a symbol can be made once and looked for in many files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Symbol(pub(super) u32);

impl Symbol {
    /// Its number, for tables that are indexed by symbols.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The symbol of a text.
    #[inline]
    pub fn of(text: &str) -> Self {
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        let mut sum = text.len() as u64;
        for word in words {
            sum = mix(sum, u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            sum = mix(sum, short(rest));
        }
        Self((sum >> 32) as u32)
    }
}

#[inline]
fn mix(sum: u64, word: u64) -> u64 {
    // 2^64 divided by the golden ratio spreads every bit into the upper half, and only that is kept.
    (sum.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// One to seven bytes as the lower bytes of a word. Reads that overlap are quicker than a loop.
#[inline]
fn short(bytes: &[u8]) -> u64 {
    let len = bytes.len();
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(&first), Some(&last)) => {
            u64::from(u32::from_le_bytes(first)) | u64::from(u32::from_le_bytes(last)) << ((len - 4) * 8)
        }
        _ => {
            let byte = |at: usize| u64::from(bytes[at]) << (at * 8);
            byte(0) | byte(len / 2) | byte(len - 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_and_the_length_count() {
        let text = "metadata.annotations";
        for len in 1..=text.len() {
            let bytes = &text.as_bytes()[..len];
            if len < 8 {
                let mut word = [0; 8];
                word[..len].copy_from_slice(bytes);
                assert_eq!(short(bytes), u64::from_le_bytes(word), "{len}");
            }
            for at in 0..len {
                let mut other = bytes.to_vec();
                other[at] ^= 1;
                assert_ne!(Symbol::of(&text[..len]), Symbol::of(std::str::from_utf8(&other).unwrap()), "{len} {at}");
            }
        }
        assert_ne!(Symbol::of(""), Symbol::of("\0"));
        assert_ne!(Symbol::of("\0"), Symbol::of("\0\0"));
    }
}
