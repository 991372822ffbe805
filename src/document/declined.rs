//! Why a file is left to the maintained parser.

/// Why the fast way left a file to the maintained parser. It does so whenever it is not sure, so this says nothing about
/// whether the file is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Declined {
    /// A character that YAML or an older reader of it treats specially: control characters, odd line ends.
    Character,
    /// A tab where indentation may be meant.
    Tab,
    /// `%YAML` and the like, or a line that looks like it.
    Directive,
    /// `...` with something before or behind it that is unusual.
    DocumentEnd,
    /// `? key`.
    ExplicitKey,
    /// A key of more than one line, of a thousand bytes or more, or none at all.
    Key,
    /// A line whose indentation fits nothing above it.
    Indentation,
    /// No key or item where one must stand.
    Entry,
    /// Text behind the end of a value.
    AfterValue,
    /// A second collection on the line of a key.
    InlineCollection,
    /// A plain scalar that begins or goes on unusually.
    Plain,
    /// A quote that is not closed, or goes on unusually.
    Quote,
    /// An escape that is unknown or stands for half a character.
    Escape,
    /// A block scalar with an unusual header, indentation or end.
    BlockScalar,
    /// An anchor or tag that is written unusually.
    Property,
    /// An alias that stands unusually, or means nothing.
    Alias,
    /// A flow collection that is unusual, or not closed.
    Flow,
    /// One of the [limits](super::Limits), or close to it.
    Limit,
    /// JSON with more than JSON has: comments, trailing commas, several values.
    Json,
}

impl Declined {
    /// The name, as shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Character => "character",
            Self::Tab => "tab",
            Self::Directive => "directive",
            Self::DocumentEnd => "document-end",
            Self::ExplicitKey => "explicit-key",
            Self::Key => "key",
            Self::Indentation => "indentation",
            Self::Entry => "entry",
            Self::AfterValue => "after-value",
            Self::InlineCollection => "inline-collection",
            Self::Plain => "plain",
            Self::Quote => "quote",
            Self::Escape => "escape",
            Self::BlockScalar => "block-scalar",
            Self::Property => "property",
            Self::Alias => "alias",
            Self::Flow => "flow",
            Self::Limit => "limit",
            Self::Json => "json",
        }
    }
}
