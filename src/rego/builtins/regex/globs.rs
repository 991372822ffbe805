//! `regex.globs_match`: whether two globs have a text in common, with globs of characters, `.`, `[…]`, `*` and `+`.
//!
//! OPA asks a library whose answer is not always the mathematical one; ours follows its steps. Each pair of rests is
//! judged once, so a hostile pair of globs costs the product of their lengths and no more.

use std::collections::HashMap;

use crate::rego::{
    fail::{Fail, Outcome},
    memory::Memory,
    value::Value,
};

/// Tokens of a glob, at most: judging two of them nests as deep as they are long.
const MOST_TOKENS: usize = 500;

pub(super) fn globs_match(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[first, second] = arguments else { return Err(Fail::Undefined) };
    let first = memory.as_str(first).and_then(read).ok_or(Fail::Undefined)?;
    let second = memory.as_str(second).and_then(read).ok_or(Fail::Undefined)?;
    if first.len().max(second.len()) > MOST_TOKENS {
        return Err(Fail::Undefined);
    }
    Ok(Value::bool(meet(&first, &second)))
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Char(char),
    Any,
    /// Ranges in order that do not touch.
    Set(Vec<(u32, u32)>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Times {
    Once,
    Plus,
    Star,
}

#[derive(Clone, Debug)]
struct Token {
    what: What,
    times: Times,
}

/// The tokens of a glob, if it is one. Of equal repeated neighbours one is kept.
fn read(glob: &str) -> Option<Vec<Token>> {
    let mut rest = glob;
    let mut tokens: Vec<Token> = Vec::new();
    while let Some((c, escaped, after)) = next(rest)? {
        rest = after;
        let what = match c {
            _ if escaped => What::Char(c),
            '.' => What::Any,
            '[' => {
                let (set, after) = read_set(rest)?;
                rest = after;
                What::Set(set)
            }
            ']' | '+' | '*' => return None,
            c => What::Char(c),
        };
        let times = match next(rest)? {
            Some(('+', false, after)) => (Times::Plus, after),
            Some(('*', false, after)) => (Times::Star, after),
            _ => (Times::Once, rest),
        };
        rest = times.1;
        add(&mut tokens, Token { what, times: times.0 });
    }
    Some(tokens)
}

fn add(tokens: &mut Vec<Token>, token: Token) {
    if let Some(last) = tokens.last_mut()
        && last.times != Times::Once
        && token.times != Times::Once
        && last.what == token.what
    {
        if token.times == Times::Plus {
            last.times = Times::Plus;
        }
        return;
    }
    tokens.push(token);
}

/// The next character, whether it was escaped, and what follows; nothing at the end; no glob if the escape is the end.
#[expect(clippy::option_option, reason = "not a glob, or its end, or a character")]
fn next(text: &str) -> Option<Option<(char, bool, &str)>> {
    let mut chars = text.chars();
    match chars.next() {
        None => Some(None),
        Some('\\') => chars.next().map(|c| Some((c, true, chars.as_str()))),
        Some(c) => Some(Some((c, false, chars.as_str()))),
    }
}

/// What stands in brackets, up to the closing one, and what follows it.
fn read_set(text: &str) -> Option<(Vec<(u32, u32)>, &str)> {
    let mut ranges = Vec::new();
    let mut rest = text;
    let mut before = None;
    loop {
        let (c, escaped, after) = next(rest)??;
        rest = after;
        match c {
            ']' if !escaped => break,
            '-' if !escaped => {
                let low = before.take()?;
                let (high, escaped, after) = next(rest)??;
                if !escaped && matches!(high, ']' | '-') || (high as u32) < low {
                    return None;
                }
                rest = after;
                ranges.push((low, high as u32));
            }
            c => {
                ranges.push((c as u32, c as u32));
                before = Some(c as u32);
            }
        }
    }
    ranges.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for (low, high) in ranges {
        match merged.last_mut() {
            Some(last) if low <= last.1 + 1 => last.1 = last.1.max(high),
            _ => merged.push((low, high)),
        }
    }
    Some((merged, rest))
}

/// Whether two tokens have a character in common, however often they stand.
fn fit(a: &Token, b: &Token) -> bool {
    match (&a.what, &b.what) {
        (What::Any, _) | (_, What::Any) => true,
        (What::Char(a), What::Char(b)) => a == b,
        (What::Char(c), What::Set(set)) | (What::Set(set), What::Char(c)) => {
            set.iter().any(|&(low, high)| (low..=high).contains(&(*c as u32)))
        }
        (What::Set(a), What::Set(b)) => {
            a.iter().any(|&(low, high)| b.iter().any(|&(other_low, other_high)| low <= other_high && other_low <= high))
        }
    }
}

/// Whether two globs have a text in common.
fn meet(a: &[Token], b: &[Token]) -> bool {
    let Some((a, b)) = trim(a, b) else { return false };
    Meeting { globs: [a, b], judged: HashMap::new() }.meet(0, 0, 0)
}

/// Cuts off equal ends, but for one token, which the rest relies on; nothing if they do not fit.
fn trim<'t>(a: &'t [Token], b: &'t [Token]) -> Option<(&'t [Token], &'t [Token])> {
    let once = |token: &Token| token.times == Times::Once;
    let mut start = 0;
    while start < a.len().min(b.len()) && once(&a[start]) && once(&b[start]) {
        if !fit(&a[start], &b[start]) {
            return None;
        }
        start += 1;
    }
    start = start.saturating_sub(1);
    let (mut end, mut other_end) = (a.len(), b.len());
    while end > start && other_end > start && once(&a[end - 1]) && once(&b[other_end - 1]) {
        if !fit(&a[end - 1], &b[other_end - 1]) {
            return None;
        }
        (end, other_end) = (end - 1, other_end - 1);
    }
    if end < a.len() {
        (end, other_end) = (end + 1, other_end + 1);
    }
    Some((&a[start..end], &b[start..other_end]))
}

/// Two globs, and what was found out about their rests: which of them leads, where each rest begins.
struct Meeting<'t> {
    globs: [&'t [Token]; 2],
    judged: HashMap<(usize, usize, usize), bool>,
}

impl Meeting<'_> {
    /// Whether two rests meet.
    fn meet(&mut self, lead: usize, at: usize, other: usize) -> bool {
        if let Some(&judged) = self.judged.get(&(lead, at, other)) {
            return judged;
        }
        let met = self.judge(lead, at, other);
        self.judged.insert((lead, at, other), met);
        met
    }

    fn judge(&mut self, lead: usize, mut at: usize, mut other: usize) -> bool {
        let (a, b) = (self.globs[lead], self.globs[1 - lead]);
        while at < a.len() && other < b.len() {
            match (a[at].times, b[other].times) {
                (Times::Once, Times::Once) if !fit(&a[at], &b[other]) => return false,
                (Times::Once, Times::Once) => {}
                (Times::Plus, _) => return self.plus(lead, at, other),
                (Times::Star, _) => return self.star(lead, at, other),
                (Times::Once, Times::Plus) => return self.plus(1 - lead, other, at),
                (Times::Once, Times::Star) => return self.star(1 - lead, other, at),
            }
            (at, other) = (at + 1, other + 1);
        }
        at == a.len() && other == b.len()
    }

    /// The leading rest begins with a token that stands at least once.
    fn plus(&mut self, lead: usize, at: usize, other: usize) -> bool {
        let (token, first) = (&self.globs[lead][at], &self.globs[1 - lead][other]);
        if !fit(token, first) {
            return false;
        }
        self.star(lead, at, other + 1) || first.times != Times::Once && self.meet(lead, at + 1, other)
    }

    /// The leading rest begins with a token that stands any number of times: it takes what it can of the other.
    fn star(&mut self, lead: usize, at: usize, other: usize) -> bool {
        let (a, b) = (self.globs[lead], self.globs[1 - lead]);
        let next = a.get(at + 1);
        for (index, token) in b.iter().enumerate().skip(other) {
            if next.is_some_and(|next| fit(token, next)) && self.meet(lead, at + 1, index) {
                return true;
            }
            if !fit(token, &a[at]) {
                return false;
            }
        }
        next.is_none()
    }
}
