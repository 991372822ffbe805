//! The words of the language.

use crate::source::Span;

/// A piece of text that means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Whether anything stands between it and the token before.
    pub(super) apart: bool,
    /// Whether a line ends between it and the token before.
    pub(super) new_line: bool,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Token {
    pub(super) const fn span(self) -> Span {
        Span::new(self.start, self.end)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// A word that is a keyword in some modules.
    Keyword(Keyword),
    Number,
    /// In double quotes.
    String,
    /// In backticks.
    RawString,
    /// A template string's text from its opening, or from a `}`, up to a `{`.
    TemplatePart(Quotes),
    /// A template string's text up to its end.
    TemplateEnd(Quotes),
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    LeftParenthesis,
    RightParenthesis,
    Comma,
    Colon,
    Semicolon,
    Dot,
    Assign,
    Unify,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
    And,
    Or,
    /// What no token starts with; the lexer's fault says more.
    Illegal,
    End,
}

/// What a template string stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    Double,
    Backtick,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    Package,
    Import,
    As,
    Default,
    Else,
    Not,
    Some,
    With,
    Null,
    True,
    False,
    In,
    Every,
    Contains,
    If,
    And,
    Or,
}

impl Keyword {
    const ALL: [(&'static str, Self); 17] = [
        ("package", Self::Package),
        ("import", Self::Import),
        ("as", Self::As),
        ("default", Self::Default),
        ("else", Self::Else),
        ("not", Self::Not),
        ("some", Self::Some),
        ("with", Self::With),
        ("null", Self::Null),
        ("true", Self::True),
        ("false", Self::False),
        ("in", Self::In),
        ("every", Self::Every),
        ("contains", Self::Contains),
        ("if", Self::If),
        ("and", Self::And),
        ("or", Self::Or),
    ];

    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(text, _)| *text == word).map(|&(_, keyword)| keyword)
    }

    pub(super) fn text(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

/// The keywords that are in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Keywords(u32);

impl Keywords {
    /// What every module knows.
    pub(super) const FIRST: Self = Self((1 << Keyword::In as u32) - 1);
    /// What came with version 1: `in`, `every`, `contains`, `if`.
    pub(super) const ONE: Self = Self((1 << Keyword::And as u32) - 1);

    /// All there are.
    pub(super) const ALL: Self = Self((1 << Keyword::ALL.len()) - 1);

    pub(super) const fn has(self, keyword: Keyword) -> bool {
        self.0 >> keyword as u32 & 1 == 1
    }

    /// Switches one on; `every` brings `in` along.
    pub(super) fn add(&mut self, keyword: Keyword) {
        self.0 |= 1 << keyword as u32;
        if keyword == Keyword::Every {
            self.add(Keyword::In);
        }
    }

    pub(super) fn add_all(&mut self, others: Self) {
        self.0 |= others.0;
    }
}
