//! Go's syntax of regular expressions, read and written anew in that of the `regex` crate.
//!
//! The two look alike and differ in a hundred places: what `\d` and `\b` mean, which escapes there are, `{,2}`,
//! `[a&&b]`, `a{2}{3}`, where flags end. So the pattern is read as Go reads it, and what is written says every step
//! outright: groups around everything, no flags left open, characters by number.

use super::class;

/// Groups inside groups, at most. Go allows about a thousand; whoever walks the written pattern does so by recursion.
const MOST_DEPTH: u32 = 100;
/// What Go counts as the largest number of copies nested repetitions may make.
const MOST_COPIES: u32 = 1000;
/// What a written class without characters in it looks like.
pub(super) const NEVER: &str = r"[^\x{0}-\x{10FFFF}]";

/// A pattern in the syntax of the `regex` crate.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) text: String,
    /// Names of the groups, from group 0 on; empty for those without one. A name may occur twice.
    pub(super) names: Vec<Box<str>>,
    /// About how many steps one character of text may cost.
    pub(super) size: u64,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    /// `i`
    pub(super) fold: bool,
    /// `m`
    lines: bool,
    /// `s`
    dot_all: bool,
    /// `U`
    lazy: bool,
}

/// A piece that a repetition sign would apply to.
#[derive(Debug)]
struct Item {
    text: String,
    /// Most copies that nested repetitions make of something inside it.
    copies: u32,
    depth: u32,
    size: u64,
    captures: bool,
}

/// What stands between an opening parenthesis and where we are.
#[derive(Debug, Default)]
struct Group {
    /// Alternatives that are complete, with their bars.
    done: String,
    items: Vec<Item>,
    copies: u32,
    depth: u32,
    size: u64,
    captures: bool,
    /// Whether the group itself captures.
    capture: bool,
    /// What holds again after it.
    flags: Flags,
}

impl Group {
    fn end_alternative(&mut self) {
        for item in self.items.drain(..) {
            self.done.push_str(&item.text);
            self.copies = self.copies.max(item.copies);
            self.depth = self.depth.max(item.depth);
            self.size += item.size;
            self.captures |= item.captures;
        }
    }

    fn close(mut self) -> Item {
        self.end_alternative();
        let (open, captures) = if self.capture { ("(", true) } else { ("(?:", self.captures) };
        Item {
            text: format!("{open}{})", self.done),
            copies: self.copies.max(1),
            depth: self.depth + 1,
            size: self.size + 1,
            captures,
        }
    }
}

/// Reads a pattern of Go and writes it for the `regex` crate.
pub(super) fn translate(pattern: &str) -> Result<Written, String> {
    let mut parser = Parser {
        rest: pattern,
        flags: Flags::default(),
        open: Vec::new(),
        group: Group::default(),
        names: vec!["".into()],
    };
    parser.run()?;
    if !parser.open.is_empty() {
        return Err("missing closing )".to_string());
    }
    let whole = std::mem::take(&mut parser.group).close();
    Ok(Written { text: whole.text, names: parser.names, size: whole.size })
}

struct Parser<'a> {
    rest: &'a str,
    flags: Flags,
    open: Vec<Group>,
    group: Group,
    names: Vec<Box<str>>,
}

impl<'a> Parser<'a> {
    fn run(&mut self) -> Result<(), String> {
        let mut after_repetition = false;
        while let Some(c) = self.rest.chars().next() {
            let mut repetition = false;
            match c {
                '(' => self.open_group()?,
                ')' => self.close_group()?,
                '|' => self.alternative(1),
                '[' => self.class()?,
                '*' => repetition = self.repeat(1, 0, None, false, after_repetition)?,
                '+' => repetition = self.repeat(1, 1, None, false, after_repetition)?,
                '?' => repetition = self.repeat(1, 0, Some(1), false, after_repetition)?,
                '{' => repetition = self.braces(after_repetition)?,
                '\\' => self.escape()?,
                '^' => self.push_sign(if self.flags.lines { "(?m:^)" } else { r"\A" }),
                '$' => self.push_sign(if self.flags.lines { "(?m:$)" } else { r"\z" }),
                '.' => self.push_sign(if self.flags.dot_all { "(?s:.)" } else { "." }),
                literal => {
                    self.rest = &self.rest[literal.len_utf8()..];
                    self.literal(literal as u32);
                }
            }
            after_repetition = repetition;
        }
        Ok(())
    }

    fn push(&mut self, text: String) {
        self.group.items.push(Item { text, copies: 1, depth: 1, size: 1, captures: false });
    }

    fn push_sign(&mut self, text: &str) {
        self.rest = &self.rest[1..];
        self.push(text.to_string());
    }

    fn literal(&mut self, number: u32) {
        let mut text = String::new();
        match char::from_u32(number) {
            // Half of a pair: no text holds it.
            None => text.push_str(NEVER),
            Some(c) if self.flags.fold && (c.is_alphabetic() || !c.is_ascii()) => {
                text.push_str("(?i:");
                class::write_char(c, &mut text);
                text.push(')');
            }
            Some(c) => class::write_char(c, &mut text),
        }
        self.push(text);
    }

    fn alternative(&mut self, len: usize) {
        self.rest = &self.rest[len..];
        self.group.end_alternative();
        self.group.done.push('|');
        self.group.size += 1;
    }

    fn enter(&mut self, capture: bool) -> Result<(), String> {
        if self.open.len() >= MOST_DEPTH as usize {
            return Err("expression nests too deeply".to_string());
        }
        let group = Group { capture, flags: self.flags, ..Group::default() };
        self.open.push(std::mem::replace(&mut self.group, group));
        Ok(())
    }

    fn close_group(&mut self) -> Result<(), String> {
        let outer = self.open.pop().ok_or("unexpected )")?;
        let inner = std::mem::replace(&mut self.group, outer);
        self.flags = inner.flags;
        self.rest = &self.rest[1..];
        self.group.items.push(inner.close());
        Ok(())
    }

    fn open_group(&mut self) -> Result<(), String> {
        let Some(after) = self.rest.strip_prefix("(?") else {
            self.rest = &self.rest[1..];
            self.names.push("".into());
            return self.enter(true);
        };
        match after.strip_prefix("P<").or_else(|| after.strip_prefix('<')) {
            Some(named) => self.named_group(named),
            None => self.flag_group(after),
        }
    }

    fn named_group(&mut self, after: &'a str) -> Result<(), String> {
        let (name, rest) = after.split_once('>').ok_or("invalid named capture")?;
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return Err(format!("invalid named capture: `{name}`"));
        }
        self.names.push(name.into());
        self.rest = rest;
        self.enter(true)
    }

    /// `(?i)`, `(?i-s:…)`, `(?:…)`: what follows `(?`.
    fn flag_group(&mut self, after: &'a str) -> Result<(), String> {
        let mut flags = self.flags;
        let (mut on, mut any_off) = (true, false);
        for (at, c) in after.char_indices() {
            match c {
                'i' => flags.fold = on,
                'm' => flags.lines = on,
                's' => flags.dot_all = on,
                'U' => flags.lazy = on,
                '-' if on => on = false,
                ':' | ')' if on || any_off => {
                    self.rest = &after[at + 1..];
                    if c == ':' {
                        self.enter(false)?;
                    }
                    self.flags = flags;
                    return Ok(());
                }
                _ => break,
            }
            any_off |= !on && c != '-';
        }
        Err("invalid or unsupported Perl syntax after (?".to_string())
    }

    fn class(&mut self) -> Result<(), String> {
        let (text, rest) = class::bracketed(self.rest, self.flags.fold)?;
        self.rest = rest;
        self.push(text);
        Ok(())
    }

    fn escape(&mut self) -> Result<(), String> {
        match self.rest.as_bytes().get(1) {
            Some(b'A') => self.escaped_sign(r"\A"),
            Some(b'z') => self.escaped_sign(r"\z"),
            Some(b'b') => self.escaped_sign(r"(?-u:\b)"),
            Some(b'B') => self.escaped_sign(r"(?-u:\B)"),
            Some(b'Q') => self.quoted(),
            _ => {
                if let Some((text, rest)) = class::escaped(self.rest)? {
                    self.rest = rest;
                    self.push(if self.flags.fold { format!("(?i:[{text}])") } else { format!("[{text}]") });
                } else {
                    let (number, rest) = class::escaped_char(self.rest)?;
                    self.rest = rest;
                    self.literal(number);
                }
            }
        }
        Ok(())
    }

    fn escaped_sign(&mut self, text: &str) {
        self.rest = &self.rest[2..];
        self.push(text.to_string());
    }

    /// `\Q…\E`, or to the end.
    fn quoted(&mut self) {
        let quoted = &self.rest[2..];
        let (literal, rest) = quoted.split_once(r"\E").unwrap_or((quoted, ""));
        for c in literal.chars() {
            self.literal(c as u32);
        }
        self.rest = rest;
    }

    /// `{2}`, `{2,}`, `{2,3}`; any other brace is itself.
    fn braces(&mut self, after_repetition: bool) -> Result<bool, String> {
        let Some((min, max, len)) = bounds(self.rest) else {
            self.rest = &self.rest[1..];
            self.literal('{' as u32);
            return Ok(false);
        };
        if min > MOST_COPIES || max.is_some_and(|max| max > MOST_COPIES || max < min) {
            return Err(format!("invalid repeat count: `{}`", &self.rest[..len]));
        }
        self.repeat(len, min, max, true, after_repetition)
    }

    /// Applies the repetition sign of `len` bytes that comes next to what stands before it.
    fn repeat(&mut self, len: usize, min: u32, max: Option<u32>, counted: bool, again: bool) -> Result<bool, String> {
        let sign = &self.rest[..len];
        self.rest = &self.rest[len..];
        let mut lazy = self.flags.lazy;
        if let Some(rest) = self.rest.strip_prefix('?') {
            self.rest = rest;
            lazy = !lazy;
        }
        if again {
            return Err(format!("invalid nested repetition operator: `{sign}`"));
        }
        let item =
            self.group.items.pop().ok_or_else(|| format!("missing argument to repetition operator: `{sign}`"))?;
        let copies = match max.unwrap_or(min) {
            0 if max.is_some() => 1,
            times if counted => item.copies * times.max(1),
            _ => item.copies,
        };
        if counted && (min >= 2 || max.is_some_and(|max| max >= 2)) && copies > MOST_COPIES {
            return Err(format!("invalid repeat count: `{sign}`"));
        }
        if item.depth >= MOST_DEPTH {
            return Err("expression nests too deeply".to_string());
        }
        let lazy = if lazy { "?" } else { "" };
        // Nothing is left of `x{0}` in the `regex` crate, but its groups must go on counting.
        let text = match max {
            Some(0) if item.captures => format!("(?:{NEVER}{})?", item.text),
            _ => format!("(?:{}){sign}{lazy}", item.text),
        };
        let size = item.size.saturating_mul(u64::from(max.unwrap_or(min).max(1))).saturating_add(1);
        self.group.items.push(Item { text, copies, depth: item.depth + 1, size, captures: item.captures });
        Ok(true)
    }
}

/// The least and greatest number of repetitions that braces at the beginning say, and their length. Numbers that are
/// too large to be a count come out as such.
fn bounds(text: &str) -> Option<(u32, Option<u32>, usize)> {
    let end = text.find('}')?;
    let inside = &text[1..end];
    let (min, max) = match inside.split_once(',') {
        None => (inside, Some(inside)),
        Some((min, "")) => (min, None),
        Some((min, max)) => (min, Some(max)),
    };
    let max = match max {
        Some(max) => Some(count(max)?),
        None => None,
    };
    Some((count(min)?, max, end + 1))
}

fn count(digits: &str) -> Option<u32> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = digits.len() > 1 && digits.starts_with('0');
    (plain && !leading_zero).then(|| digits.parse().unwrap_or(u32::MAX))
}
