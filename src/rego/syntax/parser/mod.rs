//! The parser: tokens to the tree, by recursive descent.
//!
//! Text is read once, save where the language cannot be told apart from its beginning: whether `[x | …` is a
//! comprehension, whether braces after `if` hold a body, and operands of `and` and `or`. There, one reading is tried
//! and dropped if it fails; what failed is remembered, so that nested attempts cost no more than their depth.
//!
//! Nesting is limited, and so is the height of the tree, which grows to the left with each operator of a chain.

mod collection;
mod head;
mod literal;
mod logic;
mod module;
mod operand;
mod rule;
mod template;
mod term;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    ast::{Body, Module, Name, Version},
    fault::{Fault, Read},
    lexer::{Lexed, lex},
    token::{Keyword, Keywords, Kind, Token},
};
use crate::source::Span;

/// Brackets and bodies inside one another are followed this deep.
const DEEPEST: u32 = 100;

/// Highest tree of terms.
const TALLEST: u32 = 1_000;

/// Reads a module.
pub(super) fn module(text: &str, version: Version) -> Read<Module> {
    let mut parser = Parser::new(text, version);
    let read = parser.module();
    parser.finish(read)
}

/// Reads a query: the inside of a body.
pub(super) fn query(text: &str) -> Read<Body> {
    let mut parser = Parser::new(text, Version::V1);
    let read = parser.query();
    parser.finish(read)
}

/// Something that was tried at a token and did not work.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Attempt {
    Comprehension,
    OperandBraces,
    Group,
    OperandGroup,
}

/// A place to go back to.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    plain: usize,
    depth: u32,
    height: u32,
    opened: Option<u32>,
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    comments: Vec<Span>,
    /// What is wrong with the last token, if it is illegal.
    illegal: Option<Box<Fault>>,
    at: usize,
    /// A keyword that is none: after a term, one that touches `.` or `[` starts something new.
    plain: usize,
    /// The version that was asked for.
    version: Version,
    keywords: Keywords,
    /// Whether `import future.keywords.not` gave `not` a body.
    not_bodies: bool,
    /// Whether version 1 was asked for or imported.
    modern: bool,
    depth: u32,
    /// Height of the highest term since the last [`Parser::open`].
    height: u32,
    /// Where the innermost open bracket stands.
    opened: Option<u32>,
    /// Whether a limit was passed, so that nothing else is tried.
    over: bool,
    failed: FxHashSet<(usize, Attempt)>,
    /// Whether braces that are no body, by their token, are a value.
    values: FxHashMap<usize, bool>,
    names: FxHashMap<&'t str, Name>,
    /// What version 1 has against the module, if it turns out to be one.
    objection: Option<Box<Fault>>,
    /// Bytes of heads that were copied for further bodies.
    copied: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, version: Version) -> Self {
        let Lexed { tokens, comments, fault } = lex(text);
        let modern = version == Version::V1;
        Self {
            text,
            tokens,
            comments,
            illegal: fault,
            at: 0,
            plain: usize::MAX,
            version,
            keywords: if modern { Keywords::ONE } else { Keywords::FIRST },
            not_bodies: false,
            modern,
            depth: 0,
            height: 0,
            opened: None,
            over: false,
            failed: FxHashSet::default(),
            values: FxHashMap::default(),
            names: FxHashMap::default(),
            objection: None,
            copied: 0,
        }
    }

    /// What is illegal outranks whatever is made of it.
    fn finish<T>(&mut self, read: Read<T>) -> Read<T> {
        let last = self.tokens.last().map_or(0, |token| token.start);
        read.map_err(|fault| match self.illegal.take() {
            Some(illegal) if fault.span.start >= last => illegal,
            _ => fault,
        })
    }

    fn token(&self) -> Token {
        self.tokens[self.at]
    }

    /// The token after this one; the last token again if there is none.
    fn next_token(&self) -> Token {
        self.tokens[(self.at + 1).min(self.tokens.len() - 1)]
    }

    fn kind(&self) -> Kind {
        self.token().kind
    }

    fn is(&self, kind: Kind) -> bool {
        self.kind() == kind
    }

    /// Steps over a token; the last stays.
    fn advance(&mut self) -> Token {
        let token = self.token();
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
        token
    }

    /// Steps over a token if it is this one.
    fn take(&mut self, kind: Kind) -> bool {
        let found = self.is(kind);
        if found {
            self.advance();
        }
        found
    }

    fn text_of(&self, token: Token) -> &'t str {
        &self.text[token.span().range()]
    }

    /// The keyword here, if it is in force.
    fn keyword(&self) -> Option<Keyword> {
        match self.kind() {
            Kind::Keyword(keyword) if self.keywords.has(keyword) && self.at != self.plain => Some(keyword),
            _ => None,
        }
    }

    fn is_keyword(&self, keyword: Keyword) -> bool {
        self.keyword() == Some(keyword)
    }

    /// Whether a name stands here: a word that is no keyword in force.
    fn is_name(&self) -> bool {
        match self.kind() {
            Kind::Word => true,
            Kind::Keyword(_) => self.keyword().is_none(),
            _ => false,
        }
    }

    /// Whether any word stands here that may follow a `.`.
    fn is_word(&self) -> bool {
        matches!(self.kind(), Kind::Word | Kind::Keyword(_))
    }

    /// Whether a keyword stands here that a `.` or `[` makes the start of a reference: `input.if` as `if.x`.
    fn is_keyword_in_reference(&self) -> bool {
        let next = self.next_token();
        self.keyword().is_some() && matches!(next.kind, Kind::Dot | Kind::LeftBracket) && !next.apart
    }

    fn name(&mut self, token: Token) -> Name {
        let text = self.text_of(token);
        self.names.entry(text).or_insert_with(|| text.into()).clone()
    }

    /// From a byte to the end of the token before this one.
    fn span_from(&self, start: u32) -> Span {
        let end = self.at.checked_sub(1).map_or(start, |before| self.tokens[before].end);
        Span::new(start, end.max(start))
    }

    fn mark(&self) -> Mark {
        Mark { at: self.at, plain: self.plain, depth: self.depth, height: self.height, opened: self.opened }
    }

    fn reset(&mut self, mark: Mark) {
        Mark { at: self.at, plain: self.plain, depth: self.depth, height: self.height, opened: self.opened } = mark;
    }

    /// Reads something in the brackets that open with this token, or with the one just passed.
    ///
    /// Every nesting of the tree goes through here.
    fn nested<T>(&mut self, opening: Token, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth == DEEPEST {
            self.over = true;
            let help = "give parts of it names of their own, as rules or as variables";
            return Err(Fault::new(opening.span(), format!("more than {DEEPEST} brackets inside one another"), help));
        }
        let (height, opened) = (self.height, self.opened);
        (self.height, self.opened) = (0, Some(opening.end - 1));
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        (self.height, self.opened) = (height.max(self.height + 1), opened);
        Ok(value)
    }

    /// Notes that an operator was put on top of the terms read since the chain began.
    fn grow(&mut self, operator: Token) -> Read<()> {
        self.height += 1;
        if self.height <= TALLEST {
            return Ok(());
        }
        self.over = true;
        let help = "write the values as an array or a set, and use `sum`, `concat`, `union` or `some … in` on it";
        Err(Fault::new(operator.span(), "too many operators in one expression", help))
    }

    /// Expects the bracket that closes what [`Parser::nested`] opened.
    fn close(&mut self, kind: Kind, wanted: &'static str) -> Read<Token> {
        if self.is(kind) {
            return Ok(self.advance());
        }
        Err(self.unclosed(wanted))
    }

    /// Says what is wrong here where a bracket should close or its content go on.
    fn unclosed(&self, wanted: &'static str) -> Box<Fault> {
        if let Some(fault) = self.missing_import() {
            return fault;
        }
        let mut fault = match (self.kind(), self.opened) {
            (Kind::End, Some(at)) => {
                let bracket = &self.text[at as usize..][..1];
                Fault::new(Span::new(at, at + 1), format!("`{bracket}` is not closed"), "")
            }
            _ => self.unexpected(""),
        };
        fault.help = format!("write {wanted} to go on, or close {{opened}}").into();
        fault.opened = self.opened;
        if self.opened.is_none() {
            fault.help = format!("write {wanted}").into();
        }
        fault
    }

    /// Says that this token cannot stand here.
    fn unexpected(&self, help: impl Into<std::borrow::Cow<'static, str>>) -> Box<Fault> {
        if let Some(fault) = self.missing_import() {
            return fault;
        }
        let token = self.token();
        let message = match token.kind {
            Kind::End => "unexpected end of text".to_owned(),
            Kind::Keyword(keyword) if self.keyword().is_some() => format!("unexpected keyword `{}`", keyword.text()),
            Kind::String | Kind::RawString | Kind::TemplatePart(_) | Kind::TemplateEnd(_) => {
                "unexpected string".to_owned()
            }
            _ => format!("unexpected `{}`", self.text_of(token)),
        };
        Fault::new(token.span(), message, help)
    }

    /// Says that a keyword here, or right before, is not in force.
    fn missing_import(&self) -> Option<Box<Fault>> {
        let found = [self.at, self.at.saturating_sub(1)].into_iter().find_map(|at| match self.tokens[at].kind {
            Kind::Keyword(keyword) if !self.keywords.has(keyword) => Some((self.tokens[at], keyword)),
            _ => None,
        });
        let (token, keyword) = found?;
        let all = if Keywords::ONE.has(keyword) { "`import rego.v1` or " } else { "" };
        let help = format!("write {all}`import future.keywords.{}` at the top", keyword.text());
        Some(Fault::new(token.span(), format!("the keyword `{}` is not imported", keyword.text()), help))
    }

    /// Whether an attempt at a token is known to fail.
    fn has_failed(&self, at: usize, attempt: Attempt) -> bool {
        self.failed.contains(&(at, attempt))
    }
}
