//! Colours and hyperlinks of terminals, or neither.

use std::fmt;

use super::Options;
use crate::rule::Level;

/// What a piece of text is, for those who see colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// A level's own colour, bold.
    Level(Level),
    /// All is well.
    Good,
    /// Said once and seen first.
    Strong,
    /// Drawing and hints.
    Faint,
}

impl Ink {
    /// The parameters of the SGR sequence (ECMA-48, 8.3.117); the sixteen basic colours follow the reader's own theme.
    const fn code(self) -> &'static str {
        match self {
            Self::Level(Level::Error) => "1;31",
            Self::Level(Level::Warning) => "1;33",
            Self::Level(Level::Note) => "1;36",
            Self::Good => "1;32",
            Self::Strong => "1",
            Self::Faint => "2",
        }
    }
}

/// Knows what the reader's terminal can show.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    color: bool,
    hyperlinks: bool,
}

impl Paint {
    pub(super) const fn new(options: &Options) -> Self {
        Self { color: options.color, hyperlinks: options.hyperlinks }
    }

    /// Text in a colour.
    pub(super) const fn ink<T: fmt::Display>(self, ink: Ink, text: T) -> Painted<T> {
        Painted { text, code: if self.color { Some(ink.code()) } else { None } }
    }

    /// Whether colours are shown.
    pub(super) const fn colors(self) -> bool {
        self.color
    }

    /// Whether links can be hidden behind text.
    pub(super) const fn links(self) -> bool {
        self.hyperlinks
    }

    /// Text that leads to a page, where the terminal can do so. The sequence is OSC 8, as in "Hyperlinks in Terminal
    /// Emulators" by E. Koblinger; pages with control characters in their address are not linked.
    pub(super) fn link(self, url: Option<&str>, text: &str) -> String {
        match url.filter(|url| self.hyperlinks && !url.contains(char::is_control)) {
            Some(url) => format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"),
            None => text.to_owned(),
        }
    }
}

/// Text with its colour, if colours are shown.
pub(super) struct Painted<T> {
    text: T,
    code: Option<&'static str>,
}

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "\x1b[{code}m{}\x1b[0m", self.text),
            None => self.text.fmt(f),
        }
    }
}
