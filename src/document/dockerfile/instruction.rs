//! One logical line to one instruction: keyword, flags, and the arguments as its grammar has them.

use std::ops::Range;

use crate::{
    document::{
        SyntaxError,
        shell::{Mapped, Piece},
    },
    source::Span,
};

use super::{
    error,
    lines::{Heredoc, Line},
    words,
};

/// All instructions.
pub(super) const KEYWORDS: [&str; 18] = [
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// `--name=value`.
pub(super) struct Flag {
    pub(super) name: Piece,
    pub(super) value: Option<Piece>,
    pub(super) span: Span,
}

/// `NAME=value` of ENV, LABEL and ARG.
pub(super) struct Pair {
    pub(super) name: Piece,
    /// As written, quotes included: what is expanded.
    pub(super) raw: Option<Piece>,
    /// Quotes undone.
    pub(super) value: Option<Piece>,
    /// `ENV NAME value`.
    pub(super) legacy: bool,
}

/// Whether arguments are a JSON array or a line for a shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Shell,
    Exec,
}

impl Form {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Shell => "shell",
            Self::Exec => "exec",
        }
    }
}

/// One instruction.
pub(super) struct Instruction {
    pub(super) keyword: &'static str,
    /// The keyword as written.
    pub(super) written: Piece,
    pub(super) span: Span,
    pub(super) flags: Vec<Flag>,
    /// Everything after keyword and flags.
    pub(super) text: Mapped,
    pub(super) form: Option<Form>,
    pub(super) arguments: Vec<Piece>,
    pub(super) pairs: Vec<Pair>,
    /// What a shell gets; for HEALTHCHECK without `CMD`.
    pub(super) body: Mapped,
    pub(super) onbuild: Option<Box<Instruction>>,
    pub(super) heredocs: Vec<Heredoc>,
    pub(super) blanks: Vec<Span>,
    pub(super) comment: Vec<Span>,
}

/// Reads a line; the error names the first fault.
pub(super) fn read(line: Line, escape: u8) -> Result<Instruction, SyntaxError> {
    let whole = 0..line.text.text().len();
    let mut instruction = parse(&line.text, whole, escape, false)?;
    instruction.span = line.span;
    instruction.blanks = line.blanks;
    instruction.comment = line.comment;
    match &mut instruction.onbuild {
        Some(nested) => {
            nested.span.end = line.span.end;
            nested.heredocs = line.heredocs;
        }
        None => instruction.heredocs = line.heredocs,
    }
    Ok(instruction)
}

fn parse(line: &Mapped, range: Range<usize>, escape: u8, nested: bool) -> Result<Instruction, SyntaxError> {
    let text = &line.text()[..range.end];
    let keyword_end =
        text[range.start..].bytes().position(words::is_space).map_or(range.end, |length| range.start + length);
    let written = words::piece(line, range.start..keyword_end);
    let keyword = keyword(&written)?;
    let flags_end = skip_flags(text, keyword_end, escape);
    let flags = flags(line, keyword_end..flags_end, escape, keyword)?;
    let rest = trim(text, flags_end);
    let mut instruction = Instruction {
        keyword,
        written,
        span: line.span(range),
        flags,
        text: line.slice(rest.clone()),
        form: None,
        arguments: Vec::new(),
        pairs: Vec::new(),
        body: Mapped::default(),
        onbuild: None,
        heredocs: Vec::new(),
        blanks: Vec::new(),
        comment: Vec::new(),
    };
    instruction.arguments(line, rest, escape, nested)?;
    Ok(instruction)
}

fn keyword(written: &Piece) -> Result<&'static str, SyntaxError> {
    KEYWORDS.iter().find(|known| known.eq_ignore_ascii_case(written.text())).copied().ok_or_else(|| {
        let short: String = written.text().chars().take(40).collect();
        error(
            written.span,
            format!("unknown instruction {short}"),
            "start the line with an instruction such as RUN or COPY, or end the line before with a continuation",
        )
    })
}

fn trim(text: &str, from: usize) -> Range<usize> {
    let start = text.len() - text[from..].trim_start().len();
    let end = text.trim_end().len().max(start);
    start..end
}

/// Where the flags behind a keyword end.
pub(super) fn skip_flags(text: &str, mut at: usize, escape: u8) -> usize {
    loop {
        let rest = &text[at..];
        let start = at + rest.bytes().take_while(|&byte| words::is_space(byte)).count();
        let end = words::word_end(text.as_bytes(), start, escape);
        let word = &text[start..end];
        match word.strip_prefix("--") {
            Some("") => return end,
            Some(_) => at = end,
            None => return start,
        }
    }
}

fn flags(line: &Mapped, range: Range<usize>, escape: u8, keyword: &str) -> Result<Vec<Flag>, SyntaxError> {
    let mut flags = Vec::new();
    for word in words::split(&line.text()[range.clone()], escape) {
        let word = range.start + word.start..range.start + word.end;
        let written = &line.text()[word.clone()];
        let span = line.span(word.clone());
        if written == "--" {
            break;
        }
        let equals = written.find('=').map(|at| word.start + at);
        let name = words::piece(line, word.start + 2..equals.unwrap_or(word.end));
        let value = match equals {
            None => None,
            Some(equals) => {
                let range = equals + 1..word.end;
                let span = line.span(range.clone());
                let value = words::unquote(line, range, escape).ok_or_else(|| unclosed(span))?;
                Some(Piece { value, span })
            }
        };
        check_flag(keyword, &name, value.is_some(), span)?;
        flags.push(Flag { name, value, span });
    }
    Ok(flags)
}

fn check_flag(keyword: &str, name: &Piece, has_value: bool, span: Span) -> Result<(), SyntaxError> {
    let known: &[&str] = match keyword {
        "ADD" => &["chown", "chmod", "link", "keep-git-dir", "checksum", "exclude", "unpack"],
        "COPY" => &["from", "chown", "chmod", "link", "parents", "exclude"],
        "FROM" => &["platform"],
        "RUN" => &["mount", "network", "security", "device"],
        "HEALTHCHECK" => &["interval", "timeout", "start-period", "start-interval", "retries"],
        _ => &[],
    };
    let flag = name.text();
    if !known.contains(&flag) {
        let help = match known {
            [] => format!("remove it: {keyword} has no flags"),
            _ => format!("write one of --{}", known.join(", --")),
        };
        return Err(error(span, format!("{keyword} has no flag --{flag}"), help));
    }
    let boolean = matches!(flag, "link" | "keep-git-dir" | "parents" | "unpack");
    if has_value || boolean {
        return Ok(());
    }
    Err(error(span, format!("flag --{flag} has no value"), format!("write --{flag}=VALUE")))
}

fn unclosed(span: Span) -> SyntaxError {
    error(span, "quote is not closed", "close the quote, or escape it")
}

impl Instruction {
    fn arguments(&mut self, line: &Mapped, rest: Range<usize>, escape: u8, nested: bool) -> Result<(), SyntaxError> {
        match self.keyword {
            "RUN" | "CMD" | "ENTRYPOINT" => {
                self.command(line, rest);
                self.at_least(usize::from(self.form == Some(Form::Shell)), "a command")
            }
            "SHELL" => self.shell(line, rest),
            "HEALTHCHECK" => self.healthcheck(line, rest),
            "ADD" | "COPY" | "VOLUME" => {
                self.list(line, rest);
                let (least, what) =
                    if self.keyword == "VOLUME" { (1, "a path") } else { (2, "source and destination") };
                self.at_least(least, what)
            }
            "FROM" => self.from(line, rest),
            "EXPOSE" => {
                self.plain_words(line, rest);
                self.at_least(1, "a port")
            }
            "ENV" | "LABEL" => self.pairs(line, rest, escape),
            "ARG" => self.build_arguments(line, rest, escape),
            "ONBUILD" => self.onbuild(line, rest, escape, nested),
            _ => {
                if !rest.is_empty() {
                    self.arguments.push(words::piece(line, rest));
                }
                self.at_least(1, "an argument")
            }
        }
    }

    fn at_least(&self, least: usize, what: &str) -> Result<(), SyntaxError> {
        let count =
            if self.form == Some(Form::Shell) { usize::from(!self.body.is_empty()) } else { self.arguments.len() };
        if count >= least {
            return Ok(());
        }
        let keyword = self.keyword;
        let end = if self.text.is_empty() { self.written.span.end } else { self.text.whole().end };
        let span = Span::new(self.written.span.start, end);
        Err(error(span, format!("{keyword} lacks {what}"), format!("write {what} after {keyword}")))
    }

    fn plain_words(&mut self, line: &Mapped, rest: Range<usize>) {
        let start = rest.start;
        let ranges = words::split_plain(&line.text()[rest]);
        self.arguments.extend(ranges.into_iter().map(|word| words::piece(line, start + word.start..start + word.end)));
    }

    fn list(&mut self, line: &Mapped, rest: Range<usize>) {
        match words::json_array(line, rest.clone()) {
            Some(items) => {
                self.form = Some(Form::Exec);
                self.arguments = items;
            }
            None => self.plain_words(line, rest),
        }
    }

    fn command(&mut self, line: &Mapped, rest: Range<usize>) {
        self.body = line.slice(rest.clone());
        match words::json_array(line, rest) {
            Some(items) => {
                self.form = Some(Form::Exec);
                self.arguments = items;
            }
            None => self.form = Some(Form::Shell),
        }
    }

    fn shell(&mut self, line: &Mapped, rest: Range<usize>) -> Result<(), SyntaxError> {
        self.command(line, rest);
        if self.form == Some(Form::Exec) && !self.arguments.is_empty() {
            return Ok(());
        }
        let span = if self.text.is_empty() { self.written.span } else { self.text.whole() };
        Err(error(span, "SHELL is not a JSON array", "write SHELL [\"/bin/sh\", \"-c\"]"))
    }

    fn healthcheck(&mut self, line: &Mapped, rest: Range<usize>) -> Result<(), SyntaxError> {
        let text = &line.text()[rest.clone()];
        let word = words::split_plain(text).into_iter().next().unwrap_or(0..0);
        let kind = words::piece(line, rest.start + word.start..rest.start + word.end);
        let help = "write HEALTHCHECK CMD and a command, or HEALTHCHECK NONE";
        if kind.text().eq_ignore_ascii_case("NONE") {
            if word.end < text.len() {
                return Err(error(self.text.whole(), "HEALTHCHECK NONE has arguments", "write HEALTHCHECK NONE alone"));
            }
            self.arguments.push(kind);
            return Ok(());
        }
        if !kind.text().eq_ignore_ascii_case("CMD") {
            let span = if kind.value.is_empty() { self.written.span } else { kind.span };
            return Err(error(span, "HEALTHCHECK is neither CMD nor NONE", help));
        }
        let body = trim(&line.text()[..rest.end], rest.start + word.end);
        self.command(line, body);
        if self.body.is_empty() || self.form == Some(Form::Exec) && self.arguments.is_empty() {
            return Err(error(kind.span, "HEALTHCHECK lacks a command", help));
        }
        Ok(())
    }

    fn from(&mut self, line: &Mapped, rest: Range<usize>) -> Result<(), SyntaxError> {
        self.plain_words(line, rest);
        self.at_least(1, "an image")?;
        let help = "write FROM image, or FROM image AS name";
        match self.arguments.as_slice() {
            [_] => Ok(()),
            [_, word, name] if word.text().eq_ignore_ascii_case("as") => {
                let text = name.text();
                let first = text.starts_with(|c: char| c.is_ascii_alphabetic());
                if first && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')) {
                    return Ok(());
                }
                let help = "start with a letter and use letters, digits, `-`, `_` and `.` only";
                Err(error(name.span, format!("stage name {text} is not valid"), help))
            }
            [_, word, ..] => Err(error(word.span, "FROM has arguments it does not know", help)),
            [] => Ok(()),
        }
    }

    fn pairs(&mut self, line: &Mapped, rest: Range<usize>, escape: u8) -> Result<(), SyntaxError> {
        let ranges = offset(words::split(&line.text()[rest.clone()], escape), rest.start);
        self.arguments = ranges.iter().map(|word| words::piece(line, word.clone())).collect();
        self.at_least(1, "a name and a value")?;
        if !self.arguments[0].text().contains('=') {
            return self.legacy_pair(line, rest, escape);
        }
        for word in ranges {
            let text = &line.text()[word.clone()];
            let Some(equals) = text.find('=') else {
                let help = format!("write {}=VALUE, or quote the value before it", text.trim_matches('"'));
                return Err(error(line.span(word), format!("{} pair has no =", self.keyword), help));
            };
            self.pairs.push(pair(line, word.clone(), word.start + equals, escape)?);
        }
        Ok(())
    }

    /// `ENV NAME all the rest`.
    fn legacy_pair(&mut self, line: &Mapped, rest: Range<usize>, escape: u8) -> Result<(), SyntaxError> {
        let text = &line.text()[..rest.end];
        let name_end = rest.start + text[rest.clone()].bytes().position(words::is_space).unwrap_or(rest.len());
        let value = trim(text, name_end);
        if value.is_empty() {
            let name = self.arguments[0].text();
            let help = format!("write {} {name}=VALUE", self.keyword);
            return Err(error(self.arguments[0].span, format!("{} {name} has no value", self.keyword), help));
        }
        let raw = words::piece(line, value.clone());
        let unquoted = words::unquote(line, value, escape).ok_or_else(|| unclosed(raw.span))?;
        self.pairs.push(Pair {
            name: words::piece(line, rest.start..name_end),
            value: Some(Piece { value: unquoted, span: raw.span }),
            raw: Some(raw),
            legacy: true,
        });
        Ok(())
    }

    fn build_arguments(&mut self, line: &Mapped, rest: Range<usize>, escape: u8) -> Result<(), SyntaxError> {
        let ranges = offset(words::split(&line.text()[rest.clone()], escape), rest.start);
        self.arguments = ranges.iter().map(|word| words::piece(line, word.clone())).collect();
        self.at_least(1, "a name")?;
        for word in ranges {
            let equals = line.text()[word.clone()].find('=').map(|at| word.start + at);
            if equals == Some(word.start) {
                return Err(error(line.span(word), "ARG has no name before =", "write ARG NAME=VALUE"));
            }
            self.pairs.push(match equals {
                Some(equals) => pair(line, word, equals, escape)?,
                None => Pair { name: words::piece(line, word), raw: None, value: None, legacy: false },
            });
        }
        Ok(())
    }

    fn onbuild(&mut self, line: &Mapped, rest: Range<usize>, escape: u8, nested: bool) -> Result<(), SyntaxError> {
        if rest.is_empty() {
            return self.at_least(1, "an instruction");
        }
        // ONBUILD may not hold ONBUILD: a rule says so. Its text is kept, and not read deeper.
        if nested {
            self.arguments.push(words::piece(line, rest));
            return Ok(());
        }
        self.onbuild = Some(Box::new(parse(line, rest, escape, true)?));
        Ok(())
    }
}

fn offset(ranges: Vec<Range<usize>>, by: usize) -> Vec<Range<usize>> {
    ranges.into_iter().map(|range| range.start + by..range.end + by).collect()
}

fn pair(line: &Mapped, word: Range<usize>, equals: usize, escape: u8) -> Result<Pair, SyntaxError> {
    let name_range = word.start..equals;
    let name_span = line.span(name_range.clone());
    let name = words::unquote(line, name_range, escape).ok_or_else(|| unclosed(name_span))?;
    if name.is_empty() {
        return Err(error(line.span(word), "pair has no name before =", "write NAME=VALUE"));
    }
    let raw = words::piece(line, equals + 1..word.end);
    let value = words::unquote(line, equals + 1..word.end, escape).ok_or_else(|| unclosed(raw.span))?;
    Ok(Pair {
        name: Piece { value: name, span: name_span },
        value: Some(Piece { value, span: raw.span }),
        raw: Some(raw),
        legacy: false,
    })
}
