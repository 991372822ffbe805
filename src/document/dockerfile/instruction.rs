//! One logical line to one instruction: its keyword and its flags; `arguments` reads the rest.

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
    /// Faults that did not keep it from being read.
    pub(super) faults: Vec<SyntaxError>,
}

/// Reads a line; the error names the first fault. A FROM with a fault still begins its stage.
pub(super) fn read(line: Line, escape: u8, errors: &mut Vec<SyntaxError>) -> Result<Instruction, SyntaxError> {
    let whole = 0..line.text.text().len();
    let mut instruction = parse(&line.text, whole, escape, false)?;
    if instruction.keyword == "FROM" {
        errors.extend(instruction.mend_from());
        errors.append(&mut instruction.faults);
    }
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

pub(super) fn parse(line: &Mapped, range: Range<usize>, escape: u8, nested: bool) -> Result<Instruction, SyntaxError> {
    let text = &line.text()[..range.end];
    let keyword_end =
        text[range.start..].bytes().position(words::is_space).map_or(range.end, |length| range.start + length);
    let written = words::piece(line, range.start..keyword_end);
    let keyword = keyword(&written)?;
    let flags_end = skip_flags(text, keyword_end, escape);
    let mut faults = Vec::new();
    let flags = match flags(line, keyword_end..flags_end, escape, keyword) {
        Err(fault) if keyword == "FROM" => {
            faults.push(fault);
            Vec::new()
        }
        flags => flags?,
    };
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
        faults,
    };
    instruction.read_arguments(line, rest, escape, nested)?;
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

pub(super) fn trim(text: &str, from: usize) -> Range<usize> {
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

pub(super) fn unclosed(span: Span) -> SyntaxError {
    error(span, "quote is not closed", "close the quote, or escape it")
}
