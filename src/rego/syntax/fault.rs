//! What is wrong with a text, before it is put into words for people.

use std::borrow::Cow;

use super::SyntaxError;
use crate::source::Span;

/// A fault that is cheap to make and to throw away, as the parser does where it tries two readings.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) message: Cow<'static, str>,
    pub(super) help: Cow<'static, str>,
    /// The innermost bracket that is open here.
    pub(super) opened: Option<u32>,
}

/// Boxed: results are returned through many small functions.
pub(super) type Read<T> = Result<T, Box<Fault>>;

impl Fault {
    pub(super) fn new(
        span: Span,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Box<Self> {
        Box::new(Self { span, message: message.into(), help: help.into(), opened: None })
    }

    /// In words. Lines are counted only here.
    pub(super) fn finish(self, text: &str) -> SyntaxError {
        let help = match self.opened {
            None => self.help.into_owned(),
            Some(at) => {
                let at = at as usize;
                let line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count();
                self.help.replace("{opened}", &format!("`{}` of line {line}", &text[at..at + 1]))
            }
        };
        SyntaxError { span: self.span, message: self.message.into_owned(), help }
    }
}
