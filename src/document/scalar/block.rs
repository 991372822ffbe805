//! Text of block scalars.

use super::folded::lines;

/// What becomes of the line breaks behind a block scalar's last line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Chomping {
    /// One stays.
    Clip,
    /// `-`: none stays.
    Strip,
    /// `+`: all stay.
    Keep,
}

/// What the header of a block scalar says, and what its first line says of its indentation.
#[derive(Clone, Copy, Debug)]
pub(in crate::document) struct BlockHeader {
    /// Spaces that belong to no line.
    pub(in crate::document) indent: u32,
    pub(in crate::document) chomping: Chomping,
}

impl BlockHeader {
    pub(in crate::document) fn to_bits(self) -> u32 {
        self.indent << 2 | self.chomping as u32
    }

    pub(in crate::document) fn from_bits(bits: u32) -> Self {
        let chomping = match bits & 3 {
            0 => Chomping::Clip,
            1 => Chomping::Strip,
            _ => Chomping::Keep,
        };
        Self { indent: bits >> 2, chomping }
    }
}

/// The text of a block scalar. `written` reaches from its `|` or `>` to the end of its last line that is not blank, and
/// `behind` is the rest of the source.
pub(super) fn text(written: &str, behind: &str, literal: bool, header: BlockHeader) -> String {
    let indent = header.indent as usize;
    let mut text = String::with_capacity(written.len() + 1);
    // Line breaks since the last line of text, and whether that line began with a blank, which keeps it from being folded.
    let (mut breaks, mut blank_before) = (0, true);
    for line in lines(written).skip(1) {
        // What is not indented enough is an empty line.
        let line = line.get(indent..).unwrap_or_default();
        if !line.is_empty() {
            let blank = line.starts_with([' ', '\t']);
            let folds = !literal && !blank && !blank_before && breaks > 0;
            match (folds, breaks) {
                (true, 1) => text.push(' '),
                (true, _) => text.extend(std::iter::repeat_n('\n', breaks - 1)),
                (false, _) => text.extend(std::iter::repeat_n('\n', breaks)),
            }
            breaks = 0;
            blank_before = blank;
            text.push_str(line);
        }
        breaks += 1;
    }
    if !text.is_empty() && header.chomping != Chomping::Strip {
        text.push('\n');
    }
    if header.chomping == Chomping::Keep {
        text.extend(std::iter::repeat_n('\n', empty_lines(behind, indent)));
    }
    text
}

/// The number of empty lines behind a block scalar's last line of text.
fn empty_lines(behind: &str, indent: usize) -> usize {
    let is_empty = |line: &&str| line.len() <= indent && line.trim_start_matches(' ').is_empty();
    let after_break = behind.split_once('\n').map_or("", |(_, rest)| rest);
    // What stands behind the last line break is no line.
    after_break.rsplit_once('\n').map_or(0, |(whole, _)| lines(whole).take_while(is_empty).count())
}
