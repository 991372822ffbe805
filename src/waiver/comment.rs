//! Reading one comment: `# waylint: allow pack/rule-name until=2027-01-31 owner=team -- reason`.

use crate::{config::RulePattern, date::Date};

/// What a comment asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The rules.
    pub rules: Vec<RulePattern>,
    /// Whether it holds for the whole file.
    pub file: bool,
    /// Why.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day it holds.
    pub until: Option<Date>,
}

/// Why a comment that speaks to waylint cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommentError {
    /// Neither `allow` nor `allow-file`.
    #[error("`{0}` is nothing a comment can ask of waylint")]
    Verb(String),
    /// No rule.
    #[error("the waiver names no rule")]
    NoRule,
    /// A rule that cannot be one.
    #[error("{0}")]
    Rule(String),
    /// A setting other than `until` and `owner`, or without a value.
    #[error("`{0}` is no setting of a waiver")]
    Setting(String),
    /// Not a date.
    #[error("`{0}` is not a date")]
    Date(String),
}

impl CommentError {
    /// What to write instead.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Verb(_) => "write `waylint: allow pack/rule-name -- reason`, or `allow-file` for the whole file",
            Self::NoRule | Self::Rule(_) => "name a rule, a pack or a glob: `waylint: allow pack/rule-name -- reason`",
            Self::Setting(_) => {
                "before the reason only `until=YYYY-MM-DD` and `owner=name` may stand; begin it with ` -- `"
            }
            Self::Date(_) => "write a day of the calendar as YYYY-MM-DD, such as until=2027-01-31",
        }
    }
}

/// What waylint's comments begin with.
pub(super) const SIGN: &str = "waylint:";

/// Reads a comment, with its sign. None if it does not speak to waylint.
pub fn parse_comment(comment: &str) -> Option<Result<Allow, CommentError>> {
    let text = comment.strip_suffix("*/").unwrap_or(comment);
    // Several tools may share a comment: `# hadolint ignore=DL3006 # waylint: allow docker/…`.
    let body = text.match_indices(SIGN).find_map(|(at, _)| {
        let before = text[..at].trim_end();
        (before.is_empty() || before.ends_with(['#', '/', '*', ';', '-'])).then(|| &text[at + SIGN.len()..])
    })?;
    Some(read(body))
}

fn read(body: &str) -> Result<Allow, CommentError> {
    let (head, reason) = split_reason(body);
    let (verb, rest) = head.trim_start().split_once(char::is_whitespace).unwrap_or((head.trim(), ""));
    let file = match verb {
        "allow" => false,
        "allow-file" => true,
        _ => return Err(CommentError::Verb(verb.to_owned())),
    };
    let mut allow = Allow { rules: Vec::new(), file, reason, owner: None, until: None };
    for word in words(rest) {
        match word.split_once('=') {
            Some(("until", day)) => {
                allow.until = Some(day.parse().map_err(|_| CommentError::Date(day.to_owned()))?);
            }
            Some(("owner", name)) if !name.is_empty() => allow.owner = Some(name.to_owned()),
            Some(_) => return Err(CommentError::Setting(word.to_owned())),
            None => allow.rules.push(RulePattern::new(word).map_err(CommentError::Rule)?),
        }
    }
    if allow.rules.is_empty() { Err(CommentError::NoRule) } else { Ok(allow) }
}

/// Words are parted by space, and by commas outside braces: `{a,b}` belongs to a glob.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_u32;
    text.split(move |c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c.is_whitespace() || c == ',' && depth == 0
    })
    .filter(|word| !word.is_empty())
}

/// The reason stands behind `--` that is a word of its own.
fn split_reason(body: &str) -> (&str, Option<String>) {
    let parts = |at: usize| (&body[..at], &body[at + 2..]);
    let is_word = |&(before, after): &(&str, &str)| {
        before.chars().next_back().is_none_or(char::is_whitespace)
            && after.chars().next().is_none_or(char::is_whitespace)
    };
    match body.match_indices("--").map(|(at, _)| parts(at)).find(is_word) {
        Some((head, reason)) => (head, Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty())),
        None => (body, None),
    }
}
